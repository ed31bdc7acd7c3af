//! The gamma law.

use super::{DistributionError, Law, positive};
use crate::incomplete_gamma::{incomplete_gamma, inverse_incomplete_gamma};

/// The gamma law: density x^(shape-1) e^(-x/scale) / (Gamma(shape) scale^shape) on x > 0.
///
/// Mean shape × scale, variance shape × scale^2. Quantiles by Halley's method on the regularised
/// incomplete gamma function.
///
/// ```
/// use zopa_sampling::Distribution;
/// // Shape 1 is the exponential law: its median is scale × ln 2.
/// let d = Distribution::new_gamma(1.0, 3.0)?;
/// assert!((d.quantile(0.5) - 3.0 * std::f64::consts::LN_2).abs() < 1e-14);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kotz and Balakrishnan (1994), chapter 17.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    scale: f64,
}

impl Gamma {
    pub(super) fn new(shape: f64, scale: f64) -> Result<Gamma, DistributionError> {
        positive("gamma", "shape", shape)?;
        positive("gamma", "scale", scale)?;
        Ok(Gamma { shape, scale })
    }
}

impl Law for Gamma {
    fn quantile(&self, u: f64) -> f64 {
        self.scale * inverse_incomplete_gamma(self.shape, u)
    }

    fn distribution_function(&self, x: f64) -> f64 {
        incomplete_gamma(self.shape, x.max(0.0) / self.scale).0
    }

    fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    fn variance(&self) -> f64 {
        self.shape * self.scale * self.scale
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.shape, self.scale]
    }
}
