//! The page of the forecasts.

use super::answer::{IssueAnswer, remark};
use super::source::Source;
use crate::arguments::PositionsArguments;
use crate::atomic_write::atomic_write;
use crate::command::run::quoted;
use crate::exit::{Exit, Failure};
use crate::output;
use std::path::{Path, PathBuf};
use zopa_exchange::positions::NamedPositions;
use zopa_positions::position_exchange::Exchange;
use zopa_report::positions::{
    DecisiveRow, IssueRow, ModelRow, PartyRow, PositionsAnswer, StandRow, TradeRow,
};
use zopa_scenario::Code;

/// Moves told of one issue.
const MOVES: usize = 40;

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
    let html = zopa_report::positions::html(&page(arguments, source, positions, answers, traded));
    let file = arguments.words.first().map_or(Path::new(""), PathBuf::as_path);
    let folder = match &arguments.out {
        Some(folder) => folder.clone(),
        None => Path::new("out").join(file.file_stem().unwrap_or_default()),
    };
    let path = folder.join("positions.html");
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
            models: answer
                .models
                .iter()
                .map(|model| ModelRow {
                    name: model.name.clone(),
                    source: model.source.clone(),
                    forecast: model.forecast.point,
                    interval80: model.interval,
                    rounds: model.forecast.rounds.iter().map(|r| r.positions.clone()).collect(),
                    remarks: model.forecast.remarks.iter().map(remark).collect(),
                })
                .collect(),
            model_spread: answer.spread(),
            decisive: answer.decisive.as_ref().map_or(Vec::new(), |decisive| {
                let swings = decisive.ranking().into_iter();
                swings
                    .map(|stand| DecisiveRow {
                        party: issue.stands[stand].party,
                        swing: decisive.parties[stand].largest(),
                    })
                    .collect()
            }),
            moves: moves(positions, answer),
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
            ("rounds".into(), arguments.rounds.to_string()),
            ("draws of the inputs".into(), arguments.draws.to_string()),
            ("seed".into(), arguments.seed.to_string()),
        ],
        command: recipe(arguments),
    }
}

/// Who moved because of whom, by the first model that tells.
fn moves(positions: &NamedPositions, answer: &IssueAnswer<'_>) -> Vec<String> {
    let tells = |model: &&super::answer::ModelForecast| {
        let rounds = &model.forecast.rounds;
        rounds.iter().any(|round| round.moved_by.iter().any(Option::is_some))
    };
    let Some(model) = answer.models.iter().find(tells) else { return Vec::new() };
    let mut lines = Vec::new();
    for (number, round) in model.forecast.rounds.iter().enumerate() {
        for (stand, by) in round.moved_by.iter().enumerate() {
            let Some(by) = by else { continue };
            lines.push(format!(
                "{}, round {}: {} moves to {:.1} because of {}.",
                model.name,
                number + 1,
                answer.party(positions, stand),
                round.positions.get(stand).copied().unwrap_or_default(),
                answer.party(positions, *by)
            ));
        }
    }
    lines.truncate(MOVES);
    lines
}

fn recipe(arguments: &PositionsArguments) -> String {
    let file = arguments.words.first().map_or(String::new(), |word| word.display().to_string());
    let mut text = format!("zopa positions {}", quoted(&file));
    if !arguments.models.is_empty() {
        text.push_str(&format!(" --models {}", quoted(&arguments.models.join(","))));
    }
    if !arguments.issues.is_empty() {
        text.push_str(&format!(" --issue {}", quoted(&arguments.issues.join(","))));
    }
    text.push_str(&format!(
        " --rounds {} --draws {} --seed {}",
        arguments.rounds, arguments.draws, arguments.seed
    ));
    text
}
