//! What depends on the package: option attributes, option tests, terms and deal values.

use super::Builder;
use crate::formula::Place;
use crate::graph::NodeId;
use crate::operation::Operation;

impl Builder<'_> {
    /// An attribute of the option in the package.
    pub(super) fn attribute(&mut self, issue: usize, k: usize) -> NodeId {
        let name = self.symbols.attributes[issue][k].clone();
        let mut values = Vec::new();
        for o in 0..self.scenario.issues[issue].options.len() {
            let option = &self.scenario.issues[issue].options[o];
            let place = option
                .attributes
                .iter()
                .position(|(n, _)| n.text == name)
                .map(|a| Place::Attribute(issue, o, a));
            // A missing attribute is reported when options are checked.
            let value = match place {
                Some(place) => self.built(place),
                None => self.broken(),
            };
            values.push(value);
        }
        self.graph.option(issue as u32, values)
    }

    /// 1 where the package holds this option.
    pub(super) fn option_test(&mut self, issue: usize, option: usize) -> NodeId {
        let (zero, one) = (self.graph.constant(0.0), self.graph.constant(1.0));
        let n = self.scenario.issues[issue].options.len();
        let values = (0..n).map(|o| if o == option { one } else { zero }).collect();
        self.graph.option(issue as u32, values)
    }

    /// Salience-weighted value of the package to a party, plus its interactions.
    pub(super) fn terms(&mut self, p: usize) -> NodeId {
        let party = &self.scenario.parties[p];
        let mut parts = Vec::new();
        for i in 0..self.scenario.issues.len() {
            parts.extend(self.issue_terms(p, i));
        }
        for (k, interaction) in party.interactions.iter().enumerate() {
            let mut value = self.built(Place::Interaction(p, k));
            for (issue, option) in &interaction.options {
                let i = self.scenario.issues.iter().position(|x| x.id.text == issue.text);
                let found = i.and_then(|i| {
                    let options = &self.scenario.issues[i].options;
                    options.iter().position(|x| x.id.text == option.text).map(|o| (i, o))
                });
                if let Some((i, o)) = found {
                    let test = self.option_test(i, o);
                    value = self.times(value, test);
                }
            }
            parts.push(value);
        }
        self.graph.apply(Operation::Sum, &parts)
    }

    /// What one issue adds to the terms of a party; none where the party does not weigh the issue.
    pub(super) fn issue_terms(&mut self, p: usize, i: usize) -> Option<NodeId> {
        let (party, issue) = (&self.scenario.parties[p], &self.scenario.issues[i]);
        let r = issue.values.iter().position(|r| r.party.text == party.id.text)?;
        let s = issue.salience.iter().position(|s| s.party.text == party.id.text)?;
        let weight = self.built(Place::Salience(i, s));
        let mut values = Vec::new();
        for o in 0..issue.options.len() {
            let value = self.built(Place::OptionValue(i, r, o));
            values.push(self.times(weight, value));
        }
        Some(self.graph.option(i as u32, values))
    }

    /// The party's value of the package: as stated, else its terms.
    pub(super) fn deal(&mut self, p: usize) -> NodeId {
        if self.scenario.parties[p].deal.is_some() {
            self.built(Place::Deal(p))
        } else {
            self.terms(p)
        }
    }
}

impl Builder<'_> {
    /// The node of a party's value of the package.
    pub(crate) fn deal_node(&mut self, p: usize) -> NodeId {
        self.deal(p)
    }

    /// The node of a party's salience-weighted value of the package.
    pub(crate) fn terms_node(&mut self, p: usize) -> NodeId {
        self.terms(p)
    }
}
