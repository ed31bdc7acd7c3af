//! Tables with a line of column names: finding columns by their names and reading numbers in
//! cells.

use super::declared::constant::Constant;
use crate::csv::table::{Cell, separated};
use zopa_scenario::{Code, Diagnostic, Severity, Span, Text, suggestion};

/// Most bytes of a table.
const MOST_BYTES: usize = 16 << 20;
/// Most lines of a table.
const MOST_LINES: usize = 200_000;

/// What is wrong with a text as a whole: it is too long, or what was read as UTF-8 was something
/// else.
pub(super) fn unreadable(text: &str) -> Option<Diagnostic> {
    if text.len() > MOST_BYTES {
        let message = format!("the file has more than {MOST_BYTES} bytes");
        let problem = Diagnostic::new(Code::Unreadable, message).at(Span::new(0, 0));
        return Some(problem.hint("split it by issues"));
    }
    // The mark of what is not UTF-8.
    let at = text.find('\u{fffd}')?;
    let place = Span::new(at, at + '\u{fffd}'.len_utf8());
    let problem = Diagnostic::new(Code::Unreadable, "the file is not UTF-8 text").at(place);
    Some(problem.hint("save it as UTF-8, \"CSV UTF-8\" in a spreadsheet"))
}

/// A column that a table may have.
pub(super) struct Column {
    /// The names it goes by, the usual one first; lower case with `_` between words.
    pub names: &'static [&'static str],
    /// Whether the table makes no sense without it.
    pub needed: bool,
}

/// A table with named columns.
pub(super) struct Sheet {
    /// For each column asked for its place in the rows.
    pub columns: Vec<Option<usize>>,
    /// The cells with the columns' names.
    pub header: Vec<Cell>,
    /// The rows below.
    pub rows: Vec<Vec<Cell>>,
    /// Whether a comma may stand for the decimal point: where it does not separate cells.
    decimal_comma: bool,
}

/// The rows of a text separated by commas, semicolons or tabs: whichever is most frequent in the
/// first line with text. Rows of blank cells are left out.
pub(super) fn rows(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<(Vec<Vec<Cell>>, u8)> {
    let first = text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty());
    let count = |separator: u8| {
        let line = first.unwrap_or_default();
        line.bytes().filter(|byte| *byte == separator).count()
    };
    let mut separator = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(separator) {
            separator = other;
        }
    }
    rows_separated(text, separator, diagnostics).map(|rows| (rows, separator))
}

/// The rows of a text separated by this byte, without those of blank cells.
pub(super) fn rows_separated(
    text: &str,
    separator: u8,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Vec<Cell>>> {
    let mut lines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    if let Some((end, _)) = lines.nth(MOST_LINES) {
        let message = format!("the table has more than {MOST_LINES} lines");
        let problem = Diagnostic::new(Code::TooLarge, message).at(Span::new(end, end));
        diagnostics.push(problem.hint("split it by issues"));
        return None;
    }
    match separated(text, separator) {
        Ok(mut rows) => {
            rows.retain(|row| row.iter().any(|cell| !cell.text.trim().is_empty()));
            if rows.is_empty() {
                let message = "the table is empty";
                let problem = Diagnostic::new(Code::Unreadable, message).at(Span::new(0, 0));
                diagnostics.push(
                    problem.hint("the first line names the columns, each line below is a party"),
                );
                return None;
            }
            Some(rows)
        }
        Err(span) => {
            let message = "a quotation mark is never closed, or text follows one";
            diagnostics.push(Diagnostic::new(Code::Unreadable, message).at(span));
            None
        }
    }
}

/// A column's name as it is compared: lower case, `_` for anything but letters and digits.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.trim().chars() {
        if letter.is_alphanumeric() {
            plain.extend(letter.to_lowercase());
        } else if !plain.ends_with('_') {
            plain.push('_');
        }
    }
    plain.trim_matches('_').to_owned()
}

impl Sheet {
    /// A table with these columns. `silent` are further names of columns that may stand there
    /// unused; others bring a warning. `None` where a needed column is missing.
    pub fn read(
        text: &str,
        columns: &[Column],
        silent: &[&str],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Sheet> {
        let (mut rows, separator) = rows(text, diagnostics)?;
        let header = rows.remove(0);
        let names: Vec<String> = header.iter().map(|cell| plain(&cell.text)).collect();
        let mut found: Vec<Option<usize>> = vec![None; columns.len()];
        for (found, column) in found.iter_mut().zip(columns) {
            let at = |name: &&str| names.iter().position(|given| given == name);
            *found = column.names.iter().find_map(at);
        }
        let numbers = names.iter().any(|name| name.parse::<f64>().is_ok());
        if numbers && found.iter().all(Option::is_none) {
            let expected: Vec<&str> =
                columns.iter().filter(|column| column.needed).map(|c| c.names[0]).collect();
            let all = header.iter().map(|cell| cell.span).reduce(Span::cover);
            let message = "the first line names no columns";
            diagnostics.push(
                Diagnostic::new(Code::MissingField, message)
                    .label(all.unwrap_or_default(), "expected the names of the columns")
                    .hint(format!("add a line with {}", expected.join(", "))),
            );
            return None;
        }
        let mut unused = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let free = found.iter().all(|found| *found != Some(at));
            if !free || name.is_empty() {
                continue;
            }
            // A second column for one thing.
            let twice = columns.iter().position(|column| column.names.contains(&name.as_str()));
            let first = twice.and_then(|column| found[column]);
            if let Some(first) = first.filter(|first| names[*first] == *name) {
                let message = format!("two columns are called `{}`", header[at].text.trim());
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateKey, message)
                        .label(header[at].span, "again here")
                        .label(header[first].span, "first here"),
                );
            } else if !silent.contains(&name.as_str()) {
                unused.push(at);
            }
        }
        let mut whole = true;
        let mut meant = Vec::new();
        for (found, column) in found.iter().zip(columns) {
            if found.is_some() || !column.needed {
                continue;
            }
            whole = false;
            let near = unused.iter().copied().find(|at| {
                !meant.contains(at)
                    && suggestion::closest(&names[*at], column.names.iter().copied()).is_some()
            });
            meant.extend(near);
            let message = format!("a column `{}` is missing", column.names[0]);
            let problem = Diagnostic::new(Code::MissingField, message);
            diagnostics.push(match near {
                Some(at) => problem
                    .label(header[at].span, "not the name of a column")
                    .hint(format!("did you mean `{}` here?", column.names[0])),
                None => {
                    let all = header.iter().map(|cell| cell.span).reduce(Span::cover);
                    let also = column.names.get(1..).unwrap_or_default();
                    let problem =
                        problem.label(all.unwrap_or_default(), "none of these columns is it");
                    if also.is_empty() {
                        problem
                    } else {
                        problem.hint(format!("it may also be called {}", also.join(", ")))
                    }
                }
            });
        }
        for at in unused {
            if meant.contains(&at) {
                continue;
            }
            let message = format!("the column `{}` is not used", header[at].text.trim());
            let mut problem = Diagnostic::new(Code::UnknownField, message)
                .label(header[at].span, "not a column that is read");
            problem.severity = Severity::Warning;
            let absent = columns.iter().zip(&found).filter(|(_, found)| found.is_none());
            let known = absent.flat_map(|(column, _)| column.names.iter().copied());
            problem = match suggestion::closest(&names[at], known) {
                Some(name) => problem.hint(format!("did you mean `{name}`?")),
                None => problem.hint("`note` may hold remarks"),
            };
            diagnostics.push(problem);
        }
        if whole && rows.is_empty() {
            let all = header.iter().map(|cell| cell.span).reduce(Span::cover);
            let message = "the table has column names and nothing below them";
            let problem = Diagnostic::new(Code::Unreadable, message);
            diagnostics.push(
                problem
                    .label(all.unwrap_or_default(), "no line below")
                    .hint("each line below is a party, on one issue where there are several"),
            );
            return None;
        }
        let decimal_comma = separator != b',';
        whole.then_some(Sheet { columns: found, header, rows, decimal_comma })
    }

    /// The cell of a row in a column asked for; `None` where there is none or it is blank.
    pub fn cell<'row>(&self, row: &'row [Cell], column: usize) -> Option<&'row Cell> {
        let cell = row.get(self.columns[column]?)?;
        (!cell.text.trim().is_empty()).then_some(cell)
    }

    /// The number in a row's cell with its place, `None` where the cell is blank or, with a
    /// problem, where it is not a number.
    pub fn number(
        &self,
        row: &[Cell],
        column: usize,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<(f64, Span)> {
        let cell = self.cell(row, column)?;
        let name = self.columns[column].map_or("", |column| self.header[column].text.trim());
        number(cell, name, self.decimal_comma, diagnostics)
    }
}

impl Sheet {
    /// The number or distribution in a row's cell with its place, as the scenario language writes
    /// it; `None` where the cell is blank or, with a problem, where it is neither.
    pub fn constant(
        &self,
        row: &[Cell],
        column: usize,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<(Constant, Span)> {
        let cell = self.cell(row, column)?;
        let text = cell.text.trim();
        let distribution = ["(", "±", "+-", " to "].iter().any(|mark| text.contains(mark));
        if !distribution {
            let Some((value, place)) = self.number(row, column, diagnostics) else {
                if let Some(problem) = diagnostics.last_mut().filter(|p| p.hints.is_empty()) {
                    let words = "write a number, `40 ± 5`, `30 to 50` or `triangular(30, 40, 50)`";
                    problem.hints.push(words.to_owned());
                }
                return None;
            };
            return Some((Constant::Number(value), place));
        }
        let span = text_span(cell);
        // In quotes the text begins one byte later, and as it stands where no quote is doubled.
        let quoted = cell.span.end - cell.span.start == cell.text.len() + 2;
        let blanks = cell.text.len() - cell.text.trim_start().len();
        let written = if span.end - span.start == text.len() {
            Text { text: text.to_owned(), span, exact: true }
        } else if quoted {
            let start = cell.span.start + 1 + blanks;
            Text { text: text.to_owned(), span: Span::new(start, start + text.len()), exact: true }
        } else {
            Text { text: text.to_owned(), span, exact: false }
        };
        // Between brackets a comma separates parameters.
        let decimal = self.decimal_comma && !text.contains(['(', '.']);
        let written =
            if decimal { Text { text: text.replace(',', "."), ..written } } else { written };
        Some((Constant::read(&written, diagnostics)?, written.span))
    }
}

impl Sheet {
    /// The problem of a distribution that commas without quotes have cut into several cells, in the
    /// first of these columns where one is.
    pub fn torn(&self, row: &[Cell], columns: &[usize]) -> Option<Diagnostic> {
        let unquoted = |cell: &Cell| cell.span.end - cell.span.start == cell.text.len();
        let open = |cell: &Cell| {
            unquoted(cell) && cell.text.matches('(').count() > cell.text.matches(')').count()
        };
        let places = columns.iter().filter_map(|column| self.columns[*column]);
        let first = places.filter(|at| row.get(*at).is_some_and(open)).min()?;
        let cut = row.get(first..)?;
        let last = cut.iter().position(|cell| unquoted(cell) && cell.text.contains(')'))?;
        let cut = cut.get(..=last).filter(|_| !self.decimal_comma)?;
        let whole: Vec<&str> = cut.iter().map(|cell| cell.text.as_str()).collect();
        let whole = shortened(whole.join(",").trim());
        let message = format!("`{whole}` has commas and stands without quotes");
        Some(
            Diagnostic::new(Code::BadExpression, message)
                .label(row_span(cut), format!("read as {} cells", cut.len()))
                .hint(format!("a cell with commas stands in quotes: `\"{whole}\"`")),
        )
    }
}

/// The place of a row.
pub(super) fn row_span(row: &[Cell]) -> Span {
    row.iter().map(|cell| cell.span).reduce(Span::cover).unwrap_or_default()
}

/// The place of a cell's text without the blanks around it.
pub(super) fn text_span(cell: &Cell) -> Span {
    let text = &cell.text;
    // In quotes the text is shorter than its place.
    if cell.span.end - cell.span.start != text.len() || text.trim().is_empty() {
        return cell.span;
    }
    let start = cell.span.start + text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

/// The finite number in a cell, or a problem.
pub(super) fn number(
    cell: &Cell,
    name: &str,
    decimal_comma: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(f64, Span)> {
    let text = cell.text.trim();
    let mut value = text.parse::<f64>().ok();
    if value.is_none() && decimal_comma && !text.contains('.') {
        value = text.replacen(',', ".", 1).parse().ok();
    }
    let span = text_span(cell);
    if let Some(value) = value.filter(|value| value.is_finite()) {
        return Some((value, span));
    }
    let message = format!("`{}` is not a number: {name}", shortened(text));
    let problem = Diagnostic::new(Code::WrongType, message).label(span, "expected a number");
    // A decimal comma in a table between commas, in quotes.
    let comma = text.replacen(',', ".", 1).parse::<f64>().is_ok_and(f64::is_finite);
    diagnostics.push(if comma && !decimal_comma {
        problem.hint("the decimal point is `.` where commas separate the columns")
    } else {
        problem
    });
    None
}

/// `1 actor`, `2 actors`.
pub(super) fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// The beginning of a text, for a message.
pub(super) fn shortened(text: &str) -> String {
    let begin: String = text.chars().take(40).collect();
    if begin.len() < text.len() { format!("{begin}…") } else { begin }
}
