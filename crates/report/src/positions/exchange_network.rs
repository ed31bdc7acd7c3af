//! The exchange network: who could trade with whom on which issues.
//!
//! Parties stand below each other, an arc joins two that could trade. All trades of a pair of
//! parties make one arc; the strongest pairs are drawn.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::answer::{PositionsAnswer, TradeRow};
use super::frame::{Drawing, FittedPicture, NARROW, WIDE, tabular};
use super::naming::{self, both};
use super::scale::place;
use crate::table::{Cell, Column, Table};
use crate::wording::number;

/// Pairs of parties drawn.
const MOST: usize = 16;
/// Pairs of parties in the table.
const MOST_PAIRS: usize = 100;
/// Trades in the table.
const MOST_TRADES: usize = 60;
/// Third parties told on each side.
const THIRD: usize = 2;
/// Width of the arc of the largest gain.
const WIDEST: f64 = 12.0;
/// Height of a party's row.
const ROW: f64 = 34.0;
/// Height of a line of a name.
const LINE: f64 = 14.0;
/// Room for a label of an arc beyond its top.
const LABEL: f64 = 12.0;

/// The best trade in one sentence without its full stop.
pub fn finding(answer: &PositionsAnswer, trades: &[&TradeRow]) -> String {
    let Some(best) = trades.first() else { return "No two parties could trade".into() };
    format!(
        "{} and {} could both gain: {}{}",
        naming::party(answer, best.party),
        naming::party(answer, best.other),
        terms(answer, best),
        match trades.len() {
            1 => String::new(),
            n => format!(", the most rewarding of {n} trades"),
        }
    )
}

/// Who gives way on what: `A gives way on dams, B on wells`.
fn terms(answer: &PositionsAnswer, trade: &TradeRow) -> String {
    format!(
        "{} gives way on {}, {} on {}",
        naming::party(answer, trade.party),
        naming::issue_at(answer, trade.other_issue),
        naming::party(answer, trade.other),
        naming::issue_at(answer, trade.issue),
    )
}

/// Two parties with all their trades, the most rewarding first.
struct Pair<'a> {
    parties: (usize, usize),
    gain: f64,
    trades: Vec<&'a TradeRow>,
}

/// The picture with its table, and the trades.
pub fn body(answer: &PositionsAnswer) -> Markup {
    let trades = naming::trades(answer);
    if trades.is_empty() {
        return html! { p.absent { "No pair of parties would gain from a trade between two issues." } };
    }
    let pairs = pairs(&trades);
    let drawn = &pairs[..pairs.len().min(MOST)];
    let order = order(drawn);
    let shown = |width: f64| drawing(answer, drawn, &order, width);
    let picture = FittedPicture {
        id: "exchange-network".into(),
        title: title(answer, &pairs, trades.len()),
        subtitle: subtitle(&pairs, drawn, trades.len()),
        key: html! {},
        wide: shown(WIDE),
        narrow: shown(NARROW),
        description: description(answer, drawn),
        table: pairs_table(answer, &pairs),
        method: "Two parties can trade where they stand on opposite sides of the expected outcome of two \
                 issues and care differently about them (Stokman and Van Oosten 1994). Gains are those of \
                 each trade by itself, before any other; carried out together they would be smaller. Parties \
                 are in an order that keeps those with much to trade near each other."
            .into(),
    };
    html! { (picture.markup()) (trades_figure(answer, &trades)) }
}

fn title(answer: &PositionsAnswer, pairs: &[Pair<'_>], trades: usize) -> String {
    let Some(first) = pairs.first() else { return String::new() };
    let names = format!(
        "{} and {}",
        naming::party(answer, first.parties.0),
        naming::party(answer, first.parties.1)
    );
    if pairs.len() == 1 {
        return format!("Only {names} could trade, in {}", naming::counted(trades, "way"));
    }
    let total: f64 = pairs.iter().map(|pair| pair.gain).sum();
    let share = if total > 0.0 { first.gain / total * 100.0 } else { 0.0 };
    let issues = match first.trades.first() {
        Some(best) => {
            format!(
                " above all on {} and {}",
                naming::issue_at(answer, best.issue),
                naming::issue_at(answer, best.other_issue)
            )
        }
        None => String::new(),
    };
    format!(
        "{names} have most to offer each other,{issues}: {share:.0}\u{a0}% of what all pairs could gain"
    )
}

fn subtitle(pairs: &[Pair<'_>], drawn: &[Pair<'_>], trades: usize) -> String {
    let mut text = format!(
        "{} between {} of parties. The width of an arc is what both gain in all trades of the pair \
         together, in points of a scale of 0 to 100 times salience; many of the trades exclude each other. The \
         number on it is the row of the table. Gains follow from the stated numbers and carry no interval.",
        naming::counted(trades, "possible trade"),
        naming::counted(pairs.len(), "pair"),
    );
    if pairs.len() > drawn.len() {
        let sum = |pairs: &[Pair<'_>]| pairs.iter().map(|pair| pair.gain).sum::<f64>();
        let (all, shown) = (sum(pairs), sum(drawn));
        let left = pairs.len() - drawn.len();
        text += &format!(
            " The {} strongest pairs are drawn; {left} {} left out, with {:.0}\u{a0}% of the gain.",
            drawn.len(),
            if left == 1 { "is" } else { "are" },
            if all > 0.0 { (all - shown) / all * 100.0 } else { 0.0 }
        );
    }
    text
}

/// Pairs of parties, those that could gain most together first.
fn pairs<'a>(trades: &[&'a TradeRow]) -> Vec<Pair<'a>> {
    let mut found = BTreeMap::<(usize, usize), Vec<&TradeRow>>::new();
    for trade in trades {
        let parties = (trade.party.min(trade.other), trade.party.max(trade.other));
        found.entry(parties).or_default().push(trade);
    }
    let mut pairs: Vec<Pair<'_>> = found
        .into_iter()
        .map(|(parties, trades)| Pair {
            parties,
            gain: trades.iter().map(|trade| both(trade)).sum(),
            trades,
        })
        .collect();
    pairs.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    pairs
}

/// The parties of pairs in an order that keeps those with much to gain near each other: parties
/// change places as long as that shortens the arcs, each as long as its gain is large.
fn order(pairs: &[Pair<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> =
        pairs.iter().flat_map(|pair| [pair.parties.0, pair.parties.1]).collect();
    order.sort_unstable();
    order.dedup();
    let length = |order: &[usize]| -> f64 {
        let row = |party| order.iter().position(|one| *one == party).unwrap_or(0) as f64;
        pairs.iter().map(|pair| pair.gain * (row(pair.parties.0) - row(pair.parties.1)).abs()).sum()
    };
    let mut shortest = length(&order);
    // At most 32 parties: each pass compares at most 496 orders.
    for _ in 0..20 {
        let before = shortest;
        for from in 0..order.len() {
            for to in 0..order.len() {
                let mut other = order.clone();
                let party = other.remove(from);
                other.insert(to, party);
                let found = length(&other);
                if found < shortest - 1e-9 * before {
                    (order, shortest) = (other, found);
                }
            }
        }
        if shortest >= before {
            break;
        }
    }
    order
}

fn drawing(answer: &PositionsAnswer, pairs: &[Pair<'_>], order: &[usize], width: f64) -> Drawing {
    let letters = if width < WIDE { 17 } else { 24 };
    let names: Vec<Vec<String>> =
        order.iter().map(|&party| naming::lines(naming::party(answer, party), letters)).collect();
    let longest = names.iter().flatten().map(|line| line.chars().count()).max().unwrap_or(0);
    let left = naming::LETTER * longest as f64 + 12.0;
    let row = |party: usize| order.iter().position(|one| *one == party).unwrap_or(0);
    let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let height = (LINE * lines + 5.0).max(ROW);
    let y = |row: usize| height * row as f64 + height / 2.0 + 4.0;
    let span = |pair: &Pair<'_>| row(pair.parties.0).abs_diff(row(pair.parties.1));
    let furthest = pairs.iter().map(span).max().unwrap_or(1).max(1) as f64;
    // An arc reaches as far as its parties are apart, up to what the picture holds.
    let most = (width - left - LABEL - WIDEST).min(1.6 * height * furthest);
    let reach = |pair: &Pair<'_>| {
        let share = span(pair) as f64 / furthest;
        // Short arcs, too, have room for their label.
        18.0 + (most - 18.0) * share
    };
    let largest = pairs.iter().map(|pair| pair.gain).fold(0.0, f64::max);
    let thick = |pair: &Pair<'_>| {
        let share = if largest > 0.0 { pair.gain / largest } else { 1.0 };
        (WIDEST * share).clamp(1.2, WIDEST)
    };
    let arc = |pair: &Pair<'_>| {
        let (a, b) = (row(pair.parties.0), row(pair.parties.1));
        let (upper, lower) = (y(a.min(b)), y(a.max(b)));
        let half = (lower - upper) / 2.0;
        let path = format!(
            "M{} {}A{} {} 0 0 1 {} {}",
            place(left),
            place(upper),
            place(reach(pair)),
            place(half),
            place(left),
            place(lower)
        );
        (path, (left + reach(pair), upper + half))
    };
    let marks = html! {
        @for pair in pairs.iter().rev() {
            g.trade data-party=(pair.parties.0) data-other=(pair.parties.1) {
                title {
                    (naming::party(answer, pair.parties.0)) " and " (naming::party(answer, pair.parties.1)) ": "
                    (naming::counted(pair.trades.len(), "trade")) ", gain " (number(pair.gain))
                }
                path.line d=(arc(pair).0) stroke-width=(place(thick(pair))) {}
            }
        }
        @for (k, pair) in pairs.iter().enumerate() {
            @let (_, (x, y)) = arc(pair);
            text.row.halo x=(place(x)) y=(place(y + 4.5)) text-anchor="middle" { (k + 1) }
        }
        @for (k, &party) in order.iter().enumerate() {
            @let lines = &names[k];
            g.node data-party=(party) {
                circle.dot cx=(place(left)) cy=(place(y(k))) r="6" {}
                @for (n, line) in lines.iter().enumerate() {
                    text.name x=(place(left - 11.0)) y=(place(y(k) + 4.5 + LINE * (n as f64 - (lines.len() as f64 - 1.0) / 2.0))) text-anchor="end" { (line) }
                }
            }
        }
    };
    Drawing { marks, height: height * order.len() as f64 + 8.0 }
}

fn description(answer: &PositionsAnswer, pairs: &[Pair<'_>]) -> String {
    let told: Vec<String> = pairs
        .iter()
        .take(8)
        .map(|pair| {
            let (a, b) = pair.parties;
            format!("{} with {}", naming::party(answer, a), naming::party(answer, b))
        })
        .collect();
    format!("Arcs join parties that could trade, the strongest first: {}.", told.join(", "))
}

fn pairs_table(answer: &PositionsAnswer, pairs: &[Pair<'_>]) -> Table {
    let columns = vec![
        Column::number("Row"),
        Column::text("Parties"),
        Column::number("Trades"),
        Column::number("Gain of both in all trades"),
        Column::text("Most rewarding trade"),
        Column::number("Gain of both in it"),
    ];
    let rows = pairs.iter().take(MOST_PAIRS).enumerate().map(|(row, pair)| {
        let (a, b) = pair.parties;
        vec![
            Cell::count(row as u64 + 1),
            Cell::text(format!("{} and {}", naming::party(answer, a), naming::party(answer, b))),
            Cell::count(pair.trades.len() as u64),
            Cell::number(pair.gain),
            Cell::text(pair.trades.first().map_or_else(String::new, |best| terms(answer, best))),
            pair.trades.first().map_or_else(|| Cell::text("–"), |best| Cell::number(both(best))),
        ]
    });
    let caption = match pairs.len().saturating_sub(MOST_PAIRS) {
        0 => "Pairs of parties that could trade".to_owned(),
        left => format!("The {MOST_PAIRS} strongest pairs of parties; {left} are left out"),
    };
    Table::new(caption, columns, rows.collect())
}

/// The most rewarding trades.
fn trades_figure(answer: &PositionsAnswer, trades: &[&TradeRow]) -> Markup {
    let columns = vec![
        Column::number("Rank"),
        Column::text("Party"),
        Column::text("gets its way on"),
        Column::number("Gain"),
        Column::text("Partner"),
        Column::text("gets its way on "),
        Column::number("Gain of the partner"),
        Column::text("Third parties most concerned"),
    ];
    let rows = trades.iter().take(MOST_TRADES).enumerate().map(|(row, trade)| {
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
    let note = match trades.len().saturating_sub(MOST_TRADES) {
        0 => String::new(),
        left => format!(
            "The {MOST_TRADES} most rewarding of {} trades; the other {left} are in the pairs above.",
            trades.len()
        ),
    };
    tabular(
        "trades",
        &finding(answer, trades),
        &note,
        &Table::new("Trades, most rewarding first", columns, rows.collect()),
        "Third parties gain or lose as the outcomes shift towards or away from them: the two that gain \
         most and the two that lose most are told.",
    )
}

/// Third parties that gain or lose most, the largest change first.
fn third(answer: &PositionsAnswer, trade: &TradeRow) -> Vec<String> {
    let mut changes: Vec<(usize, f64)> = trade
        .third
        .iter()
        .copied()
        .filter(|(party, change)| {
            *party < answer.parties.len() && change.is_finite() && *change != 0.0
        })
        .collect();
    changes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let most = |gains: bool| {
        let one_side = changes.iter().filter(move |(_, change)| (*change > 0.0) == gains);
        one_side.take(THIRD).map(move |(party, change)| {
            let word = if gains { "gains" } else { "loses" };
            format!("{} {word} {}", naming::party(answer, *party), number(change.abs()))
        })
    };
    most(true).chain(most(false)).collect()
}

#[cfg(test)]
mod tests {
    use super::{order, pairs};
    use crate::positions::TradeRow;

    fn trade(party: usize, other: usize, gain: f64) -> TradeRow {
        TradeRow { party, other, other_issue: 1, gain, other_gain: gain, ..TradeRow::default() }
    }

    #[test]
    fn trades_of_a_pair_are_added_up() {
        let trades = [trade(2, 1, 4.0), trade(0, 1, 3.0), trade(1, 0, 2.0)];
        let trades: Vec<&TradeRow> = trades.iter().collect();
        let pairs = pairs(&trades);
        let found: Vec<_> =
            pairs.iter().map(|pair| (pair.parties, pair.gain, pair.trades.len())).collect();
        assert_eq!(found, [((0, 1), 10.0, 2), ((1, 2), 8.0, 1)]);
    }

    /// On a path of trades 0-3-1-4-2, parties end in the order of the path.
    #[test]
    fn partners_stand_near_each_other() {
        let trades = [trade(0, 3, 1.0), trade(3, 1, 1.0), trade(1, 4, 1.0), trade(4, 2, 1.0)];
        let trades: Vec<&TradeRow> = trades.iter().collect();
        let found = order(&pairs(&trades));
        assert!(
            [[0, 3, 1, 4, 2], [2, 4, 1, 3, 0]]
                .contains(&[found[0], found[1], found[2], found[3], found[4]])
        );
    }
}
