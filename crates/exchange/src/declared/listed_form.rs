//! Conflicts whose states and moves are listed by hand.

use super::build::Builder;
use super::states::States;
use crate::named_conflict::{Named, NamedConflict, StateNames};
use zopa_scenario::{Code, Diagnostic};
use zopa_stability::{FeasibleStates, Graph, ListedGraph};

impl<'s> Builder<'s> {
    pub(super) fn listed_by_hand(
        &mut self,
        parties: Vec<Named>,
        ids: &[&str],
    ) -> Option<NamedConflict> {
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
    pub(super) fn reject_what_needs_options(&mut self) {
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
}
