//! Stability under any judgement: preferences that are not transitive, unknown, fuzzy or bound to
//! attitudes, on any graph.
//!
//! Definitions, for a state `s` and a party `i` with the others `N - i` (Fang, Hipel & Kilgour
//! 1993; Rego & Vieira 2017 for SSEQ). `s` is stable for `i` under
//! - R where no move of `i` from `s` improves;
//! - GMR where for every improving move to `s1` the others have a legal sequence of moves from
//!   `s1` to some `s2` that deters `i` from leaving `s`;
//! - SMR where, besides, every move of `i` from `s2` ends at a state that deters as well;
//! - SEQ and SSEQ as GMR and SMR, each step of the sequence a move with which its mover
//!   [responds](Judgement::responds).
//!
//! A sequence is legal where no party moves twice in a row; a party may move again once another
//! has moved. What improves and deters is the [`Judgement`]'s to say.
//!
//! Method: the legal sequences of `N - i` are the walks of one graph over (state, last mover),
//! which does not depend on `s`; its strongly connected components are found once (Tarjan 1972).
//! Backward over the components runs one bit per starting state, 512 side by side: "from here a
//! state that deters from leaving `s` is within reach". With `m` states, `n` parties and `a` moves:
//! `O(n m^2)` judgements and `O(n a m / 64)` word operations.

mod responses;

use crate::{Concept, ConflictError, Graph, Judgement, ListedGraph, OptionForm, Stable};
use fixedbitset::FixedBitSet;
use rayon::prelude::*;
use responses::{LANES, Lanes, NO_LANE, Responses, lane, set_lane};

/// Most states of a conflict: time grows with their square.
pub const STATE_LIMIT: usize = 1 << 17;

/// Most states times parties.
pub const PLACE_LIMIT: usize = 1 << 20;

/// Most moves of all parties together. With the other limits this bounds memory to about 1 GiB.
pub const MOVE_LIMIT: usize = 1 << 25;

/// Bytes for the bits of starting states that are worked on at the same time.
const WORKING_MEMORY: usize = 1 << 28;

/// The states that are stable for each party under each of the [`Concept::BASIC`] concepts asked
/// for, in the order asked. Uses the threads at hand; the result does not depend on them.
///
/// ```
/// use zopa_stability::{Concept, Conflict, Crisp, Graph, ListedGraph, Preference, Ranking};
/// use zopa_stability::general_solver;
/// // Prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let stable = general_solver::solve(
///     &conflict.graph,
///     &Crisp(&conflict),
///     &[Concept::Nash, Concept::Sequential],
/// )?;
/// assert_eq!(stable[0].equilibria(), [3]);
/// assert_eq!(stable[1].equilibria(), [0, 3]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::TooLarge`] beyond [`STATE_LIMIT`], [`PLACE_LIMIT`] or [`MOVE_LIMIT`] (for the
/// last, the limit reported is the number of states that would fit with as many moves each);
/// [`ConflictError::NoStates`], [`ConflictError::NoParties`]; [`ConflictError::RankingsOnly`] for a
/// concept that is not one of [`Concept::BASIC`].
pub fn solve(
    graph: &Graph,
    judgement: &impl Judgement,
    concepts: &[Concept],
) -> Result<Vec<Stable>, ConflictError> {
    if !concepts.iter().all(|concept| Concept::BASIC.contains(concept)) {
        return Err(ConflictError::RankingsOnly);
    }
    check_size(graph)?;
    let listed = graph.listed();
    let moves: &ListedGraph = &listed;
    let improvements = restricted(moves, |party, from, to| judgement.improves(party, from, to));
    let credible = concepts
        .iter()
        .any(|&concept| is_credible(concept))
        .then(|| restricted(moves, |party, from, to| judgement.responds(party, from, to)));
    let mut stable = vec![Stable { by_party: Vec::new() }; concepts.len()];
    for party in 0..moves.parties() {
        let focal = Focal { party, moves, improvements: &improvements, judgement };
        let sets = focal.solve(credible.as_ref(), concepts);
        for (stable, set) in stable.iter_mut().zip(sets) {
            stable.by_party.push(set);
        }
    }
    Ok(stable)
}

fn is_credible(concept: Concept) -> bool {
    matches!(concept, Concept::Sequential | Concept::SymmetricSequential)
}

fn is_symmetric(concept: Concept) -> bool {
    matches!(concept, Concept::SymmetricMetarational | Concept::SymmetricSequential)
}

/// Whether the graph is within the limits, before its moves are listed.
pub(crate) fn check_size(graph: &Graph) -> Result<(), ConflictError> {
    let (states, parties) = (graph.states(), graph.parties());
    if states == 0 {
        return Err(ConflictError::NoStates);
    }
    if parties == 0 {
        return Err(ConflictError::NoParties);
    }
    let limit = STATE_LIMIT.min(PLACE_LIMIT / parties);
    if states > limit {
        return Err(ConflictError::TooLarge { states, limit });
    }
    let moves = match graph {
        Graph::Options(form) => moves_at_most(form),
        Graph::Listed(graph) => (0..parties).map(|party| graph.move_count(party)).sum(),
    };
    if moves > MOVE_LIMIT {
        let limit = (states as u128 * MOVE_LIMIT as u128 / moves as u128) as usize;
        return Err(ConflictError::TooLarge { states, limit });
    }
    Ok(())
}

/// The number of moves of an option form, irreversibility not looked at.
fn moves_at_most(form: &OptionForm) -> usize {
    let states = form.feasible.len() as u32;
    (0..form.parties)
        .map(|party| {
            let own = form.own(party);
            let mut rest: Vec<u64> =
                (0..states).map(|state| form.feasible.number(state) & !own).collect();
            rest.sort_unstable();
            rest.chunk_by(|a, b| a == b).map(|coset| coset.len() * (coset.len() - 1)).sum::<usize>()
        })
        .sum()
}

/// The moves that are kept, as a graph of its own.
fn restricted(moves: &ListedGraph, keeps: impl Fn(usize, u32, u32) -> bool) -> ListedGraph {
    let states = moves.states() as u32;
    let mut kept = ListedGraph::without_moves(moves.states());
    for party in 0..moves.parties() {
        let lists: Vec<Vec<u32>> = (0..states)
            .map(|from| {
                let list = moves.moves(party, from).iter().copied();
                list.filter(|&to| keeps(party, from, to)).collect()
            })
            .collect();
        kept.add_party(&lists);
    }
    kept
}

/// The party whose stability is being found.
struct Focal<'g, J> {
    party: usize,
    moves: &'g ListedGraph,
    improvements: &'g ListedGraph,
    judgement: &'g J,
}

impl<J: Judgement> Focal<'_, J> {
    /// Its stable states under each concept; `credible` are the moves with which parties respond.
    fn solve(&self, credible: Option<&ListedGraph>, concepts: &[Concept]) -> Vec<FixedBitSet> {
        let states = self.moves.states() as u32;
        let (tempted, content): (Vec<u32>, Vec<u32>) =
            (0..states).partition(|&state| !self.improvements.moves(self.party, state).is_empty());
        let mut nash = FixedBitSet::with_capacity(states as usize);
        content.iter().for_each(|&state| nash.insert(state as usize));
        let mut stable = vec![nash; concepts.len()];
        let others: Vec<usize> = (0..self.moves.parties()).filter(|&l| l != self.party).collect();
        if tempted.is_empty() || others.is_empty() {
            return stable;
        }
        let any = |credible: bool| {
            let responding = |&concept: &Concept| concept != Concept::Nash;
            concepts.iter().filter(|c| responding(c)).any(|&c| is_credible(c) == credible)
        };
        let all_responses = any(false).then(|| Responses::new(self.moves, &others));
        let credible_responses =
            credible.filter(|_| any(true)).map(|moves| Responses::new(moves, &others));
        let deterred = |starts: &[u32]| {
            self.deterred(starts, all_responses.as_ref(), credible_responses.as_ref(), concepts)
        };

        let components =
            |responses: &Option<Responses>| responses.as_ref().map_or(0, Responses::components);
        let largest = components(&all_responses).max(components(&credible_responses));
        let bytes = (2 * states as usize + largest) * size_of::<Lanes>();
        let blocks: Vec<&[u32]> = tempted.chunks(LANES).collect();
        for together in blocks.chunks((WORKING_MEMORY / bytes).max(1)) {
            let found: Vec<Vec<Lanes>> = match together {
                [starts] => vec![deterred(starts)],
                _ => together.par_iter().map(|starts| deterred(starts)).collect(),
            };
            for (starts, by_concept) in together.iter().zip(&found) {
                for (stable, lanes) in stable.iter_mut().zip(by_concept) {
                    for (index, &start) in starts.iter().enumerate() {
                        if lane(lanes, index) {
                            stable.insert(start as usize);
                        }
                    }
                }
            }
        }
        stable
    }

    /// For each concept, those of at most [`LANES`] starting states of which every improvement is
    /// deterred.
    fn deterred(
        &self,
        starts: &[u32],
        all_responses: Option<&Responses>,
        credible_responses: Option<&Responses>,
        concepts: &[Concept],
    ) -> Vec<Lanes> {
        let ends = self.deterrents(starts);
        let final_ends =
            concepts.iter().any(|&c| is_symmetric(c)).then(|| self.without_escape(&ends));
        concepts
            .iter()
            .map(|&concept| {
                let responses =
                    if is_credible(concept) { credible_responses } else { all_responses };
                let ends = if is_symmetric(concept) { final_ends.as_ref() } else { Some(&ends) };
                let mut stable = NO_LANE;
                let (Some(responses), Some(ends), true) =
                    (responses, ends, concept != Concept::Nash)
                else {
                    return stable;
                };
                let reached = responses.within_reach(ends);
                for (index, &start) in starts.iter().enumerate() {
                    let improvements = self.improvements.moves(self.party, start);
                    if improvements.iter().all(|&to| responses.reaches(&reached, to, index)) {
                        set_lane(&mut stable, index);
                    }
                }
                stable
            })
            .collect()
    }

    /// For each state the starting states that ending there deters from leaving.
    fn deterrents(&self, starts: &[u32]) -> Vec<Lanes> {
        (0..self.moves.states() as u32)
            .map(|end| {
                let mut lanes = NO_LANE;
                for (word, starts) in lanes.iter_mut().zip(starts.chunks(64)) {
                    for (bit, &start) in starts.iter().enumerate() {
                        *word |= u64::from(self.judgement.deters(self.party, start, end)) << bit;
                    }
                }
                lanes
            })
            .collect()
    }

    /// The same, kept only where every counter-move of the party ends where it is deterred too.
    fn without_escape(&self, ends: &[Lanes]) -> Vec<Lanes> {
        ends.iter()
            .zip(0_u32..)
            .map(|(&lanes, end)| {
                let mut kept = lanes;
                for &escape in self.moves.moves(self.party, end) {
                    for (word, deterred) in kept.iter_mut().zip(&ends[escape as usize]) {
                        *word &= deterred;
                    }
                }
                kept
            })
            .collect()
    }
}
