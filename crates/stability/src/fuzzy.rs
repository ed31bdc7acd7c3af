//! Fuzzy preference: a party prefers one state to another to a degree (Bashar, Kilgour & Hipel
//! 2012, IEEE Transactions on Fuzzy Systems 20(4):760-770).
//!
//! `r(s, q)` in 0..1 is the degree to which `s` is preferred to `q`, with `r(s, q) + r(q, s) = 1`
//! and `r(s, s) = 1/2`. The relative certainty of preference is `c(s, q) = r(s, q) - r(q, s)`, in
//! -1..1. Each party has a satisficing threshold `g` in (0, 1]:
//! - a move from `s` to `q` is a fuzzy improvement of the mover where `c(q, s) >= g`, with the
//!   mover's own threshold;
//! - a state `q` deters the focal party from leaving `s` where `c(q, s) < g`.
//!
//! With these FR, FGMR, FSMR and FSEQ are the crisp definitions; SSEQ is carried over the same way.
//! The relation that results need not be transitive. Known answer: with degrees 0, 1/2 and 1 and
//! any threshold the crisp answer.

use crate::general_solver;
use crate::{Comparison, Concept, ConflictError, Graph, Judgement, Preference, Stable};

/// How far degrees may miss what they should be: decimals such as 0.7 - 0.3 are not exact.
pub const TOLERANCE: f64 = 1e-9;

/// Most states of a relation made from a crisp preference: half a GiB.
pub const RELATION_STATE_LIMIT: usize = 1 << 13;

/// A fuzzy preference relation of one party over states.
#[derive(Debug, Clone, PartialEq)]
pub struct FuzzyRelation {
    states: usize,
    degree: Vec<f64>,
}

/// Why a fuzzy analysis is not possible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FuzzyError {
    /// The number of degrees is not the square of the number of states.
    Size {
        /// Degrees that there should be.
        expected: usize,
        /// Degrees given.
        found: usize,
    },
    /// A degree is not a number from 0 to 1.
    Degree {
        /// The state.
        state: u32,
        /// The state it is compared with.
        other: u32,
    },
    /// The two degrees of a pair do not sum to 1.
    NotReciprocal {
        /// The state.
        state: u32,
        /// The state it is compared with.
        other: u32,
    },
    /// The number of relations is not the number of parties.
    Relations,
    /// The number of thresholds is not the number of parties.
    Thresholds,
    /// A threshold is not above 0 and at most 1.
    Threshold {
        /// The party.
        party: usize,
    },
    /// The conflict cannot be analysed.
    Conflict(ConflictError),
}

impl std::fmt::Display for FuzzyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FuzzyError::Size { expected, found } => {
                write!(f, "{found} degrees of preference where {expected} are needed")
            }
            FuzzyError::Degree { state, other } => {
                write!(f, "the degree of state {state} over {other} is not between 0 and 1")
            }
            FuzzyError::NotReciprocal { state, other } => {
                write!(
                    f,
                    "the degrees of states {state} and {other} over each other do not sum to 1"
                )
            }
            FuzzyError::Relations => write!(f, "one fuzzy relation for each party is needed"),
            FuzzyError::Thresholds => write!(f, "one threshold for each party is needed"),
            FuzzyError::Threshold { party } => {
                write!(f, "the threshold of party {party} is not above 0 and at most 1")
            }
            FuzzyError::Conflict(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FuzzyError {}

impl From<ConflictError> for FuzzyError {
    fn from(error: ConflictError) -> Self {
        FuzzyError::Conflict(error)
    }
}

impl FuzzyRelation {
    /// A relation from its degrees row by row: `degree[s * states + q]` is `r(s, q)`. What is given
    /// for a state and itself is not looked at.
    ///
    /// # Errors
    /// Where there are not `states` times `states` degrees, one is not in 0..1, or the two of a
    /// pair do not sum to 1.
    pub fn new(states: usize, mut degree: Vec<f64>) -> Result<Self, FuzzyError> {
        let (expected, found) = (states.saturating_mul(states), degree.len());
        if found != expected {
            return Err(FuzzyError::Size { expected, found });
        }
        for state in 0..states {
            degree[state * states + state] = 0.5;
        }
        let relation = FuzzyRelation { states, degree };
        for state in 0..states as u32 {
            for other in 0..states as u32 {
                if !(0.0..=1.0).contains(&relation.degree(state, other)) {
                    return Err(FuzzyError::Degree { state, other });
                }
            }
        }
        for state in 0..states as u32 {
            for other in 0..state {
                let sum = relation.degree(state, other) + relation.degree(other, state);
                if (sum - 1.0).abs() > TOLERANCE {
                    return Err(FuzzyError::NotReciprocal { state, other });
                }
            }
        }
        Ok(relation)
    }

    /// The relation of a crisp preference: 1 where preferred, 0 where less preferred, and 1/2 where
    /// equal or unknown. Needs the square of the number of states in memory.
    ///
    /// # Errors
    /// [`ConflictError::TooLarge`] beyond [`RELATION_STATE_LIMIT`].
    pub fn from_preference(preference: &Preference) -> Result<Self, FuzzyError> {
        let states = preference.states();
        if states > RELATION_STATE_LIMIT {
            return Err(ConflictError::TooLarge { states, limit: RELATION_STATE_LIMIT }.into());
        }
        let all = 0..states as u32;
        let degree = all
            .clone()
            .flat_map(|state| all.clone().map(move |other| (state, other)))
            .map(|(state, other)| match preference.compare(state, other) {
                Comparison::Better(_) => 1.0,
                Comparison::Equal | Comparison::Unknown => 0.5,
                Comparison::Worse(_) => 0.0,
            })
            .collect();
        Ok(FuzzyRelation { states, degree })
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The degree `r(state, other)` to which `state` is preferred to `other`.
    pub fn degree(&self, state: u32, other: u32) -> f64 {
        self.degree[state as usize * self.states + other as usize]
    }

    /// The relative certainty `c(state, other) = r(state, other) - r(other, state)`, in -1..1.
    pub fn certainty(&self, state: u32, other: u32) -> f64 {
        self.degree(state, other) - self.degree(other, state)
    }
}

/// The judgement of parties with fuzzy relations and satisficing thresholds.
#[derive(Debug, Clone, Copy)]
pub struct FuzzyPreference<'r> {
    /// One relation per party.
    pub relations: &'r [FuzzyRelation],
    /// One threshold per party, above 0 and at most 1.
    pub thresholds: &'r [f64],
}

impl Judgement for FuzzyPreference<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        self.relations[party].certainty(to, from) >= self.thresholds[party] - TOLERANCE
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        !self.improves(party, from, end)
    }
}

/// The fuzzy stable states for each party under each of the [`Concept::BASIC`] concepts asked for.
///
/// ```
/// use zopa_stability::fuzzy::{self, FuzzyRelation};
/// use zopa_stability::{Concept, Graph, ListedGraph};
/// let mut graph = ListedGraph::without_moves(2);
/// graph.add_party(&[vec![1], vec![]]);
/// let graph = Graph::Listed(graph);
/// // The second state is preferred to degree 0.7, the first to 0.3: certainty 0.4.
/// let relation = FuzzyRelation::new(2, vec![0.5, 0.3, 0.7, 0.5])?;
/// let stable = |threshold| {
///     fuzzy::solve(&graph, std::slice::from_ref(&relation), &[threshold], &[Concept::Nash])
/// };
/// assert_eq!(stable(0.4)?[0].equilibria(), [1]); // 0.4 suffices: the party leaves
/// assert_eq!(stable(0.5)?[0].equilibria(), [0, 1]); // it does not
/// # Ok::<(), fuzzy::FuzzyError>(())
/// ```
///
/// # Errors
/// Where there is not one relation over the graph's states and one threshold in (0, 1] for each
/// party, the graph is beyond the limits of [`general_solver::solve`], or a concept is not one of
/// [`Concept::BASIC`].
pub fn solve(
    graph: &Graph,
    relations: &[FuzzyRelation],
    thresholds: &[f64],
    concepts: &[Concept],
) -> Result<Vec<Stable>, FuzzyError> {
    let (parties, states) = (graph.parties(), graph.states());
    if relations.len() != parties {
        return Err(FuzzyError::Relations);
    }
    if thresholds.len() != parties {
        return Err(FuzzyError::Thresholds);
    }
    if let Some(relation) = relations.iter().find(|relation| relation.states != states) {
        let (expected, found) = (states.saturating_mul(states), relation.degree.len());
        return Err(FuzzyError::Size { expected, found });
    }
    if let Some(party) = thresholds.iter().position(|&g| !(g > 0.0 && g <= 1.0)) {
        return Err(FuzzyError::Threshold { party });
    }
    Ok(general_solver::solve(graph, &FuzzyPreference { relations, thresholds }, concepts)?)
}
