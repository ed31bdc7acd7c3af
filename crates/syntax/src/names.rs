//! Names: what may be one, and dotted names written as TOML tables.

use crate::fields::Fields;
use crate::reader::Reader;
use crate::suggestion::closest;
use crate::toml_tree::{Node, Table, Value};
use zopa_scenario::{Code, Diagnostic, Span, Text};

/// Words of the expression language that cannot be names.
const KEYWORDS: [&str; 11] =
    ["if", "then", "else", "and", "or", "not", "is", "at", "to", "true", "false"];

/// Built-in names of the expression language that stand alone.
pub const BUILT_IN: [&str; 16] = [
    "time",
    "time_step",
    "start_time",
    "end_time",
    "pi",
    "e",
    "in_force",
    "signed",
    "since_signature",
    "breakdowns",
    "surplus",
    "best_surplus",
    "zone_share",
    "round",
    "deal_time",
    "breakdown_time",
];

/// Built-in families `FAMILY.PARTY`.
pub const FAMILIES: [&str; 6] = ["terms", "deal", "no_deal", "ratifies", "power", "seat"];

/// A declared name: the name, the value, and where the declaration stands.
pub struct Named<'n> {
    /// The name, dotted where it was written in parts.
    pub id: Text,
    /// What is declared.
    pub node: &'n Node,
    /// The whole declaration.
    pub declared: Span,
}

/// Whether each dotted part is a letter or `_` followed by letters, digits and `_`.
pub fn well_formed(name: &str, dots: bool) -> bool {
    let part = |part: &str| {
        part.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    if dots { name.split('.').all(part) } else { part(name) }
}

impl Reader<'_> {
    /// Reports an identifier that expressions could not use.
    pub fn check_name(&mut self, id: &Text, dots: bool) {
        let problem = if KEYWORDS.contains(&id.text.as_str()) {
            Diagnostic::new(Code::BadName, format!("`{}` is a word of the language", id.text))
                .label(id.span, "cannot be a name")
        } else if !well_formed(&id.text, dots) {
            Diagnostic::new(Code::BadName, format!("`{}` cannot be a name", id.text))
                .label(id.span, "not a name")
                .hint("a name is a letter or `_` followed by letters, digits and `_`")
        } else {
            return;
        };
        self.report(problem);
    }

    /// The declarations of a table of dotted names: quoted names, TOML's dotted keys and
    /// sub-tables that only group names.
    pub fn named<'n>(&mut self, node: &'n Node, fields: &'static Fields) -> Vec<Named<'n>> {
        let mut found = Vec::new();
        match &node.value {
            Value::Table(table) => self.flatten(table, None, fields, &mut found),
            _ => self.wrong_type(node, "a table of names"),
        }
        found
    }

    fn flatten<'n>(
        &mut self,
        table: &'n Table,
        prefix: Option<&Text>,
        fields: &'static Fields,
        found: &mut Vec<Named<'n>>,
    ) {
        for entry in &table.entries {
            let key = self.key(entry);
            let id = match prefix {
                None => key,
                Some(prefix) => self.joined(prefix, &key),
            };
            match &entry.node.value {
                Value::Table(inner) if groups_names(inner, fields) => {
                    self.flatten(inner, Some(&id), fields, found);
                }
                _ => found.push(Named { id, node: &entry.node, declared: entry.declared() }),
            }
        }
    }

    /// `prefix.key`, exact where both stand side by side in the file.
    fn joined(&self, prefix: &Text, key: &Text) -> Text {
        let text = format!("{}.{}", prefix.text, key.text);
        let span = Span::new(prefix.span.start, key.span.end);
        if prefix.span.end < key.span.start
            && self.text.get(span.start..span.end).is_some_and(|raw| raw == text)
        {
            Text { text, span, exact: true }
        } else {
            Text { text, span: key.span, exact: false }
        }
    }
}

/// Whether a table groups names rather than being a declaration in full: it has no field that a
/// declaration needs, nor, in braces, any field or something like a needed one.
fn groups_names(table: &Table, fields: &'static Fields) -> bool {
    let needed = || fields.fields.iter().filter(|field| field.required).map(|field| field.name);
    if table.entries.is_empty() || needed().any(|name| table.get(name).is_some()) {
        return false;
    }
    !table.inline
        || !table.entries.iter().any(|entry| {
            !matches!(entry.node.value, Value::Table(_))
                && (fields.field(&entry.key).is_some() || closest(&entry.key, needed()).is_some())
        })
}
