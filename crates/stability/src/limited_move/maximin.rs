//! Maximin stability: limited foresight against opponents who make the worst of every move.

use super::listed_within_limit;
use crate::metarational::Rounds;
use crate::{Conflict, ConflictError, Preference, Stable};
use fixedbitset::FixedBitSet;

/// What the opponents together can do between two moves of the focal party. It makes a difference
/// with three parties or more only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Countermoves {
    /// A legal sequence of moves of any of them, no one twice in a row, or none: what GMR and SMR
    /// suppose. It counts as one move of the horizon.
    #[default]
    Sequence,
    /// One move of any one of them, or none.
    OneMove,
}

/// The states that are `Maximin_h` stable for each party: looking `h` moves ahead, itself, the
/// opponents, itself and so on by turns, it cannot be sure of ending better than where it is
/// (Rego & Vieira 2020, for two parties).
///
/// With the rank `u` of the focal party `i`: `F_0 = O_0 = u`, and
/// `F_h(s) = max(u(s), O_{h-1}(q) for q in R_i(s))`,
/// `O_h(s) = min(u(s), F_{h-1}(q) for countermoves q of the opponents from s)`. Staying ends the
/// conflict. `s` is stable where `F_h(s) = u(s)`.
///
/// Opponents move at any cost to themselves, so only `i`'s own ranking matters. `Maximin_1` is R
/// and, with [`Countermoves::Sequence`] or two parties, `Maximin_2` is GMR and `Maximin_3` is SMR;
/// odd horizons keep adding stable states and even ones taking them away. `L_h` stability implies
/// `Maximin_h` stability: who expects any particular reply expects no less than the worst.
///
/// **Variant.** For two parties this is the definition that gives R, GMR and SMR for horizons 1, 2
/// and 3; which [`Countermoves`] several opponents have is the caller's choice.
///
/// ```
/// use zopa_stability::limited_move::{Countermoves, maximin};
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// assert_eq!(maximin(&conflict, 1, Countermoves::Sequence)?.equilibria(), [3]);
/// assert_eq!(maximin(&conflict, 2, Countermoves::Sequence)?.equilibria(), [0, 3]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::RankingsOnly`]; [`ConflictError::TooLarge`] beyond
/// [`MOVE_LIMIT`](super::MOVE_LIMIT).
pub fn maximin(
    conflict: &Conflict,
    horizon: u32,
    countermoves: Countermoves,
) -> Result<Stable, ConflictError> {
    let guaranteed = guaranteed(conflict, horizon, countermoves)?;
    let stable = |(party, secured): (usize, &Vec<u32>)| {
        let Preference::Ranking(ranking) = &conflict.preferences[party] else {
            return FixedBitSet::new();
        };
        let mut set = FixedBitSet::with_capacity(secured.len());
        let stays = |&state: &usize| secured[state] == ranking.rank[state];
        (0..secured.len()).filter(stays).for_each(|state| set.insert(state));
        set
    };
    Ok(Stable { by_party: guaranteed.iter().enumerate().map(stable).collect() })
}

/// The ranks that parties can be sure of: for each party and each state, in which it is to move,
/// the rank `F_h(s)` of [`maximin`]. Linear in the horizon times moves; it stops where a further
/// round changes nothing.
///
/// ```
/// use zopa_stability::limited_move::{Countermoves, guaranteed};
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// // The first would gain by defecting if that were not answered; answered, it cannot be sure to.
/// assert_eq!(guaranteed(&conflict, 1, Countermoves::Sequence)?[0], [3, 1, 3, 1]);
/// assert_eq!(guaranteed(&conflict, 2, Countermoves::Sequence)?[0], [2, 1, 3, 1]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// As [`maximin`].
pub fn guaranteed(
    conflict: &Conflict,
    horizon: u32,
    countermoves: Countermoves,
) -> Result<Vec<Vec<u32>>, ConflictError> {
    if !conflict.is_ranked() {
        return Err(ConflictError::RankingsOnly);
    }
    let moves = listed_within_limit(&conflict.graph)?;
    let mut secured = Vec::with_capacity(conflict.parties());
    for (party, preference) in conflict.preferences.iter().enumerate() {
        if let Preference::Ranking(ranking) = preference {
            let rounds = Rounds { party, own: &moves, countermoves: &moves, kind: countermoves };
            secured.push(rounds.secured(&ranking.rank, u64::from(horizon)));
        }
    }
    Ok(secured)
}
