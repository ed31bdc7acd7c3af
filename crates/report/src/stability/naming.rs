//! How parties, states and moves are called on the page.

use super::answer::{Move, MoveKind, StabilityAnswer, StateRow};
use crate::wording::{count, list};

/// Names told in a sentence before the rest is counted.
const TOLD: usize = 12;

/// The name of a party, or its identifier.
pub fn party(answer: &StabilityAnswer, party: usize) -> &str {
    match answer.parties.get(party) {
        Some(row) if !row.name.is_empty() => &row.name,
        Some(row) => &row.id,
        None => "a party not shown",
    }
}

/// The name of a state.
pub fn state(answer: &StabilityAnswer, state: usize) -> &str {
    answer.states.get(state).map_or("a state not shown", |row| &row.name)
}

/// The states with these positions, the first dozen by name.
pub fn states(answer: &StabilityAnswer, positions: &[usize]) -> String {
    let mut names: Vec<String> =
        positions.iter().take(TOLD).map(|&position| state(answer, position).to_owned()).collect();
    if positions.len() > TOLD {
        names.push(format!("{} more", count((positions.len() - TOLD) as u64)));
    }
    list(&names)
}

/// `1 move`, `2 moves`.
pub fn counted(n: u64, thing: &str) -> String {
    if n == 1 { format!("1 {thing}") } else { format!("{} {thing}s", count(n)) }
}

/// The letters of a state, where it has one for each option, wherever they stand.
pub fn letters<'a>(answer: &StabilityAnswer, row: &'a StateRow) -> Option<&'a str> {
    let options = answer.options.len();
    [row.letters.as_str(), row.name.as_str(), row.label.as_str()].into_iter().find(|text| {
        options > 0
            && text.len() == options
            && text.bytes().all(|letter| matches!(letter, b'Y' | b'N' | b'y' | b'n' | b'-'))
    })
}

/// What a state is in words, where that says more than its name.
pub fn label(row: &StateRow) -> &str {
    if row.label == row.name { "" } else { &row.label }
}

/// What a move changes: the options it takes up and gives up, or the label of where it leads.
pub fn change(answer: &StabilityAnswer, step: &Move) -> String {
    let (Some(from), Some(to)) = (answer.states.get(step.from), answer.states.get(step.to)) else {
        return String::new();
    };
    let (Some(before), Some(after)) = (letters(answer, from), letters(answer, to)) else {
        return label(to).to_owned();
    };
    let mut changes = Vec::new();
    for (verb, was, is) in [("takes up", b'N', b'Y'), ("gives up", b'Y', b'N')] {
        let names: Vec<String> = answer
            .options
            .iter()
            .zip(before.bytes().zip(after.bytes()))
            .filter(|(_, (b, a))| b.to_ascii_uppercase() == was && a.to_ascii_uppercase() == is)
            .map(|(option, _)| if option.name.is_empty() { &option.id } else { &option.name })
            .map(|name| format!("“{name}”"))
            .collect();
        if !names.is_empty() {
            changes.push(format!("{verb} {}", list(&names)));
        }
    }
    if changes.is_empty() { label(to).to_owned() } else { changes.join(", ") }
}

/// What a kind of move is called.
pub fn kind(kind: MoveKind) -> &'static str {
    match kind {
        MoveKind::Improvement => "improvement",
        MoveKind::Equal => "as good for the mover",
        MoveKind::Worsening => "worse for the mover",
        MoveKind::Unknown => "not known whether better",
    }
}

/// The abbreviations of the concepts under which a state is an equilibrium.
pub fn concepts_of(answer: &StabilityAnswer, state: usize) -> Vec<String> {
    answer
        .concepts
        .iter()
        .filter(|concept| concept.equilibria.get(state) == Some(&true))
        .map(|concept| concept.abbreviation.clone())
        .collect()
}

/// Whether a move joins two different states that are shown, by a party that is there.
pub fn is_drawable(answer: &StabilityAnswer, step: &Move) -> bool {
    let states = answer.states.len();
    step.from < states
        && step.to < states
        && step.from != step.to
        && step.party < answer.parties.len()
}
