//! Two-level game: a deal must pass the table and the ratifiers at home.
//!
//! Side 1 needs the share `max(d1, r1)`, side 2 `max(d2, r2)` of a pie, where r is what the ratifier
//! asks for. The win-set is `max(d1, r1) ≤ x ≤ pie − max(d2, r2)`. A ratifier that asks for more
//! improves the own terms until the win-set is empty. Two readings of the terms: the Nash share at
//! the table's disagreement values moved into the win-set, and the Nash share with the ratifier's
//! demand as disagreement value.
//! Source: Putnam (1988), *International Organization* 42:427; Schelling (1960).

use crate::topic::{
    Argument, Output, ScalarFunction, Topic, admit, given_or, indicator, wrong_count,
};

/// Ends of the win-set of side 1's share when the sides need `need1` and `need2`; empty if the first
/// exceeds the second.
///
/// ```
/// assert_eq!(zopa_theory::two_level_game::win_set(1.0, 0.25, 0.5), (0.25, 0.5));
/// ```
pub fn win_set(pie: f64, need1: f64, need2: f64) -> (f64, f64) {
    (need1, pie - need2)
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset("d1", "disagreement value of side 1", 0.0, -1e6, 1e6),
    Argument::preset("d2", "disagreement value of side 2", 0.0, -1e6, 1e6),
    Argument::optional("r1", "least share that side 1's ratifier accepts", -1e6, 1e6),
    Argument::optional("r2", "least share that side 2's ratifier accepts", -1e6, 1e6),
    Argument::preset("pie", "what there is to divide", 1.0, -1e6, 1e6),
    Argument::preset("alpha", "bargaining weight of side 1", 0.5, 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "two_level_game",
    aliases: &["two_level", "putnam", "win_sets", "ratification_game"],
    title: "Win-set and terms when ratifiers must agree too",
    formula: "max(d1, r1) <= x <= pie - max(d2, r2)",
    assumptions: "ratifiers only accept or refuse; their demands are known",
    source: "Putnam 1988, International Organization 42:427; Schelling 1960",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("agreement", "1 if an agreement exists"),
        Output::new("share", "table's Nash share of side 1, moved into the win-set"),
        Output::new("share_ratifier", "Nash share with the ratifiers' demands as disagreement"),
        Output::new("lower", "lower end of the win-set"),
        Output::new("upper", "upper end of the win-set"),
        Output::new("length", "length of the win-set, 0 if empty"),
        Output::new("without_ratifiers", "Nash share of side 1 without ratifiers"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[d1, d2, r1, r2, pie, alpha] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let (need1, need2) = (d1.max(given_or(r1, d1)), d2.max(given_or(r2, d2)));
        let (low, high) = win_set(pie, need1, need2);
        // Rounding must not empty a win-set of a single point.
        let agreement = low <= high + 1e-12;
        let nash = |a: f64, b: f64| a + alpha * (pie - a - b);
        let free = if d1 + d2 <= pie { nash(d1, d2) } else { f64::NAN };
        let (moved, demanded) = if agreement {
            (free.max(low).min(high), nash(need1, need2))
        } else {
            (f64::NAN, f64::NAN)
        };
        let length = (high - low).max(0.0);
        Ok(vec![indicator(agreement), moved, demanded, low, high, length, free])
    },
    example: (&[0.2, 0.2, 0.85, f64::NAN, 1.0, 0.5], 0, 0.0),
};

pub(crate) const LENGTH: ScalarFunction = ScalarFunction {
    name: "win_set_length",
    arguments: &["pie", "need1", "need2"],
    meaning: "length of the win-set when the sides need these shares (0: no agreement)",
    formula: "max(0, pie - need1 - need2)",
    source: "Putnam 1988",
    evaluate: |values| match values {
        &[pie, need1, need2] => {
            let (low, high) = win_set(pie, need1, need2);
            if low.is_nan() || high.is_nan() { f64::NAN } else { (high - low).max(0.0) }
        }
        _ => f64::NAN,
    },
};
