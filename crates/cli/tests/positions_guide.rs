//! The worked examples of the guide to positions print what the guide says.

use std::path::Path;
use std::process::Command;

/// The text of every fenced block of a kind, in order.
fn blocks<'t>(page: &'t str, kind: &str) -> Vec<&'t str> {
    let fence = format!("```{kind}\n");
    page.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn the_worked_examples_print_what_the_guide_says() {
    let page = include_str!("../../../docs/src/guide/positions.md");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("positions-guide");
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    let table = blocks(page, "csv")[0];
    assert!(table.starts_with("issue,issue_low"), "{table}");
    std::fs::write(folder.join("water-law.csv"), table).expect("the table of the guide");
    let mut compared = 0;
    for block in blocks(page, "console") {
        let (command, told) = block.split_once('\n').unwrap_or((block, ""));
        if told.is_empty() || !command.contains("water-law.csv") {
            continue;
        }
        let words = command.trim_start_matches("$ zopa ").split(' ');
        let output = Command::new(env!("CARGO_BIN_EXE_zopa"))
            .args(words)
            .current_dir(&folder)
            .env("COLUMNS", "100")
            .output()
            .expect("the program starts");
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{command}");
        // What follows three dots is left out of the guide.
        let told: Vec<&str> = told.lines().take_while(|line| *line != "...").collect();
        let found: Vec<&str> = out.lines().take(told.len()).collect();
        assert_eq!(found, told, "{command}");
        compared += told.len();
    }
    assert!(compared >= 25, "{compared}");
}
