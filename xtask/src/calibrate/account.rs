//! The scenario against the account: every mechanism, claim and name that the documentation lists.

use std::path::Path;

fn project_file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether `name` stands in the text as a whole word.
fn holds(text: &str, name: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(name).any(|(at, _)| {
        !part(text[..at].chars().next_back()) && !part(text[at + name.len()..].chars().next())
    })
}

#[test]
fn every_mechanism_is_pointed_at() {
    let scenario = project_file("scenarios/ukraine-2025.toml");
    let comments: Vec<&str> =
        scenario.lines().filter_map(|l| l.split_once('#')).map(|p| p.1).collect();
    for number in 1..=22 {
        let mark = format!("M{number}");
        assert!(comments.iter().any(|comment| holds(comment, &mark)), "no comment names {mark}");
    }
}

#[test]
fn every_claim_is_declared() {
    let text = project_file("scenarios/ukraine-2025.toml");
    let scenario = zopa_syntax::read_scenario(&text).scenario.expect("a scenario");
    for number in 1..=41 {
        let id = format!("C{number:02}");
        let claim = scenario.claims.iter().find(|c| c.id.text == id);
        let claim = claim.unwrap_or_else(|| panic!("no claim {id}"));
        assert!(!claim.text.text.is_empty(), "{id} has no text");
        assert!(scenario.levers.iter().any(|l| l.id.text == claim.lever.text), "{id} has no lever");
        assert!(!claim.expect.is_empty(), "{id} expects nothing");
        let paragraph = claim.sources.iter().any(|s| s.source == "article" && s.locator.is_some());
        assert!(paragraph, "{id} names no paragraph of the account");
    }
}

#[test]
fn documented_names_exist() {
    let scenario = project_file("scenarios/ukraine-2025.toml");
    let page = project_file("docs/src/scenario/ukraine-2025.md");
    let mut mechanisms = 0;
    for row in page.lines().filter(|line| line.starts_with("| M")) {
        mechanisms += 1;
        let names: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "{row}");
        for name in names {
            let name = name.trim_start_matches("seat.").trim_start_matches("negotiation.");
            assert!(holds(&scenario, name.trim_matches(['[', ']'])), "`{name}` in {row}");
        }
    }
    assert_eq!(mechanisms, 22);
}
