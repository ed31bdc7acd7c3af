//! Contest with a draw: nobody may win.
//!
//! `p_i = f_i/(1 + f1 + f2)`; a draw has probability `1/(1 + f1 + f2)`. With `f_i = x_i`, prizes V1,
//! V2 and effort as cost, the first-order conditions `V1 (1 + x2) = V2 (1 + x1) = s²`,
//! `s = 1 + x1 + x2`, give `s = (1 + √(1 + 4h))/(2h)`, `h = 1/V1 + 1/V2`; a side whose effort would
//! be negative stays out, and the other makes the effort `√V − 1` if that is positive.
//! Source: Blavatskyy (2010), *Journal of Mathematical Economics* 46:267.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given, wrong_count};

/// Probability that the side with strength `f1` wins, a draw being possible.
///
/// ```
/// assert!((zopa_theory::contest_with_draw::win_probability(2.0, 1.0) - 0.5).abs() < 1e-12);
/// ```
pub fn win_probability(f1: f64, f2: f64) -> f64 {
    if !(f1 >= 0.0 && f2 >= 0.0) {
        return f64::NAN;
    }
    f1 / (1.0 + f1 + f2)
}

/// Equilibrium efforts `(x1, x2)` with linear strengths.
///
/// ```
/// let (x1, x2) = zopa_theory::contest_with_draw::efforts(10.0, 10.0);
/// assert!((x1 - x2).abs() < 1e-12);
/// // first-order condition V (1 + x) = (1 + 2x)²
/// assert!((10.0 * (1.0 + x1) - (1.0 + 2.0 * x1) * (1.0 + 2.0 * x1)).abs() < 1e-9);
/// ```
pub fn efforts(v1: f64, v2: f64) -> (f64, f64) {
    let h = 1.0 / v1 + 1.0 / v2;
    let s = (1.0 + (1.0 + 4.0 * h).sqrt()) / (2.0 * h);
    let (x1, x2) = (s * s / v2 - 1.0, s * s / v1 - 1.0);
    if x1 > 0.0 && x2 > 0.0 {
        return (x1, x2);
    }
    let alone = |v: f64| (v.sqrt() - 1.0).max(0.0);
    if v1 >= v2 { (alone(v1), 0.0) } else { (0.0, alone(v2)) }
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("f1", "strength of side 1", 0.0, 1e300),
    Argument::required("f2", "strength of side 2", 0.0, 1e300),
];

pub(crate) const FUNCTION: Topic = Topic {
    name: "contest_with_draw",
    aliases: &["contest_draw", "blavatskyy"],
    title: "Chance of winning when nobody may win",
    formula: "p_i = f_i/(1 + f1 + f2)",
    assumptions: "strengths measured against the strength of a draw, 1",
    source: "Blavatskyy 2010, Journal of Mathematical Economics 46:267",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("p1", "probability that side 1 wins"),
        Output::new("p2", "probability that side 2 wins"),
        Output::new("draw", "probability of a draw"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[f1, f2] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        Ok(vec![win_probability(f1, f2), win_probability(f2, f1), 1.0 / (1.0 + f1 + f2)])
    },
    example: (&[2.0, 1.0], 2, 0.25),
};

const PRIZES: &[Argument] = &[
    Argument::optional("V", "prize of both sides", f64::MIN_POSITIVE, 1e12),
    Argument::optional("V1", "prize of side 1 (default V)", f64::MIN_POSITIVE, 1e12),
    Argument::optional("V2", "prize of side 2 (default V)", f64::MIN_POSITIVE, 1e12),
];

pub(crate) const EQUILIBRIUM: Topic = Topic {
    name: "contest_with_draw_equilibrium",
    aliases: &["contest_draw_equilibrium"],
    title: "Efforts and payoffs when nobody may win",
    formula: "V1(1+x2) = V2(1+x1) = s^2, s = 1+x1+x2 = (1+sqrt(1+4h))/(2h), h = 1/V1+1/V2",
    assumptions: "strength equals effort, effort is the cost; risk neutrality",
    source: "Blavatskyy 2010, equilibrium derived",
    arguments: PRIZES,
    outputs: &[
        Output::new("effort1", "effort of side 1"),
        Output::new("effort2", "effort of side 2"),
        Output::new("p1", "probability that side 1 wins"),
        Output::new("p2", "probability that side 2 wins"),
        Output::new("draw", "probability of a draw"),
        Output::new("payoff1", "expected payoff of side 1"),
        Output::new("payoff2", "expected payoff of side 2"),
    ],
    evaluate: |values| {
        admit(PRIZES, values)?;
        let &[v, v1, v2] = values else { return Err(wrong_count(PRIZES, values)) };
        let (v1, v2) = (given("V1", v1, v)?, given("V2", v2, v)?);
        let (x1, x2) = efforts(v1, v2);
        let (p1, p2) = (win_probability(x1, x2), win_probability(x2, x1));
        Ok(vec![x1, x2, p1, p2, 1.0 / (1.0 + x1 + x2), v1 * p1 - x1, v2 * p2 - x2])
    },
    example: (&[f64::NAN, 4.0, 1.0], 0, 1.0),
};

pub(crate) const WIN: ScalarFunction = ScalarFunction {
    name: "contest_draw",
    arguments: &["f1", "f2"],
    meaning: "probability that strength f1 wins against f2 when nobody may win",
    formula: "f1/(1 + f1 + f2)",
    source: "Blavatskyy 2010",
    evaluate: |values| match values {
        &[f1, f2] => win_probability(f1, f2),
        _ => f64::NAN,
    },
};
