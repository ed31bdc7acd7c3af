//! Bargaining with drawn proposers over an outcome on a line.

use crate::mean::{Weighting, reference_point};
use crate::nash_bargaining::{Disagreement, Loss};
use crate::{Forecast, Issue, IssueError, Model, Remark};

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

/// Rounds of averaging after which two pivots count as not settled.
const ROUNDS: usize = 20_000;

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
    /// Utility of the status quo.
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
    /// The inverse of the utility at (1 - delta) u(q) + delta sum p_i u(y_i).
    fn reach(&self, pivot: Pivot, proposals: &[(f64, f64)], length: f64) -> f64 {
        let expected: f64 = proposals
            .iter()
            .map(|&(outcome, probability)| {
                probability * self.loss.utility((outcome - pivot.position).abs() / length)
            })
            .sum();
        let least = (1.0 - self.discount) * pivot.status_quo + self.discount * expected;
        let lost = (1.0 - least).max(0.0);
        match self.loss {
            Loss::Linear => lost,
            Loss::Quadratic => lost.sqrt(),
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
        issue.check()?;
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
                Disagreement::FailureWorst { distance } => distance.max(1.0).min(1e100),
            };
            Ok(Pivot { position, status_quo: self.loss.utility(distance) })
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
                self.reach(lower, &proposals(from, to), length) > a
            };
            let (mut low, mut high) = (0.0, 1.0);
            if accepts_more(high) {
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
            let (mut from, mut to) = (issue.low, issue.high);
            let mut moved = f64::INFINITY;
            for _ in 0..ROUNDS {
                let offers = proposals(from, to);
                let below = self.reach(lower, &offers, length) * length;
                let above = self.reach(upper, &offers, length) * length;
                // The expected outcome passes, so the intersection holds a point.
                let next_from = (lower.position - below).max(upper.position - above).max(issue.low);
                let next_to = (lower.position + below).min(upper.position + above).min(issue.high);
                let next_to = next_to.max(next_from);
                moved = (next_from - from).abs().max((next_to - to).abs());
                from += 0.5 * (next_from - from);
                to += 0.5 * (next_to - to);
                if moved <= 1e-13 * length {
                    break;
                }
            }
            if moved > 1e-9 * length {
                remarks.push(Remark::StillMoving { by: moved });
            }
            (from, to)
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
}
