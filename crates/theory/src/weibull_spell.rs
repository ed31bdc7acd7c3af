//! Weibull spells: how long peace lasts.
//!
//! `S(t) = exp(−h t^k)`; hazard `h k t^(k−1)`, falling in time for k < 1. Over a step from t to
//! t + dt the mean hazard is `h [(t + dt)^k − t^k]/dt`, finite even where the hazard at t = 0 is
//! not, so `exp(−mean · dt)` is the exact chance to survive the step. A hazard ratio multiplies h.
//! Known answers: k = 0.5, h = 0.54: S(5) = 0.298951; with hazard ratio 0.24: 0.748417.
//! Source: Cox, Oakes (1984), *Analysis of Survival Data*.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, given_or, wrong_count};

/// Probability that the spell lasts beyond `t`; NaN outside `h ≥ 0, k > 0, t ≥ 0`.
///
/// ```
/// let lasts = zopa_theory::weibull_spell::survival(0.54, 0.5, 5.0);
/// assert!((lasts - 0.298_950_668).abs() < 1e-8);
/// ```
pub fn survival(h: f64, k: f64, t: f64) -> f64 {
    if sane(h, k, t) { libm::exp(-h * libm::pow(t, k)) } else { f64::NAN }
}

/// Hazard at `t`, `h k t^(k−1)`; infinite at 0 for k < 1 and h > 0.
///
/// ```
/// assert_eq!(zopa_theory::weibull_spell::hazard(0.3, 1.0, 7.0), 0.3);
/// ```
pub fn hazard(h: f64, k: f64, t: f64) -> f64 {
    if !sane(h, k, t) {
        return f64::NAN;
    }
    if h == 0.0 { 0.0 } else { h * k * libm::pow(t, k - 1.0) }
}

/// Mean hazard from `t` to `t + step`; the hazard at t for a step of 0.
///
/// ```
/// use zopa_theory::weibull_spell::{mean_hazard, survival};
/// let mean = mean_hazard(0.54, 0.5, 0.0, 1.0);
/// assert!((mean - 0.54).abs() < 1e-12);
/// ```
pub fn mean_hazard(h: f64, k: f64, t: f64, step: f64) -> f64 {
    if !(sane(h, k, t) && step >= 0.0) {
        return f64::NAN;
    }
    if step == 0.0 {
        return hazard(h, k, t);
    }
    if t == 0.0 {
        return h * libm::pow(step, k) / step;
    }
    // t^k [(1 + step/t)^k − 1], without loss of digits for a step small beside t.
    h * libm::pow(t, k) * libm::expm1(k * libm::log1p(step / t)) / step
}

fn sane(h: f64, k: f64, t: f64) -> bool {
    h >= 0.0 && k > 0.0 && t >= 0.0
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("h", "hazard scale, per time to the power k", 0.0, 1e9),
    Argument::preset("k", "shape; below 1 the hazard falls in time", 0.5, 1e-6, 1e3),
    Argument::required("t", "time", 0.0, 1e12),
    Argument::preset("dt", "length of a step after t", 1.0, 0.0, 1e12),
    Argument::preset("ratio", "hazard ratio", 1.0, 0.0, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "weibull_spell",
    aliases: &[
        "weibull",
        "weibull_survival",
        "peace_survival",
        "spell",
        "weibull_k=0.5",
        "Weibull k=0.5, hazard ratio 0.24",
    ],
    title: "Survival and hazard of a spell of peace",
    formula: "S(t) = exp(-ratio*h*t^k); mean hazard ratio*h*((t+dt)^k - t^k)/dt",
    assumptions: "Weibull spell, proportional hazards",
    source: "Cox, Oakes 1984, Analysis of Survival Data",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("survival", "probability of lasting beyond t"),
        Output::new("hazard", "hazard at t"),
        Output::new("mean_hazard", "mean hazard from t to t + dt"),
        Output::new("step_survival", "probability of lasting to t + dt, given t"),
        Output::new("median", "median length"),
        Output::new("mean", "mean length"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[h, k, t, dt, ratio] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let h = h * given_or(ratio, 1.0);
        let average = mean_hazard(h, k, t, dt);
        let next = libm::exp(-average * dt);
        let scale = libm::pow(h, -1.0 / k);
        Ok(vec![
            survival(h, k, t),
            hazard(h, k, t),
            average,
            if dt == 0.0 { 1.0 } else { next },
            scale * libm::pow(std::f64::consts::LN_2, 1.0 / k),
            scale * libm::tgamma(1.0 + 1.0 / k),
        ])
    },
    example: (&[0.54, 0.5, 5.0, 1.0, 1.0], 0, 0.298_950_668),
};

pub(crate) const SURVIVAL: ScalarFunction = ScalarFunction {
    name: "weibull_survival",
    arguments: &["h", "k", "t"],
    meaning: "probability that a spell lasts beyond t",
    formula: "exp(-h*t^k)",
    source: "Cox, Oakes 1984",
    evaluate: |values| match values {
        &[h, k, t] => survival(h, k, t),
        _ => f64::NAN,
    },
};

pub(crate) const HAZARD: ScalarFunction = ScalarFunction {
    name: "weibull_instant_hazard",
    arguments: &["h", "k", "t"],
    meaning: "hazard of a Weibull spell at t (infinite at 0 for k < 1)",
    formula: "h*k*t^(k-1)",
    source: "Cox, Oakes 1984",
    evaluate: |values| match values {
        &[h, k, t] => hazard(h, k, t),
        _ => f64::NAN,
    },
};

pub(crate) const MEAN_HAZARD: ScalarFunction = ScalarFunction {
    name: "weibull_mean_hazard",
    arguments: &["h", "k", "t", "step"],
    meaning: "mean hazard of a Weibull spell from t to t + step, finite at t = 0",
    formula: "h*((t + step)^k - t^k)/step",
    source: "Cox, Oakes 1984",
    evaluate: |values| match values {
        &[h, k, t, step] => mean_hazard(h, k, t, step),
        _ => f64::NAN,
    },
};
