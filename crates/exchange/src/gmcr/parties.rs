//! The parties of a `.gmcr` file: who owns which option, and who prefers what.

use super::{condition, index, missing, not_used, ranking, repeated_keys, warning};
use crate::Named;
use crate::json::Located;
use crate::scenario_text::distinct;
use zopa_scenario::{Code, Diagnostic};
use zopa_stability::prioritising::ranking_from_statements;
use zopa_stability::{FeasibleStates, Preference, Ranking, Statement};

/// One of `decisionMakers`.
pub(super) struct Entry<'t> {
    name: String,
    at: Located<'t>,
    options: Vec<(usize, Located<'t>)>,
    statements: Option<Located<'t>>,
    ranking: Option<Located<'t>>,
    payoffs: Option<Located<'t>>,
    pub(super) misperceptions: Option<Located<'t>>,
}

/// Reads the list of parties as far as their keys.
pub(super) fn entries<'t>(
    list: Located<'t>,
    options: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Entry<'t>>> {
    let Some(elements) = list.elements() else {
        diagnostics.push(list.wrong_type("decisionMakers", "a list"));
        return None;
    };
    if elements.is_empty() {
        let message = "the conflict has no party";
        diagnostics.push(Diagnostic::new(Code::NoState, message).at(list.span()));
        return None;
    }
    let mut entries = Vec::with_capacity(elements.len());
    for at in elements {
        let Some(members) = at.members() else {
            diagnostics.push(at.wrong_type("a party", "an object"));
            continue;
        };
        repeated_keys(&members, diagnostics);
        let mut entry = Entry {
            name: String::new(),
            at,
            options: Vec::new(),
            statements: None,
            ranking: None,
            payoffs: None,
            misperceptions: None,
        };
        let (mut name, mut owned) = (None, None);
        for (key, value) in members {
            match key.as_str() {
                "name" => match value.text() {
                    Some(text) => name = Some(text),
                    None => diagnostics.push(value.wrong_type("the name of a party", "a text")),
                },
                "options" => owned = Some(value),
                "preferences" if !value.is_null() => entry.statements = Some(value),
                "preferenceRanking" if !value.is_null() => {
                    if let Some(older) = entry.ranking.replace(value) {
                        diagnostics.push(not_used("preferenceVector", older));
                    }
                }
                "preferenceVector" if !value.is_null() => match entry.ranking {
                    Some(_) => diagnostics.push(not_used(&key, value)),
                    None => entry.ranking = Some(value),
                },
                "payoffs" if !value.is_null() => entry.payoffs = Some(value),
                "misperceptions" if !value.is_null() => entry.misperceptions = Some(value),
                "preferences" | "preferenceRanking" | "preferenceVector" | "payoffs"
                | "misperceptions" => {}
                _ => diagnostics.push(not_used(&key, value)),
            }
        }
        match name {
            Some(name) => entry.name = name,
            None => diagnostics.push(missing("a party", "name", at)),
        }
        match owned.map(|owned| (owned, owned.elements())) {
            Some((_, Some(elements))) => {
                for element in elements {
                    if let Some(option) = index(element, options, "option", diagnostics) {
                        entry.options.push((option, element));
                    }
                }
            }
            Some((owned, None)) => {
                diagnostics.push(owned.wrong_type("the options of a party", "a list of numbers"));
            }
            None => diagnostics.push(missing("a party", "options", at)),
        }
        entries.push(entry);
    }
    (!zopa_scenario::diagnostic::any_error(diagnostics)).then_some(entries)
}

/// The owner of each option.
pub(super) fn owners(
    entries: &[Entry],
    options: &[Named],
    list: Located,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<usize>> {
    let mut owners: Vec<Option<(usize, Located)>> = vec![None; options.len()];
    let before = diagnostics.len();
    for (party, entry) in entries.iter().enumerate() {
        for &(option, at) in &entry.options {
            if let Some((_, first)) = owners[option] {
                let name = &options[option].name;
                let message = format!("option {option}, {name}, has two owners");
                diagnostics.push(
                    Diagnostic::new(Code::UnknownOption, message)
                        .label(at.span(), format!("{} here", entry.name))
                        .label(first.span(), "already owned here")
                        .hint("an option belongs to exactly one party"),
                );
            } else {
                owners[option] = Some((party, at));
            }
        }
    }
    for (option, owner) in owners.iter().enumerate() {
        if owner.is_none() {
            let span = list.elements().map_or(list.span(), |all| all[option].span());
            let message = format!("option {option}, {}, belongs to no party", options[option].name);
            diagnostics.push(
                Diagnostic::new(Code::UnknownOption, message)
                    .at(span)
                    .hint("an option belongs to exactly one party"),
            );
        }
    }
    (diagnostics.len() == before).then(|| owners.into_iter().flatten().map(|o| o.0).collect())
}

/// Identifier and name of each party: the name in the file, with a number where it repeats.
pub(super) fn named(entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) -> Vec<Named> {
    let names: Vec<String> = entries.iter().map(|entry| entry.name.clone()).collect();
    let ids = distinct(names.clone(), '_');
    for (entry, id) in entries.iter().zip(&ids) {
        if *id != entry.name {
            let message =
                format!("two parties are called `{}`: one is taken as `{id}`", entry.name);
            diagnostics.push(warning(Code::DuplicateOption, message).at(entry.at.span()));
        }
    }
    ids.into_iter().zip(names).map(|(id, name)| Named { id, name }).collect()
}

/// The statements of a party where its preference rests on them alone; none of them where it states
/// no preference.
pub(super) fn counting_statements(
    entry: &Entry,
    options: usize,
    manual: Option<bool>,
) -> Option<Vec<Statement>> {
    let ranking = entry.ranking.is_some_and(|ranking| !ranking.is_empty());
    let conditions = match entry.statements {
        Some(list) => super::conditions(list, "preferences", options, &mut Vec::new())?,
        None => Vec::new(),
    };
    let by_ranking = manual.unwrap_or(conditions.is_empty() && ranking);
    if by_ranking && (ranking || conditions.is_empty()) {
        return None;
    }
    Some(conditions.iter().map(|patterns| condition::statement(patterns)).collect())
}

/// The preference of a party, and its statements where it has any.
pub(super) fn preference(
    entry: &Entry,
    feasible: &FeasibleStates,
    options: usize,
    manual: Option<bool>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Preference, Option<Vec<Statement>>)> {
    let name = &entry.name;
    let statements: Option<Vec<Statement>> = match entry.statements {
        None => None,
        Some(list) => {
            let conditions = super::conditions(list, "preferences", options, diagnostics)?;
            let statements = conditions.iter().map(|patterns| condition::statement(patterns));
            Some(statements.collect()).filter(|all: &Vec<_>| !all.is_empty())
        }
    };
    let ranking = entry.ranking.filter(|ranking| !ranking.is_empty());
    let by_ranking = match manual {
        Some(manual) => manual,
        None => statements.is_none() && ranking.is_some(),
    };
    let ranks = if by_ranking && ranking.is_some() {
        let ranks = ranking::read(ranking?, feasible.len(), name, diagnostics)?;
        if let (Some(statements), Some(list)) = (&statements, entry.statements) {
            let stated = ranking_from_statements(feasible, statements, &[]).rank;
            if !same_order(&ranks, &stated) {
                let message = format!(
                    "the statements of {name} give another order of states than its ranking, \
                     which counts"
                );
                diagnostics.push(warning(Code::PreferenceForm, message).at(list.span()));
            }
        }
        ranks
    } else if let Some(statements) = &statements {
        let ranks = ranking_from_statements(feasible, statements, &[]).rank;
        if by_ranking {
            let message = format!(
                "rankings count in this file, but {name} has none: its statements are used"
            );
            diagnostics.push(warning(Code::NoPreference, message).at(entry.at.span()));
        } else {
            ranking_unused(entry, &ranks, diagnostics);
        }
        ranks
    } else if by_ranking {
        let message = format!("rankings count in this file, but {name} has none");
        let span = entry.ranking.unwrap_or(entry.at).span();
        diagnostics.push(Diagnostic::new(Code::NoPreference, message).at(span));
        return None;
    } else {
        let ranks = vec![0; feasible.len()];
        let message = format!("{name} states no preference: all states count as equal for it");
        diagnostics.push(warning(Code::NoPreference, message).at(entry.at.span()));
        ranking_unused(entry, &ranks, diagnostics);
        ranks
    };
    if let Some(payoffs) = entry.payoffs {
        let numbers: Option<Vec<u32>> = serde_json::from_str(payoffs.raw()).ok();
        if !numbers.is_some_and(|p| p.len() == ranks.len() && same_order(&p, &ranks)) {
            let message = format!("the payoffs of {name} are not used: they give another order");
            diagnostics.push(warning(Code::UnknownField, message).at(payoffs.span()));
        }
    }
    Some((Preference::Ranking(Ranking::new(ranks)), statements))
}

/// Says that a ranking is not used, where it is there and gives another order.
fn ranking_unused(entry: &Entry, ranks: &[u32], diagnostics: &mut Vec<Diagnostic>) {
    let Some(unused) = entry.ranking.filter(|ranking| !ranking.is_empty()) else { return };
    let read = ranking::read(unused, ranks.len(), &entry.name, &mut Vec::new());
    if !read.is_some_and(|read| same_order(&read, ranks)) {
        let message = format!(
            "the ranking of {} is not used: statements count in this file, and give another order",
            entry.name
        );
        diagnostics.push(
            warning(Code::PreferenceForm, message)
                .at(unused.span())
                .hint("`\"useManualPreferenceRanking\": true` makes rankings count"),
        );
    }
}

/// Whether two ranks put the states in the same order, ties included.
fn same_order(one: &[u32], other: &[u32]) -> bool {
    let mut pairs: Vec<(u32, u32)> = one.iter().copied().zip(other.iter().copied()).collect();
    pairs.sort_unstable();
    pairs.windows(2).all(|pair| (pair[0].0 == pair[1].0) == (pair[0].1 == pair[1].1))
        && pairs.windows(2).all(|pair| pair[0].1 <= pair[1].1)
}

/// The coalitions of two or more parties.
pub(super) fn coalitions(
    list: Located,
    parties: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<usize>> {
    let Some(elements) = list.elements() else {
        diagnostics.push(list.wrong_type("coalitions", "a list"));
        return Vec::new();
    };
    let mut coalitions = Vec::new();
    for element in elements {
        let Some(members) = element.elements() else {
            index(element, parties, "party", diagnostics);
            continue;
        };
        let mut coalition: Vec<usize> =
            members.into_iter().filter_map(|at| index(at, parties, "party", diagnostics)).collect();
        coalition.sort_unstable();
        coalition.dedup();
        if coalition.len() > 1 && !coalitions.contains(&coalition) {
            coalitions.push(coalition);
        }
    }
    coalitions
}

/// `coalitionsFull` repeats the parties and, for each coalition, one merged party with preferences
/// of its own, which have no place in the definitions: says so where there is one.
pub(super) fn merged(
    list: Located,
    entries: &[Entry],
    listed: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for element in list.elements().unwrap_or_default() {
        let members = element.members().unwrap_or_default();
        let owned = members.iter().find(|(key, _)| key == "options");
        let owned: Vec<usize> = owned
            .and_then(|(_, value)| value.elements())
            .unwrap_or_default()
            .iter()
            .filter_map(|at| at.whole().map(|option| option as usize))
            .collect();
        let within =
            |entry: &Entry| owned.iter().any(|o| entry.options.iter().any(|(p, _)| o == p));
        let parties = entries.iter().filter(|entry| within(entry)).count();
        let stated = members.iter().any(|(key, value)| {
            matches!(key.as_str(), "preferences" | "preferenceRanking" | "preferenceVector")
                && !value.is_empty()
                && !value.is_null()
        });
        if parties > 1 && (stated || !listed) {
            let message = "the preferences of a coalition as one party are not used: coalition \
                           stability asks each member";
            diagnostics.push(warning(Code::UnknownField, message).at(element.span()));
        }
    }
}
