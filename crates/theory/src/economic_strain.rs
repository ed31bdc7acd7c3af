//! Economic strain: sanctions raise the flow cost of war through a slow stock.
//!
//! `X' = (k_s sanctions + base − X)/τ` tends to `X* = k_s sanctions + base` along
//! `X(t) = X* + (X0 − X*) exp(−t/τ)`. Coefficients are assumptions.
//! Example: sanctions 0.5 tend to 0.7.
//! Source: assumption; cf. Hufbauer and others (2007), *Economic Sanctions Reconsidered*.

use crate::topic::{Argument, Output, Topic, admit, wrong_count};
use crate::weariness::path;

/// Level to which strain tends under constant sanctions.
///
/// ```
/// assert!((zopa_theory::economic_strain::steady_state(0.5, 0.9, 0.25) - 0.7).abs() < 1e-12);
/// ```
pub fn steady_state(sanctions: f64, weight: f64, base: f64) -> f64 {
    weight * sanctions + base
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("sanctions", "intensity of sanctions, 0 to 1", 0.0, 1e6),
    Argument::preset("k_s", "weight of sanctions", 0.9, 0.0, 1e6),
    Argument::preset("base", "strain without sanctions", 0.25, 0.0, 1e6),
    Argument::preset("tau", "time scale, months", 36.0, f64::MIN_POSITIVE, 1e6),
    Argument::preset("X0", "strain at the start", 0.35, -1e6, 1e6),
    Argument::preset("t", "time, months", 24.0, 0.0, 1e9),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "economic_strain",
    aliases: &["strain", "sanctions", "strain_steady_state", "strain_path"],
    title: "Strain under constant sanctions",
    formula: "X* = k_s*sanctions + base; X(t) = X* + (X0 - X*)*exp(-t/tau)",
    assumptions: "linear, constant sanctions; coefficients assumed",
    source: "assumption; cf. Hufbauer and others 2007, Economic Sanctions Reconsidered",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("steady_state", "level X* it tends to"),
        Output::new("X_t", "strain at time t"),
        Output::new("change", "X(t) - X0"),
        Output::new("half_life", "months in which half of the gap closes"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[sanctions, weight, base, tau, start, t] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let level = steady_state(sanctions, weight, base);
        let then = path(level, start, 1.0 / tau, t);
        Ok(vec![level, then, then - start, tau * std::f64::consts::LN_2])
    },
    example: (&[0.5, 0.9, 0.25, 36.0, 0.35, 24.0], 0, 0.7),
};
