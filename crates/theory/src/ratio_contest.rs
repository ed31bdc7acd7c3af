//! Ratio contest: the chance of winning follows the ratio of efforts.
//!
//! `p = a^m/(a^m + b^m)`; m is the decisiveness. With prizes V1, V2 and effort as cost the pure
//! equilibrium is `x_i = m V_i V1^m V2^m/(V1^m + V2^m)²`: for m = 1 `x1 = V1² V2/(V1 + V2)²` with
//! `p1 = V1/(V1 + V2)`, for equal prizes `m V/4`. It exists iff `m ≤ 1 + (V_low/V_high)^m` (the
//! weaker side would else rather stay out). n equal sides: `x = m (n − 1) V/n²`, `m ≤ n/(n − 1)`.
//! Known answers: V = (10, 5): efforts 20/9 and 10/9; V = 10, m = 0.8: effort 2.
//! Source: Tullock (1980); Skaperdas (1996), *Economic Theory* 7:283; Nti (1999).

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given, wrong_count};

/// Probability that the side with effort `a` beats the side with effort `b`.
///
/// One half where both efforts are zero; NaN for negative arguments.
///
/// ```
/// let win = zopa_theory::ratio_contest::win_probability(2.0, 1.0, 1.5);
/// assert!((win - 0.738_796_125).abs() < 1e-9);
/// ```
pub fn win_probability(a: f64, b: f64, m: f64) -> f64 {
    if !(a >= 0.0 && b >= 0.0 && m >= 0.0) {
        return f64::NAN;
    }
    if a == b {
        return 0.5;
    }
    1.0 / (1.0 + libm::pow(b / a, m))
}

/// Equilibrium efforts `(x1, x2)` of two sides with prizes `v1`, `v2`.
///
/// # Errors
/// No equilibrium in pure strategies: the contest is too decisive.
///
/// ```
/// let (x1, x2) = zopa_theory::ratio_contest::efforts(10.0, 5.0, 1.0).unwrap();
/// assert!((x1 - 20.0 / 9.0).abs() < 1e-12 && (x2 - 10.0 / 9.0).abs() < 1e-12);
/// ```
pub fn efforts(v1: f64, v2: f64, m: f64) -> Result<(f64, f64), TheoryError> {
    let p1 = win_probability(v1, v2, m);
    let odds_of_weaker = libm::pow(v1.min(v2) / v1.max(v2), m);
    if m > 1.0 + odds_of_weaker {
        return Err(TheoryError::NoSolution {
            reason: "too decisive for an equilibrium in pure strategies",
        });
    }
    let part = m * p1 * (1.0 - p1);
    Ok((part * v1, part * v2))
}

const FUNCTION_ARGUMENTS: &[Argument] = &[
    Argument::required("a", "effort of the first side", 0.0, f64::INFINITY),
    Argument::required("b", "effort of the second side", 0.0, f64::INFINITY),
    Argument::preset("m", "decisiveness", 1.0, 0.0, f64::INFINITY),
];

pub(crate) const FUNCTION: Topic = Topic {
    name: "ratio_contest",
    aliases: &["contest_function", "ratio_contest_function", "tullock_contest", "contest_ratio"],
    title: "Chance of winning from the ratio of efforts",
    formula: "p = a^m/(a^m + b^m)",
    assumptions: "no draw; one half if nobody makes an effort",
    source: "Tullock 1980; Skaperdas 1996, Economic Theory 7:283",
    arguments: FUNCTION_ARGUMENTS,
    outputs: &[
        Output::new("p", "probability that the first side wins"),
        Output::new("log_odds", "m ln(a/b)"),
    ],
    evaluate: |values| {
        admit(FUNCTION_ARGUMENTS, values)?;
        let &[a, b, m] = values else { return Err(wrong_count(FUNCTION_ARGUMENTS, values)) };
        let odds = if a == b { 0.0 } else { m * libm::log(a / b) };
        Ok(vec![win_probability(a, b, m), odds])
    },
    example: (&[2.0, 1.0, 1.5], 0, 0.738_796_125_042_587_8),
};

const ARGUMENTS: &[Argument] = &[
    Argument::optional("V", "prize of every side", f64::MIN_POSITIVE, 1e12),
    Argument::optional("V1", "prize of side 1 (default V)", f64::MIN_POSITIVE, 1e12),
    Argument::optional("V2", "prize of side 2 (default V)", f64::MIN_POSITIVE, 1e12),
    Argument::preset("m", "decisiveness", 1.0, 0.0, 1e3),
    Argument::preset("n", "number of sides (above 2: equal prizes V)", 2.0, 2.0, 1e9),
];

pub(crate) const EQUILIBRIUM: Topic = Topic {
    name: "ratio_contest_equilibrium",
    aliases: &[
        "contest_equilibrium",
        "tullock_equilibrium",
        "rent_seeking",
        "ratio_contest_equilibrium_m=1",
        "ratio_contest_symmetric",
    ],
    title: "Efforts, chances and payoffs in a ratio contest",
    formula: "x_i = m V_i V1^m V2^m/(V1^m + V2^m)^2; n equal sides m(n-1)V/n^2",
    assumptions: "effort is the cost, chosen at once; risk neutrality; m <= 1 + (Vlow/Vhigh)^m",
    source: "Tullock 1980; Hirshleifer 1989, Public Choice 63:101; Nti 1999",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("effort1", "effort of side 1"),
        Output::new("effort2", "effort of side 2"),
        Output::new("p1", "probability that side 1 wins"),
        Output::new("p2", "probability that side 2 wins"),
        Output::new("payoff1", "expected payoff of side 1"),
        Output::new("payoff2", "expected payoff of side 2"),
        Output::new("total_effort", "sum of all efforts"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[v, v1, v2, m, n] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (v1, v2) = (given("V1", v1, v)?, given("V2", v2, v)?);
        if n.fract() != 0.0 || (n > 2.0 && v1 != v2) {
            return Err(TheoryError::NoSolution {
                reason: "n is whole, and more than two sides need equal prizes",
            });
        }
        if n > 2.0 {
            if m * (n - 1.0) > n {
                return Err(TheoryError::NoSolution {
                    reason: "too decisive for an equilibrium in pure strategies",
                });
            }
            let effort = m * (n - 1.0) * v1 / (n * n);
            let payoff = v1 / n - effort;
            return Ok(vec![effort, effort, 1.0 / n, 1.0 / n, payoff, payoff, n * effort]);
        }
        let (x1, x2) = efforts(v1, v2, m)?;
        let p1 = win_probability(v1, v2, m);
        let p2 = win_probability(v2, v1, m);
        Ok(vec![x1, x2, p1, p2, p1 * v1 - x1, p2 * v2 - x2, x1 + x2])
    },
    example: (&[f64::NAN, 10.0, 5.0, 1.0, 2.0], 0, 2.222_222_222_222_222),
};

pub(crate) const WIN: ScalarFunction = ScalarFunction {
    name: "contest_ratio",
    arguments: &["a", "b", "m"],
    meaning: "probability that effort a beats effort b, ratio form",
    formula: "a^m/(a^m + b^m)",
    source: "Tullock 1980; Skaperdas 1996",
    evaluate: |values| match values {
        &[a, b, m] => win_probability(a, b, m),
        _ => f64::NAN,
    },
};

pub(crate) const EFFORT: ScalarFunction = ScalarFunction {
    name: "contest_effort",
    arguments: &["v1", "v2", "m"],
    meaning: "equilibrium effort of the side with prize v1 in a ratio contest",
    formula: "m*v1*v1^m*v2^m/(v1^m + v2^m)^2",
    source: "Tullock 1980; Nti 1999",
    evaluate: |values| match values {
        &[v1, v2, m] if v1 > 0.0 && v2 > 0.0 && m >= 0.0 => {
            efforts(v1, v2, m).map_or(f64::NAN, |(x1, _)| x1)
        }
        _ => f64::NAN,
    },
};
