//! The page of the analysis: which states it shows, and their moves.

use super::analysis::Analysis;
use super::explain;
use super::paths::Paths;
use std::collections::BTreeMap;
use zopa_report::stability::{
    ConceptRow, Move, MoveKind, OptionRow, PartyRow, Path, StabilityAnswer, StateRow,
};
use zopa_stability::Graph;
use zopa_stability::evolution::{self, Moves, Step};
use zopa_stability::explanation::Explanation;

/// Most states on the page.
pub const SHOWN: usize = 200;
/// Most moves on the page.
const MOVES: usize = 4_000;

/// What the page is made of beside the analysis itself.
pub struct Extras<'a> {
    /// Paths from the status quo.
    pub paths: &'a Paths,
    /// Accounts of states.
    pub explanations: &'a [Explanation],
    /// The state to centre on, where one was named.
    pub centre: Option<u32>,
    /// How it was computed.
    pub manifest: Vec<(String, String)>,
    /// The command that makes it again.
    pub command: String,
}

/// The page's data.
pub fn answer(analysis: &Analysis<'_>, extras: Extras<'_>) -> StabilityAnswer {
    let named = analysis.named;
    let centre = extras.centre.or(named.status_quo).unwrap_or(0);
    let all = named.states() <= SHOWN;
    let states = if all {
        (0..named.states() as u32).collect()
    } else {
        neighbourhood(analysis, centre, extras.paths)
    };
    let positions: BTreeMap<u32, usize> =
        states.iter().enumerate().map(|(position, &state)| (state, position)).collect();
    let position = |state: u32| positions.get(&state).copied();
    let form = named.form.as_ref().or(match &named.conflict.graph {
        Graph::Options(form) => Some(form),
        Graph::Listed(_) => None,
    });
    let moves = Moves::new(&named.conflict.graph);
    let mut shown_moves = Vec::new();
    for &from in &states {
        for party in 0..named.parties.len() {
            moves.each_from(party, from, |to| {
                if let (Some(a), Some(b)) = (position(from), position(to))
                    && shown_moves.len() < MOVES
                {
                    let step = Step::of(&named.conflict, party, from, to);
                    shown_moves.push(Move { party, from: a, to: b, kind: kind(step.kind) });
                }
            });
        }
    }
    let concepts = analysis.solved.iter().map(|solved| {
        let has = |set: &fixedbitset::FixedBitSet| -> Vec<bool> {
            states.iter().map(|&state| set.contains(state as usize)).collect()
        };
        ConceptRow {
            abbreviation: solved.name.clone(),
            name: solved.words.clone(),
            stable: solved.stable.iter().map(has).collect(),
            equilibria: states
                .iter()
                .map(|state| solved.equilibria.binary_search(state).is_ok())
                .collect(),
            total_equilibria: solved.equilibria.len() as u64,
        }
    });
    let paths = extras.paths.paths.iter().filter_map(|path| {
        let steps = path
            .steps
            .iter()
            .map(|step| {
                Some(Move {
                    party: step.mover,
                    from: position(step.from)?,
                    to: position(step.to)?,
                    kind: kind(step.kind),
                })
            })
            .collect::<Option<Vec<Move>>>()?;
        Some(Path { steps, reaches: position(path.reaches)? })
    });
    StabilityAnswer {
        title: named.title.clone(),
        summary: named.summary.clone(),
        sources: named.sources.clone(),
        parties: named
            .parties
            .iter()
            .map(|party| PartyRow { id: party.id.clone(), name: party.name.clone() })
            .collect(),
        options: form.map_or(Vec::new(), |form| {
            named
                .options
                .iter()
                .zip(&form.options)
                .map(|(named, option)| OptionRow {
                    id: named.id.clone(),
                    name: named.name.clone(),
                    party: option.owner,
                })
                .collect()
        }),
        states: states
            .iter()
            .map(|&state| StateRow {
                index: u64::from(state),
                name: named.state_name(state),
                letters: String::new(),
                label: named.state_label(state),
            })
            .collect(),
        total_states: named.states() as u64,
        neighbourhood_of: if all { None } else { position(centre) },
        status_quo: named.status_quo.and_then(position),
        concepts: concepts.collect(),
        moves: shown_moves,
        paths_sought: extras.paths.sought,
        paths: paths.collect(),
        explanations: explain::for_page(named, extras.explanations, position),
        robustness: analysis
            .robustness
            .iter()
            .filter_map(|(state, row)| {
                Some(zopa_report::stability::RobustnessRow {
                    state: position(*state)?,
                    ..row.clone()
                })
            })
            .collect(),
        robustness_method: analysis.robustness_method.clone(),
        known: analysis.known.iter().map(|checked| checked.result.clone()).collect(),
        tables: analysis.parts.iter().flat_map(|part| part.tables.clone()).collect(),
        remarks: analysis.parts.iter().flat_map(|part| part.remarks.clone()).collect(),
        manifest: extras.manifest,
        command: extras.command,
    }
}

/// The states of the paths, then those around the centre, then equilibria, up to the limit.
fn neighbourhood(analysis: &Analysis<'_>, centre: u32, paths: &Paths) -> Vec<u32> {
    let named = analysis.named;
    let mut chosen = std::collections::BTreeSet::from([centre]);
    chosen.extend(named.status_quo);
    let on_paths = paths.paths.iter().flat_map(|path| &path.steps).flat_map(|s| [s.from, s.to]);
    for state in on_paths.chain(analysis.equilibria().into_iter().take(SHOWN / 4)) {
        if chosen.len() < SHOWN / 2 {
            chosen.insert(state);
        }
    }
    let moves = Moves::new(&named.conflict.graph);
    for party in 0..named.parties.len() {
        let mut room = (SHOWN.saturating_sub(chosen.len())) / (named.parties.len() - party);
        moves.each_from(party, centre, |to| {
            if room > 0 && chosen.insert(to) {
                room -= 1;
            }
        });
    }
    chosen.into_iter().collect()
}

fn kind(kind: evolution::MoveKind) -> MoveKind {
    match kind {
        evolution::MoveKind::Improvement => MoveKind::Improvement,
        evolution::MoveKind::Equal => MoveKind::Equal,
        evolution::MoveKind::Disimprovement => MoveKind::Worsening,
        evolution::MoveKind::Unknown => MoveKind::Unknown,
    }
}
