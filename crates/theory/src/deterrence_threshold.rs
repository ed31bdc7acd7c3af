//! Deterrence threshold: reliability of an ally at which an attack no longer pays.
//!
//! The attacker gets W0 if the ally stays out and W1 if it fights; the ally fights with the
//! reliability γ. Peace is better iff `peace ≥ (1 − γ) W0 + γ W1`, so `γ* = (W0 − peace)/(W0 − W1)`.
//! Known answer: W0 = 0.5, W1 = −0.2, peace = 0.3 gives 2/7.
//! Source: derived; cf. Morrow (1994); Leeds (2003), *American Journal of Political Science* 47:427.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, indicator, wrong_count};

/// Smallest reliability that deters, not below 0; NaN if an attack pays and the ally's fighting
/// does not lower its value.
///
/// ```
/// let reliability = zopa_theory::deterrence_threshold::threshold(0.5, -0.2, 0.3);
/// assert!((reliability - 2.0 / 7.0).abs() < 1e-12);
/// ```
pub fn threshold(alone: f64, opposed: f64, peace: f64) -> f64 {
    crate::minimum_guarantee::minimum(peace, alone, opposed)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("W0", "attacker's value of war if the ally stays out", -1e9, 1e9),
    Argument::required("W1", "attacker's value of war if the ally fights", -1e9, 1e9),
    Argument::required("peace", "attacker's value of peace", -1e9, 1e9),
    Argument::optional("gamma", "reliability at hand", 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "deterrence_threshold",
    aliases: &["deterrence", "alliance_reliability", "extended_deterrence"],
    title: "Reliability of an ally at which an attack is deterred",
    formula: "gamma* = (W0 - peace)/(W0 - W1)",
    assumptions: "the attacker knows the reliability; risk neutrality",
    source: "derived; cf. Morrow 1994; Leeds 2003, AJPS 47:427",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("gamma_star", "smallest reliability that deters, at least 0"),
        Output::new("possible", "1 if some reliability deters"),
        Output::new("attack_value", "value of an attack at the reliability given"),
        Output::new("deterred", "1 if the reliability given deters"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[alone, opposed, peace, reliability] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let needed = threshold(alone, opposed, peace);
        if needed.is_nan() {
            return Err(TheoryError::NoSolution { reason: "the ally's fighting does not deter" });
        }
        let attack = (1.0 - reliability) * alone + reliability * opposed;
        let deterred = if reliability.is_nan() { f64::NAN } else { indicator(peace >= attack) };
        Ok(vec![needed, indicator(needed <= 1.0), attack, deterred])
    },
    example: (&[0.5, -0.2, 0.3, f64::NAN], 0, 2.0 / 7.0),
};

pub(crate) const THRESHOLD: ScalarFunction = ScalarFunction {
    name: "deterrence_threshold",
    arguments: &["w0", "w1", "peace"],
    meaning: "smallest reliability of an ally that deters an attack",
    formula: "max(0, (w0 - peace)/(w0 - w1))",
    source: "derived; cf. Leeds 2003",
    evaluate: |values| match values {
        &[alone, opposed, peace] => threshold(alone, opposed, peace),
        _ => f64::NAN,
    },
};
