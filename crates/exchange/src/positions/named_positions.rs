//! Issues with their names: what a file says beside the positions themselves.

use crate::Named;
use zopa_positions::Issue;
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
