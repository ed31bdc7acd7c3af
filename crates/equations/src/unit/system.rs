//! The units of a scenario: calendar units, scale words, definitions; and the reader of units.

use super::Unit;
use crate::expression::Range;
use crate::lexer::short;
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Text};

/// Calendar units with their length in years: month = year/12, year = 365.25 days.
pub const CALENDAR: &[(&str, f64)] = &[
    ("second", 1.0 / 31_557_600.0),
    ("minute", 60.0 / 31_557_600.0),
    ("hour", 3_600.0 / 31_557_600.0),
    ("day", 1.0 / 365.25),
    ("week", 7.0 / 365.25),
    ("month", 1.0 / 12.0),
    ("quarter", 0.25),
    ("year", 1.0),
];

/// Words for scales.
const SCALES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("%", 0.01),
    ("percent", 0.01),
    ("dmnl", 1.0),
    ("dimensionless", 1.0),
];

const MAXIMUM_EXPONENT: i32 = 100;
const MAXIMUM_NESTING: usize = 50;
const MAXIMUM_TEXT: usize = 1_000;

/// The length of a calendar unit in years; a plural `s` is allowed.
pub(crate) fn calendar(name: &str) -> Option<f64> {
    let singular = name.strip_suffix('s').unwrap_or(name);
    CALENDAR.iter().find(|(n, _)| *n == name || *n == singular).map(|(_, size)| *size)
}

fn scale(name: &str) -> Option<f64> {
    let singular = name.strip_suffix('s').unwrap_or(name);
    SCALES.iter().find(|(n, _)| *n == name || *n == singular).map(|(_, size)| *size)
}

/// Whether the name is known without a definition: a calendar unit or a word for a scale.
pub(crate) fn is_known(name: &str) -> bool {
    calendar(name).is_some() || scale(name).is_some()
}

/// A unit that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProblem {
    /// What is wrong.
    pub message: String,
    /// The bytes of the unit's text where.
    pub range: Range,
}

/// The units of a scenario.
#[derive(Debug, Clone, Default)]
pub struct UnitSystem {
    definitions: BTreeMap<String, Unit>,
}

impl UnitSystem {
    /// Reads the definitions of `[units]`: `"base"`, a synonym, or a unit expression such as
    /// `"1e9 EUR"`. What cannot be read (Z202) counts as a base unit afterwards.
    ///
    /// Complexity: linear in the definitions and what they use.
    pub fn new(units: &[(Text, Text)]) -> (UnitSystem, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut written: BTreeMap<&str, (&Text, &Text)> = BTreeMap::new();
        for (name, definition) in units {
            let good = name_length(&name.text) == name.text.len() && !name.text.is_empty();
            if is_known(&name.text) || !good {
                let why = if good { "is built in" } else { "cannot be the name of a unit" };
                let message = format!("`{}` {why}", short(&name.text));
                diagnostics.push(Diagnostic::new(Code::BadUnit, message).at(name.span));
            } else {
                written.insert(&name.text, (name, definition));
            }
        }
        let mut system = UnitSystem::default();
        for name in written.keys() {
            system.define(name, &written, &mut diagnostics);
        }
        (system, diagnostics)
    }

    /// Resolves one definition and, before it, those that it uses; no recursion, so that a long
    /// chain of definitions cannot exhaust the stack.
    fn define(
        &mut self,
        first: &str,
        written: &BTreeMap<&str, (&Text, &Text)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut path: Vec<&str> = vec![first];
        while let Some(&name) = path.last() {
            let Some(&(key, definition)) = written.get(name) else {
                path.pop();
                continue;
            };
            if self.definitions.contains_key(name) {
                path.pop();
                continue;
            }
            let base = definition.text == "base";
            let missing = names(&definition.text)
                .into_iter()
                .flat_map(|used| [used, used.trim_end_matches(|c: char| c.is_ascii_digit())])
                .find_map(|used| {
                    let known = base || self.definitions.contains_key(used);
                    written.get_key_value(used).filter(|_| !known).map(|(k, _)| *k)
                });
            let unit = match missing {
                Some(next) => {
                    if let Some(start) = path.iter().position(|n| *n == next) {
                        let chain: Vec<String> =
                            path[start..].iter().chain([&next]).map(|n| format!("`{n}`")).collect();
                        let message =
                            format!("unit defined by itself: {}", chain.join(" is made of "));
                        diagnostics.push(
                            Diagnostic::new(Code::BadUnit, message)
                                .at(definition.span)
                                .hint(format!("make one of them a base unit: `{next} = \"base\"`")),
                        );
                        Unit::base(name)
                    } else {
                        path.push(next);
                        continue;
                    }
                }
                None if definition.text == "base" => Unit::base(name),
                None => match self.parse(&definition.text) {
                    Ok(mut unit) => {
                        unit.written = None;
                        unit
                    }
                    Err(problem) => {
                        let place = definition.place(problem.range.start, problem.range.end);
                        diagnostics.push(
                            Diagnostic::new(Code::BadUnit, problem.message)
                                .at(place)
                                .label(key.span, "defined here"),
                        );
                        Unit::base(name)
                    }
                },
            };
            self.definitions.insert(name.to_owned(), unit);
            path.pop();
        }
    }

    /// Reads a unit, without its brackets.
    ///
    /// # Errors
    /// Where the text does not follow the grammar, or its scale is not a positive finite number.
    ///
    /// ```
    /// use zopa_equations::unit::UnitSystem;
    /// let units = UnitSystem::default();
    /// let wage = units.parse("EUR/(person year)").unwrap();
    /// assert_eq!(wage.dimensions.len(), 3);
    /// assert_eq!(units.parse("km2").unwrap(), units.parse("km^2").unwrap());
    /// assert!(units.parse("km//h").is_err());
    /// ```
    pub fn parse(&self, text: &str) -> Result<Unit, UnitProblem> {
        if text.len() > MAXIMUM_TEXT {
            let message = format!("the unit is longer than {MAXIMUM_TEXT} bytes");
            return Err(UnitProblem { message, range: 0..text.len() });
        }
        let mut reader = Reader { system: self, text, at: 0, nesting: 0 };
        let unit = reader.product()?;
        if reader.at < text.len() {
            return Err(reader.problem("`)` without `(`", 1));
        }
        if !(unit.scale.is_finite() && unit.scale > 0.0) {
            let message = "the factor of a unit must be positive and finite".to_owned();
            return Err(UnitProblem { message, range: 0..text.len() });
        }
        Ok(unit.with_text(text.trim()))
    }

    /// Whether `[units]` defines the name.
    pub(crate) fn defines(&self, name: &str) -> bool {
        self.definitions.contains_key(name)
    }

    /// The defined names, in order.
    pub(crate) fn defined(&self) -> impl Iterator<Item = &str> {
        self.definitions.keys().map(String::as_str)
    }

    /// Names of units in a text, as the reader takes them: without trailing exponents.
    pub(crate) fn names_in(&self, text: &str) -> Vec<String> {
        names(text).into_iter().map(|n| self.without_exponent(n).0.to_owned()).collect()
    }

    /// A name and the exponent of its trailing digits: `km2` is `km` and 2, unless `[units]`
    /// defines `km2`.
    fn without_exponent<'a>(&self, name: &'a str) -> (&'a str, Option<&'a str>) {
        if self.defines(name) {
            return (name, None);
        }
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem.is_empty() || stem.len() == name.len() || stem.ends_with('_') {
            return (name, None);
        }
        (stem, Some(&name[stem.len()..]))
    }

    fn named(&self, name: &str) -> Unit {
        if let Some(unit) = self.definitions.get(name) {
            return unit.clone();
        }
        if let Some(years) = calendar(name) {
            let mut unit = Unit::base("year");
            unit.scale = years;
            return unit;
        }
        scale(name).map_or_else(|| Unit::base(name), Unit::scaled)
    }
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '$' | '€' | '£' | '¥' | '%' | '°' | '₴' | '₽')
}

/// Length in bytes of the name at the start of a text: a sign alone or letters, digits and `_`.
fn name_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    match characters.next() {
        Some((_, c)) if is_name_start(c) => characters
            .find(|(_, c)| !(c.is_alphanumeric() || *c == '_') || superscript(*c).is_some())
            .map_or(text.len(), |(i, _)| i),
        _ => 0,
    }
}

/// Every name in the text of a unit.
fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = name_length(rest);
        if length > 0 {
            found.push(&rest[..length]);
        }
        // A number, its exponent `e9` included, holds no name.
        let number = if length == 0 { number_length(rest) } else { 0 };
        rest = &rest[length.max(number).max(first.len_utf8())..];
    }
    found
}

fn superscript(c: char) -> Option<i32> {
    match c {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴' => Some(4),
        _ => None,
    }
}

/// Length in bytes of the number at the start of a text.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || (end > 0 && matches!(bytes.get(end), Some(b'.' | b'_')) && digit(end + 1)) {
        end += 1;
    }
    if end > 0 && matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if digit(end + 1 + sign) {
            end += 1 + sign;
            while digit(end) {
                end += 1;
            }
        }
    }
    end
}

struct Reader<'a> {
    system: &'a UnitSystem,
    text: &'a str,
    at: usize,
    nesting: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn problem(&self, message: impl Into<String>, length: usize) -> UnitProblem {
        let mut end = (self.at + length).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        UnitProblem { message: message.into(), range: self.at..end }
    }

    /// Factors joined by spaces, `*`, `·` or `/`, up to the end or a closing parenthesis.
    fn product(&mut self) -> Result<Unit, UnitProblem> {
        let mut unit = self.factor()?;
        loop {
            self.skip_space();
            match self.rest().chars().next() {
                None | Some(')') => return Ok(unit),
                Some('/') => {
                    self.at += 1;
                    unit = unit.divide(&self.factor()?);
                }
                Some(c @ ('*' | '·')) => {
                    self.at += c.len_utf8();
                    unit = unit.multiply(&self.factor()?);
                }
                Some(_) => unit = unit.multiply(&self.factor()?),
            }
        }
    }

    fn factor(&mut self) -> Result<Unit, UnitProblem> {
        self.skip_space();
        let Some(first) = self.rest().chars().next() else {
            return Err(self.problem("a unit is missing at the end", 0));
        };
        if first == '(' {
            self.nesting += 1;
            if self.nesting > MAXIMUM_NESTING {
                return Err(self.problem("parentheses are nested too deeply", 1));
            }
            self.at += 1;
            let inner = self.product()?;
            if !self.rest().starts_with(')') {
                return Err(self.problem("`(` without `)`", 0));
            }
            self.at += 1;
            self.nesting -= 1;
            return self.raised(inner);
        }
        let digits = number_length(self.rest());
        if digits > 0 {
            let plain: String = self.rest()[..digits].chars().filter(|c| *c != '_').collect();
            let value: f64 = plain.parse().map_err(|_| {
                self.problem(format!("`{}` is not a number", short(&plain)), digits)
            })?;
            self.at += digits;
            return self.raised(Unit::scaled(value));
        }
        let length = name_length(self.rest());
        if length == 0 {
            let shown: String = first.escape_debug().collect();
            let message = format!("`{shown}` where a unit is expected");
            return Err(self.problem(message, first.len_utf8()));
        }
        let name = &self.text[self.at..self.at + length];
        let (stem, digits) = self.system.without_exponent(name);
        let mut unit = self.system.named(stem);
        if let Some(digits) = digits {
            let exponent = self.exponent(digits, length)?;
            unit = unit.power(exponent);
        }
        self.at += length;
        self.raised(unit)
    }

    fn exponent(&self, digits: &str, length: usize) -> Result<i32, UnitProblem> {
        match digits.parse::<i32>() {
            Ok(n) if n.abs() <= MAXIMUM_EXPONENT => Ok(n),
            _ => Err(self.problem(format!("the exponent {} is too large", short(digits)), length)),
        }
    }

    /// Applies `^n` or a superscript, where one follows.
    fn raised(&mut self, unit: Unit) -> Result<Unit, UnitProblem> {
        if let Some((c, n)) = self.rest().chars().next().and_then(|c| Some((c, superscript(c)?))) {
            self.at += c.len_utf8();
            return Ok(unit.power(n));
        }
        let Some(after) = self.rest().trim_start().strip_prefix('^') else { return Ok(unit) };
        let after = after.trim_start();
        let start = self.text.len() - after.len();
        let sign = usize::from(after.starts_with('-'));
        let digits = after[sign..].bytes().take_while(u8::is_ascii_digit).count();
        self.at = start;
        if digits == 0 {
            return Err(self.problem("a whole number is missing after `^`", 1));
        }
        let exponent = self.exponent(&after[..sign + digits], sign + digits)?;
        self.at = start + sign + digits;
        Ok(unit.power(exponent))
    }
}
