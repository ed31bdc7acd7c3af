//! Value of a deal that may break down.
//!
//! Worth u while it holds and V after breakdown, with the discounted breakdown weight Φ:
//! `D = (1 − Φ) u + Φ V`. A side signs iff `D` is at least its value of no deal; the largest Φ at
//! which it signs is `(u − V0)/(u − V)`.
//! Source: derived.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, indicator, wrong_count};

/// `(1 − Φ) u + Φ V` for the weight `phi`, the value `holds` of the deal and `broken` after it.
///
/// ```
/// assert!((zopa_theory::deal_value::value(0.25, 0.6, 0.2) - 0.5).abs() < 1e-12);
/// ```
pub fn value(phi: f64, holds: f64, broken: f64) -> f64 {
    (1.0 - phi) * holds + phi * broken
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("Phi", "discounted breakdown weight", 0.0, 1.0),
    Argument::required("u", "value of the deal while it holds", -1e9, 1e9),
    Argument::required("V_ren", "value of a renewed war", -1e9, 1e9),
    Argument::optional("V_war", "value of no deal", -1e9, 1e9),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "deal_value",
    aliases: &["value_of_a_deal"],
    title: "Value of a deal that may break down",
    formula: "D = (1-Phi)*u + Phi*V_ren; signs iff D >= V_war",
    assumptions: "risk neutrality over time; one breakdown",
    source: "derived",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("D", "value of the deal"),
        Output::new("signs", "1 if the deal is at least as good as no deal"),
        Output::new("critical_Phi", "largest weight at which it signs; NaN if Phi has no effect"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[phi, holds, broken, no_deal] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let worth = value(phi, holds, broken);
        let signs = if no_deal.is_nan() { f64::NAN } else { indicator(worth >= no_deal) };
        let critical = if holds > broken { (holds - no_deal) / (holds - broken) } else { f64::NAN };
        Ok(vec![worth, signs, critical])
    },
    example: (&[0.25, 0.6, 0.2, f64::NAN], 0, 0.5),
};

pub(crate) const VALUE: ScalarFunction = ScalarFunction {
    name: "deal_value",
    arguments: &["phi", "holds", "broken"],
    meaning: "value of a deal that may break down",
    formula: "(1 - phi)*holds + phi*broken",
    source: "derived",
    evaluate: |values| match values {
        &[phi, holds, broken] => value(phi, holds, broken),
        _ => f64::NAN,
    },
};
