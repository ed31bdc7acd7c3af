//! The console blocks of README.md, run in the root of the project.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The program `zopa` beside this test's own folder, built where it is not there yet.
fn zopa(root: &Path) -> PathBuf {
    let own = std::env::current_exe().expect("a test knows where it stands");
    let folder = own.ancestors().nth(2).expect("tests stand in target/PROFILE/deps");
    let program = folder.join(format!("zopa{}", std::env::consts::EXE_SUFFIX));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--package", "zopa"]).current_dir(root);
    if folder.file_name().is_some_and(|name| name == "release") {
        build.arg("--release");
    }
    if let Some(target) = folder.parent() {
        build.env("CARGO_TARGET_DIR", target);
    }
    let status = build.status().expect("cargo can be run");
    assert!(status.success(), "zopa does not build");
    program
}

#[test]
fn the_tour_prints_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let root = root.canonicalize().expect("the root exists");
    let program = zopa(&root);
    std::env::set_current_dir(&root).expect("the root is a folder");
    trycmd::TestCases::new().register_bin("zopa", program.as_path()).case("README.md").run();
}
