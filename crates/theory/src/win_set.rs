//! Unanimity win-set of veto players on a line.
//!
//! A player with ideal point i prefers y to the status quo s iff `|y − i| < |s − i|`, that is iff y
//! lies between s and its mirror image `2 i − s`. The win-set is the intersection of these
//! intervals; it is empty iff the status quo lies between the ideal points. Then no change gets
//! consent.
//! Known answer: ideals 0.2, 0.4, 0.9 and status quo 0.5: length 0.
//! Source: Tsebelis (2002), *Veto Players*.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, Topic, admit, indicator, wrong_count};

/// Ends of the win-set of players with `ideals` against `status_quo`; both ends are the status quo
/// where nothing beats it. O(number of players).
///
/// ```
/// use zopa_theory::win_set::unanimity;
/// let (low, high) = unanimity(&[0.2, 0.4], 0.5);
/// assert!((low - 0.3).abs() < 1e-12 && high == 0.5);
/// assert_eq!(unanimity(&[0.2, 0.4, 0.9], 0.5), (0.5, 0.5));
/// ```
pub fn unanimity(ideals: &[f64], status_quo: f64) -> (f64, f64) {
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    for ideal in ideals {
        let mirror = 2.0 * ideal - status_quo;
        low = low.max(mirror.min(status_quo));
        high = high.min(mirror.max(status_quo));
    }
    if low < high { (low, high) } else { (status_quo, status_quo) }
}

const fn ideal(name: &'static str) -> Argument {
    Argument::optional(name, "ideal point of a further veto player", -1e9, 1e9)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("sq", "status quo", -1e9, 1e9),
    Argument::required("ideal1", "ideal point of veto player 1", -1e9, 1e9),
    ideal("ideal2"),
    ideal("ideal3"),
    ideal("ideal4"),
    ideal("ideal5"),
    ideal("ideal6"),
    ideal("ideal7"),
    ideal("ideal8"),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "win_set",
    aliases: &["unanimity_win_set", "veto_win_set"],
    title: "Changes that all veto players on a line prefer to the status quo",
    formula: "intersection over i of the intervals between sq and 2*ideal_i - sq",
    assumptions: "one dimension, symmetric single-peaked preferences, unanimity",
    source: "Tsebelis 2002, Veto Players",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("length", "length of the win-set"),
        Output::new("lower", "lower end"),
        Output::new("upper", "upper end"),
        Output::new("change_possible", "1 if some change gets everyone's consent"),
        Output::new("core", "length of the unanimity core, the range of ideal points"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let [status_quo, rest @ ..] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let ideals: Vec<f64> = rest.iter().copied().filter(|i| !i.is_nan()).collect();
        let (low, high) = unanimity(&ideals, *status_quo);
        let least = ideals.iter().copied().fold(f64::INFINITY, f64::min);
        let most = ideals.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if ideals.is_empty() {
            return Err(TheoryError::MissingArgument { argument: "ideal1" });
        }
        Ok(vec![high - low, low, high, indicator(high > low), most - least])
    },
    example: (&[0.5, 0.2, 0.4, 0.9, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN], 0, 0.0),
};
