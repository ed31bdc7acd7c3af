//! How parties, issues, models and numbers are called on the page.

use super::answer::{IssueRow, ModelRow, PositionsAnswer, TradeRow};
use crate::table::Cell;
use crate::wording;

/// Letters of a line of a name in a picture.
pub const SHORT: usize = 34;

/// Width of a letter in a picture.
pub const LETTER: f64 = 7.7;

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

/// Models: name, name in words, whether an article goes before it in a sentence.
const MODELS: [(&str, &str, bool); 45] = [
    ("agenda_setter", "agenda setter", true),
    ("agenda_setter_consultation", "agenda setter, consultation", true),
    ("compromise", "compromise model", true),
    ("expected_utility_as_run", "expected utility, as computed", false),
    ("expected_utility_as_run_mean", "expected utility, mean at end", false),
    ("expected_utility_dmasad", "expected utility, one challenger", false),
    ("expected_utility_eum", "expected utility, averaged", false),
    ("expected_utility_literal", "expected utility, to the letter", false),
    ("expected_utility_printed", "expected utility, as printed", false),
    ("expected_utility_schelling", "expected utility, Schelling", false),
    ("kalai_smorodinsky", "Kalai–Smorodinsky bargain", true),
    ("kalai_smorodinsky_at_reference", "Kalai–Smorodinsky, reference", false),
    ("legislative_bargaining", "legislative bargaining", false),
    ("legislative_bargaining_quota", "legislative bargaining, quota", false),
    ("mean", "plain mean", true),
    ("median", "median", true),
    ("median_lower", "lower median", true),
    ("median_upper", "upper median", true),
    ("midpoint", "middle of the scale", true),
    ("nash_at_reference", "Nash bargain, reference point", true),
    ("nash_far_linear", "Nash bargain, linear loss", true),
    ("nash_far_quadratic", "Nash bargain, quadratic loss", true),
    ("party_position", "position of one party", true),
    ("position_exchange", "position exchange", false),
    ("power_mean", "mean by capability", true),
    ("power_median", "median by capability", true),
    ("power_median_lower", "lower median by capability", true),
    ("power_median_middle", "middle median by capability", true),
    ("power_median_upper", "upper median by capability", true),
    ("reference_point", "reference point", true),
    ("salience_mean", "mean by salience", true),
    ("salience_median", "median by salience", true),
    ("salience_median_lower", "lower median by salience", true),
    ("salience_median_middle", "middle median by salience", true),
    ("salience_median_upper", "upper median by salience", true),
    ("spatial model", "spatial model", true),
    ("spatial_final", "spatial model, after bargaining", true),
    ("spatial_final_sound", "spatial model, sound variant", true),
    ("spatial_first_election", "spatial model, first election", true),
    ("stacked", "combination of the models", true),
    ("weighted_mean", "weighted mean", true),
    ("weighted_median", "weighted median", true),
    ("weighted_median_lower", "weighted lower median", true),
    ("weighted_median_middle", "weighted middle median", true),
    ("weighted_median_upper", "weighted upper median", true),
];

/// The name of a model in words, and whether an article goes before it; a reading is named by its
/// settings: `expected_utility_printed:q=0.5` as `expected utility, as printed, with q = 0.5`.
fn words(name: &str) -> (String, bool) {
    let (name, settings) = name.split_once(':').unwrap_or((name, ""));
    let known = MODELS.iter().find(|(known, ..)| *known == name.trim());
    let (words, article) = known
        .map_or_else(|| (name.replace('_', " "), false), |known| (known.1.to_owned(), known.2));
    let settings: Vec<String> = settings
        .split(',')
        .filter(|setting| !setting.trim().is_empty())
        .map(|setting| match setting.split_once('=') {
            Some((switch, value)) => {
                format!("{} = {}", switch.trim().replace('_', " "), value.trim().replace('_', " "))
            }
            None => setting.trim().to_owned(),
        })
        .collect();
    if settings.is_empty() {
        (words, article)
    } else {
        (format!("{words}, with {}", settings.join(", ")), article)
    }
}

/// The name of a model in words: `expected_utility_as_run` as `expected utility, as computed`.
pub fn model(row: &ModelRow) -> String {
    model_named(&row.name)
}

/// The name in words of the model that is called so.
pub fn model_named(name: &str) -> String {
    words(name).0
}

/// A text with the names of models in it in words; what was told apart by commas is by semicolons.
pub fn in_words(text: &str) -> String {
    let known = |word: &str| word.contains('_') && MODELS.iter().any(|model| model.0 == word);
    if !text.split(' ').any(known) {
        return text.to_owned();
    }
    let words: Vec<String> = text
        .split(' ')
        .map(|word| if known(word) { model_named(word) } else { word.replace(',', ";") })
        .collect();
    words.join(" ")
}

/// The name of a model within a sentence: `the compromise model`.
pub fn told(row: &ModelRow) -> String {
    let (words, article) = words(&row.name);
    if article { format!("the {words}") } else { words }
}

/// A name that something follows in a sentence: with a comma after it where one is within it.
pub fn enclosed(told: &str) -> String {
    if told.contains(", ") { format!("{told},") } else { told.to_owned() }
}

/// A name in at most three lines of so many letters, cut in the middle where they do not hold it.
pub fn lines(name: &str, letters: usize) -> Vec<String> {
    const MOST: usize = 3;
    let mut lines: Vec<String> = Vec::new();
    let mut rest = name;
    while rest.chars().count() > letters && lines.len() + 1 < MOST {
        // The longest start of whole words that fits.
        let end = rest
            .match_indices(' ')
            .map(|(at, _)| at)
            .take_while(|at| rest[..*at].chars().count() <= letters)
            .last();
        let Some(end) = end.filter(|end| *end > 0) else { break };
        lines.push(rest[..end].to_owned());
        rest = &rest[end + 1..];
    }
    lines.push(cut(rest, letters));
    lines
}

/// A name cut in the middle to what fits beside a picture.
pub fn short(name: &str) -> String {
    cut(name, SHORT)
}

/// A name cut in the middle to so many letters.
pub fn cut(name: &str, most: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= most || most < 8 {
        return name.to_owned();
    }
    let tail = most / 3;
    let start: String = letters[..most - tail - 1].iter().collect();
    let end: String = letters[letters.len() - tail..].iter().collect();
    format!("{}…{}", start.trim_end(), end.trim_start())
}

/// Width that the longest of these names takes in a picture.
pub fn room<'a>(names: impl Iterator<Item = &'a str>) -> f64 {
    let longest = names.map(|name| name.chars().count().min(SHORT)).max().unwrap_or(0);
    LETTER * longest as f64
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

/// Things in a sentence: `a`, `a and b`, `a, b and c`; semicolons where a thing holds a comma.
pub fn list(things: &[String]) -> String {
    let comma = if things.iter().any(|thing| thing.contains(", ")) { ";" } else { "," };
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [most @ .., last] => format!("{} and {last}", most.join(&format!("{comma} "))),
    }
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
    use super::{MODELS, SHORT, enclosed, in_words, lines, model, short, told, value};
    use crate::positions::{IssueRow, ModelRow};

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
            "Association of the gro…ples, north"
        );
        assert_eq!(lines("Least Developed Countries", 16), ["Least Developed", "Countries"]);
        let europe = lines("Europe (European Union and United Kingdom)", 17);
        assert_eq!(europe, ["Europe (European", "Union and United", "Kingdom)"]);
        assert_eq!(lines("Bundesverfassungsgericht", 16), ["Bundesverf…richt"]);
    }

    #[test]
    fn models_are_named_in_words() {
        let row = |name: &str| ModelRow { name: name.into(), ..ModelRow::default() };
        assert_eq!(told(&row("compromise")), "the compromise model");
        assert_eq!(enclosed(&told(&row("position_exchange"))), "position exchange");
        let reading = row("expected_utility_printed:q=0.5,third_parties=own");
        let words = "expected utility, as printed, with q = 0.5, third parties = own";
        assert_eq!(model(&reading), words);
        assert_eq!(enclosed(&told(&reading)), format!("{words},"));
        assert_eq!(
            in_words("weights: power_mean 0.6, nash_far_linear 0.4"),
            "weights: mean by capability 0.6; Nash bargain, linear loss 0.4"
        );
        assert_eq!(in_words("rounds, then a mean"), "rounds, then a mean");
        assert_eq!(model(&row("a_model_of_tomorrow")), "a model of tomorrow");
        assert!(MODELS.iter().all(|known| known.1.chars().count() <= SHORT));
    }
}
