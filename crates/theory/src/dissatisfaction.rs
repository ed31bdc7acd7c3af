//! Dissatisfaction: a gap between power and benefits.
//!
//! A side is dissatisfied iff war is worth more to it than the status quo, `p − c > q`; the
//! smallest concession that removes the wish to fight is `p − c − q`.
//! Source: Powell (1999), *In the Shadow of Power*, ch. 3.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, indicator, wrong_count};

/// Smallest concession that satisfies a side, `p − c − q`; not above 0 means satisfied already.
///
/// ```
/// assert!((zopa_theory::dissatisfaction::gap(0.6, 0.1, 0.45) - 0.05).abs() < 1e-12);
/// ```
pub fn gap(p: f64, cost: f64, status_quo: f64) -> f64 {
    p - cost - status_quo
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("p", "probability that the side prevails", 0.0, 1.0),
    Argument::required("c1", "cost of war to the side", 0.0, f64::INFINITY),
    Argument::required("q", "share of the side under the status quo", 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "dissatisfaction",
    aliases: &["dissatisfied_state", "power_and_benefits"],
    title: "Gap between power and benefits, and the concession that closes it",
    formula: "dissatisfied iff p - c1 > q; smallest concession p - c1 - q",
    assumptions: "pie of 1, risk neutrality, full information",
    source: "Powell 1999, In the Shadow of Power, ch. 3",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("gap", "p - c1 - q"),
        Output::new("dissatisfied", "1 if the side prefers war to the status quo"),
        Output::new("concession", "smallest concession that satisfies it, at least 0"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[p, cost, status_quo] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let open = gap(p, cost, status_quo);
        Ok(vec![open, indicator(open > 0.0), open.max(0.0)])
    },
    example: (&[0.6, 0.1, 0.45], 0, 0.05),
};

pub(crate) const GAP: ScalarFunction = ScalarFunction {
    name: "dissatisfaction",
    arguments: &["p", "cost", "status_quo"],
    meaning: "smallest concession that removes a side's wish to fight (below 0: satisfied)",
    formula: "p - cost - status_quo",
    source: "Powell 1999",
    evaluate: |values| match values {
        &[p, cost, status_quo] => gap(p, cost, status_quo),
        _ => f64::NAN,
    },
};
