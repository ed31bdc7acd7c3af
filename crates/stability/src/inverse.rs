//! The inverse problem: which preferences of a party would make a state stable for it.
//!
//! With the preferences of the others given, whether state `s` is stable for a party depends only
//! on the set `L` of the other states that the party likes no better than `s`, and a larger `L`
//! never hurts ([`Condition`]):
//!
//! - R: every state that the party can move to is in `L`;
//! - GMR: for every state `s1` that it can move to, `s1` is in `L`, or the others can move from
//!   `s1` to `s` or to a state in `L`;
//! - SMR: `s1` is in `L`, or the others can move to such a state from which every move of the
//!   party leads to `s` or into `L` again;
//! - SEQ, SSEQ: as GMR and SMR, by improvements of the others.
//!
//! No ranking need be tried. [`Condition::minimal_sets`] lists the smallest sets `L` that do: what
//! the party must come to like no better than `s`. [`Condition::nearest`] lists what has to be
//! lowered given what it likes now. [`Condition::share`] counts the strict rankings under which
//! the state is stable, exactly. [`equilibrium_share`] counts those of one party or several under
//! which the state is an equilibrium.
//!
//! ```
//! use zopa_stability::inverse::Condition;
//! use zopa_stability::*;
//!
//! // Mutual cooperation (state 0) in a 2x2 game, for the first party. The other one answers a
//! // move to state 1 by one to state 3, which it prefers.
//! let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
//! let form = OptionForm {
//!     parties: 2,
//!     options: vec![option(0), option(1)],
//!     feasible: FeasibleStates::All(2),
//! };
//! let any = Preference::Ranking(Ranking::new(vec![0; 4]));
//! let other = Preference::Ranking(Ranking::new(vec![2, 0, 3, 1]));
//! let conflict = Conflict::new(Graph::Options(form), vec![any, other])?;
//! let sequential = Condition::of(&conflict, Concept::Sequential, 0, 0).unwrap();
//!
//! // Enough that it likes state 1, or state 3, no better: 16 of the 24 strict rankings.
//! assert_eq!(sequential.minimal_sets(100).sets, [vec![1], vec![3]]);
//! let share = sequential.share().unwrap();
//! assert_eq!(share.fraction(), Some((2, 3)));
//! assert_eq!(share.count(4).unwrap().to_string(), "16");
//! # Ok::<(), ConflictError>(())
//! ```
//!
//! Source: Kinsara, Kilgour & Hipel (2015), IEEE Transactions on Systems, Man, and Cybernetics:
//! Systems 45, who enumerate rankings; the reduction to threshold sets is derived from
//! the definitions.

mod condition;
mod equilibrium;
mod natural;
mod sets;
mod share;

pub use condition::{Clause, Condition, WAY_LIMIT};
pub use equilibrium::{EquilibriumShare, ORDER_LIMIT, PartyShare, equilibrium_share};
pub use natural::Natural;
pub use sets::{MinimalSets, nearest_change};
pub use share::{NODE_LIMIT, STATE_LIMIT, Share};

use crate::Concept;

/// Why an inverse question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InverseError {
    /// The concept is none of R, GMR, SMR, SEQ and SSEQ.
    Concept(Concept),
    /// The conflict has no such state.
    State(u32),
    /// The conflict has no such party.
    Party(usize),
    /// The condition names more states than the method takes.
    TooManyStates {
        /// States named (with repetition where ways are counted).
        states: usize,
        /// Most that the method takes.
        limit: usize,
    },
    /// The decision diagram of the condition grows beyond the limit.
    TooManyNodes {
        /// Most nodes that the method takes.
        limit: usize,
    },
}

impl std::fmt::Display for InverseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            InverseError::Concept(concept) => {
                write!(f, "no threshold condition for {}", concept.abbreviation())
            }
            InverseError::State(state) => write!(f, "no state {state}"),
            InverseError::Party(party) => write!(f, "no party {party}"),
            InverseError::TooManyStates { states, limit } => {
                write!(f, "the condition names {states} states, more than {limit}")
            }
            InverseError::TooManyNodes { limit } => {
                write!(f, "the decision diagram of the condition has more than {limit} nodes")
            }
        }
    }
}

impl std::error::Error for InverseError {}
