//! `cargo xtask bench`: the benchmarks of all members, one after another.

use crate::workspace;
use std::path::Path;

/// Runs `cargo bench --workspace` with its output on the terminal.
///
/// # Errors
/// Where a benchmark cannot be built or run.
pub fn run(root: &Path) -> Result<String, String> {
    let status = workspace::cargo()
        .args(["bench", "--workspace", "--benches"])
        .current_dir(root)
        .status()
        .map_err(|error| format!("cargo bench cannot be run: {error}"))?;
    if status.success() {
        Ok("Copy medians into docs/src/performance.md, with machine and day.".to_owned())
    } else {
        Err("a benchmark failed".to_owned())
    }
}
