//! The filters by party and by concept. They appear where a script can serve them; without one
//! everything is shown.

use maud::{Markup, html};

use super::answer::{MoveKind, StabilityAnswer};
use super::naming;

/// What a form of filters chooses beside parties and the concept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Moves of the graph.
    Graph,
    /// Rows of the table of states.
    Table,
}

/// A form of filters.
pub fn controls(answer: &StabilityAnswer, scope: Scope) -> Markup {
    let name = if scope == Scope::Graph { "graph" } else { "table" };
    let other = answer.moves.iter().any(|step| step.kind != MoveKind::Improvement);
    html! {
        form.filter.choices hidden data-choices=(name) aria-label={ "Filters of the " (name) } {
            @if answer.parties.len() > 1 {
                fieldset {
                    legend { @if scope == Scope::Graph { "Moves of" } @else { "Stable for" } }
                    @for party in 0..answer.parties.len() {
                        label { input type="checkbox" name="party" value=(party) checked; " " (naming::party(answer, party)) }
                    }
                }
            }
            @if !answer.concepts.is_empty() {
                fieldset {
                    legend { "Equilibria under" }
                    label { input type="radio" name="concept" value="" checked; " any concept" }
                    @for (i, concept) in answer.concepts.iter().enumerate() {
                        label {
                            input type="radio" name="concept" value=(i);
                            " " abbr title=(concept.name) { (concept.abbreviation) }
                        }
                    }
                }
            }
            @if scope == Scope::Graph {
                @if other {
                    fieldset {
                        legend { "Also show" }
                        label { input type="checkbox" name="other" checked; " moves that do not improve" }
                    }
                }
                @if answer.states.len() > 2 {
                    label.pick {
                        "Moves from and to (or click a state) "
                        select name="state" {
                            option value="" { "every state" }
                            @for (position, row) in answer.states.iter().enumerate() {
                                option value=(position) { (row.name) }
                            }
                        }
                    }
                }
            } @else {
                fieldset {
                    legend { "Rows" }
                    label { input type="checkbox" name="equilibria"; " equilibria only" }
                }
            }
            output {}
        }
    }
}
