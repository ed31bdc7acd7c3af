//! The sections of the report, one file each.

pub mod binding;
pub mod deal_by;
pub mod drivers;
pub mod evidence;
pub mod findings;
pub mod limits;
pub mod measures;
pub mod parties;
pub mod paths;
pub mod provenance;
pub mod survival;
pub mod terms;
pub mod trade_off;

use maud::{Markup, html};
use zopa_ensemble::answer::Answer;

/// A section: its place on the page, its heading and what it holds.
pub struct Section {
    /// Identifier of the section.
    pub id: &'static str,
    /// Heading.
    pub heading: &'static str,
    /// What it holds.
    pub body: fn(&Answer) -> Markup,
}

/// The sections in the order of the page.
pub const SECTIONS: [Section; 13] = [
    Section { id: "findings", heading: "Findings", body: findings::body },
    Section { id: "deal-by", heading: "Chance of a deal", body: deal_by::body },
    Section { id: "terms", heading: "Terms of the deal", body: terms::body },
    Section { id: "binding", heading: "What stands in the way", body: binding::body },
    Section { id: "parties", heading: "What each party gets", body: parties::body },
    Section { id: "survival", heading: "How long a deal holds", body: survival::body },
    Section { id: "trade-off", heading: "Durability against acceptability", body: trade_off::body },
    Section { id: "paths", heading: "Paths over time", body: paths::body },
    Section { id: "drivers", heading: "What the answer rests on", body: drivers::body },
    Section { id: "measures", heading: "Measures", body: measures::body },
    Section { id: "evidence", heading: "Evidence", body: evidence::body },
    Section { id: "limits", heading: "What the model cannot say", body: limits::body },
    Section { id: "provenance", heading: "How this was made", body: provenance::body },
];

impl Section {
    /// The section as markup.
    pub fn markup(&self, answer: &Answer) -> Markup {
        html! {
            section id=(self.id) aria-labelledby={ (self.id) "-heading" } {
                h2 id={ (self.id) "-heading" } { (self.heading) }
                ((self.body)(answer))
            }
        }
    }
}

/// A sentence in place of a figure for which there is no data.
fn absent(sentence: &str) -> Markup {
    html! { p.absent { (sentence) } }
}

/// The label of a party, or its identifier where it has none.
pub fn party_name(answer: &Answer, id: &str) -> String {
    match answer.parties.get(id) {
        Some(party) if !party.name.is_empty() => party.name.clone(),
        _ => id.to_owned(),
    }
}

/// The label of an issue, or its identifier where it has none.
pub fn issue_name(answer: &Answer, issue: &str) -> String {
    answer
        .issue_names
        .get(issue)
        .filter(|name| !name.is_empty())
        .cloned()
        .unwrap_or_else(|| issue.to_owned())
}

/// The label of an option, or its identifier where it has none.
pub fn option_name(answer: &Answer, issue: &str, option: &str) -> String {
    answer
        .option_names
        .get(&format!("{issue}.{option}"))
        .filter(|name| !name.is_empty())
        .cloned()
        .unwrap_or_else(|| option.to_owned())
}

/// Whether any draw reached a deal; unknown where nothing counts deals.
pub fn any_deal(answer: &Answer) -> Option<bool> {
    let last = answer.deal_by.iter().last().map(|(_, share)| share)?;
    crate::wording::is_known(last).then_some(last.p > 0.0)
}

/// Why nothing is known of the deals of this run.
fn no_deals(answer: &Answer) -> &'static str {
    match any_deal(answer) {
        None => "This run holds no negotiation that could end in a deal.",
        Some(false) => "No draw reached a deal.",
        Some(true) => "The run recorded nothing about this.",
    }
}
