//! Addressed random streams, distributions by quantile function, sampling designs.
