//! What an analysis finds: the states that are stable for each party, and the equilibria.

use crate::general_solver;
use crate::rank_solver;
use crate::{Concept, Conflict, ConflictError, Crisp};
use crate::{limited_move, metarational, simultaneous};
use fixedbitset::FixedBitSet;

/// The stable states under one concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stable {
    /// For each party the states that are stable for it.
    pub by_party: Vec<FixedBitSet>,
}

impl Stable {
    /// The equilibria: states that are stable for every party, in increasing order.
    pub fn equilibria(&self) -> Vec<u32> {
        equilibria(&self.by_party.iter().collect::<Vec<_>>())
    }
}

/// The equilibria of a mixed profile: each party with its own concept (Fang, Hipel & Kilgour
/// 1993). States stable for every party in the set given for it, in increasing order.
pub fn equilibria(by_party: &[&FixedBitSet]) -> Vec<u32> {
    let Some((first, others)) = by_party.split_first() else { return Vec::new() };
    let mut all = (*first).clone();
    for other in others {
        all.intersect_with(other);
    }
    all.ones().map(|state| state as u32).collect()
}

/// The states that are stable for each party under each of the concepts, under crisp preference.
/// Rankings are solved by [`rank_solver`], other relations by [`general_solver`]; concepts of
/// longer foresight by [`limited_move`] and [`metarational`].
///
/// # Errors
/// Where a concept is not defined for the conflict, or the conflict too large for the method.
pub fn solve(conflict: &Conflict, concepts: &[Concept]) -> Result<Vec<Stable>, ConflictError> {
    let is_basic = |concept: &&Concept| Concept::BASIC.contains(concept);
    let basic: Vec<Concept> = concepts.iter().filter(is_basic).copied().collect();
    let mut solved = match (basic.is_empty(), conflict.is_ranked()) {
        (true, _) => Vec::new(),
        (false, true) => rank_solver::solve(conflict, &basic),
        (false, false) => general_solver::solve(&conflict.graph, &Crisp(conflict), &basic)?,
    }
    .into_iter();
    concepts
        .iter()
        .map(|&concept| match concept {
            Concept::Simultaneous => simultaneous::simultaneous(conflict),
            Concept::SequentialOrSimultaneous => simultaneous::sequential_or_simultaneous(conflict),
            Concept::LimitedMove(horizon) => limited_move::limited_move(conflict, horizon),
            Concept::NonMyopic => limited_move::non_myopic(conflict),
            Concept::Maximin(horizon) => {
                limited_move::maximin(conflict, horizon, limited_move::Countermoves::Sequence)
            }
            Concept::Metarational(rounds) => metarational::metarational(conflict, rounds, false),
            Concept::CredibleMetarational(rounds) => {
                metarational::metarational(conflict, rounds, true)
            }
            _ => solved.next().ok_or(ConflictError::NoStates),
        })
        .collect()
}
