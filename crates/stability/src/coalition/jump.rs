//! Coalition jumps: from an equilibrium to another that the coalition prefers and can reach.

use super::{CoalitionError, PARTY_LIMIT, coalitions_of, reachable};
use crate::Conflict;

/// A jump of a coalition from an equilibrium to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Jump {
    /// The equilibrium that is left.
    pub from: u32,
    /// The equilibrium that is reached.
    pub to: u32,
    /// The parties that move, in increasing order: each prefers `to` to `from`.
    pub members: Vec<usize>,
}

/// The coalition jumps between equilibria: pairs of equilibria of which the members of a coalition
/// of two parties or more all prefer the second and can reach it by a legal sequence of their moves
/// (Kilgour, Hipel, Fang & Peng 2001; Fang, Hipel, Kilgour & Peng 2003). An equilibrium with a jump
/// is vulnerable to that coalition.
///
/// Of the coalitions that can make a jump only those are given of which no smaller part could make
/// it. Ordered by `from`, `to`, members. The known example is Elmira, where the ministry and the
/// company jump from `s5` to `s8`.
///
/// ```
/// use zopa_stability::{Conflict, Graph, ListedGraph, Preference, Ranking, coalition};
/// // The stag hunt. States: both hunt, only the first, only the second, neither.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![3, 0, 2, 1], vec![3, 2, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let jumps = coalition::jumps(&conflict, &[0, 3])?;
/// assert_eq!(jumps, [coalition::Jump { from: 3, to: 0, members: vec![0, 1] }]);
/// # Ok::<(), zopa_stability::coalition::CoalitionError>(())
/// ```
///
/// # Errors
/// [`CoalitionError::TooManyParties`] beyond [`PARTY_LIMIT`]; as [`reachable`].
///
/// # Panics
/// Where an equilibrium is a state that is not there.
pub fn jumps(conflict: &Conflict, equilibria: &[u32]) -> Result<Vec<Jump>, CoalitionError> {
    let parties = conflict.parties();
    if parties > PARTY_LIMIT {
        return Err(CoalitionError::TooManyParties(parties));
    }
    let mut jumps: Vec<Jump> = Vec::new();
    let mut coalitions = coalitions_of(&(0..parties).collect::<Vec<_>>());
    coalitions.retain(|members| members.len() > 1);
    coalitions.sort_by_key(Vec::len);
    for &from in equilibria {
        for members in &coalitions {
            let prefers = |to: u32, member: &usize| {
                conflict.preferences[*member].compare(to, from).is_better()
            };
            let preferred: Vec<u32> = equilibria
                .iter()
                .copied()
                .filter(|&to| members.iter().all(|member| prefers(to, member)))
                .collect();
            if preferred.is_empty() {
                continue;
            }
            let reached = reachable(conflict, members, from)?;
            for to in preferred {
                let by_part = jumps.iter().any(|jump| {
                    (jump.from, jump.to) == (from, to)
                        && jump.members.iter().all(|member| members.contains(member))
                });
                if !by_part && reached.binary_search(&to).is_ok() {
                    jumps.push(Jump { from, to, members: members.clone() });
                }
            }
        }
    }
    jumps.sort();
    jumps.dedup();
    Ok(jumps)
}
