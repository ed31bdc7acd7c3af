//! Probabilistic preference: a party prefers one state to another with a probability (Rego & dos
//! Santos 2015, IEEE Transactions on Systems, Man, and Cybernetics: Systems,
//! doi:10.1109/TSMC.2014.2379626).
//!
//! `P(q, s)` is the probability that a party prefers `q` to `s`, with `P(q, s) + P(s, q) <= 1` (the
//! rest is the probability that it prefers neither) and `P(s, s) = 0`. Three limits in 0..1:
//! - the focal party would leave `s` for `q` where `P(q, s) > alpha`;
//! - a state `q` deters it from leaving `s` where `P(q, s) <= beta`;
//! - under (alpha, beta, gamma)-SEQ another party responds with a move from `s` to `q` where
//!   `P(q, s) > gamma`, by its own probabilities and its own `gamma`.
//!
//! With these alpha-Nash, (alpha, beta)-GMR, (alpha, beta)-SMR and (alpha, beta, gamma)-SEQ are the
//! crisp definitions; (alpha, beta, gamma)-SSEQ is carried over the same way.
//!
//! Variant: limits on the probability itself, strict for moves. A text that writes `1 - alpha` for a
//! limit is this variant with the complement put in; one that writes `>=` for `>` differs only
//! where a probability equals a limit. Each party has its own limits. Known answers: with
//! probabilities 0 and 1 and limits below 1 the crisp answer; more states are stable the larger
//! `alpha` and `beta` and the smaller `gamma`.

use crate::general_solver;
use crate::{Comparison, Concept, ConflictError, Graph, Judgement, Preference, Stable};

/// How far the two probabilities of a pair may sum to more than 1.
pub const TOLERANCE: f64 = 1e-9;

/// Most states of a table made from a crisp preference: half a GiB.
pub const TABLE_STATE_LIMIT: usize = 1 << 13;

/// For each pair of states the probability that a party prefers one to the other.
#[derive(Debug, Clone, PartialEq)]
pub struct PreferenceProbabilities {
    states: usize,
    probability: Vec<f64>,
}

/// From which probabilities on a party acts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The party leaves for a state that it prefers with a probability above this.
    pub alpha: f64,
    /// It is deterred by a state that it prefers with a probability of at most this.
    pub beta: f64,
    /// It responds to others by moving to a state that it prefers with a probability above this.
    pub gamma: f64,
}

impl Limits {
    /// The same limit for the three.
    pub fn alike(limit: f64) -> Self {
        Limits { alpha: limit, beta: limit, gamma: limit }
    }
}

/// Why a probabilistic analysis is not possible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ProbabilityError {
    /// The number of probabilities is not the square of the number of states.
    Size {
        /// Probabilities that there should be.
        expected: usize,
        /// Probabilities given.
        found: usize,
    },
    /// A probability is not a number from 0 to 1.
    Probability {
        /// The state.
        state: u32,
        /// The state it is compared with.
        other: u32,
    },
    /// The two probabilities of a pair sum to more than 1.
    Sum {
        /// The state.
        state: u32,
        /// The state it is compared with.
        other: u32,
    },
    /// The number of tables of probabilities is not the number of parties.
    Tables,
    /// The number of limits is not the number of parties.
    Limits,
    /// A limit is not a number from 0 to 1.
    Limit {
        /// The party.
        party: usize,
    },
    /// The conflict cannot be analysed.
    Conflict(ConflictError),
}

impl std::fmt::Display for ProbabilityError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ProbabilityError::Size { expected, found } => {
                write!(f, "{found} probabilities of preference where {expected} are needed")
            }
            ProbabilityError::Probability { state, other } => {
                write!(f, "the probability of state {state} over {other} is not between 0 and 1")
            }
            ProbabilityError::Sum { state, other } => write!(
                f,
                "the probabilities of states {state} and {other} over each other sum to more than 1"
            ),
            ProbabilityError::Tables => {
                write!(f, "one table of probabilities for each party is needed")
            }
            ProbabilityError::Limits => write!(f, "limits for each party are needed"),
            ProbabilityError::Limit { party } => {
                write!(f, "a limit of party {party} is not between 0 and 1")
            }
            ProbabilityError::Conflict(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ProbabilityError {}

impl From<ConflictError> for ProbabilityError {
    fn from(error: ConflictError) -> Self {
        ProbabilityError::Conflict(error)
    }
}

impl PreferenceProbabilities {
    /// Probabilities row by row: `probability[q * states + s]` is `P(q, s)`. What is given for a
    /// state and itself is not looked at.
    ///
    /// # Errors
    /// Where there are not `states` times `states` probabilities, one is not in 0..1, or the two of
    /// a pair sum to more than 1.
    pub fn new(states: usize, mut probability: Vec<f64>) -> Result<Self, ProbabilityError> {
        let (expected, found) = (states.saturating_mul(states), probability.len());
        if found != expected {
            return Err(ProbabilityError::Size { expected, found });
        }
        for state in 0..states {
            probability[state * states + state] = 0.0;
        }
        let table = PreferenceProbabilities { states, probability };
        for state in 0..states as u32 {
            for other in 0..states as u32 {
                if !(0.0..=1.0).contains(&table.probability(state, other)) {
                    return Err(ProbabilityError::Probability { state, other });
                }
            }
        }
        for state in 0..states as u32 {
            for other in 0..state {
                let sum = table.probability(state, other) + table.probability(other, state);
                if sum > 1.0 + TOLERANCE {
                    return Err(ProbabilityError::Sum { state, other });
                }
            }
        }
        Ok(table)
    }

    /// The probabilities of a crisp preference: 1 where preferred, 0 where equal or less
    /// preferred, 1/2 where unknown. Needs the square of the number of states in memory.
    ///
    /// # Errors
    /// [`ConflictError::TooLarge`] beyond [`TABLE_STATE_LIMIT`].
    pub fn from_preference(preference: &Preference) -> Result<Self, ProbabilityError> {
        let states = preference.states();
        if states > TABLE_STATE_LIMIT {
            return Err(ConflictError::TooLarge { states, limit: TABLE_STATE_LIMIT }.into());
        }
        let all = 0..states as u32;
        let probability = all
            .clone()
            .flat_map(|state| all.clone().map(move |other| (state, other)))
            .map(|(state, other)| match preference.compare(state, other) {
                Comparison::Better(_) => 1.0,
                Comparison::Unknown => 0.5,
                Comparison::Equal | Comparison::Worse(_) => 0.0,
            })
            .collect();
        Ok(PreferenceProbabilities { states, probability })
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The probability `P(state, other)` that `state` is preferred to `other`.
    pub fn probability(&self, state: u32, other: u32) -> f64 {
        self.probability[state as usize * self.states + other as usize]
    }
}

/// The judgement of parties with probabilities of preference and limits.
#[derive(Debug, Clone, Copy)]
pub struct ProbabilisticPreference<'p> {
    /// One table per party.
    pub probabilities: &'p [PreferenceProbabilities],
    /// One set of limits per party.
    pub limits: &'p [Limits],
}

impl Judgement for ProbabilisticPreference<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        self.probabilities[party].probability(to, from) > self.limits[party].alpha
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        self.probabilities[party].probability(end, from) <= self.limits[party].beta
    }

    fn responds(&self, party: usize, from: u32, to: u32) -> bool {
        self.probabilities[party].probability(to, from) > self.limits[party].gamma
    }
}

/// The probabilistically stable states for each party under each of the [`Concept::BASIC`]
/// concepts asked for.
///
/// ```
/// use zopa_stability::probabilistic::{self, Limits, PreferenceProbabilities};
/// use zopa_stability::{Concept, Graph, ListedGraph};
/// let mut graph = ListedGraph::without_moves(2);
/// graph.add_party(&[vec![1], vec![]]);
/// let graph = Graph::Listed(graph);
/// // The second state is preferred with probability 0.6, the first with 0.3.
/// let table = [PreferenceProbabilities::new(2, vec![0.0, 0.3, 0.6, 0.0])?];
/// let stable = |alpha| {
///     probabilistic::solve(&graph, &table, &[Limits::alike(alpha)], &[Concept::Nash])
/// };
/// assert_eq!(stable(0.5)?[0].equilibria(), [1]); // likely enough: the party leaves
/// assert_eq!(stable(0.6)?[0].equilibria(), [0, 1]); // it does not
/// # Ok::<(), probabilistic::ProbabilityError>(())
/// ```
///
/// # Errors
/// Where there is not one table over the graph's states and one set of limits in 0..1 for each
/// party, the graph is beyond the limits of [`general_solver::solve`], or a concept is not one of
/// [`Concept::BASIC`].
pub fn solve(
    graph: &Graph,
    probabilities: &[PreferenceProbabilities],
    limits: &[Limits],
    concepts: &[Concept],
) -> Result<Vec<Stable>, ProbabilityError> {
    let (parties, states) = (graph.parties(), graph.states());
    if probabilities.len() != parties {
        return Err(ProbabilityError::Tables);
    }
    if limits.len() != parties {
        return Err(ProbabilityError::Limits);
    }
    if let Some(table) = probabilities.iter().find(|table| table.states != states) {
        let (expected, found) = (states.saturating_mul(states), table.probability.len());
        return Err(ProbabilityError::Size { expected, found });
    }
    let proper = |limits: &Limits| {
        [limits.alpha, limits.beta, limits.gamma].iter().all(|limit| (0.0..=1.0).contains(limit))
    };
    if let Some(party) = limits.iter().position(|limits| !proper(limits)) {
        return Err(ProbabilityError::Limit { party });
    }
    Ok(general_solver::solve(graph, &ProbabilisticPreference { probabilities, limits }, concepts)?)
}
