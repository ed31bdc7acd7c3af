//! The normal law.

use super::{DistributionError, Law, finite, not_negative};
use crate::normal::{standard_normal_distribution, standard_normal_quantile};

/// The normal law: X = mean + sd Z with Z standard normal. An sd of 0 gives a certain value.
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::new_normal(12.5, 4.559_676_239_338_269)?;
/// assert!((d.quantile(0.95) - 20.0).abs() < 1e-13);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kotz and Balakrishnan (1994), chapter 13.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    mean: f64,
    sd: f64,
}

impl Normal {
    pub(super) fn new(
        family: &'static str,
        mean: f64,
        sd: f64,
    ) -> Result<Normal, DistributionError> {
        finite(family, "mean", mean)?;
        not_negative(family, "sd", sd)?;
        Ok(Normal { mean, sd })
    }
}

impl Law for Normal {
    fn quantile(&self, u: f64) -> f64 {
        if self.sd == 0.0 {
            return self.mean;
        }
        self.mean + self.sd * standard_normal_quantile(u)
    }

    fn distribution_function(&self, x: f64) -> f64 {
        if self.sd == 0.0 {
            return if x < self.mean { 0.0 } else { 1.0 };
        }
        standard_normal_distribution((x - self.mean) / self.sd)
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.sd * self.sd
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.mean, self.sd]
    }
}
