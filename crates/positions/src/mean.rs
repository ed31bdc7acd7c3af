//! Weighted means of the positions, and the baselines against which every model is judged.
//!
//! Mean: y = sum w_i x_i / sum w_i with x_i the position of party i and w_i its weight:
//! 1 (plain mean), salience s_i (salience mean), capability c_i ([`PowerMean`](crate::compromise))
//! or c_i s_i ([`Compromise`](crate::compromise)).
//!
//! ```
//! use zopa_positions::{Issue, Model, Stand, mean::{Mean, SalienceMean}};
//! let stand = |party, position, salience| Stand { party, position, salience, capability: 1.0 };
//! let issue = Issue {
//!     low: 0.0,
//!     high: 100.0,
//!     stands: vec![stand(0, 0.0, 0.25), stand(1, 40.0, 0.25), stand(2, 100.0, 0.5)],
//!     reference_point: None,
//! };
//! assert!((Mean.forecast(&issue)?.point - 140.0 / 3.0).abs() < 1e-12);
//! assert!((SalienceMean.forecast(&issue)?.point - 60.0).abs() < 1e-12);
//! # Ok::<(), zopa_positions::IssueError>(())
//! ```
//!
//! Source: Thomson, Stokman, Achen and König (2006), *The European Union Decides*, who judge all
//! models against the mean.

mod baseline;

pub use baseline::{Midpoint, PartyPosition, ReferencePoint, reference_point};

use crate::{Forecast, Issue, IssueError, Model, Stand, Switch, Values};

/// What a party's position counts for in a mean, a median or a bargain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weighting {
    /// Every party counts the same.
    Equal,
    /// Salience s_i.
    Salience,
    /// Capability c_i.
    Capability,
    /// Capability times salience, c_i s_i.
    #[default]
    CapabilitySalience,
}

impl Weighting {
    /// All weightings.
    pub const ALL: [Weighting; 4] = [
        Weighting::Equal,
        Weighting::Salience,
        Weighting::Capability,
        Weighting::CapabilitySalience,
    ];

    /// Weight of a party, 0 or more.
    pub fn weight(self, stand: &Stand) -> f64 {
        match self {
            Weighting::Equal => 1.0,
            Weighting::Salience => stand.salience,
            Weighting::Capability => stand.capability,
            Weighting::CapabilitySalience => stand.weight(),
        }
    }

    /// Weights of all stands, the largest of them 1, so that no sum of them can overflow.
    ///
    /// None where all are zero or one is not a number of 0 or more.
    pub fn weights(self, issue: &Issue) -> Option<Vec<f64>> {
        let mut weights: Vec<f64> = issue.stands.iter().map(|stand| self.weight(stand)).collect();
        if weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return None;
        }
        let largest = weights.iter().fold(0.0_f64, |largest, &weight| largest.max(weight));
        if largest == 0.0 {
            return None;
        }
        for weight in &mut weights {
            *weight /= largest;
        }
        Some(weights)
    }

    /// Weighted mean of the positions of an issue that has passed [`Issue::check`], inside the
    /// range of the positions that have weight.
    ///
    /// None where all weights are zero.
    pub fn mean(self, issue: &Issue) -> Option<f64> {
        let largest =
            issue.stands.iter().fold(0.0_f64, |largest, stand| largest.max(self.weight(stand)));
        if !(largest.is_finite() && largest > 0.0) {
            return None;
        }
        // Positions from the lower end of the scale: a shift of the scale then shifts the mean.
        let (mut total, mut sum) = (0.0, 0.0);
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        for stand in &issue.stands {
            let weight = self.weight(stand) / largest;
            if weight > 0.0 {
                total += weight;
                sum += weight * (stand.position - issue.low);
                lowest = lowest.min(stand.position);
                highest = highest.max(stand.position);
            }
        }
        // A scale close to the largest numbers: divide first.
        let above = if sum.is_finite() {
            sum / total
        } else {
            issue
                .stands
                .iter()
                .map(|stand| self.weight(stand) / largest / total * (stand.position - issue.low))
                .sum()
        };
        Some((issue.low + above).max(lowest).min(highest))
    }
}

/// What a party counts for, in the order of [`Weighting::ALL`].
pub(crate) const WEIGHTS: Switch = Switch {
    name: "weights",
    decides: "what a party counts for",
    values: Values::Choices(&[
        ("equal", "every party counts the same"),
        ("salience", "salience alone"),
        ("capability", "capability alone"),
        ("capability_salience", "capability times salience (Van den Bos 1991)"),
    ]),
};

/// A checked issue's weighted mean as a forecast.
pub(crate) fn mean_forecast(weighting: Weighting, issue: &Issue) -> Result<Forecast, IssueError> {
    issue.check_stands()?;
    weighting.mean(issue).map(Forecast::point).ok_or(IssueError::NoWeight)
}

/// Plain mean of the positions: every party counts the same.
///
/// y = sum x_i / n. It does not change with the order of the parties, the unit of capability or
/// any salience, and follows every shift, stretch and reversal of the scale; to split a party in
/// two moves it.
///
/// Source: Thomson et al. (2006), the baseline.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mean;

impl Model for Mean {
    fn name(&self) -> &'static str {
        "mean"
    }

    fn summary(&self) -> &'static str {
        "plain mean of the positions"
    }

    fn source(&self) -> &'static str {
        "Thomson, Stokman, Achen and König (2006)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        mean_forecast(Weighting::Equal, issue)
    }
}

/// Mean of the positions weighted by salience: y = sum s_i x_i / sum s_i.
///
/// A party split in two with half the salience each counts the same.
///
/// Source: Thomson et al. (2006).
#[derive(Debug, Clone, Copy, Default)]
pub struct SalienceMean;

impl Model for SalienceMean {
    fn name(&self) -> &'static str {
        "salience_mean"
    }

    fn summary(&self) -> &'static str {
        "mean of the positions weighted by salience"
    }

    fn source(&self) -> &'static str {
        "Thomson, Stokman, Achen and König (2006)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        mean_forecast(Weighting::Salience, issue)
    }
}
