//! Divergent beliefs: mutual optimism can remove the bargaining range.
//!
//! A believes it wins a battle with `pA`, B that A does with `pB`; each values the war over forts by
//! its own belief. The surplus of settling is `1 − (P_A − k E_A) − ((1 − P_B) − k E_B)`; below 0
//! both expect more from fighting than there is to share.
//! Known answer: pA = 0.6, pB = 0.45, X = 5, N = 10, k = 0.01: −0.191818.
//! Source: Smith, Stam (2004), *Journal of Conflict Resolution* 48:783.

use crate::fort_walk::{N, X, duration, win_probability};
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, indicator, wrong_count};

/// Surplus of settling when the sides believe A wins a battle with `p_a` and `p_b`.
///
/// ```
/// let surplus = zopa_theory::divergent_beliefs::surplus(0.6, 0.45, 5.0, 10.0, 0.01);
/// assert!((surplus + 0.191_818_182).abs() < 1e-8);
/// ```
pub fn surplus(p_a: f64, p_b: f64, x: f64, n: f64, cost: f64) -> f64 {
    let value_a = win_probability(p_a, x, n) - cost * duration(p_a, x, n);
    let value_b = win_probability(1.0 - p_b, n - x, n) - cost * duration(p_b, x, n);
    1.0 - value_a - value_b
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("pA", "A's belief that A wins a battle", 0.0, 1.0),
    Argument::required("pB", "B's belief that A wins a battle", 0.0, 1.0),
    X,
    N,
    Argument::preset("k", "cost of a battle to each side, share of the stake", 0.01, 0.0, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "divergent_beliefs",
    aliases: &["mutual_optimism", "settlement_surplus_with_divergent_beliefs"],
    title: "Surplus of settling when the sides disagree about their chances",
    formula: "1 - (P_A - k E_A) - ((1 - P_B) - k E_B)",
    assumptions: "war over forts, each side sure of its own belief, stake of 1",
    source: "Smith, Stam 2004, JCR 48:783",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("surplus", "surplus of settling; below 0 there is no bargaining range"),
        Output::new("range_exists", "1 if the surplus is not negative"),
        Output::new("value_A", "war value of A by its own belief"),
        Output::new("value_B", "war value of B by its own belief"),
        Output::new("duration_A", "battles that A expects"),
        Output::new("duration_B", "battles that B expects"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[p_a, p_b, x, n, cost] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (battles_a, battles_b) = (duration(p_a, x, n), duration(p_b, x, n));
        let value_a = win_probability(p_a, x, n) - cost * battles_a;
        let value_b = win_probability(1.0 - p_b, n - x, n) - cost * battles_b;
        let left = surplus(p_a, p_b, x, n, cost);
        Ok(vec![left, indicator(left >= 0.0), value_a, value_b, battles_a, battles_b])
    },
    example: (&[0.6, 0.45, 5.0, 10.0, 0.01], 0, -0.191_818_182),
};

pub(crate) const SURPLUS: ScalarFunction = ScalarFunction {
    name: "divergent_beliefs_surplus",
    arguments: &["p_a", "p_b", "x", "n", "cost"],
    meaning: "surplus of settling when A believes in p_a and B in p_b (both for A's battles)",
    formula: "1 - (P_a - cost*E_a) - ((1 - P_b) - cost*E_b)",
    source: "Smith, Stam 2004",
    evaluate: |values| match values {
        &[p_a, p_b, x, n, cost] => surplus(p_a, p_b, x, n, cost),
        _ => f64::NAN,
    },
};
