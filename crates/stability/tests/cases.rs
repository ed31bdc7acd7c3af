//! Published conflicts: the stable states and equilibria that are stated for them, and those that
//! follow from the definitions.

use serde_json::Value;
use std::collections::BTreeMap;
use zopa_stability::unknown::{self, Extension};
use zopa_stability::{
    Comparison, Concept, Conflict, ConflictOption, FeasibleStates, Graph, ListedGraph, OptionForm,
    Preference, Ranking, Relation, Reversibility, Stable, general_solver, simultaneous, strength,
};

/// A conflict with the names of its parties and states, state by index.
struct Case {
    parties: Vec<String>,
    states: Vec<String>,
    conflict: Conflict,
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

impl Case {
    /// Reads a case: states by identifier, option form or listed moves, rankings in groups or
    /// strict pairs closed by transitivity.
    fn new(case: &Value) -> Case {
        let parties: Vec<String> =
            array(&case["dms"]).map(|party| party["name"].as_str().unwrap().to_owned()).collect();
        let option_form = case["moves"].is_null();
        let mut numbered: Vec<(u64, String)> = array(&case["states"])
            .map(|state| {
                let letters = state["options"].as_str().unwrap_or_default();
                let taken = letters.bytes().enumerate().filter(|(_, letter)| *letter == b'Y');
                let number = taken.map(|(option, _)| 1_u64 << option).sum();
                (number, state["id"].as_str().unwrap().to_owned())
            })
            .collect();
        if option_form {
            numbered.sort();
        }
        let (numbers, states): (Vec<u64>, Vec<String>) = numbered.into_iter().unzip();
        let index = |id: &str| states.iter().position(|state| state == id).unwrap() as u32;
        let graph = if option_form {
            let owners: Vec<usize> = array(&case["dms"])
                .enumerate()
                .flat_map(|(party, described)| {
                    texts(&described["options"]).into_iter().map(move |_| party)
                })
                .collect();
            let directions = texts(&case["direction"]);
            let options = owners.iter().enumerate().map(|(option, &owner)| ConflictOption {
                owner,
                reversibility: match directions.get(option) {
                    Some(&"fwd") => Reversibility::Forward,
                    Some(&"back") => Reversibility::Back,
                    _ => Reversibility::Both,
                },
            });
            let feasible = FeasibleStates::Listed(numbers);
            Graph::Options(OptionForm {
                parties: parties.len(),
                options: options.collect(),
                feasible,
            })
        } else {
            let mut graph = ListedGraph::without_moves(states.len());
            for party in &parties {
                let lists: Vec<Vec<u32>> = states
                    .iter()
                    .map(|from| texts(&case["moves"][party][from]).into_iter().map(index).collect())
                    .collect();
                graph.add_party(&lists);
            }
            Graph::Listed(graph)
        };
        let preferences = parties
            .iter()
            .map(|party| {
                let stated = &case["preferences"][party];
                if stated.is_array() {
                    let groups: Vec<Vec<u32>> = array(stated)
                        .map(|group| match group.as_str() {
                            Some(id) => vec![index(id)],
                            None => texts(group).into_iter().map(index).collect(),
                        })
                        .collect();
                    let mut ranking = Ranking::from_groups(states.len(), &groups);
                    ranking.strong_gaps = array(&case["strong_gaps"][party])
                        .map(|after| (groups.len() as u64 - 1 - after.as_u64().unwrap()) as u32)
                        .collect();
                    ranking.strong_gaps.sort_unstable();
                    Preference::Ranking(ranking)
                } else {
                    Preference::Relation(closed(states.len(), stated, index))
                }
            })
            .collect();
        let conflict = Conflict::new(graph, preferences).expect("parts that fit");
        Case { parties, states, conflict }
    }

    fn set(&self, ids: &Value) -> Vec<u32> {
        let mut set: Vec<u32> = texts(ids)
            .into_iter()
            .map(|id| self.states.iter().position(|state| state == id).unwrap() as u32)
            .collect();
        set.sort_unstable();
        set
    }

    /// The answers under everything that this file covers, by the abbreviation of the concept.
    fn answers(&self) -> BTreeMap<String, Stable> {
        let conflict = &self.conflict;
        let mut answers = BTreeMap::new();
        let mut put = |suffix: &str, stable: Vec<Stable>| {
            for (concept, stable) in Concept::BASIC.into_iter().zip(stable) {
                answers.insert(format!("{}{suffix}", concept.abbreviation()), stable);
            }
        };
        put("", zopa_stability::solve(conflict, &Concept::BASIC).unwrap());
        for extension in Extension::ALL {
            let suffix = format!("_{}", extension.letter());
            put(&suffix, unknown::solve(conflict, extension, &Concept::BASIC).unwrap());
        }
        for concept in Concept::BASIC {
            let degrees = strength::solve(conflict, concept).unwrap();
            answers.insert(format!("{}_strong", concept.abbreviation()), degrees.strong());
        }
        if matches!(conflict.graph, Graph::Options(_)) {
            answers.insert("SIM".into(), simultaneous::simultaneous(conflict).unwrap());
            let either = simultaneous::sequential_or_simultaneous(conflict).unwrap();
            answers.insert("SEQ+SIM".into(), either);
        }
        answers
    }
}

fn closed(states: usize, stated: &Value, index: impl Fn(&str) -> u32) -> Relation {
    let pairs = |kind: &str| -> Vec<(usize, usize)> {
        array(&stated[kind])
            .map(|pair| (index(texts(pair)[0]) as usize, index(texts(pair)[1]) as usize))
            .collect()
    };
    let mut better = vec![vec![false; states]; states];
    pairs("strict").into_iter().for_each(|(a, b)| better[a][b] = true);
    for middle in 0..states {
        for a in 0..states {
            for b in 0..states {
                better[a][b] |= better[a][middle] && better[middle][b];
            }
        }
    }
    let mut relation = Relation::unknown(states);
    for (a, row) in better.iter().enumerate() {
        for b in (0..states).filter(|&b| row[b]) {
            relation.set(a as u32, b as u32, Comparison::Better(1));
        }
    }
    for (a, b) in pairs("ties") {
        relation.set(a as u32, b as u32, Comparison::Equal);
    }
    relation
}

fn members(set: &fixedbitset::FixedBitSet) -> Vec<u32> {
    set.ones().map(|state| state as u32).collect()
}

#[test]
#[allow(clippy::print_stderr, reason = "says why nothing was compared")]
fn every_stored_case_is_right() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/cases/stability.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the stored cases are not there");
        return;
    };
    let stored: Value = serde_json::from_str(&text).expect("cases are JSON");
    let mut compared = 0;
    for stored in array(&stored["cases"]) {
        let id = stored["id"].as_str().unwrap();
        let case = Case::new(stored);
        let answers = case.answers();
        let mut check = |concept: &str, result: &Value, by_party: &str| {
            let Some(found) = answers.get(concept) else { return };
            if !result["equilibria"].is_null() {
                assert_eq!(found.equilibria(), case.set(&result["equilibria"]), "{id} {concept}");
                compared += 1;
            }
            for (party, name) in case.parties.iter().enumerate() {
                let stated = &result[by_party][name];
                if !stated.is_null() {
                    let found = members(&found.by_party[party]);
                    assert_eq!(found, case.set(stated), "{id} {concept} for {name}");
                    compared += 1;
                }
            }
        };
        for (concept, result) in stored["computed"].as_object().into_iter().flatten() {
            check(concept, result, "per_dm");
        }
        for published in array(&stored["published"]) {
            if published["disagrees"].is_null() {
                check(published["concept"].as_str().unwrap(), published, "per_dm");
            }
        }
    }
    assert!(compared > 300, "only {compared} results compared");
}

/// Elmira groundwater contamination in nine states (Hipel, Fang, Kilgour & Haight 1993).
fn elmira() -> Conflict {
    let moves: [&[(usize, &[u32])]; 3] = [
        &[(1, &[2]), (3, &[4]), (5, &[6]), (7, &[8])],
        &[
            (1, &[3, 9]),
            (2, &[4, 9]),
            (3, &[9]),
            (4, &[9]),
            (5, &[7, 9]),
            (6, &[8, 9]),
            (7, &[9]),
            (8, &[9]),
        ],
        &[(1, &[5]), (5, &[1]), (2, &[6]), (6, &[2]), (3, &[7]), (7, &[3]), (4, &[8]), (8, &[4])],
    ];
    let mut graph = ListedGraph::without_moves(9);
    for moves in moves {
        let mut lists = vec![Vec::new(); 9];
        for (from, to) in moves {
            lists[from - 1] = to.iter().map(|to| to - 1).collect();
        }
        graph.add_party(&lists);
    }
    let rankings =
        [[7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 3, 7, 2, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9]];
    let preferences = rankings.map(|ranking| {
        let groups: Vec<Vec<u32>> = ranking.iter().map(|state| vec![state - 1]).collect();
        Preference::Ranking(Ranking::from_groups(9, &groups))
    });
    Conflict::new(Graph::Listed(graph), preferences.to_vec()).expect("parts that fit")
}

#[test]
fn elmira_has_the_published_equilibria() {
    let conflict = elmira();
    let judgement = zopa_stability::Crisp(&conflict);
    let general = general_solver::solve(&conflict.graph, &judgement, &Concept::BASIC).unwrap();
    let fast = zopa_stability::solve(&conflict, &Concept::BASIC).unwrap();
    assert_eq!(general, fast);
    let equilibria: Vec<Vec<u32>> =
        general.iter().map(|stable| stable.equilibria().iter().map(|s| s + 1).collect()).collect();
    assert_eq!(equilibria[0], [5, 8, 9], "R");
    assert_eq!(equilibria[1], [1, 4, 5, 8, 9], "GMR");
    assert_eq!(equilibria[2], [1, 4, 5, 8, 9], "SMR");
    assert_eq!(equilibria[3], [5, 8, 9], "SEQ");
}

/// Export of bulk water from Lake Gisborne, the preference of the province partly unknown (Fang,
/// Hipel & Wang 2002; Li, Hipel, Kilgour & Fang 2004).
fn gisborne() -> Conflict {
    let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
    let form = OptionForm {
        parties: 3,
        options: (0..3).map(option).collect(),
        feasible: FeasibleStates::All(3),
    };
    let ranking = |order: [u32; 8]| {
        let groups: Vec<Vec<u32>> = order.iter().map(|state| vec![state - 1]).collect();
        Preference::Ranking(Ranking::from_groups(8, &groups))
    };
    let mut province = Relation::unknown(8);
    for (better, worse) in [(3, 7), (4, 8), (1, 5), (2, 6)] {
        province.set(better - 1, worse - 1, Comparison::Better(1));
    }
    let preferences = vec![
        ranking([2, 6, 4, 8, 1, 5, 3, 7]),
        Preference::Relation(province),
        ranking([3, 4, 7, 8, 5, 6, 1, 2]),
    ];
    Conflict::new(Graph::Options(form), preferences).expect("parts that fit")
}

#[test]
fn gisborne_has_the_published_equilibria() {
    let conflict = gisborne();
    let [general] =
        &unknown::solve(&conflict, Extension::B, &[Concept::GeneralMetarational]).unwrap()[..]
    else {
        panic!("one concept")
    };
    let equilibria: Vec<u32> = general.equilibria().iter().map(|state| state + 1).collect();
    assert_eq!(equilibria, [4, 6, 8]);
}
