//! Aid to Ukraine: totals and monthly means by donor group.

use super::Typed;
use super::table::Row;
use std::fmt::Write as _;

/// Sum and military part by group, in the order in which groups first appear; billion EUR.
fn totals(rows: &[Row]) -> Result<Vec<(String, f64, f64)>, String> {
    let mut totals: Vec<(String, f64, f64)> = Vec::new();
    for row in rows {
        let (year, month) = (row.number("year")?, row.number("month")?);
        // The war in its present form began in February 2022; January 2025 is incomplete.
        if (year, month) < (2022.0, 2.0) || year > 2024.0 {
            continue;
        }
        let group = row.text("donor_group")?;
        let (total, military) = (row.number("total_eur_bn")?, row.number("military_eur_bn")?);
        match totals.iter_mut().find(|entry| entry.0 == group) {
            Some(entry) => {
                entry.1 += total;
                entry.2 += military;
            }
            None => totals.push((group.to_owned(), total, military)),
        }
    }
    Ok(totals)
}

/// Adds totals to the report.
pub(super) fn report(
    rows: &[Row],
    report: &mut String,
    typed: &mut Vec<Typed>,
) -> Result<(), String> {
    let totals = totals(rows)?;
    report.push_str("\nAid allocated, February 2022 to December 2024, billion EUR (35 months)\n");
    for (group, total, military) in &totals {
        let _ = writeln!(
            report,
            "  {group:<18} {total:>6.1}, military {military:>5.1}, {:.2} a month",
            total / 35.0
        );
    }
    report.push_str("  Allocations, not deliveries; the delay between them is an assumption.\n");
    let sum = |groups: &[&str]| -> f64 {
        totals.iter().filter(|entry| groups.contains(&entry.0.as_str())).map(|entry| entry.1).sum()
    };
    typed.extend([
        Typed {
            name: "us_aid_rate",
            position: 1,
            decimals: 1,
            value: sum(&["US"]) / 35.0,
            meaning: "United States, billion EUR a month: upper end",
        },
        Typed {
            name: "europe_aid_rate",
            position: 1,
            decimals: 1,
            value: sum(&["EU_institutions", "EU_members", "UK", "other_europe"]) / 35.0,
            meaning: "Europe, billion EUR a month: upper end",
        },
    ]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::table::parse;

    #[test]
    fn totals_by_group() {
        let rows = parse(
            "year,month,donor_group,military_eur_bn,total_eur_bn\n\
             2022,1,A,9,9\n2022,2,A,1,2\n2024,12,A,1,3\n2023,5,B,0,1\n2025,1,B,7,7\n",
        )
        .unwrap();
        assert_eq!(
            totals(&rows).unwrap(),
            [("A".to_owned(), 5.0, 2.0), ("B".to_owned(), 1.0, 0.0)]
        );
    }
}
