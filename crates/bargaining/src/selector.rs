//! Selector: the pick of a bargaining solution from gains alone, with buffers kept between calls.

use crate::grid::position;
use crate::leximin::leximin;
use crate::{Solution, SolutionError, TOLERANCE};
use crate::{egalitarian, kalai_smorodinsky, maximin, nash, proportional, utilitarian};
use rayon::prelude::*;

/// Candidates handled by one task; fixed, so that results do not depend on the number of threads.
const TASK: usize = 1 << 13;

/// Gains `g_i(k) = u_i(k) - d_i >= 0` of candidate packages `k`, one column per party.
pub trait GainColumns: Sync {
    /// Number of parties.
    fn parties(&self) -> usize;
    /// Number of candidates.
    fn candidates(&self) -> usize;
    /// Gains of one party; at least `candidates` long.
    fn column(&self, party: usize) -> &[f64];
}

impl GainColumns for [&[f64]] {
    fn parties(&self) -> usize {
        self.len()
    }
    fn candidates(&self) -> usize {
        self.iter().map(|c| c.len()).min().unwrap_or(0)
    }
    fn column(&self, party: usize) -> &[f64] {
        self[party]
    }
}

/// Gains in one slice, party after party: gain of party `i` at candidate `k` at `i * stride + k`.
///
/// ```
/// use zopa_bargaining::{GainTable, Selector, Solution};
/// // Two parties, room for three candidates each, two in use.
/// let gains = [0.5, 0.3, 0.0, 0.1, 0.2, 0.0];
/// let table = GainTable::new(&gains, 2, 3, 2);
/// assert_eq!(Selector::new().select(&Solution::Nash, &table), Ok(Some(1)));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GainTable<'a> {
    gains: &'a [f64],
    parties: usize,
    stride: usize,
    candidates: usize,
}

impl<'a> GainTable<'a> {
    /// Takes the first `candidates` gains of each of `parties` runs of `stride` gains.
    ///
    /// No candidate is taken that lacks a gain.
    pub fn new(gains: &'a [f64], parties: usize, stride: usize, candidates: usize) -> Self {
        let before = parties.saturating_sub(1).saturating_mul(stride);
        let there = gains.len().saturating_sub(before).min(stride);
        let candidates = if parties == 0 { 0 } else { candidates.min(there) };
        Self { gains, parties, stride, candidates }
    }
}

impl GainColumns for GainTable<'_> {
    fn parties(&self) -> usize {
        self.parties
    }
    fn candidates(&self) -> usize {
        self.candidates
    }
    fn column(&self, party: usize) -> &[f64] {
        if self.candidates == 0 {
            &[]
        } else {
            &self.gains[party * self.stride..][..self.candidates]
        }
    }
}

/// What is maximised at first; leximin rules then refine.
#[derive(Clone, Copy)]
enum Objective {
    Product,
    LogSum,
    Sum,
    Smallest,
}

/// Makes selections one after another without allocating once its buffers have grown.
///
/// ```
/// use zopa_bargaining::{Selector, Solution};
/// let gains: [&[f64]; 2] = [&[0.5, 0.3, 0.05], &[0.02, 0.22, 0.37]];
/// let mut selector = Selector::new();
/// assert_eq!(selector.select(&Solution::Nash, &gains[..]), Ok(Some(1)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Selector {
    scores: Vec<f64>,
    ties: Vec<u32>,
    ideal: Vec<f64>,
    scale: Vec<f64>,
    weights: Vec<f64>,
    floor: Vec<f64>,
    sorted: Vec<f64>,
}

/// Selects one of the candidates, all of which are in the zone of possible agreement.
///
/// As [`Selector::select`] on columns.
///
/// # Errors
/// As [`Selector::select`].
pub fn solve_on(
    gains: &[&[f64]],
    solution: &Solution<'_>,
    selector: &mut Selector,
) -> Result<Option<usize>, SolutionError> {
    selector.select(solution, gains)
}

impl Selector {
    /// A selector with empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Selects one of the candidates; `None` when there is none.
    ///
    /// Ideal gains are the largest gains among the candidates. Candidates whose scores are within
    /// 1e-9 of the range are equal; of these the first that none of them dominates is selected.
    /// The sum of utilities differs from the sum of gains by a constant, so gains are enough for
    /// the utilitarian rule. Complexity: candidates times parties.
    ///
    /// # Errors
    /// Weights that are not positive, finite and one per party.
    pub fn select<G: GainColumns + ?Sized>(
        &mut self,
        solution: &Solution<'_>,
        gains: &G,
    ) -> Result<Option<usize>, SolutionError> {
        self.select_above(solution, gains, &[])
    }

    /// Selects as [`Selector::select`], with a smallest gain per party that is more than noise.
    ///
    /// A party whose ideal gain is at most its `floor`, in units of its utility and 0 where absent,
    /// cannot gain: it is left out of the Nash product and has relative gain 1.
    ///
    /// # Errors
    /// As [`Selector::select`].
    pub fn select_above<G: GainColumns + ?Sized>(
        &mut self,
        solution: &Solution<'_>,
        gains: &G,
        floor: &[f64],
    ) -> Result<Option<usize>, SolutionError> {
        solution.check(gains.parties())?;
        self.tied(solution, gains, floor, false);
        Ok(self.first_efficient(gains))
    }

    /// Candidates that the rule rates equal to the best, ascending, before the Pareto filter.
    ///
    /// A party whose ideal gain is at most its `floor` (0 where absent) cannot gain.
    pub(crate) fn tied<G: GainColumns + ?Sized>(
        &mut self,
        solution: &Solution<'_>,
        gains: &G,
        floor: &[f64],
        parallel: bool,
    ) -> &[u32] {
        let parties = gains.parties();
        self.ideal.clear();
        self.ideal.extend((0..parties).map(|i| largest(&gains.column(i)[..gains.candidates()])));
        self.floor.clear();
        self.floor.extend((0..parties).map(|i| floor.get(i).copied().unwrap_or(0.0)));
        let all = self.ideal.iter().fold(0.0, |high, &m| if m > high { m } else { high });
        match *solution {
            Solution::Nash => self.nash(gains, &[], parallel),
            Solution::AsymmetricNash(weights) => self.nash(gains, weights, parallel),
            Solution::KalaiSmorodinsky => {
                kalai_smorodinsky::scale(&mut self.scale, &self.ideal, &self.floor);
                self.best(gains, Objective::Smallest, TOLERANCE, parallel);
                self.refine(gains, TOLERANCE);
            }
            Solution::Egalitarian => {
                egalitarian::scale(&mut self.scale, parties);
                self.best(gains, Objective::Smallest, TOLERANCE * all, parallel);
                self.refine(gains, TOLERANCE * all);
            }
            Solution::Proportional(weights) => {
                proportional::scale(&mut self.scale, weights);
                let tolerance = proportional::tolerance(&self.ideal, weights);
                self.best(gains, Objective::Smallest, tolerance, parallel);
                self.refine(gains, tolerance);
            }
            Solution::Utilitarian => {
                egalitarian::scale(&mut self.scale, parties);
                self.best(gains, Objective::Sum, TOLERANCE * all, parallel);
            }
            Solution::RelativeUtilitarian => {
                kalai_smorodinsky::scale(&mut self.scale, &self.ideal, &self.floor);
                self.best(gains, Objective::Sum, TOLERANCE, parallel);
            }
            Solution::Maximin => {
                egalitarian::scale(&mut self.scale, parties);
                self.best(gains, Objective::Smallest, TOLERANCE * all, parallel);
            }
        }
        &self.ties
    }

    fn nash<G: GainColumns + ?Sized>(&mut self, gains: &G, weights: &[f64], parallel: bool) {
        kalai_smorodinsky::scale(&mut self.scale, &self.ideal, &self.floor);
        if weights.is_empty() {
            let best = self.scores(gains, Objective::Product, parallel);
            if best >= nash::SAFE_PRODUCT {
                self.keep(best * (1.0 - TOLERANCE));
                return;
            }
        }
        nash::weights(&mut self.weights, weights, gains.parties());
        let best = self.scores(gains, Objective::LogSum, parallel);
        if best > f64::NEG_INFINITY {
            self.keep(best - TOLERANCE);
        } else {
            self.best(gains, Objective::Smallest, TOLERANCE, parallel);
            self.refine(gains, TOLERANCE);
        }
    }

    /// Scores the candidates and keeps those within `tolerance` of the best.
    fn best<G: GainColumns + ?Sized>(
        &mut self,
        gains: &G,
        objective: Objective,
        tolerance: f64,
        parallel: bool,
    ) {
        let best = self.scores(gains, objective, parallel);
        self.keep(best - tolerance);
    }

    fn keep(&mut self, least: f64) {
        self.ties.clear();
        let scores = self.scores.iter().enumerate();
        self.ties.extend(scores.filter(|&(_, &s)| s >= least).map(|(k, _)| k as u32));
    }

    fn scores<G: GainColumns + ?Sized>(
        &mut self,
        gains: &G,
        objective: Objective,
        parallel: bool,
    ) -> f64 {
        let candidates = gains.candidates();
        self.scores.clear();
        self.scores.resize(candidates, 0.0);
        let (scale, weights) = (&self.scale[..], &self.weights[..]);
        let fill = |start: usize, scores: &mut [f64]| match objective {
            Objective::Product => nash::products(gains, start, scale, scores),
            Objective::LogSum => nash::log_sums(gains, start, scale, weights, scores),
            Objective::Sum => utilitarian::sums(gains, start, scale, scores),
            Objective::Smallest => maximin::smallest(gains, start, scale, scores),
        };
        if parallel {
            self.scores.par_chunks_mut(TASK).enumerate().for_each(|(t, s)| fill(t * TASK, s));
        } else {
            for (t, scores) in self.scores.chunks_mut(TASK).enumerate() {
                fill(t * TASK, scores);
            }
        }
        largest(&self.scores)
    }

    fn refine<G: GainColumns + ?Sized>(&mut self, gains: &G, tolerance: f64) {
        let scale = &self.scale;
        leximin(&mut self.ties, &mut self.sorted, scale.len(), tolerance, |candidate, party| {
            match scale[party] {
                0.0 => 1.0,
                scale => gains.column(party)[candidate] / scale,
            }
        });
    }

    /// First tied candidate that no tied candidate dominates on the grid of ideal gains.
    fn first_efficient<G: GainColumns + ?Sized>(&self, gains: &G) -> Option<usize> {
        let at = |k: u32, i: usize| position(gains.column(i)[k as usize], 0.0, self.ideal[i]);
        let dominates = |a: u32, b: u32| {
            let mut strict = false;
            for i in 0..self.ideal.len() {
                let (a, b) = (at(a, i), at(b, i));
                if a < b {
                    return false;
                }
                strict |= a > b;
            }
            strict
        };
        let first = *self.ties.first()?;
        let pick = self.ties.iter().copied().find(|&b| !self.ties.iter().any(|&a| dominates(a, b)));
        Some(pick.unwrap_or(first) as usize)
    }
}

/// Largest value, `-inf` for none, taken in lanes so that it vectorises; NaN is passed over.
fn largest(values: &[f64]) -> f64 {
    let mut high = [f64::NEG_INFINITY; 8];
    let (chunks, rest) = values.as_chunks::<8>();
    for chunk in chunks {
        for (high, &value) in high.iter_mut().zip(chunk) {
            *high = if value > *high { value } else { *high };
        }
    }
    high.iter().chain(rest).fold(f64::NEG_INFINITY, |a, &b| if b > a { b } else { a })
}
