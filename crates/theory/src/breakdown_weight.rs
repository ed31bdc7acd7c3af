//! Discounted breakdown weight: how much a renewed war counts in the value of a deal.
//!
//! Peace survives to t with `S(t) = exp(−h √t)` and the future is discounted at the rate r. The
//! weight of what comes after breakdown is `Φ = E[e^{−rT}] = √π z exp(z²) erfc(z)`, `z = h/(2√r)`.
//! A deal worth u while it holds and V after it is worth `(1 − Φ) u + Φ V`.
//! Known answer: h = 0.3, r = 0.12 gives 0.500189.
//! Source: derived; checked by quadrature.

use crate::complementary_error::scaled_times_argument;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Φ for the hazard scale `h` per √time and the discount rate `r` per time; 0 for h = 0, 1 for
/// r = 0 < h, NaN for negative arguments.
///
/// ```
/// let weight = zopa_theory::breakdown_weight::breakdown_weight(0.3, 0.12);
/// assert!((weight - 0.500_188_638).abs() < 1e-8);
/// ```
pub fn breakdown_weight(h: f64, r: f64) -> f64 {
    if !(h >= 0.0 && r >= 0.0) {
        return f64::NAN;
    }
    if h == 0.0 { 0.0 } else { scaled_times_argument(h / (2.0 * r.sqrt())) }
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("h", "hazard scale, per square root of time", 0.0, 1e9),
    Argument::required("r", "discount rate, per time", 0.0, 1e9),
    Argument::optional("u", "value of the deal while it holds", -1e9, 1e9),
    Argument::optional("V_ren", "value of a renewed war", -1e9, 1e9),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "breakdown_weight",
    aliases: &[
        "discounted_breakdown_weight",
        "discounted breakdown weight, S(t)=exp(-h*sqrt t)",
        "phi",
    ],
    title: "Weight of a renewed war in the value of a deal",
    formula: "Phi = sqrt(pi)*z*exp(z^2)*erfc(z), z = h/(2*sqrt(r)); D = (1-Phi)*u + Phi*V_ren",
    assumptions: "S(t) = exp(-h*sqrt(t)), constant discount rate",
    source: "derived; checked by quadrature",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("Phi", "discounted breakdown weight, 0 to 1"),
        Output::new("z", "h/(2 sqrt r)"),
        Output::new("deal_value", "(1 - Phi) u + Phi V_ren"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[h, r, peace, renewed] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let phi = breakdown_weight(h, r);
        let z = if h == 0.0 { 0.0 } else { h / (2.0 * r.sqrt()) };
        Ok(vec![phi, z, (1.0 - phi) * peace + phi * renewed])
    },
    example: (&[0.3, 0.12, f64::NAN, f64::NAN], 0, 0.500_188_638),
};

pub(crate) const WEIGHT: ScalarFunction = ScalarFunction {
    name: "breakdown_weight",
    arguments: &["h", "r"],
    meaning: "discounted weight of a renewed war when peace survives with exp(-h*sqrt(t))",
    formula: "sqrt(pi)*z*exp(z^2)*erfc(z), z = h/(2*sqrt(r))",
    source: "derived",
    evaluate: |values| match values {
        &[h, r] => breakdown_weight(h, r),
        _ => f64::NAN,
    },
};
