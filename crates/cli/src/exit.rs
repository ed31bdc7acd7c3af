//! How the program ends: exit codes, and what it says when it cannot do what was asked.

use crate::output;
use serde_json::json;
use std::process::ExitCode;
use zopa_scenario::Code;

/// Exit codes of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Fine,
    /// 1: the analysis says no.
    No,
    /// 2: wrong usage, or files that cannot be read or written.
    Wrong,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::No => 1,
            Exit::Wrong => 2,
        })
    }
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// With a message for the user.
    Told(Box<Trouble>),
    /// The reader of the output has gone, such as `head` after its last line.
    ReaderGone,
}

/// A message with what to do about it.
#[derive(Debug)]
pub struct Trouble {
    /// How the program ends.
    pub exit: Exit,
    /// Stable code, where the trouble has one.
    pub code: Option<Code>,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Failure {
    /// Wrong usage.
    pub fn wrong(message: impl Into<String>) -> Failure {
        Failure::told(Exit::Wrong, None, message)
    }

    /// A failure with a diagnostic code.
    pub fn coded(exit: Exit, code: Code, message: impl Into<String>) -> Failure {
        Failure::told(exit, Some(code), message)
    }

    fn told(exit: Exit, code: Option<Code>, message: impl Into<String>) -> Failure {
        Failure::Told(Box::new(Trouble { exit, code, message: message.into(), hints: Vec::new() }))
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        if let Failure::Told(trouble) = &mut self {
            trouble.hints.push(hint.into());
        }
        self
    }

    /// Says what went wrong on standard error, as data on standard output where asked.
    pub fn report(self, json: bool) -> ExitCode {
        let Failure::Told(trouble) = self else { return ExitCode::SUCCESS };
        let code = trouble.code.map(|code| format!("[{code}]")).unwrap_or_default();
        let (error, help, plain) = (output::ERROR, output::HELP, output::RESET);
        let mut text = format!("{error}error{code}{plain}: {}\n", trouble.message);
        for hint in &trouble.hints {
            text.push_str(&format!("  {help}= help{plain}: {hint}\n"));
        }
        if let Some(code) = trouble.code {
            text.push_str(&format!("  {help}= help{plain}: `zopa explain {code}` says more\n"));
        }
        output::status(&text);
        if json {
            let value = json!({
                "ok": false,
                "error": {
                    "code": trouble.code.map(|code| code.as_str()),
                    "message": trouble.message,
                    "hints": trouble.hints,
                },
            });
            let _ = output::json(&value);
        }
        trouble.exit.into()
    }
}

/// Prints what the argument parser says: help and version with 0, refusals with 2.
pub fn refused_arguments(refusal: &clap::Error) -> ExitCode {
    let _ = refusal.print();
    if refusal.use_stderr() { Exit::Wrong.into() } else { Exit::Fine.into() }
}
