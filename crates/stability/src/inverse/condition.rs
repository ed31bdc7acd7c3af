//! The condition on what a party likes no better than a state, for the state to be stable for it.

use super::InverseError;
use crate::evolution::Moves;
use crate::explanation::responses::Responses;
use crate::{Concept, Conflict, Crisp, Judgement};
use std::collections::BTreeSet;

/// Most states, with repetition, that the ways of a condition may name.
pub const WAY_LIMIT: usize = 1 << 20;

/// What one move of the party asks for: that one of the ways is liked no better than the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The state that the party could move to.
    pub to: u32,
    /// Sets of states, each in increasing order, of which one must be liked no better throughout.
    /// No set holds another. The first is that state itself.
    pub ways: Vec<Vec<u32>>,
}

/// When a state is stable for a party, as a condition on the set `L` of the other states that the
/// party likes no better: of each clause, one way lies in `L`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The state that is to be stable.
    pub state: u32,
    /// The party for which.
    pub party: usize,
    /// The clauses, by increasing state moved to; without those that always hold.
    pub clauses: Vec<Clause>,
}

impl Condition {
    /// The condition under a concept, with the preferences of the other parties as they are.
    ///
    /// # Errors
    /// Where the concept is not one of R, GMR, SMR, SEQ and SSEQ, there is no such state or party,
    /// or the ways name more than [`WAY_LIMIT`] states.
    pub fn of(
        conflict: &Conflict,
        concept: Concept,
        party: usize,
        state: u32,
    ) -> Result<Condition, InverseError> {
        Self::with_responses(conflict, &Crisp(conflict), concept, party, state)
    }

    /// The condition where the others respond as a judgement says.
    pub(super) fn with_responses(
        conflict: &Conflict,
        judgement: &impl Judgement,
        concept: Concept,
        party: usize,
        state: u32,
    ) -> Result<Condition, InverseError> {
        if state as usize >= conflict.states() {
            return Err(InverseError::State(state));
        }
        if party >= conflict.parties() {
            return Err(InverseError::Party(party));
        }
        let foresight = match concept {
            Concept::Nash => None,
            Concept::GeneralMetarational => Some((false, false)),
            Concept::SymmetricMetarational => Some((false, true)),
            Concept::Sequential => Some((true, false)),
            Concept::SymmetricSequential => Some((true, true)),
            other => return Err(InverseError::Concept(other)),
        };
        let moves = Moves::new(&conflict.graph);
        let mut clauses = Vec::new();
        let mut named = 0;
        for to in moves.from(party, state) {
            let mut ways = vec![vec![to]];
            if let Some((credible, symmetric)) = foresight {
                let mut responses = Responses::new(conflict, &moves, judgement, party, credible);
                responses.start(to);
                while let Some((end, _)) = responses.next_state() {
                    let mut way = vec![end];
                    if symmetric {
                        moves.each_from(party, end, |escape| way.push(escape));
                        way.sort_unstable();
                    }
                    way.retain(|&member| member != state);
                    if way.is_empty() {
                        ways.push(way);
                        break;
                    }
                    named += way.len();
                    if named > WAY_LIMIT {
                        let states = named;
                        return Err(InverseError::TooManyStates { states, limit: WAY_LIMIT });
                    }
                    ways.push(way);
                }
            }
            // An empty way: the others lead back to the state, and it stays.
            if !ways.iter().any(Vec::is_empty) {
                clauses.push(Clause { to, ways: least(ways) });
            }
        }
        Ok(Condition { state, party, clauses })
    }

    /// Both conditions at once, as where a state is to be stable under several concepts.
    ///
    /// # Panics
    /// Where they are of different states or parties.
    pub fn and(mut self, other: Condition) -> Condition {
        assert_eq!((self.state, self.party), (other.state, other.party), "one state and party");
        self.clauses.extend(other.clauses);
        self.clauses.sort_by(|a, b| (a.to, &a.ways).cmp(&(b.to, &b.ways)));
        self.clauses.dedup();
        self
    }

    /// The states that matter: those that a way names, in increasing order.
    pub fn states(&self) -> Vec<u32> {
        let ways = self.clauses.iter().flat_map(|clause| &clause.ways);
        ways.flatten().copied().collect::<BTreeSet<u32>>().into_iter().collect()
    }

    /// Whether the state is stable for a party that likes exactly these no better.
    pub fn holds(&self, no_better: impl Fn(u32) -> bool) -> bool {
        self.clauses
            .iter()
            .all(|clause| clause.ways.iter().any(|way| way.iter().all(|&state| no_better(state))))
    }

    /// Whether the state is stable for the party whatever it prefers.
    pub fn always_holds(&self) -> bool {
        self.clauses.is_empty()
    }
}

/// The sets that hold no other one: the first set given, then by size and members.
pub(super) fn least(mut sets: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    sets[1..].sort_unstable_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let mut kept: Vec<Vec<u32>> = Vec::new();
    // Sets of one state rule out most others, by one look-up each.
    let mut single: BTreeSet<u32> = BTreeSet::new();
    let mut larger: Vec<usize> = Vec::new();
    for set in sets {
        let covered = set.iter().any(|state| single.contains(state))
            || larger.iter().any(|&place| is_subset(&kept[place], &set));
        if !covered {
            match set[..] {
                [state] => {
                    single.insert(state);
                }
                _ => larger.push(kept.len()),
            }
            kept.push(set);
        }
    }
    kept
}

/// Whether each member of a set is in another, both in increasing order.
pub(super) fn is_subset(set: &[u32], other: &[u32]) -> bool {
    let mut rest = other.iter();
    set.len() <= other.len() && set.iter().all(|member| rest.any(|state| state == member))
}
