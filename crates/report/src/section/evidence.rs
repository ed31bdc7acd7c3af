//! The evidence under the answer: sources, numbers, conflicts, gaps.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, EvidenceRow};

use super::absent;
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wording::{count, sentence};

/// Statuses in the order of their weight for a reader, with what each means.
const STATUSES: [(&str, &str); 4] = [
    ("gap", "nothing is stated"),
    ("conflict", "several sources differ"),
    ("assumption", "the author's assumption"),
    ("sourced", "stated by a source"),
];

/// The evidence: finding, counts, sources, and every number with a filter.
pub fn body(answer: &Answer) -> Markup {
    let evidence = &answer.evidence;
    if evidence.rows.is_empty() && evidence.sources.is_empty() {
        return absent("The run recorded no evidence.");
    }
    let conflicts: Vec<&EvidenceRow> = of_status(answer, "conflict");
    let gaps: Vec<&EvidenceRow> = of_status(answer, "gap");
    html! {
        p.lead { (title(answer)) "." }
        dl.counts {
            @for (n, name) in [
                (evidence.sourced, "with a source"),
                (evidence.conflicts, "with sources that differ"),
                (evidence.assumptions, "assumptions"),
                (evidence.gaps, "gaps"),
            ] {
                div { dt { (name) } dd { (count(n)) } }
            }
        }
        (listed("Numbers on which sources differ", &conflicts))
        (listed("Numbers with neither source nor mark", &gaps))
        @if !evidence.sources.is_empty() { (sources(answer).markup()) }
        @if !evidence.rows.is_empty() { (rows(answer)) }
    }
}

/// The finding.
pub fn title(answer: &Answer) -> String {
    let e = &answer.evidence;
    let all =
        e.sourced.saturating_add(e.conflicts).saturating_add(e.assumptions).saturating_add(e.gaps);
    let backed = e.sourced.saturating_add(e.conflicts);
    format!(
        "{} of {} numbers rest on a source; {} {} and {} {}",
        count(backed),
        count(all),
        count(e.assumptions),
        if e.assumptions == 1 { "is an assumption" } else { "are assumptions" },
        count(e.gaps),
        if e.gaps == 1 { "is a gap" } else { "are gaps" }
    )
}

/// The finding of the full table: how many numbers a reader may want to look at first.
fn open_questions(answer: &Answer) -> String {
    let e = &answer.evidence;
    let open = e.conflicts.saturating_add(e.gaps);
    match open {
        0 => "No number is in conflict and none lacks a source or a mark".into(),
        1 => "One number is in conflict or lacks a source and a mark".into(),
        _ => format!("{} numbers are in conflict or lack a source and a mark", count(open)),
    }
}

fn of_status<'a>(answer: &'a Answer, status: &str) -> Vec<&'a EvidenceRow> {
    answer.evidence.rows.iter().filter(|row| row.status == status).collect()
}

fn listed(heading: &str, rows: &[&EvidenceRow]) -> Markup {
    const SHOWN: usize = 12;
    html! {
        @if !rows.is_empty() {
            h3 { (heading) }
            ul {
                @for row in rows.iter().take(SHOWN) {
                    li {
                        code { (row.name) } ": " (row.value)
                        @if !row.sources.is_empty() { " (" (row.sources.join(", ")) ")" }
                        @if !row.note.is_empty() { ". " (row.note) }
                    }
                }
                @if rows.len() > SHOWN { li { (count((rows.len() - SHOWN) as u64)) " more in the table below" } }
            }
        }
    }
}

fn sources(answer: &Answer) -> Figure {
    let evidence = &answer.evidence;
    // The source cited most, the first of equals.
    let most = evidence.sources.iter().reduce(|a, b| if b.cited > a.cited { b } else { a });
    let rows = evidence
        .sources
        .iter()
        .enumerate()
        .map(|(i, source)| {
            let title =
                if source.title.is_empty() { source.id.clone() } else { source.title.clone() };
            vec![
                Cell::Target(source.id.clone(), format!("source-{}", i + 1)),
                Cell::Link(title, source.url.clone()),
                Cell::text(source.publisher.as_str()),
                Cell::text(source.date.as_str()),
                Cell::text(source.grade.as_str()),
                Cell::count(source.cited),
            ]
        })
        .collect();
    Figure {
        id: "sources-figure".into(),
        title: match most {
            Some(source) if source.cited > 0 => format!(
                "The source cited most is “{}”, for {} {}",
                if source.title.is_empty() { &source.id } else { &source.title },
                count(source.cited),
                if source.cited == 1 { "number" } else { "numbers" }
            ),
            _ => "No source is cited".into(),
        },
        subtitle: format!("All {} sources with their grades", count(evidence.sources.len() as u64)),
        description: String::new(),
        chart: None,
        table: Table::new(
            "Sources",
            vec![
                Column::text("Key"),
                Column::text("Title"),
                Column::text("Publisher"),
                Column::short("Date"),
                Column::text("Grade"),
                Column::number("Cited by numbers"),
            ],
            rows,
        ),
        method: "Sources as the scenario declares them, with the grade that its author gave. A number that \
                 cites two sources counts for both."
            .into(),
        command: answer.manifest.command.clone(),
    }
}

/// Citations that lead to their rows in the table of sources.
fn citations(answer: &Answer, cited: &[String]) -> Cell {
    let target = |citation: &str| {
        let id = citation.split(':').next().unwrap_or(citation);
        let place = answer.evidence.sources.iter().position(|source| source.id == id)?;
        Some(format!("source-{}", place + 1))
    };
    Cell::Citations(cited.iter().map(|citation| (citation.clone(), target(citation))).collect())
}

fn rows(answer: &Answer) -> Markup {
    let evidence = &answer.evidence;
    let cells = evidence
        .rows
        .iter()
        .map(|row| {
            let mark =
                STATUSES.iter().find(|(status, _)| *status == row.status).map_or("", |s| s.0);
            vec![
                Cell::text(row.name.as_str()),
                Cell::text(row.value.as_str()),
                Cell::Status(mark, row.status.clone()),
                citations(answer, &row.sources),
                Cell::text(row.note.as_str()),
            ]
        })
        .collect();
    let figure = Figure {
        id: "numbers-figure".into(),
        title: open_questions(answer),
        subtitle: format!(
            "All {} numbers of the scenario as written, with their evidence",
            count(evidence.rows.len() as u64)
        ),
        description: String::new(),
        chart: None,
        table: Table::new(
            "Every number and its evidence",
            vec![
                Column::text("Name"),
                Column::text("Value"),
                Column::text("Status"),
                Column::text("Sources"),
                Column::text("Note"),
            ],
            cells,
        ),
        method: "Each quantity of the scenario with the sources it cites. A conflict cites several sources that \
                 differ; an assumption is marked so by the author; a gap has neither source nor mark."
            .into(),
        command: answer.manifest.command.clone(),
    };
    html! {
        details.fold {
            summary { "Every number and its evidence (" (count(evidence.rows.len() as u64)) ")" }
            form.filter data-filter="numbers-figure-table" hidden {
                label { "Search " input type="search" name="words" autocomplete="off"; }
                label { "Status "
                    select name="status" {
                        option value="" { "all" }
                        @for (status, meaning) in STATUSES {
                            option value=(status) { (sentence(status)) ": " (meaning) }
                        }
                    }
                }
                output role="status" { }
            }
            (figure.markup())
        }
    }
}
