//! Combined strength of a guarantee made of several independent parts.
//!
//! `g = [1 − (1 − gW)(1 − (1 − e^{−n/n0}) γ)(1 − gUS B)(1 − gNATO)](1 − 0.4 doubt)`: the guarantee
//! fails only if weapons, a force of n thousand troops behind which stands a reliability γ, a
//! backstop and membership all fail; doubt takes off up to 40 %. Weights are assumptions.
//! Source: derived from independent failure; cf. Leeds (2003) for reliability.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Deterrent effect of a force of `troops`, `(1 − e^{−troops/scale}) reliability`.
///
/// ```
/// let effect = zopa_theory::guarantee_strength::force(30.0, 30.0, 0.5);
/// assert!((effect - 0.316_060_279).abs() < 1e-9);
/// ```
pub fn force(troops: f64, scale: f64, reliability: f64) -> f64 {
    -libm::expm1(-troops / scale) * reliability
}

/// Probability that at least one of several independent parts works.
///
/// ```
/// assert!((zopa_theory::guarantee_strength::any_works(&[0.5, 0.5]) - 0.75).abs() < 1e-12);
/// ```
pub fn any_works(parts: &[f64]) -> f64 {
    1.0 - parts.iter().map(|part| 1.0 - part).product::<f64>()
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset("gW", "effect of weapons deliveries", 0.0, 0.0, 1.0),
    Argument::preset("n", "foreign troops, thousand", 0.0, 0.0, 1e6),
    Argument::preset("n0", "troops with 63 % of the full effect, thousand", 100.0, 1e-9, 1e6),
    Argument::preset("gamma", "reliability of those who send them", 0.5, 0.0, 1.0),
    Argument::preset("gUS", "effect of a backstop", 0.0, 0.0, 1.0),
    Argument::preset("B", "1 if there is a backstop", 1.0, 0.0, 1.0),
    Argument::preset("gNATO", "effect of membership in an alliance", 0.0, 0.0, 1.0),
    Argument::preset("doubt", "doubt about the alliance", 0.0, 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "guarantee_strength",
    aliases: &["combined_guarantee"],
    title: "Strength of a guarantee made of independent parts",
    formula: "g = (1-(1-gW)(1-(1-exp(-n/n0))*gamma)(1-gUS*B)(1-gNATO))*(1-0.4*doubt)",
    assumptions: "parts fail independently; weights assumed",
    source: "derived; cf. Leeds 2003, AJPS 47:427",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("g", "strength of the guarantee, 0 to 1"),
        Output::new("force", "effect of the troops alone"),
        Output::new("without_doubt", "strength without doubt"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[weapons, troops, scale, reliability, us, backstop, member, doubt] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let troops = force(troops, scale, reliability);
        let whole = any_works(&[weapons, troops, us * backstop, member]);
        Ok(vec![whole * (1.0 - 0.4 * doubt), troops, whole])
    },
    example: (&[0.5, 0.0, 30.0, 0.5, 0.5, 1.0, 0.0, 0.0], 0, 0.75),
};

pub(crate) const FORCE: ScalarFunction = ScalarFunction {
    name: "force_deterrence",
    arguments: &["troops", "scale", "reliability"],
    meaning: "deterrent effect of a force, saturating in its size",
    formula: "(1 - exp(-troops/scale))*reliability",
    source: "assumption; reliability after Leeds 2003",
    evaluate: |values| match values {
        &[troops, scale, reliability] if troops >= 0.0 && scale > 0.0 => {
            force(troops, scale, reliability)
        }
        _ => f64::NAN,
    },
};
