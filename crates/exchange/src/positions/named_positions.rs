//! Issues with their names: what a file says beside the positions themselves.

use super::toolkit_xml::ToolkitOptions;
use crate::Named;
use zopa_positions::agenda_setter::AgendaSetter;
use zopa_positions::{Forecast, Issue, IssueError, Model};
use zopa_sampling::Distribution;
use zopa_scenario::Diagnostic;

/// Positions as a file describes them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NamedPositions {
    /// What the conflict is called.
    pub title: String,
    /// One or two sentences on it.
    pub summary: String,
    /// Where the description comes from, as a citation for each source.
    pub sources: Vec<String>,
    /// All parties; a stand means one by its index here.
    pub parties: Vec<Named>,
    /// The issues.
    pub issues: Vec<NamedIssue>,
    /// What the file says of the spatial model rather than of the parties.
    pub toolkit: Option<ToolkitOptions>,
}

/// A contested issue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NamedIssue {
    /// Identifier and name.
    pub named: Named,
    /// Points of the scale with words, in increasing order.
    pub points: Vec<(f64, String)>,
    /// The issue with the central values of uncertain numbers (their medians).
    pub issue: Issue,
    /// For each stand the distributions of its uncertain numbers.
    pub uncertain: Vec<UncertainStand>,
    /// What came to be, where it is known.
    pub outcome: Option<f64>,
    /// The proposal or negotiation that the issue belongs to; empty where none is stated.
    pub group: String,
    /// Who proposes and what passes, where the file says so.
    pub agenda: Option<AgendaSetter>,
    /// The issue with the stands of all that have a position, also of those without a salience
    /// (theirs is 1), where the file has such: for models that ignore salience.
    pub every_position: Option<Issue>,
}

impl NamedIssue {
    /// The forecast of the agenda-setter model, from all positions that the file states; `None`
    /// where the file does not say who proposes.
    ///
    /// # Errors
    /// As [`AgendaSetter`], in particular without a reference point.
    pub fn agenda_forecast(&self) -> Option<Result<Forecast, IssueError>> {
        let setter = self.agenda.as_ref()?;
        Some(setter.forecast(self.every_position.as_ref().unwrap_or(&self.issue)))
    }
}

/// The uncertain numbers of a stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UncertainStand {
    /// Of the position.
    pub position: Option<Distribution>,
    /// Of the salience.
    pub salience: Option<Distribution>,
    /// Of the capability.
    pub capability: Option<Distribution>,
}

/// What reading a file gives: the positions unless there was an error, and all problems.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PositionsReading {
    /// The positions; `None` where any problem is an error.
    pub positions: Option<NamedPositions>,
    /// Problems, with places in the text.
    pub diagnostics: Vec<Diagnostic>,
}
