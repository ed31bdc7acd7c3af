//! The frame of a figure: finding, measure, key, picture, table, method.

use maud::{Markup, html};

use super::answer::PositionsAnswer;
use crate::stability::ResultTable;
use crate::table::{Cell, Column, Table};

/// Rows up to which a table is small enough to be printed beside its picture.
const SMALL: usize = 16;

/// A picture with its text and its table.
pub struct Picture {
    /// Identifier, unique on the page.
    pub id: String,
    /// The finding, as a sentence without its full stop.
    pub title: String,
    /// Units, number of parties, what the interval is.
    pub subtitle: String,
    /// What is above the picture: key and choices.
    pub key: Markup,
    /// The drawing: what is inside the `svg`.
    pub drawing: Markup,
    /// Width and height of the drawing.
    pub size: (f64, f64),
    /// What the picture shows, for those who do not see it.
    pub description: String,
    /// The numbers.
    pub table: Table,
    /// How it was computed.
    pub method: String,
}

impl Picture {
    /// The figure.
    pub fn markup(&self) -> Markup {
        let id = &self.id;
        let (width, height) = self.size;
        let size = if self.table.rows() <= SMALL { "small" } else { "long" };
        html! {
            figure.(size) id={ (id) "-figure" } aria-labelledby={ (id) "-title" } {
                figcaption {
                    h3 id={ (id) "-title" } { (self.title) }
                    p.subtitle { (self.subtitle) }
                }
                (self.key)
                div.diagram tabindex="0" role="group" aria-label={ "Picture, scrolls sideways on a narrow screen: " (self.title) } {
                    svg id=(id) role="img" aria-labelledby={ (id) "-name " (id) "-text" }
                        viewBox={ "0 0 " (super::scale::place(width)) " " (super::scale::place(height)) }
                        style={ "width:" (super::scale::place(width)) "px;min-width:" (super::scale::place(width * 0.75)) "px" } {
                        title id={ (id) "-name" } { (self.title) }
                        desc id={ (id) "-text" } { (self.description) " The table below holds the numbers." }
                        (self.drawing)
                    }
                }
                details.data.(size) {
                    summary { "Table" span.unseen { " of: " (self.title) } }
                    (self.table.markup(&format!("{id}-table")))
                }
                (how(&self.title, &self.method))
                p.actions { (self.table.download(id)) }
            }
        }
    }
}

fn how(title: &str, method: &str) -> Markup {
    html! {
        @if !method.is_empty() {
            details.how { summary { "How this was computed" span.unseen { ": " (title) } } p { (method) } }
        }
    }
}

/// A table as a figure.
pub fn tabular(id: &str, title: &str, note: &str, table: &Table, method: &str) -> Markup {
    html! {
        figure.tabular id={ (id) "-figure" } aria-labelledby={ (id) "-title" } {
            figcaption {
                h3 id={ (id) "-title" } { (title) }
                @if !note.is_empty() { p.subtitle { (note) } }
            }
            (table.markup(&format!("{id}-table")))
            (how(title, method))
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
