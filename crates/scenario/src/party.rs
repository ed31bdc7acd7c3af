//! Parties to a conflict and what they want.

use crate::{Quantity, Span, Text};

/// A party's place at the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Seat {
    /// Must consent to a deal.
    #[default]
    Signatory,
    /// At the table, consent not needed; its values are reported.
    Mediator,
    /// In the room, no say; its values are reported.
    Observer,
    /// Not present.
    Absent,
}

impl Seat {
    /// Every seat with its word in the scenario file.
    pub const ALL: [(Seat, &'static str); 4] = [
        (Seat::Signatory, "signatory"),
        (Seat::Mediator, "mediator"),
        (Seat::Observer, "observer"),
        (Seat::Absent, "absent"),
    ];

    /// The word used in the scenario file.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(s, _)| *s == self).map_or("signatory", |(_, w)| w)
    }
}

/// A party.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Party {
    /// Identifier.
    pub id: Text,
    /// Name shown to readers.
    pub name: Text,
    /// Seat at the table.
    pub seat: Seat,
    /// Where the seat is stated.
    pub seat_span: Span,
    /// Value of a package (0..1 by convention); `terms.ID` when absent.
    pub deal: Option<Quantity>,
    /// Value of going on without a deal; 0 when absent.
    pub no_deal: Option<Quantity>,
    /// Probability that a package is ratified at home; 1 when absent.
    pub ratifies: Option<Quantity>,
    /// Bargaining weight for the asymmetric Nash solution; equal when absent.
    pub power: Option<Quantity>,
    /// Pairwise interaction terms added to the salience-weighted sum.
    pub interactions: Vec<Interaction>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// An interaction: `value` is added to `terms.PARTY` where all named options are in the package.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// Pairs of issue and option identifiers, two or more, of different issues.
    pub options: Vec<(Text, Text)>,
    /// The value added.
    pub value: Quantity,
    /// Where it is declared.
    pub span: Span,
}
