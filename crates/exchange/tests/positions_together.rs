//! All issues of a file as dimensions of one space, and what the toolkit's scenarios say of the model.

#![allow(clippy::print_stdout, reason = "tests say what they skip")]

use zopa_exchange::positions::together::{Absence, TogetherError, politics, politics_of};
use zopa_exchange::positions::toolkit_xml::ToolkitOptions;
use zopa_exchange::positions::{NamedPositions, file, table_csv, toolkit_xml};
use zopa_positions::spatial::{Options, simulate};
use zopa_sampling::Distribution;
use zopa_scenario::Code;

fn shared(path: &str) -> Option<String> {
    let full = format!("{}/../../../shared/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&full).ok();
    if text.is_none() {
        println!("skipped: {path} is not here");
    }
    text
}

/// Rows of a history printed by the program: the numbers of all turns.
fn printed(text: &str) -> Vec<Vec<f64>> {
    text.lines()
        .filter_map(|line| {
            let (_, numbers) = line.rsplit_once(':')?;
            Some(numbers.split_whitespace().map(|x| x.parse().expect("a number")).collect())
        })
        .collect()
}

#[test]
fn files_of_the_toolkit_give_the_programs_reference_histories() {
    for name in ["dummyData_3Dim", "SOE-Pol-Comp"] {
        let folder = "cases/positions/spatial";
        let (Some(text), Some(history)) = (
            shared(&format!("{folder}/{name}.csv")),
            shared(&format!("{folder}/{name}_reference_history.txt")),
        ) else {
            continue;
        };
        let positions = file::read(&text, "csv", name).positions.expect("positions");
        let space = politics(&positions).expect("a space");
        assert_eq!((space.scaled.len(), space.averaged.len(), space.left_out.len()), (0, 0, 0));
        assert!(!space.uncertain);
        let (actors, dimensions) = (space.parties.len(), space.issues.len());
        // Saliences and positions are the file's, divided by 100.
        let cells = |line: &str| -> Vec<f64> {
            line.rsplit(',')
                .filter_map(|cell| cell.trim().parse().ok())
                .take(2 * dimensions + 1)
                .collect()
        };
        for (actor, line) in text.lines().skip(2).enumerate() {
            let mut numbers = cells(line);
            numbers.reverse();
            assert_eq!(space.politics.capability[actor], numbers[0], "{line}");
            for dimension in 0..dimensions {
                let at = |offset| numbers[1 + 2 * dimension + offset] / 100.0;
                assert_eq!(space.politics.position[actor][dimension], at(0));
                assert_eq!(space.politics.salience[actor][dimension], at(1));
            }
        }
        let found = simulate(&space.politics, &Options::as_program()).expect("valid");
        let rows = printed(&history);
        assert_eq!(rows.len(), actors * (dimensions + 1));
        for (index, numbers) in rows.iter().enumerate() {
            assert_eq!(numbers.len(), found.turns.len(), "{name}");
            for (turn, expected) in found.turns.iter().zip(numbers) {
                let gap = if index < actors * dimensions {
                    let x = turn.positions[index / dimensions][index % dimensions];
                    (100.0 * x - expected).abs() / 0.05
                } else {
                    (turn.probability[index - actors * dimensions] - expected).abs() / 0.000_05
                };
                assert!(gap <= 1.001, "{name} row {index}");
            }
        }
    }
}

#[test]
fn six_dimensions_whose_saliences_sum_to_one() {
    let Some(text) = shared("cases/positions/spatial/dummyData_6Dim.csv") else { return };
    let positions = file::read(&text, "csv", "six").positions.expect("positions");
    let space = politics(&positions).expect("a space");
    assert_eq!((space.parties.len(), space.issues.len()), (27, 6));
    assert_eq!(space.scaled, []);
}

/// A scenario with these parameters and pairs.
fn scenario(parameters: &str, pairs: &str) -> String {
    let actor = |name: &str, at: f64| {
        format!(
            "<Actor><name>{name}</name><description>of {name}</description><capability>2</capability>\
             <Position><dCoord>{at}</dCoord></Position><Salience><dSal>50</dSal></Salience></Actor>"
        )
    };
    format!(
        "<Scenario><name>S</name><ModelParameters>{parameters}</ModelParameters>\
         <Dimensions><dName>tax</dName></Dimensions><Actors>{}{}{}</Actors>\
         <IdealAdjustment>{pairs}</IdealAdjustment></Scenario>",
        actor("A", 10.0),
        actor("B", 60.0),
        actor("C", 95.0)
    )
}

fn pair(moving: &str, followed: &str, weight: f64) -> String {
    format!(
        "<iaPair><adjustingIdeal>{moving}</adjustingIdeal><referencePos>{followed}</referencePos>\
         <adjust>{weight}</adjust></iaPair>"
    )
}

#[test]
fn every_value_of_every_parameter_is_a_choice_of_the_model() {
    let all = [
        ("VictoryProbModel", "Linear Square Quartic Octic Binary"),
        ("PCEModel", "Conditional MarkovUniform MarkovIncentive"),
        ("StateTransitions", "Deterministic Stochastic"),
        ("VotingRule", "Binary PropBin Prop Proportional PropCbc Cubic ASymProsp"),
        ("BigRAdjust", "None No OneThird Half TwoThirds Full"),
        ("BigRRange", "Min Mid Max"),
        ("ThirdPartyCommit", "NoCommit SemiCommit FullCommit"),
        ("InterVecBrgn", "S1P1 S2P2 S2PMax"),
        ("BargnModel", "InitOnlyInterp InitRcvrInterp PWCompInterp"),
    ];
    for (name, values) in all {
        for value in values.split(' ') {
            let text = scenario(&format!("<{name}>{value}</{name}>"), "");
            let reading = toolkit_xml::read(&text, "");
            assert_eq!(reading.diagnostics, [], "{name} {value}");
            let toolkit = reading.positions.expect("positions").toolkit.expect("options");
            let [(switch, choice)] = toolkit.settings()[..] else { panic!("{name} {value}") };
            let mut options = Options::as_program();
            options.set(switch, choice).expect("a choice");
            assert_eq!(options.setting(switch).as_deref(), Some(choice));
            assert_eq!(toolkit.descriptions, ["of A", "of B", "of C"]);
        }
        let text = scenario(&format!("<{name}>Linnear</{name}>"), "");
        let reading = toolkit_xml::read(&text, "");
        assert!(reading.positions.is_none());
        let problem = &reading.diagnostics[0];
        assert_eq!(problem.code, Code::WrongType);
        let span = problem.labels[0].span;
        assert_eq!(&text[span.start..span.end], format!("<{name}>Linnear</{name}>"));
        assert!(problem.hints.iter().any(|hint| hint.starts_with("it can be")));
    }
    let text = scenario("<VictoryProbModel>Linaer</VictoryProbModel>", "");
    let hints = toolkit_xml::read(&text, "").diagnostics[0].hints.clone();
    assert_eq!(hints[0], "did you mean `Linear`?");
}

#[test]
fn ideals_follow_their_own_positions_in_full_unless_a_pair_says_otherwise() {
    let pairs = format!("{}{}", pair("A", "A", 0.5), pair("A", "C", 0.25));
    let positions = toolkit_xml::read(&scenario("", &pairs), "").positions.expect("positions");
    let space = politics(&positions).expect("a space");
    let rows = vec![vec![0.5, 0.0, 0.25], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]];
    assert_eq!(space.politics.ideal_adjustment, Some(rows));
    let none = toolkit_xml::read(&scenario("", ""), "").positions.expect("positions");
    assert_eq!(politics(&none).expect("a space").politics.ideal_adjustment, None);
    assert_eq!(ToolkitOptions::default().adjustment(3), None);
    // Following another on top of one's own position in full.
    let reading = toolkit_xml::read(&scenario("", &pair("B", "C", 0.3)), "");
    assert!(reading.positions.is_none());
    assert!(reading.diagnostics[0].message.contains("sum of 1.3"));
    assert!(reading.diagnostics[0].hints[0].contains("B and B"));
    let reading = toolkit_xml::read(&scenario("", &pair("B", "B", -0.3)), "");
    assert_eq!(reading.diagnostics[0].code, Code::WrongType);
}

fn table(rows: &str) -> NamedPositions {
    let text = format!("actor,issue,position,salience,capability,low,high\n{rows}");
    table_csv::read(&text, "t").positions.expect("positions")
}

#[test]
fn parties_saliences_and_capabilities() {
    let positions = table(
        "A,tax,10,0.9,3,0,200\nA,aid,-20,0.6,5,-100,100\nB,tax,80,0.4,2,,\nB,aid,70,0.5,2,,\n\
         C,tax,50,0.7,1,,\nD,tax,5,0,9,,\nD,aid,5,0,9,,\n",
    );
    let space = politics(&positions).expect("a space");
    assert_eq!((space.parties.as_slice(), space.issues.as_slice()), (&[0, 1][..], &[0, 1][..]));
    assert_eq!(space.politics.position, [[0.05, 0.4], [0.4, 0.85]]);
    assert_eq!(space.politics.salience, [[0.9 / 1.5, 0.6 / 1.5], [0.4, 0.5]]);
    assert_eq!(space.politics.capability, [4.0, 2.0]);
    assert_eq!((space.scaled, space.averaged), (vec![(0, 1.5)], vec![0]));
    assert_eq!(space.left_out, [(2, Absence::NoStand(vec![1])), (3, Absence::NoSalience)]);
    let one = politics_of(&positions, &[0, 99]).expect("a space");
    assert_eq!((one.parties, one.issues), (vec![0, 1, 2], vec![0]));
    assert_eq!(politics_of(&positions, &[]), Err(TogetherError::NoIssues));
    let apart = table("A,tax,10,0.9,3,,\nB,tax,10,0.9,3,,\nC,aid,70,0.5,2,,\nD,aid,70,0.5,2,,\n");
    let Err(TogetherError::NobodyEverywhere(left_out)) = politics(&apart) else { panic!() };
    assert_eq!(left_out.len(), 4);
    assert_eq!(politics(&NamedPositions::default()), Err(TogetherError::NoIssues));
}

#[test]
fn draws_are_addressed_and_stay_within_bounds() {
    let mut positions =
        table("A,tax,10,0.6,3,,\nA,aid,20,0.3,3,,\nB,tax,80,0.4,2,,\nB,aid,70,0.5,2,,\n");
    let sure = politics(&positions).expect("a space");
    assert_eq!(sure.draw(&positions, 1, 7), sure.politics);
    let interval = |low: f64, high: f64| Distribution::from_name("uniform", &[low, high]).ok();
    for issue in &mut positions.issues {
        issue.uncertain[0].capability = interval(1.0, 5.0);
    }
    positions.issues[0].uncertain[0].position = interval(-50.0, 70.0);
    positions.issues[1].uncertain[1].salience = interval(0.5, 1.5);
    let space = politics(&positions).expect("a space");
    assert!(space.uncertain);
    let mut mean = 0.0;
    for draw in 0..400 {
        let drawn = space.draw(&positions, 1, draw);
        assert_eq!(drawn, space.draw(&positions, 1, draw));
        drawn.check().expect("within bounds");
        // One capability on all issues; the other party's is known.
        assert!((1.0..=5.0).contains(&drawn.capability[0]));
        assert_eq!(drawn.capability[1], 2.0);
        assert_eq!(drawn.position[0][1], 0.2);
        mean += drawn.capability[0] / 400.0;
    }
    assert!((mean - 3.0).abs() < 0.2, "{mean}");
    assert_ne!(space.draw(&positions, 1, 1), space.draw(&positions, 2, 1));
}
