//! The terms of the first deal, issue by issue, and the most frequent packages.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, Keyed, Proportion};

use super::{absent, issue_name, no_deals, option_name};
use crate::figure::Figure;
use crate::table::{Cell, Column, Group, Table};
use crate::wording::{count, is_known, percent_with_interval, share_of};

/// The terms: finding, numbers, tables with bars.
pub fn body(answer: &Answer) -> Markup {
    let leading = leading(answer);
    let Some(settled) = leading.iter().max_by(|a, b| a.2.p.total_cmp(&b.2.p)) else {
        return absent(&format!("There are no terms to report. {}", no_deals(answer)));
    };
    html! {
        p.lead { (title(answer, settled)) "." }
        ul.terms {
            @for (issue, option, share) in &leading {
                li {
                    strong { (issue_name(answer, issue)) } ": most often "
                    (option_name(answer, issue, option)) ", " (percent_with_interval(share)) " of deals"
                }
            }
        }
        (issues(answer, openness(answer, &leading), settled.2.n).markup())
        (packages(answer))
    }
}

/// For each issue the option most frequent in deals.
pub fn leading(answer: &Answer) -> Vec<(&str, &str, &Proportion)> {
    answer
        .terms
        .iter()
        .filter_map(|(issue, options)| {
            let (option, share) = options
                .iter()
                .filter(|(_, share)| is_known(share))
                .reduce(|best, next| if next.1.p > best.1.p { next } else { best })?;
            Some((issue, option, share))
        })
        .collect()
}

fn title(answer: &Answer, (issue, option, share): &(&str, &str, &Proportion)) -> String {
    format!(
        "The most settled term is {}: {} in {}",
        issue_name(answer, issue),
        option_name(answer, issue, option),
        share_of(share.p, share.n, "deals")
    )
}

/// The finding of the table: the issue on which deals differ most.
fn openness(answer: &Answer, leading: &[(&str, &str, &Proportion)]) -> String {
    match leading.iter().min_by(|a, b| a.2.p.total_cmp(&b.2.p)) {
        Some((issue, _, share)) if leading.len() > 1 => format!(
            "Deals differ most on {}: no option is in more than {}",
            issue_name(answer, issue),
            share_of(share.p, share.n, "deals")
        ),
        Some(only) => title(answer, only),
        None => String::new(),
    }
}

fn issues(answer: &Answer, title: String, deals: u64) -> Figure {
    let groups = answer
        .terms
        .iter()
        .map(|(issue, options)| Group {
            heading: issue_name(answer, issue),
            rows: options
                .iter()
                .map(|(option, share)| {
                    vec![Cell::text(option_name(answer, issue, option)), Cell::Share(*share)]
                })
                .collect(),
        })
        .collect();
    Figure {
        id: "terms-figure".into(),
        title,
        subtitle: format!(
            "Share of {} first deals that hold each option, by issue, with 95 % intervals",
            count(deals)
        ),
        description: String::new(),
        chart: None,
        table: Table {
            caption: "Terms of the first deal, by issue".into(),
            grouped_by: "Issue".into(),
            columns: vec![Column::text("Option"), Column::share("Share of deals")],
            groups,
        },
        method:
            "Over the draws with a deal: the share in which the first deal holds each option. The \
                 options of an issue add up to one. Wilson's score interval at 95 %."
                .into(),
        command: answer.manifest.command.clone(),
    }
}

fn packages(answer: &Answer) -> Markup {
    let Some((_, most)) = answer.packages.iter().find(|(_, share)| is_known(share)) else {
        return html! {};
    };
    let rows = answer
        .packages
        .iter()
        .map(|(package, share)| vec![Cell::Parts(described(answer, package)), Cell::Share(*share)])
        .collect();
    Figure {
        id: "packages-figure".into(),
        title: format!(
            "The most frequent whole package is signed in {}",
            share_of(most.p, most.n, "deals")
        ),
        subtitle: format!(
            "The {} most frequent packages, as shares of {} first deals, with 95 % intervals",
            count(answer.packages.len() as u64),
            count(most.n)
        ),
        description: String::new(),
        chart: None,
        table: Table::new(
            "Most frequent whole packages",
            vec![Column::text("Package"), Column::share("Share of deals")],
            rows,
        ),
        method: "Over the draws with a deal: how often each whole package is the first one signed. Where \
                 packages are many, even the most frequent may be rare; the table by issue says more then."
            .into(),
        command: answer.manifest.command.clone(),
    }
    .markup()
}

/// The package, one part an issue.
pub fn described(answer: &Answer, package: &Keyed<String>) -> Vec<String> {
    package
        .iter()
        .map(|(issue, option)| {
            format!("{}: {}", issue_name(answer, issue), option_name(answer, issue, option))
        })
        .collect()
}
