//! Who moved because of whom, by round.

use maud::{Markup, html};

use super::answer::{IssueRow, ModelRow, PositionsAnswer};
use super::frame::tabular;
use super::naming;
use crate::table::{Cell, Column, Group, Table};

/// Moves told of the first model.
const MOST: usize = 80;
/// Moves told of each other model.
const FEWER: usize = 24;
/// Movements below this share of the scale are not told.
const STILL: f64 = 1e-4;

/// A move of a party.
struct Move {
    round: usize,
    stand: usize,
    from: f64,
    to: f64,
    by: usize,
    manner: Option<String>,
}

/// A table of the first model that tells because of whom parties move; the others can be opened.
pub fn figures(answer: &PositionsAnswer, i: usize, issue: &IssueRow) -> Markup {
    let mut telling: Vec<(&ModelRow, Vec<Move>)> = Vec::new();
    for model in &issue.models {
        let moves = moves(issue, model);
        // Of models with the same rounds the first is told.
        let known = telling.iter().any(|(told, _)| told.rounds == model.rounds);
        if !moves.is_empty() && !known {
            telling.push((model, moves));
        }
    }
    let Some(((first, moves), others)) = telling.split_first() else { return html! {} };
    html! {
        (tabular(
            &format!("moves-{}", i + 1),
            &finding(answer, issue, first, moves),
            &format!(
                "Who moved, because of whom, in each round of {}{}.",
                naming::told(first),
                left_out(moves.len(), MOST)
            ),
            &table(answer, issue, first, moves),
            "The party because of which another one moves is the one whose challenge, bargain or trade \
             moves it in the model.",
        ))
        @for (model, moves) in others {
            details.why {
                summary { "Who moved under " (naming::told(model)) " (" (naming::counted(moves.len(), "move")) ")" }
                (listed(answer, issue, moves))
            }
        }
    }
}

fn left_out(all: usize, most: usize) -> String {
    match all.saturating_sub(most) {
        0 => String::new(),
        1 => format!("; the first {most} moves, 1 more is left out"),
        more => format!("; the first {most} moves, {more} more are left out"),
    }
}

/// The moves of a model that is not told first, each as short as it goes: `A from 10 to 50 (B)`.
fn listed(answer: &PositionsAnswer, issue: &IssueRow, moves: &[Move]) -> Markup {
    let mut rounds: Vec<(usize, Vec<String>)> = Vec::new();
    for one in moves.iter().take(FEWER) {
        let told = format!(
            "{} {} → {}{}",
            party(answer, issue, one.stand),
            naming::value(issue, one.from),
            naming::value(issue, one.to),
            if one.by == one.stand {
                String::new()
            } else {
                format!(" ({})", party(answer, issue, one.by))
            }
        );
        match rounds.last_mut().filter(|last| last.0 == one.round) {
            Some((_, all)) => all.push(told),
            None => rounds.push((one.round, vec![told])),
        }
    }
    html! {
        p.note { "Party, from → to (because of whom)" (left_out(moves.len(), FEWER)) "." }
        ul { @for (round, moves) in &rounds { li { "Round " (round) ": " (moves.join("; ")) "." } } }
    }
}

/// The moves for which a model says because of whom.
fn moves(issue: &IssueRow, model: &ModelRow) -> Vec<Move> {
    let length = (issue.high - issue.low).abs();
    let mut at: Vec<f64> = issue.stands.iter().map(|stand| stand.position).collect();
    let mut moves = Vec::new();
    for (round, positions) in model.rounds.iter().enumerate() {
        for (stand, from) in at.iter_mut().enumerate() {
            let Some(to) = positions.get(stand).copied().filter(|to| to.is_finite()) else {
                continue;
            };
            let by = model.moved_by.get(round).and_then(|by| by.get(stand).copied().flatten());
            let before = std::mem::replace(from, to);
            if let Some(by) = by.filter(|by| *by < issue.stands.len())
                && (to - before).abs() > STILL * length
            {
                let manner =
                    model.manners.get(round).and_then(|row| row.get(stand).cloned().flatten());
                moves.push(Move { round: round + 1, stand, from: before, to, by, manner });
            }
        }
    }
    moves
}

fn party<'a>(answer: &'a PositionsAnswer, issue: &IssueRow, stand: usize) -> &'a str {
    naming::party(answer, issue.stands.get(stand).map_or(usize::MAX, |stand| stand.party))
}

fn finding(answer: &PositionsAnswer, issue: &IssueRow, model: &ModelRow, moves: &[Move]) -> String {
    let mut caused = vec![0_usize; issue.stands.len()];
    for one in moves.iter().filter(|one| one.by != one.stand) {
        caused[one.by] += 1;
    }
    let most = caused.iter().copied().max().unwrap_or(0);
    let leaders: Vec<String> = (0..caused.len())
        .filter(|&stand| most > 0 && caused[stand] == most)
        .map(|stand| party(answer, issue, stand).to_owned())
        .collect();
    let told = naming::told(model);
    let under = format!("{},", naming::enclosed(&told).trim_end_matches(','));
    match &leaders[..] {
        [] => format!("Under {under} parties move of their own accord"),
        [one] => format!(
            "Under {under} {one} moves others most: {most} of {}",
            naming::counted(moves.len(), "move")
        ),
        [_, ..] if leaders.len() <= 3 => format!(
            "Under {under} {} move others most: {most} of {} each",
            naming::list(&leaders),
            naming::counted(moves.len(), "move")
        ),
        _ => format!("Under {under} no party moves others more than most do"),
    }
}

fn table(answer: &PositionsAnswer, issue: &IssueRow, model: &ModelRow, moves: &[Move]) -> Table {
    let mut groups: Vec<Group> = Vec::new();
    let mut last = 0;
    let tells = moves.iter().any(|one| one.manner.is_some());
    for one in moves.iter().take(MOST) {
        if one.round != last {
            last = one.round;
            groups.push(Group { heading: format!("Round {last}"), rows: Vec::new() });
        }
        let mut row = vec![
            Cell::text(party(answer, issue, one.stand)),
            naming::cell(issue, one.from),
            naming::cell(issue, one.to),
            Cell::text(if one.by == one.stand {
                "its own choice"
            } else {
                party(answer, issue, one.by)
            }),
        ];
        if tells {
            row.push(Cell::text(one.manner.as_deref().unwrap_or("–")));
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(row);
        }
    }
    // The style sheet aligns the second and third column to the right.
    let mut columns = vec![
        Column::text("Party"),
        Column::text("From"),
        Column::text("To"),
        Column::text("Because of"),
    ];
    if tells {
        columns.push(Column::text("By way of"));
    }
    let mut table =
        Table::new(format!("Who moved under {}", naming::told(model)), columns, Vec::new());
    table.grouped_by = "Round".into();
    table.groups = groups;
    table
}
