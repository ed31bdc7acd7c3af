//! The solution of Kalai and Smorodinsky: all parties get the same share of the best they could.

use super::search::{efficient, narrow};
use super::{Bargainer, Disagreement, FAILURE, LOSS, Loss, bargain, no_gain, solution};
use crate::mean::Weighting;
use crate::{Forecast, Issue, IssueError, Model, Switch, SwitchError};

/// The outcome that maximises the smallest share of the possible gain.
///
/// y maximises min over i of (u_i(y) - d_i) / (b_i - d_i), with u_i and d_i as in
/// [`nash_bargaining`](super) and b_i the highest utility party i can have among the outcomes that
/// give all a gain. Capability and salience do not enter, except that a party without weight is
/// left out. Where failure is worse than any outcome the solution is the middle between the
/// extreme positions.
///
/// ```
/// use zopa_positions::{Issue, Model, Stand, nash_bargaining::KalaiSmorodinsky};
/// let stand = |party, position, capability| Stand { party, position, salience: 1.0, capability };
/// let stands = vec![stand(0, 20.0, 9.0), stand(1, 30.0, 9.0), stand(2, 80.0, 1.0)];
/// let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: Some(10.0) };
/// assert!((KalaiSmorodinsky::FAR.forecast(&issue)?.point - 50.0).abs() < 1e-9);
/// // All gain up to 30. Shares: (30 - y) / 10 falls from 20 on, (y - 10) / 20 rises: equal at 70/3.
/// let at_reference = KalaiSmorodinsky::AT_REFERENCE.forecast(&issue)?.point;
/// assert!((at_reference - 70.0 / 3.0).abs() < 1e-9);
/// # Ok::<(), zopa_positions::IssueError>(())
/// ```
///
/// Source: Kalai and Smorodinsky (1975), *Other solutions to Nash's bargaining problem*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KalaiSmorodinsky {
    /// How utility falls with distance.
    pub loss: Loss,
    /// What failure gives.
    pub disagreement: Disagreement,
}

impl KalaiSmorodinsky {
    /// Failure worse than any outcome; the loss makes no difference.
    pub const FAR: KalaiSmorodinsky =
        KalaiSmorodinsky { loss: Loss::Linear, disagreement: Disagreement::FAR };
    /// Linear loss, the reference point as failure.
    pub const AT_REFERENCE: KalaiSmorodinsky =
        KalaiSmorodinsky { loss: Loss::Linear, disagreement: Disagreement::ReferencePoint };
    /// Quadratic loss, the reference point as failure.
    pub const AT_REFERENCE_QUADRATIC: KalaiSmorodinsky =
        KalaiSmorodinsky { loss: Loss::Quadratic, disagreement: Disagreement::ReferencePoint };
}

/// Gain of a party over failure at this distance from its position, in the unit that the loss sets.
fn gain(loss: Loss, party: &Bargainer, distance: f64) -> f64 {
    let left = (party.radius - distance).max(0.0) / party.radius;
    match loss {
        Loss::Linear => left,
        Loss::Quadratic => left * (1.0 + distance / party.radius),
    }
}

/// The outcome in [from, to] with the largest smallest share.
///
/// A share rises until the outcome reaches the position and falls from there on, so the smallest
/// rising share and the smallest falling share cross once: halving.
fn equal_shares(bargainers: &[Bargainer], loss: Loss, from: f64, to: f64) -> f64 {
    let best: Vec<f64> = bargainers
        .iter()
        .map(|party| gain(loss, party, (party.position.max(from).min(to) - party.position).abs()))
        .collect();
    let (from, to) = efficient(bargainers, from, to);
    let (mut low, mut high) = (from, to);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high || narrow(low, high, to - from) {
            return high;
        }
        let (mut rising, mut falling) = (f64::INFINITY, f64::INFINITY);
        for (party, &best) in bargainers.iter().zip(&best) {
            let share = gain(loss, party, (middle - party.position).abs()) / best;
            if middle < party.position {
                rising = rising.min(share);
            } else {
                falling = falling.min(share);
            }
        }
        if rising < falling {
            low = middle;
        } else {
            high = middle;
        }
    }
}

impl Model for KalaiSmorodinsky {
    fn name(&self) -> &'static str {
        match (self.disagreement, self.loss) {
            (Disagreement::FailureWorst { .. }, _) => "kalai_smorodinsky",
            (Disagreement::ReferencePoint, Loss::Linear) => "kalai_smorodinsky_at_reference",
            (Disagreement::ReferencePoint, Loss::Quadratic) => {
                "kalai_smorodinsky_at_reference_quadratic"
            }
        }
    }

    fn summary(&self) -> &'static str {
        "the same share of the possible gain for all"
    }

    fn source(&self) -> &'static str {
        "Kalai and Smorodinsky (1975)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        let (bargainers, gains) = bargain(issue, Weighting::CapabilitySalience, self.disagreement)?;
        match gains {
            Some((from, to)) => {
                Ok(solution(&bargainers, equal_shares(&bargainers, self.loss, from, to)))
            }
            None => no_gain(issue),
        }
    }

    fn switches(&self) -> &'static [Switch] {
        const { &[LOSS, FAILURE] }
    }

    fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        match switch {
            "loss" => self.loss = LOSS.pick(&Loss::ALL, value)?,
            "failure" => self.disagreement = Disagreement::parse(value)?,
            _ => return Err(SwitchError::NoSwitch),
        }
        Ok(())
    }

    fn setting(&self, switch: &str) -> Option<String> {
        match switch {
            "loss" => LOSS.named(&Loss::ALL, &self.loss),
            "failure" => Some(self.disagreement.words()),
            _ => None,
        }
    }
}
