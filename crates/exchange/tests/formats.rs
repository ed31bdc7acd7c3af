//! JSON, CSV, DOT and scenario text: what is written reads back, and what is wrong is pointed at.

use zopa_exchange::{DegreeTable, Known, NamedConflict, StateNames, View, csv, dot, gmcr, json};
use zopa_scenario::Code;
use zopa_stability::attitude::Attitude;
use zopa_stability::{
    Comparison, Concept, Conflict, Graph, Preference, Ranking, Relation, Statement, solve,
};

/// Chicken, with everything that a file may state beside the graph.
fn chicken() -> NamedConflict {
    let text = r#"{"options": [{"name": "Swerve, \"first\""}, {"name": "Swerve"}],
        "decisionMakers": [
          {"name": "Row", "options": [0], "preferenceRanking": [3, 4, 2, 1]},
          {"name": "Column", "options": [1], "preferenceRanking": [2, 4, 3, 1]}]}"#;
    let mut conflict = gmcr::read(text).conflict.expect("a conflict");
    conflict.title = "Chicken".into();
    conflict.summary = "Neither gives way:\nboth crash.".into();
    conflict.sources = vec!["Rapoport & Guyer (1966)".into()];
    conflict.status_quo = Some(3);
    let Preference::Ranking(ranking) = &mut conflict.conflict.preferences[0] else {
        panic!("a ranking")
    };
    ranking.strong_gaps = vec![1, 1, 3];
    conflict.attitudes = Some(vec![
        vec![Attitude::Neutral, Attitude::Positive],
        vec![Attitude::Negative, Attitude::Neutral],
    ]);
    let table = |low: f64| DegreeTable {
        value: (0..16).map(|i| [0.5, low, 1.0 - low, 0.1 + 0.2][i % 4]).collect(),
        threshold: 0.7,
    };
    conflict.fuzzy = Some(vec![table(0.3), table(1.0 / 3.0)]);
    conflict.probabilities = Some(vec![table(0.0), table(1.0)]);
    let misread = Preference::Ranking(Ranking::new(vec![0, 1, 1, 2]));
    conflict.views = vec![View { party: 1, unseen: vec![0], preferences: vec![(0, misread)] }];
    conflict.coalitions = vec![vec![0, 1]];
    let part = |option| Box::new(Statement::Taken(option));
    conflict.statements[1] = Some(vec![
        Statement::IfAndOnlyIf(part(0), Box::new(Statement::Not(part(1)))),
        Statement::If(part(0), Box::new(Statement::Constant(true))),
        Statement::Or(vec![*part(0), Statement::And(vec![*part(1), *part(0)])]),
    ]);
    conflict.known = vec![Known {
        concept: "R".into(),
        equilibria: Some(vec![1, 2]),
        stable: vec![(0, vec![1, 2])],
        source: "Rapoport & Guyer (1966)".into(),
        disagrees: Some("it does not".into()),
    }];
    conflict
}

#[test]
fn json_keeps_everything() {
    let conflict = chicken();
    let text = json::write(&conflict);
    let reading = json::read(&text);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    assert_eq!(reading.conflict, Some(conflict));
}

#[test]
fn json_keeps_listed_graphs_and_unknown_pairs() {
    let mut conflict = chicken();
    conflict.conflict.graph = Graph::Listed(conflict.conflict.graph.listed().into_owned());
    conflict.states = StateNames::Listed {
        ids: ["crash", "row", "column", "1"].map(String::from).to_vec(),
        labels: ["", "Row gives way", "", "both give way"].map(String::from).to_vec(),
    };
    let mut relation = Relation::unknown(4);
    relation.set(0, 1, Comparison::Worse(3));
    relation.set(2, 1, Comparison::Better(1));
    relation.set(3, 2, Comparison::Equal);
    conflict.conflict.preferences[0] = Preference::Relation(relation);
    let reading = json::read(&json::write(&conflict));
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    assert_eq!(reading.conflict, Some(conflict.clone()));
    // Without options at all.
    conflict.form = None;
    conflict.options.clear();
    conflict.statements[1] = None;
    let reading = json::read(&json::write(&conflict));
    assert_eq!(reading.conflict, Some(conflict));
}

#[test]
fn wrong_json_is_pointed_at() {
    let text = r#"{"parties": [{"id": "row"}, {"id": "column"}], "infeasible": ["YY"],
      "options": [{"id": "a", "party": "row"}, {"id": "b", "party": "column"}],
      "preferences": {"row": {"groups": [["NY"], ["NN"], ["YN"]]},
                      "column": {"pairs": [["NY", ">", "NN"]]}}, "status_quo": "NN"}"#;
    assert!(json::read(text).diagnostics.is_empty(), "{:?}", json::read(text).diagnostics);
    let cases = [
        ("[\"NN\"], ", "", Code::MissingState, "[[\"NY\"], [\"YN\"]]"),
        ("[\"NN\"], ", "[\"NN\", \"NY\"], ", Code::RepeatedState, "[[\"NY\"], [\"NN\", \"NY\"]"),
        ("\"status_quo\": \"NN\"", "\"status_quo\": \"YY\"", Code::UnknownState, "\"YY\""),
        ("[\"YY\"]", "[\"Y\"]", Code::BadPattern, "\"Y\""),
        ("[\"YY\"]", "[\"--\"]", Code::NoState, "{"),
        (
            "\"party\": \"column\"",
            "\"party\": \"nobody\"",
            Code::UnknownReference,
            "{\"id\": \"b\"",
        ),
        ("\">\", ", "\"<\", ", Code::BadComparison, "\"<\""),
        (
            "\"NN\"]]}}",
            "\"NN\"], [\"NN\", \">\", \"NY\"]]}}",
            Code::Contradiction,
            "[\"NN\", \">\"",
        ),
        ("\"column\": {\"pairs\": [[\"NY\", \">\", \"NN\"]]}", "", Code::Unreadable, "}"),
        ("{\"parties\"", "{\"format\": \"other/3\", \"parties\"", Code::Unreadable, "\"other/3\""),
        ("\"status_quo\"", "\"more\": 1, \"status_quo\"", Code::UnknownField, "1"),
    ];
    for (from, to, code, place) in cases {
        assert!(text.contains(from), "{from}");
        let text = text.replacen(from, to, 1);
        let reading = json::read(&text);
        let problem = reading.diagnostics.first().unwrap_or_else(|| panic!("{to}"));
        assert_eq!(problem.code, code, "{to}: {}", problem.message);
        let span = problem.labels[0].span;
        let pointed = &text[span.start..span.end];
        assert!(pointed.starts_with(place), "{to}: {pointed}");
        assert_eq!(reading.conflict.is_some(), code == Code::UnknownField, "{to}");
    }
}

#[test]
fn generated_models_are_read() {
    let text = r#"{"format": "gmcr-bench/1", "options": 3, "seed": 1, "levels": 0,
      "dms": [{"name": "A", "options": [0, 2]}, {"name": "B", "options": [1]}],
      "infeasible": ["Y-Y"], "direction": ["both", "fwd", "back"],
      "ranks": [[0, 1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1, 0]]}"#;
    let reading = json::read(text);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    let conflict = reading.conflict.expect("a conflict");
    assert_eq!(conflict.states(), 6);
    let Preference::Ranking(ranking) = &conflict.conflict.preferences[1] else { panic!("ranks") };
    assert_eq!(ranking.rank, [7, 6, 5, 4, 3, 1]);
    assert_eq!(conflict.form.expect("options").own(0), 0b101);
    let short = text.replace("6, 7]", "6]");
    assert_eq!(json::read(&short).diagnostics[0].code, Code::MissingState);
}

/// Published cases in the neutral form, with the answers by definition.
const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/cases/stability.json");

#[test]
fn cases_of_the_neutral_form_are_read_and_answered() {
    let Ok(text) = std::fs::read_to_string(CASES) else {
        assert!(!std::path::Path::new(CASES).exists(), "{CASES} is there but cannot be read");
        return;
    };
    let expected: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let readings = json::read_cases(&text);
    assert!(readings.len() >= 15, "{}", readings.len());
    for ((id, reading), case) in readings.into_iter().zip(expected["cases"].as_array().unwrap()) {
        assert!(reading.diagnostics.is_empty(), "{id}: {:?}", reading.diagnostics);
        let conflict = reading.conflict.expect("a conflict");
        for concept in Concept::BASIC {
            let computed = &case["computed"][concept.abbreviation()];
            if computed.is_null() {
                continue;
            }
            let found = &solve(&conflict.conflict, &[concept]).expect("an answer")[0];
            for (party, named) in conflict.parties.iter().enumerate() {
                let mut stated: Vec<&str> = computed["per_dm"][&named.id]
                    .as_array()
                    .expect("states")
                    .iter()
                    .filter_map(|state| state.as_str())
                    .collect();
                let mut names: Vec<String> = found.by_party[party]
                    .ones()
                    .map(|state| conflict.state_name(state as u32))
                    .collect();
                stated.sort_unstable();
                names.sort();
                assert_eq!(names, stated, "{id} {} {}", concept.abbreviation(), named.id);
            }
        }
        // The same conflict after writing and reading.
        let again = json::read(&json::write(&conflict)).conflict;
        assert_eq!(again, Some(conflict), "{id}");
    }
}

#[test]
fn tables_of_states_read_back() {
    let conflict = chicken();
    let text = csv::write(&conflict);
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines[0], "state,label,swerve_first,swerve,rank of Row,rank of Column");
    assert_eq!(lines[2], "YN,\"Swerve, \"\"first\"\"\",Y,N,3,1");
    let reading = csv::read(&text, &conflict);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    for (party, ranking) in &reading.rankings {
        let Preference::Ranking(original) = &conflict.conflict.preferences[*party] else {
            panic!("a ranking")
        };
        assert_eq!(ranking.rank, original.rank);
    }
    assert_eq!(reading.rankings.len(), 2);
    // Rows in any order, one party only, ties, ranks left out.
    let reading = csv::read("Row,state\n10,YY\n3,NN\n10,NY\n5,YN\n", &conflict);
    assert_eq!(reading.rankings, [(0, Ranking::new(vec![2, 1, 0, 0]))]);
}

#[test]
fn wrong_tables_are_pointed_at() {
    let conflict = chicken();
    let cases = [
        ("state,Row\nNN,1\nYN,2\nNY,3\n", Code::MissingState, "state"),
        ("state,Row\nNN,1\nYN,2\nNY,3\nYY,4\nNN,2\n", Code::RepeatedState, "NN"),
        ("state,Row\nNN,1\nYN,2\nNY,3\nYYY,4\nYY,4", Code::UnknownState, "YYY"),
        ("state,Row\nNN,1\nYN,x\nNY,3\nYY,4\n", Code::WrongType, "x"),
        ("state,Row\nNN,1\nYN\nNY,3\nYY,4\n", Code::WrongType, "YN"),
        ("name,Row\nNN,1\n", Code::UnknownField, "name"),
        ("state,Row\nNN,\"1\n", Code::Unreadable, "\""),
        ("state,Row,Row\nNN,1,1\nYN,2,2\nNY,3,3\nYY,4,4\n", Code::DuplicateKey, "Row"),
    ];
    for (text, code, place) in cases {
        let reading = csv::read(text, &conflict);
        assert!(reading.rankings.is_empty(), "{text}");
        let problem = &reading.diagnostics[0];
        assert_eq!(problem.code, code, "{text}: {}", problem.message);
        let span = problem.labels[0].span;
        assert_eq!(&text[span.start..span.end], place, "{text}");
    }
    assert_eq!(csv::read("", &conflict).diagnostics[0].code, Code::Unreadable);
}

#[test]
fn the_graph_is_drawn_with_equilibria_and_improvements() {
    let conflict = chicken();
    let text = dot::write(&conflict, &[1, 2]).expect("eight moves");
    assert!(
        text.contains("\"YN\" [label=\"YN\\nSwerve, \\\"first\\\"\", peripheries=2];"),
        "{text}"
    );
    assert!(text.contains("\"YY\" [label=\"YY\\nSwerve, \\\"first\\\", Swerve\", style=filled"));
    // Row prefers not to swerve where Column does: from YY to NY.
    assert!(text.contains(
        "\"YY\" -> \"NY\" [label=\"Row\", color=\"#0072B2\", fontcolor=\"#0072B2\", style=solid];"
    ));
    assert!(text.contains(
        "\"NY\" -> \"YY\" [label=\"Row\", color=\"#0072B2\", fontcolor=\"#0072B2\", style=dashed];"
    ));
    assert_eq!(text.matches("style=solid").count(), 4);
}

#[test]
fn large_graphs_are_not_drawn() {
    for options in [8_u32, 24] {
        let form = zopa_stability::OptionForm {
            parties: 1,
            options: vec![Default::default(); options as usize].into_iter().map(owned).collect(),
            feasible: zopa_stability::FeasibleStates::All(options),
        };
        let mut conflict = chicken();
        let ranking = Preference::Ranking(Ranking::new(vec![0; 1 << options]));
        conflict.conflict = Conflict::new(Graph::Options(form), vec![ranking]).expect("a conflict");
        let moves = dot::write(&conflict, &[]).expect_err("too many").moves;
        assert!(moves > dot::MOVE_LIMIT);
    }
}

fn owned(reversibility: zopa_stability::Reversibility) -> zopa_stability::ConflictOption {
    zopa_stability::ConflictOption { owner: 0, reversibility }
}

/// A small generator, so that the same models come each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % limit
    }
}

fn statement(numbers: &mut Numbers, options: usize, depth: u32) -> Statement {
    let part = |numbers: &mut Numbers| Box::new(statement(numbers, options, depth - 1));
    match numbers.below(if depth == 0 { 2 } else { 8 }) {
        0 | 1 => Statement::Taken(numbers.below(options as u64) as usize),
        2 => Statement::Not(part(numbers)),
        3 => Statement::And(vec![*part(numbers), *part(numbers), *part(numbers)]),
        4 => Statement::Or(vec![*part(numbers), *part(numbers)]),
        5 => Statement::If(part(numbers), part(numbers)),
        6 => Statement::IfAndOnlyIf(part(numbers), part(numbers)),
        _ => Statement::Constant(numbers.below(2) == 1),
    }
}

fn ranking(numbers: &mut Numbers, states: usize, gaps: bool) -> Ranking {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut left: Vec<u32> = (0..states as u32).collect();
    while !left.is_empty() {
        let state = left.remove(numbers.below(left.len() as u64) as usize);
        match groups.last_mut() {
            Some(group) if numbers.below(3) == 0 => group.push(state),
            _ => groups.push(vec![state]),
        }
    }
    let mut ranking = Ranking::from_groups(states, &groups);
    if gaps {
        ranking.strong_gaps = (1..groups.len() as u32).filter(|_| numbers.below(4) == 0).collect();
    }
    ranking
}

/// A conflict of three parties and four options, with whatever a scenario can state.
fn random(numbers: &mut Numbers) -> NamedConflict {
    use zopa_stability::{FeasibleStates, OptionForm, Pattern, Reversibility};
    let ways = [Reversibility::Both, Reversibility::Forward, Reversibility::Back];
    let options = (0..4_usize).map(|option| zopa_stability::ConflictOption {
        owner: option.min(2),
        reversibility: ways[numbers.below(3) as usize],
    });
    let options = options.collect();
    let mut patterns = Vec::new();
    for _ in 0..numbers.below(3) {
        let fixed = numbers.below(14) + 1;
        patterns.push(Pattern { fixed, value: numbers.below(16) & fixed });
    }
    let open = |state: &u64| !patterns.iter().any(|pattern| pattern.matches(*state));
    let states: Vec<u64> = (0..16).filter(open).collect();
    if states.is_empty() {
        return random(numbers);
    }
    let count = states.len();
    let feasible = match count {
        16 => FeasibleStates::All(4),
        _ => FeasibleStates::Listed(states),
    };
    let mut conflict = chicken();
    let form = OptionForm { parties: 3, options, feasible: feasible.clone() };
    let statements = vec![statement(numbers, 4, 3), statement(numbers, 4, 2)];
    let stated = zopa_stability::prioritising::ranking_from_statements(&feasible, &statements, &[]);
    let mut relation = Relation::unknown(count);
    for one in 0..count as u32 {
        for other in one + 1..count as u32 {
            match numbers.below(4) {
                0 => relation.set(one, other, Comparison::Equal),
                1 => relation.set(one, other, Comparison::Better(1 + numbers.below(2) as u32)),
                2 => relation.set(one, other, Comparison::Worse(1)),
                _ => {}
            }
        }
    }
    let preferences = vec![
        Preference::Ranking(ranking(numbers, count, true)),
        Preference::Ranking(stated),
        Preference::Relation(relation),
    ];
    conflict.conflict = Conflict::new(Graph::Options(form.clone()), preferences).expect("fits");
    conflict.form = Some(form);
    conflict.states = StateNames::Options(feasible);
    conflict.infeasible = patterns;
    let named = |id: &str| zopa_exchange::Named { id: id.into(), name: format!("The {id}") };
    conflict.parties = ["upper", "Middle", "l_1"].map(named).to_vec();
    conflict.options = ["dam", "canal", "protest", "court"].map(named).to_vec();
    conflict.statements = vec![None, Some(statements), None];
    conflict.status_quo = Some(numbers.below(count as u64) as u32);
    conflict.attitudes = None;
    conflict.fuzzy = None;
    conflict.probabilities = None;
    let unseen: Vec<u32> = (1..count as u32).filter(|_| numbers.below(4) == 0).collect();
    let misread = Preference::Ranking(ranking(numbers, count, false));
    conflict.views = vec![View { party: 2, unseen, preferences: vec![(0, misread)] }];
    conflict.coalitions = vec![vec![0, 2]];
    conflict.known[0].equilibria = Some(vec![0]);
    conflict.known[0].stable = vec![(2, vec![0])];
    conflict.known[0].concept = "CR{upper,l_1}".into();
    conflict
}

#[test]
fn scenario_texts_and_json_read_back_as_the_same_conflict() {
    let mut numbers = Numbers(11);
    for round in 0..300 {
        let conflict = random(&mut numbers);
        assert_eq!(
            json::read(&json::write(&conflict)).conflict.as_ref(),
            Some(&conflict),
            "{round}"
        );

        let text = zopa_exchange::scenario_text::write(&conflict);
        let reading = zopa_syntax::read_scenario(&text);
        let errors = reading.diagnostics.iter().filter(|d| d.is_error()).count();
        assert_eq!(errors, 0, "{round}: {:?}\n{text}", reading.diagnostics);
        let built = zopa_exchange::declared::build(&reading.scenario.expect("a scenario"));
        let errors = built.diagnostics.iter().filter(|d| d.is_error()).count();
        assert_eq!(errors, 0, "{round}: {:?}\n{text}", built.diagnostics);
        let again = built.conflict.expect("a conflict");
        assert_eq!(again.conflict.graph, conflict.conflict.graph, "{round}: {text}");
        for party in 0..3 {
            let (one, other) =
                (&again.conflict.preferences[party], &conflict.conflict.preferences[party]);
            for a in 0..conflict.states() as u32 {
                for b in 0..conflict.states() as u32 {
                    assert_eq!(one.compare(a, b), other.compare(a, b), "{round}: {text}");
                }
            }
        }
        assert_eq!(again.status_quo, conflict.status_quo);
        assert_eq!(again.views[0].unseen, conflict.views[0].unseen);
        assert_eq!(again.coalitions, conflict.coalitions);
        assert_eq!(again.known[0].concept, conflict.known[0].concept);
        assert_eq!(again.known[0].stable, conflict.known[0].stable);
        assert_eq!(again.parties, conflict.parties);
        assert_eq!(again.options, conflict.options);
        if let Some(statements) = &again.statements[1] {
            let first = conflict.statements[1].as_ref().expect("statements");
            for (one, other) in statements.iter().zip(first) {
                assert!((0..16).all(|state| one.holds(state) == other.holds(state)), "{text}");
            }
        }
    }
}
