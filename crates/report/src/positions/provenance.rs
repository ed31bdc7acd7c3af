//! How the answer was made: what to make of it, sources, manifest, command.

use maud::{Markup, html};

use super::answer::PositionsAnswer;
use crate::figure::command;

/// What such forecasts are worth, the command, the manifest and the sources.
pub fn body(answer: &PositionsAnswer) -> Markup {
    html! {
        p {
            "Every forecast follows from positions, saliences and capabilities as stated, and from a model. "
            "The 80\u{a0}% interval comes from the errors of the same model on past decisions of the European "
            "Union, held out by proposal; elsewhere the errors may be larger. The range over models is no "
            "interval: it shows how far the answer depends on the choice of the model."
        }
        (command(&answer.command))
        dl.manifest {
            @for (name, value) in &answer.manifest { div { dt { (name) } dd { (value) } } }
        }
        @if !answer.sources.is_empty() {
            h3 { "Sources of the description" }
            ul { @for source in &answer.sources { li { (source) } } }
        }
        p { "The same version, file and settings give the same bytes, on any number of threads." }
    }
}
