//! Conflicts in option form: the feasible states, merged states, and moves.

use super::build::{Builder, LISTED_MOVE_LIMIT, STATE_LIMIT};
use super::feasible::{TooMany, feasible};
use super::merging;
use super::rule::Rule;
use super::states::States;
use crate::named_conflict::{Alias, Named, NamedConflict, StateNames, letters};
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Severity, Span, Text};
use zopa_stability::{FeasibleStates, Graph, OptionForm, Pattern};

impl<'s> Builder<'s> {
    pub(super) fn feasible(&mut self, rules: &[Rule], implicit: bool) -> Option<FeasibleStates> {
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

    pub(super) fn option_form(
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
        let mut aliases: BTreeMap<u32, Alias> = BTreeMap::new();
        if states.merged.is_none() {
            for (&state, id) in &states.names {
                aliases.entry(state).or_default().id = (*id).to_owned();
            }
            for (state, label) in labels.iter().enumerate() {
                if let Some(label) = label {
                    aliases.entry(state as u32).or_default().label = label.clone();
                }
            }
        }
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
        built.aliases = aliases;
        built.form = Some(form);
        built.infeasible = infeasible;
        Some(built)
    }

    /// For merged states: the stated words, else the letters of all that is merged.
    pub(super) fn letters_or_labels(
        &self,
        states: &States<'_>,
        labels: Vec<Option<String>>,
    ) -> Vec<String> {
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
