//! Logit equilibrium of a 2×2 game: each side's logit response to the other's.
//!
//! With p = P(row plays 1), q = P(column plays 1):
//! `p = Λ(λ [q (r11 − r21) + (1 − q)(r12 − r22)])`, `q = Λ(λ [p (c11 − c12) + (1 − p)(c21 − c22)])`.
//! The solution given is the one on the principal branch, which starts at (1/2, 1/2) for λ = 0 and
//! is followed in small steps of λ; the number of solutions is reported beside it.
//! Known answer: row (9, 0; 0, 1), column (0, 1; 1, 0), λ = 2: p = 0.860754.
//! Source: McKelvey, Palfrey (1995), *Games and Economic Behavior* 10:6; Turocy (2005).

use crate::logit_response::choice;
use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// A game of two sides with two strategies each; entries in the order 11, 12, 21, 22.
#[derive(Debug, Clone, Copy)]
pub struct Game {
    /// Payoffs of the row side.
    pub row: [f64; 4],
    /// Payoffs of the column side.
    pub column: [f64; 4],
}

impl Game {
    /// Gain of row from its first strategy when column plays its first with `q`.
    fn row_gain(&self, q: f64) -> f64 {
        q * (self.row[0] - self.row[2]) + (1.0 - q) * (self.row[1] - self.row[3])
    }

    /// Gain of column from its first strategy when row plays its first with `p`.
    fn column_gain(&self, p: f64) -> f64 {
        p * (self.column[0] - self.column[1]) + (1.0 - p) * (self.column[2] - self.column[3])
    }

    /// Row's log odds in reply to itself through column, less `y`: zero at an equilibrium.
    fn excess(&self, lambda: f64, y: f64) -> f64 {
        let q = choice(lambda, self.column_gain(choice(1.0, y)));
        lambda * self.row_gain(q) - y
    }

    /// Slope of [`Self::excess`] in `y`.
    fn slope(&self, lambda: f64, y: f64) -> f64 {
        let p = choice(1.0, y);
        let q = choice(lambda, self.column_gain(p));
        let row = self.row_gain(1.0) - self.row_gain(0.0);
        let column = self.column_gain(1.0) - self.column_gain(0.0);
        lambda * lambda * row * column * q * (1.0 - q) * p * (1.0 - p) - 1.0
    }

    fn largest_gain(&self) -> f64 {
        self.row_gain(0.0).abs().max(self.row_gain(1.0).abs())
    }
}

/// `(p, q)` on the principal branch at precision `lambda`; NaN where an input is not finite.
///
/// ```
/// use zopa_theory::logit_equilibrium::{Game, principal};
/// let game = Game { row: [9.0, 0.0, 0.0, 1.0], column: [0.0, 1.0, 1.0, 0.0] };
/// let (p, _) = principal(&game, 2.0);
/// assert!((p - 0.860_754_394).abs() < 1e-8);
/// ```
pub fn principal(game: &Game, lambda: f64) -> (f64, f64) {
    let reach =
        game.largest_gain().max(game.column_gain(0.0).abs()).max(game.column_gain(1.0).abs());
    let steps = (lambda * reach * 20.0).clamp(1.0, 20_000.0).ceil();
    if !lambda.is_finite() || !reach.is_finite() || !game.largest_gain().is_finite() {
        return (f64::NAN, f64::NAN);
    }
    let (mut y, mut now) = (0.0, 0.0);
    let mut index = 0.0;
    while index < steps {
        index += 1.0;
        now = lambda * index / steps;
        y = nearest_root(game, now, y);
    }
    let p = choice(1.0, y);
    (p, choice(now, game.column_gain(p)))
}

/// The root of the excess next to `start`, walking in the direction in which the excess points.
fn nearest_root(game: &Game, lambda: f64, start: f64) -> f64 {
    let first = game.excess(lambda, start);
    if first == 0.0 {
        return start;
    }
    // The excess is positive at −bound and negative at +bound, so a root lies that way.
    let bound = lambda * game.largest_gain() + 1.0;
    let mut width = 1e-6_f64.max(first.abs());
    let (mut near, mut far) = (start, start);
    loop {
        far = (far + width.copysign(first)).clamp(-bound, bound);
        if game.excess(lambda, far) * first <= 0.0 || far.abs() >= bound {
            break;
        }
        near = far;
        width *= 1.5;
    }
    // Newton steps kept inside the bracket.
    let mut y = 0.5 * (near + far);
    for _ in 0..200 {
        let here = game.excess(lambda, y);
        if here * first > 0.0 {
            near = y;
        } else {
            far = y;
        }
        let newton = y - here / game.slope(lambda, y);
        let inside = newton > near.min(far) && newton < near.max(far);
        let next = if inside { newton } else { 0.5 * (near + far) };
        if here == 0.0 || next == y || (near - far).abs() <= 1e-15 * (1.0 + y.abs()) {
            break;
        }
        y = next;
    }
    y
}

/// Number of logit equilibria at `lambda`, counted on a grid of 20 001 log odds.
///
/// ```
/// use zopa_theory::logit_equilibrium::{Game, count};
/// let stag_hunt = Game { row: [4.0, 0.0, 3.0, 3.0], column: [4.0, 3.0, 0.0, 3.0] };
/// assert_eq!((count(&stag_hunt, 0.5), count(&stag_hunt, 10.0)), (1, 3));
/// ```
pub fn count(game: &Game, lambda: f64) -> usize {
    let bound = lambda * game.largest_gain() + 1.0;
    let side = 10_000_i32;
    let mut positive = true;
    let mut roots = 0;
    for index in -side..=side {
        let y = bound * f64::from(index) / f64::from(side);
        let above = game.excess(lambda, y) > 0.0;
        roots += usize::from(above != positive);
        positive = above;
    }
    roots
}

const fn payoff(name: &'static str, meaning: &'static str, default: f64) -> Argument {
    Argument::preset(name, meaning, default, -1e6, 1e6)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("lambda", "precision of choice, per unit of payoff", 0.0, 1e4),
    payoff("r11", "row's payoff if both play 1", 9.0),
    payoff("r12", "row's payoff if row plays 1, column 2", 0.0),
    payoff("r21", "row's payoff if row plays 2, column 1", 0.0),
    payoff("r22", "row's payoff if both play 2", 1.0),
    payoff("c11", "column's payoff if both play 1", 0.0),
    payoff("c12", "column's payoff if row plays 1, column 2", 1.0),
    payoff("c21", "column's payoff if row plays 2, column 1", 1.0),
    payoff("c22", "column's payoff if both play 2", 0.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "logit_equilibrium",
    aliases: &["logit_equilibrium_2x2", "qre", "quantal_response_equilibrium"],
    title: "Logit equilibrium of a game of two sides with two strategies",
    formula: "p = L(lambda*(Ur1 - Ur2)), q = L(lambda*(Uc1 - Uc2)), L(x) = 1/(1+exp(-x))",
    assumptions: "common precision, correct expectations; principal branch from lambda = 0",
    source: "McKelvey, Palfrey 1995, GEB 10:6; Turocy 2005, GEB 51:243",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("row", "probability that row plays 1"),
        Output::new("column", "probability that column plays 1"),
        Output::new("payoff_row", "expected payoff of row"),
        Output::new("payoff_column", "expected payoff of column"),
        Output::new("equilibria", "number of logit equilibria at this precision"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[lambda, r11, r12, r21, r22, c11, c12, c21, c22] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let game = Game { row: [r11, r12, r21, r22], column: [c11, c12, c21, c22] };
        let (p, q) = principal(&game, lambda);
        let cells = [p * q, p * (1.0 - q), (1.0 - p) * q, (1.0 - p) * (1.0 - q)];
        let expected = |payoffs: &[f64; 4]| -> f64 {
            cells.iter().zip(payoffs).map(|(cell, payoff)| cell * payoff).sum()
        };
        let roots = count(&game, lambda) as f64;
        Ok(vec![p, q, expected(&game.row), expected(&game.column), roots])
    },
    example: (&[2.0, 9.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0], 0, 0.860_754_394),
};
