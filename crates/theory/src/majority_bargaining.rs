//! Majority bargaining: a proposer buys the cheapest majority.
//!
//! One of n members, drawn at random each round, proposes; the vote is taken at once (closed
//! rule). A member's value of going on is `δ/n`, so the proposer pays it to `quota − 1` members and
//! keeps `1 − δ (quota − 1)/n`; simple majority of an odd n: `1 − δ (n − 1)/(2n)`.
//! Known answer: n = 5, δ = 0.8 gives 0.68 and 0.16 to each partner.
//! Source: Baron, Ferejohn (1989), *American Political Science Review* 83:1181.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, Topic, admit, given_or, wrong_count};

/// Share of the proposer and of each partner among `n` members with `quota` votes needed.
///
/// ```
/// let (proposer, partner) = zopa_theory::majority_bargaining::shares(5.0, 3.0, 0.8);
/// assert!((proposer - 0.68).abs() < 1e-12 && (partner - 0.16).abs() < 1e-12);
/// ```
pub fn shares(n: f64, quota: f64, delta: f64) -> (f64, f64) {
    (1.0 - delta * (quota - 1.0) / n, delta / n)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("n", "number of members, a whole number", 2.0, 1e9),
    Argument::required("delta", "discount factor per round", 0.0, 1.0),
    Argument::optional(
        "quota",
        "votes needed, the proposer's included (default majority)",
        1.0,
        1e9,
    ),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "majority_bargaining",
    aliases: &["baron_ferejohn", "majority_bargaining_closed_rule", "legislative_bargaining"],
    title: "Division by majority vote under a closed rule",
    formula: "proposer 1 - delta*(n-1)/(2n), each partner delta/n (n odd, simple majority)",
    assumptions: "random proposer each round, closed rule, stationary play, equal members",
    source: "Baron, Ferejohn 1989, APSR 83:1181",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("proposer", "share of the proposer"),
        Output::new("partner", "share of each member of the majority"),
        Output::new("excluded", "share of each member left out"),
        Output::new("partners", "number of partners the proposer pays"),
        Output::new("before_draw", "expected share before the proposer is drawn"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[n, delta, quota] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let quota = given_or(quota, (n / 2.0).floor() + 1.0);
        if n.fract() != 0.0 || quota.fract() != 0.0 || quota > n {
            return Err(TheoryError::NoSolution { reason: "n and quota are whole, quota <= n" });
        }
        let (proposer, partner) = shares(n, quota, delta);
        Ok(vec![proposer, partner, 0.0, quota - 1.0, 1.0 / n])
    },
    example: (&[5.0, 0.8, f64::NAN], 0, 0.68),
};
