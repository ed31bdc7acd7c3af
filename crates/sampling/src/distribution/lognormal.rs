//! The lognormal law.

use super::{DistributionError, Law, not_negative, positive};
use crate::normal::{standard_normal_distribution, standard_normal_quantile};

/// The lognormal law: X = median exp(sigma Z) with Z standard normal.
///
/// Mean median exp(sigma^2 / 2), variance median^2 exp(sigma^2) (exp(sigma^2) - 1).
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::new_lognormal(10.0, 0.421_403_563_941_799_34)?;
/// assert!((d.quantile(0.95) - 20.0).abs() < 1e-12);
/// assert!((d.mean() - 10.928_516_600_812_456).abs() < 1e-12);
/// assert!((d.variance().sqrt() - 4.817_539_411_059_713).abs() < 1e-12);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kotz and Balakrishnan (1994), chapter 14.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    median: f64,
    sigma: f64,
}

impl Lognormal {
    pub(super) fn new(median: f64, sigma: f64) -> Result<Lognormal, DistributionError> {
        positive("lognormal", "median", median)?;
        not_negative("lognormal", "sigma", sigma)?;
        Ok(Lognormal { median, sigma })
    }
}

impl Law for Lognormal {
    fn quantile(&self, u: f64) -> f64 {
        if self.sigma == 0.0 {
            return self.median;
        }
        self.median * libm::exp(self.sigma * standard_normal_quantile(u))
    }

    fn distribution_function(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if self.sigma == 0.0 {
            if x < self.median { 0.0 } else { 1.0 }
        } else {
            let logarithm = libm::log(x) - libm::log(self.median);
            standard_normal_distribution(logarithm / self.sigma)
        }
    }

    fn mean(&self) -> f64 {
        self.median * libm::exp(0.5 * self.sigma * self.sigma)
    }

    fn variance(&self) -> f64 {
        let relative = libm::expm1(self.sigma * self.sigma);
        if relative == 0.0 {
            return 0.0;
        }
        let mean = self.mean();
        mean * mean * relative
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.median, self.sigma]
    }
}
