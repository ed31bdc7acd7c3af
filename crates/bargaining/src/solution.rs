//! Bargaining solutions: rules that select packages of the zone of possible agreement.

use crate::pareto::efficient;
use crate::{GainColumns, Outcomes, Selector, TOLERANCE, Zone, zone};
use rayon::prelude::*;
use std::fmt;

/// A rule that selects among the packages `o` of the zone by the gains `g_i(o) = u_i(o) - d_i`.
///
/// `m_i` is the largest utility of party `i` in the zone and `r_i = g_i / (m_i - d_i)`, with
/// `r_i = 1` for a party that cannot gain. Weights are positive, one per party, in any scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Solution<'w> {
    /// Largest product of gains (Nash 1950).
    Nash,
    /// Largest product of gains raised to the weights (Harsanyi, Selten 1972; Kalai 1977).
    AsymmetricNash(&'w [f64]),
    /// Leximin of the relative gains `r_i` (Kalai, Smorodinsky 1975; Imai 1983).
    KalaiSmorodinsky,
    /// Leximin of the gains (Kalai 1977).
    Egalitarian,
    /// Largest sum of utilities (Harsanyi 1955).
    Utilitarian,
    /// Largest sum of relative gains `r_i` (Dhillon, Mertens 1999).
    RelativeUtilitarian,
    /// Largest smallest gain, without regard to the others (Rawls 1971).
    Maximin,
    /// Leximin of the gains divided by the weights (Kalai 1977).
    Proportional(&'w [f64]),
}

impl Solution<'_> {
    /// Checks that weights, where the rule has them, fit `parties`.
    pub(crate) fn check(&self, parties: usize) -> Result<(), SolutionError> {
        let (Self::AsymmetricNash(weights) | Self::Proportional(weights)) = self else {
            return Ok(());
        };
        if weights.len() != parties {
            return Err(SolutionError::WeightsLength { given: weights.len(), parties });
        }
        match weights.iter().position(|&w| !(w > 0.0 && w.is_finite())) {
            Some(party) => Err(SolutionError::WeightNotPositive { party }),
            None => Ok(()),
        }
    }
}

/// Why a solution cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SolutionError {
    /// The number of weights is not the number of parties.
    WeightsLength { given: usize, parties: usize },
    /// A weight is not a positive finite number.
    WeightNotPositive { party: usize },
}

impl fmt::Display for SolutionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WeightsLength { given, parties } => {
                write!(f, "{given} weights for {parties} parties")
            }
            Self::WeightNotPositive { party } => {
                write!(f, "the weight of party {party} is not a positive finite number")
            }
        }
    }
}

impl std::error::Error for SolutionError {}

/// What a solution selects.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The selected package: the first of `ties`.
    pub pick: usize,
    /// All packages that the rule rates equal within the tolerance and that none of these
    /// dominates, ascending.
    pub ties: Vec<usize>,
    /// Utilities of `pick`, per party.
    pub utilities: Vec<f64>,
    /// Gains `u_i - d_i` at `pick`, per party.
    pub gains: Vec<f64>,
    /// Gains at `pick` over ideal gains, `r_i`, 0 to 1, per party.
    pub relative_gains: Vec<f64>,
}

/// Selects by one rule; `None` where the zone of possible agreement is empty.
///
/// Scores within 1e-9 of the range are equal; of equal packages the dominated ones are dropped.
///
/// ```
/// use zopa_bargaining::{Outcomes, Solution, solve};
/// let first = [1.0, 0.0, 0.5, 0.49, 0.9];
/// let second = [0.0, 1.0, 0.45, 0.9, 0.2];
/// let outcomes = Outcomes::new(vec![&first, &second], vec![0.0, 0.0]).unwrap();
/// assert_eq!(solve(&outcomes, &Solution::KalaiSmorodinsky).unwrap().unwrap().pick, 3);
/// ```
///
/// # Errors
/// Weights that are not positive, finite and one per party.
pub fn solve(
    outcomes: &Outcomes<'_>,
    solution: &Solution<'_>,
) -> Result<Option<Choice>, SolutionError> {
    Ok(solve_all(outcomes, std::slice::from_ref(solution))?.pop().flatten())
}

/// Selects by several rules, finding the zone and the gains once.
///
/// # Errors
/// As [`solve`].
pub fn solve_all(
    outcomes: &Outcomes<'_>,
    solutions: &[Solution<'_>],
) -> Result<Vec<Option<Choice>>, SolutionError> {
    solve_in(outcomes, &zone(outcomes), solutions)
}

fn solve_in(
    outcomes: &Outcomes<'_>,
    zone: &Zone,
    solutions: &[Solution<'_>],
) -> Result<Vec<Option<Choice>>, SolutionError> {
    let parties = outcomes.parties();
    for solution in solutions {
        solution.check(parties)?;
    }
    let Some(ideal) = &zone.ideal else { return Ok(vec![None; solutions.len()]) };
    let gains: Vec<Vec<f64>> = (0..parties)
        .into_par_iter()
        .map(|i| {
            let (column, d) = (outcomes.column(i), outcomes.disagreement()[i]);
            zone.feasible.iter().map(|&o| column[o] - d).collect()
        })
        .collect();
    // A gain below the grid step over all packages is noise, not a gain.
    let floor: Vec<f64> = (0..parties)
        .map(|i| {
            let (low, high) = outcomes.range(i);
            high * TOLERANCE - low * TOLERANCE
        })
        .collect();
    let gains = Gathered { columns: gains, candidates: zone.feasible.len() };
    let mut selector = Selector::new();
    let choices = solutions.iter().map(|solution| {
        let tied: Vec<usize> = selector
            .tied(solution, &gains, &floor, true)
            .iter()
            .map(|&k| zone.feasible[k as usize])
            .collect();
        let ties = if tied.len() > 1 { efficient(outcomes, Some(&tied)).packages() } else { tied };
        let pick = *ties.first()?;
        let utilities = outcomes.utilities(pick);
        let gains: Vec<f64> =
            utilities.iter().zip(outcomes.disagreement()).map(|(u, d)| u - d).collect();
        let relative_gains = (0..parties)
            .map(|i| {
                let ideal_gain = ideal[i] - outcomes.disagreement()[i];
                if ideal_gain > floor[i] { gains[i] / ideal_gain } else { 1.0 }
            })
            .collect();
        Some(Choice { pick, ties, utilities, gains, relative_gains })
    });
    Ok(choices.collect())
}

struct Gathered {
    columns: Vec<Vec<f64>>,
    candidates: usize,
}

impl GainColumns for Gathered {
    fn parties(&self) -> usize {
        self.columns.len()
    }
    fn candidates(&self) -> usize {
        self.candidates
    }
    fn column(&self, party: usize) -> &[f64] {
        &self.columns[party]
    }
}
