//! Conditional threat: a possible end of support lowers the disagreement value.
//!
//! With probability θ the support is withdrawn, so `V = (1 − θ) V_aid + θ V_noaid`. Under a Nash
//! split of a pie the threatened side gets `V + α (pie − V − d)`; with α = 1/2 half of the fall in
//! V is lost in terms.
//! Known answer: θ = 0.5, V_aid = 0.5, V_noaid = 0.1, d = 0.2 gives 0.55.
//! Source: derived from Nash (1950).

use crate::error::TheoryError;
use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Disagreement value under a threat carried out with probability `theta`.
///
/// ```
/// let value = zopa_theory::conditional_threat::threatened_value(0.5, 0.5, 0.1);
/// assert!((value - 0.3).abs() < 1e-12);
/// ```
pub fn threatened_value(theta: f64, supported: f64, cut_off: f64) -> f64 {
    (1.0 - theta) * supported + theta * cut_off
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("theta", "probability that support is withdrawn", 0.0, 1.0),
    Argument::required("V_aid", "disagreement value with support", -1e6, 1e6),
    Argument::required("V_noaid", "disagreement value without support", -1e6, 1e6),
    Argument::required("d", "disagreement value of the other side", -1e6, 1e6),
    Argument::preset("pie", "what there is to divide", 1.0, -1e6, 1e6),
    Argument::preset("alpha", "bargaining weight of the threatened side", 0.5, 0.0, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "conditional_threat",
    aliases: &["threat_of_aid_cut", "conditional_support"],
    title: "Terms lost under a threat to end support",
    formula: "V = (1-theta)*V_aid + theta*V_noaid; share = V + alpha*(pie - V - d)",
    assumptions: "Nash split; the threat is believed with probability theta",
    source: "derived from Nash 1950, Econometrica 18:155",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("share", "Nash share of the threatened side"),
        Output::new("value", "its disagreement value under the threat"),
        Output::new("without_threat", "its Nash share without the threat"),
        Output::new("loss", "what the threat costs it in terms"),
        Output::new("surplus", "pie less both disagreement values"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[theta, aid, no_aid, other, pie, alpha] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let value = threatened_value(theta, aid, no_aid);
        let surplus = pie - value - other;
        if surplus < 0.0 {
            return Err(TheoryError::NoSolution {
                reason: "disagreement is worth more than the pie",
            });
        }
        let share = value + alpha * surplus;
        let free_surplus = pie - aid - other;
        let free = if free_surplus < 0.0 { f64::NAN } else { aid + alpha * free_surplus };
        Ok(vec![share, value, free, free - share, surplus])
    },
    example: (&[0.5, 0.5, 0.1, 0.2, 1.0, 0.5], 0, 0.55),
};

pub(crate) const VALUE: ScalarFunction = ScalarFunction {
    name: "threatened_value",
    arguments: &["theta", "supported", "cut_off"],
    meaning: "disagreement value under a threat carried out with probability theta",
    formula: "(1 - theta)*supported + theta*cut_off",
    source: "derived",
    evaluate: |values| match values {
        &[theta, supported, cut_off] => threatened_value(theta, supported, cut_off),
        _ => f64::NAN,
    },
};
