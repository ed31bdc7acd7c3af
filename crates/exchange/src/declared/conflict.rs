//! What both forms of a conflict share: preferences, views, attitudes, coalitions and the state in
//! which it stands.

use super::build::Builder;
use super::degrees::{self, Kind};
use super::preference::{Stated, preference};
use super::states::States;
use crate::named_conflict::{DegreeTable, Named, NamedConflict, StateNames, View};
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::stability::{DeclaredAttitude, DeclaredPreference, NameSet};
use zopa_scenario::{Code, Diagnostic, Text};
use zopa_stability::attitude::Attitude;
use zopa_stability::{Conflict, Graph, Preference};

impl<'s> Builder<'s> {
    /// Stated words for each state.
    pub(super) fn labels(&mut self, states: &States<'_>) -> Vec<Option<String>> {
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

    /// Preferences, views and results, which are alike in both forms.
    pub(super) fn finish(
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
            aliases: BTreeMap::new(),
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

    pub(super) fn status_quo(&mut self, states: &States<'_>, text: &Text) -> Option<u32> {
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

    pub(super) fn tables(
        &mut self,
        ids: &[&str],
        stated: &[Option<Stated>],
        states: &States<'_>,
        kind: Kind,
    ) -> Option<Vec<DegreeTable>> {
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

    pub(super) fn coalition(&mut self, ids: &[&str], set: &NameSet) -> Option<Vec<usize>> {
        let mut members: Vec<usize> =
            set.names.iter().filter_map(|id| self.party(ids, id)).collect();
        members.sort_unstable();
        members.dedup();
        (!members.is_empty()).then_some(members)
    }

    pub(super) fn attitudes(&mut self, ids: &[&str]) -> Option<Vec<Vec<Attitude>>> {
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

    pub(super) fn views(&mut self, ids: &[&str], states: &States<'_>) -> Vec<View> {
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
}
