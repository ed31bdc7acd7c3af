//! Medians of the positions: the point that a majority of weight prefers to every other.
//!
//! With weights w_i (1, salience, capability or their product) and W = sum w_i the lower median is
//! the lowest position at which the weight of the parties at or below it reaches W/2, the upper
//! median the lowest at which it exceeds W/2. Both, and every point between, minimise
//! sum w_i |y - x_i|; where they differ the forecast carries [`Remark::MedianTie`].
//!
//! Readings: the plain median is by custom the middle between lower and upper median; the weighted
//! median takes the lower one, as programs of the expected utility model do. The lower median of a
//! reversed scale is the upper one, so a tie makes it depend on the direction of the scale; the
//! middle does not.
//!
//! ```
//! use zopa_positions::{Issue, Model, Remark, Stand, median::Median};
//! let stand = |party, position, capability| Stand { party, position, salience: 1.0, capability };
//! let stands = vec![stand(0, 0.0, 2.0), stand(1, 40.0, 1.0), stand(2, 60.0, 0.5), stand(3, 90.0, 0.5)];
//! let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: None };
//! let plain = Median::PLAIN.forecast(&issue)?;
//! assert_eq!(plain.point, 50.0);
//! let weighted = Median::WEIGHTED.forecast(&issue)?;
//! assert_eq!(weighted.point, 0.0);
//! assert_eq!(weighted.remarks, [Remark::MedianTie { low: 0.0, high: 40.0 }]);
//! # Ok::<(), zopa_positions::IssueError>(())
//! ```
//!
//! Source: Black (1948), *On the rationale of group decision-making*.

use crate::mean::{WEIGHTS, Weighting};
use crate::{Forecast, Issue, IssueError, Model, Remark, Switch, SwitchError, Values};

/// Weights whose sum reaches half the total within this share of the total count as half.
const TOLERANCE: f64 = 1e-12;

/// Which point serves where lower and upper median differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieRule {
    /// The lower median.
    Lower,
    /// The middle between the two.
    Middle,
    /// The upper median.
    Upper,
}

impl TieRule {
    /// All rules, in the order of the choices of the switch `ties`.
    pub const ALL: [TieRule; 3] = [TieRule::Lower, TieRule::Middle, TieRule::Upper];
}

/// What serves where the median is not unique.
const TIES: Switch = Switch {
    name: "ties",
    decides: "which point serves where the median is not unique",
    values: Values::Choices(&[
        ("lower", "the lower median, as programs of the expected utility model take it"),
        ("middle", "the middle of the two medians, the custom for plain medians"),
        ("upper", "the upper median: the lower one of the reversed scale"),
    ]),
};

/// Median of the positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Median {
    /// What a party counts for.
    pub weighting: Weighting,
    /// What serves where the median is not unique.
    pub ties: TieRule,
}

impl Median {
    /// Plain median, by custom the middle of the two middle positions where they differ.
    pub const PLAIN: Median = Median { weighting: Weighting::Equal, ties: TieRule::Middle };
    /// Plain median, the lower of the two middle positions.
    pub const PLAIN_LOWER: Median = Median { weighting: Weighting::Equal, ties: TieRule::Lower };
    /// Lower median weighted by salience.
    pub const SALIENCE: Median = Median { weighting: Weighting::Salience, ties: TieRule::Lower };
    /// Lower median weighted by capability.
    pub const POWER: Median = Median { weighting: Weighting::Capability, ties: TieRule::Lower };
    /// Lower median weighted by capability times salience: the median voter of the expected
    /// utility model.
    pub const WEIGHTED: Median =
        Median { weighting: Weighting::CapabilitySalience, ties: TieRule::Lower };
}

/// Lower and upper weighted median of (position, weight), in O(n log n).
///
/// None where no weight is above zero. Weights are 0 or more and their sum finite.
pub fn weighted_median(positions: &[(f64, f64)]) -> Option<(f64, f64)> {
    let mut sorted: Vec<(f64, f64)> =
        positions.iter().copied().filter(|&(_, weight)| weight > 0.0).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = sorted.iter().map(|&(_, weight)| weight).sum();
    let (reached, passed) = (total * (0.5 - TOLERANCE), total * (0.5 + TOLERANCE));
    let mut below = 0.0;
    let mut lower = None;
    for &(position, weight) in &sorted {
        below += weight;
        if lower.is_none() && below >= reached {
            lower = Some(position);
        }
        if below > passed {
            return Some((lower.unwrap_or(position), position));
        }
    }
    let last = sorted.last()?.0;
    Some((lower.unwrap_or(last), last))
}

impl Model for Median {
    fn name(&self) -> &'static str {
        match (self.weighting, self.ties) {
            (Weighting::Equal, TieRule::Middle) => "median",
            (Weighting::Equal, TieRule::Lower) => "median_lower",
            (Weighting::Equal, TieRule::Upper) => "median_upper",
            (Weighting::Salience, TieRule::Lower) => "salience_median",
            (Weighting::Salience, TieRule::Middle) => "salience_median_middle",
            (Weighting::Salience, TieRule::Upper) => "salience_median_upper",
            (Weighting::Capability, TieRule::Lower) => "power_median",
            (Weighting::Capability, TieRule::Middle) => "power_median_middle",
            (Weighting::Capability, TieRule::Upper) => "power_median_upper",
            (Weighting::CapabilitySalience, TieRule::Lower) => "weighted_median",
            (Weighting::CapabilitySalience, TieRule::Middle) => "weighted_median_middle",
            (Weighting::CapabilitySalience, TieRule::Upper) => "weighted_median_upper",
        }
    }

    fn summary(&self) -> &'static str {
        match self.weighting {
            Weighting::Equal => "median of the positions",
            Weighting::Salience => "median of the positions weighted by salience",
            Weighting::Capability => "median of the positions weighted by capability",
            Weighting::CapabilitySalience => {
                "median of the positions weighted by capability times salience"
            }
        }
    }

    fn source(&self) -> &'static str {
        "Black (1948)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        issue.check_stands()?;
        let weights = self.weighting.weights(issue).ok_or(IssueError::NoWeight)?;
        let positions: Vec<(f64, f64)> =
            issue.stands.iter().map(|stand| stand.position).zip(weights).collect();
        let (low, high) = weighted_median(&positions).ok_or(IssueError::NoWeight)?;
        let mut forecast = Forecast::point(match self.ties {
            TieRule::Lower => low,
            TieRule::Middle => low + (high - low) / 2.0,
            TieRule::Upper => high,
        });
        if low < high {
            forecast.remarks.push(Remark::MedianTie { low, high });
        }
        Ok(forecast)
    }

    fn switches(&self) -> &'static [Switch] {
        const { &[WEIGHTS, TIES] }
    }

    fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        match switch {
            "weights" => self.weighting = WEIGHTS.pick(&Weighting::ALL, value)?,
            "ties" => self.ties = TIES.pick(&TieRule::ALL, value)?,
            _ => return Err(SwitchError::NoSwitch),
        }
        Ok(())
    }

    fn setting(&self, switch: &str) -> Option<String> {
        match switch {
            "weights" => WEIGHTS.named(&Weighting::ALL, &self.weighting),
            "ties" => TIES.named(&TieRule::ALL, &self.ties),
            _ => None,
        }
    }
}
