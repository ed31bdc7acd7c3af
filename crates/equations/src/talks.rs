//! Talks: values of packages, factored by issue.
//!
//! A package holds one option of each issue. What depends on a few issues is computed once for their
//! combinations of options (a *table*), not once a package. The issues are split into a slow and a fast
//! group; a *row* is all combinations of the fast group for one of the slow. What depends on too many
//! issues for a table is computed row by row with packages as lanes, by the same loops as the dynamics.
//!
//! Rows are scanned for the packages that every signatory prefers to no deal (the zone) and for the
//! largest smallest gain. A row is left as soon as no package in it can be either; this is exact.

mod plan;
mod scan;

pub use plan::{Plan, Space};
pub use scan::{Candidates, Scan, Scratch};
