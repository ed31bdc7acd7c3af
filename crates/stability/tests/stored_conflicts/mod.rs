//! The stored conflicts that rankings are known for, with the results stored for them.
#![allow(dead_code, clippy::print_stderr)]

use serde_json::Value;
use zopa_stability::{
    Conflict, ConflictOption, FeasibleStates, Graph, ListedGraph, OptionForm, Preference, Ranking,
    Reversibility,
};

/// A stored conflict.
pub struct Stored {
    /// What it is called.
    pub id: String,
    /// The names of its parties.
    pub parties: Vec<String>,
    /// The names of its states, by index.
    pub states: Vec<String>,
    /// The conflict.
    pub conflict: Conflict,
    /// The stored concepts with their results, computed and published.
    pub results: Vec<(String, Value)>,
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

impl Stored {
    /// The stored conflicts with rankings; none, and a word why, where the file is not there.
    pub fn all() -> Vec<Stored> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/cases/stability.json");
        let Ok(file) = std::fs::read_to_string(path) else {
            eprintln!("skipped: no stored cases beside the project");
            return Vec::new();
        };
        let file: Value = serde_json::from_str(&file).expect("cases in JSON");
        list(&file["cases"])
            .iter()
            .filter(|case| {
                case["preferences"].as_object().expect("by party").values().all(Value::is_array)
            })
            .map(Stored::read)
            .collect()
    }

    fn read(case: &Value) -> Stored {
        let parties: Vec<String> = list(&case["dms"]).iter().map(|dm| text(&dm["name"])).collect();
        let mut described: Vec<(String, String)> = list(&case["states"])
            .iter()
            .map(|state| (text(&state["id"]), state["options"].as_str().unwrap_or("").to_owned()))
            .collect();
        let number = |letters: &str| -> u64 {
            letters.bytes().enumerate().map(|(option, c)| u64::from(c == b'Y') << option).sum()
        };
        let has_moves = case["moves"].is_object();
        if !has_moves {
            described.sort_by_key(|(_, letters)| number(letters));
        }
        let states: Vec<String> = described.iter().map(|(id, _)| id.clone()).collect();
        let index = |id: &Value| {
            let id = id.as_str().expect("a state");
            states.iter().position(|state| state == id).expect("a known state") as u32
        };
        let graph = if has_moves {
            let mut graph = ListedGraph::without_moves(states.len());
            for party in &parties {
                let lists: Vec<Vec<u32>> = states
                    .iter()
                    .map(|from| list(&case["moves"][party][from]).iter().map(index).collect())
                    .collect();
                graph.add_party(&lists);
            }
            Graph::Listed(graph)
        } else {
            let directions = list(&case["direction"]);
            let owners = list(&case["dms"])
                .iter()
                .enumerate()
                .flat_map(|(owner, dm)| list(&dm["options"]).iter().map(move |_| owner));
            let options = owners
                .enumerate()
                .map(|(option, owner)| {
                    let direction = directions.get(option).and_then(Value::as_str);
                    let reversibility = match direction {
                        Some("fwd") => Reversibility::Forward,
                        Some("back") => Reversibility::Back,
                        _ => Reversibility::Both,
                    };
                    ConflictOption { owner, reversibility }
                })
                .collect();
            let numbers = described.iter().map(|(_, letters)| number(letters)).collect();
            let feasible = FeasibleStates::Listed(numbers);
            Graph::Options(OptionForm { parties: parties.len(), options, feasible })
        };
        let preferences = parties
            .iter()
            .map(|party| {
                let groups: Vec<Vec<u32>> = list(&case["preferences"][party])
                    .iter()
                    .map(|group| match group {
                        Value::Array(tied) => tied.iter().map(index).collect(),
                        single => vec![index(single)],
                    })
                    .collect();
                Preference::Ranking(Ranking::from_groups(states.len(), &groups))
            })
            .collect();
        let conflict = Conflict::new(graph, preferences).expect("parts that fit");
        let computed = case["computed"].as_object().expect("results").clone();
        let published = list(&case["published"])
            .iter()
            .filter(|result| result["disagrees"].is_null())
            .map(|result| (text(&result["concept"]), result.clone()));
        let results = computed.into_iter().chain(published).collect();
        Stored { id: text(&case["id"]), parties, states, conflict, results }
    }

    /// States by their names, in order.
    pub fn named(&self, states: impl IntoIterator<Item = usize>) -> Vec<String> {
        let mut named: Vec<String> =
            states.into_iter().map(|state| self.states[state].clone()).collect();
        named.sort();
        named
    }
}

/// Names of states in a result, in order.
pub fn names(value: &Value) -> Vec<String> {
    let mut names: Vec<String> = list(value).iter().map(text).collect();
    names.sort();
    names
}
