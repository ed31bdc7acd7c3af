//! Learning from battles: what results tell about a strong or weak opponent.
//!
//! The opponent is strong with the prior probability and then wins a battle with `pS`, else with
//! `pW`. After w wins in n battles the odds of strong are multiplied by
//! `(pS/pW)^w ((1 − pS)/(1 − pW))^(n − w)`. If it is strong, a battle adds on average
//! `pS ln(pS/pW) + (1 − pS) ln((1 − pS)/(1 − pW))` nats to the log odds, so even odds reach o : 1
//! after about `ln o` divided by this gain.
//! Known answers: pS = 0.6, pW = 0.45: 6 wins in 10 give 0.611181; 0.045228 nats; 66 battles for 20 : 1.
//! Source: Slantchev (2003), *American Political Science Review* 97:621 (battle part).

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Posterior probability of the strong type after `wins` wins in `battles`.
///
/// ```
/// let strong = zopa_theory::learning_from_battles::posterior(0.5, 0.6, 0.45, 6.0, 10.0);
/// assert!((strong - 0.611_180_596).abs() < 1e-8);
/// ```
pub fn posterior(prior: f64, strong: f64, weak: f64, wins: f64, battles: f64) -> f64 {
    let sane = [prior, strong, weak].iter().all(|value| (0.0..=1.0).contains(value));
    if !(sane && wins >= 0.0 && wins <= battles) {
        return f64::NAN;
    }
    if prior == 0.0 || prior == 1.0 || strong == weak {
        return prior;
    }
    let term = |count: f64, top: f64, bottom: f64| {
        if count == 0.0 { 0.0 } else { count * (libm::log(top) - libm::log(bottom)) }
    };
    let log_odds = libm::log(prior) - libm::log1p(-prior)
        + term(wins, strong, weak)
        + term(battles - wins, 1.0 - strong, 1.0 - weak);
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// Expected gain of log odds per battle if the opponent is strong, in nats.
///
/// ```
/// let gain = zopa_theory::learning_from_battles::expected_gain(0.6, 0.45);
/// assert!((gain - 0.045_227_751).abs() < 1e-8);
/// ```
pub fn expected_gain(strong: f64, weak: f64) -> f64 {
    let term = |top: f64, bottom: f64| {
        if top == 0.0 { 0.0 } else { top * (libm::log(top) - libm::log(bottom)) }
    };
    term(strong, weak) + term(1.0 - strong, 1.0 - weak)
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset("prior", "prior probability of the strong type", 0.5, 0.0, 1.0),
    Argument::required("pS", "chance that the strong type wins a battle", 0.0, 1.0),
    Argument::required("pW", "chance that the weak type wins a battle", 0.0, 1.0),
    Argument::optional("wins", "battles that it won", 0.0, 1e9),
    Argument::optional("n", "battles fought", 0.0, 1e9),
    Argument::preset(
        "odds",
        "odds of strong to weak to be reached",
        20.0,
        f64::MIN_POSITIVE,
        1e300,
    ),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "learning_from_battles",
    aliases: &["battle_posterior", "learning_from_battles_two_types", "two_types"],
    title: "What battles tell about a strong or weak opponent",
    formula: "odds * (pS/pW)^wins * ((1-pS)/(1-pW))^(n-wins)",
    assumptions: "two types, independent battles of known odds for each type",
    source: "Slantchev 2003, APSR 97:621 (battle part)",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("posterior", "posterior probability of the strong type"),
        Output::new("gain", "expected log-likelihood gain per battle if strong, nats"),
        Output::new("battles_for_odds", "battles until the expected log odds reach ln(odds)"),
        Output::new("whole_battles_for_odds", "the same, rounded up"),
        Output::new("gain_if_weak", "expected gain of the weak type's log odds if weak, nats"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[prior, strong, weak, wins, n, odds] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let gain = expected_gain(strong, weak);
        let distance = libm::log(odds) - libm::log(prior) + libm::log1p(-prior);
        let battles = if distance <= 0.0 { 0.0 } else { distance / gain };
        Ok(vec![
            posterior(prior, strong, weak, wins, n),
            gain,
            battles,
            battles.ceil(),
            expected_gain(weak, strong),
        ])
    },
    example: (&[0.5, 0.6, 0.45, 6.0, 10.0, 20.0], 0, 0.611_180_596),
};

pub(crate) const POSTERIOR: ScalarFunction = ScalarFunction {
    name: "battle_posterior",
    arguments: &["prior", "p_strong", "p_weak", "wins", "battles"],
    meaning: "probability that the opponent is strong after the battles seen",
    formula: "odds*(p_strong/p_weak)^wins*((1-p_strong)/(1-p_weak))^(battles-wins)",
    source: "Slantchev 2003",
    evaluate: |values| match values {
        &[prior, strong, weak, wins, battles] => posterior(prior, strong, weak, wins, battles),
        _ => f64::NAN,
    },
};

pub(crate) const GAIN: ScalarFunction = ScalarFunction {
    name: "battle_information",
    arguments: &["p_strong", "p_weak"],
    meaning: "expected log-likelihood gain per battle if the opponent is strong, nats",
    formula: "p_strong*ln(p_strong/p_weak) + (1-p_strong)*ln((1-p_strong)/(1-p_weak))",
    source: "Slantchev 2003",
    evaluate: |values| match values {
        &[strong, weak] if (0.0..=1.0).contains(&strong) && (0.0..=1.0).contains(&weak) => {
            expected_gain(strong, weak)
        }
        _ => f64::NAN,
    },
};
