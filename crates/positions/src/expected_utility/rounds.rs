//! The rounds: parties challenge, offers are taken, positions change, until the stop.

use super::offers::{Offer, before, offer};
use super::reading::{Neighbours, Reading, Span, Stop};
use super::scratch::Scratch;
use super::utilities;
use crate::Issue;

/// Plays the rounds of an issue that has been checked; results stay in the working memory.
pub(super) fn play(scratch: &mut Scratch, issue: &Issue, reading: &Reading) {
    let n = issue.stands.len();
    let largest = issue.stands.iter().fold(0.0_f64, |most, stand| most.max(stand.capability));
    scratch.x.clear();
    scratch.w.clear();
    scratch.s.clear();
    for stand in &issue.stands {
        scratch.x.push(stand.position);
        scratch.w.push(stand.capability / largest * stand.salience);
        scratch.s.push(stand.salience);
    }
    scratch.next.clear();
    scratch.next.extend_from_slice(&scratch.x);
    scratch.order.clear();
    scratch.order.extend(0..n);
    scratch.place_of.clear();
    scratch.place_of.resize(n, 0);
    scratch.history.clear();
    scratch.history.extend_from_slice(&scratch.x);
    scratch.movers.clear();
    scratch.medians.clear();
    scratch.means.clear();
    scratch.tie = false;
    scratch.cycle = None;

    let (low, high) = ends(&scratch.x);
    let frame = |x: &[f64]| match reading.span {
        Span::Initial => (low, high - low),
        Span::Current => {
            let (low, high) = ends(x);
            (low, high - low)
        }
        Span::Scale => (issue.low, issue.high - issue.low),
    };
    let (start, mut span) = frame(&scratch.x);
    scratch.arrange(start, span, reading.centre);
    let most = reading.stop.at_most();
    let mut quiet = 0;
    for round in 1..=most {
        if let Some((from, period)) = scratch.cycle {
            repeat(scratch, round, from, period);
        } else {
            answer(scratch, reading, span);
            scratch.x.copy_from_slice(&scratch.next);
            scratch.history.extend_from_slice(&scratch.next);
            let (start, current) = frame(&scratch.x);
            span = current;
            scratch.arrange(start, span, reading.centre);
            scratch.cycle = returned(&scratch.history, n, round);
        }
        if let Stop::MedianSettles { shift, times, .. } = reading.stop {
            let moved = (scratch.medians[round] - scratch.medians[round - 1]).abs();
            quiet = if round > 1 && moved < shift { quiet + 1 } else { 0 };
            if quiet >= times {
                break;
            }
        }
    }
}

/// Lowest and highest of some positions.
fn ends(x: &[f64]) -> (f64, f64) {
    x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)))
}

/// The earliest round whose positions equal those after `round`, and how long ago it was.
fn returned(history: &[f64], n: usize, round: usize) -> Option<(usize, usize)> {
    let now = &history[round * n..][..n];
    (0..round).find(|from| history[from * n..][..n] == *now).map(|from| (from, round - from))
}

/// A round that is known because positions repeat.
fn repeat(scratch: &mut Scratch, round: usize, from: usize, period: usize) {
    let n = scratch.x.len();
    let same = from + 1 + (round - from - 1) % period;
    scratch.history.extend_from_within(same * n..(same + 1) * n);
    scratch.movers.extend_from_within((same - 1) * n..same * n);
    scratch.medians.push(scratch.medians[same]);
    scratch.means.push(scratch.means[same]);
    let last = round * n;
    scratch.x.copy_from_slice(&scratch.history[last..last + n]);
}

/// One round: every party takes the best of the offers that it faces. `scratch.next` holds the
/// positions that it leads to.
fn answer(scratch: &mut Scratch, reading: &Reading, span: f64) {
    let n = scratch.x.len();
    scratch.next.copy_from_slice(&scratch.x);
    if scratch.places.len() < 2 {
        scratch.movers.extend(std::iter::repeat_n(None, n));
        return;
    }
    utilities::fill(scratch, reading);
    let same = 1e-12 * span;
    let at_peace = reading.neighbours == Neighbours::AtPeace;
    for i in 0..n {
        utilities::view(scratch, reading, i);
        let mine_at = scratch.x[i];
        let mut best: Option<Offer> = None;
        let mut tie = false;
        let utilities = scratch.mine.iter().zip(&scratch.theirs).zip(&scratch.x);
        for (j, ((&mine, &theirs), &theirs_at)) in utilities.enumerate() {
            if theirs <= 0.0 || (mine_at == theirs_at && (at_peace || i == j)) {
                continue;
            }
            let Some(new) = offer(reading, mine_at, theirs_at, (mine, theirs), j) else { continue };
            match &best {
                None => best = Some(new),
                Some(old) => {
                    let (first, equal) = before(reading, &new, old, same);
                    if first {
                        tie = false;
                        best = Some(new);
                    } else if equal && (new.to - old.to).abs() > same {
                        tie = true;
                    }
                }
            }
        }
        scratch.tie |= tie;
        let moved = best.filter(|best| best.to != scratch.x[i]);
        if let Some(best) = moved {
            scratch.next[i] = best.to;
        }
        scratch.movers.push(moved.map(|best| (best.by, best.octant)));
    }
}

/// Fills the expected utilities at the positions where the rounds have ended.
pub(super) fn consider(scratch: &mut Scratch, reading: &Reading, issue: &Issue) {
    let (low, high) = match reading.span {
        Span::Current => ends(&scratch.x),
        Span::Scale => (issue.low, issue.high),
        Span::Initial => {
            issue.stands.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), s| {
                (l.min(s.position), h.max(s.position))
            })
        }
    };
    scratch.arrange(low, high - low, reading.centre);
    utilities::fill(scratch, reading);
}
