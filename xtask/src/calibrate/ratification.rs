//! Readiness for concessions: level and trend of the log odds of acceptance among the decided.
//!
//! ln(yes / no) = level + trend * months, by ordinary least squares; months count from the day of
//! the account, so the level is the value on that day. Source: logistic regression on shares
//! (Berkson 1944).

use super::Typed;
use super::table::{Row, days_after_account};
use std::fmt::Write as _;

const MONTH: f64 = 30.4375;

/// A line through points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) level: f64,
    pub(super) trend: f64,
    pub(super) level_error: f64,
    pub(super) trend_error: f64,
}

/// Ordinary least squares; `None` below three points or at one time only.
pub(super) fn line(points: &[(f64, f64)]) -> Option<Line> {
    let count = points.len() as f64;
    if points.len() < 3 {
        return None;
    }
    let mean_t = points.iter().map(|p| p.0).sum::<f64>() / count;
    let mean_y = points.iter().map(|p| p.1).sum::<f64>() / count;
    let square: f64 = points.iter().map(|p| (p.0 - mean_t).powi(2)).sum();
    if square <= 0.0 {
        return None;
    }
    let trend = points.iter().map(|p| (p.0 - mean_t) * (p.1 - mean_y)).sum::<f64>() / square;
    let level = mean_y - trend * mean_t;
    let left: f64 = points.iter().map(|p| (p.1 - level - trend * p.0).powi(2)).sum();
    let variance = left / (count - 2.0);
    Some(Line {
        level,
        trend,
        level_error: (variance * (1.0 / count + mean_t * mean_t / square)).sqrt(),
        trend_error: (variance / square).sqrt(),
    })
}

/// Rank of a matrix by elimination with row pivots.
fn rank(mut rows: Vec<Vec<f64>>) -> usize {
    let columns = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..columns {
        let Some(largest) = (rank..rows.len())
            .max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))
        else {
            break;
        };
        if rows[largest][column].abs() < 1e-9 {
            continue;
        }
        rows.swap(rank, largest);
        let (above, below) = rows.split_at_mut(rank + 1);
        let pivot = &above[rank];
        for row in below {
            let factor = row[column] / pivot[column];
            for (entry, base) in row.iter_mut().zip(pivot).skip(column) {
                *entry -= factor * base;
            }
        }
        rank += 1;
    }
    rank
}

/// The terms of a package in the scenario's ratification equation.
const TERMS: [&str; 10] = [
    "level",
    "trend",
    "territory",
    "de jure",
    "guarantee",
    "limits",
    "neutral",
    "EU path",
    "relief",
    "framing",
];

/// Pairs of month and (ready, not ready) for the question on territorial concessions.
fn polls(rows: &[Row]) -> Result<Vec<(f64, f64, f64)>, String> {
    let mut found: Vec<(f64, Option<f64>, Option<f64>)> = Vec::new();
    for row in rows {
        let window = row.text("survey_window")?;
        // Windows of one month stand for its middle; longer ones end after the day of the account.
        let Some(month) = window.get(..7).filter(|_| window.len() == 7) else {
            continue;
        };
        let time = days_after_account(&format!("{month}-15"))? / MONTH;
        let value = row.number("value_percent")?;
        let item = row.text("item")?;
        let index = found.iter().position(|p| p.0 == time).unwrap_or_else(|| {
            found.push((time, None, None));
            found.len() - 1
        });
        if item.starts_with("ready") {
            found[index].1 = Some(value);
        } else if item.starts_with("no concessions") {
            found[index].2 = Some(value);
        }
    }
    Ok(found
        .into_iter()
        .filter_map(|(time, yes, no)| Some((time, yes?, no?)))
        .filter(|poll| poll.0 < 0.0)
        .collect())
}

/// Fits the polls and adds to the report.
pub(super) fn report(
    rows: &[Row],
    report: &mut String,
    typed: &mut Vec<Typed>,
) -> Result<(), String> {
    let polls = polls(rows)?;
    let odds: Vec<(f64, f64)> = polls.iter().map(|&(t, yes, no)| (t, (yes / no).ln())).collect();
    let fit = line(&odds).ok_or("fewer than three polls with both answers before the account")?;
    let design: Vec<Vec<f64>> = polls
        .iter()
        .map(|poll| {
            let mut row = vec![0.0; TERMS.len()];
            (row[0], row[1]) = (1.0, poll.0);
            row
        })
        .collect();
    let known = rank(design);
    report.push_str("\nReadiness for territorial concessions, share of the decided\n");
    for &(time, yes, no) in &polls {
        let fitted = 100.0 / (1.0 + (-fit.level - fit.trend * time).exp());
        let _ = writeln!(
            report,
            "  month {time:>6.1}   poll {:.1} %   fit {fitted:.1} %",
            100.0 * yes / (yes + no)
        );
    }
    let _ = write!(
        report,
        "  level on the day of the account  {:.2} (error {:.2}), trend {:.3} (error {:.3}) per month\n  \
         The question names no terms, so of the {} coefficients ({}) the polls identify {known};\n  \
         the other {} directions are singular: any value fits as well. The surveys of 14 February\n  \
         to 4 March 2025 were mostly held after the day of the account and are not used.\n",
        fit.level,
        fit.level_error,
        fit.trend,
        fit.trend_error,
        TERMS.len(),
        TERMS.join(", "),
        TERMS.len() - known,
    );
    typed.extend([
        Typed {
            name: "acceptance_level",
            position: 0,
            decimals: 2,
            value: fit.level,
            meaning: "log odds of acceptance on the day of the account",
        },
        Typed {
            name: "acceptance_trend",
            position: 1,
            decimals: 3,
            value: fit.trend,
            meaning: "trend of the two years before, per month: upper end",
        },
    ]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_line_is_found() {
        let points: Vec<(f64, f64)> =
            [-26.0, -14.0, -4.0, -2.0].iter().map(|&t| (t, -0.2 + 0.08 * t)).collect();
        let fit = line(&points).unwrap();
        assert!((fit.level + 0.2).abs() < 1e-12 && (fit.trend - 0.08).abs() < 1e-12);
        assert!(fit.level_error < 1e-7);
        assert!(line(&points[..2]).is_none());
        assert!(line(&[(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]).is_none());
    }

    #[test]
    fn errors_of_a_textbook_line() {
        // y = 1, 2, 2 at t = 0, 1, 2: trend 1/2, level 7/6, residual variance 1/6.
        let fit = line(&[(0.0, 1.0), (1.0, 2.0), (2.0, 2.0)]).unwrap();
        assert!((fit.trend - 0.5).abs() < 1e-12 && (fit.level - 7.0 / 6.0).abs() < 1e-12);
        assert!((fit.trend_error - (1.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        assert!((fit.level_error - (5.0_f64 / 36.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn ranks() {
        assert_eq!(rank(vec![vec![1.0, 2.0, 0.0], vec![2.0, 4.0, 0.0]]), 1);
        assert_eq!(rank(vec![vec![0.0, 1.0], vec![1.0, 0.0], vec![1.0, 1.0]]), 2);
        assert_eq!(rank(vec![]), 0);
    }
}
