//! Bargaining with drawn proposers over an outcome on a line.

use super::switches::{DISCOUNT, QUOTA, RECOGNITION, SWITCHES, VOTES, WAITING};
use crate::mean::{Weighting, reference_point};
use crate::nash_bargaining::{Disagreement, LOSS, Loss};
use crate::{Forecast, Issue, IssueError, Model, Remark, Switch, SwitchError};

/// Why a legislative bargain is not defined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BargainingError {
    /// The discount factor lies outside [0, 1].
    BadDiscount {
        /// The discount factor.
        discount: f64,
    },
    /// The quota lies outside its range: a share of 0.5 to 1, or 1 to n votes.
    BadQuota {
        /// The quota.
        quota: f64,
    },
}

impl std::fmt::Display for BargainingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BargainingError::BadDiscount { discount } => {
                write!(f, "discount factor {discount} lies outside 0 to 1")
            }
            BargainingError::BadQuota { quota } => write!(f, "quota {quota} is out of range"),
        }
    }
}

impl std::error::Error for BargainingError {}

/// Rounds of averaging before Newton's method is tried.
const AVERAGED: usize = 20;

/// Rounds after which two pivots count as not settled.
const ROUNDS: usize = 2_000;

/// An interval that `next` leaves as it is, found from `start`, and by how much it still moves.
///
/// Averages of old and new interval first; then steps of Newton's method on next(z) - z, slopes
/// by differences, wherever such a step halves what is left, since with much patience averages
/// come closer by only about 1 - delta of what is left in a round.
fn settle(
    next: impl Fn([f64; 2]) -> [f64; 2],
    start: [f64; 2],
    low: f64,
    high: f64,
) -> ([f64; 2], f64) {
    let length = high - low;
    let left = |z: [f64; 2]| {
        let next = next(z);
        [next[0] - z[0], next[1] - z[1]]
    };
    let size = |left: [f64; 2]| left[0].abs().max(left[1].abs());
    let mut at = start;
    let mut moves = left(at);
    for round in 0..ROUNDS {
        if size(moves) <= 1e-13 * length {
            break;
        }
        if round >= AVERAGED {
            let step = 1e-7 * length;
            // Outwards: an interval of no length has no inside.
            let [from, to] = at;
            let by_from = left([from - step, to]);
            let by_to = left([from, to + step]);
            let slope = [
                [(moves[0] - by_from[0]) / step, (by_to[0] - moves[0]) / step],
                [(moves[1] - by_from[1]) / step, (by_to[1] - moves[1]) / step],
            ];
            let determinant = slope[0][0] * slope[1][1] - slope[0][1] * slope[1][0];
            let new_from = from - (slope[1][1] * moves[0] - slope[0][1] * moves[1]) / determinant;
            let new_to = to - (slope[0][0] * moves[1] - slope[1][0] * moves[0]) / determinant;
            if new_from.is_finite() && new_to.is_finite() {
                let new_from = new_from.clamp(low, high);
                let stepped = [new_from, new_to.clamp(low, high).max(new_from)];
                let candidate = left(stepped);
                if size(candidate) < 0.5 * size(moves) {
                    (at, moves) = (stepped, candidate);
                    continue;
                }
            }
        }
        at = [at[0] + 0.5 * moves[0], at[1] + 0.5 * moves[1]];
        moves = left(at);
    }
    (at, size(moves))
}

/// Stationary equilibrium of bargaining with drawn proposers on one issue.
///
/// Formulas: [module](super). The forecast's point is the mean of the lottery.
///
/// Source: Banks and Duggan (2000), *A bargaining model of collective choice*; (2006), *A general
/// bargaining model of legislative policy-making*, for a status quo; Baron (1991).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LegislativeBargaining {
    discount: f64,
    quota: f64,
    /// Probabilities of being drawn, up to their sum.
    pub recognition: Weighting,
    /// Voting weights.
    pub votes: Weighting,
    /// How utility falls with distance.
    pub loss: Loss,
    /// What holds while they wait: the reference point, or an outcome as bad for every party as
    /// one at a distance from its own position.
    pub waiting: Disagreement,
}

/// Those who decide the vote, and what they get by waiting one round.
#[derive(Debug, Clone, Copy)]
struct Pivot {
    position: f64,
    /// What it loses by the status quo.
    status_quo: f64,
}

impl LegislativeBargaining {
    /// Bargaining with a discount factor in [0, 1] and a quota as a share of the voting weight:
    /// 0.5 for a majority (more than half), above 0.5 to 1 for at least that share.
    ///
    /// Recognition and votes are by capability, loss is linear and the reference point holds while
    /// they wait; all four can be set.
    ///
    /// # Errors
    /// Where either number is out of range.
    pub fn new(discount: f64, quota: f64) -> Result<Self, BargainingError> {
        if !(0.0..=1.0).contains(&discount) {
            return Err(BargainingError::BadDiscount { discount });
        }
        if !(0.5..=1.0).contains(&quota) {
            return Err(BargainingError::BadQuota { quota });
        }
        Ok(LegislativeBargaining {
            discount,
            quota,
            recognition: Weighting::Capability,
            votes: Weighting::Capability,
            loss: Loss::Linear,
            waiting: Disagreement::ReferencePoint,
        })
    }

    /// The lowest and the highest position that can block: both medians under a majority.
    ///
    /// `sorted` holds (position, voting weight) by position.
    fn pivots(&self, sorted: &[(f64, f64)]) -> Option<(f64, f64)> {
        let total: f64 = sorted.iter().map(|&(_, votes)| votes).sum();
        // A group blocks a move away from it if the rest falls short of the quota: half blocks
        // under a majority, more than 1 - quota under a larger one.
        let blocks = |votes: f64| {
            if self.quota == 0.5 {
                votes >= total * (0.5 - 1e-12)
            } else {
                votes > total * (1.0 - self.quota + 1e-12)
            }
        };
        let mut votes = 0.0;
        let low = sorted.iter().find_map(|&(position, weight)| {
            votes += weight;
            (weight > 0.0 && blocks(votes)).then_some(position)
        })?;
        votes = 0.0;
        let high = sorted.iter().rev().find_map(|&(position, weight)| {
            votes += weight;
            (weight > 0.0 && blocks(votes)).then_some(position)
        })?;
        Some((low.min(high), low.max(high)))
    }

    /// Distance from its position, in lengths of the scale, up to which a pivot accepts.
    ///
    /// In losses 1 - u, which do not cancel where they are small: the inverse of the loss at
    /// (1 - delta) loss(q) + delta sum p_i loss(y_i).
    fn reach(&self, discount: f64, pivot: Pivot, proposals: &[(f64, f64)], length: f64) -> f64 {
        let expected: f64 = proposals
            .iter()
            .map(|&(outcome, probability)| {
                probability * self.lost((outcome - pivot.position).abs() / length)
            })
            .sum();
        let most = (1.0 - discount) * pivot.status_quo + discount * expected;
        match self.loss {
            Loss::Linear => most,
            Loss::Quadratic => most.sqrt(),
        }
    }

    /// 1 - u at a distance in lengths of the scale.
    fn lost(&self, distance: f64) -> f64 {
        match self.loss {
            Loss::Linear => distance,
            Loss::Quadratic => distance * distance,
        }
    }
}

impl Model for LegislativeBargaining {
    fn name(&self) -> &'static str {
        if self.quota == 0.5 { "legislative_bargaining" } else { "legislative_bargaining_quota" }
    }

    fn summary(&self) -> &'static str {
        "lottery over what drawn proposers can pass"
    }

    fn source(&self) -> &'static str {
        "Baron and Ferejohn (1989); Banks and Duggan (2000, 2006)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        issue.check_stands()?;
        let length = issue.high - issue.low;
        let weights = self.recognition.weights(issue).ok_or(IssueError::NoWeight)?;
        let votes = self.votes.weights(issue).ok_or(IssueError::NoWeight)?;
        let total: f64 = weights.iter().sum();
        let mut proposers: Vec<(f64, f64)> = issue
            .stands
            .iter()
            .zip(&weights)
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(stand, weight)| (stand.position, weight / total))
            .collect();
        proposers.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut voters: Vec<(f64, f64)> =
            issue.stands.iter().map(|stand| stand.position).zip(votes).collect();
        voters.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (lower, upper) = self.pivots(&voters).ok_or(IssueError::NoWeight)?;
        let pivot = |position: f64| -> Result<Pivot, IssueError> {
            let distance = match self.waiting {
                Disagreement::ReferencePoint => (reference_point(issue)? - position).abs() / length,
                // Less than 1, or not a number, is read as 1.
                Disagreement::FailureWorst { distance } if distance > 1.0 => distance.min(1e100),
                Disagreement::FailureWorst { .. } => 1.0,
            };
            Ok(Pivot { position, status_quo: self.lost(distance) })
        };
        let (lower, upper) = (pivot(lower)?, pivot(upper)?);

        // What each proposer gets through if [from, to] passes.
        let proposals = |from: f64, to: f64| -> Vec<(f64, f64)> {
            proposers.iter().map(|&(position, p)| (position.max(from).min(to), p)).collect()
        };
        let mut remarks = Vec::new();
        let around = |distance: f64| {
            let reach = distance * length;
            ((lower.position - reach).max(issue.low), (lower.position + reach).min(issue.high))
        };
        let (from, to) = if lower.position == upper.position {
            // reach - a falls with a and is 0 or more at 0.
            let accepts_more = |a: f64| {
                let (from, to) = around(a);
                self.reach(self.discount, lower, &proposals(from, to), length) > a
            };
            // Full patience is the limit: waiting costs nothing, and only the median passes.
            let (mut low, mut high) = (0.0, if self.discount == 1.0 { 0.0 } else { 1.0 });
            if high > 0.0 && accepts_more(high) {
                low = high;
            }
            while high - low > f64::EPSILON / 8.0 {
                let middle = 0.5 * (low + high);
                if middle <= low || middle >= high {
                    break;
                }
                if accepts_more(middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            around(low)
        } else {
            let next = |discount: f64, [from, to]: [f64; 2]| -> [f64; 2] {
                let offers = proposals(from, to);
                let below = self.reach(discount, lower, &offers, length) * length;
                let above = self.reach(discount, upper, &offers, length) * length;
                let next = (lower.position - below).max(upper.position - above).max(issue.low);
                // The expected outcome passes, so the intersection holds a point.
                let next_to = (lower.position + below).min(upper.position + above);
                [next, next_to.min(issue.high).max(next)]
            };
            // Without patience nothing depends on the offers; from there patience grows.
            let mut accepted = next(0.0, [issue.low, issue.high]);
            let mut impatience = 1.0_f64;
            let moved = loop {
                impatience *= 0.5;
                let discount = (1.0 - impatience).min(self.discount);
                let last = discount == self.discount || impatience < 1e-12;
                let discount = if last { self.discount } else { discount };
                let (settled, moved) =
                    settle(|z| next(discount, z), accepted, issue.low, issue.high);
                accepted = settled;
                if last {
                    break moved;
                }
            };
            if moved > 1e-9 * length {
                remarks.push(Remark::StillMoving { by: moved });
            }
            (accepted[0], accepted[1])
        };

        let mut lottery: Vec<(f64, f64)> = Vec::new();
        for (outcome, probability) in proposals(from, to) {
            match lottery.last_mut() {
                Some(last) if last.0 == outcome => last.1 += probability,
                _ => lottery.push((outcome, probability)),
            }
        }
        let above: f64 =
            lottery.iter().map(|&(outcome, probability)| (outcome - issue.low) * probability).sum();
        let least = lottery.first().map_or(issue.low, |first| first.0);
        let most = lottery.last().map_or(issue.high, |last| last.0);
        Ok(Forecast {
            point: (issue.low + above).max(least).min(most),
            rounds: Vec::new(),
            lottery,
            remarks,
        })
    }

    fn switches(&self) -> &'static [Switch] {
        &SWITCHES
    }

    fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        let number = |switch: Switch| switch.number(value).ok_or(SwitchError::NoChoice(switch));
        match switch {
            "discount" => self.discount = number(DISCOUNT)?,
            "quota" => self.quota = number(QUOTA)?,
            "recognition" => self.recognition = RECOGNITION.pick(&Weighting::ALL, value)?,
            "votes" => self.votes = VOTES.pick(&Weighting::ALL, value)?,
            "loss" => self.loss = LOSS.pick(&Loss::ALL, value)?,
            "waiting" => {
                self.waiting =
                    Disagreement::parse(value).map_err(|_| SwitchError::NoChoice(WAITING))?;
            }
            _ => return Err(SwitchError::NoSwitch),
        }
        Ok(())
    }

    fn setting(&self, switch: &str) -> Option<String> {
        match switch {
            "discount" => Some(self.discount.to_string()),
            "quota" => Some(self.quota.to_string()),
            "recognition" => RECOGNITION.named(&Weighting::ALL, &self.recognition),
            "votes" => VOTES.named(&Weighting::ALL, &self.votes),
            "loss" => LOSS.named(&Loss::ALL, &self.loss),
            "waiting" => Some(self.waiting.words()),
            _ => None,
        }
    }
}
