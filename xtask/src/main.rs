//! Tests, regenerates and checks the project: `cargo xtask test | generate | architecture |
//! calibrate | bench | browser`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for developers")]

mod architecture;
mod bench;
mod browser;
mod calibrate;
mod file_rules;
mod generate;
mod links;
mod suite;
mod tally;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <command>

Commands:
  test [--browser]      every check and every test; the last line counts them
  generate [--check]    write the generated pages; with --check, compare them only
  architecture          compare the arrows between crates with architecture.toml
  calibrate [FOLDER]    fit the shipped scenario to the tables in FOLDER (../shared/data)
  bench                 run the benchmarks
  browser               look at a report with Chromium: widths, charts, print

Exit codes: 0 fine, 1 something failed, 2 wrong usage.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => return suite::run(false),
        ["test", "--browser"] => return suite::run(true),
        ["generate"] => generate::write(&workspace::root()),
        ["generate", "--check"] => generate::check(&workspace::root()),
        ["architecture"] => architecture::check(&workspace::root()),
        ["calibrate"] => calibrate::run(&workspace::calibration_data()),
        ["calibrate", folder] => calibrate::run(std::path::Path::new(folder)),
        ["bench"] => bench::run(&workspace::root()),
        ["browser"] => browser::report(&workspace::root()),
        [] | ["help" | "--help" | "-h"] => Ok(USAGE.to_owned()),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(text) => {
            println!("{}", text.trim_end());
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprintln!("{}", text.trim_end());
            ExitCode::FAILURE
        }
    }
}
