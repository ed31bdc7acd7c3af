//! Calibration of the shipped scenario on data dated before its day, 15 February 2025.
//!
//! Each file fits one thing by one stated method and knows what it cannot identify. [`run`] reads
//! the tables, fits, and prints the values with the lines of the scenario that use them.

#[cfg(test)]
mod account;
mod aid;
mod front;
mod losses;
mod ratification;
mod spells;
mod table;

use std::fmt::Write as _;
use std::path::Path;

/// A fitted value and the place where the scenario states it: the `position`-th number (from 0) in
/// the line of the input `name`, equal after rounding to `decimals`.
#[derive(Debug, Clone, PartialEq)]
struct Typed {
    name: &'static str,
    position: usize,
    decimals: i32,
    value: f64,
    meaning: &'static str,
}

/// The table with this file name in the folder, or a message that says what is missing.
fn read(folder: &Path, file: &str) -> Result<Vec<table::Row>, String> {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    table::parse(&text)
}

/// Fits everything: the report, and the values that the scenario states.
fn fit(shared_data: &Path) -> Result<(String, Vec<Typed>), String> {
    let mut report = String::from("Calibration on data before 15 February 2025\n");
    let mut typed = Vec::new();
    front::report(&read(shared_data, "front_area_daily.csv")?, &mut report, &mut typed)?;
    spells::report(&read(shared_data, "peace_survival_tables.csv")?, &mut report, &mut typed)?;
    ratification::report(&read(shared_data, "polls.csv")?, &mut report, &mut typed)?;
    losses::report(&read(shared_data, "losses_claimed_monthly.csv")?, &mut report, &mut typed)?;
    aid::report(&read(shared_data, "aid_allocations_monthly.csv")?, &mut report, &mut typed)?;
    report.push_str("\nNumbers stated in scenarios/ukraine-2025.toml\n");
    for line in &typed {
        let decimals = usize::try_from(line.decimals.max(0)).unwrap_or(0);
        let value = round(line.value, line.decimals);
        let _ = writeln!(
            report,
            "  {:<22} number {}  {value:>9.decimals$}  {}",
            line.name,
            line.position + 1,
            line.meaning
        );
    }
    Ok((report, typed))
}

/// Reads the tables in `shared_data`, fits, and returns the printed report.
///
/// # Errors
///
/// A message that names the file and line that is missing or cannot be read.
pub fn run(shared_data: &Path) -> Result<String, String> {
    fit(shared_data).map(|(report, _)| report)
}

/// `value` rounded to `decimals` digits; negative decimals round to tens, hundreds and so on.
fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// The numbers in the quantity of the line that starts with `name =`, in order.
    fn shipped() -> zopa_scenario::Scenario {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/ukraine-2025.toml");
        let text = std::fs::read_to_string(path).expect("the scenario is part of the project");
        zopa_syntax::read_scenario(&text).scenario.expect("a scenario")
    }

    /// Numbers in the expression of an input or a variable, or in the starting value of a stock.
    fn numbers(scenario: &zopa_scenario::Scenario, name: &str) -> Vec<f64> {
        let inputs = scenario.inputs.iter().map(|i| (&i.id.text, &i.value));
        let variables = scenario.variables.iter().map(|v| (&v.id.text, &v.value));
        let stocks = scenario.stocks.iter().map(|s| (&s.id.text, &s.start));
        let mut all = inputs.chain(variables).chain(stocks);
        let Some((_, quantity)) = all.find(|(id, _)| *id == name) else { return Vec::new() };
        let text = &quantity.expression.text;
        text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
            .filter_map(|word| word.parse().ok())
            .collect()
    }

    #[test]
    fn scenario_states_what_calibration_finds() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let data: PathBuf = here.join("../../shared/data");
        if !data.is_dir() {
            println!("skipped: the data tables are not beside the project");
            return;
        }
        let scenario = shipped();
        let (report, typed) = fit(&data).expect("the tables can be read");
        assert!(typed.len() >= 10, "{report}");
        for line in typed {
            let stated = numbers(&scenario, line.name).get(line.position).copied();
            let found = round(line.value, line.decimals);
            assert_eq!(stated, Some(found), "{}: {}", line.name, line.meaning);
        }
    }

    #[test]
    fn scenario_compares_with_the_survival_tables() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let data = here.join("../../shared/data");
        if !data.is_dir() {
            println!("skipped: the data tables are not beside the project");
            return;
        }
        let scenario = shipped();
        let rows = read(&data, "peace_survival_tables.csv").expect("the table can be read");
        for (curve, source, group) in [
            ("Civil wars, no victory, no peacekeepers", "Fortna", "no victory, no peacekeepers"),
            ("Civil wars, no victory, peacekeepers", "Fortna", "no victory, peacekeepers"),
            (
                "Interstate ceasefires and agreements",
                "UCDP_termination",
                "interstate: peace agreement or ceasefire",
            ),
            ("Peace agreements, any conflict", "UCDP_peace", "all"),
        ] {
            let row = rows.iter().find(|row| {
                row.text("source").is_ok_and(|s| s.starts_with(source))
                    && row.text("group").is_ok_and(|g| g == group)
            });
            let row = row.expect("the group is in the table");
            let mut compared = scenario.hold.iter().flat_map(|h| &h.compare);
            let compared = compared.find(|c| c.name.text == curve).expect(curve);
            assert!(compared.points.len() >= 4, "{curve}");
            for (time, share) in &compared.points {
                let found = row.number(&format!("S_{}y", time / 12.0)).expect("a time");
                assert!(
                    (found - share).abs() <= 0.000_501,
                    "{curve}: {share} at {time} is {found}"
                );
            }
            let cases = compared.cases.map(|n| n.to_string());
            assert_eq!(cases.as_deref(), row.text("n").ok(), "{curve}");
        }
    }

    #[test]
    fn missing_table_is_a_message() {
        let error = run(Path::new("nowhere")).unwrap_err();
        assert!(error.contains("front_area_daily.csv"), "{error}");
    }
}
