//! The switches of bargaining with drawn proposers.

use crate::mean::WEIGHTS;
use crate::nash_bargaining::{FAILURE, LOSS};
use crate::{Switch, Values};

/// Patience.
pub(super) const DISCOUNT: Switch = Switch {
    name: "discount",
    decides: "what a round later is worth, as a share of now",
    values: Values::Number { low: 0.0, high: 1.0 },
};

/// The quota.
pub(super) const QUOTA: Switch = Switch {
    name: "quota",
    decides: "share of the votes that passes a proposal; 0.5 means more than half",
    values: Values::Number { low: 0.5, high: 1.0 },
};

/// Who proposes.
pub(super) const RECOGNITION: Switch =
    Switch { name: "recognition", decides: "the probability of being drawn to propose", ..WEIGHTS };

/// Who votes.
pub(super) const VOTES: Switch =
    Switch { name: "votes", decides: "what a party counts for in the vote", ..WEIGHTS };

/// What holds meanwhile.
pub(super) const WAITING: Switch =
    Switch { name: "waiting", decides: "what holds until a proposal passes", ..FAILURE };

/// All of them.
pub(super) static SWITCHES: [Switch; 6] = [DISCOUNT, QUOTA, RECOGNITION, VOTES, LOSS, WAITING];
