//! The PERT law: a beta law on an interval with a stated mode.

use super::beta::Beta;
use super::{DistributionError, Law, check, finite, share};

/// The PERT law on [low, high] with a mode: X = low + (high - low) B with B beta(a, b),
/// a = 1 + 4 (mode - low) / (high - low), b = 1 + 4 (high - mode) / (high - low).
///
/// Mean (low + 4 mode + high) / 6, variance (mean - low)(high - mean) / 7.
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::new_pert(0.0, 1.0, 4.0)?;
/// assert!((d.mean() - 8.0 / 6.0).abs() < 1e-15);
/// // beta(2, 4) at 1/4: 1 - (3/4)^5 (1 + 5/4).
/// assert!((d.distribution_function(1.0) - 0.367_187_5).abs() < 1e-14);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Malcolm, Roseboom, Clark and Fazar (1959); Vose (2008) on the beta form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pert {
    low: f64,
    mode: f64,
    high: f64,
    /// `None` where low = high.
    beta: Option<Beta>,
}

impl Pert {
    pub(super) fn new(low: f64, mode: f64, high: f64) -> Result<Pert, DistributionError> {
        const FAMILY: &str = "pert";
        finite(FAMILY, "low", low)?;
        finite(FAMILY, "mode", mode)?;
        finite(FAMILY, "high", high)?;
        check(FAMILY, "high", high, "a number of at least low", low <= high)?;
        check(FAMILY, "mode", mode, "a number from low to high", low <= mode && mode <= high)?;
        let beta = if low < high {
            let peak = share(mode, low, high);
            Some(Beta::new(1.0 + 4.0 * peak, 1.0 + 4.0 * (1.0 - peak))?)
        } else {
            None
        };
        Ok(Pert { low, mode, high, beta })
    }
}

impl Law for Pert {
    fn quantile(&self, u: f64) -> f64 {
        match &self.beta {
            None => self.low,
            Some(beta) => {
                let share = beta.quantile(u);
                (self.low * (1.0 - share) + self.high * share).clamp(self.low, self.high)
            }
        }
    }

    fn distribution_function(&self, x: f64) -> f64 {
        match &self.beta {
            _ if x >= self.high => 1.0,
            Some(beta) if x > self.low => beta.distribution_function(share(x, self.low, self.high)),
            _ => 0.0,
        }
    }

    fn mean(&self) -> f64 {
        self.low / 6.0 + 2.0 * (self.mode / 3.0) + self.high / 6.0
    }

    fn variance(&self) -> f64 {
        (self.mean() - self.low) * (self.high - self.mean()) / 7.0
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.low, self.mode, self.high]
    }
}
