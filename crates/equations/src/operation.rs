//! Elementwise operations: what each computes for one set of arguments.

use crate::elementary;

/// An operation on up to a few numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
    /// The smaller.
    Minimum,
    /// The larger.
    Maximum,
    /// `a < b` as 1 or 0
    Less,
    /// `a <= b`
    LessEqual,
    /// `a == b`
    Equal,
    /// `a != b`
    NotEqual,
    /// both non-zero
    And,
    /// either non-zero
    Or,
    /// zero
    Not,
    /// `-a`
    Negate,
    /// `|a|`
    Absolute,
    /// `e^a`
    Exponential,
    /// natural logarithm
    Logarithm,
    /// square root
    SquareRoot,
    /// `1/(1+e^-a)`
    Logistic,
    /// `if a then b else c`
    Select,
    /// `a^b`
    Power,
    /// toward zero
    Truncate,
    /// downward
    Floor,
    /// upward
    Ceiling,
    /// nearest, halves away from zero
    Round,
    /// remainder with the sign of `a` (Vensim's MODULO)
    ModuloTruncate,
    /// remainder with the sign of `b` (XMILE's MOD)
    ModuloFloor,
    /// -1, 0 or 1
    Sign,
    /// sine
    Sine,
    /// cosine
    Cosine,
    /// tangent
    Tangent,
    /// inverse sine
    ArcSine,
    /// inverse cosine
    ArcCosine,
    /// inverse tangent
    ArcTangent,
    /// `a / b`, or `c` where `|b| < 1e-6`
    DivideOr,
    /// `a + b * c`, rounded twice.
    MultiplyAdd,
    /// `a + b * (c - a)`, rounded three times.
    Blend,
    /// `a + max(b * (d - a), c * (d - a))`: the most that a blend with weight in b..c can be.
    BlendCeiling,
    /// The lower of `a - b` and `c`; `c` where `a` is not a number.
    LeastGain,
    /// Sum of all arguments, left to right.
    Sum,
    /// The argument after the first whose number the first gives: `a[1 + a[0]]`.
    Choose,
    /// The argument while running; the initial value of this index at the first time.
    ActiveInitial(u32),
    /// A closed form of the literature: index in `zopa_theory::FUNCTIONS`.
    Theory(u16),
    /// Discounted weight of breakdown, in operations that vectorise.
    BreakdownWeight,
    /// Linear interpolation: arguments x, x1, y1, x2, y2, …; flat outside.
    Lookup,
    /// The same, extrapolated along the end segments.
    LookupExtrapolate,
    /// The value of the next point at or after x.
    LookupForward,
    /// The value of the last point at or before x.
    LookupBackward,
}

impl Operation {
    /// The value for these arguments; `None` for a wrong number of arguments.
    pub fn evaluate(self, a: &[f64]) -> Option<f64> {
        use Operation as O;
        let truth = |b: bool| if b { 1.0 } else { 0.0 };
        Some(match (self, a) {
            (O::Add, &[a, b]) => a + b,
            (O::Subtract, &[a, b]) => a - b,
            (O::Multiply, &[a, b]) => a * b,
            (O::Divide, &[a, b]) => a / b,
            (O::Minimum, &[a, b]) => minimum(a, b),
            (O::Maximum, &[a, b]) => maximum(a, b),
            (O::Less, &[a, b]) => truth(a < b),
            (O::LessEqual, &[a, b]) => truth(a <= b),
            (O::Equal, &[a, b]) => truth(a == b),
            (O::NotEqual, &[a, b]) => truth(a != b),
            (O::And, &[a, b]) => truth(a != 0.0 && b != 0.0),
            (O::Or, &[a, b]) => truth(a != 0.0 || b != 0.0),
            (O::Not, &[a]) => truth(a == 0.0),
            (O::Negate, &[a]) => -a,
            (O::Absolute, &[a]) => a.abs(),
            (O::Exponential, &[a]) => elementary::exp(a),
            (O::Logarithm, &[a]) => elementary::ln(a),
            (O::SquareRoot, &[a]) => a.sqrt(),
            (O::Logistic, &[a]) => elementary::logistic(a),
            (O::Select, &[c, a, b]) => select(c, a, b),
            (O::Power, &[a, b]) => elementary::power(a, b),
            (O::Truncate, &[a]) => a.trunc(),
            (O::Floor, &[a]) => a.floor(),
            (O::Ceiling, &[a]) => a.ceil(),
            (O::Round, &[a]) => a.round(),
            (O::ModuloTruncate, &[a, b]) => libm::fmod(a, b),
            (O::ModuloFloor, &[a, b]) => {
                let r = libm::fmod(a, b);
                if r != 0.0 && (r < 0.0) != (b < 0.0) { r + b } else { r }
            }
            (O::Sign, &[a]) => {
                if a > 0.0 {
                    1.0
                } else if a < 0.0 {
                    -1.0
                } else {
                    a
                }
            }
            (O::Sine, &[a]) => libm::sin(a),
            (O::Cosine, &[a]) => libm::cos(a),
            (O::Tangent, &[a]) => libm::tan(a),
            (O::ArcSine, &[a]) => libm::asin(a),
            (O::ArcCosine, &[a]) => libm::acos(a),
            (O::ArcTangent, &[a]) => libm::atan(a),
            (O::DivideOr, &[a, b, c]) => divide_or(a, b, c),
            (O::MultiplyAdd, &[a, b, c]) => a + b * c,
            (O::Blend, &[a, b, c]) => a + b * (c - a),
            (O::LeastGain, &[a, b, c]) => least_gain(a, b, c),
            (O::BlendCeiling, &[a, b, c, d]) => a + maximum(b * (d - a), c * (d - a)),
            (O::BreakdownWeight, &[h, r]) => elementary::breakdown_weight(h, r),
            (O::Choose, [index, values @ ..]) => *values.get(*index as usize)?,
            (O::ActiveInitial(_), &[a]) => a,
            (O::Sum, values) => values.iter().fold(0.0, |s, v| s + v),
            (O::Theory(index), values) => {
                let function = zopa_theory::FUNCTIONS.get(usize::from(index))?;
                if function.arguments.len() != values.len() {
                    return None;
                }
                (function.evaluate)(values)
            }
            (
                O::Lookup | O::LookupExtrapolate | O::LookupForward | O::LookupBackward,
                [x, points @ ..],
            ) if points.len() >= 2 && points.len() % 2 == 0 => lookup(self, *x, points),
            _ => return None,
        })
    }
}

/// The smaller of two numbers; NaN where either is.
#[inline(always)]
pub fn minimum(a: f64, b: f64) -> f64 {
    if a < b || a.is_nan() { a } else { b }
}

/// The larger of two numbers; NaN where either is.
#[inline(always)]
pub fn maximum(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

/// The lower of `a - b` and `c`; `c` where `a` is not a number.
#[inline(always)]
pub fn least_gain(a: f64, b: f64, c: f64) -> f64 {
    let gain = a - b;
    if gain < c { gain } else { c }
}

/// `a` where `c` is not zero, else `b`.
#[inline(always)]
pub fn select(c: f64, a: f64, b: f64) -> f64 {
    if c != 0.0 { a } else { b }
}

/// `a / b`, or `c` where `|b| < 1e-6`.
#[inline(always)]
pub fn divide_or(a: f64, b: f64, c: f64) -> f64 {
    if b.abs() < 1e-6 { c } else { a / b }
}

/// Interpolation in `points` = x1, y1, x2, y2, … with rising x.
fn lookup(kind: Operation, x: f64, points: &[f64]) -> f64 {
    if x.is_nan() {
        return x;
    }
    let n = points.len() / 2;
    let px = |i: usize| points[2 * i];
    let py = |i: usize| points[2 * i + 1];
    if n == 1 {
        return py(0);
    }
    // First point at or after x.
    let next = (0..n).find(|&i| px(i) >= x).unwrap_or(n);
    let along = |i: usize| {
        let run = px(i + 1) - px(i);
        if run == 0.0 { py(i + 1) } else { py(i) + (py(i + 1) - py(i)) * ((x - px(i)) / run) }
    };
    match kind {
        Operation::LookupForward => py(next.min(n - 1)),
        Operation::LookupBackward => {
            if next < n && px(next) == x {
                py(next)
            } else {
                py(next.saturating_sub(1))
            }
        }
        _ if next < n && px(next) == x => py(next),
        Operation::LookupExtrapolate if next == 0 => along(0),
        Operation::LookupExtrapolate if next == n => along(n - 2),
        _ if next == 0 => py(0),
        _ if next == n => py(n - 1),
        _ => along(next - 1),
    }
}
