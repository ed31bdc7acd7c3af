//! Conflicts as they are written, in a scenario or in other programs' files, to the graph model
//! and back.

pub mod csv;
pub mod declared;
pub mod dot;
pub mod gmcr;
pub mod json;
pub mod positions;
pub mod scenario_text;

mod named_conflict;

pub use named_conflict::{
    Alias, DegreeTable, Known, Named, NamedConflict, StateNames, View, letters, number,
};
