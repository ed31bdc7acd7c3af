//! Inverse of a distribution function on the positive half line: Newton steps inside a bracket.

/// The two tails of a law at a point and the slope of the lower tail.
pub(crate) struct Tails {
    /// P(X <= x).
    pub(crate) lower: f64,
    /// P(X > x).
    pub(crate) upper: f64,
    /// x times the density: the derivative of `lower` by ln x.
    pub(crate) slope: f64,
}

/// Most steps of a search: enough for bisection of any bracket of the start's surroundings.
const MOST_STEPS: usize = 200;

/// The x in (0, `end`) with P(X <= x) = u, for 0 < u < 1, from a starting point.
///
/// Newton's method for ln P(X <= x) = ln u (ln P(X > x) = ln(1 - u) above the median) in the
/// variable ln x. A step that leaves the bracket of the root is replaced by halving the bracket.
/// It stops when the tail agrees to 1e-8 before a last quadratic step, or after 200 steps.
pub(crate) fn positive_quantile(u: f64, start: f64, end: f64, tails: impl Fn(f64) -> Tails) -> f64 {
    let (mut low, mut high) = (0.0, end);
    let mut x = start;
    if !(x > low && x < high) {
        x = if high.is_finite() { 0.5 * high } else { 1.0 };
    }
    for _ in 0..MOST_STEPS {
        let Tails { lower, upper, slope } = tails(x);
        // Relative error of the smaller tail, signed so that positive means x is too large.
        let (excess, steepness) = if u <= 0.5 {
            (libm::log(lower / u), slope / lower)
        } else {
            (-libm::log(upper / (1.0 - u)), slope / upper)
        };
        if excess == 0.0 {
            return x;
        }
        if excess < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let step = -excess / steepness;
        let newton = x * libm::exp(step.clamp(-3.0, 3.0));
        let next = if newton > low && newton < high {
            newton
        } else if high == f64::INFINITY {
            4.0 * x
        } else if low == 0.0 {
            0.25 * x
        } else if high > 2.0 * low {
            low * (high / low).sqrt()
        } else {
            low + 0.5 * (high - low)
        };
        if excess.abs() < 1e-8 && next == newton || next == x {
            return next;
        }
        x = next;
    }
    x
}
