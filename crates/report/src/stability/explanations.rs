//! Why a state is stable for a party, or why it is not, in words.

use maud::{Markup, html};

use super::answer::StabilityAnswer;
use super::naming;

/// Explanations up to which they are open from the start.
const OPEN: usize = 3;

/// One fold for each state, party and concept.
pub fn body(answer: &StabilityAnswer) -> Markup {
    let few = answer.explanations.len() <= OPEN;
    html! {
        @for explanation in &answer.explanations {
            @let concept = answer.concepts.iter().position(|c| c.abbreviation == explanation.concept);
            details.why open[few] data-by=(explanation.party) data-under=[concept] {
                summary {
                    (naming::state(answer, explanation.state)) " under " (explanation.concept) ": "
                    @if explanation.stable { "stable for " } @else { "not stable for " }
                    (naming::party(answer, explanation.party))
                }
                ul { @for line in &explanation.lines { li { (line) } } }
            }
        }
    }
}
