//! The triangular law.

use super::{DistributionError, Law, check, finite, share};

/// The triangular law on [low, high] with its density's peak at the mode.
///
/// P(X <= x) = (x - low)^2 / ((high - low)(mode - low)) up to the mode, and
/// 1 - (high - x)^2 / ((high - low)(high - mode)) above it. Mean (low + mode + high) / 3,
/// variance (low^2 + mode^2 + high^2 - low mode - low high - mode high) / 18.
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::new_triangular(0.0, 1.0, 4.0)?;
/// assert_eq!(d.quantile(0.0625), 0.5);
/// assert_eq!(d.distribution_function(2.0), 2.0 / 3.0);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kotz and Balakrishnan (1995), chapter 26.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    low: f64,
    mode: f64,
    high: f64,
}

impl Triangular {
    pub(super) fn new(low: f64, mode: f64, high: f64) -> Result<Triangular, DistributionError> {
        const FAMILY: &str = "triangular";
        finite(FAMILY, "low", low)?;
        finite(FAMILY, "mode", mode)?;
        finite(FAMILY, "high", high)?;
        check(FAMILY, "high", high, "a number of at least low", low <= high)?;
        check(FAMILY, "mode", mode, "a number from low to high", low <= mode && mode <= high)?;
        Ok(Triangular { low, mode, high })
    }

    /// The share of the mode in the interval: also P(X <= mode).
    fn peak(&self) -> f64 {
        if self.high == self.low { 0.0 } else { share(self.mode, self.low, self.high) }
    }
}

/// `start` + `share` × (`end` - `start`), kept between the two.
fn between(start: f64, end: f64, share: f64) -> f64 {
    (start * (1.0 - share) + end * share).clamp(start.min(end), start.max(end))
}

impl Law for Triangular {
    fn quantile(&self, u: f64) -> f64 {
        let peak = self.peak();
        if u < peak {
            between(self.low, self.mode, (u / peak).sqrt())
        } else if peak < 1.0 {
            between(self.high, self.mode, ((1.0 - u) / (1.0 - peak)).sqrt())
        } else {
            self.high
        }
    }

    fn distribution_function(&self, x: f64) -> f64 {
        if x >= self.high {
            return 1.0;
        }
        if x <= self.low {
            return 0.0;
        }
        let peak = self.peak();
        if x < self.mode {
            let share = share(x, self.low, self.mode);
            peak * share * share
        } else {
            let share = 1.0 - share(x, self.mode, self.high);
            1.0 - (1.0 - peak) * share * share
        }
    }

    fn mean(&self) -> f64 {
        self.low / 3.0 + self.mode / 3.0 + self.high / 3.0
    }

    fn variance(&self) -> f64 {
        // With width w and peak c: w^2 (1 - c + c^2) / 18.
        let (width, peak) = (self.high - self.low, self.peak());
        width * width * (1.0 - peak + peak * peak) / 18.0
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.low, self.mode, self.high]
    }
}
