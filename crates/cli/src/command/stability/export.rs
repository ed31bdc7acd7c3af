//! Writing the conflict in other forms.

use super::analysis::Analysis;
use crate::atomic_write::atomic_write;
use crate::exit::{Exit, Failure};
use crate::output;
use std::path::Path;
use zopa_scenario::Code;

/// Writes the conflict to a file whose ending says the form.
///
/// # Errors
/// Where the ending is not known, the form cannot hold the conflict, or the file cannot be written.
pub fn export(analysis: &Analysis<'_>, path: &Path) -> Result<(), Failure> {
    let named = analysis.named;
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let cannot = |why: String| Failure::wrong(format!("`{}`: {why}", path.display()));
    let text = match ending.as_str() {
        "gmcr" => {
            let text = zopa_exchange::gmcr::write(named).map_err(|e| cannot(e.to_string()))?;
            for loss in zopa_exchange::gmcr::losses(named) {
                output::status(&format!("{}: {loss}\n", path.display()));
            }
            text
        }
        "json" => zopa_exchange::json::write(named),
        "csv" => zopa_exchange::csv::write(named),
        "dot" | "gv" => zopa_exchange::dot::write(named, &analysis.equilibria())
            .map_err(|e| cannot(e.to_string()))?,
        "toml" => zopa_exchange::scenario_text::write(named),
        _ => {
            return Err(cannot("the ending says no form that can be written".into())
                .hint(".gmcr, .json, .csv (states), .dot (Graphviz) or .toml (scenario)"));
        }
    };
    atomic_write(path, text.as_bytes()).map_err(|error| {
        Failure::coded(
            Exit::Wrong,
            Code::Output,
            format!("`{}` cannot be written: {error}", path.display()),
        )
    })?;
    output::status(&format!("wrote {}\n", path.display()));
    Ok(())
}
