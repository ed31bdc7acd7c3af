//! The tables of a conflict in the graph model: reading, what is reported, layout.

use zopa_scenario::stability::{
    DeclaredAttitude, OptionDirection, PreferenceBase, RankedPlace, StatementPlace,
};
use zopa_scenario::{Scenario, Text};
use zopa_syntax::{fields, format, json_schema, language_reference, read_scenario, without_places};

/// A conflict that uses every field but those of states listed by hand and of levers.
const WELL: &str = include_str!("stability.toml");

fn well() -> Scenario {
    let reading = read_scenario(WELL);
    assert_eq!(reading.diagnostics, []);
    reading.scenario.unwrap()
}

fn words(texts: &[Text]) -> Vec<&str> {
    for text in texts {
        assert!(text.exact && WELL[text.span.start..text.span.end] == text.text, "{text}");
    }
    texts.iter().map(|text| text.text.as_str()).collect()
}

#[test]
fn options_and_states() {
    let scenario = well();
    let options: Vec<(&str, &str, OptionDirection)> = scenario
        .options
        .iter()
        .map(|o| (o.id.text.as_str(), o.party.text.as_str(), o.direction))
        .collect();
    assert_eq!(
        options,
        [
            ("pump", "upper", OptionDirection::Both),
            ("dam", "upper", OptionDirection::Forward),
            ("sue", "lower", OptionDirection::Both),
            ("sell", "mill", OptionDirection::Back),
        ]
    );
    assert_eq!(scenario.options[0].name.text, "Pump at night");
    assert_eq!(scenario.options[1].name.text, "dam");
    assert_eq!(scenario.options[0].sources[0].locator.as_deref(), Some("2"));
    let stability = scenario.stability.as_ref().unwrap();
    assert_eq!(words(&stability.infeasible), ["YY--", "sue and dam"]);
    assert_eq!(words(&stability.always), ["pump or not sue", "if dam then sell"]);
    assert_eq!(words(&stability.exclusive[0].names), ["pump", "dam"]);
    assert_eq!(words(&stability.at_least_one[0].names), ["pump", "dam", "sue", "sell"]);
    assert_eq!(stability.coalitions.len(), 2);
    let bans = &stability.forbidden;
    assert_eq!((bans[0].from.text.as_str(), bans[0].to.text.as_str()), ("--Y-", "--N-"));
    assert_eq!(bans[0].party.as_ref().map(|p| p.text.as_str()), Some("lower"));
    assert_eq!(bans[1].party, None);
    let (id, pattern) = &stability.coalesced[0];
    assert_eq!((id.text.as_str(), pattern.text.as_str()), ("dammed", "-Y--"));
    let known = &stability.known[0];
    assert_eq!(words(known.equilibria.as_ref().unwrap()), ["calm"]);
    assert_eq!(words(&known.stable[0].1), ["calm", "dammed"]);
    assert!(known.disagrees.is_some() && stability.note.is_some());
    assert_eq!(stability.sources.len(), 1);
}

#[test]
fn preferences_and_views() {
    let scenario = well();
    let [upper, lower, mill] = scenario.preferences.as_slice() else { panic!("three") };
    let Some((PreferenceBase::Ranking(places), span)) = &upper.base else { panic!("a ranking") };
    assert!(WELL[span.start..span.end].starts_with("[\"dammed\""));
    assert_eq!(places.len(), 6);
    assert!(matches!(&places[1], RankedPlace::Tie(tie, _) if words(tie) == ["calm", "YNNY"]));
    assert!(matches!(&places[2], RankedPlace::StrongGap(_)));
    assert_eq!(words(&upper.unknown), ["calm ? dammed"]);
    assert_eq!(upper.attitude[0].1, DeclaredAttitude::Negative);
    let Some((PreferenceBase::Statements(places), _)) = &lower.base else { panic!("statements") };
    assert!(matches!(places[1], StatementPlace::StrongGap(_)));
    assert!(matches!(&places[2], StatementPlace::Statement(s) if s.text == "not (pump or sue)"));
    assert_eq!((lower.degree[0].value, lower.threshold), (0.7, Some(0.4)));
    let Some((PreferenceBase::Weights(weights), _)) = &mill.base else { panic!("weights") };
    assert_eq!((weights[1].name.text.as_str(), weights[1].value), ("sue", -1.5));
    assert_eq!(mill.probability[0].name.text, "calm > YNNN");
    let view = &scenario.views[0];
    assert_eq!(words(&view.unseen), ["-Y--"]);
    let Some((PreferenceBase::Pairs { comparisons, closed }, _)) = &view.preferences[0].base else {
        panic!("pairs")
    };
    assert_eq!((comparisons.len(), *closed), (3, false));
}

/// The problems as `code: text pointed at`.
fn problems(text: &str) -> Vec<String> {
    read_scenario(text)
        .diagnostics
        .iter()
        .map(|problem| match problem.labels.first() {
            Some(label) => format!("{}: {}", problem.code, &text[label.span.start..label.span.end]),
            None => problem.code.to_string(),
        })
        .collect()
}

/// Each row: what is replaced in the file, by what, and the problems that follow.
const WRONG: &[(&str, &str, &[&str])] = &[
    ("party = \"lower\"\ndirection", "party = \"lowr\"\ndirection", &["Z309: lowr"]),
    ("party = \"lower\"\ndirection", "direction", &["Z005: [option.sue]"]),
    ("direction = \"back\"", "direction = \"backward\"", &["Z003: backward"]),
    ("[option.sell]", "[option.iff]", &["Z008: iff"]),
    ("[option.sell]", "[option.\"to sell\"]", &["Z008: to sell"]),
    ("[option.sell]", "[options.sell]", &["Z004: options"]),
    ("status_quo = \"NNNY\"", "status_quo = 3", &["Z003: 3"]),
    ("status_quo", "statusquo", &["Z004: statusquo"]),
    ("exclusive = [[\"pump\", \"dam\"]]", "exclusive = [\"pump\"]", &["Z003: \"pump\""]),
    ("exclusive = [[\"pump\", \"dam\"]]", "exclusive = [[\"pump\", \"pump\"]]", &["Z108: pump"]),
    ("party = \"lower\" }", "party = \"lo\" }", &["Z309: lo"]),
    ("{ from = \"dam\", to = \"pump\" }", "{ from = \"dam\" }", &["Z005: { from = \"dam\" }"]),
    ("[\"lower\", \"mill\"]", "[\"lower\", \"mil\"]", &["Z309: mil"]),
    ("stable = { upper", "stable = { uper", &["Z309: uper"]),
    ("source = \"visit:3\"", "source = \"vist:3\"", &["Z308: vist:3"]),
    ("concept = \"R\"\n", "", &["Z005: [[stability.known]]"]),
    ("[preference.mill]", "[preference.mills]", &["Z309: mills"]),
    ("[preference.mill]\n", "[preference.mill]\npairs = []\n", &["Z815: []"]),
    ("weights = { sell = 3", "weights = { sell = \"much\"", &["Z003: \"much\""]),
    ("[\"dammed\", [\"calm\"", "[1, [\"calm\"", &["Z003: 1"]),
    ("= 0.7", "= 1.7", &["Z306: 1.7"]),
    ("= 0.8", "= -1", &["Z306: -1"]),
    ("threshold = 0.4", "threshold = 0", &["Z306: 0"]),
    ("lower = \"negative\"", "lower = \"hostile\"", &["Z003: hostile"]),
    ("lower = \"negative\"", "lwer = \"negative\"", &["Z309: lwer"]),
    ("[view.lower]", "[view.loer]", &["Z309: loer"]),
    ("[view.lower.preference.upper]", "[view.lower.preference.uper]", &["Z309: uper"]),
    ("closed = false", "closed = \"no\"", &["Z003: \"no\""]),
    ("closed = false", "threshold = 0.5", &["Z004: threshold"]),
    ("source = \"visit\"\nnote", "note", &["Z304: 0.7", "Z304: 3"]),
    ("[scenario]\n", "[scenario]\ntime = \"0 to 5\"\n", &["Z007: 0 to 5"]),
    ("[stability]\n", "[variable]\nx = 1\n[stability]\n", &["Z005: [scenario]"]),
    ("[stability]\n", "[stability]\nlevers = [\"aid\"]\n", &["Z309: aid"]),
    ("[stability]\n", "[stability]\ndraws = 0\n", &["Z003: 0"]),
    ("[preference.mill]\n", "[preference.mill]\nvalue = \"-gain\"\n", &["Z102: gain"]),
];

#[test]
fn wrong_declarations_point_at_the_place() {
    let mut failures = Vec::new();
    for (from, to, expected) in WRONG {
        assert!(WELL.contains(from), "{from}");
        let found = problems(&WELL.replacen(from, to, 1));
        if found != *expected {
            failures.push(format!("{from} -> {to}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_time_axis_is_needed_where_something_moves() {
    let without = "[scenario]\ntitle = \"t\"\n";
    assert_eq!(problems(without), ["Z005: [scenario]"]);
    assert_eq!(problems(&format!("{without}[stability]\n")), [""; 0]);
    let misspelt = "[scenario]\ntitle = \"t\"\ntme = \"0 to 3 [year]\"\n";
    assert_eq!(problems(misspelt), ["Z004: tme"]);
    let moving = format!("{without}[stability]\n[stock]\nx = {{ start = 0, change = \"1\" }}\n");
    assert_eq!(problems(&moving), ["Z005: [scenario]"]);
    assert_eq!(problems("stability = 3\n[scenario]\ntitle = \"t\"\n"), ["Z003: 3"]);
}

#[test]
fn states_listed_by_hand_and_levers() {
    let text = "[scenario]\ntitle='t'\ntime='0 to 3 [year]'\n[party.a]\n[input]\nx = '1 @assumption'\n[measure]\nm = 'x'\n[lever.l]\nparty = 'a'\nset = { x = '2 @assumption' }\n[lever.free]\nset = { x = '3 @assumption' }\n[stability]\nlevers = ['l']\ndraws = 50\nstates = ['s1', 's2']\n[stability.moves]\na = { s1 = ['s2'], s2 = [] }\n[preference.a]\nvalue = '- m'\n";
    let reading = read_scenario(text);
    assert_eq!(reading.diagnostics, []);
    let scenario = reading.scenario.unwrap();
    let stability = scenario.stability.unwrap();
    assert_eq!((stability.levers[0].text.as_str(), stability.draws), ("l", Some(50)));
    assert_eq!(stability.states.len(), 2);
    assert_eq!(stability.moves[0].reachable[0].1[0].text, "s2");
    assert_eq!(scenario.preferences[0].value.as_ref().unwrap().text, "- m");
    let owned = text.replace("levers = ['l']", "levers = ['free']");
    assert_eq!(problems(&owned), ["Z309: free"]);
}

#[test]
fn layout_keeps_meaning_and_comments() {
    let formatted = format(WELL).unwrap();
    assert_eq!(format(&formatted).unwrap(), formatted);
    let scenario = |text: &str| read_scenario(text).scenario.map(|s| without_places(&s)).unwrap();
    assert_eq!(scenario(&formatted), scenario(WELL));
    assert_eq!(formatted.matches('#').count(), WELL.matches('#').count());
    assert!(formatted.contains("direction = \"forward\"  # concrete\n"), "{formatted}");
    assert!(formatted.lines().all(|line| line.chars().count() <= 100), "{formatted}");
    let states: Vec<String> = (0..40).map(|i| std::format!("\"YNYNYN{i}\"")).collect();
    let long =
        std::format!("[preference.a]\nranking=[{} ,\n# last\n [\"x\",\"y\"]]\n", states.join(","));
    let formatted = format(&long).unwrap();
    assert_eq!(format(&formatted).unwrap(), formatted);
    assert!(formatted.contains("# last"), "{formatted}");
}

#[test]
fn the_reference_and_the_schema_know_the_tables() {
    let reference = language_reference();
    for header in ["[option.ID]", "[stability]", "[[stability.known]]", "[preference.PARTY]"] {
        assert!(reference.contains(&std::format!("## `{header}`")), "{header}");
    }
    let schema = json_schema();
    let ranking = schema.pointer("/properties/preference/additionalProperties/properties/ranking");
    assert_eq!(ranking.unwrap()["items"]["anyOf"][1]["type"], "array");
    let moves = schema.pointer("/properties/stability/properties/moves").unwrap();
    assert_eq!(moves["additionalProperties"]["additionalProperties"]["type"], "array");
    assert_eq!(schema["properties"]["scenario"]["required"], serde_json::json!(["title"]));
    assert!(fields::STABILITY.field("status_quo").is_some());
}
