//! Metarational stability over several rounds, `MR_r`, and its credible form `CMR_r` (Zeng, Fang,
//! Hipel & Kilgour 2006 for two parties, 2007 for any number).
//!
//! **Tree.** From `s`, the focal party `i` may move; then the others may answer with a legal
//! sequence of their moves (no one twice in a row) or let it stand, which ends the conflict; then
//! `i` may stop or move again; and so on. A round is a move of `i` and an answer. In the credible
//! tree every move must be an improvement on the state it leaves for who makes it.
//!
//! **Recursion.** Let `W_0(x)` hold where ending at `x` does not deter `i` from leaving `s` (for
//! known preferences: `x >_i s`), and
//!
//! - after `i` has moved to `y`: `A_h(y)` holds where `W_0(y)` and `W_{h-1}(z)` for every answer
//!   `z` of the others from `y`;
//! - with `i` to move at `x`: `W_h(x)` holds where `W_0(x)`, or `A_{h-1}(y)` for some move `y` of
//!   `i` from `x`; `A_0 = W_0`.
//!
//! `s` is stable in `h` moves where `A_{h-1}(y)` holds for no improvement `y` of `i` from `s`, and
//! `MR_r` stable where it is in `h = 2 r`: `i` cannot force an end that it prefers, whatever the
//! others answer, last answer included.
//!
//! **What follows** (checked on random models for any number of parties):
//! - 1 move: R; 2 moves, `MR_1`: GMR, and `CMR_1`: SEQ; 3 moves: SMR, and for rankings credible:
//!   SSEQ;
//! - odd numbers of moves add stable states with depth, even ones take them away, and each odd one
//!   implies each even one: R, SMR, … imply …, `MR_2`, `MR_1` = GMR. So SMR implies `MR_2`, which
//!   implies GMR;
//! - credible stability implies the plain one at every depth for rankings; `L_h` stability implies
//!   stability in `h` moves with two parties.
//!
//! **Variant.** The papers' numbers differ: the one for two parties counts moves and countermoves
//! (its first three levels are R, GMR and SMR), the one for several counts rounds.
//! [`metarational`] counts rounds, [`metarational_in_moves`] moves. That both sides may stop at
//! every node of the tree is this module's reading of it.

mod policy;
mod rounds;

pub use policy::{PolicyProfile, is_policy_equilibrium, policy_stable};
pub(crate) use rounds::Rounds;

use crate::limited_move::{Countermoves, listed_within_limit};
use crate::{
    Conflict, ConflictError, Crisp, Graph, Judgement, ListedGraph, Preference, Ranking, Stable,
};
use fixedbitset::FixedBitSet;

/// Most states where preferences are not rankings: each state is then analysed by itself.
pub const STATE_LIMIT: usize = 1 << 14;

/// The states that are `MR_r` stable for each party, or `CMR_r` stable where `credible`: in
/// `rounds` moves, each answered by the others, it cannot force an end that it prefers.
///
/// For rankings time is linear in the rounds times moves, and rounds that change nothing are not
/// computed. With no round every state is stable.
///
/// ```
/// use zopa_stability::metarational::metarational;
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking};
/// // Chicken. States: both swerve, only the first, only the second, neither.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 1, 3, 0], vec![2, 3, 1, 0]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// assert_eq!(metarational(&conflict, 1, false)?.equilibria(), [0, 1, 2]); // GMR
/// assert_eq!(metarational(&conflict, 1, true)?.equilibria(), [1, 2]); // SEQ
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::TooLarge`] beyond [`MOVE_LIMIT`](crate::limited_move::MOVE_LIMIT) moves or,
/// where preferences are not rankings, [`STATE_LIMIT`].
pub fn metarational(
    conflict: &Conflict,
    rounds: u32,
    credible: bool,
) -> Result<Stable, ConflictError> {
    solve(conflict, 2 * u64::from(rounds), credible)
}

/// The states that are metarationally stable in so many moves and countermoves: as
/// [`metarational`], which is this with an even number; with an odd one the party's last move is
/// not answered.
///
/// ```
/// use zopa_stability::metarational::metarational_in_moves;
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking};
/// // Chicken. States: both swerve, only the first, only the second, neither.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 1, 3, 0], vec![2, 3, 1, 0]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// assert_eq!(metarational_in_moves(&conflict, 1, false)?.equilibria(), [1, 2]); // R
/// assert_eq!(metarational_in_moves(&conflict, 3, false)?.equilibria(), [0, 1, 2]); // SMR
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// As [`metarational`].
pub fn metarational_in_moves(
    conflict: &Conflict,
    moves: u32,
    credible: bool,
) -> Result<Stable, ConflictError> {
    solve(conflict, u64::from(moves), credible)
}

fn solve(conflict: &Conflict, moves: u64, credible: bool) -> Result<Stable, ConflictError> {
    let rankings: Option<Vec<&Ranking>> = conflict
        .preferences
        .iter()
        .map(|preference| match preference {
            Preference::Ranking(ranking) => Some(ranking),
            Preference::Relation(_) => None,
        })
        .collect();
    let Some(rankings) = rankings else {
        return by_judgement(&conflict.graph, &Crisp(conflict), moves, credible);
    };
    let listed = listed_within_limit(&conflict.graph)?;
    let improving = credible.then(|| {
        restricted(&listed, |party, from, to| {
            rankings[party].rank[to as usize] > rankings[party].rank[from as usize]
        })
    });
    let countermoves = improving.as_ref().unwrap_or(&listed);
    let by_party = rankings.iter().enumerate().map(|(party, ranking)| {
        // A move that does not improve cannot help where the others may let it stand, so that the
        // party's own moves need no restriction to be credible.
        let rounds = Rounds { party, own: &listed, countermoves, kind: Countermoves::Sequence };
        let secured = rounds.secured(&ranking.rank, moves);
        let mut stable = FixedBitSet::with_capacity(secured.len());
        (0..secured.len())
            .filter(|&state| secured[state] == ranking.rank[state])
            .for_each(|state| stable.insert(state));
        stable
    });
    Ok(Stable { by_party: by_party.collect() })
}

/// The states that are metarationally stable for each party in so many moves and countermoves,
/// under any judgement: what improves and deters need be neither transitive nor complete.
///
/// The others answer, where `credible`, with moves to which they
/// [respond](Judgement::responds). Quadratic in states.
///
/// ```
/// use zopa_stability::metarational::metarational_by;
/// use zopa_stability::{Conflict, Crisp, Graph, ListedGraph, Preference, Ranking};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let stable = metarational_by(&conflict.graph, &Crisp(&conflict), 2, false)?;
/// assert_eq!(stable.equilibria(), [0, 3]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::TooLarge`] beyond [`STATE_LIMIT`] or
/// [`MOVE_LIMIT`](crate::limited_move::MOVE_LIMIT).
pub fn metarational_by(
    graph: &Graph,
    judgement: &impl Judgement,
    moves: u32,
    credible: bool,
) -> Result<Stable, ConflictError> {
    by_judgement(graph, judgement, u64::from(moves), credible)
}

fn by_judgement(
    graph: &Graph,
    judgement: &impl Judgement,
    moves: u64,
    credible: bool,
) -> Result<Stable, ConflictError> {
    let (states, limit) = (graph.states(), STATE_LIMIT);
    if states > limit {
        return Err(ConflictError::TooLarge { states, limit });
    }
    let listed = listed_within_limit(graph)?;
    let restrict = |improves: &dyn Fn(usize, u32, u32) -> bool| {
        credible.then(|| restricted(&listed, improves))
    };
    let own = restrict(&|party, from, to| judgement.improves(party, from, to));
    let answers = restrict(&|party, from, to| judgement.responds(party, from, to));
    let (own, countermoves) = (own.as_ref().unwrap_or(&listed), answers.as_ref());
    let countermoves = countermoves.unwrap_or(&listed);
    let by_party = (0..graph.parties()).map(|party| {
        let rounds = Rounds { party, own, countermoves, kind: Countermoves::Sequence };
        let mut stable = FixedBitSet::with_capacity(states);
        for state in 0..states as u32 {
            let mut improvements = listed.moves(party, state).to_vec();
            improvements.retain(|&to| judgement.improves(party, state, to));
            let is_stable = moves == 0
                || improvements.is_empty()
                || moves > 1 && {
                    let escapes: Vec<u32> = (0..states as u32)
                        .map(|end| u32::from(!judgement.deters(party, state, end)))
                        .collect();
                    let answered = rounds.answered(&escapes, moves - 1);
                    improvements.iter().all(|&to| answered[to as usize] == 0)
                };
            stable.set(state as usize, is_stable);
        }
        stable
    });
    Ok(Stable { by_party: by_party.collect() })
}

/// The moves that are kept, as a graph of its own.
pub(crate) fn restricted(
    moves: &ListedGraph,
    keeps: impl Fn(usize, u32, u32) -> bool,
) -> ListedGraph {
    let mut kept = ListedGraph::without_moves(moves.states());
    for party in 0..moves.parties() {
        let lists: Vec<Vec<u32>> = (0..moves.states() as u32)
            .map(|from| {
                let list = moves.moves(party, from).iter().copied();
                list.filter(|&to| keeps(party, from, to)).collect()
            })
            .collect();
        kept.add_party(&lists);
    }
    kept
}
