//! The findings in plain words.

use maud::{Markup, html};
use zopa_ensemble::answer::Answer;

use super::absent;

/// The findings, the most important first.
pub fn body(answer: &Answer) -> Markup {
    if answer.findings.is_empty() {
        return absent(
            "The run recorded no finding in words; the figures below stand by themselves.",
        );
    }
    html! {
        ol.findings { @for finding in &answer.findings { li { (finding) } } }
        p.note {
            "Every share is a share of draws: of the futures that the scenario's own assumptions allow. "
            "It is not a forecast by this program, and it is no better than those assumptions."
        }
    }
}
