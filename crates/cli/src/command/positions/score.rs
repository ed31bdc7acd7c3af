//! `zopa positions score`: how accurate each model is on past decisions.

use super::past::{self, Past};
use super::readings::{AGENDA, Chosen, STACKED, asked};
use super::stacked::{FOLDS, PENALTIES, combination};
use crate::arguments::PositionsArguments;
use crate::exit::{Exit, Failure};
use crate::output::{self, HEADING, RESET, count};
use crate::refused::refuse;
use crate::scenario_file::load;
use serde_json::{Map, Value, json};
use std::path::Path;
use zopa_positions::calibration::{Calibration, Scaling, held_out, judge};
use zopa_positions::scoring::{Accuracy, score as accuracies};
use zopa_scenario::diagnostic::any_error;

/// Bootstrap draws.
const DRAWS: u64 = 1_000;

/// Scores every model on the data set of a folder.
///
/// # Errors
/// Where the folder holds no such data set.
pub fn score(
    arguments: &PositionsArguments,
    folder: &Path,
    chosen: &Chosen,
    as_json: bool,
) -> Result<Exit, Failure> {
    let issues = load(&folder.join("issues.csv"))?;
    let stands = load(&folder.join("positions.csv"))?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let reading = zopa_exchange::positions::data_set::read(&issues.text, &stands.text, &name);
    let Some(decisions) = reading.data_set.map(|data_set| data_set.positions) else {
        for (file, found) in
            [(&issues, &reading.issues_diagnostics), (&stands, &reading.positions_diagnostics)]
        {
            if any_error(found) {
                return refuse(file, found, as_json, "read");
            }
        }
        return Ok(Exit::No);
    };
    if chosen.models.len() < 2 && arguments.models.iter().any(|name| name.trim() == STACKED) {
        return Err(Failure::wrong(
            "`stacked` combines the models that are scored: name at least two",
        )
        .hint("zopa positions score FOLDER --models compromise,mean,stacked"));
    }
    let began = std::time::Instant::now();
    let past = Past::new(decisions);
    let Past { scored, groups, outcomes, .. } = &past;
    if scored.is_empty() {
        let message = format!("`{name}` has no issue to score");
        let least = past::LEAST_STANDS;
        return Err(Failure::coded(Exit::No, zopa_scenario::Code::NoPosition, message)
            .hint(format!("an issue counts with an `outcome` and {least} parties with salience")));
    }
    let models = &chosen.models;
    let mut names: Vec<String> = models.iter().map(|model| model.name().to_owned()).collect();
    let mut forecasts: Vec<Vec<Option<f64>>> =
        models.iter().map(|model| past.column(model.as_ref())).collect();
    for (name, model) in &chosen.exchanges {
        names.push(name.clone());
        forecasts.push(past.traded(model));
    }
    if asked(arguments, AGENDA) {
        names.push(AGENDA.to_owned());
        forecasts.push(past.proposed());
    }
    // None where all decisions belong to one proposal.
    let combined = combination(&past, &forecasts, &PENALTIES, arguments.seed).ok().flatten();
    let stacked = combined.as_ref().and_then(|found| mean_error(&found.held_out, outcomes));
    if let Some(combined) = combined.filter(|_| asked(arguments, STACKED)) {
        names.push(STACKED.to_owned());
        forecasts.push(combined.held_out);
    }
    let base = names.iter().position(|name| name == "compromise").unwrap_or(0);
    let columns: Vec<&[Option<f64>]> = forecasts.iter().map(Vec::as_slice).collect();
    let table = accuracies(&columns, groups, outcomes, base, DRAWS, arguments.seed);
    let calibrations: Vec<Calibration> = forecasts
        .iter()
        .map(|column| {
            let cases = past.cases(column);
            let predictives = held_out(&cases, Scaling::BySpread, FOLDS, arguments.seed);
            judge(&cases, &predictives, past::LEVEL)
        })
        .collect();
    output::status(&format!(
        "{}: {} with an outcome, {} in {:.2} s\n",
        folder.display(),
        count(scored.len(), "issue"),
        count(names.len(), "model"),
        began.elapsed().as_secs_f64()
    ));
    if as_json {
        let mut data = data(&names, &table, &calibrations, scored.len(), stacked);
        data["forecasts"] = by_issue(&past, &names, &forecasts);
        data["manifest"] = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "folder": folder.display().to_string(),
            "issues_hash": issues.hash(),
            "positions_hash": stands.hash(),
            "seed": arguments.seed,
            "rounds": arguments.rounds(),
            "bootstrap_draws": DRAWS,
            "folds": FOLDS,
        });
        output::json(&data)?;
    } else {
        output::print(&text(&names, &table, &calibrations, scored.len(), stacked))?;
    }
    Ok(Exit::Fine)
}

/// The outcome and every forecast, issue by issue.
fn by_issue(past: &Past, names: &[String], forecasts: &[Vec<Option<f64>>]) -> Value {
    let issue = |k: usize| {
        let named = &past.decisions.issues[past.scored[k]];
        let models: Map<String, Value> = names
            .iter()
            .zip(forecasts)
            .map(|(name, column)| (name.clone(), json!(column[k])))
            .collect();
        (named.named.id.clone(), json!({ "outcome": past.outcomes[k], "models": models }))
    };
    Value::Object((0..past.scored.len()).map(issue).collect())
}

/// The mean absolute error of a column without gaps.
fn mean_error(column: &[Option<f64>], outcomes: &[f64]) -> Option<f64> {
    let errors: Option<Vec<f64>> =
        column.iter().zip(outcomes).map(|(f, o)| f.map(|f| (f - o).abs())).collect();
    let errors = errors.filter(|errors| !errors.is_empty())?;
    Some(errors.iter().sum::<f64>() / errors.len() as f64)
}

/// Models by mean absolute error.
fn order(table: &[Accuracy]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..table.len()).filter(|&m| table[m].issues > 0).collect();
    order.sort_by(|&a, &b| {
        table[a].mean_absolute_error.total_cmp(&table[b].mean_absolute_error).then(a.cmp(&b))
    });
    order
}

fn text(
    names: &[String],
    table: &[Accuracy],
    calibrations: &[Calibration],
    issues: usize,
    stacked: Option<f64>,
) -> String {
    let mut text = format!("{HEADING}Accuracy on {issues} past issues{RESET}\n");
    text.push_str(
        "  mean absolute error on a scale of 0 to 100 with its 95 % interval; difference from the \
         compromise\n  model on the same issues, resampled by proposal; share of outcomes in a held-out 80 % \
         interval\n",
    );
    let width = names.iter().map(String::len).max().unwrap_or(5);
    text.push_str(&format!(
        "  rank  {:<width$}  issues  error  95 % interval  median  within 10  difference  95 % interval   in 80 %  CRPS\n",
        "model"
    ));
    for m in order(table) {
        let (a, c) = (&table[m], &calibrations[m]);
        text.push_str(&format!(
            "  {:>4}  {:<width$}  {:>6}  {:>5.1}  {:>5.1} to {:>4.1}  {:>6.1}  {:>7.0} %  {:>+10.1}  {:>+5.1} to {:>+5.1}  {:>5.0} %  {:>5.1}\n",
            a.rank,
            names[m],
            a.issues,
            a.mean_absolute_error,
            a.interval.0,
            a.interval.1,
            a.median_absolute_error,
            a.within_10 * 100.0,
            a.difference,
            a.difference_interval.0,
            a.difference_interval.1,
            c.coverage * 100.0,
            c.crps,
        ));
    }
    if let Some(error) = stacked.filter(|_| !names.iter().any(|name| name == STACKED)) {
        text.push_str(&format!(
            "  A combination of the models, its weights fitted on other proposals only: error {error:.1}\n"
        ));
    }
    text
}

fn data(
    names: &[String],
    table: &[Accuracy],
    calibrations: &[Calibration],
    issues: usize,
    stacked: Option<f64>,
) -> Value {
    let by_model: Map<String, Value> = order(table)
        .into_iter()
        .map(|m| {
            let (a, c) = (&table[m], &calibrations[m]);
            let value = json!({
                "rank": a.rank,
                "issues": a.issues,
                "mean_absolute_error": a.mean_absolute_error,
                "interval95": [a.interval.0, a.interval.1],
                "root_mean_squared_error": a.root_mean_squared_error,
                "median_absolute_error": a.median_absolute_error,
                "within_10": a.within_10,
                "difference": a.difference,
                "difference_interval95": [a.difference_interval.0, a.difference_interval.1],
                "coverage80": c.coverage,
                "width80": c.width,
                "crps": c.crps,
            });
            (names[m].clone(), value)
        })
        .collect();
    json!({
        "ok": true,
        "issues": issues,
        "base": "compromise",
        "models": by_model,
        "stacked_mean_absolute_error": stacked,
    })
}
