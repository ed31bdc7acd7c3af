//! Paths from the status quo to the equilibria.

use super::analysis::Analysis;
use super::words;
use serde_json::{Value, json};
use zopa_exchange::NamedConflict;
use zopa_stability::evolution::{Evolution, MoveKind, Step};

/// Equilibria to which paths are looked for.
const TARGETS: usize = 12;
/// Most states of a conflict searched for paths without being asked to.
pub const SEARCHED: usize = 1 << 21;

/// A path from the status quo.
#[derive(Debug, Clone)]
pub struct Path {
    /// The equilibrium reached.
    pub reaches: u32,
    /// Whether every mover improves.
    pub improvements_only: bool,
    /// The moves.
    pub steps: Vec<Step>,
}

/// What leads from the status quo to the equilibria.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    /// Whether there is a status quo and the conflict is small enough to search.
    pub sought: bool,
    /// Number of states reachable by improvements alone.
    pub by_improvements: usize,
    /// Number of states reachable by any moves.
    pub by_any_moves: usize,
    /// Equilibria in the order looked at.
    pub targets: Vec<u32>,
    /// Paths, by equilibrium, those of improvements alone first, short ones first.
    pub paths: Vec<Path>,
}

/// Paths to the equilibria of the table, `most` to each.
pub fn find(analysis: &Analysis<'_>, most: usize) -> Paths {
    let named = analysis.named;
    let Some(from) = named.status_quo.filter(|_| most > 0 && named.states() <= SEARCHED) else {
        return Paths::default();
    };
    let targets: Vec<u32> = analysis.equilibria().into_iter().take(TARGETS).collect();
    let improving = Evolution::by_improvements(&named.conflict);
    let any = Evolution::by_any_moves(&named.conflict);
    let (near, far) = (improving.reach(from), any.reach(from));
    let mut paths = Vec::new();
    for &to in &targets {
        let (evolution, improvements_only) = match (near.contains(to), far.contains(to)) {
            _ if to == from => {
                paths.push(Path { reaches: to, improvements_only: true, steps: Vec::new() });
                continue;
            }
            (true, _) => (&improving, true),
            (false, true) => (&any, false),
            (false, false) => continue,
        };
        for steps in evolution.paths(from, to).take(most) {
            paths.push(Path { reaches: to, improvements_only, steps });
        }
    }
    Paths { sought: true, by_improvements: near.count(), by_any_moves: far.count(), targets, paths }
}

impl Paths {
    /// The lines of the finding.
    pub fn lines(&self, named: &NamedConflict) -> Vec<String> {
        let Some(from) = named.status_quo.filter(|_| self.sought) else { return Vec::new() };
        let from = named.state_name(from);
        let mut lines = Vec::new();
        for &to in &self.targets {
            let name = named.state_name(to);
            let found: Vec<&Path> = self.paths.iter().filter(|p| p.reaches == to).collect();
            match found.first() {
                None => lines.push(format!("{name} cannot be reached from {from}.")),
                Some(path) if path.steps.is_empty() => {
                    lines.push(format!("{name} is the status quo."));
                }
                Some(path) => {
                    let moves = crate::output::count(path.steps.len(), "move");
                    lines.push(if path.improvements_only {
                        format!("{name} is reached from {from} by improvements alone, in {moves}:")
                    } else {
                        format!(
                            "{name} is reached from {from} only where some mover accepts a state \
                             that it does not prefer, in {moves}:"
                        )
                    });
                    for path in found {
                        let steps: Vec<String> =
                            path.steps.iter().map(|s| words::step(named, s)).collect();
                        lines.push(format!("- {}", steps.join("; ")));
                    }
                }
            }
        }
        lines
    }

    /// As data.
    pub fn data(&self, named: &NamedConflict) -> Value {
        let step = |step: &Step| {
            json!({
                "party": named.parties[step.mover].id,
                "from": step.from,
                "to": step.to,
                "kind": kind(step.kind),
            })
        };
        json!({
            "states_by_improvements": self.by_improvements,
            "states_by_any_moves": self.by_any_moves,
            "paths": self.paths.iter().map(|path| json!({
                "reaches": path.reaches,
                "improvements_only": path.improvements_only,
                "steps": path.steps.iter().map(step).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }
}

/// The word of a kind of move in the JSON.
pub fn kind(kind: MoveKind) -> &'static str {
    match kind {
        MoveKind::Improvement => "improvement",
        MoveKind::Equal => "equal",
        MoveKind::Disimprovement => "worsening",
        MoveKind::Unknown => "unknown",
    }
}
