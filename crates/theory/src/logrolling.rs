//! Logrolling: trading issues that the sides weigh differently.
//!
//! Two divisible issues of size 1; A puts weight `wA` on the first and `1 − wA` on the second, B
//! `wB` and `1 − wB`. Halving each issue gives 1/2 to both. Along the frontier A first receives the
//! issue on which its weight relative to B's is larger, so the frontier has one corner: each side
//! takes the issue it cares about more. With wA = 0.7, wB = 0.3 the corner is (0.7, 0.7), which is
//! also the Nash solution: trade lifts both from 0.5 to 0.7.
//! Source: derived from additive utilities; Froman, Cohen (1970), *Behavioral Science* 15:180.

use crate::error::TheoryError;
use crate::topic::{Argument, Output, Topic, admit, indicator, wrong_count};

/// Nash utilities `(uA, uB)` of two divisible issues with weights `wA`, `wB` on the first issue
/// and disagreement values `d1`, `d2`.
///
/// # Errors
/// No division of the issues gives both their disagreement values.
///
/// ```
/// let (a, b) = zopa_theory::logrolling::nash_utilities(0.7, 0.3, 0.0, 0.0).unwrap();
/// assert!((a - 0.7).abs() < 1e-12 && (b - 0.7).abs() < 1e-12);
/// ```
pub fn nash_utilities(
    weight_a: f64,
    weight_b: f64,
    d1: f64,
    d2: f64,
) -> Result<(f64, f64), TheoryError> {
    let corner = corner(weight_a, weight_b);
    let low = d1.max(0.0);
    let mut best: Option<(f64, (f64, f64))> = None;
    for (start, end) in [((0.0, 1.0), corner), (corner, (1.0, 0.0))] {
        // On a straight piece the product of gains is quadratic in uA.
        let run = end.0 - start.0;
        let point = if run <= 0.0 {
            end
        } else {
            let slope = (end.1 - start.1) / run;
            let peak =
                if slope < 0.0 { 0.5 * (d1 + start.0 - (start.1 - d2) / slope) } else { end.0 };
            let at = peak.max(low).max(start.0).min(end.0);
            (at, start.1 + slope * (at - start.0))
        };
        let (gain_a, gain_b) = (point.0 - d1, point.1 - d2);
        let allowed = gain_a >= -1e-12 && gain_b >= -1e-12;
        let product = gain_a.max(0.0) * gain_b.max(0.0);
        if allowed && best.is_none_or(|(known, _)| product > known) {
            best = Some((product, point));
        }
    }
    best.map(|(_, point)| point).ok_or(TheoryError::NoSolution {
        reason: "no division gives both at least their disagreement values",
    })
}

/// The frontier's corner: each side has the issue it weighs more, relative to the other side.
///
/// ```
/// assert_eq!(zopa_theory::logrolling::corner(0.75, 0.25), (0.75, 0.75));
/// ```
pub fn corner(weight_a: f64, weight_b: f64) -> (f64, f64) {
    if weight_a >= weight_b { (weight_a, 1.0 - weight_b) } else { (1.0 - weight_a, weight_b) }
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset("wA", "weight of A on issue 1 (the rest on issue 2)", 0.7, 0.0, 1.0),
    Argument::preset("wB", "weight of B on issue 1 (the rest on issue 2)", 0.3, 0.0, 1.0),
    Argument::preset("d1", "disagreement value of A", 0.0, -1e6, 1.0),
    Argument::preset("d2", "disagreement value of B", 0.0, -1e6, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "logrolling",
    aliases: &["issue_trade", "logroll", "trade_across_issues"],
    title: "Gain from trading issues that are weighed differently",
    formula: "corner (max(wA, 1-wA), max(wB, 1-wB)) when weights point apart; Nash on the frontier",
    assumptions: "two divisible issues, additive utilities, weights sum to 1",
    source: "derived; Froman, Cohen 1970, Behavioral Science 15:180",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("nash_A", "Nash utility of A with trade"),
        Output::new("nash_B", "Nash utility of B with trade"),
        Output::new("split_A", "utility of A if each issue is halved"),
        Output::new("split_B", "utility of B if each issue is halved"),
        Output::new("corner_A", "utility of A if each takes its issue"),
        Output::new("corner_B", "utility of B if each takes its issue"),
        Output::new("gain_A", "gain of A over halving"),
        Output::new("gain_B", "gain of B over halving"),
        Output::new("trade", "1 if trade gains something for both over halving"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[weight_a, weight_b, d1, d2] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let (a, b) = nash_utilities(weight_a, weight_b, d1, d2)?;
        let (corner_a, corner_b) = corner(weight_a, weight_b);
        let trade = indicator(a > 0.5 && b > 0.5);
        Ok(vec![a, b, 0.5, 0.5, corner_a, corner_b, a - 0.5, b - 0.5, trade])
    },
    example: (&[0.7, 0.3, 0.0, 0.0], 0, 0.7),
};
