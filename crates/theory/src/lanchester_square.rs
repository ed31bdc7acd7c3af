//! Lanchester's square law: aimed fire.
//!
//! `dA/dt = −b B`, `dB/dt = −a A`, so `a A² − b B²` is constant; with `k = √(ab)`
//! `A(t) = A0 cosh kt − √(b/a) B0 sinh kt`. If `a A0² > b B0²`, B is gone at
//! `atanh(√(b/a) B0/A0)/k` and `√(A0² − (b/a) B0²)` of A survive.
//! Known answer: A0 = 100, B0 = 80, a = b = 0.01: 60 survive, at t = 109.861.
//! Source: Lanchester (1916), *Aircraft in Warfare*.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Surviving numbers of A and B when B is fought down or A is: `(survivors_a, survivors_b)`.
///
/// ```
/// let (a, b) = zopa_theory::lanchester_square::survivors(100.0, 80.0, 0.01, 0.01);
/// assert!((a - 60.0).abs() < 1e-9 && b == 0.0);
/// ```
pub fn survivors(a0: f64, b0: f64, a: f64, b: f64) -> (f64, f64) {
    let balance = a * a0 * a0 - b * b0 * b0;
    if balance > 0.0 {
        ((balance / a).sqrt(), 0.0)
    } else if balance < 0.0 {
        (0.0, (-balance / b).sqrt())
    } else if a > 0.0 && b > 0.0 {
        (0.0, 0.0)
    } else {
        (a0, b0)
    }
}

/// Time at which one side is gone; infinite at parity or without fire.
///
/// ```
/// let end = zopa_theory::lanchester_square::duration(100.0, 80.0, 0.01, 0.01);
/// assert!((end - 109.861_228_867).abs() < 1e-6);
/// ```
pub fn duration(a0: f64, b0: f64, a: f64, b: f64) -> f64 {
    if a0 <= 0.0 || b0 <= 0.0 {
        return 0.0;
    }
    let (strong, weak) = (a.sqrt() * a0, b.sqrt() * b0);
    let k = (a * b).sqrt();
    if k == 0.0 {
        // One side does not fire: the other shoots it down at a constant rate.
        return if a > 0.0 {
            b0 / (a * a0)
        } else if b > 0.0 {
            a0 / (b * b0)
        } else {
            f64::INFINITY
        };
    }
    libm::atanh(strong.min(weak) / strong.max(weak)) / k
}

/// Numbers `(A(t), B(t))`; after the end the survivors stay.
///
/// ```
/// let (_, b) = zopa_theory::lanchester_square::path(100.0, 80.0, 0.01, 0.01, 50.0);
/// assert!((b - 38.100_546_667).abs() < 1e-6);
/// ```
pub fn path(a0: f64, b0: f64, a: f64, b: f64, t: f64) -> (f64, f64) {
    if t >= duration(a0, b0, a, b) {
        return survivors(a0, b0, a, b);
    }
    let k = (a * b).sqrt();
    let sinh_over_k = if k == 0.0 { t } else { libm::sinh(k * t) / k };
    let cosh = libm::cosh(k * t);
    let (left_a, left_b) = (a0 * cosh - b * b0 * sinh_over_k, b0 * cosh - a * a0 * sinh_over_k);
    (left_a.max(0.0).min(a0), left_b.max(0.0).min(b0))
}

fn sane(values: &[f64]) -> bool {
    values.iter().all(|value| *value >= 0.0)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("A0", "initial number of A", 0.0, 1e12),
    Argument::required("B0", "initial number of B", 0.0, 1e12),
    Argument::required("a", "losses of B per time and per fighter of A", f64::MIN_POSITIVE, 1e6),
    Argument::required("b", "losses of A per time and per fighter of B", f64::MIN_POSITIVE, 1e6),
    Argument::optional("t", "time at which the numbers are wanted", 0.0, 1e12),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "lanchester_square",
    aliases: &["square_law", "lanchester", "aimed_fire"],
    title: "Attrition by aimed fire",
    formula: "A(t) = A0 cosh(kt) - sqrt(b/a) B0 sinh(kt), k = sqrt(ab); aA^2 - bB^2 constant",
    assumptions: "all fire at visible targets, no reinforcements, fight to the end",
    source: "Lanchester 1916, Aircraft in Warfare",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("survivors_A", "fighters of A left at the end"),
        Output::new("survivors_B", "fighters of B left at the end"),
        Output::new("duration", "time until one side is gone (infinite at parity)"),
        Output::new("A_t", "A at time t"),
        Output::new("B_t", "B at time t"),
        Output::new("balance", "a A0^2 - b B0^2, above 0 if A wins"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[a0, b0, a, b, t] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (left_a, left_b) = survivors(a0, b0, a, b);
        let (at, bt) = if t.is_nan() { (f64::NAN, f64::NAN) } else { path(a0, b0, a, b, t) };
        let balance = a * a0 * a0 - b * b0 * b0;
        Ok(vec![left_a, left_b, duration(a0, b0, a, b), at, bt, balance])
    },
    example: (&[100.0, 80.0, 0.01, 0.01, 50.0], 0, 60.0),
};

pub(crate) const A: ScalarFunction = ScalarFunction {
    name: "lanchester_square_a",
    arguments: &["a0", "b0", "a", "b", "t"],
    meaning: "fighters of A at time t under aimed fire (b: losses of A per fighter of B)",
    formula: "a0*cosh(k*t) - sqrt(b/a)*b0*sinh(k*t), k = sqrt(a*b)",
    source: "Lanchester 1916",
    evaluate: |values| match values {
        &[a0, b0, a, b, t] if sane(values) => path(a0, b0, a, b, t).0,
        _ => f64::NAN,
    },
};

pub(crate) const B: ScalarFunction = ScalarFunction {
    name: "lanchester_square_b",
    arguments: &["a0", "b0", "a", "b", "t"],
    meaning: "fighters of B at time t under aimed fire (a: losses of B per fighter of A)",
    formula: "b0*cosh(k*t) - sqrt(a/b)*a0*sinh(k*t), k = sqrt(a*b)",
    source: "Lanchester 1916",
    evaluate: |values| match values {
        &[a0, b0, a, b, t] if sane(values) => path(a0, b0, a, b, t).1,
        _ => f64::NAN,
    },
};
