//! `zopa stability` as its user meets it: every part of the answer, every kind of file, and input
//! that is wrong.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ELMIRA: &str = "../../scenarios/stability/elmira.toml";
const CUBA: &str = "../../scenarios/stability/cuban-missile-crisis-irreversible.toml";

fn zopa(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .env("COLUMNS", "100")
        .output()
        .expect("the program starts")
}

/// Asserts the exit code and that nothing panicked; returns standard output and error.
fn ends(arguments: &[&str], code: i32) -> (String, String) {
    let output = zopa(arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    (out, err)
}

fn answer(arguments: &[&str]) -> Value {
    let mut all = vec!["stability"];
    all.extend(arguments);
    all.push("--json");
    let (out, _) = ends(&all, 0);
    serde_json::from_str(&out).expect("JSON")
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stability").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file for the test");
    shown(&path)
}

/// States by name.
fn names(answer: &Value, states: &Value) -> Vec<String> {
    let name = |state: &Value| answer["states"][state.as_u64().unwrap() as usize].as_str();
    states.as_array().unwrap().iter().map(|s| name(s).unwrap().to_owned()).collect()
}

/// A dilemma in the form of other programs.
fn dilemma() -> Value {
    json!({
        "program": "another", "version": "1",
        "options": [
            {"name": "confess", "permittedDirection": "both"},
            {"name": "betray", "permittedDirection": "both"},
        ],
        "infeasibles": [],
        "decisionMakers": [
            {"name": "Ann", "options": [0], "preferences": [], "preferenceRanking": [2, 1, 4, 3]},
            {"name": "Bob", "options": [1], "preferences": [], "preferenceRanking": [3, 1, 4, 2]},
        ],
        "coalitions": [0, 1],
        "useManualPreferenceRanking": true,
    })
}

#[test]
fn elmira_has_the_answers_of_the_literature() {
    let found = answer(&[ELMIRA]);
    assert_eq!(found["parties"], json!(["moe", "uniroyal", "local_government"]));
    let equilibria =
        |concept: &str| names(&found, &found["concepts"][concept]["equilibria"]).join(" ");
    for concept in ["R", "SEQ", "SSEQ"] {
        assert_eq!(equilibria(concept), "s5 s8 s9", "{concept}");
    }
    for concept in ["GMR", "SMR"] {
        assert_eq!(equilibria(concept), "s1 s4 s5 s8 s9", "{concept}");
    }
    let stable = &found["concepts"]["R"]["stable"]["local_government"];
    assert_eq!(names(&found, stable).join(" "), "s5 s6 s7 s8 s9");
    assert!(found["known"].as_array().unwrap().iter().all(|known| known["agrees"] == true));
    // From the status quo the local government insists, and the conflict rests there.
    let path = &found["paths"]["paths"][0];
    assert_eq!(path["improvements_only"], true);
    assert_eq!(path["steps"][0]["party"], "local_government");
    assert_eq!(found["manifest"]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_gmcr_file_gives_letters_and_the_names_of_its_parties() {
    let folder = folder("gmcr");
    let file = write(&folder, "dilemma.gmcr", &dilemma().to_string());
    let found = answer(&[&file]);
    assert_eq!(found["parties"], json!(["Ann", "Bob"]));
    assert_eq!(found["states"], json!(["NN", "YN", "NY", "YY"]));
    assert_eq!(found["concepts"]["R"]["equilibria"], json!([3]));
    assert_eq!(found["concepts"]["SEQ"]["equilibria"], json!([0, 3]));
    assert_eq!(found["concepts"]["R"]["stable"]["Ann"], json!([1, 3]));
}

#[test]
fn every_concept_can_be_asked_for_and_a_wrong_one_is_named() {
    let found = answer(&[CUBA, "--concepts", "all"]);
    let concepts: Vec<&String> = found["concepts"].as_object().unwrap().keys().collect();
    for name in ["R", "SSEQ", "SIM", "SEQ+SIM", "L1", "L4", "NM", "MAXIMIN2", "MR2", "CMR1"] {
        assert!(concepts.iter().any(|c| *c == name), "{name} in {concepts:?}");
    }
    // Looking one move ahead is Nash's concept.
    assert_eq!(found["concepts"]["L1"]["equilibria"], found["concepts"]["R"]["equilibria"]);
    assert_eq!(found["concepts"]["MR1"]["equilibria"], found["concepts"]["GMR"]["equilibria"]);
    let (_, err) = ends(&["stability", CUBA, "--concepts", "R,XYZ"], 2);
    assert!(err.contains("`XYZ` is no stability concept"), "{err}");
    // Limited foresight is not defined for three parties.
    let (_, err) = ends(&["stability", ELMIRA, "--concepts", "L2"], 2);
    assert!(err.contains("L2: defined for two parties only"), "{err}");
}

#[test]
fn every_part_of_the_answer_can_be_asked_for() {
    let found = answer(&[
        ELMIRA,
        "--state",
        "s3",
        "--inverse",
        "s5",
        "--robustness",
        "200",
        "--profile",
        "moe=R,uniroyal=SEQ,local_government=GMR",
        "--coalition",
        "moe,uniroyal",
        "--paths",
        "2",
    ]);
    // At s3 the company does better by leaving its offer for s9 alone.
    let explained = found["explanations"].as_array().unwrap();
    let uniroyal =
        explained.iter().find(|one| one["party"] == "uniroyal" && one["concept"] == "R").unwrap();
    assert_eq!(uniroyal["stable"], false);
    assert!(uniroyal["words"][0].as_str().unwrap().starts_with("s3 is not stable for Uniroyal"));
    // The threshold sets of s5 under R: what the company could move to.
    let inverse = found["inverse"]["by_party"].as_array().unwrap();
    let of = |party: &str, concept: &str| {
        inverse.iter().find(|one| one["party"] == party && one["concept"] == concept).unwrap()
    };
    let sets = &of("uniroyal", "R")["minimal_sets"];
    assert_eq!(names(&found, &sets[0]), ["s7", "s9"]);
    assert_eq!(of("uniroyal", "R")["stable"], true);
    // Both states no better: a third of the orders of three.
    assert_eq!(of("uniroyal", "R")["fraction"], json!(["1", "3"]));
    let robust = &found["robustness"]["concepts"]["R"]["equilibria"];
    let share = robust["s9"]["p"].as_f64().unwrap();
    assert!(share > 0.9 && robust["s9"]["n"] == 200, "{robust}");
    assert_eq!(names(&found, &found["profile"]["equilibria"]).join(" "), "s1 s4 s5 s8 s9");
    let coalition = &found["coalitions"][0];
    assert_eq!(coalition["members"], json!(["moe", "uniroyal"]));
    let stable = names(&found, &coalition["concepts"]["CR"]["stable"]);
    assert!(!stable.contains(&"s5".to_owned()) && stable.contains(&"s8".to_owned()));
    let (out, _) = ends(&["stability", ELMIRA, "--state", "s5", "--coalition", "moe,uniroyal"], 0);
    assert!(out.contains("s5 is stable for Uniroyal under every concept: it has no improvement."));
    assert!(out.contains("can leave equilibrium s5 for equilibrium s8"), "{out}");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let run = || ends(&["stability", ELMIRA, "--robustness", "300", "--seed", "5", "--json"], 0).0;
    assert_eq!(run(), run());
}

#[test]
fn a_conflict_can_be_written_in_every_form_and_read_again() {
    let folder = folder("forms");
    let gmcr = write(&folder, "dilemma.gmcr", &dilemma().to_string());
    let expected = answer(&[&gmcr])["concepts"].clone();
    for ending in ["gmcr", "json", "toml", "dot", "csv"] {
        let written = shown(&folder.join(format!("written.{ending}")));
        ends(&["stability", &gmcr, "--export", &written], 0);
        let text = std::fs::read_to_string(&written).unwrap();
        match ending {
            "dot" => assert!(text.starts_with("digraph") && text.contains("->"), "{text}"),
            "csv" => {
                // The table of one conflict ranks the states of another file.
                let mut tied = dilemma();
                tied["decisionMakers"][0]["preferenceRanking"] = json!([[1, 2, 3, 4]]);
                let tied = write(&folder, "tied.gmcr", &tied.to_string());
                assert_ne!(answer(&[&tied])["concepts"], expected);
                let ranked = answer(&[&tied, "--rankings", &written]);
                assert_eq!(ranked["concepts"], expected);
            }
            _ => {
                let again = answer(&[&written]);
                for concept in ["R", "GMR", "SMR", "SEQ", "SSEQ"] {
                    let equilibria = |all: &Value| all[concept]["equilibria"].clone();
                    assert_eq!(equilibria(&again["concepts"]), equilibria(&expected), "{ending}");
                }
            }
        }
    }
    let (_, err) = ends(&["stability", &gmcr, "--export", "x.docx"], 2);
    assert!(err.contains("no form that can be written"), "{err}");
}

#[test]
fn misperception_takes_moves_away_and_shows_each_view() {
    let found = answer(&["../../scenarios/stability/syria-iraq-1975-misperception.toml"]);
    let views = &found["views"]["R"];
    assert!(views["views"]["syria"].is_array() && views["equilibria"].is_array());
    let plain = answer(&["../../scenarios/stability/syria-iraq-1975.toml"]);
    assert_ne!(
        found["concepts"]["R"]["equilibria"], plain["concepts"]["R"]["equilibria"],
        "what a party does not see changes the answer"
    );
}

/// Options beyond enumeration: pairs of options side by side, each a prisoner's dilemma.
fn many_dilemmas(pairs: usize) -> String {
    let mut text = String::from(
        "[scenario]\ntitle = 'Many dilemmas'\nteaching_example = true\n[party.a]\n[party.b]\n",
    );
    let mut statements = [Vec::new(), Vec::new()];
    for pair in 0..pairs {
        for (party, other) in [("a", "b"), ("b", "a")] {
            text.push_str(&format!("[option.{party}{pair}]\nparty = '{party}'\n"));
            let own = if party == "a" { 0 } else { 1 };
            statements[own].push(format!("'{other}{pair}', 'not {party}{pair}'"));
        }
    }
    for (party, statements) in ["a", "b"].iter().zip(statements) {
        let all = statements.join(", ");
        text.push_str(&format!("[preference.{party}]\nstatements = [{all}]\n"));
    }
    text
}

#[test]
fn forty_options_are_solved_on_decision_diagrams() {
    let folder = folder("symbolic");
    let small = write(&folder, "small.toml", &many_dilemmas(3));
    let (listed, symbolic) = (answer(&[&small]), answer(&[&small, "--symbolic"]));
    for concept in ["R", "GMR", "SMR", "SEQ", "SSEQ"] {
        let found = &symbolic["symbolic"]["concepts"][concept]["equilibria"];
        let mut found: Vec<String> = serde_json::from_value(found.clone()).unwrap();
        let mut expected = names(&listed, &listed["concepts"][concept]["equilibria"]);
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{concept}");
    }
    let large = write(&folder, "large.toml", &many_dilemmas(20));
    let found = answer(&[&large, "--concepts", "R,SEQ"]);
    assert_eq!(found["symbolic"]["feasible"], 1_u64 << 40);
    // Nobody cooperates.
    let expected = json!(["N".repeat(40)]);
    assert_eq!(found["symbolic"]["concepts"]["R"]["equilibria"], expected);
    let (out, _) = ends(&["stability", &large, "--concepts", "R"], 0);
    assert!(out.contains("R: one equilibrium among 1,099,511,627,776 states"), "{out}");
    let (_, err) = ends(&["stability", ELMIRA, "--symbolic"], 2);
    assert!(err.contains("statements for every party"), "{err}");
}

#[test]
fn levers_become_options() {
    let scenario = "../../scenarios/wage-dispute.toml";
    let (_, err) = ends(&["stability", scenario], 1);
    assert!(err.contains("declares no conflict"), "{err}");
    let (_, err) = ends(&["stability", scenario, "--levers", "nothing"], 2);
    assert!(err.contains("no lever is called `nothing`"), "{err}");
    let ukraine = "../../scenarios/ukraine-2025.toml";
    let levers = ["--levers", "us_aid_ends,mobilisation", "--draws", "64"];
    let found = answer(&[&[ukraine][..], &levers].concat());
    assert_eq!(found["states"], json!(["NN", "YN", "NY", "YY"]));
    assert_eq!(found["options"][0]["party"], "united_states");
    let shares = found["levers"]["equilibrium_shares"]["R"].as_array().unwrap();
    let total: f64 = shares.iter().map(|share| share["p"].as_f64().unwrap()).sum();
    assert!(shares.len() == 4 && total > 0.5, "{shares:?}");
    assert_eq!(shares[0]["n"], 64);
}

#[test]
fn the_page_shows_the_states_and_stays_small_for_large_conflicts() {
    let folder = folder("page");
    let out = shown(&folder);
    ends(&["stability", ELMIRA, "--report", "--out", &out], 0);
    let page = std::fs::read_to_string(folder.join("stability.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("Elmira groundwater contamination"));
    assert!(!page.contains("http://") || page.contains("www.w3.org"));
    let large = write(&folder, "large.toml", &many_dilemmas(6));
    let (_, err) = ends(&["stability", &large, "--report", "--out", &out], 0);
    assert!(err.contains("stability.html"), "{err}");
    let page = std::fs::read_to_string(folder.join("stability.html")).unwrap();
    assert!(page.contains("4,096") && page.len() < 3_000_000, "{}", page.len());
}

#[test]
fn wrong_files_are_answered_at_the_place() {
    let folder = folder("wrong");
    let elmira = std::fs::read_to_string(ELMIRA).unwrap();
    let wrong = |name: &str, from: &str, to: &str| {
        assert!(elmira.contains(from), "{from}");
        let path = write(&folder, name, &elmira.replacen(from, to, 1));
        ends(&["stability", &path], 1).1
    };
    let missing = wrong("missing.toml", "\"s7\", \"s3\", ", "\"s7\", ");
    assert!(missing.contains("error[Z809]") && missing.contains("misses 1 of 9 states: `s3`"));
    let unknown = wrong("unknown.toml", "\"-YY--\"", "\"delai and accept\"");
    assert!(unknown.contains("error[Z803]") && unknown.contains("did you mean `delay`?"));
    let quo = wrong("quo.toml", "status_quo = \"s1\"", "status_quo = \"NYYNN\"");
    assert!(quo.contains("error[Z805]") && quo.contains("ruled out by this pattern"), "{quo}");
    let mut twice = dilemma();
    twice["decisionMakers"][1]["preferenceRanking"] = json!([3, 1, 4, 4]);
    let path = write(&folder, "twice.gmcr", &twice.to_string());
    let (_, err) = ends(&["stability", &path], 1);
    assert!(err.contains("twice.gmcr:1:") && err.contains("Bob"), "{err}");
    let path = write(&folder, "broken.gmcr", "{\"options\": [");
    ends(&["stability", &path], 1);
    ends(&["stability", "absent.gmcr"], 2);
    let (_, err) = ends(&["stability", ELMIRA, "--state", "s10"], 2);
    assert!(err.contains("no feasible state is called `s10`"), "{err}");
    let (_, err) = ends(&["stability", ELMIRA, "--coalition", "moe,nobody"], 2);
    assert!(err.contains("no party is called `nobody`"), "{err}");
    let (_, err) = ends(&["run", ELMIRA], 2);
    assert!(err.contains("zopa stability"), "{err}");
    let large = write(&folder, "large.toml", &many_dilemmas(7));
    let (_, err) = ends(&["stability", &large, "--inverse", &"N".repeat(14)], 2);
    assert!(err.contains("up to 4096 states, not 16384"), "{err}");
    let (_, err) = ends(&["stability", ELMIRA, "--robustness", "0"], 2);
    assert!(err.contains("--robustness must lie between"), "{err}");
    let (out, _) = ends(&["check", ELMIRA], 0);
    assert!(out.contains("can be analysed by `zopa stability`: 0 errors, 0 warnings"), "{out}");
}
