//! Inverse of a distribution function on the positive half line: Halley steps inside a bracket.

/// The two tails of a law at a point and the slope of the lower tail.
pub(crate) struct Tails {
    /// P(X <= x).
    pub(crate) lower: f64,
    /// P(X > x).
    pub(crate) upper: f64,
    /// x times the density: the derivative of `lower` by ln x.
    pub(crate) slope: f64,
    /// The derivative of ln `slope` by ln x.
    pub(crate) growth: f64,
}

/// Most steps of a search: enough for bisection of any bracket of the start's surroundings.
const MOST_STEPS: usize = 200;

/// The x in (0, `end`) with P(X <= x) = u, for 0 < u < 1, from a starting point.
///
/// Halley's method for ln P(X <= x) = ln u (ln P(X > x) = ln(1 - u) above the median) in the
/// variable ln x. A step that leaves the bracket of the root is replaced by halving the bracket.
/// It stops when the tail agrees to 1e-6 before a last cubic step, or after 200 steps.
pub(crate) fn positive_quantile(u: f64, start: f64, end: f64, tails: impl Fn(f64) -> Tails) -> f64 {
    let (mut low, mut high) = (0.0, end);
    let mut x = start;
    if !(x > low && x < high) {
        x = if high.is_finite() { 0.5 * high } else { 1.0 };
    }
    for _ in 0..MOST_STEPS {
        let Tails { lower, upper, slope, growth } = tails(x);
        // Relative error of the smaller tail, signed so that positive means x is too large.
        // Its first derivative by ln x is `steepness`, its second `steepness` times `bend`.
        let (excess, steepness, bend) = if u <= 0.5 {
            let steepness = slope / lower;
            (libm::log(lower / u), steepness, growth - steepness)
        } else {
            let steepness = slope / upper;
            (-libm::log(upper / (1.0 - u)), steepness, growth + steepness)
        };
        if excess == 0.0 {
            return x;
        }
        if excess < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton_step = -excess / steepness;
        let step = newton_step / (1.0 + 0.5 * bend * newton_step).max(0.5);
        let guess = x * libm::exp(step.clamp(-3.0, 3.0));
        if excess.abs() < 1e-6 && step.abs() < 1e-3 {
            return guess;
        }
        let next = if guess > low && guess < high {
            guess
        } else if high == f64::INFINITY {
            4.0 * x
        } else if low == 0.0 {
            0.25 * x
        } else if high > 2.0 * low {
            low * (high / low).sqrt()
        } else {
            low + 0.5 * (high - low)
        };
        if next == x {
            return x;
        }
        x = next;
    }
    x
}
