//! Alternating offers: the division of a pie when delay is costly.
//!
//! Two sides propose in turn; a refusal shrinks the pie by each side's discount factor. The only
//! subgame-perfect division gives the first proposer `x1 = (1 − δ2)/(1 − δ1 δ2)`, with equal
//! patience `1/(1 + δ)`. As offers follow one another faster the share tends to
//! `ln δ2/(ln δ1 + ln δ2)`, the asymmetric Nash share with weights 1/|ln δ|.
//! Known answer: δ = 0.9 for both gives 0.526316.
//! Source: Rubinstein (1982), *Econometrica* 50:97.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given, wrong_count};

/// Share of the first proposer with discount factors in [0, 1]; one half if both are 1 (the limit
/// of equal patience).
///
/// ```
/// let share = zopa_theory::alternating_offers::proposer_share(0.9, 0.9);
/// assert!((share - 1.0 / 1.9).abs() < 1e-12);
/// ```
pub fn proposer_share(delta1: f64, delta2: f64) -> f64 {
    if !(0.0..=1.0).contains(&delta1) || !(0.0..=1.0).contains(&delta2) {
        return f64::NAN;
    }
    if delta1 == delta2 {
        return 1.0 / (1.0 + delta1);
    }
    (1.0 - delta2) / (1.0 - delta1 * delta2)
}

/// Limit of the first proposer's share when the time between offers goes to zero.
///
/// ```
/// let share = zopa_theory::alternating_offers::frequent_offers_share(0.9, 0.81);
/// assert!((share - 2.0 / 3.0).abs() < 1e-12);
/// ```
pub fn frequent_offers_share(delta1: f64, delta2: f64) -> f64 {
    if delta1 == delta2 {
        return 0.5;
    }
    if delta1 <= 0.0 || delta2 <= 0.0 {
        return if delta1 > delta2 { 1.0 } else { 0.0 };
    }
    let (rate1, rate2) = (-libm::log(delta1), -libm::log(delta2));
    rate2 / (rate1 + rate2)
}

const ARGUMENTS: &[Argument] = &[
    Argument::optional("delta", "discount factor of both sides", 0.0, 1.0),
    Argument::optional("delta1", "discount factor of the first proposer (default delta)", 0.0, 1.0),
    Argument::optional("delta2", "discount factor of the responder (default delta)", 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "alternating_offers",
    aliases: &["rubinstein", "rubinstein_bargaining", "sequential_bargaining"],
    title: "Division of a pie by alternating offers",
    formula: "x1 = (1 - delta2)/(1 - delta1*delta2); equal patience 1/(1 + delta)",
    assumptions: "pie of 1, unlimited rounds, full information, no exit options",
    source: "Rubinstein 1982, Econometrica 50:97",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("proposer", "share of the first proposer"),
        Output::new("responder", "share of the responder"),
        Output::new("first_mover_advantage", "share of side 1 as proposer less as responder"),
        Output::new("frequent_offers", "share of side 1 as the time between offers vanishes"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[delta, delta1, delta2] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let delta1 = given("delta1", delta1, delta)?;
        let delta2 = given("delta2", delta2, delta)?;
        let first = proposer_share(delta1, delta2);
        let as_responder = 1.0 - proposer_share(delta2, delta1);
        let limit = frequent_offers_share(delta1, delta2);
        Ok(vec![first, 1.0 - first, first - as_responder, limit])
    },
    example: (&[0.9, f64::NAN, f64::NAN], 0, 0.526_315_789_473_684_2),
};

pub(crate) const SHARE: ScalarFunction = ScalarFunction {
    name: "rubinstein_share",
    arguments: &["delta1", "delta2"],
    meaning: "share of the first proposer under alternating offers",
    formula: "(1 - delta2)/(1 - delta1*delta2)",
    source: "Rubinstein 1982",
    evaluate: |values| match values {
        &[delta1, delta2] => proposer_share(delta1, delta2),
        _ => f64::NAN,
    },
};
