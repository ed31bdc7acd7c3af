//! Losses of Russia as claimed by Ukraine: level and growth of the monthly figures.
//!
//! ln(loss) = level + growth * month over the last twelve months, ordinary least squares. A claim
//! by one side, killed and wounded together: the scenario takes the range of the last thirteen
//! months, not the fit.

use super::Typed;
use super::ratification::line;
use super::table::Row;
use std::fmt::Write as _;

/// Growth per month and level at the month after the last, by the logarithms of the last twelve.
fn growth(claimed: &[f64]) -> Option<(f64, f64)> {
    let last = claimed.get(claimed.len().checked_sub(12)?..)?;
    let points: Vec<(f64, f64)> =
        last.iter().enumerate().map(|(k, loss)| (k as f64 - 12.0, loss.ln())).collect();
    line(&points).map(|fit| (fit.trend.exp() - 1.0, fit.level.exp()))
}

/// Fits the claims and adds to the report.
pub(super) fn report(
    rows: &[Row],
    report: &mut String,
    typed: &mut Vec<Typed>,
) -> Result<(), String> {
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        if row.text("month_start")? < "2025-02-01" {
            claimed.push(row.number("claimed_in_month")? / 1000.0);
        }
    }
    let (rate, level) = growth(&claimed).ok_or("fewer than twelve months of claimed losses")?;
    let tail = |count: usize| &claimed[claimed.len().saturating_sub(count)..];
    let mean = tail(6).iter().sum::<f64>() / tail(6).len() as f64;
    let low = tail(13).iter().copied().fold(f64::INFINITY, f64::min);
    let high = tail(13).iter().copied().fold(0.0, f64::max);
    let _ = write!(
        report,
        "\nClaimed losses of Russia, thousand a month\n  growth {:.1} % a month over the last twelve, \
         level for February 2025 {level:.1}\n  mean of the last six {mean:.1}; last thirteen months \
         {low:.1} to {high:.1}\n  No comparable series of Ukraine's losses exists: assumed.\n",
        100.0 * rate
    );
    let entry = |position, value, meaning| Typed {
        name: "russia_losses_start",
        position,
        decimals: 0,
        value,
        meaning,
    };
    typed.extend([
        entry(0, low, "lowest month of the last thirteen, thousand"),
        entry(1, mean, "mean of the last six months"),
        entry(2, high, "highest month"),
    ]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_growth_is_found() {
        let claimed: Vec<f64> = (0..36).map(|k| 10.0 * 1.03_f64.powi(k)).collect();
        let (rate, level) = growth(&claimed).unwrap();
        assert!((rate - 0.03).abs() < 1e-12);
        assert!((level / (10.0 * 1.03_f64.powi(36)) - 1.0).abs() < 1e-12);
        assert!(growth(&claimed[..11]).is_none());
    }
}
