//! Reading and writing `.gmcr` files: the published examples' facts, wrong files, round trips.

use zopa_exchange::gmcr::{self, NotWritable};
use zopa_exchange::{NamedConflict, StateNames, letters};
use zopa_scenario::{Code, Severity};
use zopa_stability::{Comparison, Graph, Preference, Ranking, Reversibility, Statement};

/// The Cuban missile crisis by statements, the air strike irreversible, with the older switch
/// (Fraser & Hipel 1982).
const CUBA: &str = r#"{
 "program": "p", "version": "0.3.1", "useManualPreferenceVectors": false,
 "options": [{"name": "Air Strike", "permittedDirection": "fwd"},
             {"name": "Blockade", "permittedDirection": "both"},
             {"name": "Withdraw", "permittedDirection": "both"},
             {"name": "Escalate", "permittedDirection": "both"}],
 "infeasibles": [[[2, "Y"], [3, "Y"]]],
 "decisionMakers": [
  {"name": "US", "options": [0, 1], "preferences": [
    [[2, "Y"]], [[3, "N"]], {"compound": true, "members": [[[0, "N"], [2, "Y"]]]},
    [[1, "N"], [2, "Y"]], [[0, "Y"], [3, "Y"]], [[1, "Y"], [3, "Y"]],
    {"compound": true, "members": [[[0, "Y"], [2, "N"]], [[1, "Y"], [3, "N"]],
                                   [[0, "Y"], [3, "N"]], [[1, "Y"], [2, "N"]]]},
    [[0, "N"], [2, "N"], [3, "N"]], [[1, "N"], [2, "N"], [3, "N"]]]},
  {"name": "USSR", "options": [2, 3], "preferences": [
    [[3, "N"]],
    {"compound": true, "members": [[[0, "Y"], [3, "Y"]], [[0, "N"], [3, "N"]], [[0, "Y"], [3, "N"]]]},
    {"compound": true, "members": [[[1, "Y"], [3, "Y"]], [[1, "N"], [3, "N"]], [[1, "Y"], [3, "N"]]]},
    [[0, "N"], [3, "N"]], [[1, "N"], [3, "N"]],
    {"compound": true, "members": [[[1, "Y"], [2, "Y"]], [[1, "N"], [2, "N"]], [[0, "Y"], [2, "Y"]]]},
    [[1, "Y"], [2, "N"], [3, "N"]], [[0, "Y"], [1, "N"], [2, "Y"], [3, "N"]]]}]
}"#;

/// Elmira with rankings and statements; the merged states of Abandon are not merged.
const ELMIRA: &str = r#"{
 "options": [{"name": "Modify", "permittedDirection": "fwd"},
             {"name": "Delay", "permittedDirection": "back"},
             {"name": "Accept", "permittedDirection": "both"},
             {"name": "Abandon", "permittedDirection": "fwd"},
             {"name": "Insist", "permittedDirection": "both"}],
 "infeasibles": [[[1, "Y"], [2, "Y"]], [[1, "Y"], [3, "Y"]], [[2, "Y"], [3, "Y"]],
                 [[1, "N"], [2, "N"], [3, "N"]]],
 "useManualPreferenceRanking": true,
 "coalitions": [[1, 0], 2],
 "coalitionsFull": [{"name": "MoE", "options": [0]}],
 "decisionMakers": [
  {"name": "MoE", "options": [0], "preferenceRanking": [9, 3, 4, 10, 7, 1, 2, 8, [11, 5, 6, 12]],
   "preferences": [[[2, "Y"]], [[3, "N"]], [[0, "N"]],
     {"compound": true, "members": [[[0, "N"], [4, "Y"]], [[0, "Y"], [4, "N"]]]}]},
  {"name": "Uniroyal", "options": [1, 2, 3],
   "preferenceRanking": [1, 4, 10, 7, [5, 11, 6, 12], 2, 3, 9, 8], "preferences": []},
  {"name": "Local Government", "options": [4], "preferences": [],
   "preferenceRanking": [9, 3, 7, 1, 10, 8, 4, 2, [11, 5, 12, 6]]}]
}"#;

/// Syria and Iraq on the Euphrates, each blind to some states.
const EUPHRATES: &str = r#"{
 "useManualPreferenceRanking": false, "coalitions": [0, 1], "infeasibles": [[[0, "Y"], [1, "Y"]]],
 "options": [{"name": "Release Water", "permittedDirection": "both"},
             {"name": "Escalate", "permittedDirection": "both"},
             {"name": "Attack", "permittedDirection": "both"}],
 "decisionMakers": [
  {"name": "Syria", "options": [0, 1], "payoffs": [6, 3, 5, 2, 1, 4],
   "misperceptions": [[[0, "Y"], [1, "N"]]],
   "preferences": [[[0, "N"], [1, "N"], [2, "N"]], [[1, "Y"]], [[2, "N"]], [[0, "N"]]]},
  {"name": "Iraq", "options": [2], "payoffs": [3, 6, 1, 5, 2, 4],
   "misperceptions": [[[0, "N"], [1, "N"]]],
   "preferences": [[[0, "Y"], [1, "N"], [2, "N"]], [[0, "N"], [1, "N"], [2, "Y"]],
     [[0, "N"], [1, "Y"], [2, "Y"]], [[0, "N"], [1, "N"], [2, "N"]], [[0, "Y"], [1, "N"], [2, "Y"]]]}]
}"#;

fn read(text: &str) -> NamedConflict {
    let reading = gmcr::read(text);
    assert!(reading.diagnostics.iter().all(|d| !d.is_error()), "{:?}", reading.diagnostics);
    reading.conflict.expect("a conflict")
}

fn ranking(conflict: &NamedConflict, party: usize) -> &Ranking {
    match &conflict.conflict.preferences[party] {
        Preference::Ranking(ranking) => ranking,
        Preference::Relation(_) => panic!("a ranking"),
    }
}

/// The groups of states of a party, best first, as numbers of feasible states from 0.
fn groups(conflict: &NamedConflict, party: usize) -> Vec<Vec<u32>> {
    let rank = &ranking(conflict, party).rank;
    let mut levels: Vec<u32> = rank.clone();
    levels.sort_unstable_by(|a, b| b.cmp(a));
    levels.dedup();
    let of = |level: u32| (0..rank.len() as u32).filter(|&s| rank[s as usize] == level).collect();
    levels.into_iter().map(of).collect()
}

#[test]
fn cuba_by_statements_has_the_published_rankings() {
    let conflict = read(CUBA);
    let one_each = |order: [u32; 12]| order.map(|state| vec![state]).to_vec();
    assert_eq!(groups(&conflict, 0), one_each([4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8]));
    assert_eq!(groups(&conflict, 1), one_each([0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8]));
    let form = conflict.form.as_ref().expect("option form");
    assert_eq!(form.feasible.len(), 12);
    assert_eq!(form.options[0].reversibility, Reversibility::Forward);
    assert_eq!(form.options[2].owner, 1);
    assert_eq!(conflict.options[0].id, "air_strike");
    assert_eq!(conflict.parties[1].id, "USSR");
    assert_eq!(conflict.statements[0].as_ref().map(Vec::len), Some(9));
    assert!(gmcr::read(CUBA).diagnostics.is_empty());
}

#[test]
fn elmira_by_rankings_with_ties_and_a_coalition() {
    let reading = gmcr::read(ELMIRA);
    let conflict = reading.conflict.expect("a conflict");
    let ministry = groups(&conflict, 0);
    assert_eq!(ministry.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1, 1, 1, 1, 1, 1, 4]);
    assert_eq!(ministry[0], [8]);
    assert_eq!(ministry[8], [4, 5, 10, 11]);
    assert_eq!(conflict.state_name(8), "NNYNY");
    assert_eq!(conflict.coalitions, [[0, 1]]);
    assert_eq!(conflict.parties[2].id, "Local Government");
    // The statements split what the ranking ties, so they are reported and kept.
    assert_eq!(reading.diagnostics.len(), 1);
    assert_eq!(reading.diagnostics[0].severity, Severity::Warning);
    assert_eq!(conflict.statements[0].as_ref().map(Vec::len), Some(4));
    assert!(conflict.statements[1].is_none());
}

#[test]
fn misperceptions_are_unseen_states() {
    let reading = gmcr::read(EUPHRATES);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    let conflict = reading.conflict.expect("a conflict");
    assert_eq!(conflict.views.len(), 2);
    assert_eq!(conflict.views[0].unseen, [1, 4]);
    assert_eq!(conflict.views[1].unseen, [0, 3]);
    assert_eq!(groups(&conflict, 0), [[0], [2], [5], [1], [3], [4]]);
}

#[test]
fn older_files_and_the_switch() {
    // The Garrison Diversion Unit's options and infeasible states leave 23 (Hipel & Fraser 1980).
    let text = r#"{"useManualPreferenceVectors": true, "options": [
        {"name": "Full"}, {"name": "Reduced"}, {"name": "Appease"}, {"name": "Legal"},
        {"name": "Treaty"}, {"name": "Full"}, {"name": "Reduced"}, {"name": "Lonetree"},
        {"name": "Suspend"}],
      "infeasibles": [[[0,"Y"],[1,"Y"]], [[0,"Y"],[2,"Y"]], [[1,"Y"],[2,"Y"]], [[5,"Y"],[6,"Y"]],
        [[5,"Y"],[7,"Y"]], [[5,"Y"],[8,"Y"]], [[6,"Y"],[7,"Y"]], [[6,"Y"],[8,"Y"]],
        [[7,"Y"],[8,"Y"]], [[0,"N"],[1,"N"],[2,"N"]], [[5,"N"],[6,"N"],[7,"N"],[8,"N"]],
        [[0,"Y"],[3,"N"]], [[2,"Y"],[3,"Y"]], [[0,"Y"],[4,"N"],[5,"N"]], [[1,"Y"],[4,"N"],[7,"Y"]],
        [[1,"Y"],[4,"N"],[8,"Y"]], [[2,"Y"],[4,"N"],[7,"Y"]], [[2,"Y"],[4,"N"],[8,"Y"]]],
      "decisionMakers": [
       {"name": "Support", "preferences": [], "options": [0, 1, 2], "preferenceVector":
        [3,7,[1,2],4,[5,6],8,9,12,11,15,10,13,14,17,16,18,19,21,20,22,23]},
       {"name": "Opposition", "preferences": [], "options": [3], "preferenceVector":
        [[21,17,13,10,6,2],[23,19],15,11,8,4,22,18,14,7,3,20,16,12,9,5,1]},
       {"name": "Canada", "preferences": [], "options": [4], "preferenceVector":
        [23,[20,21],19,[16,17],11,[9,10],15,[12,13],2,4,1,8,[5,6],22,18,14,3,7]},
       {"name": "IJC", "preferences": [], "options": [5, 6, 7, 8], "preferenceVector":
        [[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23]]}]}"#;
    let conflict = read(text);
    assert_eq!(conflict.states(), 23);
    assert_eq!(conflict.conflict.preferences[3].compare(0, 22), Comparison::Equal);
    assert_eq!(conflict.conflict.preferences[0].compare(2, 6), Comparison::Better(1));
    assert_eq!(conflict.options[5].id, "full_2");
    // No switch at all: rankings count where a party has no statements.
    let without = text.replace("\"useManualPreferenceVectors\": true, ", "");
    assert_eq!(read(&without).conflict, conflict.conflict);
    // Statements count, there are none: everything ties, and the file is told so.
    let by_statements = text.replace("Vectors\": true", "Vectors\": false");
    let reading = gmcr::read(&by_statements);
    let conflict = reading.conflict.expect("a conflict");
    assert!((0..3).all(|party| groups(&conflict, party).len() == 1));
    let ignored = |d: &&zopa_scenario::Diagnostic| d.code == Code::PreferenceForm;
    assert_eq!(reading.diagnostics.iter().filter(ignored).count(), 3);
}

#[test]
fn a_trade_round_of_twenty_options_has_138_240_states() {
    let options: Vec<String> = (0..20)
        .map(|i| format!("{{\"name\": \"o{i}\", \"permittedDirection\": \"both\"}}"))
        .collect();
    let owned = [0..5, 5..9, 9..12, 12..14, 14..17, 17..20];
    let parties: Vec<String> = owned
        .into_iter()
        .map(|own| {
            let own: Vec<String> = own.map(|option: i32| option.to_string()).collect();
            format!(
                "{{\"name\": \"p{0}\", \"options\": [{1}], \"preferences\": []}}",
                own[0],
                own.join(",")
            )
        })
        .collect();
    let text = format!(
        "{{\"options\": [{}], \"infeasibles\": [[[0,\"N\"],[3,\"Y\"]], [[6,\"Y\"],[7,\"Y\"]], \
         [[6,\"Y\"],[8,\"Y\"]], [[9,\"Y\"],[10,\"Y\"]], [[9,\"Y\"],[11,\"Y\"]], [[9,\"N\"],[11,\"Y\"]], \
         [[12,\"Y\"],[13,\"Y\"]]], \"decisionMakers\": [{}]}}",
        options.join(","),
        parties.join(",")
    );
    let reading = gmcr::read(&text);
    assert_eq!(reading.conflict.expect("a conflict").states(), 138_240);
    assert_eq!(reading.diagnostics.len(), 6);
    assert!(reading.diagnostics.iter().all(|d| d.code == Code::NoPreference && !d.is_error()));
}

#[test]
fn forty_options_by_statements_need_no_list_of_states() {
    let options: Vec<String> = (0..40).map(|i| format!("{{\"name\": \"o{i}\"}}")).collect();
    let own = |range: std::ops::Range<u32>| {
        range.map(|option| option.to_string()).collect::<Vec<_>>().join(",")
    };
    let text = format!(
        "{{\"options\": [{}], \"infeasibles\": [[[0,\"Y\"],[39,\"Y\"]]], \"decisionMakers\": [\
         {{\"name\": \"A\", \"options\": [{}], \"preferences\": [[[0, \"Y\"]], [[30, \"N\"]]]}}, \
         {{\"name\": \"B\", \"options\": [{}], \"preferences\": [[[39, \"Y\"]]]}}]}}",
        options.join(","),
        own(0..20),
        own(20..40)
    );
    let reading = gmcr::read(&text);
    assert!(reading.conflict.is_none());
    let implicit = reading.implicit.expect("statements");
    assert_eq!(implicit.statements[0].len(), 2);
    assert_eq!(implicit.controlled[39].owner, 1);
    assert_eq!(reading.diagnostics.len(), 1);
    assert_eq!(reading.diagnostics[0].code, Code::TooManyStates);
    assert!(!reading.diagnostics[0].is_error());
    // A ranking cannot be had without the states.
    let text = text.replacen("\"preferences\"", "\"preferenceRanking\": [1], \"old\"", 1);
    let reading = gmcr::read(&text);
    assert!(reading.conflict.is_none() && reading.implicit.is_none());
    assert!(reading.diagnostics.iter().any(|d| d.is_error() && d.code == Code::TooManyStates));
    // Where states can be listed, both forms are there, unless rankings count.
    assert!(gmcr::read(CUBA).implicit.is_some() && gmcr::read(ELMIRA).implicit.is_none());
}

/// A file of two parties with one option each, with one piece replaced.
fn changed(from: &str, to: &str) -> String {
    let text = r#"{"options": [{"name": "A", "permittedDirection": "both"}, {"name": "B"}],
 "infeasibles": [[[0, "Y"], [1, "Y"]]], "useManualPreferenceRanking": true, "decisionMakers": [
 {"name": "P", "options": [0], "preferences": [], "preferenceRanking": [1, [2, 3]]},
 {"name": "Q", "options": [1], "preferences": [[[0, "N"]]], "preferenceRanking": [[3, 1], 2]}]}"#;
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn wrong_files_are_pointed_at() {
    let cases = [
        // (piece, what stands in its place, code, the text that is pointed at)
        ("[1, [2, 3]]", "[1, 2]", Code::MissingState, "["),
        ("[1, [2, 3]]", "[1, [2, 1], 3]", Code::RepeatedState, "1"),
        ("[1, [2, 3]]", "[1, [2, 4], 3]", Code::UnknownState, "4"),
        ("[1, [2, 3]]", "[0, 1, [2, 3]]", Code::UnknownState, "0"),
        (
            "[1, [2, 3]]",
            "[1, 99999999999999999999999, [2, 3]]",
            Code::UnknownState,
            "99999999999999999999999",
        ),
        ("[1, [2, 3]]", "[1, \"2\", 3]", Code::WrongType, "\"2\""),
        ("[1, [2, 3]]", "[1, 2.0, 3]", Code::WrongType, "2.0"),
        ("[1, [2, 3]]", "[-1, 2, 3]", Code::WrongType, "-1"),
        ("[1, [2, 3]]", "[1, [[2], 3]]", Code::WrongType, "[2]"),
        ("[1, [2, 3]]", "{\"1\": 2}", Code::WrongType, "{\"1\": 2}"),
        ("[1, [2, 3]]", "[]", Code::NoPreference, "[]"),
        ("[[0, \"Y\"], [1, \"Y\"]]", "[[0, \"Y\"], [7, \"Y\"]]", Code::UnknownOption, "7"),
        ("[[0, \"Y\"], [1, \"Y\"]]", "[[0, \"Y\"], [1, \"X\"]]", Code::BadPattern, "\"X\""),
        ("[[0, \"Y\"], [1, \"Y\"]]", "[[0, \"Y\"], [1]]", Code::WrongType, "[1]"),
        ("[[0, \"Y\"], [1, \"Y\"]]", "[]", Code::NoState, "[[]]"),
        ("[[0, \"Y\"], [1, \"Y\"]]", "5", Code::WrongType, "5"),
        ("[[[0, \"N\"]]]", "[[[2, \"N\"]]]", Code::UnknownOption, "2"),
        ("[[[0, \"N\"]]]", "[{\"compound\": true}]", Code::MissingField, "{\"compound\": true}"),
        ("\"options\": [1]", "\"options\": [0]", Code::UnknownOption, "0"),
        ("\"options\": [1]", "\"options\": []", Code::UnknownOption, "{\"name\": \"B\"}"),
        ("\"options\": [1]", "\"options\": [1, 2]", Code::UnknownOption, "2"),
        (
            "\"permittedDirection\": \"both\"",
            "\"permittedDirection\": \"up\"",
            Code::WrongType,
            "\"up\"",
        ),
        ("\"name\": \"Q\", ", "", Code::MissingField, "{\"options\": [1]"),
        ("true, \"decisionMakers\"", "1, \"decisionMakers\"", Code::WrongType, "1"),
        ("\"name\": \"Q\"", "\"name\": \"Q\", \"name\": \"R\"", Code::DuplicateKey, "\"R\""),
        ("]}]}", "]}]", Code::Unreadable, "]"),
        ("[0]", "[0,]", Code::Unreadable, "]"),
    ];
    for (from, to, code, place) in cases {
        let text = changed(from, to);
        let reading = gmcr::read(&text);
        assert!(reading.conflict.is_none(), "{to}");
        let error = reading.diagnostics.iter().find(|d| d.is_error()).expect("an error");
        assert_eq!(error.code, code, "{to}: {}", error.message);
        let span = error.labels[0].span;
        let pointed = &text[span.start..span.end];
        assert!(
            pointed == place || (place.len() > 8 && pointed.starts_with(place)),
            "{to}: {pointed}"
        );
    }
    assert!(gmcr::read("").conflict.is_none());
    assert!(gmcr::read("[]").conflict.is_none());
    assert!(gmcr::read("{}").diagnostics.len() == 2);
}

#[test]
fn what_is_not_used_is_told() {
    let text =
        changed("\"name\": \"Q\",", "\"name\": \"P\", \"color\": \"red\", \"payoffs\": [1, 2, 3],");
    let reading = gmcr::read(&text);
    let conflict = reading.conflict.expect("a conflict");
    assert_eq!(conflict.parties[1].id, "P_2");
    assert_eq!(conflict.parties[1].name, "P");
    let codes: Vec<Code> = reading.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::UnknownField, Code::UnknownField, Code::DuplicateOption]);
    // A condition that no state meets removes none and is told.
    let text = changed("[[0, \"Y\"], [1, \"Y\"]]", "[[0, \"Y\"], [0, \"N\"]]")
        .replace("[1, [2, 3]]", "[1, [2, 3], 4]")
        .replace("[[3, 1], 2]", "[[3, 1], 2, 4]");
    let reading = gmcr::read(&text);
    assert_eq!(reading.conflict.expect("a conflict").states(), 4);
    assert_eq!(reading.diagnostics[0].code, Code::BadPattern);
}

#[test]
fn written_files_read_back() {
    for text in [CUBA, ELMIRA, EUPHRATES] {
        let conflict = read(text);
        assert!(gmcr::losses(&conflict).is_empty());
        let written = gmcr::write(&conflict).expect("option form");
        let back = read(&written);
        assert_eq!(back.conflict, conflict.conflict);
        assert_eq!(back.parties, conflict.parties);
        assert_eq!(back.options, conflict.options);
        assert_eq!(back.statements, conflict.statements);
        assert_eq!(back.views, conflict.views);
        assert_eq!(back.coalitions, conflict.coalitions);
        assert_eq!(back.infeasible, conflict.infeasible);
    }
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
    match numbers.below(if depth == 0 { 2 } else { 7 }) {
        0 | 1 => Statement::Taken(numbers.below(options as u64) as usize),
        2 => Statement::Not(part(numbers)),
        3 => Statement::And(vec![*part(numbers), *part(numbers)]),
        4 => Statement::Or(vec![*part(numbers), *part(numbers)]),
        5 => Statement::If(part(numbers), part(numbers)),
        _ => Statement::IfAndOnlyIf(part(numbers), part(numbers)),
    }
}

#[test]
fn states_ruled_out_by_any_statement_are_written_as_conditions() {
    use zopa_stability::FeasibleStates;
    let mut numbers = Numbers(5);
    for _ in 0..200 {
        let mut conflict = read(CUBA);
        let ruled_out = statement(&mut numbers, 4, 3);
        let preferred = [statement(&mut numbers, 4, 3), statement(&mut numbers, 4, 2)];
        let states: Vec<u64> = (0..16).filter(|&state| !ruled_out.holds(state)).collect();
        if states.is_empty() {
            continue;
        }
        let feasible = match states.len() {
            16 => FeasibleStates::All(4),
            _ => FeasibleStates::Listed(states),
        };
        let Graph::Options(form) = &mut conflict.conflict.graph else { panic!("option form") };
        form.feasible = feasible.clone();
        conflict.form = Some(form.clone());
        conflict.states = StateNames::Options(feasible.clone());
        conflict.infeasible.clear();
        let rank =
            zopa_stability::prioritising::ranking_from_statements(&feasible, &preferred, &[]);
        conflict.conflict.preferences = vec![Preference::Ranking(rank); 2];
        conflict.statements = vec![Some(preferred.to_vec()), None];
        let written = gmcr::write(&conflict).expect("option form");
        let reading = gmcr::read(&written);
        let back = reading.conflict.expect("a conflict");
        assert_eq!(back.conflict, conflict.conflict);
        // The written statements hold in the same states.
        let stated = back.statements[0].as_ref().expect("statements");
        for (one, other) in preferred.iter().zip(stated) {
            assert!((0..16).all(|state| one.holds(state) == other.holds(state)));
        }
    }
}

#[test]
fn what_has_no_options_or_rankings_is_not_written() {
    let mut conflict = read(EUPHRATES);
    let relation = zopa_stability::Relation::unknown(6);
    conflict.conflict.preferences[0] = Preference::Relation(relation);
    let expected = NotWritable::NoRanking { party: "Syria".into() };
    assert_eq!(gmcr::write(&conflict), Err(expected));
    conflict.conflict.graph = Graph::Listed(conflict.conflict.graph.listed().into_owned());
    assert_eq!(gmcr::write(&conflict), Err(NotWritable::ListedGraph));
}

#[test]
fn a_million_states_are_read_fast() {
    let (options, states) = (20_usize, 1_u64 << 20);
    let mut text = String::from("{\"useManualPreferenceRanking\": true, \"options\": [");
    let names: Vec<String> =
        (0..options).map(|option| format!("{{\"name\": \"o{option}\"}}")).collect();
    text += &names.join(",");
    text += "], \"infeasibles\": [], \"decisionMakers\": [";
    for party in 0..3_u64 {
        let own: Vec<String> =
            (0..options).filter(|o| o % 3 == party as usize).map(|o| o.to_string()).collect();
        // An odd factor permutes the numbers below a power of two.
        let order: Vec<String> = (0..states)
            .map(|position| (((position * (4097 + 2 * party)) & (states - 1)) + 1).to_string())
            .collect();
        text += &format!(
            "{}{{\"name\": \"p{party}\", \"options\": [{}], \"preferences\": [], \
             \"preferenceRanking\": [{}]}}",
            if party > 0 { "," } else { "" },
            own.join(","),
            order.join(", ")
        );
    }
    text += "]}";
    let begun = std::time::Instant::now();
    let conflict = read(&text);
    let taken = begun.elapsed();
    assert!(taken.as_secs_f64() < 2.0, "{taken:?} for {} bytes", text.len());
    for party in 0..3 {
        let rank = &ranking(&conflict, party as usize).rank;
        for position in [0, 1, 12_345, states - 1] {
            let state = (position * (4097 + 2 * party)) & (states - 1);
            assert_eq!(u64::from(rank[state as usize]), states - 1 - position);
        }
    }
    assert_eq!(conflict.state_name(5), letters(5, options));
}

#[test]
fn changed_texts_are_answered_without_panic() {
    let mut numbers = Numbers(3);
    let pieces =
        ["[", "]", "{", "}", ",", ":", "\"", "0", "9", "-1", "null", "\\", "é", "1e9", "\"Y\""];
    let (mut read, mut refused) = (0, 0);
    for round in 0..6_000 {
        let mut text = [CUBA, ELMIRA, EUPHRATES][round % 3].to_owned();
        for _ in 0..=numbers.below(2) {
            let at = numbers.below(text.len() as u64) as usize;
            if !text.is_char_boundary(at) || !text.is_char_boundary(at + 1) {
                continue;
            }
            let piece = pieces[numbers.below(pieces.len() as u64) as usize];
            let end = at + numbers.below(2) as usize;
            text.replace_range(at..end, piece);
        }
        let reading = gmcr::read(&text);
        for diagnostic in &reading.diagnostics {
            for label in &diagnostic.labels {
                assert!(text.get(label.span.start..label.span.end).is_some(), "{text}");
            }
        }
        match reading.conflict {
            Some(conflict) => {
                read += 1;
                let written = gmcr::write(&conflict).expect("option form");
                let back = gmcr::read(&written).conflict.expect("a conflict");
                assert_eq!(back.conflict, conflict.conflict, "{text}");
            }
            None => {
                refused += 1;
                assert!(reading.diagnostics.iter().any(|d| d.is_error()), "{text}");
            }
        }
    }
    assert!(read > 100 && refused > 1_000, "{read} read, {refused} refused");
}
