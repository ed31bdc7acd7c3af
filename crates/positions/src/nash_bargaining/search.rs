//! The point at which the slope of a strictly concave weighted Nash product changes sign.

use super::{Bargainer, Loss};

/// From which side a kink is looked at.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// Sums of the slopes that pull an outcome up and down; their difference is the slope of N.
///
/// With r the radius and d = |y - x| the slope of w ln g is, up to a factor common to all parties,
/// w / (r - d) for linear loss (g = (r - d) / L) and w (1 / (r - d) - 1 / (r + d)) for quadratic
/// loss (g = (r - d)(r + d) / L^2), towards x. Two sums of numbers of 0 or more never meet as
/// infinity minus infinity.
fn pulls(bargainers: &[Bargainer], loss: Loss, outcome: f64, side: Side) -> (f64, f64) {
    let (mut up, mut down) = (0.0, 0.0);
    for party in bargainers {
        let distance = (outcome - party.position).abs();
        let left = (party.radius - distance).max(0.0);
        let slope = match loss {
            Loss::Linear => 1.0 / left,
            // At the own position the pull is nothing; the radius is above 0.
            Loss::Quadratic if distance == 0.0 => 0.0,
            Loss::Quadratic => 1.0 / left - 1.0 / (party.radius + distance),
        };
        let pull = party.weight * slope.max(0.0);
        let upwards = outcome < party.position || (outcome == party.position && side == Side::Left);
        if upwards {
            up += pull;
        } else {
            down += pull;
        }
    }
    (up, down)
}

/// The lowest and highest position of the bargainers, moved into [from, to]: the solutions lie
/// between them.
pub(super) fn efficient(bargainers: &[Bargainer], from: f64, to: f64) -> (f64, f64) {
    let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
    for party in bargainers {
        lowest = lowest.min(party.position);
        highest = highest.max(party.position);
    }
    (lowest.max(from).min(to), highest.max(from).min(to))
}

/// Whether halving may stop: neighbouring numbers, or closer than anything that matters on the
/// interval that is searched.
pub(super) fn narrow(low: f64, high: f64, length: f64) -> bool {
    high - low <= length * f64::EPSILON / 4.0
}

/// The outcome in [from, to] with the highest weighted product of gains.
///
/// First the positions are searched by halving for the first at which N no longer rises to its
/// right; the solution is that position if N does not fall to its left either, and otherwise lies
/// between it and the one before, where halving goes on. O(n log n) for the sort and about 60
/// evaluations of n terms.
pub(super) fn highest_product(bargainers: &[Bargainer], loss: Loss, from: f64, to: f64) -> f64 {
    let (from, to) = efficient(bargainers, from, to);
    let rises = |outcome, side| {
        let (up, down) = pulls(bargainers, loss, outcome, side);
        up > down
    };
    let falls = |outcome, side| {
        let (up, down) = pulls(bargainers, loss, outcome, side);
        up < down
    };
    if from >= to || !rises(from, Side::Right) {
        return from;
    }
    if !falls(to, Side::Left) {
        return to;
    }
    let mut kinks: Vec<f64> = bargainers
        .iter()
        .map(|party| party.position)
        .filter(|&position| from < position && position < to)
        .collect();
    kinks.sort_by(f64::total_cmp);
    kinks.dedup();
    let first = kinks.partition_point(|&kink| rises(kink, Side::Right));
    let (mut low, mut high) = (from, to);
    if let Some(&kink) = kinks.get(first) {
        if !falls(kink, Side::Left) {
            return kink;
        }
        high = kink;
    }
    if first > 0 {
        low = kinks[first - 1];
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high || narrow(low, high, to - from) {
            return low;
        }
        let (up, down) = pulls(bargainers, loss, middle, Side::Right);
        if up > down {
            low = middle;
        } else if up < down {
            high = middle;
        } else {
            return middle;
        }
    }
}
