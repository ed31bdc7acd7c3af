//! Time of the program as its user waits for it: start, check, explain.
//!
//! Bars: `--version` in 20 ms; `check` of a scenario with 500 variables in 50 ms.

use std::path::PathBuf;
use std::process::{Command, Stdio};

fn main() {
    divan::main();
}

/// Runs the program and waits for its end.
fn zopa(arguments: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.success(), "{arguments:?}");
}

/// A scenario with so many variables in chains, each used.
fn generated(variables: usize) -> String {
    let mut text =
        String::from("[scenario]\ntitle = \"Generated\"\ntime = \"0 to 60 [month]\"\n[input]\n");
    for i in 0..50 {
        text.push_str(&format!("input_{i} = \"uniform(1, {}) [km] @assumption\"\n", i + 2));
    }
    text.push_str("[variable]\n");
    for i in 0..variables {
        let before = if i < 10 { format!("input_{i}") } else { format!("variable_{}", i - 10) };
        let other = format!("input_{}", i % 50);
        text.push_str(&format!(
            "variable_{i} = \"max({before} * 0.9 + {other}, 0.1 * {other}) / (1 + exp(-time / (12 [month])))\"\n"
        ));
    }
    text.push_str("[measure]\nlast = \"");
    let last: Vec<String> =
        (0..10).map(|k| format!("variable_{} at end", variables - 1 - k)).collect();
    text.push_str(&format!("{}\"\n", last.join(" + ")));
    text
}

fn file(variables: usize) -> PathBuf {
    let path = std::env::temp_dir().join(format!("zopa-bench-{variables}.toml"));
    std::fs::write(&path, generated(variables)).expect("a scenario for the bench");
    path
}

#[divan::bench]
fn version() {
    zopa(&["--version"]);
}

#[divan::bench(args = [50, 500, 5_000])]
fn check(bencher: divan::Bencher, variables: usize) {
    let path = file(variables);
    let path = path.display().to_string();
    bencher.bench(|| zopa(&["check", &path]));
}

#[divan::bench]
fn explain(bencher: divan::Bencher) {
    let path = file(500);
    let path = path.display().to_string();
    bencher.bench(|| zopa(&["explain", &path, "variable_499"]));
}
