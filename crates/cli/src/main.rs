//! The `zopa` program.
fn main() {}
