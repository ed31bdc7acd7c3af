//! Breadth-first search over (state, party that moved last).

use super::{Evolution, MovesAllowed};
use crate::Preference;
use std::collections::HashMap;

/// Which way a search follows the moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From a state to what can be reached.
    Forward,
    /// To a state from where it can be reached.
    Backward,
}

const NEVER: u32 = u32::MAX;

/// What can be reached from a state, and how soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    root: u32,
    /// Parties remembered for each state: 1 where the last mover makes no difference.
    width: usize,
    /// Length of the shortest path for each state and the party at its far end.
    lengths: Vec<u32>,
}

impl Reach {
    /// The length of the shortest path to a state, 0 for the state itself; `None` where it cannot
    /// be reached.
    pub fn length(&self, state: u32) -> Option<u32> {
        self.least(state, None)
    }

    /// Whether a state can be reached; the state itself can.
    pub fn contains(&self, state: u32) -> bool {
        self.length(state).is_some()
    }

    /// The states that can be reached, the state itself among them, in increasing order.
    pub fn states(&self) -> impl Iterator<Item = u32> + '_ {
        let states = (self.lengths.len() / self.width) as u32;
        (0..states).filter(|&state| self.contains(state))
    }

    /// The number of states that can be reached, the state itself not counted.
    pub fn count(&self) -> usize {
        self.states().count() - 1
    }

    /// The shortest length at a state over the parties at the far end, one of them left out.
    pub(super) fn least(&self, state: u32, without: Option<usize>) -> Option<u32> {
        if state == self.root {
            return Some(0);
        }
        let row = &self.lengths[state as usize * self.width..][..self.width];
        row.iter()
            .enumerate()
            .filter(|&(party, _)| self.width == 1 || Some(party) != without)
            .map(|(_, &length)| length)
            .min()
            .filter(|&length| length != NEVER)
    }

    pub(super) fn search(evolution: &Evolution, root: u32, direction: Direction) -> Reach {
        let (parties, states) = (evolution.allowed.len(), evolution.conflict.states());
        let width = if evolution.is_transitive() { 1 } else { parties };
        let mut reach = Reach { root, width, lengths: vec![NEVER; states * width] };
        if width == 1 {
            reach.search_states(evolution, direction);
        } else {
            reach.search_pairs(evolution, direction);
        }
        reach
    }

    fn search_pairs(&mut self, evolution: &Evolution, direction: Direction) {
        let (width, lengths) = (self.width, &mut self.lengths);
        let mut layer: Vec<(u32, usize)> = Vec::new();
        let mut next = vec![(self.root, usize::MAX)];
        for length in 1_u32.. {
            std::mem::swap(&mut layer, &mut next);
            next.clear();
            if layer.is_empty() {
                return;
            }
            for &(state, last) in &layer {
                for party in (0..width).filter(|&party| party != last) {
                    evolution.each(party, state, direction, |other| {
                        let entry = &mut lengths[other as usize * width + party];
                        if *entry == NEVER {
                            *entry = length;
                            next.push((other, party));
                        }
                    });
                }
            }
        }
    }

    /// One length a state. States that a party can move between freely are expanded together: the
    /// least (or greatest) rank expanded so far says what a later one could add.
    fn search_states(&mut self, evolution: &Evolution, direction: Direction) {
        let lengths = &mut self.lengths;
        lengths[self.root as usize] = 0;
        let mut expanded: Vec<HashMap<u64, u32>> = vec![HashMap::new(); evolution.allowed.len()];
        let mut layer = Vec::new();
        let mut next = vec![self.root];
        for length in 1_u32.. {
            std::mem::swap(&mut layer, &mut next);
            next.clear();
            if layer.is_empty() {
                return;
            }
            for &state in &layer {
                for (party, expanded) in expanded.iter_mut().enumerate() {
                    // Moves run from lower to higher reach: what is left to one of reach r is
                    // what was found from an earlier one of reach r or less.
                    let reach = match (evolution.allowed[party], direction) {
                        (MovesAllowed::None, _) => continue,
                        (MovesAllowed::Any, _) => 0,
                        (_, Direction::Forward) => rank(evolution, party, state),
                        (_, Direction::Backward) => u32::MAX - rank(evolution, party, state),
                    };
                    if let Some(shared) = evolution.moves.shared_by_moves(party, state) {
                        let least = expanded.entry(shared).or_insert(u32::MAX);
                        // The largest rank is its own bound: it has nothing left above it.
                        if *least <= reach {
                            continue;
                        }
                        *least = reach;
                    }
                    evolution.each(party, state, direction, |other| {
                        let entry = &mut lengths[other as usize];
                        if *entry == NEVER {
                            *entry = length;
                            next.push(other);
                        }
                    });
                }
            }
        }
    }
}

fn rank(evolution: &Evolution, party: usize, state: u32) -> u32 {
    match &evolution.conflict.preferences[party] {
        Preference::Ranking(ranking) => ranking.rank[state as usize],
        Preference::Relation(_) => 0,
    }
}
