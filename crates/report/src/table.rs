//! A data table: read on the page, downloaded as CSV.

use maud::{Markup, html};
use zopa_ensemble::answer::Proportion;

use crate::wording;

/// What a column holds, which decides its alignment and its columns in CSV.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Short,
    Number,
    Share,
}

/// A column of a table.
pub struct Column {
    label: String,
    kind: Kind,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Column { label: label.into(), kind: Kind::Text }
    }

    /// A column of words that stay on one line.
    pub fn short(label: impl Into<String>) -> Self {
        Column { label: label.into(), kind: Kind::Short }
    }

    /// A column of numbers.
    pub fn number(label: impl Into<String>) -> Self {
        Column { label: label.into(), kind: Kind::Number }
    }

    /// A column of shares, each with its interval and a bar; four columns in CSV.
    pub fn share(label: impl Into<String>) -> Self {
        Column { label: label.into(), kind: Kind::Share }
    }
}

/// A cell of a table.
pub enum Cell {
    /// Words.
    Text(String),
    /// A link: text and address.
    Link(String, String),
    /// A number and how it is shown.
    Number(f64, String),
    /// A share of draws.
    Share(Proportion),
    /// Words that links may lead to: the words and their identifier.
    Target(String, String),
    /// Citations, each with the identifier of its source where that is known.
    Citations(Vec<(String, Option<String>)>),
    /// Parts, one below the other.
    Parts(Vec<String>),
    /// Words with a mark of a status.
    Status(&'static str, String),
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Cell::Text(text.into())
    }

    /// A number shown with three significant digits.
    pub fn number(x: f64) -> Self {
        Cell::Number(x, wording::number(x))
    }

    /// A count.
    pub fn count(n: u64) -> Self {
        Cell::Number(n as f64, wording::count(n))
    }
}

/// Rows under a common heading, which may be empty.
pub struct Group {
    /// Heading of the rows.
    pub heading: String,
    /// Rows: one cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// A table with a caption.
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Label of the groups' headings in CSV.
    pub grouped_by: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows in groups.
    pub groups: Vec<Group>,
}

impl Table {
    /// A table of one group.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Table {
            caption: caption.into(),
            grouped_by: String::new(),
            columns,
            groups: vec![Group { heading: String::new(), rows }],
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.groups.iter().map(|group| group.rows.len()).sum()
    }

    /// The table as markup, in a container that scrolls by itself.
    pub fn markup(&self, id: &str) -> Markup {
        html! {
            div.table-scroll tabindex="0" role="group" aria-label=(self.caption) {
                table id=(id) {
                    caption { (self.caption) }
                    thead { tr {
                        @for column in &self.columns {
                            th scope="col" class=[column_class(column.kind)] { (column.label) }
                        }
                    } }
                    @for group in &self.groups {
                        tbody {
                            @if !group.heading.is_empty() {
                                tr.group { th scope="rowgroup" colspan=(self.columns.len()) { (group.heading) } }
                            }
                            @for row in &group.rows {
                                tr { @for (i, (cell, column)) in row.iter().zip(&self.columns).enumerate() {
                                    @if i == 0 {
                                        th scope="row" class=[column_class(column.kind)] { (cell_markup(cell)) }
                                    } @else {
                                        td class=[column_class(column.kind)] { (cell_markup(cell)) }
                                    }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The table as comma-separated values (RFC 4180), with full precision.
    pub fn csv(&self) -> String {
        let mut csv = String::new();
        let mut header = Vec::new();
        if !self.grouped_by.is_empty() {
            header.push(field(&self.grouped_by));
        }
        for Column { label, kind } in &self.columns {
            header.push(field(label));
            if *kind == Kind::Share {
                header.extend(["low", "high", "of"].map(|end| field(&format!("{label}: {end}"))));
            }
        }
        csv.push_str(&header.join(","));
        csv.push_str("\r\n");
        for group in &self.groups {
            for row in &group.rows {
                let mut fields = Vec::new();
                if !self.grouped_by.is_empty() {
                    fields.push(field(&group.heading));
                }
                for (cell, column) in row.iter().zip(&self.columns) {
                    fields.extend(cell_fields(cell, column.kind));
                }
                csv.push_str(&fields.join(","));
                csv.push_str("\r\n");
            }
        }
        csv
    }

    /// A link that saves the table as a file, without a network and without a script.
    pub fn download(&self, name: &str) -> Markup {
        let address = format!("data:text/csv;charset=utf-8,{}", percent_encode(&self.csv()));
        html! {
            a.action download={ (name) ".csv" } href=(address) {
                "CSV" span.unseen { " of: " (self.caption) }
            }
        }
    }
}

fn column_class(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Text => None,
        Kind::Short => Some("short"),
        Kind::Number => Some("number"),
        Kind::Share => Some("share"),
    }
}

fn cell_markup(cell: &Cell) -> Markup {
    match cell {
        Cell::Text(text) => html! { (text) },
        Cell::Link(text, address) if is_web_address(address) => {
            html! { a href=(address) rel="noopener noreferrer" { (text) } }
        }
        Cell::Link(text, _) => html! { (text) },
        Cell::Target(text, id) => html! { span id=(id) { (text) } },
        Cell::Citations(citations) => html! {
            @for (i, (text, target)) in citations.iter().enumerate() {
                @if i > 0 { ", " }
                @if let Some(target) = target { a href={ "#" (target) } { (text) } } @else { (text) }
            }
        },
        Cell::Parts(parts) => html! { @for part in parts { span.part { (part) } " " } },
        Cell::Number(_, shown) => html! { (shown) },
        Cell::Status(mark, text) => html! { span.status data-status=(mark) { (text) } },
        Cell::Share(share) if wording::is_known(share) => html! {
            span.bar aria-hidden="true" {
                span.fill style={ "width:" (points(share.p)) "%" } {}
                @if share.low.is_finite() && share.high.is_finite() {
                    span.whisker style={ "left:" (points(share.low)) "%;right:" (points(1.0 - share.high)) "%" } {}
                }
            }
            span.figure-text { (wording::percent_with_interval(share)) }
        },
        Cell::Share(_) => html! { (wording::UNDEFINED) },
    }
}

fn points(p: f64) -> String {
    format!("{:.1}", p.clamp(0.0, 1.0) * 100.0)
}

/// Whether a link may lead there: the web only, no scripts.
fn is_web_address(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn cell_fields(cell: &Cell, kind: Kind) -> Vec<String> {
    let mut fields = match cell {
        Cell::Text(text) | Cell::Status(_, text) => vec![field(text)],
        Cell::Link(text, _) => vec![field(text)],
        Cell::Target(text, _) => vec![field(text)],
        Cell::Citations(citations) => {
            let texts: Vec<&str> = citations.iter().map(|(text, _)| text.as_str()).collect();
            vec![field(&texts.join("; "))]
        }
        Cell::Parts(parts) => vec![field(&parts.join("; "))],
        Cell::Number(x, _) => vec![figure(*x)],
        Cell::Share(share) => {
            vec![figure(share.p), figure(share.low), figure(share.high), share.n.to_string()]
        }
    };
    if kind == Kind::Share {
        fields.resize(4, String::new());
    }
    fields
}

fn figure(x: f64) -> String {
    if x.is_finite() { format!("{x}") } else { String::new() }
}

/// A field in quotes where it must be; text that a spreadsheet would take for a formula is marked.
fn field(text: &str) -> String {
    let formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b',') {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_quotes_and_disarms() {
        let share = Proportion { p: 0.25, low: f64::NAN, high: 0.5, n: 8 };
        let table = Table::new(
            "t",
            vec![Column::text("a, b"), Column::share("s")],
            vec![
                vec![Cell::text("=1+1"), Cell::Share(share)],
                vec![Cell::text("-3"), Cell::text("none")],
            ],
        );
        assert_eq!(
            table.csv(),
            "\"a, b\",s,s: low,s: high,s: of\r\n'=1+1,0.25,,0.5,8\r\n-3,none,,,\r\n"
        );
    }

    #[test]
    fn links_lead_to_the_web_only() {
        let link = |address: &str| {
            cell_markup(&Cell::Link("x".into(), address.into())).into_string().contains("href")
        };
        assert!(link("https://example.org/"));
        assert!(!link("javascript:alert(1)"));
        assert!(!link("data:text/html,x"));
    }
}
