//! Inside options: what each side earns while the disagreement lasts.
//!
//! While no deal is made, the sides receive flows whose everlasting values are `b1` and `b2`. With
//! equal patience the first proposer gets `b1 + (1 − b1 − b2)/(1 + δ)`; in general
//! `x1 = [(1 − δ2)(1 − b2) + δ2 (1 − δ1) b1]/(1 − δ1 δ2)`. A war in progress is an inside option:
//! unlike an exit it moves the split continuously.
//! Known answer: δ = 0.9, b = (0.2, 0.3) gives 0.463158.
//! Source: Muthoo (1999), *Bargaining Theory with Applications*, ch. 6.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given, wrong_count};

/// Share of the first proposer with inside options `b1`, `b2` (everlasting values of the flows).
///
/// ```
/// let share = zopa_theory::inside_options::proposer_share(0.9, 0.9, 0.2, 0.3);
/// assert!((share - (0.2 + 0.5 / 1.9)).abs() < 1e-12);
/// ```
pub fn proposer_share(delta1: f64, delta2: f64, b1: f64, b2: f64) -> f64 {
    if !(0.0..=1.0).contains(&delta1) || !(0.0..=1.0).contains(&delta2) {
        return f64::NAN;
    }
    if delta1 == delta2 {
        return b1 + (1.0 - b1 - b2) / (1.0 + delta1);
    }
    let numerator = (1.0 - delta2) * (1.0 - b2) + delta2 * (1.0 - delta1) * b1;
    numerator / (1.0 - delta1 * delta2)
}

const ARGUMENTS: &[Argument] = &[
    Argument::optional("delta", "discount factor of both sides", 0.0, 1.0),
    Argument::optional("delta1", "discount factor of the proposer (default delta)", 0.0, 1.0),
    Argument::optional("delta2", "discount factor of the responder (default delta)", 0.0, 1.0),
    Argument::required("b1", "everlasting value of the proposer's flow in disagreement", -1e6, 1e6),
    Argument::required("b2", "everlasting value of the responder's flow", -1e6, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "inside_options",
    aliases: &["inside_option", "inside options (flow payoffs while disagreeing)"],
    title: "Division when both sides earn something while they disagree",
    formula: "x1 = b1 + (1 - b1 - b2)/(1 + delta)",
    assumptions: "alternating offers; flows last until agreement; pie of 1",
    source: "Muthoo 1999, Bargaining Theory with Applications, ch. 6",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("proposer", "share of the first proposer"),
        Output::new("responder", "share of the responder"),
        Output::new("surplus", "1 - b1 - b2"),
        Output::new("frequent_offers", "proposer's share as the time between offers vanishes"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[delta, delta1, delta2, b1, b2] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let delta1 = given("delta1", delta1, delta)?;
        let delta2 = given("delta2", delta2, delta)?;
        if b1 + b2 > 1.0 {
            return Err(TheoryError::NoSolution {
                reason: "disagreeing is worth more than the pie",
            });
        }
        let first = proposer_share(delta1, delta2, b1, b2);
        let weight = crate::alternating_offers::frequent_offers_share(delta1, delta2);
        Ok(vec![first, 1.0 - first, 1.0 - b1 - b2, b1 + weight * (1.0 - b1 - b2)])
    },
    example: (&[0.9, f64::NAN, f64::NAN, 0.2, 0.3], 0, 0.463_157_894_736_842_1),
};

pub(crate) const SHARE: ScalarFunction = ScalarFunction {
    name: "inside_option_share",
    arguments: &["delta", "b1", "b2"],
    meaning: "share of the first proposer when both sides earn a flow while they disagree",
    formula: "b1 + (1 - b1 - b2)/(1 + delta)",
    source: "Muthoo 1999",
    evaluate: |values| match values {
        &[delta, b1, b2] => proposer_share(delta, delta, b1, b2),
        _ => f64::NAN,
    },
};
