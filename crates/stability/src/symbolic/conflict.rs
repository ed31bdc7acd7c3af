//! What the symbolic engine is given: a conflict of which no state is written out.

use crate::{Concept, ConflictOption, OPTION_LIMIT, Pattern, Statement};

/// A conflict in option form of which no state is written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolicConflict {
    /// Number of parties.
    pub parties: usize,
    /// The options; option `i` is bit `i` of a state's number.
    pub options: Vec<ConflictOption>,
    /// A state that matches one of these is infeasible.
    pub infeasible_patterns: Vec<Pattern>,
    /// A state in which one of these holds is infeasible.
    pub infeasible: Vec<Statement>,
    /// One preference per party.
    pub preferences: Vec<SymbolicPreference>,
}

/// A preference by what holds in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SymbolicPreference {
    /// Option prioritising: statements, most important first ([`crate::prioritise`]).
    Statements(Vec<Statement>),
    /// Option weighting: a weight for each option, of which a state scores those that it takes;
    /// options past the end count nothing.
    Weights(Vec<i64>),
}

/// Why a conflict has no symbolic answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolicError {
    /// A diagram would exceed the limit, or an operation the steps that go with it.
    TooLarge {
        /// Most nodes of a diagram.
        nodes: usize,
    },
    /// There are no options or more than 64.
    OptionCount {
        /// How many there are.
        options: usize,
    },
    /// The number of preferences is not the number of parties.
    PreferenceCount {
        /// Parties of the conflict.
        parties: usize,
        /// Preferences given.
        preferences: usize,
    },
    /// An option is owned by a party that is not there.
    UnknownOwner {
        /// The option.
        option: usize,
    },
    /// A statement, pattern or weight is on an option that is not there.
    UnknownOption {
        /// The option.
        option: usize,
    },
    /// There are more statements than diagrams have variables (some 65,000).
    TooManyStatements,
    /// No state is feasible.
    NoStates,
    /// Only the concepts of [`Concept::BASIC`] are known here.
    OtherConcept(Concept),
}

impl std::fmt::Display for SymbolicError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SymbolicError::TooLarge { nodes } => {
                write!(f, "a decision diagram would need more than {nodes} nodes")
            }
            SymbolicError::OptionCount { options } => {
                write!(f, "{options} options, not 1 to {OPTION_LIMIT}")
            }
            SymbolicError::PreferenceCount { parties, preferences } => {
                write!(f, "{parties} parties but {preferences} preferences")
            }
            SymbolicError::UnknownOwner { option } => {
                write!(f, "option {option} is owned by a party that is not there")
            }
            SymbolicError::UnknownOption { option } => write!(f, "there is no option {option}"),
            SymbolicError::TooManyStatements => write!(f, "too many statements"),
            SymbolicError::NoStates => write!(f, "no state is feasible"),
            SymbolicError::OtherConcept(concept) => {
                write!(f, "{} is not analysed by decision diagrams", concept.name())
            }
        }
    }
}

impl std::error::Error for SymbolicError {}

/// Whether the parts fit together.
pub(super) fn check(conflict: &SymbolicConflict) -> Result<(), SymbolicError> {
    let options = conflict.options.len();
    if !(1..=OPTION_LIMIT).contains(&options) {
        return Err(SymbolicError::OptionCount { options });
    }
    let (parties, preferences) = (conflict.parties, conflict.preferences.len());
    if parties != preferences {
        return Err(SymbolicError::PreferenceCount { parties, preferences });
    }
    if let Some(option) = conflict.options.iter().position(|option| option.owner >= parties) {
        return Err(SymbolicError::UnknownOwner { option });
    }
    let unknown = |option: usize| Err(SymbolicError::UnknownOption { option });
    for pattern in &conflict.infeasible_patterns {
        let beyond = pattern.fixed | pattern.value;
        if options < OPTION_LIMIT && beyond >> options != 0 {
            return unknown(63 - beyond.leading_zeros() as usize);
        }
    }
    for preference in &conflict.preferences {
        match preference {
            SymbolicPreference::Weights(weights) if weights.len() > options => {
                return unknown(options);
            }
            SymbolicPreference::Statements(statements) => {
                for statement in statements {
                    if let Some(option) = unknown_option(statement, options) {
                        return unknown(option);
                    }
                }
            }
            SymbolicPreference::Weights(_) => {}
        }
    }
    match conflict.infeasible.iter().find_map(|statement| unknown_option(statement, options)) {
        Some(option) => unknown(option),
        None => Ok(()),
    }
}

/// An option of the statement that is not there.
fn unknown_option(statement: &Statement, options: usize) -> Option<usize> {
    match statement {
        Statement::Taken(option) => (*option >= options).then_some(*option),
        Statement::Constant(_) => None,
        Statement::Not(part) => unknown_option(part, options),
        Statement::And(parts) | Statement::Or(parts) => {
            parts.iter().find_map(|part| unknown_option(part, options))
        }
        Statement::If(one, other) | Statement::IfAndOnlyIf(one, other) => {
            unknown_option(one, options).or_else(|| unknown_option(other, options))
        }
    }
}
