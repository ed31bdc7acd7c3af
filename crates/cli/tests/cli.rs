//! The program as its user meets it: transcripts of every command, and input that is wrong.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Runs the program; standard input is empty.
fn zopa(arguments: &[&str]) -> Output {
    fed(arguments, b"")
}

fn fed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .env("COLUMNS", "90")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    if let Some(mut pipe) = child.stdin.take() {
        let _ = pipe.write_all(input);
    }
    child.wait_with_output().expect("the program ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Asserts the exit code and that nothing panicked; returns standard output and error.
fn ends(output: &Output, code: i32) -> (String, String) {
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    assert_eq!(output.status.code(), Some(code), "standard output:\n{out}\nstandard error:\n{err}");
    (out, err)
}

fn scenario(name: &str) -> String {
    format!("tests/scenarios/{name}.toml")
}

/// A fresh folder for what a test writes.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn transcripts() {
    let cases = trycmd::TestCases::new();
    cases.env("COLUMNS", "90").env("NO_COLOR", "1").case("tests/cmd/*.trycmd");
}

#[test]
fn wrong_files_are_refused_by_every_command_that_reads() {
    let folder = folder("wrong_files");
    let deep = format!("x = {}", "[".repeat(50_000));
    let head = "[scenario]\ntitle = \"T\"\ntime = \"0 to 12 [month]\"\n[variable]\n";
    let nested = format!("{head}x = \"{}1{}\"\n", "(".repeat(20_000), ")".repeat(20_000));
    let long = format!("{head}x = \"{}\"\n", "zz + ".repeat(200_000));
    let large = "#".repeat(zopa_syntax::SIZE_LIMIT + 1);
    let binary: Vec<u8> = (0..=255).cycle().take(4_096).collect();
    let files: [(&str, &[u8]); 8] = [
        ("empty", b""),
        ("binary", &binary),
        ("not_utf8", b"[scenario]\ntitle = \"\xff\xfe\"\n"),
        ("truncated", b"[scenario]\ntitle = \"Trunc"),
        ("deep", deep.as_bytes()),
        ("nested", nested.as_bytes()),
        ("long", long.as_bytes()),
        ("large", large.as_bytes()),
    ];
    for (name, bytes) in files {
        let path = folder.join(format!("{name}.toml"));
        std::fs::write(&path, bytes).expect("a file for the test");
        let path = shown(&path);
        let (out, _) = ends(&zopa(&["check", &path]), 1);
        assert!(out.contains("error[Z"), "{name}: {out}");
        let (out, _) = ends(&zopa(&["check", "--json", &path]), 1);
        let value = json(&out);
        assert_eq!(value["ok"], false, "{name}");
        assert!(value["errors"].as_u64() > Some(0), "{name}");
        let (_, err) = ends(&zopa(&["run", &path]), 1);
        assert!(err.contains("cannot be run"), "{name}: {err}");
        for command in
            [vec!["show", &path], vec!["explain", &path, "x"], vec!["fmt", "--check", &path]]
        {
            let output = zopa(&command);
            assert!(!text(&output.stderr).contains("panicked"), "{command:?}");
            assert!(matches!(output.status.code(), Some(0..=2)), "{command:?}");
        }
        assert_eq!(std::fs::read(folder.join(format!("{name}.toml"))).ok().as_deref(), Some(bytes));
    }
}

#[test]
fn every_prefix_and_damaged_copy_of_a_scenario_gets_an_answer() {
    let whole = std::fs::read(scenario("neighbours")).expect("a scenario");
    for cut in (0..whole.len()).step_by(97) {
        let output = fed(&["check", "-"], &whole[..cut]);
        assert!(!text(&output.stderr).contains("panicked"), "cut at {cut}");
        assert!(matches!(output.status.code(), Some(0 | 1)), "cut at {cut}");
        let mut damaged = whole.clone();
        damaged[cut] = b"\"[]{}=#@\xe2"[cut % 9];
        let output = fed(&["explain", "-", "chance_of_deal"], &damaged);
        assert!(!text(&output.stderr).contains("panicked"), "damaged at {cut}");
    }
}

#[test]
fn missing_files_folders_and_wrong_arguments_end_with_two() {
    for arguments in [
        &["check", "tests/no-such-file.toml"][..],
        &["check", "tests"],
        &["run", "tests/no-such-file.toml"],
        &["run", "tests/scenarios/neighbours.toml", "--draws", "1000000000"],
        &["run", "tests/scenarios/neighbours.toml", "--draws", "0"],
        &["run", "tests/scenarios/neighbours.toml", "--draws", "-5"],
        &["run", "tests/scenarios/neighbours.toml", "--threads", "0"],
        &["run", "tests/scenarios/neighbours.toml", "--design", "grid"],
        &["run", "tests/scenarios/neighbours.toml", "--out", "Cargo.toml"],
        &["run", "tests/scenarios/neighbours.toml", "--out", "Cargo.toml/below"],
        &["run", "tests/scenarios/neighbours.toml", "--set", "no_such_lever"],
        &["run", "tests/scenarios/neighbours.toml", "--set", "patience_north=1 [km]"],
        &["run", "tests/scenarios/neighbours.toml", "--draws", "10", "--draw", "10"],
        &["explain", "tests/scenarios/neighbours.toml", "no_such_name"],
        &["explain", "tests/scenarios/neighbours.toml"],
        &["explain", "Z999"],
        &["theory", "no_such_topic"],
        &["theory", "fort_walk", "p=2"],
        &["theory", "fort_walk", "nonsense"],
        &["theory", "fort_walk", "p=one"],
        &["theory", "fort_walk", "p=0.5", "p=0.6"],
        &["fmt"],
        &["fmt", "tests/no-such-file.toml"],
        &["new", ""],
        &["frobnicate"],
        &[],
    ] {
        let (_, err) = ends(&zopa(arguments), 2);
        assert!(!err.is_empty(), "{arguments:?} says nothing");
    }
}

#[test]
fn a_refusal_is_data_where_asked() {
    let (out, _) = ends(&zopa(&["--json", "check", "tests/no-such-file.toml"]), 2);
    let value = json(&out);
    assert_eq!(value["ok"], false);
    assert_eq!(value["error"]["code"], "Z006");
}

#[test]
fn scenarios_beyond_the_limits_or_without_parties_are_refused() {
    for (name, code) in [
        ("many-packages", "Z501"),
        ("long-horizon", "Z502"),
        ("no-parties", "Z310"),
        ("errors", "Z102"),
    ] {
        let (out, _) = ends(&zopa(&["check", &scenario(name)]), 1);
        assert!(out.contains(code), "{name}: {out}");
        let (_, err) = ends(&zopa(&["run", &scenario(name)]), 1);
        assert!(err.contains("cannot be run"), "{name}: {err}");
    }
}

#[test]
fn strict_makes_warnings_matter() {
    ends(&zopa(&["check", &scenario("neighbours")]), 0);
    ends(&zopa(&["check", "--strict", &scenario("neighbours")]), 1);
}

#[test]
fn what_is_not_finite_names_variable_time_draw_inputs_and_the_replay() {
    let out = folder("not_finite");
    let name = scenario("divides-by-zero");
    let (_, err) = ends(&zopa(&["run", &name, "--draws", "50", "--out", &shown(&out)]), 1);
    for part in ["Z601", "debt.change", "time 6", "draw 0", "size = ", "--draw 0", "--seed 1"] {
        assert!(err.contains(part), "no `{part}` in {err}");
    }
    assert!(!out.join("manifest.json").exists());
    assert!(!out.join("report.html").exists());
    // The replay command works as printed.
    let command = err.lines().find_map(|l| l.split_once("replay it: zopa ")).expect("a command").1;
    let words: Vec<&str> = command.split_whitespace().collect();
    let (path, _) = ends(&zopa(&words), 0);
    assert!(path.contains("inf"), "{path}");
}

#[test]
fn one_party_agrees_with_itself_and_an_empty_zone_is_said() {
    let out = folder("edges");
    let run = |name: &str| {
        let arguments = ["run", &scenario(name), "--draws", "50", "--out", &shown(&out), "--json"];
        json(&ends(&zopa(&arguments), 0).0)
    };
    assert_eq!(run("one-party")["zone_at_start"]["p"], 1.0);
    let empty = run("empty-zone");
    assert_eq!(empty["zone_at_start"]["p"], 0.0);
    assert_eq!(empty["deal_by"]["12"]["p"], 0.0);
}

#[test]
fn a_run_writes_its_files_and_the_same_seed_gives_the_same_bytes() {
    let (first, second) = (folder("run_1"), folder("run_2"));
    for (out, threads) in [(&first, "1"), (&second, "3")] {
        let arguments = [
            "run",
            &scenario("neighbours"),
            "--draws",
            "3000",
            "--seed",
            "7",
            "--set",
            "earplugs",
            "--set",
            "twice=uniform(1, 2) [1] @survey:3",
            "--threads",
            threads,
            "--out",
            &shown(out),
        ];
        let (screen, status) = ends(&zopa(&arguments), 0);
        assert!(screen.contains("A wall between neighbours"), "{screen}");
        assert!(status.contains("report.html"), "{status}");
    }
    for name in ["manifest.json", "answer.json", "draws.parquet", "paths.parquet", "report.html"] {
        let bytes = std::fs::read(first.join(name)).unwrap_or_default();
        assert!(!bytes.is_empty(), "{name}");
        assert_eq!(Some(bytes), std::fs::read(second.join(name)).ok(), "{name}");
    }
    let manifest = json(&std::fs::read_to_string(first.join("manifest.json")).unwrap_or_default());
    assert_eq!(manifest["settings"][0], "earplugs");
    assert_eq!(manifest["partial"], false);
    let left = std::fs::read_dir(&first).map(|all| all.count()).unwrap_or(0);
    assert_eq!(left, 5);
}

#[test]
fn a_report_that_cannot_be_written_is_said() {
    let out = folder("blocked");
    std::fs::create_dir(out.join("report.html")).expect("a folder in the way");
    let arguments = ["run", &scenario("neighbours"), "--draws", "50", "--out", &shown(&out)];
    let (_, err) = ends(&zopa(&arguments), 2);
    assert!(err.contains("Z702") && err.contains("report.html"), "{err}");
    assert!(!out.join("manifest.json").exists());
}

#[test]
fn explain_walks_from_the_chance_of_a_deal_to_a_paragraph() {
    let path = scenario("neighbours");
    let mut name = "chance_of_deal".to_owned();
    for _ in 0..5 {
        let (out, _) = ends(&zopa(&["explain", &path, &name, "--json"]), 0);
        let value = json(&out);
        let explanation = &value["explanations"][0];
        if explanation["kind"] == "source" {
            assert_eq!(name, "survey:12");
            assert_eq!(explanation["sources"][0]["url"], "https://example.org/survey");
            return;
        }
        name = explanation["next"][0].as_str().unwrap_or_default().to_owned();
    }
    panic!("no source within five steps; last {name}");
}

#[test]
fn every_example_of_a_code_shows_that_code() {
    for (code, example) in zopa_equations::explain::EXAMPLES {
        let out = folder(&format!("example_{code}"));
        let arguments = match *code {
            zopa_scenario::Code::NotFinite => vec!["run", "-", "--draws", "10", "--out"],
            _ => vec!["check", "-"],
        };
        let out = shown(&out);
        let with_folder: Vec<&str> = match arguments.last() {
            Some(&"--out") => arguments.iter().copied().chain([out.as_str()]).collect(),
            _ => arguments,
        };
        let output = fed(&with_folder, example.as_bytes());
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(all.contains(&format!("[{code}]")), "{code}: {all}");
    }
}

#[test]
fn new_writes_a_sound_scenario_once_and_fmt_keeps_it() {
    let folder = folder("new");
    let inside = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_zopa"))
            .args(arguments)
            .current_dir(&folder)
            .output()
            .expect("the program runs")
    };
    ends(&inside(&["new", "harbour"]), 0);
    let before = std::fs::read(folder.join("harbour.toml")).expect("the new scenario");
    let (_, err) = ends(&inside(&["new", "harbour"]), 2);
    assert!(err.contains("stays as it is"), "{err}");
    ends(&inside(&["check", "--strict", "harbour.toml"]), 0);
    ends(&inside(&["fmt", "--check", "harbour.toml"]), 0);
    ends(&inside(&["run", "harbour.toml", "--draws", "100"]), 0);
    assert!(folder.join("out/harbour/report.html").exists());
    assert_eq!(std::fs::read(folder.join("harbour.toml")).ok(), Some(before));
    std::fs::write(folder.join("loose.toml"), "[input]\nrent={value=700}  # a year ago\n")
        .expect("a file for the test");
    ends(&inside(&["fmt", "--check", "loose.toml"]), 1);
    ends(&inside(&["fmt", "loose.toml"]), 0);
    ends(&inside(&["fmt", "--check", "loose.toml"]), 0);
    let left = std::fs::read_dir(&folder).map(|all| all.count()).unwrap_or(0);
    assert_eq!(left, 3, "only the two scenarios and the folder of results");
}

#[test]
fn fmt_reads_standard_input() {
    let (out, _) = ends(&fed(&["fmt", "-"], b"[input]\nrent={value=700}\n"), 0);
    assert_eq!(out, "[input]\nrent = 700\n");
}

#[test]
fn the_schema_is_json() {
    let (out, _) = ends(&zopa(&["schema"]), 0);
    assert_eq!(json(&out)["title"], "zopa scenario");
}

/// The reader of a pipe may stop reading.
#[cfg(unix)]
#[test]
fn a_broken_pipe_ends_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    let (_, err) = ends(&output, 0);
    assert_eq!(err, "");
}

/// Ctrl-C once: the run ends with what it has, and says that it is partial.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_a_readable_partial_result() {
    let out = folder("interrupted");
    let child = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(["run", &scenario("neighbours"), "--draws", "10000000", "--json", "--out"])
        .arg(&out)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    let output = child.wait_with_output().expect("the program ends");
    let (answer, status) = ends(&output, 0);
    assert!(status.contains("partial result"), "{status}");
    let manifest = json(&std::fs::read_to_string(out.join("manifest.json")).unwrap_or_default());
    assert_eq!(manifest["partial"], true);
    let done = manifest["draws_done"].as_u64().unwrap_or(0);
    assert!(done > 0 && done < 10_000_000, "{done}");
    assert_eq!(json(&answer)["manifest"]["partial"], true);
    let rows = std::fs::read(out.join("draws.parquet")).unwrap_or_default();
    assert!(rows.starts_with(b"PAR1") && rows.ends_with(b"PAR1"));
    let page = std::fs::read_to_string(out.join("report.html")).unwrap_or_default();
    assert!(page.contains("partial"));
}
