//! The states of a conflict as a table of comma-separated values (RFC 4180), to be sorted and
//! ranked in a spreadsheet and read back.
//!
//! Columns: `state` (letters or identifier), `label`, one per option with `Y` or `N`, and one per
//! party, `rank of PARTY`: 1 is best, equal numbers tie. A party whose preference is no ranking has
//! no column; strong gaps are not in the table.

pub(crate) mod table;

use crate::{NamedConflict, letters};
use std::fmt::Write;
use table::{Cell, cells};
use zopa_scenario::{Code, Diagnostic, Severity};
use zopa_stability::{Graph, Preference, Ranking};

/// What reading a table gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CsvReading {
    /// For each party with a column its ranking.
    pub rankings: Vec<(usize, Ranking)>,
    /// Problems, with places in the text. Where any is an error there are no rankings.
    pub diagnostics: Vec<Diagnostic>,
}

/// The table of states of a conflict. Linear in states times columns.
///
/// ```
/// let text = r#"{"options": [{"name": "Swerve"}, {"name": "Swerve"}], "decisionMakers": [
///     {"name": "Row", "options": [0], "preferenceRanking": [3, 4, 2, 1]},
///     {"name": "Column", "options": [1], "preferenceRanking": [2, 4, 3, 1]}]}"#;
/// let chicken = zopa_exchange::gmcr::read(text).conflict.expect("a conflict");
/// let table = zopa_exchange::csv::write(&chicken);
/// assert!(table.starts_with("state,label,swerve,swerve_2,rank of Row,rank of Column\r\nNN,"));
/// let rankings = zopa_exchange::csv::read(&table, &chicken).rankings;
/// assert_eq!(rankings[0].1.rank, [0, 1, 3, 2]);
/// ```
pub fn write(conflict: &NamedConflict) -> String {
    let form = match &conflict.conflict.graph {
        Graph::Options(form) => Some(form),
        Graph::Listed(_) => None,
    };
    let mut text = String::from("state,label");
    if form.is_some() {
        for option in &conflict.options {
            let _ = write!(text, ",{}", quoted(&option.id));
        }
    }
    let mut places = Vec::new();
    for (party, preference) in conflict.conflict.preferences.iter().enumerate() {
        if let Preference::Ranking(ranking) = preference {
            let name = format!("rank of {}", conflict.parties[party].id);
            let _ = write!(text, ",{}", quoted(&name));
            places.push(places_from_best(ranking));
        }
    }
    text.push_str("\r\n");
    for state in 0..conflict.states() as u32 {
        let (name, label) = (conflict.state_name(state), conflict.state_label(state));
        let _ = write!(text, "{},{}", quoted(&name), quoted(&label));
        if let Some(form) = form {
            let taken = letters(form.feasible.number(state), conflict.options.len());
            taken.chars().for_each(|letter| text.extend([',', letter]));
        }
        for places in &places {
            let _ = write!(text, ",{}", places[state as usize]);
        }
        text.push_str("\r\n");
    }
    text
}

/// The place of each state: 1 for the best, ties with the same number, no number left out.
fn places_from_best(ranking: &Ranking) -> Vec<usize> {
    let mut levels: Vec<u32> = ranking.rank.clone();
    levels.sort_unstable();
    levels.dedup();
    let place = |rank: &u32| levels.len() - levels.partition_point(|level| level < rank);
    ranking.rank.iter().map(place).collect()
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Reads rankings of the parties of a conflict from a table: a column `state` with letters or
/// identifiers, and for any of the parties a column `rank of PARTY`, or just the party, by
/// identifier or name. Other columns are left alone; `label` and those of options silently.
pub fn read(text: &str, conflict: &NamedConflict) -> CsvReading {
    let mut diagnostics = Vec::new();
    let rankings = rankings(text, conflict, &mut diagnostics).unwrap_or_default();
    let sound = !zopa_scenario::diagnostic::any_error(&diagnostics);
    CsvReading { rankings: if sound { rankings } else { Vec::new() }, diagnostics }
}

fn rankings(
    text: &str,
    conflict: &NamedConflict,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<(usize, Ranking)>> {
    let rows = match cells(text) {
        Ok(rows) => rows,
        Err(span) => {
            let message = "a quotation mark is never closed, or text follows one";
            diagnostics.push(Diagnostic::new(Code::Unreadable, message).at(span));
            return None;
        }
    };
    let Some((header, rows)) = rows.split_first() else {
        diagnostics.push(Diagnostic::new(Code::Unreadable, "the table is empty"));
        return None;
    };
    let mut state_column = None;
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (column, cell) in header.iter().enumerate() {
        let title = cell.text.trim();
        let name = title.strip_prefix("rank of ").unwrap_or(title);
        let party = conflict.parties.iter().position(|party| party.id == name);
        let party = party.or_else(|| conflict.parties.iter().position(|party| party.name == name));
        let option = conflict.options.iter().any(|o| o.id == title || o.name == title);
        if title.eq_ignore_ascii_case("state") {
            state_column = Some(column);
        } else if let Some(party) = party.filter(|_| !option || title != name) {
            if columns.iter().any(|(_, other)| *other == party) {
                let message = format!("two columns rank the states for {name}");
                diagnostics.push(Diagnostic::new(Code::DuplicateKey, message).at(cell.span));
            }
            columns.push((column, party));
        } else if !option && title != "label" {
            let message = format!("the column `{title}` is not used");
            let problem = Diagnostic::new(Code::UnknownField, message).at(cell.span);
            diagnostics.push(Diagnostic { severity: Severity::Warning, ..problem });
        }
    }
    let Some(state_column) = state_column else {
        let span = header.first().map_or_else(Default::default, |cell| cell.span);
        let message = "a column `state` is missing";
        diagnostics.push(Diagnostic::new(Code::MissingField, message).at(span));
        return None;
    };
    let states = conflict.states();
    let mut seen: Vec<Option<&Cell>> = vec![None; states];
    let mut places: Vec<Vec<u32>> = vec![vec![0; states]; columns.len()];
    for row in rows {
        let Some(cell) = row.get(state_column) else {
            let span = row.first().map_or_else(Default::default, |cell| cell.span);
            diagnostics
                .push(Diagnostic::new(Code::MissingField, "the row names no state").at(span));
            continue;
        };
        let Some(state) = conflict.state(cell.text.trim()) else {
            let message = format!("there is no feasible state `{}`", cell.text.trim());
            diagnostics.push(Diagnostic::new(Code::UnknownState, message).at(cell.span));
            continue;
        };
        if let Some(first) = seen[state as usize].replace(cell) {
            let message = format!("state `{}` has two rows", cell.text.trim());
            let problem = Diagnostic::new(Code::RepeatedState, message);
            diagnostics
                .push(problem.label(cell.span, "again here").label(first.span, "first here"));
        }
        for ((column, _), places) in columns.iter().zip(&mut places) {
            match row.get(*column).map(|cell| (cell, cell.text.trim().parse::<u32>())) {
                Some((_, Ok(place))) => places[state as usize] = place,
                found => {
                    let span = found.map_or(cell.span, |(cell, _)| cell.span);
                    let message = "a rank is a whole number, 1 for the best";
                    diagnostics.push(Diagnostic::new(Code::WrongType, message).at(span));
                }
            }
        }
    }
    let missing: Vec<u32> =
        (0..states as u32).filter(|&state| seen[state as usize].is_none()).collect();
    if let Some(&first) = missing.first() {
        let rest = if missing.len() > 1 { " and others" } else { "" };
        let message = format!("the table misses state `{}`{rest}", conflict.state_name(first));
        diagnostics
            .push(Diagnostic::new(Code::MissingState, message).at(header[state_column].span));
    }
    let ranking = |places: Vec<u32>| {
        let mut levels = places.clone();
        levels.sort_unstable();
        levels.dedup();
        let worse = |place: &u32| levels.len() - levels.partition_point(|level| level <= place);
        Ranking::new(places.iter().map(|place| worse(place) as u32).collect())
    };
    Some(columns.into_iter().map(|(_, party)| party).zip(places.into_iter().map(ranking)).collect())
}
