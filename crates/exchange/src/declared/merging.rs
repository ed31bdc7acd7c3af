//! States that count as one, and moves that are ruled out: the graph with its moves listed.

use super::description::{self, Description};
use super::states::States;
use zopa_scenario::{Code, Diagnostic, Stability, Text};
use zopa_stability::{ListedGraph, OptionForm};

/// Merges what `coalesced` describes: states that are not merged come first, in increasing order
/// of their numbers, then the merged ones in the order declared.
pub(super) fn merge<'s>(
    stability: &'s Stability,
    states: &mut States<'s>,
    problems: &mut Vec<Diagnostic>,
) {
    let combinations = states.feasible.len();
    let mut into: Vec<Option<usize>> = vec![None; combinations];
    let mut first: Vec<u32> = Vec::new();
    let mut names: Vec<&'s Text> = Vec::new();
    let mut described = Vec::new();
    for (id, text) in &stability.coalesced {
        let description = match description::read(text, &states.options) {
            Ok(description) => description,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        let mut members = Vec::new();
        let mut overlap = None;
        for (combination, slot) in into.iter_mut().enumerate() {
            if !description.holds(states.feasible.number(combination as u32)) {
                continue;
            }
            match slot {
                None => {
                    *slot = Some(names.len());
                    members.push(combination as u32);
                }
                Some(other) => overlap = overlap.or(Some((*other, combination as u32))),
            }
        }
        if let Some((other, combination)) = overlap {
            let earlier = names[other];
            let state = states.shown(combination);
            problems.push(
                Diagnostic::new(
                    Code::Overlap,
                    format!("`{state}` belongs to `{earlier}` and to `{id}`"),
                )
                .label(text.span, format!("`{state}` fits"))
                .label(earlier.span, "and belongs to this state"),
            );
        } else if members.is_empty() {
            problems.push(
                Diagnostic::new(
                    Code::InfeasibleState,
                    format!("no feasible state fits `{}`", text.text.trim()),
                )
                .label(text.span, format!("`{id}` would be empty")),
            );
        }
        if let Description::Pattern(pattern) = description {
            described.push((names.len(), pattern));
        }
        first.push(members.first().copied().unwrap_or_default());
        names.push(id);
    }
    let mut merged = vec![0; combinations];
    let mut count = 0;
    for (combination, slot) in into.iter().enumerate() {
        if slot.is_none() {
            merged[combination] = count;
            states.members.push(combination as u32);
            count += 1;
        }
    }
    for (combination, slot) in into.iter().enumerate() {
        if let Some(at) = slot {
            merged[combination] = count + *at as u32;
        }
    }
    states.members.extend(first);
    states.count = count as usize + names.len();
    states.merged = Some(merged);
    states.patterns = described.into_iter().map(|(at, p)| (count + at as u32, p)).collect();
    for (at, id) in names.into_iter().enumerate() {
        states.call(id, count + at as u32);
    }
}

/// A description of the states left and of those entered, by combination.
struct Forbidden {
    from: Vec<bool>,
    to: Vec<bool>,
    party: Option<usize>,
}

/// The moves between states, merged where they are, without the forbidden ones. The moves of a
/// merged state are those of its members; what would lead back into it is none.
pub(super) fn moves(
    stability: &Stability,
    form: &OptionForm,
    parties: &[&str],
    states: &States<'_>,
    problems: &mut Vec<Diagnostic>,
) -> ListedGraph {
    let mut forbidden = Vec::new();
    for ban in &stability.forbidden {
        let mut fitting = |text: &Text| -> Option<Vec<bool>> {
            // A merged state stands for all its members.
            if let Some(state) = states.ids.get(text.text.trim()) {
                let member = |combination| states.state_of(combination) == *state;
                return Some((0..form.feasible.len() as u32).map(member).collect());
            }
            match description::read(text, &states.options) {
                Ok(description) => {
                    let holds = |c: u32| description.holds(form.feasible.number(c));
                    Some((0..form.feasible.len() as u32).map(holds).collect())
                }
                Err(found) => {
                    problems.extend(found);
                    None
                }
            }
        };
        let (from, to) = (fitting(&ban.from), fitting(&ban.to));
        let party = ban.party.as_ref().map(|id| parties.iter().position(|p| *p == id.text));
        // A party that cannot move has nothing to be ruled out.
        if let (Some(from), Some(to), None | Some(Some(_))) = (from, to, party) {
            forbidden.push(Forbidden { from, to, party: party.flatten() });
        }
    }
    let all = form.listed();
    let mut graph = ListedGraph::without_moves(states.count);
    for party in 0..all.parties() {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); states.count];
        for from in 0..form.feasible.len() as u32 {
            for &to in all.moves(party, from) {
                let banned = forbidden.iter().any(|ban| {
                    ban.party.is_none_or(|only| only == party)
                        && ban.from[from as usize]
                        && ban.to[to as usize]
                });
                if !banned {
                    lists[states.state_of(from) as usize].push(states.state_of(to));
                }
            }
        }
        graph.add_party(&lists);
    }
    graph
}
