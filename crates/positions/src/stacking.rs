//! Stacking: a weighted combination of models, fitted on past cases and judged on others.
//!
//! Weights w >= 0 with sum 1 minimise, over the cases of the training folds,
//!
//! - [`Loss::Squared`]: mean (sum_m w_m f_m - y)^2;
//! - [`Loss::Absolute`]: mean |sum_m w_m f_m - y|;
//! - [`Loss::Crps`]: the mean CRPS of the mixture of the models' predictive distributions,
//!   sum_m w_m E|X_m - y| - 1/2 sum_ml w_m w_l E|X_m - X_l|;
//!
//! plus a penalty lambda sum (w_m - 1/M)^2 that draws the weights towards equality. The first and
//! third are quadratic in w and convex; the solver moves weight between the two models whose
//! gradients differ most, by the exact best amount, until nothing is left to gain (pairwise steps of
//! Frank and Wolfe). The second is a limit of weighted squares with weights 1 / max(|e|, epsilon),
//! epsilon falling to 1e-5: each step lowers a smooth bound of the loss, whose least value
//! lies within epsilon / 2 of the least loss.
//!
//! **Never tuned on what it is scored on**: [`cross_validate`] holds out one fold of groups
//! (proposals) after the other; weights are fitted, and the penalty is chosen by an inner
//! cross-validation by group, on the other folds alone. For `Crps` the predictive distributions of
//! a case must themselves come from other groups ([`crate::calibration::held_out`]).
//!
//! Assumptions: the past cases resemble the new ones; all models forecast all cases.
//!
//! ```
//! use zopa_positions::stacking::{Cases, Loss, fit};
//! // Two models that err by +10 and -30: three quarters of the first hit the mark.
//! let cases = Cases::points(
//!     vec![vec![60.0, 20.0], vec![40.0, 0.0]], vec![50.0, 30.0], vec![0, 1])?;
//! let weights = fit(&cases, Loss::Squared, 0.0);
//! assert!((weights[0] - 0.75).abs() < 1e-9);
//! # Ok::<(), zopa_positions::stacking::StackingError>(())
//! ```
//!
//! Sources: Wolpert (1992), Breiman (1996) for weights that are not negative, Yao et al. (2018) for
//! distributions; Lacoste-Julien and Jaggi (2015) for the pairwise steps.

use crate::calibration::{crps_of_sample, folds_by_group};
use rayon::prelude::*;

/// What a combination is to make small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Mean squared error of the weighted mean of the forecasts.
    Squared,
    /// Mean absolute error of the weighted mean of the forecasts.
    Absolute,
    /// Mean CRPS of the mixture of the predictive distributions; point forecasts count as
    /// distributions of one value.
    Crps,
}

/// Why cases cannot be stacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StackingError {
    /// No case or no model.
    Empty,
    /// Lists differ in length, or a case lacks the forecast of a model.
    Incomplete {
        /// The case.
        case: usize,
    },
    /// A forecast or outcome is not finite.
    NotFinite {
        /// The case.
        case: usize,
    },
    /// Cross-validation needs at least two groups.
    TooFewGroups,
}

impl std::fmt::Display for StackingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StackingError::Empty => write!(f, "no case or no model"),
            StackingError::Incomplete { case } => write!(f, "case {case} lacks a forecast"),
            StackingError::NotFinite { case } => write!(f, "case {case} has no finite number"),
            StackingError::TooFewGroups => write!(f, "cross-validation needs two groups"),
        }
    }
}

impl std::error::Error for StackingError {}

/// Past cases: forecasts by several models, outcomes and groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Cases {
    /// By case and model: the outcomes that the model holds possible, in rising order.
    samples: Vec<Vec<Vec<f64>>>,
    /// By case and model: the mean of those.
    means: Vec<Vec<f64>>,
    outcomes: Vec<f64>,
    groups: Vec<usize>,
}

impl Cases {
    /// Point forecasts: `forecasts[case][model]`.
    ///
    /// # Errors
    /// Lists of different length, missing forecasts, numbers that are not finite.
    pub fn points(
        forecasts: Vec<Vec<f64>>,
        outcomes: Vec<f64>,
        groups: Vec<usize>,
    ) -> Result<Cases, StackingError> {
        let samples =
            forecasts.into_iter().map(|row| row.into_iter().map(|f| vec![f]).collect()).collect();
        Cases::distributions(samples, outcomes, groups)
    }

    /// Predictive distributions: `samples[case][model]`, each a list of equally likely outcomes.
    ///
    /// # Errors
    /// As for [`Cases::points`]; an empty distribution counts as a missing forecast.
    pub fn distributions(
        mut samples: Vec<Vec<Vec<f64>>>,
        outcomes: Vec<f64>,
        groups: Vec<usize>,
    ) -> Result<Cases, StackingError> {
        let models = samples.first().map_or(0, Vec::len);
        if models == 0 {
            return Err(StackingError::Empty);
        }
        let shortest = samples.len().min(outcomes.len()).min(groups.len());
        if samples.len().max(outcomes.len()).max(groups.len()) != shortest {
            return Err(StackingError::Incomplete { case: shortest });
        }
        for (case, row) in samples.iter_mut().enumerate() {
            if row.len() != models || row.iter().any(Vec::is_empty) {
                return Err(StackingError::Incomplete { case });
            }
            let finite = row.iter().flatten().all(|x| x.is_finite());
            if !(finite && outcomes[case].is_finite()) {
                return Err(StackingError::NotFinite { case });
            }
            row.iter_mut().for_each(|sample| sample.sort_by(f64::total_cmp));
        }
        let mean = |sample: &Vec<f64>| sample.iter().map(|x| x / sample.len() as f64).sum();
        let means = samples.iter().map(|row| row.iter().map(mean).collect()).collect();
        Ok(Cases { samples, means, outcomes, groups })
    }

    /// How many models there are.
    pub fn models(&self) -> usize {
        self.means.first().map_or(0, Vec::len)
    }

    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether there is no case.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// The combined point forecast of a case.
    pub fn combined(&self, case: usize, weights: &[f64]) -> f64 {
        self.means[case].iter().zip(weights).map(|(f, w)| f * w).sum()
    }

    /// The loss of one case.
    pub fn loss(&self, case: usize, loss: Loss, weights: &[f64]) -> f64 {
        let error = self.combined(case, weights) - self.outcomes[case];
        match loss {
            Loss::Squared => error * error,
            Loss::Absolute => error.abs(),
            Loss::Crps => {
                let quadratic = Quadratic::of_crps(self, &[case]);
                quadratic.value(weights).max(0.0)
            }
        }
    }
}

/// b . w + w' A w / 2 over the weights.
struct Quadratic {
    linear: Vec<f64>,
    matrix: Vec<Vec<f64>>,
}

impl Quadratic {
    fn zero(models: usize) -> Quadratic {
        Quadratic { linear: vec![0.0; models], matrix: vec![vec![0.0; models]; models] }
    }

    /// sum of v_k (e_k . w)^2 / sum v_k with e the errors of the models.
    fn of_squares(cases: &Cases, chosen: &[usize], importance: &[f64]) -> Quadratic {
        let mut result = Quadratic::zero(cases.models());
        let total: f64 = importance.iter().sum();
        for (&case, v) in chosen.iter().zip(importance) {
            let errors: Vec<f64> =
                cases.means[case].iter().map(|f| f - cases.outcomes[case]).collect();
            for (row, a) in result.matrix.iter_mut().zip(&errors) {
                for (cell, b) in row.iter_mut().zip(&errors) {
                    *cell += 2.0 * v / total * a * b;
                }
            }
        }
        result
    }

    /// The mean CRPS of the mixture.
    fn of_crps(cases: &Cases, chosen: &[usize]) -> Quadratic {
        let models = cases.models();
        let mut result = Quadratic::zero(models);
        let share = 1.0 / chosen.len().max(1) as f64;
        for &case in chosen {
            let row = &cases.samples[case];
            for m in 0..models {
                let own = half_mean_difference(&row[m]);
                // E|X - y| is the CRPS plus half the mean difference.
                let distance = crps_of_sample(&row[m], cases.outcomes[case]) + own;
                result.linear[m] += share * distance;
                result.matrix[m][m] -= share * 2.0 * own;
                for l in 0..m {
                    let between = mean_distance(&row[m], &row[l]);
                    result.matrix[m][l] -= share * between;
                    result.matrix[l][m] -= share * between;
                }
            }
        }
        result
    }

    fn draw_to_equality(&mut self, penalty: f64) {
        let models = self.linear.len();
        for m in 0..models {
            self.matrix[m][m] += 2.0 * penalty;
            self.linear[m] -= 2.0 * penalty / models as f64;
        }
    }

    fn value(&self, weights: &[f64]) -> f64 {
        let product = |row: &Vec<f64>| -> f64 { row.iter().zip(weights).map(|(a, w)| a * w).sum() };
        self.linear
            .iter()
            .zip(&self.matrix)
            .zip(weights)
            .map(|((b, row), w)| w * (b + 0.5 * product(row)))
            .sum()
    }

    /// The least value on the simplex, from the given start.
    fn minimise(&self, weights: &mut [f64]) {
        let models = weights.len();
        let mut gradient: Vec<f64> = (0..models)
            .map(|m| {
                let row: f64 = self.matrix[m].iter().zip(&*weights).map(|(a, w)| a * w).sum();
                self.linear[m] + row
            })
            .collect();
        let size = gradient.iter().fold(1e-300_f64, |s, g| s.max(g.abs()));
        for _ in 0..200 * models * models {
            let mut to = 0;
            let mut from = None;
            for m in 0..models {
                if gradient[m] < gradient[to] {
                    to = m;
                }
                if weights[m] > 0.0 && from.is_none_or(|f: usize| gradient[m] > gradient[f]) {
                    from = Some(m);
                }
            }
            let Some(from) = from else { return };
            let slope = gradient[from] - gradient[to];
            if slope <= 1e-14 * size {
                return;
            }
            let curve = self.matrix[to][to] + self.matrix[from][from] - 2.0 * self.matrix[to][from];
            let step = if curve > 0.0 { (slope / curve).min(weights[from]) } else { weights[from] };
            weights[to] += step;
            weights[from] = if step >= weights[from] { 0.0 } else { weights[from] - step };
            for (m, g) in gradient.iter_mut().enumerate() {
                *g += step * (self.matrix[m][to] - self.matrix[m][from]);
            }
        }
    }
}

/// E|X - X'| / 2 of a sample in rising order.
fn half_mean_difference(sorted: &[f64]) -> f64 {
    let n = sorted.len() as f64;
    let first = sorted.first().copied().unwrap_or(0.0);
    sorted.iter().enumerate().map(|(k, x)| (2.0 * k as f64 + 1.0 - n) / (n * n) * (x - first)).sum()
}

/// E|X - Y| of two samples in rising order, by the area between their distribution functions:
/// integral of F (1 - G) + G (1 - F). Cost: the sum of their lengths.
fn mean_distance(xs: &[f64], ys: &[f64]) -> f64 {
    let (mut i, mut j, mut area) = (0, 0, 0.0);
    let mut last: Option<f64> = None;
    while i < xs.len() || j < ys.len() {
        let from_x = j >= ys.len() || (i < xs.len() && xs[i] <= ys[j]);
        let z = if from_x { xs[i] } else { ys[j] };
        if let Some(last) = last {
            let (f, g) = (i as f64 / xs.len() as f64, j as f64 / ys.len() as f64);
            area += (z - last) * (f * (1.0 - g) + g * (1.0 - f));
        }
        last = Some(z);
        if from_x {
            i += 1;
        } else {
            j += 1;
        }
    }
    area
}

/// The weights that minimise the mean loss over all cases plus the penalty, in the order of the
/// models.
///
/// The penalty is in units of the loss. Cost: cases x models^2 for `Squared`, some hundred times
/// that for `Absolute`, and the length of the distributions as well for `Crps`.
pub fn fit(cases: &Cases, loss: Loss, penalty: f64) -> Vec<f64> {
    let all: Vec<usize> = (0..cases.len()).collect();
    fit_on(cases, &all, loss, penalty)
}

fn fit_on(cases: &Cases, chosen: &[usize], loss: Loss, penalty: f64) -> Vec<f64> {
    let models = cases.models();
    let mut weights = vec![1.0 / models.max(1) as f64; models];
    if chosen.is_empty() {
        return weights;
    }
    match loss {
        Loss::Squared => {
            let mut quadratic = Quadratic::of_squares(cases, chosen, &vec![1.0; chosen.len()]);
            quadratic.draw_to_equality(penalty);
            quadratic.minimise(&mut weights);
        }
        Loss::Crps => {
            let mut quadratic = Quadratic::of_crps(cases, chosen);
            quadratic.draw_to_equality(penalty);
            quadratic.minimise(&mut weights);
        }
        Loss::Absolute => least_absolute(cases, chosen, penalty, &mut weights),
    }
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|w| *w /= sum);
    weights
}

/// Weighted least squares again and again, keeping the best weights met.
fn least_absolute(cases: &Cases, chosen: &[usize], penalty: f64, weights: &mut Vec<f64>) {
    let models = weights.len() as f64;
    let value = |weights: &[f64]| {
        let loss: f64 = chosen.iter().map(|&k| cases.loss(k, Loss::Absolute, weights)).sum();
        let apart: f64 = weights.iter().map(|w| (w - 1.0 / models) * (w - 1.0 / models)).sum();
        loss / chosen.len() as f64 + penalty * apart
    };
    let mut best = (value(weights), weights.clone());
    let mut epsilon = 10.0;
    while epsilon > 1e-5 {
        for _ in 0..200 {
            let before = weights.clone();
            // |e| <= e^2 / (2 v) + v / 2 with v = |e| of the step before.
            let importance: Vec<f64> = chosen
                .iter()
                .map(|&k| 0.5 / cases.loss(k, Loss::Absolute, weights).max(epsilon))
                .collect();
            let mut quadratic = Quadratic::of_squares(cases, chosen, &importance);
            let scale = importance.iter().sum::<f64>() / chosen.len() as f64;
            quadratic.draw_to_equality(penalty / scale);
            quadratic.minimise(weights);
            let moved = |(a, b): (&f64, &f64)| (a - b).abs();
            if weights.iter().zip(&before).map(moved).fold(0.0, f64::max) < 1e-6 {
                break;
            }
        }
        let now = value(weights);
        if now < best.0 {
            best = (now, weights.clone());
        }
        epsilon *= 0.5;
    }
    *weights = best.1;
}

/// What cross-validation says of a combination.
#[derive(Debug, Clone, PartialEq)]
pub struct Stacked {
    /// Combined point forecast of each case, by weights fitted on other groups.
    pub forecasts: Vec<f64>,
    /// Loss of each case, by the same weights.
    pub losses: Vec<f64>,
    /// Fold of each case.
    pub folds: Vec<usize>,
    /// Weights of each fold.
    pub weights: Vec<Vec<f64>>,
    /// Penalty chosen for each fold.
    pub penalties: Vec<f64>,
}

impl Stacked {
    /// The mean loss over the cases.
    pub fn mean_loss(&self) -> f64 {
        self.losses.iter().sum::<f64>() / self.losses.len().max(1) as f64
    }
}

/// Nested cross-validation by group: outer folds for the score, inner folds for the penalty.
///
/// Of the penalties (none: 0) each outer fold takes the one with the smallest mean loss in an inner
/// cross-validation on the other folds, the first of equals. The folds belong to `seed`.
///
/// # Errors
/// Fewer than two groups.
pub fn cross_validate(
    cases: &Cases,
    loss: Loss,
    penalties: &[f64],
    folds: usize,
    seed: u64,
) -> Result<Stacked, StackingError> {
    let count = folds.max(2);
    if cases.groups.iter().all(|g| Some(g) == cases.groups.first()) {
        return Err(StackingError::TooFewGroups);
    }
    let fold = folds_by_group(&cases.groups, count, seed);
    let fitted: Vec<(f64, Vec<f64>)> = (0..count)
        .into_par_iter()
        .map(|held| {
            let outside: Vec<usize> = (0..cases.len()).filter(|&k| fold[k] != held).collect();
            let penalty = choose_penalty(cases, &outside, loss, penalties, count, seed);
            (penalty, fit_on(cases, &outside, loss, penalty))
        })
        .collect();
    let (penalties, weights): (Vec<f64>, Vec<Vec<f64>>) = fitted.into_iter().unzip();
    let of = |k: usize| &weights[fold[k]];
    let stacked = Stacked {
        forecasts: (0..cases.len()).map(|k| cases.combined(k, of(k))).collect(),
        losses: (0..cases.len()).map(|k| cases.loss(k, loss, of(k))).collect(),
        folds: fold.clone(),
        penalties,
        weights,
    };
    Ok(stacked)
}

fn choose_penalty(
    cases: &Cases,
    chosen: &[usize],
    loss: Loss,
    penalties: &[f64],
    folds: usize,
    seed: u64,
) -> f64 {
    if penalties.len() < 2 {
        return penalties.first().copied().unwrap_or(0.0);
    }
    let groups: Vec<usize> = chosen.iter().map(|&k| cases.groups[k]).collect();
    let inner = folds_by_group(&groups, folds, seed.wrapping_add(1));
    let mut best = (f64::INFINITY, 0.0);
    for &penalty in penalties {
        let mut sum = 0.0;
        for held in 0..folds {
            let part = |inside: bool| -> Vec<usize> {
                let kept = chosen.iter().zip(&inner).filter(|&(_, &f)| (f == held) == inside);
                kept.map(|(&k, _)| k).collect()
            };
            let weights = fit_on(cases, &part(false), loss, penalty);
            sum += part(true).iter().map(|&k| cases.loss(k, loss, &weights)).sum::<f64>();
        }
        if sum < best.0 {
            best = (sum, penalty);
        }
    }
    best.1
}
