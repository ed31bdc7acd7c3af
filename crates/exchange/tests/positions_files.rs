//! Files of positions: the usual table, the toolkit's tables and scenarios, sets of past cases.

use std::collections::BTreeMap;
use zopa_exchange::positions::{NamedIssue, NamedPositions, PositionsReading, UncertainStand};
use zopa_exchange::positions::{data_set, file, table_csv, toolkit_csv, toolkit_xml};
use zopa_positions::{Issue, Model, Stand};
use zopa_scenario::{Code, Diagnostic};

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

/// A shared file's text, where it is there.
#[allow(clippy::print_stderr, reason = "says why nothing was tested")]
fn shared(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(format!("{SHARED}/{path}")).ok();
    if text.is_none() {
        eprintln!("skipped: {path} is not there");
    }
    text
}

/// The positions of a case with a warning for each of these texts, and no other problem.
fn case(path: &str, warned: &[&str]) -> Option<NamedPositions> {
    let text = shared(&format!("cases/positions/{path}"))?;
    let name = path.rsplit('/').next()?.split('.').next()?;
    let reading = file::read(&text, "csv", name);
    assert_eq!(pointed(&text, &reading.diagnostics), warned, "{path}: {:?}", reading.diagnostics);
    let positions = reading.positions.expect(path);
    for issue in &positions.issues {
        issue.issue.check().expect(path);
        assert_eq!(issue.uncertain.len(), issue.issue.stands.len());
        assert!(issue.issue.stands.iter().all(|stand| stand.party < positions.parties.len()));
    }
    Some(positions)
}

/// What the first label of each problem points at.
fn pointed<'a>(text: &'a str, diagnostics: &[Diagnostic]) -> Vec<&'a str> {
    let of = |problem: &Diagnostic| {
        let span = problem.labels.first().expect("a place").span;
        &text[span.start..span.end]
    };
    diagnostics.iter().map(of).collect()
}

fn stand(party: usize, position: f64, salience: f64, capability: f64) -> Stand {
    Stand { party, position, salience, capability }
}

#[test]
fn usual_files_of_the_field() {
    let usual = (0.0, 100.0);
    for (path, actors, warned, scale) in [
        ("argentina_input.csv", 17, vec![], usual),
        // Years and prices, not hundredths of a scale.
        ("emission_standards_input.csv", 10, vec!["4.0"], (4.0, 10.0)),
        ("sultan_oil_price_input.csv", 17, vec!["14.25"], (12.85, 14.25)),
    ] {
        let Some(positions) = case(path, &warned) else { continue };
        assert_eq!((positions.parties.len(), positions.issues.len()), (actors, 1), "{path}");
        let NamedIssue { named, issue, .. } = &positions.issues[0];
        assert_eq!(named.id, path.trim_end_matches(".csv"));
        assert_eq!(((issue.low, issue.high), issue.stands.len()), (scale, actors));
        if path.starts_with("emission") {
            assert_eq!(positions.parties[0].name, "Netherlands");
            assert_eq!(issue.stands[0], stand(0, 4.0, 0.8, 0.08));
            assert_eq!(issue.stands[8], stand(8, 4.0, 1.0, 0.05));
        }
        if path.starts_with("sultan") {
            assert_eq!(positions.parties[16].id, "EUR/JPN");
            assert_eq!(issue.stands[13], stand(13, 13.0, 0.9, 1.05));
        }
    }
}

#[test]
fn several_issues_in_one_table() {
    if let Some(positions) = case("exchange/copenhagen_input.csv", &[]) {
        let ids: Vec<&str> = positions.issues.iter().map(|i| i.named.id.as_str()).collect();
        let listed = ["Newtreaty", "DevlopC2020", "Domestred", "MRVdecrease", "Commitments"];
        assert_eq!(ids[..5], listed);
        let stands: Vec<usize> = positions.issues.iter().map(|i| i.issue.stands.len()).collect();
        assert_eq!(stands, [11, 11, 11, 11, 10, 11, 10]);
        assert_eq!(positions.parties[1].name, "EU (incl Norway)");
        assert_eq!(positions.issues[3].issue.stands[0], stand(0, 90.0, 1.0, 0.26));
    }
    if let Some(positions) = case("exchange/sample_data_input.csv", &[]) {
        assert_eq!((positions.parties.len(), positions.issues.len()), (10, 6));
        let toll = &positions.issues[1];
        assert_eq!(toll.named.id, "tol-hoogte");
        assert_eq!((toll.issue.low, toll.issue.high), (0.5, 7.0));
        assert_eq!(toll.issue.stands[0], stand(0, 3.0, 0.7, 1.0));
    }
}

#[test]
fn tables_of_the_toolkit() {
    for (path, actors, dimensions, warned) in [
        ("spatial/SOE-Policy.csv", 26, 1, &[][..]),
        ("spatial/SOE-Competitive.csv", 34, 1, &[]),
        ("spatial/SOE-Pol-Comp.csv", 13, 2, &[]),
        ("spatial/dummyData_3Dim.csv", 7, 3, &[]),
        ("spatial/dummyData_6Dim.csv", 27, 6, &[]),
    ] {
        let Some(positions) = case(path, warned) else { continue };
        assert_eq!(positions.issues.len(), dimensions, "{path}");
        assert_eq!(positions.parties.len(), actors, "{path}");
        assert!(positions.issues.iter().all(|i| (i.issue.low, i.issue.high) == (0.0, 100.0)));
        assert!(positions.issues.iter().all(|i| i.issue.stands.len() == actors));
        match path {
            "spatial/SOE-Pol-Comp.csv" => {
                assert_eq!(positions.title, "China Policy/Competitive; scen 2");
                assert_eq!(positions.issues[1].named.id, "Competitive");
                assert_eq!(positions.parties[1].name, "Li Keqiang");
                let found = positions.issues[1].issue.stands[1];
                assert_eq!(found, stand(1, 65.0, 41.3 / 100.0, 60.2));
            }
            "spatial/dummyData_3Dim.csv" => {
                assert_eq!(positions.summary, "Dummy scenario to test reading format");
                assert_eq!(positions.issues[2].named.id, "Pstn3");
                // All have one description.
                assert_eq!(positions.parties[2].name, "SActor-02");
                let found = positions.issues[2].issue.stands[2];
                assert_eq!(found, stand(2, 0.07, 34.62 / 100.0, 129.643));
            }
            _ => {}
        }
    }
}

#[test]
fn scenarios_of_the_toolkit() {
    let Some(text) = shared("cases/positions/spatial/smpExample.xml") else { return };
    let (reading, options) = toolkit_xml::read_with_options(&text, "");
    assert_eq!(reading.positions, None);
    assert_eq!(pointed(&text, &reading.diagnostics), ["<dCoord></dCoord>"]);
    assert_eq!(reading.diagnostics[0].code, Code::MissingField);
    assert_eq!(reading.diagnostics[0].message, "<dCoord> 1 of Alice is missing");
    assert_eq!(file::read(&text, "xml", ""), reading);
    // The coordinate that the authors' own log shows.
    let text = text.replace("<dCoord></dCoord>", "<dCoord>52.8</dCoord>");
    let (reading, whole) = toolkit_xml::read_with_options(&text, "");
    assert_eq!(reading.diagnostics, []);
    let positions = reading.positions.expect("positions");
    assert_eq!(positions.title, "DummyData_3Dim");
    assert_eq!((positions.parties.len(), positions.issues.len()), (5, 3));
    assert_eq!(positions.issues[0].issue.stands[0], stand(0, 52.8, 32.3 / 100.0, 117.7));
    assert_eq!(positions.issues[2].named.id, "YADN");
    assert_eq!(whole, options);
    assert_eq!(options.get("VotingRule"), Some("PropCbc"));
    assert_eq!(options.get("BargnModel"), Some("InitOnlyInterp"));
    assert_eq!((options.parameters.len(), options.get("nothing")), (9, None));
    assert_eq!(options.seed.as_deref(), Some("03507583219545544127"));
    let adjusted =
        [(0, 0, 0.87), (1, 1, 0.75), (1, 0, 0.07), (2, 2, 0.65), (2, 3, 0.13), (3, 3, 0.57)];
    assert_eq!(options.ideal_adjustment, adjusted);
}

#[test]
fn other_names_separators_and_units() {
    let text = "\u{feff}Weight\tPARTY\tSalience\tPosition\tLow\tHigh\tOutcome\tReference point\n\
                2\tA\t80\t-1,5\t-2\t2\t1\t0\n1\tB\t0\t2\t\t\t\t\n";
    let reading = table_csv::read(text, "x");
    let issue = &reading.positions.as_ref().expect("positions").issues[0];
    assert_eq!((issue.issue.low, issue.issue.high), (-2.0, 2.0));
    assert_eq!((issue.outcome, issue.issue.reference_point), (Some(1.0), Some(0.0)));
    assert_eq!(issue.issue.stands[0], stand(0, -1.5, 0.8, 2.0));
    assert_eq!(issue.issue.stands[1].salience, 0.0);
    assert_eq!(pointed(text, &reading.diagnostics), ["80", "0"]);
    assert!(reading.diagnostics.iter().all(|problem| !problem.is_error()));
    // No scale and positions beyond 100.
    let text = "actor,position,salience,capability\nA,20,1,1\nB,250,1,1\n";
    let reading = table_csv::read(text, "x");
    assert_eq!(pointed(text, &reading.diagnostics), ["250"]);
    let issue = &reading.positions.expect("positions").issues[0].issue;
    assert_eq!((issue.low, issue.high), (20.0, 250.0));
}

/// Code, severity and place of every problem of a wrong text.
fn wrong(read: fn(&str, &str) -> PositionsReading, text: &str, expected: &[(Code, &str)]) {
    let reading = read(text, "x");
    assert_eq!(reading.positions, None, "{text}");
    let codes = reading.diagnostics.iter().map(|problem| problem.code);
    let found: Vec<(Code, &str)> = codes.zip(pointed(text, &reading.diagnostics)).collect();
    assert_eq!(found, expected, "{:#?}", reading.diagnostics);
}

#[test]
fn wrong_tables_are_answered_at_the_cell() {
    let rows = |rows: &str| {
        format!("actor,issue,position,salience,capability,low,high\nZ,i,50,0.5,1,0,100\n{rows}")
    };
    let at = |text: &str, code, place| wrong(table_csv::read, &rows(text), &[(code, place)]);
    at("A,i,101,0.5,1,,", Code::OutsideScale, "101");
    at("A,i, 1o ,0.5,1,,", Code::WrongType, "1o");
    at("A,i,NaN,0.5,1,,", Code::WrongType, "NaN");
    at("A,i,inf,0.5,1,,", Code::WrongType, "inf");
    at("A,i,10,-0.5,1,,", Code::SalienceRange, "-0.5");
    at("A,i,10,1.5,1,,\nB,i,10,0.4,1,,", Code::SalienceRange, "1.5");
    at("A,i,10,,1,,", Code::MissingSalience, "");
    let short = [(Code::MissingSalience, "A,i,10"), (Code::MissingCapability, "A,i,10")];
    wrong(table_csv::read, &rows("A,i,10"), &short);
    at("A,i,10,0.5,-1,,", Code::CapabilityRange, "-1");
    at("Z,i,10,0.5,1,,", Code::DuplicateKey, "Z");
    at("A,i,10,0.5,1,0,90", Code::DuplicateKey, "90");
    at(",i,10,0.5,1,,", Code::MissingField, "");
    let empty = [(Code::Unreadable, "")];
    wrong(table_csv::read, "", &empty);
    wrong(table_csv::read, " \n,,\n", &empty);
    let header = "actor,position,salience,capability";
    wrong(table_csv::read, header, &[(Code::Unreadable, header)]);
    let text = "actor,position,salence,power\nA,1,1,1\n";
    wrong(table_csv::read, text, &[(Code::MissingField, "salence")]);
    let hints = &table_csv::read(text, "x").diagnostics[0].hints;
    assert_eq!(hints, &["did you mean `salience` here?"]);
    wrong(table_csv::read, "actor,\"position\nA,1", &[(Code::Unreadable, "\"")]);
    let text = "actor,position,salience,power,low,high\nA,1,1,1,5,5\nB,2,1,1,,\n";
    wrong(table_csv::read, text, &[(Code::NoScale, "5")]);
    let text = "actor,position,salience,power,low\nA,1,1,1,0\nB,2,1,1,\n";
    wrong(table_csv::read, text, &[(Code::MissingField, "0")]);
    let text = "actor,position,salience,power\nA,500,1,1\nB,500,1,1\n";
    wrong(table_csv::read, text, &[(Code::NoScale, "500")]);
    let text = "actor,position,salience,power\nA,5,1,0\nB,50,1,0\n";
    wrong(table_csv::read, text, &[(Code::CapabilityRange, "0")]);
}

#[test]
fn scales_that_no_column_states() {
    let scale = |positions: [f64; 3]| {
        let [a, b, c] = positions;
        let text = format!("actor,position,salience,power\nA,{a},1,1\nB,{b},1,1\nC,{c},1,1\n");
        let reading = table_csv::read(&text, "x");
        let issue = &reading.positions.expect("positions").issues[0].issue;
        ((issue.low, issue.high), reading.diagnostics.len())
    };
    // One at 0 says as little of the upper end as any other.
    assert_eq!(scale([0.0, 3.0, 8.0]), ((0.0, 8.0), 1));
    assert_eq!(scale([0.0, 10.0, 19.5]), ((0.0, 19.5), 1));
    assert_eq!(scale([0.0, 10.0, 20.0]), ((0.0, 100.0), 0));
    assert_eq!(scale([0.0, 0.0, 0.0]), ((0.0, 100.0), 0));
    assert_eq!(scale([90.0, 95.0, 100.0]), ((0.0, 100.0), 0));
    assert_eq!(scale([40.0, 50.0, 60.0]), ((0.0, 100.0), 0));
    assert_eq!(scale([40.0, 40.0, 40.0]), ((0.0, 100.0), 0));
    assert_eq!(scale([4.0, 7.0, 10.0]), ((4.0, 10.0), 1));
    assert_eq!(scale([0.0, 0.25, 1.0]), ((0.0, 1.0), 1));
    assert_eq!(scale([-1.0, 0.0, 1.0]), ((-1.0, 1.0), 1));
    assert_eq!(scale([20.0, 30.0, 120.0]), ((20.0, 120.0), 1));
}

/// What the first stand says of its uncertainty.
fn uncertain(text: &str) -> (Stand, UncertainStand) {
    let reading = table_csv::read(text, "x");
    assert!(reading.diagnostics.iter().all(|p| !p.is_error()), "{:?}", reading.diagnostics);
    let issue = reading.positions.expect("positions").issues.remove(0);
    (issue.issue.stands[0], issue.uncertain[0].clone())
}

#[test]
fn cells_may_hold_distributions() {
    let text = "actor,position,salience,capability\n\
                A,\"triangular(0, 0, 10)\",90 ± 5,\"uniform(0.4,0.7)\"\nB,100,80,1\n";
    let (stand, spread) = uncertain(text);
    // The median of a triangle with its mode at its lower end a: b - (b - a) sqrt(1 / 2).
    assert!((stand.position - (10.0 - 10.0 * 0.5_f64.sqrt())).abs() < 1e-12);
    assert!((stand.salience - 0.9).abs() < 1e-12 && (stand.capability - 0.55).abs() < 1e-12);
    let salience = spread.salience.expect("a distribution");
    let deviation = salience.quantile(0.841_344_746_068_543) - 0.9;
    assert_eq!(salience.family(), "normal");
    assert!((deviation - 0.05).abs() < 1e-9, "{deviation}");
    assert_eq!(spread.position.expect("a distribution").quantile(1.0), 10.0);
    assert_eq!(spread.capability.expect("a distribution").quantile(0.0), 0.4);
    // Decimal commas where semicolons separate.
    let text = "actor;position;salience;capability\nA;12,5 ± 2,5;0,5;30 to 50\nB;100;1;1\n";
    let (stand, spread) = uncertain(text);
    assert_eq!((stand.position, stand.salience), (12.5, 0.5));
    assert!(spread.position.is_some() && spread.capability.is_some() && spread.salience.is_none());
}

#[test]
fn bounds_hold_eight_of_ten_draws() {
    let text = "actor,position,position_low,position_high,salience,salience_low,salience_high,power\n\
                A,40,30,70,50,40,60,1\nB,100,,,80,80,80,1\n";
    let (stand, spread) = uncertain(text);
    assert_eq!((stand.position, stand.salience), (40.0, 0.5));
    let position = spread.position.expect("a distribution");
    assert_eq!(position.family(), "triangular");
    assert!((position.quantile(0.1) - 30.0).abs() < 1e-9);
    assert!((position.quantile(0.9) - 70.0).abs() < 1e-9);
    let salience = spread.salience.expect("a distribution");
    assert!((salience.quantile(0.1) - 0.4).abs() < 1e-9);
    assert!((salience.quantile(0.9) - 0.6).abs() < 1e-9);
    assert!(spread.capability.is_none());
}

#[test]
fn wrong_distributions_are_answered_at_the_cell() {
    let table = |cells: &str| {
        format!(
            "actor,position,salience,power,position_low,position_high\nA,{cells}\nB,100,1,1,,\n"
        )
    };
    let at = |cells: &str, code, place| wrong(table_csv::read, &table(cells), &[(code, place)]);
    at("\"triangular(9, 0, 10)\",1,1,,", Code::BadDistribution, "triangular(9, 0, 10)");
    at("\"triangle(9, 0, 10)\",1,1,,", Code::NotConstant, "triangle(9, 0, 10)");
    at("50,\"uniform(0.5, 1.5)\",1,,", Code::SalienceRange, "uniform(0.5, 1.5)");
    at("50,1,\"uniform(-1, 2)\",,", Code::CapabilityRange, "uniform(-1, 2)");
    at("50,1,1,40,", Code::MissingField, "40");
    at("50,1,1,60,70", Code::OutsideScale, "60");
    at("50,1,1,20,40", Code::OutsideScale, "40");
    at("50,1,1,70,20", Code::OutsideScale, "70");
    at("50 ± 1,1,1,40,60", Code::DuplicateKey, "40");
    // Commas without quotes cut a distribution into cells.
    at("triangular(0, 10, 20),1,1,,", Code::BadExpression, "triangular(0, 10, 20)");
    at("50,1,\"uniform(1, 2\",,", Code::BadExpression, "(");
    let hints = &table_csv::read(&table("5,uniform(0.4,0.6),1,,"), "x").diagnostics[0].hints;
    assert_eq!(hints, &["a cell with commas stands in quotes: `\"uniform(0.4,0.6)\"`"]);
    // The place of what the parser rejects lies inside the cell.
    let text = table("50 ± ± 3,1,1,,");
    let reading = table_csv::read(&text, "x");
    assert_eq!(reading.diagnostics[0].code, Code::BadExpression);
    let place = reading.diagnostics[0].labels[0].span;
    assert!(place.start >= text.find("50 ±").expect("the cell"), "{place:?}");
    // With a scale stated, what leaves it is outside.
    let text =
        "actor,position,salience,power,low,high\nA,\"uniform(50, 110)\",1,1,0,100\nB,1,1,1,,\n";
    wrong(table_csv::read, text, &[(Code::OutsideScale, "uniform(50, 110)")]);
    let text = "actor,position,salience,power\nA,5,1 000,1\nB,\"1,5\",1,1\n";
    wrong(table_csv::read, text, &[(Code::WrongType, "1 000"), (Code::WrongType, "\"1,5\"")]);
}

#[test]
fn what_is_no_table_is_refused_as_a_whole() {
    let text = "actor,position,salience,power\n\u{fffd}sterreich,5,1,1\n";
    let unreadable = [(Code::Unreadable, "\u{fffd}")];
    let read: fn(&str, &str) -> PositionsReading = |text, name| file::read(text, "csv", name);
    wrong(read, text, &unreadable);
    let mut long = String::from("actor,position,salience,capability\n");
    while long.len() <= 16 << 20 {
        long.push_str("party,50,1,1\n");
    }
    wrong(read, &long, &[(Code::Unreadable, "")]);
    let reading = data_set::read(&long, "issue,actor,position,salience\n", "x");
    assert_eq!(reading.issues_diagnostics.len(), 1);
    let lines = "A,50,1,1\n".repeat(210_000);
    let text = format!("actor,position,salience,capability\n{lines}");
    wrong(read, &text, &[(Code::TooLarge, "")]);
    let first = "A,1,0.5,1\nB,2,0.5,1\n";
    wrong(read, first, &[(Code::MissingField, "A,1,0.5,1")]);
    // Many problems are told up to a point, many parties not at all.
    let mut rows = String::from("actor,position,salience,capability\n");
    for party in 0..5_000 {
        rows.push_str(&format!("P{party},x,1,1\n"));
    }
    let found = table_csv::read(&rows, "x").diagnostics;
    assert!((100..120).contains(&found.len()), "{}", found.len());
    let reading = table_csv::read(&rows.replace(",x,", ",50,"), "x");
    assert_eq!(reading.positions, None);
    assert_eq!(reading.diagnostics[0].code, Code::TooLarge);
}

/// A wave with a later membership and many gaps.
#[test]
fn a_later_wave_with_gaps() {
    let issues = "issue,proposal,name,procedure,council_vote,membership,reference_point,outcome,wave\n\
        e1,e,Levy,COD,QMV,EU28,0,60,DEU III\ne2,e,Term,COD,QMV,EU28,,40,DEU III\n\
        e3,e,Scope,CNS,Unan,EU28,NA,,DEU III\nf1,f,Alone,COD,QMV,EU28,50,50,DEU III\n\
        f2,f,Empty,COD,,EU28,,10,DEU III\ng1,g,Old,CNS,Unan,EU27,0,20,DEU I-II\n";
    let positions = "issue,actor,position,salience\n\
        e1,com,100,60\ne1,ep,100,70\ne1,de,50,80\ne1,cr,70,10\ne1,fr,,50\ne1,it,20,\ne1,pl,0,0\n\
        e2,com,0,50\ne2,de,100,\ne2,uk,NA,50\ne2,cr,40,20\ne3,com,10,10\ne3,es,90,90\n\
        f1,cr,100,100\ng1,com,100,10\ng1,cr,0,10\ng1,de,50,20\n";
    let reading = data_set::read(issues, positions, "wave");
    assert!(reading.issues_diagnostics.iter().all(|problem| !problem.is_error()));
    assert!(reading.positions_diagnostics.iter().all(|problem| !problem.is_error()));
    let set = reading.data_set.expect("a data set");
    let stands: Vec<usize> = set.positions.issues.iter().map(|i| i.issue.stands.len()).collect();
    assert_eq!(stands, [5, 2, 2, 1, 0, 3]);
    let every = |i: &NamedIssue| i.every_position.as_ref().map(|issue| issue.stands.len());
    let every: Vec<_> = set.positions.issues.iter().filter_map(every).collect();
    assert_eq!(every, [6, 3, 2, 1, 0, 3]);
    let first = &set.positions.issues[0].issue;
    let party = |id: &str| set.positions.parties.iter().position(|p| p.id == id).expect(id);
    let of = |issue: &Issue, id: &str| {
        issue.stands.iter().find(|stand| stand.party == party(id)).copied().expect(id)
    };
    // The index of Croatia among 28, 7 of 352 votes, and of Poland, which does not care.
    assert!((of(first, "cr").capability - 0.0197).abs() < 1e-3);
    assert_eq!(of(first, "pl").salience, 0.0);
    assert_eq!(of(first, "com").capability, of(first, "de").capability);
    // Croatia was no member of the 27.
    assert_eq!(of(&set.positions.issues[5].issue, "cr").capability, 0.0);
    let council = set.cases[0].council.as_ref().expect("a council");
    assert_eq!((council.quota, council.total), (260, 352));
    let agenda: Vec<_> = set
        .positions
        .issues
        .iter()
        .map(|issue| issue.agenda_forecast().map(|found| found.ok().map(|f| f.point)))
        .collect();
    // The Commission wants 100. Votes present: de 29, it 29, cr 7, pl 27; 260 / 352 of 92 are 68,
    // so that Italy's reach decides: 2 x 20. Poland at the reference point accepts no change.
    // Without reference point no forecast; without Commission or vote no agenda setter.
    assert_eq!(agenda, [Some(Some(0.0)), Some(None), Some(None), None, None, Some(Some(100.0))]);
    for issue in &set.positions.issues {
        for model in zopa_positions::catalogue(3) {
            if let Ok(forecast) = model.forecast(&issue.issue) {
                let issue = &issue.issue;
                assert!((issue.low..=issue.high).contains(&forecast.point), "{}", model.name());
            }
        }
    }
}

#[test]
fn one_party_alone_is_a_warning() {
    let text = "actor,position,salience,capability\nA,20,1,1\n";
    let reading = table_csv::read(text, "x");
    assert_eq!(pointed(text, &reading.diagnostics), ["A"]);
    assert!(!reading.diagnostics[0].is_error());
    assert_eq!(reading.positions.expect("positions").issues[0].issue.stands.len(), 1);
}

#[test]
fn wrong_tables_and_scenarios_of_the_toolkit() {
    let table = |first: &str, rows: &str| {
        format!("{first}\nActor,Description,Power,tax Position,tax Salience,\n{rows}")
    };
    let good = "A,first,1,10,50,\nB,second,2,90,60,\n";
    let reading = toolkit_csv::read(&table("T,d,2,1,", good), "");
    assert_eq!(reading.diagnostics, []);
    assert_eq!(reading.positions.expect("positions").issues[0].named.id, "tax");
    let text = table("T,d,3,1,", good);
    let reading = toolkit_csv::read(&text, "");
    assert_eq!(pointed(&text, &reading.diagnostics), ["3"]);
    assert_eq!(reading.diagnostics[0].message, "the first line announces 3 actors, 2 stand below");
    assert!(reading.positions.is_some());
    let read = toolkit_csv::read;
    wrong(read, &table("T,d,x,1", good), &[(Code::WrongType, "x")]);
    wrong(read, &table("T,d,2", good), &[(Code::MissingField, "T,d,2")]);
    let header = "Actor,Description,Power,tax Position,tax Salience";
    wrong(read, &table("T,d,2,2", good), &[(Code::MissingField, header)]);
    let bad = good.replace("90", "900");
    wrong(read, &table("T,d,2,1", &bad), &[(Code::OutsideScale, "900")]);
    let bad = good.replace("60", "160");
    wrong(read, &table("T,d,2,1", &bad), &[(Code::SalienceRange, "160")]);
    let bad = good.replace("B,", "A,");
    wrong(read, &table("T,d,2,1", &bad), &[(Code::DuplicateKey, "A")]);
    let read = toolkit_xml::read;
    wrong(read, "", &[(Code::Unreadable, "")]);
    wrong(read, "\u{feff} <Scenario><a></Scenario>", &[(Code::Unreadable, "<")]);
    wrong(read, "<Model/>", &[(Code::WrongType, "<Model")]);
    let none = [(Code::MissingField, "<Scenario"), (Code::MissingField, "<Scenario")];
    wrong(read, "<Scenario></Scenario>", &none);
}

#[test]
fn past_cases_equal_the_computed_forecasts() {
    let (Some(issues), Some(positions), Some(computed)) = (
        shared("data/deu/issues.csv"),
        shared("data/deu/positions.csv"),
        shared("data/deu/forecasts_computed.csv"),
    ) else {
        return;
    };
    let reading = data_set::read(&issues, &positions, "DEU");
    assert_eq!(reading.issues_diagnostics, []);
    assert!(reading.positions_diagnostics.iter().all(|problem| !problem.is_error()));
    let set = reading.data_set.expect("the data set");
    assert_eq!((set.positions.issues.len(), set.cases.len()), (331, 331));
    assert_eq!((set.commission, set.parliament), (Some(0), Some(1)));
    let with_outcome = set.positions.issues.iter().filter(|issue| issue.outcome.is_some());
    let stands: usize = set.positions.issues.iter().map(|issue| issue.issue.stands.len()).sum();
    let every: usize = set
        .positions
        .issues
        .iter()
        .map(|issue| issue.every_position.as_ref().expect("stands").stands.len())
        .sum();
    // 6,253 positions, 46 of them without a salience.
    assert_eq!((every, stands), (6253, 6207));
    let by_id: BTreeMap<&str, &NamedIssue> =
        set.positions.issues.iter().map(|issue| (issue.named.id.as_str(), issue)).collect();
    assert_eq!(by_id["d00032i1"].group, "d00032");
    let council = set.cases[0].council.as_ref().expect("a council");
    assert_eq!((council.quota, council.total, council.votes.len()), (62, 87, 15));
    assert!(
        council
            .votes
            .contains(&(set.positions.parties.iter().position(|p| p.id == "de").expect("de"), 10))
    );
    assert_eq!(by_id["d00032i1"].issue.reference_point, Some(0.0));
    let mut lines = computed.lines();
    let columns: Vec<&str> = lines.next().expect("columns").split(',').collect();
    let column = |name: &str| columns.iter().position(|given| *given == name).expect(name);
    let median = zopa_positions::median::Median::WEIGHTED;
    let models: [(&str, &dyn Model); 5] = [
        ("compromise_ss", &zopa_positions::compromise::Compromise),
        ("mean", &zopa_positions::mean::Mean),
        ("salience_mean", &zopa_positions::mean::SalienceMean),
        ("power_mean_ss", &zopa_positions::compromise::PowerMean),
        ("weighted_median_ss", &median),
    ];
    let (mut compared, mut error, mut cases, mut proposed) = (0, 0.0, 0_u32, 0);
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let Some(issue) = by_id.get(cells[0]) else { continue };
        let outcome: f64 = cells[column("outcome")].parse().expect("an outcome");
        assert_eq!(issue.outcome, Some(outcome), "{}", cells[0]);
        if let Ok(listed) = cells[column("agenda_setter")].parse::<f64>() {
            let found = issue.agenda_forecast().expect("an agenda setter").expect("a forecast");
            assert!((found.point - listed).abs() < 0.5001e-4, "{}: {}", cells[0], found.point);
            proposed += 1;
        }
        for (name, model) in models {
            let listed: f64 = cells[column(name)].parse().expect(name);
            let point = model.forecast(&issue.issue).expect(name).point;
            // Four decimals are given.
            assert!((point - listed).abs() < 0.5001e-4, "{} {name}: {point}", cells[0]);
            compared += 1;
            if name == "compromise_ss" {
                error += (point - outcome).abs();
                cases += 1;
            }
        }
    }
    // Two issues with an outcome have two positions each, and no forecasts in the file.
    assert_eq!((cases, with_outcome.count()), (322, 324));
    assert_eq!((compared, proposed), (5 * cases, 230));
    // The mean of the file's own errors, to its four decimals.
    assert!((error / f64::from(cases) - 23.4164).abs() < 1e-4);
}

#[test]
fn wrong_past_cases() {
    let good = "issue,outcome,membership\ni,50,EU15\n";
    let places = |issues: &str, positions: &str| {
        let reading = data_set::read(issues, positions, "x");
        assert_eq!(reading.data_set, None);
        let owned = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect::<Vec<_>>();
        (
            owned(pointed(issues, &reading.issues_diagnostics)),
            owned(pointed(positions, &reading.positions_diagnostics)),
        )
    };
    let none: Vec<String> = Vec::new();
    let header = "issue,actor,position,salience\ni,com,0,50\ni,de,100,60\n";
    let of = |row: &str| places(good, &format!("{header}{row}"));
    assert_eq!(of("j,fr,10,50"), (none.clone(), vec!["j".to_owned()]));
    assert_eq!(of("i,xx,10,50"), (none.clone(), vec!["xx".to_owned()]));
    assert_eq!(of("i,fr,110,50"), (none.clone(), vec!["110".to_owned()]));
    assert_eq!(of("i,fr,10,150"), (none.clone(), vec!["150".to_owned()]));
    assert_eq!(of("i,de,10,50"), (none.clone(), vec!["de".to_owned()]));
    let found = places("issue,outcome,membership\ni,500,EU15\n", header);
    assert_eq!(found, (vec!["500".to_owned()], none.clone()));
    let found = places("issue,outcome,membership\ni,50,EU99\n", header);
    assert_eq!(found.0[0], "EU99");
    let found = places("issue,outcome\ni,50\n", header);
    assert_eq!(found, (none, vec!["issue,actor,position,salience".to_owned()]));
}

/// Small repeatable numbers for mutations.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

#[test]
fn no_text_makes_a_reader_panic() {
    let table = "actor,issue,position,salience,power,issue_low,issue_high,outcome\n\
                 A,i,10,0.5,1,0,100,5\nB,i,90,0.9,2,0,100,\nA,\"j, k\",3,0.1,1,0,7,\n";
    let toolkit = "T,\"d\",2,2,\nActor,Description,Power,a Position,a Salience,Pstn2,Sal2,\n\
                   A, x, 1, 10, 20, 30, 40,\nB, y, 2, 30, 20, 90, 40,\n";
    let scenario = "\u{feff}<?xml version=\"1.0\"?><Scenario><name>n</name><ModelParameters><VotingRule>Prop\
        </VotingRule></ModelParameters><Dimensions><dName>d</dName></Dimensions><Actors><Actor><name>A</name>\
        <capability>1</capability><Position><dCoord>5</dCoord></Position><Salience><dSal>50</dSal></Salience>\
        </Actor></Actors><IdealAdjustment><iaPair><adjustingIdeal>A</adjustingIdeal><referencePos>A\
        </referencePos><adjust>1</adjust></iaPair></IdealAdjustment></Scenario>";
    let issues = "issue,proposal,membership,outcome,low,high\ni,p,EU15,50,0,100\nj,p,EU28,,,\n";
    let positions = "issue,actor,position,salience\ni,com,0,50\ni,de,100,0\nj,cr,5,\n";
    let pieces = [
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\"",
        "é",
        "\u{feff}",
        "-",
        "1e308",
        "-1e308",
        "nan",
        "<",
        ">",
        "&",
        "</",
        "0",
        " ",
        "Actor",
        "position",
        "💥",
        "±",
        "(",
        "\"uniform(1, 2)\"",
    ];
    let mut numbers = Numbers(7);
    let mut mutate = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..=numbers.below(4) {
            let at = numbers.below(letters.len());
            let end = (at + numbers.below(12)).min(letters.len());
            let piece = pieces[numbers.below(pieces.len())];
            letters.splice(at..end, piece.chars().take(numbers.below(9)));
        }
        letters.into_iter().collect::<String>()
    };
    let sound = |text: &str, diagnostics: &[Diagnostic]| {
        for problem in diagnostics {
            assert!(!problem.labels.is_empty(), "{problem:?}");
            for label in &problem.labels {
                assert!(
                    text.get(label.span.start..label.span.end).is_some(),
                    "{text}: {problem:?}"
                );
            }
        }
    };
    let checked = |issue: &Issue, text: &str| {
        if !issue.stands.is_empty() {
            assert_eq!(issue.check_stands(), Ok(()), "{text}");
        }
    };
    let mut accepted = 0;
    for round in 0..2000 {
        for (original, ending) in [(table, "csv"), (toolkit, "csv"), (scenario, "xml")] {
            let text = mutate(original);
            let reading = file::read(&text, ending, "x");
            sound(&text, &reading.diagnostics);
            let any = zopa_scenario::diagnostic::any_error(&reading.diagnostics);
            assert_eq!(reading.positions.is_none(), any, "{text}: {:?}", reading.diagnostics);
            for issue in reading.positions.iter().flat_map(|positions| &positions.issues) {
                checked(&issue.issue, &text);
                accepted += 1;
            }
        }
        let (issues, positions) = match round % 2 {
            0 => (mutate(issues), positions.to_owned()),
            _ => (issues.to_owned(), mutate(positions)),
        };
        let reading = data_set::read(&issues, &positions, "x");
        sound(&issues, &reading.issues_diagnostics);
        sound(&positions, &reading.positions_diagnostics);
        for issue in reading.data_set.iter().flat_map(|set| &set.positions.issues) {
            checked(&issue.issue, &positions);
        }
    }
    assert!(accepted > 100, "{accepted}");
}
