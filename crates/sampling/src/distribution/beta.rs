//! The beta law.

use super::{DistributionError, Law, positive};
use crate::incomplete_beta::{Inverse, incomplete_beta};

/// The beta law on (0, 1): density x^(a-1) (1-x)^(b-1) / B(a, b).
///
/// Mean a / (a + b), variance a b / ((a + b)^2 (a + b + 1)). Quantiles by Halley's method on the
/// regularised incomplete beta function.
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::new_beta(2.0, 1.0)?;
/// assert!((d.quantile(0.25) - 0.5).abs() < 1e-15);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kotz and Balakrishnan (1995), chapter 25.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
    inverse: Inverse,
}

impl Beta {
    pub(super) fn new(a: f64, b: f64) -> Result<Beta, DistributionError> {
        positive("beta", "a", a)?;
        positive("beta", "b", b)?;
        Ok(Beta { a, b, inverse: Inverse::new(a, b) })
    }
}

impl Law for Beta {
    fn quantile(&self, u: f64) -> f64 {
        self.inverse.at(u)
    }

    fn distribution_function(&self, x: f64) -> f64 {
        incomplete_beta(self.a, self.b, x.clamp(0.0, 1.0)).0
    }

    fn mean(&self) -> f64 {
        // Without the sum, which may overflow.
        1.0 / (1.0 + self.b / self.a)
    }

    fn variance(&self) -> f64 {
        let share = self.mean();
        share * (1.0 - share) / (self.a + self.b + 1.0)
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.a, self.b]
    }
}
