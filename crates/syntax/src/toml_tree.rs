//! TOML text to a tree with the place of every key and value, in the order of the file.

use crate::nesting::{DEPTH_LIMIT, too_deep};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use zopa_scenario::{Code, Diagnostic, Span};

/// Above this many bytes only the first TOML error is looked for.
const RECOVERY_LIMIT: usize = 1 << 20;

/// Most TOML errors that are reported at once; later ones usually follow from the first.
const ERROR_LIMIT: usize = 20;

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value in the file; for a table with a header, the header.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// A TOML value.
#[derive(Debug, Clone)]
pub enum Value {
    /// A string, unescaped.
    Text(String),
    /// An integer or float.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A date, a time or both.
    Date(toml::value::Datetime),
    /// An array.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

impl Value {
    /// The kind of value in words, with its article.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::Boolean(_) => "a truth value",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// A table: its entries in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Keys and values.
    pub entries: Vec<Entry>,
    /// Whether it is written in braces.
    pub inline: bool,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key, unescaped.
    pub key: String,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// Its value.
    pub node: Node,
}

impl Entry {
    /// Where the entry is declared: `key = value`, or the header of its table.
    pub fn declared(&self) -> Span {
        match &self.node.value {
            Value::Table(table) if !table.inline => self.node.span,
            _ => self.key_span.cover(self.node.span),
        }
    }
}

impl Table {
    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

/// Reads TOML 1.1. The tree is absent where the text is not TOML; duplicate keys alone leave it
/// there, with the first value of each. Linear in the text.
pub fn parse(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Table> {
    if let Some(place) = too_deep(text) {
        diagnostics.push(
            Diagnostic::new(
                Code::Unreadable,
                format!("nested more than {DEPTH_LIMIT} levels deep"),
            )
            .label(place, "too deep from here"),
        );
        return None;
    }
    if let Ok(root) = DeTable::parse(text) {
        return Some(table(root.get_ref(), text));
    }
    let (root, errors) = if text.len() <= RECOVERY_LIMIT {
        DeTable::parse_recoverable(text)
    } else {
        let error = DeTable::parse(text).err();
        (Spanned::new(0..0, DeTable::new()), error.into_iter().collect())
    };
    let root = table(root.get_ref(), text);
    let mut broken = false;
    let mut last = None;
    for error in errors.iter().take(ERROR_LIMIT) {
        let place = error.span().map_or(Span::new(text.len(), text.len()), |s| within(s, text));
        // A parser that recovers may stumble twice over one place.
        if last == Some(place.start) {
            continue;
        }
        last = Some(place.start);
        if error.message() == "duplicate key" {
            diagnostics.push(duplicate(&root, text, place));
        } else {
            broken = true;
            diagnostics.push(Diagnostic::new(Code::NotToml, error.message()).at(place));
        }
    }
    if text.len() > RECOVERY_LIMIT { None } else { (!broken).then_some(root) }
}

/// A byte range kept inside the text and on character boundaries.
pub(crate) fn within(range: std::ops::Range<usize>, text: &str) -> Span {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

fn duplicate(root: &Table, text: &str, place: Span) -> Diagnostic {
    let name = text[place.start..place.end].trim_matches(['"', '\'']);
    let problem = Diagnostic::new(Code::DuplicateKey, format!("key `{name}` stands twice"))
        .label(place, "again here");
    let table = enclosing(root, place.start);
    let first = first_key(table, name, place.start)
        .or_else(|| first_header(text, place))
        .or_else(|| first_key(root, name, place.start));
    match first {
        Some(first) => problem.label(first, "first here"),
        None => problem,
    }
}

/// The table whose text holds `position`: braces around it, else the last header before it.
fn enclosing(root: &Table, position: usize) -> &Table {
    let mut best: Option<(usize, &Table)> = None;
    let mut pending: Vec<&Node> = root.entries.iter().map(|e| &e.node).collect();
    while let Some(node) = pending.pop() {
        match &node.value {
            Value::Table(table) => {
                let fits = if table.inline {
                    node.span.start < position && position < node.span.end
                } else {
                    node.span.end <= position
                };
                if fits && best.is_none_or(|(start, _)| node.span.start >= start) {
                    best = Some((node.span.start, table));
                }
                pending.extend(table.entries.iter().map(|e| &e.node));
            }
            Value::List(items) => pending.extend(items),
            _ => {}
        }
    }
    best.map_or(root, |(_, table)| table)
}

/// The first header with the same text as the one that `place` lies in.
fn first_header(text: &str, place: Span) -> Option<Span> {
    let line_start = text[..place.start].rfind('\n').map_or(0, |i| i + 1);
    let header = text[line_start..].split(['#', '\n']).next()?.trim();
    if !header.starts_with('[') {
        return None;
    }
    let mut start = 0;
    for line in text[..line_start].split_inclusive('\n') {
        if line.split('#').next()?.trim() == header {
            let from = start + line.find('[')?;
            return Some(Span::new(from, from + header.len()));
        }
        start += line.len();
    }
    None
}

/// The first key `name` in the table, or else in the tables below it, before `position`.
fn first_key(table: &Table, name: &str, position: usize) -> Option<Span> {
    let mut level = vec![table];
    while !level.is_empty() {
        let mut below = Vec::new();
        for table in level {
            for entry in &table.entries {
                if entry.key == name && entry.key_span.start < position {
                    return Some(entry.key_span);
                }
                if let Value::Table(inner) = &entry.node.value {
                    below.push(inner);
                }
            }
        }
        level = below;
    }
    None
}

fn table(source: &DeTable<'_>, text: &str) -> Table {
    let mut entries: Vec<Entry> = source
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: within(key.span(), text),
            node: node(value, text),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Table { entries, inline: false }
}

fn node(source: &Spanned<DeValue<'_>>, text: &str) -> Node {
    let span = within(source.span(), text);
    let value = match source.get_ref() {
        DeValue::String(s) => Value::Text(s.to_string()),
        DeValue::Integer(i) => Value::Number(integer(i.as_str(), i.radix())),
        DeValue::Float(f) => Value::Number(f.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Value::Boolean(*b),
        DeValue::Datetime(d) => Value::Date(*d),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(item, text)).collect()),
        DeValue::Table(inner) => {
            let inline = text[span.start..span.end].starts_with('{');
            Value::Table(Table { inline, ..table(inner, text) })
        }
    };
    Node { span, value }
}

fn integer(digits: &str, radix: u32) -> f64 {
    if radix == 10 {
        digits.parse().unwrap_or(f64::NAN)
    } else {
        u64::from_str_radix(digits, radix).map_or(f64::NAN, |n| n as f64)
    }
}
