//! The positions that a file states.

use crate::exit::{Exit, Failure};
use crate::output::{self, count};
use crate::passes::pass;
use crate::refused;
use crate::render;
use crate::scenario_file::{ScenarioFile, load};
use std::path::Path;
use zopa_exchange::positions::NamedPositions;
use zopa_scenario::Diagnostic;
use zopa_scenario::diagnostic::any_error;

/// What was read.
pub struct Source {
    /// The file, for messages.
    pub file: ScenarioFile,
    /// The positions; absent where the file has errors or states none.
    pub positions: Option<NamedPositions>,
    /// Every problem found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file by the ending of its name: `.csv` and `.xml` of other programs; anything else is a
/// scenario.
///
/// # Errors
/// Where there is nothing to read.
pub fn read(path: &Path) -> Result<Source, Failure> {
    let file = load(path)?;
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if matches!(ending.as_str(), "csv" | "tsv" | "xml") {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let reading = zopa_exchange::positions::file::read(&file.text, &ending, &name);
        return Ok(Source { file, positions: reading.positions, diagnostics: reading.diagnostics });
    }
    let passed = pass(&file);
    let positions = passed.positions.filter(|positions| !positions.issues.is_empty());
    Ok(Source { file, positions, diagnostics: passed.diagnostics })
}

/// One line on what was read, and the warnings.
pub fn describe(source: &Source, positions: &NamedPositions) {
    output::status(&format!(
        "{}: {}, {}\n",
        source.file.shown,
        count(positions.parties.len(), "party"),
        count(positions.issues.len(), "issue")
    ));
    if !source.diagnostics.is_empty() && source.diagnostics.len() <= 5 {
        output::status(&render::diagnostics(&source.file, &source.diagnostics));
    } else if !source.diagnostics.is_empty() {
        output::status(&format!("{}\n", render::total(&source.diagnostics)));
    }
}

/// Says why there is no answer.
///
/// # Errors
/// Where the file states no positions at all.
pub fn refuse(source: &Source, as_json: bool) -> Result<Exit, Failure> {
    if !any_error(&source.diagnostics) {
        return Err(Failure::coded(
            Exit::No,
            zopa_scenario::Code::NoParties,
            format!("`{}` states no positions", source.file.shown),
        )
        .hint("positions stand in `[position.ID]` tables, or in a table with the columns actor, position, salience, capability"));
    }
    refused::refuse(&source.file, &source.diagnostics, as_json, "forecast")
}
