//! Rounds of a move and its answers: what a party can secure against opponents who make the worst
//! of it, computed backward from the last move.

use crate::ListedGraph;
use crate::coalition::least_reached;
use crate::limited_move::Countermoves;

/// The tree of rounds of one focal party.
pub(crate) struct Rounds<'g> {
    /// The focal party.
    pub party: usize,
    /// The moves it may make.
    pub own: &'g ListedGraph,
    /// The moves with which the others may answer.
    pub countermoves: &'g ListedGraph,
    /// How many of them make an answer.
    pub kind: Countermoves,
}

impl Rounds<'_> {
    /// For each state, with the party to move, the best value that it can be sure of in at most so
    /// many moves and answers; `value[s]` is what an end in `s` is worth to it.
    pub(crate) fn secured(&self, value: &[u32], moves: u64) -> Vec<u32> {
        self.backward(value, moves, true)
    }

    /// The same with the others to answer first.
    pub(crate) fn answered(&self, value: &[u32], moves: u64) -> Vec<u32> {
        self.backward(value, moves, false)
    }

    fn backward(&self, value: &[u32], moves: u64, own_first: bool) -> Vec<u32> {
        let (mut now, mut before) = (value.to_vec(), None);
        // Whose the last move is: the two sides take turns.
        let mut own_turn = (moves % 2 == 1) == own_first;
        for remaining in (0..moves).rev() {
            let next =
                if own_turn { self.best_move(value, &now) } else { self.worst_answer(value, &now) };
            own_turn = !own_turn;
            // Once a round changes nothing, no further one does.
            if before.as_ref() == Some(&next) {
                return if remaining % 2 == 0 { next } else { now };
            }
            before = Some(std::mem::replace(&mut now, next));
        }
        now
    }

    fn best_move(&self, value: &[u32], then: &[u32]) -> Vec<u32> {
        value
            .iter()
            .zip(0_u32..)
            .map(|(&stay, state)| {
                let moved = self.own.moves(self.party, state).iter().map(|&to| then[to as usize]);
                moved.fold(stay, u32::max)
            })
            .collect()
    }

    fn worst_answer(&self, value: &[u32], then: &[u32]) -> Vec<u32> {
        let parties = self.countermoves.parties();
        let others: Vec<usize> = (0..parties).filter(|&other| other != self.party).collect();
        match self.kind {
            Countermoves::Sequence => {
                let least = least_reached(self.countermoves, &others, then);
                value.iter().zip(least).map(|(&stay, moved)| stay.min(moved)).collect()
            }
            Countermoves::OneMove => {
                let answer = |(&stay, state): (&u32, u32)| {
                    let moves = |&other: &usize| self.countermoves.moves(other, state);
                    let moved = others.iter().flat_map(moves).map(|&to| then[to as usize]);
                    moved.fold(stay, u32::min)
                };
                value.iter().zip(0_u32..).map(answer).collect()
            }
        }
    }
}
