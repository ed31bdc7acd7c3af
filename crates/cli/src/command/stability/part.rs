//! A part of the answer: as data under a key, as tables and sentences for people.

use serde_json::Value;
use zopa_report::stability::ResultTable;

/// A further result of an analysis.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Its key in the JSON.
    pub key: &'static str,
    /// The data.
    pub data: Value,
    /// Tables, each with its finding as title.
    pub tables: Vec<ResultTable>,
    /// What must be read with it.
    pub remarks: Vec<String>,
}
