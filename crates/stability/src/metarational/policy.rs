//! Policy equilibria: each party fixes in advance what it does in every state (Zeng, Fang, Hipel &
//! Kilgour 2004, 2006). Two parties.
//!
//! A policy says for each state which move the party makes there, or that it stays. A state `s` is
//! a *policy stable state* under a pair of policies where both parties stay in it and neither,
//! given the other's policy, has another policy that would bring it from `s` to an end that it
//! prefers to `s`. The pair is then a policy equilibrium.
//!
//! **Variant.** The party that deviates moves first and the two take turns; as no party moves twice
//! in a row, the conflict ends where either stays; one that never ends is no gain. The *credible*
//! refinement lets parties plan improvements only.
//!
//! In this form a state is policy stable under some pair of policies exactly where it is `MR_r`
//! stable for both parties for every number of rounds `r`, and credibly so where it is `CMR_r`
//! stable for every `r`, with rankings: who can be kept from gaining for ever can be kept by a
//! fixed reply to each state.

use crate::limited_move::listed_within_limit;
use crate::metarational::restricted;
use crate::{Conflict, ConflictError, ListedGraph};
use fixedbitset::FixedBitSet;

/// A policy for each of two parties: for each state the state it moves to, or the state itself
/// where it stays.
pub type PolicyProfile = [Vec<u32>; 2];

/// Most states for the search for policy stable states.
pub const POLICY_STATE_LIMIT: usize = 1 << 12;

/// Whether a state is stable under a pair of policies: both parties stay in it and neither gains
/// by another policy. False where a policy names what is no move of its party. Linear in moves.
///
/// ```
/// use zopa_stability::metarational::is_policy_equilibrium;
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// // Each defects once the other has, and else stays: cooperation holds.
/// let tit_for_tat = [vec![0, 3, 2, 3], vec![0, 1, 3, 3]];
/// assert!(is_policy_equilibrium(&conflict, &tit_for_tat, 0, false)?);
/// let never_moving = [vec![0, 1, 2, 3], vec![0, 1, 2, 3]];
/// assert!(!is_policy_equilibrium(&conflict, &never_moving, 0, false)?);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::TwoPartiesOnly`]; [`ConflictError::TooLarge`] beyond
/// [`MOVE_LIMIT`](crate::limited_move::MOVE_LIMIT).
pub fn is_policy_equilibrium(
    conflict: &Conflict,
    profile: &PolicyProfile,
    state: u32,
    credible: bool,
) -> Result<bool, ConflictError> {
    let moves = planned_moves(conflict, credible)?;
    let states = conflict.states();
    let is_policy = |party: usize| {
        profile[party].len() == states
            && profile[party]
                .iter()
                .zip(0_u32..)
                .all(|(to, from)| *to == from || moves.moves(party, from).binary_search(to).is_ok())
    };
    let stays = |party: usize| profile[party].get(state as usize) == Some(&state);
    Ok((0..2).all(|party| is_policy(party) && stays(party))
        && (0..2).all(|party| {
            let ends = ends_within_reach(&moves, party, &profile[1 - party], state);
            ends.iter().all(|&end| !conflict.preferences[party].compare(end, state).is_better())
        }))
}

/// The states that are policy stable under some pair of policies, each with such a pair.
///
/// The two policies can be found apart: one that deters each party. For the party `i` and a state
/// `s` the other needs a reply at each state such that, whatever `i` does, the conflict never ends
/// where `i` prefers it to `s`: a game of safety, solved backward. Up to the square of states
/// times moves.
///
/// ```
/// use zopa_stability::metarational::policy_stable;
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let stable: Vec<u32> = policy_stable(&conflict, false)?.iter().map(|found| found.0).collect();
/// assert_eq!(stable, [0, 3]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::TwoPartiesOnly`]; [`ConflictError::TooLarge`] beyond
/// [`POLICY_STATE_LIMIT`].
pub fn policy_stable(
    conflict: &Conflict,
    credible: bool,
) -> Result<Vec<(u32, PolicyProfile)>, ConflictError> {
    let (states, limit) = (conflict.states(), POLICY_STATE_LIMIT);
    if states > limit {
        return Err(ConflictError::TooLarge { states, limit });
    }
    let moves = planned_moves(conflict, credible)?;
    let found = (0..states as u32).filter_map(|state| {
        let second = deterring_policy(conflict, &moves, 0, state)?;
        let first = deterring_policy(conflict, &moves, 1, state)?;
        Some((state, [first, second]))
    });
    Ok(found.collect())
}

/// The moves that policies may use.
fn planned_moves(conflict: &Conflict, credible: bool) -> Result<ListedGraph, ConflictError> {
    if conflict.parties() != 2 {
        return Err(ConflictError::TwoPartiesOnly);
    }
    let moves = listed_within_limit(&conflict.graph)?;
    Ok(if credible {
        restricted(&moves, |party, from, to| {
            conflict.preferences[party].compare(to, from).is_better()
        })
    } else {
        moves.into_owned()
    })
}

/// Where the conflict can end if the party, moving first from `state`, does what it likes and the
/// other follows its policy.
fn ends_within_reach(
    moves: &ListedGraph,
    party: usize,
    policy_of_other: &[u32],
    state: u32,
) -> Vec<u32> {
    let mut seen = FixedBitSet::with_capacity(moves.states());
    seen.insert(state as usize);
    let (mut open, mut ends) = (vec![state], Vec::new());
    while let Some(at) = open.pop() {
        ends.push(at);
        for &to in moves.moves(party, at) {
            let answered = policy_of_other[to as usize];
            if answered == to {
                ends.push(to);
            } else if !seen.put(answered as usize) {
                open.push(answered);
            }
        }
    }
    ends
}

/// A policy of the other party that stays in `state` and keeps `party` from reaching an end that it
/// prefers to `state`, if there is one.
fn deterring_policy(
    conflict: &Conflict,
    moves: &ListedGraph,
    party: usize,
    state: u32,
) -> Option<Vec<u32>> {
    let states = moves.states() as u32;
    let is_gain = |end: u32| conflict.preferences[party].compare(end, state).is_better();
    // The states in which, with the party to move, it cannot force a gain.
    let mut safe: Vec<bool> = (0..states).map(|at| !is_gain(at)).collect();
    loop {
        let reply = |at: u32| {
            let answers = moves.moves(1 - party, at).iter().copied();
            let stay = (!is_gain(at)).then_some(at);
            stay.or_else(|| answers.into_iter().find(|&to| safe[to as usize]))
        };
        let replies: Vec<Option<u32>> = (0..states).map(reply).collect();
        let next: Vec<bool> = (0..states)
            .map(|at| {
                let mut deterred = moves.moves(party, at).iter().map(|&to| replies[to as usize]);
                safe[at as usize] && deterred.all(|reply| reply.is_some())
            })
            .collect();
        if !next[state as usize] {
            return None;
        }
        if next == safe {
            return Some(replies.iter().zip(0..).map(|(reply, at)| reply.unwrap_or(at)).collect());
        }
        safe = next;
    }
}
