//! `zopa positions spatial` as its user meets it: all issues of a file as dimensions of one space.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The three-dimensional example of the KTAB program (KAPSARC, MIT licence).
const THREE_DIMENSIONS: &str = "\
DummyData_3Dim ,\"Dummy scenario to test reading format\",7,3,
Actor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,Pstn3,Sal3,
SActor-00, Random Spatial Actor, 102.543, 75.79, 49.53,  6.37,  5.91, 70.45, 28.15,
SActor-01, Random Spatial Actor,  53.393, 82.72, 30.33, 73.50, 21.22, 64.00, 24.79,
SActor-02, Random Spatial Actor, 129.643, 82.45, 48.47, 90.89, 13.55,  0.07, 34.62,
SActor-03, Random Spatial Actor,  75.920, 62.52, 20.76, 50.82, 39.24, 62.33, 22.21,
SActor-04, Random Spatial Actor,  63.224, 82.34, 40.96, 45.77, 25.43, 73.31, 22.59,
SActor-05, Random Spatial Actor, 120.048, 84.48, 22.92, 33.70, 39.35, 88.11, 15.42,
SActor-06, Random Spatial Actor,  54.178, 70.96, 31.75, 33.46, 27.93, 90.36, 26.03,
";

/// Positions after ten turns in the program's own reference history (2017), to one decimal.
const CLOSING: [[f64; 3]; 7] = [
    [78.6, 31.8, 74.1],
    [78.6, 31.8, 74.1],
    [82.5, 90.9, 0.1],
    [67.1, 50.1, 63.7],
    [78.6, 31.6, 74.1],
    [79.9, 34.4, 75.2],
    [78.6, 31.6, 74.1],
];

/// Positions after the first turn there.
const FIRST: [[f64; 3]; 7] = [
    [79.5, 44.7, 72.0],
    [78.9, 56.3, 72.5],
    [82.5, 90.9, 0.1],
    [65.8, 50.8, 63.0],
    [79.5, 44.7, 72.0],
    [84.4, 34.1, 86.3],
    [75.6, 24.8, 72.0],
];

/// Probabilities after ten turns there.
const PROBABILITY: [f64; 7] = [0.3340, 0.3340, 0.0183, 0.0957, 0.1512, 0.4009, 0.1512];

/// The program's example of five actors, with the coordinate that its file lacks taken from its
/// reference history; saliences, positions and options as in the file.
const SCENARIO: &str = "\
<Scenario><name>Five</name><desc>actors</desc><prngSeed>1</prngSeed>
<ModelParameters><VictoryProbModel>Linear</VictoryProbModel><PCEModel>MarkovIncentive</PCEModel>
<StateTransitions>Stochastic</StateTransitions><VotingRule>PropCbc</VotingRule>
<BigRAdjust>OneThird</BigRAdjust><BigRRange>Mid</BigRRange>
<ThirdPartyCommit>SemiCommit</ThirdPartyCommit><InterVecBrgn>S2P2</InterVecBrgn>
<BargnModel>InitOnlyInterp</BargnModel></ModelParameters>
<Dimensions><dName>One</dName><dName>Two</dName><dName>Three</dName></Dimensions><Actors>
<Actor><name>Alice</name><description/><capability>117.7</capability>
<Position><dCoord>52.8</dCoord><dCoord>39.8</dCoord><dCoord>39.6</dCoord></Position>
<Salience><dSal>32.3</dSal><dSal>22.4</dSal><dSal>13.4</dSal></Salience></Actor>
<Actor><name>Bob</name><description/><capability>93.2</capability>
<Position><dCoord>15.9</dCoord><dCoord>61.4</dCoord><dCoord>72.0</dCoord></Position>
<Salience><dSal>25.2</dSal><dSal>34.5</dSal><dSal>26.5</dSal></Salience></Actor>
<Actor><name>Carol</name><description/><capability>61.4</capability>
<Position><dCoord>61.1</dCoord><dCoord>86.5</dCoord><dCoord>44.5</dCoord></Position>
<Salience><dSal>28.8</dSal><dSal>28.6</dSal><dSal>18.2</dSal></Salience></Actor>
<Actor><name>David</name><description/><capability>135.4</capability>
<Position><dCoord>26.3</dCoord><dCoord>16.5</dCoord><dCoord>15.9</dCoord></Position>
<Salience><dSal>15.6</dSal><dSal>42.0</dSal><dSal>14.3</dSal></Salience></Actor>
<Actor><name>Ellie</name><description/><capability>63.8</capability>
<Position><dCoord>73.3</dCoord><dCoord>61.1</dCoord><dCoord>26.3</dCoord></Position>
<Salience><dSal>39.7</dSal><dSal>19.9</dSal><dSal>15.8</dSal></Salience></Actor>
</Actors><IdealAdjustment>
<iaPair><adjustingIdeal>Alice</adjustingIdeal><referencePos>Alice</referencePos><adjust>0.87</adjust></iaPair>
<iaPair><adjustingIdeal>Bob</adjustingIdeal><referencePos>Bob</referencePos><adjust>0.75</adjust></iaPair>
<iaPair><adjustingIdeal>Bob</adjustingIdeal><referencePos>Alice</referencePos><adjust>0.07</adjust></iaPair>
<iaPair><adjustingIdeal>Carol</adjustingIdeal><referencePos>Carol</referencePos><adjust>0.65</adjust></iaPair>
<iaPair><adjustingIdeal>Carol</adjustingIdeal><referencePos>David</referencePos><adjust>0.13</adjust></iaPair>
<iaPair><adjustingIdeal>David</adjustingIdeal><referencePos>David</referencePos><adjust>0.57</adjust></iaPair>
</IdealAdjustment></Scenario>
";

/// Asserts the exit code and that nothing panicked; returns standard output and error.
fn ends(arguments: &[&str], code: i32) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(["positions", "spatial"])
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
    let mut all = arguments.to_vec();
    all.push("--json");
    serde_json::from_str(&ends(&all, 0).0).expect("JSON")
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("positions_spatial").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file for the test");
    path.display().to_string()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

#[test]
fn the_programs_example_ends_as_in_its_reference_history() {
    let file = write(&folder("reference"), "three.csv", THREE_DIMENSIONS);
    let found = answer(&[&file]);
    assert_eq!(found["ok"], true);
    assert_eq!(found["parties"].as_array().unwrap().len(), 7);
    assert_eq!((found["steps"].as_u64(), found["settled"].as_bool()), (Some(10), Some(true)));
    let turns = found["turns"].as_array().unwrap();
    assert_eq!(turns.len(), 11);
    for (dimension, id) in ["Pstn1", "Pstn2", "Pstn3"].iter().enumerate() {
        let issue = &found["issues"][id];
        assert_eq!(issue["scale"], serde_json::json!([0.0, 100.0]));
        for (turn, expected) in [(1, FIRST), (10, CLOSING)] {
            for actor in 0..7 {
                let got = number(&issue["rounds"][turn]["positions"][actor]);
                let printed = expected[actor][dimension];
                assert!((got - printed).abs() <= 0.0501, "{id} {turn} {actor}: {got}");
            }
        }
        let last = number(&issue["rounds"][10]["forecast"]);
        assert_eq!(last, number(&issue["expected"]));
        assert_eq!(number(&issue["opening"]), number(&issue["rounds"][0]["forecast"]));
        assert!(issue["over_draws"].is_null());
        // Candidates' positions with their probabilities make the expected position.
        let mut sum = 0.0;
        for one in turns[10]["candidates"].as_array().unwrap() {
            let party =
                found["parties"].as_array().unwrap().iter().position(|p| *p == one["party"]);
            sum += number(&one["probability"])
                * number(&issue["rounds"][10]["positions"][party.expect("a party")]);
        }
        assert!((sum - last).abs() < 1e-9);
    }
    for (actor, printed) in PROBABILITY.iter().enumerate() {
        assert!((number(&turns[10]["probability"][actor]) - printed).abs() <= 0.000_051);
    }
    // The most likely is where the sixth stands, with 40 %.
    let best = number(&found["issues"]["Pstn2"]["most_likely"]);
    assert!((best - 34.4).abs() <= 0.0501);
    assert!(turns[10]["moves"].as_array().unwrap().is_empty());
    let first = &turns[0]["moves"][0];
    for key in ["party", "because_of", "initiator", "receiver"] {
        assert!(first[key].as_str().unwrap().starts_with("SActor-0"), "{first}");
    }
    assert!(number(&turns[0]["challenges"][0]["gain"]) > 0.0);
    assert_eq!(turns[0]["risk"].as_array().unwrap().len(), 7);
    assert_eq!(found["options"]["victory"], "linear");
    assert_eq!(found["options"].as_object().unwrap().len(), 15);
    assert!(found["manifest"]["file_hash"].is_string());
    let (text, _) = ends(&[&file], 0);
    for told in ["Where it ends", "Movement dies down after 10 turns", "SActor-01 moves most"] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn every_switch_is_taken_and_named_in_the_answer() {
    let file = write(&folder("switches"), "three.csv", THREE_DIMENSIONS);
    let mut ends_at = std::collections::BTreeSet::new();
    for (switch, value) in [
        ("victory", "octic"),
        ("voting", "cubic"),
        ("commitment", "full"),
        ("election", "markov_uniform"),
        ("risk_range", "max"),
        ("risk_estimate", "none"),
        ("interpolation", "s2pmax"),
        ("proposal", "weighted_compromise"),
        ("third_parties", "sound"),
        ("receiver_view", "sound"),
        ("capability_unit", "shares"),
        ("least_turns", "1"),
        ("most_turns", "3"),
        ("quiet_share", "0.5"),
    ] {
        let found = answer(&[&file, "--set", &format!("{switch}={value}")]);
        assert_eq!(found["options"][switch], value);
        assert_eq!(found["options_set"][0]["by"], "command");
        ends_at.insert(found["issues"]["Pstn2"]["expected"].to_string());
    }
    assert!(ends_at.len() > 8, "{ends_at:?}");
    // Several at once, and in the toolkit's own words.
    let found = answer(&[&file, "--set", "victory=binary,PCEModel=MarkovUniform"]);
    assert_eq!(found["options"]["victory"], "binary");
    assert_eq!(found["options"]["election"], "markov_uniform");
    let few = answer(&[&file, "--rounds", "2"]);
    assert_eq!((few["steps"].as_u64(), few["settled"].as_bool()), (Some(2), Some(false)));
    assert!(few["remarks"][0].as_str().unwrap().contains("still move"), "{}", few["remarks"]);
    let one = answer(&[&file, "--issue", "Pstn3"]);
    assert_eq!(one["issues"].as_object().unwrap().len(), 1);
}

#[test]
fn wrong_switches_are_refused_with_what_there_is() {
    let file = write(&folder("refused"), "three.csv", THREE_DIMENSIONS);
    for (set, told) in [
        ("victry=square", "did you mean `victory`?"),
        ("victory=sqare", "did you mean `square`?"),
        ("victory=loud", "linear, square, quartic, octic, binary"),
        ("colour=red", "switches: victory, voting"),
        ("victory", "expected SWITCH=VALUE"),
        ("most_turns=2.5", "a number from 0 to 1000"),
        ("quiet_share=7", "a number from 0 to 1"),
    ] {
        let (_, err) = ends(&[&file, "--set", set], 2);
        assert!(err.contains(told), "{set}: {err}");
    }
    let (out, _) = ends(&[&file, "--set", "victory=loud", "--json"], 2);
    let refusal: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(refusal["ok"], false);
}

#[test]
fn a_scenario_of_the_toolkit_runs_with_its_own_options() {
    let folder = folder("scenario");
    let file = write(&folder, "five.xml", SCENARIO);
    let found = answer(&[&file, "--draws", "120", "--seed", "3"]);
    let expected = [
        ("voting", "prop_cbc"),
        ("election", "markov_incentive"),
        ("transition", "stochastic"),
        ("victory", "linear"),
    ];
    for (switch, value) in expected {
        assert_eq!(found["options"][switch], value);
    }
    let by_file = found["options_set"].as_array().unwrap();
    assert_eq!(by_file.len(), 9);
    assert!(by_file.iter().all(|one| one["by"] == "file"));
    // The opening election is determined: the program's reference history prints these.
    for (actor, printed) in [0.3154, 0.1668, 0.1082, 0.2216, 0.1880].iter().enumerate() {
        let got = number(&found["turns"][0]["probability"][actor]);
        assert!((got - printed).abs() <= 0.000_051, "{actor} {got}");
    }
    assert_eq!(found["over_draws"]["draws"], 120);
    for id in ["One", "Two", "Three"] {
        let over = &found["issues"][id]["over_draws"];
        let (low, high) = (number(&over["range80"][0]), number(&over["range80"][1]));
        assert!(low < number(&over["mean"]) && number(&over["mean"]) < high, "{over}");
        assert_eq!(over["positions_range80"].as_array().unwrap().len(), 5);
    }
    let threads = |count: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_zopa"))
            .args(["positions", "spatial", &file, "--draws", "120", "--seed", "3", "--json"])
            .env("RAYON_NUM_THREADS", count)
            .output()
            .expect("the program starts");
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    assert_eq!(threads("1"), found);
    assert_eq!(threads("3"), found);
    assert_ne!(answer(&[&file, "--draws", "120", "--seed", "4"])["issues"], found["issues"]);
    let sure = answer(&[&file, "--set", "transition=deterministic"]);
    assert!(sure["over_draws"].is_null());
    let (text, _) = ends(&[&file, "--draws", "20"], 0);
    assert!(text.contains("of 20 draws") && text.contains("(by the file)"), "{text}");
    // Values and adjustments that make no sense.
    for (good, bad, told) in [
        (">PropCbc<", ">PropCubic<", "it can be Binary, PropBin"),
        (">0.87<", ">1.87<", "between 0 and 1"),
        (">0.75<", ">0.95<", "follows positions with a sum of 1.02"),
        ("<adjustingIdeal>David<", "<adjustingIdeal>Ellie<", "add one of Ellie and Ellie"),
    ] {
        let file = write(&folder, "bad.xml", &SCENARIO.replacen(good, bad, 1));
        let (_, err) = ends(&[&file], 1);
        assert!(err.contains(told), "{told}: {err}");
    }
}

#[test]
fn tables_of_several_issues_are_put_together() {
    let folder = folder("table");
    let text = "actor,issue,position,salience,capability\n\
                A,tax,10,0.9,3\nA,aid,20,0.9,5\nB,tax,80,0.4,2\nB,aid,70,0.5,2\n\
                C,tax,50,0.6,1\nC,aid,90,0.6,1\nD,tax,5,1,9\n";
    let file = write(&folder, "table.csv", text);
    let found = answer(&[&file]);
    assert_eq!(found["parties"], serde_json::json!(["A", "B", "C"]));
    assert_eq!(found["left_out"][0]["party"], "D");
    assert_eq!(found["left_out"][0]["because"], "D takes no stand on aid");
    let (text, _) = ends(&[&file], 0);
    let told = "Told of 3 parties only. Left out: D takes no stand on aid. All stand on the others: --issue";
    assert!(text.lines().any(|line| line.trim().starts_with(told)), "{text}");
    let remarks = found["remarks"].to_string();
    assert!(remarks.contains("divided by their sum: A, C"), "{remarks}");
    assert!(remarks.contains("the mean was taken: A"), "{remarks}");
    // Nobody on all issues.
    let text = "actor,issue,position,salience,capability\nA,tax,10,0.9,3\nB,tax,10,0.9,3\n\
                C,aid,70,0.5,2\nD,aid,90,0.6,1\n";
    let file = write(&folder, "apart.csv", text);
    let (_, err) = ends(&[&file], 1);
    assert!(err.contains("no party takes a stand on all") && err.contains("--issue"), "{err}");
    assert_eq!(answer(&[&file, "--issue", "tax"])["parties"].as_array().unwrap().len(), 2);
    ends(&[&folder.join("none.csv").display().to_string()], 2);
    let out = folder.join("page");
    let text = "actor,issue,position,salience,capability\nA,tax,10,0.5,3\nA,aid,20,0.3,3\n\
                B,tax,80,0.4,2\nB,aid,70,0.5,2\n";
    let file = write(&folder, "two.csv", text);
    ends(&[&file, "--report", "--out", &out.display().to_string()], 0);
    let page = std::fs::read_to_string(out.join("spatial.html")).expect("a page");
    assert!(page.contains("spatial model") && page.contains("tax"));
}
