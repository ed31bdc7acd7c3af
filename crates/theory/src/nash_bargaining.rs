//! Nash bargaining solution, symmetric and with unequal weights.
//!
//! The division that maximises `(u1 − d1)^α (u2 − d2)^(1−α)` over the frontier `u1 = x`,
//! `u2 = k(1 − x)^a`; α = 1/2 is Nash's solution, the only one that is efficient, symmetric,
//! independent of utility scales and of irrelevant alternatives. On the linear pie
//! `x = d1 + α (1 − d1 − d2)`.
//! Known answers: `u2 = √(1 − x)`, d = 0: x = 2/3; linear pie, α = 0.7, d = (0.1, 0.2): 0.59.
//! Source: Nash (1950), *Econometrica* 18:155; Kalai (1977), *Int. J. Game Theory* 6:129.

use crate::error::TheoryError;
use crate::frontier::{EXPONENT, FIRST, Frontier, SCALE, SECOND};
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Share of side 1 on the linear pie of 1, `d1 + α (1 − d1 − d2)`.
///
/// NaN where the disagreement values exceed the pie or α is outside [0, 1].
///
/// ```
/// let share = zopa_theory::nash_bargaining::linear_share(0.1, 0.2, 0.7);
/// assert!((share - 0.59).abs() < 1e-12);
/// ```
pub fn linear_share(d1: f64, d2: f64, alpha: f64) -> f64 {
    let surplus = 1.0 - d1 - d2;
    if (0.0..=1.0).contains(&alpha) && surplus >= 0.0 { d1 + alpha * surplus } else { f64::NAN }
}

/// Share of side 1 under the Nash solution with weight `alpha` for side 1.
///
/// The first-order condition `α (u2 − d2) = (1 − α)(x − d1) k a (1 − x)^(a−1)` is solved by
/// bisection to the precision of a double.
///
/// # Errors
/// No division gives both their disagreement values.
///
/// ```
/// use zopa_theory::frontier::Frontier;
/// let root = Frontier { scale: 1.0, exponent: 0.5, d1: 0.0, d2: 0.0 };
/// let share = zopa_theory::nash_bargaining::share(&root, 0.5).unwrap();
/// assert!((share - 2.0 / 3.0).abs() < 1e-12);
/// ```
pub fn share(frontier: &Frontier, alpha: f64) -> Result<f64, TheoryError> {
    let exponent = frontier.exponent;
    frontier.crossing(|x| {
        let rest = (1.0 - x).max(0.0);
        // Both sides of the first-order condition times (1 − x)^(1−a), finite at x = 1.
        let lifted =
            if frontier.d2 == 0.0 { 0.0 } else { frontier.d2 * libm::pow(rest, 1.0 - exponent) };
        alpha * (frontier.scale * rest - lifted)
            - (1.0 - alpha) * (x - frontier.d1) * frontier.scale * exponent
    })
}

const OUTPUTS: &[Output] = &[
    Output::new("x", "share of side 1"),
    Output::new("u1", "utility of side 1"),
    Output::new("u2", "utility of side 2"),
    Output::new("gain1", "gain of side 1 over disagreement"),
    Output::new("gain2", "gain of side 2 over disagreement"),
];

const ARGUMENTS: &[Argument] = &[
    SCALE,
    EXPONENT,
    FIRST,
    SECOND,
    Argument::preset("alpha", "bargaining weight of side 1", 0.5, 0.0, 1.0),
];

fn evaluate(values: &[f64]) -> Result<Vec<f64>, TheoryError> {
    admit(ARGUMENTS, values)?;
    let &[scale, exponent, d1, d2, alpha] = values else {
        return Err(wrong_count(ARGUMENTS, values));
    };
    let frontier = Frontier { scale, exponent, d1, d2 };
    let x = share(&frontier, alpha)?;
    let u2 = frontier.second(x);
    Ok(vec![x, x, u2, x - d1, u2 - d2])
}

pub(crate) const TOPIC: Topic = Topic {
    name: "nash_bargaining",
    aliases: &["nash", "nash_solution", "nash_product"],
    title: "Nash solution on a standard frontier",
    formula: "max (u1 - d1)*(u2 - d2), u1 = x, u2 = k*(1-x)^a",
    assumptions: "efficiency, symmetry, scale independence, independence of other alternatives",
    source: "Nash 1950, Econometrica 18:155",
    arguments: ARGUMENTS,
    outputs: OUTPUTS,
    evaluate,
    example: (&[1.0, 0.5, 0.0, 0.0, 0.5], 0, 0.666_666_666_666_666_6),
};

pub(crate) const ASYMMETRIC: Topic = Topic {
    name: "asymmetric_nash",
    aliases: &["asymmetric_nash_bargaining", "generalized_nash", "weighted_nash"],
    title: "Nash solution with unequal bargaining weights",
    formula: "max (u1 - d1)^alpha*(u2 - d2)^(1-alpha); linear pie x = d1 + alpha*(1 - d1 - d2)",
    assumptions: "as Nash, without symmetry; the weight is an assumption about power",
    source: "Kalai 1977, International Journal of Game Theory 6:129",
    arguments: ARGUMENTS,
    outputs: OUTPUTS,
    evaluate,
    example: (&[1.0, 1.0, 0.1, 0.2, 0.7], 0, 0.59),
};

pub(crate) const SHARE: ScalarFunction = ScalarFunction {
    name: "nash_share",
    arguments: &["d1", "d2", "alpha"],
    meaning: "share of side 1 of a linear pie under the Nash solution with weight alpha",
    formula: "d1 + alpha*(1 - d1 - d2)",
    source: "Nash 1950; Kalai 1977",
    evaluate: |values| match values {
        &[d1, d2, alpha] => linear_share(d1, d2, alpha),
        _ => f64::NAN,
    },
};
