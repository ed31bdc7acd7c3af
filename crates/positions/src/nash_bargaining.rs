//! Bargaining solutions on one issue: the weighted Nash solution and that of Kalai and Smorodinsky.
//!
//! Party i with position x_i draws from an outcome y the utility u_i(y) = 1 - |y - x_i| / L
//! (linear loss) or 1 - ((y - x_i) / L)^2 (quadratic loss), L the length of the scale, and from
//! failure the utility d_i. The Nash solution maximises
//!
//! N(y) = sum w_i ln(u_i(y) - d_i)
//!
//! with w_i = c_i s_i unless stated otherwise, over the outcomes that give every party with
//! weight a gain. N is strictly concave; the search brackets the one point at which its slope
//! changes sign, first between the positions, then by halving, and gives a position exactly where
//! the solution is one (linear loss has a kink there).
//!
//! Disagreement, see [`Disagreement`]:
//! - *failure is worse than any outcome*: d_i is the utility of an outcome a little farther away
//!   than the scale is long. Names `nash_far_quadratic`, `nash_far_linear`.
//! - *at the reference point*: d_i = u_i(reference point). Where no outcome is better for all than
//!   the reference point, the forecast is the reference point and carries
//!   [`Remark::FellBack`]. Names `nash_at_reference`
//!   (linear loss), `nash_at_reference_quadratic`.
//!
//! The unit of capability, the order of the parties, shift, stretch and reversal of the scale and
//! the splitting of a party with its capability change nothing. A party without weight is left
//! out.
//!
//! ```
//! use zopa_positions::{Issue, Model, Stand, nash_bargaining::NashBargaining};
//! let stand = |party, position| Stand { party, position, salience: 1.0, capability: 1.0 };
//! let stands = vec![stand(0, 60.0), stand(1, 90.0)];
//! let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: Some(20.0) };
//! // Gains up to 60: y - 20 for both; above 60 the one loses what the other gains:
//! // (100 - y)(y - 20) is largest at y = 60.
//! assert_eq!(NashBargaining::AT_REFERENCE.forecast(&issue)?.point, 60.0);
//! // 1.01^2 - a^2 and 1.01^2 - b^2 are equal in the middle.
//! assert!((NashBargaining::FAR_QUADRATIC.forecast(&issue)?.point - 75.0).abs() < 1e-9);
//! # Ok::<(), zopa_positions::IssueError>(())
//! ```
//!
//! Source: Nash (1950); Kalai (1977) for weights; Achen (2006) in *The European Union Decides* and
//! Schneider, Finke and Bailer (2010) for its use on such issues.

mod kalai_smorodinsky;
mod search;

pub use kalai_smorodinsky::KalaiSmorodinsky;

use crate::mean::{WEIGHTS, Weighting, reference_point};
use crate::{Forecast, Issue, IssueError, Model, Remark, Switch, SwitchError, Values};

/// How utility falls with the distance from the own position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// u = 1 - distance / L.
    Linear,
    /// u = 1 - (distance / L)^2.
    Quadratic,
}

impl Loss {
    /// Utility of an outcome at this distance in lengths of the scale.
    pub fn utility(self, distance: f64) -> f64 {
        match self {
            Loss::Linear => 1.0 - distance,
            Loss::Quadratic => 1.0 - distance * distance,
        }
    }
}

impl Loss {
    /// Both, in the order of the choices of the switch `loss`.
    pub const ALL: [Loss; 2] = [Loss::Linear, Loss::Quadratic];
}

/// How utility falls with distance, in the order of [`Loss::ALL`].
pub(crate) const LOSS: Switch = Switch {
    name: "loss",
    decides: "how utility falls with the distance from the own position",
    values: Values::Choices(&[
        ("linear", "in proportion to the distance"),
        ("quadratic", "with its square (Achen 2006)"),
    ]),
};

/// What failure gives.
pub(crate) const FAILURE: Switch = Switch {
    name: "failure",
    decides: "what the parties get without agreement",
    values: Values::Either {
        choices: &[
            ("worst", "a hundredth of the scale worse than any outcome (Achen 2006)"),
            ("reference_point", "the reference point (Schneider, Finke and Bailer 2010)"),
        ],
        low: 1.0,
        high: 1e6,
    },
};

impl Disagreement {
    /// What the switch `failure` says: a choice, or the distance from the own position in lengths
    /// of the scale at which an outcome is as bad as failure.
    pub(crate) fn parse(value: &str) -> Result<Disagreement, SwitchError> {
        match value {
            "worst" => Ok(Disagreement::FAR),
            "reference_point" => Ok(Disagreement::ReferencePoint),
            _ => FAILURE
                .number(value)
                .map(|distance| Disagreement::FailureWorst { distance })
                .ok_or(SwitchError::NoChoice(FAILURE)),
        }
    }

    /// The same in the words of the switch.
    pub(crate) fn words(self) -> String {
        match self {
            far if far == Disagreement::FAR => "worst".into(),
            Disagreement::FailureWorst { distance } => distance.to_string(),
            Disagreement::ReferencePoint => "reference_point".into(),
        }
    }
}

/// What failure gives a party.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Disagreement {
    /// Failure is as bad as an outcome at this distance from the own position, in lengths of the
    /// scale: 1 or more, since at less than 1 some outcomes would be worse than failure.
    FailureWorst {
        /// The distance.
        distance: f64,
    },
    /// The reference point prevails.
    ReferencePoint,
}

impl Disagreement {
    /// Failure a hundredth of the scale worse than the worst outcome.
    pub const FAR: Disagreement = Disagreement::FailureWorst { distance: 1.01 };

    /// For each party the distance from its position at which an outcome is as bad as failure.
    ///
    /// # Errors
    /// [`IssueError::NoReferencePoint`] where it is needed and not known.
    fn radii(self, issue: &Issue) -> Result<Vec<f64>, IssueError> {
        match self {
            Disagreement::FailureWorst { distance } => {
                // A distance below 1, or not a number, is read as 1: failure as bad as the
                // farthest outcome.
                let radius = distance.max(1.0) * (issue.high - issue.low);
                Ok(vec![radius.min(f64::MAX); issue.stands.len()])
            }
            Disagreement::ReferencePoint => {
                let reference = reference_point(issue)?;
                Ok(issue.stands.iter().map(|stand| (stand.position - reference).abs()).collect())
            }
        }
    }
}

/// A party in a bargain.
#[derive(Debug, Clone, Copy)]
struct Bargainer {
    position: f64,
    weight: f64,
    /// Distance at which an outcome is as bad as failure.
    radius: f64,
}

/// The parties with weight, and the open interval in which all of them gain, closed where the
/// scale ends.
///
/// The interval is None where no outcome gives all a gain.
#[expect(clippy::type_complexity, reason = "read in one place")]
fn bargain(
    issue: &Issue,
    weighting: Weighting,
    disagreement: Disagreement,
) -> Result<(Vec<Bargainer>, Option<(f64, f64)>), IssueError> {
    issue.check_stands()?;
    let weights = weighting.weights(issue).ok_or(IssueError::NoWeight)?;
    let radii = disagreement.radii(issue)?;
    let bargainers: Vec<Bargainer> = issue
        .stands
        .iter()
        .zip(weights)
        .zip(radii)
        .filter(|((_, weight), _)| *weight > 0.0)
        .map(|((stand, weight), radius)| Bargainer { position: stand.position, weight, radius })
        .collect();
    let (mut from, mut to) = (issue.low, issue.high);
    for party in &bargainers {
        from = from.max(party.position - party.radius);
        to = to.min(party.position + party.radius);
    }
    // Rounding must not open an interval where a party stands at the reference point or the
    // parties stand on both sides of it.
    let open = match disagreement {
        Disagreement::FailureWorst { .. } => from < to,
        Disagreement::ReferencePoint => {
            let reference = reference_point(issue)?;
            let above = bargainers.iter().all(|party| party.position > reference);
            let below = bargainers.iter().all(|party| party.position < reference);
            if above {
                from = reference;
            }
            if below {
                to = reference;
            }
            (above || below) && from < to
        }
    };
    Ok((bargainers, open.then_some((from, to))))
}

/// A solution as a forecast, with a remark where there was nobody to bargain with.
fn solution(bargainers: &[Bargainer], point: f64) -> Forecast {
    let mut forecast = Forecast::point(point);
    if bargainers.len() == 1 {
        let why = "one party alone has weight: there is nobody to bargain with";
        forecast.remarks.push(Remark::FellBack(why));
    }
    forecast
}

/// The forecast where nothing gives all a gain.
fn no_gain(issue: &Issue) -> Result<Forecast, IssueError> {
    let mut forecast = Forecast::point(reference_point(issue)?);
    forecast
        .remarks
        .push(Remark::FellBack("no outcome is better for every party than the reference point"));
    Ok(forecast)
}

/// The weighted Nash bargaining solution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NashBargaining {
    /// How utility falls with distance.
    pub loss: Loss,
    /// What failure gives.
    pub disagreement: Disagreement,
    /// Bargaining weights.
    pub weighting: Weighting,
}

impl NashBargaining {
    /// Quadratic loss, failure worse than any outcome.
    pub const FAR_QUADRATIC: NashBargaining = NashBargaining {
        loss: Loss::Quadratic,
        disagreement: Disagreement::FAR,
        weighting: Weighting::CapabilitySalience,
    };
    /// Linear loss, failure worse than any outcome.
    pub const FAR_LINEAR: NashBargaining =
        NashBargaining { loss: Loss::Linear, ..NashBargaining::FAR_QUADRATIC };
    /// Linear loss, the reference point as failure.
    pub const AT_REFERENCE: NashBargaining =
        NashBargaining { disagreement: Disagreement::ReferencePoint, ..NashBargaining::FAR_LINEAR };
    /// Quadratic loss, the reference point as failure.
    pub const AT_REFERENCE_QUADRATIC: NashBargaining =
        NashBargaining { loss: Loss::Quadratic, ..NashBargaining::AT_REFERENCE };
}

impl Model for NashBargaining {
    fn name(&self) -> &'static str {
        match (self.disagreement, self.loss) {
            (Disagreement::FailureWorst { .. }, Loss::Quadratic) => "nash_far_quadratic",
            (Disagreement::FailureWorst { .. }, Loss::Linear) => "nash_far_linear",
            (Disagreement::ReferencePoint, Loss::Linear) => "nash_at_reference",
            (Disagreement::ReferencePoint, Loss::Quadratic) => "nash_at_reference_quadratic",
        }
    }

    fn summary(&self) -> &'static str {
        match self.disagreement {
            Disagreement::FailureWorst { .. } => {
                "weighted Nash bargain, failure worse than any outcome"
            }
            Disagreement::ReferencePoint => "weighted Nash bargain against the reference point",
        }
    }

    fn source(&self) -> &'static str {
        "Nash (1950); Kalai (1977); Achen (2006)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        let (bargainers, gains) = bargain(issue, self.weighting, self.disagreement)?;
        match gains {
            Some((from, to)) => {
                let point = search::highest_product(&bargainers, self.loss, from, to);
                Ok(solution(&bargainers, point))
            }
            None => no_gain(issue),
        }
    }

    fn switches(&self) -> &'static [Switch] {
        const { &[LOSS, FAILURE, WEIGHTS] }
    }

    fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        match switch {
            "loss" => self.loss = LOSS.pick(&Loss::ALL, value)?,
            "failure" => self.disagreement = Disagreement::parse(value)?,
            "weights" => self.weighting = WEIGHTS.pick(&Weighting::ALL, value)?,
            _ => return Err(SwitchError::NoSwitch),
        }
        Ok(())
    }

    fn setting(&self, switch: &str) -> Option<String> {
        match switch {
            "loss" => LOSS.named(&Loss::ALL, &self.loss),
            "failure" => Some(self.disagreement.words()),
            "weights" => WEIGHTS.named(&Weighting::ALL, &self.weighting),
            _ => None,
        }
    }
}
