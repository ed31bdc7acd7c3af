//! Votes: what an actor throws in for one option against another.

/// w sign(du), linear within 1e-8 of zero.
#[inline(always)]
pub(super) fn binary(weight: f64, difference: f64) -> f64 {
    weight * sign(difference)
}

/// w du.
#[inline(always)]
pub(super) fn proportional(weight: f64, difference: f64) -> f64 {
    weight * difference
}

/// w du^3.
#[inline(always)]
pub(super) fn cubic(weight: f64, difference: f64) -> f64 {
    weight * (difference * difference * difference)
}

/// w (0.8 du + 0.2 sign(du)).
#[inline(always)]
pub(super) fn proportional_binary(weight: f64, difference: f64) -> f64 {
    weight * (0.8 * difference + 0.2 * sign(difference))
}

/// w (0.5 du + 0.5 du^3).
#[inline(always)]
pub(super) fn proportional_cubic(weight: f64, difference: f64) -> f64 {
    weight * (0.5 * difference + 0.5 * (difference * difference * difference))
}

/// w du if du < 0, else 2/3 w du.
#[inline(always)]
pub(super) fn asymmetric_prospect(weight: f64, difference: f64) -> f64 {
    let full = weight * difference;
    if difference < 0.0 { full } else { 2.0 * full / 3.0 }
}

/// Below this a difference is rounding, which the slope near zero would blow up to a preference.
const ROUNDING: f64 = 1e-13;

#[inline(always)]
fn sign(difference: f64) -> f64 {
    if difference.abs() < ROUNDING { 0.0 } else { (difference / 1e-8).clamp(-1.0, 1.0) }
}

/// Evaluates an expression with `$vote` bound to the function of a voting rule, so that each rule
/// has a loop of its own.
macro_rules! with_vote {
    ($rule:expr, $vote:ident => $body:expr) => {{
        use crate::spatial::{options::VotingRule, voting};
        match $rule {
            VotingRule::Binary => {
                let $vote = voting::binary;
                $body
            }
            VotingRule::Proportional => {
                let $vote = voting::proportional;
                $body
            }
            VotingRule::Cubic => {
                let $vote = voting::cubic;
                $body
            }
            VotingRule::ProportionalBinary => {
                let $vote = voting::proportional_binary;
                $body
            }
            VotingRule::ProportionalCubic => {
                let $vote = voting::proportional_cubic;
                $body
            }
            VotingRule::AsymmetricProspect => {
                let $vote = voting::asymmetric_prospect;
                $body
            }
        }
    }};
}
pub(super) use with_vote;

/// The sum of the positive numbers and the sum of the sizes of the negative ones.
///
/// Four partial sums each, so that the additions need not wait for one another.
#[inline]
pub(super) fn two_sides(votes: &[f64]) -> (f64, f64) {
    let (mut up, mut down) = ([0.0; 4], [0.0; 4]);
    let chunks = votes.chunks_exact(4);
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..4 {
            up[lane] += chunk[lane].max(0.0);
            down[lane] += (-chunk[lane]).max(0.0);
        }
    }
    for (lane, vote) in rest.iter().enumerate() {
        up[lane] += vote.max(0.0);
        down[lane] += (-vote).max(0.0);
    }
    ((up[0] + up[1]) + (up[2] + up[3]), (down[0] + down[1]) + (down[2] + down[3]))
}
