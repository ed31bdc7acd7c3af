//! Veto players: everyone whose consent is needed must accept.
//!
//! n independent veto players who each accept with a all accept with `a^n`; with unequal chances,
//! with their product. More veto players make change less likely.
//! Known answer: four players with 0.8 give 0.4096.
//! Source: Tsebelis (2002), *Veto Players*; Cunningham (2006), *AJPS* 50:875.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Probability that all of `n` independent players accept.
///
/// ```
/// assert!((zopa_theory::veto_players::all_accept(0.8, 4.0) - 0.4096).abs() < 1e-12);
/// ```
pub fn all_accept(p: f64, n: f64) -> f64 {
    if (0.0..=1.0).contains(&p) && n >= 0.0 { libm::pow(p, n) } else { f64::NAN }
}

const fn player(name: &'static str) -> Argument {
    Argument::optional(name, "chance that this further player accepts", 0.0, 1.0)
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset("n", "number of equal veto players", 0.0, 0.0, 1e6),
    Argument::optional("p", "chance that each of the n accepts", 0.0, 1.0),
    player("p1"),
    player("p2"),
    player("p3"),
    player("p4"),
    player("p5"),
    player("p6"),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "veto_players",
    aliases: &["joint_acceptance", "unanimous_acceptance", "veto_acceptance"],
    title: "Chance that all veto players accept",
    formula: "P = p^n * p1 * p2 * ...",
    assumptions: "players decide independently",
    source: "Tsebelis 2002, Veto Players; Cunningham 2006, AJPS 50:875",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("all_accept", "probability that all accept"),
        Output::new("some_refuse", "probability that at least one refuses"),
        Output::new("players", "number of players"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let [n, p, others @ ..] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        if *n > 0.0 && p.is_nan() {
            return Err(TheoryError::MissingArgument { argument: "p" });
        }
        let equal = if *n > 0.0 { all_accept(*p, *n) } else { 1.0 };
        let named = others.iter().filter(|chance| !chance.is_nan());
        let all = equal * named.clone().product::<f64>();
        Ok(vec![all, 1.0 - all, n + named.count() as f64])
    },
    example: (&[4.0, 0.8, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN], 0, 0.4096),
};

pub(crate) const ALL: ScalarFunction = ScalarFunction {
    name: "all_accept",
    arguments: &["p", "n"],
    meaning: "probability that all of n independent veto players accept",
    formula: "p^n",
    source: "Tsebelis 2002",
    evaluate: |values| match values {
        &[p, n] => all_accept(p, n),
        _ => f64::NAN,
    },
};
