//! The models: what each does and where it is from.

use maud::Markup;

use super::answer::{ModelRow, PositionsAnswer};
use super::frame::tabular;
use super::naming;
use crate::table::{Cell, Column, Table};
use crate::wording::sentence;

/// Every model that forecasts an issue, once; none where there is none.
pub fn body(answer: &PositionsAnswer) -> Option<Markup> {
    let mut models: Vec<&ModelRow> = Vec::new();
    for model in answer.issues.iter().flat_map(|issue| &issue.models) {
        if !models.iter().any(|known| known.name == model.name) {
            models.push(model);
        }
    }
    if models.is_empty() {
        return None;
    }
    let rows = models.iter().map(|model| {
        vec![
            Cell::text(sentence(&naming::model(model))),
            Cell::text(sentence(&naming::in_words(&model.summary))),
            Cell::text(model.source.as_str()),
            Cell::text(model.name.as_str()),
        ]
    });
    let columns = vec![
        Column::text("Model"),
        Column::text("What it does"),
        Column::text("Source"),
        Column::text("Name in commands and files"),
    ];
    let table = Table::new("What each model does, and where it is from", columns, rows.collect());
    let title = match models.len() {
        1 => "One model was asked".to_owned(),
        n => format!("{n} models were asked"),
    };
    Some(tabular("models", &title, "", &table, ""))
}
