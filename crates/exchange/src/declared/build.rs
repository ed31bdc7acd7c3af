//! From declarations to a conflict with its names.

use super::degrees::{self, Kind};
use super::feasible::{TooMany, feasible};
use super::merging;
use super::preference::{Stated, preference};
use super::rule::{Rule, rules};
use super::states::States;
use crate::named_conflict::{Known, Named, NamedConflict, StateNames, View, letters, number};
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::stability::{DeclaredAttitude, DeclaredPreference, NameSet, OptionDirection};
use zopa_scenario::{Code, Diagnostic, Scenario, Severity, SourceReference, Span, Stability, Text};
use zopa_stability::attitude::Attitude;
use zopa_stability::{
    Conflict, ConflictOption, FeasibleStates, Graph, ListedGraph, OPTION_LIMIT, OptionForm,
    Pattern, Preference, Reversibility, Statement,
};

/// Most states that are listed.
pub const STATE_LIMIT: u64 = 1 << 26;

/// Most moves of a graph whose moves are listed.
pub const LISTED_MOVE_LIMIT: u64 = 200_000_000;

/// Most states of a preference that compares pair by pair.
pub const RELATION_LIMIT: usize = 4_096;

/// What a scenario's declarations give.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The conflict; absent where the scenario declares none, or not without errors.
    pub conflict: Option<NamedConflict>,
    /// The conflict without its states listed, where every preference is given by statements and
    /// states are only ruled out, neither merged nor named.
    pub implicit: Option<Implicit>,
    /// What is wrong, by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// A conflict in option form whose states are not listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Implicit {
    /// The parties, in the order of the model's indices.
    pub parties: Vec<Named>,
    /// The options, in the order of bits.
    pub options: Vec<Named>,
    /// Who controls each option and which way it can be changed.
    pub controlled: Vec<ConflictOption>,
    /// What makes states infeasible.
    pub infeasible: Vec<Pattern>,
    /// For each party its statements, most important first.
    pub statements: Vec<Vec<Statement>>,
    /// The state in which the conflict stands, by number.
    pub status_quo: Option<u64>,
}

/// The conflict that a scenario declares.
///
/// Nothing is reported for a scenario without options and listed states, unless it says something
/// of states all the same. Where levers become options, the conflict comes from elsewhere.
///
/// Listing takes time in proportion to the feasible states, for any number of options; statements
/// that hold in most combinations of many options take longer.
///
/// ```
/// use zopa_exchange::declared::build;
/// use zopa_scenario::Scenario;
/// let built = build(&Scenario::default());
/// assert!(built.conflict.is_none() && built.diagnostics.is_empty());
/// ```
pub fn build(scenario: &Scenario) -> Built {
    let empty = Stability::default();
    let stability = scenario.stability.as_ref().unwrap_or(&empty);
    let mut builder = Builder { scenario, stability, problems: Vec::new(), incomplete: false };
    let (conflict, implicit) = builder.conflict();
    let mut diagnostics = builder.problems;
    diagnostics.sort_by_key(|d| d.labels.first().map_or(0, |label| label.span.start));
    let mut seen = BTreeSet::new();
    diagnostics.retain(|d| {
        seen.insert((d.code, d.labels.first().map(|label| label.span), d.message.clone()))
    });
    let sound = !diagnostics.iter().any(Diagnostic::is_error) && !builder.incomplete;
    Built {
        conflict: conflict.filter(|_| sound),
        implicit: implicit.filter(|_| sound),
        diagnostics,
    }
}

struct Builder<'s> {
    scenario: &'s Scenario,
    stability: &'s Stability,
    problems: Vec<Diagnostic>,
    /// Something was left out that reading has reported already.
    incomplete: bool,
}

impl<'s> Builder<'s> {
    fn conflict(&mut self) -> (Option<NamedConflict>, Option<Implicit>) {
        let (scenario, stability) = (self.scenario, self.stability);
        let by_hand = !stability.states.is_empty();
        if scenario.options.is_empty() && !by_hand {
            self.report_states_without_options();
            return (None, None);
        }
        if self.two_forms(by_hand) {
            return (None, None);
        }
        let parties = self.parties();
        if parties.is_empty() {
            self.report_no_party();
            return (None, None);
        }
        let known: Vec<String> = parties.iter().map(|party| party.id.clone()).collect();
        let ids: Vec<&str> = known.iter().map(String::as_str).collect();
        self.check_preferences_stated(&ids);
        let options = self.options();
        if scenario.options.len() > OPTION_LIMIT {
            self.problems.push(
                Diagnostic::new(
                    Code::TooManyStates,
                    format!("{} options, more than {OPTION_LIMIT}", scenario.options.len()),
                )
                .label(scenario.options[OPTION_LIMIT].id.span, "one too many"),
            );
            return (None, None);
        }
        if by_hand {
            return (self.listed_by_hand(parties, &ids), None);
        }
        let controlled = self.controlled(&ids);
        let option_ids: Vec<&str> = scenario.options.iter().map(|o| o.id.text.as_str()).collect();
        let before = self.problems.len();
        let rules = rules(stability, &option_ids, &mut self.problems);
        let unsure = self.problems.len() > before;
        let implicit = self.implicit(&parties, &options, &controlled, &option_ids, &rules);
        let Some(feasible) = self.feasible(&rules, implicit.is_some()) else {
            return (None, implicit);
        };
        let form = OptionForm { parties: parties.len(), options: controlled, feasible };
        let states = States { unsure, ..States::new(option_ids, form.feasible.clone(), rules) };
        let conflict = self.option_form(parties, &ids, options, form, states);
        (conflict, implicit)
    }

    /// What is said of states where there are none.
    fn report_states_without_options(&mut self) {
        let (scenario, stability) = (self.scenario, self.stability);
        if !stability.levers.is_empty() {
            return;
        }
        let said = stability
            .status_quo
            .iter()
            .chain(&stability.infeasible)
            .chain(&stability.always)
            .chain(stability.names.iter().chain(&stability.coalesced).map(|(id, _)| id))
            .chain(stability.moves.iter().map(|moves| &moves.party))
            .map(|text| text.span)
            .chain(stability.exclusive.iter().chain(&stability.at_least_one).map(|set| set.span))
            .chain(scenario.preferences.iter().filter_map(|p| p.base.as_ref().map(|b| b.1)));
        if let Some(place) = said.min() {
            self.problems.push(
                Diagnostic::new(Code::NoState, "there are no states to speak of")
                    .label(place, "no option and no state is declared")
                    .hint("declare what parties can do, `[option.ID]` with `party`"),
            );
        }
    }

    /// Reports options beside states or moves that are listed by hand.
    fn two_forms(&mut self, by_hand: bool) -> bool {
        let Some(option) = self.scenario.options.first() else { return false };
        let (what, place) = if by_hand {
            ("states", self.stability.states[0].span)
        } else if let Some(moves) = self.stability.moves.first() {
            ("moves", moves.party.span)
        } else {
            return false;
        };
        self.problems.push(
            Diagnostic::new(Code::ModelForm, format!("options and listed {what} at once"))
                .label(place, format!("{what} listed by hand"))
                .label(option.id.span, "options here")
                .hint("states and moves follow from options; list them only without options"),
        );
        true
    }

    /// The parties that can move or have a preference, in the order of the file.
    fn parties(&self) -> Vec<Named> {
        let part = |id: &str| {
            self.scenario.options.iter().any(|option| option.party.text == id)
                || self.stability.moves.iter().any(|moves| moves.party.text == id)
                || self
                    .scenario
                    .preferences
                    .iter()
                    .any(|preference| preference.party.text == id && preference.base.is_some())
        };
        self.scenario
            .parties
            .iter()
            .filter(|party| part(&party.id.text))
            .map(|party| Named { id: party.id.text.clone(), name: party.name.text.clone() })
            .collect()
    }

    fn report_no_party(&mut self) {
        let known = |id: &Text| self.scenario.party(&id.text).is_some();
        let owners = self.scenario.options.iter().map(|option| &option.party);
        let movers = self.stability.moves.iter().map(|moves| &moves.party);
        // An unknown party is reported by reading.
        if owners.chain(movers).any(|party| !known(party)) {
            self.incomplete = true;
            return;
        }
        let place = self.stability.states.first().map_or(self.stability.span, |state| state.span);
        self.problems.push(
            Diagnostic::new(Code::NoState, "no party can move")
                .label(place, "states without moves")
                .hint("list moves: `[stability.moves]` with `PARTY = { s1 = [\"s2\"] }`"),
        );
    }

    /// Reports parties that can move and have no preference.
    fn check_preferences_stated(&mut self, ids: &[&str]) {
        for id in ids {
            let stated =
                self.scenario.preferences.iter().find(|preference| preference.party.text == *id);
            if stated.is_some_and(|preference| preference.base.is_some()) {
                continue;
            }
            let Some(party) = self.scenario.party(id) else { continue };
            let option = self.scenario.options.iter().find(|option| option.party.text == *id);
            let place = stated.map_or(party.id.span, |preference| preference.party.span);
            let problem = Diagnostic::new(
                Code::NoPreference,
                format!("`{id}` can move, but its preference is missing"),
            )
            .label(place, "which states it prefers is not stated");
            let problem = match option {
                Some(option) => {
                    problem.label(option.id.span, format!("`{id}` controls this option"))
                }
                None => problem,
            };
            self.problems.push(problem.hint(format!(
                "add `[preference.{id}]` with `ranking`, `statements`, `weights` or `pairs`"
            )));
        }
    }

    fn options(&self) -> Vec<Named> {
        let named = |option: &zopa_scenario::stability::DeclaredOption| Named {
            id: option.id.text.clone(),
            name: option.name.text.clone(),
        };
        self.scenario.options.iter().map(named).collect()
    }

    fn controlled(&mut self, ids: &[&str]) -> Vec<ConflictOption> {
        let mut controlled = Vec::new();
        for option in &self.scenario.options {
            let owner = ids.iter().position(|id| *id == option.party.text);
            // An unknown party is reported by reading.
            self.incomplete |= owner.is_none();
            let reversibility = match option.direction {
                OptionDirection::Both => Reversibility::Both,
                OptionDirection::Forward => Reversibility::Forward,
                OptionDirection::Back => Reversibility::Back,
            };
            controlled.push(ConflictOption { owner: owner.unwrap_or_default(), reversibility });
        }
        controlled
    }

    fn implicit(
        &self,
        parties: &[Named],
        options: &[Named],
        controlled: &[ConflictOption],
        option_ids: &[&str],
        rules: &[Rule],
    ) -> Option<Implicit> {
        let stability = self.stability;
        if !stability.coalesced.is_empty() || !stability.forbidden.is_empty() {
            return None;
        }
        let mut statements = Vec::new();
        for party in parties {
            let declared = self.declared(&party.id)?;
            let (zopa_scenario::stability::PreferenceBase::Statements(places), _) =
                declared.base.as_ref()?
            else {
                return None;
            };
            if !declared.unknown.is_empty() {
                return None;
            }
            statements.push(super::preference::read_statements(places, option_ids).ok()?.0);
        }
        let mut infeasible = Vec::new();
        for rule in rules {
            infeasible.extend(rule.patterns.as_ref()?);
        }
        let status_quo = self.status_quo_number(options.len());
        Some(Implicit {
            parties: parties.to_vec(),
            options: options.to_vec(),
            controlled: controlled.to_vec(),
            infeasible,
            statements,
            status_quo,
        })
    }

    /// The number of the status quo, where it is written in letters or named so.
    fn status_quo_number(&self, options: usize) -> Option<u64> {
        let text = self.stability.status_quo.as_ref()?;
        let named = self.stability.names.iter().find(|(id, _)| id.text == text.text);
        number(named.map_or(text, |(_, state)| state).text.trim(), options)
    }

    fn feasible(&mut self, rules: &[Rule], implicit: bool) -> Option<FeasibleStates> {
        let options = self.scenario.options.len() as u32;
        let patterns: Vec<Pattern> =
            rules.iter().filter_map(|rule| rule.patterns.as_ref()).flatten().copied().collect();
        let place = self.scenario.options.first().map_or(Span::default(), |o| o.id.span);
        let found = match feasible(options, &patterns, STATE_LIMIT) {
            Ok(found) => found,
            Err(too_many) => {
                let message = match too_many {
                    TooMany::States(count) => format!(
                        "{count} states are feasible, more than {STATE_LIMIT} that can be listed"
                    ),
                    TooMany::Patterns => {
                        "what is ruled out is too entangled to list the feasible states".to_owned()
                    }
                };
                let mut problem = Diagnostic::new(Code::TooManyStates, message)
                    .label(place, format!("first of {options} options"));
                if implicit {
                    problem.severity = Severity::Warning;
                    problem = problem.hint("equilibria are found without listing the states");
                } else {
                    problem = problem
                        .hint("rule out more states, or give every preference by `statements`");
                }
                self.problems.push(problem);
                if let (Some(text), Some(number)) =
                    (&self.stability.status_quo, self.status_quo_number(options as usize))
                    && let Some(rule) = rules.iter().find(|rule| rule.excludes(number))
                {
                    self.problems.push(
                        Diagnostic::new(
                            Code::InfeasibleState,
                            format!("the status quo `{text}` is infeasible"),
                        )
                        .label(text.span, "cannot be")
                        .label(rule.place, format!("ruled out by {}", rule.what)),
                    );
                }
                return None;
            }
        };
        // Statements with too many patterns are looked at state by state.
        let found = if rules.iter().any(|rule| rule.patterns.is_none()) {
            let kept = (0..found.len() as u32)
                .map(|state| found.number(state))
                .filter(|number| !rules.iter().any(|rule| rule.excludes(*number)))
                .collect();
            FeasibleStates::Listed(kept)
        } else {
            found
        };
        if found.is_empty() {
            let mut problem = Diagnostic::new(
                Code::NoState,
                format!("no state is feasible: all {} are ruled out", 1_u128 << options),
            );
            for rule in rules.iter().take(5) {
                problem = problem.label(rule.place, "rules out states");
            }
            self.problems.push(problem);
            return None;
        }
        Some(found)
    }

    fn option_form(
        &mut self,
        parties: Vec<Named>,
        ids: &[&str],
        options: Vec<Named>,
        form: OptionForm,
        mut states: States<'s>,
    ) -> Option<NamedConflict> {
        let stability = self.stability;
        // Names first stand for combinations, then for the states these belong to.
        let mut named: BTreeMap<u32, &Text> = BTreeMap::new();
        for (id, text) in &stability.names {
            match states.resolve(text) {
                Ok(combination) => {
                    if let Some(first) = named.get(&combination) {
                        self.problems.push(
                            Diagnostic::new(
                                Code::RepeatedState,
                                format!("`{first}` and `{id}` name one state"),
                            )
                            .label(text.span, "named again here")
                            .label(first.span, "first here"),
                        );
                        states.broken.insert(&id.text);
                    } else {
                        named.insert(combination, id);
                    }
                }
                Err(found) => {
                    self.problems.extend(found);
                    states.broken.insert(&id.text);
                }
            }
        }
        let listed = !stability.coalesced.is_empty() || !stability.forbidden.is_empty();
        if !stability.coalesced.is_empty() {
            let before = self.problems.len();
            merging::merge(stability, &mut states, &mut self.problems);
            // What is said of merged states would be misread.
            if self.problems.len() > before {
                return None;
            }
        }
        for (combination, id) in named {
            let state = states.state_of(combination);
            if let Some(other) = states.ids.get(id.text.as_str())
                && *other != state
            {
                self.problems.push(
                    Diagnostic::new(Code::RepeatedState, format!("`{id}` names two states"))
                        .label(id.span, "also stands in `coalesced`"),
                );
            }
            states.call(id, state);
        }
        for id in states.ids.keys() {
            if states.options.contains(id) {
                let place = stability
                    .names
                    .iter()
                    .chain(&stability.coalesced)
                    .find(|(name, _)| name.text == *id)
                    .map_or(Span::default(), |(name, _)| name.span);
                self.problems.push(
                    Diagnostic::new(
                        Code::DuplicateName,
                        format!("`{id}` is an option and the identifier of a state"),
                    )
                    .label(place, "take another name for the state"),
                );
            }
        }
        let graph = if listed {
            let moves: u64 = (0..parties.len())
                .map(|party| {
                    let own = form.own(party).count_ones();
                    (form.feasible.len() as u64).saturating_mul((1_u64 << own.min(40)) - 1)
                })
                .fold(0, u64::saturating_add);
            if moves > LISTED_MOVE_LIMIT {
                let place = stability
                    .forbidden
                    .first()
                    .map(|ban| ban.span)
                    .or(stability.coalesced.first().map(|(id, _)| id.span));
                self.problems.push(
                    Diagnostic::new(
                        Code::TooManyStates,
                        format!(
                            "up to {moves} moves, more than {LISTED_MOVE_LIMIT} that can be listed"
                        ),
                    )
                    .label(place.unwrap_or_default(), "needs every move listed"),
                );
                return None;
            }
            Graph::Listed(merging::moves(stability, &form, ids, &states, &mut self.problems))
        } else {
            Graph::Options(form.clone())
        };
        let labels = self.labels(&states);
        let names = if states.merged.is_some() {
            let ids = (0..states.count as u32).map(|state| states.shown(state)).collect();
            StateNames::Listed { ids, labels: self.letters_or_labels(&states, labels) }
        } else {
            StateNames::Options(form.feasible.clone())
        };
        let infeasible: Option<Vec<Vec<Pattern>>> =
            states.rules.iter().map(|rule| rule.patterns.clone()).collect();
        let mut built = self.finish(parties, ids, graph, names, &states)?;
        if infeasible.is_none() {
            // Without its patterns the conflict is not all that its statements say of it.
            built.statements = vec![None; ids.len()];
        }
        let infeasible = infeasible.unwrap_or_default().concat();
        built.options = options;
        built.form = Some(form);
        built.infeasible = infeasible;
        Some(built)
    }

    fn listed_by_hand(&mut self, parties: Vec<Named>, ids: &[&str]) -> Option<NamedConflict> {
        let stability = self.stability;
        let mut states = States::new(Vec::new(), FeasibleStates::Listed(Vec::new()), Vec::new());
        states.count = stability.states.len();
        for (state, id) in stability.states.iter().enumerate() {
            if states.ids.contains_key(id.text.as_str()) {
                let first = stability.states.iter().find(|other| other.text == id.text);
                self.problems.push(
                    Diagnostic::new(Code::RepeatedState, format!("state `{id}` stands twice"))
                        .label(id.span, "again here")
                        .label(first.map_or(id.span, |first| first.span), "first here"),
                );
            }
            states.call(id, state as u32);
        }
        self.reject_what_needs_options();
        let mut graph = ListedGraph::without_moves(states.count);
        for id in ids {
            let mut lists: Vec<Vec<u32>> = vec![Vec::new(); states.count];
            for moves in stability.moves.iter().filter(|moves| moves.party.text == *id) {
                for (from, to) in &moves.reachable {
                    let from = self.resolved(&states, from);
                    for text in to {
                        let to = self.resolved(&states, text);
                        if let (Some(from), Some(to)) = (from, to) {
                            lists[from as usize].push(to);
                        }
                    }
                }
            }
            graph.add_party(&lists);
        }
        let labels = self.labels(&states);
        let names = StateNames::Listed {
            ids: stability.states.iter().map(|id| id.text.clone()).collect(),
            labels: labels.into_iter().map(Option::unwrap_or_default).collect(),
        };
        self.finish(parties, ids, Graph::Listed(graph), names, &states)
    }

    /// Fields that speak of options, in a conflict that has none.
    fn reject_what_needs_options(&mut self) {
        let stability = self.stability;
        let texts = stability
            .infeasible
            .iter()
            .chain(&stability.always)
            .chain(stability.coalesced.iter().chain(&stability.names).map(|(id, _)| id))
            .map(|text| text.span);
        let sets = stability.exclusive.iter().chain(&stability.at_least_one).map(|set| set.span);
        let bans = stability.forbidden.iter().map(|ban| ban.span);
        if self.scenario.options.is_empty()
            && let Some(place) = texts.chain(sets).chain(bans).min()
        {
            self.problems.push(
                Diagnostic::new(
                    Code::ModelForm,
                    "states listed by hand are not ruled out or merged",
                )
                .label(place, "speaks of options, but there are none")
                .hint("leave the state out of `states` and its moves out of `moves`"),
            );
        }
    }

    fn resolved(&mut self, states: &States<'_>, text: &Text) -> Option<u32> {
        match states.resolve(text) {
            Ok(state) => Some(state),
            Err(found) => {
                self.problems.extend(found);
                None
            }
        }
    }

    /// Stated words for each state.
    fn labels(&mut self, states: &States<'_>) -> Vec<Option<String>> {
        if self.stability.labels.is_empty() {
            return Vec::new();
        }
        let mut labels = vec![None; states.count];
        for (of, label) in &self.stability.labels {
            if let Some(state) = self.resolved(states, of) {
                labels[state as usize] = Some(label.text.clone());
            }
        }
        labels
    }

    /// For merged states: the stated words, else the letters of all that is merged.
    fn letters_or_labels(&self, states: &States<'_>, labels: Vec<Option<String>>) -> Vec<String> {
        let options = states.options.len();
        let mut all: Vec<Option<(u64, u64)>> = vec![None; states.count];
        for combination in 0..states.feasible.len() as u32 {
            let number = states.feasible.number(combination);
            let state = states.state_of(combination) as usize;
            let (both, any) = all[state].unwrap_or((number, number));
            all[state] = Some((both & number, any | number));
        }
        (0..states.count)
            .map(|state| {
                match (labels.get(state).cloned().flatten(), states.patterns.get(&(state as u32))) {
                    (Some(label), _) => label,
                    (None, Some(pattern)) => pattern_letters(*pattern, options),
                    (None, None) => {
                        let (both, any) = all[state].unwrap_or_default();
                        let taken = letters(both, options);
                        let possible = letters(any, options);
                        let pattern: String = taken
                            .chars()
                            .zip(possible.chars())
                            .map(|(a, b)| if a == b { a } else { '-' })
                            .collect();
                        // An identifier that already is the letters needs no label.
                        if states.shown(state as u32) == pattern { String::new() } else { pattern }
                    }
                }
            })
            .collect()
    }

    fn declared(&self, party: &str) -> Option<&'s DeclaredPreference> {
        self.scenario.preferences.iter().find(|preference| preference.party.text == party)
    }

    /// Preferences, views and results, which are alike in both forms.
    fn finish(
        &mut self,
        parties: Vec<Named>,
        ids: &[&str],
        graph: Graph,
        names: StateNames,
        states: &States<'s>,
    ) -> Option<NamedConflict> {
        let stability = self.stability;
        let mut stated: Vec<Option<Stated>> = Vec::new();
        for id in ids {
            let found = self.declared(id).map(|declared| preference(declared, states));
            stated.push(match found {
                Some(Ok(found)) => found,
                Some(Err(found)) => {
                    self.problems.extend(found);
                    None
                }
                None => None,
            });
        }
        let fuzzy = self.tables(ids, &stated, states, Kind::Degree);
        let probabilities = self.tables(ids, &stated, states, Kind::Probability);
        let status_quo =
            stability.status_quo.as_ref().and_then(|text| self.status_quo(states, text));
        let coalitions =
            stability.coalitions.iter().filter_map(|set| self.coalition(ids, set)).collect();
        let views = self.views(ids, states);
        let known = self.known(ids, states);
        let attitudes = self.attitudes(ids);
        let merged = states.merged.is_some();
        let statements = stated
            .iter()
            .map(|stated| stated.as_ref()?.statements.clone().filter(|_| !merged))
            .collect();
        let preferences: Option<Vec<Preference>> =
            stated.into_iter().map(|stated| stated.map(|stated| stated.preference)).collect();
        let conflict = Conflict::new(graph, preferences?).ok()?;
        Some(NamedConflict {
            title: self.scenario.title.text.clone(),
            summary: self.scenario.summary.as_ref().map_or(String::new(), |s| s.text.clone()),
            sources: self.sources(),
            parties,
            options: Vec::new(),
            form: None,
            states: names,
            conflict,
            status_quo,
            statements,
            infeasible: Vec::new(),
            attitudes,
            fuzzy,
            probabilities,
            views,
            coalitions,
            known,
        })
    }

    fn status_quo(&mut self, states: &States<'_>, text: &Text) -> Option<u32> {
        match states.resolve(text) {
            Ok(state) => Some(state),
            Err(found) => {
                self.problems.extend(found.into_iter().map(|mut problem| {
                    if problem.code == Code::InfeasibleState {
                        problem.message = format!("the status quo `{}` is infeasible", text.text);
                    }
                    problem
                }));
                None
            }
        }
    }

    fn tables(
        &mut self,
        ids: &[&str],
        stated: &[Option<Stated>],
        states: &States<'_>,
        kind: Kind,
    ) -> Option<Vec<crate::DegreeTable>> {
        let given = |declared: &DeclaredPreference| match kind {
            Kind::Degree => {
                !declared.degree.is_empty()
                    || (declared.threshold.is_some() && declared.probability.is_empty())
            }
            Kind::Probability => !declared.probability.is_empty(),
        };
        if !ids.iter().any(|id| self.declared(id).is_some_and(given)) {
            return None;
        }
        let mut tables = Vec::new();
        for (id, stated) in ids.iter().zip(stated) {
            let Some(stated) = stated else { continue };
            match degrees::table(self.declared(id), &stated.preference, states, kind) {
                Ok(table) => tables.push(table),
                Err(found) => self.problems.extend(found),
            }
        }
        (tables.len() == ids.len()).then_some(tables)
    }

    /// The index of a party; a party of the scenario that can neither move nor prefers anything is
    /// no part of the conflict.
    fn party(&mut self, ids: &[&str], id: &Text) -> Option<usize> {
        let found = ids.iter().position(|other| *other == id.text);
        if found.is_none() && self.scenario.party(&id.text).is_some() {
            self.problems.push(
                Diagnostic::new(
                    Code::UnknownReference,
                    format!("`{id}` has no part in the conflict"),
                )
                .label(id.span, "neither controls an option nor has a preference"),
            );
        }
        self.incomplete |= found.is_none();
        found
    }

    fn coalition(&mut self, ids: &[&str], set: &NameSet) -> Option<Vec<usize>> {
        let mut members: Vec<usize> =
            set.names.iter().filter_map(|id| self.party(ids, id)).collect();
        members.sort_unstable();
        members.dedup();
        (!members.is_empty()).then_some(members)
    }

    fn attitudes(&mut self, ids: &[&str]) -> Option<Vec<Vec<Attitude>>> {
        if self.scenario.preferences.iter().all(|preference| preference.attitude.is_empty()) {
            return None;
        }
        let mut all = vec![vec![Attitude::Neutral; ids.len()]; ids.len()];
        for (party, row) in all.iter_mut().enumerate() {
            row[party] = Attitude::Positive;
            let Some(declared) = self.declared(ids[party]) else { continue };
            for (other, attitude) in &declared.attitude {
                if let Some(other) = self.party(ids, other) {
                    row[other] = match attitude {
                        DeclaredAttitude::Positive => Attitude::Positive,
                        DeclaredAttitude::Neutral => Attitude::Neutral,
                        DeclaredAttitude::Negative => Attitude::Negative,
                    };
                }
            }
        }
        Some(all)
    }

    fn views(&mut self, ids: &[&str], states: &States<'_>) -> Vec<View> {
        let mut views = Vec::new();
        for declared in &self.scenario.views {
            let Some(party) = self.party(ids, &declared.party) else { continue };
            let mut unseen = BTreeSet::new();
            for text in &declared.unseen {
                match states.matching(text) {
                    Ok(found) => unseen.extend(found),
                    Err(found) => self.problems.extend(found),
                }
            }
            let mut preferences = Vec::new();
            for other in &declared.preferences {
                let Some(of) = self.party(ids, &other.party) else { continue };
                match preference(other, states) {
                    Ok(Some(stated)) => preferences.push((of, stated.preference)),
                    Ok(None) => self.problems.push(
                        Diagnostic::new(
                            Code::NoPreference,
                            format!(
                                "what `{}` takes the preference of `{}` to be is missing",
                                declared.party, other.party
                            ),
                        )
                        .label(other.party.span, "expected `ranking`, `statements` or `weights`"),
                    ),
                    Err(found) => self.problems.extend(found),
                }
            }
            views.push(View { party, unseen: unseen.into_iter().collect(), preferences });
        }
        views
    }

    fn known(&mut self, ids: &[&str], states: &States<'_>) -> Vec<Known> {
        let mut results = Vec::new();
        for known in &self.stability.known {
            let mut listed = |texts: &[Text]| -> Vec<u32> {
                let mut found: Vec<u32> =
                    texts.iter().filter_map(|text| self.resolved(states, text)).collect();
                found.sort_unstable();
                found.dedup();
                found
            };
            let equilibria = known.equilibria.as_ref().map(|texts| listed(texts));
            let by_party: Vec<(&Text, Vec<u32>)> =
                known.stable.iter().map(|(party, texts)| (party, listed(texts))).collect();
            let stable = by_party
                .into_iter()
                .filter_map(|(party, found)| Some((self.party(ids, party)?, found)))
                .collect();
            let cited: Vec<String> =
                known.sources.iter().map(|reference| self.citation(reference)).collect();
            results.push(Known {
                concept: known.concept.text.clone(),
                equilibria,
                stable,
                source: cited.join("; "),
                disagrees: known.disagrees.as_ref().map(|text| text.text.clone()),
            });
        }
        results
    }

    /// A citation for each source of the model, its options and its preferences.
    fn sources(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        self.stability
            .sources
            .iter()
            .chain(self.scenario.options.iter().flat_map(|option| &option.sources))
            .chain(self.scenario.preferences.iter().flat_map(|preference| &preference.sources))
            .filter(|reference| seen.insert((&reference.source, &reference.locator)))
            .map(|reference| self.citation(reference))
            .collect()
    }

    /// Author, title, publisher and year of a source, and the place in it.
    fn citation(&self, reference: &SourceReference) -> String {
        let mut words = match self.scenario.source(&reference.source) {
            Some(source) => {
                let mut parts: Vec<String> =
                    source.author.iter().map(|text| text.text.clone()).collect();
                parts.push(source.title.text.clone());
                parts.extend(source.publisher.iter().map(|text| text.text.clone()));
                parts.extend(source.date.map(|date| date.year().to_string()));
                parts.join(", ")
            }
            None => reference.source.clone(),
        };
        if let Some(locator) = &reference.locator {
            words.push_str(&format!(", {locator}"));
        }
        words
    }
}

/// The letters of a pattern.
fn pattern_letters(pattern: Pattern, options: usize) -> String {
    let letter = |option: usize| match (pattern.fixed >> option & 1, pattern.value >> option & 1) {
        (0, _) => '-',
        (_, 0) => 'N',
        _ => 'Y',
    };
    (0..options).map(letter).collect()
}
