//! A conflict: who can move where, and who prefers what.

use crate::{Graph, Preference};

/// The graph model of a conflict (Kilgour, Hipel & Fang 1987).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// States and moves.
    pub graph: Graph,
    /// One preference per party.
    pub preferences: Vec<Preference>,
}

/// Why a conflict cannot be analysed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictError {
    /// There is no state.
    NoStates,
    /// There is no party.
    NoParties,
    /// The number of preferences is not the number of parties.
    PreferenceCount {
        /// Parties of the graph.
        parties: usize,
        /// Preferences given.
        preferences: usize,
    },
    /// A party's preference is over another number of states than the graph has.
    PreferenceSize {
        /// The party.
        party: usize,
        /// States of its preference.
        states: usize,
    },
    /// The method asks for more memory than its stated limit.
    TooLarge {
        /// States of the conflict.
        states: usize,
        /// Most states that the method takes.
        limit: usize,
    },
    /// The concept is defined for two parties only.
    TwoPartiesOnly,
    /// The concept is defined for option form only.
    OptionFormOnly,
    /// The concept needs rankings.
    RankingsOnly,
}

impl std::fmt::Display for ConflictError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ConflictError::NoStates => write!(f, "no state is feasible"),
            ConflictError::NoParties => write!(f, "no party can move"),
            ConflictError::PreferenceCount { parties, preferences } => {
                write!(f, "{parties} parties but {preferences} preferences")
            }
            ConflictError::PreferenceSize { party, states } => {
                write!(f, "the preference of party {party} is over {states} states")
            }
            ConflictError::TooLarge { states, limit } => {
                write!(f, "{states} states, more than the {limit} that this method takes")
            }
            ConflictError::TwoPartiesOnly => write!(f, "defined for two parties only"),
            ConflictError::OptionFormOnly => write!(f, "defined for conflicts in option form only"),
            ConflictError::RankingsOnly => write!(f, "defined for rankings only"),
        }
    }
}

impl std::error::Error for ConflictError {}

impl Conflict {
    /// A conflict whose parts fit together.
    ///
    /// # Errors
    /// Where there are no states or parties, or a preference does not fit the graph.
    pub fn new(graph: Graph, preferences: Vec<Preference>) -> Result<Self, ConflictError> {
        let (parties, states) = (graph.parties(), graph.states());
        if states == 0 {
            return Err(ConflictError::NoStates);
        }
        if parties == 0 {
            return Err(ConflictError::NoParties);
        }
        if preferences.len() != parties {
            let preferences = preferences.len();
            return Err(ConflictError::PreferenceCount { parties, preferences });
        }
        for (party, preference) in preferences.iter().enumerate() {
            if preference.states() != states {
                let states = preference.states();
                return Err(ConflictError::PreferenceSize { party, states });
            }
        }
        Ok(Conflict { graph, preferences })
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.graph.states()
    }

    /// Number of parties.
    pub fn parties(&self) -> usize {
        self.graph.parties()
    }

    /// Whether every preference is a ranking.
    pub fn is_ranked(&self) -> bool {
        self.preferences.iter().all(|preference| matches!(preference, Preference::Ranking(_)))
    }
}
