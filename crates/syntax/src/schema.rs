//! The JSON Schema of a scenario file, generated from the field lists, for completion in editors.

use crate::fields::{self, Field, Fields, Kind};
use serde_json::{Map, Value, json};

/// JSON Schema (2020-12) of the scenario file. Dates are strings, as editors for TOML see them.
///
/// ```
/// let schema = zopa_syntax::json_schema();
/// assert_eq!(schema["properties"]["scenario"]["required"][0], "title");
/// ```
pub fn json_schema() -> Value {
    let mut schema = table(&fields::FILE);
    if let Value::Object(map) = &mut schema {
        map.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".into(), json!("zopa scenario"));
        map.insert("$defs".into(), definitions());
    }
    schema
}

fn definitions() -> Value {
    let citation = json!({
        "type": "string",
        "description": "A citation: `source`, `source:locator` or `assumption`.",
    });
    json!({
        "short_quantity": {
            "description": "A number, a truth value, or `expression [unit] @source:locator`.",
            "type": ["number", "boolean", "string"],
        },
        "quantity": {
            "anyOf": [{ "$ref": "#/$defs/short_quantity" }, table(&fields::QUANTITY)],
        },
        "citations": { "anyOf": [citation, { "type": "array", "items": citation }] },
        "named_quantities": names(&fields::NAMED_QUANTITY, "named_quantities"),
        "stocks": names(&fields::STOCK, "stocks"),
        "all_series": names(&fields::SERIES, "all_series"),
        "quantities": names(&fields::QUANTITY, "quantities"),
    })
}

/// Declarations by name; a table that is none of them groups dotted names.
fn names(fields: &'static Fields, own: &str) -> Value {
    let mut choices = Vec::new();
    if fields.field("value").is_some() {
        choices.push(json!({ "$ref": "#/$defs/short_quantity" }));
    }
    choices.push(table(fields));
    choices.push(json!({ "$ref": format!("#/$defs/{own}") }));
    json!({
        "type": "object",
        "description": fields.meaning,
        "additionalProperties": { "anyOf": choices },
    })
}

fn table(fields: &'static Fields) -> Value {
    let mut properties = Map::new();
    for field in fields.fields {
        properties.insert(field.name.to_owned(), described(field));
    }
    let required: Vec<&str> =
        fields.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let others = fields
        .others
        .map_or(json!(false), |(_, kind, meaning)| with_description(of_kind(kind), meaning));
    let mut schema = json!({
        "type": "object",
        "description": fields.meaning,
        "properties": properties,
        "additionalProperties": others,
    });
    if let (Value::Object(map), false) = (&mut schema, required.is_empty()) {
        map.insert("required".into(), json!(required));
    }
    schema
}

fn described(field: &Field) -> Value {
    let meaning = if field.default.is_empty() {
        field.meaning.to_owned()
    } else {
        format!("{} Default: {}.", field.meaning, field.default)
    };
    with_description(of_kind(field.kind), &meaning)
}

fn with_description(mut schema: Value, meaning: &str) -> Value {
    if let Value::Object(map) = &mut schema {
        map.insert("description".into(), json!(meaning));
    }
    schema
}

fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn by_name(of: Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": ["string", "integer"] }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Count => json!({ "type": "integer", "minimum": 1 }),
        Kind::Quantity => json!({ "$ref": "#/$defs/quantity" }),
        Kind::Duration => json!({ "$ref": "#/$defs/quantity" }),
        Kind::TimeAxis => json!({ "anyOf": [{ "type": "string" }, table(&fields::TIME)] }),
        Kind::Sources => json!({ "$ref": "#/$defs/citations" }),
        Kind::Texts => texts(),
        Kind::Points => json!({
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "array",
                "prefixItems": [{ "type": ["number", "string"] }, { "type": "number" }],
                "minItems": 2,
                "maxItems": 2,
            },
        }),
        Kind::Word(words) => json!({ "enum": words() }),
        Kind::Table(fields) => table(fields),
        Kind::TableOr(fields, word) => json!({ "anyOf": [{ "const": word }, table(fields)] }),
        Kind::Tables(fields) => json!({ "type": "array", "items": table(fields) }),
        Kind::ById(fields) => json!({ "type": "object", "additionalProperties": table(fields) }),
        Kind::Quantities(fields) => {
            let own = if std::ptr::eq(fields, &fields::STOCK) {
                "stocks"
            } else if std::ptr::eq(fields, &fields::SERIES) {
                "all_series"
            } else if std::ptr::eq(fields, &fields::NAMED_QUANTITY) {
                "named_quantities"
            } else {
                "quantities"
            };
            json!({ "$ref": format!("#/$defs/{own}") })
        }
        Kind::Rows => json!({ "type": "array", "items": { "$ref": "#/$defs/quantity" } }),
        Kind::TextsByName => by_name(json!({ "type": "string" })),
        Kind::WordsByName(words) => {
            json!({ "type": "object", "additionalProperties": {
                "anyOf": [{ "enum": words() }, { "type": "object" }]
            } })
        }
        Kind::TextLists => json!({ "type": "array", "items": texts() }),
        Kind::TextListsByName => by_name(texts()),
        Kind::Ranking => json!({
            "type": "array",
            "items": { "anyOf": [{ "type": "string" }, texts()] },
        }),
        Kind::NumbersByName => by_name(json!({ "type": "number" })),
        Kind::Moves => by_name(by_name(texts())),
        Kind::Ends => json!({
            "type": "array",
            "items": { "type": "number" },
            "minItems": 2,
            "maxItems": 2,
        }),
        Kind::Changes => json!({
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    { "$ref": "#/$defs/quantity" },
                    { "type": "array", "items": { "type": "string" } },
                    { "type": "object" },
                ],
            },
        }),
    }
}
