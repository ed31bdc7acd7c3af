//! Proportional solution: gains in given proportions.
//!
//! Leximin of `g_i / p_i` over the zone for weights `p_i > 0`. Equal weights give the egalitarian
//! solution, ideal gains as weights that of Kalai and Smorodinsky. Quotients within 1e-9 of the
//! largest ideal quotient are equal.
//!
//! ```
//! use zopa_bargaining::{Outcomes, Solution, solve};
//! let first: Vec<f64> = (0..=12).map(f64::from).collect();
//! let second: Vec<f64> = (0..=12).rev().map(f64::from).collect();
//! let pie = Outcomes::new(vec![&first, &second], vec![0.0, 0.0]).unwrap();
//! let twice = [2.0, 1.0];
//! assert_eq!(solve(&pie, &Solution::Proportional(&twice)).unwrap().unwrap().pick, 8);
//! ```
//!
//! Source: Kalai (1977), Proportional solutions to bargaining situations.

use crate::TOLERANCE;

/// Weights as scales.
pub(crate) fn scale(out: &mut Vec<f64>, weights: &[f64]) {
    out.clear();
    out.extend_from_slice(weights);
}

/// Tolerance of the compared quotients.
pub(crate) fn tolerance(ideal: &[f64], weights: &[f64]) -> f64 {
    let quotients = ideal.iter().zip(weights).map(|(m, p)| m / p);
    TOLERANCE * quotients.fold(0.0, |a, b| if b > a { b } else { a })
}
