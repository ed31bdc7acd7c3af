//! Learning from offers: what a refusal tells about the side that refuses.
//!
//! A weak type accepts an offer with `aW`, a strong type with `aS`. After a refusal the probability
//! of the strong type is `prior (1 − aS)/[prior (1 − aS) + (1 − prior)(1 − aW)]`. One refusal can
//! tell more than many battles.
//! Known answer: aW = 0.8, aS = 0.1, prior 0.5 gives 0.818182.
//! Source: derived from Slantchev (2003), *American Political Science Review* 97:621.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Posterior probability of the strong type after a refusal; the prior where no type refuses.
///
/// ```
/// let strong = zopa_theory::learning_from_refusal::posterior(0.5, 0.1, 0.8);
/// assert!((strong - 9.0 / 11.0).abs() < 1e-12);
/// ```
pub fn posterior(prior: f64, accept_strong: f64, accept_weak: f64) -> f64 {
    if ![prior, accept_strong, accept_weak].iter().all(|value| (0.0..=1.0).contains(value)) {
        return f64::NAN;
    }
    let strong = prior * (1.0 - accept_strong);
    let weak = (1.0 - prior) * (1.0 - accept_weak);
    if strong + weak == 0.0 { prior } else { strong / (strong + weak) }
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset("prior", "prior probability of the strong type", 0.5, 0.0, 1.0),
    Argument::required("aS", "chance that the strong type accepts the offer", 0.0, 1.0),
    Argument::required("aW", "chance that the weak type accepts the offer", 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "learning_from_refusal",
    aliases: &["refusal_posterior", "learning_from_offers", "screening"],
    title: "What a refused or accepted offer tells about the other side",
    formula: "prior*(1-aS)/[prior*(1-aS) + (1-prior)*(1-aW)]",
    assumptions: "two types with known chances of acceptance",
    source: "derived from Slantchev 2003, APSR 97:621",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("after_refusal", "probability of the strong type after a refusal"),
        Output::new("after_acceptance", "probability of the strong type after an acceptance"),
        Output::new("refusal", "probability of a refusal"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[prior, strong, weak] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let refusal = prior * (1.0 - strong) + (1.0 - prior) * (1.0 - weak);
        let accepted = posterior(prior, 1.0 - strong, 1.0 - weak);
        Ok(vec![posterior(prior, strong, weak), accepted, refusal])
    },
    example: (&[0.5, 0.1, 0.8], 0, 9.0 / 11.0),
};

pub(crate) const POSTERIOR: ScalarFunction = ScalarFunction {
    name: "refusal_posterior",
    arguments: &["prior", "accept_strong", "accept_weak"],
    meaning: "probability that a side is strong after it refused an offer",
    formula: "prior*(1-accept_strong)/(prior*(1-accept_strong) + (1-prior)*(1-accept_weak))",
    source: "derived from Slantchev 2003",
    evaluate: |values| match values {
        &[prior, strong, weak] => posterior(prior, strong, weak),
        _ => f64::NAN,
    },
};
