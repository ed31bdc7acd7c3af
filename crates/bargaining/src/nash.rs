//! Nash solution: the largest product of gains, or with weights of powers of gains.
//!
//! Maximises `sum_i a_i ln g_i` over the zone, `g_i = u_i - d_i`, with all `a_i = 1` for the
//! symmetric solution and `sum a_i = 1` for the asymmetric one. Parties that cannot gain are left
//! out of the product. Where every package leaves some party that could gain at 0, the product
//! says nothing and the leximin of relative gains selects. Packages whose products (for weights:
//! weighted geometric means) agree to a relative 1e-9 are equal.
//!
//! Assumes utilities unique up to scale and origin; the selection does not change with either.
//!
//! ```
//! use zopa_bargaining::{Outcomes, Solution, solve};
//! // A pie of 12 slices, the first party with three quarters of the power: 9 slices.
//! let first: Vec<f64> = (0..=12).map(f64::from).collect();
//! let second: Vec<f64> = (0..=12).rev().map(f64::from).collect();
//! let pie = Outcomes::new(vec![&first, &second], vec![0.0, 0.0]).unwrap();
//! assert_eq!(solve(&pie, &Solution::Nash).unwrap().unwrap().pick, 6);
//! let power = [3.0, 1.0];
//! assert_eq!(solve(&pie, &Solution::AsymmetricNash(&power)).unwrap().unwrap().pick, 9);
//! ```
//!
//! Source: Nash (1950), The bargaining problem; Harsanyi, Selten (1972), A generalized Nash
//! solution for two-person bargaining games with incomplete information; Kalai (1977),
//! Nonsymmetric Nash solutions and replications of 2-person bargaining.

use crate::GainColumns;

/// Products of relative gains at least this large compare as their logarithms do.
///
/// Each factor is at most 1, so partial products only fall: where the product is above the
/// smallest normal number times 2^52 no factor has underflowed, and the relative error is at most
/// `2 n 2^-53`, far below the tolerance of 1e-9. A product that has underflowed is at most
/// 1e-307, so it cannot be mistaken for one within 1e-9 of a best one above 1e-280.
pub(crate) const SAFE_PRODUCT: f64 = 1e-280;

/// Weights divided by their sum; ones where none are given.
pub(crate) fn weights(out: &mut Vec<f64>, weights: &[f64], parties: usize) {
    out.clear();
    if weights.is_empty() {
        out.resize(parties, 1.0);
        return;
    }
    // Divided by the largest first, as the sum of finite weights may overflow.
    let largest = weights.iter().fold(0.0, |a, &b| if b > a { b } else { a });
    out.extend(weights.iter().map(|w| w / largest));
    let sum: f64 = out.iter().sum();
    for weight in out {
        *weight /= sum;
    }
}

/// Products `prod_i g_i / s_i` over the parties with scale `s_i > 0`.
pub(crate) fn products<G: GainColumns + ?Sized>(
    gains: &G,
    start: usize,
    scale: &[f64],
    scores: &mut [f64],
) {
    scores.fill(1.0);
    for (party, &scale) in scale.iter().enumerate().filter(|&(_, &s)| s > 0.0) {
        for (score, gain) in scores.iter_mut().zip(&gains.column(party)[start..]) {
            *score *= gain / scale;
        }
    }
}

/// Part of the largest weighted mean below which logarithms cannot matter.
const MEAN_MARGIN: f64 = 1.0 - 1e-6;

/// Sums `sum_i w_i ln(g_i / s_i)` over the parties with scale `s_i > 0`; `-inf` at a gain of 0, and
/// where the candidate cannot be within 1e-9 of the best.
///
/// A weighted geometric mean is at most the arithmetic mean `sum_i w_i g_i / s_i`, `W = sum_i w_i`
/// (Jensen): with the logarithms of the candidate of the largest mean in hand, those of every
/// candidate whose mean is below `W exp(best / W)` need not be taken.
pub(crate) fn log_sums<G: GainColumns + ?Sized>(
    gains: &G,
    start: usize,
    scale: &[f64],
    weights: &[f64],
    scores: &mut [f64],
) {
    let counted = || scale.iter().enumerate().filter(|&(_, &s)| s > 0.0);
    // Logarithms of the scales once, without a buffer of their own for the usual number of parties.
    let (mut few, mut many) = ([0.0; 16], Vec::new());
    let log_scales = if scale.len() <= few.len() {
        &mut few[..scale.len()]
    } else {
        many.resize(scale.len(), 0.0);
        &mut many[..]
    };
    for (party, &scale) in counted() {
        log_scales[party] = libm::log(scale);
    }
    let log_sum = |k: usize| {
        counted().fold(0.0, |sum, (party, _)| {
            let gain = gains.column(party)[start + k];
            // The logarithm of the quotient would lose a quotient that underflows.
            let log =
                if gain > 0.0 { libm::log(gain) - log_scales[party] } else { f64::NEG_INFINITY };
            sum + weights[party] * log
        })
    };
    scores.fill(0.0);
    for (party, &scale) in counted() {
        let weight = weights[party] / scale;
        for (mean, &gain) in scores.iter_mut().zip(&gains.column(party)[start..]) {
            *mean += weight * gain;
        }
    }
    let total: f64 = counted().map(|(party, _)| weights[party]).sum();
    let best = (0..scores.len()).fold(0, |best, k| if scores[k] > scores[best] { k } else { best });
    let floor = if total > 0.0 && !scores.is_empty() {
        MEAN_MARGIN * total * libm::exp(log_sum(best) / total)
    } else {
        f64::NEG_INFINITY
    };
    for (k, score) in scores.iter_mut().enumerate() {
        *score = if *score < floor { f64::NEG_INFINITY } else { log_sum(k) };
    }
}
