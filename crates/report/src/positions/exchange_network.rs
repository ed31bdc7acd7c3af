//! The exchange network: who could trade with whom on which issues.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use maud::{Markup, html};

use super::answer::{PositionsAnswer, TradeRow};
use super::frame::Picture;
use super::naming::{self, both};
use super::scale::place;
use crate::table::{Cell, Column, Table};
use crate::wording::number;

const WIDTH: f64 = 760.0;
/// Pairs of parties drawn.
const MOST: usize = 40;
/// Width of the line of the largest gain.
const WIDEST: f64 = 14.0;
/// Dashes and inks tell pairs of issues apart.
const DASHES: [&str; 4] = ["none", "9 5", "3 4", "13 4 3 4"];
const INKS: [&str; 4] = ["ink-1", "ink-2", "ink-3", "ink-4"];

/// The best trade in one sentence without its full stop.
pub fn finding(answer: &PositionsAnswer, trades: &[&TradeRow]) -> String {
    let Some(best) = trades.first() else { return "No two parties could trade".into() };
    format!(
        "{} and {} could both gain: {} gives way on {}, {} on {}{}",
        naming::party(answer, best.party),
        naming::party(answer, best.other),
        naming::party(answer, best.party),
        naming::issue_at(answer, best.other_issue),
        naming::party(answer, best.other),
        naming::issue_at(answer, best.issue),
        match trades.len() {
            1 => String::new(),
            n => format!(", the most rewarding of {n} trades"),
        }
    )
}

/// An edge of the network: two parties and a pair of issues, with the rows of its trades.
struct Edge {
    parties: (usize, usize),
    issues: (usize, usize),
    gain: f64,
    rows: Vec<usize>,
}

/// The picture with its table.
pub fn body(answer: &PositionsAnswer) -> Markup {
    let trades = naming::trades(answer);
    if trades.is_empty() {
        return html! { p.absent { "No pair of parties would gain from a trade between two issues." } };
    }
    let edges = edges(&trades);
    let drawn = edges.len().min(MOST);
    let nodes = nodes(&edges[..drawn]);
    let radius = 110.0 + 6.0 * nodes.len() as f64;
    let height = 2.0 * radius + 90.0;
    let pairs = pairs(&edges[..drawn]);
    let title = finding(answer, &trades);
    let mut subtitle = format!(
        "{} between {}. The width of a line is what both partners gain together, in points of a scale of \
         0 to 100 times salience; its number is the row of the table. Gains follow from the stated numbers and \
         carry no interval.",
        naming::counted(trades.len(), "trade"),
        naming::parties(nodes.len()),
    );
    if edges.len() > drawn {
        subtitle += &format!(" The {drawn} largest of {} lines are drawn.", edges.len());
    }
    Picture {
        id: "exchange-network".into(),
        title,
        subtitle,
        key: key(answer, &pairs),
        drawing: drawing(answer, &edges[..drawn], &nodes, &pairs, radius, height),
        size: (WIDTH, height),
        description: description(answer, &trades),
        table: table(answer, &trades),
        method: "Two parties can trade where they stand on opposite sides of the expected outcome of two \
                 issues and care differently about them (Stokman and Van Oosten 1994). Third parties gain \
                 or lose as the outcomes shift towards or away from them."
            .into(),
    }
    .markup()
}

fn edges(trades: &[&TradeRow]) -> Vec<Edge> {
    // Parties and issues, each pair in its order: gain and rows.
    let mut found = BTreeMap::<[(usize, usize); 2], (f64, Vec<usize>)>::new();
    for (row, trade) in trades.iter().enumerate() {
        let ordered = |a: usize, b: usize| (a.min(b), a.max(b));
        let parties = ordered(trade.party, trade.other);
        let edge = found.entry([parties, ordered(trade.issue, trade.other_issue)]).or_default();
        edge.0 += both(trade);
        edge.1.push(row);
    }
    let mut edges: Vec<Edge> = found
        .into_iter()
        .map(|([parties, issues], (gain, rows))| Edge { parties, issues, gain, rows })
        .collect();
    edges.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    edges
}

fn nodes(edges: &[Edge]) -> Vec<usize> {
    let mut nodes: Vec<usize> =
        edges.iter().flat_map(|edge| [edge.parties.0, edge.parties.1]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn pairs(edges: &[Edge]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for edge in edges {
        if !pairs.contains(&edge.issues) {
            pairs.push(edge.issues);
        }
    }
    pairs
}

fn style(pairs: &[(usize, usize)], issues: (usize, usize)) -> (&'static str, &'static str) {
    let k = pairs.iter().position(|pair| *pair == issues).unwrap_or(0);
    (INKS[k % INKS.len()], DASHES[(k + k / INKS.len()) % DASHES.len()])
}

fn drawing(
    answer: &PositionsAnswer,
    edges: &[Edge],
    nodes: &[usize],
    pairs: &[(usize, usize)],
    radius: f64,
    height: f64,
) -> Markup {
    let centre = (WIDTH / 2.0, height / 2.0);
    let at = |party: usize| {
        let k = nodes.iter().position(|node| *node == party).unwrap_or(0);
        let angle = TAU * (k as f64 / nodes.len() as f64 - 0.25);
        let wide = if nodes.len() == 2 { 1.0 } else { 1.15 };
        (centre.0 + radius * wide * libm::cos(angle), centre.1 + radius * libm::sin(angle))
    };
    let largest = edges.iter().map(|edge| edge.gain).fold(0.0, f64::max);
    let width = |gain: f64| {
        let share = if largest > 0.0 { gain / largest } else { 1.0 };
        (WIDEST * share).clamp(1.2, WIDEST)
    };
    // Several lines between the same two parties are bent apart.
    let nth = |k: usize| edges[..k].iter().filter(|edge| edge.parties == edges[k].parties).count();
    let lines: Vec<(String, (f64, f64))> = edges
        .iter()
        .enumerate()
        .map(|(k, edge)| {
            let (a, b) = (at(edge.parties.0), at(edge.parties.1));
            let n = nth(k);
            let side = if n % 2 == 0 { 1.0 } else { -1.0 };
            let bend = side * (0.1 + 0.12 * (n / 2) as f64 + if n > 0 { 0.1 } else { 0.0 });
            let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
            let control = (middle.0 - bend * (b.1 - a.1), middle.1 + bend * (b.0 - a.0));
            let path = format!(
                "M{} {}Q{} {} {} {}",
                place(a.0),
                place(a.1),
                place(control.0),
                place(control.1),
                place(b.0),
                place(b.1)
            );
            // Numbers stand where lines seldom cross: off the middle, on changing sides.
            let t = [0.5, 0.38, 0.62][k % 3];
            let on = |p: f64, q: f64, r: f64| {
                (1.0 - t) * (1.0 - t) * p + 2.0 * t * (1.0 - t) * q + t * t * r
            };
            (path, (on(a.0, control.0, b.0), on(a.1, control.1, b.1)))
        })
        .collect();
    html! {
        @for (edge, (path, _)) in edges.iter().zip(&lines).rev() {
            @let (ink, dash) = style(pairs, edge.issues);
            g.trade.(ink) data-party=(edge.parties.0) data-other=(edge.parties.1) {
                title {
                    (naming::party(answer, edge.parties.0)) " and " (naming::party(answer, edge.parties.1)) ": "
                    (naming::issue_at(answer, edge.issues.0)) " against " (naming::issue_at(answer, edge.issues.1))
                    ", gain " (number(edge.gain))
                }
                path.line d=(path) stroke-width=(place(width(edge.gain))) stroke-dasharray=(dash) {}
            }
        }
        @for (edge, (_, (x, y))) in edges.iter().zip(&lines) {
            @let rows = edge.rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>().join(", ");
            @let half = 5.0 + 3.6 * rows.chars().count() as f64;
            rect.row-back x=(place(x - half)) y=(place(y - 9.0)) width=(place(2.0 * half)) height="18" rx="9" {}
            text.row x=(place(*x)) y=(place(y + 4.0)) text-anchor="middle" { (rows) }
        }
        @for &party in nodes {
            @let (x, y) = at(party);
            @let right = x > centre.0 + 12.0;
            @let left = x < centre.0 - 12.0;
            g.node data-party=(party) {
                circle.dot cx=(place(x)) cy=(place(y)) r="8" {}
                @if right { text.name x=(place(x + 14.0)) y=(place(y + 4.0)) { (naming::short(naming::party(answer, party))) } }
                @else if left { text.name x=(place(x - 14.0)) y=(place(y + 4.0)) text-anchor="end" { (naming::short(naming::party(answer, party))) } }
                @else { text.name x=(place(x)) y=(place(if y < centre.1 { y - 15.0 } else { y + 26.0 })) text-anchor="middle" { (naming::short(naming::party(answer, party))) } }
            }
        }
    }
}

fn key(answer: &PositionsAnswer, pairs: &[(usize, usize)]) -> Markup {
    html! {
        ul.key aria-label="Key of the exchange network" {
            @for &(p, q) in pairs.iter().take(8) {
                @let (ink, dash) = style(pairs, (p, q));
                li {
                    svg.swatch.(ink) viewBox="0 0 46 14" width="46" height="14" aria-hidden="true" focusable="false" {
                        line x1="2" y1="7" x2="44" y2="7" stroke-dasharray=(dash) {}
                    }
                    " " (naming::issue_at(answer, p)) " against " (naming::issue_at(answer, q))
                }
            }
            @if pairs.len() > 8 { li { "and " (pairs.len() - 8) " more pairs of issues" } }
        }
    }
}

fn description(answer: &PositionsAnswer, trades: &[&TradeRow]) -> String {
    let told: Vec<String> = trades
        .iter()
        .take(8)
        .map(|trade| {
            format!(
                "{} with {}",
                naming::party(answer, trade.party),
                naming::party(answer, trade.other)
            )
        })
        .collect();
    format!("Lines join parties that could trade: {}.", told.join(", "))
}

fn table(answer: &PositionsAnswer, trades: &[&TradeRow]) -> Table {
    let columns = vec![
        Column::number("Row"),
        Column::text("Party"),
        Column::text("gets its way on"),
        Column::number("Gain"),
        Column::text("Partner"),
        Column::text("gets its way on "),
        Column::number("Gain of the partner"),
        Column::text("Third parties"),
    ];
    let rows = trades.iter().enumerate().map(|(row, trade)| {
        vec![
            Cell::count(row as u64 + 1),
            Cell::text(naming::party(answer, trade.party)),
            Cell::text(naming::issue_at(answer, trade.issue)),
            Cell::number(trade.gain),
            Cell::text(naming::party(answer, trade.other)),
            Cell::text(naming::issue_at(answer, trade.other_issue)),
            Cell::number(trade.other_gain),
            Cell::Parts(third(answer, trade)),
        ]
    });
    Table::new("Trades, most rewarding first", columns, rows.collect())
}

/// Third parties that gain or lose, largest change first.
fn third(answer: &PositionsAnswer, trade: &TradeRow) -> Vec<String> {
    let mut changes: Vec<&(usize, f64)> = trade
        .third
        .iter()
        .filter(|(party, change)| {
            *party < answer.parties.len() && change.is_finite() && *change != 0.0
        })
        .collect();
    changes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    changes
        .iter()
        .map(|(party, change)| {
            let word = if *change > 0.0 { "gains" } else { "loses" };
            format!("{} {word} {}", naming::party(answer, *party), number(change.abs()))
        })
        .collect()
}
