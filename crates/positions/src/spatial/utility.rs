//! Distances, utilities and risk attitudes.
//!
//! With the ideal q_ik of actor i in dimension k, its salience s_ik, and the position theta_jk of
//! j: distance d_ij = sqrt(sum_k (s_ik (q_ik - theta_jk))^2 / sum_k s_ik^2), in [0, 1]; utility of
//! a distance d with risk attitude R in [-1, 1]: u = (1 - d)(1 + R d), in [0, 1].

use super::options::{RiskEstimate, RiskRange};

/// The weighted distance of a position from an ideal; `square` is the [`square_length`] of the
/// salience.
///
/// ```text
/// saliences (0.6, 0.3), apart by (0.5, 0): 0.3 / sqrt(0.45)
/// ```
pub(super) fn distance(ideal: &[f64], position: &[f64], salience: &[f64], square: f64) -> f64 {
    let apart: f64 = ideal
        .iter()
        .zip(position)
        .zip(salience)
        .map(|((q, theta), s)| {
            let weighted = (q - theta) * s;
            weighted * weighted
        })
        .sum();
    // Rounding may carry the largest distance just above 1.
    (apart / square).sqrt().min(1.0)
}

/// The sum of the squares of an actor's saliences.
pub(super) fn square_length(salience: &[f64]) -> f64 {
    salience.iter().map(|s| s * s).sum()
}

/// (1 - d)(1 + R d).
#[inline(always)]
pub(super) fn utility(distance: f64, risk: f64) -> f64 {
    (1.0 - distance) * (1.0 + distance * risk)
}

/// Risk attitudes from the probabilities of winning the election of the risk-neutral.
///
/// Where all are equally likely no attitude is defined: everyone is neutral, and the second value
/// is false.
pub(super) fn risk_attitudes(probability: &[f64], range: RiskRange) -> (Vec<f64>, bool) {
    let low = probability.iter().copied().fold(f64::INFINITY, f64::min);
    let high = probability.iter().copied().fold(0.0, f64::max);
    if high - low <= 1e-12 * high {
        return (vec![0.0; probability.len()], false);
    }
    let attitude = |p: &f64| {
        // The share of the way from the least to the most likely; the formulas follow from it.
        let way = (p - low) / (high - low);
        match range {
            RiskRange::Min => way,
            RiskRange::Mid => 1.5 * way - 0.5,
            RiskRange::Max => 2.0 * way - 1.0,
        }
    };
    (probability.iter().map(attitude).collect(), true)
}

/// What an actor of attitude `own` takes another's to be.
pub(super) fn estimated_risk(own: f64, other: f64, estimate: RiskEstimate) -> f64 {
    match estimate {
        RiskEstimate::None => own,
        RiskEstimate::OneThird => (2.0 * own + other) / 3.0,
        RiskEstimate::Half => (own + other) / 2.0,
        RiskEstimate::TwoThirds => (own + 2.0 * other) / 3.0,
        RiskEstimate::Full => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_and_utility_by_hand() {
        let salience = [0.6, 0.3];
        let apart = distance(&[0.5, 0.2], &[1.0, 0.2], &salience, square_length(&salience));
        assert!((apart - 0.3 / 0.45_f64.sqrt()).abs() < 1e-15);
        assert_eq!(utility(0.5, 0.0), 0.5);
        assert_eq!(utility(0.5, 1.0), 0.75);
        assert_eq!(utility(1.0, 1.0), 0.0);
        assert_eq!(utility(0.0, -1.0), 1.0);
    }

    #[test]
    fn attitudes_fill_their_range() {
        let p = [0.1, 0.5, 0.4];
        let (min, _) = risk_attitudes(&p, RiskRange::Min);
        assert!(min[0] == 0.0 && (min[1] - 1.0).abs() < 1e-15 && (min[2] - 0.75).abs() < 1e-15);
        let (mid, _) = risk_attitudes(&p, RiskRange::Mid);
        assert!((mid[0] + 0.5).abs() < 1e-15 && (mid[1] - 1.0).abs() < 1e-15);
        let (max, _) = risk_attitudes(&p, RiskRange::Max);
        assert!((max[0] + 1.0).abs() < 1e-15 && (max[1] - 1.0).abs() < 1e-15);
        assert_eq!(risk_attitudes(&[0.5, 0.5], RiskRange::Mid), (vec![0.0, 0.0], false));
    }
}
