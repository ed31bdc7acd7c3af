//! What the page of a stability analysis shows.

use serde::Serialize;

/// A stability analysis as the page shows it. States are meant by their position in
/// [`states`](Self::states), parties and options by theirs; what points beyond them is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StabilityAnswer {
    /// What the conflict is called.
    pub title: String,
    /// One or two sentences on it.
    pub summary: String,
    /// Citations of the description.
    pub sources: Vec<String>,
    /// The parties.
    pub parties: Vec<PartyRow>,
    /// The options in the order of the letters; empty where states and moves are listed by hand.
    pub options: Vec<OptionRow>,
    /// The states shown.
    pub states: Vec<StateRow>,
    /// Number of states of the conflict, shown or not.
    pub total_states: u64,
    /// The state whose neighbourhood is shown, where not all states are.
    pub neighbourhood_of: Option<usize>,
    /// The state in which the conflict stands.
    pub status_quo: Option<usize>,
    /// What was found under each concept, in the order asked for.
    pub concepts: Vec<ConceptRow>,
    /// The moves between states shown.
    pub moves: Vec<Move>,
    /// Whether paths were looked for, so that their absence is a finding.
    pub paths_sought: bool,
    /// Paths from the status quo to equilibria, shortest first. Every state on them is shown.
    pub paths: Vec<Path>,
    /// Why states are stable or not, in words.
    pub explanations: Vec<Explanation>,
    /// How often states are equilibria when preferences are drawn; empty where it was not asked.
    pub robustness: Vec<RobustnessRow>,
    /// What was drawn, in one sentence: what is perturbed and how.
    pub robustness_method: String,
    /// Comparison with results that sources state.
    pub known: Vec<KnownResult>,
    /// Further results as tables: coalitions, views, minimal preferences, levers.
    pub tables: Vec<ResultTable>,
    /// Sentences to be read with the findings: caveats, limits, what was left out.
    pub remarks: Vec<String>,
    /// How it was computed: names and values in order (version, file, hash, method, seed, …).
    pub manifest: Vec<(String, String)>,
    /// The command that makes the answer again.
    pub command: String,
}

/// A party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PartyRow {
    /// Identifier.
    pub id: String,
    /// Name shown to readers.
    pub name: String,
}

/// An option.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OptionRow {
    /// Identifier.
    pub id: String,
    /// Name shown to readers.
    pub name: String,
    /// The party that controls it.
    pub party: usize,
}

/// A state that is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StateRow {
    /// Its index among all states of the conflict.
    pub index: u64,
    /// Its letters, or its identifier.
    pub name: String,
    /// Its options (`Y`, `N`, `-`), where `name` is not made of them; may be empty.
    pub letters: String,
    /// What it is, in words.
    pub label: String,
}

/// What was found under one concept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ConceptRow {
    /// Abbreviation: `R`, `GMR`, `SEQ`, `L3`, …
    pub abbreviation: String,
    /// Name in words.
    pub name: String,
    /// For each party and state shown, whether it is stable; empty where the concept is not one
    /// of single parties.
    pub stable: Vec<Vec<bool>>,
    /// For each state shown, whether it is an equilibrium.
    pub equilibria: Vec<bool>,
    /// Number of equilibria among all states of the conflict.
    pub total_equilibria: u64,
}

/// What a move means to the party that makes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// It prefers the state it moves to.
    Improvement,
    /// It likes both equally.
    Equal,
    /// It prefers the state it leaves.
    #[default]
    Worsening,
    /// Which it prefers is not known.
    Unknown,
}

/// A move of one party between two states.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Move {
    /// The party that moves.
    pub party: usize,
    /// The state it leaves.
    pub from: usize,
    /// The state it moves to.
    pub to: usize,
    /// What the move means to it.
    pub kind: MoveKind,
}

/// A path from the status quo; without steps where the status quo is where it ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Path {
    /// The moves, in order.
    pub steps: Vec<Move>,
    /// The state in which it ends.
    pub reaches: usize,
}

impl Path {
    /// Whether every mover improves by its move.
    pub fn improvements_only(&self) -> bool {
        self.steps.iter().all(|step| step.kind == MoveKind::Improvement)
    }
}

/// Why a state is stable for a party, or why not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The state.
    pub state: usize,
    /// The party.
    pub party: usize,
    /// The concept, abbreviated.
    pub concept: String,
    /// Whether the state is stable for the party.
    pub stable: bool,
    /// Sentences, one per improvement, sanction or conclusion.
    pub lines: Vec<String>,
}

/// How often a state is an equilibrium.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RobustnessRow {
    /// The state.
    pub state: usize,
    /// The concept, abbreviated.
    pub concept: String,
    /// Share of draws in which it is an equilibrium, 0..1.
    pub share: f64,
    /// Low end of the 95 % interval.
    pub low: f64,
    /// High end of the 95 % interval.
    pub high: f64,
    /// Number of draws.
    pub draws: u64,
}

/// A result that a source states, beside what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct KnownResult {
    /// The concept as the source abbreviates it.
    pub concept: String,
    /// What the source speaks of: `equilibria`, or a party or coalition by name.
    pub subject: String,
    /// What the source states.
    pub stated: String,
    /// What was found.
    pub found: String,
    /// Whether they are the same.
    pub agrees: bool,
    /// Where it is stated.
    pub source: String,
    /// Why they differ, where it is known.
    pub remark: String,
}

/// A further result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ResultTable {
    /// The finding, as a sentence.
    pub title: String,
    /// Units, sample size, how to read it.
    pub note: String,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
    /// How it was computed.
    pub method: String,
}
