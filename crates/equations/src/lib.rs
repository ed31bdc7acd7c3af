//! The expression language: parse, units, axes, order, compile to a tape, evaluate in lanes.

mod build;
pub mod compile;
pub mod distribution;
pub mod elementary;
pub mod explain;
pub mod expression;
pub mod formula;
pub mod function;
pub mod graph;
pub mod lever;
pub mod lexer;
pub mod limits;
pub mod listing;
pub mod model;
pub mod operation;
pub mod order;
pub mod parser;
pub mod program;
pub mod symbols;
pub mod talks;
pub mod tape;
pub mod unit;

pub use compile::{Compiled, compile};
pub use model::Model;
pub use program::Program;
