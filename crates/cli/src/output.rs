//! Standard output for data, standard error for status; colours only where a person reads.

use crate::exit::{Exit, Failure};
use anstyle::{AnsiColor, Style};
use std::io::{ErrorKind, Write};
use zopa_scenario::Code;

/// Headings.
pub const HEADING: Style = Style::new().bold();
/// Names that can be typed.
pub const NAME: Style = AnsiColor::Cyan.on_default();
/// Less important text.
pub const FAINT: Style = Style::new().dimmed();
/// The word `error`.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// The word `help`.
pub const HELP: Style = Style::new().bold();
/// Back to plain text.
pub const RESET: anstyle::Reset = anstyle::Reset;

/// Writes to standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| {
        if error.kind() == ErrorKind::BrokenPipe {
            Failure::ReaderGone
        } else {
            Failure::coded(Exit::Wrong, Code::Output, format!("cannot write the output: {error}"))
        }
    })
}

/// Writes data to standard output as JSON.
pub fn json(value: &serde_json::Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::wrong(format!("cannot write the answer as JSON: {error}")))?;
    print(&format!("{text}\n"))
}

/// Writes to standard error; what cannot be written there is lost.
pub fn status(text: &str) {
    let mut err = anstream::stderr().lock();
    let _ = err.write_all(text.as_bytes());
    let _ = err.flush();
}

/// Columns of text on standard output: `COLUMNS` where it is set, else 100.
pub fn width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse::<usize>().ok())
        .map_or(100, |columns| columns.clamp(40, 200))
}

/// `1 error`, `2 errors`.
pub fn count(n: usize, what: &str) -> String {
    match (n, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (n, _) if what.ends_with('s') => format!("{n} {what}"),
        (n, Some(stem)) if what.ends_with("ty") => format!("{n} {stem}ies"),
        (n, _) => format!("{n} {what}s"),
    }
}
