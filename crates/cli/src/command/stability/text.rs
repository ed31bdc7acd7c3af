//! The answer of `zopa stability` for the terminal: findings, then the table of states.

use super::analysis::Analysis;
use crate::numbers::grouped;
use crate::output::{FAINT, HEADING, RESET};
use crate::wrap::{shortened, wrapped};
use zopa_exchange::NamedConflict;
use zopa_report::stability::ResultTable;

/// Equilibria named in one finding.
const NAMED: usize = 12;

/// The whole answer.
pub fn text(
    analysis: &Analysis<'_>,
    sections: &[(String, Vec<String>)],
    most: usize,
    width: usize,
) -> String {
    let named = analysis.named;
    let mut text = format!("{HEADING}{}{RESET}\n", named.title);
    if !named.summary.is_empty() {
        text.push_str(&wrapped("  ", &named.summary, width));
    }
    text.push_str(&findings(analysis, width));
    text.push_str(&table(analysis, most, width));
    for (heading, lines) in sections {
        text.push_str(&format!("\n{HEADING}{heading}{RESET}\n"));
        for line in lines {
            let lead = if line.starts_with("- ") { "    " } else { "  " };
            text.push_str(&wrapped(lead, line, width));
        }
    }
    for part in &analysis.parts {
        for table in &part.tables {
            text.push_str(&result_table(table, width));
        }
        for remark in &part.remarks {
            text.push_str(&wrapped("  ", remark, width));
        }
    }
    text
}

/// `one equilibrium`, `3 equilibria`.
pub fn equilibria_in_words(count: usize) -> String {
    match count {
        0 => "no equilibrium".into(),
        1 => "one equilibrium".into(),
        n => format!("{} equilibria", grouped(&n.to_string())),
    }
}

/// A table with its finding above and its method below.
fn result_table(table: &ResultTable, width: usize) -> String {
    let mut text = String::from("\n");
    let title = wrapped("", &table.title, width);
    text.push_str(&format!("{HEADING}{}{RESET}\n", title.trim_end()));
    if !table.note.is_empty() {
        text.push_str(&wrapped("  ", &table.note, width));
    }
    let columns = table.columns.len();
    if columns > 0 {
        let widest = |column: usize| {
            let cells =
                table.rows.iter().map(|row| row.get(column)).chain([table.columns.get(column)]);
            cells.flatten().map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(widest).collect();
        let line = |cells: &[String]| {
            let padded: Vec<String> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, &w)| format!("{}{}", cell, " ".repeat(w - cell.chars().count())))
                .collect();
            format!("  {}\n", padded.join("  ").trim_end())
        };
        text.push_str(&line(&table.columns));
        for row in &table.rows {
            text.push_str(&line(row));
        }
    }
    if !table.method.is_empty() {
        text.push_str(&wrapped("  ", &format!("How: {}.", table.method), width));
    }
    text
}

/// States by name, cut after a dozen.
pub fn list(named: &NamedConflict, states: &[u32]) -> String {
    let mut names: Vec<String> = states.iter().take(NAMED).map(|&s| named.state_name(s)).collect();
    if states.len() > NAMED {
        names.push(format!("… and {} more", grouped(&(states.len() - NAMED).to_string())));
    }
    names.join(", ")
}

fn findings(analysis: &Analysis<'_>, width: usize) -> String {
    let total = grouped(&analysis.named.states().to_string());
    let mut text = String::new();
    // Concepts with the same equilibria are told together.
    let mut told: Vec<(Vec<&str>, &[u32])> = Vec::new();
    for solved in &analysis.solved {
        match told.iter_mut().find(|(_, states)| *states == solved.equilibria.as_slice()) {
            Some((names, _)) => names.push(&solved.name),
            None => told.push((vec![&solved.name], &solved.equilibria)),
        }
    }
    for (names, states) in told {
        let concepts = names.join(", ");
        let line = match states.len() {
            0 => format!("{concepts}: no equilibrium among {total} states"),
            1 => format!("{concepts}: one equilibrium, {}", list(analysis.named, states)),
            n => format!(
                "{concepts}: {} equilibria of {total} states: {}",
                grouped(&n.to_string()),
                list(analysis.named, states)
            ),
        };
        text.push_str(&wrapped("  ", &line, width));
    }
    text
}

fn table(analysis: &Analysis<'_>, most: usize, width: usize) -> String {
    let named = analysis.named;
    let mut text = format!("\n{HEADING}States{RESET}");
    let order = analysis.rows(most);
    let parties: Vec<String> = named
        .parties
        .iter()
        .enumerate()
        .map(|(i, party)| format!("{} {}", i + 1, party.name))
        .collect();
    text.push_str(&format!(
        "{FAINT}  = equilibrium; digits: stable for {}{RESET}\n",
        parties.join(", ")
    ));
    if !named.options.is_empty() {
        let options: Vec<&str> = named.options.iter().map(|o| o.name.as_str()).collect();
        let letters = format!("letters, Y taken and N not, for: {}", options.join("; "));
        text.push_str(&format!("{FAINT}{}{RESET}", wrapped("  ", &letters, width)));
    }
    let names: Vec<String> = order.iter().map(|&s| named.state_name(s)).collect();
    let name_width = names.iter().map(|n| n.chars().count()).max().unwrap_or(5).max(5);
    for block in blocks(analysis, name_width, width) {
        let mut header = format!("  {:<name_width$}", "state");
        for (solved, w) in &block {
            header.push_str(&format!("  {:<w$}", solved.name));
        }
        text.push_str(&format!("{}\n", header.trim_end()));
        let used = header.chars().count();
        for (&state, name) in order.iter().zip(&names) {
            let mut row = format!("  {name:<name_width$}");
            for (solved, w) in &block {
                let marks = marks(solved, state, named.parties.len());
                row.push_str(&format!("  {marks:<w$}"));
            }
            let label = named.state_label(state);
            let room = width.saturating_sub(used + 2);
            if label != *name && room >= 12 {
                row.push_str(&format!("  {FAINT}{}{RESET}", shortened(&label, room)));
            }
            if named.status_quo == Some(state) {
                row.push_str(&format!("  {HEADING}status quo{RESET}"));
            }
            text.push_str(&format!("{}\n", row.trim_end()));
        }
    }
    if order.len() < named.states() {
        text.push_str(&format!(
            "  {FAINT}{} of {} states shown, equilibria first; `--most N` shows more{RESET}\n",
            grouped(&order.len().to_string()),
            grouped(&named.states().to_string())
        ));
    }
    text
}

/// The concepts in blocks that fit beside the names of the states, each with its width.
fn blocks<'a>(
    analysis: &'a Analysis<'_>,
    name_width: usize,
    width: usize,
) -> Vec<Vec<(&'a super::analysis::Solved, usize)>> {
    let cell = analysis.named.parties.len() + 1;
    let mut blocks: Vec<Vec<_>> = Vec::new();
    let mut used = usize::MAX;
    for solved in &analysis.solved {
        let w = cell.max(solved.name.chars().count());
        if used.saturating_add(w + 2) > width {
            blocks.push(Vec::new());
            used = name_width + 2;
        }
        used += w + 2;
        blocks.last_mut().expect("a block was begun").push((solved, w));
    }
    blocks
}

/// `=123` for an equilibrium, ` 1-3` where it is stable for the first and third party only.
fn marks(solved: &super::analysis::Solved, state: u32, parties: usize) -> String {
    let stable: Vec<bool> =
        (0..parties).map(|party| solved.stable[party].contains(state as usize)).collect();
    let mut text = String::from(if stable.iter().all(|s| *s) { "=" } else { " " });
    for (party, stable) in stable.iter().enumerate() {
        match (stable, party) {
            (true, 0..9) => text.push_str(&(party + 1).to_string()),
            (true, _) => text.push('+'),
            (false, _) => text.push('-'),
        }
    }
    text
}
