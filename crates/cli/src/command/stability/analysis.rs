//! What `zopa stability` computes, gathered for every way of showing it.

use super::known::Checked;
use super::part::Part;
use fixedbitset::FixedBitSet;
use serde_json::{Map, Value, json};
use zopa_exchange::NamedConflict;
use zopa_report::stability::RobustnessRow;
use zopa_stability::{Graph, Reversibility, Stable, equilibria};

/// The stable states under one concept.
#[derive(Debug, Clone)]
pub struct Solved {
    /// Abbreviation, such as `SEQ` or `GMR_b`.
    pub name: String,
    /// Name in words.
    pub words: String,
    /// For each party the states that are stable for it.
    pub stable: Vec<FixedBitSet>,
    /// States that are stable for all.
    pub equilibria: Vec<u32>,
}

impl Solved {
    /// From the sets by party.
    pub fn new(name: impl Into<String>, words: impl Into<String>, stable: Stable) -> Solved {
        let equilibria = equilibria(&stable.by_party.iter().collect::<Vec<_>>());
        Solved { name: name.into(), words: words.into(), stable: stable.by_party, equilibria }
    }
}

/// Everything that was asked and found.
pub struct Analysis<'a> {
    /// The conflict.
    pub named: &'a NamedConflict,
    /// Concept by concept.
    pub solved: Vec<Solved>,
    /// Further parts of the answer, as tables too.
    pub parts: Vec<Part>,
    /// Further parts of the JSON by key.
    pub data: Map<String, Value>,
    /// How often states are equilibria when preferences are perturbed: state and share.
    pub robustness: Vec<(u32, RobustnessRow)>,
    /// What was perturbed, in one sentence.
    pub robustness_method: String,
    /// Results that sources state, checked.
    pub known: Vec<Checked>,
    /// How the answer was made.
    pub manifest: Value,
}

impl Analysis<'_> {
    /// Names of the parties by identifier.
    pub fn party_names(&self) -> Map<String, Value> {
        self.named.parties.iter().map(|p| (p.id.clone(), Value::from(p.name.clone()))).collect()
    }

    /// The options with their owners and directions.
    pub fn options(&self) -> Vec<Value> {
        let form = match (&self.named.form, &self.named.conflict.graph) {
            (Some(form), _) | (None, Graph::Options(form)) => form,
            _ => return Vec::new(),
        };
        self.named
            .options
            .iter()
            .zip(&form.options)
            .map(|(named, option)| {
                json!({
                    "id": named.id,
                    "name": named.name,
                    "party": self.named.parties[option.owner].id,
                    "direction": direction(option.reversibility),
                })
            })
            .collect()
    }

    /// The states of the table, at most so many: those that are equilibria under most concepts
    /// first, then the others in order.
    pub fn rows(&self, most: usize) -> Vec<u32> {
        let equilibria = self.equilibria();
        let mut among = FixedBitSet::with_capacity(self.named.states());
        among.extend(equilibria.iter().map(|&state| state as usize));
        let quo = self.named.status_quo.filter(|&quo| !among.contains(quo as usize));
        let others = (0..self.named.states() as u32)
            .filter(|&state| !among.contains(state as usize) && Some(state) != quo);
        equilibria.into_iter().chain(quo).chain(others).take(most).collect()
    }

    /// The states that are equilibria under any concept: those under most concepts first.
    pub fn equilibria(&self) -> Vec<u32> {
        let mut all: Vec<u32> =
            self.solved.iter().flat_map(|solved| solved.equilibria.iter().copied()).collect();
        all.sort_unstable();
        let mut often: Vec<(u32, usize)> =
            all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
        often.sort_by_key(|&(state, count)| (std::cmp::Reverse(count), state));
        often.into_iter().map(|(state, _)| state).collect()
    }
}

/// The word of a direction in a scenario file.
pub fn direction(reversibility: Reversibility) -> &'static str {
    match reversibility {
        Reversibility::Both => "both",
        Reversibility::Forward => "forward",
        Reversibility::Back => "back",
    }
}
