//! Measures of the outcome, and the account's causal claims about them.

use crate::{Quantity, SourceReference, Span, Text};

/// A measure: one number per draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measure {
    /// Identifier.
    pub id: Text,
    /// Name shown to readers.
    pub name: Option<Text>,
    /// Its expression; may use `NAME at TIME`, `at end`, `at signature`, `at breakdown`.
    pub value: Quantity,
}

/// The direction in which a claim expects a measure to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Up.
    Increases,
    /// Down.
    Decreases,
    /// Not by more than the tolerance.
    Unchanged,
    /// The account leaves it open.
    Open,
}

impl Direction {
    /// Every direction with its word in the scenario file.
    pub const ALL: [(Direction, &'static str); 4] = [
        (Direction::Increases, "increases"),
        (Direction::Decreases, "decreases"),
        (Direction::Unchanged, "unchanged"),
        (Direction::Open, "open"),
    ];
}

/// What a claim expects of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The measure.
    pub measure: Text,
    /// Its expected direction.
    pub direction: Direction,
}

/// A causal claim: pulling `lever` moves measures as expected.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claim {
    /// Identifier.
    pub id: Text,
    /// The claim in plain words.
    pub text: Text,
    /// The lever pulled.
    pub lever: Text,
    /// A lever that is already pulled on both sides of the comparison.
    pub given: Option<Text>,
    /// Expected directions.
    pub expect: Vec<Expectation>,
    /// Whether the lever enters the measure by construction, so that the claim tests the code only.
    pub by_construction: bool,
    /// Where the account makes the claim.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}
