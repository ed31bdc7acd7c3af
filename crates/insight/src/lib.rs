//! What ensembles say about choices.
//!
//! [`lever_conflict`](lever_conflict::lever_conflict) makes the levers of a scenario the options of
//! a conflict, with preferences from ensembles that share their random numbers.

pub mod lever_conflict;
