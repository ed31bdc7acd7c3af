//! Legal sequences of moves: several may move, each any number of times, but none twice in a row
//! (Kilgour, Hipel & Fang 1987; Fang, Hipel & Kilgour 1993).

use super::{CoalitionError, check_size, checked};
use crate::limited_move::listed_within_limit;
use crate::{Conflict, ListedGraph};
use fixedbitset::FixedBitSet;

/// The coalition's reachable list `R_H(s)`: the states that legal sequences of moves of its members
/// from `s` lead to, in increasing order. `s` itself is in it where they can lead back to it; a
/// coalition of one reaches in one move only.
///
/// ```
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking, coalition};
/// // A path 0 → 1 → 2 → 3, whose moves are the first party's, the second's, the first's.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![1], vec![], vec![3], vec![]]);
/// graph.add_party(&[vec![], vec![2], vec![], vec![]]);
/// let preferences = vec![Preference::Ranking(Ranking::new(vec![0; 4])); 2];
/// let conflict = Conflict::new(Graph::Listed(graph), preferences)?;
/// assert_eq!(coalition::reachable(&conflict, &[0, 1], 0)?, [1, 2, 3]);
/// assert_eq!(coalition::reachable(&conflict, &[0], 0)?, [1]);
/// # Ok::<(), zopa_stability::coalition::CoalitionError>(())
/// ```
///
/// # Errors
/// [`CoalitionError::NoMembers`], [`CoalitionError::NoSuchParty`];
/// [`ConflictError::TooLarge`](crate::ConflictError::TooLarge) as [`super::stable`].
///
/// # Panics
/// Where `state` is not there.
pub fn reachable(
    conflict: &Conflict,
    members: &[usize],
    state: u32,
) -> Result<Vec<u32>, CoalitionError> {
    let members = checked(members, conflict.parties())?;
    check_size(conflict.states(), 1)?;
    let moves = listed_within_limit(&conflict.graph)?;
    let mut arrived = vec![FixedBitSet::with_capacity(conflict.states()); members.len()];
    let mut open: Vec<(u32, Option<usize>)> = vec![(state, None)];
    while let Some((at, last)) = open.pop() {
        for (mover, &party) in members.iter().enumerate().filter(|(m, _)| Some(*m) != last) {
            for &to in moves.moves(party, at) {
                if !arrived[mover].put(to as usize) {
                    open.push((to, Some(mover)));
                }
            }
        }
    }
    let mut reached = FixedBitSet::with_capacity(conflict.states());
    arrived.iter().for_each(|by_mover| reached.union_with(by_mover));
    Ok(reached.ones().map(|to| to as u32).collect())
}

/// For each state the states that sequences lead to in which each step is one of a mover's, and no
/// mover makes two in a row. `steps[mover][state]` is what the mover can reach in one step.
///
/// Found by repetition until nothing is new: what a sequence reaches that begins with the mover `l`
/// is each state `y` of its steps and what sequences reach from `y` that begin with another.
pub(super) fn reached_by_sequences(steps: Vec<Vec<FixedBitSet>>) -> Vec<FixedBitSet> {
    let states = steps.first().map_or(0, Vec::len);
    let mut beginning_with = steps.clone();
    let mut is_new = steps.len() > 1;
    while is_new {
        is_new = false;
        let after = continued(&beginning_with, states);
        for ((reached, steps), after) in beginning_with.iter_mut().zip(&steps).zip(&after) {
            for (row, step) in reached.iter_mut().zip(steps) {
                let before = row.count_ones(..);
                step.ones().for_each(|to| row.union_with(&after[to]));
                is_new |= row.count_ones(..) > before;
            }
        }
    }
    let mut all = vec![FixedBitSet::with_capacity(states); states];
    for table in &beginning_with {
        all.iter_mut().zip(table).for_each(|(row, reached)| row.union_with(reached));
    }
    all
}

/// For each mover and state what sequences reach that begin with any other mover.
fn continued(beginning_with: &[Vec<FixedBitSet>], states: usize) -> Vec<Vec<FixedBitSet>> {
    let movers = beginning_with.len();
    let mut after = vec![vec![FixedBitSet::with_capacity(states); states]; movers];
    let mut gather = |order: &mut dyn Iterator<Item = usize>| {
        let mut earlier = vec![FixedBitSet::with_capacity(states); states];
        for mover in order {
            for state in 0..states {
                after[mover][state].union_with(&earlier[state]);
                earlier[state].union_with(&beginning_with[mover][state]);
            }
        }
    };
    gather(&mut (0..movers));
    gather(&mut (0..movers).rev());
    after
}

/// For each state the least value among the states that legal sequences of moves of the parties
/// lead to; `u32::MAX` where they lead nowhere. Repeats until nothing changes, each time linear in
/// parties times moves.
pub(crate) fn least_reached(moves: &ListedGraph, parties: &[usize], value: &[u32]) -> Vec<u32> {
    let states = moves.states();
    // For each state the least value of sequences that begin with each party.
    let mut least = vec![u32::MAX; states * parties.len()];
    let mut is_new = !parties.is_empty();
    while is_new {
        is_new = false;
        for state in (0..states).rev() {
            for (mover, &party) in parties.iter().enumerate() {
                let mut best = least[state * parties.len() + mover];
                for &to in moves.moves(party, state as u32) {
                    let to = to as usize;
                    best = best.min(value[to]);
                    let beginning = &least[to * parties.len()..(to + 1) * parties.len()];
                    for (next, &reached) in beginning.iter().enumerate() {
                        if next != mover {
                            best = best.min(reached);
                        }
                    }
                }
                let known = &mut least[state * parties.len() + mover];
                is_new |= best < *known;
                *known = best;
            }
        }
        is_new &= parties.len() > 1;
    }
    if parties.is_empty() {
        return vec![u32::MAX; states];
    }
    least.chunks(parties.len()).map(|row| row.iter().copied().fold(u32::MAX, u32::min)).collect()
}
