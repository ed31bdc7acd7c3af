//! Reading the form `zopa-conflict/1`.

use super::Located;
use super::fields::{Fields, direction, draft, pattern, ranking, state};
use crate::gmcr::without;
use crate::{Alias, DegreeTable, Known, Named, NamedConflict, StateNames, View, number};
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic};
use zopa_stability::attitude::Attitude;
use zopa_stability::{
    Comparison, Conflict, ConflictOption, FeasibleStates, Graph, ListedGraph, OPTION_LIMIT,
    OptionForm, Pattern, Preference, Relation, Reversibility, Statement,
};

/// Deepest nesting of a statement.
const DEPTH: usize = 100;

/// The names of parties, options and states, by which the rest of a file speaks.
struct Names {
    parties: BTreeMap<String, usize>,
    options: BTreeMap<String, usize>,
    letters: usize,
    ids: BTreeMap<String, u32>,
    feasible: Option<FeasibleStates>,
    states: usize,
}

impl Names {
    fn state(&self, name: &str, at: Located, diagnostics: &mut Vec<Diagnostic>) -> Option<u32> {
        let by_letters = || self.feasible.as_ref()?.index(number(name, self.letters)?);
        match self.ids.get(name).copied().or_else(by_letters) {
            Some(state) => Some(state),
            None => state(name, &self.ids, at, diagnostics),
        }
    }

    fn states(&self, at: Located, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u32>> {
        let Some(elements) = at.elements() else {
            diagnostics.push(at.wrong_type("this", "a list of states"));
            return None;
        };
        let mut states = Vec::with_capacity(elements.len());
        for element in elements {
            states.push(self.state(&element.text().unwrap_or_default(), element, diagnostics)?);
        }
        Some(states)
    }

    fn party(&self, name: &str, at: Located, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
        let party = self.parties.get(name).copied();
        if party.is_none() {
            let message = format!("there is no party `{name}`");
            diagnostics.push(Diagnostic::new(Code::UnknownReference, message).at(at.span()));
        }
        party
    }

    /// A table by party: each member with the index of its party.
    fn by_party<'t>(
        &self,
        at: Option<Located<'t>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Vec<(usize, Located<'t>)>> {
        let Some(at) = at else { return Some(Vec::new()) };
        let Some(members) = at.members() else {
            diagnostics.push(at.wrong_type("this", "an object by party"));
            return None;
        };
        let mut rows = Vec::with_capacity(members.len());
        for (name, value) in members {
            rows.push((self.party(&name, value, diagnostics)?, value));
        }
        Some(rows)
    }

    fn preference(&self, at: Located, diagnostics: &mut Vec<Diagnostic>) -> Option<Preference> {
        let mut fields = Fields::of(at, diagnostics)?;
        if let Some(pairs) = fields.take("pairs") {
            let mut relation = Relation::unknown(self.states);
            for pair in pairs.elements().unwrap_or_default() {
                let parts = pair.elements().unwrap_or_default();
                let [one, sign, other] = parts.as_slice() else {
                    diagnostics.push(pair.wrong_type("a comparison", "[state, sign, state]"));
                    return None;
                };
                let words = sign.text().unwrap_or_default();
                let comparison = match words.as_str() {
                    "~" => Comparison::Equal,
                    "?" => Comparison::Unknown,
                    signs if !signs.is_empty() && signs.bytes().all(|sign| sign == b'>') => {
                        Comparison::Better(signs.len() as u32)
                    }
                    _ => {
                        let message = "a sign is `>`, `>>`, `~` or `?`";
                        let problem = Diagnostic::new(Code::BadComparison, message);
                        diagnostics.push(problem.at(sign.span()));
                        return None;
                    }
                };
                let one = self.state(&one.text().unwrap_or_default(), *one, diagnostics)?;
                let other = self.state(&other.text().unwrap_or_default(), *other, diagnostics)?;
                let before = relation.compare(one, other);
                if one == other || (before != Comparison::Unknown && before != comparison) {
                    let message = "a pair is compared in two ways, or a state with itself";
                    let problem = Diagnostic::new(Code::Contradiction, message);
                    diagnostics.push(problem.at(pair.span()));
                    return None;
                }
                relation.set(one, other, comparison);
            }
            return Some(Preference::Relation(relation));
        }
        let place = fields.need("groups", diagnostics)?;
        let mut groups = Vec::new();
        for group in place.elements().unwrap_or_default() {
            groups.push(self.states(group, diagnostics)?);
        }
        let gaps = fields.list("strong_gaps", diagnostics);
        let gaps: Vec<usize> = gaps.iter().filter_map(|at| Some(at.whole()? as usize)).collect();
        ranking(place, self.states, &groups, &gaps, diagnostics).map(Preference::Ranking)
    }

    fn statement(
        &self,
        at: Located,
        depth: usize,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Statement> {
        if depth > DEPTH {
            let message = "the statement is nested too deeply";
            diagnostics.push(Diagnostic::new(Code::BadStatement, message).at(at.span()));
            return None;
        }
        if let Some(value) = at.truth() {
            return Some(Statement::Constant(value));
        }
        if let Some(id) = at.text() {
            let option = self.options.get(&id).copied();
            if option.is_none() {
                let message = format!("there is no option `{id}`");
                diagnostics.push(Diagnostic::new(Code::UnknownOption, message).at(at.span()));
            }
            return option.map(Statement::Taken);
        }
        let members = at.members().unwrap_or_default();
        let [(word, inner)] = members.as_slice() else {
            let message = "a statement is an option or one of not, and, or, if, iff";
            diagnostics.push(Diagnostic::new(Code::BadStatement, message).at(at.span()));
            return None;
        };
        if word == "not" {
            let part = self.statement(*inner, depth + 1, diagnostics)?;
            return Some(Statement::Not(Box::new(part)));
        }
        let mut parts = Vec::new();
        for part in inner.elements().unwrap_or_default() {
            parts.push(self.statement(part, depth + 1, diagnostics)?);
        }
        let two = |parts: Vec<Statement>| <[Statement; 2]>::try_from(parts).ok();
        let statement = match word.as_str() {
            "and" => Some(Statement::And(parts)),
            "or" => Some(Statement::Or(parts)),
            "if" => two(parts).map(|[a, b]| Statement::If(Box::new(a), Box::new(b))),
            "iff" => two(parts).map(|[a, b]| Statement::IfAndOnlyIf(Box::new(a), Box::new(b))),
            _ => None,
        };
        if statement.is_none() {
            let message = "a statement is an option or one of not, and, or, if, iff";
            diagnostics.push(Diagnostic::new(Code::BadStatement, message).at(at.span()));
        }
        statement
    }
}

/// The option form: identifiers of options, and who owns which and may change it how.
fn options(
    fields: &mut Fields,
    parties: &BTreeMap<String, usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Vec<Named>, Vec<ConflictOption>)> {
    let (mut named, mut options) = (Vec::new(), Vec::new());
    for one in fields.list("options", diagnostics) {
        let mut of_option = Fields::of(one, diagnostics)?;
        let id = of_option.text("id", diagnostics)?;
        let name = of_option.optional_text("name").unwrap_or_else(|| id.clone());
        let owner = of_option.text("party", diagnostics)?;
        let Some(&owner) = parties.get(&owner) else {
            let message = format!("there is no party `{owner}`");
            diagnostics.push(Diagnostic::new(Code::UnknownReference, message).at(one.span()));
            return None;
        };
        let reversibility = match of_option.take("direction") {
            Some(at) => direction(at, diagnostics)?,
            None => Reversibility::Both,
        };
        of_option.rest(diagnostics);
        named.push(Named { id, name });
        options.push(ConflictOption { owner, reversibility });
    }
    if options.len() > OPTION_LIMIT {
        let message = format!("{} options, more than {OPTION_LIMIT}", options.len());
        diagnostics.push(Diagnostic::new(Code::TooManyStates, message).at(fields.at.span()));
        return None;
    }
    Some((named, options))
}

fn feasible(
    fields: &mut Fields,
    infeasible: &[Pattern],
    options: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<FeasibleStates> {
    let Some(at) = fields.take("combinations") else {
        let found = without(infeasible, options);
        let problem = match &found {
            None => Diagnostic::new(Code::TooManyStates, "too many states to list"),
            Some(states) if states.is_empty() => {
                Diagnostic::new(Code::NoState, "the patterns leave no state")
            }
            Some(_) => return found,
        };
        diagnostics.push(problem.at(fields.at.span()));
        return None;
    };
    let mut numbers = Vec::new();
    for one in at.elements().unwrap_or_default() {
        let Some(number) = one.text().and_then(|text| number(&text, options)) else {
            let message = format!("a combination has {options} letters Y or N");
            diagnostics.push(Diagnostic::new(Code::BadPattern, message).at(one.span()));
            return None;
        };
        if numbers.last().is_some_and(|&last| last >= number) {
            let message = "combinations stand in increasing number, the first option lowest";
            diagnostics.push(Diagnostic::new(Code::RepeatedState, message).at(one.span()));
            return None;
        }
        numbers.push(number);
    }
    Some(if options < 64 && numbers.len() == 1 << options {
        FeasibleStates::All(options as u32)
    } else {
        FeasibleStates::Listed(numbers)
    })
}

/// Reads a conflict in the form that [`super::write`] writes.
pub(super) fn read(at: Located, diagnostics: &mut Vec<Diagnostic>) -> Option<NamedConflict> {
    let mut fields = Fields::of(at, diagnostics)?;
    fields.take("format");
    let mut parties = Vec::new();
    for one in fields.need("parties", diagnostics)?.elements().unwrap_or_default() {
        let mut of_party = Fields::of(one, diagnostics)?;
        let id = of_party.text("id", diagnostics)?;
        let name = of_party.optional_text("name").unwrap_or_else(|| id.clone());
        parties.push(Named { id, name });
    }
    let mut names = Names {
        parties: parties.iter().map(|party| party.id.clone()).zip(0..).collect(),
        options: BTreeMap::new(),
        letters: 0,
        ids: BTreeMap::new(),
        feasible: None,
        states: 0,
    };
    let (options, owned) = options(&mut fields, &names.parties, diagnostics)?;
    names.letters = options.len();
    names.options = options.iter().map(|option| option.id.clone()).zip(0..).collect();
    let mut infeasible = Vec::new();
    for one in fields.list("infeasible", diagnostics) {
        infeasible.push(pattern(one, options.len(), diagnostics)?);
    }
    let form = match options.is_empty() {
        true => None,
        false => Some(OptionForm {
            parties: parties.len(),
            feasible: feasible(&mut fields, &infeasible, options.len(), diagnostics)?,
            options: owned,
        }),
    };
    let (mut ids, mut labels) = (Vec::new(), Vec::new());
    for one in fields.list("states", diagnostics) {
        let mut of_state = Fields::of(one, diagnostics)?;
        ids.push(of_state.text("id", diagnostics)?);
        labels.push(of_state.optional_text("label").unwrap_or_default());
    }
    names.ids = ids.iter().cloned().zip(0..).collect();
    if names.ids.len() < ids.len() {
        let message = "two states have one identifier";
        diagnostics.push(Diagnostic::new(Code::RepeatedState, message).at(at.span()));
        return None;
    }
    let graph = match (fields.take("moves"), &form) {
        (Some(moves), _) => {
            names.states = ids.len();
            let mut reachable = vec![vec![Vec::new(); ids.len()]; parties.len()];
            for (party, lists) in names.by_party(Some(moves), diagnostics)? {
                for (from, targets) in lists.members().unwrap_or_default() {
                    let from = names.state(&from, targets, diagnostics)?;
                    reachable[party][from as usize] = names.states(targets, diagnostics)?;
                }
            }
            let mut graph = ListedGraph::without_moves(ids.len());
            reachable.iter().for_each(|lists| graph.add_party(lists));
            Graph::Listed(graph)
        }
        (None, Some(form)) => {
            names.states = form.feasible.len();
            names.feasible = Some(form.feasible.clone());
            if !ids.is_empty() && ids.len() != names.states {
                let message = format!("{} identifiers for {} states", ids.len(), names.states);
                diagnostics.push(Diagnostic::new(Code::MissingState, message).at(at.span()));
                return None;
            }
            Graph::Options(form.clone())
        }
        (None, None) => {
            let message = "a conflict has options, or states and moves";
            diagnostics.push(Diagnostic::new(Code::MissingField, message).at(at.span()));
            return None;
        }
    };
    let states = match &names.feasible {
        Some(feasible) if ids.is_empty() => StateNames::Options(feasible.clone()),
        _ => StateNames::Listed { ids, labels },
    };
    let mut preferences = vec![None; parties.len()];
    let stated = fields.need("preferences", diagnostics)?;
    for (party, base) in names.by_party(Some(stated), diagnostics)? {
        preferences[party] = Some(names.preference(base, diagnostics)?);
    }
    if let Some(party) = preferences.iter().position(Option::is_none) {
        let message = format!("the preference of {} is missing", parties[party].id);
        diagnostics.push(Diagnostic::new(Code::NoPreference, message).at(stated.span()));
        return None;
    }
    let conflict = match Conflict::new(graph, preferences.into_iter().flatten().collect()) {
        Ok(conflict) => conflict,
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::NoState, error.to_string()).at(at.span()));
            return None;
        }
    };
    let mut named = draft(parties, states, conflict);
    named.options = options;
    named.form = form;
    named.infeasible = infeasible;
    named.title = fields.optional_text("title").unwrap_or_default();
    named.summary = fields.optional_text("summary").unwrap_or_default();
    let sources = fields.list("sources", diagnostics);
    named.sources = sources.into_iter().filter_map(Located::text).collect();
    rest(&mut named, &names, &mut fields, diagnostics)?;
    fields.rest(diagnostics);
    Some(named)
}

/// What a file may say beside the graph and the preferences.
fn rest(
    named: &mut NamedConflict,
    names: &Names,
    fields: &mut Fields,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<()> {
    let parties = named.parties.len();
    for (party, list) in names.by_party(fields.take("statements"), diagnostics)? {
        let mut statements = Vec::new();
        for one in list.elements().unwrap_or_default() {
            statements.push(names.statement(one, 0, diagnostics)?);
        }
        named.statements[party] = Some(statements);
    }
    if let Some(at) = fields.take("attitudes") {
        let mut attitudes = vec![vec![Attitude::Neutral; parties]; parties];
        for (party, row) in names.by_party(Some(at), diagnostics)? {
            for (other, word) in names.by_party(Some(row), diagnostics)? {
                attitudes[party][other] = match word.text().as_deref() {
                    Some("positive") => Attitude::Positive,
                    Some("neutral") => Attitude::Neutral,
                    Some("negative") => Attitude::Negative,
                    _ => {
                        let expected = "\"positive\", \"neutral\" or \"negative\"";
                        diagnostics.push(word.wrong_type("an attitude", expected));
                        return None;
                    }
                };
            }
        }
        named.attitudes = Some(attitudes);
    }
    named.fuzzy = tables(names, fields.take("fuzzy"), parties, diagnostics)?;
    named.probabilities = tables(names, fields.take("probabilities"), parties, diagnostics)?;
    for one in fields.list("views", diagnostics) {
        let mut of_view = Fields::of(one, diagnostics)?;
        let party = of_view.text("party", diagnostics)?;
        let party = names.party(&party, one, diagnostics)?;
        let unseen = match of_view.take("unseen") {
            Some(at) => names.states(at, diagnostics)?,
            None => Vec::new(),
        };
        let mut preferences = Vec::new();
        for (other, base) in names.by_party(of_view.take("preferences"), diagnostics)? {
            preferences.push((other, names.preference(base, diagnostics)?));
        }
        named.views.push(View { party, unseen, preferences });
    }
    for one in fields.list("coalitions", diagnostics) {
        let mut coalition = Vec::new();
        for member in one.elements().unwrap_or_default() {
            coalition.push(names.party(&member.text().unwrap_or_default(), member, diagnostics)?);
        }
        named.coalitions.push(coalition);
    }
    for one in fields.list("aliases", diagnostics) {
        let mut of_alias = Fields::of(one, diagnostics)?;
        let state = of_alias.need("state", diagnostics)?;
        let state = names.state(&state.text().unwrap_or_default(), state, diagnostics)?;
        let id = of_alias.optional_text("id").unwrap_or_default();
        let label = of_alias.optional_text("label").unwrap_or_default();
        named.aliases.insert(state, Alias { id, label });
    }
    if let Some(at) = fields.take("status_quo") {
        named.status_quo = Some(names.state(&at.text().unwrap_or_default(), at, diagnostics)?);
    }
    for one in fields.list("known", diagnostics) {
        let mut of_result = Fields::of(one, diagnostics)?;
        let mut known =
            Known { concept: of_result.text("concept", diagnostics)?, ..Known::default() };
        if let Some(at) = of_result.take("equilibria") {
            known.equilibria = Some(names.states(at, diagnostics)?);
        }
        for (party, list) in names.by_party(of_result.take("stable"), diagnostics)? {
            known.stable.push((party, names.states(list, diagnostics)?));
        }
        known.source = of_result.optional_text("source").unwrap_or_default();
        known.disagrees = of_result.optional_text("disagrees");
        named.known.push(known);
    }
    Some(())
}

/// A table of degrees for each party; all must be there.
fn tables(
    names: &Names,
    at: Option<Located>,
    parties: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Option<Vec<DegreeTable>>> {
    let Some(at) = at else { return Some(None) };
    let mut tables = vec![None; parties];
    for (party, table) in names.by_party(Some(at), diagnostics)? {
        let mut fields = Fields::of(table, diagnostics)?;
        let threshold = fields.take("threshold").and_then(|at| at.raw().parse::<f64>().ok());
        let rows = fields.need("degrees", diagnostics)?;
        // Numbers are read by the standard library, whose result is the nearest one.
        let numbers = |row: Located| {
            row.elements()?.into_iter().map(|at| at.raw().parse::<f64>().ok()).collect()
        };
        let read: Option<Vec<Vec<f64>>> =
            rows.elements().unwrap_or_default().into_iter().map(numbers).collect();
        let square = |rows: &Vec<Vec<f64>>| {
            rows.len() == names.states && rows.iter().all(|row| row.len() == names.states)
        };
        let Some(read) = read.filter(square) else {
            let expected = format!("{0} rows of {0} numbers", names.states);
            diagnostics.push(rows.wrong_type("degrees", &expected));
            return None;
        };
        if read.iter().flatten().any(|value| !(0.0..=1.0).contains(value)) {
            let message = "a degree or probability lies between 0 and 1";
            diagnostics.push(Diagnostic::new(Code::Probability, message).at(rows.span()));
            return None;
        }
        tables[party] =
            Some(DegreeTable { value: read.concat(), threshold: threshold.unwrap_or(1.0) });
    }
    let all: Option<Vec<DegreeTable>> = tables.into_iter().collect();
    if all.is_none() {
        let message = "the table of a party is missing";
        diagnostics.push(Diagnostic::new(Code::MissingField, message).at(at.span()));
    }
    all.map(Some)
}
