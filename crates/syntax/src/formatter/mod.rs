//! `zopa fmt`: one layout for scenario files. Comments, order and meaning stay.

mod gap;
mod value;

use crate::read::read_scenario;
use crate::toml_tree;
use gap::Between;
use toml_edit::{Document, Item, Table, Value};
use zopa_scenario::{Code, Diagnostic, Scenario};

/// Longest line that the formatter makes where it has a choice.
const WIDTH: usize = 100;

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
        // The last table that is no sub-table of the one before.
        let mut last_header = String::new();
        let mut i = 0;
        while i < statements.len() {
            if let Content::Header = statements[i].content {
                let header = without_blanks(&self.text[statements[i].start..statements[i].end]);
                let parent = last_header.trim_end_matches(']');
                let child = !parent.is_empty()
                    && header.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'));
                if !child {
                    last_header.clone_from(&header);
                }
                if !child && !out.is_empty() && !blank_before_comments(&out) {
                    insert_blank(&mut out);
                }
                with_comments(&mut out, &[(header, gaps[i + 1].trailing)]);
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
        // Lines that follow one another are aligned; a value over several lines stands alone.
        let mut lines: Vec<(&str, String, bool, Option<&str>)> = Vec::new();
        for (i, statement) in statements.iter().enumerate() {
            let Content::Pair { key, value } = &statement.content else { continue };
            let column = key.chars().count() + 3;
            let text = match (self.short_form(value), value) {
                (Some(short), _) if column + short.chars().count() <= WIDTH => short,
                (_, Value::InlineTable(table)) => self.inline_table(table, value, column, 0),
                _ => self.value(value, column, 0),
            };
            let comment = gaps[first + i + 1].trailing;
            if text.contains('\n') {
                aligned(out, &mut lines);
                with_comments(out, &[(format!("{key} = {text}"), comment)]);
            } else {
                let breakable = matches!(value, Value::Array(_) | Value::InlineTable(_));
                lines.push((key, text, breakable, comment));
            }
        }
        aligned(out, &mut lines);
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
}

/// Puts out and empties lines of key, value, whether padding must not make it too long, and
/// comment, with the `=` below one another.
fn aligned(out: &mut String, lines: &mut Vec<(&str, String, bool, Option<&str>)>) {
    let widths = lines.iter().map(|(key, ..)| key.chars().count());
    let width = widths.filter(|width| *width <= LONG_KEY).max().unwrap_or(0);
    let padded: Vec<(String, Option<&str>)> = lines
        .drain(..)
        .map(|(key, text, breakable, comment)| {
            let full = width + 3 + text.chars().count();
            let width = if breakable && full > WIDTH { 0 } else { width };
            (format!("{key:<width$} = {text}"), comment)
        })
        .collect();
    with_comments(out, &padded);
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

/// Length of the spaces and tabs at the start.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
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
