//! What counts as an improvement and what as a sanction: the two questions in which richer
//! preferences differ, while the definitions of the stability concepts stay the same.

use crate::{Comparison, Conflict};

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
        self.0.preferences[party].compare(to, from).is_better()
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        matches!(
            self.0.preferences[party].compare(end, from),
            Comparison::Equal | Comparison::Worse(_)
        )
    }
}
