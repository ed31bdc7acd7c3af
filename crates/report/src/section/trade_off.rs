//! Durability of packages against their acceptability, in the first round.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, TradeOff, TradeOffBin, TradeOffPoint};

use super::terms::described;
use super::{absent, party_name};
use crate::chart::{Chart, Drawn, Interval, Scale, Series};
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wilson;
use crate::wording::{count, is_known, number, percent, percent_with_interval, share_of};

/// The trade-off: finding, numbers, frontier, and acceptance by party.
pub fn body(answer: &Answer) -> Markup {
    let Some(trade_off) = &answer.trade_off else {
        return absent(
            "The scenario does not state how durable a package is, so durability cannot be set against acceptability.",
        );
    };
    let known = known(trade_off);
    let Some(title) = title(trade_off) else {
        return absent("No package could be judged both for durability and for acceptability.");
    };
    html! {
        p.lead { (title) "." }
        ul {
            @for point in ends(&known) {
                li {
                    "Durability " strong { (number(point.durability)) } ", acceptable to all in "
                    strong { (percent_with_interval(&point.accepted)) } " of draws: "
                    (described(answer, &point.package).join("; "))
                }
            }
        }
        (frontier(answer, trade_off, &known).markup())
        (by_party(answer, trade_off))
    }
}

fn known(trade_off: &TradeOff) -> Vec<&TradeOffPoint> {
    trade_off
        .frontier
        .iter()
        .filter(|point| point.durability.is_finite() && is_known(&point.accepted))
        .collect()
}

fn ends<'a>(known: &[&'a TradeOffPoint]) -> Vec<&'a TradeOffPoint> {
    match known {
        [first, .., last] => vec![first, last],
        _ => known.to_vec(),
    }
}

/// The finding: the two ends of the frontier.
pub fn title(trade_off: &TradeOff) -> Option<String> {
    let known = known(trade_off);
    let most_accepted = known.iter().max_by(|a, b| a.accepted.p.total_cmp(&b.accepted.p))?;
    let most_durable = known.iter().max_by(|a, b| a.durability.total_cmp(&b.durability))?;
    let accepted = |point: &TradeOffPoint| share_of(point.accepted.p, point.accepted.n, "draws");
    Some(if most_accepted.durability >= most_durable.durability {
        format!(
            "The most acceptable package is also the most durable: all accept it in {}",
            accepted(most_durable)
        )
    } else {
        format!(
            "Durability costs consent: the most acceptable package is accepted by all in {}, the most durable in {}",
            accepted(most_accepted),
            accepted(most_durable)
        )
    })
}

/// The finding of the chart: what the step from one end to the other costs.
fn slope(known: &[&TradeOffPoint]) -> String {
    let by_durability =
        |a: &&&TradeOffPoint, b: &&&TradeOffPoint| a.durability.total_cmp(&b.durability);
    let (Some(least), Some(most)) =
        (known.iter().min_by(by_durability), known.iter().max_by(by_durability))
    else {
        return String::new();
    };
    let accepted = |point: &TradeOffPoint| percent(point.accepted.p, point.accepted.n);
    if known.len() == 1 {
        return format!(
            "One package beats every other in both, accepted by all in {} of draws",
            accepted(most)
        );
    }
    format!(
        "From durability {} to {}, acceptance by all goes from {} to {} of draws",
        number(least.durability),
        number(most.durability),
        accepted(least),
        accepted(most)
    )
}

fn frontier(answer: &Answer, trade_off: &TradeOff, known: &[&TradeOffPoint]) -> Figure {
    let title = slope(known);
    let rows = known
        .iter()
        .map(|point| {
            vec![
                Cell::number(point.durability),
                Cell::Share(point.accepted),
                Cell::Parts(described(answer, &point.package)),
            ]
        })
        .collect();
    Figure {
        id: "frontier-figure".into(),
        title,
        subtitle: format!(
            "Packages that no other beats in both durability and acceptability, of {} examined in the first \
             round over {} draws, with 95 % intervals",
            count(trade_off.packages),
            count(trade_off.draws)
        ),
        description: format!(
            "{} points, durability to the right and the share of draws in which all accept upward, each with a \
             vertical bar for its interval.",
            known.len()
        ),
        chart: Some(Chart {
            series: vec![Series {
                name: String::new(),
                points: known.iter().map(|point| (point.durability, point.accepted.p)).collect(),
                interval: Interval::Vertical(
                    known.iter().map(|point| (point.accepted.low, point.accepted.high)).collect(),
                ),
                style: 0,
                drawn: Drawn::LineAndMarks,
                labels: Vec::new(),
            }],
            x: Scale::numbers("Durability"),
            y: Scale::shares("Draws in which all accept"),
            height: 360,
            zero: false,
        }),
        table: Table::new(
            "Packages that no other beats in both",
            vec![
                Column::number("Durability"),
                Column::share("Accepted by all"),
                Column::text("Package"),
            ],
            rows,
        ),
        method: "For every package examined: its mean durability as the scenario states it, and the share of \
                 draws in which every signatory prefers it to no deal in the first round. Shown are those that \
                 no other package beats in both."
            .into(),
        command: answer.manifest.command.clone(),
    }
}

fn by_party(answer: &Answer, trade_off: &TradeOff) -> Markup {
    let mut parties: Vec<&str> = Vec::new();
    for bin in &trade_off.bins {
        for (party, _) in bin.accepted_by.iter() {
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
    }
    let bins: Vec<_> =
        trade_off.bins.iter().filter(|bin| bin.from.is_finite() && bin.to.is_finite()).collect();
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return html! {} };
    let change = |party: &str| -> f64 {
        let at = |bin: &TradeOffBin| bin.accepted_by.get(party).copied();
        at(last).unwrap_or(f64::NAN) - at(first).unwrap_or(f64::NAN)
    };
    // The party whose acceptance falls most from the least to the most durable packages.
    let falls = parties
        .iter()
        .map(|party| (*party, change(party)))
        .filter(|(_, change)| change.is_finite() && *change < -0.05)
        .min_by(|a, b| a.1.total_cmp(&b.1));
    let title = match falls {
        Some((party, _)) => format!(
            "Acceptance by {} falls most as packages become more durable",
            party_name(answer, party)
        ),
        None => {
            "No signatory's acceptance falls clearly as packages become more durable".to_owned()
        }
    };
    let mut series: Vec<Series> = parties
        .iter()
        .enumerate()
        .map(|(i, party)| Series {
            name: party_name(answer, party),
            points: bins
                .iter()
                .map(|bin| {
                    (
                        (bin.from + bin.to) / 2.0,
                        bin.accepted_by.get(party).copied().unwrap_or(f64::NAN),
                    )
                })
                .collect(),
            interval: Interval::Vertical(
                bins.iter()
                    .map(|bin| bin.accepted_by.get(party).copied().unwrap_or(f64::NAN))
                    .map(|p| wilson::interval(p, trade_off.draws))
                    .collect(),
            ),
            style: i + 1,
            drawn: Drawn::LineAndMarks,
            labels: Vec::new(),
        })
        .collect();
    series.push(Series {
        name: "Best package: accepted by all".into(),
        points: bins
            .iter()
            .map(|bin| (bin.from, bin.accepted_best))
            .chain([(last.to, last.accepted_best)])
            .collect(),
        interval: Interval::None,
        style: 0,
        drawn: Drawn::Stair,
        labels: Vec::new(),
    });
    let share = |p: f64| Cell::Number(p, percent(p, trade_off.draws));
    let mut columns = vec![
        Column::text("Durability"),
        Column::number("Packages"),
        Column::number("Best accepted by all"),
    ];
    columns.extend(parties.iter().map(|party| Column::number(party_name(answer, party))));
    let rows = bins
        .iter()
        .map(|bin| {
            let mut row = vec![
                Cell::text(format!("{} to {}", number(bin.from), number(bin.to))),
                Cell::count(bin.packages),
                share(bin.accepted_best),
            ];
            row.extend(
                parties.iter().map(|p| share(bin.accepted_by.get(p).copied().unwrap_or(f64::NAN))),
            );
            row
        })
        .collect();
    Figure {
        id: "acceptance-figure".into(),
        title,
        subtitle: format!(
            "Mean share of {} draws in which each signatory prefers a package to no deal, by the package's \
             durability ({} packages)",
            count(trade_off.draws),
            count(trade_off.packages)
        ),
        description: format!(
            "One line for each of {} signatories over durability, and a stair for the best package in each bin.",
            parties.len()
        ),
        chart: Some(Chart {
            series,
            x: Scale::numbers("Durability"),
            y: Scale::shares("Draws in which it is accepted"),
            height: 380,
            zero: false,
        }),
        table: Table::new("Acceptance by durability of the package", columns, rows),
        method: "Packages are sorted into bins of durability. For each bin: the mean, over its packages, of the \
                 share of draws in which a signatory prefers the package to no deal in the first round; and \
                 the largest share in which all do. These are averages over packages; the bars are the \
                 95 % interval of a single share of as many draws, which is at least as wide."
            .into(),
        command: answer.manifest.command.clone(),
    }
    .markup()
}
