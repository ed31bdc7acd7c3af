//! The beta law.

use super::{DistributionError, Law, positive};
use crate::incomplete_beta::{incomplete_beta, quantile_with_middle};

/// The beta law on (0, 1): density x^(a-1) (1-x)^(b-1) / B(a, b).
///
/// Mean a / (a + b), variance a b / ((a + b)^2 (a + b + 1)). Quantiles by Newton's method on the
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
    /// P(X <= 1/2).
    middle: f64,
}

impl Beta {
    pub(super) fn new(a: f64, b: f64) -> Result<Beta, DistributionError> {
        /// Within these bounds sums and reciprocals of shapes stay finite.
        const BOUNDS: (f64, f64) = (1e-300, 1e300);
        positive("beta", "a", a)?;
        positive("beta", "b", b)?;
        let [a, b] = [a, b].map(|shape| shape.clamp(BOUNDS.0, BOUNDS.1));
        Ok(Beta { a, b, middle: incomplete_beta(a, b, 0.5).0 })
    }
}

impl Law for Beta {
    fn quantile(&self, u: f64) -> f64 {
        quantile_with_middle(self.a, self.b, self.middle, u)
    }

    fn distribution_function(&self, x: f64) -> f64 {
        incomplete_beta(self.a, self.b, x.clamp(0.0, 1.0)).0
    }

    fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    fn variance(&self) -> f64 {
        let sum = self.a + self.b;
        (self.a / sum) * (self.b / sum) / (sum + 1.0)
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.a, self.b]
    }
}
