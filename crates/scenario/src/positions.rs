//! Positions of parties on contested issues: a scale, and for each party where it stands, how much
//! it cares and how much it weighs.

use crate::issue::PartyScalar;
use crate::{Quantity, SourceReference, Span, Text};

/// A contested issue as a scale on which parties stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeclaredPosition {
    /// Identifier; that of an issue under negotiation, or a new one.
    pub id: Text,
    /// Name shown to readers.
    pub name: Text,
    /// The negotiation or proposal that it belongs to.
    pub group: Option<Text>,
    /// The ends of the scale with their place; 0 to 100 where absent.
    pub scale: Option<([f64; 2], Span)>,
    /// Points of the scale with words: the number as written, and the words.
    pub points: Vec<(Text, Text)>,
    /// What happens without agreement.
    pub reference_point: Option<Quantity>,
    /// What came to be.
    pub outcome: Option<Quantity>,
    /// Where parties stand.
    pub position: Vec<PartyScalar>,
    /// How much parties care, in (0, 1].
    pub salience: Vec<PartyScalar>,
    /// How much parties weigh on this issue.
    pub capability: Vec<PartyScalar>,
    /// Evidence.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// An index of voting power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum VotingIndex {
    /// The share of orders in which the member decides.
    #[default]
    ShapleyShubik,
    /// The share of all swings.
    Banzhaf,
}

impl VotingIndex {
    /// Every index with its word in the scenario file.
    pub const ALL: [(VotingIndex, &'static str); 2] =
        [(VotingIndex::ShapleyShubik, "shapley_shubik"), (VotingIndex::Banzhaf, "banzhaf")];

    /// The word used in the scenario file.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(i, _)| *i == self).map_or("shapley_shubik", |(_, w)| w)
    }
}

/// Voting weights with a quota, from which capabilities follow.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voting {
    /// Votes of each party.
    pub weights: Vec<PartyScalar>,
    /// Votes that a decision needs.
    pub quota: Option<Quantity>,
    /// The index that turns votes into capability.
    pub index: VotingIndex,
    /// Evidence.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}
