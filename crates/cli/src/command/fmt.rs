//! `zopa fmt`: scenario files in one layout.

use crate::arguments::FormatArguments;
use crate::atomic_write::atomic_write;
use crate::exit::{Exit, Failure};
use crate::output::{self, count};
use crate::render;
use crate::scenario_file::{ScenarioFile, is_standard_input, load};
use serde_json::{Value, json};
use zopa_scenario::{Code, Diagnostic};

/// Formats files in place, or standard input to standard output.
pub fn fmt(arguments: &FormatArguments, json: bool) -> Result<Exit, Failure> {
    let mut exit = Exit::Fine;
    let mut rows: Vec<Value> = Vec::new();
    let (mut changed, mut refused) = (0, 0);
    for path in &arguments.files {
        let file = load(path)?;
        match formatted(&file) {
            Err(problems) => {
                refused += 1;
                exit = Exit::No;
                let diagnostics = render::data(&file, &problems);
                rows.push(
                    json!({ "file": file.shown, "changed": false, "diagnostics": diagnostics }),
                );
                output::status(&render::diagnostics(&file, &problems));
            }
            Ok(text) => {
                let differs = text.as_bytes() != file.bytes.as_slice();
                rows.push(json!({ "file": file.shown, "changed": differs, "diagnostics": [] }));
                if is_standard_input(path) && !arguments.check {
                    output::print(&text)?;
                } else if differs && arguments.check {
                    exit = Exit::No;
                    changed += 1;
                    output::status(&format!("{} is not formatted\n", file.shown));
                } else if differs {
                    changed += 1;
                    atomic_write(path, text.as_bytes()).map_err(|error| {
                        Failure::coded(
                            Exit::Wrong,
                            Code::Output,
                            format!("`{}` cannot be written: {error}", file.shown),
                        )
                    })?;
                }
            }
        }
    }
    let standard = arguments.files.iter().any(|path| is_standard_input(path));
    if json && (!standard || arguments.check) {
        output::json(&json!({ "ok": exit == Exit::Fine, "files": rows }))?;
    } else if !standard {
        let total = arguments.files.len();
        let done = if arguments.check { "to format" } else { "formatted" };
        let mut line = format!("{}: {changed} {done}", count(total, "file"));
        line.push_str(&format!(", {} as they should be", total - changed - refused));
        if refused > 0 {
            line.push_str(&format!(", {refused} not TOML and left as they are"));
        }
        output::status(&format!("{line}\n"));
    }
    Ok(exit)
}

fn formatted(file: &ScenarioFile) -> Result<String, Vec<Diagnostic>> {
    let Ok(text) = std::str::from_utf8(&file.bytes) else {
        return Err(zopa_syntax::read_bytes(&file.bytes).diagnostics);
    };
    if text.contains('\0') || text.len() > zopa_syntax::SIZE_LIMIT {
        return Err(zopa_syntax::read_bytes(&file.bytes).diagnostics);
    }
    zopa_syntax::format(text)
}
