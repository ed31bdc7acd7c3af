//! How often states are equilibria under perturbed preferences, results of the literature beside
//! those found, and further results.

use maud::{Markup, html};
use zopa_ensemble::answer::Proportion;

use super::answer::{KnownResult, ResultTable, RobustnessRow, StabilityAnswer};
use super::naming;
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wording::{count, percent_with_interval};

/// Shares of draws in which each state is an equilibrium, with intervals.
pub fn robustness(answer: &StabilityAnswer) -> Markup {
    let mut rows: Vec<&RobustnessRow> = answer.robustness.iter().collect();
    let place = |row: &RobustnessRow| {
        answer.concepts.iter().position(|c| c.abbreviation == row.concept).unwrap_or(usize::MAX)
    };
    rows.sort_by(|a, b| {
        place(a).cmp(&place(b)).then(b.share.total_cmp(&a.share)).then(a.state.cmp(&b.state))
    });
    let share = |row: &RobustnessRow| Proportion {
        p: row.share,
        low: row.low,
        high: row.high,
        n: row.draws,
    };
    let draws = rows.iter().map(|row| row.draws).max().unwrap_or(0);
    let title = rows
        .iter()
        .copied()
        .reduce(|a, b| if b.share > a.share { b } else { a })
        .map_or_else(String::new, |row| {
            format!(
                "{} is an equilibrium under {} in {} of draws",
                naming::state(answer, row.state),
                row.concept,
                percent_with_interval(&share(row))
            )
        });
    let table = Table::new(
        format!(
            "Share of {} draws in which a state is an equilibrium, with 95 % interval",
            count(draws)
        ),
        vec![Column::short("State"), Column::short("Concept"), Column::share("Equilibrium in")],
        rows.iter()
            .map(|row| {
                vec![
                    Cell::text(naming::state(answer, row.state)),
                    Cell::text(row.concept.as_str()),
                    Cell::Share(share(row)),
                ]
            })
            .collect(),
    );
    Figure {
        id: "robustness-figure".into(),
        title,
        subtitle: format!(
            "Share of {} draws of the preferences; the line is the 95 % interval of the share. {}",
            count(draws),
            answer.robustness_method
        ),
        description: String::new(),
        chart: None,
        table,
        method: "Each draw perturbs the preferences and is solved anew. Intervals are those of Wilson (1927) for a share of independent draws.".into(),
        command: answer.command.clone(),
    }
    .markup()
}

/// What sources state, and whether it was found.
pub fn known(answer: &StabilityAnswer) -> Markup {
    let differ: Vec<&KnownResult> = answer.known.iter().filter(|known| !known.agrees).collect();
    let all = answer.known.len() as u64;
    let title = match differ.len() {
        0 if all == 1 => "The result that a source states was found again".to_owned(),
        0 => format!("All {} results that sources state were found again", count(all)),
        n => format!(
            "{} of {} results that sources state {} from what was found",
            count(n as u64),
            count(all),
            if n == 1 { "differs" } else { "differ" }
        ),
    };
    let table = Table::new(
        "Results that sources state, and what was found",
        ["Concept", "For", "Stated", "Found", "Agrees", "Source", "Why it differs"]
            .map(Column::text)
            .into(),
        answer
            .known
            .iter()
            .map(|known| {
                [
                    known.concept.as_str(),
                    known.subject.as_str(),
                    known.stated.as_str(),
                    known.found.as_str(),
                    if known.agrees { "✓ yes" } else { "✕ no" },
                    known.source.as_str(),
                    known.remark.as_str(),
                ]
                .map(Cell::text)
                .into()
            })
            .collect(),
    );
    figure("known", title, String::new(), table, String::new())
}

/// The further results, each a table.
pub fn further(answer: &StabilityAnswer) -> Markup {
    html! {
        @for (i, result) in answer.tables.iter().enumerate() { (further_table(i, result)) }
    }
}

fn further_table(i: usize, result: &ResultTable) -> Markup {
    let table = Table::new(
        result.columns.join(", "),
        result.columns.iter().map(Column::text).collect(),
        result
            .rows
            .iter()
            .map(|row| {
                let cells = row.iter().map(|cell| Cell::text(cell.as_str()));
                cells
                    .chain(std::iter::repeat_with(|| Cell::text("")))
                    .take(result.columns.len())
                    .collect()
            })
            .collect(),
    );
    figure(
        &format!("result-{}", i + 1),
        result.title.clone(),
        result.note.clone(),
        table,
        result.method.clone(),
    )
}

/// A table as a figure.
fn figure(id: &str, title: String, note: String, table: Table, method: String) -> Markup {
    html! {
        figure.tabular id={ (id) "-figure" } aria-labelledby={ (id) "-title" } {
            figcaption {
                h3 id={ (id) "-title" } { (title) }
                @if !note.is_empty() { p.subtitle { (note) } }
            }
            (table.markup(&format!("{id}-table")))
            @if !method.is_empty() {
                details.how { summary { "How this was computed" span.unseen { ": " (title) } } p { (method) } }
            }
            p.actions { (table.download(id)) }
        }
    }
}
