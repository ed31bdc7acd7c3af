//! The uniform law on an interval.

use super::{DistributionError, Law, check, finite, share};

/// The uniform law on [low, high]: density 1 / (high - low).
///
/// Quantile low + u (high - low), mean (low + high) / 2, variance (high - low)^2 / 12.
///
/// ```
/// use zopa_sampling::Distribution;
/// assert_eq!(Distribution::new_uniform(2.0, 6.0)?.quantile(0.25), 3.0);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kotz and Balakrishnan (1995), chapter 26.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    low: f64,
    high: f64,
}

impl Uniform {
    pub(super) fn new(low: f64, high: f64) -> Result<Uniform, DistributionError> {
        finite("uniform", "low", low)?;
        finite("uniform", "high", high)?;
        check("uniform", "high", high, "a number of at least low", low <= high)?;
        Ok(Uniform { low, high })
    }
}

impl Law for Uniform {
    fn quantile(&self, u: f64) -> f64 {
        // A sum of products, as high - low may exceed binary64.
        (self.low * (1.0 - u) + self.high * u).clamp(self.low, self.high)
    }

    fn distribution_function(&self, x: f64) -> f64 {
        if x >= self.high {
            1.0
        } else if x <= self.low {
            0.0
        } else {
            share(x, self.low, self.high)
        }
    }

    fn mean(&self) -> f64 {
        0.5 * self.low + 0.5 * self.high
    }

    fn variance(&self) -> f64 {
        let width = self.high - self.low;
        width * width / 12.0
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.low, self.high]
    }
}
