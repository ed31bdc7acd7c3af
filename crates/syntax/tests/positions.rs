//! The tables of positions on contested issues: reading, what is reported, layout.

use zopa_scenario::{Procedure, Scenario, VotingIndex};
use zopa_syntax::{format, json_schema, language_reference, read_scenario, without_places};

/// Two issues with positions that use every field, and capabilities.
const WELL: &str = include_str!("positions.toml");

const VOTES: &str = "[scenario]\ntitle = 'Vote'\n[source.treaty]\ntitle = 'Treaty'\n[party.de]\n[party.fr]\n[voting]\nweights = { de = 29, fr = '29 @treaty:205' }\nquota = '40 @treaty'\nindex = 'banzhaf'\nsource = 'treaty:3'\nnote = 'As of 2007.'\n";

fn read(text: &str) -> Scenario {
    let reading = read_scenario(text);
    assert_eq!(reading.diagnostics, []);
    reading.scenario.unwrap()
}

fn problems(text: &str) -> Vec<String> {
    let shown = |problem: &zopa_scenario::Diagnostic| match problem.labels.first() {
        Some(label) => format!("{}: {}", problem.code, &text[label.span.start..label.span.end]),
        None => problem.code.to_string(),
    };
    read_scenario(text).diagnostics.iter().map(shown).collect()
}

#[test]
fn every_field_is_read_with_its_place() {
    let scenario = read(WELL);
    assert!(scenario.declares_positions() && !scenario.moves_in_time());
    let [rent, lift] = scenario.positions.as_slice() else { panic!("two issues") };
    assert_eq!((rent.id.text.as_str(), rent.name.text.as_str()), ("rent", "Rise of the rent"));
    assert_eq!(rent.group.as_ref().map(|g| g.text.as_str()), Some("lease"));
    let (scale, place) = rent.scale.unwrap();
    assert_eq!((scale, &WELL[place.start..place.end]), ([-10.0, 50.0], "[-10, 50]"));
    let points: Vec<&str> = rent.points.iter().map(|(at, _)| at.text.as_str()).collect();
    assert_eq!(points, ["-10", "0", "2.5", "50"]);
    for (at, words) in &rent.points {
        assert_eq!(WELL[at.span.start..at.span.end], at.text);
        assert_eq!(WELL[words.span.start..words.span.end], words.text);
    }
    let reference = rent.reference_point.as_ref().unwrap();
    assert_eq!(reference.expression.text, "2.5");
    assert_eq!(reference.sources[0].locator.as_deref(), Some("1"));
    assert_eq!(rent.outcome.as_ref().unwrap().sources[0].locator.as_deref(), Some("2"));
    assert_eq!(rent.note.as_ref().unwrap().text, "In per cent.");
    assert_eq!(rent.sources.len(), 1);
    let cited = |scalar: &zopa_scenario::PartyScalar| scalar.value.sources[0].locator.clone();
    let locators: Vec<_> = rent.position.iter().chain(&rent.salience).map(cited).collect();
    assert_eq!(locators, ["3", "2", "4", "4"].map(|l| Some(l.to_owned())));
    assert_eq!(rent.position[0].party.text, "tenants");
    assert_eq!(rent.position[0].value.expression.text, "triangular(-10, 0, 5)");
    assert_eq!(rent.salience[0].value.unit.as_ref().unwrap().text, "%");
    assert_eq!(rent.capability.len(), 1);
    assert_eq!((lift.scale, lift.points.len(), lift.position.len()), (None, 0, 3));
    assert_eq!(scenario.capability.len(), 3);
    assert!(scenario.capability[2].value.note.is_some());
}

#[test]
fn votes_are_read() {
    let voting = read(VOTES).voting.unwrap();
    assert_eq!(voting.index, VotingIndex::Banzhaf);
    assert_eq!(voting.index.word(), "banzhaf");
    let weights = &voting.rule.weights;
    assert_eq!(weights[0].value.sources[0].locator.as_deref(), Some("3"));
    assert_eq!(weights[1].value.sources[0].locator.as_deref(), Some("205"));
    assert_eq!(voting.rule.quota.unwrap().expression.text, "40");
    assert!(voting.note.is_some() && voting.sources.len() == 1);
}

/// An agenda setter, a chamber with a veto, and rules that must all hold.
const RULES: &str = "[scenario]\ntitle = 'Union'\nteaching_example = true\n[party.com]\n[party.ep]\n[party.de]\n[party.fr]\n[voting]\nrules = [\n  { weights = { de = 80_524, fr = 65_633 }, quota = '65 [%]' },\n  { weights = 'equal', quota = 2 },\n]\nblocking_members = 4\nagenda_setter = 'com'\nprocedure = 'codecision'\nvetoes = ['ep']\n";

#[test]
fn rules_and_procedures_are_read() {
    let voting = read(RULES).voting.unwrap();
    assert_eq!(voting.rules.len(), 2);
    assert_eq!(voting.all_rules().count(), 2);
    assert!(voting.rule.weights.is_empty() && voting.rule.quota.is_none());
    let [people, members] = voting.rules.as_slice() else { panic!("two rules") };
    assert_eq!((people.weights.len(), people.equal), (2, None));
    let quota = people.quota.as_ref().unwrap();
    assert_eq!((quota.expression.text.as_str(), quota.unit.is_some()), ("65", true));
    let equal = members.equal.unwrap();
    assert_eq!(&RULES[equal.start..equal.end], "equal");
    assert_eq!(&RULES[people.span.start..people.span.start + 1], "{");
    let (blocking, place) = voting.blocking_members.unwrap();
    assert_eq!((blocking, &RULES[place.start..place.end]), (4, "4"));
    assert_eq!(voting.agenda_setter.unwrap().text, "com");
    assert_eq!(voting.procedure.unwrap().0, Procedure::Codecision);
    assert_eq!(voting.vetoes[0].text, "ep");
    for (old, new, expected) in [
        ("'equal'", "'equall'", "Z003: equall"),
        ("de = 80", "es = 80", "Z309: es"),
        ("'com'", "'con'", "Z309: con"),
        ("['ep']", "['eq']", "Z309: eq"),
        ("'codecision'", "'codecison'", "Z003: codecison"),
        ("= 4\n", "= 0\n", "Z003: 0"),
        ("quota = 2 }", "quoter = 2 }", "Z004: quoter"),
    ] {
        assert!(RULES.contains(old), "{old}");
        assert_eq!(problems(&RULES.replace(old, new)), [expected], "{new}");
    }
    assert_eq!(problems(&RULES.replace(", quota = 2", "")), ["Z005: { weights = 'equal' }"]);
    let (start, end) = (RULES.find("[\n").unwrap(), RULES.find("]\nblocking").unwrap());
    let alone = RULES.replace(&RULES[start..=end], "3");
    assert_eq!(problems(&alone), ["Z003: 3"]);
}

#[test]
fn what_is_wrong_is_pointed_at() {
    let cases = [
        ("name            = \"Rise", "nam             = \"Rise", vec!["Z004: nam"]),
        ("scale           = [-10, 50]", "scale           = 50", vec!["Z003: 50"]),
        ("scale           = [-10, 50]", "scale           = [1]", vec!["Z003: [1]"]),
        ("scale           = [-10, 50]", "scale           = [0, inf]", vec!["Z003: inf"]),
        ("\"2.5\" = \"as", "2.5 = \"as", vec!["Z913: 2"]),
        ("0 = \"no rise\"", "0 = 1", vec!["Z003: 1"]),
        ("owner   = 40", "owners  = 40", vec!["Z309: owners"]),
        ("town    = {", "village = {", vec!["Z309: village"]),
        ("@poll:3", "@pol:3", vec!["Z308: @pol:3"]),
        ("tenants = \"2 @poll\"", "tenants = 2", vec!["Z304: 2"]),
        ("[position.rent]", "[position.ren-t]", vec!["Z008: ren-t"]),
        ("[capability]", "[capabilty]", vec!["Z004: capabilty"]),
    ];
    for (old, new, expected) in cases {
        assert!(WELL.contains(old), "{old}");
        let text = match old {
            "[position.rent]" => WELL.replace("position.rent", "position.ren-t"),
            _ => WELL.replacen(old, new, 1),
        };
        assert_eq!(problems(&text), expected, "{new}");
    }
    let wrong = VOTES.replace("'banzhaf'", "'banzaf'").replace("quota = '40 @treaty'\n", "");
    assert_eq!(problems(&wrong), ["Z003: banzaf"]);
    let wrong = VOTES.replace("fr = ", "es = ");
    assert_eq!(problems(&wrong), ["Z309: es"]);
}

#[test]
fn positions_alone_need_no_time_axis_and_allow_many_parties() {
    let mut text = String::from("[scenario]\ntitle = 'Council'\n");
    for party in 0..40 {
        text.push_str(&format!("[party.p{party}]\n"));
    }
    assert!(problems(&text).iter().any(|problem| problem.starts_with("Z504")));
    text.push_str("[position.budget]\nposition = { p0 = '3 @assumption' }\n");
    assert_eq!(problems(&text), [""; 0]);
    let moving = format!("{text}[measure]\nm = '1'\n");
    let found = problems(&moving);
    assert!(found.iter().any(|problem| problem.starts_with("Z504")), "{found:?}");
    assert!(found.iter().any(|problem| problem.starts_with("Z005")), "{found:?}");
}

#[test]
fn formatting_keeps_what_is_said() {
    let untidy = WELL.replace("   ", " ").replace("{ tenants", "{\n  tenants");
    for text in [WELL, VOTES, RULES, untidy.as_str()] {
        let formatted = format(text).unwrap();
        assert_eq!(format(&formatted).unwrap(), formatted);
        let plain = |text: &str| without_places(&read_scenario(text).scenario.unwrap());
        assert_eq!(plain(text), plain(&formatted));
    }
}

#[test]
fn schema_and_reference_hold_the_tables() {
    let schema = json_schema();
    let position = &schema["properties"]["position"]["additionalProperties"]["properties"];
    assert_eq!(position["scale"]["minItems"], 2);
    assert_eq!(position["position"]["additionalProperties"]["$ref"], "#/$defs/quantity");
    assert!(schema["properties"]["capability"]["properties"]["source"].is_object());
    let voting = &schema["properties"]["voting"];
    assert_eq!(voting["properties"]["index"]["enum"][1], "banzhaf");
    assert_eq!(voting["properties"]["weights"]["anyOf"][0]["const"], "equal");
    assert_eq!(voting["properties"]["procedure"]["enum"][2], "codecision");
    assert_eq!(voting["properties"]["rules"]["items"]["required"][1], "quota");
    let page = language_reference();
    for table in [
        "[position.ID]",
        "[position.ID.position]",
        "[position.ID.salience]",
        "[position.ID.capability]",
        "[capability]",
        "[voting]",
        "rules = [{ … }]",
    ] {
        assert!(page.contains(&format!("\n## `{table}`\n")), "{table}");
    }
    assert!(page.contains("| `scale` | list of two numbers | [0, 100] |"));
}
