//! Scenario text to scenario and back: reading with places and diagnostics, formatting, JSON
//! Schema, the reference of the language's tables, and a template for new scenarios.

pub mod compact;
pub mod fields;
pub mod literal;
pub mod quantities;
pub mod time;
pub mod toml_tree;

mod check_names;
mod check_numbers;
mod check_references;
mod check_stability;
mod conflict;
mod declarations;
mod examples;
mod formatter;
mod names;
mod nesting;
mod new_scenario;
mod positions;
mod read;
mod reader;
mod reference;
mod schema;
mod stability;

pub use check_names::{ISSUE_LIMIT, NAME_LIMIT, PACKAGE_LIMIT, PARTY_LIMIT};
pub use examples::EXAMPLES;
pub use formatter::{format, without_places};
pub use new_scenario::new_scenario;
pub use read::{Reading, SIZE_LIMIT, quantity_from_setting, read_bytes, read_scenario};
pub use reference::language_reference;
pub use schema::json_schema;
pub use zopa_scenario::suggestion;
