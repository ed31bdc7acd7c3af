//! Capabilities: on the issue, by default, or from votes.

use super::Builder;
use super::constant::Uncertain;
use super::voting::VotesStated;
use std::collections::BTreeMap;
use zopa_positions::voting_power::{VotingError, VotingGame};
use zopa_sampling::Distribution;
use zopa_scenario::{Code, DeclaredPosition, Diagnostic, PartyScalar, Voting, VotingIndex};

/// Where capabilities come from on issues that state none, by index of the party.
pub(super) enum Capabilities<'s> {
    /// `[capability]`.
    Stated(BTreeMap<usize, &'s PartyScalar>),
    /// Voting power.
    Votes(BTreeMap<usize, f64>),
    /// They could not be read, which has been reported.
    Unknown,
}

impl<'s> Builder<'s> {
    /// Capabilities by `[capability]` or by the votes of `[voting]`.
    pub(super) fn capabilities(&mut self, votes: Option<&VotesStated>) -> Capabilities<'s> {
        let scenario = self.scenario;
        let stated = match &scenario.voting {
            Some(voting) if voting.all_rules().next().is_some() => voting,
            _ => return Capabilities::Stated(self.by_party(&scenario.capability)),
        };
        if let Some(first) = scenario.capability.first() {
            self.report(
                Diagnostic::new(Code::TwoCapabilities, "`[capability]` and `[voting]` at once")
                    .label(first.party.span, "capabilities here")
                    .label(stated.span, "votes here")
                    .hint("keep the one that the forecast rests on"),
            );
            return Capabilities::Unknown;
        }
        let power = votes.and_then(|votes| self.power(stated, votes));
        power.map_or(Capabilities::Unknown, Capabilities::Votes)
    }

    /// Voting power by index of the party.
    fn power(&mut self, voting: &'s Voting, votes: &VotesStated) -> Option<BTreeMap<usize, f64>> {
        let mut rules = votes.rules.iter();
        let first = rules.next()?;
        let mut game = VotingGame::new(first.votes.clone(), first.quota);
        for rule in rules {
            game = game.and_then(|game| game.and_votes(rule.votes.clone(), rule.quota));
        }
        if let Some((blocking, place)) = voting.blocking_members
            && blocking > 1
        {
            let members = votes.members.len();
            if blocking > members as u64 {
                self.report(
                    Diagnostic::new(
                        Code::BadQuota,
                        match members {
                            1 => format!("{blocking} members to block, where 1 votes"),
                            _ => format!("{blocking} members to block, where {members} vote"),
                        },
                    )
                    .label(
                        place,
                        match members {
                            1 => "expected 1".to_owned(),
                            _ => format!("expected 1 to {members}"),
                        },
                    ),
                );
                return None;
            }
            game = game.and_then(|game| game.with_members_to_block(blocking as usize));
        }
        match game.and_then(|game| game.power()) {
            Ok(power) => {
                let index = match voting.index {
                    VotingIndex::ShapleyShubik => power.shapley_shubik,
                    VotingIndex::Banzhaf => power.banzhaf_normalised,
                };
                Some(votes.members.iter().copied().zip(index).collect())
            }
            Err(problem) => {
                let (code, label) = match problem {
                    VotingError::BadQuota | VotingError::OtherMembers { .. } => {
                        (Code::BadQuota, "nothing or everything passes")
                    }
                    VotingError::NoMembers => (Code::MissingVotes, "no voting weight"),
                    VotingError::TooManyMembers { .. } | VotingError::TooManyVotes => {
                        (Code::TooLarge, "too large a vote")
                    }
                };
                let found = Diagnostic::new(code, problem.to_string()).label(voting.span, label);
                self.report(if problem == VotingError::TooManyVotes {
                    found.hint("round weights to fewer digits: populations to thousands")
                } else {
                    found
                });
                None
            }
        }
    }

    /// The capability of each of these parties on an issue; `None` where any cannot be told.
    pub(super) fn on_issue(
        &mut self,
        position: &'s DeclaredPosition,
        stands: &BTreeMap<usize, &'s PartyScalar>,
        default: &Capabilities<'s>,
    ) -> Option<BTreeMap<usize, (f64, Option<Distribution>)>> {
        let own = self.by_party(&position.capability);
        self.check_takes_position(&own, stands, position, "capability");
        let mut found = BTreeMap::new();
        for (&party, stand) in stands {
            let stated = match (own.get(&party), default) {
                (Some(scalar), _) => Some(*scalar),
                (None, Capabilities::Stated(all)) => all.get(&party).copied(),
                (None, Capabilities::Unknown) => continue,
                (None, Capabilities::Votes(_)) if !own.is_empty() => {
                    self.report(
                        Diagnostic::new(
                            Code::TwoCapabilities,
                            format!("`{}` has no capability of its own here", stand.party),
                        )
                        .label(stand.party.span, "its capability would come from votes")
                        .label(position.capability[0].party.span, "stated on the issue")
                        .hint(format!(
                            "give every party of `[position.{}]` a capability, or none",
                            position.id
                        )),
                    );
                    continue;
                }
                (None, Capabilities::Votes(power)) => {
                    match power.get(&party) {
                        Some(&power) => {
                            found.insert(party, (power, None));
                        }
                        None => self.report(
                            Diagnostic::new(
                                Code::MissingVotes,
                                format!("`{}` has no voting weight", stand.party),
                            )
                            .label(stand.party.span, "takes a position here")
                            .hint("add it to the `weights` of `[voting]`; 0 for a party without a vote"),
                        ),
                    }
                    continue;
                }
            };
            let Some(scalar) = stated else {
                self.report(
                    Diagnostic::new(
                        Code::MissingCapability,
                        format!("`{}` has no capability on `{}`", stand.party, position.id),
                    )
                    .label(stand.party.span, "takes a position here")
                    .hint(format!(
                        "state it in `[capability]` or `[position.{}.capability]`",
                        position.id
                    )),
                );
                continue;
            };
            if let Some((value, distribution)) = self.uncertain(&scalar.value, true)
                && self.in_capability_range(scalar, value)
            {
                found.insert(party, (value.centre, distribution));
            }
        }
        if found.len() < stands.len() {
            return None;
        }
        if !found.is_empty() && found.values().all(|(capability, _)| *capability == 0.0) {
            self.report(
                Diagnostic::new(
                    Code::CapabilityRange,
                    format!("every capability on `{}` is 0", position.id),
                )
                .label(position.id.span, "nobody has weight here"),
            );
            return None;
        }
        Some(found)
    }

    fn in_capability_range(&mut self, scalar: &PartyScalar, value: Uncertain) -> bool {
        let below = value.least.is_finite() && value.least < 0.0;
        let fits = value.centre.is_finite() && value.centre >= 0.0 && !below;
        if !fits {
            let shown = if below { value.least } else { value.centre };
            self.report(
                Diagnostic::new(
                    Code::CapabilityRange,
                    format!("a capability of {shown} for `{}`", scalar.party),
                )
                .label(scalar.value.expression.span, "expected 0 or more"),
            );
        }
        fits
    }
}
