//! From declarations to a conflict with its names.

use super::rule::{Rule, rules};
use super::states::States;
use crate::named_conflict::{Named, NamedConflict, number};
use std::collections::BTreeSet;
use zopa_scenario::stability::{DeclaredPreference, OptionDirection};
use zopa_scenario::{Code, Diagnostic, Scenario, Stability, Text};
use zopa_stability::{ConflictOption, OPTION_LIMIT, OptionForm, Pattern, Reversibility, Statement};

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

/// Turns declarations into a conflict and gathers what is wrong.
pub(super) struct Builder<'s> {
    pub scenario: &'s Scenario,
    pub stability: &'s Stability,
    pub problems: Vec<Diagnostic>,
    /// Something was left out that reading has reported already.
    pub incomplete: bool,
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
    pub(super) fn status_quo_number(&self, options: usize) -> Option<u64> {
        let text = self.stability.status_quo.as_ref()?;
        let named = self.stability.names.iter().find(|(id, _)| id.text == text.text);
        number(named.map_or(text, |(_, state)| state).text.trim(), options)
    }

    pub(super) fn resolved(&mut self, states: &States<'_>, text: &Text) -> Option<u32> {
        match states.resolve(text) {
            Ok(state) => Some(state),
            Err(found) => {
                self.problems.extend(found);
                None
            }
        }
    }

    pub(super) fn declared(&self, party: &str) -> Option<&'s DeclaredPreference> {
        self.scenario.preferences.iter().find(|preference| preference.party.text == party)
    }

    /// The index of a party; a party of the scenario that can neither move nor prefers anything is
    /// no part of the conflict.
    pub(super) fn party(&mut self, ids: &[&str], id: &Text) -> Option<usize> {
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
}
