//! The graph model for conflict resolution: which states of a conflict are stable, under which
//! foresight, and by which paths they are reached.
//!
//! A [`Conflict`] is a [`Graph`] of states and moves with a [`Preference`] for each party.
//! [`solve`] finds the states that are stable under the basic [`Concept`]s.

mod concept;
mod conflict;
mod graph;
mod judgement;
mod option_form;
mod preference;
mod solution;
mod statement;

pub mod attitude;
pub mod coalition;
pub mod evolution;
pub mod explanation;
pub mod fuzzy;
pub mod general_solver;
pub mod hypergame;
pub mod inverse;
pub mod limited_move;
pub mod metarational;
pub mod prioritising;
pub mod probabilistic;
pub mod rank_solver;
pub mod robustness;
pub mod simultaneous;
pub mod strength;
pub mod symbolic;
pub mod unknown;

pub use concept::Concept;
pub use conflict::{Conflict, ConflictError};
pub use graph::{Graph, ListedGraph};
pub use judgement::{Crisp, Judgement};
pub use option_form::{
    ConflictOption, FeasibleStates, OPTION_LIMIT, OptionForm, Pattern, Reversibility,
};
pub use preference::{Comparison, Preference, Ranking, Relation};
pub use solution::{Stable, equilibria, solve};
pub use statement::{Statement, prioritise};
