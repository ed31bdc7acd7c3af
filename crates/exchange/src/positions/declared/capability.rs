//! Capabilities: on the issue, by default, or from votes.

use super::Builder;
use super::constant::Uncertain;
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
    /// Reads `[capability]` and `[voting]`.
    pub(super) fn capabilities(&mut self) -> Capabilities<'s> {
        let scenario = self.scenario;
        let Some(voting) = &scenario.voting else {
            return Capabilities::Stated(self.by_party(&scenario.capability));
        };
        if let Some(first) = scenario.capability.first() {
            self.report(
                Diagnostic::new(Code::TwoCapabilities, "`[capability]` and `[voting]` at once")
                    .label(first.party.span, "capabilities here")
                    .label(voting.span, "votes here")
                    .hint("keep the one that the forecast rests on"),
            );
            return Capabilities::Unknown;
        }
        self.power(voting).map_or(Capabilities::Unknown, Capabilities::Votes)
    }

    /// Voting power by index of the party.
    fn power(&mut self, voting: &'s Voting) -> Option<BTreeMap<usize, f64>> {
        let before = self.problems.len();
        let weights = self.by_party(&voting.weights);
        let mut votes = Vec::with_capacity(weights.len());
        for scalar in weights.values() {
            votes.extend(self.whole(scalar));
        }
        let quota = match &voting.quota {
            Some(quantity) => self.plain_number(quantity, "a quota"),
            None => {
                // A missing field, which the reader reports.
                self.sound = false;
                None
            }
        };
        if self.problems.len() > before {
            return None;
        }
        let (stated, quantity) = (quota?, voting.quota.as_ref()?);
        let sum: u128 = votes.iter().map(|&votes| u128::from(votes)).sum();
        let bad_quota = |message: String| {
            Diagnostic::new(Code::BadQuota, message)
                .label(quantity.expression.span, format!("expected a whole number, 1 to {sum}"))
        };
        let Some(quota) = whole(stated) else {
            self.report(bad_quota(format!("a quota of {stated}")));
            return None;
        };
        match VotingGame::new(votes, quota).and_then(|game| game.power()) {
            Ok(power) => {
                let index = match voting.index {
                    VotingIndex::ShapleyShubik => power.shapley_shubik,
                    VotingIndex::Banzhaf => power.banzhaf_normalised,
                };
                Some(weights.into_keys().zip(index).collect())
            }
            Err(problem) => {
                self.report(match problem {
                    VotingError::BadQuota => {
                        bad_quota(format!("a quota of {quota}, where all votes are {sum}"))
                    }
                    VotingError::NoMembers => Diagnostic::new(Code::MissingVotes, "nobody votes")
                        .label(voting.span, "no voting weight"),
                    VotingError::TooManyMembers { .. } | VotingError::TooManyVotes => {
                        Diagnostic::new(Code::TooLarge, problem.to_string())
                            .label(voting.span, "too large a vote")
                    }
                });
                None
            }
        }
    }

    /// A voting weight.
    fn whole(&mut self, scalar: &PartyScalar) -> Option<u64> {
        let votes = self.plain_number(&scalar.value, "a voting weight")?;
        let found = whole(votes);
        if found.is_none() {
            self.report(
                Diagnostic::new(
                    Code::BadVotes,
                    format!("a voting weight of {votes} for `{}`", scalar.party),
                )
                .label(scalar.value.expression.span, "expected a whole number, 0 or more"),
            );
        }
        found
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

/// A whole number that a count of votes can be.
fn whole(value: f64) -> Option<u64> {
    // Above 2^53 whole numbers are no longer exact.
    const MOST: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && (0.0..=MOST).contains(&value)).then_some(value as u64)
}
