//! Regularised incomplete beta function I_x(a, b) and its inverse.
//!
//! I_x(a, b) = (1 / B(a, b)) integral from 0 to x of t^(a-1) (1-t)^(b-1) dt.
//! - The continued fraction of the function, on the side of the mean where it converges fast:
//!   I_x(a, b) = x^a (1-x)^b / (a B(a, b)) / (1 + d_1/(1 + d_2/(1 + …))),
//!   d_2m = m (b-m) x / ((a+2m-1)(a+2m)), d_2m+1 = -(a+m)(a+b+m) x / ((a+2m)(a+2m+1)).
//! - a, b >= 3 × 10^6: Temme's uniform expansion. With x0 = a/(a+b), n = a + b and
//!   -eta^2/2 = x0 ln(x/x0) + (1-x0) ln((1-x)/(1-x0)), eta of the sign of x - x0:
//!   I = erfc(-eta sqrt(n/2)) / 2 + e^(-n eta^2/2) / sqrt(2 pi n) (1/eta - sqrt(x0(1-x0)) / (x-x0)).
//!
//! Source: Olver et al., *NIST Handbook of Mathematical Functions* (2010), 8.17.22, 8.18.9.

use std::f64::consts::PI;

use crate::normal::standard_normal_quantile;
use crate::quantile_search::{Tails, positive_quantile};
use crate::saddle_point::{binomial_density, deviance, stirling_error};

/// Shapes that are both from here on use the uniform expansion.
const LARGE_SHAPE: f64 = 3e6;

/// Most terms of the continued fraction; it needs some sqrt(min(a, b)).
const MOST_TERMS: usize = 20_000;

/// (I_x(a, b), 1 - I_x(a, b)) for a, b > 0 and 0 <= x <= 1; NaN outside.
///
/// Absolute accuracy about 1e-12.
///
/// ```
/// use zopa_sampling::incomplete_beta::incomplete_beta;
/// // I_x(2, 3) = x^2 (6 - 8 x + 3 x^2).
/// assert!((incomplete_beta(2.0, 3.0, 0.4).0 - 0.5248).abs() < 1e-15);
/// ```
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> (f64, f64) {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x)) {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 {
        return (0.0, 1.0);
    }
    if x == 1.0 {
        return (1.0, 0.0);
    }
    tails(a, b, x, power_term(a, b, x))
}

/// x^a (1-x)^b / B(a, b).
fn power_term(a: f64, b: f64, x: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    if small < 1e-3 {
        // The saddle-point form would compare a with (a + b) x, which may underflow.
        let exponent = a * libm::log(x) + b * libm::log1p(-x)
            - log_gamma_ratio(small, large + 1.0)
            - libm::lgamma(small + 1.0);
        return libm::exp(exponent) * (small * (large / (a + b)));
    }
    binomial_density(a, b, x, 1.0 - x) * (a / (a + b)) * b
}

fn tails(a: f64, b: f64, x: f64, power: f64) -> (f64, f64) {
    if a >= LARGE_SHAPE && b >= LARGE_SHAPE {
        return uniform_expansion(a, b, x);
    }
    if x * (a + b + 2.0) <= a + 1.0 {
        let lower = (power / a * continued_fraction(a, b, x)).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (power / b * continued_fraction(b, a, 1.0 - x)).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    }
}

/// The value of 1 / (1 + d_1/(1 + d_2/(1 + …))) by Lentz's method (Thompson and Barnett 1986).
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) / (a + 1.0) * x);
    let mut fraction = d;
    for term in 1..MOST_TERMS {
        let m = term as f64;
        let even = m / (a + 2.0 * m - 1.0) * ((b - m) / (a + 2.0 * m) * x);
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= c * d;
        let odd = -(a + m) / (a + 2.0 * m) * ((a + b + m) / (a + 2.0 * m + 1.0) * x);
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

fn uniform_expansion(a: f64, b: f64, x: f64) -> (f64, f64) {
    let n = a + b;
    let x0 = a / n;
    let half_square = deviance(a, n * x) + deviance(b, n * (1.0 - x));
    let eta = (2.0 * (half_square / n)).sqrt().copysign(x - x0);
    let spread = (x0 * (b / n)).sqrt();
    let c0 = if eta.abs() < 3e-8 {
        (1.0 - 2.0 * x0) / (3.0 * spread)
    } else {
        1.0 / eta - spread / (x - x0)
    };
    let rest = libm::exp(-half_square) / (2.0 * PI * n).sqrt() * c0;
    let tail = 0.5 * libm::erfc(half_square.sqrt());
    if x > x0 {
        let upper = (tail - rest).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    } else {
        let lower = (tail + rest).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    }
}

/// The x with I_x(a, b) = u, for finite a, b > 0 and 0 <= u <= 1; NaN outside.
///
/// Newton's method on the logarithm of the smaller tail, safeguarded by bisection.
///
/// ```
/// use zopa_sampling::incomplete_beta::inverse_incomplete_beta;
/// assert!((inverse_incomplete_beta(2.0, 3.0, 0.5248) - 0.4).abs() < 1e-14);
/// ```
pub fn inverse_incomplete_beta(a: f64, b: f64, u: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && (a + b).is_finite() && (0.0..=1.0).contains(&u)) {
        return f64::NAN;
    }
    quantile_with_middle(a, b, incomplete_beta(a, b, 0.5).0, u)
}

/// [`inverse_incomplete_beta`] with `middle` = I_1/2(a, b) known.
pub(crate) fn quantile_with_middle(a: f64, b: f64, middle: f64, u: f64) -> f64 {
    if u <= 0.0 {
        return 0.0;
    }
    if u >= 1.0 {
        return 1.0;
    }
    // The half of the unit interval that holds the root, seen from its end.
    if u <= middle { lower_half(a, b, u) } else { 1.0 - lower_half(b, a, 1.0 - u) }
}

/// ln Gamma(b) - ln Gamma(a + b) without cancellation for large b.
fn log_gamma_ratio(a: f64, b: f64) -> f64 {
    if b < 15.0 {
        return libm::lgamma(b) - libm::lgamma(a + b);
    }
    let sum = a + b;
    stirling_error(b) - stirling_error(sum) - (b - 0.5) * libm::log1p(a / b)
        + a * (1.0 - libm::log(sum))
}

/// The root where it is at most 1/2.
fn lower_half(a: f64, b: f64, u: f64) -> f64 {
    // I = x^a / (a B(a, b)) (1 + O(x)) near zero.
    let leading = (libm::log(u) + libm::lgamma(a + 1.0) + log_gamma_ratio(a, b)) / a;
    if leading + libm::log(b.max(1.0)) < -40.0 {
        return libm::exp(leading);
    }
    let mean = a / (a + b);
    let deviation = (mean * (b / (a + b)) / (a + b + 1.0)).sqrt();
    let normal = mean + deviation * standard_normal_quantile(u);
    let start = if normal > 0.1 * mean && a > 0.5 { normal } else { libm::exp(leading) };
    // The end lies just beyond 1/2 so that 1/2 itself can be reached.
    positive_quantile(u, start.clamp(1e-305, 0.499), 0.500_000_1, |x| {
        let power = power_term(a, b, x);
        let (lower, upper) = tails(a, b, x, power);
        Tails { lower, upper, slope: power / (1.0 - x) }
    })
}
