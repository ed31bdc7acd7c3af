//! What the model cannot say, and remarks of the run.

use maud::{Markup, html};
use zopa_ensemble::answer::Answer;

/// Limits and remarks.
pub fn body(answer: &Answer) -> Markup {
    html! {
        @if answer.limits.is_empty() {
            p.absent { "The scenario states no limits of its own. That is a gap: every model has some." }
        } @else {
            ul { @for limit in &answer.limits { li { (limit) } } }
        }
        @if !answer.remarks.is_empty() {
            h3 { "Remarks of this run" }
            ul { @for remark in &answer.remarks { li { (remark) } } }
        }
    }
}
