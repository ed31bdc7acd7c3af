//! `zopa new NAME`: a small working scenario to start from.

use crate::arguments::NewArguments;
use crate::exit::{Exit, Failure};
use crate::output;
use serde_json::json;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use zopa_scenario::Code;

/// Writes `NAME.toml`; an existing file stays as it is.
pub fn new(arguments: &NewArguments, json: bool) -> Result<Exit, Failure> {
    let name = arguments.name.strip_suffix(".toml").unwrap_or(&arguments.name);
    let path = PathBuf::from(format!("{name}.toml"));
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if stem.is_empty() || stem.starts_with('.') {
        return Err(Failure::wrong(format!("`{name}` is not a name for a file")));
    }
    let title = stem.replace(['-', '_'], " ");
    let text = zopa_syntax::new_scenario(&title);
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    let shown = path.display().to_string();
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Failure::coded(
                Exit::Wrong,
                Code::Output,
                format!("`{shown}` exists and stays as it is"),
            )
            .hint("choose another name, or remove the file first"));
        }
        Err(error) => {
            return Err(Failure::coded(
                Exit::Wrong,
                Code::Output,
                format!("`{shown}` cannot be written: {error}"),
            ));
        }
    }
    if json {
        output::json(&json!({ "ok": true, "file": shown }))?;
    } else {
        output::print(&format!("{shown}\n"))?;
        output::status(&format!("wrote {shown}; next: zopa check {shown}, zopa run {shown}\n"));
    }
    Ok(Exit::Fine)
}
