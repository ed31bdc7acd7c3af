//! Checks of names and evidence in the conflict for stability analysis. What is said of states is
//! checked where the conflict is built.

use crate::reader::Reader;
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::stability::{DeclaredPreference, PreferenceBase};
use zopa_scenario::{Code, Diagnostic, Scenario, Span, Text};

impl Reader<'_> {
    /// References to parties, levers, measures and variables, and numbers without evidence.
    pub fn check_stability(&mut self, scenario: &Scenario) {
        let parties: BTreeSet<&str> = scenario.parties.iter().map(|p| p.id.text.as_str()).collect();
        let mut named: Vec<&Text> = Vec::new();
        // An absent party is reported as a missing field.
        named.extend(scenario.options.iter().map(|o| &o.party).filter(|p| **p != Text::default()));
        for preference in &scenario.preferences {
            named.push(&preference.party);
            named.extend(preference.attitude.iter().map(|(party, _)| party));
        }
        for view in &scenario.views {
            named.push(&view.party);
            named.extend(view.preferences.iter().map(|preference| &preference.party));
        }
        if let Some(stability) = &scenario.stability {
            named.extend(stability.forbidden.iter().filter_map(|f| f.party.as_ref()));
            named.extend(stability.coalitions.iter().flat_map(|set| &set.names));
            named.extend(stability.moves.iter().map(|moves| &moves.party));
            named.extend(stability.known.iter().flat_map(|k| k.stable.iter().map(|(p, _)| p)));
            self.check_levers(scenario, &stability.levers);
            for set in &stability.coalitions {
                self.check_repetition(&set.names, "party");
            }
            for set in stability.exclusive.iter().chain(&stability.at_least_one) {
                self.check_repetition(&set.names, "option");
            }
        }
        for party in named {
            self.known("party", party, &parties);
        }
        for preference in &scenario.preferences {
            self.check_value(scenario, preference);
        }
        if !scenario.teaching_example {
            self.check_stated_numbers(scenario);
        }
    }

    fn check_levers(&mut self, scenario: &Scenario, levers: &[Text]) {
        let declared = scenario.levers.iter().map(|lever| lever.id.text.as_str()).collect();
        self.check_repetition(levers, "lever");
        for name in levers {
            if !self.known("lever", name, &declared) {
                continue;
            }
            let lever = scenario.levers.iter().find(|lever| lever.id.text == name.text);
            if let Some(lever) = lever.filter(|lever| lever.party.is_none()) {
                self.report(
                    Diagnostic::new(
                        Code::UnknownReference,
                        format!("lever `{name}` has no party that could pull it"),
                    )
                    .label(name.span, "cannot become an option")
                    .label(lever.id.span, "declared here without `party`")
                    .hint(format!("add `party = \"…\"` to `[lever.{name}]`")),
                );
            }
        }
    }

    fn check_repetition(&mut self, names: &[Text], kind: &str) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for name in names {
            if let Some(first) = seen.insert(&name.text, name.span) {
                self.report(
                    Diagnostic::new(Code::DuplicateName, format!("{kind} `{name}` stands twice"))
                        .label(name.span, "again here")
                        .label(first, "first here"),
                );
            }
        }
    }

    /// What a party wants much of: a measure or a variable, after a minus little of it.
    fn check_value(&mut self, scenario: &Scenario, preference: &DeclaredPreference) {
        let Some(value) = &preference.value else { return };
        let name = value.text.trim_start_matches('-').trim();
        let start = value.text.len() - value.text.trim_start_matches(['-', ' ']).len();
        let place = value.place(start, start + name.len());
        let declared: Vec<&str> = scenario
            .measures
            .iter()
            .map(|measure| measure.id.text.as_str())
            .chain(scenario.variables.iter().map(|variable| variable.id.text.as_str()))
            .collect();
        if declared.contains(&name) {
            return;
        }
        let problem = Diagnostic::new(
            Code::UnknownName,
            format!("no measure or variable `{name}` is declared"),
        )
        .label(place, "unknown name");
        let problem = self.suggest(problem, name, declared.iter().copied());
        self.report(problem);
    }

    /// Numbers of preferences that no source stands behind: one warning per preference.
    fn check_stated_numbers(&mut self, scenario: &Scenario) {
        let whole = scenario.stability.as_ref().is_some_and(|s| !s.sources.is_empty());
        for preference in &scenario.preferences {
            let weights = match &preference.base {
                Some((PreferenceBase::Weights(weights), _)) => weights.as_slice(),
                _ => &[],
            };
            let number = weights.iter().chain(&preference.degree).chain(&preference.probability);
            let Some(number) = number.min_by_key(|number| number.span) else { continue };
            if !whole && preference.sources.is_empty() {
                self.report(
                    Diagnostic::new(Code::NoSource, "a number without a source")
                        .label(number.span, "the numbers of this preference have no source")
                        .hint("add `source = \"source:locator\"` to the preference, or `source = \"assumption\"`"),
                );
            }
        }
    }
}
