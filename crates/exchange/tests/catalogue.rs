//! The catalogue of published conflicts: every file reads, and every known result is what the
//! definitions give.

use std::collections::BTreeMap;
use std::path::PathBuf;
use zopa_exchange::{NamedConflict, declared, gmcr, json, scenario_text};
use zopa_stability::{
    Concept, Stable, coalition, equilibria, limited_move, metarational, simultaneous, solve,
    strength, unknown,
};

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/stability"))
}

/// Every file of the catalogue by name, with its text.
fn files() -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder()).expect("the catalogue's folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("a text"))
        })
        .collect()
}

/// The conflict of a scenario's text, which must be without errors.
fn conflict(name: &str, text: &str) -> NamedConflict {
    let reading = zopa_syntax::read_scenario(text);
    assert!(reading.diagnostics.is_empty(), "{name}: {:?}", reading.diagnostics);
    let built = declared::build(&reading.scenario.expect("a scenario"));
    assert!(built.diagnostics.is_empty(), "{name}: {:?}", built.diagnostics);
    built.conflict.unwrap_or_else(|| panic!("{name} declares no conflict"))
}

fn catalogue() -> BTreeMap<String, NamedConflict> {
    files().into_iter().map(|(name, text)| (name.clone(), conflict(&name, &text))).collect()
}

/// The states that are stable under a concept by its abbreviation: for each party, or for a
/// coalition.
fn stable(conflict: &NamedConflict, abbreviation: &str) -> Vec<Vec<u32>> {
    let model = &conflict.conflict;
    let states = |found: &Stable| -> Vec<Vec<u32>> {
        let sets = found.by_party.iter();
        sets.map(|set| set.ones().map(|state| state as u32).collect()).collect()
    };
    if let Some((name, members)) = abbreviation.split_once('{') {
        let concept = Concept::from_abbreviation(&name[1..]).expect("a concept");
        let members: Vec<usize> = members
            .trim_end_matches('}')
            .split(',')
            .map(|id| conflict.parties.iter().position(|p| p.id == id).expect("a party"))
            .collect();
        let set = coalition::stable(model, &members, concept).expect("a coalition");
        return states(&Stable { by_party: vec![set] });
    }
    if let Some((name, extension)) = abbreviation.split_once('_') {
        let concept = Concept::from_abbreviation(name).expect("a concept");
        if extension == "strong" {
            let found = strength::solve(model, concept).expect("strength").strong();
            return states(&found);
        }
        let letter = extension.chars().next().expect("a letter");
        let extension = unknown::Extension::from_letter(letter).expect("an extension");
        let found = unknown::solve(model, extension, &[concept]).expect("unknown preference");
        return states(&found[0]);
    }
    let found = match Concept::from_abbreviation(abbreviation).expect("a concept") {
        Concept::Simultaneous => simultaneous::simultaneous(model),
        Concept::SequentialOrSimultaneous => simultaneous::sequential_or_simultaneous(model),
        Concept::LimitedMove(horizon) => limited_move::limited_move(model, horizon),
        Concept::NonMyopic => limited_move::non_myopic(model),
        Concept::Metarational(rounds) => metarational::metarational(model, rounds, false),
        Concept::CredibleMetarational(rounds) => metarational::metarational(model, rounds, true),
        concept => solve(model, &[concept]).map(|mut found| found.remove(0)),
    };
    states(&found.expect("an answer"))
}

fn common(by_party: &[Vec<u32>]) -> Vec<u32> {
    let all = |state: &u32| by_party.iter().all(|stable| stable.contains(state));
    by_party[0].iter().copied().filter(all).collect()
}

#[test]
fn known_results_are_what_the_definitions_give() {
    let mut compared = 0;
    for (name, conflict) in catalogue() {
        for known in &conflict.known {
            let computed = stable(&conflict, &known.concept);
            let mut agrees = true;
            if let Some(equilibria) = &known.equilibria {
                let mut expected = equilibria.clone();
                expected.sort_unstable();
                agrees &= common(&computed) == expected;
                compared += 1;
            }
            for (party, states) in &known.stable {
                let mut expected = states.clone();
                expected.sort_unstable();
                agrees &= computed[*party] == expected;
                compared += 1;
            }
            let named: Vec<String> =
                common(&computed).iter().map(|&state| conflict.state_name(state)).collect();
            let stated = known.disagrees.is_none();
            assert_eq!(agrees, stated, "{name} {}: computed {named:?}", known.concept);
        }
    }
    assert!(compared >= 30, "{compared} results");
}

#[test]
fn every_file_has_a_source_and_says_how_sure_its_data_are() {
    let files = files();
    assert!(files.len() >= 20, "{} files", files.len());
    for (name, text) in &files {
        assert!(text.contains("[source."), "{name} has no source");
        let sure = ["recalled", "read in", "define the game"];
        assert!(sure.iter().any(|word| text.contains(word)), "{name} does not say how sure it is");
        let noted = text.lines().any(|line| {
            line.strip_prefix("note").is_some_and(|rest| rest.trim_start().starts_with('='))
        });
        assert!(noted, "{name} has no note");
    }
}

#[test]
fn elmira_by_options_and_by_listed_states_is_one_conflict() {
    let all = catalogue();
    let (options, listed) = (&all["elmira"], &all["elmira-graph"]);
    assert_eq!(options.states(), 9);
    for party in 0..3 {
        for state in 0..9 {
            let name = options.state_name(state);
            let other = listed.state(&name).expect("the same identifiers");
            let names = |conflict: &NamedConflict, state: u32| {
                let graph = conflict.conflict.graph.listed();
                let moves = graph.moves(party, state).iter();
                let mut names: Vec<_> = moves.map(|&to| conflict.state_name(to)).collect();
                names.sort();
                names
            };
            assert_eq!(names(options, state), names(listed, other), "{name}");
        }
    }
}

#[test]
fn elmira_the_ministry_and_uniroyal_together_leave_the_equilibrium() {
    // Kinsara (2014), sections 5.2 and 5.3.
    let conflict = &catalogue()["elmira-12"];
    let state = |letters: &str| conflict.state(letters).expect("a state");
    let (s1, s7, s10) = (state("NYNNN"), state("NYNNY"), state("YNYNY"));
    let nash = common(&stable(conflict, "R"));
    assert!(nash.contains(&s7));
    let together = coalition::stable(&conflict.conflict, &[0, 1], Concept::Nash).expect("two");
    assert!(!together.contains(s7 as usize));
    assert!(together.contains(s10 as usize));
    let graph = conflict.conflict.graph.listed();
    let improvements = |from: u32| {
        let mut found = Vec::new();
        for (party, preference) in conflict.conflict.preferences.iter().enumerate() {
            for &to in graph.moves(party, from) {
                if preference.compare(to, from).is_better() {
                    found.push((party, to));
                }
            }
        }
        found
    };
    assert_eq!(improvements(s1), [(2, s7)]);
}

#[test]
fn cuba_by_statements_and_by_rankings_prefers_alike() {
    let all = catalogue();
    let (ranked, stated) =
        (&all["cuban-missile-crisis"], &all["cuban-missile-crisis-irreversible"]);
    assert_eq!(stated.conflict.preferences, ranked.conflict.preferences);
    assert!(stated.statements.iter().all(Option::is_some));
}

#[test]
fn garrison_has_the_states_of_its_published_file() {
    let conflict = &catalogue()["garrison"];
    assert_eq!(conflict.states(), 23);
    // The file numbers states from 1 in the order of their number.
    for state in 0..23 {
        assert_eq!(conflict.state(&format!("s{}", state + 1)), Some(state));
    }
}

#[test]
fn mixed_profiles_are_intersections() {
    // Each party with its own concept: elmira with R for the ministry, SEQ for the others.
    let conflict = &catalogue()["elmira"];
    let found = solve(&conflict.conflict, &[Concept::Nash, Concept::Sequential]).expect("sets");
    let sets = [&found[0].by_party[0], &found[1].by_party[1], &found[1].by_party[2]];
    let names: Vec<String> =
        equilibria(&sets).iter().map(|&state| conflict.state_name(state)).collect();
    assert_eq!(names, ["s5", "s8", "s9"]);
}

#[test]
fn every_conflict_goes_through_every_form() {
    for (name, original) in catalogue() {
        let text = json::write(&original);
        let reading = json::read(&text);
        assert!(reading.diagnostics.is_empty(), "{name}: {:?}", reading.diagnostics);
        assert_eq!(reading.conflict.as_ref(), Some(&original), "{name}");

        let text = scenario_text::write(&original);
        let again = conflict(&name, &text);
        assert_eq!(again.conflict, original.conflict, "{name}: {text}");
        assert_eq!(again.states, original.states, "{name}");
        assert_eq!(again.aliases, original.aliases, "{name}");
        assert_eq!(again.status_quo, original.status_quo, "{name}");
        assert_eq!(again.views, original.views, "{name}");
        assert_eq!(again.coalitions, original.coalitions, "{name}");
        assert_eq!(again.known.len(), original.known.len(), "{name}");

        if let Ok(text) = gmcr::write(&original) {
            let reading = gmcr::read(&text);
            assert!(reading.diagnostics.iter().all(|d| !d.is_error()), "{name}");
            assert_eq!(reading.conflict.expect("a conflict").conflict, original.conflict, "{name}");
        }
    }
}
