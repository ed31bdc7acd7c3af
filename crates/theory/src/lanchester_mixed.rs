//! Deitchman's mixed law: one side under area fire, the other under aimed fire.
//!
//! A is hidden and under area fire, `dA/dt = −b A B`; B is visible and under aimed fire,
//! `dB/dt = −a A`. Then `C = a A − (b/2) B²` is constant, parity needs `A0 = b B0²/(2a)`, and
//! `dB/dt = −C − (b/2) B²` gives B(t) as a tangent (C > 0), a hyperbolic cotangent (C < 0) or
//! `B0/(1 + b B0 t/2)` (C = 0).
//! Known answer: a = 0.01, b = 0.0001, B0 = 100: 50 hidden fighters balance 100 visible ones.
//! Source: Deitchman (1962), *Operations Research* 10:818.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Number of hidden fighters that balances `b0` visible ones, `b B0²/(2a)`.
///
/// ```
/// assert!((zopa_theory::lanchester_mixed::parity(100.0, 0.01, 1e-4) - 50.0).abs() < 1e-9);
/// ```
pub fn parity(b0: f64, a: f64, b: f64) -> f64 {
    b * b0 * b0 / (2.0 * a)
}

/// Time at which the visible side B is gone; infinite if A does not win.
///
/// ```
/// assert!(zopa_theory::lanchester_mixed::duration(49.0, 100.0, 0.01, 1e-4).is_infinite());
/// ```
pub fn duration(a0: f64, b0: f64, a: f64, b: f64) -> f64 {
    let balance = a * a0 - 0.5 * b * b0 * b0;
    if b0 <= 0.0 {
        return 0.0;
    }
    if balance <= 0.0 {
        return f64::INFINITY;
    }
    if b <= 0.0 {
        return b0 / (a * a0);
    }
    let scale = (2.0 * balance / b).sqrt();
    libm::atan(b0 / scale) / (0.5 * balance * b).sqrt()
}

/// Numbers `(A(t), B(t))`; after B is gone A stays.
///
/// ```
/// let (a, b) = zopa_theory::lanchester_mixed::path(50.0, 100.0, 0.01, 1e-4, 200.0);
/// assert!((b - 50.0).abs() < 1e-9 && (a - 12.5).abs() < 1e-9); // parity: B0/(1 + b B0 t/2)
/// ```
pub fn path(a0: f64, b0: f64, a: f64, b: f64, t: f64) -> (f64, f64) {
    let balance = a * a0 - 0.5 * b * b0 * b0;
    if t >= duration(a0, b0, a, b) {
        return (if a > 0.0 { (balance / a).max(0.0) } else { a0 }, 0.0);
    }
    if b <= 0.0 || a <= 0.0 {
        // Without fire at A it stays whole; without fire at B it stays whole.
        let left_b = (b0 - a * a0 * t).max(0.0);
        return (if b <= 0.0 { a0 } else { a0 * libm::exp(-b * b0 * t) }, left_b);
    }
    let scale = (2.0 * balance.abs() / b).sqrt();
    let rate = (0.5 * balance.abs() * b).sqrt();
    let left_b = if balance > 0.0 {
        scale * libm::tan(libm::atan(b0 / scale) - rate * t)
    } else if balance < 0.0 && a0 > 0.0 {
        // coth(y + rt) in terms of T = tanh(rt): (B0 + q T)/(1 + (B0/q) T), finite at T = 0.
        let turn = libm::tanh(rate * t);
        (b0 + scale * turn) / (1.0 + b0 / scale * turn)
    } else if balance < 0.0 {
        b0
    } else {
        b0 / (1.0 + 0.5 * b * b0 * t)
    };
    let left_b = left_b.max(0.0).min(b0);
    (((balance + 0.5 * b * left_b * left_b) / a).max(0.0).min(a0), left_b)
}

fn sane(values: &[f64]) -> bool {
    values.iter().all(|value| *value >= 0.0)
}

const ARGUMENTS: &[Argument] = &[
    Argument::optional("A0", "initial number of the hidden side A", 0.0, 1e12),
    Argument::required("B0", "initial number of the visible side B", 0.0, 1e12),
    Argument::required("a", "losses of B per time and per fighter of A", f64::MIN_POSITIVE, 1e6),
    Argument::required("b", "loss rate of A per pair of fighters", f64::MIN_POSITIVE, 1e6),
    Argument::optional("t", "time at which the numbers are wanted", 0.0, 1e12),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "lanchester_mixed",
    aliases: &[
        "mixed_law",
        "mixed law (A under area fire, B under aimed fire)",
        "guerrilla",
        "deitchman",
    ],
    title: "Attrition when one side is hidden and the other visible",
    formula: "a A - (b/2) B^2 constant; parity A0 = b B0^2/(2a)",
    assumptions: "A under area fire, B under aimed fire, no reinforcements",
    source: "Deitchman 1962, Operations Research 10:818",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("parity_A0", "number of A that balances B0"),
        Output::new("survivors_A", "what A tends to"),
        Output::new("survivors_B", "what B tends to"),
        Output::new("duration", "time until B is gone (infinite if it is not)"),
        Output::new("A_t", "A at time t"),
        Output::new("B_t", "B at time t"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[a0, b0, a, b, t] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let mut outputs = vec![parity(b0, a, b)];
        if a0.is_nan() {
            outputs.extend([f64::NAN; 5]);
            return Ok(outputs);
        }
        let balance = a * a0 - 0.5 * b * b0 * b0;
        let left_b = (2.0 * (-balance).max(0.0) / b).sqrt();
        let (at, bt) = if t.is_nan() { (f64::NAN, f64::NAN) } else { path(a0, b0, a, b, t) };
        let end = duration(a0, b0, a, b);
        outputs.extend([(balance / a).max(0.0), left_b, end, at, bt]);
        Ok(outputs)
    },
    example: (&[f64::NAN, 100.0, 0.01, 1e-4, f64::NAN], 0, 50.0),
};

pub(crate) const A: ScalarFunction = ScalarFunction {
    name: "lanchester_mixed_a",
    arguments: &["a0", "b0", "a", "b", "t"],
    meaning: "fighters of the hidden side A at time t (A under area fire, B under aimed fire)",
    formula: "(C + b/2*B(t)^2)/a, C = a*a0 - b/2*b0^2",
    source: "Deitchman 1962",
    evaluate: |values| match values {
        &[a0, b0, a, b, t] if sane(values) => path(a0, b0, a, b, t).0,
        _ => f64::NAN,
    },
};

pub(crate) const B: ScalarFunction = ScalarFunction {
    name: "lanchester_mixed_b",
    arguments: &["a0", "b0", "a", "b", "t"],
    meaning: "fighters of the visible side B at time t (A under area fire, B under aimed fire)",
    formula: "dB/dt = -C - b/2*B^2, C = a*a0 - b/2*b0^2",
    source: "Deitchman 1962",
    evaluate: |values| match values {
        &[a0, b0, a, b, t] if sane(values) => path(a0, b0, a, b, t).1,
        _ => f64::NAN,
    },
};
