//! Limited-move stability `L_h`: both parties look `h` moves ahead and expect the other to do the
//! same (Zagare 1984; Kilgour 1985; Fang, Hipel & Kilgour 1993). Two parties, rankings.
//!
//! Let `i` be to move at `s` with `j` to follow, and `G_h(i, s)` the state in which `i` expects
//! the conflict to end when at most `h` moves remain:
//!
//! - `G_0(i, s) = s`;
//! - among the moves `q` of `i` from `s` take the one whose `G_{h-1}(j, q)` is best for `i`; if
//!   that is strictly better for `i` than `s`, then `G_h(i, s)` is that `G_{h-1}(j, q)`, else `i`
//!   stays, the conflict ends, and `G_h(i, s) = s`.
//!
//! `s` is `L_h` stable for `i` where `G_h(i, s) = s`; `L_1` is Nash stability.
//!
//! **Variant for ties.** With ties, or with several moves that lead to the same rank, the
//! anticipated state is not unique (Discrete Applied Mathematics 2024). Here a party stays unless
//! it gains strictly, and of equally good moves expects the *first best*: the one to the state
//! with the lowest index. What it gains is then still its best under that expectation, but the
//! other party may be better or worse off than under another choice.
//!
//! **Two parties only.** For more, two older definitions are criticised, and the two newer ones
//! (with a cooperative and with an individualistic coalition of opponents, Soares and others, Group
//! Decision and Negotiation 2026) are not part of this module; [`maximin`] takes any number.

mod maximin;
mod non_myopic;
mod stackelberg;

pub use maximin::{Countermoves, guaranteed, maximin};
pub use non_myopic::non_myopic;
pub use stackelberg::stackelberg;

use crate::{Conflict, ConflictError, Graph, ListedGraph, OptionForm, Preference, Stable};
use fixedbitset::FixedBitSet;
use std::borrow::Cow;

/// Most moves of all parties together that the methods of foresight list.
pub const MOVE_LIMIT: usize = 1 << 26;

/// Most steps of the horizon in which the anticipations must begin to repeat. A horizon beyond it
/// is answered from the cycle.
pub const CYCLE_LIMIT: u32 = 1 << 16;

/// The states that are `L_h` stable for each of the two parties: `G_h(i, s) = s`.
///
/// Linear in the horizon times the number of moves; horizons beyond the first repetition cost
/// nothing. With horizon 0 every state is stable.
///
/// ```
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking, limited_move};
/// // Chicken. States: both swerve, only the first, only the second, neither.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 1, 3, 0], vec![2, 3, 1, 0]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let equilibria = |horizon| Ok(limited_move::limited_move(&conflict, horizon)?.equilibria());
/// assert_eq!(equilibria(1)?, [1, 2]);
/// assert_eq!(equilibria(2)?, []);
/// assert_eq!(equilibria(3)?, [0]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::TwoPartiesOnly`], [`ConflictError::RankingsOnly`], and
/// [`ConflictError::TooLarge`] beyond [`MOVE_LIMIT`], or where a horizon beyond [`CYCLE_LIMIT`] is
/// asked for and nothing has repeated by then.
pub fn limited_move(conflict: &Conflict, horizon: u32) -> Result<Stable, ConflictError> {
    let anticipated = anticipated(conflict, horizon)?;
    Ok(Stable { by_party: anticipated.iter().map(|states| staying(states)).collect() })
}

/// The anticipated states `G_h(i, s)`: for each of the two parties, which is to move, and each
/// state, the state in which it expects the conflict to end after at most `h` moves.
///
/// ```
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking, limited_move};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// // With two moves ahead the first sees that its defection would be answered.
/// assert_eq!(limited_move::anticipated(&conflict, 1)?[0], [2, 3, 2, 3]);
/// assert_eq!(limited_move::anticipated(&conflict, 2)?[0], [0, 3, 2, 3]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// As [`limited_move`].
pub fn anticipated(conflict: &Conflict, horizon: u32) -> Result<Vec<Vec<u32>>, ConflictError> {
    let mut foresight = Foresight::new(conflict)?;
    let mut remaining = horizon;
    while remaining > 0 {
        foresight.extend()?;
        remaining -= 1;
        if let Some(length) = foresight.cycle_length() {
            for _ in 0..remaining % length {
                foresight.advance();
            }
            break;
        }
    }
    Ok(foresight.anticipated.into())
}

/// The states in which a party stays.
fn staying(anticipated: &[u32]) -> FixedBitSet {
    let mut stable = FixedBitSet::with_capacity(anticipated.len());
    let stays = |&state: &usize| anticipated[state] as usize == state;
    (0..anticipated.len()).filter(stays).for_each(|state| stable.insert(state));
    stable
}

/// The pair `(G_h(1, .), G_h(2, .))` for growing `h`. It determines the next pair, so the pairs
/// repeat from some horizon on; the repetition is found by comparing with a pair kept from an
/// earlier horizon, a power of two ago at most (Brent 1980).
struct Foresight<'c> {
    moves: Cow<'c, ListedGraph>,
    ranks: [&'c [u32]; 2],
    anticipated: [Vec<u32>; 2],
    kept: [Vec<u32>; 2],
    horizon: u32,
    kept_at: u32,
    keep_next: u32,
}

impl<'c> Foresight<'c> {
    fn new(conflict: &'c Conflict) -> Result<Self, ConflictError> {
        let (first, second) = match conflict.preferences.as_slice() {
            [Preference::Ranking(first), Preference::Ranking(second)] => (first, second),
            [_, _] => return Err(ConflictError::RankingsOnly),
            _ => return Err(ConflictError::TwoPartiesOnly),
        };
        let start: Vec<u32> = (0..conflict.states() as u32).collect();
        Ok(Foresight {
            moves: listed_within_limit(&conflict.graph)?,
            ranks: [&first.rank, &second.rank],
            anticipated: [start.clone(), start.clone()],
            kept: [start.clone(), start],
            horizon: 0,
            kept_at: 0,
            keep_next: 1,
        })
    }

    /// One more move of horizon.
    fn advance(&mut self) {
        let next = [0, 1].map(|party| {
            let (rank, then) = (self.ranks[party], &self.anticipated[1 - party]);
            let best =
                |state: u32| {
                    let ends = self.moves.moves(party, state).iter().map(|&to| then[to as usize]);
                    ends.fold(state, |best, end| {
                        if rank[end as usize] > rank[best as usize] { end } else { best }
                    })
                };
            (0..then.len() as u32).map(best).collect()
        });
        self.anticipated = next;
    }

    /// One more move of horizon while a repetition is looked for.
    fn extend(&mut self) -> Result<(), ConflictError> {
        if self.horizon == CYCLE_LIMIT {
            let states = self.ranks[0].len();
            return Err(ConflictError::TooLarge { states, limit: states - 1 });
        }
        if self.horizon == self.keep_next {
            self.kept.clone_from(&self.anticipated);
            self.kept_at = self.horizon;
            self.keep_next *= 2;
        }
        self.advance();
        self.horizon += 1;
        Ok(())
    }

    /// The number of horizons from one appearance of the present pair to the next, once known.
    fn cycle_length(&self) -> Option<u32> {
        (self.horizon > self.kept_at && self.kept == self.anticipated)
            .then(|| self.horizon - self.kept_at)
    }
}

/// The moves as lists, where they are not too many to be listed.
pub(crate) fn listed_within_limit(graph: &Graph) -> Result<Cow<'_, ListedGraph>, ConflictError> {
    let states = graph.states();
    if let Graph::Options(form) = graph {
        let moves = moves_at_most(form, states);
        if moves > MOVE_LIMIT as u128 {
            let limit = (states as u128 * MOVE_LIMIT as u128 / moves) as usize;
            return Err(ConflictError::TooLarge { states, limit });
        }
    }
    Ok(graph.listed())
}

/// A bound on the moves of an option form: every party to every combination of its options.
fn moves_at_most(form: &OptionForm, states: usize) -> u128 {
    (0..form.parties)
        .map(|party| {
            let combinations = 1_u128 << form.own(party).count_ones();
            states as u128 * combinations.min(states as u128)
        })
        .sum()
}
