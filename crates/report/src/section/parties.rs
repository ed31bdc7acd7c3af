//! What each party gets from the deal, against no deal.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, Estimate, PartyAnswer};

use super::{absent, no_deals};
use crate::chart::{Chart, Drawn, Interval, Scale, Series};
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wording::{count, estimate, list, number, number_with_interval};

/// Gains: finding, numbers, one chart a unit.
pub fn body(answer: &Answer) -> Markup {
    if answer.parties.is_empty() {
        return absent("The scenario names no party.");
    }
    let with_deals: Vec<&PartyAnswer> = answer
        .parties
        .iter()
        .map(|(_, party)| party)
        .filter(|party| is_known(&party.gain))
        .collect();
    if with_deals.is_empty() {
        return html! {
            (absent(&format!("What the parties get from a deal is not known. {}", no_deals(answer))))
            (at_start(answer))
        };
    }
    let mut units: Vec<&str> = Vec::new();
    for party in &with_deals {
        if !units.contains(&party.gain.unit.as_str()) {
            units.push(&party.gain.unit);
        }
    }
    html! {
        p.lead { (title(&with_deals)) "." }
        ul {
            @for party in &with_deals {
                li { strong { (party.name) } ": deal less no deal " (estimate(&party.gain)) }
            }
        }
        p.note {
            "Each party's values are on its own scale: they can be compared with no deal for the same party, "
            "not between parties."
        }
        @for (i, unit) in units.iter().enumerate() {
            (figure(answer, i, unit, &with_deals).markup())
        }
    }
}

/// Whether an estimate rests on any draw.
pub fn is_known(estimate: &Estimate) -> bool {
    estimate.n > 0 && estimate.mean.is_finite()
}

/// The finding: who gains, who loses, and who cannot be told.
fn title(parties: &[&PartyAnswer]) -> String {
    let named = |keep: fn(&Estimate) -> bool| -> Vec<String> {
        parties.iter().filter(|party| keep(&party.gain)).map(|party| party.name.clone()).collect()
    };
    let gain = named(|gain| gain.low > 0.0);
    let lose = named(|gain| gain.high < 0.0);
    if gain.len() == parties.len() && gain.len() > 1 {
        return "Where a deal is signed, every party gains on average against no deal".into();
    }
    let mut parts = Vec::new();
    if !gain.is_empty() {
        parts.push(format!("{} gain{}", list(&gain), if gain.len() == 1 { "s" } else { "" }));
    }
    if !lose.is_empty() {
        parts.push(format!("{} lose{}", list(&lose), if lose.len() == 1 { "s" } else { "" }));
    }
    let unclear = named(|gain| !(gain.low > 0.0 || gain.high < 0.0));
    if !unclear.is_empty() {
        parts.push(format!("for {} gain and loss cannot be told apart", list(&unclear)));
    }
    format!("Against no deal, where a deal is signed: {}", parts.join("; "))
}

/// The finding of the chart: how many parties gain.
fn tally(parties: &[&PartyAnswer]) -> String {
    let gain = parties.iter().filter(|party| party.gain.low > 0.0).count();
    match parties {
        [only] => title(&[only]),
        _ => format!(
            "The deal is worth more than no deal to {gain} of {} parties on average",
            parties.len()
        ),
    }
}

fn spread(estimate: &Estimate) -> (f64, f64) {
    let at = |level: &str| estimate.quantiles.get(level).copied().unwrap_or(f64::NAN);
    (at("0.05"), at("0.95"))
}

fn figure(answer: &Answer, i: usize, unit: &str, parties: &[&PartyAnswer]) -> Figure {
    let parties: Vec<&PartyAnswer> =
        parties.iter().copied().filter(|party| party.gain.unit == unit).collect();
    let deals = parties.iter().map(|party| party.gain.n).max().unwrap_or(0);
    let series =
        |name: &str, style: usize, drawn: Drawn, shift: f64, of: fn(&PartyAnswer) -> &Estimate| {
            Series {
                name: name.into(),
                points: parties
                    .iter()
                    .enumerate()
                    .map(|(row, p)| (of(p).mean, row as f64 + shift))
                    .collect(),
                interval: Interval::Horizontal(parties.iter().map(|p| spread(of(p))).collect()),
                style,
                drawn,
                labels: Vec::new(),
            }
        };
    let chart = Chart {
        series: vec![
            series("Deal", 0, Drawn::Marks, -0.14, |p| &p.deal),
            series("No deal at that moment", 1, Drawn::HollowMarks, 0.14, |p| &p.no_deal),
        ],
        x: Scale::numbers(if unit.is_empty() {
            "Value".to_owned()
        } else {
            format!("Value ({unit})")
        }),
        y: Scale::names(parties.iter().map(|party| party.name.clone()).collect()),
        height: 90 + 74 * parties.len(),
        zero: true,
    };
    let rows = parties
        .iter()
        .map(|party| {
            let value =
                |e: &Estimate| Cell::Number(e.mean, number_with_interval(e.mean, e.low, e.high));
            let (low, high) = spread(&party.gain);
            vec![
                Cell::text(&party.name),
                Cell::text(&party.seat),
                value(&party.deal),
                value(&party.no_deal),
                value(&party.gain),
                Cell::number(low),
                Cell::number(high),
                value(&party.no_deal_at_start),
            ]
        })
        .collect();
    let unit_words =
        if unit.is_empty() { "in the party's own units".to_owned() } else { format!("in {unit}") };
    Figure {
        id: format!("parties-figure-{}", i + 1),
        title: tally(&parties),
        subtitle: format!(
            "Mean value of the deal at signature and of no deal at that moment, {unit_words}, over up to {} \
             deals; bars span 5 to 95 % of the draws",
            count(deals)
        ),
        description: format!(
            "For each of {} parties a filled mark for the deal above a hollow mark for no deal, each with a \
             horizontal bar for the spread of the draws.",
            parties.len()
        ),
        chart: Some(chart),
        table: Table::new(
            format!("Deal against no deal, {unit_words}; means with 95 % intervals"),
            vec![
                Column::text("Party"),
                Column::text("Seat"),
                Column::number("Deal"),
                Column::number("No deal then"),
                Column::number("Gain"),
                Column::number("Gain, 5 %"),
                Column::number("Gain, 95 %"),
                Column::number("No deal at the start"),
            ],
            rows,
        ),
        method: "Over the draws with a deal: each party's value of the package signed, its value of going on \
                 without a deal in that same round, and the difference draw by draw. Brackets hold the 95 % \
                 interval of the mean; the bars of the chart hold the spread of the draws, which is wider."
            .into(),
        command: answer.manifest.command.clone(),
    }
}

fn at_start(answer: &Answer) -> Markup {
    let known: Vec<&PartyAnswer> =
        answer.parties.iter().map(|(_, p)| p).filter(|p| is_known(&p.no_deal_at_start)).collect();
    html! {
        @if !known.is_empty() {
            p { "Value of no deal in the first round, over all draws:" }
            ul {
                @for party in known {
                    li {
                        strong { (party.name) } ": " (estimate(&party.no_deal_at_start))
                        @let (low, high) = spread(&party.no_deal_at_start);
                        @if low.is_finite() && high.is_finite() {
                            ", 5 to 95 % of draws " (number(low)) " to " (number(high))
                        }
                    }
                }
            }
        }
    }
}
