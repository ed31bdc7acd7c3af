//! A choice among listed values.

use super::{DistributionError, Law, check, finite, not_negative};

/// One of the values v_i with probability w_i / (w_1 + … + w_n).
///
/// The quantile function takes the values in ascending order. Time: logarithmic in the number of
/// values.
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::from_name("choice", &[10.0, 1.0, 2.0, 3.0])?;
/// assert_eq!((d.quantile(0.75), d.quantile(0.76)), (2.0, 10.0));
/// assert_eq!(d.mean(), 4.0);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Value and probability in the order given.
    weighted: Vec<(f64, f64)>,
    /// Values with positive weight in ascending order.
    values: Vec<f64>,
    /// P(X <= value) for each of `values`; the last is 1.
    cumulative: Vec<f64>,
}

impl Choice {
    pub(super) fn new(weighted: &[(f64, f64)]) -> Result<Choice, DistributionError> {
        const FAMILY: &str = "choice";
        let mut total = 0.0;
        for &(value, weight) in weighted {
            finite(FAMILY, "value", value)?;
            total += not_negative(FAMILY, "weight", weight)?;
        }
        let expected = "weights with a finite sum above 0";
        check(FAMILY, "weight", total, expected, total > 0.0 && total.is_finite())?;
        let mut sorted: Vec<(f64, f64)> =
            weighted.iter().copied().filter(|&(_, weight)| weight > 0.0).collect();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = sorted
            .iter()
            .map(|&(_, weight)| {
                sum += weight;
                (sum / total).min(1.0)
            })
            .collect();
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        let values = sorted.into_iter().map(|(value, _)| value).collect();
        Ok(Choice { weighted: weighted.to_vec(), values, cumulative })
    }

    /// The sum of `term` of each value times its probability.
    fn expectation(&self, term: impl Fn(f64) -> f64) -> f64 {
        let total: f64 = self.weighted.iter().map(|&(_, weight)| weight).sum();
        self.weighted.iter().map(|&(value, weight)| term(value) * (weight / total)).sum()
    }
}

impl Law for Choice {
    fn quantile(&self, u: f64) -> f64 {
        let position = self.cumulative.partition_point(|&reached| reached < u);
        self.values[position.min(self.values.len() - 1)]
    }

    fn distribution_function(&self, x: f64) -> f64 {
        match self.values.partition_point(|&value| value <= x) {
            0 => 0.0,
            count => self.cumulative[count - 1],
        }
    }

    fn mean(&self) -> f64 {
        self.expectation(|value| value)
    }

    fn variance(&self) -> f64 {
        let mean = self.mean();
        self.expectation(|value| (value - mean) * (value - mean))
    }

    fn parameters(&self) -> Vec<f64> {
        self.weighted.iter().flat_map(|&(value, weight)| [value, weight]).collect()
    }
}
