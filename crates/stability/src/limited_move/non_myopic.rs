//! Non-myopic stability: limited-move stability for every large horizon.

use super::{Foresight, staying};
use crate::{Conflict, ConflictError, Stable};

/// The states that are non-myopically stable (NM) for each of the two parties: `L_h` stable for
/// every horizon `h` from some one on (Brams & Wittman 1981; Kilgour 1984, 1985).
///
/// The pairs `(G_h(1, .), G_h(2, .))` repeat from some horizon on; a state is NM stable for `i`
/// where `G_h(i, s) = s` all along the cycle. Ties as in [`limited_move`](super::limited_move).
/// In Chicken both parties swerving is non-myopically stable, and nothing else is.
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
/// assert_eq!(limited_move::non_myopic(&conflict)?.equilibria(), [0]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::TwoPartiesOnly`], [`ConflictError::RankingsOnly`], and
/// [`ConflictError::TooLarge`] beyond [`MOVE_LIMIT`](super::MOVE_LIMIT) or where no pair repeats
/// within [`CYCLE_LIMIT`](super::CYCLE_LIMIT) moves of horizon. The pairs of most
/// published conflicts settle within five horizons, and those of Syria and Iraq in 1975 repeat
/// every four; in theory a cycle can be long.
pub fn non_myopic(conflict: &Conflict) -> Result<Stable, ConflictError> {
    let mut foresight = Foresight::new(conflict)?;
    let length = loop {
        foresight.extend()?;
        if let Some(length) = foresight.cycle_length() {
            break length;
        }
    };
    let mut by_party: Vec<_> = foresight.anticipated.iter().map(|ends| staying(ends)).collect();
    for _ in 1..length {
        foresight.advance();
        for (stable, ends) in by_party.iter_mut().zip(&foresight.anticipated) {
            stable.intersect_with(&staying(ends));
        }
    }
    Ok(Stable { by_party })
}
