//! The models of one issue by name, each with its source.

use crate::{Forecast, Issue, IssueError};

/// A model that forecasts one issue at a time.
pub trait Model: Sync {
    /// Short name, as in answers: `compromise`, `expected_utility_as_run`.
    fn name(&self) -> &'static str;

    /// What it does, in one line.
    fn summary(&self) -> &'static str;

    /// Author and year.
    fn source(&self) -> &'static str;

    /// Forecasts an issue.
    ///
    /// # Errors
    /// Where the issue is malformed or lacks what the model needs.
    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError>;
}
