//! What `zopa positions` answers to input that is wrong, odd or large: a code, the place, what was
//! expected and what to do; never a panic.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const HEADER: &str = "actor,position,salience,capability\n";

/// Runs the program; returns exit code, standard output and error.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .env("COLUMNS", "100")
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    (output.status.code(), out, err)
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("positions_input").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file for the test");
    path.display().to_string()
}

/// Asserts that a table is refused with each of these words.
fn refused(name: &str, bytes: impl AsRef<[u8]>, words: &[&str]) {
    let path = write(&folder(name), "table.csv", bytes);
    let (code, out, err) = run(&["positions", &path]);
    assert_eq!(code, Some(1), "{name}\n{out}\n{err}");
    for word in words {
        assert!(err.contains(word), "{name}: no `{word}` in\n{err}");
    }
}

/// The answer to a table, with what was said besides.
fn answered(name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> (Value, String) {
    let path = write(&folder(name), "table.csv", bytes);
    let mut arguments = vec!["positions", &path, "--draws", "50", "--json"];
    arguments.extend(more);
    let (code, out, err) = run(&arguments);
    assert_eq!(code, Some(0), "{name}\n{out}\n{err}");
    (serde_json::from_str::<Value>(&out).expect("JSON")["issues"]["table"].clone(), err)
}

#[test]
fn what_is_wrong_has_a_code_a_place_and_a_hint() {
    let table = |rows: &str| format!("{HEADER}{rows}B,10,0.5,1\n");
    let outside = "actor,position,salience,capability,issue_low,issue_high\n\
                   A,120,0.5,1,0,100\nB,10,0.5,1,0,100\n";
    refused("outside", outside, &["Z901", "table.csv:2:3", "expected 0 to 100", "help"]);
    let words = ["Z903", "table.csv:2:6", "`A` has no salience", "how much does it care", "help"];
    refused("salience", table("A,20,,1\n"), &words);
    let mixed = table("A,20,0.7,1\nC,30,50,1\n");
    let words = ["Z904", "table.csv:3:6", "a salience of 50", "expected 0 to 1", "this is 0.5"];
    refused("mixed", mixed, &words);
    let words =
        ["Z003", "table.csv:2:3", "`twenty` is not a number", "expected a number", "40 ± 5"];
    refused("text", table("A,twenty,0.7,1\n"), &words);
    let words = ["Z002", "table.csv:3:1", "first here", "column `issue`"];
    refused("twice", format!("{HEADER}A,20,0.7,1\nA,10,0.5,1\n"), &words);
    let words = ["Z005", "table.csv:1:7", "`position` is missing", "did you mean `position`"];
    refused("misspelt", table("A,20,0.7,1\n").replace("position", "postion"), &words);
    refused("empty", "", &["Z006", "the table is empty", "names the columns"]);
    refused("header", HEADER, &["Z006", "table.csv:1:1", "nothing below", "a party"]);
    refused(
        "numbers",
        "A,20,0.7,1\nB,10,0.5,1\n",
        &["Z005", "table.csv:1:1", "add a line with actor"],
    );
    refused("negative", table("A,20,0.7,-1\n"), &["Z907", "table.csv:2:10", "expected 0 or more"]);
    let zero = format!("{HEADER}A,20,0.5,0\nB,60,0.5,0\n");
    refused("zero", zero, &["Z907", "table.csv:2:10", "all capabilities", "above 0"]);
    let latin = b"actor,position,salience,capability\n\xd6sterreich,20,0.5,1\nB,60,0.5,1\n";
    refused("latin", latin, &["Z006", "table.csv:2:1", "not UTF-8", "save it as UTF-8"]);
    let wide: Vec<u8> = table("A,20,0.5,1\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused("utf16", [&[0xff, 0xfe], wide.as_slice()].concat(), &["Z006", "not UTF-8"]);
    refused("quote", table("\"A,20,0.5,1\n"), &["Z006", "table.csv:2:1", "never closed"]);
    let words = ["Z401", "table.csv:2:4", "impossible parameters"];
    refused("impossible", table("A,\"triangular(9, 0, 10)\",0.5,1\n"), &words);
    refused("name", table("A,20 ± x,0.5,1\n"), &["Z909", "table.csv:2:3", "40 ± 5"]);
    refused("grammar", table("A,20,\"uniform(0.4,\",1\n"), &["Z101", "table.csv:2:14"]);
    let comma = table("A,\"20,5\",0.5,1\n");
    refused("comma", comma, &["Z003", "table.csv:2:3", "the decimal point is `.`"]);
    let bounds = "actor,position,position_low,salience,capability\nA,20,10,1,1\nB,90,,1,1\n";
    refused("bound", bounds, &["Z005", "table.csv:2:6", "one bound only"]);
    let bounds = "actor,position,position_low,position_high,salience,capability\n\
                  A,20,30,40,1,1\nB,90,,,1,1\n";
    let words = ["Z901", "table.csv:2:6", "position_low 30 is above", "at most 20", "help"];
    refused("bounds", bounds, &words);
    let words = ["Z101", "table.csv:2:3", "without quotes", "`\"triangular(0, 10, 20)\"`"];
    refused("unquoted", table("A,triangular(0, 10, 20),0.5,1\n"), &words);
}

#[test]
fn wrong_input_as_json_has_codes_too() {
    let path = write(&folder("json"), "table.csv", format!("{HEADER}A,20,,1\nB,10,0.5,1\n"));
    let (code, out, _) = run(&["positions", &path, "--json"]);
    assert_eq!(code, Some(1));
    let found: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(found["ok"], false);
    assert!(out.contains("Z903"), "{out}");
}

#[test]
fn odd_input_is_answered_with_a_warning() {
    let unknown =
        "actor,position,salience,capability,colour,issu\nA,20,0.7,1,red,i\nB,80,0.5,1,blue,i\n";
    let (_, err) = answered("unknown", unknown, &["--models", "mean"]);
    for word in ["Z004", "`colour` is not used", "table.csv:1:36", "did you mean `issue`?"] {
        assert!(err.contains(word), "no `{word}` in\n{err}");
    }
    // One party alone: the mean is its position, and models of bargaining say why they add nothing.
    let (issue, err) = answered("alone", format!("{HEADER}A,20,0.5,1\n"), &[]);
    assert!(err.contains("Z915") && err.contains("stands alone"), "{err}");
    assert_eq!(issue["models"]["mean"]["forecast"], 20.0);
    for (model, word) in [
        ("nash_far_linear", "nobody to bargain with"),
        ("kalai_smorodinsky", "nobody to bargain with"),
        ("expected_utility_as_run", "no contest"),
    ] {
        let remarks = issue["models"][model]["remarks"].to_string();
        assert!(remarks.contains(word), "{model}: {remarks}");
    }
    // Two halves of the weight: every point between them is a median.
    let (issue, _) = answered("tie", format!("{HEADER}A,20,0.5,1\nB,60,0.5,1\n"), &[]);
    let remarks = issue["models"]["median"]["remarks"].to_string();
    assert!(remarks.contains("not unique: anything from 20.0 to 60.0"), "{remarks}");
    // Years, not hundredths: the middle of the scale is that of the positions.
    let years = format!("{HEADER}A,4,0.5,1\nB,10,0.5,1\nC,7,1,1\n");
    let (issue, err) = answered("years", years, &["--models", "midpoint"]);
    assert!(err.contains("Z902") && err.contains("4 to 10"), "{err}");
    assert_eq!(issue["models"]["midpoint"]["forecast"], 7.0);
    // One stands at 0, and nothing says that the scale goes on to 100.
    let tens = format!("{HEADER}A,0,0.5,1\nB,3,0.5,1\nC,8,1,1\n");
    let (issue, err) = answered("tens", tens, &["--models", "midpoint"]);
    assert!(err.contains("Z902") && err.contains("0 to 8"), "{err}");
    assert_eq!(issue["models"]["midpoint"]["forecast"], 4.0);
    // A party that does not care.
    let zero = format!("{HEADER}A,20,0,1\nB,60,1,1\nC,90,0.5,1\n");
    let (issue, err) = answered("indifferent", zero, &[]);
    assert!(err.contains("Z904") && err.contains("does not care"), "{err}");
    assert_eq!(issue["models"]["compromise"]["forecast"], 70.0);
    let (issue, _) = answered("nobody", format!("{HEADER}A,20,0,1\nB,60,0,1\n"), &[]);
    assert_eq!(issue["models"]["mean"]["forecast"], 40.0);
    assert!(issue["without_forecast"].to_string().contains("all weights are zero"));
}

#[test]
fn tables_of_other_countries_and_distributions() {
    let text = "actor;position;salience;capability\nA;20,5;0,5;1\nB;60;0,75;2,5\n";
    let (issue, _) = answered("semicolon", text, &["--models", "mean"]);
    assert_eq!(issue["models"]["mean"]["forecast"], 40.25);
    assert_eq!(issue["stands"][1]["salience"], 0.75);
    let text = "actor,position,position_low,position_high,salience,capability\n\
                A,\"triangular(0, 0, 10)\",,,90 ± 5,1\nB,60,50,80,80,\"uniform(0.4,0.7)\"\n\
                C,90 ± 5,,,50,1\n";
    let (issue, _) = answered("uncertain", text, &["--models", "mean,compromise"]);
    for model in ["mean", "compromise"] {
        let inputs = &issue["models"][model]["inputs80"];
        assert!(inputs[0].as_f64() < inputs[1].as_f64(), "{model}: {inputs}");
    }
    assert_eq!(issue["stands"][0]["salience"], 0.9);
}

#[test]
fn large_tables_are_refused_soon() {
    let began = Instant::now();
    let mut million = String::from(HEADER);
    for party in 0..1_000_000 {
        million.push_str(&format!("P{party},{},1,1\n", party % 101));
    }
    refused("million", &million, &["Z504", "200000 lines", "split it"]);
    million.push_str(&million.clone());
    refused("bytes", &million, &["Z006", "bytes"]);
    let parties: String = million.lines().take(2_000).map(|line| format!("{line}\n")).collect();
    refused("parties", parties, &["Z504", "parties stand on", "put parties of one mind together"]);
    // Generous: nothing here computes.
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

#[test]
fn a_later_wave_of_decisions_is_scored() {
    let folder = folder("wave");
    let issues = "issue,proposal,name,procedure,council_vote,membership,reference_point,outcome,wave\n\
        e1,e,Levy,COD,QMV,EU28,0,60,DEU III\ne2,e,Term,COD,QMV,EU28,,40,DEU III\n\
        e3,e,Scope,CNS,Unan,EU28,NA,,DEU III\nf1,f,Alone,COD,QMV,EU28,50,50,DEU III\n\
        f2,f,Empty,COD,,EU28,,10,DEU III\ng1,g,Old,CNS,Unan,EU27,0,20,DEU I-II\n";
    let positions = "issue,actor,position,salience\n\
        e1,com,100,60\ne1,ep,100,70\ne1,de,50,80\ne1,cr,70,10\ne1,fr,,50\ne1,it,20,\ne1,pl,0,0\n\
        e2,com,0,50\ne2,de,100,\ne2,uk,NA,50\ne2,cr,40,20\ne3,com,10,10\ne3,es,90,90\n\
        f1,cr,100,100\ng1,com,100,10\ng1,cr,0,10\ng1,de,50,20\n";
    write(&folder, "issues.csv", issues);
    write(&folder, "positions.csv", positions);
    let path = folder.display().to_string();
    let (code, out, err) = run(&["positions", "score", &path, "--json"]);
    assert_eq!(code, Some(0), "{err}");
    let found: Value = serde_json::from_str(&out).expect("JSON");
    // Those with an outcome and three stands.
    assert_eq!(found["issues"], 2);
    assert_eq!(found["models"]["agenda_setter"]["issues"], 2);
    // On one the reference point stays at 0, on the other all go along to 100.
    assert_eq!(found["models"]["agenda_setter"]["mean_absolute_error"], 70.0);
    assert_eq!(found["models"]["compromise"]["issues"], 2);
    write(&folder, "issues.csv", issues.replace("60,DEU", ",DEU").replace("20,DEU", ",DEU"));
    let (code, _, err) = run(&["positions", "score", &path]);
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("no issue to score") && err.contains("an `outcome`"), "{err}");
}

#[test]
fn the_agenda_setter_is_scored_where_the_vote_is_known() {
    let (code, out, err) = run(&["positions", "score", "../../data/european-union", "--json"]);
    assert_eq!(code, Some(0), "{err}");
    let found: Value = serde_json::from_str(&out).expect("JSON");
    let model = &found["models"]["agenda_setter"];
    assert_eq!(model["issues"], 230);
    let error = model["mean_absolute_error"].as_f64().expect("an error");
    // The mean error of the computed forecasts on the same issues.
    assert!((error - 36.2826).abs() < 1e-3, "{error}");
}

#[test]
fn who_proposes_is_checked() {
    let file = |voting: &str| {
        format!(
            "[scenario]\ntitle = 'Vote'\nteaching_example = true\n[party.x]\n[party.y]\n\
             [capability]\nx = 1\ny = 2\n[voting]\n{voting}\n[position.tax]\nreference_point = 0\n\
             position = {{ x = 100, y = 30 }}\nsalience = {{ x = 1, y = 0.5 }}\n"
        )
    };
    let folder = folder("proposes");
    let said = |voting: &str| {
        let path = write(&folder, "vote.toml", file(voting));
        run(&["positions", &path, "--models", "compromise"])
    };
    for quota in ["60 [%]", "60%", "2/3", "all"] {
        let (code, _, err) = said(&format!("agenda_setter = 'x'\nquota = '{quota}'"));
        assert_eq!(code, Some(0), "{quota}\n{err}");
    }
    // As of a table, a party that does not care is told.
    let path = write(
        &folder,
        "care.toml",
        file("agenda_setter = 'x'\nquota = 0.6").replace("y = 0.5", "y = 0"),
    );
    let (code, _, err) = run(&["positions", &path, "--models", "compromise"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("Z904") && err.contains("does not care"), "{err}");
    for (voting, words) in [
        ("agenda_setter = 'z'\nquota = 0.6", ["Z309", "vote.toml:10:18"]),
        ("agenda_setter = 'x'\nquota = 60", ["Z910", "expected a share"]),
        ("agenda_setter = 'x'\nquota = '160 [%]'", ["Z910", "at most 100"]),
        ("agenda_setter = 'x'\nquota = 'most'", ["Z909", "or `\"all\"`"]),
        ("agenda_setter = 'x'", ["Z005", "`quota`"]),
        ("agenda_setter = 'x'\nquota = 'all'\nprocedure = 'codecision'", ["Z917", "vetoes"]),
        ("quota = 2", ["Z911", "nobody votes"]),
    ] {
        let (code, _, err) = said(voting);
        assert_eq!(code, Some(1), "{voting}\n{err}");
        for word in words {
            assert!(err.contains(word), "{voting}: no `{word}` in\n{err}");
        }
    }
}
