//! Early concession: what is granted before talks moves into the other side's disagreement payoff.
//!
//! As in [`crate::logrolling`], but B holds one issue before talks begin, so its disagreement value
//! rises by its weight on that issue and only the other issue is left to divide. With weights 0.7
//! and 0.3 and issue 2 given away, A falls from 0.70 to 0.35 and B rises from 0.70 to 0.85.
//! Source: derived from the Nash solution (Nash 1950).

use crate::error::TheoryError;
use crate::logrolling::nash_utilities;
use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// Nash utilities `(uA, uB)` when B is given issue 1 or 2 before talks; `d1` and `d2` are the
/// disagreement values before the gift.
///
/// # Errors
/// What is left gives A less than its disagreement value.
///
/// ```
/// let (a, b) = zopa_theory::early_concession::utilities(0.7, 0.3, 2, 0.0, 0.0).unwrap();
/// assert!((a - 0.35).abs() < 1e-12 && (b - 0.85).abs() < 1e-12);
/// ```
pub fn utilities(
    weight_a: f64,
    weight_b: f64,
    issue: u8,
    d1: f64,
    d2: f64,
) -> Result<(f64, f64), TheoryError> {
    let (left_a, left_b) =
        if issue == 1 { (1.0 - weight_a, 1.0 - weight_b) } else { (weight_a, weight_b) };
    let held_b = 1.0 - left_b;
    // One issue of weights left_a, left_b remains; uA = left_a·x, uB = held_b + left_b·(1 − x).
    let lowest = if left_a > 0.0 { (d1 / left_a).max(0.0) } else { 0.0 };
    let affordable = lowest <= 1.0 && left_a >= d1;
    // B keeps the gift and gets at least its old disagreement value on top of it.
    let highest = if left_b > 0.0 { 1.0 - (d2 / left_b).max(0.0) } else { 1.0 };
    if !affordable || lowest > highest {
        return Err(TheoryError::NoSolution {
            reason: "what is left gives one side less than its disagreement value",
        });
    }
    let peak = if left_a > 0.0 && left_b > 0.0 {
        0.5 * (d1 / left_a + 1.0 - d2 / left_b)
    } else if left_a > 0.0 {
        1.0
    } else {
        0.0
    };
    let x = peak.clamp(lowest, highest);
    Ok((left_a * x, held_b + left_b * (1.0 - x)))
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset("wA", "weight of A on issue 1 (the rest on issue 2)", 0.7, 0.0, 1.0),
    Argument::preset("wB", "weight of B on issue 1 (the rest on issue 2)", 0.3, 0.0, 1.0),
    Argument::preset("given", "issue that A gives B before talks, 1 or 2", 2.0, 1.0, 2.0),
    Argument::preset("d1", "disagreement value of A before the gift", 0.0, -1e6, 1.0),
    Argument::preset("d2", "disagreement value of B before the gift", 0.0, -1e6, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "early_concession",
    aliases: &["concession_before_talks", "unilateral_concession"],
    title: "Cost of granting an issue before talks begin",
    formula: "d2 rises by B's weight on the issue; Nash solution on the other issue",
    assumptions: "two divisible issues, additive utilities; the gift cannot be taken back",
    source: "derived from Nash 1950, Econometrica 18:155",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("nash_A", "Nash utility of A after the concession"),
        Output::new("nash_B", "Nash utility of B after the concession"),
        Output::new("before_A", "Nash utility of A with both issues on the table"),
        Output::new("before_B", "Nash utility of B with both issues on the table"),
        Output::new("loss_A", "what the concession costs A"),
        Output::new("gain_B", "what the concession gains B"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[weight_a, weight_b, issue, d1, d2] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        if issue.fract() != 0.0 {
            return Err(TheoryError::NoSolution { reason: "the issue given is 1 or 2" });
        }
        let before = nash_utilities(weight_a, weight_b, d1, d2)?;
        let after = utilities(weight_a, weight_b, if issue < 1.5 { 1 } else { 2 }, d1, d2)?;
        Ok(vec![after.0, after.1, before.0, before.1, before.0 - after.0, after.1 - before.1])
    },
    example: (&[0.7, 0.3, 2.0, 0.0, 0.0], 0, 0.35),
};
