//! Tables of KTAB, the KAPSARC toolkit for behavioral analysis (Efird, Lester and Wise 2016).
//!
//! | line | cells |
//! |---|---|
//! | first | name, description, number of actors, number of dimensions |
//! | second | `Actor`, `Description`, `Power`, then position and salience of each dimension |
//! | further | an actor: short name, description, capability, then positions and saliences from 0 to 100 |
//!
//! Each dimension is an issue with a scale from 0 to 100. A number of actors that differs from the
//! rows is a warning, also saliences of one actor that sum to more than 100, which the spatial
//! model rejects.

use super::cells::{counted, number, plain, row_span, rows_separated, shortened, text_span};
use super::gathering::{Problems, SalienceUnit, Stated, StatedIssue, gather, warning};
use super::{NamedPositions, PositionsReading};
use crate::Named;
use crate::csv::table::{Cell, separated};
use zopa_scenario::{Code, Diagnostic, Span};

/// Cells before the first dimension.
const BEFORE: usize = 3;

/// Whether a text is a table of this kind: its second line begins with `Actor` and `Description`,
/// its first does not name columns.
pub fn recognised(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    // Two lines are enough, unless a quoted field runs over lines.
    let two: usize = start.split_inclusive('\n').take(2).map(str::len).sum();
    let Ok(rows) = separated(&start[..two], b',') else { return false };
    let [first, second] = rows.as_slice() else { return false };
    let named = |row: &[Cell], at: usize, name: &str| {
        row.get(at).is_some_and(|cell| plain(&cell.text) == name)
    };
    named(second, 0, "actor")
        && named(second, 1, "description")
        && !first.iter().any(|cell| plain(&cell.text) == "position")
}

/// Reads the table. Parties are called by their short names, with the descriptions as names where
/// these differ; `name` is the title where the table has none. Linear in the length of the text.
///
/// ```
/// let text = "Reform,Opening the sector, 2, 1,\nActor,Description,Power,Pstn,Sal,\n\
///             A,First actor,100,30,30,\nB,Second actor,65,45,65,\n";
/// let reading = zopa_exchange::positions::toolkit_csv::read(text, "");
/// let positions = reading.positions.expect("positions");
/// assert_eq!((positions.title.as_str(), positions.parties[0].name.as_str()), ("Reform", "First actor"));
/// assert_eq!(positions.issues[0].issue.stands[1].salience, 0.65);
/// ```
pub fn read(text: &str, name: &str) -> PositionsReading {
    let mut problems = Problems::default();
    let positions = table(text, name, &mut problems);
    let mut diagnostics = problems.stands;
    diagnostics.extend(problems.issues);
    diagnostics.sort_by_key(|problem| problem.labels.first().map(|label| label.span));
    let sound = !zopa_scenario::diagnostic::any_error(&diagnostics);
    PositionsReading { positions: positions.filter(|_| sound), diagnostics }
}

fn table(text: &str, name: &str, problems: &mut Problems) -> Option<NamedPositions> {
    let diagnostics = &mut problems.stands;
    let rows = rows_separated(text, b',', diagnostics)?;
    let (first, rest) = rows.split_first()?;
    let Some((header, rows)) = rest.split_first() else {
        let message = "the table ends before the line with the names of its columns";
        diagnostics.push(Diagnostic::new(Code::Unreadable, message).at(row_span(first)));
        return None;
    };
    let actors = count(first, 2, "actors", diagnostics);
    let dimensions = count(first, 3, "dimensions", diagnostics);
    let named = filled(header);
    let pairs = named.len().saturating_sub(BEFORE) / 2;
    let (dimensions, place) = dimensions?;
    if pairs == 0 || named.len() != BEFORE + 2 * pairs || pairs != dimensions {
        let message = format!(
            "a table of {} has {BEFORE} columns and 2 for each, position and salience: here are {}",
            counted(dimensions, "dimension"),
            named.len()
        );
        let problem = Diagnostic::new(Code::MissingField, message);
        diagnostics.push(problem.label(row_span(named), "columns").label(place, "dimensions"));
        return None;
    }
    if rows.is_empty() {
        let message = "the table has no actors";
        diagnostics.push(Diagnostic::new(Code::Unreadable, message).at(row_span(header)));
        return None;
    }
    if let Some((actors, place)) = actors.filter(|(actors, _)| *actors != rows.len()) {
        let message = format!(
            "the first line announces {}, {} below",
            counted(actors, "actor"),
            match rows.len() {
                1 => "1 stands".to_owned(),
                follow => format!("{follow} stand"),
            }
        );
        diagnostics.push(warning(Code::WrongType, message).at(place));
    }
    let mut issues: Vec<StatedIssue> = (0..pairs).map(|pair| issue(header, pair)).collect();
    let mut parties: Vec<Named> = Vec::new();
    for row in rows {
        let id = row[0].text.trim().to_owned();
        if id.is_empty() {
            let message = "the row names no actor";
            diagnostics.push(Diagnostic::new(Code::MissingField, message).at(row_span(row)));
            continue;
        }
        let party = parties.iter().position(|party| party.id == id).unwrap_or_else(|| {
            let described = row.get(1).map_or("", |cell| cell.text.trim()).to_owned();
            parties.push(Named { id: id.clone(), name: described });
            parties.len() - 1
        });
        let cell = |at: usize, diagnostics: &mut Vec<Diagnostic>| {
            let what = header[at].text.trim();
            match row.get(at).filter(|cell| !cell.text.trim().is_empty()) {
                Some(cell) => number(cell, what, false, diagnostics),
                None => {
                    let message = format!("`{}` has no {what}", shortened(&id));
                    let span = row.get(at).map_or_else(|| row_span(row), |cell| cell.span);
                    diagnostics.push(Diagnostic::new(Code::MissingField, message).at(span));
                    None
                }
            }
        };
        let capability = cell(2, diagnostics);
        let mut total = 0.0;
        for (pair, issue) in issues.iter_mut().enumerate() {
            let position = cell(BEFORE + 2 * pair, diagnostics);
            let salience = cell(BEFORE + 2 * pair + 1, diagnostics);
            total += salience.map_or(0.0, |(salience, _)| salience);
            if let (Some(position), Some(capability)) = (position, capability) {
                let place = text_span(&row[0]);
                issue.stands.push(Stated { party, place, position, salience, capability });
            }
        }
        if pairs > 1 && total > 100.5 {
            let message = format!(
                "the saliences of `{}` sum to {total}: the spatial model asks for at most 100",
                shortened(&id)
            );
            diagnostics.push(warning(Code::Salience, message).at(row_span(&row[BEFORE..])));
        }
        if let Some(extra) = filled(row).get(named.len()..).filter(|extra| !extra.is_empty()) {
            let message = "the row has more cells than there are columns";
            diagnostics.push(warning(Code::UnknownField, message).at(row_span(extra)));
        }
    }
    let names: std::collections::BTreeSet<&str> =
        parties.iter().map(|party| party.name.as_str()).collect();
    if names.len() < parties.len() {
        parties.iter_mut().for_each(|party| party.name = party.id.clone());
    }
    for party in parties.iter_mut().filter(|party| party.name.is_empty()) {
        party.name = party.id.clone();
    }
    let title = match first[0].text.trim() {
        "" => name,
        title => title,
    };
    let summary = first.get(1).map_or("", |cell| cell.text.trim()).to_owned();
    let positions = gather(title, parties, &issues, SalienceUnit::Percent, problems);
    Some(NamedPositions { summary, ..positions })
}

/// The row without the blank cells at its end.
fn filled(row: &[Cell]) -> &[Cell] {
    let end = row.iter().rposition(|cell| !cell.text.trim().is_empty()).map_or(0, |last| last + 1);
    &row[..end]
}

/// A number of things in the first line.
fn count(
    first: &[Cell],
    at: usize,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(usize, Span)> {
    let cell = first.get(at).filter(|cell| !cell.text.trim().is_empty());
    let number = cell.and_then(|cell| cell.text.trim().parse::<usize>().ok());
    if number.is_none() {
        let code = if cell.is_some() { Code::WrongType } else { Code::MissingField };
        let message = format!(
            "the first line holds name, description, number of actors, number of dimensions: the number of {what} is missing"
        );
        let span = cell.map_or_else(|| row_span(first), text_span);
        diagnostics.push(Diagnostic::new(code, message).at(span));
    }
    number.zip(cell.map(text_span))
}

/// The issue of a dimension, called by the column of its position without the word "position".
fn issue(header: &[Cell], pair: usize) -> StatedIssue {
    let cell = &header[BEFORE + 2 * pair];
    let title = cell.text.trim();
    let short = title.strip_suffix("Position").or_else(|| title.strip_suffix("position"));
    let id = match short.unwrap_or(title).trim() {
        "" => format!("dimension_{}", pair + 1),
        id => id.to_owned(),
    };
    let earlier = (0..pair).filter(|&other| header[BEFORE + 2 * other].text.trim() == title);
    let id = match earlier.count() {
        0 => id,
        number => format!("{id}_{}", number + 1),
    };
    let place = text_span(cell);
    StatedIssue {
        named: Named { id: id.clone(), name: id },
        place,
        low: Some((0.0, place)),
        high: Some((100.0, place)),
        ..Default::default()
    }
}
