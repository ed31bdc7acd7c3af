//! Self-enforcement: a deal that holds because a breach ends it.
//!
//! Payoffs per round: T for a breach while the other keeps the deal, R for keeping it together, P
//! after it has ended. A breach is seen after L rounds and costs an expected sanction gQ at once.
//! Keeping pays iff `δ^L ≥ (T − R − gQ)/(T − P − gQ)`, that is δ at or above the L-th root; with
//! L > 1 the sanction is counted in each round of the breach, so the ratio is the same.
//! Known answers: T, R, P = 5, 3, 1: δ ≥ 0.5; with gQ = 1: 1/3.
//! Source: Friedman (1971), *Review of Economic Studies* 38:1; Axelrod (1984).

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, indicator, wrong_count};

/// Smallest discount factor at which the deal enforces itself; 0 if a breach never pays.
///
/// `breach`, `keep`, `ended` are T, R, P. NaN where `keep < ended` or the lag is not above 0.
///
/// ```
/// use zopa_theory::self_enforcement::critical_delta;
/// assert!((critical_delta(5.0, 3.0, 1.0, 0.0, 1.0) - 0.5).abs() < 1e-12);
/// assert!((critical_delta(5.0, 3.0, 1.0, 1.0, 1.0) - 1.0 / 3.0).abs() < 1e-12);
/// assert!((critical_delta(5.0, 3.0, 1.0, 0.0, 2.0) - 0.5_f64.sqrt()).abs() < 1e-12);
/// ```
pub fn critical_delta(breach: f64, keep: f64, ended: f64, sanction: f64, lag: f64) -> f64 {
    if !(keep >= ended && lag > 0.0) || (breach + sanction).is_nan() {
        return f64::NAN;
    }
    let gain = breach - keep - sanction;
    if gain <= 0.0 {
        return 0.0;
    }
    // gain > 0 and keep ≥ ended make the denominator at least gain.
    libm::pow(gain / (breach - ended - sanction), 1.0 / lag)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("T", "payoff of a breach while the other keeps the deal", -1e9, 1e9),
    Argument::required("R", "payoff per round of keeping the deal together", -1e9, 1e9),
    Argument::required("P", "payoff per round after the deal has ended", -1e9, 1e9),
    Argument::preset("gQ", "expected sanction of a breach, probability times size", 0.0, 0.0, 1e9),
    Argument::preset("L", "rounds until a breach is seen", 1.0, f64::MIN_POSITIVE, 1e6),
    Argument::optional("delta", "discount factor at hand", 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "self_enforcement",
    aliases: &[
        "grim_trigger",
        "self_enforcement_grim",
        "self-enforcement with expected sanction",
        "self-enforcement with expected sanction gQ=1",
        "self_enforcement_with_detection_lag",
        "detection_lag",
        "folk_theorem",
    ],
    title: "Patience at which a deal enforces itself",
    formula: "delta^L >= (T - R - gQ)/(T - P - gQ)",
    assumptions: "repeated dilemma T > R > P, a breach ends the deal for good (grim)",
    source: "Friedman 1971, Review of Economic Studies 38:1; Axelrod 1984; sanction derived",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("critical_delta", "smallest discount factor at which the deal holds"),
        Output::new("without_lag", "the same if a breach is seen after one round"),
        Output::new("without_sanction", "the same without a sanction"),
        Output::new("holds", "1 if the deal holds at the delta given"),
        Output::new("needed_sanction", "gQ at which the deal holds at the delta given"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[breach, keep, ended, sanction, lag, delta] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        if keep < ended {
            return Err(TheoryError::NoSolution { reason: "keeping the deal must not be worse" });
        }
        let critical = critical_delta(breach, keep, ended, sanction, lag);
        let (holds, needed) = if delta.is_nan() {
            (f64::NAN, f64::NAN)
        } else {
            let power = libm::pow(delta, lag);
            // (T − R − g)/(T − P − g) = power solved for g.
            let sanction = if power < 1.0 {
                (breach - keep - power * (breach - ended)) / (1.0 - power)
            } else {
                0.0
            };
            (indicator(delta >= critical), sanction.max(0.0))
        };
        Ok(vec![
            critical,
            critical_delta(breach, keep, ended, sanction, 1.0),
            critical_delta(breach, keep, ended, 0.0, lag),
            holds,
            needed,
        ])
    },
    example: (&[5.0, 3.0, 1.0, 0.0, 1.0, f64::NAN], 0, 0.5),
};

pub(crate) const CRITICAL: ScalarFunction = ScalarFunction {
    name: "critical_patience",
    arguments: &["breach", "keep", "ended", "sanction", "lag"],
    meaning: "smallest discount factor at which a deal enforces itself",
    formula: "((breach - keep - sanction)/(breach - ended - sanction))^(1/lag)",
    source: "Friedman 1971; Axelrod 1984",
    evaluate: |values| match values {
        &[breach, keep, ended, sanction, lag] => critical_delta(breach, keep, ended, sanction, lag),
        _ => f64::NAN,
    },
};
