//! War value: what fighting on is worth, in units of a lasting flow.
//!
//! `V = win · D_w + lose · D_l + (status quo − cost)(1 − D_w − D_l)` with the discounted walk of
//! [`crate::fort_walk_discounted`]: the flow `status quo − cost` is received while the war lasts,
//! the utility of victory or defeat ever after. A rise of the flow cost, such as sanctions, lowers
//! V by the rise times `1 − D_w − D_l`.
//! Known answer: p = 0.55, X = 5, N = 10, δ = 0.95, a rise of 0.12 changes V by −0.071844.
//! Source: derived from Smith, Stam (2004); Wagner (2000); Filson, Werner (2002).

use crate::fort_walk::{N, P, X};
use crate::fort_walk_discounted::absorption;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// What the outcomes of a war and its course are worth to one side.
#[derive(Debug, Clone, Copy)]
pub struct Stakes {
    /// Utility of victory.
    pub win: f64,
    /// Utility of defeat.
    pub lose: f64,
    /// Utility of the status quo, received while fighting.
    pub status_quo: f64,
    /// Flow cost of fighting.
    pub cost: f64,
}

/// Value of fighting on for the side that wins a battle with `p` and holds `x` of `n` forts.
///
/// ```
/// use zopa_theory::war_value::{Stakes, value};
/// let stakes = Stakes { win: 1.0, lose: 0.0, status_quo: 0.5, cost: 0.1 };
/// // Without discounting the course of the war has no weight.
/// assert!((value(0.5, 5.0, 10.0, 1.0, &stakes) - 0.5).abs() < 1e-12);
/// ```
pub fn value(p: f64, x: f64, n: f64, delta: f64, stakes: &Stakes) -> f64 {
    let (win, lose) = absorption(p, x, n, delta);
    stakes.win * win + stakes.lose * lose + (stakes.status_quo - stakes.cost) * (1.0 - win - lose)
}

const fn utility(name: &'static str, meaning: &'static str, default: f64) -> Argument {
    Argument::preset(name, meaning, default, -1e6, 1e6)
}

const ARGUMENTS: &[Argument] = &[
    P,
    X,
    N,
    Argument::required("delta", "discount factor per battle", 0.0, 1.0),
    utility("win", "utility of victory", 1.0),
    utility("lose", "utility of defeat", 0.0),
    utility("status_quo", "utility of the status quo while fighting", 0.5),
    utility("cost", "flow cost of fighting", 0.0),
    utility("rise", "rise of the flow cost, such as sanctions", 0.0),
    Argument::preset("theta", "probability that the rise happens", 1.0, 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "war_value",
    aliases: &["value_of_war", "sanctions_threat", "sanctions_threat_in_the_war_value"],
    title: "Value of fighting on, and what a threat to its flow costs",
    formula: "V = win*D_w + lose*D_l + (status_quo - cost)*(1 - D_w - D_l)",
    assumptions: "as fort_walk_discounted; utilities are normalised lasting flows",
    source: "derived from Smith, Stam 2004, JCR 48:783",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("V", "value of fighting on, before the rise"),
        Output::new("change", "change of V if the flow cost rises, weighted by theta"),
        Output::new("V_after", "value with the rise"),
        Output::new("D_w", "E[delta^T; victory]"),
        Output::new("D_l", "E[delta^T; defeat]"),
        Output::new("fighting", "weight of the fighting period"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[p, x, n, delta, win, lose, status_quo, cost, rise, theta] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let worth = value(p, x, n, delta, &Stakes { win, lose, status_quo, cost });
        let (discounted_win, discounted_loss) = absorption(p, x, n, delta);
        let fighting = 1.0 - discounted_win - discounted_loss;
        let change = -theta * rise * fighting;
        Ok(vec![worth, change, worth + change, discounted_win, discounted_loss, fighting])
    },
    example: (&[0.55, 5.0, 10.0, 0.95, 1.0, 0.0, 0.5, 0.0, 0.12, 1.0], 1, -0.071_844_442),
};

pub(crate) const VALUE: ScalarFunction = ScalarFunction {
    name: "war_value",
    arguments: &["p", "x", "n", "delta", "win", "lose", "status_quo", "cost"],
    meaning: "value of fighting on for the side with x of n forts",
    formula: "win*D_w + lose*D_l + (status_quo - cost)*(1 - D_w - D_l)",
    source: "derived from Smith, Stam 2004",
    evaluate: |values| match values {
        &[p, x, n, delta, win, lose, status_quo, cost] => {
            value(p, x, n, delta, &Stakes { win, lose, status_quo, cost })
        }
        _ => f64::NAN,
    },
};
