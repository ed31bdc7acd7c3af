//! War of attrition: two sides pay to outlast each other.
//!
//! In the mixed equilibrium side i concedes at the constant hazard `c_j/V_j`, which leaves j just
//! indifferent. The mean duration is `1/(c1/V1 + c2/V2)`, symmetric `V/(2c)`, and side 1 concedes
//! first with probability `(c2/V2)/(c2/V2 + c1/V1)`: the side that values the prize more concedes
//! more often. Each side's expected payoff is 0.
//! Known answers: V = 10, c = 1: mean 5; V = (10, 5): side 1 concedes first with 2/3.
//! Source: Maynard Smith (1974); Fudenberg, Tirole (1991), *Game Theory*, ch. 4.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given, wrong_count};

/// Hazards at which side 1 and side 2 concede, `(c2/V2, c1/V1)`.
///
/// ```
/// let (h1, h2) = zopa_theory::war_of_attrition::hazards(10.0, 5.0, 1.0, 1.0);
/// assert!((h1 - 0.2).abs() < 1e-12 && (h2 - 0.1).abs() < 1e-12);
/// ```
pub fn hazards(v1: f64, v2: f64, c1: f64, c2: f64) -> (f64, f64) {
    (c2 / v2, c1 / v1)
}

const ARGUMENTS: &[Argument] = &[
    Argument::optional("V", "prize of both sides", f64::MIN_POSITIVE, 1e12),
    Argument::optional("V1", "prize of side 1 (default V)", f64::MIN_POSITIVE, 1e12),
    Argument::optional("V2", "prize of side 2 (default V)", f64::MIN_POSITIVE, 1e12),
    Argument::preset("c", "cost per time of both sides", 1.0, f64::MIN_POSITIVE, 1e12),
    Argument::optional("c1", "cost per time of side 1 (default c)", f64::MIN_POSITIVE, 1e12),
    Argument::optional("c2", "cost per time of side 2 (default c)", f64::MIN_POSITIVE, 1e12),
    Argument::optional("t", "time at which the survival is wanted", 0.0, 1e12),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "war_of_attrition",
    aliases: &["attrition", "war_of_attrition_symmetric", "war_of_attrition_asymmetric"],
    title: "Who concedes, and when, in a war of attrition",
    formula: "hazard of i conceding c_j/V_j; mean duration 1/(c1/V1 + c2/V2)",
    assumptions: "full information, mixed equilibrium without a concession at time 0",
    source: "Maynard Smith 1974; Fudenberg, Tirole 1991, Game Theory, ch. 4",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("duration", "mean duration"),
        Output::new("first1", "probability that side 1 concedes first"),
        Output::new("first2", "probability that side 2 concedes first"),
        Output::new("hazard1", "hazard at which side 1 concedes"),
        Output::new("hazard2", "hazard at which side 2 concedes"),
        Output::new("median", "median duration"),
        Output::new("survival", "probability that it lasts beyond t"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[v, v1, v2, c, c1, c2, t] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let (v1, v2) = (given("V1", v1, v)?, given("V2", v2, v)?);
        let (c1, c2) = (given("c1", c1, c)?, given("c2", c2, c)?);
        let (h1, h2) = hazards(v1, v2, c1, c2);
        let total = h1 + h2;
        let median = std::f64::consts::LN_2 / total;
        let survival = libm::exp(-total * t);
        Ok(vec![1.0 / total, h1 / total, h2 / total, h1, h2, median, survival])
    },
    example: (&[f64::NAN, 10.0, 5.0, 1.0, f64::NAN, f64::NAN, f64::NAN], 1, 2.0 / 3.0),
};

pub(crate) const DURATION: ScalarFunction = ScalarFunction {
    name: "attrition_duration",
    arguments: &["v1", "v2", "c1", "c2"],
    meaning: "mean duration of a war of attrition",
    formula: "1/(c1/v1 + c2/v2)",
    source: "Fudenberg, Tirole 1991",
    evaluate: |values| match values {
        &[v1, v2, c1, c2] if v1 > 0.0 && v2 > 0.0 && c1 >= 0.0 && c2 >= 0.0 => {
            1.0 / (c1 / v1 + c2 / v2)
        }
        _ => f64::NAN,
    },
};

pub(crate) const FIRST: ScalarFunction = ScalarFunction {
    name: "attrition_concedes_first",
    arguments: &["v1", "v2", "c1", "c2"],
    meaning: "probability that side 1 concedes first in a war of attrition",
    formula: "(c2/v2)/(c2/v2 + c1/v1)",
    source: "Fudenberg, Tirole 1991",
    evaluate: |values| match values {
        &[v1, v2, c1, c2] if v1 > 0.0 && v2 > 0.0 && c1 >= 0.0 && c2 >= 0.0 => {
            let (h1, h2) = hazards(v1, v2, c1, c2);
            if h1 + h2 > 0.0 { h1 / (h1 + h2) } else { 0.5 }
        }
        _ => f64::NAN,
    },
};
