//! The tools of reading: typed access to fields, with a diagnostic for whatever is not as the
//! field lists say.

use crate::compact;
use crate::fields::{self, Fields};
use crate::suggestion::closest;
use crate::toml_tree::{Entry, Node, Table, Value};
use jiff::civil::Date;
use zopa_scenario::{Code, Diagnostic, Quantity, SourceReference, Span, Text};

/// Suggestions are looked for this often; a file with more unknown names has another problem.
const SUGGESTION_LIMIT: usize = 50;

/// A table whose fields are known and required ones reported.
pub struct Open<'n> {
    table: &'n Table,
    fields: &'static Fields,
}

impl<'n> Open<'n> {
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&'n Node> {
        debug_assert!(self.fields.field(name).is_some(), "{name} is in no field list");
        self.table.get(name)
    }

    /// The entries that are no named fields.
    pub fn others(&self) -> impl Iterator<Item = &'n Entry> + use<'n> {
        let fields = self.fields;
        self.table.entries.iter().filter(move |entry| fields.field(&entry.key).is_none())
    }
}

/// Reads one file and gathers its diagnostics.
pub struct Reader<'t> {
    /// The text of the file.
    pub text: &'t str,
    /// What was found wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the reader has been told that the day of the first time is not known.
    pub day_unknown: bool,
    suggestions: usize,
}

impl<'t> Reader<'t> {
    /// A reader of this text.
    pub fn new(text: &'t str) -> Self {
        Reader { text, diagnostics: Vec::new(), day_unknown: false, suggestions: 0 }
    }

    /// Adds a diagnostic.
    pub fn report(&mut self, problem: Diagnostic) {
        self.diagnostics.push(problem);
    }

    /// The candidate nearest to a misspelt name, while suggestions are still looked for.
    pub fn nearest<'a>(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.suggestions += 1;
        if self.suggestions > SUGGESTION_LIMIT { None } else { closest(name, candidates) }
    }

    /// Adds "did you mean" where a candidate is near, else all candidates where they are few.
    pub fn suggest<'a>(
        &mut self,
        problem: Diagnostic,
        name: &str,
        candidates: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
    ) -> Diagnostic {
        let candidates = candidates.into_iter();
        if let Some(near) = self.nearest(name, candidates.clone()) {
            return problem.hint(format!("did you mean `{near}`?"));
        }
        let few: Vec<&str> = candidates.take(9).collect();
        if few.is_empty() || few.len() == 9 {
            return problem;
        }
        problem.hint(format!("there is {}", listed(&few)))
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type(&mut self, node: &Node, expected: &str) {
        let found = node.value.kind();
        self.report(
            Diagnostic::new(Code::WrongType, format!("expected {expected}, found {found}"))
                .label(node.span, format!("this is {found}")),
        );
    }

    /// Opens a table: reports unknown and missing fields. `place` is where a missing field is
    /// pointed out.
    pub fn open<'n>(
        &mut self,
        node: &'n Node,
        fields: &'static Fields,
        place: Span,
    ) -> Option<Open<'n>> {
        let Value::Table(table) = &node.value else {
            self.wrong_type(node, &format!("a table ({})", fields.header));
            return None;
        };
        let mut misspelt = Vec::new();
        if fields.others.is_none() {
            for entry in &table.entries {
                if fields.field(&entry.key).is_none() {
                    misspelt.extend(self.unknown_field(entry, fields, table));
                }
            }
        }
        for field in fields.fields {
            if field.required && table.get(field.name).is_none() && !misspelt.contains(&field.name)
            {
                self.report(
                    Diagnostic::new(
                        Code::MissingField,
                        format!("{} needs `{}`", fields.noun, field.name),
                    )
                    .label(place, format!("`{}` is missing", field.name))
                    .hint(format!("`{}`: {}", field.name, field.meaning)),
                );
            }
        }
        Some(Open { table, fields })
    }

    fn unknown_field(
        &mut self,
        entry: &Entry,
        fields: &'static Fields,
        table: &Table,
    ) -> Option<&'static str> {
        let key = entry.key.as_str();
        let whole = std::ptr::eq(fields, &fields::FILE);
        let what = if whole { "table" } else { "field" };
        let message = format!("{} has no {what} `{key}`", fields.noun);
        let problem = Diagnostic::new(Code::UnknownField, message)
            .label(entry.key_span, format!("unknown {what}"));
        self.suggestions += 1;
        if self.suggestions > SUGGESTION_LIMIT {
            self.report(problem);
            return None;
        }
        let free = fields.names().filter(|name| table.get(name).is_none());
        let near = closest(key, free);
        let problem = if let Some(near) = near {
            problem.hint(format!("did you mean `{near}`?"))
        } else if let Some(other) = fields::ALL
            .iter()
            .find(|other| !std::ptr::eq(**other, fields) && other.field(key).is_some())
        {
            problem.hint(format!("`{key}` belongs to {}", other.header))
        } else {
            let names: Vec<&str> = fields.names().collect();
            problem.hint(format!("there is {}", listed(&names)))
        };
        self.report(problem);
        near
    }

    /// The contents of a string value with their place.
    pub fn contents(&self, node: &Node, text: &str) -> Text {
        self.unquoted(node.span, text)
    }

    /// A text that stands at `span`, perhaps in quotes.
    fn unquoted(&self, span: Span, text: &str) -> Text {
        let raw = &self.text[span.start..span.end];
        let quotes = ["\"\"\"", "'''", "\"", "'"]
            .into_iter()
            .find(|q| raw.len() >= 2 * q.len() && raw.starts_with(q) && raw.ends_with(q))
            .map_or(0, str::len);
        let mut inner = Span::new(span.start + quotes, span.end - quotes);
        if quotes == 3 {
            let body = &self.text[inner.start..inner.end];
            inner.start += body.len()
                - body.strip_prefix("\r\n").or(body.strip_prefix('\n')).unwrap_or(body).len();
        }
        let exact = self.text[inner.start..inner.end] == *text;
        Text { text: text.to_owned(), span: inner, exact }
    }

    /// A key as a text with its place, without quotes.
    pub fn key(&self, entry: &Entry) -> Text {
        self.unquoted(entry.key_span, &entry.key)
    }

    /// A text.
    pub fn text(&mut self, node: Option<&Node>) -> Option<Text> {
        let node = node?;
        match &node.value {
            Value::Text(text) => Some(self.contents(node, text)),
            _ => {
                self.wrong_type(node, "a text in quotes");
                None
            }
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, node: Option<&Node>) -> Vec<Text> {
        let Some(node) = node else { return Vec::new() };
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| self.text(Some(item))).collect(),
            _ => {
                self.wrong_type(node, "a list of texts");
                Vec::new()
            }
        }
    }

    /// A truth value, `false` where absent.
    pub fn boolean(&mut self, node: Option<&Node>) -> bool {
        match node.map(|node| (&node.value, node)) {
            None => false,
            Some((Value::Boolean(value), _)) => *value,
            Some((_, node)) => {
                self.wrong_type(node, "`true` or `false`");
                false
            }
        }
    }

    /// A finite number.
    pub fn number(&mut self, node: Option<&Node>) -> Option<f64> {
        let node = node?;
        match node.value {
            Value::Number(value) => self.finite(node, value).then_some(value),
            _ => {
                self.wrong_type(node, "a number");
                None
            }
        }
    }

    fn finite(&mut self, node: &Node, value: f64) -> bool {
        if !value.is_finite() {
            self.report(
                Diagnostic::new(Code::WrongType, "expected a finite number")
                    .label(node.span, "not a finite number"),
            );
        }
        value.is_finite()
    }

    /// A whole number from 1 to `largest`.
    pub fn count(&mut self, node: Option<&Node>, largest: u64) -> Option<u64> {
        let value = self.number(node)?;
        if value >= 1.0 && value <= largest as f64 && value.fract() == 0.0 {
            return Some(value as u64);
        }
        let place = node.map(|node| node.span).unwrap_or_default();
        self.report(
            Diagnostic::new(
                Code::WrongType,
                format!("expected a whole number from 1 to {largest}, found {value}"),
            )
            .at(place),
        );
        None
    }

    /// One of a few words, with its place.
    pub fn word<T: Copy>(&mut self, node: Option<&Node>, words: &[(T, &str)]) -> Option<(T, Span)> {
        let text = self.text(node)?;
        if let Some((value, _)) = words.iter().find(|(_, word)| *word == text.text) {
            return Some((*value, text.span));
        }
        let names: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        let problem = Diagnostic::new(
            Code::WrongType,
            format!("expected {}, found `{}`", listed(&names), text.text),
        )
        .label(text.span, "not one of these words");
        let problem = match closest(&text.text, names.iter().copied()) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem,
        };
        self.report(problem);
        None
    }

    /// A date: a TOML date, `"2024-07-01"`, or a month or year that stands for its first day.
    pub fn date(&mut self, node: Option<&Node>) -> Option<Date> {
        let node = node?;
        let date = match &node.value {
            Value::Date(stamp) => {
                stamp.date.and_then(|d| Date::new(d.year as i16, d.month as i8, d.day as i8).ok())
            }
            Value::Text(text) => date_of(text),
            Value::Number(year) if year.fract() == 0.0 && (1.0..=9999.0).contains(year) => {
                Date::new(*year as i16, 1, 1).ok()
            }
            _ => None,
        };
        if date.is_none() {
            self.report(
                Diagnostic::new(
                    Code::BadDate,
                    format!("expected a date, found {}", node.value.kind()),
                )
                .label(node.span, "not a date")
                .hint("write a date as 2025-02-15"),
            );
        }
        date
    }

    /// Citations: one text or a list of texts.
    pub fn sources(&mut self, node: Option<&Node>) -> Vec<SourceReference> {
        let Some(node) = node else { return Vec::new() };
        let texts = match &node.value {
            Value::Text(text) => vec![self.contents(node, text)],
            Value::List(_) => self.texts(Some(node)),
            _ => {
                self.wrong_type(node, "a citation or a list of citations");
                Vec::new()
            }
        };
        let mut sources = Vec::new();
        for text in texts {
            let mut start = 0;
            let before = sources.len();
            // One text may hold several citations with blanks between them.
            for word in text.text.split_whitespace() {
                let at = start + text.text[start..].find(word).unwrap_or(0);
                start = at + word.len();
                let end = at + word.trim_end_matches([',', ';']).len();
                sources.extend(compact::reference(&compact::part(&text, at, end)));
            }
            if sources.len() == before {
                self.report(
                    Diagnostic::new(Code::WrongType, "expected a citation, found an empty text")
                        .label(text.span, "no source here"),
                );
            }
        }
        sources
    }

    /// A quantity in any of its forms. Evidence that holds for the whole table around it is
    /// `inherited` where the quantity cites nothing itself.
    pub fn quantity(&mut self, node: &Node, inherited: &[SourceReference]) -> Option<Quantity> {
        let mut quantity = match &node.value {
            Value::Table(_) => {
                let open = self.open(node, &fields::QUANTITY, node.span)?;
                self.long_quantity(&open, node.span)?
            }
            _ => self.short_quantity(node, false)?,
        };
        if quantity.sources.is_empty() {
            quantity.sources = inherited.to_vec();
        }
        Some(quantity)
    }

    /// A quantity from an opened long table.
    pub fn long_quantity(&mut self, open: &Open<'_>, span: Span) -> Option<Quantity> {
        let unit = self.text(open.get("unit"));
        let sources = self.sources(open.get("source"));
        let note = self.text(open.get("note"));
        let mut quantity = self.short_quantity(open.get("value")?, unit.is_some())?;
        quantity.unit = match unit {
            Some(unit) => Some(self.without_brackets(unit)),
            None => quantity.unit,
        };
        quantity.sources.extend(sources);
        quantity.note = note;
        quantity.span = span;
        Some(quantity)
    }

    /// A unit without the brackets that some writers put around it.
    pub fn without_brackets(&self, unit: Text) -> Text {
        let inner = compact::trimmed(&unit, 0, unit.text.len());
        match inner.text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(rest) => compact::trimmed(&inner, 1, 1 + rest.len()),
            None => inner,
        }
    }

    /// A number, truth value or compact text. `unit_stated`: a unit stands elsewhere, so one in
    /// brackets at the end belongs to the number before it.
    fn short_quantity(&mut self, node: &Node, unit_stated: bool) -> Option<Quantity> {
        let span = node.span;
        match &node.value {
            Value::Number(value) => self.finite(node, *value).then(|| Quantity {
                expression: self.plain_number(node, *value),
                span,
                ..Quantity::default()
            }),
            Value::Boolean(value) => {
                let digit = if *value { "1" } else { "0" };
                let expression = Text { text: digit.to_owned(), span, exact: false };
                Some(Quantity { expression, span, ..Quantity::default() })
            }
            Value::Text(text) => {
                let text = self.contents(node, text);
                let parts = if unit_stated {
                    compact::split_citations(&text, &mut self.diagnostics)
                } else {
                    compact::split(&text, &mut self.diagnostics)
                };
                Some(Quantity {
                    expression: parts.expression,
                    unit: parts.unit,
                    sources: parts.sources,
                    note: None,
                    span,
                })
            }
            _ => {
                self.wrong_type(node, "a quantity (a number, a text or a table with `value`)");
                None
            }
        }
    }

    /// The number as the expression language writes it, as in the file where that is the same.
    fn plain_number(&self, node: &Node, value: f64) -> Text {
        let raw = &self.text[node.span.start..node.span.end];
        let sign = usize::from(raw.starts_with('+'));
        let digits = &raw[sign..];
        if digits.replace('_', "").parse::<f64>().is_ok_and(|same| same == value) {
            let span = Span::new(node.span.start + sign, node.span.end);
            Text { text: digits.to_owned(), span, exact: true }
        } else {
            Text { text: format!("{value}"), span: node.span, exact: false }
        }
    }
}

/// A list in words: `a`, `b` or `c`.
pub fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// `2025-02-15`, `2025-02` or `2025`.
fn date_of(text: &str) -> Option<Date> {
    let text = text.trim();
    let mut numbers = text.split('-').map(|part| {
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i16>().ok())
            .flatten()
    });
    let year = numbers.next()??;
    let month = numbers.next().unwrap_or(Some(1))?;
    let day = numbers.next().unwrap_or(Some(1))?;
    if numbers.next().is_some() {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
