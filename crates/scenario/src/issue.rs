//! Issues, their options, and how each party ranks and weighs them.

use crate::{Quantity, Span, Text};

/// An issue under negotiation. A package holds one option of each issue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Issue {
    /// Identifier.
    pub id: Text,
    /// Name shown to readers.
    pub name: Text,
    /// Options in the order written.
    pub options: Vec<IssueOption>,
    /// For each party that cares, the value of each option, 0..1.
    pub values: Vec<PartyRow>,
    /// For each party, the weight of this issue; weights of a party sum to 1 over issues.
    pub salience: Vec<PartyScalar>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// One option of an issue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IssueOption {
    /// Identifier, unique within the issue.
    pub id: Text,
    /// Name shown to readers.
    pub name: Option<Text>,
    /// Attributes by name, used in expressions as `issue.attribute`.
    pub attributes: Vec<(Text, Quantity)>,
    /// Where it is declared.
    pub span: Span,
}

/// A party's row of values, one per option.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyRow {
    /// The party.
    pub party: Text,
    /// One value per option, in order.
    pub values: Vec<Quantity>,
    /// Where the row stands.
    pub span: Span,
}

/// A party's single number, such as a salience.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyScalar {
    /// The party.
    pub party: Text,
    /// The number.
    pub value: Quantity,
}
