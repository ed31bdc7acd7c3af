//! The layout of one value: on one line where it fits, else broken; quantities in short form.

use super::gap::{Between, comments_and_blanks, has_comment};
use super::{Formatter, WIDTH, without_blanks};
use toml_edit::{Array, InlineTable, Value};

/// Longest short form of a quantity inside a list or braces.
const NESTED_WIDTH: usize = 80;

/// Longest item of a list whose items share lines.
const SHORT_ITEM: usize = 30;

impl<'t> Formatter<'t> {
    fn raw(&self, value: &Value) -> &'t str {
        value.span().map_or("", |span| &self.text[span])
    }

    /// A value as text; it begins at `column`, and broken lines are indented below `depth`.
    pub(super) fn value(&self, value: &Value, column: usize, depth: usize) -> String {
        match value {
            Value::Array(array) => self.array(array, value, column, depth),
            Value::InlineTable(table) => self
                .nested_short_form(value)
                .unwrap_or_else(|| self.inline_table(table, value, column, depth)),
            _ => self.raw(value).to_owned(),
        }
    }

    /// A value on one line, where it holds no comment and no line break.
    fn flat(&self, value: &Value) -> Option<String> {
        match value {
            Value::Array(array) => {
                if has_comment(self.raw(value)) {
                    return None;
                }
                let items: Vec<String> =
                    array.iter().map(|item| self.flat(item)).collect::<Option<_>>()?;
                let tables = items.iter().filter(|item| item.starts_with('{')).count();
                (tables < 2).then(|| format!("[{}]", items.join(", ")))
            }
            Value::InlineTable(table) => {
                if let Some(short) = self.nested_short_form(value) {
                    return Some(short);
                }
                if has_comment(self.raw(value)) {
                    return None;
                }
                let mut items = Vec::new();
                for (_, _, key, value) in self.pairs(table) {
                    items.push(key + &self.flat(value)?);
                }
                if items.is_empty() {
                    return Some("{}".to_owned());
                }
                Some(format!("{{ {} }}", items.join(", ")))
            }
            _ => {
                let raw = self.raw(value);
                (!raw.contains('\n')).then(|| raw.to_owned())
            }
        }
    }

    fn array(&self, array: &Array, value: &Value, column: usize, depth: usize) -> String {
        if let Some(line) = self.flat(value).filter(|line| column + line.chars().count() <= WIDTH) {
            return line;
        }
        let raw = self.raw(value);
        if !has_comment(raw) {
            let items: Option<Vec<String>> = array
                .iter()
                .map(|item| {
                    self.flat(item)
                        .filter(|s| s.chars().count() <= SHORT_ITEM && !s.starts_with('{'))
                })
                .collect();
            if let Some(items) = items {
                return filled(&items, depth);
            }
        }
        let pieces = array
            .iter()
            .filter_map(|item| item.span().map(|span| (span.start, span.end, String::new(), item)))
            .collect();
        self.broken(raw, array.span(), pieces, depth, ('[', ']'))
    }

    pub(super) fn inline_table(
        &self,
        table: &InlineTable,
        value: &Value,
        column: usize,
        depth: usize,
    ) -> String {
        let raw = self.raw(value);
        let pairs = self.pairs(table);
        if !has_comment(raw) {
            let items: Option<Vec<String>> = pairs
                .iter()
                .map(|(_, _, key, value)| self.flat(value).map(|value| format!("{key}{value}")))
                .collect();
            match items {
                Some(items) if items.is_empty() => return "{}".to_owned(),
                Some(items) => {
                    let line = format!("{{ {} }}", items.join(", "));
                    if column + line.chars().count() <= WIDTH {
                        return line;
                    }
                }
                None => {}
            }
        }
        self.broken(raw, table.span(), pairs, depth, ('{', '}'))
    }

    /// The entries of a table in braces in the order of the file: start, end, `key = `, value.
    fn pairs<'d>(&self, table: &'d InlineTable) -> Vec<(usize, usize, String, &'d Value)> {
        let mut found = Vec::new();
        for (path, value) in table.get_values() {
            if let (Some(leaf), Some(span)) = (path.last().and_then(|key| key.span()), value.span())
            {
                found.push((leaf, span, value));
            }
        }
        found.sort_by_key(|(_, span, _)| span.start);
        let mut position = table.span().map_or(0, |span| span.start + 1);
        let mut pairs = Vec::with_capacity(found.len());
        for (leaf, span, value) in found {
            let start = position + comments_and_blanks(&self.text[position..leaf.start]);
            let key = without_blanks(&self.text[start..leaf.end]);
            position = span.end;
            pairs.push((start, span.end, format!("{key} = "), value));
        }
        pairs
    }

    /// One piece per line between brackets, with the comments between them.
    fn broken(
        &self,
        raw: &str,
        span: Option<std::ops::Range<usize>>,
        pieces: Vec<(usize, usize, String, &Value)>,
        depth: usize,
        (open, close): (char, char),
    ) -> String {
        let Some(span) = span else { return raw.to_owned() };
        let indent = "  ".repeat(depth + 1);
        let mut out = String::from(open);
        out.push('\n');
        let mut position = span.start + 1;
        let comments = |out: &mut String, gap: Between<'_>, after_piece: bool| {
            if let Some(comment) = gap.trailing {
                if after_piece {
                    out.push_str("  ");
                } else {
                    out.push_str(&indent);
                }
                out.push_str(comment);
                out.push('\n');
            } else if after_piece {
                out.push('\n');
            }
            for comment in gap.lines.into_iter().flatten() {
                out.push_str(&indent);
                out.push_str(comment);
                out.push('\n');
            }
        };
        for (i, (start, end, key, value)) in pieces.iter().enumerate() {
            comments(&mut out, self.between(position, *start), i > 0);
            out.push_str(&indent);
            out.push_str(key);
            let column = indent.len() + key.chars().count() + 1;
            out.push_str(&self.value(value, column, depth + 1));
            out.push(',');
            position = *end;
        }
        comments(&mut out, self.between(position, span.end - 1), !pieces.is_empty());
        out.push_str(&"  ".repeat(depth));
        out.push(close);
        out
    }

    /// The short form inside lists and braces, where lines are broken rather than long.
    fn nested_short_form(&self, value: &Value) -> Option<String> {
        self.short_form(value).filter(|short| short.chars().count() <= NESTED_WIDTH)
    }

    /// The compact form of a quantity in braces that has only a value, a unit and sources.
    pub(super) fn short_form(&self, value: &Value) -> Option<String> {
        let table = value.as_inline_table().filter(|_| self.shorten)?;
        if has_comment(self.raw(value))
            || table.iter().any(|(key, _)| !matches!(key, "value" | "unit" | "source"))
        {
            return None;
        }
        let value = table.get("value")?;
        let written = self.raw(value);
        let expression = match value {
            Value::String(text) => text.value().trim(),
            Value::Integer(_) | Value::Float(_)
                if written.bytes().all(|b| b.is_ascii_digit() || b"._-eE".contains(&b)) =>
            {
                written
            }
            _ => return None,
        };
        let mut short = expression.to_owned();
        if let Some(unit) = table.get("unit") {
            let unit = unit.as_str()?.trim();
            if expression.contains('@') || unit.is_empty() || unit.contains(['[', ']', '@']) {
                return None;
            }
            short.push_str(&format!(" [{unit}]"));
        } else if let (Value::Integer(_) | Value::Float(_), None) = (value, table.get("source")) {
            return Some(short);
        }
        let sources: Vec<&str> = match table.get("source") {
            None => Vec::new(),
            Some(Value::String(one)) => vec![one.value()],
            Some(Value::Array(list)) => list.iter().map(Value::as_str).collect::<Option<_>>()?,
            Some(_) => return None,
        };
        for source in sources {
            let source = source.trim().strip_prefix('@').unwrap_or(source.trim());
            if source.is_empty() || source.contains(|c: char| c.is_whitespace() || c == '@') {
                return None;
            }
            short.push_str(&format!(" @{source}"));
        }
        let plain = |c: char| c != '"' && c != '\\' && !c.is_control();
        short.chars().all(plain).then(|| format!("\"{short}\""))
    }
}

/// Items one after another on lines as long as allowed.
fn filled(items: &[String], depth: usize) -> String {
    let indent = "  ".repeat(depth + 1);
    let mut out = String::from("[");
    let mut column = WIDTH;
    for item in items {
        let width = item.chars().count();
        if column + width + 2 > WIDTH {
            out.push('\n');
            out.push_str(&indent);
            column = indent.len();
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(item);
        out.push(',');
        column += width + 1;
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(']');
    out
}
