//! Risk of breakdown: talks may end for good after every refusal.
//!
//! A refusal ends talks with probability π, which leaves `d1` and `d2`; there is no discounting.
//! From `1 − x1 = π d2 + (1 − π) x2` and its mirror image the first proposer gets
//! `x1 = (1 + (1 − π) d1 − d2)/(2 − π)`. As π goes to 0 this is the Nash share
//! `d1 + (1 − d1 − d2)/2` with the breakdown point as disagreement.
//! Known answer: π = 0.1, d = (0.1, 0.3) gives 0.415789.
//! Source: Binmore, Rubinstein, Wolinsky (1986), *RAND Journal of Economics* 17:176.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Share of the first proposer when a refusal ends talks with probability `risk`.
///
/// ```
/// let share = zopa_theory::breakdown_risk::proposer_share(0.1, 0.1, 0.3);
/// assert!((share - 0.79 / 1.9).abs() < 1e-12);
/// ```
pub fn proposer_share(risk: f64, d1: f64, d2: f64) -> f64 {
    if !(0.0..=1.0).contains(&risk) {
        return f64::NAN;
    }
    (1.0 + (1.0 - risk) * d1 - d2) / (2.0 - risk)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("pi", "probability that a refusal ends talks", 0.0, 1.0),
    Argument::required("d1", "value of breakdown to the first proposer", -1e6, 1e6),
    Argument::required("d2", "value of breakdown to the responder", -1e6, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "breakdown_risk",
    aliases: &["risk_of_breakdown", "exogenous_breakdown_risk", "exogenous_breakdown"],
    title: "Division when a refusal may end talks for good",
    formula: "x1 = (1 + (1 - pi)*d1 - d2)/(2 - pi)",
    assumptions: "alternating offers, no discounting, pie of 1, d1 + d2 <= 1",
    source: "Binmore, Rubinstein, Wolinsky 1986, RAND 17:176",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("proposer", "share of the first proposer"),
        Output::new("responder", "share of the responder"),
        Output::new("nash_limit", "share of the first proposer as pi goes to 0"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[risk, d1, d2] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        if d1 + d2 > 1.0 {
            return Err(TheoryError::NoSolution { reason: "breakdown is worth more than the pie" });
        }
        let first = proposer_share(risk, d1, d2);
        Ok(vec![first, 1.0 - first, d1 + 0.5 * (1.0 - d1 - d2)])
    },
    example: (&[0.1, 0.1, 0.3], 0, 0.415_789_473_684_210_5),
};

pub(crate) const SHARE: ScalarFunction = ScalarFunction {
    name: "breakdown_risk_share",
    arguments: &["risk", "d1", "d2"],
    meaning: "share of the first proposer when a refusal ends talks with probability `risk`",
    formula: "(1 + (1 - risk)*d1 - d2)/(2 - risk)",
    source: "Binmore, Rubinstein, Wolinsky 1986",
    evaluate: |values| match values {
        &[risk, d1, d2] => proposer_share(risk, d1, d2),
        _ => f64::NAN,
    },
};
