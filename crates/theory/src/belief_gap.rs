//! Belief gap and convergence: battles bring beliefs together until a deal is possible.
//!
//! Beliefs about p are Beta(a, b) and Beta(a2, b2). After n battles, w of them won by A, the means
//! are `(a + w)/(a + b + n)` and `(a2 + w)/(a2 + b2 + n)`. With equal strength `s = a + b = a2 + b2`
//! the gap is `|a − a2|/(s + n)` whatever the results. With results as even as the forts
//! (`w = n/2`) the first n at which [`crate::divergent_beliefs`] has a positive surplus says when
//! learning alone makes a deal possible.
//! For X = N/2, even results and mirrored priors that surplus is positive iff the gap is below `N k`.
//! Known answers: Beta(6, 4) and Beta(4, 6) after 30 battles: gap 0.05; with N = 10 and k = 0.008 the
//! gap 2/(10 + n) falls below 0.08 at n = 16, with k = 0.01 below 0.1 at n = 11.
//! Source: Smith, Stam (2004), *Journal of Conflict Resolution* 48:783.

use crate::divergent_beliefs;
use crate::error::TheoryError;
use crate::fort_walk::{N, X};
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given_or, wrong_count};

/// Mean of a Beta(`a`, `b`) belief after `n` battles of which `wins` were won.
///
/// ```
/// assert_eq!(zopa_theory::belief_gap::posterior_mean(6.0, 4.0, 15.0, 30.0), 0.525);
/// ```
pub fn posterior_mean(a: f64, b: f64, wins: f64, n: f64) -> f64 {
    (a + wins) / (a + b + n)
}

/// First number of battles after which settling has a positive surplus, if A wins the part
/// `win_share` of them; `None` if there is none up to `limit`. A surplus within rounding of zero
/// does not count.
///
/// `prior_a` and `prior_b` are the Beta parameters of the two sides. O(limit).
///
/// ```
/// use zopa_theory::belief_gap::first_settlement;
/// let n = first_settlement((6.0, 4.0), (4.0, 6.0), 5.0, 10.0, 0.008, 0.5, 1_000);
/// assert_eq!(n, Some(16));
/// ```
pub fn first_settlement(
    prior_a: (f64, f64),
    prior_b: (f64, f64),
    x: f64,
    n: f64,
    cost: f64,
    win_share: f64,
    limit: u32,
) -> Option<u32> {
    (0..=limit).find(|&battles| {
        let fought = f64::from(battles);
        let wins = win_share * fought;
        let mean_a = posterior_mean(prior_a.0, prior_a.1, wins, fought);
        let mean_b = posterior_mean(prior_b.0, prior_b.1, wins, fought);
        divergent_beliefs::surplus(mean_a, mean_b, x, n, cost) > ROUNDING
    })
}

/// A surplus of zero is met up to this error.
const ROUNDING: f64 = 1e-10;

/// Battles searched for a first settlement.
const LIMIT: u32 = 100_000;

const fn shape(name: &'static str, meaning: &'static str, default: f64) -> Argument {
    Argument::preset(name, meaning, default, f64::MIN_POSITIVE, 1e9)
}

const ARGUMENTS: &[Argument] = &[
    shape("a", "first parameter of A's Beta belief", 6.0),
    shape("b", "second parameter of A's Beta belief", 4.0),
    shape("a2", "first parameter of B's Beta belief", 4.0),
    shape("b2", "second parameter of B's Beta belief", 6.0),
    Argument::required("n", "battles fought", 0.0, 1e9),
    Argument::optional("wins", "battles won by A (default half)", 0.0, 1e9),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "belief_gap",
    aliases: &["convergence_of_beliefs", "gap_of_posterior_means"],
    title: "Gap between two beliefs after n battles",
    formula: "|(a + w)/(a + b + n) - (a2 + w)/(a2 + b2 + n)|; equal strength s: |a - a2|/(s + n)",
    assumptions: "Beta priors over the same chance, all battles seen by both",
    source: "Smith, Stam 2004, JCR 48:783",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("gap", "gap of the posterior means"),
        Output::new("mean_A", "posterior mean of A"),
        Output::new("mean_B", "posterior mean of B"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[a, b, a2, b2, n, wins] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let wins = given_or(wins, 0.5 * n);
        if wins > n {
            return Err(TheoryError::NoSolution { reason: "more battles won than fought" });
        }
        let (mean_a, mean_b) = (posterior_mean(a, b, wins, n), posterior_mean(a2, b2, wins, n));
        Ok(vec![(mean_a - mean_b).abs(), mean_a, mean_b])
    },
    example: (&[6.0, 4.0, 4.0, 6.0, 30.0, f64::NAN], 0, 0.05),
};

const CONVERGENCE_ARGUMENTS: &[Argument] = &[
    shape("a", "first parameter of A's Beta belief", 6.0),
    shape("b", "second parameter of A's Beta belief", 4.0),
    shape("a2", "first parameter of B's Beta belief", 4.0),
    shape("b2", "second parameter of B's Beta belief", 6.0),
    X,
    N,
    Argument::preset("k", "cost of a battle to each side, share of the stake", 0.008, 0.0, 1e6),
    Argument::preset("w", "part of the battles that A wins", 0.5, 0.0, 1.0),
];

pub(crate) const CONVERGENCE: Topic = Topic {
    name: "convergence",
    aliases: &["first_settlement", "first_positive_surplus", "learning_shortens_war"],
    title: "Battles until learning alone makes a deal possible",
    formula: "first n with 1 - (P_A - k E_A) - ((1 - P_B) - k E_B) > 0 at the posterior means",
    assumptions: "as belief_gap and divergent_beliefs; position unchanged; a hypothesis, no law",
    source: "Smith, Stam 2004, JCR 48:783",
    arguments: CONVERGENCE_ARGUMENTS,
    outputs: &[
        Output::new("battles", "first number of battles with a positive surplus"),
        Output::new("surplus_now", "surplus before any battle"),
        Output::new("gap_then", "belief gap at that time"),
    ],
    evaluate: |values| {
        admit(CONVERGENCE_ARGUMENTS, values)?;
        let &[a, b, a2, b2, x, n, cost, win_share] = values else {
            return Err(wrong_count(CONVERGENCE_ARGUMENTS, values));
        };
        let first = first_settlement((a, b), (a2, b2), x, n, cost, win_share, LIMIT)
            .ok_or(TheoryError::NoSolution { reason: "no deal within 100 000 battles" })?;
        let fought = f64::from(first);
        let now = divergent_beliefs::surplus(a / (a + b), a2 / (a2 + b2), x, n, cost);
        let wins = win_share * fought;
        let gap = posterior_mean(a, b, wins, fought) - posterior_mean(a2, b2, wins, fought);
        Ok(vec![fought, now, gap.abs()])
    },
    example: (&[6.0, 4.0, 4.0, 6.0, 5.0, 10.0, 0.008, 0.5], 0, 16.0),
};

pub(crate) const MEAN: ScalarFunction = ScalarFunction {
    name: "beta_posterior_mean",
    arguments: &["a", "b", "wins", "battles"],
    meaning: "mean of a Beta(a, b) belief after the battles seen",
    formula: "(a + wins)/(a + b + battles)",
    source: "Smith, Stam 2004",
    evaluate: |values| match values {
        &[a, b, wins, battles] => posterior_mean(a, b, wins, battles),
        _ => f64::NAN,
    },
};
