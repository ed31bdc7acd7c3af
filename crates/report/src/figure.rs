//! The frame of every figure: finding, measure, chart, table, files, command.

use maud::{Markup, PreEscaped, html};

use crate::chart::Chart;
use crate::table::Table;

/// Rows up to which a table is small enough to be printed beside its chart.
const SMALL: usize = 16;

/// A figure.
pub struct Figure {
    /// Identifier, unique on the page.
    pub id: String,
    /// What the figure shows, as a sentence made from the data.
    pub title: String,
    /// Measure, unit and sample size.
    pub subtitle: String,
    /// What the chart looks like, for those who do not see it.
    pub description: String,
    /// The chart; without one the table is shown in full.
    pub chart: Option<Chart>,
    /// The data.
    pub table: Table,
    /// How it was computed.
    pub method: String,
    /// The command that makes the figures again.
    pub command: String,
}

impl Figure {
    /// The figure as markup.
    pub fn markup(&self) -> Markup {
        let chart = self.chart.as_ref().filter(|chart| !chart.is_empty());
        let table_id = format!("{}-table", self.id);
        let size = if self.table.rows() <= SMALL { "small" } else { "long" };
        html! {
            figure id=(self.id) class={ @if chart.is_none() { "tabular " } (size) } aria-labelledby={ (self.id) "-title" } {
                figcaption {
                    h3 id={ (self.id) "-title" } { (self.title) }
                    p.subtitle { (self.subtitle) }
                }
                @if let Some(chart) = chart {
                    (chart.key())
                    div.chart id={ (self.id) "-chart" } role="img"
                        aria-label={ (self.title) ". " (self.description) " The table below holds the numbers." }
                        data-figure={ (self.id) "-data" } style={ "min-height:" (chart.height) "px" } {}
                    script type="application/json" id={ (self.id) "-data" } { (PreEscaped(chart.json())) }
                    details.data.(size) {
                        summary { "Table" span.unseen { " of: " (self.title) } }
                        (self.table.markup(&table_id))
                    }
                } @else {
                    (self.table.markup(&table_id))
                }
                details.how {
                    summary { "How this was computed" span.unseen { ": " (self.title) } }
                    p { (self.method) }
                    (command(&self.command))
                }
                p.actions {
                    (self.table.download(&self.id))
                    @if chart.is_some() {
                        button.action type="button" data-save={ (self.id) "-chart" } hidden {
                            "SVG" span.unseen { " of: " (self.title) }
                        }
                    }
                }
            }
        }
    }
}

/// The command that makes a result again.
pub fn command(command: &str) -> Markup {
    html! {
        @if command.is_empty() {
            p { "The command was not recorded." }
        } @else {
            p { "The command that makes it again:" }
            pre tabindex="0" { code { (command) } }
        }
    }
}
