//! The neutral form of published cases.

use super::Located;
use super::fields::{Fields, direction, draft, pattern, state};
use crate::gmcr::without;
use crate::scenario_text::{distinct, identifier};
use crate::{Known, Named, NamedConflict, StateNames, number};
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Severity};
use zopa_stability::{
    Comparison, Conflict, ConflictOption, FeasibleStates, Graph, ListedGraph, OptionForm, Pattern,
    Preference, Relation, Reversibility, Statement,
};

/// Reads one case: parties with their options, states with identifiers, the full reachable lists
/// where there are `moves`, and preferences as groups, best first, or as known strict pairs.
pub(super) fn read(at: Located, diagnostics: &mut Vec<Diagnostic>) -> Option<NamedConflict> {
    let mut fields = Fields::of(at, diagnostics)?;
    let (mut parties, mut options, mut owners) = (Vec::new(), Vec::new(), Vec::new());
    for party in fields.need("dms", diagnostics)?.elements().unwrap_or_default() {
        let mut of_party = Fields::of(party, diagnostics)?;
        for option in of_party.list("options", diagnostics) {
            options.push(option.text().unwrap_or_default());
            owners.push(parties.len());
        }
        parties.push(of_party.text("name", diagnostics).unwrap_or_default());
    }
    let mut ways = Vec::new();
    for one in fields.list("direction", diagnostics) {
        ways.push(direction(one, diagnostics)?);
    }
    ways.resize(options.len(), Reversibility::Both);
    let mut infeasible = Vec::new();
    for one in fields.list("infeasible", diagnostics) {
        infeasible.push(pattern(one, options.len(), diagnostics)?);
    }
    fields.take("coalesced");

    // (number where the state is one combination, identifier, label)
    let mut listed: Vec<(Option<u64>, String, String)> = Vec::new();
    let place = fields.need("states", diagnostics)?;
    for one in place.elements().unwrap_or_default() {
        let mut of_state = Fields::of(one, diagnostics)?;
        let letters = of_state.optional_text("options").unwrap_or_default();
        let id = of_state.text("id", diagnostics)?;
        let label = of_state.optional_text("label").unwrap_or_default();
        let combination = number(&letters, options.len()).filter(|_| !options.is_empty());
        let label = if label.is_empty() && combination.is_none() { letters } else { label };
        listed.push((combination, id, label));
    }
    let moves = fields.take("moves");
    let all: Option<Vec<u64>> = listed.iter().map(|(number, _, _)| *number).collect();
    let combinations = match (&moves, all) {
        (None, None) => {
            let message = "without moves every state must be one combination of the options";
            diagnostics.push(Diagnostic::new(Code::BadPattern, message).at(place.span()));
            return None;
        }
        (None, Some(mut all)) => {
            listed.sort_by_key(|(number, _, _)| *number);
            all.sort_unstable();
            if all.windows(2).any(|pair| pair[0] == pair[1]) {
                let message = "two states have the same options";
                diagnostics.push(Diagnostic::new(Code::RepeatedState, message).at(place.span()));
                return None;
            }
            Some(all)
        }
        (Some(_), _) => None,
    };
    let count = listed.len();
    let ids: Vec<String> = listed.iter().map(|(_, id, _)| id.clone()).collect();
    let index: BTreeMap<String, u32> = ids.iter().cloned().zip(0..).collect();
    let names =
        StateNames::Listed { ids, labels: listed.into_iter().map(|(_, _, label)| label).collect() };

    let form = |feasible| OptionForm {
        parties: parties.len(),
        options: owners
            .iter()
            .zip(&ways)
            .map(|(&owner, &reversibility)| ConflictOption { owner, reversibility })
            .collect(),
        feasible,
    };
    let (graph, form) = match (combinations, moves) {
        (Some(combinations), _) => {
            let form = form(if count == 1 << options.len() {
                FeasibleStates::All(options.len() as u32)
            } else {
                FeasibleStates::Listed(combinations)
            });
            (Graph::Options(form.clone()), Some(form))
        }
        (None, moves) => {
            let mut of_parties = Fields::of(moves?, diagnostics)?;
            let mut graph = ListedGraph::without_moves(count);
            for party in &parties {
                let mut reachable = vec![Vec::new(); count];
                let lists = of_parties.take(party).and_then(Located::members).unwrap_or_default();
                for (from, targets) in lists {
                    let from = state(&from, &index, targets, diagnostics)?;
                    for to in targets.elements().unwrap_or_default() {
                        let to = state(&to.text().unwrap_or_default(), &index, to, diagnostics)?;
                        reachable[from as usize].push(to);
                    }
                }
                graph.add_party(&reachable);
            }
            let before = (!options.is_empty()).then(|| without(&infeasible, options.len()));
            (Graph::Listed(graph), before.flatten().map(form))
        }
    };

    let mut of_parties = Fields::of(fields.need("preferences", diagnostics)?, diagnostics)?;
    let mut gaps = fields.take("strong_gaps").and_then(|at| Fields::of(at, diagnostics));
    let mut stated = fields.take("statements").and_then(|at| Fields::of(at, diagnostics));
    let (mut preferences, mut statements) = (Vec::new(), Vec::new());
    for party in &parties {
        let base = of_parties.need(party, diagnostics)?;
        let gaps = gaps.as_mut().map(|gaps| gaps.list(party, diagnostics)).unwrap_or_default();
        let gaps: Vec<usize> = gaps.iter().filter_map(|at| Some(at.whole()? as usize)).collect();
        preferences.push(preference(base, count, &index, &gaps, diagnostics)?);
        let mut conditions = Vec::new();
        for one in stated.as_mut().map(|all| all.list(party, diagnostics)).unwrap_or_default() {
            let mut patterns = Vec::new();
            for alternative in one.elements().unwrap_or_default() {
                patterns.push(pattern(alternative, options.len(), diagnostics)?);
            }
            conditions.push(alternatives(&patterns));
        }
        statements.push((!conditions.is_empty()).then_some(conditions));
    }
    let conflict = match Conflict::new(graph, preferences) {
        Ok(conflict) => conflict,
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::NoState, error.to_string()).at(at.span()));
            return None;
        }
    };
    let ids = distinct(parties.clone(), '_');
    let named = ids.into_iter().zip(parties.clone()).map(|(id, name)| Named { id, name });
    let mut named = draft(named.collect(), names, conflict);
    let ids = distinct(options.iter().map(|name| identifier(name, "option")).collect(), '_');
    named.options = ids.into_iter().zip(options).map(|(id, name)| Named { id, name }).collect();
    named.form = form;
    named.infeasible = infeasible;
    named.statements = statements;
    named.title = fields.optional_text("name").unwrap_or_default();
    named.summary = fields.optional_text("notes").unwrap_or_default();
    named.sources.extend(fields.optional_text("citation"));
    if let Some(at) = fields.take("status_quo") {
        named.status_quo = Some(state(&at.text().unwrap_or_default(), &index, at, diagnostics)?);
    }
    for one in fields.list("coalitions", diagnostics) {
        let members = one.elements().unwrap_or_default();
        let party =
            |at: &Located| parties.iter().position(|party| Some(party) == at.text().as_ref());
        named.coalitions.push(members.iter().filter_map(party).collect());
    }
    for one in fields.list("published", diagnostics) {
        let mut of_result = Fields::of(one, diagnostics)?;
        let equilibria = of_result.take("equilibria").or_else(|| of_result.take("stable"));
        let Some(equilibria) = equilibria.and_then(Located::elements) else { continue };
        let mut states = Vec::new();
        for at in equilibria {
            states.push(state(&at.text().unwrap_or_default(), &index, at, diagnostics)?);
        }
        states.sort_unstable();
        named.known.push(Known {
            concept: of_result.text("concept", diagnostics)?,
            equilibria: Some(states),
            stable: Vec::new(),
            source: of_result.optional_text("where").unwrap_or_default(),
            disagrees: of_result.optional_text("disagrees"),
        });
    }
    Some(named)
}

fn alternatives(patterns: &[Pattern]) -> Statement {
    let mut any: Vec<Statement> = patterns
        .iter()
        .map(|pattern| {
            let literals = (0..64).filter(|option| pattern.fixed >> option & 1 == 1);
            let mut all: Vec<Statement> = literals
                .map(|option| match pattern.value >> option & 1 {
                    1 => Statement::Taken(option),
                    _ => Statement::Not(Box::new(Statement::Taken(option))),
                })
                .collect();
            if all.len() == 1 { all.remove(0) } else { Statement::And(all) }
        })
        .collect();
    if any.len() == 1 { any.remove(0) } else { Statement::Or(any) }
}

/// Groups of states, best first; or `{strict: [[better, worse], …], ties: [[one, other], …]}`, the
/// strict pairs closed by transitivity and all else unknown.
fn preference(
    at: Located,
    states: usize,
    index: &BTreeMap<String, u32>,
    gaps: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Preference> {
    let named = |at: Located, diagnostics: &mut Vec<Diagnostic>| {
        state(&at.text().unwrap_or_default(), index, at, diagnostics)
    };
    if let Some(groups) = at.elements() {
        let mut read = Vec::new();
        for group in groups {
            let members = group.elements().unwrap_or_else(|| vec![group]);
            let mut tie = Vec::new();
            for member in members {
                tie.push(named(member, diagnostics)?);
            }
            read.push(tie);
        }
        return super::fields::ranking(at, states, &read, gaps, diagnostics)
            .map(Preference::Ranking);
    }
    let mut fields = Fields::of(at, diagnostics)?;
    let mut pairs = |key: &str, diagnostics: &mut Vec<Diagnostic>| {
        let mut pairs = Vec::new();
        for pair in fields.list(key, diagnostics) {
            match pair.elements().as_deref() {
                Some([one, other]) => {
                    pairs.push((named(*one, diagnostics)?, named(*other, diagnostics)?));
                }
                _ => {
                    diagnostics.push(pair.wrong_type("a comparison", "a pair of states"));
                    return None;
                }
            }
        }
        Some(pairs)
    };
    let (strict, ties) = (pairs("strict", diagnostics)?, pairs("ties", diagnostics)?);
    let mut above = vec![vec![false; states]; states];
    for (better, worse) in strict {
        above[better as usize][worse as usize] = true;
    }
    for middle in 0..states {
        let below = above[middle].clone();
        for row in above.iter_mut().filter(|row| row[middle]) {
            row.iter_mut().zip(&below).for_each(|(cell, below)| *cell |= below);
        }
    }
    let mut relation = Relation::unknown(states);
    for (better, row) in above.iter().enumerate() {
        if row[better] {
            let message = "a chain of comparisons comes back to its beginning";
            diagnostics.push(Diagnostic::new(Code::Contradiction, message).at(at.span()));
            return None;
        }
        for (worse, _) in row.iter().enumerate().filter(|(_, above)| **above) {
            relation.set(better as u32, worse as u32, Comparison::Better(1));
        }
    }
    for (one, other) in ties {
        if relation.compare(one, other) != Comparison::Unknown && one != other {
            let mut problem =
                Diagnostic::new(Code::Contradiction, "a tie of states that are compared");
            problem.severity = Severity::Error;
            diagnostics.push(problem.at(at.span()));
            return None;
        }
        relation.set(one, other, Comparison::Equal);
    }
    Some(Preference::Relation(relation))
}
