//! The frame of a figure: finding, measure, key, picture, table, method.

use maud::{Markup, html};

use super::answer::PositionsAnswer;
use crate::stability::ResultTable;
use crate::table::{Cell, Column, Table};

/// Rows up to which a table is small enough to be printed beside its picture.
const SMALL: usize = 16;

/// Width of a drawing for a broad screen.
pub const WIDE: f64 = 650.0;
/// Width of a drawing for a narrow screen.
pub const NARROW: f64 = 300.0;

/// What is inside an `svg`, and its height.
pub struct Drawing {
    /// The marks.
    pub marks: Markup,
    /// Height, where the width is [`WIDE`] or [`NARROW`].
    pub height: f64,
}

/// A picture with its text and its table, drawn twice: for broad screens and paper, and for narrow
/// screens. The style sheet shows one of the two.
pub struct FittedPicture {
    /// Identifier, unique on the page.
    pub id: String,
    /// The finding, as a sentence without its full stop.
    pub title: String,
    /// Units, number of parties, what the interval is.
    pub subtitle: String,
    /// What is above the picture: key and choices.
    pub key: Markup,
    /// The drawing for broad screens and paper.
    pub wide: Drawing,
    /// The drawing for narrow screens.
    pub narrow: Drawing,
    /// What the picture shows, for those who do not see it.
    pub description: String,
    /// The numbers.
    pub table: Table,
    /// How it was computed.
    pub method: String,
}

impl FittedPicture {
    /// The figure.
    pub fn markup(&self) -> Markup {
        let drawn = html! {
            div.diagram {
                (described(&self.id, &self.description))
                (drawn(&self.id, "wide", (WIDE, self.wide.height), &self.wide.marks))
                (drawn(&self.id, "narrow", (NARROW, self.narrow.height), &self.narrow.marks))
            }
        };
        let texts = [&self.id, &self.title, &self.subtitle, &self.method].map(String::as_str);
        framed(texts, &self.key, &drawn, &self.table)
    }
}

/// What a picture shows, for those who do not see it.
fn described(id: &str, description: &str) -> Markup {
    html! { p.unseen id={ (id) "-text" } { (description) " The table below holds the numbers." } }
}

/// A drawing of a picture.
fn drawn(id: &str, class: &str, (width, height): (f64, f64), marks: &Markup) -> Markup {
    html! {
        svg.(class) id={ (id) "-" (class) } role="img" aria-labelledby={ (id) "-title" } aria-describedby={ (id) "-text" }
            viewBox={ "0 0 " (super::scale::place(width)) " " (super::scale::place(height)) } {
            (marks)
        }
    }
}

/// The figure around a picture.
fn framed(
    [id, title, subtitle, method]: [&str; 4],
    key: &Markup,
    drawn: &Markup,
    table: &Table,
) -> Markup {
    let size = if table.rows() <= SMALL { "small" } else { "long" };
    let kind = id.split('-').next().unwrap_or_default();
    html! {
        figure.(size).(kind) id={ (id) "-figure" } aria-labelledby={ (id) "-title" } {
            figcaption {
                h3 id={ (id) "-title" } { (title) }
                p.subtitle { (subtitle) }
            }
            (key)
            (drawn)
            details.data.(size) {
                summary { "Table" span.unseen { " of this figure" } }
                (table.markup(&format!("{id}-table")))
            }
            (how(method))
            p.actions { (table.download(id)) }
        }
    }
}

fn how(method: &str) -> Markup {
    html! {
        @if !method.is_empty() {
            details.how { summary { "How this was computed" } p { (method) } }
        }
    }
}

/// A table as a figure.
pub fn tabular(id: &str, title: &str, note: &str, table: &Table, method: &str) -> Markup {
    let kind = id.split('-').next().unwrap_or_default();
    html! {
        figure.tabular.(kind) id={ (id) "-figure" } aria-labelledby={ (id) "-title" } {
            figcaption {
                h3 id={ (id) "-title" } { (title) }
                @if !note.is_empty() { p.subtitle { (note) } }
            }
            (table.markup(&format!("{id}-table")))
            (how(method))
            p.actions { (table.download(id)) }
        }
    }
}

/// The further results, each a table.
pub fn further(answer: &PositionsAnswer) -> Markup {
    html! {
        @for (i, result) in answer.tables.iter().enumerate() { (result_table(i, result)) }
    }
}

fn result_table(i: usize, result: &ResultTable) -> Markup {
    let cells = |row: &Vec<String>| -> Vec<Cell> {
        let cells = row.iter().map(|cell| Cell::text(cell.as_str()));
        cells.chain(std::iter::repeat_with(|| Cell::text(""))).take(result.columns.len()).collect()
    };
    let table = Table::new(
        result.columns.join(", "),
        result.columns.iter().map(Column::text).collect(),
        result.rows.iter().map(cells).collect(),
    );
    tabular(&format!("result-{}", i + 1), &result.title, &result.note, &table, &result.method)
}
