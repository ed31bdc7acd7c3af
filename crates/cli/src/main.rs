//! The `zopa` program: from an account of a conflict in a text file to an answer.

mod arguments;
mod atomic_write;
mod command;
mod conflict_listing;
mod evidence_by_table;
mod exit;
mod interrupt;
mod line_index;
mod marks;
mod numbers;
mod output;
mod passes;
mod progress;
mod refused;
mod render;
mod scenario_file;
mod settings;
mod wrap;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(refusal) => return exit::refused_arguments(&refusal),
    };
    let json = arguments.json;
    match command::dispatch(arguments) {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(json),
    }
}
