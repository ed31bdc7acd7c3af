//! What was found, in plain words.

use maud::{Markup, html};
use zopa_ensemble::answer::Proportion;

use super::answer::{ConceptRow, MoveKind, Path, StabilityAnswer};
use super::naming::{self, concepts_of, counted};
use crate::wording::{count, list, percent_with_interval};

/// The findings, most important first.
pub fn body(answer: &StabilityAnswer) -> Markup {
    let found = findings(answer);
    html! {
        @if found.is_empty() { p.absent { "No stability concept was asked for." } }
        ol.findings { @for finding in &found { li { (finding) "." } } }
        @for remark in &answer.remarks { p.note { (remark) } }
    }
}

/// The findings as sentences without their full stop.
pub fn findings(answer: &StabilityAnswer) -> Vec<String> {
    let mut found: Vec<String> = groups(answer)
        .iter()
        .map(|group| {
            let names: Vec<String> =
                group.iter().map(|concept| concept.abbreviation.clone()).collect();
            format!("{} under {}", equilibria(answer, group[0]), list(&names))
        })
        .collect();
    found.extend(status_quo(answer));
    found.extend(reached(answer));
    found.extend(robust(answer));
    found.extend(known(answer));
    found
}

/// Concepts that give the same equilibria, in order of the first.
fn groups(answer: &StabilityAnswer) -> Vec<Vec<&ConceptRow>> {
    let mut groups: Vec<Vec<&ConceptRow>> = Vec::new();
    for concept in &answer.concepts {
        let same = |group: &&mut Vec<&ConceptRow>| {
            group[0].equilibria == concept.equilibria
                && group[0].total_equilibria == concept.total_equilibria
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(concept),
            None => groups.push(vec![concept]),
        }
    }
    groups
}

/// `3 of 9 states are equilibria: s5, s8 and s9`.
pub fn equilibria(answer: &StabilityAnswer, concept: &ConceptRow) -> String {
    let shown = positions(answer, concept);
    let total = concept.total_equilibria.max(shown.len() as u64);
    let all = answer.total_states.max(answer.states.len() as u64);
    let names = naming::states(answer, &shown);
    let head = match total {
        0 => return format!("None of {} is an equilibrium", counted(all, "state")),
        1 => format!("1 of {} is an equilibrium", counted(all, "state")),
        n => format!("{} of {} are equilibria", count(n), counted(all, "state")),
    };
    if shown.is_empty() {
        format!("{head}, none of them among the states shown,")
    } else if (shown.len() as u64) < total {
        format!("{head}, {} of them shown here ({names}),", count(shown.len() as u64))
    } else {
        format!("{head} ({names})")
    }
}

/// The equilibria among the states shown.
pub fn positions(answer: &StabilityAnswer, concept: &ConceptRow) -> Vec<usize> {
    (0..answer.states.len()).filter(|&state| concept.equilibria.get(state) == Some(&true)).collect()
}

/// Whether the conflict can rest where it stands, and who would leave.
fn status_quo(answer: &StabilityAnswer) -> Option<String> {
    let state = answer.status_quo.filter(|&state| state < answer.states.len())?;
    let first = answer.concepts.first()?;
    let under = concepts_of(answer, state);
    let name = naming::state(answer, state);
    let rest = if under.is_empty() {
        "is no equilibrium".to_owned()
    } else if under.len() == answer.concepts.len() {
        format!("is an equilibrium under {}", list(&under))
    } else {
        format!("is an equilibrium under {} only", list(&under))
    };
    let leave: Vec<String> = first
        .stable
        .iter()
        .enumerate()
        .filter(|(_, stable)| stable.get(state) == Some(&false))
        .map(|(party, _)| naming::party(answer, party).to_owned())
        .collect();
    let mut text = format!("The status quo, {name}, {rest}");
    if !leave.is_empty() {
        text.push_str(&format!(
            "; under {} it is not stable for {}",
            first.abbreviation,
            list(&leave)
        ));
    }
    Some(text)
}

/// How equilibria are reached: for each the path with fewest moves that do not improve.
fn reached(answer: &StabilityAnswer) -> Option<String> {
    let start = answer.status_quo?;
    let mut best: Vec<&Path> = Vec::new();
    for path in answer.paths.iter().filter(|path| path.reaches != start) {
        let cost = |path: &Path| (against(path), path.steps.len());
        match best.iter_mut().find(|known| known.reaches == path.reaches) {
            Some(known) if cost(path) < cost(known) => *known = path,
            Some(_) => {}
            None => best.push(path),
        }
    }
    best.sort_by_key(|path| (against(path), path.steps.len()));
    if best.is_empty() {
        return (answer.paths_sought && answer.paths.is_empty()).then(|| {
            format!(
                "From the status quo, {}, no other equilibrium is reached",
                naming::state(answer, start)
            )
        });
    }
    let parts: Vec<String> = best
        .iter()
        .take(4)
        .map(|path| format!("{} is reached {}", naming::state(answer, path.reaches), manner(path)))
        .collect();
    Some(format!("From the status quo, {}, {}", naming::state(answer, start), parts.join("; ")))
}

fn against(path: &Path) -> usize {
    path.steps.iter().filter(|step| step.kind != MoveKind::Improvement).count()
}

/// `by improvements alone in 2 moves`.
pub fn manner(path: &Path) -> String {
    let moves = counted(path.steps.len() as u64, "move");
    match against(path) {
        0 => format!("by improvements alone in {moves}"),
        1 if path.steps.len() == 1 => format!("in {moves}, which does not improve for its mover"),
        1 => format!("in {moves}, 1 of which does not improve for its mover"),
        n => format!("in {moves}, {n} of which do not improve for their movers"),
    }
}

fn robust(answer: &StabilityAnswer) -> Option<String> {
    let row = answer.robustness.iter().reduce(|a, b| if b.share > a.share { b } else { a })?;
    let share = Proportion { p: row.share, low: row.low, high: row.high, n: row.draws };
    Some(format!(
        "{} is an equilibrium under {} in {} of {} draws, more often than any other state",
        naming::state(answer, row.state),
        row.concept,
        percent_with_interval(&share),
        count(row.draws)
    ))
}

fn known(answer: &StabilityAnswer) -> Option<String> {
    let all = answer.known.len() as u64;
    let agree = answer.known.iter().filter(|known| known.agrees).count() as u64;
    match (all, agree) {
        (0, _) => None,
        (n, m) if n == m => Some(format!("{} found again as stated", all_results(n))),
        (n, m) => Some(format!("{} of {} found again as stated", count(m), stated_results(n))),
    }
}

fn all_results(n: u64) -> String {
    if n == 1 {
        "The 1 result that a source states is".into()
    } else {
        format!("All {} results that sources state are", count(n))
    }
}

fn stated_results(n: u64) -> String {
    if n == 1 {
        "1 result that a source states is".into()
    } else {
        format!("{} results that sources state are", count(n))
    }
}

/// Equilibria under all concepts and under some.
pub fn common_equilibria(answer: &StabilityAnswer) -> String {
    let Some(concept) = answer.concepts.first() else {
        return "No stability concept was asked for".into();
    };
    let always: Vec<usize> = (0..answer.states.len())
        .filter(|&state| concepts_of(answer, state).len() == answer.concepts.len())
        .collect();
    if answer.concepts.len() == 1 {
        return format!("{} under {}", equilibria(answer, concept), concept.abbreviation);
    }
    let any = (0..answer.states.len()).filter(|&s| !concepts_of(answer, s).is_empty()).count();
    let concepts = count(answer.concepts.len() as u64);
    match (always.len(), any) {
        (_, 0) => format!("No state shown is an equilibrium under any of the {concepts} concepts"),
        (0, n) => format!(
            "{} under some concept, none under all {concepts}",
            state_count(n, "is an equilibrium", "are equilibria")
        ),
        (k, n) if k == n => format!(
            "{} under all {concepts} concepts: {}",
            state_count(k, "is an equilibrium", "are equilibria"),
            naming::states(answer, &always)
        ),
        (k, n) => format!(
            "{} under all {concepts} concepts: {}; {} more under some",
            state_count(k, "is an equilibrium", "are equilibria"),
            naming::states(answer, &always),
            count((n - k) as u64)
        ),
    }
}

fn state_count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", counted(n as u64, "state"), if n == 1 { one } else { many })
}
