//! The page of a stability analysis: which states of a conflict are equilibria, under which
//! foresight, and how they are reached from the status quo.
//!
//! The command line turns what the solvers found into a [`StabilityAnswer`], which holds data
//! only; [`html`] makes the page of it. Equal answers give equal bytes.
//!
//! Large conflicts are shown in part: the caller chooses the states (the neighbourhood of one of
//! them, say), and the page tells how many there are in all.

mod answer;
mod controls;
mod diagram;
mod explanations;
mod findings;
mod layout;
mod naming;
mod page;
mod paths;
mod provenance;
mod results;
mod states;

pub use answer::{
    ConceptRow, Explanation, KnownResult, Move, MoveKind, OptionRow, PartyRow, Path, ResultTable,
    RobustnessRow, StabilityAnswer, StateRow,
};
pub use page::html;
