//! Logit response: better options are chosen more often, not always.
//!
//! `P_k = exp(λ U_k)/Σ exp(λ U_j)`; of two options the better by dU is chosen with
//! `1/(1 + exp(−λ dU))`. λ = 0 is pure chance, λ → ∞ the best reply.
//! Known answer: λ = 2, dU = 1 gives 0.880797.
//! Source: McKelvey, Palfrey (1995), *Games and Economic Behavior* 10:6; Luce (1959).

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Probability of the option that is better by `gain`.
///
/// ```
/// let chosen = zopa_theory::logit_response::choice(2.0, 1.0);
/// assert!((chosen - 0.880_797_078).abs() < 1e-9);
/// ```
pub fn choice(lambda: f64, gain: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-lambda * gain))
}

/// Probabilities of several options; none for an empty slice.
///
/// ```
/// let chosen = zopa_theory::logit_response::choices(1.0, &[0.0, 1.098_612_288_668_11]);
/// assert!((chosen[1] - 0.75).abs() < 1e-12);
/// ```
pub fn choices(lambda: f64, utilities: &[f64]) -> Vec<f64> {
    let best = utilities.iter().map(|u| lambda * u).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = utilities.iter().map(|u| libm::exp(lambda * u - best)).collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("lambda", "precision of choice, per unit of utility", 0.0, 1e9),
    Argument::required("dU", "utility of the first option less that of the second", -1e9, 1e9),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "logit_response",
    aliases: &["quantal_response", "logit_choice", "logit"],
    title: "Chance of choosing the better of two options",
    formula: "P = 1/(1 + exp(-lambda*dU))",
    assumptions: "independent extreme-value errors in the utilities",
    source: "McKelvey, Palfrey 1995, GEB 10:6; Luce 1959",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("p", "probability of the first option"),
        Output::new("other", "probability of the second option"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[lambda, gain] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        Ok(vec![choice(lambda, gain), choice(lambda, -gain)])
    },
    example: (&[2.0, 1.0], 0, 0.880_797_077_977_882_3),
};

const fn option(name: &'static str) -> Argument {
    Argument::optional(name, "utility of the option (absent: no such option)", -1e9, 1e9)
}

const SEVERAL_ARGUMENTS: &[Argument] = &[
    Argument::required("lambda", "precision of choice, per unit of utility", 0.0, 1e9),
    Argument::required("U1", "utility of option 1", -1e9, 1e9),
    Argument::required("U2", "utility of option 2", -1e9, 1e9),
    option("U3"),
    option("U4"),
    option("U5"),
    option("U6"),
];

pub(crate) const SEVERAL: Topic = Topic {
    name: "multinomial_logit",
    aliases: &["logit_response_several", "quantal_choice", "luce"],
    title: "Chances of choosing among several options",
    formula: "P_k = exp(lambda*U_k)/sum exp(lambda*U_j)",
    assumptions: "independent extreme-value errors; independence of other options",
    source: "Luce 1959; McKelvey, Palfrey 1995, GEB 10:6",
    arguments: SEVERAL_ARGUMENTS,
    outputs: &[
        Output::new("p1", "probability of option 1"),
        Output::new("p2", "probability of option 2"),
        Output::new("p3", "probability of option 3"),
        Output::new("p4", "probability of option 4"),
        Output::new("p5", "probability of option 5"),
        Output::new("p6", "probability of option 6"),
    ],
    evaluate: |values| {
        admit(SEVERAL_ARGUMENTS, values)?;
        let [lambda, utilities @ ..] = values else {
            return Err(wrong_count(SEVERAL_ARGUMENTS, values));
        };
        let offered: Vec<f64> = utilities.iter().copied().filter(|u| !u.is_nan()).collect();
        let mut chances = choices(*lambda, &offered).into_iter();
        let next = |u: &f64| if u.is_nan() { f64::NAN } else { chances.next().unwrap_or(f64::NAN) };
        Ok(utilities.iter().map(next).collect())
    },
    example: (&[1.0, 0.0, 0.0, f64::NAN, f64::NAN, f64::NAN, f64::NAN], 0, 0.5),
};

pub(crate) const RESPONSE: ScalarFunction = ScalarFunction {
    name: "logit_response",
    arguments: &["lambda", "du"],
    meaning: "probability of choosing the option that is better by du",
    formula: "1/(1 + exp(-lambda*du))",
    source: "McKelvey, Palfrey 1995",
    evaluate: |values| match values {
        &[lambda, gain] => choice(lambda, gain),
        _ => f64::NAN,
    },
};
