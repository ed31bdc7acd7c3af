//! Positions as a scenario declares them: values, capabilities, and every diagnostic with its
//! place.

use zopa_exchange::positions::declared::{EXAMPLES, build};
use zopa_exchange::positions::{NamedPositions, PositionsReading};
use zopa_scenario::Code;
use zopa_syntax::read_scenario;

const WELL: &str = include_str!("../../syntax/tests/positions.toml");

fn reading(text: &str) -> PositionsReading {
    build(&read_scenario(text).scenario.expect("TOML"))
}

fn positions(text: &str) -> NamedPositions {
    let read = reading(text);
    assert_eq!(read.diagnostics, [], "{text}");
    read.positions.expect("positions")
}

/// The problems of a text as `code: text pointed at`.
fn problems(text: &str) -> Vec<String> {
    let read = reading(text);
    let shown: Vec<String> = read
        .diagnostics
        .iter()
        .map(|problem| {
            let place = problem.labels[0].span;
            format!("{}: {}", problem.code, &text[place.start..place.end])
        })
        .collect();
    let error = read.diagnostics.iter().any(|problem| problem.is_error());
    assert!(!error || read.positions.is_none(), "{shown:?}");
    shown
}

#[test]
fn numbers_medians_and_distributions() {
    let named = positions(WELL);
    assert_eq!(named.title, "A rent and a lift");
    assert_eq!(named.summary, "Three parties of a house.");
    let ids: Vec<&str> = named.parties.iter().map(|party| party.id.as_str()).collect();
    assert_eq!(ids, ["tenants", "owner", "town"]);
    assert_eq!(named.parties[0].name, "Tenants");
    assert_eq!(named.sources[0], "Poll of the house, 2");
    assert!(named.sources.iter().all(|source| !source.contains("assumption")));
    let [rent, lift] = named.issues.as_slice() else { panic!("two issues") };
    assert_eq!((rent.named.id.as_str(), rent.group.as_str()), ("rent", "lease"));
    assert_eq!((rent.issue.low, rent.issue.high), (-10.0, 50.0));
    assert_eq!((rent.issue.reference_point, rent.outcome), (Some(2.5), Some(10.0)));
    assert_eq!(rent.points[1], (0.0, "no rise".to_owned()));
    assert_eq!(rent.points[2], (2.5, "as prices".to_owned()));
    let [tenants, owner] = rent.issue.stands.as_slice() else { panic!("two stands") };
    // The median of a triangle with its mode c in the upper half: a + sqrt((b - a)(c - a) / 2).
    let median = -10.0 + (15.0_f64 * 10.0 / 2.0).sqrt();
    assert!((tenants.position - median).abs() < 1e-12);
    assert!((tenants.salience - 0.8).abs() < 1e-12);
    assert_eq!((tenants.party, tenants.capability), (0, 2.0));
    // The centre of `3 to 5`, lognormal, is the geometric mean.
    assert!((owner.capability - 15.0_f64.sqrt()).abs() < 1e-9);
    assert_eq!((owner.position, owner.salience), (40.0, 0.5));
    let families = |i: usize| {
        let stand = &rent.uncertain[i];
        [&stand.position, &stand.salience, &stand.capability]
            .map(|distribution| distribution.as_ref().map(|d| d.family()))
    };
    assert_eq!(families(0), [Some("triangular"), Some("normal"), None]);
    assert_eq!(families(1), [None, None, Some("lognormal")]);
    assert!(rent.issue.check().is_ok() && lift.issue.check().is_ok());
    assert_eq!((lift.issue.low, lift.issue.high, lift.issue.reference_point), (0.0, 100.0, None));
    assert_eq!(lift.issue.stands[2].capability, 1.0);
}

#[test]
fn stands_follow_the_order_of_parties() {
    let text = WELL.replace(
        "{ tenants = \"90 @poll\", owner = 10, town = \"50 @poll\" }",
        "{ town = \"50 @poll\", tenants = \"90 @poll\", owner = 10 }",
    );
    assert_ne!(text, WELL);
    assert_eq!(positions(&text).issues, positions(WELL).issues);
}

/// Three parties on one issue, and the given votes.
fn council(voting: &str) -> String {
    let ids = ["de", "fr", "it", "nl", "be", "lu"];
    let mut text = String::from("[scenario]\ntitle = 'Council'\nteaching_example = true\n");
    for id in ids {
        text.push_str(&format!("[party.{id}]\n"));
    }
    for part in ["position", "salience"] {
        text.push_str(&format!("[position.price.{part}]\n"));
        for id in ids {
            text.push_str(&format!("{id} = 1\n"));
        }
    }
    text + voting
}

#[test]
fn capabilities_from_votes() {
    let voting =
        "[voting]\nweights = { de = 4, fr = 4, it = 4, nl = 2, be = 2, lu = 1 }\nquota = 12\n";
    let power = |text: &str| -> Vec<f64> {
        positions(text).issues[0].issue.stands.iter().map(|stand| stand.capability).collect()
    };
    // Brams and Affuso (1976): 14/60 and 9/60; 5/21 and 3/21; Luxembourg never decides.
    let shapley = power(&council(voting));
    let banzhaf = power(&council(&format!("{voting}index = 'banzhaf'\n")));
    for (found, known) in [
        (&shapley, [14.0 / 60.0, 14.0 / 60.0, 14.0 / 60.0, 9.0 / 60.0, 9.0 / 60.0, 0.0]),
        (&banzhaf, [5.0 / 21.0, 5.0 / 21.0, 5.0 / 21.0, 3.0 / 21.0, 3.0 / 21.0, 0.0]),
    ] {
        for (found, known) in found.iter().zip(known) {
            assert!((found - known).abs() < 1e-15, "{found} {known}");
        }
    }
    // An issue may state all its capabilities itself.
    let own = council(voting)
        + "[position.price.capability]\nde = 1\nfr = 1\nit = 1\nnl = 1\nbe = 1\nlu = 2\n";
    assert_eq!(power(&own), [1.0, 1.0, 1.0, 1.0, 1.0, 2.0]);
}

#[test]
fn wrong_votes() {
    let votes = |weights: &str, quota: &str| {
        problems(&council(&format!("[voting]\nweights = {{ {weights} }}\nquota = {quota}\n")))
    };
    let six = "de = 4, fr = 4, it = 4, nl = 2, be = 2, lu = 1";
    assert_eq!(votes(six, "17"), [""; 0]);
    for quota in ["18", "0", "-1", "1.5"] {
        assert_eq!(votes(six, quota), [format!("Z910: {quota}")]);
    }
    assert_eq!(votes(six, "'10 ± 1'"), ["Z110: 10 ± 1"]);
    assert_eq!(votes("de = 4, fr = 4, it = 4, nl = 2, be = 2", "9"), ["Z911: lu"]);
    assert_eq!(votes(&six.replace("lu = 1", "lu = 0.5"), "9"), ["Z912: 0.5"]);
    assert_eq!(votes(&six.replace("lu = 1", "lu = -1"), "9"), ["Z912: -1"]);
    assert_eq!(votes("", "9").len(), 1);
    assert_eq!(votes(six, "'all'"), [""; 0]);
    assert_eq!(votes(six, "'70 [%]'"), [""; 0]);
    assert_eq!(votes(six, "'0 [%]'"), ["Z910: 0"]);
    assert_eq!(votes(six, "'101 [%]'"), ["Z910: 101"]);
    assert_eq!(votes(six, "'most'"), ["Z909: most"]);
    // Shares in other words, of 17 votes.
    for quota in ["'65%'", "'65 %'", "'2/3'", "'2 / 3'", "'1/1'", "'100%'"] {
        assert_eq!(votes(six, quota), [""; 0], "{quota}");
    }
    for quota in ["0%", "101%", "-5%", "0/3", "4/3"] {
        assert_eq!(votes(six, &format!("'{quota}'")), [format!("Z910: {quota}")]);
    }
    for quota in ["2/0", "a/3", "65 percent", "10 ± 1", "x%"] {
        let text = format!("[voting]\nweights = {{ {six} }}\nquota = '{quota}'\n");
        for problem in reading(&council(&text)).diagnostics {
            let hints = problem.hints.join(" ");
            let known = ["a whole number of votes", "`0.65`", "`\"65 [%]\"`", "`\"all\"`"];
            assert!(known.iter().all(|word| hints.contains(word)), "{problem:?}");
            assert!(!hints.contains("±") && !hints.contains("triangular"), "{problem:?}");
        }
    }
    let without = council(&format!("[voting]\nweights = {{ {six} }}\n"));
    assert!(problems(&without)[0].starts_with("Z005: [voting]"));
    let none = problems(&council("[voting]\nnote = 'none'\n"));
    assert!(none.iter().any(|problem| problem.starts_with("Z917: [voting]")), "{none:?}");
    let mixed = council(&format!("[voting]\nweights = {{ {six} }}\nquota = 12\n"))
        + "[position.price.capability]\nde = 1\nfr = 1\nit = 1\nnl = 1\nbe = 1\n";
    assert_eq!(problems(&mixed).len(), 1);
    assert!(problems(&mixed)[0].starts_with("Z908: lu"));
}

/// Capabilities and what the agenda setter achieves, for parties x, y and z at 100, 10 and 30.
fn voted(voting: &str) -> (Vec<f64>, f64) {
    let text = format!(
        "[scenario]\ntitle = 'Vote'\nteaching_example = true\n[party.x]\n[party.y]\n[party.z]\n{voting}\n\
         [position.tax]\nreference_point = 0\nposition = {{ x = 100, y = 10, z = 30 }}\n\
         salience = {{ x = 1, y = 1, z = 0 }}\n"
    );
    let read = reading(&text);
    // Z does not care.
    let found: Vec<_> = read.diagnostics.iter().map(|p| (p.code, p.is_error())).collect();
    assert_eq!(found, [(Code::SalienceRange, false)]);
    let named = read.positions.expect("positions");
    let issue = &named.issues[0];
    let capabilities = issue.issue.stands.iter().map(|stand| stand.capability).collect();
    (capabilities, issue.agenda_forecast().expect("an agenda setter").expect("a forecast").point)
}

#[test]
fn the_agenda_setter_and_what_passes() {
    // Y goes along up to 20, Z up to 60: two of three votes with X reach 60, all of them 20.
    let equal = "[voting]\nagenda_setter = 'x'\nweights = 'equal'\n";
    let (capabilities, point) = voted(&format!("{equal}quota = 2\n"));
    assert_eq!((capabilities, point), (vec![1.0 / 3.0; 3], 60.0));
    assert_eq!(voted(&format!("{equal}quota = '2/3'\n")), voted(&format!("{equal}quota = 2\n")));
    for all in ["'all'", "3", "'100 [%]'"] {
        assert_eq!(voted(&format!("{equal}quota = {all}\n")).1, 20.0, "{all}");
    }
    // Capabilities as votes: X alone has half, X and Z four fifths.
    let shares = "[capability]\nx = 5\ny = 2\nz = 3\n[voting]\nagenda_setter = 'x'\n";
    for (quota, expected) in [
        ("'50 [%]'", 100.0),
        ("0.8", 60.0),
        ("0.55", 60.0),
        ("'80%'", 60.0),
        ("'1/2'", 100.0),
        ("'51/100'", 60.0),
        ("'all'", 20.0),
        ("1", 20.0),
    ] {
        assert_eq!(voted(&format!("{shares}quota = {quota}\n")).1, expected, "{quota}");
    }
    // Voters who amend by unanimity keep it between their own positions, and so does a veto.
    let weights = "weights = { y = 1, z = 2, x = 0 }\nquota = 2\n";
    let closed = format!("[voting]\nagenda_setter = 'x'\n{weights}");
    assert_eq!(voted(&closed).1, 60.0);
    assert_eq!(voted(&format!("{closed}procedure = 'consultation'\n")).1, 30.0);
    let codecision = format!("{closed}procedure = 'codecision'\nvetoes = ['y']\n");
    assert_eq!(voted(&codecision).1, 20.0);
    // Two rules: Z has the votes, two members are needed; one alone does not block.
    let rules = "[voting]\nagenda_setter = 'x'\nrules = [\n\
                 { weights = { x = 0, y = 1, z = 2 }, quota = '65 [%]' },\n\
                 { weights = { x = 0, y = 1, z = 1 }, quota = 2 },\n]\n";
    let (capabilities, point) = voted(rules);
    assert_eq!((capabilities, point), (vec![0.0, 0.5, 0.5], 20.0));
    let (capabilities, point) = voted(&format!("{rules}blocking_members = 2\n"));
    assert_eq!(point, 60.0);
    // X, a member by the tables, passes with one other: each decides as often.
    assert_eq!(capabilities, vec![1.0 / 3.0; 3]);
}

#[test]
fn wrong_procedures() {
    let wrong = |voting: &str| problems(&council(voting));
    let votes = "[voting]\nweights = 'equal'\nquota = 4\n";
    assert_eq!(wrong(votes), [""; 0]);
    assert_eq!(wrong(&format!("{votes}agenda_setter = 'de'\n")), [""; 0]);
    let unknown = format!("{votes}agenda_setter = 'dee'\n");
    assert_eq!(wrong(&unknown), ["Z309: dee"]);
    assert_eq!(wrong(&format!("{votes}vetoes = ['de']\n")), ["Z917: de"]);
    let codecision = format!("{votes}agenda_setter = 'de'\nprocedure = 'codecision'\n");
    assert_eq!(wrong(&codecision), ["Z917: codecision"]);
    assert_eq!(wrong(&format!("{votes}blocking_members = 7\n")), ["Z910: 7"]);
    let other = "[voting]\nrules = [{ weights = { de = 1, fr = 1, it = 1, nl = 1, be = 1, lu = 1 }, \
                 quota = 4 }, { weights = { de = 1 }, quota = 1 }]\n";
    assert_eq!(wrong(other).len(), 5);
    let capabilities = "[capability]\nde = 1\nfr = 1\nit = 1\nnl = 1\nbe = 1\nlu = 1\n";
    let share = format!("{capabilities}[voting]\nagenda_setter = 'de'\nquota = 4\n");
    assert_eq!(wrong(&share), ["Z910: 4"]);
    // A warning: the other issues have forecasts.
    let absent = council(&format!("{votes}agenda_setter = 'de'\n"))
        .replace("price.position]\nde = 1\n", "price.position]\n")
        .replace("price.salience]\nde = 1\n", "price.salience]\n");
    assert_eq!(problems(&absent), ["Z916: de"]);
    let read = reading(&absent).positions.expect("positions");
    assert!(read.issues[0].agenda_forecast().expect("an agenda setter").is_err());
}

#[test]
fn every_wrong_number_is_pointed_at() {
    let cases = [
        ("owner   = 40", "owner   = 60", vec!["Z901: 60"]),
        ("owner   = 40", "owner   = \"uniform(30, 60)\"", vec!["Z901: uniform(30, 60)"]),
        ("owner   = 40", "owner   = \"40 ± 30\"", vec![]),
        ("owner   = 40", "owner   = \"-11\"", vec!["Z901: -11"]),
        ("owner   = 40", "owner   = \"2 * 20\"", vec!["Z909: 2 * 20"]),
        ("owner   = 40", "owner   = \"prices\"", vec!["Z909: prices"]),
        ("owner   = 40", "owner   = \"max(1, 2)\"", vec!["Z909: max(1, 2)"]),
        ("owner   = 40", "owner   = \"uniform(1, x)\"", vec!["Z909: uniform(1, x)"]),
        ("owner   = 40", "owner   = \"uniform(2, 1)\"", vec!["Z401: uniform(2, 1)"]),
        ("owner   = 40", "owner   = \"uniform(2)\"", vec!["Z401: uniform(2)"]),
        ("owner   = 40", "owner   = \"choice(10, 1, 40, 3)\"", vec![]),
        ("reference_point = \"2.5 @poll:1\"", "reference_point = 51", vec!["Z901: 51"]),
        ("reference_point = \"2.5 @poll:1\"", "reference_point = \"1 to 2\"", vec!["Z110: 1 to 2"]),
        ("outcome         = 10", "outcome         = -20", vec!["Z901: -20"]),
        ("50 = \"half", "51 = \"half", vec!["Z901: 51"]),
        ("50 = \"half", "\"0.0\" = \"half", vec!["Z913: 0.0"]),
        ("50 = \"half", "most = \"half", vec!["Z913: most"]),
        ("scale           = [-10, 50]", "scale           = [50, -10]", vec!["Z902: [50, -10]"]),
        ("scale           = [-10, 50]", "scale           = [5, 5]", vec!["Z902: [5, 5]"]),
        ("owner   = 0.5", "owner   = 0", vec!["Z904: 0"]),
        ("owner   = 0.5", "owner   = 50", vec!["Z904: 50"]),
        ("owner   = 0.5", "owner   = \"50 [%]\"", vec![]),
        ("owner   = 0.5", "owner   = \"beta(2, 2) [%]\"", vec!["Z909: beta(2, 2)"]),
        ("owner   = 0.5", "owner   = \"uniform(0.5, 1.2)\"", vec!["Z904: uniform(0.5, 1.2)"]),
        ("owner   = 0.5", "", vec!["Z903: owner"]),
        ("owner   = 40", "", vec!["Z915: tenants", "Z905: owner", "Z905: owner"]),
        ("owner = \"3 to 5 @assumption\"", "owner = -3", vec!["Z907: -3"]),
        (
            "owner = \"3 to 5 @assumption\"",
            "owner = \"uniform(-1, 3)\"",
            vec!["Z907: uniform(-1, 3)"],
        ),
        ("tenants = \"2 @poll\"", "", vec!["Z906: tenants", "Z906: tenants"]),
        // One wrong number that two issues use is one problem.
        ("tenants = \"2 @poll\"", "tenants = \"x\"", vec!["Z909: x"]),
        ("owner   = 40", "owner   = 40\nstranger = 3", vec!["Z309: stranger"]),
    ];
    for (old, new, expected) in cases {
        assert!(WELL.contains(old), "{old}");
        // The second table of the same line is the one of `[capability]`.
        assert_eq!(problems(&WELL.replacen(old, new, 1)), expected, "{new}");
    }
}

#[test]
fn nobody_somebody_and_nothing() {
    let head = "[scenario]\ntitle = 'x'\nteaching_example = true\n[party.a]\n[party.b]\n";
    assert_eq!(reading(head), PositionsReading::default());
    assert_eq!(reading(&format!("{head}[capability]\na = 1\n")), PositionsReading::default());
    let empty = format!("{head}[position.x]\n");
    assert_eq!(problems(&empty), ["Z914: x"]);
    let alone =
        format!("{head}[capability]\na = 1\n[position.x]\nposition.a = 1\nsalience.a = 1\n");
    assert_eq!(problems(&alone), ["Z915: a"]);
    assert_eq!(reading(&alone).positions.unwrap().issues[0].issue.stands.len(), 1);
    let weightless = alone.replace("[capability]\na = 1", "[capability]\na = 0");
    assert_eq!(problems(&weightless), ["Z907: x", "Z915: a"]);
    // A number that the reader could not read leaves no positions, and is reported once, there.
    let unread = alone.replace("position.a = 1", "position.a = 1\nposition.b = []\nsalience.b = 1");
    assert_eq!(problems(&unread), ["Z915: a", "Z905: b"]);
}

#[test]
fn every_example_shows_its_code_alone() {
    for (code, text) in EXAMPLES {
        assert_eq!(read_scenario(text).diagnostics, [], "{code}");
        let found: Vec<Code> = reading(text).diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(found, [*code], "{text}");
    }
    for code in Code::ALL.iter().filter(|code| code.as_str().starts_with("Z9")) {
        assert!(EXAMPLES.iter().any(|(of, _)| of == code), "{code} has no example");
    }
}
