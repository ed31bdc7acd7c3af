//! Where things are: the root of the project, its members, its text files.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the project.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder of tables beside the project that the calibration reads.
pub fn calibration_data() -> PathBuf {
    let root = root();
    root.parent().unwrap_or(&root).join("shared/data")
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.env("CARGO_TERM_COLOR", "never");
    cargo
}

/// What `cargo metadata` says about the members of the workspace.
///
/// # Errors
/// A sentence where cargo cannot be run or its answer cannot be read.
pub fn metadata(root: &Path) -> Result<Value, String> {
    let output = cargo()
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata failed:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("the answer of cargo metadata cannot be read: {error}"))
}

/// The built program `zopa`, in the folder in which cargo builds.
///
/// # Errors
/// As [`metadata`].
pub fn zopa(root: &Path) -> Result<PathBuf, String> {
    let metadata = metadata(root)?;
    let target = metadata["target_directory"].as_str().unwrap_or("target").to_owned();
    Ok(Path::new(&target).join("debug").join(format!("zopa{}", std::env::consts::EXE_SUFFIX)))
}

/// Every file of the project with one of these extensions, in order of path; what is built,
/// hidden or written by a run is left out.
pub fn files(root: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                let built = name.starts_with("target") || name == "out" || name == "book";
                let hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
                if !built && !hidden && name != "corpus" {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The path as seen from the root, with forward slashes.
pub fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
