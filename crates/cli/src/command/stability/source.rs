//! The conflict that a file describes: a scenario, a `.gmcr` file or JSON.

use crate::exit::{Exit, Failure};
use crate::passes::pass;
use crate::scenario_file::{ScenarioFile, load, load_up_to};
use std::path::Path;
use zopa_exchange::NamedConflict;
use zopa_exchange::declared::Implicit;
use zopa_scenario::{Diagnostic, Scenario};

/// Largest file of another program in bytes: 1 GiB, enough for 24 options and three rankings.
pub const EXCHANGE_LIMIT: u64 = 1 << 30;

/// What was read.
pub struct Source {
    /// The file, for messages.
    pub file: ScenarioFile,
    /// The BLAKE3 hash of its bytes.
    pub hash: String,
    /// The conflict; absent where it has errors or where levers are to become the options.
    pub conflict: Option<NamedConflict>,
    /// The conflict without its states listed, where the file allows that.
    pub implicit: Option<Implicit>,
    /// The scenario, where the file is one.
    pub scenario: Option<Scenario>,
    /// Every problem found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file by the ending of its name: `.gmcr`, `.json`; anything else is a scenario.
///
/// # Errors
/// Where there is nothing to read.
pub fn read(path: &Path) -> Result<Source, Failure> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if ending == "csv" {
        return Err(Failure::wrong(format!("`{}` is a table of states", path.display()))
            .hint("rankings in a table go with a conflict: `zopa stability CONFLICT --rankings TABLE.csv`"));
    }
    if !matches!(ending.as_str(), "gmcr" | "json") {
        return scenario(load(path)?);
    }
    let mut file = load_up_to(path, EXCHANGE_LIMIT)?;
    if file.bytes.len() as u64 > EXCHANGE_LIMIT {
        return Err(Failure::coded(
            Exit::Wrong,
            zopa_scenario::Code::Unreadable,
            format!("`{}` is larger than {} MiB", file.shown, EXCHANGE_LIMIT >> 20),
        ));
    }
    let hash = file.hash();
    // The text is all that is needed from here on; a large file is not held twice.
    file.bytes = Vec::new();
    let (conflict, implicit, diagnostics) = match ending.as_str() {
        "gmcr" => {
            let reading = zopa_exchange::gmcr::read(&file.text);
            (reading.conflict, reading.implicit, reading.diagnostics)
        }
        _ => {
            let reading = zopa_exchange::json::read(&file.text);
            (reading.conflict, None, reading.diagnostics)
        }
    };
    Ok(Source { file, hash, conflict, implicit, scenario: None, diagnostics })
}

fn scenario(file: ScenarioFile) -> Result<Source, Failure> {
    let passed = pass(&file);
    let hash = file.hash();
    Ok(Source {
        hash,
        conflict: passed.conflict,
        implicit: passed.implicit,
        scenario: passed.scenario,
        diagnostics: passed.diagnostics,
        file,
    })
}
