//! Scenarios written as text, compiled and run.
#![allow(dead_code, reason = "each test file uses a part")]

use zopa_ensemble::{Answer, Manifest, Options, Replay, Unobserved, replay, run};
use zopa_equations::{Compiled, compile};
use zopa_sampling::Design;
use zopa_scenario::Scenario;
use zopa_scenario::diagnostic::any_error;

/// A scenario of `tables` on a time axis; `time` is a TOML value.
pub fn text(time: &str, tables: &str) -> String {
    format!("[scenario]\ntitle = \"Test\"\ntime = {time}\nteaching_example = true\n{tables}\n")
}

/// Reads and compiles; errors of the scenario end the test.
pub fn compiled(text: &str) -> (Scenario, Compiled) {
    let reading = zopa_syntax::read_scenario(text);
    assert!(!any_error(&reading.diagnostics), "{:#?}\n{text}", reading.diagnostics);
    let scenario = reading.scenario.expect("a scenario");
    let compiled = compile(&scenario);
    assert!(!any_error(&compiled.diagnostics), "{:#?}\n{text}", compiled.diagnostics);
    (scenario, compiled)
}

/// Independent draws from seed 1.
pub fn options(draws: u64) -> Options {
    Options { draws, seed: 1, design: Design::MonteCarlo, threads: None }
}

/// The answer of a run without files.
pub fn answer(text: &str, draws: u64) -> Answer {
    let (scenario, compiled) = compiled(text);
    run(&scenario, &compiled, &options(draws), Manifest::default(), None, &Unobserved)
        .expect("an answer")
}

/// One draw with every named quantity over time.
pub fn replayed(text: &str, draws: u64, draw: u64) -> Replay {
    let (scenario, compiled) = compiled(text);
    replay(&scenario, &compiled, &options(draws), draw).expect("a replay")
}

/// A quantity over time in a replay.
pub fn column<'a>(replay: &'a Replay, name: &str) -> &'a [f64] {
    let found = replay.columns.iter().find(|(n, _)| n == name);
    let names: Vec<&String> = replay.columns.iter().map(|(n, _)| n).collect();
    &found.unwrap_or_else(|| panic!("no column {name} among {names:?}")).1
}

/// A quantity over time in the only draw.
pub fn over_time(time: &str, tables: &str, name: &str) -> Vec<f64> {
    column(&replayed(&text(time, tables), 1, 0), name).to_vec()
}
