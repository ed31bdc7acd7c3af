//! Stackelberg equilibria: one party leads, the other follows.

use super::limited_move;
use crate::{Conflict, ConflictError, equilibria};

/// The Stackelberg equilibria for a leader: states that are `L_2` stable for the leader, who sees
/// the reply to its move, and Nash stable (`L_1`) for the follower, who replies to the leader and
/// looks no further (Fang, Hipel & Kilgour 1989, 1993).
///
/// In Chicken the leader drives on and the follower swerves.
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
/// assert_eq!(limited_move::stackelberg(&conflict, 0)?, [2]);
/// assert_eq!(limited_move::stackelberg(&conflict, 1)?, [1]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// As [`limited_move`](fn@super::limited_move); [`ConflictError::TwoPartiesOnly`] also where the
/// leader is neither party 0 nor party 1.
pub fn stackelberg(conflict: &Conflict, leader: usize) -> Result<Vec<u32>, ConflictError> {
    if leader > 1 {
        return Err(ConflictError::TwoPartiesOnly);
    }
    let leading = limited_move(conflict, 2)?;
    let following = limited_move(conflict, 1)?;
    Ok(equilibria(&[&leading.by_party[leader], &following.by_party[1 - leader]]))
}
