//! Robustness: how often each state is an equilibrium where the preferences are not known exactly.
//!
//! Rankings are perturbed a stated number of times ([`Perturbation`]) and the conflict is solved
//! each time. The answer counts, for each concept and state, the draws in which the state is
//! stable for each party and in which it is an equilibrium; [`wilson_interval`] gives the interval
//! for the chance behind a count. The random numbers of a draw depend on the seed, the draw and the
//! party alone: a result is the same on any number of threads, and [`perturbed`] shows any draw.
//!
//! [`fewest_swaps`] asks the reverse, without drawing: how many exchanges of neighbours in a
//! party's ranking it takes at least for a state to stop being stable for it.
//!
//! ```
//! use zopa_stability::robustness::{Perturbation, frequencies, wilson_interval};
//! use zopa_stability::*;
//!
//! // The prisoner's dilemma: mutual confession (state 3) rests on each preferring it to being the
//! // only one who does not confess. They are neighbours in each ranking.
//! let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
//! let form = OptionForm {
//!     parties: 2,
//!     options: vec![option(0), option(1)],
//!     feasible: FeasibleStates::All(2),
//! };
//! let one = Preference::Ranking(Ranking::new(vec![2, 3, 0, 1]));
//! let other = Preference::Ranking(Ranking::new(vec![2, 0, 3, 1]));
//! let conflict = Conflict::new(Graph::Options(form), vec![one, other])?;
//!
//! let swap = Perturbation::AdjacentSwaps(1);
//! let found = frequencies(&conflict, &swap, &[Concept::Nash], 3000, 1).unwrap();
//! // One of the three pairs of neighbours is exchanged: 2/3 for each party, 4/9 for both.
//! let (low, high) = wilson_interval(found.concepts[0].equilibrium[3], found.draws);
//! assert!(low < 4.0 / 9.0 && 4.0 / 9.0 < high);
//! # Ok::<(), ConflictError>(())
//! ```
//!
//! Assumption: the perturbations are of equal chance; they stand for not knowing, and are no
//! estimate of how wrong a ranking is.

mod perturbation;
mod sensitivity;
mod wilson;

pub use perturbation::{Perturbation, perturbed};
pub use sensitivity::{SensitivityError, fewest_swaps, swaps_until_unstable};
pub use wilson::wilson_interval;

use crate::{Concept, Conflict, ConflictError, Stable, solve};
use rayon::prelude::*;

/// States from which on draws are solved one after another, each with all threads, so that no more
/// than one set of counts is in memory.
const LARGE: usize = 1 << 14;

/// How often each state was stable under one concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConceptFrequencies {
    /// The concept.
    pub concept: Concept,
    /// For each state the number of draws in which it is an equilibrium.
    pub equilibrium: Vec<u32>,
    /// For each party and state the number of draws in which the state is stable for the party.
    pub stable: Vec<Vec<u32>>,
    /// Draws in which no state is an equilibrium.
    pub without_equilibrium: u32,
}

/// How often each state was stable in the draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequencies {
    /// Number of draws.
    pub draws: u32,
    /// One entry for each concept asked for.
    pub concepts: Vec<ConceptFrequencies>,
}

/// Why robustness cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RobustnessError {
    /// The conflict cannot be solved.
    Conflict(ConflictError),
    /// The strength of noise is negative or not a number.
    Strength,
    /// There is not one list of statements (or none) for each party.
    Statements {
        /// Lists given.
        given: usize,
        /// Parties of the conflict.
        parties: usize,
    },
    /// There is not one number for each state.
    Numbers {
        /// Numbers given.
        given: usize,
        /// States of the conflict.
        states: usize,
    },
}

impl std::fmt::Display for RobustnessError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RobustnessError::Conflict(error) => error.fmt(f),
            RobustnessError::Strength => write!(f, "the strength of noise is no number above 0"),
            RobustnessError::Statements { given, parties } => {
                write!(f, "{given} lists of statements for {parties} parties")
            }
            RobustnessError::Numbers { given, states } => {
                write!(f, "{given} numbers for {states} states")
            }
        }
    }
}

impl std::error::Error for RobustnessError {}

impl From<ConflictError> for RobustnessError {
    fn from(error: ConflictError) -> Self {
        RobustnessError::Conflict(error)
    }
}

/// How often each state is stable, for each party and for all, in so many draws of perturbed
/// preferences. The same result on any number of threads.
///
/// # Errors
/// Where the perturbation does not fit the conflict or a concept cannot be solved for.
pub fn frequencies(
    conflict: &Conflict,
    perturbation: &Perturbation,
    concepts: &[Concept],
    draws: u32,
    seed: u64,
) -> Result<Frequencies, RobustnessError> {
    frequencies_watched(conflict, perturbation, concepts, draws, seed, &|| true)
}

/// The same, asking before each draw whether to go on; once the answer is no, the draws that are
/// left are not done, and [`Frequencies::draws`] says how many were.
///
/// # Errors
/// As [`frequencies`].
pub fn frequencies_watched(
    conflict: &Conflict,
    perturbation: &Perturbation,
    concepts: &[Concept],
    draws: u32,
    seed: u64,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Frequencies, RobustnessError> {
    perturbation.check(conflict)?;
    let none = || Frequencies::none(conflict, concepts);
    let with_draw = |counts: Result<Frequencies, RobustnessError>, draw: u32| {
        let mut counts = counts?;
        if !go_on() {
            return Ok(counts);
        }
        let drawn = perturbed(conflict, perturbation, u64::from(draw), seed)?;
        counts.add_draw(&solve(&drawn, concepts)?);
        Ok(counts)
    };
    if conflict.states() >= LARGE {
        return (0..draws).fold(Ok(none()), with_draw);
    }
    (0..draws)
        .into_par_iter()
        .with_min_len(16)
        .fold(|| Ok(none()), with_draw)
        .try_reduce(none, |counts, more| Ok(counts.plus(&more)))
}

impl Frequencies {
    fn none(conflict: &Conflict, concepts: &[Concept]) -> Self {
        let states = || vec![0; conflict.states()];
        let concept = |&concept: &Concept| ConceptFrequencies {
            concept,
            equilibrium: states(),
            stable: vec![states(); conflict.parties()],
            without_equilibrium: 0,
        };
        Frequencies { draws: 0, concepts: concepts.iter().map(concept).collect() }
    }

    fn add_draw(&mut self, solved: &[Stable]) {
        self.draws += 1;
        for (counts, stable) in self.concepts.iter_mut().zip(solved) {
            for (counts, stable) in counts.stable.iter_mut().zip(&stable.by_party) {
                stable.ones().for_each(|state| counts[state] += 1);
            }
            let equilibria = stable.equilibria();
            counts.without_equilibrium += u32::from(equilibria.is_empty());
            equilibria.iter().for_each(|&state| counts.equilibrium[state as usize] += 1);
        }
    }

    fn plus(mut self, more: &Frequencies) -> Self {
        let add = |counts: &mut [u32], more: &[u32]| {
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        };
        self.draws += more.draws;
        for (counts, more) in self.concepts.iter_mut().zip(&more.concepts) {
            add(&mut counts.equilibrium, &more.equilibrium);
            for (counts, more) in counts.stable.iter_mut().zip(&more.stable) {
                add(counts, more);
            }
            counts.without_equilibrium += more.without_equilibrium;
        }
        self
    }
}
