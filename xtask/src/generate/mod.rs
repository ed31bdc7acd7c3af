//! Pages and files written from the code, so that they cannot say anything else.

mod closed_forms;
mod diagnostics;
mod examples;
mod position_models;

use std::path::Path;

/// Every generated file: its path from the root, and its text.
///
/// # Errors
/// Where an example of a diagnostic does not produce it.
fn files() -> Result<Vec<(&'static str, String)>, String> {
    let schema = serde_json::to_string_pretty(&zopa_syntax::json_schema())
        .map_err(|error| format!("the schema cannot be written: {error}"))?;
    Ok(vec![
        ("docs/src/functions.md", zopa_equations::function::reference()),
        ("docs/src/file-reference.md", zopa_syntax::language_reference()),
        ("docs/src/diagnostics.md", diagnostics::page()?),
        ("docs/src/theory/closed-forms.md", closed_forms::page()),
        ("docs/src/theory/position-models.md", position_models::page()),
        ("docs/scenario.schema.json", schema + "\n"),
    ])
}

/// Writes every generated file.
///
/// # Errors
/// Where one cannot be made or written.
pub fn write(root: &Path) -> Result<String, String> {
    let mut said = String::new();
    for (name, text) in files()? {
        let path = root.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
            said.push_str(&format!("{name} is up to date\n"));
            continue;
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| format!("{name}: {error}"))?;
        }
        std::fs::write(&path, text).map_err(|error| format!("{name}: {error}"))?;
        said.push_str(&format!("{name} written\n"));
    }
    Ok(said)
}

/// Compares every generated file with what the code would write now.
///
/// # Errors
/// The names of the files that differ.
pub fn check(root: &Path) -> Result<String, String> {
    let files = files()?;
    let stale: Vec<String> = files
        .iter()
        .filter(|(name, text)| {
            std::fs::read_to_string(root.join(name)).map_or(true, |old| old != *text)
        })
        .map(|(name, _)| format!("{name} is stale: run `cargo xtask generate`"))
        .collect();
    if stale.is_empty() {
        Ok(format!("{} generated files are up to date", files.len()))
    } else {
        Err(stale.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_up_to_date() {
        let outcome = check(&crate::workspace::root());
        assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    }
}
