//! Kalai–Smorodinsky solution: equal shares of what each could at best gain.
//!
//! The efficient point with `(u1 − d1)/(m1 − d1) = (u2 − d2)/(m2 − d2)`, where `m_i` is side i's
//! best utility among divisions the other side does not refuse. Here on `u1 = x`, `u2 = k(1 − x)^a`.
//! Known answer: `u2 = √(1 − x)`, d = 0 gives x = (√5 − 1)/2.
//! Source: Kalai, Smorodinsky (1975), *Econometrica* 43:513.

use crate::error::TheoryError;
use crate::frontier::{EXPONENT, FIRST, Frontier, SCALE, SECOND};
use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// Share of side 1 under the Kalai–Smorodinsky solution.
///
/// # Errors
/// No division gives both their disagreement values.
///
/// ```
/// use zopa_theory::frontier::Frontier;
/// let root = Frontier { scale: 1.0, exponent: 0.5, d1: 0.0, d2: 0.0 };
/// let share = zopa_theory::kalai_smorodinsky::share(&root).unwrap();
/// assert!((share - 0.618_033_988_75).abs() < 1e-10);
/// ```
pub fn share(frontier: &Frontier) -> Result<f64, TheoryError> {
    let (low, high) = frontier.rational_shares()?;
    let best_gain1 = high - frontier.d1;
    let best_gain2 = frontier.second(low) - frontier.d2;
    frontier.crossing(|x| {
        best_gain1 * (frontier.second(x) - frontier.d2) - best_gain2 * (x - frontier.d1)
    })
}

const ARGUMENTS: &[Argument] = &[SCALE, EXPONENT, FIRST, SECOND];

pub(crate) const TOPIC: Topic = Topic {
    name: "kalai_smorodinsky",
    aliases: &["ks", "kalai_smorodinsky_solution"],
    title: "Equal shares of the ideal gain on a standard frontier",
    formula: "(u1 - d1)/(m1 - d1) = (u2 - d2)/(m2 - d2), u1 = x, u2 = k*(1-x)^a",
    assumptions: "efficiency, symmetry, scale independence, monotonicity in the ideal point",
    source: "Kalai, Smorodinsky 1975, Econometrica 43:513",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("x", "share of side 1"),
        Output::new("u1", "utility of side 1"),
        Output::new("u2", "utility of side 2"),
        Output::new("ideal1", "best rational utility of side 1"),
        Output::new("ideal2", "best rational utility of side 2"),
        Output::new("gain_share", "share of its ideal gain that side 1 receives"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[scale, exponent, d1, d2] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let frontier = Frontier { scale, exponent, d1, d2 };
        let (low, high) = frontier.rational_shares()?;
        let x = share(&frontier)?;
        let part = if high > d1 { (x - d1) / (high - d1) } else { 1.0 };
        Ok(vec![x, x, frontier.second(x), high, frontier.second(low), part])
    },
    example: (&[1.0, 0.5, 0.0, 0.0], 0, 0.618_033_988_749_894_9),
};
