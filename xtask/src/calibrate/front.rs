//! Speed of the front: mean, noise and memory of the weekly change of the area held.
//!
//! Model: the weekly change is an autoregressive series of the first order, mean m, standard
//! deviation s, lag-one correlation phi (moment estimates). The scenario steps by months, so the
//! noise is carried over to four-week sums: with k = 4,
//! var = s^2 (k + 2 sum over j < k of (k - j) phi^j), covariance of neighbouring sums
//! = s^2 phi ((1 - phi^k) / (1 - phi))^2.
//! Source of the series model: Box and Jenkins (1970).

use super::Typed;
use super::table::{Row, days_after_account};
use std::fmt::Write as _;

/// Days in a month of the scenario.
const MONTH: f64 = 30.4375;

/// Moments of a weekly series.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Weekly {
    mean: f64,
    deviation: f64,
    memory: f64,
    weeks: usize,
}

/// Noise of four-week sums.
#[derive(Debug, Clone, Copy, PartialEq)]
struct FourWeeks {
    deviation: f64,
    memory: f64,
}

/// Changes over whole weeks counted back from the last day; gaps use the last value before.
fn weekly_changes(days: &[(f64, f64)]) -> Vec<f64> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Vec::new();
    };
    let weeks = ((last.0 - first.0) / 7.0).floor() as usize;
    let area =
        |day: f64| days.iter().rev().find(|point| point.0 <= day).map_or(first.1, |point| point.1);
    (0..weeks)
        .rev()
        .map(|k| area(last.0 - 7.0 * k as f64) - area(last.0 - 7.0 * (k + 1) as f64))
        .collect()
}

/// Mean, standard deviation and lag-one correlation; `None` below three values or without spread.
fn moments(series: &[f64]) -> Option<Weekly> {
    let count = series.len();
    if count < 3 {
        return None;
    }
    let mean = series.iter().sum::<f64>() / count as f64;
    let square: f64 = series.iter().map(|x| (x - mean) * (x - mean)).sum();
    if square <= 0.0 {
        return None;
    }
    let product: f64 = series.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
    Some(Weekly {
        mean,
        deviation: (square / (count - 1) as f64).sqrt(),
        memory: product / square,
        weeks: count,
    })
}

impl Weekly {
    /// Standard error of the mean, allowing for memory: s sqrt((1 + phi) / (1 - phi) / n).
    fn standard_error(self) -> f64 {
        self.deviation * ((1.0 + self.memory) / (1.0 - self.memory) / self.weeks as f64).sqrt()
    }

    /// Noise of sums over four weeks.
    fn four_weeks(self) -> FourWeeks {
        let phi = self.memory;
        let variance = 4.0 + 2.0 * (3.0 * phi + 2.0 * phi * phi + phi * phi * phi);
        let geometric = 1.0 + phi + phi * phi + phi * phi * phi;
        FourWeeks {
            deviation: self.deviation * variance.sqrt(),
            memory: phi * geometric * geometric / variance,
        }
    }
}

/// Fits the series and adds to the report.
pub(super) fn report(
    rows: &[Row],
    report: &mut String,
    typed: &mut Vec<Typed>,
) -> Result<(), String> {
    let mut days = Vec::with_capacity(rows.len());
    for row in rows {
        let day = days_after_account(row.text("date")?)?;
        if day <= 0.0 {
            days.push((day, row.number("occupied_km2")?));
        }
    }
    let weekly = moments(&weekly_changes(&days)).ok_or("the front series is too short")?;
    let four = weekly.four_weeks();
    let month = MONTH / 7.0;
    let (speed, error) = (weekly.mean * month, weekly.standard_error() * month);
    let noise = four.deviation * MONTH / 28.0;
    let area = days.last().map_or(0.0, |point| point.1);
    let _ = write!(
        report,
        "\nFront (area held, {} days)\n  area on the last day   {area:.1} km2\n  \
         weekly change          mean {:.1}, sd {:.1} km2, lag-one correlation {:.2}, {} weeks\n  \
         speed                  {speed:.0} km2/month, standard error {error:.0}\n  \
         four-week noise        sd {noise:.0} km2/month, lag-one correlation {:.2}\n  \
         kappa                  speed = kappa (ln rho - theta): one equation, three unknowns.\n  \
         \u{20}                      With ln rho - theta = 0.15 kappa is {:.0} km2/month; the series\n  \
         \u{20}                      identifies the product only. The exponents of manpower and materiel\n  \
         \u{20}                      are not identified at all: neither varied enough in seven months.\n",
        days.len(),
        weekly.mean,
        weekly.deviation,
        weekly.memory,
        weekly.weeks,
        four.memory,
        speed / 0.15,
    );
    let line = |name, position, decimals, value, meaning| Typed {
        name,
        position,
        decimals,
        value,
        meaning,
    };
    typed.extend([
        line("area_start", 0, 0, area, "area held on the last day, km2"),
        line("front_speed_start", 0, 0, speed, "mean speed, km2/month"),
        line("front_speed_start", 1, 0, error, "its standard error"),
        line("front_noise_sd", 1, 0, noise, "noise of a month, km2/month"),
        line("front_noise_memory", 1, 2, four.memory, "its memory from month to month"),
        line("front_kappa", 1, -2, speed / 0.15, "kappa where ln rho - theta = 0.15"),
    ]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uniform numbers by a linear congruential generator (Knuth's constants), summed to normal.
    fn normals(count: usize) -> Vec<f64> {
        let mut state = 42_u64;
        let mut uniform = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..count).map(|_| (0..12).map(|_| uniform()).sum::<f64>() - 6.0).collect()
    }

    fn series(mean: f64, deviation: f64, phi: f64, count: usize) -> Vec<f64> {
        let mut state = 0.0;
        normals(count)
            .into_iter()
            .map(|z| {
                state = phi * state + (1.0 - phi * phi).sqrt() * z;
                mean + deviation * state
            })
            .collect()
    }

    #[test]
    fn known_moments_are_found() {
        let fit = moments(&series(93.0, 49.0, 0.6, 20_000)).unwrap();
        assert!((fit.mean - 93.0).abs() < 3.0, "{fit:?}");
        assert!((fit.deviation - 49.0).abs() < 1.5, "{fit:?}");
        assert!((fit.memory - 0.6).abs() < 0.02, "{fit:?}");
        // 400 samples of 50 weeks: the standard error matches the spread of their means.
        let long = series(93.0, 49.0, 0.6, 20_000);
        let means: Vec<f64> = long.chunks(50).map(|part| part.iter().sum::<f64>() / 50.0).collect();
        let spread = moments(&means).unwrap().deviation;
        let expected = Weekly { mean: 93.0, deviation: 49.0, memory: 0.6, weeks: 50 };
        assert!((spread / expected.standard_error() - 1.0).abs() < 0.1, "{spread}");
    }

    #[test]
    fn four_week_sums_by_simulation() {
        let long = series(0.0, 10.0, 0.6, 80_000);
        let sums: Vec<f64> = long.chunks(4).map(|part| part.iter().sum()).collect();
        let simulated = moments(&sums).unwrap();
        let formula = Weekly { mean: 0.0, deviation: 10.0, memory: 0.6, weeks: 4 }.four_weeks();
        assert!((simulated.deviation / formula.deviation - 1.0).abs() < 0.03);
        assert!((simulated.memory - formula.memory).abs() < 0.03);
    }

    #[test]
    fn weeks_are_counted_back_from_the_last_day() {
        let days: Vec<(f64, f64)> = (0..16).map(|d| (f64::from(d) - 15.0, f64::from(d))).collect();
        assert_eq!(weekly_changes(&days), [7.0, 7.0]);
        assert!(moments(&[1.0, 1.0, 1.0]).is_none());
    }
}
