//! The uniform law on whole numbers.

use super::{DistributionError, Law, check};

/// The uniform law on low, low + 1, …, high, n = high - low + 1 numbers.
///
/// Mean (low + high) / 2, variance (n^2 - 1) / 12.
///
/// ```
/// use zopa_sampling::Distribution;
/// let die = Distribution::new_discrete_uniform(1.0, 6.0)?;
/// assert_eq!((die.quantile(0.5), die.quantile(0.51)), (3.0, 4.0));
/// assert!((die.variance() - 35.0 / 12.0).abs() < 1e-15);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kemp and Kotz (2005), chapter 6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiscreteUniform {
    low: f64,
    high: f64,
}

impl DiscreteUniform {
    pub(super) fn new(low: f64, high: f64) -> Result<DiscreteUniform, DistributionError> {
        const FAMILY: &str = "discrete_uniform";
        /// Whole numbers are exact in binary64 up to here.
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        let whole = |x: f64| x.abs() <= LARGEST && x.floor() == x;
        check(FAMILY, "low", low, "a whole number within 2^53 of 0", whole(low))?;
        check(FAMILY, "high", high, "a whole number within 2^53 of 0", whole(high))?;
        check(FAMILY, "high", high, "a number of at least low", low <= high)?;
        Ok(DiscreteUniform { low, high })
    }

    fn count(&self) -> f64 {
        self.high - self.low + 1.0
    }
}

impl Law for DiscreteUniform {
    fn quantile(&self, u: f64) -> f64 {
        (self.low + (u * self.count()).ceil() - 1.0).clamp(self.low, self.high)
    }

    fn distribution_function(&self, x: f64) -> f64 {
        ((x.floor() - self.low + 1.0) / self.count()).clamp(0.0, 1.0)
    }

    fn mean(&self) -> f64 {
        0.5 * self.low + 0.5 * self.high
    }

    fn variance(&self) -> f64 {
        let count = self.count();
        (count * count - 1.0) / 12.0
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.low, self.high]
    }
}
