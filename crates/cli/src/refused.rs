//! A file with errors: what stands in the way, as text and as data.

use crate::exit::{Exit, Failure};
use crate::output;
use crate::render;
use crate::scenario_file::ScenarioFile;
use serde_json::json;
use zopa_scenario::Diagnostic;

/// Shows the errors of a file that cannot be `done` (run, analysed, forecast).
///
/// # Errors
/// Where the output cannot be written.
pub fn refuse(
    file: &ScenarioFile,
    diagnostics: &[Diagnostic],
    json: bool,
    done: &str,
) -> Result<Exit, Failure> {
    if json {
        let errors = diagnostics.iter().filter(|d| d.is_error()).count();
        output::json(&json!({
            "ok": false,
            "errors": errors,
            "warnings": diagnostics.len() - errors,
            "diagnostics": render::data(file, diagnostics),
        }))?;
    }
    let errors: Vec<Diagnostic> = diagnostics.iter().filter(|d| d.is_error()).cloned().collect();
    output::status(&render::diagnostics(file, &errors));
    output::status(&format!("{} cannot be {done}: {}\n", file.shown, render::total(diagnostics)));
    Ok(Exit::No)
}
