//! Standard utility frontier `u1 = x`, `u2 = k (1 − x)^a` of a divisible pie.
//!
//! Side 1 values its share linearly; side 2's utility of the rest is a power with exponent `a`
//! (below 1: risk aversion) times a scale `k`. The linear pie is `k = a = 1`.

use crate::error::TheoryError;
use crate::topic::Argument;

/// A frontier with its disagreement point.
#[derive(Debug, Clone, Copy)]
pub struct Frontier {
    /// Scale of side 2's utility, above 0.
    pub scale: f64,
    /// Exponent of side 2's utility, above 0.
    pub exponent: f64,
    /// Disagreement value of side 1.
    pub d1: f64,
    /// Disagreement value of side 2.
    pub d2: f64,
}

impl Frontier {
    /// Side 2's utility when side 1 has the share `x`.
    ///
    /// ```
    /// use zopa_theory::frontier::Frontier;
    /// let root = Frontier { scale: 2.0, exponent: 0.5, d1: 0.0, d2: 0.0 };
    /// assert!((root.second(0.75) - 1.0).abs() < 1e-12);
    /// ```
    pub fn second(&self, x: f64) -> f64 {
        self.scale * libm::pow((1.0 - x).max(0.0), self.exponent)
    }

    /// Smallest and largest share of side 1 that both prefer to disagreement.
    ///
    /// # Errors
    /// No such share exists.
    pub fn rational_shares(&self) -> Result<(f64, f64), TheoryError> {
        let low = self.d1.max(0.0);
        let high = if self.d2 <= 0.0 {
            1.0
        } else {
            1.0 - libm::pow(self.d2 / self.scale, 1.0 / self.exponent)
        };
        if low > high {
            return Err(TheoryError::NoSolution {
                reason: "no division gives both at least their disagreement values",
            });
        }
        Ok((low, high))
    }

    /// Where a function that falls in `x` crosses zero within the rational shares, by bisection;
    /// an end of the range where it does not cross.
    pub(crate) fn crossing(&self, falling: impl Fn(f64) -> f64) -> Result<f64, TheoryError> {
        let (mut low, mut high) = self.rational_shares()?;
        if falling(low) <= 0.0 {
            return Ok(low);
        }
        if falling(high) >= 0.0 {
            return Ok(high);
        }
        // Halving a range of length 1 exhausts the precision of a double in about 60 steps.
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if falling(middle) > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(0.5 * (low + high))
    }
}

pub(crate) const SCALE: Argument =
    Argument::preset("k", "scale of side 2's utility k(1-x)^a", 1.0, f64::MIN_POSITIVE, 1e9);
pub(crate) const EXPONENT: Argument =
    Argument::preset("a", "exponent of side 2's utility k(1-x)^a", 1.0, 1e-3, 1.0);
pub(crate) const FIRST: Argument =
    Argument::preset("d1", "disagreement value of side 1", 0.0, -1e6, 1.0);
pub(crate) const SECOND: Argument =
    Argument::preset("d2", "disagreement value of side 2", 0.0, -1e6, 1e9);
