//! The corpora of the fuzz targets, replayed with the stable toolchain.

use std::path::Path;

#[path = "../../fuzz/properties/compile.rs"]
mod compile;
#[path = "../../fuzz/properties/parse_expression.rs"]
mod parse_expression;
#[path = "../../fuzz/properties/parse_scenario.rs"]
mod parse_scenario;

/// Checks the property on every file of the corpus, on a stack as small as that of a thread.
fn replay(corpus: &str, least: usize, holds: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(corpus);
    let entries = std::fs::read_dir(&folder).expect("the corpus is part of the project");
    let mut replayed = 0;
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        let bytes = std::fs::read(&path).expect("a readable file");
        let name = path.display().to_string();
        let outcome = std::panic::catch_unwind(|| holds(&bytes));
        assert!(outcome.is_ok(), "{name}");
        replayed += 1;
    }
    assert!(replayed >= least, "only {replayed} files in {corpus}");
}

#[test]
fn scenarios_are_read() {
    replay("parse_scenario", 30, parse_scenario::holds);
}

#[test]
fn expressions_are_parsed() {
    replay("parse_expression", 25, parse_expression::holds);
}

#[test]
fn scenarios_are_compiled() {
    replay("compile", 30, compile::holds);
}
