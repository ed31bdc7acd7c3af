//! Minimal sets of states that a party must come to like no better.

use super::condition::{is_subset, least};
use super::{Condition, InverseError};
use crate::{Concept, Conflict};

/// Most sets that are compared with each other at a time.
const FOLLOWED: usize = 8192;

/// Sets that satisfy a condition and none of whose members can be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinimalSets {
    /// The sets, each in increasing order, the smallest first.
    pub sets: Vec<Vec<u32>>,
    /// Whether these are all of them.
    pub complete: bool,
}

impl Condition {
    /// The minimal sets of states that the party must like no better than the state for it to be
    /// stable; one empty set where it always is.
    ///
    /// Set by set of ways, with sets that hold others dropped as they come up; at most `limit`
    /// (and 8192) are followed, the smallest. Where that leaves some out, `complete` says so; those
    /// listed are minimal in any case.
    pub fn minimal_sets(&self, limit: usize) -> MinimalSets {
        self.nearest(|_| false, limit)
    }

    /// The minimal sets of further states that the party must come to like no better, where it
    /// likes `present` no better already; one empty set where that is enough. The smallest first:
    /// the advice to one who wants the state to be stable.
    pub fn nearest(&self, present: impl Fn(u32) -> bool, limit: usize) -> MinimalSets {
        let limit = limit.clamp(1, FOLLOWED);
        let mut clauses: Vec<Vec<Vec<u32>>> = Vec::new();
        for clause in &self.clauses {
            let missing = |way: &Vec<u32>| {
                way.iter().copied().filter(|&state| !present(state)).collect::<Vec<u32>>()
            };
            let ways: Vec<Vec<u32>> = clause.ways.iter().map(missing).collect();
            if !ways.iter().any(Vec::is_empty) {
                clauses.push(smallest(ways, usize::MAX).0);
            }
        }
        // Clauses with few ways first keep the number of sets small.
        clauses.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        clauses.dedup();
        let mut complete = true;
        let mut sets: Vec<Vec<u32>> = vec![Vec::new()];
        for ways in &clauses {
            let mut longer = Vec::new();
            for set in &sets {
                if ways.iter().any(|way| is_subset(way, set)) {
                    longer.push(set.clone());
                } else {
                    longer.extend(ways.iter().map(|way| union(set, way)));
                }
            }
            let (kept, all) = smallest(longer, limit);
            sets = kept;
            complete &= all;
        }
        if !complete {
            // A set that was left out may have been smaller.
            for set in &mut sets {
                let mut place = set.len();
                while place > 0 {
                    place -= 1;
                    let member = set[place];
                    let without = |state: u32| {
                        present(state) || state != member && set.binary_search(&state).is_ok()
                    };
                    if self.holds(without) {
                        set.remove(place);
                    }
                }
            }
            sets = smallest(sets, limit).0;
        }
        MinimalSets { sets, complete }
    }
}

/// The nearest change for a state to become stable for a party under a concept: the minimal sets of
/// states that the party, with its present preference, must come to like no better. States that
/// compare as equal, and those that are less preferred, are liked no better.
///
/// ```
/// use zopa_stability::inverse::nearest_change;
/// use zopa_stability::*;
/// // Chicken: the first party drives on where the other gives way.
/// let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
/// let form = OptionForm {
///     parties: 2,
///     options: vec![option(0), option(1)],
///     feasible: FeasibleStates::All(2),
/// };
/// let one = Preference::Ranking(Ranking::new(vec![2, 3, 1, 0]));
/// let other = Preference::Ranking(Ranking::new(vec![2, 1, 3, 0]));
/// let conflict = Conflict::new(Graph::Options(form), vec![one, other])?;
/// let change = nearest_change(&conflict, Concept::Nash, 0, 0, 100).unwrap();
/// assert_eq!(change.sets, [vec![1]]);
/// # Ok::<(), ConflictError>(())
/// ```
///
/// # Errors
/// As [`Condition::of`].
pub fn nearest_change(
    conflict: &Conflict,
    concept: Concept,
    party: usize,
    state: u32,
    limit: usize,
) -> Result<MinimalSets, InverseError> {
    let condition = Condition::of(conflict, concept, party, state)?;
    let preference = &conflict.preferences[party];
    let present = |other: u32| preference.compare(other, state).is_no_better();
    Ok(condition.nearest(present, limit))
}

/// The sets that hold no other one, at most so many, the smallest; and whether these are all.
fn smallest(mut sets: Vec<Vec<u32>>, limit: usize) -> (Vec<Vec<u32>>, bool) {
    sets.sort_unstable_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    sets.dedup();
    let few = sets.len() <= FOLLOWED;
    sets.truncate(FOLLOWED);
    let mut sets = if sets.is_empty() { sets } else { least(sets) };
    let all = few && sets.len() <= limit;
    sets.truncate(limit);
    (sets, all)
}

/// The union of two sets in increasing order.
fn union(set: &[u32], other: &[u32]) -> Vec<u32> {
    let mut all: Vec<u32> = set.iter().chain(other).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
