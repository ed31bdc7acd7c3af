//! The chance that a first deal has been signed by each time.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, Proportion};

use super::absent;
use crate::chart::{Chart, Drawn, Interval, Scale, Series};
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wording::{count, is_known, percent, percent_with_interval, share_of, span};

/// The chance of a deal: finding, numbers, chart.
pub fn body(answer: &Answer) -> Markup {
    let known: Vec<(&str, &Proportion)> =
        answer.deal_by.iter().filter(|(_, share)| is_known(share)).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return html! {
            (absent("The scenario states no negotiation, or no draw was completed: there is no chance of a deal to report."))
            (zone(answer))
        };
    };
    let unit = &answer.time_unit;
    html! {
        p.lead { (title(first, last, unit)) "." }
        p {
            @for (i, (key, share)) in known.iter().enumerate() {
                @if i == 0 { "Within " } @else { "; within " }
                (span(key, unit)) ": " strong { (percent_with_interval(share)) }
            }
            "."
        }
        (zone(answer))
        (figure(answer, &known).markup())
    }
}

/// The finding: the last horizon, and the first where it differs.
fn title(first: &(&str, &Proportion), last: &(&str, &Proportion), unit: &str) -> String {
    let end = format!(
        "A deal is signed within {} in {}",
        span(last.0, unit),
        share_of(last.1.p, last.1.n, "draws")
    );
    let start = share_of(first.1.p, first.1.n, "draws");
    if first.0 == last.0 || start == share_of(last.1.p, last.1.n, "draws") {
        end
    } else {
        format!("{end}, within {} in {start}", span(first.0, unit))
    }
}

/// The finding of the chart: when, if ever, a deal becomes more likely than not.
fn growth(known: &[(&str, &Proportion)], unit: &str) -> String {
    let end = known.last().map_or(String::new(), |(key, _)| span(key, unit));
    if known.iter().all(|(_, share)| share.p <= 0.0) {
        return format!("No draw holds a deal within {end}");
    }
    match known.iter().position(|(_, share)| share.low > 0.5) {
        Some(0) => {
            format!("More than half of draws hold a deal within {} already", span(known[0].0, unit))
        }
        Some(i) => format!(
            "A deal becomes more likely than not between {} and {}",
            span(known[i - 1].0, unit),
            span(known[i].0, unit)
        ),
        None if known.iter().any(|(_, share)| share.high > 0.5) => {
            format!("Within {end} a deal is about as likely as none")
        }
        None => format!("A deal stays less likely than not, up to {end}"),
    }
}

/// Whether there is a zone of possible agreement at the start.
fn zone(answer: &Answer) -> Markup {
    let zone = &answer.zone_at_start;
    html! {
        @if is_known(zone) {
            p {
                "In the first round a package that every signatory prefers to no deal exists in "
                (share_of(zone.p, zone.n, "draws")) ": " strong { (percent_with_interval(zone)) } ". "
                @if answer.zone_share_at_start.is_finite() {
                    "On average " (percent(answer.zone_share_at_start, zone.n))
                    " of the packages on the table lie in that zone."
                }
            }
        }
    }
}

fn figure(answer: &Answer, known: &[(&str, &Proportion)]) -> Figure {
    let unit = &answer.time_unit;
    let n = known.last().map_or(0, |(_, share)| share.n);
    let timed: Vec<(f64, &Proportion)> =
        known.iter().filter_map(|(key, share)| Some((key.parse::<f64>().ok()?, *share))).collect();
    let chart = Chart {
        series: vec![Series {
            name: String::new(),
            points: timed.iter().map(|(t, share)| (*t, share.p)).collect(),
            interval: Interval::Vertical(timed.iter().map(|(_, s)| (s.low, s.high)).collect()),
            style: 0,
            drawn: Drawn::LineAndMarks,
            labels: timed.iter().map(|(_, share)| percent(share.p, share.n)).collect(),
        }],
        x: Scale::times("Time since the start", unit, timed.last().map_or(0.0, |(t, _)| *t)),
        y: Scale::shares("Draws with a deal"),
        height: 340,
        zero: false,
    };
    let rows = answer
        .deal_by
        .iter()
        .map(|(key, share)| vec![Cell::text(span(key, unit)), Cell::Share(*share)])
        .collect();
    frame(answer, growth(known, unit), n, chart, rows)
}

fn frame(answer: &Answer, title: String, n: u64, chart: Chart, rows: Vec<Vec<Cell>>) -> Figure {
    Figure {
        id: "deal-by-figure".into(),
        title,
        subtitle: format!(
            "Share of {} draws in which a first deal has been signed by each time, with 95 % intervals",
            count(n)
        ),
        description: format!(
            "A line of {} points from left to right over time, each with a vertical bar for its interval.",
            rows.len()
        ),
        chart: Some(chart),
        table: Table::new(
            "Chance that a first deal has been signed, by time",
            vec![Column::text("Within"), Column::share("Share of draws")],
            rows,
        ),
        method: "The share of draws in which the first signature falls at or before each time. The interval \
                 is Wilson's score interval at 95 %: it covers the error of drawing a limited number of \
                 futures, not errors of the scenario."
            .into(),
        command: answer.manifest.command.clone(),
    }
}
