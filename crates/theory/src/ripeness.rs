//! Ripeness: a mutually hurting stalemate and a way out.
//!
//! Index of side i: `H_i = Λ((c_i − gain_i)/s)`, cost of fighting against gain per time;
//! ripe = `H1 H2 Λ(surplus/s)`. It rises in both costs and is near 0 if either side gains freely.
//! No coefficients are published: use its shape only.
//! Source: Zartman (1989), *Ripe for Resolution*; index assumed.

use crate::logit_response::choice;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// `Λ((c1 − gain1)/s) Λ((c2 − gain2)/s) Λ(surplus/s)` with the scale `s` above 0.
///
/// ```
/// let even = zopa_theory::ripeness::index((0.1, 0.1), (0.1, 0.1), 0.0, 0.05);
/// assert!((even - 0.125).abs() < 1e-12);
/// ```
pub fn index(costs: (f64, f64), gains: (f64, f64), surplus: f64, scale: f64) -> f64 {
    let precision = 1.0 / scale;
    choice(precision, costs.0 - gains.0)
        * choice(precision, costs.1 - gains.1)
        * choice(precision, surplus)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("c1", "cost of fighting to side 1 per time", -1e6, 1e6),
    Argument::required("c2", "cost of fighting to side 2 per time", -1e6, 1e6),
    Argument::preset("gain1", "gain of side 1 from fighting per time", 0.0, -1e6, 1e6),
    Argument::preset("gain2", "gain of side 2 from fighting per time", 0.0, -1e6, 1e6),
    Argument::required("surplus", "bargaining surplus", -1e6, 1e6),
    Argument::preset("s", "scale of the index", 0.05, 1e-9, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "ripeness",
    aliases: &["zartman", "mutually_hurting_stalemate"],
    title: "Index of a mutually hurting stalemate with a way out",
    formula: "H1*H2*L(surplus/s), H_i = L((c_i - gain_i)/s), L(x) = 1/(1+exp(-x))",
    assumptions: "index assumed; only its shape has support",
    source: "Zartman 1989, Ripe for Resolution",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("ripe", "index, 0 to 1"),
        Output::new("H1", "hurt of side 1, 0 to 1"),
        Output::new("H2", "hurt of side 2, 0 to 1"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[c1, c2, gain1, gain2, surplus, scale] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let ripe = index((c1, c2), (gain1, gain2), surplus, scale);
        Ok(vec![ripe, choice(1.0 / scale, c1 - gain1), choice(1.0 / scale, c2 - gain2)])
    },
    example: (&[0.1, 0.1, 0.1, 0.1, 0.0, 0.05], 0, 0.125),
};

pub(crate) const INDEX: ScalarFunction = ScalarFunction {
    name: "ripeness",
    arguments: &["c1", "c2", "gain1", "gain2", "surplus", "scale"],
    meaning: "index of a mutually hurting stalemate with a way out",
    formula: "L((c1-gain1)/scale)*L((c2-gain2)/scale)*L(surplus/scale)",
    source: "Zartman 1989; index assumed",
    evaluate: |values| match values {
        &[c1, c2, gain1, gain2, surplus, scale] if scale > 0.0 => {
            index((c1, c2), (gain1, gain2), surplus, scale)
        }
        _ => f64::NAN,
    },
};
