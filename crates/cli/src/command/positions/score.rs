//! `zopa positions score`: how accurate each model is on past decisions.

use super::past;
use crate::arguments::PositionsArguments;
use crate::exit::{Exit, Failure};
use crate::output::{self, HEADING, RESET, count};
use crate::refused::refuse;
use crate::scenario_file::load;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::path::Path;
use zopa_exchange::positions::NamedPositions;
use zopa_positions::calibration::{Calibration, Case, Scaling, held_out, judge};
use zopa_positions::position_exchange::PositionExchange;
use zopa_positions::scoring::{Accuracy, score as accuracies};
use zopa_positions::stacking::{Cases, Loss, cross_validate};
use zopa_positions::{Issue, Model};
use zopa_scenario::diagnostic::any_error;

/// Bootstrap draws.
const DRAWS: u64 = 1_000;
/// Folds of the held-out residuals.
const FOLDS: usize = 10;

/// Scores every model on the data set of a folder.
///
/// # Errors
/// Where the folder holds no such data set.
pub fn score(
    arguments: &PositionsArguments,
    folder: &Path,
    models: &[Box<dyn Model + Send + Sync>],
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
    let began = std::time::Instant::now();
    let scored: Vec<usize> = (0..decisions.issues.len())
        .filter(|&index| {
            let issue = &decisions.issues[index];
            issue.outcome.is_some() && issue.issue.stands.len() >= past::LEAST_STANDS
        })
        .collect();
    let groups = past::groups(&decisions);
    let groups: Vec<usize> = scored.iter().map(|&index| groups[index]).collect();
    let outcomes: Vec<f64> =
        scored.iter().filter_map(|&index| decisions.issues[index].outcome).collect();
    let mut names: Vec<String> = models.iter().map(|model| model.name().to_owned()).collect();
    let mut forecasts: Vec<Vec<Option<f64>>> = models
        .iter()
        .map(|model| {
            scored
                .par_iter()
                .map(|&index| model.forecast(&decisions.issues[index].issue).ok().map(|f| f.point))
                .collect()
        })
        .collect();
    if arguments.models.is_empty() {
        names.push("position_exchange".to_owned());
        forecasts.push(traded(&decisions, &scored, &groups));
    }
    let base = names.iter().position(|name| name == "compromise").unwrap_or(0);
    let columns: Vec<&[Option<f64>]> = forecasts.iter().map(Vec::as_slice).collect();
    let table = accuracies(&columns, &groups, &outcomes, base, DRAWS, arguments.seed);
    let calibrations: Vec<Calibration> = forecasts
        .iter()
        .map(|column| {
            let cases: Vec<Case> = column
                .iter()
                .enumerate()
                .filter_map(|(k, forecast)| {
                    let issue = &decisions.issues[scored[k]].issue;
                    Some(past::case(issue, groups[k], (*forecast)?, outcomes[k]))
                })
                .collect();
            let predictives = held_out(&cases, Scaling::BySpread, FOLDS, arguments.seed);
            judge(&cases, &predictives, past::LEVEL)
        })
        .collect();
    let stacked = stacked(&forecasts, &outcomes, &groups, arguments.seed);
    output::status(&format!(
        "{}: {} with an outcome, {} in {:.2} s\n",
        folder.display(),
        count(scored.len(), "issue"),
        count(names.len(), "model"),
        began.elapsed().as_secs_f64()
    ));
    if as_json {
        output::json(&data(&names, &table, &calibrations, scored.len(), stacked))?;
    } else {
        output::print(&text(&names, &table, &calibrations, scored.len(), stacked))?;
    }
    Ok(Exit::Fine)
}

/// The position-exchange model, each proposal by itself; none for proposals of one issue.
fn traded(decisions: &NamedPositions, scored: &[usize], groups: &[usize]) -> Vec<Option<f64>> {
    let mut forecasts = vec![None; scored.len()];
    let mut order: Vec<usize> = (0..scored.len()).collect();
    order.sort_by_key(|&k| (groups[k], k));
    for proposal in order.chunk_by(|&a, &b| groups[a] == groups[b]) {
        if proposal.len() < 2 {
            continue;
        }
        let issues: Vec<Issue> =
            proposal.iter().map(|&k| decisions.issues[scored[k]].issue.clone()).collect();
        let Ok(exchange) = PositionExchange::default().run(&issues) else { continue };
        for (place, &k) in proposal.iter().enumerate() {
            forecasts[k] = exchange.forecast(place).map(|forecast| forecast.point);
        }
    }
    forecasts
}

/// The error of a combination of all models that forecast every issue, by cross-validation.
fn stacked(
    forecasts: &[Vec<Option<f64>>],
    outcomes: &[f64],
    groups: &[usize],
    seed: u64,
) -> Option<f64> {
    let whole: Vec<&Vec<Option<f64>>> =
        forecasts.iter().filter(|column| column.iter().all(Option::is_some)).collect();
    let rows: Vec<Vec<f64>> = (0..outcomes.len())
        .map(|k| whole.iter().filter_map(|column| column[k]).collect())
        .collect();
    let cases = Cases::points(rows, outcomes.to_vec(), groups.to_vec()).ok()?;
    let penalties = [0.0, 0.1, 1.0];
    let found = cross_validate(&cases, Loss::Squared, &penalties, FOLDS, seed).ok()?;
    let errors = found.forecasts.iter().zip(outcomes).map(|(f, o)| (f - o).abs());
    Some(errors.sum::<f64>() / outcomes.len().max(1) as f64)
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
    if let Some(error) = stacked {
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
