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
    /// How much parties care, in [0, 1].
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

/// Who can do what beside accepting or rejecting what the agenda setter proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Procedure {
    /// The voters accept or reject.
    #[default]
    Closed,
    /// The voters can besides amend by unanimity.
    Consultation,
    /// A second chamber besides must consent.
    Codecision,
}

impl Procedure {
    /// Every procedure with its word in the scenario file.
    pub const ALL: [(Procedure, &'static str); 3] = [
        (Procedure::Closed, "closed"),
        (Procedure::Consultation, "consultation"),
        (Procedure::Codecision, "codecision"),
    ];
}

/// Weights and the quota of them that a decision needs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VotingRule {
    /// Weight of each party.
    pub weights: Vec<PartyScalar>,
    /// Where `"equal"` is stated in place of weights: every member has one vote.
    pub equal: Option<Span>,
    /// Votes that a decision needs: a number, a share in per cent, or `all`.
    pub quota: Option<Quantity>,
    /// Where it is declared.
    pub span: Span,
}

/// How the parties decide: votes with a quota, from which capabilities follow, and who proposes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voting {
    /// The first rule; without weights where only the agenda setter is stated.
    pub rule: VotingRule,
    /// Further rules, all of which must hold.
    pub rules: Vec<VotingRule>,
    /// The members that it takes to block a decision, whatever the rules say, with their place.
    pub blocking_members: Option<(u64, Span)>,
    /// The index that turns votes into capability.
    pub index: VotingIndex,
    /// The party that proposes what the others accept or reject.
    pub agenda_setter: Option<Text>,
    /// What the others can do besides, with its place.
    pub procedure: Option<(Procedure, Span)>,
    /// Parties without whose consent nothing passes.
    pub vetoes: Vec<Text>,
    /// Evidence.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

impl Voting {
    /// All rules, the first one first; none where an agenda setter is stated without weights.
    pub fn all_rules(&self) -> impl Iterator<Item = &VotingRule> {
        let Voting { rule, agenda_setter, .. } = self;
        let of_votes = rule.quota.is_some() && agenda_setter.is_none();
        let stated = of_votes || !rule.weights.is_empty() || rule.equal.is_some();
        Some(rule).into_iter().filter(move |_| stated).chain(&self.rules)
    }
}
