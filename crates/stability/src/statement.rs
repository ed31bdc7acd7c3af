//! Statements on options, by which parties prioritise states (Fang, Hipel, Kilgour & Peng 2003).

use std::cmp::Ordering;

/// A statement that holds in a state or does not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Statement {
    /// The option with this index is taken.
    Taken(usize),
    /// Always or never.
    Constant(bool),
    /// It is not so that.
    Not(Box<Statement>),
    /// All of these.
    And(Vec<Statement>),
    /// At least one of these.
    Or(Vec<Statement>),
    /// The first if the second: false only where the second holds and the first does not.
    If(Box<Statement>, Box<Statement>),
    /// Both or neither.
    IfAndOnlyIf(Box<Statement>, Box<Statement>),
}

impl Statement {
    /// Whether it holds in the state with this number (option `i` is bit `i`).
    ///
    /// ```
    /// use zopa_stability::Statement::*;
    /// let accept_if_insist = If(Box::new(Taken(0)), Box::new(Taken(1)));
    /// let truth: Vec<bool> = (0..4).map(|state| accept_if_insist.holds(state)).collect();
    /// assert_eq!(truth, [true, true, false, true]);
    /// ```
    pub fn holds(&self, state: u64) -> bool {
        match self {
            Statement::Taken(option) => state >> option & 1 == 1,
            Statement::Constant(value) => *value,
            Statement::Not(part) => !part.holds(state),
            Statement::And(parts) => parts.iter().all(|part| part.holds(state)),
            Statement::Or(parts) => parts.iter().any(|part| part.holds(state)),
            Statement::If(then, condition) => !condition.holds(state) || then.holds(state),
            Statement::IfAndOnlyIf(one, other) => one.holds(state) == other.holds(state),
        }
    }
}

/// Option prioritising: compares two states by statements, most important first. The first
/// statement that holds in one state only decides for it. The same order as the score
/// `sum over j of 2^(p-j) [statement j holds]`, for any number `p` of statements.
pub fn prioritise(statements: &[Statement], state: u64, other: u64) -> Ordering {
    statements
        .iter()
        .map(|statement| statement.holds(state).cmp(&statement.holds(other)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}
