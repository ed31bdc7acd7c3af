//! Bargaining range: the divisions both sides prefer to a costly war.
//!
//! Pie of 1, A wins a war with probability `p`, war costs A `cA` and B `cB` as shares of the pie.
//! A division giving A the share x beats war for both iff `p − cA ≤ x ≤ p + cB`; the width of the
//! range is `cA + cB`, and whoever makes a take-it-or-leave-it offer takes its far end.
//! Known answer: p = 0.6, cA = 0.1, cB = 0.15 gives 0.5 to 0.75.
//! Source: Fearon (1995), *International Organization* 49:379.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, indicator, wrong_count};

/// Lower and upper end of the bargaining range, `(p − cost_a, p + cost_b)`.
///
/// ```
/// let (low, high) = zopa_theory::bargaining_range::range(0.6, 0.1, 0.15);
/// assert!((low - 0.5).abs() < 1e-12 && (high - 0.75).abs() < 1e-12);
/// ```
pub fn range(p: f64, cost_a: f64, cost_b: f64) -> (f64, f64) {
    (p - cost_a, p + cost_b)
}

/// Surplus of settling a pie of size `total` when war is worth `value_a` and `value_b`.
///
/// A range exists iff the surplus, `total − value_a − value_b`, is not negative.
///
/// ```
/// let surplus = zopa_theory::bargaining_range::surplus(1.0, 0.33, 0.3);
/// assert!((surplus - 0.37).abs() < 1e-12);
/// ```
pub fn surplus(total: f64, value_a: f64, value_b: f64) -> f64 {
    total - value_a - value_b
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("p", "probability that A prevails in war", 0.0, 1.0),
    Argument::required("cA", "cost of war to A, share of the pie", -1e6, 1e6),
    Argument::required("cB", "cost of war to B, share of the pie", -1e6, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "bargaining_range",
    aliases: &["zopa", "war_costs", "fearon", "bargaining_model_of_war"],
    title: "Divisions that both sides prefer to war",
    formula: "p - cA <= x <= p + cB; width cA + cB",
    assumptions: "divisible pie of 1, risk neutrality, shared beliefs, deals can be enforced",
    source: "Fearon 1995, International Organization 49:379",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("lower", "smallest share A accepts; B takes it when B makes the offer"),
        Output::new("upper", "largest share B concedes to A; A takes it when A makes the offer"),
        Output::new("width", "length of the range, cA + cB"),
        Output::new("lower_in_pie", "lower end, not below 0"),
        Output::new("upper_in_pie", "upper end, not above 1"),
        Output::new("exists", "1 if some division beats war for both"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[p, cost_a, cost_b] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (low, high) = range(p, cost_a, cost_b);
        Ok(vec![
            low,
            high,
            cost_a + cost_b,
            low.max(0.0),
            high.min(1.0),
            indicator(cost_a + cost_b >= 0.0),
        ])
    },
    example: (&[0.6, 0.1, 0.15], 1, 0.75),
};

pub(crate) const LOWER: ScalarFunction = ScalarFunction {
    name: "bargaining_lower",
    arguments: &["p", "cost_a"],
    meaning: "smallest share that A prefers to war",
    formula: "p - cost_a",
    source: "Fearon 1995",
    evaluate: |values| match values {
        &[p, cost_a] => p - cost_a,
        _ => f64::NAN,
    },
};

pub(crate) const UPPER: ScalarFunction = ScalarFunction {
    name: "bargaining_upper",
    arguments: &["p", "cost_b"],
    meaning: "largest share of A that B prefers to war",
    formula: "p + cost_b",
    source: "Fearon 1995",
    evaluate: |values| match values {
        &[p, cost_b] => p + cost_b,
        _ => f64::NAN,
    },
};

pub(crate) const SURPLUS: ScalarFunction = ScalarFunction {
    name: "bargaining_surplus",
    arguments: &["total", "value_a", "value_b"],
    meaning: "what a settlement yields above the war values of both sides",
    formula: "total - value_a - value_b",
    source: "Fearon 1995",
    evaluate: |values| match values {
        &[total, value_a, value_b] => surplus(total, value_a, value_b),
        _ => f64::NAN,
    },
};
