//! Tables with a line of column names: finding columns by their names and reading numbers in
//! cells.

use crate::csv::table::{Cell, separated};
use zopa_scenario::{Code, Diagnostic, Severity, Span, suggestion};

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
    match separated(text, separator) {
        Ok(mut rows) => {
            rows.retain(|row| row.iter().any(|cell| !cell.text.trim().is_empty()));
            if rows.is_empty() {
                let message = "the table is empty";
                diagnostics.push(Diagnostic::new(Code::Unreadable, message).at(Span::new(0, 0)));
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
                    .at(header[at].span)
                    .hint(format!("did you mean `{}` here?", column.names[0])),
                None => {
                    let all = header.iter().map(|cell| cell.span).reduce(Span::cover);
                    let also = column.names.get(1..).unwrap_or_default();
                    let problem = problem.at(all.unwrap_or_default());
                    if names.iter().any(|name| name.parse::<f64>().is_ok()) {
                        problem.hint("the first line must name the columns")
                    } else if also.is_empty() {
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
            let mut problem = Diagnostic::new(Code::UnknownField, message).at(header[at].span);
            problem.severity = Severity::Warning;
            let absent = columns.iter().zip(&found).filter(|(_, found)| found.is_none());
            let known = absent.flat_map(|(column, _)| column.names.iter().copied());
            if let Some(name) = suggestion::closest(&names[at], known) {
                problem = problem.hint(format!("did you mean `{name}`?"));
            }
            diagnostics.push(problem);
        }
        if whole && rows.is_empty() {
            let all = header.iter().map(|cell| cell.span).reduce(Span::cover);
            let message = "the table has column names and nothing below them";
            let problem = Diagnostic::new(Code::Unreadable, message);
            diagnostics.push(problem.at(all.unwrap_or_default()));
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
    diagnostics.push(Diagnostic::new(Code::WrongType, message).at(span));
    None
}

/// The beginning of a text, for a message.
pub(super) fn shortened(text: &str) -> String {
    let begin: String = text.chars().take(40).collect();
    if begin.len() < text.len() { format!("{begin}…") } else { begin }
}
