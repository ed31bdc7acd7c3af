//! Spells of peace: the scale and shape of S(t) = exp(-h t^k) by least squares on survival tables.
//!
//! h is the scale per year^k, k the Weibull shape; the scenario holds k at one half, for which the
//! discounted weight of a breakdown has a closed form. Source: Weibull (1951); the tables are
//! Kaplan-Meier estimates.

use super::Typed;
use super::table::Row;
use std::fmt::Write as _;

/// A fitted spell.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spell {
    scale: f64,
    shape: f64,
    /// Root of the mean squared difference in survival.
    error: f64,
}

/// Share that survives `time` years.
fn survival(scale: f64, shape: f64, time: f64) -> f64 {
    (-scale * time.powf(shape)).exp()
}

/// The argument in `[low, high]` with the smallest value of a function with one minimum there.
fn golden_section(mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> f64 {
    let ratio = (5_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..80 {
        let (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
        if value(left) < value(right) {
            high = right;
        } else {
            low = left;
        }
    }
    (low + high) / 2.0
}

fn squares(points: &[(f64, f64)], scale: f64, shape: f64) -> f64 {
    points.iter().map(|&(t, s)| (survival(scale, shape, t) - s).powi(2)).sum()
}

/// Best scale for a given shape.
fn fit_scale(points: &[(f64, f64)], shape: f64) -> Spell {
    let scale = golden_section(0.0, 3.0, |h| squares(points, h, shape));
    let error = (squares(points, scale, shape) / points.len() as f64).sqrt();
    Spell { scale, shape, error }
}

/// Best scale and shape.
fn fit(points: &[(f64, f64)]) -> Spell {
    let shape = golden_section(0.1, 3.0, |k| fit_scale(points, k).error);
    fit_scale(points, shape)
}

/// Survival at the times of the table.
fn points(row: &Row) -> Result<Vec<(f64, f64)>, String> {
    [0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0]
        .iter()
        .map(|&time| Ok((time, row.number(&format!("S_{time}y"))?)))
        .collect()
}

const UNGUARDED: &str = "no victory, no peacekeepers";
const AGREEMENT: &str = "peace agreement";

/// Fits the tables and adds to the report.
pub(super) fn report(
    rows: &[Row],
    report: &mut String,
    typed: &mut Vec<Typed>,
) -> Result<(), String> {
    report.push_str(
        "\nSpells of peace, S(t) = exp(-h t^k), t in years\n  \
         group                                               cases   h (k = 1/2)  error    h      k    S(1) S(5): table, fit with k = 1/2\n",
    );
    let (mut high, mut low) = (None, None);
    for row in rows {
        let group = row.text("group")?;
        let points = points(row)?;
        let (half, free) = (fit_scale(&points, 0.5), fit(&points));
        let _ = writeln!(
            report,
            "  {group:<54} {:>4}   {:.3}        {:.3}  {:.3}  {:.2}    {:.2} {:.2}   {:.2} {:.2}",
            row.text("n")?,
            half.scale,
            half.error,
            free.scale,
            free.shape,
            points[2].1,
            points[5].1,
            survival(half.scale, 0.5, 1.0),
            survival(half.scale, 0.5, 5.0),
        );
        if group == UNGUARDED {
            high = Some(half.scale);
        } else if group == AGREEMENT {
            low = Some(half.scale);
        }
    }
    report.push_str(
        "  A termination in the UCDP table needs a calendar year of calm, so its first year is 1 by\n  \
         construction and its shape is not comparable. Most cases are civil wars; interstate cells\n  \
         have 14 to 29 cases. What separates low from high in the scenario (incentive and its\n  \
         steepness) is not in these tables: an assumption.\n",
    );
    let missing = |group| format!("no row `{group}` in the survival tables");
    let high = high.ok_or_else(|| missing(UNGUARDED))?;
    let low = low.ok_or_else(|| missing(AGREEMENT))?;
    typed.extend([
        Typed {
            name: "hazard_low",
            position: 1,
            decimals: 3,
            value: low,
            meaning: "scale of the hazard, peace agreements, per sqrt(year)",
        },
        Typed {
            name: "hazard_high",
            position: 1,
            decimals: 2,
            value: high,
            meaning: "scale of the hazard, no victory and no peacekeepers",
        },
    ]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_spell_is_found() {
        for (scale, shape) in [(0.54, 0.5), (0.064, 0.66), (1.2, 0.9)] {
            let points: Vec<(f64, f64)> = [0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0]
                .iter()
                .map(|&t| (t, survival(scale, shape, t)))
                .collect();
            let found = fit(&points);
            assert!((found.scale - scale).abs() < 1e-4, "{found:?}");
            assert!((found.shape - shape).abs() < 1e-4, "{found:?}");
            assert!(found.error < 1e-6);
            assert!((fit_scale(&points, shape).scale - scale).abs() < 1e-6);
        }
    }

    #[test]
    fn fit_beats_its_neighbours() {
        let points = [(0.25, 0.774), (0.5, 0.679), (1.0, 0.585), (2.0, 0.509), (5.0, 0.321)];
        let best = fit_scale(&points, 0.5);
        for scale in [best.scale - 0.01, best.scale + 0.01] {
            assert!(squares(&points, scale, 0.5) > squares(&points, best.scale, 0.5));
        }
    }
}
