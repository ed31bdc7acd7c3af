//! `zopa schema`: the JSON Schema of scenario files.

use crate::exit::{Exit, Failure};
use crate::output;

/// Prints the schema.
pub fn schema() -> Result<Exit, Failure> {
    output::json(&zopa_syntax::json_schema())?;
    Ok(Exit::Fine)
}
