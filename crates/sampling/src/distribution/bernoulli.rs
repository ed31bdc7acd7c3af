//! The Bernoulli law.

use super::{DistributionError, Law, check};

/// The Bernoulli law: 1 with probability p, else 0. Mean p, variance p (1 - p).
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::new_bernoulli(0.25)?;
/// assert_eq!((d.quantile(0.75), d.quantile(0.76)), (0.0, 1.0));
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kemp and Kotz (2005), chapter 3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bernoulli {
    p: f64,
}

impl Bernoulli {
    pub(super) fn new(p: f64) -> Result<Bernoulli, DistributionError> {
        let passes = (0.0..=1.0).contains(&p);
        Ok(Bernoulli { p: check("bernoulli", "p", p, "a probability from 0 to 1", passes)? })
    }
}

impl Law for Bernoulli {
    fn quantile(&self, u: f64) -> f64 {
        if u > 1.0 - self.p || self.p == 1.0 { 1.0 } else { 0.0 }
    }

    fn distribution_function(&self, x: f64) -> f64 {
        if x < 0.0 {
            0.0
        } else if x < 1.0 {
            1.0 - self.p
        } else {
            1.0
        }
    }

    fn mean(&self) -> f64 {
        self.p
    }

    fn variance(&self) -> f64 {
        self.p * (1.0 - self.p)
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.p]
    }
}
