//! Regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x), and the inverse of P.
//!
//! P(a, x) = (1 / Gamma(a)) integral from 0 to x of t^(a-1) e^-t dt. With
//! D = x^a e^-x / Gamma(a + 1):
//! - x < a + 1: P = D (1 + x/(a+1) + x^2/((a+1)(a+2)) + …);
//! - otherwise the continued fraction Q = D a / (x + 1 - a - 1(1 - a)/(x + 3 - a - …));
//! - a >= 10^4: Temme's uniform expansion, Q = erfc(eta sqrt(a/2)) / 2 + R with
//!   eta^2 / 2 = x/a - 1 - ln(x/a) and R = e^(-a eta^2 / 2) / sqrt(2 pi a) (C0 + C1 / a).
//!
//! Sources: Olver et al., *NIST Handbook of Mathematical Functions* (2010), 8.11, 8.9, 8.12;
//! Temme (1979).

use std::f64::consts::PI;

use crate::normal::standard_normal_quantile;
use crate::quantile_search::{Tails, positive_quantile};
use crate::saddle_point::{deviance, poisson_density};

/// Shapes from here on use the uniform expansion.
const LARGE_SHAPE: f64 = 1e4;

/// Most terms of the series and the fraction; below [`LARGE_SHAPE`] they need some 10^3.
const MOST_TERMS: usize = 20_000;

/// (P(a, x), Q(a, x)) for a > 0 and x >= 0; NaN outside.
///
/// Absolute accuracy about 1e-13. Time: about 10 + 5 sqrt a terms, constant from a = 10^4 on.
///
/// ```
/// use zopa_sampling::incomplete_gamma::incomplete_gamma;
/// let (lower, upper) = incomplete_gamma(1.0, 2.0);
/// assert!((upper - 0.135_335_283_236_612_7).abs() < 1e-15);
/// assert!((lower + upper - 1.0).abs() < 1e-15);
/// ```
pub fn incomplete_gamma(a: f64, x: f64) -> (f64, f64) {
    if !(a > 0.0 && x >= 0.0) {
        return (f64::NAN, f64::NAN);
    }
    if x == 0.0 {
        return (0.0, 1.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    tails(a, x, poisson_density(a)(x))
}

fn tails(a: f64, x: f64, density: f64) -> (f64, f64) {
    if a >= LARGE_SHAPE {
        return uniform_expansion(a, x);
    }
    if x < a + 1.0 {
        let mut term = 1.0;
        let mut sum = 1.0;
        let mut denominator = a;
        for _ in 0..MOST_TERMS {
            denominator += 1.0;
            term *= x / denominator;
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        let lower = (density * sum).min(1.0);
        return (lower, 1.0 - lower);
    }
    // Lentz's method, modified by Thompson and Barnett (1986).
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for term in 1..MOST_TERMS {
        let n = term as f64;
        let numerator = n * (a - n);
        b += 2.0;
        d = numerator * d + b;
        if d.abs() < TINY {
            d = TINY;
        }
        c = b + numerator / c;
        if c.abs() < TINY {
            c = TINY;
        }
        d = 1.0 / d;
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    let upper = (density * a * fraction).clamp(0.0, 1.0);
    (1.0 - upper, upper)
}

fn uniform_expansion(a: f64, x: f64) -> (f64, f64) {
    let half_square = deviance(a, x);
    let mu = (x - a) / a;
    let eta = (2.0 * (half_square / a)).sqrt().copysign(mu);
    let (c0, c1) = if eta.abs() < 0.01 {
        // Taylor coefficients; C0 and C1 below lose their digits near 0.
        (
            -1.0 / 3.0
                + eta
                    * (1.0 / 12.0
                        + eta * (-2.0 / 135.0 + eta * (1.0 / 864.0 + eta * (1.0 / 2835.0)))),
            -1.0 / 540.0 + eta * (-1.0 / 288.0 + eta * (1.0 / 378.0)),
        )
    } else {
        let (m, e) = (1.0 / mu, 1.0 / eta);
        (m - e, e * e * e - m * m * m - m * m - m / 12.0)
    };
    let rest = libm::exp(-half_square) / (2.0 * PI * a).sqrt() * (c0 + c1 / a);
    let root = half_square.sqrt();
    if mu > 0.0 {
        let upper = (0.5 * libm::erfc(root) + rest).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    } else {
        let lower = (0.5 * libm::erfc(root) - rest).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    }
}

/// The x with P(a, x) = u, for a > 0 and 0 <= u <= 1; NaN outside.
///
/// Halley's method on the logarithm of the smaller tail, safeguarded by bisection.
///
/// ```
/// use zopa_sampling::incomplete_gamma::inverse_incomplete_gamma;
/// assert!((inverse_incomplete_gamma(1.0, 0.5) - std::f64::consts::LN_2).abs() < 1e-15);
/// ```
pub fn inverse_incomplete_gamma(a: f64, u: f64) -> f64 {
    if !(a > 0.0 && a.is_finite() && (0.0..=1.0).contains(&u)) {
        return f64::NAN;
    }
    if u == 0.0 {
        return 0.0;
    }
    if u == 1.0 {
        return f64::INFINITY;
    }
    // P = x^a / Gamma(a + 1) (1 + O(x)) near zero.
    let leading = (libm::log(u) + libm::lgamma(a + 1.0)) / a;
    if leading < -40.0 {
        return libm::exp(leading);
    }
    // The cube root of a gamma number is nearly normal (Wilson and Hilferty 1931).
    let root = 1.0 - 1.0 / (9.0 * a) + standard_normal_quantile(u) / (3.0 * a.sqrt());
    let start = if a > 0.5 && root > 0.2 { a * root * root * root } else { libm::exp(leading) };
    let density_at = poisson_density(a);
    positive_quantile(u, start, f64::INFINITY, |x| {
        let density = density_at(x);
        let (lower, upper) = tails(a, x, density);
        Tails { lower, upper, slope: a * density, growth: a - x }
    })
}
