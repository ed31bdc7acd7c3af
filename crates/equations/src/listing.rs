//! The model as a listing of equations, set in the manner of mathematics.

use crate::compile::Compiled;
use crate::expression::{Expression, Kind, Moment, Operator};
use crate::formula::{Formula, Place};
use crate::order::order;
use crate::parser::parse;
use std::collections::BTreeMap;
use zopa_scenario::{Direction, LeverChange, Quantity, Scenario, SourceReference, Text};

/// A part of the listing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// What it holds.
    pub heading: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// One equation or declaration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// Lines of equations or tables.
    pub lines: Vec<String>,
    /// Label for readers, where it says more than the name.
    pub label: Option<String>,
    /// Unit, declared or inferred.
    pub unit: Option<String>,
    /// Citations as written, such as `article:57`.
    pub sources: Vec<String>,
    /// The author's note.
    pub note: Option<String>,
}

/// A citation as written.
pub fn citation(reference: &SourceReference) -> String {
    match &reference.locator {
        Some(locator) => format!("{}:{locator}", reference.source),
        None => reference.source.clone(),
    }
}

fn citations(references: &[SourceReference]) -> Vec<String> {
    references.iter().map(citation).collect()
}

fn note(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(|t| t.text.clone())
}

/// The equation of a formula, typeset; as written where it could not be parsed.
pub fn equation(formula: &Formula) -> String {
    match &formula.expression {
        Some(expression) => typeset(expression),
        None => formula.quantity.expression.text.clone(),
    }
}

/// Whether the expression is a distribution as a whole.
pub fn is_distribution(expression: &Expression) -> bool {
    match &expression.kind {
        Kind::PlusMinus(..) | Kind::Interval(..) => true,
        Kind::Call(name, _, arguments) => matches!(
            crate::function::resolve(name, arguments.len()).map(|f| f.function()),
            Some(crate::function::Function::Distribution(_))
        ),
        _ => false,
    }
}

/// `=` for equations, `~` for distributions.
fn relation(formula: &Formula) -> &'static str {
    if formula.expression.as_ref().is_some_and(is_distribution) { "~" } else { "=" }
}

/// An expression as mathematics: `a · b`, `x²`, `√(x)`, `≤`, `|x|`, cases in braces.
///
/// ```
/// use zopa_equations::{listing::typeset, parser::parse};
/// assert_eq!(typeset(&parse("2 * x ^ 2 - sqrt(y) <= z").unwrap()), "2 · x² − √(y) ≤ z");
/// assert_eq!(typeset(&parse("(a + b) * c").unwrap()), "(a + b) · c");
/// ```
pub fn typeset(expression: &Expression) -> String {
    set(expression, 0)
}

/// Binding strength of what is printed, from weakest.
fn strength(expression: &Expression) -> u8 {
    match &expression.kind {
        Kind::If(..) => 10,
        Kind::Interval(..) | Kind::PlusMinus(..) => 0,
        Kind::Binary(operator, ..) => operator_strength(*operator),
        Kind::Not(_) => 3,
        Kind::Negate(_) => 7,
        Kind::Number(value, unit) if unit.is_some() || *value < 0.0 => 6,
        Kind::At(..) => 9,
        _ => 10,
    }
}

fn operator_strength(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::And => 2,
        Operator::Less
        | Operator::LessEqual
        | Operator::Greater
        | Operator::GreaterEqual
        | Operator::Equal
        | Operator::NotEqual => 4,
        Operator::Add | Operator::Subtract => 5,
        Operator::Multiply | Operator::Divide => 6,
        Operator::Power => 8,
    }
}

fn set(expression: &Expression, least: u8) -> String {
    let text = bare(expression);
    if strength(expression) < least { format!("({text})") } else { text }
}

fn bare(expression: &Expression) -> String {
    match &expression.kind {
        Kind::Number(value, None) => value.to_string(),
        Kind::Number(value, Some(unit)) if unit == "1" => value.to_string(),
        Kind::Number(value, Some(unit)) => match unit.strip_prefix("1/") {
            Some(below) => format!("{value}/{below}"),
            None => format!("{value} {unit}"),
        },
        Kind::Name(name) => name.clone(),
        Kind::Negate(a) => format!("−{}", set(a, 7)),
        Kind::Not(a) => format!("not {}", set(a, 3)),
        Kind::Binary(Operator::Power, base, exponent) => power(base, exponent),
        Kind::Binary(operator, a, b) => {
            let (sign, right) = match operator {
                Operator::Add => ("+", 5),
                Operator::Subtract => ("−", 6),
                Operator::Multiply => ("·", 6),
                Operator::Divide => ("/", 7),
                Operator::Less => ("<", 5),
                Operator::LessEqual => ("≤", 5),
                Operator::Greater => (">", 5),
                Operator::GreaterEqual => ("≥", 5),
                Operator::Equal => ("=", 5),
                Operator::NotEqual => ("≠", 5),
                Operator::And => ("and", 3),
                Operator::Or => ("or", 2),
                Operator::Power => ("^", 8),
            };
            let left = operator_strength(*operator);
            format!("{} {sign} {}", set(a, left), set(b, right))
        }
        Kind::If(condition, a, b) => {
            format!("{{ {} if {}; {} otherwise }}", typeset(a), typeset(condition), typeset(b))
        }
        Kind::Call(name, _, arguments) => call(name, arguments),
        Kind::Pair(a, b) => format!("({}, {})", typeset(a), typeset(b)),
        Kind::At(a, moment) => {
            let at = match moment {
                Moment::Time(time) => typeset(time),
                Moment::Start => "start".to_owned(),
                Moment::End => "end".to_owned(),
                Moment::Signature => "signature".to_owned(),
                Moment::Breakdown => "breakdown".to_owned(),
            };
            format!("{}(t = {at})", set(a, 10))
        }
        Kind::Is(issue, option) => format!("[{issue} is {option}]"),
        Kind::PlusMinus(mean, sd) => format!("{} ± {}", set(mean, 5), set(sd, 5)),
        Kind::Interval(low, high) => format!("{} to {}", set(low, 5), set(high, 5)),
    }
}

fn call(name: &str, arguments: &[Expression]) -> String {
    let listed: Vec<String> = arguments.iter().map(typeset).collect();
    match (name.to_lowercase().as_str(), listed.as_slice()) {
        ("sqrt", [one]) => format!("√({one})"),
        ("abs", [one]) => format!("|{one}|"),
        _ => format!("{name}({})", listed.join(", ")),
    }
}

fn power(base: &Expression, exponent: &Expression) -> String {
    let base = set(base, 9);
    let whole = match &exponent.kind {
        Kind::Number(value, None) => Some(*value),
        Kind::Negate(inner) => match inner.kind {
            Kind::Number(value, None) => Some(-value),
            _ => None,
        },
        _ => None,
    }
    .filter(|v| v.fract() == 0.0 && v.abs() < 1000.0);
    match whole {
        Some(value) => {
            let raised: String = value
                .to_string()
                .chars()
                .map(|c| match c {
                    '-' => '⁻',
                    '1' => '¹',
                    '2' => '²',
                    '3' => '³',
                    digit => {
                        let place = digit.to_digit(10).unwrap_or(0);
                        char::from_u32('⁰' as u32 + place).unwrap_or(digit)
                    }
                })
                .collect();
            format!("{base}{raised}")
        }
        None => format!("{base}^{}", set(exponent, 8)),
    }
}

/// The listing of a scenario: equations first, variables in the order of dependency.
pub fn listing(scenario: &Scenario, compiled: &Compiled) -> Vec<Section> {
    let lister = Lister::new(scenario, compiled);
    let sections = [
        ("Variables", lister.variables()),
        ("Stocks", lister.stocks()),
        ("Inputs", lister.inputs()),
        ("Series", lister.series()),
        ("Parties", lister.parties()),
        ("Issues", lister.issues()),
        ("Negotiation", lister.negotiation()),
        ("Hold", lister.hold()),
        ("Levers", lister.levers()),
        ("Measures", lister.measures()),
        ("Claims", lister.claims()),
    ];
    sections
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(heading, entries)| Section { heading: heading.to_owned(), entries })
        .collect()
}

struct Lister<'a> {
    scenario: &'a Scenario,
    compiled: &'a Compiled,
    formulas: BTreeMap<Place, &'a Formula>,
}

impl<'a> Lister<'a> {
    fn new(scenario: &'a Scenario, compiled: &'a Compiled) -> Self {
        let formulas = compiled.formulas.iter().map(|f| (f.place, f)).collect();
        Lister { scenario, compiled, formulas }
    }

    fn unit(&self, place: Place) -> Option<String> {
        self.compiled.units.unit(place).map(ToString::to_string)
    }

    fn right(&self, place: Place) -> String {
        self.formulas.get(&place).map_or(String::new(), |f| equation(f))
    }

    /// `name = equation` with unit and sources.
    fn plain(&self, place: Place, name: &str, label: &Option<Text>, quantity: &Quantity) -> Entry {
        let relation = self.formulas.get(&place).map_or("=", |f| relation(f));
        Entry {
            lines: vec![format!("{name} {relation} {}", self.right(place))],
            label: note(label),
            unit: self.unit(place),
            sources: citations(&quantity.sources),
            note: note(&quantity.note),
        }
    }

    fn variables(&self) -> Vec<Entry> {
        let (sequence, _) = order(self.scenario, &self.compiled.symbols, &self.compiled.formulas);
        let mut indices: Vec<usize> = sequence
            .into_iter()
            .filter_map(|f| match self.compiled.formulas.get(f)?.place {
                Place::Variable(i) => Some(i),
                _ => None,
            })
            .collect();
        // Those in a circle have no order and stand last.
        let rest: Vec<usize> =
            (0..self.scenario.variables.len()).filter(|i| !indices.contains(i)).collect();
        indices.extend(rest);
        indices
            .into_iter()
            .filter_map(|i| self.scenario.variables.get(i).map(|v| (i, v)))
            .map(|(i, v)| self.plain(Place::Variable(i), &v.id.text, &v.name, &v.value))
            .collect()
    }

    fn stocks(&self) -> Vec<Entry> {
        let one = |(i, stock): (usize, &zopa_scenario::Stock)| {
            let id = &stock.id;
            let start = self.formulas.get(&Place::StockStart(i)).map_or("=", |f| relation(f));
            let mut lines = vec![
                format!("d {id} / dt = {}", self.right(Place::StockChange(i))),
                format!("{id}(t₀) {start} {}", self.right(Place::StockStart(i))),
            ];
            let low = stock.minimum.as_ref().map(|_| self.right(Place::StockMinimum(i)));
            let high = stock.maximum.as_ref().map(|_| self.right(Place::StockMaximum(i)));
            match (low, high) {
                (Some(low), Some(high)) => lines.push(format!("{low} ≤ {id} ≤ {high}")),
                (Some(low), None) => lines.push(format!("{low} ≤ {id}")),
                (None, Some(high)) => lines.push(format!("{id} ≤ {high}")),
                (None, None) => {}
            }
            let mut sources = citations(&stock.start.sources);
            sources.extend(citations(&stock.change.sources));
            Entry {
                lines,
                label: note(&stock.name),
                unit: self.unit(Place::StockStart(i)),
                sources,
                note: note(&stock.start.note).or_else(|| note(&stock.change.note)),
            }
        };
        self.scenario.stocks.iter().enumerate().map(one).collect()
    }

    fn inputs(&self) -> Vec<Entry> {
        let inputs = self.scenario.inputs.iter().enumerate();
        inputs.map(|(i, x)| self.plain(Place::Input(i), &x.id.text, &x.name, &x.value)).collect()
    }

    fn measures(&self) -> Vec<Entry> {
        let measures = self.scenario.measures.iter().enumerate();
        measures
            .map(|(i, x)| self.plain(Place::Measure(i), &x.id.text, &x.name, &x.value))
            .collect()
    }

    fn series(&self) -> Vec<Entry> {
        let one = |series: &zopa_scenario::Series| {
            let (first, last) = (series.points.first(), series.points.last());
            let span = first.zip(last).map_or(String::new(), |(a, b)| {
                format!(
                    " from {} at {} to {} at {}",
                    a.value,
                    rounded(a.time),
                    b.value,
                    rounded(b.time)
                )
            });
            Entry {
                lines: vec![format!("{}: {} points{span}", series.id, series.points.len())],
                unit: note(&series.unit),
                sources: citations(&series.sources),
                note: note(&series.note),
                ..Entry::default()
            }
        };
        self.scenario.series.iter().map(one).collect()
    }

    fn parties(&self) -> Vec<Entry> {
        let one = |(p, party): (usize, &zopa_scenario::Party)| {
            let mut lines = vec![format!("{} ({}): {}", party.name, party.id, party.seat.word())];
            let mut sources = Vec::new();
            for (word, place, quantity) in [
                ("deal", Place::Deal(p), &party.deal),
                ("no_deal", Place::NoDeal(p), &party.no_deal),
                ("ratifies", Place::Ratifies(p), &party.ratifies),
                ("power", Place::Power(p), &party.power),
            ] {
                if let Some(quantity) = quantity {
                    lines.push(format!("{word}.{} = {}", party.id, self.right(place)));
                    sources.extend(citations(&quantity.sources));
                }
            }
            for (k, interaction) in party.interactions.iter().enumerate() {
                let options: Vec<String> =
                    interaction.options.iter().map(|(i, o)| format!("[{i} is {o}]")).collect();
                let value = self.right(Place::Interaction(p, k));
                lines.push(format!("terms.{} += ({value}) · {}", party.id, options.join(" · ")));
                sources.extend(citations(&interaction.value.sources));
            }
            Entry { lines, sources, note: note(&party.note), ..Entry::default() }
        };
        self.scenario.parties.iter().enumerate().map(one).collect()
    }

    fn issues(&self) -> Vec<Entry> {
        self.scenario.issues.iter().enumerate().map(|(i, issue)| self.issue(i, issue)).collect()
    }

    fn issue(&self, i: usize, issue: &zopa_scenario::Issue) -> Entry {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut head = vec![String::new()];
        head.extend(issue.options.iter().map(|o| o.id.text.clone()));
        head.push("weight".to_owned());
        rows.push(head);
        let mut sources = Vec::new();
        if let Some(attributes) = self.compiled.symbols.attributes.get(i) {
            for attribute in attributes {
                let mut row = vec![format!("{}.{attribute}", issue.id)];
                for (o, option) in issue.options.iter().enumerate() {
                    let found = option.attributes.iter().enumerate();
                    let mut found = found.filter(|(_, (name, _))| name.text == *attribute);
                    row.push(found.next().map_or("—".to_owned(), |(a, (_, q))| {
                        sources.extend(citations(&q.sources));
                        self.right(Place::Attribute(i, o, a))
                    }));
                }
                rows.push(row);
            }
        }
        for party in &self.scenario.parties {
            let found = issue.values.iter().position(|r| r.party.text == party.id.text);
            let weight = issue.salience.iter().position(|s| s.party.text == party.id.text);
            if found.is_none() && weight.is_none() {
                continue;
            }
            let mut row = vec![party.id.text.clone()];
            for o in 0..issue.options.len() {
                row.push(found.map_or("—".to_owned(), |r| self.right(Place::OptionValue(i, r, o))));
            }
            row.push(weight.map_or("—".to_owned(), |s| self.right(Place::Salience(i, s))));
            rows.push(row);
            let values = found.and_then(|r| issue.values.get(r)).into_iter();
            values.flat_map(|r| &r.values).for_each(|q| sources.extend(citations(&q.sources)));
            let weights = weight.and_then(|s| issue.salience.get(s)).into_iter();
            weights.for_each(|s| sources.extend(citations(&s.value.sources)));
        }
        let mut lines = vec![format!("{} ({})", issue.name, issue.id)];
        lines.extend(aligned(&rows));
        sources.sort();
        sources.dedup();
        Entry { lines, sources, note: note(&issue.note), ..Entry::default() }
    }

    fn negotiation(&self) -> Vec<Entry> {
        let Some(talks) = &self.scenario.negotiation else { return Vec::new() };
        let unit = &self.scenario.time.unit;
        let first = talks.first.map_or(String::new(), |t| format!(", first at {}", rounded(t)));
        let mut lines = vec![
            format!("a round every {} {unit}{first}", rounded(talks.every)),
            format!("solution: {}", talks.solution.word().replace('_', " ")),
        ];
        if talks.chance.is_some() {
            lines.push(format!("chance of signature = {}", self.right(Place::Chance)));
        }
        for k in 0..talks.off_table.len() {
            lines.push(format!("off the table: {}", self.right(Place::OffTable(k))));
        }
        if !talks.reference.is_empty() {
            let options: Vec<String> =
                talks.reference.iter().map(|(i, o)| format!("{i} = {o}")).collect();
            lines.push(format!("before any deal: {}", options.join(", ")));
        }
        let sources = talks.chance.as_ref().map(|q| citations(&q.sources)).unwrap_or_default();
        vec![Entry { lines, sources, ..Entry::default() }]
    }

    fn hold(&self) -> Vec<Entry> {
        let Some(hold) = &self.scenario.hold else { return Vec::new() };
        let mut entries = Vec::new();
        for (word, place, quantity) in [
            ("hazard of breakdown", Place::Hazard, &hold.hazard),
            ("durability", Place::Durability, &hold.durability),
        ] {
            if let Some(quantity) = quantity {
                entries.push(self.plain(place, word, &None, quantity));
            }
        }
        for (k, reset) in hold.resumes.iter().enumerate() {
            let name = format!("after a breakdown {}", reset.stock);
            entries.push(self.plain(Place::Reset(k), &name, &None, &reset.value));
        }
        if hold.pause > 0.0 {
            let line = format!("no talks for {} {}", rounded(hold.pause), self.scenario.time.unit);
            entries.push(Entry { lines: vec![line], ..Entry::default() });
        }
        entries
    }

    fn levers(&self) -> Vec<Entry> {
        let one = |lever: &zopa_scenario::Lever| {
            let mut lines = vec![lever.id.text.clone()];
            lines.extend(lever.set.iter().map(|change| format!("  {}", change_in_words(change))));
            Entry {
                lines,
                label: note(&lever.name),
                sources: citations(&lever.sources),
                note: note(&lever.note),
                ..Entry::default()
            }
        };
        self.scenario.levers.iter().map(one).collect()
    }

    fn claims(&self) -> Vec<Entry> {
        let one = |claim: &zopa_scenario::Claim| {
            let effects: Vec<String> = claim
                .expect
                .iter()
                .map(|e| format!("{} {}", e.measure, arrow(e.direction)))
                .collect();
            let given = claim.given.as_ref().map_or(String::new(), |g| format!(" (given {g})"));
            Entry {
                lines: vec![format!(
                    "{}: {}{given} → {}",
                    claim.id,
                    claim.lever,
                    effects.join(", ")
                )],
                label: Some(claim.text.text.clone()),
                sources: citations(&claim.sources),
                note: note(&claim.note),
                ..Entry::default()
            }
        };
        self.scenario.claims.iter().map(one).collect()
    }
}

/// The sign of a direction.
pub fn arrow(direction: Direction) -> &'static str {
    match direction {
        Direction::Increases => "↑",
        Direction::Decreases => "↓",
        Direction::Unchanged => "=",
        Direction::Open => "?",
    }
}

/// What a lever changes, as `name = value`.
pub fn change_in_words(change: &LeverChange) -> String {
    match change {
        LeverChange::Value { target, value } => {
            let right = match parse(&value.expression.text) {
                Ok(expression) => typeset(&expression),
                Err(_) => value.expression.text.clone(),
            };
            let unit = value.unit.as_ref().map_or(String::new(), |u| format!(" [{u}]"));
            format!("{target} = {right}{unit}")
        }
        LeverChange::Seat { party, seat } => format!("seat.{party} = {}", seat.word()),
        LeverChange::OffTable(conditions) if conditions.is_empty() => {
            "nothing is off the table".to_owned()
        }
        LeverChange::OffTable(conditions) => {
            let listed: Vec<&str> = conditions.iter().map(|t| t.text.as_str()).collect();
            format!("off the table: {}", listed.join(", "))
        }
    }
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Cells in columns.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|c| rows.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0))
        .collect();
    rows.iter()
        .map(|row| {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
                .collect();
            format!("  {}", cells.join("  ").trim_end())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> String {
        parse(text).map_or_else(|problems| format!("{problems:?}"), |e| typeset(&e))
    }

    #[test]
    fn brackets_stand_where_the_order_needs_them() {
        assert_eq!(set("a - (b - c)"), "a − (b − c)");
        assert_eq!(set("(a - b) - c"), "a − b − c");
        assert_eq!(set("a / (b * c)"), "a / (b · c)");
        assert_eq!(set("(a ^ b) ^ c"), "(a^b)^c");
        assert_eq!(set("-x ^ 2"), "−x²");
        assert_eq!(set("(-x) ^ 2"), "(−x)²");
        assert_eq!(set("not (a and b) or c"), "not (a and b) or c");
        assert_eq!(set("(a or b) and c"), "(a or b) and c");
        assert_eq!(set("x ^ -10"), "x⁻¹⁰");
    }

    #[test]
    fn cases_units_and_moments_are_set() {
        assert_eq!(set("if x > 0 then 1 else abs(y)"), "{ 1 if x > 0; |y| otherwise }");
        assert_eq!(set("area / (6000 [km2])"), "area / (6000 km2)");
        assert_eq!(set("0.5 [1/week] * loss"), "0.5/week · loss");
        assert_eq!(set("area at 24"), "area(t = 24)");
        assert_eq!(set("0.6 ± 0.1"), "0.6 ± 0.1");
        assert_eq!(set("5 to 20"), "5 to 20");
    }
}
