//! Preventive war: the declining side attacks before a shift of power.
//!
//! A rises from winning with p1 to winning with p2; a war decides the whole stream and costs B
//! `cB` once. B's best case in peace is all of the pie now and its war value later,
//! `1 + δ[(1 − p2)/(1 − δ) − cB]`, against `(1 − p1)/(1 − δ) − cB` from fighting now. Rearranged,
//! B attacks iff `δ p2 − p1 − cB (1 − δ)² > 0`.
//! Source: Fearon (1995), *International Organization* 49:379; Powell (2006).

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, indicator, wrong_count};

/// Incentive of the declining side to attack now, `δ p2 − p1 − cB (1 − δ)²`; above 0 it attacks.
///
/// ```
/// let incentive = zopa_theory::preventive_war::incentive(0.9, 0.4, 0.5, 0.3);
/// assert!((incentive - 0.047).abs() < 1e-12);
/// ```
pub fn incentive(delta: f64, p1: f64, p2: f64, cost_b: f64) -> f64 {
    delta * p2 - p1 - cost_b * (1.0 - delta) * (1.0 - delta)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("delta", "discount factor per period", 0.0, 1.0),
    Argument::required("p1", "probability that the rising side wins now", 0.0, 1.0),
    Argument::optional("p2", "probability that the rising side wins after the shift", 0.0, 1.0),
    Argument::required("cB", "cost of war to the declining side", 0.0, f64::INFINITY),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "preventive_war",
    aliases: &["commitment_problem", "shifting_power", "power_shift"],
    title: "Attack of a declining side before a shift of power",
    formula: "attack iff delta*p2 - p1 - cB*(1-delta)^2 > 0",
    assumptions: "one foreseen shift, full information, the rising side cannot bind itself",
    source: "Fearon 1995, International Organization 49:379",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("incentive", "delta*p2 - p1 - cB*(1-delta)^2; above 0 means attack"),
        Output::new("attack", "1 if the declining side attacks"),
        Output::new("critical_p2", "p2 above which it attacks (may exceed 1: never)"),
        Output::new("critical_shift", "shift p2 - p1 above which it attacks"),
        Output::new("critical_cost", "cB below which it attacks; NaN at delta = 1"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[delta, p1, p2, cost_b] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let gain = incentive(delta, p1, p2, cost_b);
        let wait = (1.0 - delta) * (1.0 - delta);
        let critical = if delta > 0.0 { (p1 + cost_b * wait) / delta } else { f64::NAN };
        let attack = if gain.is_nan() { f64::NAN } else { indicator(gain > 0.0) };
        let critical_cost = if wait > 0.0 { ((delta * p2 - p1) / wait).max(0.0) } else { f64::NAN };
        let critical_cost = if p2.is_nan() { f64::NAN } else { critical_cost };
        Ok(vec![gain, attack, critical, critical - p1, critical_cost])
    },
    example: (&[0.9, 0.4, 0.5, 0.3], 0, 0.047),
};

pub(crate) const INCENTIVE: ScalarFunction = ScalarFunction {
    name: "preventive_incentive",
    arguments: &["delta", "p1", "p2", "cost_b"],
    meaning: "incentive of a declining side to attack before the shift (above 0: attack)",
    formula: "delta*p2 - p1 - cost_b*(1-delta)^2",
    source: "Fearon 1995",
    evaluate: |values| match values {
        &[delta, p1, p2, cost_b] => incentive(delta, p1, p2, cost_b),
        _ => f64::NAN,
    },
};
