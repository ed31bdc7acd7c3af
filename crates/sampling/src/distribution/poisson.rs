//! The Poisson law.

use super::{DistributionError, Law, not_negative};
use crate::incomplete_gamma::incomplete_gamma;
use crate::normal::standard_normal_quantile;

/// The Poisson law of counts: P(X = k) = e^-mean mean^k / k!. Mean and variance are `mean`.
///
/// P(X <= k) = Q(k + 1, mean), the upper incomplete gamma function. The quantile starts from the
/// expansion of Cornish and Fisher (1938), mean + z sqrt(mean) + (z^2 - 1) / 6, and
/// brackets the count by doubling steps; beyond a mean of 10^15, where neighbouring counts cannot
/// be told apart in probability, it is that expansion, rounded.
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::new_poisson(2.0)?;
/// // P(X <= 1) = 3 e^-2 = 0.406, P(X <= 2) = 5 e^-2 = 0.677.
/// assert_eq!(d.quantile(0.5), 2.0);
/// assert!((d.distribution_function(2.0) - 0.676_676_416_183_063).abs() < 1e-14);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kemp and Kotz (2005), chapter 4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    pub(super) fn new(mean: f64) -> Result<Poisson, DistributionError> {
        Ok(Poisson { mean: not_negative("poisson", "mean", mean)? })
    }

    /// The smallest count with P(X <= k) >= u by adding probabilities; for means up to 10.
    fn quantile_by_sum(&self, u: f64) -> f64 {
        let mut probability = libm::exp(-self.mean);
        let mut sum = probability;
        let mut count = 0.0;
        // At mean 10 the probability of more than 70 is below 10^-30.
        while sum < u && count < 70.0 {
            count += 1.0;
            probability *= self.mean / count;
            // Rounding may keep the sum under u; then no further term changes it.
            if sum + probability == sum && count > self.mean {
                break;
            }
            sum += probability;
        }
        count
    }
}

impl Law for Poisson {
    fn quantile(&self, u: f64) -> f64 {
        if self.mean == 0.0 || u == 0.0 {
            return 0.0;
        }
        if u == 1.0 {
            return f64::INFINITY;
        }
        if self.mean <= 10.0 {
            return self.quantile_by_sum(u);
        }
        let z = standard_normal_quantile(u);
        let expansion = self.mean + z * self.mean.sqrt() + (z * z - 1.0) / 6.0;
        let start = expansion.round().max(0.0);
        if self.mean > 1e15 {
            return start;
        }
        let reaches = |count: f64| count >= 0.0 && incomplete_gamma(count + 1.0, self.mean).1 >= u;
        // `low` does not reach u (-1 never does), `high` does.
        let (mut low, mut high, mut step) = (start, start, 1.0);
        if reaches(start) {
            loop {
                low = (high - step).max(-1.0);
                if !reaches(low) {
                    break;
                }
                high = low;
                step *= 2.0;
            }
        } else {
            loop {
                high = low + step;
                // 1 - 2^-53 lies within 9 standard deviations; the rest guards against rounding.
                if reaches(high) || step > self.mean {
                    break;
                }
                low = high;
                step *= 2.0;
            }
        }
        while high - low > 1.0 {
            let middle = (low + (high - low) / 2.0).floor();
            if reaches(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }

    fn distribution_function(&self, x: f64) -> f64 {
        if x < 0.0 {
            0.0
        } else if self.mean == 0.0 || x == f64::INFINITY {
            1.0
        } else {
            incomplete_gamma(x.floor() + 1.0, self.mean).1
        }
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        self.mean
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.mean]
    }
}
