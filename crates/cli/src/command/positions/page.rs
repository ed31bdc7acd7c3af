//! The page of the forecasts.

use super::answer::{IssueAnswer, ModelForecast, remark};
use super::digits::Digits;
use super::readings::{self, BoxedModel};
use super::source::Source;
use crate::arguments::PositionsArguments;
use crate::atomic_write::atomic_write;
use crate::command::run::quoted;
use crate::exit::{Exit, Failure};
use crate::output;
use std::path::{Path, PathBuf};
use zopa_exchange::positions::NamedPositions;
use zopa_positions::position_exchange::Exchange;
use zopa_positions::{Issue, Model, Remark};
use zopa_report::positions::{
    DecisiveRow, IssueRow, ModelRow, PartyRow, PositionsAnswer, StandRow, TradeRow,
};
use zopa_scenario::Code;

/// Writes the page.
///
/// # Errors
/// Where it cannot be written.
pub fn write(
    arguments: &PositionsArguments,
    source: &Source,
    positions: &NamedPositions,
    answers: &[IssueAnswer<'_>],
    traded: Option<&Exchange>,
) -> Result<(), Failure> {
    let mut readings = readings::models(arguments)?.models;
    readings.retain(|model| model.name().contains(':'));
    let page = page(arguments, source, positions, answers, traded, &readings);
    let html = zopa_report::positions::html(&page);
    let file = arguments.words.first().map_or(Path::new(""), PathBuf::as_path);
    save(arguments, file, "positions.html", &html)
}

/// Saves a page in the folder asked for, or in one named after the file.
///
/// # Errors
/// Where it cannot be written.
pub fn save(
    arguments: &PositionsArguments,
    file: &Path,
    name: &str,
    html: &str,
) -> Result<(), Failure> {
    let folder = match &arguments.out {
        Some(folder) => folder.clone(),
        None => Path::new("out").join(file.file_stem().unwrap_or_default()),
    };
    let path = folder.join(name);
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| atomic_write(&path, html.as_bytes()));
    written.map_err(|error| {
        Failure::coded(
            Exit::Wrong,
            Code::Output,
            format!("`{}` cannot be written: {error}", path.display()),
        )
    })?;
    output::status(&format!("{} (open it in a browser)\n", path.display()));
    Ok(())
}

fn page(
    arguments: &PositionsArguments,
    source: &Source,
    positions: &NamedPositions,
    answers: &[IssueAnswer<'_>],
    traded: Option<&Exchange>,
    readings: &[BoxedModel],
) -> PositionsAnswer {
    let row = |answer: &IssueAnswer<'_>| -> IssueRow {
        let issue = &answer.named.issue;
        IssueRow {
            id: answer.named.named.id.clone(),
            name: answer.named.named.name.clone(),
            low: issue.low,
            high: issue.high,
            points: answer.named.points.clone(),
            stands: issue
                .stands
                .iter()
                .map(|stand| StandRow {
                    party: stand.party,
                    position: stand.position,
                    salience: stand.salience,
                    capability: stand.capability,
                })
                .collect(),
            reference_point: issue.reference_point,
            outcome: answer.named.outcome,
            models: answer.models.iter().map(|model| model_row(model, issue, readings)).collect(),
            model_spread: answer.spread(),
            readings_spread: answer
                .readings
                .as_ref()
                .map(|spread| ("expected utility".to_owned(), spread.lowest, spread.highest)),
            decisive: answer.decisive.as_ref().map_or(Vec::new(), |decisive| {
                let swings = decisive.ranking().into_iter();
                swings
                    .map(|swings| DecisiveRow {
                        party: issue.stands[swings.stand].party,
                        swing: swings.largest(),
                    })
                    .collect()
            }),
            without: answer.without.clone(),
        }
    };
    let shown: Vec<&str> = answers.iter().map(|a| a.named.named.id.as_str()).collect();
    let place = |issue: usize| shown.iter().position(|id| *id == positions.issues[issue].named.id);
    let trades = traded.map_or(Vec::new(), |exchange| {
        let first = exchange.rounds.first();
        first.map_or(Vec::new(), |round| {
            round
                .opportunities
                .iter()
                .filter_map(|trade| {
                    Some(TradeRow {
                        party: trade.first.party,
                        other: trade.second.party,
                        // A partner gets its way where the other one moves.
                        issue: place(trade.second.issue)?,
                        other_issue: place(trade.first.issue)?,
                        gain: trade.first.gain,
                        other_gain: trade.second.gain,
                        third: trade.externalities.clone(),
                    })
                })
                .collect()
        })
    });
    PositionsAnswer {
        title: positions.title.clone(),
        summary: positions.summary.clone(),
        sources: positions.sources.clone(),
        parties: positions
            .parties
            .iter()
            .map(|party| PartyRow { id: party.id.clone(), name: party.name.clone() })
            .collect(),
        issues: answers.iter().map(row).collect(),
        trades,
        tables: Vec::new(),
        remarks: vec![
            "Intervals come from what each model missed on 322 decisions of the European Union, in \
             proportion to the spread of positions; whether they hold for other kinds of conflict \
             is not known."
                .into(),
        ],
        manifest: vec![
            ("version".into(), env!("CARGO_PKG_VERSION").into()),
            ("file".into(), source.file.shown.clone()),
            ("hash".into(), source.file.hash()),
            ("rounds".into(), arguments.rounds().to_string()),
            ("draws of the inputs".into(), arguments.draws.to_string()),
            ("seed".into(), arguments.seed.to_string()),
        ],
        command: recipe(arguments),
    }
}

/// A model's forecast as the page shows it.
fn model_row(model: &ModelForecast, issue: &Issue, readings: &[BoxedModel]) -> ModelRow {
    let length = issue.high - issue.low;
    let forecast = &model.forecast;
    let cycle = forecast.remarks.iter().find_map(|remark| match remark {
        Remark::Cycle { from, period } => Some((*from, *period)),
        _ => None,
    });
    let reading = readings.iter().find(|reading| reading.name() == model.name);
    ModelRow {
        name: model.name.clone(),
        summary: reading.map_or_else(|| model.summary.clone(), |reading| told(reading.as_ref())),
        source: model.source.clone(),
        forecast: forecast.point,
        interval80: model.interval,
        inputs80: model.inputs,
        rounds: forecast.rounds.iter().map(|round| round.positions.clone()).collect(),
        moved_by: forecast.rounds.iter().map(|round| round.moved_by.clone()).collect(),
        manners: model
            .manners
            .iter()
            .map(|row| row.iter().map(|manner| manner.map(str::to_owned)).collect())
            .collect(),
        cycle,
        remarks: forecast
            .remarks
            .iter()
            .filter(|one| counts(one, length))
            .map(|one| remark(one, Digits::of(issue)))
            .collect(),
    }
}

/// Whether a remark is worth the reader's time: a movement of less than a thousandth of the scale
/// is not.
fn counts(remark: &Remark, length: f64) -> bool {
    !matches!(remark, Remark::StillMoving { by } if *by < length / 1000.0)
}

/// What a reading does: the model, and what each switch that its name sets decides.
fn told(reading: &dyn Model) -> String {
    let mut text = reading.summary().to_owned();
    let (_, settings) = reading.name().split_once(':').unwrap_or_default();
    for (switch, value) in settings.split(',').filter_map(|setting| setting.split_once('=')) {
        let known = reading.switches().iter().find(|known| known.name == switch.trim());
        if let Some(known) = known.filter(|known| !known.decides.is_empty()) {
            text.push_str(&format!("; {}: {} ({})", known.name, value.trim(), known.decides));
        }
    }
    text
}

fn recipe(arguments: &PositionsArguments) -> String {
    let file = arguments.words.first().map_or(String::new(), |word| word.display().to_string());
    let mut text = format!("zopa positions {}", quoted(&file));
    if !arguments.models.is_empty() {
        text.push_str(&format!(" --models {}", quoted(&arguments.models.join(","))));
    }
    for reading in &arguments.readings {
        text.push_str(&format!(" --reading {}", quoted(reading)));
    }
    if !arguments.issues.is_empty() {
        text.push_str(&format!(" --issue {}", quoted(&arguments.issues.join(","))));
    }
    text.push_str(&format!(
        " --rounds {} --draws {} --seed {}",
        arguments.rounds(),
        arguments.draws,
        arguments.seed
    ));
    text
}
