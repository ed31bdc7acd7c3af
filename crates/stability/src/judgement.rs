//! What counts as an improvement and what as a sanction: the two questions in which richer
//! preferences differ, while the definitions of the stability concepts stay the same.

use crate::{Conflict, Preference};

/// How parties judge moves.
///
/// A state is stable for a party under GMR, SMR, SEQ or SSEQ where each move that `improves` is
/// deterred by a state that the others can reach and that `deters`; under SMR and SSEQ every
/// counter-move from there must lead to a state that deters as well.
pub trait Judgement: Sync {
    /// Whether the party, at `from`, would leave it for `to`.
    fn improves(&self, party: usize, from: u32, to: u32) -> bool;

    /// Whether ending at `end` deters the party from leaving `from`.
    fn deters(&self, party: usize, from: u32, end: u32) -> bool;

    /// Whether the party, as one of those who respond to another's move, would move from `from`
    /// to `to` under SEQ and SSEQ. The same as [`Judgement::improves`] unless said otherwise.
    fn responds(&self, party: usize, from: u32, to: u32) -> bool {
        self.improves(party, from, to)
    }
}

/// Crisp preference: a state improves where it is preferred, and deters where it is known to be no
/// better. Equal counts as a deterrent.
#[derive(Debug, Clone, Copy)]
pub struct Crisp<'c>(pub &'c Conflict);

impl Judgement for Crisp<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        is_better(&self.0.preferences[party], to, from)
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        is_no_better(&self.0.preferences[party], end, from)
    }
}

/// Whether `state` is preferred to `other`. Quicker than a comparison with its strength.
pub(crate) fn is_better(preference: &Preference, state: u32, other: u32) -> bool {
    match preference {
        Preference::Ranking(ranking) => ranking.rank[state as usize] > ranking.rank[other as usize],
        Preference::Relation(relation) => relation.compare(state, other).is_better(),
    }
}

/// Whether `state` is known to be no better than `other`. Quicker than a comparison with its
/// strength.
pub(crate) fn is_no_better(preference: &Preference, state: u32, other: u32) -> bool {
    match preference {
        Preference::Ranking(ranking) => {
            ranking.rank[state as usize] <= ranking.rank[other as usize]
        }
        Preference::Relation(relation) => relation.compare(state, other).is_no_better(),
    }
}
