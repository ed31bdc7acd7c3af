//! Levers: what a party could do differently.

use crate::{Quantity, Seat, SourceReference, Span, Text};

/// A lever: a set of changes to the scenario, all made together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lever {
    /// Identifier.
    pub id: Text,
    /// Name shown to readers.
    pub name: Option<Text>,
    /// The party that holds the lever, where there is one.
    pub party: Option<Text>,
    /// Changes made when it is pulled.
    pub set: Vec<LeverChange>,
    /// Evidence.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// One change made by a lever.
#[derive(Debug, Clone, PartialEq)]
pub enum LeverChange {
    /// An input or variable takes another expression.
    Value {
        /// Name of the input or variable.
        target: Text,
        /// What it becomes; unit and sources of the target stay where none are given.
        value: Quantity,
    },
    /// A party takes another seat: `"seat.PARTY" = "absent"`.
    Seat {
        /// The party.
        party: Text,
        /// Its new seat.
        seat: Seat,
    },
    /// Other packages are off the table: `"negotiation.off_table" = [...]`.
    OffTable(Vec<Text>),
}
