//! `zopa fmt`: one layout for scenario files. Comments, order and meaning stay.

use crate::read::read_scenario;
use crate::toml_tree;
use toml_edit::{Array, Document, InlineTable, Item, Table, Value};
use zopa_scenario::{Code, Diagnostic, Scenario};

/// Longest line that the formatter makes where it has a choice.
const WIDTH: usize = 100;

/// Longest short form of a quantity inside a list or braces.
const NESTED_WIDTH: usize = 80;

/// Longest item of a list whose items share lines.
const SHORT_ITEM: usize = 30;

/// Keys longer than this do not push the `=` of their neighbours to the right.
const LONG_KEY: usize = 32;

/// Formats a scenario: one space around `=` and inside braces, `=` aligned in blocks of lines, one
/// blank line between tables, lists broken where they do not fit, options one per line, and the
/// short form of a quantity that has only `value`, `unit` and `source` and fits the line.
///
/// Every comment stays; the scenario stays the same; formatting twice changes nothing more.
///
/// # Errors
/// The problems of a text that is not TOML.
///
/// ```
/// let text = "[input]\nrent={value=700,unit='EUR/month',source='survey:3'} # a year ago\n";
/// assert_eq!(
///     zopa_syntax::format(text).unwrap(),
///     "[input]\nrent = \"700 [EUR/month] @survey:3\"  # a year ago\n"
/// );
/// ```
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut problems = Vec::new();
    let tree = toml_tree::parse(text, &mut problems);
    if tree.is_none() || !problems.is_empty() {
        return Err(problems);
    }
    let document = Document::parse(text).map_err(|error| {
        vec![Diagnostic::new(Code::NotToml, error.message().trim().replace('\n', ", "))]
    })?;
    let before = read_scenario(text).scenario.map(|scenario| without_places(&scenario));
    for shorten in [true, false] {
        let formatted = Formatter { text, shorten }.document(&document);
        let after = read_scenario(&formatted).scenario.map(|scenario| without_places(&scenario));
        if after == before {
            return Ok(formatted);
        }
    }
    // Keeping the text is better than changing what it says.
    Ok(text.to_owned())
}

/// The scenario as text for comparison, without places in the file.
pub fn without_places(scenario: &Scenario) -> String {
    let shown = format!("{scenario:?}");
    let mut plain = String::with_capacity(shown.len());
    let mut rest = shown.as_str();
    while let Some(at) = rest.find("Span { start: ") {
        plain.push_str(&rest[..at]);
        rest = rest[at..].find('}').map_or("", |end| &rest[at + end + 1..]);
    }
    plain.push_str(rest);
    plain.replace("exact: true", "").replace("exact: false", "")
}

/// A header or a key with its value.
struct Statement<'d> {
    start: usize,
    end: usize,
    content: Content<'d>,
}

enum Content<'d> {
    Header,
    Pair { key: String, value: &'d Value },
}

/// Comments between two pieces of the file.
#[derive(Default)]
struct Between<'t> {
    /// The comment that ends the line of the piece before.
    trailing: Option<&'t str>,
    /// Comment lines, and `None` for blank lines, at most one at a time.
    lines: Vec<Option<&'t str>>,
}

struct Formatter<'t> {
    text: &'t str,
    shorten: bool,
}

impl<'t> Formatter<'t> {
    fn document(&self, document: &Document<&str>) -> String {
        let mut statements = Vec::new();
        self.collect(document.as_table(), true, &mut statements);
        statements.sort_by_key(|statement| statement.start);
        // What stands after each statement; before the first one at index 0.
        let mut gaps = Vec::with_capacity(statements.len() + 1);
        let mut position = 0;
        for statement in &statements {
            gaps.push(self.between(position, statement.start));
            position = statement.end;
        }
        gaps.push(self.between(position, self.text.len()));

        let mut out = String::with_capacity(self.text.len() + 64);
        self.comment_lines(&mut out, &mut gaps[0], true);
        let mut last_header = "";
        let mut i = 0;
        while i < statements.len() {
            if let Content::Header = statements[i].content {
                let header = &self.text[statements[i].start..statements[i].end];
                let parent = last_header.trim_end_matches(']');
                let child = !parent.is_empty() && header.starts_with(&format!("{parent}."));
                last_header = header;
                if !child && !out.is_empty() && !blank_before_comments(&out) {
                    insert_blank(&mut out);
                }
                with_comments(&mut out, &[(without_blanks(header), gaps[i + 1].trailing)]);
                self.comment_lines(&mut out, &mut gaps[i + 1], false);
                i += 1;
                continue;
            }
            let mut end = i + 1;
            while end < statements.len()
                && gaps[end].lines.is_empty()
                && matches!(statements[end].content, Content::Pair { .. })
            {
                end += 1;
            }
            self.block(&mut out, &statements[i..end], i, &gaps);
            self.comment_lines(&mut out, &mut gaps[end], false);
            i = end;
        }
        let kept = out.trim_end().len();
        out.truncate(kept);
        out.push('\n');
        out
    }

    fn collect<'d>(&self, table: &'d Table, root: bool, out: &mut Vec<Statement<'d>>) {
        if !root
            && !table.is_dotted()
            && !table.is_implicit()
            && let Some(span) = table.span()
        {
            out.push(Statement { start: span.start, end: span.end, content: Content::Header });
        }
        if root || !table.is_dotted() {
            for (path, value) in table.get_values() {
                let leaf = path.last().and_then(|key| key.span());
                let (Some(leaf), Some(span)) = (leaf, value.span()) else { continue };
                let line = self.text[..leaf.start].rfind('\n').map_or(0, |i| i + 1);
                let start = line + blanks(&self.text[line..]);
                let key = without_blanks(&self.text[start..leaf.end]);
                out.push(Statement { start, end: span.end, content: Content::Pair { key, value } });
            }
        }
        for (_, item) in table.iter() {
            match item {
                Item::Table(inner) => self.collect(inner, false, out),
                Item::ArrayOfTables(tables) => {
                    tables.iter().for_each(|inner| self.collect(inner, false, out));
                }
                _ => {}
            }
        }
    }

    /// Lines of keys and values without a gap between them.
    fn block(
        &self,
        out: &mut String,
        statements: &[Statement<'_>],
        first: usize,
        gaps: &[Between<'t>],
    ) {
        let keys = || {
            statements.iter().filter_map(|statement| match &statement.content {
                Content::Pair { key, .. } => Some(key.chars().count()),
                Content::Header => None,
            })
        };
        let width = keys().filter(|width| *width <= LONG_KEY).max().unwrap_or(0);
        let mut lines = Vec::with_capacity(statements.len());
        for (i, statement) in statements.iter().enumerate() {
            let Content::Pair { key, value } = &statement.content else { continue };
            let start = format!("{key:<width$} = ");
            let column = start.chars().count();
            let line = match (self.short_form(value), value) {
                (Some(short), _) if column + short.chars().count() <= WIDTH => start + &short,
                (_, Value::InlineTable(table)) => start + &self.inline_table(table, value, column, 0),
                _ => start + &self.value(value, column, 0),
            };
            lines.push((line, gaps[first + i + 1].trailing));
        }
        with_comments(out, &lines);
    }

    fn comment_lines(&self, out: &mut String, gap: &mut Between<'t>, start: bool) {
        for (i, line) in std::mem::take(&mut gap.lines).into_iter().enumerate() {
            match line {
                Some(comment) => out.push_str(comment),
                None if start && i == 0 => continue,
                None => {}
            }
            out.push('\n');
        }
    }

    /// Comments and blank lines from `start` to `end`, where nothing else stands but commas.
    fn between(&self, start: usize, end: usize) -> Between<'t> {
        let mut gap = Between::default();
        let whole = &self.text[start..end];
        let mut lines = whole.split('\n');
        let last_is_partial = end < self.text.len();
        if start > 0 {
            let first = lines.next().unwrap_or("");
            gap.trailing = Some(strip(first)).filter(|comment| !comment.is_empty());
        }
        let mut lines: Vec<&str> = lines.map(strip).collect();
        if last_is_partial || lines.last() == Some(&"") {
            // The rest of the line on which the next piece begins.
            lines.pop();
        }
        for line in lines {
            if !line.is_empty() {
                gap.lines.push(Some(line));
            } else if gap.lines.last() != Some(&None) {
                gap.lines.push(None);
            }
        }
        gap
    }

    fn raw(&self, value: &Value) -> &'t str {
        value.span().map_or("", |span| &self.text[span])
    }

    /// A value as text; it begins at `column`, and broken lines are indented below `depth`.
    fn value(&self, value: &Value, column: usize, depth: usize) -> String {
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
                let items: Vec<String> = array.iter().map(|item| self.flat(item)).collect::<Option<_>>()?;
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
                    self.flat(item).filter(|s| s.chars().count() <= SHORT_ITEM && !s.starts_with('{'))
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

    fn inline_table(&self, table: &InlineTable, value: &Value, column: usize, depth: usize) -> String {
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
            if let (Some(leaf), Some(span)) = (path.last().and_then(|key| key.span()), value.span()) {
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
    fn short_form(&self, value: &Value) -> Option<String> {
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

/// Lines with their comments, aligned.
fn with_comments(out: &mut String, lines: &[(String, Option<&str>)]) {
    let width = |text: &str| text.rsplit('\n').next().map_or(0, |line| line.chars().count());
    let widest = lines
        .iter()
        .filter(|(_, comment)| comment.is_some())
        .map(|(line, _)| width(line))
        .filter(|width| *width <= WIDTH)
        .max()
        .unwrap_or(0);
    for (line, comment) in lines {
        out.push_str(line);
        if let Some(comment) = comment {
            out.push_str(&" ".repeat(widest.saturating_sub(width(line)) + 2));
            out.push_str(comment);
        }
        out.push('\n');
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

/// The comment on a line of a gap, without blanks around it and the comma before it.
fn strip(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '\r', ',']).trim_end()
}

/// Length of the spaces and tabs at the start.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Length of the blanks, commas and comments at the start.
fn comments_and_blanks(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',']);
        if !rest.starts_with('#') {
            return text.len() - rest.len();
        }
        rest = rest.find('\n').map_or("", |end| &rest[end..]);
    }
}

/// A key or header without blanks outside quotes.
fn without_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut escaped = false;
    for c in text.chars() {
        match quote {
            Some(open) => {
                if c == open && !escaped {
                    quote = None;
                }
                escaped = c == '\\' && open == '"' && !escaped;
            }
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == ' ' || c == '\t' => continue,
            None => {}
        }
        out.push(c);
    }
    out
}

/// Whether a value holds a comment.
fn has_comment(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'#' => return true,
            quote @ (b'"' | b'\'') => i = toml_tree::after_string(bytes, i, quote),
            _ => i += 1,
        }
    }
    false
}

/// Whether a blank line stands at the end of the text or before the comments that end it.
fn blank_before_comments(out: &str) -> bool {
    for line in out.strip_suffix('\n').unwrap_or(out).rsplit('\n') {
        if line.is_empty() {
            return true;
        }
        if !line.starts_with('#') {
            return false;
        }
    }
    // Only comments so far: the head of the file.
    true
}

/// Inserts a blank line before the comments that end the text.
fn insert_blank(out: &mut String) {
    let mut position = out.len();
    while let Some(line) = out[..position].strip_suffix('\n') {
        let start = line.rfind('\n').map_or(0, |i| i + 1);
        if !line[start..].starts_with('#') {
            break;
        }
        position = start;
    }
    out.insert(position, '\n');
}
