//! The graph of a conflict for Graphviz: states as nodes, moves as arrows of their party.

use crate::NamedConflict;
use std::fmt::Write;
use zopa_stability::Graph;

/// Most moves that are drawn: with more nobody can read the picture.
pub const MOVE_LIMIT: usize = 2_000;

/// Most moves that a graph in option form may have for them to be counted.
const COUNT_LIMIT: usize = 20_000_000;

/// Colours of parties, which people with colour-blindness tell apart (Okabe & Ito 2008).
const COLOURS: [&str; 8] =
    ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#7F7F7F"];

/// The graph has more moves than are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyMoves {
    /// Moves of the graph; a bound from above where they are too many to count.
    pub moves: usize,
}

impl std::fmt::Display for TooManyMoves {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} moves, more than the {MOVE_LIMIT} that are drawn", self.moves)
    }
}

impl std::error::Error for TooManyMoves {}

/// The graph in the DOT language: equilibria with a double frame, the status quo filled, each move
/// in its party's colour with its name, solid where it improves for the mover and dashed where it
/// does not.
///
/// # Errors
/// Where the graph has more than [`MOVE_LIMIT`] moves.
///
/// ```
/// let text = r#"{"options": [{"name": "Swerve"}, {"name": "Swerve"}], "decisionMakers": [
///     {"name": "Row", "options": [0], "preferenceRanking": [3, 4, 2, 1]},
///     {"name": "Column", "options": [1], "preferenceRanking": [2, 4, 3, 1]}]}"#;
/// let chicken = zopa_exchange::gmcr::read(text).conflict.expect("a conflict");
/// let dot = zopa_exchange::dot::write(&chicken, &[1, 2]).expect("eight moves");
/// assert_eq!(dot.matches(" -> ").count(), 8);
/// assert_eq!(dot.matches("peripheries=2").count(), 2);
/// ```
pub fn write(conflict: &NamedConflict, equilibria: &[u32]) -> Result<String, TooManyMoves> {
    let states = conflict.states();
    if let Graph::Options(form) = &conflict.conflict.graph {
        let bound = |party: usize| {
            let own = form.own(party).count_ones();
            states.saturating_mul(states.min(1_usize.checked_shl(own).unwrap_or(states)))
        };
        let moves = (0..form.parties).map(bound).fold(0, usize::saturating_add);
        if moves > COUNT_LIMIT {
            return Err(TooManyMoves { moves });
        }
    }
    let graph = conflict.conflict.graph.listed();
    let moves = (0..graph.parties()).map(|party| graph.move_count(party)).sum();
    if moves > MOVE_LIMIT {
        return Err(TooManyMoves { moves });
    }
    let mut text = String::from("digraph conflict {\n  rankdir=LR;\n");
    if !conflict.title.is_empty() {
        let _ = writeln!(text, "  label={};", quoted(&conflict.title));
    }
    text.push_str("  node [shape=box, fontname=\"sans-serif\"];\n");
    text.push_str("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for state in 0..states as u32 {
        let (name, label) = (conflict.state_name(state), conflict.state_label(state));
        let label = if name == label { name.clone() } else { format!("{name}\n{label}") };
        let _ = write!(text, "  {} [label={}", quoted(&name), quoted(&label));
        if equilibria.contains(&state) {
            text.push_str(", peripheries=2");
        }
        if conflict.status_quo == Some(state) {
            text.push_str(", style=filled, fillcolor=\"#E6E6E6\"");
        }
        text.push_str("];\n");
    }
    for (party, named) in conflict.parties.iter().enumerate() {
        let name = if named.name.is_empty() { &named.id } else { &named.name };
        let colour = COLOURS[party % COLOURS.len()];
        for from in 0..states as u32 {
            for &to in graph.moves(party, from) {
                let better = conflict.conflict.preferences[party].compare(to, from).is_better();
                let _ = writeln!(
                    text,
                    "  {} -> {} [label={}, color=\"{colour}\", fontcolor=\"{colour}\", style={}];",
                    quoted(&conflict.state_name(from)),
                    quoted(&conflict.state_name(to)),
                    quoted(name),
                    if better { "solid" } else { "dashed" }
                );
            }
        }
    }
    text.push_str("}\n");
    Ok(text)
}

/// A text in quotation marks, where only these and the backslash need an escape.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
