//! Egalitarian solution: equal gains over disagreement.
//!
//! The efficient point with `u1 − d1 = u2 − d2`, here on `u1 = x`, `u2 = k(1 − x)^a`. It needs
//! utilities that can be compared between the sides. Where no division equalises the gains, the
//! end of the frontier nearest to it.
//! Known answer: `u2 = 2√(1 − x)`, d = 0 gives x = 2√2 − 2.
//! Source: Kalai (1977), *Econometrica* 45:1623.

use crate::error::TheoryError;
use crate::frontier::{EXPONENT, FIRST, Frontier, SCALE, SECOND};
use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// Share of side 1 under the egalitarian solution.
///
/// # Errors
/// No division gives both their disagreement values.
///
/// ```
/// use zopa_theory::frontier::Frontier;
/// let root = Frontier { scale: 2.0, exponent: 0.5, d1: 0.0, d2: 0.0 };
/// let share = zopa_theory::egalitarian::share(&root).unwrap();
/// assert!((share - (8.0_f64.sqrt() - 2.0)).abs() < 1e-12);
/// ```
pub fn share(frontier: &Frontier) -> Result<f64, TheoryError> {
    frontier.crossing(|x| (frontier.second(x) - frontier.d2) - (x - frontier.d1))
}

const ARGUMENTS: &[Argument] = &[SCALE, EXPONENT, FIRST, SECOND];

pub(crate) const TOPIC: Topic = Topic {
    name: "egalitarian",
    aliases: &["egalitarian_solution", "equal_gains", "proportional_solution"],
    title: "Equal gains over disagreement on a standard frontier",
    formula: "u1 - d1 = u2 - d2, u1 = x, u2 = k*(1-x)^a",
    assumptions: "utilities comparable between the sides",
    source: "Kalai 1977, Econometrica 45:1623",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("x", "share of side 1"),
        Output::new("u1", "utility of side 1"),
        Output::new("u2", "utility of side 2"),
        Output::new("gain1", "gain of side 1 over disagreement"),
        Output::new("gain2", "gain of side 2 over disagreement"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[scale, exponent, d1, d2] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let frontier = Frontier { scale, exponent, d1, d2 };
        let x = share(&frontier)?;
        let u2 = frontier.second(x);
        Ok(vec![x, x, u2, x - d1, u2 - d2])
    },
    example: (&[2.0, 0.5, 0.0, 0.0], 0, 0.828_427_124_746_190_3),
};
