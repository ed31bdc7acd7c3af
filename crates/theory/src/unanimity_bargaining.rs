//! Unanimity among n sides: one stationary division, but any division can be an equilibrium.
//!
//! If whoever refuses proposes next, stationary play gives the proposer `1/(1 + (n − 1) δ)` and
//! each other side δ times that. With more than two sides history-dependent play supports *any*
//! division once `δ ≥ 1/(n − 1)`, so no single outcome may be reported for such talks. With
//! proposers in fixed rotation the stationary proposer's share is `(1 − δ)/(1 − δ^n)`; with a
//! proposer drawn at random it is `1 − δ (n − 1)/n`.
//! Known answer: n = 3 has the threshold 0.5.
//! Source: Herrero (1985); Shaked, in Sutton (1986), *Review of Economic Studies* 53:709.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, Topic, admit, indicator, wrong_count};

/// Stationary share of the proposer when the refusing side proposes next, `1/(1 + (n − 1) δ)`.
///
/// ```
/// let share = zopa_theory::unanimity_bargaining::proposer_share(3.0, 0.9);
/// assert!((share - 1.0 / 2.8).abs() < 1e-12);
/// ```
pub fn proposer_share(n: f64, delta: f64) -> f64 {
    1.0 / (1.0 + (n - 1.0) * delta)
}

/// Smallest discount factor at which every division is an equilibrium, `1/(n − 1)`.
///
/// ```
/// assert_eq!(zopa_theory::unanimity_bargaining::any_division_threshold(3.0), 0.5);
/// ```
pub fn any_division_threshold(n: f64) -> f64 {
    1.0 / (n - 1.0)
}

fn rotation_share(n: f64, delta: f64) -> f64 {
    if delta >= 1.0 { 1.0 / n } else { (1.0 - delta) / (1.0 - libm::pow(delta, n)) }
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("n", "number of sides, a whole number", 2.0, 1e9),
    Argument::optional("delta", "discount factor per round", 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "unanimity_bargaining",
    aliases: &[
        "unanimity",
        "n_person_bargaining",
        "shaked",
        "herrero",
        "unanimity_n_players",
        "unanimity n players: any split is an equilibrium",
    ],
    title: "Division that all of n sides must accept",
    formula: "stationary proposer 1/(1 + (n-1)*delta); any split if delta >= 1/(n-1)",
    assumptions: "a refusing side proposes next; stationary play for the shares",
    source: "Herrero 1985; Shaked, in Sutton 1986, Review of Economic Studies 53:709",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("any_split_threshold", "smallest delta at which any split is an equilibrium"),
        Output::new("proposer", "stationary share of the proposer"),
        Output::new("responder", "stationary share of each other side"),
        Output::new("any_split", "1 if any split is an equilibrium (n above 2)"),
        Output::new("proposer_in_rotation", "proposer's share with proposers in rotation"),
        Output::new("proposer_at_random", "proposer's share with a random proposer"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[n, delta] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        if n.fract() != 0.0 {
            return Err(TheoryError::NoSolution { reason: "n is a whole number" });
        }
        let threshold = any_division_threshold(n);
        let share = proposer_share(n, delta);
        let open = if delta.is_nan() {
            f64::NAN
        } else {
            indicator(n > 2.0 && delta >= threshold && delta < 1.0)
        };
        let rotation = if delta.is_nan() { f64::NAN } else { rotation_share(n, delta) };
        let random = 1.0 - delta * (n - 1.0) / n;
        Ok(vec![threshold, share, delta * share, open, rotation, random])
    },
    example: (&[3.0, f64::NAN], 0, 0.5),
};
