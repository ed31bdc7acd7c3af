//! Results that sources state, and citations.

use super::build::Builder;
use super::states::States;
use crate::named_conflict::Known;
use std::collections::BTreeSet;
use zopa_scenario::{SourceReference, Text};

impl<'s> Builder<'s> {
    pub(super) fn known(&mut self, ids: &[&str], states: &States<'_>) -> Vec<Known> {
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
    pub(super) fn sources(&self) -> Vec<String> {
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
    pub(super) fn citation(&self, reference: &SourceReference) -> String {
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
