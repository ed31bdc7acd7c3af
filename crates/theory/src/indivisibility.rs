//! Indivisible stakes: a lottery over the stake beats war, so the obstacle is commitment.
//!
//! A lottery that gives A the undivided stake with the war odds p is worth p to A and 1 − p to B,
//! more than the war payoffs `p − cA` and `1 − p − cB` whenever war is costly. Lotteries with odds
//! from `p − cA` to `p + cB` are better than war for both.
//! Source: Fearon (1995); Powell (2006), *International Organization* 60:169.

use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// Gain of each side from the lottery with the war odds: exactly the war cost it saves.
///
/// ```
/// let (gain_a, gain_b) = zopa_theory::indivisibility::lottery_gain(0.6, 0.1, 0.15);
/// assert!((gain_a - 0.1).abs() < 1e-12 && (gain_b - 0.15).abs() < 1e-12);
/// ```
pub fn lottery_gain(p: f64, cost_a: f64, cost_b: f64) -> (f64, f64) {
    (p - (p - cost_a), (1.0 - p) - (1.0 - p - cost_b))
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("p", "probability that A prevails in war", 0.0, 1.0),
    Argument::required("cA", "cost of war to A, share of the stake", 0.0, f64::INFINITY),
    Argument::required("cB", "cost of war to B, share of the stake", 0.0, f64::INFINITY),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "indivisibility",
    aliases: &["lottery", "indivisible_stakes"],
    title: "A lottery with the war odds beats war over an indivisible stake",
    formula: "lottery: (p, 1 - p); war: (p - cA, 1 - p - cB)",
    assumptions: "the loser of the lottery hands over the stake; risk neutrality",
    source: "Fearon 1995; Powell 2006, International Organization 60:169",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("lottery_A", "value of the lottery to A"),
        Output::new("lottery_B", "value of the lottery to B"),
        Output::new("war_A", "value of war to A"),
        Output::new("war_B", "value of war to B"),
        Output::new("gain_A", "gain of A from the lottery"),
        Output::new("gain_B", "gain of B from the lottery"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[p, cost_a, cost_b] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (gain_a, gain_b) = lottery_gain(p, cost_a, cost_b);
        Ok(vec![p, 1.0 - p, p - cost_a, 1.0 - p - cost_b, gain_a, gain_b])
    },
    example: (&[0.6, 0.1, 0.15], 2, 0.5),
};
