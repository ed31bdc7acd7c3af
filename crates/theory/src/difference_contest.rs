//! Difference contest: the chance of winning follows the difference of efforts.
//!
//! `p = 1/(1 + exp(−k (a − b)))`: unlike in the ratio form, no effort at all may still win. With
//! prizes and effort as cost, zero effort on both sides is an equilibrium iff `k V_i ≤ 4` for both.
//! Otherwise there can be one-sided submission: side 1 sets `k V1 p (1 − p) = 1` with p > 1/2, so
//! `p = (1 + √(1 − 4/(k V1)))/2`, and side 2 stays out if no effort of its own pays.
//! Known answer: k = 1, a − b = 1 gives 0.731059.
//! Source: Hirshleifer (1989), *Public Choice* 63:101; Baik (1998), *Public Choice* 94:353.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given, wrong_count};

/// Probability that effort `a` beats effort `b` with sensitivity `k`.
///
/// ```
/// let win = zopa_theory::difference_contest::win_probability(2.0, 1.0, 1.0);
/// assert!((win - 0.731_058_579).abs() < 1e-9);
/// ```
pub fn win_probability(a: f64, b: f64, k: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-k * (a - b)))
}

/// Best effort against `rival` of a side with prize `v`: zero or the upper root of the first-order
/// condition, whichever pays more.
fn best_reply(v: f64, rival: f64, k: f64) -> f64 {
    let room = 1.0 - 4.0 / (k * v);
    if room.is_nan() || room <= 0.0 {
        return 0.0;
    }
    let p = 0.5 * (1.0 + room.sqrt());
    let effort = rival + libm::log(p / (1.0 - p)) / k;
    let stay_out = v * win_probability(0.0, rival, k);
    if effort > 0.0 && v * p - effort > stay_out { effort } else { 0.0 }
}

/// Equilibrium efforts `(x1, x2)` of two sides with prizes `v1`, `v2`.
///
/// # Errors
/// No equilibrium in pure strategies.
///
/// ```
/// use zopa_theory::difference_contest::efforts;
/// assert_eq!(efforts(3.0, 3.0, 1.0).unwrap(), (0.0, 0.0));
/// let (strong, weak) = efforts(16.0 / 3.0, 2.0, 1.0).unwrap();
/// assert!((strong - 1.098_612_288_668).abs() < 1e-12 && weak == 0.0);
/// ```
pub fn efforts(v1: f64, v2: f64, k: f64) -> Result<(f64, f64), TheoryError> {
    let (x1, x2) =
        if v1 >= v2 { (best_reply(v1, 0.0, k), 0.0) } else { (0.0, best_reply(v2, 0.0, k)) };
    let answered = if v1 >= v2 { best_reply(v2, x1, k) } else { best_reply(v1, x2, k) };
    if answered > 0.0 {
        return Err(TheoryError::NoSolution { reason: "no equilibrium in pure strategies" });
    }
    Ok((x1, x2))
}

const FUNCTION_ARGUMENTS: &[Argument] = &[
    Argument::required("a", "effort of the first side (or the difference of efforts)", -1e12, 1e12),
    Argument::preset("b", "effort of the second side", 0.0, -1e12, 1e12),
    Argument::preset("k", "sensitivity to the difference", 1.0, 0.0, 1e9),
];

pub(crate) const FUNCTION: Topic = Topic {
    name: "difference_contest",
    aliases: &[
        "logit_contest",
        "difference_contest_function",
        "difference (logit) contest function",
        "contest_difference",
    ],
    title: "Chance of winning from the difference of efforts",
    formula: "p = 1/(1 + exp(-k*(a - b)))",
    assumptions: "no draw; only the difference of efforts matters",
    source: "Hirshleifer 1989, Public Choice 63:101",
    arguments: FUNCTION_ARGUMENTS,
    outputs: &[
        Output::new("p", "probability that the first side wins"),
        Output::new("log_odds", "k (a - b)"),
    ],
    evaluate: |values| {
        admit(FUNCTION_ARGUMENTS, values)?;
        let &[a, b, k] = values else { return Err(wrong_count(FUNCTION_ARGUMENTS, values)) };
        Ok(vec![win_probability(a, b, k), k * (a - b)])
    },
    example: (&[2.0, 1.0, 1.0], 0, 0.731_058_578_630_004_9),
};

const ARGUMENTS: &[Argument] = &[
    Argument::optional("V", "prize of both sides", f64::MIN_POSITIVE, 1e12),
    Argument::optional("V1", "prize of side 1 (default V)", f64::MIN_POSITIVE, 1e12),
    Argument::optional("V2", "prize of side 2 (default V)", f64::MIN_POSITIVE, 1e12),
    Argument::preset("k", "sensitivity to the difference", 1.0, f64::MIN_POSITIVE, 1e9),
];

pub(crate) const EQUILIBRIUM: Topic = Topic {
    name: "difference_contest_equilibrium",
    aliases: &["one_sided_submission"],
    title: "Efforts and payoffs in a difference contest",
    formula: "k*V1*p*(1-p) = 1 with p > 1/2 and x2 = 0; both zero if k*V <= 4",
    assumptions: "effort is the cost, chosen at once; risk neutrality; pure strategies",
    source: "Hirshleifer 1989, Public Choice 63:101; Baik 1998, Public Choice 94:353",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("effort1", "effort of side 1"),
        Output::new("effort2", "effort of side 2"),
        Output::new("p1", "probability that side 1 wins"),
        Output::new("payoff1", "expected payoff of side 1"),
        Output::new("payoff2", "expected payoff of side 2"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[v, v1, v2, k] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (v1, v2) = (given("V1", v1, v)?, given("V2", v2, v)?);
        let (x1, x2) = efforts(v1, v2, k)?;
        let p1 = win_probability(x1, x2, k);
        Ok(vec![x1, x2, p1, v1 * p1 - x1, v2 * (1.0 - p1) - x2])
    },
    example: (&[f64::NAN, 16.0 / 3.0, 2.0, 1.0], 0, 1.098_612_288_668_109_8),
};

pub(crate) const WIN: ScalarFunction = ScalarFunction {
    name: "contest_difference",
    arguments: &["a", "b", "k"],
    meaning: "probability that effort a beats effort b, difference form",
    formula: "1/(1 + exp(-k*(a - b)))",
    source: "Hirshleifer 1989",
    evaluate: |values| match values {
        &[a, b, k] => win_probability(a, b, k),
        _ => f64::NAN,
    },
};
