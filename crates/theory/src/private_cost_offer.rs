//! Offer under a privately known cost of war: the trade-off of risk against return.
//!
//! A demands the share x of a pie of 1; B fights iff its cost `cB`, uniform on [0, C] and known to
//! B alone, is below x − p. A maximises `x(1 − (x − p)/C) + (p − cA)(x − p)/C`, so the best demand
//! is `x* = p + (C − cA)/2` and war follows with probability `(1 − cA/C)/2`: it falls with A's own
//! cost and does not depend on p, as long as x* fits into the pie. Where `p + (C − cA)/2 > 1`, A
//! demands all; where `cA ≥ C`, A demands p and there is no war.
//! Source: Fearon (1995), *International Organization* 49:379.

use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// Best demand and probability of war, `(x*, P(war))`; `highest_cost` is C.
///
/// ```
/// let (demand, war) = zopa_theory::private_cost_offer::best_demand(0.5, 0.1, 0.4);
/// assert!((demand - 0.65).abs() < 1e-12 && (war - 0.375).abs() < 1e-12);
/// ```
pub fn best_demand(p: f64, cost_a: f64, highest_cost: f64) -> (f64, f64) {
    let step = (0.5 * (highest_cost - cost_a)).max(0.0).min(1.0 - p);
    (p + step, step / highest_cost)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("p", "probability that A prevails in war", 0.0, 1.0),
    Argument::required("cA", "cost of war to A, share of the pie", 0.0, f64::INFINITY),
    Argument::required("C", "largest possible cost of war to B", f64::MIN_POSITIVE, f64::INFINITY),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "private_cost_offer",
    aliases: &[
        "risk_return",
        "risk_return_offer",
        "private_cost",
        "private_information",
        "risk-return offer under private cost cB~U[0,C]",
    ],
    title: "Best demand when the other side's cost of war is private",
    formula: "x* = p + (C - cA)/2, P(war) = (1 - cA/C)/2; x* at most 1",
    assumptions: "A makes one final offer; cB uniform on [0, C]; pie of 1; risk neutrality",
    source: "Fearon 1995, International Organization 49:379",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("demand", "best demand x* of A"),
        Output::new("war_probability", "probability that B fights"),
        Output::new("payoff_A", "expected payoff of A"),
        Output::new("demand_without_war", "largest demand that every type of B accepts, p"),
        Output::new("acceptance_probability", "probability that B accepts"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[p, cost_a, highest] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (demand, war) = best_demand(p, cost_a, highest);
        Ok(vec![demand, war, demand * (1.0 - war) + (p - cost_a) * war, p, 1.0 - war])
    },
    example: (&[0.5, 0.1, 0.4], 1, 0.375),
};
