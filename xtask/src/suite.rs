//! `cargo xtask test`: every check and every test, one line a stage.

use crate::tally::Tally;
use crate::{architecture, browser, calibrate, file_rules, generate, links, workspace};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Lines of a failing command that are shown.
const SHOWN: usize = 400;

/// Runs every stage, prints a line for each, and the sum at the end.
pub fn run(with_browser: bool) -> ExitCode {
    let root = workspace::root();
    let mut suite = Suite { sum: Tally::default() };
    ensure_components();
    suite.check("format", || {
        command(workspace::cargo().args(["fmt", "--all", "--", "--check", "-l"]))
    });
    suite.check("clippy", || {
        command(workspace::cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]))
    });
    suite.check("architecture", || architecture::check(&root).map(|_| ()));
    suite.check("generated files", || generate::check(&root).map(|_| ()));
    suite.check("links", || links::check(&root));
    suite.check("length of files", || file_rules::check_length(&root));
    suite.check("words", || file_rules::check_words(&root));
    suite.check("program", || {
        command(workspace::cargo().args(["build", "--quiet", "--package", "zopa"]))
    });
    scenarios(&mut suite, &root);
    suite.stage("tests", || tests(&root));
    suite.stage("calibration", || calibration(&root));
    if with_browser {
        suite.stage("browser", || browser::check(&root));
    }
    println!("{}", suite.sum);
    if suite.sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Suite {
    sum: Tally,
}

impl Suite {
    /// A stage that counts as one test.
    fn check(&mut self, name: &str, stage: impl FnOnce() -> Result<(), String>) {
        self.stage(name, || match stage() {
            Ok(()) => (Tally::one(true), String::new()),
            Err(problem) => (Tally::one(false), problem),
        });
    }

    /// A stage with a count of its own and something to say.
    fn stage(&mut self, name: &str, stage: impl FnOnce() -> (Tally, String)) {
        let start = Instant::now();
        let (tally, said) = stage();
        println!("{name:<28} {tally}  ({:.1} s)", start.elapsed().as_secs_f64());
        if !said.is_empty() {
            let lines: Vec<&str> = said.lines().collect();
            for line in &lines[lines.len().saturating_sub(SHOWN)..] {
                println!("    {line}");
            }
        }
        self.sum.add(tally);
    }
}

/// rustfmt and clippy come with the toolchain; where they were left out, rustup adds them.
fn ensure_components() {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let there = workspace::cargo()
            .args([subcommand, "--version"])
            .output()
            .is_ok_and(|output| output.status.success());
        if !there {
            println!("{subcommand} is missing: adding it with rustup");
            let _ = Command::new("rustup").args(["component", "add", component]).output();
        }
    }
}

/// Runs a command in the root of the project.
fn command(command: &mut Command) -> Result<(), String> {
    let output = command
        .current_dir(workspace::root())
        .output()
        .map_err(|error| format!("cannot be run: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(text(&output)) }
}

fn text(output: &std::process::Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// `zopa fmt --check` and `zopa check` on every shipped scenario.
fn scenarios(suite: &mut Suite, root: &Path) {
    let zopa = match workspace::zopa(root) {
        Ok(zopa) => zopa,
        Err(problem) => {
            suite.check("scenarios", || Err(problem));
            return;
        }
    };
    for file in workspace::files(&root.join("scenarios"), &["toml"]) {
        let name = workspace::relative(root, &file);
        suite.check(&format!("fmt {name}"), || {
            command(Command::new(&zopa).args(["fmt", "--check"]).arg(&name))
        });
        suite.check(&format!("check {name}"), || {
            command(Command::new(&zopa).arg("check").arg(&name))
        });
    }
}

/// Unit, property, snapshot, transcript and documentation tests of all members.
fn tests(root: &Path) -> (Tally, String) {
    let output = workspace::cargo()
        .args(["test", "--workspace", "--no-fail-fast", "--quiet"])
        .env("INSTA_UPDATE", "no")
        .current_dir(root)
        .output();
    match output {
        Err(error) => (Tally::one(false), format!("cannot be run: {error}")),
        Ok(output) => {
            let said = text(&output);
            let mut tally = Tally::of_cargo_test(&said);
            if output.status.success() {
                return (tally, String::new());
            }
            // A crate that does not compile prints no result of its own.
            if tally.failed == 0 {
                tally.failed = 1;
            }
            (tally, said)
        }
    }
}

/// The fits on the tables beside the project, where they are.
fn calibration(root: &Path) -> (Tally, String) {
    let data = workspace::calibration_data();
    if !data.is_dir() {
        return (
            Tally::skip(),
            "skipped: the tables of the calibration are not beside the project".to_owned(),
        );
    }
    let _ = root;
    match calibrate::run(&data) {
        Ok(_) => (Tally::one(true), String::new()),
        Err(problem) => (Tally::one(false), problem),
    }
}
