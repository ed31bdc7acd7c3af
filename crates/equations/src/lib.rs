//! The expression language: parse, units, axes, order, compile to a tape, evaluate in lanes.

pub mod expression;
pub mod formula;
