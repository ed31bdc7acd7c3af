//! The table of states: for which parties each is stable under which concept, equilibria first.

use maud::{Markup, html};

use super::answer::StabilityAnswer;
use super::controls::{Scope, controls};
use super::findings::{common_equilibria, positions};
use super::naming::{self, concepts_of, counted};
use crate::table::{Cell, Column, Table};
use crate::wording::{count, list};

/// The table with its filters.
pub fn body(answer: &StabilityAnswer) -> Markup {
    if answer.states.is_empty() {
        return html! { p.absent { "There is no state to show." } };
    }
    html! {
        figure #states-figure.tabular aria-labelledby="states-title" {
            figcaption {
                h3 #states-title { (title(answer)) }
                p.subtitle {
                    (shown(answer)) ". ● stable for the party, ○ not stable, ◉ equilibrium: stable for every party."
                    " States that are equilibria under most concepts come first."
                }
            }
            (options(answer))
            (controls(answer, Scope::Table))
            (table(answer))
            p.actions { (flat(answer).download("states")) }
        }
    }
}

/// How many states are shown of how many.
pub fn shown(answer: &StabilityAnswer) -> String {
    let here = answer.states.len() as u64;
    if answer.total_states > here {
        let near = match answer.neighbourhood_of.filter(|&state| state < answer.states.len()) {
            Some(state) => format!(", the neighbourhood of {}", naming::state(answer, state)),
            None => String::new(),
        };
        format!("Showing {} of {}{near}", count(here), counted(answer.total_states, "state"))
    } else {
        format!("All {} of the conflict", counted(here, "state"))
    }
}

/// Who would leave how many states under the first concept.
fn title(answer: &StabilityAnswer) -> String {
    let Some(concept) = answer.concepts.first() else {
        return "No stability concept was asked for".into();
    };
    let leaves: Vec<String> = concept
        .stable
        .iter()
        .take(answer.parties.len())
        .enumerate()
        .map(|(party, stable)| {
            let left = stable.iter().take(answer.states.len()).filter(|&&stable| !stable).count();
            let left = if left == 0 { "none".into() } else { count(left as u64) };
            format!("{} would leave {left}", naming::party(answer, party))
        })
        .collect();
    if leaves.is_empty() {
        return common_equilibria(answer);
    }
    let shown = answer.states.len() as u64;
    let shown = if answer.total_states > shown {
        format!("{} shown", counted(shown, "state"))
    } else {
        counted(shown, "state")
    };
    format!("Of {shown}, {} under {}", list(&leaves), concept.abbreviation)
}

/// What the letters stand for.
fn options(answer: &StabilityAnswer) -> Markup {
    html! {
        @if !answer.options.is_empty() {
            details.legend open[answer.options.len() <= 12] {
                summary { "What the letters stand for, in order" }
                ol.options {
                    @for option in &answer.options {
                        li {
                            (if option.name.is_empty() { &option.id } else { &option.name })
                            span.note { " (" (naming::party(answer, option.party)) ")" }
                        }
                    }
                }
                p.note { "Y: taken, N: not taken, -: either." }
            }
        }
    }
}

/// States by number of concepts under which they are equilibria, then by index.
fn order(answer: &StabilityAnswer) -> Vec<usize> {
    let mut order: Vec<usize> = (0..answer.states.len()).collect();
    order.sort_by_key(|&state| {
        (std::cmp::Reverse(concepts_of(answer, state).len()), answer.states[state].index, state)
    });
    order
}

fn table(answer: &StabilityAnswer) -> Markup {
    let caption = "Stability of each state for each party under each concept";
    html! {
        div.table-scroll.wide tabindex="0" role="group" aria-label=(caption) {
            table #states-table.marks {
                caption { (caption) }
                thead {
                    tr {
                        th scope="col" rowspan="2" { "State" }
                        @for (i, concept) in answer.concepts.iter().enumerate() {
                            th.concept scope="colgroup" colspan=(1 + parties(answer, i)) data-under=(i) data-span {
                                abbr title=(concept.name) { (concept.abbreviation) }
                            }
                        }
                    }
                    tr {
                        @for i in 0..answer.concepts.len() {
                            th.turned.concept scope="col" data-under=(i) { span { "equilibrium" } }
                            @for party in 0..parties(answer, i) {
                                th.turned scope="col" data-under=(i) data-by=(party) { span { (naming::party(answer, party)) } }
                            }
                        }
                    }
                }
                tbody {
                    @for (place, &state) in order(answer).iter().enumerate() {
                        (row(answer, state, place))
                    }
                }
            }
        }
    }
}

fn parties(answer: &StabilityAnswer, concept: usize) -> usize {
    answer.concepts[concept].stable.len().min(answer.parties.len())
}

fn row(answer: &StabilityAnswer, state: usize, place: usize) -> Markup {
    let row = &answer.states[state];
    let under: Vec<String> = (0..answer.concepts.len())
        .filter(|&i| answer.concepts[i].equilibria.get(state) == Some(&true))
        .map(|i| i.to_string())
        .collect();
    html! {
        tr class=[(!under.is_empty()).then_some("equilibrium")] data-equilibria=(under.join(" ")) data-place=(place) {
            th scope="row" {
                span.state-name { (row.name) }
                @if answer.status_quo == Some(state) { span.here-mark { " status quo" } }
                @if !row.letters.is_empty() && row.letters != row.name { span.state-letters { " " (row.letters) } }
                @let label = naming::label(row);
                @if !label.is_empty() { span.state-label { " " (label) } }
            }
            @for (i, concept) in answer.concepts.iter().enumerate() {
                td.mark.concept data-under=(i) {
                    @if concept.equilibria.get(state) == Some(&true) { span role="img" aria-label="equilibrium" { "◉" } }
                }
                @for party in 0..parties(answer, i) {
                    td.mark data-under=(i) data-by=(party) {
                        @match concept.stable[party].get(state) {
                            Some(true) => { span role="img" aria-label="stable" { "●" } }
                            Some(false) => { span.not role="img" aria-label="not stable" { "○" } }
                            None => {}
                        }
                    }
                }
            }
        }
    }
}

/// The same as a table of columns without groups, for download.
fn flat(answer: &StabilityAnswer) -> Table {
    let mut columns = vec![
        Column::number("index"),
        Column::text("state"),
        Column::text("options"),
        Column::text("label"),
    ];
    for (i, concept) in answer.concepts.iter().enumerate() {
        columns.push(Column::text(format!("{}: equilibrium", concept.abbreviation)));
        columns.extend((0..parties(answer, i)).map(|party| {
            Column::text(format!("{}: {}", concept.abbreviation, answer.parties[party].id))
        }));
    }
    let mark =
        |stable: Option<&bool>| Cell::text(stable.map_or("", |&s| if s { "1" } else { "0" }));
    let rows = order(answer)
        .into_iter()
        .map(|state| {
            let row = &answer.states[state];
            let mut cells = vec![
                Cell::count(row.index),
                Cell::text(row.name.as_str()),
                Cell::text(naming::letters(answer, row).unwrap_or("")),
                Cell::text(row.label.as_str()),
            ];
            for (i, concept) in answer.concepts.iter().enumerate() {
                cells.push(mark(concept.equilibria.get(state)));
                cells.extend(
                    (0..parties(answer, i)).map(|party| mark(concept.stable[party].get(state))),
                );
            }
            cells
        })
        .collect();
    Table::new("Stability of states", columns, rows)
}

/// The equilibria under each concept, as one sentence for those who do not see the graph.
pub fn in_words(answer: &StabilityAnswer) -> String {
    let parts: Vec<String> = answer
        .concepts
        .iter()
        .map(|concept| {
            let states = positions(answer, concept);
            let names: Vec<String> =
                states.iter().take(12).map(|&s| naming::state(answer, s).to_owned()).collect();
            match states.len() {
                0 => format!("{}: none", concept.abbreviation),
                n if n > 12 => format!("{}: {} states", concept.abbreviation, count(n as u64)),
                _ => format!("{}: {}", concept.abbreviation, list(&names)),
            }
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!("Equilibria under {}.", parts.join("; ")) }
}
