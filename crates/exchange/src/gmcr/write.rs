//! Writing `.gmcr` files.

use super::without;
use crate::{NamedConflict, StateNames};
use std::fmt::Write;
use zopa_stability::{
    FeasibleStates, Graph, OptionForm, Pattern, Preference, Ranking, Reversibility, Statement,
};

/// Most alternatives that one statement may have when it is written as conditions.
const ALTERNATIVES: usize = 256;
/// Most steps to find conditions for feasible states that were given otherwise than by patterns.
const SEARCH: usize = 1 << 28;

/// Why a conflict cannot be written as a `.gmcr` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotWritable {
    /// The file knows options only; states or moves of this conflict are listed.
    ListedGraph,
    /// The party's preference is no ranking: the file has no word for unknown pairs.
    NoRanking {
        /// The party's name.
        party: String,
    },
    /// The feasible states are given otherwise than by patterns, and are too many to find these.
    NoPatterns,
}

impl std::fmt::Display for NotWritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotWritable::ListedGraph => write!(
                f,
                "a .gmcr file holds options only; the states or moves of this conflict are listed"
            ),
            NotWritable::NoRanking { party } => write!(
                f,
                "a .gmcr file holds rankings only; the preference of {party} is stated by pairs"
            ),
            NotWritable::NoPatterns => {
                write!(f, "the infeasible states cannot be written as conditions on options")
            }
        }
    }
}

impl std::error::Error for NotWritable {}

/// What a `.gmcr` file has no place for, of what the conflict states: one phrase each.
pub fn losses(conflict: &NamedConflict) -> Vec<String> {
    let mut losses = Vec::new();
    let mut lost = |there: bool, what: &str| {
        if there {
            losses.push(what.to_owned());
        }
    };
    lost(!conflict.title.is_empty() || !conflict.summary.is_empty(), "title and summary");
    lost(!conflict.sources.is_empty(), "sources");
    lost(conflict.status_quo.is_some(), "the status quo");
    lost(matches!(conflict.states, StateNames::Listed { .. }), "identifiers and labels of states");
    let strong = |preference: &Preference| matches!(preference, Preference::Ranking(ranking) if !ranking.strong_gaps.is_empty());
    lost(conflict.conflict.preferences.iter().any(strong), "strength of preference");
    lost(conflict.attitudes.is_some(), "attitudes");
    lost(conflict.fuzzy.is_some(), "degrees of preference");
    lost(conflict.probabilities.is_some(), "probabilities of preference");
    lost(conflict.views.iter().any(|view| !view.preferences.is_empty()), "misread preferences");
    lost(!conflict.known.is_empty(), "known results");
    losses
}

/// The text of a `.gmcr` file: rankings, beside them the statements they were made from, and the
/// switch that makes rankings count. What [`losses`] names is left out.
///
/// # Errors
/// Where states or moves are listed, a preference is no ranking, or feasible states cannot be put
/// as conditions.
pub fn write(conflict: &NamedConflict) -> Result<String, NotWritable> {
    let Graph::Options(form) = &conflict.conflict.graph else {
        return Err(NotWritable::ListedGraph);
    };
    let infeasible = patterns(&conflict.infeasible, form)?;
    let mut text =
        String::from("{\n \"program\": \"zopa\",\n \"version\": \"1\",\n \"options\": [\n");
    let options = form.options.iter().zip(&conflict.options).map(|(option, named)| {
        let direction = match option.reversibility {
            Reversibility::Both => "both",
            Reversibility::Forward => "fwd",
            Reversibility::Back => "back",
        };
        format!("  {{\"name\": {}, \"permittedDirection\": \"{direction}\"}}", quoted(&named.name))
    });
    text += &options.collect::<Vec<_>>().join(",\n");
    text += "\n ],\n \"infeasibles\": [";
    text += &infeasible.iter().map(|&pattern| condition(pattern)).collect::<Vec<_>>().join(", ");
    text += "],\n \"useManualPreferenceRanking\": true,\n \"decisionMakers\": [\n";
    for (party, named) in conflict.parties.iter().enumerate() {
        let Preference::Ranking(ranking) = &conflict.conflict.preferences[party] else {
            return Err(NotWritable::NoRanking { party: named.name.clone() });
        };
        let own: Vec<String> = (0..form.options.len())
            .filter(|&option| form.options[option].owner == party)
            .map(|option| option.to_string())
            .collect();
        // The name under which the conflict tells parties apart, where names repeat.
        let repeated = conflict.parties.iter().filter(|other| other.name == named.name).count() > 1;
        let name = if repeated || named.name.is_empty() { &named.id } else { &named.name };
        let _ = write!(
            text,
            "  {{\"name\": {}, \"options\": [{}],\n   \"preferences\": [",
            quoted(name),
            own.join(", ")
        );
        let stated = conflict.statements.get(party).and_then(Option::as_deref).unwrap_or_default();
        let conditions: Option<Vec<String>> = stated
            .iter()
            .map(|statement| Some(alternatives(&disjunction(statement, true)?)))
            .collect();
        text += &conditions.unwrap_or_default().join(", ");
        text += "],\n   \"misperceptions\": [";
        let unseen = conflict.views.iter().filter(|view| view.party == party);
        let all = u64::MAX >> (64 - form.options.len().max(1));
        let unseen: Vec<String> = unseen
            .flat_map(|view| &view.unseen)
            .map(|&state| condition(Pattern { fixed: all, value: form.feasible.number(state) }))
            .collect();
        text += &unseen.join(", ");
        text += "],\n   \"preferenceRanking\": ";
        write_ranking(ranking, &mut text);
        text += if party + 1 < conflict.parties.len() { "},\n" } else { "}\n" };
    }
    text += " ],\n \"coalitions\": [";
    let mut coalitions: Vec<String> = conflict
        .coalitions
        .iter()
        .map(|coalition| {
            let members: Vec<String> = coalition.iter().map(usize::to_string).collect();
            format!("[{}]", members.join(", "))
        })
        .collect();
    let alone = (0..form.parties).filter(|p| !conflict.coalitions.iter().any(|c| c.contains(p)));
    coalitions.extend(alone.map(|party| party.to_string()));
    text += &coalitions.join(", ");
    text += "]\n}\n";
    Ok(text)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn condition(pattern: Pattern) -> String {
    let parts = (0..64).filter(|option| pattern.fixed >> option & 1 == 1).map(|option| {
        format!("[{option}, \"{}\"]", if pattern.value >> option & 1 == 1 { 'Y' } else { 'N' })
    });
    format!("[{}]", parts.collect::<Vec<_>>().join(", "))
}

fn alternatives(patterns: &[Pattern]) -> String {
    match patterns {
        [pattern] => condition(*pattern),
        _ => {
            let members: Vec<String> = patterns.iter().map(|&pattern| condition(pattern)).collect();
            format!("{{\"compound\": true, \"members\": [{}]}}", members.join(", "))
        }
    }
}

fn write_ranking(ranking: &Ranking, text: &mut String) {
    let mut order: Vec<u32> = (0..ranking.rank.len() as u32).collect();
    order.sort_by_key(|&state| std::cmp::Reverse(ranking.rank[state as usize]));
    text.push('[');
    let groups = order.chunk_by(|&a, &b| ranking.rank[a as usize] == ranking.rank[b as usize]);
    for (position, group) in groups.enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        if let [state] = group {
            let _ = write!(text, "{}", state + 1);
        } else {
            text.push('[');
            for (place, state) in group.iter().enumerate() {
                let _ = write!(text, "{}{}", if place > 0 { ", " } else { "" }, state + 1);
            }
            text.push(']');
        }
    }
    text.push(']');
}

/// A statement, or its opposite, as patterns of which one must match; `None` where they are too
/// many.
fn disjunction(statement: &Statement, holds: bool) -> Option<Vec<Pattern>> {
    match (statement, holds) {
        (Statement::Taken(option), _) => {
            let bit = 1 << option;
            Some(vec![Pattern { fixed: bit, value: if holds { bit } else { 0 } }])
        }
        (Statement::Constant(value), _) => {
            Some(if *value == holds { vec![Pattern::default()] } else { Vec::new() })
        }
        (Statement::Not(part), _) => disjunction(part, !holds),
        (Statement::And(parts), true) | (Statement::Or(parts), false) => {
            let mut all = vec![Pattern::default()];
            for part in parts {
                all = both(&all, &disjunction(part, holds)?)?;
            }
            Some(all)
        }
        (Statement::Or(parts), true) | (Statement::And(parts), false) => {
            let mut any = Vec::new();
            for part in parts {
                any.extend(disjunction(part, holds)?);
            }
            limited(any)
        }
        (Statement::If(then, condition), true) => {
            let mut any = disjunction(then, true)?;
            any.extend(disjunction(condition, false)?);
            limited(any)
        }
        (Statement::If(then, condition), false) => {
            both(&disjunction(condition, true)?, &disjunction(then, false)?)
        }
        (Statement::IfAndOnlyIf(one, other), _) => {
            let mut any = both(&disjunction(one, true)?, &disjunction(other, holds)?)?;
            any.extend(both(&disjunction(one, false)?, &disjunction(other, !holds)?)?);
            limited(any)
        }
    }
}

fn both(one: &[Pattern], other: &[Pattern]) -> Option<Vec<Pattern>> {
    let mut all = Vec::new();
    for a in one {
        for b in other {
            let shared = a.fixed & b.fixed;
            if a.value & shared == b.value & shared {
                all.push(Pattern { fixed: a.fixed | b.fixed, value: a.value | b.value });
            }
        }
    }
    limited(all)
}

/// Without repetition, in the order given.
fn limited(mut patterns: Vec<Pattern>) -> Option<Vec<Pattern>> {
    let mut seen = std::collections::BTreeSet::new();
    patterns.retain(|pattern| seen.insert((pattern.fixed, pattern.value)));
    (patterns.len() <= ALTERNATIVES).then_some(patterns)
}

/// Patterns that leave just the feasible states: those stated, and more where other conditions
/// ruled states out.
fn patterns(stated: &[Pattern], form: &OptionForm) -> Result<Vec<Pattern>, NotWritable> {
    let options = form.options.len();
    let feasible = &form.feasible;
    let mut patterns: Vec<Pattern> = stated.to_vec();
    patterns.retain(|pattern| {
        // A stated pattern that meets a feasible state was about something else.
        !(0..feasible.len() as u32).any(|state| pattern.matches(feasible.number(state)))
    });
    if matches!(feasible, FeasibleStates::All(_)) {
        return Ok(patterns);
    }
    let Some(left) = without(&patterns, options) else { return Err(NotWritable::NoPatterns) };
    let mut steps = 0_usize;
    let all = u64::MAX >> (64 - options.max(1));
    for state in 0..left.len() as u32 {
        let number = left.number(state);
        if feasible.index(number).is_some() || patterns.iter().any(|p| p.matches(number)) {
            continue;
        }
        // Widened option by option as long as no feasible state matches.
        let mut pattern = Pattern { fixed: all, value: number };
        for option in (0..options).rev() {
            let bit = 1_u64 << option;
            let wider = Pattern { fixed: pattern.fixed & !bit, value: pattern.value & !bit };
            if !(0..feasible.len() as u32).any(|s| wider.matches(feasible.number(s))) {
                pattern = wider;
            }
            steps = steps.saturating_add(feasible.len());
        }
        if steps > SEARCH {
            return Err(NotWritable::NoPatterns);
        }
        patterns.push(pattern);
    }
    Ok(patterns)
}
