//! How parties, issues, models and numbers are called on the page.

use super::answer::{IssueRow, ModelRow, PositionsAnswer, TradeRow};
use crate::table::Cell;
use crate::wording;

/// Letters of a name in a picture.
const SHORT: usize = 28;

/// The name of a party, or its identifier.
pub fn party(answer: &PositionsAnswer, party: usize) -> &str {
    match answer.parties.get(party) {
        Some(row) if !row.name.is_empty() => &row.name,
        Some(row) => &row.id,
        None => "a party not shown",
    }
}

/// The name of an issue, or its identifier.
pub fn issue(row: &IssueRow) -> &str {
    if row.name.is_empty() { &row.id } else { &row.name }
}

/// The name of the issue at a position.
pub fn issue_at(answer: &PositionsAnswer, position: usize) -> &str {
    answer.issues.get(position).map_or("an issue not shown", issue)
}

/// The name of a model in words: `expected_utility_as_run` as `expected utility as run`.
pub fn model(row: &ModelRow) -> String {
    row.name.replace('_', " ")
}

/// A name cut in the middle to what fits beside a picture.
pub fn short(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= SHORT {
        return name.to_owned();
    }
    let start: String = letters[..SHORT - 10].iter().collect();
    let end: String = letters[letters.len() - 9..].iter().collect();
    format!("{}…{}", start.trim_end(), end.trim_start())
}

/// Width that the longest of these names takes in a picture.
pub fn room<'a>(names: impl Iterator<Item = &'a str>) -> f64 {
    let longest = names.map(|name| name.chars().count().min(SHORT)).max().unwrap_or(0);
    7.6 * longest as f64
}

/// The label of a point within a hundredth of the scale, in quotation marks, with a comma.
pub fn near(row: &IssueRow, x: f64) -> String {
    let length = (row.high - row.low).abs();
    let nearest = row
        .points
        .iter()
        .filter(|(at, _)| at.is_finite())
        .min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs()));
    match nearest {
        Some((at, label)) if (at - x).abs() <= 0.01 * length => format!(" (“{label}”)"),
        Some((at, label)) if (at - x).abs() <= 0.15 * length => format!(" (near “{label}”)"),
        _ => String::new(),
    }
}

/// A value on the scale of an issue, to about a thousandth of the scale.
pub fn value(row: &IssueRow, x: f64) -> String {
    let length = (row.high - row.low).abs();
    if !x.is_finite() || x.abs() >= 1e4 || !(length > 0.0 && length <= 1e4) {
        return wording::number(x);
    }
    let places = (-libm::ceil(libm::log10(length / 1000.0) - 1e-9)).clamp(0.0, 9.0) as usize;
    let text = format!("{:.places$}", x.abs());
    let text = if places > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if x < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        format!("−{text}")
    } else {
        text.to_owned()
    }
}

/// A value on the scale of an issue as a cell of a table.
pub fn cell(row: &IssueRow, x: f64) -> Cell {
    Cell::Number(x, value(row, x))
}

/// An interval on the scale of an issue in words.
pub fn interval(row: &IssueRow, (low, high): (f64, f64)) -> String {
    format!("{} to {}", value(row, low), value(row, high))
}

/// `1 party`, `6 parties`.
pub fn parties(n: usize) -> String {
    if n == 1 { "1 party".into() } else { format!("{n} parties") }
}

/// `1 round`, `3 rounds`.
pub fn counted(n: usize, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{n} {thing}s") }
}

/// The trades between parties and issues that exist, best first.
pub fn trades(answer: &PositionsAnswer) -> Vec<&TradeRow> {
    let mut known: Vec<&TradeRow> = answer
        .trades
        .iter()
        .filter(|trade| {
            let parties = answer.parties.len();
            let issues = answer.issues.len();
            trade.party < parties
                && trade.other < parties
                && trade.party != trade.other
                && trade.issue < issues
                && trade.other_issue < issues
                && both(trade).is_finite()
        })
        .collect();
    known.sort_by(|a, b| both(b).total_cmp(&both(a)));
    known
}

/// What both partners gain together.
pub fn both(trade: &TradeRow) -> f64 {
    trade.gain + trade.other_gain
}

#[cfg(test)]
mod tests {
    use super::{short, value};
    use crate::positions::IssueRow;

    #[test]
    fn values_are_as_fine_as_their_scale() {
        let on = |low, high, x| value(&IssueRow { low, high, ..IssueRow::default() }, x);
        assert_eq!(on(0.0, 100.0, 0.0302), "0");
        assert_eq!(on(0.0, 100.0, 41.25), "41.2");
        assert_eq!(on(0.0, 100.0, 100.0), "100");
        assert_eq!(on(4.0, 10.0, 8.4159), "8.42");
        assert_eq!(on(0.0, 1.0, 0.12345), "0.123");
        assert_eq!(on(-50.0, 50.0, -20.0), "−20");
        assert_eq!(on(-50.0, 50.0, -0.01), "0");
        assert_eq!(on(0.0, 5000.0, 1230.4), "1230");
        assert_eq!(on(0.0, 2e5, 120_000.0), "120,000");
        assert_eq!(on(0.0, 0.0, 3.0), "3");
    }

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(short("Czech Republic"), "Czech Republic");
        assert_eq!(
            short("Association of the growers of apples, north"),
            "Association of the…es, north"
        );
    }
}
