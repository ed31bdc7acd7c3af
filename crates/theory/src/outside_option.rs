//! Outside option principle: an exit matters only if it is better than bargaining on.
//!
//! The responder may leave for `w2` instead of making a counter-offer. It receives
//! `max(δ2 (1 − δ1)/(1 − δ1 δ2), w2)`, with equal patience `max(δ/(1 + δ), w2)`: an exit below the
//! bargaining share has no effect at all, one above it is just matched. With exits on both sides
//! the shares x1, x2 of each side as proposer solve `x1 = 1 − max(δ2 x2, w2)`,
//! `x2 = 1 − max(δ1 x1, w1)`, a contraction with one solution when `w1 + w2 ≤ 1`.
//! Known answer: δ = 0.9, w2 = 0.3 leaves 0.473684; w2 = 0.6 gives 0.6.
//! Source: Binmore, Shaked, Sutton (1989), *Quarterly Journal of Economics* 104:753.

use crate::alternating_offers;
use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given, indicator, wrong_count};

/// Share of the first proposer when the sides can leave for `exit1` and `exit2`.
///
/// NaN where the exits are worth more than the pie or an argument is outside [0, 1].
///
/// ```
/// let share = zopa_theory::outside_option::proposer_share(0.9, 0.9, 0.0, 0.6);
/// assert!((share - 0.4).abs() < 1e-12);
/// ```
pub fn proposer_share(delta1: f64, delta2: f64, exit1: f64, exit2: f64) -> f64 {
    let free = alternating_offers::proposer_share(delta1, delta2);
    let exits_fit = exit1 >= 0.0 && exit2 >= 0.0 && exit1 + exit2 <= 1.0;
    if free.is_nan() || !exits_fit {
        return f64::NAN;
    }
    let free2 = alternating_offers::proposer_share(delta2, delta1);
    // The four cases of which exits bind; the first consistent one is the solution.
    if delta2 * free2 >= exit2 && delta1 * free >= exit1 {
        return free;
    }
    if exit2 >= delta2 * (1.0 - (delta1 * (1.0 - exit2)).max(exit1)) {
        return 1.0 - exit2;
    }
    1.0 - delta2 * (1.0 - exit1)
}

const ARGUMENTS: &[Argument] = &[
    Argument::optional("delta", "discount factor of both sides", 0.0, 1.0),
    Argument::optional("delta1", "discount factor of the proposer (default delta)", 0.0, 1.0),
    Argument::optional("delta2", "discount factor of the responder (default delta)", 0.0, 1.0),
    Argument::preset("w1", "exit value of the proposer when it responds", 0.0, 0.0, 1.0),
    Argument::required("w2", "exit value of the responder", 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "outside_option",
    aliases: &["outside_option_principle", "exit_option"],
    title: "Effect of an exit option on the division",
    formula: "responder gets max(delta/(1 + delta), w2)",
    assumptions: "alternating offers; only the side that has just refused may leave",
    source: "Binmore, Shaked, Sutton 1989, QJE 104:753",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("responder", "share of the responder"),
        Output::new("proposer", "share of the first proposer"),
        Output::new("binding", "1 if the responder's exit changes the division"),
        Output::new("without_exit", "share of the responder without any exit"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[delta, delta1, delta2, exit1, exit2] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let delta1 = given("delta1", delta1, delta)?;
        let delta2 = given("delta2", delta2, delta)?;
        let first = proposer_share(delta1, delta2, exit1, exit2);
        if first.is_nan() {
            return Err(TheoryError::NoSolution {
                reason: "the exits are worth more than the pie",
            });
        }
        let without = 1.0 - alternating_offers::proposer_share(delta1, delta2);
        Ok(vec![1.0 - first, first, indicator(exit2 > without), without])
    },
    example: (&[0.9, f64::NAN, f64::NAN, 0.0, 0.3], 0, 0.473_684_210_526_315_8),
};

pub(crate) const SHARE: ScalarFunction = ScalarFunction {
    name: "outside_option_share",
    arguments: &["delta", "exit"],
    meaning: "share of the responder who may leave for `exit`",
    formula: "max(delta/(1 + delta), exit)",
    source: "Binmore, Shaked, Sutton 1989",
    evaluate: |values| match values {
        &[delta, exit] => 1.0 - proposer_share(delta, delta, 0.0, exit),
        _ => f64::NAN,
    },
};
