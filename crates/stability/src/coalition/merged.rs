//! A coalition as one party: its members' options, changed in one move.

use super::{CoalitionError, check_size, checked, reachable_by};
use crate::limited_move::listed_within_limit;
use crate::{Conflict, Crisp, Graph, Judgement, ListedGraph};

/// A conflict in which a coalition acts as one party.
///
/// It is itself a [`Judgement`] of its graph: the merged party improves where every member does,
/// and is deterred where some member is. A coalition has no ranking of its own; this says what
/// follows from its members' preferences and no more.
#[derive(Debug, Clone)]
pub struct Merged<'c> {
    /// The states, and the moves of each party of the merged conflict.
    pub graph: Graph,
    /// For each of them the parties of the original conflict that it stands for.
    pub members: Vec<Vec<usize>>,
    original: &'c Conflict,
}

impl Judgement for Merged<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        let crisp = Crisp(self.original);
        self.members[party].iter().all(|&member| crisp.improves(member, from, to))
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        let crisp = Crisp(self.original);
        self.members[party].iter().any(|&member| crisp.deters(member, from, end))
    }
}

/// Merges a coalition into one party, which takes the place of its first member; the others keep
/// their order. Solve it with [`general_solver`](crate::general_solver).
///
/// In option form the merged party changes any options of its members in one move, as the
/// `coalitions` of `.gmcr` files mean it, so that infeasible states on the way do not block it. In
/// a listed graph its moves are the coalition's reachable list without the state itself. The two
/// agree where nothing is infeasible on the way.
///
/// ```
/// use zopa_stability::{Concept, Conflict, Graph, ListedGraph, Preference, Ranking};
/// use zopa_stability::{coalition, general_solver};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let merged = coalition::merged(&conflict, &[0, 1])?;
/// let stable = general_solver::solve(&merged.graph, &merged, &[Concept::Nash])?;
/// assert_eq!(stable[0].equilibria(), [0, 1, 2]);
/// # Ok::<(), zopa_stability::coalition::CoalitionError>(())
/// ```
///
/// # Errors
/// [`CoalitionError::NoMembers`], [`CoalitionError::NoSuchParty`]; for a listed graph
/// [`ConflictError::TooLarge`](crate::ConflictError::TooLarge) beyond
/// [`STATE_LIMIT`](super::STATE_LIMIT).
pub fn merged<'c>(
    conflict: &'c Conflict,
    coalition: &[usize],
) -> Result<Merged<'c>, CoalitionError> {
    let coalition = checked(coalition, conflict.parties())?;
    let members: Vec<Vec<usize>> = (0..conflict.parties())
        .filter(|party| *party == coalition[0] || !coalition.contains(party))
        .map(|party| if party == coalition[0] { coalition.clone() } else { vec![party] })
        .collect();
    let graph = match &conflict.graph {
        Graph::Options(form) => {
            let mut form = form.clone();
            form.parties = members.len();
            for option in &mut form.options {
                let stands_for = |members: &Vec<usize>| members.contains(&option.owner);
                option.owner = members.iter().position(stands_for).unwrap_or(option.owner);
            }
            Graph::Options(form)
        }
        Graph::Listed(_) => {
            check_size(conflict.states(), coalition.len())?;
            let moves = listed_within_limit(&conflict.graph)?;
            let mut graph = ListedGraph::without_moves(conflict.states());
            for members in &members {
                let lists: Vec<Vec<u32>> = match members[..] {
                    [party] => (0..conflict.states() as u32)
                        .map(|state| moves.moves(party, state).to_vec())
                        .collect(),
                    _ => reachable_by(&moves, members)
                        .iter()
                        .map(|row| row.ones().map(|to| to as u32).collect())
                        .collect(),
                };
                graph.add_party(&lists);
            }
            Graph::Listed(graph)
        }
    };
    Ok(Merged { graph, members, original: conflict })
}
