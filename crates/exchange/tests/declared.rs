//! Conflicts declared in scenario files: states, moves and preferences, and what is reported where
//! a file is wrong.

use std::collections::BTreeSet;
use zopa_exchange::declared::{Built, EXAMPLES, build};
use zopa_exchange::{NamedConflict, StateNames};
use zopa_scenario::{Code, Span};
use zopa_stability::{Comparison, FeasibleStates, Graph, Preference};
use zopa_syntax::read_scenario;

/// Elmira (Hipel, Fang, Kilgour & Haight 1993): parties, options and what is ruled out.
const ELMIRA: &str = r#"
[scenario]
title = "Elmira groundwater contamination"
[source.hipel1993]
title = "Environmental conflict resolution using the graph model"
author = "Hipel, Fang, Kilgour and Haight"
date = "1993"
[party.moe]
name = "Ministry of the Environment"
[party.uniroyal]
[party.local]
name = "Local government"
[option.modify]
party = "moe"
direction = "forward"
[option.delay]
party = "uniroyal"
direction = "back"
[option.accept]
party = "uniroyal"
[option.abandon]
party = "uniroyal"
direction = "forward"
[option.insist]
party = "local"
"#;

/// Nine states: whatever Uniroyal abandons is one state.
const NINE: &str = r#"
[stability]
status_quo = "s1"
infeasible = ["-YY--", "-Y-Y-", "--YY-", "-NNN-"]
coalesced = { s9 = "---Y-" }
names = { s1 = "NYNNN", s2 = "YYNNN", s3 = "NNYNN", s4 = "YNYNN", s5 = "NYNNY", s6 = "YYNNY", s7 = "NNYNY", s8 = "YNYNY" }
coalitions = [["moe", "uniroyal"]]
source = "hipel1993"
[preference.moe]
ranking = ["s7", "s3", "s4", "s8", "s5", "s1", "s2", "s6", "s9"]
[preference.uniroyal]
ranking = ["s1", "s4", "s8", "s5", "s9", "s3", "s7", "s2", "s6"]
[preference.local]
ranking = ["s7", "s3", "s5", "s1", "s8", "s6", "s4", "s2", "s9"]
[[stability.known]]
concept = "R"
equilibria = ["s5", "s8", "s9"]
source = "hipel1993:12"
"#;

/// Twelve states, ranked by statements.
const TWELVE: &str = r#"
[stability]
status_quo = "delay and not modify and not insist"
exclusive = [["delay", "accept", "abandon"]]
at_least_one = [["delay", "accept", "abandon"]]
[preference.moe]
statements = ["accept", "-abandon", "-modify", "(-modify & insist) | (modify & -insist)"]
[preference.uniroyal]
statements = ["modify iff accept", "not abandon", "NOT insist", "delay iff not insist"]
[preference.local]
statements = ["-abandon", "-modify", "modify | accept", "insist if modify", "-delay", "insist"]
"#;

fn built(text: &str) -> Built {
    let reading = read_scenario(text);
    assert_eq!(reading.diagnostics, [], "{text}");
    build(&reading.scenario.expect("a scenario"))
}

fn conflict(text: &str) -> NamedConflict {
    let built = built(text);
    assert_eq!(built.diagnostics, [], "{text}");
    built.conflict.expect("a conflict")
}

/// The states by name that a party prefers, most preferred first, ties together and sorted.
fn ranked(conflict: &NamedConflict, party: usize) -> Vec<Vec<String>> {
    let Preference::Ranking(ranking) = &conflict.conflict.preferences[party] else {
        panic!("a ranking")
    };
    let mut ranks: Vec<u32> = ranking.rank.clone();
    ranks.sort_unstable();
    ranks.dedup();
    let group = |rank: &u32| {
        let states = (0..conflict.states() as u32).filter(|s| ranking.rank[*s as usize] == *rank);
        let mut names: Vec<String> = states.map(|state| conflict.state_name(state)).collect();
        names.sort();
        names
    };
    ranks.iter().rev().map(group).collect()
}

fn moves(conflict: &NamedConflict, party: usize) -> BTreeSet<(String, String)> {
    let graph = conflict.conflict.graph.listed();
    let mut found = BTreeSet::new();
    for from in 0..conflict.states() as u32 {
        for &to in graph.moves(party, from) {
            found.insert((conflict.state_name(from), conflict.state_name(to)));
        }
    }
    found
}

#[test]
fn elmira_with_merged_states() {
    let conflict = conflict(&format!("{ELMIRA}{NINE}"));
    let mut names: Vec<String> = (0..9).map(|state| conflict.state_name(state)).collect();
    assert_eq!((conflict.states(), conflict.parties.len()), (9, 3));
    assert_eq!(conflict.state_label(conflict.state("s9").unwrap()), "---Y-");
    assert_eq!(conflict.state_label(conflict.state("s3").unwrap()), "NNYNN");
    names.sort();
    assert_eq!(names, ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"]);
    // Moves as published (Kilgour, Hipel & Fang).
    let expected: [&[(&str, &str)]; 3] = [
        &[("s1", "s2"), ("s3", "s4"), ("s5", "s6"), ("s7", "s8")],
        &[
            ("s1", "s3"),
            ("s1", "s9"),
            ("s2", "s4"),
            ("s2", "s9"),
            ("s3", "s9"),
            ("s4", "s9"),
            ("s5", "s7"),
            ("s5", "s9"),
            ("s6", "s8"),
            ("s6", "s9"),
            ("s7", "s9"),
            ("s8", "s9"),
        ],
        &[
            ("s1", "s5"),
            ("s5", "s1"),
            ("s2", "s6"),
            ("s6", "s2"),
            ("s3", "s7"),
            ("s7", "s3"),
            ("s4", "s8"),
            ("s8", "s4"),
        ],
    ];
    for (party, expected) in expected.iter().enumerate() {
        let expected: BTreeSet<(String, String)> =
            expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(moves(&conflict, party), expected);
    }
    assert_eq!(
        ranked(&conflict, 1).concat(),
        ["s1", "s4", "s8", "s5", "s9", "s3", "s7", "s2", "s6"]
    );
    assert_eq!(conflict.status_quo, conflict.state("s1"));
    assert_eq!(conflict.coalitions, [vec![0, 1]]);
    assert_eq!(conflict.options.len(), 5);
    assert_eq!(conflict.form.as_ref().unwrap().feasible.len(), 12);
    let known = &conflict.known[0];
    let names = |states: &[u32]| states.iter().map(|s| conflict.state_name(*s)).collect::<Vec<_>>();
    assert_eq!(names(known.equilibria.as_ref().unwrap()), ["s5", "s8", "s9"]);
    assert_eq!(
        known.source,
        "Hipel, Fang, Kilgour and Haight, Environmental conflict resolution using the graph model, 1993, 12"
    );
    assert_eq!(conflict.sources.len(), 1);
}

#[test]
fn elmira_by_statements() {
    let conflict = conflict(&format!("{ELMIRA}{TWELVE}"));
    let states = [
        "NYNNN", "YYNNN", "NNYNN", "YNYNN", "NNNYN", "YNNYN", "NYNNY", "YYNNY", "NNYNY", "YNYNY",
        "NNNYY", "YNNYY",
    ];
    let mut expected = states.to_vec();
    expected.sort_unstable();
    let mut names: Vec<String> = (0..12).map(|state| conflict.state_name(state)).collect();
    names.sort();
    assert_eq!(names, expected);
    assert!(conflict.is_option_form());
    assert_eq!(conflict.status_quo, conflict.state("NYNNN"));
    // Rankings that follow from the statements, by the numbers of the example file of GMCR+.
    let rankings: [&[usize]; 3] = [
        &[9, 3, 4, 10, 7, 1, 2, 8, 11, 5, 6, 12],
        &[1, 4, 10, 7, 5, 11, 2, 3, 9, 8, 6, 12],
        &[9, 3, 7, 1, 10, 8, 4, 2, 11, 5, 12, 6],
    ];
    for (party, ranking) in rankings.iter().enumerate() {
        let expected: Vec<&str> = ranking.iter().map(|number| states[number - 1]).collect();
        assert_eq!(ranked(&conflict, party).concat(), expected);
    }
    // The same states by patterns.
    let patterns = TWELVE
        .replace("exclusive = [[\"delay\", \"accept\", \"abandon\"]]\n", "")
        .replace(
            "at_least_one = [[\"delay\", \"accept\", \"abandon\"]]",
            "infeasible = [\"-YY--\", \"delay and abandon\", \"--YY-\"]\nalways = [\"delay or accept or abandon\"]",
        );
    let same = crate::conflict(&format!("{ELMIRA}{patterns}"));
    assert_eq!(same.states, conflict.states);
    assert_eq!(same.conflict, conflict.conflict);
    assert_eq!(same.infeasible.len(), 4);
}

/// The problems as `code: text pointed at | text pointed at`.
fn problems(text: &str) -> Vec<String> {
    let shown = |span: Span| text[span.start..span.end].to_owned();
    built(text)
        .diagnostics
        .iter()
        .map(|d| {
            let places: Vec<String> = d.labels.iter().map(|label| shown(label.span)).collect();
            format!("{}: {}", d.code, places.join(" | "))
        })
        .collect()
}

#[test]
fn every_example_shows_its_code_and_nothing_worse() {
    let mut failures = Vec::new();
    for (code, text) in EXAMPLES {
        let found: Vec<Code> = built(text).diagnostics.iter().map(|d| d.code).collect();
        if found != [*code] {
            failures.push(format!("{code}: {found:?} from {text}"));
        }
        for problem in built(text).diagnostics {
            assert!(!problem.labels.is_empty(), "{code} has no place");
            for label in &problem.labels {
                assert!(!text[label.span.start..label.span.end].is_empty(), "{code}: empty place");
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_code_of_stability_has_an_example() {
    let shown: BTreeSet<Code> =
        EXAMPLES.iter().chain(zopa_syntax::EXAMPLES).map(|(code, _)| *code).collect();
    for code in Code::ALL.iter().filter(|code| code.as_str().starts_with("Z8")) {
        assert!(shown.contains(code), "{code}");
    }
}

/// Each row: what is replaced in Elmira with nine states, by what, and the problems that follow.
const WRONG: &[(&str, &str, &[&str])] = &[
    ("status_quo = \"s1\"", "status_quo = \"NYYNN\"", &["Z805: NYYNN | -YY--"]),
    ("status_quo = \"s1\"", "status_quo = \"s11\"", &["Z804: s11"]),
    ("status_quo = \"s1\"", "status_quo = \"insist\"", &["Z806: insist"]),
    ("status_quo = \"s1\"", "status_quo = \"insist and and\"", &["Z802: and"]),
    ("\"-YY--\"", "\"-YY-\"", &["Z801: -YY-"]),
    ("\"-YY--\"", "\"-YY---\"", &["Z801: -"]),
    ("\"-YY--\"", "\"-YX--\"", &["Z801: X"]),
    ("\"-YY--\"", "\"delay and acept\"", &["Z803: acept"]),
    (
        "\"s9\"]\n[preference.uniroyal]",
        "]\n[preference.uniroyal]",
        &["Z809: [\"s7\", \"s3\", \"s4\", \"s8\", \"s5\", \"s1\", \"s2\", \"s6\", ]"],
    ),
    ("[\"s7\", \"s3\", \"s4\",", "[\"s7\", \"s3\", \"s4\", \"s3\",", &["Z810: s3 | s3"]),
    ("[\"s7\", \"s3\", \"s4\",", "[\"s7\", \"s3\", \"s44\", \"s4\",", &["Z804: s44"]),
    ("[\"s7\", \"s3\", \"s4\",", "[\"s7\", \"s3\", \"NYYNN\", \"s4\",", &["Z805: NYYNN | -YY--"]),
    ("[\"s7\", \"s3\", \"s4\",", "[\">>\", \"s7\", \"s3\", \"s4\",", &["Z817: \">>\""]),
    (
        "ranking = [\"s7\", \"s3\", \"s4\", \"s8\", \"s5\", \"s1\", \"s2\", \"s6\", \"s9\"]",
        "",
        &["Z811: moe | modify"],
    ),
    (
        "ranking = [\"s7\", \"s3\", \"s4\", \"s8\", \"s5\", \"s1\", \"s2\", \"s6\", \"s9\"]",
        "statements = [\"accept\", \"not modify\"]",
        &["Z814: [\"accept\", \"not modify\"]"],
    ),
    ("s9 = \"---Y-\"", "s9 = \"---Y-\", s10 = \"---YY\"", &["Z813: ---YY | s9"]),
    ("s2 = \"YYNNN\"", "s2 = \"NYNNN\"", &["Z810: NYNNN | s1"]),
];

#[test]
fn wrong_declarations_point_at_the_place() {
    let text = format!("{ELMIRA}{NINE}");
    let mut failures = Vec::new();
    for (from, to, expected) in WRONG {
        assert!(text.contains(from), "{from}");
        let found = problems(&text.replacen(from, to, 1));
        if found != *expected {
            failures.push(format!("{from} -> {to}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Two parties with two options between them and the given rest.
fn quarrel(rest: &str) -> String {
    format!(
        "[scenario]\ntitle = \"Quarrel\"\nteaching_example = true\n[party.a]\n[party.b]\n[party.idle]\n[option.x]\nparty = \"a\"\n[option.y]\nparty = \"b\"\n{rest}"
    )
}

/// A preference of the second party, so that only the first one matters.
const OTHER: &str = "[preference.b]\nstatements = [\"y\"]\n";

/// How states compare for the first party, as `>`, `>>`, `=`, `<`, `?`, for pairs of the states
/// NN, YN, NY, YY.
fn compared(conflict: &NamedConflict) -> Vec<String> {
    let preference = &conflict.conflict.preferences[0];
    let order = ["NN", "YN", "NY", "YY"];
    let mut found = Vec::new();
    for (i, one) in order.iter().enumerate() {
        for other in &order[i + 1..] {
            let (a, b) = (conflict.state(one).unwrap(), conflict.state(other).unwrap());
            assert_eq!(preference.compare(b, a), preference.compare(a, b).reversed());
            let sign = match preference.compare(a, b) {
                Comparison::Better(n) => ">".repeat(n as usize),
                Comparison::Worse(n) => "<".repeat(n as usize),
                Comparison::Equal => "=".into(),
                Comparison::Unknown => "?".into(),
            };
            found.push(sign);
        }
    }
    found
}

#[test]
fn preferences_in_every_form() {
    // Pairs NN-YN, NN-NY, NN-YY, YN-NY, YN-YY, NY-YY.
    let cases = [
        ("ranking = [\"YN\", [\"NN\", \"YY\"], \"NY\"]", "< > = > > <"),
        ("ranking = [\"YN\", \">>\", [\"NN\", \"YY\"], \">>\", \"NY\"]", "<< >> = >>> >> <<"),
        ("ranking = [\"x and not y\", \"nN\", \"YY\", \"NY\"]", "< > > > > <"),
        ("statements = [\"x\", \"not y\"]", "< > < > > <"),
        ("statements = [\"x\", \">>\", \"not y\"]", "<< > << >> > <<"),
        ("statements = [\"Y-\", \"-N\"]", "< > < > > <"),
        ("weights = { x = 2, y = 2 }", "< < < = < <"),
        ("weights = { x = -0.5 }", "> = > < = >"),
        ("pairs = [\"NN > YN\", \"YN >> NY\"]", "> >> ? >> ? ?"),
        ("pairs = [\"NN > YN >> NY\", \"YY ~ YN\"]", "> >> > >> = <<"),
        ("pairs = [\"NN > YN > NY > YY\"]", "> > > > > >"),
        ("pairs = [\"NN > YN > NY > YY\", \"NN ? YY\"]", "> > ? > > >"),
        ("pairs = [\"NN > YN\", \"YN > NY\", \"NY > NN\"]\nclosed = false", "> < ? > ? ?"),
        ("pairs = [\"NN < YN\", \"YN << NY\"]", "< << ? << ? ?"),
        ("ranking = [\"YN\", \"NN\", \"YY\", \"NY\"]\nunknown = [\"NN ? YY\"]", "< > ? > > <"),
    ];
    for (base, expected) in cases {
        let text = quarrel(&format!("{OTHER}[preference.a]\n{base}\n"));
        assert_eq!(compared(&conflict(&text)).join(" "), expected, "{base}");
    }
    let ranked = |base: &str| conflict(&quarrel(&format!("{OTHER}[preference.a]\n{base}\n")));
    assert!(ranked("pairs = [\"NN > YN > NY > YY\"]").conflict.is_ranked());
    assert!(!ranked("pairs = [\"NN > YN\"]").conflict.is_ranked());
    let by_statements = ranked("statements = [\"x\", \">>\", \"not y\"]");
    assert_eq!(by_statements.statements[0].as_ref().map(Vec::len), Some(2));
    assert_eq!(by_statements.parties.len(), 2);
}

#[test]
fn degrees_probabilities_attitudes_and_views() {
    let text = quarrel(
        "[stability]\nnames = { calm = \"NN\" }\nlabels = { calm = \"quiet\" }\n[preference.a]\nranking = [\"YN\", [\"calm\", \"YY\"], \"NY\"]\ndegree = { \"calm > NY\" = 0.7, \"YY < YN\" = 0.9 }\nthreshold = 0.3\nattitude = { b = \"negative\" }\n[preference.b]\nstatements = [\"y\"]\nprobability = { \"NY > NN\" = 0.8 }\n[view.a]\nunseen = [\"x and y\", \"calm\"]\n[view.a.preference.b]\nweights = { x = 1 }\n",
    );
    let conflict = conflict(&text);
    let at = |name: &str| conflict.state(name).unwrap() as usize;
    let fuzzy = conflict.fuzzy.as_ref().unwrap();
    let degree = |party: usize, a: &str, b: &str| fuzzy[party].value[at(a) * 4 + at(b)];
    assert_eq!((degree(0, "NN", "NY"), degree(0, "NY", "NN")), (0.7, 1.0 - 0.7));
    assert_eq!((degree(0, "YN", "YY"), degree(0, "NN", "YY")), (0.9, 0.5));
    assert_eq!(
        (degree(0, "YN", "NY"), degree(1, "NY", "NN"), degree(1, "NN", "NY")),
        (1.0, 1.0, 0.0)
    );
    assert_eq!((fuzzy[0].threshold, fuzzy[1].threshold), (0.3, 1.0));
    let chance = conflict.probabilities.as_ref().unwrap();
    assert_eq!(chance[1].value[at("NY") * 4 + at("NN")], 0.8);
    assert!((chance[1].value[at("NN") * 4 + at("NY")] - 0.2).abs() < 1e-15);
    assert_eq!(chance[0].value[at("NN") * 4 + at("YY")], 0.0);
    use zopa_stability::attitude::Attitude;
    let attitudes = conflict.attitudes.as_ref().unwrap();
    assert_eq!(attitudes[0], [Attitude::Positive, Attitude::Negative]);
    assert_eq!(attitudes[1], [Attitude::Neutral, Attitude::Positive]);
    let view = &conflict.views[0];
    assert_eq!(view.unseen, [at("NN") as u32, at("YY") as u32]);
    let (of, Preference::Ranking(ranking)) = &view.preferences[0] else { panic!("a ranking") };
    assert_eq!((*of, ranking.rank.as_slice()), (1, [0, 1, 0, 1].as_slice()));
}

#[test]
fn a_graph_listed_by_hand() {
    let text = "[scenario]\ntitle = \"t\"\n[party.a]\n[party.b]\n[stability]\nstatus_quo = \"s1\"\nstates = [\"s1\", \"s2\", \"s3\"]\nlabels = { s2 = \"war\" }\n[stability.moves]\na = { s1 = [\"s2\"], s3 = [\"s1\", \"s2\"] }\nb = { s2 = [\"s3\"] }\n[preference.a]\nranking = [\"s3\", \"s1\", \"s2\"]\n[preference.b]\npairs = [\"s1 > s2\"]\n[view.b]\nunseen = [\"s3\"]\n";
    let listed = conflict(text);
    assert_eq!(
        listed.states,
        StateNames::Listed {
            ids: vec!["s1".into(), "s2".into(), "s3".into()],
            labels: vec![String::new(), "war".into(), String::new()],
        }
    );
    assert_eq!(moves(&listed, 0).len(), 3);
    assert!(listed.form.is_none() && listed.options.is_empty());
    assert_eq!((listed.status_quo, listed.views[0].unseen.as_slice()), (Some(0), [2].as_slice()));
    let wrong = |from: &str, to: &str| problems(&text.replacen(from, to, 1));
    assert_eq!(wrong("b = { s2 = [\"s3\"] }", "b = { s2 = [\"s4\"] }"), ["Z804: s4"]);
    assert_eq!(wrong("\"s2\", \"s3\"]\nlabels", "\"s2\", \"s2\"]\nlabels")[0], "Z810: s2 | s2");
    assert_eq!(wrong("[\"s3\", \"s1\", \"s2\"]", "[\"s3\", \"s1\"]"), ["Z809: [\"s3\", \"s1\"]"]);
    assert_eq!(
        wrong("pairs = [\"s1 > s2\"]", "weights = { s1 = 1 }\nsource = \"assumption\""),
        ["Z815: { s1 = 1 }"]
    );
    assert_eq!(wrong("[preference.b]\npairs = [\"s1 > s2\"]\n", ""), ["Z811: b"]);
}

#[test]
fn forbidden_moves_leave_the_states_as_they_are() {
    let base = format!("{OTHER}[preference.a]\nstatements = [\"x\"]\n[stability]\n");
    let free = conflict(&quarrel(&base));
    assert!(matches!(free.conflict.graph, Graph::Options(_)));
    let bound = conflict(&quarrel(&format!(
        "{base}forbidden = [{{ from = \"x\", to = \"not x\" }}, {{ from = \"-N\", to = \"-Y\", party = \"a\" }}, {{ from = \"N-\", to = \"-Y\", party = \"b\" }}]\n"
    )));
    assert_eq!(bound.states, StateNames::Options(FeasibleStates::All(2)));
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(moves(&bound, 0), BTreeSet::from([pair("NN", "YN"), pair("NY", "YY")]));
    assert_eq!(
        moves(&bound, 1),
        BTreeSet::from([pair("YN", "YY"), pair("YY", "YN"), pair("NY", "NN")])
    );
}

#[test]
fn messages_and_hints() {
    let told = |text: &str| {
        let built = built(text);
        let first = &built.diagnostics[0];
        (first.message.clone(), first.hints.join(" "))
    };
    let elmira = format!("{ELMIRA}{NINE}");
    let (message, _) = told(&elmira.replace("\"s1\", \"s2\", \"s6\", \"s9\"]", "\"s1\"]"));
    assert_eq!(message, "the ranking of `moe` misses 3 of 9 states: `s2`, `s6` and `s9`");
    let (message, _) = told(&elmira.replace(
        "ranking = [\"s7\", \"s3\", \"s4\", \"s8\", \"s5\", \"s1\", \"s2\", \"s6\", \"s9\"]",
        "ranking = [\"s9\"]",
    ));
    assert_eq!(
        message,
        "the ranking of `moe` misses 8 of 9 states: `s1`, `s2`, `s3`, `s4`, `s5` and 3 more"
    );
    let (message, _) = told(&elmira.replace("status_quo = \"s1\"", "status_quo = \"NYYNN\""));
    assert_eq!(message, "the status quo `NYYNN` is infeasible");
    let (_, hint) = told(&elmira.replace("\"-YY--\"", "\"delay and acept\""));
    assert_eq!(hint, "did you mean `accept`?");
    let (message, hint) = told(&elmira.replace("\"-YY--\"", "\"-YY-\""));
    assert_eq!(message, "pattern `-YY-` has 4 letters, but there are 5 options");
    assert_eq!(hint, "one letter for each of modify, delay, accept, abandon, insist");
}

#[test]
fn a_file_about_something_else_is_left_alone() {
    let built = |text: &str| build(&read_scenario(text).scenario.unwrap());
    let levers = "[scenario]\ntitle='t'\n[party.a]\n[lever.l]\nparty='a'\nset={}\n[stability]\nlevers=['l']\n[preference.a]\nvalue='m'\n";
    for text in ["[scenario]\ntitle='t'\n", levers, "[stability]\n", "[preference.a]\nvalue='m'\n"]
    {
        let built = built(text);
        assert!(built.conflict.is_none() && built.diagnostics.is_empty(), "{text}");
    }
    let spoken = built("[party.a]\n[preference.a]\nranking=['s1']\n");
    assert_eq!(spoken.diagnostics[0].code, Code::NoState);
    // A circle is seen beside another problem.
    let both = built(
        "[party.a]\n[option.x]\nparty='a'\n[preference.a]\npairs=['Y > N', 'N > Y', 'Y >']\n",
    );
    let codes: Vec<Code> = both.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::Contradiction, Code::BadComparison]);
    // What reading has reported is not reported again.
    let unknown = built("[option.x]\nparty='b'\n[stability]\nstatus_quo='Y'\n");
    assert!(unknown.conflict.is_none() && unknown.diagnostics.is_empty());
}

#[test]
fn conflicts_beyond_listing_are_left_to_diagrams() {
    let mut text = String::from(
        "[scenario]\ntitle='t'\nteaching_example=true\n[party.a]\n[party.b]\n[preference.a]\nstatements=['o1','not o0']\n[preference.b]\nstatements=['o1']\n[stability]\nstatus_quo='",
    );
    text.push_str(&"N".repeat(40));
    text.push_str("'\ninfeasible=['o1 and o2']\nexclusive=[['o3','o4']]\n");
    for option in 0..40 {
        let party = if option < 20 { "a" } else { "b" };
        text.push_str(&format!("[option.o{option}]\nparty='{party}'\n"));
    }
    let large = built(&text);
    assert!(large.conflict.is_none());
    assert_eq!(large.diagnostics[0].code, Code::TooManyStates);
    assert!(!large.diagnostics[0].is_error());
    // 3/4 of all, twice.
    let states = (1_u64 << 36) * 9;
    assert!(large.diagnostics[0].message.starts_with(&format!("{states} states")));
    let implicit = large.implicit.unwrap();
    assert_eq!((implicit.options.len(), implicit.infeasible.len()), (40, 2));
    assert_eq!((implicit.status_quo, implicit.statements[0].len()), (Some(0), 2));
    let ruled_out = built(&text.replacen("status_quo='NNN", "status_quo='NYY", 1));
    let codes: Vec<Code> = ruled_out.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::InfeasibleState, Code::TooManyStates]);
    assert!(ruled_out.implicit.is_none());
    let weighed = built(&text.replace("statements=['o1']", "weights={ o1 = 1 }"));
    assert!(weighed.implicit.is_none() && weighed.diagnostics[0].is_error());
}

#[test]
fn a_million_states_are_built_quickly() {
    let mut text = String::from(
        "[scenario]\ntitle='t'\nteaching_example=true\n[party.a]\n[party.b]\n[preference.a]\nstatements=['o1','not o0']\n[preference.b]\nweights={ o1 = 1, o19 = 2 }\n[stability]\ninfeasible=['o1 and o2']\n",
    );
    for option in 0..20 {
        let party = if option < 9 { "a" } else { "b" };
        text.push_str(&format!("[option.o{option}]\nparty='{party}'\n"));
    }
    let start = std::time::Instant::now();
    let large = conflict(&text);
    assert_eq!(large.states(), 3 << 18);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
