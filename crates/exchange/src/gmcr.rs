//! `.gmcr` files: conflicts as the open programs for the graph model save them, in JSON.
//!
//! | key | value |
//! |---|---|
//! | `options` | list of `{name, permittedDirection}`, direction `both`, `fwd` (only no to yes) or `back` |
//! | `infeasibles` | list of conditions; a state that meets any of them is infeasible |
//! | `decisionMakers` | list of `{name, options, preferences, preferenceRanking, misperceptions}` |
//! | `useManualPreferenceRanking` | `true`: rankings count; `false`: the statements in `preferences` |
//! | `coalitions` | list of parties by index; an inner list is a coalition |
//!
//! A condition is a list of `[option, "Y" or "N"]`, all of which must hold, or `{compound: true,
//! members: [condition, …]}`, of which one must. `preferences` are statements, most important first
//! (option prioritising). A ranking numbers the feasible states from 1 in the order of their number
//! (option 0 is bit 0), best first, ties in inner lists. `misperceptions` are conditions on the
//! states that a party does not see. Older files say `preferenceVector` for `preferenceRanking`,
//! and `useManualPreferenceVectors` or `useManualPreferenceVector` for the switch.
//!
//! Decided here, where files leave it open: without the switch a party's statements count where it
//! has any, and else its ranking; a party without either holds all states for equal, with a
//! warning. Statements beside a ranking that counts are kept in [`NamedConflict::statements`], with
//! a warning where they give another order. What is not used is reported as a warning.

mod condition;
mod parties;
mod ranking;
mod write;

pub use write::{NotWritable, losses, write};

use crate::declared::feasible::feasible;
use crate::declared::{Implicit, STATE_LIMIT};
use crate::json::Located;
use crate::scenario_text::{distinct, identifier};
use crate::{Named, NamedConflict, StateNames, View};
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Severity};
use zopa_stability::{
    Conflict, ConflictOption, FeasibleStates, Graph, OPTION_LIMIT, OptionForm, Pattern,
    Reversibility,
};

/// What reading a file gives: the conflict unless there was an error, and all problems.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GmcrReading {
    /// The conflict; `None` where any problem is an error.
    pub conflict: Option<NamedConflict>,
    /// The conflict without its states listed, where every party's preference comes from
    /// statements: also there where states are too many to be listed.
    pub implicit: Option<Implicit>,
    /// Problems, with places in the JSON text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the text of a `.gmcr` file. Parties are called by their names in the file, options by
/// identifiers made from theirs; the file has no title. Linear in the length of the text; beside
/// it four bytes for each party and state.
///
/// ```
/// let text = r#"{"options": [{"name": "Cooperate", "permittedDirection": "both"},
///                            {"name": "Cooperate", "permittedDirection": "both"}],
///   "infeasibles": [], "useManualPreferenceRanking": true, "decisionMakers": [
///     {"name": "Row", "options": [0], "preferences": [], "preferenceRanking": [3, 4, 1, 2]},
///     {"name": "Column", "options": [1], "preferences": [], "preferenceRanking": [2, 4, 1, 3]}]}"#;
/// let conflict = zopa_exchange::gmcr::read(text).conflict.expect("a prisoner's dilemma");
/// assert_eq!(conflict.parties[1].id, "Column");
/// assert_eq!(conflict.state_name(2), "NY");
/// ```
pub fn read(text: &str) -> GmcrReading {
    let mut diagnostics = Vec::new();
    let mut implicit = None;
    let conflict = match Located::document(text) {
        Ok(document) => file(document, &mut implicit, &mut diagnostics),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    };
    let sound = !zopa_scenario::diagnostic::any_error(&diagnostics);
    GmcrReading {
        conflict: conflict.filter(|_| sound),
        implicit: implicit.filter(|_| sound),
        diagnostics,
    }
}

/// The states of so many options (at most 64) that match no pattern, in increasing order; `None`
/// where they are too many to be listed.
pub(crate) fn without(patterns: &[Pattern], options: usize) -> Option<FeasibleStates> {
    feasible(options as u32, patterns, STATE_LIMIT).ok()
}

/// The top level of a file, member by member.
#[derive(Default)]
struct Members<'t> {
    options: Option<Located<'t>>,
    infeasibles: Option<Located<'t>>,
    parties: Option<Located<'t>>,
    coalitions: Option<Located<'t>>,
    merged: Option<Located<'t>>,
    manual: Option<bool>,
}

fn file(
    document: Located,
    implicit: &mut Option<Implicit>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<NamedConflict> {
    let Some(members) = document.members() else {
        diagnostics.push(document.wrong_type("a conflict", "an object"));
        return None;
    };
    repeated_keys(&members, diagnostics);
    let mut file = Members::default();
    for (key, value) in members {
        match key.as_str() {
            "options" => file.options = Some(value),
            "infeasibles" => file.infeasibles = Some(value),
            "decisionMakers" => file.parties = Some(value),
            "coalitions" => file.coalitions = Some(value),
            "coalitionsFull" => file.merged = Some(value),
            "useManualPreferenceRanking"
            | "useManualPreferenceVectors"
            | "useManualPreferenceVector" => match value.truth() {
                Some(manual) => file.manual = Some(manual),
                None => diagnostics.push(value.wrong_type(&key, "true or false")),
            },
            "program" | "version" => {}
            _ => diagnostics.push(not_used(&key, value)),
        }
    }
    for (key, value) in [("options", file.options), ("decisionMakers", file.parties)] {
        if value.is_none() {
            diagnostics.push(missing("the conflict", key, document));
        }
    }
    let (options, reversibility) = options(file.options?, diagnostics)?;
    let infeasible = match file.infeasibles {
        Some(list) => conditions(list, "infeasibles", options.len(), diagnostics)?.concat(),
        None => Vec::new(),
    };
    let entries = parties::entries(file.parties?, options.len(), diagnostics)?;
    let owners = parties::owners(&entries, &options, file.options?, diagnostics)?;
    let controlled: Vec<ConflictOption> = owners
        .iter()
        .zip(reversibility)
        .map(|(&owner, reversibility)| ConflictOption { owner, reversibility })
        .collect();
    let stated: Option<Vec<_>> = entries
        .iter()
        .map(|entry| parties::counting_statements(entry, options.len(), file.manual))
        .collect();
    if let Some(statements) = stated {
        *implicit = Some(Implicit {
            parties: parties::named(&entries, &mut Vec::new()),
            options: options.clone(),
            controlled: controlled.clone(),
            infeasible: infeasible.clone(),
            statements,
            status_quo: None,
        });
    }
    let place = file.infeasibles.unwrap_or(document);
    let feasible = states(&infeasible, options.len(), implicit.is_some(), place, diagnostics)?;

    let mut preferences = Vec::with_capacity(entries.len());
    let mut statements = Vec::with_capacity(entries.len());
    let mut views = Vec::new();
    for (party, entry) in entries.iter().enumerate() {
        let stated = parties::preference(entry, &feasible, options.len(), file.manual, diagnostics);
        if let Some((preference, stated)) = stated {
            preferences.push(preference);
            statements.push(stated);
        }
        if let Some(unseen) = entry.misperceptions {
            let blind = conditions(unseen, "misperceptions", options.len(), diagnostics);
            let blind = blind.unwrap_or_default().concat();
            let unseen: Vec<u32> = (0..feasible.len() as u32)
                .filter(|&state| blind.iter().any(|p| p.matches(feasible.number(state))))
                .collect();
            if !unseen.is_empty() {
                views.push(View { party, unseen, preferences: Vec::new() });
            }
        }
    }
    let coalitions = match file.coalitions {
        Some(list) => parties::coalitions(list, entries.len(), diagnostics),
        None => Vec::new(),
    };
    if let Some(merged) = file.merged {
        parties::merged(merged, &entries, file.coalitions.is_some(), diagnostics);
    }
    if zopa_scenario::diagnostic::any_error(diagnostics) {
        return None;
    }
    let form = OptionForm { parties: entries.len(), options: controlled, feasible };
    let states = StateNames::Options(form.feasible.clone());
    match Conflict::new(Graph::Options(form.clone()), preferences) {
        Ok(conflict) => Some(NamedConflict {
            title: String::new(),
            summary: String::new(),
            sources: Vec::new(),
            parties: parties::named(&entries, diagnostics),
            options,
            form: Some(form),
            states,
            conflict,
            status_quo: None,
            statements,
            infeasible,
            attitudes: None,
            fuzzy: None,
            probabilities: None,
            views,
            coalitions,
            known: Vec::new(),
            aliases: BTreeMap::new(),
        }),
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::NoState, error.to_string()).at(document.span()));
            None
        }
    }
}

fn options(
    list: Located,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Vec<Named>, Vec<Reversibility>)> {
    let Some(elements) = list.elements() else {
        diagnostics.push(list.wrong_type("options", "a list"));
        return None;
    };
    if elements.len() > OPTION_LIMIT {
        let message = format!("{} options, more than {OPTION_LIMIT}", elements.len());
        diagnostics.push(Diagnostic::new(Code::TooManyStates, message).at(list.span()));
        return None;
    }
    let mut names = Vec::with_capacity(elements.len());
    let mut ways = Vec::with_capacity(elements.len());
    for element in elements {
        let Some(members) = element.members() else {
            diagnostics.push(element.wrong_type("an option", "an object"));
            continue;
        };
        repeated_keys(&members, diagnostics);
        let mut way = Reversibility::Both;
        let mut name = None;
        for (key, value) in members {
            match key.as_str() {
                "name" => match value.text() {
                    Some(text) => name = Some(text),
                    None => diagnostics.push(value.wrong_type("the name of an option", "a text")),
                },
                "permittedDirection" => match value.text().as_deref() {
                    Some("both") => {}
                    Some("fwd") => way = Reversibility::Forward,
                    Some("back") => way = Reversibility::Back,
                    _ => diagnostics.push(
                        Diagnostic::new(
                            Code::WrongType,
                            "a permitted direction is \"both\", \"fwd\" or \"back\"",
                        )
                        .at(value.span()),
                    ),
                },
                _ => diagnostics.push(not_used(&key, value)),
            }
        }
        names.push(name.unwrap_or_else(|| {
            diagnostics.push(missing("an option", "name", element));
            String::new()
        }));
        ways.push(way);
    }
    let ids = names.iter().map(|name| identifier(name, "option")).collect();
    let named = distinct(ids, '_').into_iter().zip(names).map(|(id, name)| Named { id, name });
    (!zopa_scenario::diagnostic::any_error(diagnostics)).then(|| (named.collect(), ways))
}

/// A list of conditions, the patterns of each.
fn conditions(
    list: Located,
    key: &str,
    options: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Vec<Pattern>>> {
    let Some(elements) = list.elements() else {
        diagnostics.push(list.wrong_type(key, "a list of conditions"));
        return None;
    };
    let read: Vec<_> =
        elements.into_iter().map(|at| condition::read(at, options, diagnostics)).collect();
    read.into_iter().collect()
}

fn states(
    infeasible: &[Pattern],
    options: usize,
    implicit: bool,
    at: Located,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<FeasibleStates> {
    match without(infeasible, options) {
        None => {
            let message = format!(
                "{options} options leave more than {STATE_LIMIT} states, too many to be listed"
            );
            let mut problem = Diagnostic::new(Code::TooManyStates, message).at(at.span());
            if implicit {
                problem.severity = Severity::Warning;
                problem = problem.hint("equilibria are found without listing the states");
            }
            diagnostics.push(problem);
            None
        }
        Some(states) if states.is_empty() => {
            let message = "the infeasible conditions leave no state";
            diagnostics.push(Diagnostic::new(Code::NoState, message).at(at.span()));
            None
        }
        some => some,
    }
}

/// A whole number below `count` that names an option or a party.
fn index(
    at: Located,
    count: usize,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<usize> {
    match at.whole() {
        Some(index) if index < count as u64 => Some(index as usize),
        Some(index) => {
            let message = match count {
                0 => format!("there is no {what} {index}: the file has none"),
                _ => format!("there is no {what} {index}: they are numbered 0 to {}", count - 1),
            };
            let code = if what == "option" { Code::UnknownOption } else { Code::UnknownReference };
            diagnostics.push(Diagnostic::new(code, message).at(at.span()));
            None
        }
        None => {
            diagnostics.push(at.wrong_type(&format!("the number of an {what}"), "a whole number"));
            None
        }
    }
}

fn missing(whose: &str, key: &str, at: Located) -> Diagnostic {
    Diagnostic::new(Code::MissingField, format!("{whose} needs `{key}`")).at(at.span())
}

fn not_used(key: &str, value: Located) -> Diagnostic {
    warning(Code::UnknownField, format!("`{key}` is not used")).at(value.span())
}

fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::new(code, message) }
}

fn repeated_keys(members: &[(String, Located)], diagnostics: &mut Vec<Diagnostic>) {
    for (position, (key, value)) in members.iter().enumerate() {
        if let Some((_, first)) = members[..position].iter().find(|(other, _)| other == key) {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateKey, format!("`{key}` stands twice"))
                    .label(value.span(), "again here")
                    .label(first.span(), "first here"),
            );
        }
    }
}
