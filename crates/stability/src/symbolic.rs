//! Stability beyond enumeration: states, moves and preferences as decision diagrams.
//!
//! A conflict in option form whose preferences are given by statements (or whole-number weights)
//! and whose infeasible states by patterns or statements is never written out state by state:
//! sets of states and relations between them are binary decision diagrams (Bryant 1986), as in
//! symbolic model checking (Burch, Clarke, McMillan, Dill & Hwang 1992). The answers are the same
//! as those of [`crate::solve`], for up to 64 options.
//!
//! # Method
//!
//! Let `t_1(s)..t_p(s)` say which statements of party `i` hold in state `s`, and let
//! `y = (y_1..y_p)` be variables of their own: the score of the state that the party considers
//! leaving. With
//!
//! - `Above(s, y)`: `s` is feasible and its score is above `y` (first difference decides);
//! - `Pre_j(X)`: feasible states that are in `X` or from which a move of `j` leads into `X`: the
//!   options of `j` quantified away, an irreversible one only from the side it can leave;
//! - `Pre_j+(X)`: the same by improvements of `j`, through the relation of `s` to the options of
//!   `j` after its move;
//! - `V(s, y)`: `s` is feasible and not above `y` and, under SMR and SSEQ, not in
//!   `Pre_i(Above)`;
//! - `D`: the least set with `V`, closed under `Pre_j` (GMR, SMR) or `Pre_j+` (SEQ, SSEQ) of every
//!   other party `j`: where the others can sanction,
//!
//! a state `s` is unstable for `i` iff it is in `Pre_i(Above and not D)` at `y = t(s)`; under R,
//! `D` is empty. In option form moves and improvements are transitive, so that legal sequences
//! need no memory of the last mover. Only `p` variables carry the state left behind, instead of a
//! second copy of all options.
//!
//! # What it works for
//!
//! The size of the diagrams is what counts, not the number of states. It stays small where
//! statements and patterns speak of few options each and the options can be put in a line such
//! that those spoken of together stand close together; the order is chosen so that they do (by
//! the FORCE heuristic of Aloul, Markov & Sakallah 2003), whatever order they are given in.
//! Chains and rings of 60 options, exclusive levels of action of twelve parties, or one regulator
//! and fourteen firms need hundreds to some tens of thousands of nodes and about a second at most.
//! Where each statement joins three options from anywhere, R, GMR and SMR stay easy for 60 options, while the
//! diagrams of SEQ and SSEQ grow with the number of statements: about 60,000 nodes for 10
//! statements a party and 40 options, more than a million for 15. Weights over all options take
//! a diagram that remembers partial sums: R, GMR and SMR up to 40 options, SEQ and SSEQ to 20 or
//! so. The example `symbolic_growth` measures all of these.
//!
//! Every operation is bounded: a diagram that would exceed the limit, or an operation that would
//! take far more steps than such a diagram has nodes, ends the analysis with
//! [`SymbolicError::TooLarge`].

mod analysis;
mod conflict;
mod diagram;
mod order;
mod score;
mod state_set;

pub use conflict::{SymbolicConflict, SymbolicError, SymbolicPreference};
pub use state_set::StateSet;

use crate::Concept;
use analysis::Analysis;
use biodivine_lib_bdd::Bdd;

/// A limit on nodes that keeps an analysis within about a gigabyte of memory.
pub const NODE_LIMIT: usize = 1 << 20;

/// The stable states under one concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolicStable {
    /// The concept.
    pub concept: Concept,
    /// For each party the states that are stable for it.
    pub by_party: Vec<StateSet>,
    /// The states that are stable for every party.
    pub equilibria: StateSet,
}

/// What an analysis by decision diagrams finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolicSolution {
    /// The feasible states.
    pub feasible: StateSet,
    /// One for each concept, as asked for.
    pub stable: Vec<SymbolicStable>,
    /// The options in the order in which the diagrams ask for them.
    pub order: Vec<usize>,
    /// Nodes of the largest diagram met on the way.
    pub largest: usize,
}

/// The states that are stable for each party under each of the concepts, which must be of
/// [`Concept::BASIC`]. No diagram grows beyond `node_limit` nodes ([`NODE_LIMIT`] if in doubt).
///
/// ```
/// use zopa_stability::symbolic::*;
/// use zopa_stability::{Concept, ConflictOption, Statement::*};
/// // Twenty prisoner's dilemmas side by side: party 0 owns the even options (cooperate), party 1
/// // the odd ones, and each cares for the other's cooperation before its own defection.
/// let options = (0..40).map(|i| ConflictOption { owner: i % 2, reversibility: Default::default() });
/// let cares = |owner: usize| {
///     let pair = |k: usize| [Taken(2 * k + 1 - owner), Not(Box::new(Taken(2 * k + owner)))];
///     SymbolicPreference::Statements((0..20).flat_map(pair).collect())
/// };
/// let conflict = SymbolicConflict {
///     parties: 2,
///     options: options.collect(),
///     infeasible_patterns: vec![],
///     infeasible: vec![],
///     preferences: vec![cares(0), cares(1)],
/// };
/// let solution = solve(&conflict, &[Concept::Nash], NODE_LIMIT)?;
/// let equilibria = &solution.stable[0].equilibria;
/// assert_eq!(solution.feasible.count(), 1 << 40);
/// assert_eq!(equilibria.states(2), [0]); // nobody cooperates
/// # Ok::<(), SymbolicError>(())
/// ```
///
/// # Errors
/// Where the parts of the conflict do not fit together, no state is feasible, a concept is none of
/// those, or a diagram would grow too large.
pub fn solve(
    conflict: &SymbolicConflict,
    concepts: &[Concept],
    node_limit: usize,
) -> Result<SymbolicSolution, SymbolicError> {
    let analysis = Analysis::new(conflict, node_limit)?;
    for &concept in concepts {
        if !Concept::BASIC.contains(&concept) {
            return Err(SymbolicError::OtherConcept(concept));
        }
    }
    let mut by_concept: Vec<Vec<Bdd>> = vec![Vec::new(); concepts.len()];
    for party in 0..conflict.parties {
        for (sets, stable) in by_concept.iter_mut().zip(analysis.stable(party, concepts)?) {
            sets.push(stable);
        }
    }
    let mut stable = Vec::with_capacity(concepts.len());
    for (&concept, sets) in concepts.iter().zip(by_concept) {
        let all = sets
            .iter()
            .try_fold(analysis.feasible.clone(), |all, set| analysis.diagrams.and(&all, set))?;
        let by_party = sets.iter().map(|set| analysis.state_set(set)).collect();
        stable.push(SymbolicStable { concept, by_party, equilibria: analysis.state_set(&all) });
    }
    Ok(SymbolicSolution {
        feasible: analysis.state_set(&analysis.feasible),
        stable,
        order: analysis.order.to_vec(),
        largest: analysis.diagrams.largest(),
    })
}
