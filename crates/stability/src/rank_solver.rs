//! The fast method for rankings.

use crate::{Concept, Conflict, Crisp, Stable, general_solver};

/// Being written: the general solver for now.
pub fn solve(conflict: &Conflict, concepts: &[Concept]) -> Vec<Stable> {
    general_solver::solve(&conflict.graph, &Crisp(conflict), concepts).unwrap_or_default()
}
