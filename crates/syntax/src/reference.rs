//! The reference page of the tables of a scenario file, generated from the field lists.

use crate::fields::{self, Field, Kind};
use crate::reader::listed;

/// Markdown: every table with its fields, their type, default and meaning.
///
/// ```
/// assert!(zopa_syntax::language_reference().contains("## `[party.ID]`"));
/// ```
pub fn language_reference() -> String {
    let mut page = String::from(
        "# Tables of the scenario file\n\nGenerated from the field lists that the reader itself uses. A *quantity* is a number, a truth\nvalue, a text `expression [unit] @source:locator`, or a table with `value`.\n",
    );
    for table in fields::ALL {
        let header = if std::ptr::eq(table, &fields::FILE) {
            "The file as a whole".to_owned()
        } else {
            format!("`{}`", table.header)
        };
        page.push_str(&format!("\n## {header}\n\n{}\n\n", table.meaning));
        page.push_str("| field | type | default | meaning |\n|---|---|---|---|\n");
        for field in table.fields {
            page.push_str(&row(field.name, &of_kind(field.kind), &default(field), field.meaning));
        }
        if let Some((name, kind, meaning)) = table.others {
            page.push_str(&row(&format!("{name} …"), &of_kind(kind), "", meaning));
        }
    }
    page
}

fn row(name: &str, kind: &str, default: &str, meaning: &str) -> String {
    format!("| `{name}` | {kind} | {default} | {} |\n", meaning.replace('|', "\\|"))
}

fn default(field: &Field) -> String {
    if field.required { "**required**".to_owned() } else { field.default.to_owned() }
}

fn of_kind(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Boolean => "`true` or `false`".into(),
        Kind::Date => "date".into(),
        Kind::Number => "number".into(),
        Kind::Count => "whole number".into(),
        Kind::Quantity => "quantity".into(),
        Kind::Duration => "length of time".into(),
        Kind::TimeAxis => "time axis".into(),
        Kind::Sources => "citation or list of citations".into(),
        Kind::Texts => "list of texts".into(),
        Kind::Points => "list of `[time, value]`".into(),
        Kind::Word(words) => listed(&words()),
        Kind::Table(_) => "table".into(),
        Kind::TableOr(_, word) => format!("table, or `{word}`"),
        Kind::Tables(_) => "list of tables".into(),
        Kind::ById(_) => "tables by identifier".into(),
        Kind::Quantities(_) => "declarations by name".into(),
        Kind::Rows => "list of quantities".into(),
        Kind::TextsByName => "texts by name".into(),
        Kind::WordsByName(words) => format!("{} by name", listed(&words())),
        Kind::Changes => "changes by name".into(),
        Kind::TextLists => "list of lists of texts".into(),
        Kind::TextListsByName => "lists of texts by name".into(),
        Kind::Ranking => "list of texts and of lists of texts".into(),
        Kind::NumbersByName => "numbers by name".into(),
        Kind::Moves => "lists of states by party and state".into(),
        Kind::Ends => "list of two numbers".into(),
    }
}
