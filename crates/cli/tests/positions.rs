//! `zopa positions` as its user meets it: forecasts of every kind of file, scores, wrong input.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Ten parties on the delay of emission standards, in years (Bueno de Mesquita 1994, as reprinted
/// by Scholz, Calbert & Smith 2011).
const EMISSIONS: &str = "\
actor,position,capability,salience
Netherlands,4,0.08,0.8
Belgium,7,0.08,0.4
Luxembourg,4,0.03,0.2
Germany,4,0.16,0.8
France,10,0.16,0.6
Italy,10,0.16,0.6
UK,10,0.16,0.9
Ireland,7,0.05,0.1
Denmark,4,0.05,1
Greece,7,0.08,0.7
";

/// Asserts the exit code and that nothing panicked; returns standard output and error.
fn ends(arguments: &[&str], code: i32) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .env("COLUMNS", "100")
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    (out, err)
}

fn answer(arguments: &[&str]) -> Value {
    let mut all = vec!["positions"];
    all.extend(arguments);
    all.push("--json");
    serde_json::from_str(&ends(&all, 0).0).expect("JSON")
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("positions").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file for the test");
    path.display().to_string()
}

#[test]
fn the_published_rounds_come_out_of_the_command() {
    let file = write(&folder("emissions"), "emissions.csv", EMISSIONS);
    let found = answer(&[&file, "--rounds", "10"]);
    let (_, issue) = found["issues"].as_object().unwrap().iter().next().unwrap();
    let model = |name: &str| &issue["models"][name];
    // Weighted mean: sum of c s x over sum of c s.
    let compromise = model("compromise")["forecast"].as_f64().unwrap();
    let (mut sum, mut weight) = (0.0, 0.0);
    for line in EMISSIONS.lines().skip(1) {
        let numbers: Vec<f64> = line.split(',').skip(1).map(|n| n.parse().unwrap()).collect();
        sum += numbers[0] * numbers[1] * numbers[2];
        weight += numbers[1] * numbers[2];
    }
    assert!((compromise - sum / weight).abs() < 1e-12);
    // Scholz, Calbert & Smith (2011), table 2, medians at Q = 1; round 2 is printed as 9.9 and
    // computed as 9.61 by every program that reproduces the rest.
    let published = [8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6];
    let rounds = model("expected_utility_as_run")["rounds"].as_array().unwrap();
    assert_eq!(rounds.len(), 10);
    for (number, (round, published)) in rounds.iter().zip(published).enumerate() {
        let median = round["forecast"].as_f64().unwrap();
        let tolerance = if number == 1 { 0.3 } else { 0.08 };
        assert!((median - published).abs() < tolerance, "round {}: {median}", number + 1);
        assert_eq!(round["positions"].as_array().unwrap().len(), 10);
    }
    let interval = model("compromise")["interval80"].as_array().unwrap();
    let ends = [interval[0].as_f64().unwrap(), interval[1].as_f64().unwrap()];
    assert!(ends[0] < compromise && compromise < ends[1], "{ends:?}");
    assert!(issue["decisive"].as_array().unwrap().len() == 10);
}

#[test]
fn the_issues_of_the_war_scenario_read_as_positions() {
    let scenario = "../../scenarios/ukraine-2025.toml";
    let found =
        answer(&[scenario, "--models", "compromise,mean,position_exchange", "--draws", "100"]);
    let issues = found["issues"].as_object().unwrap();
    assert_eq!(issues.len(), 10);
    for (id, issue) in issues {
        let scale: Vec<f64> = serde_json::from_value(issue["scale"].clone()).unwrap();
        let model = &issue["models"]["compromise"];
        let forecast = model["forecast"].as_f64().unwrap();
        assert!(scale[0] <= forecast && forecast <= scale[1], "{id}: {forecast}");
        let inputs: Vec<f64> = serde_json::from_value(model["inputs80"].clone()).unwrap();
        assert!(inputs[0] < inputs[1], "{id}: {inputs:?}");
    }
    // Parties can trade positions between issues.
    assert!(!found["exchange"][0]["trades"].as_array().unwrap().is_empty());
    let one = answer(&[scenario, "--models", "compromise", "--issue", "force"]);
    assert_eq!(one["issues"].as_object().unwrap().len(), 1);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let file = write(&folder("seed"), "emissions.csv", EMISSIONS);
    let run = || ends(&["positions", &file, "--seed", "3", "--json"], 0).0;
    assert_eq!(run(), run());
}

#[test]
fn the_past_decisions_give_the_errors_of_the_field() {
    let models = "compromise,mean,median,weighted_median,midpoint";
    let data = ["score", "../../data/european-union", "--models", models];
    let found = answer(&data);
    assert_eq!(found["issues"], 322);
    let model = |name: &str| &found["models"][name];
    let error = |name: &str| model(name)["mean_absolute_error"].as_f64().unwrap();
    // Computed for the same 322 issues by an independent program, to three decimals.
    for (name, expected) in
        [("compromise", 23.416), ("mean", 23.719), ("median", 28.781), ("weighted_median", 29.388)]
    {
        assert!((error(name) - expected).abs() < 0.01, "{name}: {}", error(name));
    }
    // The held-out interval that claims 80 % holds between 77 and 83 %.
    for name in ["compromise", "mean", "median"] {
        let coverage = model(name)["coverage80"].as_f64().unwrap();
        assert!((0.77..=0.83).contains(&coverage), "{name}: {coverage}");
    }
    // A combination of nothing is refused, not answered with an empty table.
    let (_, err) =
        ends(&["positions", "score", "../../data/european-union", "--models", "stacked"], 2);
    assert!(err.contains("name at least two"), "{err}");
    assert_eq!(model("compromise")["difference"], 0.0);
    assert!(model("midpoint")["difference"].as_f64().unwrap() > 2.0);
}

#[test]
fn wrong_input_is_answered_clearly() {
    let folder = folder("wrong");
    let outside = "actor,position,salience,capability,issue_low,issue_high\n\
                   A,120,0.5,1,0,100\nB,10,0.5,1,0,100\n";
    let path = write(&folder, "outside.csv", outside);
    let (_, err) = ends(&["positions", &path], 1);
    assert!(err.contains("outside.csv:2:3") && err.contains("120"), "{err}");
    let missing = "actor,position,salience,capability\nA,20,,1\nB,10,0.5,1\n";
    let (_, err) = ends(&["positions", &write(&folder, "missing.csv", missing)], 1);
    assert!(err.contains("salience"), "{err}");
    let alone = "actor,position,salience,capability\nA,20,0.5,1\n";
    let (out, err) = ends(&["positions", &write(&folder, "alone.csv", alone)], 0);
    assert!(err.contains("one party") || err.contains("alone"), "{err}");
    assert!(out.contains("20"), "{out}");
    let tie = "actor,position,salience,capability\nA,20,0.5,1\nB,60,0.5,1\n";
    let (out, _) = ends(&["positions", &write(&folder, "tie.csv", tie)], 0);
    assert!(out.contains("the median is not unique"), "{out}");
    let path = write(&folder, "fine.csv", EMISSIONS);
    let (_, err) = ends(&["positions", &path, "--models", "oracle"], 2);
    assert!(err.contains("no model is called `oracle`"), "{err}");
    let (_, err) = ends(&["positions", "../../scenarios/wage-dispute.toml"], 1);
    assert!(err.contains("states no positions"), "{err}");
    ends(&["positions", "absent.csv"], 2);
    ends(&["positions", "score", "absent"], 2);
}

#[test]
fn the_page_shows_every_issue() {
    let folder = folder("page");
    let path = write(&folder, "emissions.csv", EMISSIONS);
    let out = folder.display().to_string();
    ends(&["positions", &path, "--report", "--out", &out], 0);
    let page = std::fs::read_to_string(folder.join("positions.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("Netherlands"), "{}", page.len());
}

#[test]
fn readings_are_switchable_and_named() {
    let file = write(&folder("readings"), "emissions.csv", EMISSIONS);
    let reading = "expected_utility_printed:q=0.5";
    let found = answer(&[
        &file,
        "--models",
        "compromise,expected_utility_printed",
        "--reading",
        reading,
        "--reading",
        "median: ties=upper, weights=capability_salience",
    ]);
    let (_, issue) = found["issues"].as_object().unwrap().iter().next().unwrap();
    let models = issue["models"].as_object().unwrap();
    assert_eq!(models.len(), 4, "{:?}", models.keys());
    let medians = |name: &str| -> Vec<f64> {
        let rounds = models[name]["rounds"].as_array().unwrap();
        rounds.iter().take(3).map(|round| round["forecast"].as_f64().unwrap()).collect()
    };
    // Medians of the printed reading: 7 throughout with Q = 1; 7, 10, 4 with Q = 1/2.
    assert_eq!(medians("expected_utility_printed"), [7.0, 7.0, 7.0]);
    assert_eq!(medians(reading), [7.0, 10.0, 4.0]);
    assert_eq!(models["median:ties=upper,weights=capability_salience"]["forecast"], 7.0);
    for (reading, told) in [
        ("expected_utility_printed:qq=1", "no switch `qq`"),
        ("expected_utility_printed:q=2", "a number from 0 to 1"),
        ("expected_utility_printed:choice=best", "least_move"),
        ("expected_utility_print:q=1", "did you mean `expected_utility_printed`?"),
        ("mean:weights=equal", "the model has no switches"),
        ("position_exchange:trading=all", "expected: program, worthwhile"),
        ("median", "sets no switch"),
        ("median:ties", "expected SWITCH=VALUE"),
    ] {
        let (_, err) = ends(&["positions", &file, "--reading", reading], 2);
        assert!(err.contains(told), "{reading}: {err}");
    }
    let (_, err) = ends(&["positions", "spatial", &file, "--models", "mean"], 2);
    assert!(err.contains("runs one model"), "{err}");
    let (out, _) = ends(&["positions", &file, "--models", "agenda_setter"], 0);
    assert!(out.contains("the file names no agenda setter"), "{out}");
    let (_, err) = ends(&["positions", "score"], 2);
    assert!(err.contains("asks for a folder"), "{err}");
    let (_, err) = ends(&["positions", &file, "--set", "victory=square"], 2);
    assert!(err.contains("zopa positions spatial"), "{err}");
}

#[test]
fn the_list_of_models_tells_every_switch() {
    let list = answer(&["models"]);
    let models = list["models"].as_array().unwrap();
    assert!(models.len() >= 21);
    let printed = models.iter().find(|model| model["name"] == "expected_utility_printed").unwrap();
    let switches = printed["switches"].as_array().unwrap();
    let q = switches.iter().find(|switch| switch["name"] == "q").unwrap();
    assert_eq!((&q["low"], &q["high"], &q["value"]), (&0.0.into(), &1.0.into(), &"1".into()));
    let (text, _) = ends(&["positions", "models"], 0);
    assert!(text.contains("Scholz, Calbert and Smith") && text.contains("ties = middle"), "{text}");
}

/// Two parties at the ends of two issues, each caring most about another one.
const TWO_ISSUES: &str = "\
actor,issue,position,salience,capability,issue_low,issue_high
North,land,0,0.9,1,0,100
South,land,100,0.3,1,0,100
North,water,0,0.3,1,0,100
South,water,100,0.9,1,0,100
Watcher,land,100,0.01,0.001,0,100
";

#[test]
fn trades_and_the_combination_are_forecasts_too() {
    let file = write(&folder("trades"), "trades.csv", TWO_ISSUES);
    let found = answer(&[&file, "--rounds", "3"]);
    let land = &found["issues"]["land"]["models"];
    // Each gives way where it cares less: North gets its way on land, South on water.
    let traded = land["position_exchange"]["forecast"].as_f64().unwrap();
    assert!(traded < 1.0, "{traded}");
    assert!(land["position_exchange"]["interval80"].is_array());
    let rounds = land["position_exchange"]["rounds"].as_array().unwrap();
    assert_eq!(rounds[0]["moved_by"][1], "North");
    // The combination of the models lies among them, with an interval of its own.
    let stacked = land["stacked"]["forecast"].as_f64().unwrap();
    assert!((0.0..=50.0).contains(&stacked), "{stacked}");
    assert!(land["stacked"]["summary"].as_str().unwrap().contains("mean"));
    assert!(land["stacked"]["interval80"].is_array());
    let (text, _) = ends(&["positions", &file], 0);
    assert!(text.contains("South moves from 100.0 to 0.0 on land"), "{text}");
    // A reading of the exchange beside the program's.
    let reading = "position_exchange:trading=worthwhile";
    let both = answer(&[&file, "--models", "position_exchange", "--reading", reading]);
    assert!(both["issues"]["land"]["models"][reading]["forecast"].is_number());
    let (_, err) = ends(&["positions", &file, "--reading", reading, "--reading", reading], 2);
    assert!(err.contains("asked for twice"), "{err}");
    let only = answer(&[&file, "--models", "stacked"]);
    assert_eq!(only["issues"]["land"]["models"].as_object().unwrap().len(), 1);
}

#[test]
fn the_agenda_setter_is_forecast_where_the_file_names_one() {
    let text = r#"
[scenario]
title = "A budget"
[party.board]
name = "Board"
[party.left]
name = "Left"
[party.right]
name = "Right"
[party.middle]
name = "Middle"
[position.budget]
name = "Budget"
scale = [0, 100]
reference_point = 0
[position.budget.position]
board = 100
left = 10
middle = 30
right = 80
[position.budget.salience]
board = 1
left = 1
middle = 1
right = 1
[voting]
weights = { board = 0, left = 1, middle = 1, right = 1 }
quota = 2
agenda_setter = "board"
[capability]
board = 1
"#;
    let path = write(&folder("agenda"), "budget.toml", text);
    let (out, err) = ends(&["positions", &path, "--json"], 1);
    // Capabilities come from the votes or are stated, not both.
    assert!(out.contains("Z9") || err.contains("Z9"), "{out}{err}");
    let text = text.split("[capability]").next().unwrap();
    let path = write(&folder("agenda"), "budget.toml", text);
    // Reflections of the reference point: 20, 60 and 160; two of three votes reach 60.
    let found = answer(&[&path, "--models", "agenda_setter,mean"]);
    let models = &found["issues"]["budget"]["models"];
    assert_eq!(models["agenda_setter"]["forecast"], 60.0);
    assert!(models["agenda_setter"]["interval80"].is_array());
    assert_eq!(models.as_object().unwrap().len(), 2);
}
