//! `zopa positions spatial`: all issues as dimensions of one space.

use crate::arguments::PositionsArguments;
use crate::exit::{Exit, Failure};
use std::path::Path;

/// Runs the spatial model of politics on all issues of a file together.
pub fn spatial(_: &PositionsArguments, _: &Path, _: bool) -> Result<Exit, Failure> {
    Err(Failure::wrong("not yet"))
}
