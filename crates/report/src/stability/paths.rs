//! The state graph with its list of moves, and the paths from the status quo.

use maud::{Markup, html};

use super::answer::{Move, MoveKind, StabilityAnswer};
use super::controls::{Scope, controls};
use super::diagram;
use super::findings::{common_equilibria, manner};
use super::naming::{self, counted};
use super::states::{in_words, shown};
use crate::table::{Cell, Column, Table};
use crate::wording::{count, list};

/// The state graph: picture, key, filters, reachable lists.
pub fn graph(answer: &StabilityAnswer) -> Markup {
    if answer.states.is_empty() {
        return html! { p.absent { "There is no state to draw." } };
    }
    let title = common_equilibria(answer);
    html! {
        figure #graph-figure aria-labelledby="graph-title" {
            figcaption {
                h3 #graph-title { (title) }
                p.subtitle { (subtitle(answer)) }
            }
            (controls(answer, Scope::Graph))
            (diagram::key(answer))
            (diagram::picture(answer, &title, &format!("{} {} The table below lists the moves.", subtitle(answer), in_words(answer))))
            details.data {
                summary { "Table" span.unseen { " of moves: " (title) } }
                (reachable_lists(answer))
            }
            p.actions { (moves_table(answer).download("moves")) }
        }
    }
}

fn drawn(answer: &StabilityAnswer) -> impl Iterator<Item = &Move> {
    answer.moves.iter().filter(|step| naming::is_drawable(answer, step))
}

fn subtitle(answer: &StabilityAnswer) -> String {
    let moves = drawn(answer).count() as u64;
    let improving = drawn(answer).filter(|step| step.kind == MoveKind::Improvement).count() as u64;
    let improve = if improving == 1 {
        "1 of which improves for the party that makes it".to_owned()
    } else {
        format!("{} of which improve for the party that makes them", count(improving))
    };
    format!(
        "{}; {} between them by {}, {improve}. A pair of frames marks an equilibrium under any concept asked for.",
        shown(answer),
        counted(moves, "move"),
        match answer.parties.len() {
            1 => "1 party".to_owned(),
            n => format!("{n} parties"),
        }
    )
}

/// For each state and party the states it can move to, improvements in bold.
fn reachable_lists(answer: &StabilityAnswer) -> Markup {
    let parties = answer.parties.len();
    let mut lists: Vec<Vec<&Move>> = vec![Vec::new(); answer.states.len() * parties];
    for step in drawn(answer) {
        lists[step.from * parties + step.party].push(step);
    }
    let caption = "States that each party can move to; improvements in bold with an arrow";
    html! {
        div.table-scroll tabindex="0" role="group" aria-label=(caption) {
            table #moves-table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { "From" }
                    @for party in 0..parties { th scope="col" data-by=(party) { (naming::party(answer, party)) } }
                } }
                tbody {
                    @for (state, row) in answer.states.iter().enumerate() {
                        tr {
                            th.short scope="row" { (row.name) }
                            @for party in 0..parties {
                                td data-by=(party) {
                                    @for (i, step) in lists[state * parties + party].iter().enumerate() {
                                        @if i > 0 { ", " }
                                        @if step.kind == MoveKind::Improvement {
                                            strong { "→" (naming::state(answer, step.to)) }
                                        } @else {
                                            (naming::state(answer, step.to))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn moves_table(answer: &StabilityAnswer) -> Table {
    let columns = ["party", "from", "to", "kind"].map(Column::text).into();
    let rows = drawn(answer)
        .map(|step| {
            vec![
                Cell::text(answer.parties[step.party].id.as_str()),
                Cell::text(naming::state(answer, step.from)),
                Cell::text(naming::state(answer, step.to)),
                Cell::text(naming::kind(step.kind)),
            ]
        })
        .collect();
    Table::new("Moves", columns, rows)
}

/// The paths from the status quo, step by step.
pub fn body(answer: &StabilityAnswer) -> Markup {
    let start = answer.status_quo.map_or("the status quo", |state| naming::state(answer, state));
    html! {
        @if answer.paths.is_empty() {
            p.absent {
                @if answer.paths_sought { "From " (start) " no path leads to an equilibrium." }
                @else { "No path was looked for." }
            }
        }
        @for (i, path) in answer.paths.iter().enumerate() {
            @let under = naming::concepts_of(answer, path.reaches);
            details.path open[i < 3] {
                summary {
                    @if path.steps.is_empty() {
                        (naming::state(answer, path.reaches)) " is where the conflict stands"
                    } @else {
                        "To " (naming::state(answer, path.reaches)) " " (manner(path))
                    }
                }
                @if !under.is_empty() { p.note { "Equilibrium under " (list(&under)) "." } }
                ol.steps {
                    @if let Some(first) = path.steps.first() {
                        li.start { span.stop { (naming::state(answer, first.from)) } span.what { "start" } }
                    }
                    @for step in &path.steps {
                        li class=(diagram::ink(step.party)) {
                            span.stop { (naming::state(answer, step.to)) }
                            span.what {
                                strong { (naming::party(answer, step.party)) }
                                " moves"
                                @let change = naming::change(answer, step);
                                @if !change.is_empty() { ": " (change) }
                                span.kind-of { " (" (naming::kind(step.kind)) ")" }
                            }
                        }
                    }
                }
            }
        }
    }
}
