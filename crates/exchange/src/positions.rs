//! Positions of parties on issues as they are written, in a scenario or in other programs' files.

pub mod data_set;
pub mod declared;
pub mod file;
pub mod table_csv;
pub mod together;
pub mod toolkit_csv;
pub mod toolkit_xml;

mod cells;
mod gathering;
mod named_positions;

pub use named_positions::{NamedIssue, NamedPositions, PositionsReading, UncertainStand};
