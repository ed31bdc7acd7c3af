//! War weariness: a stock fed by strikes and losses and drained by adaptation.
//!
//! `W' = (k_s strikes + k_l loss − k_r W)/τ` with constant strikes and losses tends to
//! `W* = (k_s strikes + k_l loss)/k_r` along `W(t) = W* + (W0 − W*) exp(−k_r t/τ)`. No functional
//! form is agreed on; this one is an assumption.
//! Known answers: strikes 0.5, loss 1: W* = 0.394737; from 0.3 after 24 months 0.344449.
//! Source: assumption; cf. Mueller (1973), *War, Presidents and Public Opinion*.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// Level at time `t` of a stock that starts at `start` and closes its gap to `level` at `rate`.
///
/// ```
/// let level = zopa_theory::weariness::path(0.394_736_842_1, 0.3, 0.95 / 36.0, 24.0);
/// assert!((level - 0.344_448_684).abs() < 1e-8);
/// ```
pub fn path(level: f64, start: f64, rate: f64, t: f64) -> f64 {
    level + (start - level) * libm::exp(-rate * t)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("strikes", "intensity of strikes, relative", 0.0, 1e6),
    Argument::required("loss", "losses, relative to a usual level", 0.0, 1e6),
    Argument::preset("k_s", "weight of strikes", 0.25, 0.0, 1e6),
    Argument::preset("k_l", "weight of losses", 0.25, 0.0, 1e6),
    Argument::preset("k_r", "adaptation", 0.95, f64::MIN_POSITIVE, 1e6),
    Argument::preset("tau", "time scale, months", 36.0, f64::MIN_POSITIVE, 1e6),
    Argument::preset("W0", "weariness at the start", 0.3, -1e6, 1e6),
    Argument::preset("t", "time, months", 24.0, 0.0, 1e9),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "weariness",
    aliases: &["war_weariness", "weariness_steady_state", "weariness_path"],
    title: "Weariness under constant strikes and losses",
    formula: "W* = (k_s*strikes + k_l*loss)/k_r; W(t) = W* + (W0 - W*)*exp(-k_r*t/tau)",
    assumptions: "linear adaptation; strikes and losses constant; no agreed form exists",
    source: "assumption; cf. Mueller 1973",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("steady_state", "level W* it tends to"),
        Output::new("W_t", "weariness at time t"),
        Output::new("half_life", "months in which half of the gap closes"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[strikes, loss, weight_s, weight_l, adaptation, tau, start, t] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let level = (weight_s * strikes + weight_l * loss) / adaptation;
        let rate = adaptation / tau;
        Ok(vec![level, path(level, start, rate, t), std::f64::consts::LN_2 / rate])
    },
    example: (&[0.5, 1.0, 0.25, 0.25, 0.95, 36.0, 0.3, 24.0], 1, 0.344_448_684),
};

pub(crate) const PATH: ScalarFunction = ScalarFunction {
    name: "adjustment_path",
    arguments: &["level", "start", "rate", "t"],
    meaning: "a stock that closes its gap to a constant level at a constant rate",
    formula: "level + (start - level)*exp(-rate*t)",
    source: "elementary",
    evaluate: |values| match values {
        &[level, start, rate, t] => path(level, start, rate, t),
        _ => f64::NAN,
    },
};
