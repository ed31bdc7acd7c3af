//! The page of the spatial model.

use super::data::settled;
use super::{Answer, LEVEL};
use crate::arguments::PositionsArguments;
use crate::command::positions::page::save;
use crate::command::positions::source::Source;
use crate::command::run::quoted;
use crate::exit::Failure;
use crate::output;
use std::path::Path;
use zopa_positions::spatial::Turn;
use zopa_report::positions::{IssueRow, ModelRow, PartyRow, PositionsAnswer, StandRow};

/// Where the model is from.
const SOURCE: &str = "Efird, Lester and Wise (2016); KTAB (2017)";

/// Writes the page, `spatial.html`.
///
/// # Errors
/// Where it cannot be written.
pub fn write(
    arguments: &PositionsArguments,
    file: &Path,
    source: &Source,
    answer: &Answer<'_>,
) -> Result<(), Failure> {
    let html = zopa_report::positions::html(&page(arguments, file, source, answer));
    save(arguments, file, "spatial.html", &html)
}

fn page(
    arguments: &PositionsArguments,
    file: &Path,
    source: &Source,
    answer: &Answer<'_>,
) -> PositionsAnswer {
    let positions = answer.positions;
    let mut remarks = answer.remarks();
    remarks.insert(
        0,
        format!(
            "All issues as dimensions of one space: {} after {}.",
            if settled(answer) { "movement dies down" } else { "positions still move" },
            output::count(answer.history.steps(), "turn")
        ),
    );
    remarks.extend(answer.left_out());
    let mut manifest = vec![
        ("version".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ("file".into(), source.file.shown.clone()),
        ("hash".into(), source.file.hash()),
    ];
    for switch in zopa_positions::spatial::Options::SWITCHES {
        let value = answer.options.setting(switch.name).unwrap_or_default();
        manifest.push((switch.name.to_owned(), value));
    }
    if let Some(endings) = &answer.endings {
        manifest.push(("draws".into(), endings.each.len().to_string()));
        manifest.push(("seed".into(), arguments.seed.to_string()));
    }
    PositionsAnswer {
        title: positions.title.clone(),
        summary: positions.summary.clone(),
        sources: positions.sources.clone(),
        parties: positions
            .parties
            .iter()
            .map(|party| PartyRow { id: party.id.clone(), name: party.name.clone() })
            .collect(),
        issues: (0..answer.space.issues.len()).map(|dimension| issue(answer, dimension)).collect(),
        trades: Vec::new(),
        tables: Vec::new(),
        remarks,
        manifest,
        command: recipe(arguments, file),
    }
}

fn issue(answer: &Answer<'_>, dimension: usize) -> IssueRow {
    let named = &answer.positions.issues[answer.space.issues[dimension]];
    let on = |share: f64| answer.on_scale(dimension, share);
    let stands = answer
        .space
        .parties
        .iter()
        .enumerate()
        .map(|(actor, &party)| StandRow {
            party,
            position: on(answer.space.politics.position[actor][dimension]),
            salience: answer.space.politics.salience[actor][dimension],
            capability: answer.space.politics.capability[actor],
        })
        .collect();
    let model = |name: &str, turns: &[Turn], remarks: Vec<String>| ModelRow {
        name: name.to_owned(),
        source: SOURCE.to_owned(),
        forecast: turns.last().map_or(0.0, |turn| on(turn.expected[dimension])),
        interval80: None,
        rounds: turns
            .iter()
            .skip(1)
            .map(|turn| turn.positions.iter().map(|theta| on(theta[dimension])).collect())
            .collect(),
        moved_by: turns.iter().take(turns.len().saturating_sub(1)).map(moved_by).collect(),
        remarks,
        ..ModelRow::default()
    };
    let mut remarks = Vec::new();
    if let Some(endings) = &answer.endings {
        let (low, high) = endings.interval(LEVEL, |ending| ending.expected[dimension]);
        remarks.push(format!(
            "over {} the expected position lies between {:.1} and {:.1} in 80 %, {:.1} on average",
            output::count(endings.each.len(), "draw"),
            on(low),
            on(high),
            on(endings.mean(|ending| ending.expected[dimension]))
        ));
    }
    let mut models = vec![model("spatial model", &answer.history.turns, remarks)];
    if let Some(opening) = answer.history.turns.get(..1) {
        models.push(model("opening election", opening, Vec::new()));
    }
    models.push(ModelRow {
        name: answer.other.reading.to_owned(),
        source: SOURCE.to_owned(),
        forecast: on(answer.other.expected.get(dimension).copied().unwrap_or_default()),
        ..ModelRow::default()
    });
    let forecasts = models.iter().map(|model| model.forecast);
    let spread = forecasts.fold(None, |range: Option<(f64, f64)>, point| {
        Some(range.map_or((point, point), |(low, high)| (low.min(point), high.max(point))))
    });
    IssueRow {
        id: named.named.id.clone(),
        name: named.named.name.clone(),
        low: named.issue.low,
        high: named.issue.high,
        points: named.points.clone(),
        stands,
        reference_point: named.issue.reference_point,
        outcome: named.outcome,
        models,
        model_spread: spread,
        ..IssueRow::default()
    }
}

/// For each actor that moves in a turn: because of whom.
fn moved_by(turn: &Turn) -> Vec<Option<usize>> {
    let mut moved_by = vec![None; turn.positions.len()];
    for one in &turn.moves {
        if let Some(by) = moved_by.get_mut(one.actor) {
            *by = Some(one.because_of());
        }
    }
    moved_by
}

fn recipe(arguments: &PositionsArguments, file: &Path) -> String {
    let mut text = format!("zopa positions spatial {}", quoted(&file.display().to_string()));
    for setting in &arguments.set {
        text.push_str(&format!(" --set {}", quoted(setting)));
    }
    if !arguments.issues.is_empty() {
        text.push_str(&format!(" --issue {}", quoted(&arguments.issues.join(","))));
    }
    if let Some(rounds) = arguments.rounds {
        text.push_str(&format!(" --rounds {rounds}"));
    }
    text.push_str(&format!(" --draws {} --seed {}", arguments.draws, arguments.seed));
    text
}
