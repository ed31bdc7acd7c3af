//! What can be wrong with a question put to a closed form.

use std::fmt;

/// Why a closed form has no value for the arguments given.
#[derive(Debug, Clone, PartialEq)]
pub enum TheoryError {
    /// An argument lies outside the range in which the formula means anything.
    OutOfRange {
        /// Name of the argument.
        argument: &'static str,
        /// The value that was given.
        value: f64,
        /// The admissible range in words.
        expected: String,
    },
    /// An argument without a default was not given.
    MissingArgument {
        /// Name of the argument.
        argument: &'static str,
    },
    /// The topic has no argument of that name, or the name fits two.
    UnknownArgument {
        /// The name that was given.
        name: String,
    },
    /// The number of values differs from the number of arguments.
    ArgumentCount {
        /// Number of arguments of the topic.
        expected: usize,
        /// Number of values given.
        given: usize,
    },
    /// The model has no solution of the stated kind at these arguments.
    NoSolution {
        /// Why there is none.
        reason: &'static str,
    },
}

impl fmt::Display for TheoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { argument, value, expected } => {
                write!(f, "`{argument}` is {value}; it must be {expected}")
            }
            Self::MissingArgument { argument } => write!(f, "`{argument}` is needed"),
            Self::UnknownArgument { name } => write!(f, "no single argument is called `{name}`"),
            Self::ArgumentCount { expected, given } => {
                write!(f, "{given} values for {expected} arguments")
            }
            Self::NoSolution { reason } => write!(f, "no solution: {reason}"),
        }
    }
}

impl std::error::Error for TheoryError {}
