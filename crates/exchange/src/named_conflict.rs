//! A conflict with its names: what a file says beside the graph model itself.

use std::collections::BTreeMap;
use zopa_stability::attitude::Attitude;
pub use zopa_stability::hypergame::View;
use zopa_stability::{Conflict, FeasibleStates, Graph, Pattern, Statement};

/// A party or an option.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Identifier.
    pub id: String,
    /// Name shown to readers.
    pub name: String,
}

/// A conflict as a file describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedConflict {
    /// What the conflict is called.
    pub title: String,
    /// One or two sentences on it.
    pub summary: String,
    /// Where the description comes from, as a citation for each source.
    pub sources: Vec<String>,
    /// The parties, in the order of the model's indices.
    pub parties: Vec<Named>,
    /// The options, in the order of bits; empty where the graph was listed by hand.
    pub options: Vec<Named>,
    /// The option form before coalescing and forbidden transitions, where there are options.
    pub form: Option<zopa_stability::OptionForm>,
    /// How states are called.
    pub states: StateNames,
    /// Further identifiers and labels of states that are called by their options.
    pub aliases: BTreeMap<u32, Alias>,
    /// The graph and the crisp (or partly unknown) preferences.
    pub conflict: Conflict,
    /// The state in which the conflict stands.
    pub status_quo: Option<u32>,
    /// For each party the statements its ranking was made from, most important first, where it
    /// was.
    pub statements: Vec<Option<Vec<Statement>>>,
    /// What makes states infeasible, where it was given by patterns.
    pub infeasible: Vec<Pattern>,
    /// For each party and other party an attitude, where the file states any.
    pub attitudes: Option<Vec<Vec<Attitude>>>,
    /// Degrees of preference (fuzzy), where the file states any.
    pub fuzzy: Option<Vec<DegreeTable>>,
    /// Probabilities of preference, where the file states any.
    pub probabilities: Option<Vec<DegreeTable>>,
    /// For each party how it sees the conflict, where it misperceives it.
    pub views: Vec<View>,
    /// Coalitions to analyse, as indices of parties.
    pub coalitions: Vec<Vec<usize>>,
    /// Results that the literature states for the conflict.
    pub known: Vec<Known>,
}

/// What a state is called beside its letters; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alias {
    /// Identifier.
    pub id: String,
    /// Words.
    pub label: String,
}

/// How states are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateNames {
    /// By their options: `Y` or `N` for each option in order.
    Options(FeasibleStates),
    /// By identifiers, each with its options (`Y`, `N`, `-`) or a label where there are any.
    Listed {
        /// One identifier per state.
        ids: Vec<String>,
        /// One label per state; empty where there is none.
        labels: Vec<String>,
    },
}

/// Numbers for pairs of states: `value[state * states + other]`, in 0..1, such that the two of a
/// pair sum to 1 where they are degrees of preference.
#[derive(Debug, Clone, PartialEq)]
pub struct DegreeTable {
    /// Row by row.
    pub value: Vec<f64>,
    /// The threshold from which on a difference of degrees counts (fuzzy), or `alpha`.
    pub threshold: f64,
}

/// A result stated by a source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// The concept as it is abbreviated: `R`, `GMR`, `L2`, `GMR_b`, `CSEQ{A,B}`, …
    pub concept: String,
    /// The states that are equilibria (or stable for the coalition), where stated.
    pub equilibria: Option<Vec<u32>>,
    /// For a party, the states that are stable for it, where stated.
    pub stable: Vec<(usize, Vec<u32>)>,
    /// Where it is stated.
    pub source: String,
    /// Why the definition gives something else, where it does.
    pub disagrees: Option<String>,
}

impl NamedConflict {
    /// Number of states.
    pub fn states(&self) -> usize {
        self.conflict.states()
    }

    /// The state as `--json` and messages name it: `YNNYN` in the order of options, or the
    /// identifier of a listed state.
    pub fn state_name(&self, state: u32) -> String {
        match &self.states {
            StateNames::Options(feasible) => letters(feasible.number(state), self.options.len()),
            StateNames::Listed { ids, .. } => ids[state as usize].clone(),
        }
    }

    /// The label of a state, or the options that are taken by name (`nothing is taken` where none
    /// is), after a further identifier where it has one.
    pub fn state_label(&self, state: u32) -> String {
        let alias = self.aliases.get(&state);
        if let Some(Alias { id, label }) = alias.filter(|alias| !alias.label.is_empty()) {
            return if id.is_empty() { label.clone() } else { format!("{id}: {label}") };
        }
        let own = self.own_label(state);
        match alias {
            Some(alias) => format!("{}: {own}", alias.id),
            None => own,
        }
    }

    fn own_label(&self, state: u32) -> String {
        match &self.states {
            StateNames::Options(feasible) => {
                let number = feasible.number(state);
                let taken: Vec<&str> = self
                    .options
                    .iter()
                    .enumerate()
                    .filter(|(option, _)| number >> option & 1 == 1)
                    .map(|(_, option)| option.name.as_str())
                    .collect();
                if taken.is_empty() { "nothing is taken".into() } else { taken.join(", ") }
            }
            StateNames::Listed { labels, ids } => match labels[state as usize].as_str() {
                "" => ids[state as usize].clone(),
                label => label.to_owned(),
            },
        }
    }

    /// The state with this name.
    pub fn state(&self, name: &str) -> Option<u32> {
        match &self.states {
            StateNames::Options(feasible) => {
                let alias =
                    self.aliases.iter().find(|(_, alias)| alias.id == name && !name.is_empty());
                match alias {
                    Some((state, _)) => Some(*state),
                    None => feasible.index(number(name, self.options.len())?),
                }
            }
            StateNames::Listed { ids, .. } => {
                ids.iter().position(|id| id == name).map(|state| state as u32)
            }
        }
    }

    /// Whether the graph is in option form.
    pub fn is_option_form(&self) -> bool {
        matches!(self.conflict.graph, Graph::Options(_))
    }
}

/// The letters of a state: `Y` or `N` for each option.
pub fn letters(number: u64, options: usize) -> String {
    (0..options).map(|option| if number >> option & 1 == 1 { 'Y' } else { 'N' }).collect()
}

/// The number of a state written in letters; `None` where it is not one letter per option.
pub fn number(letters: &str, options: usize) -> Option<u64> {
    if letters.len() != options {
        return None;
    }
    letters.bytes().enumerate().try_fold(0, |number, (option, letter)| match letter {
        b'Y' | b'y' => Some(number | 1 << option),
        b'N' | b'n' => Some(number),
        _ => None,
    })
}
