//! Discounted outcome of a war over forts.
//!
//! `D_w = E[δ^T; A wins]` and `D_l = E[δ^T; A loses]` for the walk of [`crate::fort_walk`]. With
//! `l1,2 = (1 ± √(1 − 4 p q δ²))/(2 p δ)`: `D_w = (l1^X − l2^X)/(l1^N − l2^N)`,
//! `D_l = (l1 l2)^X (l1^(N−X) − l2^(N−X))/(l1^N − l2^N)`. At δ = 1 these are the plain
//! probabilities. Computed from `ρ = l2/l1 ≤ 1`, so no power overflows.
//! Known answer: p = 0.55, X = 5, N = 10, δ = 0.95: D_w = 0.293635.
//! Source: Feller (1968), ch. XIV; Smith, Stam (2004).

use crate::fort_walk::{N, P, X, position};
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// `(D_w, D_l)`: expected discount factor at the moment of victory and of defeat.
///
/// ```
/// let (win, _) = zopa_theory::fort_walk_discounted::absorption(0.55, 5.0, 10.0, 0.95);
/// assert!((win - 0.293_635_499).abs() < 1e-8);
/// ```
pub fn absorption(p: f64, x: f64, n: f64, delta: f64) -> (f64, f64) {
    let Some(x) = position(p, x, n) else { return (f64::NAN, f64::NAN) };
    if !(0.0..=1.0).contains(&delta) {
        return (f64::NAN, f64::NAN);
    }
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x >= n {
        return (1.0, 0.0);
    }
    let q = 1.0 - p;
    let lean = delta * (2.0 * p - 1.0);
    let root = ((1.0 - delta) * (1.0 + delta) + lean * lean).sqrt().min(1.0);
    let inverse_upper = 2.0 * p * delta / (1.0 + root);
    let lower = 2.0 * q * delta / (1.0 + root);
    let (log_upper, log_lower) = (libm::log(inverse_upper).min(0.0), libm::log(lower).min(0.0));
    // ln(l2/l1) = ln((1 − s)/(1 + s)), since 4 p q δ² = 1 − s²; each form where it keeps its digits.
    let log_rho = if root < 0.5 { -2.0 * libm::atanh(root) } else { log_upper + log_lower };
    let (win_share, lose_share) = if log_rho == 0.0 {
        (x / n, (n - x) / n)
    } else {
        let whole = libm::expm1(n * log_rho);
        (libm::expm1(x * log_rho) / whole, libm::expm1((n - x) * log_rho) / whole)
    };
    let win = libm::exp((n - x) * log_upper) * win_share;
    let lose = libm::exp(x * log_lower) * lose_share;
    (win, lose)
}

const ARGUMENTS: &[Argument] =
    &[P, X, N, Argument::required("delta", "discount factor per battle", 0.0, 1.0)];

pub(crate) const TOPIC: Topic = Topic {
    name: "fort_walk_discounted",
    aliases: &["discounted_absorption", "discounted_fort_walk"],
    title: "Discounted chance of victory and defeat in a war over forts",
    formula: "D_w = (l1^X - l2^X)/(l1^N - l2^N), l1,2 = (1 +- sqrt(1 - 4pq delta^2))/(2p delta)",
    assumptions: "as fort_walk, with each battle delaying the outcome by one period",
    source: "Feller 1968, ch. XIV; Smith, Stam 2004, JCR 48:783",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("D_w", "E[delta^T; A wins]"),
        Output::new("D_l", "E[delta^T; A loses]"),
        Output::new("fighting", "weight of the fighting period, 1 - D_w - D_l"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[p, x, n, delta] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (win, lose) = absorption(p, x, n, delta);
        Ok(vec![win, lose, 1.0 - win - lose])
    },
    example: (&[0.55, 5.0, 10.0, 0.95], 0, 0.293_635_499),
};

pub(crate) const WIN: ScalarFunction = ScalarFunction {
    name: "fort_walk_discounted_win",
    arguments: &["p", "x", "n", "delta"],
    meaning: "expected discount factor at the moment of victory, zero if defeated",
    formula: "(l1^x - l2^x)/(l1^n - l2^n), l1,2 = (1 +- sqrt(1 - 4*p*q*delta^2))/(2*p*delta)",
    source: "Feller 1968; Smith, Stam 2004",
    evaluate: |values| match values {
        &[p, x, n, delta] => absorption(p, x, n, delta).0,
        _ => f64::NAN,
    },
};

pub(crate) const LOSS: ScalarFunction = ScalarFunction {
    name: "fort_walk_discounted_loss",
    arguments: &["p", "x", "n", "delta"],
    meaning: "expected discount factor at the moment of defeat, zero if victorious",
    formula: "(l1*l2)^x*(l1^(n-x) - l2^(n-x))/(l1^n - l2^n)",
    source: "Feller 1968; Smith, Stam 2004",
    evaluate: |values| match values {
        &[p, x, n, delta] => absorption(p, x, n, delta).1,
        _ => f64::NAN,
    },
};
