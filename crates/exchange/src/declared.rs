//! A conflict as a scenario declares it, `[option.ID]`, `[stability]`, `[preference.PARTY]` and
//! `[view.PARTY]`, to the graph model.
//!
//! [`build`] lists the feasible states, merges states that count as one, lists moves where options
//! alone do not determine them, turns every preference into a ranking or a relation, and reports
//! everything that is wrong with its place.

pub mod cubes;
pub mod description;
pub mod feasible;
pub mod statement;

mod build;
mod comparison;
mod conflict;
mod degrees;
mod evidence;
mod examples;
mod listed_form;
mod merging;
mod option_form;
mod preference;
mod relation;
mod rule;
mod states;

pub use build::{Built, Implicit, LISTED_MOVE_LIMIT, RELATION_LIMIT, STATE_LIMIT, build};
pub use examples::EXAMPLES;
