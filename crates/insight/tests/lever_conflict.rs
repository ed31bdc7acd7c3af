//! Levers as options, on scenarios whose answers follow by hand.

use zopa_ensemble::{Options, Unobserved};
use zopa_insight::lever_conflict::{LeverError, Question, lever_conflict};
use zopa_sampling::Design;
use zopa_scenario::{Scenario, Text};
use zopa_stability::{Concept, solve};

fn scenario(text: &str) -> Scenario {
    let reading = zopa_syntax::read_scenario(text);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    reading.scenario.unwrap()
}

fn question(levers: &[&str], values: &[(&str, &str)], draws: u64) -> Question {
    Question {
        levers: levers.iter().map(|lever| (*lever).to_owned()).collect(),
        values: values
            .iter()
            .map(|(who, what)| ((*who).to_owned(), Text::outside(*what)))
            .collect(),
        options: Options { draws, seed: 7, design: Design::MonteCarlo, threads: None },
    }
}

/// Defecting brings a party 1 and costs the other 2; chance moves all alike.
const DILEMMA: &str = r#"
[scenario]
title = "Dilemma"
time = "0 to 1 [month]"
teaching_example = true
[party.row]
[party.column]
[input]
row_defects = 0
column_defects = 0
luck = "normal(0, 5)"
[variable]
row_gets = "row_defects - 2 * column_defects + luck"
column_loses = "2 * row_defects - column_defects - luck"
[measure]
of_row = "row_gets at end"
[lever.row_leaves]
party = "row"
set = { row_defects = 1 }
[lever.column_leaves]
party = "column"
set = { column_defects = 1 }
[lever.nobody]
set = { luck = 0 }
[lever.row_halves]
party = "row"
set = { row_defects = 0.5 }
"#;

const WANTED: [(&str, &str); 2] = [("row", "of_row"), ("column", "-column_loses")];

#[test]
fn the_prisoners_dilemma_of_two_levers_has_its_equilibria_in_every_draw() {
    let scenario = scenario(DILEMMA);
    let asked = question(&["row_leaves", "column_leaves"], &WANTED, 100);
    let found = lever_conflict(&scenario, &asked, &Unobserved).unwrap();
    assert_eq!(found.parties, [0, 1]);
    let concepts = [Concept::Nash, Concept::Sequential];
    let solved = solve(&found.conflict, &concepts).unwrap();
    assert_eq!(solved[0].equilibria(), [3]);
    assert_eq!(solved[1].equilibria(), [0, 3]);
    // Luck meets all states alike, so that no draw sees another order.
    let shares = found.equilibrium_shares(&concepts).unwrap();
    let of = |concept: usize| shares[concept].shares.iter().map(|p| p.p).collect::<Vec<_>>();
    assert_eq!(of(0), [0.0, 0.0, 0.0, 1.0]);
    assert_eq!(of(1), [1.0, 0.0, 0.0, 1.0]);
    // Paired differences are free of luck: exactly 1 for leaving.
    let gains = found.values[1][0].iter().zip(&found.values[0][0]).map(|(a, b)| a - b);
    assert!(gains.into_iter().all(|gain| (gain - 1.0).abs() < 1e-12));
    assert_eq!(found.preferred(1, 0, 1).p, 1.0);
    let (mean, half) = found.expected(0, 0);
    assert!(mean.abs() < 3.0 * half && (half - 1.96 * 5.0 / 10.0).abs() < 0.3, "{mean} ± {half}");
}

#[test]
fn the_share_of_draws_follows_the_uncertainty_of_an_input() {
    let scenario = scenario(
        r#"
[scenario]
title = "One lever"
time = "0 to 1 [month]"
teaching_example = true
[party.only]
[input]
pulled = 0
gain = "uniform(-1, 3)"
[variable]
gets = "gain * pulled"
[lever.pull]
party = "only"
set = { pulled = 1 }
"#,
    );
    let asked = question(&["pull"], &[("only", "gets")], 4_000);
    let found = lever_conflict(&scenario, &asked, &Unobserved).unwrap();
    let shares = found.equilibrium_shares(&[Concept::Nash]).unwrap();
    // Pulling is best where the gain is above 0: in 3 of 4 draws.
    let [left, pulled] = shares[0].shares.as_slice() else { panic!("two states") };
    assert!(pulled.low < 0.75 && 0.75 < pulled.high, "{pulled:?}");
    assert!((left.p + pulled.p - 1.0).abs() < 1e-12);
    assert_eq!(solve(&found.conflict, &[Concept::Nash]).unwrap()[0].equilibria(), [1]);
    // The same question has the same answer, and one thread gives what all do.
    let mut again = asked;
    again.options.threads = Some(1);
    assert_eq!(found, lever_conflict(&scenario, &again, &Unobserved).unwrap());
}

#[test]
fn levers_that_contradict_each_other_are_never_pulled_together() {
    let scenario = scenario(DILEMMA);
    let asked = question(&["row_leaves", "row_halves", "column_leaves"], &WANTED, 10);
    let found = lever_conflict(&scenario, &asked, &Unobserved).unwrap();
    assert_eq!(found.exclusive, [(0, 1)]);
    assert_eq!(found.conflict.states(), 6);
    assert_eq!(found.patterns()[0].fixed, 0b11);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let scenario = scenario(DILEMMA);
    let ask = |levers: &[&str], values: &[(&str, &str)]| {
        lever_conflict(&scenario, &question(levers, values, 10), &Unobserved).unwrap_err()
    };
    assert_eq!(ask(&["nothing"], &WANTED), LeverError::UnknownLever("nothing".into()));
    assert_eq!(ask(&["nobody"], &WANTED), LeverError::NobodysLever("nobody".into()));
    assert_eq!(ask(&[], &WANTED), LeverError::LeverCount(0));
    // Without talks there is no value of a deal to fall back on.
    assert_eq!(ask(&["row_leaves"], &[]), LeverError::NothingWanted("row".into()));
    let broken = ask(&["row_leaves"], &[("row", "absent")]);
    assert!(matches!(broken, LeverError::Broken { .. }), "{broken}");
}
