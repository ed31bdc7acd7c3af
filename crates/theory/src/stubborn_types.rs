//! War of attrition with stubborn types: reputation for never giving in.
//!
//! Side i never gives in with probability z_i; its other type concedes at hazard λ_i. A side's
//! reputation reaches certainty at `T_i = −ln z_i/λ_i`; both must get there at once, at
//! `T = min(T1, T2)`, so the side with the later T_i concedes at time 0 with probability
//! `1 − z_i exp(λ_i T)`.
//! Known answer: λ = (0.2, 0.1), z = 0.1: T = 11.5129, side 2 concedes at once with 0.683772.
//! Source: Abreu, Gul (2000), *Econometrica* 68:85.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given, wrong_count};

/// Time by which every side that can give in has done so, `min(−ln z_i/λ_i)`.
///
/// ```
/// let horizon = zopa_theory::stubborn_types::horizon(0.2, 0.1, 0.1, 0.1);
/// assert!((horizon - 11.512_925_465).abs() < 1e-6);
/// ```
pub fn horizon(lambda1: f64, lambda2: f64, z1: f64, z2: f64) -> f64 {
    (-libm::log(z1) / lambda1).min(-libm::log(z2) / lambda2)
}

/// Probability that a side with hazard `lambda` and stubbornness `z` concedes at time 0.
///
/// ```
/// let horizon = zopa_theory::stubborn_types::horizon(0.2, 0.1, 0.1, 0.1);
/// let at_once = zopa_theory::stubborn_types::concedes_at_once(0.1, 0.1, horizon);
/// assert!((at_once - 0.683_772_234).abs() < 1e-6);
/// ```
pub fn concedes_at_once(lambda: f64, z: f64, horizon: f64) -> f64 {
    (1.0 - z * libm::exp(lambda * horizon)).clamp(0.0, 1.0)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("lambda1", "hazard at which side 1 concedes", f64::MIN_POSITIVE, 1e9),
    Argument::required("lambda2", "hazard at which side 2 concedes", f64::MIN_POSITIVE, 1e9),
    Argument::optional("z", "probability that a side never gives in", f64::MIN_POSITIVE, 1.0),
    Argument::optional("z1", "the same for side 1 (default z)", f64::MIN_POSITIVE, 1.0),
    Argument::optional("z2", "the same for side 2 (default z)", f64::MIN_POSITIVE, 1.0),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "stubborn_types",
    aliases: &["reputational_war_of_attrition", "abreu_gul", "attrition_with_stubborn_types"],
    title: "War of attrition against a side that may never give in",
    formula: "T = min(-ln z_i/lambda_i); P(i concedes at 0) = 1 - z_i*exp(lambda_i*T)",
    assumptions: "reputation in continuous time; concession hazards of the ordinary types known",
    source: "Abreu, Gul 2000, Econometrica 68:85",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("horizon", "time T by which ordinary types have conceded"),
        Output::new("at_once1", "probability that side 1 concedes at time 0"),
        Output::new("at_once2", "probability that side 2 concedes at time 0"),
        Output::new("time1", "-ln z1/lambda1"),
        Output::new("time2", "-ln z2/lambda2"),
        Output::new("never", "probability that neither side ever concedes, z1*z2"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[lambda1, lambda2, z, z1, z2] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let (z1, z2) = (given("z1", z1, z)?, given("z2", z2, z)?);
        let end = horizon(lambda1, lambda2, z1, z2);
        Ok(vec![
            end,
            concedes_at_once(lambda1, z1, end),
            concedes_at_once(lambda2, z2, end),
            -libm::log(z1) / lambda1,
            -libm::log(z2) / lambda2,
            z1 * z2,
        ])
    },
    example: (&[0.2, 0.1, 0.1, f64::NAN, f64::NAN], 0, 11.512_925_464_970_229),
};

pub(crate) const HORIZON: ScalarFunction = ScalarFunction {
    name: "attrition_horizon",
    arguments: &["lambda1", "lambda2", "z1", "z2"],
    meaning: "time by which every side that can give in has done so",
    formula: "min(-ln(z1)/lambda1, -ln(z2)/lambda2)",
    source: "Abreu, Gul 2000",
    evaluate: |values| match values {
        &[lambda1, lambda2, z1, z2]
            if lambda1 > 0.0 && lambda2 > 0.0 && z1 > 0.0 && z2 > 0.0 && z1 <= 1.0 && z2 <= 1.0 =>
        {
            horizon(lambda1, lambda2, z1, z2)
        }
        _ => f64::NAN,
    },
};

pub(crate) const AT_ONCE: ScalarFunction = ScalarFunction {
    name: "attrition_concedes_at_once",
    arguments: &["lambda1", "lambda2", "z1", "z2"],
    meaning: "probability that side 1 concedes at time 0 against a possibly stubborn side 2",
    formula: "1 - z1*exp(lambda1*T), T = min(-ln(z1)/lambda1, -ln(z2)/lambda2)",
    source: "Abreu, Gul 2000",
    evaluate: |values| match values {
        &[lambda1, _, z1, _] => {
            let end = (HORIZON.evaluate)(values);
            if end.is_nan() { end } else { concedes_at_once(lambda1, z1, end) }
        }
        _ => f64::NAN,
    },
};
