//! Terms from which binomial, Poisson, beta and gamma densities are computed without cancellation.
//!
//! Source: Loader (2000), *Fast and accurate computation of binomial probabilities*.

use std::f64::consts::PI;

/// Deviance part D(x, m) = x ln(x / m) + m - x for x > 0, m >= 0; never negative.
pub(crate) fn deviance(x: f64, m: f64) -> f64 {
    if x == m {
        return 0.0;
    }
    let difference = x - m;
    let sum = x + m;
    if difference.abs() < 0.1 * sum {
        // x ln(x/m) = 2 x artanh(v) with v = (x - m) / (x + m).
        let v = difference / sum;
        let mut total = difference * v;
        let mut power = 2.0 * x * v;
        let square = v * v;
        for odd in (3..200).step_by(2) {
            power *= square;
            let next = total + power / f64::from(odd);
            if next == total {
                break;
            }
            total = next;
        }
        return total.max(0.0);
    }
    let ratio = x / m;
    if ratio == 0.0 {
        return m;
    }
    (x * libm::log(ratio) + m - x).max(0.0)
}

/// Error of the formula of Stirling: ln Gamma(x + 1) - (x + 1/2) ln x + x - ln(2 pi) / 2, x > 0.
pub(crate) fn stirling_error(x: f64) -> f64 {
    if x < 15.0 {
        return libm::lgamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - 0.5 * libm::log(2.0 * PI);
    }
    let square = x * x;
    let tail = 1.0 / 1260.0 - (1.0 / 1680.0 - (1.0 / 1188.0) / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - tail / square) / square) / x
}

/// x^a e^-x / Gamma(a + 1) for a > 0, as a function of x > 0: the Poisson probability of a at
/// mean x.
pub(crate) fn poisson_density(a: f64) -> impl Fn(f64) -> f64 {
    let (error, root) = (stirling_error(a), (2.0 * PI * a).sqrt());
    move |x| libm::exp(-error - deviance(a, x)) / root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Direct formulas at sizes where they lose little.
    #[test]
    fn densities_match_their_definitions() {
        for a in [0.25, 1.0, 3.5, 14.0, 16.0, 40.0] {
            for x in [0.5f64, 3.0, 20.0] {
                let direct = libm::exp(a * libm::log(x) - x - libm::lgamma(a + 1.0));
                assert!((poisson_density(a)(x) / direct - 1.0).abs() < 1e-13, "{a} {x}");
            }
        }
    }

    #[test]
    fn deviance_is_smooth_across_its_two_forms() {
        // D(1.2, 1) and D(1.3, 1) lie on either side of the switch.
        assert!((deviance(1.2, 1.0) - (1.2 * libm::log(1.2) - 0.2)).abs() < 1e-15);
        assert!((deviance(1.3, 1.0) - (1.3 * libm::log(1.3) - 0.3)).abs() < 1e-15);
        assert_eq!(deviance(1e-300, 1e300), 1e300);
        assert_eq!(deviance(3.0, 0.0), f64::INFINITY);
    }
}
