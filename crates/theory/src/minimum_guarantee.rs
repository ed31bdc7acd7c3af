//! Minimum guarantee: how likely an outside defence must be for peace to hold.
//!
//! A side keeps the peace iff its value u is at least the value of an attack,
//! `(1 − g) V_ren + g V_low`, where the guarantor acts with probability g. The smallest g is
//! `g* = (V_ren − u)/(V_ren − V_low)`: 0 or less means no guarantee is needed, above 1 that none is
//! enough.
//! Source: derived; cf. Walter (1997), *International Organization* 51:335.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, indicator, wrong_count};

/// Smallest probability of outside defence at which peace is kept, not below 0.
///
/// `peace` is the value of peace, `renewed` of a renewed war, `low` of one in which the guarantor
/// acts. NaN where an attack is tempting and the guarantor's action does not lower its value.
///
/// ```
/// let needed = zopa_theory::minimum_guarantee::minimum(0.4, 0.5, -0.1);
/// assert!((needed - 1.0 / 6.0).abs() < 1e-12);
/// ```
pub fn minimum(peace: f64, renewed: f64, low: f64) -> f64 {
    if peace >= renewed {
        return 0.0;
    }
    if renewed > low { (renewed - peace) / (renewed - low) } else { f64::NAN }
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("u", "value of peace to the side that may attack", -1e9, 1e9),
    Argument::required("V_ren", "its value of a renewed war without the guarantor", -1e9, 1e9),
    Argument::preset("V_low", "its value of a renewed war if the guarantor acts", -0.1, -1e9, 1e9),
    Argument::optional("g", "strength of the guarantee at hand", 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "minimum_guarantee",
    aliases: &["guarantee", "third_party_guarantee", "minimum_guarantee_strength"],
    title: "Strength of a guarantee at which peace is kept",
    formula: "g* = (V_ren - u)/(V_ren - V_low)",
    assumptions: "the guarantor acts with probability g; risk neutrality",
    source: "derived; cf. Walter 1997, International Organization 51:335",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("g_star", "smallest sufficient strength, at least 0"),
        Output::new("possible", "1 if some guarantee is enough (g* at most 1)"),
        Output::new("unclipped", "(V_ren - u)/(V_ren - V_low)"),
        Output::new("attack_value", "value of an attack at the strength given"),
        Output::new("holds", "1 if peace is kept at the strength given"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[peace, renewed, low, strength] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let needed = minimum(peace, renewed, low);
        if needed.is_nan() {
            return Err(TheoryError::NoSolution {
                reason: "the guarantor's action does not deter",
            });
        }
        let raw = if renewed == low { 0.0 } else { (renewed - peace) / (renewed - low) };
        let attack = (1.0 - strength) * renewed + strength * low;
        let holds = if strength.is_nan() { f64::NAN } else { indicator(peace >= attack) };
        Ok(vec![needed, indicator(needed <= 1.0), raw, attack, holds])
    },
    example: (&[0.4, 0.5, -0.1, f64::NAN], 0, 1.0 / 6.0),
};

pub(crate) const MINIMUM: ScalarFunction = ScalarFunction {
    name: "minimum_guarantee",
    arguments: &["peace", "renewed", "low"],
    meaning: "smallest strength of a guarantee at which peace is kept (above 1: none is enough)",
    formula: "max(0, (renewed - peace)/(renewed - low))",
    source: "derived; cf. Walter 1997",
    evaluate: |values| match values {
        &[peace, renewed, low] => minimum(peace, renewed, low),
        _ => f64::NAN,
    },
};
