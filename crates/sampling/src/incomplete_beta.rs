//! Regularised incomplete beta function I_x(a, b) and its inverse.
//!
//! I_x(a, b) = (1 / B(a, b)) integral from 0 to x of t^(a-1) (1-t)^(b-1) dt.
//! - The continued fraction of the function, on the side of the mean where it converges fast:
//!   I_x(a, b) = x^a (1-x)^b / (a B(a, b)) / (1 + d_1/(1 + d_2/(1 + …))),
//!   d_2m = m (b-m) x / ((a+2m-1)(a+2m)), d_2m+1 = -(a+m)(a+b+m) x / ((a+2m)(a+2m+1)).
//! - a, b >= 3 × 10^6: Temme's uniform expansion. With x0 = a/(a+b), n = a + b and
//!   -eta^2/2 = x0 ln(x/x0) + (1-x0) ln((1-x)/(1-x0)), eta of the sign of x - x0:
//!   I = erfc(-eta sqrt(n/2)) / 2 + e^(-n eta^2/2) / sqrt(2 pi n) (1/eta - sqrt(x0(1-x0)) / (x-x0)).
//! - b > 1000 max(a, 1), or the mirror image: with N = b + (a-1)/2 and w = -N ln(1-x),
//!   I = P(a, w) - w^a e^-w / Gamma(a) (a-1)(a+1+w) / (24 N^2), P the incomplete gamma function.
//!
//! Sources: Olver et al., *NIST Handbook of Mathematical Functions* (2010), 8.17.22, 8.18.9; Wise
//! (1950) for the limit.

use std::f64::consts::PI;

use crate::incomplete_gamma::incomplete_gamma;
use crate::normal::standard_normal_quantile;
use crate::quantile_search::{Tails, positive_quantile};
use crate::saddle_point::{deviance, poisson_density, stirling_error};

/// Shapes that are both from here on use the uniform expansion.
const LARGE_SHAPE: f64 = 3e6;

/// A shape this many times the other (and 1) makes 1 - x or x too small for the fraction.
const UNEQUAL: f64 = 1e3;

/// Most terms of the continued fraction; it needs some sqrt(min(a, b)).
const MOST_TERMS: usize = 20_000;

/// (I_x(a, b), 1 - I_x(a, b)) for a, b > 0 and 0 <= x <= 1; NaN outside.
///
/// Absolute accuracy about 1e-12; 1e-10 where one shape exceeds 10^4 and the other is hundreds of
/// times larger.
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
    let [a, b] = [a, b].map(bounded);
    tails(a, b, x, PowerTerm::new(a, b).at(x))
}

/// x^a (1-x)^b / B(a, b) as a function of x.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PowerTerm {
    a: f64,
    b: f64,
    /// Logarithms of gamma functions, which do not depend on x.
    exponent: f64,
    factor: f64,
}

impl PowerTerm {
    /// Shapes below it use the plain power, others the saddle-point form, which would compare a
    /// with (a + b) x, a number that may underflow.
    const SMALL_SHAPE: f64 = 1e-3;

    fn new(a: f64, b: f64) -> PowerTerm {
        let (small, large, n) = (a.min(b), a.max(b), a + b);
        let (exponent, factor) = if small < Self::SMALL_SHAPE {
            let exponent = -log_gamma_ratio(small, large + 1.0) - libm::lgamma(small + 1.0);
            (exponent, small * (large / n))
        } else {
            let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b);
            (exponent, ((n / a) / (2.0 * PI * b)).sqrt() * (a / n) * b)
        };
        PowerTerm { a, b, exponent, factor }
    }

    fn at(&self, x: f64) -> f64 {
        let PowerTerm { a, b, exponent, factor } = *self;
        let powers = if a.min(b) < Self::SMALL_SHAPE {
            a * libm::log(x) + b * libm::log1p(-x)
        } else {
            let n = a + b;
            -deviance(a, n * x) - deviance(b, n * (1.0 - x))
        };
        libm::exp(exponent + powers) * factor
    }
}

fn tails(a: f64, b: f64, x: f64, power: f64) -> (f64, f64) {
    if a >= LARGE_SHAPE && b >= LARGE_SHAPE {
        return uniform_expansion(a, b, x);
    }
    if b > UNEQUAL * a.max(1.0) {
        return gamma_limit(a, b, x);
    }
    if a > UNEQUAL * b.max(1.0) {
        let (lower, upper) = gamma_limit(b, a, 1.0 - x);
        return (upper, lower);
    }
    if x * (a + b + 2.0) <= a + 1.0 {
        let lower = (power / a * continued_fraction(a, b, x)).clamp(0.0, 1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (power / b * continued_fraction(b, a, 1.0 - x)).clamp(0.0, 1.0);
        (1.0 - upper, upper)
    }
}

/// The limit of a far larger second shape, with its first correction.
fn gamma_limit(a: f64, b: f64, x: f64) -> (f64, f64) {
    let n = b + 0.5 * (a - 1.0);
    let w = -n * libm::log1p(-x);
    let (lower, upper) = incomplete_gamma(a, w);
    if w == 0.0 || upper == 0.0 {
        return (lower, upper);
    }
    let correction = a * poisson_density(a)(w) * ((a - 1.0) * (a + 1.0 + w) / n / n / 24.0);
    ((lower - correction).clamp(0.0, 1.0), (upper + correction).clamp(0.0, 1.0))
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
        let double = a + 2.0 * m;
        let even = m * (b - m) * x / ((double - 1.0) * double);
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= c * d;
        let odd = -(a + m) * (a + b + m) * x / (double * (double + 1.0));
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
/// Halley's method on the logarithm of the smaller tail, safeguarded by bisection.
///
/// ```
/// use zopa_sampling::incomplete_beta::inverse_incomplete_beta;
/// assert!((inverse_incomplete_beta(2.0, 3.0, 0.5248) - 0.4).abs() < 1e-14);
/// ```
pub fn inverse_incomplete_beta(a: f64, b: f64, u: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && (0.0..=1.0).contains(&u)) {
        return f64::NAN;
    }
    Inverse::new(a, b).at(u)
}

/// A shape within the bounds where products and reciprocals of shapes stay finite.
fn bounded(shape: f64) -> f64 {
    shape.clamp(1e-300, 1e150)
}

/// The inverse of I_x(a, b) for given shapes: what does not depend on u is computed once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Inverse {
    power: PowerTerm,
    mirrored: PowerTerm,
    /// I_1/2(a, b).
    middle: f64,
    /// ln(a B(a, b)) and ln(b B(a, b)).
    logarithms: (f64, f64),
}

impl Inverse {
    pub(crate) fn new(a: f64, b: f64) -> Inverse {
        let [a, b] = [a, b].map(bounded);
        let power = PowerTerm::new(a, b);
        let middle = tails(a, b, 0.5, power.at(0.5)).0;
        let logarithm = |a: f64, b: f64| libm::lgamma(a + 1.0) + log_gamma_ratio(a, b);
        let logarithms = (logarithm(a, b), logarithm(b, a));
        Inverse { power, mirrored: PowerTerm::new(b, a), middle, logarithms }
    }

    /// The x with I_x(a, b) = u, for 0 <= u <= 1.
    pub(crate) fn at(&self, u: f64) -> f64 {
        if u <= 0.0 {
            return 0.0;
        }
        if u >= 1.0 {
            return 1.0;
        }
        // The half of the unit interval that holds the root, seen from its end.
        if u <= self.middle {
            lower_half(&self.power, self.logarithms.0, u)
        } else {
            1.0 - lower_half(&self.mirrored, self.logarithms.1, 1.0 - u)
        }
    }
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

/// The root where it is at most 1/2, with `logarithm` = ln(a B(a, b)).
fn lower_half(power: &PowerTerm, logarithm: f64, u: f64) -> f64 {
    let PowerTerm { a, b, .. } = *power;
    // I = x^a / (a B(a, b)) (1 + O(x)) near zero.
    let leading = (libm::log(u) + logarithm) / a;
    if leading + libm::log(b.max(1.0)) < -40.0 {
        return libm::exp(leading);
    }
    let mean = a / (a + b);
    let deviation = (mean * (b / (a + b)) / (a + b + 1.0)).sqrt();
    let normal = mean + deviation * standard_normal_quantile(u);
    let start = if normal > 0.1 * mean && a > 0.5 { normal } else { libm::exp(leading) };
    // The end lies just beyond 1/2 so that 1/2 itself can be reached.
    positive_quantile(u, start.clamp(1e-305, 0.499), 0.500_000_1, |x| {
        let power = power.at(x);
        let (lower, upper) = tails(a, b, x, power);
        let growth = a - (b - 1.0) * (x / (1.0 - x));
        Tails { lower, upper, slope: power / (1.0 - x), growth }
    })
}
