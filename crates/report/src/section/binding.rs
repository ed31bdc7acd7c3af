//! What stood in the way in the draws that end without a deal.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, Proportion};

use super::{absent, any_deal, party_name};
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wording::{count, is_known, percent, percent_with_interval, sentence, share_of};

/// The obstacles: finding, numbers, table with bars.
pub fn body(answer: &Answer) -> Markup {
    let Some((id, share)) = leading(answer) else {
        return absent(match any_deal(answer) {
            None => "This run holds no negotiation, so nothing stands in the way of one.",
            Some(_) => "No draw ended without a deal for a reason that could be named.",
        });
    };
    html! {
        p.lead { (title(answer, id, share)) "." }
        p {
            @for (i, (id, share)) in answer.binding.iter().enumerate() {
                @if i > 0 { "; " }
                @if i == 0 { (sentence(&obstacle(answer, id))) } @else { (obstacle(answer, id)) }
                ": " strong { (percent_with_interval(share)) }
            }
            "."
        }
        (figure(answer, order(answer), share.n).markup())
    }
}

/// The most frequent obstacle.
pub fn leading(answer: &Answer) -> Option<(&str, &Proportion)> {
    answer
        .binding
        .iter()
        .filter(|(_, share)| is_known(share))
        .reduce(|best, next| if next.1.p > best.1.p { next } else { best })
}

/// The finding.
pub fn title(answer: &Answer, id: &str, share: &Proportion) -> String {
    let draws = share_of(share.p, share.n, "draws that end without a deal");
    match id {
        "ratification" => format!("Ratification is the last obstacle in {draws}"),
        "chance" => format!("A package was acceptable to all but not signed in {draws}"),
        _ => format!("The consent of {} is missing in {draws}", party_name(answer, id)),
    }
}

/// The finding of the table: the first obstacle and the next.
fn order(answer: &Answer) -> String {
    let mut known: Vec<(&str, &Proportion)> =
        answer.binding.iter().filter(|(_, share)| is_known(share)).collect();
    known.sort_by(|a, b| b.1.p.total_cmp(&a.1.p));
    match known.as_slice() {
        [first, second, ..] if second.1.p > 0.0 => format!(
            "Most often: {}, {}; next: {}, {}",
            obstacle(answer, first.0),
            percent(first.1.p, first.1.n),
            obstacle(answer, second.0),
            percent(second.1.p, second.1.n)
        ),
        [first, ..] => format!("Nothing else stands in the way: {}", obstacle(answer, first.0)),
        [] => String::new(),
    }
}

fn obstacle(answer: &Answer, id: &str) -> String {
    match id {
        "ratification" => "ratification fails".into(),
        "chance" => "acceptable to all, not signed".into(),
        _ => format!("consent of {} fails", party_name(answer, id)),
    }
}

fn figure(answer: &Answer, title: String, draws: u64) -> Figure {
    let rows = answer
        .binding
        .iter()
        .map(|(id, share)| vec![Cell::text(sentence(&obstacle(answer, id))), Cell::Share(*share)])
        .collect();
    Figure {
        id: "binding-figure".into(),
        title,
        subtitle: format!(
            "Share of the {} draws without a deal at the end, by what stood in the way in the last round, \
             with 95 % intervals",
            count(draws)
        ),
        description: String::new(),
        chart: None,
        table: Table::new(
            "What stood in the way in the last round",
            vec![Column::text("Obstacle"), Column::share("Share of draws without a deal")],
            rows,
        ),
        method: "In the last round of each draw without a deal, the package that comes closest to the \
                 consent of all is taken; the obstacle is the party that still prefers no deal to it. Where \
                 no party does, it is ratification, or the chance that an acceptable package goes unsigned."
            .into(),
        command: answer.manifest.command.clone(),
    }
}
