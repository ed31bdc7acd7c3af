//! Offers that a party faces and the one that it takes.

use super::octant::{Octant, tolerance};
use super::reading::{Choice, Compromise, Confrontation, Reading};

/// An offer to a party: where it would move and on whose account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer {
    pub octant: Octant,
    pub to: f64,
    pub by: usize,
    /// The proposer's expected utility.
    pub utility: f64,
    /// Smaller is taken first within its class.
    pub rank: f64,
}

impl Offer {
    /// Confrontation before compromise before capitulation.
    fn class(&self) -> u8 {
        match self.octant {
            Octant::ConfrontationLost => 0,
            Octant::CompromiseLost => 1,
            _ => 2,
        }
    }
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
    let strongest = reading.choice == Choice::StrongestChallenger;
    let make = |octant, to: f64, rank| {
        let rank = if strongest { whole.abs() } else { rank };
        Some(Offer { octant, to, by, utility: theirs, rank })
    };
    let none = tolerance(mine, theirs);
    if theirs <= none {
        return None;
    }
    // Who faces only its strongest challenger stays if it does not lose to it.
    let stay = || if strongest { make(Octant::None, mine_at, 0.0) } else { None };
    if mine > none {
        if theirs - mine <= none || reading.confrontation == Confrontation::NobodyMoves {
            return stay();
        }
        return make(Octant::ConfrontationLost, theirs_at, whole.abs());
    }
    if mine >= -none {
        return stay();
    }
    if theirs + mine <= none {
        if !reading.capitulation {
            return stay();
        }
        return make(Octant::CompelLost, theirs_at, whole.abs());
    }
    let average = || mine_at + whole * (theirs / (theirs - mine));
    let to = match reading.compromise {
        Compromise::Ratio => mine_at + whole * (-mine / theirs),
        Compromise::WeightedAverage => average(),
    };
    let rank = match reading.choice {
        Choice::LowestAverage => average(),
        _ => (to - mine_at).abs(),
    };
    make(Octant::CompromiseLost, to, rank)
}

/// Whether `new` is taken before `old`, and whether the two are equally good; what differs by
/// less than `same` points of the scale counts as equal, and then the first party's offer stands.
#[inline]
pub(super) fn before(reading: &Reading, new: &Offer, old: &Offer, same: f64) -> (bool, bool) {
    if matches!(reading.choice, Choice::HighestProposerUtility | Choice::StrongestChallenger) {
        if (new.utility - old.utility).abs() > tolerance(new.utility, old.utility) {
            return (new.utility > old.utility, false);
        }
    } else if new.octant != old.octant {
        return (new.class() < old.class(), false);
    }
    if (new.rank - old.rank).abs() > same {
        return (new.rank < old.rank, false);
    }
    (false, true)
}
