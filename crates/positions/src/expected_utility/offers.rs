//! Offers that a party faces and the one that it takes.

use super::octant::tolerance;
use super::reading::{Choice, Compromise, Confrontation, Reading};

/// An offer to a party: where it would move and on whose account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer {
    pub class: u8,
    pub to: f64,
    pub by: usize,
    /// The proposer's expected utility.
    pub utility: f64,
    /// Smaller is taken first within its class.
    pub rank: f64,
}

/// The offer that party `by` at `theirs_at` makes to a party at `mine_at`, if any: the octants in
/// which the latter yields.
#[inline(always)]
pub(super) fn offer(
    reading: &Reading,
    mine_at: f64,
    theirs_at: f64,
    (mine, theirs): (f64, f64),
    by: usize,
) -> Option<Offer> {
    let whole = theirs_at - mine_at;
    let make = |class, to: f64, rank| Some(Offer { class, to, by, utility: theirs, rank });
    let none = tolerance(mine, theirs);
    if theirs <= none {
        return None;
    }
    if mine > none {
        if theirs - mine <= none || reading.confrontation == Confrontation::NobodyMoves {
            return None;
        }
        return make(0, theirs_at, whole.abs());
    }
    if mine >= -none {
        return None;
    }
    if theirs + mine <= none {
        return if reading.capitulation { make(2, theirs_at, whole.abs()) } else { None };
    }
    let average = || mine_at + whole * (theirs / (theirs - mine));
    let to = match reading.compromise {
        Compromise::Ratio => mine_at + whole * (-mine / theirs),
        Compromise::WeightedAverage => average(),
    };
    let rank = match reading.choice {
        Choice::LowestAverage => average(),
        Choice::LeastMove | Choice::HighestProposerUtility => (to - mine_at).abs(),
    };
    make(1, to, rank)
}

/// Whether `new` is taken before `old`, and whether the two are equally good; what differs by
/// less than `same` points of the scale counts as equal, and then the first party's offer stands.
#[inline]
pub(super) fn before(reading: &Reading, new: &Offer, old: &Offer, same: f64) -> (bool, bool) {
    if reading.choice == Choice::HighestProposerUtility {
        if (new.utility - old.utility).abs() > tolerance(new.utility, old.utility) {
            return (new.utility > old.utility, false);
        }
    } else if new.class != old.class {
        return (new.class < old.class, false);
    }
    if (new.rank - old.rank).abs() > same {
        return (new.rank < old.rank, false);
    }
    (false, true)
}
