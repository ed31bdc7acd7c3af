//! The normal law truncated to an interval.

#![allow(clippy::excessive_precision, reason = "published digits")]

use super::{DistributionError, Law, check, finite, not_negative, share};
use crate::normal::{
    standard_normal_density, standard_normal_distribution, standard_normal_quantile,
};

/// The normal law with `mean` and `sd`, given that the value lies in [low, high].
///
/// With alpha = (low - mean) / sd, beta = (high - mean) / sd, Z = Phi(beta) - Phi(alpha) and phi
/// the standard normal density: quantile mean + sd Phi^-1(Phi(alpha) + u Z), mean
/// mean + sd h with h = (phi(alpha) - phi(beta)) / Z, variance
/// sd^2 (1 + (alpha phi(alpha) - beta phi(beta)) / Z - h^2); in the tails by quadrature. Where the
/// interval is so narrow that the density is constant to 1e-8, the law is uniform.
///
/// ```
/// use zopa_sampling::Distribution;
/// // The half-normal law has mean sqrt(2 / pi).
/// let d = Distribution::new_truncated_normal(0.0, 1.0, 0.0, f64::INFINITY)?;
/// assert!((d.mean() - 0.797_884_560_802_865_4).abs() < 1e-15);
/// assert!((d.quantile(0.5) - 0.674_489_750_196_081_7).abs() < 1e-15);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
///
/// Source: Johnson, Kotz and Balakrishnan (1994), chapter 13.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncatedNormal {
    mean: f64,
    sd: f64,
    low: f64,
    high: f64,
    alpha: f64,
    beta: f64,
    /// P(Z < alpha), P(Z > beta) and the rest.
    below: f64,
    above: f64,
    mass: f64,
    narrow: bool,
}

/// Bounds farther from the mean than this many sd hold a probability near the limit of binary64.
const FARTHEST: f64 = 37.0;

impl TruncatedNormal {
    pub(super) fn new(
        mean: f64,
        sd: f64,
        low: f64,
        high: f64,
    ) -> Result<TruncatedNormal, DistributionError> {
        const FAMILY: &str = "truncated_normal";
        const NEAR: &str = "an interval that comes within 37 sd of the mean";
        finite(FAMILY, "mean", mean)?;
        not_negative(FAMILY, "sd", sd)?;
        check(FAMILY, "low", low, "a number below infinity", low < f64::INFINITY)?;
        check(FAMILY, "high", high, "a number above minus infinity", high > f64::NEG_INFINITY)?;
        check(FAMILY, "high", high, "a number of at least low", low <= high)?;
        let scaled = |bound: f64| if bound == mean { 0.0 } else { (bound - mean) / sd };
        let (alpha, beta) = (scaled(low), scaled(high));
        check(FAMILY, "low", low, NEAR, alpha <= FARTHEST)?;
        check(FAMILY, "high", high, NEAR, beta >= -FARTHEST)?;
        let below = standard_normal_distribution(alpha);
        let above = standard_normal_distribution(-beta);
        let mass = if alpha > 0.0 {
            standard_normal_distribution(-alpha) - above
        } else if beta < 0.0 {
            standard_normal_distribution(beta) - below
        } else {
            1.0 - below - above
        };
        let nearest = alpha.abs().min(beta.abs());
        let narrow = (beta - alpha) * (1.0 + nearest) < 1e-8 || mass <= 0.0;
        Ok(TruncatedNormal { mean, sd, low, high, alpha, beta, below, above, mass, narrow })
    }

    /// Mean and variance in units of sd, from the mean of the untruncated law.
    fn standard_moments(&self) -> (f64, f64) {
        let (alpha, beta) = (self.alpha, self.beta);
        if alpha >= 0.0 || beta - alpha < 0.5 {
            let (mean, variance) = tail_moments(alpha, beta - alpha);
            return (alpha + mean, variance);
        }
        if beta <= 0.0 {
            let (mean, variance) = tail_moments(-beta, beta - alpha);
            return (beta - mean, variance);
        }
        let end = |x: f64| if x.is_finite() { x * standard_normal_density(x) } else { 0.0 };
        let h = (standard_normal_density(alpha) - standard_normal_density(beta)) / self.mass;
        let variance = 1.0 + (end(alpha) - end(beta)) / self.mass - h * h;
        (h, variance)
    }
}

/// Mean and variance of t on [0, `width`] with density proportional to exp(-`start` t - t^2 / 2),
/// by Gauss-Legendre quadrature: the closed form loses its digits in a tail and on short intervals.
fn tail_moments(start: f64, width: f64) -> (f64, f64) {
    /// Positive nodes and weights of order 10 (Abramowitz and Stegun 1964, table 25.4).
    const NODES: [(f64, f64); 5] = [
        (0.148_874_338_981_631_21, 0.295_524_224_714_752_87),
        (0.433_395_394_129_247_19, 0.269_266_719_309_996_36),
        (0.679_409_568_299_024_41, 0.219_086_362_515_982_04),
        (0.865_063_366_688_984_51, 0.149_451_349_150_580_59),
        (0.973_906_528_517_171_72, 0.066_671_344_308_688_14),
    ];
    // The density falls to e^-40 of its start at 80 / (start + sqrt(start^2 + 80)).
    let nearest = start.max(0.0);
    let width = width.min(80.0 / (nearest + (nearest * nearest + 80.0).sqrt()));
    // Panels over which the exponent changes by about 1.
    let panels = (start.abs() * width + 0.5 * width * width).ceil().clamp(1.0, 64.0);
    let half = 0.5 * width / panels;
    let (mut mass, mut first, mut second) = (0.0, 0.0, 0.0);
    for panel in 0..panels as u32 {
        let centre = (2.0 * f64::from(panel) + 1.0) * half;
        for (node, weight) in NODES {
            for t in [centre - half * node, centre + half * node] {
                let weight = weight * libm::exp(-t * (start + 0.5 * t));
                mass += weight;
                first += weight * t;
                second += weight * t * t;
            }
        }
    }
    let mean = first / mass;
    (mean, (second / mass - mean * mean).max(0.0))
}

impl Law for TruncatedNormal {
    fn quantile(&self, u: f64) -> f64 {
        if self.sd == 0.0 {
            return self.mean.clamp(self.low, self.high);
        }
        if u == 0.0 {
            return self.low;
        }
        if u == 1.0 {
            return self.high;
        }
        if self.narrow {
            return (self.low * (1.0 - u) + self.high * u).clamp(self.low, self.high);
        }
        let lower = self.below + u * self.mass;
        let upper = self.above + (1.0 - u) * self.mass;
        let z = if lower <= upper {
            standard_normal_quantile(lower)
        } else {
            -standard_normal_quantile(upper)
        };
        (self.mean + self.sd * z).clamp(self.low, self.high)
    }

    fn distribution_function(&self, x: f64) -> f64 {
        if x >= self.high {
            return 1.0;
        }
        if x < self.low {
            return 0.0;
        }
        if self.sd == 0.0 {
            return if x < self.mean { 0.0 } else { 1.0 };
        }
        if self.narrow {
            return share(x, self.low, self.high);
        }
        let z = (x - self.mean) / self.sd;
        let share = if self.alpha > 0.0 {
            (standard_normal_distribution(-self.alpha) - standard_normal_distribution(-z))
                / self.mass
        } else {
            (standard_normal_distribution(z) - self.below) / self.mass
        };
        share.clamp(0.0, 1.0)
    }

    fn mean(&self) -> f64 {
        if self.sd == 0.0 {
            return self.mean.clamp(self.low, self.high);
        }
        (self.mean + self.sd * self.standard_moments().0).clamp(self.low, self.high)
    }

    fn variance(&self) -> f64 {
        if self.sd == 0.0 {
            return 0.0;
        }
        self.sd * self.sd * self.standard_moments().1
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.mean, self.sd, self.low, self.high]
    }
}
