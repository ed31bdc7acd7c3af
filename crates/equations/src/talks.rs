//! Talks: values of packages, factored by issue.
//!
//! A package holds one option of each issue. What depends on a few issues is computed once for their
//! combinations of options (a *table*), not once a package. The issues are split into a slow and a fast
//! group; a *row* is all combinations of the fast group for one of the slow. What depends on too many
//! issues for a table is computed row by row with packages as lanes, by the same loops as the dynamics.
//!
//! Rows are scanned for the packages that every signatory prefers to no deal (the zone) and for the
//! largest smallest gain. Few packages are either, so a row is screened first: from the range of what
//! is dear to compute, such as a logistic, follows what a signatory's value cannot
//! exceed, and only packages that may still be in the zone, or better than the best seen, are valued.
//! Rounding is monotone, so the bounds hold for the computed numbers too and the result is exact.

mod coarse;
mod plan;
mod scan;
mod split;

pub use plan::{Plan, Space};
pub use scan::{Candidates, Scan, Scratch};
