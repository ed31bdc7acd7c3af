//! What an analysis finds: the states that are stable for each party, and the equilibria.

use crate::general_solver;
use crate::rank_solver;
use crate::{Concept, Conflict, ConflictError, Crisp};
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

/// The states that are stable for each party under each of the [`Concept::BASIC`] concepts asked
/// for, under crisp preference. Rankings are solved by [`rank_solver`], other relations by
/// [`general_solver`].
///
/// # Errors
/// Where the conflict is too large for its kind of preference.
pub fn solve(conflict: &Conflict, concepts: &[Concept]) -> Result<Vec<Stable>, ConflictError> {
    if conflict.is_ranked() {
        Ok(rank_solver::solve(conflict, concepts))
    } else {
        general_solver::solve(&conflict.graph, &Crisp(conflict), concepts)
    }
}
