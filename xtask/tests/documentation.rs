//! Commands in the documentation, run with the built program: the tour of README.md, the examples of
//! diagnostics and the worked examples of closed forms.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The root of the project.
fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("the root exists")
}

/// The program `zopa` beside this test's own folder, as it is built now.
fn zopa() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let own = std::env::current_exe().expect("a test knows where it stands");
        let folder = own.ancestors().nth(2).expect("tests stand in target/PROFILE/deps");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--package", "zopa"]).current_dir(root());
        if folder.file_name().is_some_and(|name| name == "release") {
            build.arg("--release");
        }
        if let Some(target) = folder.parent() {
            build.env("CARGO_TARGET_DIR", target);
        }
        let status = build.status().expect("cargo can be run");
        assert!(status.success(), "zopa does not build");
        folder.join(format!("zopa{}", std::env::consts::EXE_SUFFIX))
    })
}

/// What a command line that begins with `zopa` prints, on both streams, in this folder.
fn run(line: &str, folder: &Path) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words.first(), Some(&"zopa"), "{line}");
    let output = Command::new(zopa())
        .args(&words[1..])
        .current_dir(folder)
        .output()
        .expect("zopa can be run");
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Code blocks of a page: language and content, with the last heading before each.
fn blocks(page: &str) -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(root().join(page)).expect("the page exists");
    let mut blocks = Vec::new();
    let mut heading = String::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => open = Some((language.to_owned(), String::new())),
            (Some(_), Some(_)) => {
                if let Some((language, content)) = open.take() {
                    blocks.push((language, content, heading.clone()));
                }
            }
            (Some((_, content)), None) => content.push_str(&format!("{line}\n")),
            (None, None) if line.starts_with('#') => heading = line.to_owned(),
            (None, None) => {}
        }
    }
    blocks
}

#[test]
fn the_tour_prints_what_it_says() {
    // The tour writes here; a file that `zopa new` finds there it refuses to overwrite.
    let _ = std::fs::remove_dir_all(root().join("out/tour"));
    std::env::set_current_dir(root()).expect("the root is a folder");
    trycmd::TestCases::new().register_bin("zopa", zopa()).case("README.md").run();
}

#[test]
fn commands_of_diagnostics_give_their_codes() {
    let folder = std::env::temp_dir().join(format!("zopa-diagnostics-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for examples");
    let mut tried = 0;
    let mut example = String::new();
    for (language, content, heading) in blocks("docs/src/diagnostics.md") {
        if language == "toml" {
            example = content;
            continue;
        }
        if language != "sh" {
            continue;
        }
        let code = heading.split_whitespace().nth(1).expect("headings begin with a code");
        let here = if content.contains("example.toml") {
            std::fs::write(folder.join("example.toml"), &example).expect("an example");
            folder.clone()
        } else {
            root()
        };
        let said = run(content.trim(), &here);
        assert!(said.contains(&format!("[{code}]")), "{code}: {content}{said}");
        tried += 1;
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(tried >= 4, "only {tried} commands");
}

#[test]
fn worked_examples_of_closed_forms_come_out() {
    let page = std::fs::read_to_string(root().join("docs/src/theory/closed-forms.md"));
    let page = page.expect("the page exists");
    let mut tried = 0;
    for piece in page.split("```sh\n").skip(1) {
        let (command, rest) = piece.split_once("\n```").expect("a closed block");
        let (name, value) = rest
            .trim_start()
            .strip_prefix("It gives `")
            .and_then(|rest| rest.lines().next()?.trim_end_matches('.').split_once("` = "))
            .expect("a stated result");
        let value: f64 = value.parse().expect("a number");
        let said = run(&command.replacen("zopa", "zopa --json", 1), &root());
        let data: serde_json::Value = serde_json::from_str(&said).expect("data");
        let outputs = data["outputs"].as_array().expect("outputs");
        let output = outputs.iter().find(|output| output["name"] == name).expect("the output");
        let found = output["value"].as_f64().expect("a number");
        let near = (found - value).abs() <= 1e-6 * value.abs().max(1.0);
        assert!(near, "{command}: {name} = {found} instead of {value}");
        tried += 1;
    }
    assert!(tried >= 50, "only {tried} examples");
}

#[test]
fn the_scenario_of_the_guide_is_that_of_the_template() {
    let page = blocks("docs/src/guide/writing-a-scenario.md");
    let text: String = page
        .iter()
        .filter(|(language, ..)| language == "toml")
        .map(|(_, toml, _)| &**toml)
        .collect();
    let reading = zopa_syntax::read_scenario(&text);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    let built = reading.scenario.expect("a scenario");
    let compiled = zopa_equations::compile(&built);
    assert!(compiled.diagnostics.is_empty(), "{:?}", compiled.diagnostics);

    let template = zopa_syntax::read_scenario(&zopa_syntax::new_scenario("quarrel"));
    let template = template.scenario.expect("the template is sound");
    let names = |s: &zopa_scenario::Scenario| -> Vec<String> {
        let issues = s.issues.iter().map(|x| &x.id);
        let inputs = s.inputs.iter().map(|x| &x.id);
        let stocks = s.stocks.iter().map(|x| &x.id);
        let levers = s.levers.iter().map(|x| &x.id);
        issues.chain(inputs).chain(stocks).chain(levers).map(|id| id.text.clone()).collect()
    };
    assert_eq!(names(&built), names(&template));
}

#[test]
fn every_field_of_the_answer_is_described() {
    let page = std::fs::read_to_string(root().join("docs/src/guide/output-files.md"));
    let page = page.expect("the page exists");
    let words: std::collections::BTreeSet<&str> =
        page.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
    let folder = std::env::temp_dir().join(format!("zopa-fields-{}", std::process::id()));
    let line = format!(
        "zopa --json run scenarios/wage-dispute.toml --draws 128 --out {}",
        folder.display()
    );
    let said = run(&line, &root());
    let text = said.get(said.find('{').unwrap_or(0)..=said.rfind('}').unwrap_or(0));
    let answer: serde_json::Value =
        serde_json::from_str(text.unwrap_or("")).expect("the answer as data");
    for file in ["manifest.json", "answer.json", "draws.parquet", "paths.parquet", "report.html"] {
        assert!(folder.join(file).is_file(), "{file} is described but not written");
    }
    let _ = std::fs::remove_dir_all(&folder);

    let first = |value: &serde_json::Value| -> serde_json::Value {
        match value {
            serde_json::Value::Array(list) => list.first().cloned().unwrap_or_default(),
            serde_json::Value::Object(map) => map.values().next().cloned().unwrap_or_default(),
            _ => serde_json::Value::Null,
        }
    };
    let party = first(&answer["parties"]);
    let described = [
        answer.clone(),
        answer["manifest"].clone(),
        answer["zone_at_start"].clone(),
        party.clone(),
        party["gain"].clone(),
        first(&answer["survival"]),
        answer["trade_off"].clone(),
        first(&answer["trade_off"]["frontier"]),
        first(&answer["trade_off"]["bins"]),
        first(&answer["paths"]),
        first(&answer["measures"]),
        first(&answer["drivers"]),
        first(&first(&answer["drivers"])["inputs"]),
        answer["evidence"].clone(),
        first(&answer["evidence"]["rows"]),
    ];
    let mut fields = 0;
    for value in &described {
        for key in value.as_object().expect("an object").keys() {
            assert!(words.contains(key.as_str()), "`{key}` is not described");
            fields += 1;
        }
    }
    assert!(fields > 80, "only {fields} fields");
}
