//! Lanchester's linear law: area fire by both sides.
//!
//! `dA/dt = −b A B`, `dB/dt = −a A B`, so `K = a A0 − b B0` is constant and
//! `A(t) = K A0/(a A0 − b B0 e^{−Kt})`; `K/a` of A survive if K > 0.
//! Known answer: A0 = 100, B0 = 80, a = b = 0.0002, t = 50: A = 57.968427.
//! Source: Lanchester (1916), *Aircraft in Warfare*.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Numbers `(A(t), B(t))` when both sides fire into an area.
///
/// ```
/// let (a, _) = zopa_theory::lanchester_linear::path(100.0, 80.0, 2e-4, 2e-4, 50.0);
/// assert!((a - 57.968_427_33).abs() < 1e-6);
/// ```
pub fn path(a0: f64, b0: f64, a: f64, b: f64, t: f64) -> (f64, f64) {
    let balance = a * a0 - b * b0;
    (one_side(a0, b * b0, balance, t), one_side(b0, a * a0, -balance, t))
}

/// `n K/(K + fire (1 − e^{−Kt}))` with its limit `n/(1 + fire t)` at K = 0.
fn one_side(number: f64, fire: f64, balance: f64, t: f64) -> f64 {
    let exposure = if balance == 0.0 { t } else { -libm::expm1(-balance * t) / balance };
    number / (1.0 + fire * exposure)
}

fn sane(values: &[f64]) -> bool {
    values.iter().all(|value| *value >= 0.0)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("A0", "initial number of A", 0.0, 1e12),
    Argument::required("B0", "initial number of B", 0.0, 1e12),
    Argument::required("a", "loss rate of B per pair of fighters", f64::MIN_POSITIVE, 1e6),
    Argument::required("b", "loss rate of A per pair of fighters", f64::MIN_POSITIVE, 1e6),
    Argument::optional("t", "time at which the numbers are wanted", 0.0, 1e12),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "lanchester_linear",
    aliases: &["linear_law", "linear_unaimed_law", "unaimed_fire", "area_fire"],
    title: "Attrition by area fire on both sides",
    formula: "A(t) = K A0/(a A0 - b B0 exp(-K t)), K = a A0 - b B0",
    assumptions: "fire into an area: losses grow with one's own number too",
    source: "Lanchester 1916, Aircraft in Warfare",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("A_t", "A at time t"),
        Output::new("B_t", "B at time t"),
        Output::new("survivors_A", "what A tends to"),
        Output::new("survivors_B", "what B tends to"),
        Output::new("balance", "K, above 0 if A wins"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[a0, b0, a, b, t] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (at, bt) = path(a0, b0, a, b, t);
        let balance = a * a0 - b * b0;
        Ok(vec![at, bt, (balance / a).max(0.0), (-balance / b).max(0.0), balance])
    },
    example: (&[100.0, 80.0, 2e-4, 2e-4, 50.0], 0, 57.968_427_33),
};

pub(crate) const A: ScalarFunction = ScalarFunction {
    name: "lanchester_linear_a",
    arguments: &["a0", "b0", "a", "b", "t"],
    meaning: "fighters of A at time t under area fire by both sides",
    formula: "K*a0/(a*a0 - b*b0*exp(-K*t)), K = a*a0 - b*b0",
    source: "Lanchester 1916",
    evaluate: |values| match values {
        &[a0, b0, a, b, t] if sane(values) => path(a0, b0, a, b, t).0,
        _ => f64::NAN,
    },
};

pub(crate) const B: ScalarFunction = ScalarFunction {
    name: "lanchester_linear_b",
    arguments: &["a0", "b0", "a", "b", "t"],
    meaning: "fighters of B at time t under area fire by both sides",
    formula: "-K*b0/(b*b0 - a*a0*exp(K*t)), K = a*a0 - b*b0",
    source: "Lanchester 1916",
    evaluate: |values| match values {
        &[a0, b0, a, b, t] if sane(values) => path(a0, b0, a, b, t).1,
        _ => f64::NAN,
    },
};
