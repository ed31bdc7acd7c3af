//! Votes, quotas and who proposes, as `[voting]` states them.

use super::Builder;
use std::collections::{BTreeMap, BTreeSet};
use zopa_positions::agenda_setter::{AgendaSetter, Amendment, Votes, VotingRule};
use zopa_scenario::{
    Code, DeclaredPosition, Diagnostic, PartyScalar, Procedure, Quantity, Text, Voting,
};

/// Hundredths of a per cent and finer that a share of capabilities is stated in.
const SHARES: f64 = 1e9;

/// The votes of all members under each rule.
pub(super) struct VotesStated {
    /// Indices of the parties that vote, in the order of the scenario.
    pub members: Vec<usize>,
    /// The rules, all of which must hold.
    pub rules: Vec<RuleStated>,
}

/// A rule with the votes of each member.
pub(super) struct RuleStated {
    /// Votes in the order of the members.
    pub votes: Vec<u64>,
    /// Votes that a decision needs, 1 to their sum.
    pub quota: u64,
    /// Whether `all` was stated.
    pub unanimous: bool,
}

/// A quota as it stands.
enum Quota {
    All,
    Votes(u64),
    Share(f64),
    /// Two whole numbers, as of two thirds.
    Fraction {
        needed: u64,
        of: u64,
    },
}

/// What a quota can be.
const QUOTAS: &str = "write a whole number of votes, a share of them such as `0.65`, `\"65 [%]\"` or `\"2/3\"`, or `\"all\"`";

impl<'s> Builder<'s> {
    /// The votes that `[voting]` states; `None` where it states none or they cannot be read, which
    /// is reported.
    pub(super) fn votes(&mut self) -> Option<VotesStated> {
        let voting = self.scenario.voting.as_ref()?;
        if voting.all_rules().next().is_none() {
            if voting.agenda_setter.is_none() {
                self.report(
                    Diagnostic::new(Code::BadProcedure, "`[voting]` states no votes")
                        .label(voting.span, "neither weights nor an agenda setter")
                        .hint("add `weights` and `quota`, or `agenda_setter`"),
                );
            }
            return None;
        }
        let before = self.problems.len();
        let tables: Vec<BTreeMap<usize, &'s PartyScalar>> =
            voting.all_rules().map(|rule| self.by_party(&rule.weights)).collect();
        let equal = voting.all_rules().any(|rule| rule.equal.is_some());
        if !equal && tables.iter().all(BTreeMap::is_empty) {
            self.report(
                Diagnostic::new(Code::MissingVotes, "nobody votes")
                    .label(voting.span, "no voting weight")
                    .hint("`weights = { … }` states the votes of each party, `\"equal\"` one each"),
            );
            return None;
        }
        let members: BTreeSet<usize> = if tables.iter().all(BTreeMap::is_empty) {
            (0..self.scenario.parties.len()).collect()
        } else {
            tables.iter().flat_map(|table| table.keys().copied()).collect()
        };
        let members: Vec<usize> = members.into_iter().collect();
        let mut rules = Vec::new();
        for (rule, table) in voting.all_rules().zip(&tables) {
            let mut votes = Vec::with_capacity(members.len());
            for member in &members {
                match (table.get(member), rule.equal) {
                    (_, Some(_)) => votes.push(1),
                    (Some(scalar), None) => votes.extend(self.whole(scalar)),
                    (None, None) => {
                        let id = &self.scenario.parties[*member].id;
                        self.report(
                            Diagnostic::new(
                                Code::MissingVotes,
                                format!("`{id}` has a weight under another rule and none here"),
                            )
                            .label(rule.span, "weights are missing")
                            .hint("0 for a party that does not count here"),
                        );
                    }
                }
            }
            let sum: u128 = votes.iter().map(|&votes| u128::from(votes)).sum();
            let whole = self.problems.len() == before;
            let quota = self.quota(rule.quota.as_ref(), rule.span)?;
            // The sum means nothing where a weight is wrong.
            if let (Some(quantity), true) = (&rule.quota, whole) {
                let (stated, unanimous) = match quota {
                    Quota::All => (u64::try_from(sum).ok(), true),
                    Quota::Votes(votes) => (Some(votes), false),
                    Quota::Share(share) => {
                        // Without the rounding of 0.55 x 100 = 55.000000000000007.
                        let exact = share * sum as f64;
                        (Some((exact * (1.0 - 1e-12)).ceil() as u64), false)
                    }
                    Quota::Fraction { needed, of } => {
                        let votes = sum.checked_mul(u128::from(needed));
                        let votes = votes.map(|votes| votes.div_ceil(u128::from(of)));
                        (votes.and_then(|votes| u64::try_from(votes).ok()), false)
                    }
                };
                let fits = |quota: &u64| *quota >= 1 && u128::from(*quota) <= sum;
                match stated.filter(fits) {
                    Some(quota) => rules.push(RuleStated { votes, quota, unanimous }),
                    None => self.report(
                        Diagnostic::new(
                            Code::BadQuota,
                            format!(
                                "a quota of {}, where all votes are {sum}",
                                quantity.expression.text
                            ),
                        )
                        .label(
                            quantity.expression.span,
                            format!("expected a whole number, 1 to {sum}"),
                        ),
                    ),
                }
            }
        }
        (self.problems.len() == before).then_some(VotesStated { members, rules })
    }

    /// What a quota says.
    fn quota(&mut self, stated: Option<&Quantity>, place: zopa_scenario::Span) -> Option<Quota> {
        let Some(quantity) = stated else {
            self.report(
                Diagnostic::new(Code::MissingField, "a vote needs `quota`")
                    .label(place, "`quota` is missing")
                    .hint(QUOTAS),
            );
            return None;
        };
        let expression = &quantity.expression;
        if expression.text.trim() == "all" {
            return Some(Quota::All);
        }
        let wrong = |shown: &str, expected: &str| {
            Diagnostic::new(Code::BadQuota, format!("a quota of {shown}"))
                .label(expression.span, format!("expected {expected}"))
        };
        if quantity.unit.is_none()
            && let Some((needed, of)) = fraction(&expression.text)
        {
            if (1..=of).contains(&needed) {
                return Some(Quota::Fraction { needed, of });
            }
            self.report(wrong(expression.text.trim(), "more than 0 and at most 1"));
            return None;
        }
        let written = expression.text.trim().strip_suffix('%').filter(|_| quantity.unit.is_none());
        let percent = written.and_then(|number| number.trim().parse::<f64>().ok());
        let (number, percent) = match percent.filter(|number| number.is_finite()) {
            Some(number) => (number, true),
            None => {
                let before = self.problems.len();
                let Some(number) = self.plain_number(quantity, "a quota") else {
                    for problem in self.problems.iter_mut().skip(before) {
                        no_quota(problem, expression);
                    }
                    return None;
                };
                (number, quantity.unit.as_ref().is_some_and(|unit| unit.text == "%"))
            }
        };
        let shown = number.to_string();
        if percent {
            if number > 0.0 && number <= 100.0 {
                return Some(Quota::Share(number / 100.0));
            }
            self.report(wrong(&shown, "more than 0 and at most 100 per cent"));
            return None;
        }
        if let Some(votes) = whole(number) {
            return Some(Quota::Votes(votes));
        }
        if number > 0.0 && number < 1.0 {
            return Some(Quota::Share(number));
        }
        self.report(wrong(&shown, "a number of votes, a share of them or `all`").hint(QUOTAS));
        None
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

    /// Who proposes and what passes; `None` where nobody is said to, or it cannot be read, which is
    /// reported.
    pub(super) fn agenda(&mut self, votes: Option<&VotesStated>) -> Option<AgendaSetter> {
        let voting = self.scenario.voting.as_ref()?;
        let procedure = voting.procedure.map(|(procedure, _)| procedure).unwrap_or_default();
        let Some(setter) = &voting.agenda_setter else {
            let place = voting.procedure.map(|(_, place)| place);
            if let Some(place) = place.or(voting.vetoes.first().map(|party| party.span)) {
                self.report(
                    Diagnostic::new(Code::BadProcedure, "a procedure without an agenda setter")
                        .label(place, "who proposes?")
                        .hint("add `agenda_setter = \"…\"`"),
                );
            }
            return None;
        };
        if procedure == Procedure::Codecision && voting.vetoes.is_empty() {
            let place = voting.procedure.map_or(voting.span, |(_, place)| place);
            self.report(
                Diagnostic::new(Code::BadProcedure, "co-decision without a second chamber")
                    .label(place, "whose consent is needed?")
                    .hint("add `vetoes = [\"…\"]`, or take another procedure"),
            );
            return None;
        }
        let party = self.known_party(setter)?;
        let mut vetoes = Vec::with_capacity(voting.vetoes.len());
        for veto in &voting.vetoes {
            vetoes.push(self.known_party(veto)?);
        }
        let mut rules = self.rules(voting, votes)?.into_iter();
        let (votes, rule) = rules.next()?;
        let mut agenda = AgendaSetter::closed(party, votes, rule);
        agenda.also = rules.collect();
        agenda.vetoes = vetoes;
        agenda.blocking_members =
            voting.blocking_members.map_or(0, |(members, _)| members as usize);
        if procedure == Procedure::Consultation {
            agenda.amendment = Amendment::Unanimous;
        }
        Some(agenda)
    }

    /// The rules with their votes: those stated, else the quota as a share of capabilities.
    fn rules(
        &mut self,
        voting: &'s Voting,
        votes: Option<&VotesStated>,
    ) -> Option<Vec<(Votes, VotingRule)>> {
        if voting.all_rules().next().is_some() {
            let VotesStated { members, rules } = votes?;
            let of = |rule: &RuleStated| {
                let listed = members.iter().copied().zip(rule.votes.iter().copied()).collect();
                let of = rule.votes.iter().sum();
                let passes = match rule.unanimous {
                    true => VotingRule::Unanimity,
                    false => VotingRule::Share { needed: rule.quota, of },
                };
                (Votes::Listed(listed), passes)
            };
            return Some(rules.iter().map(of).collect());
        }
        let share = match self.quota(voting.rule.quota.as_ref(), voting.span)? {
            Quota::All | Quota::Votes(1) => {
                return Some(vec![(Votes::Capability, VotingRule::Unanimity)]);
            }
            Quota::Fraction { needed, of } => {
                return Some(vec![(Votes::Capability, VotingRule::Share { needed, of })]);
            }
            Quota::Share(share) => share,
            Quota::Votes(votes) => {
                let place = voting.rule.quota.as_ref().map(|quota| quota.expression.span);
                self.report(
                    Diagnostic::new(Code::BadQuota, format!("a quota of {votes} without weights"))
                        .label(place.unwrap_or(voting.span), "expected a share of capabilities")
                        .hint("write `0.65`, `\"65 [%]\"` or `\"2/3\"`, or state `weights`"),
                );
                return None;
            }
        };
        let needed = (share * SHARES).round() as u64;
        let rule = VotingRule::Share { needed: needed.max(1), of: SHARES as u64 };
        Some(vec![(Votes::Capability, rule)])
    }

    fn known_party(&mut self, party: &Text) -> Option<usize> {
        let found = self.parties.get(party.text.as_str()).copied();
        if found.is_none() {
            self.report(
                Diagnostic::new(Code::UnknownReference, format!("no party `{party}` is declared"))
                    .label(party.span, "unknown party"),
            );
        }
        found
    }

    /// Reports a party without a position that the agenda-setter model needs.
    pub(super) fn check_agenda(
        &mut self,
        declared: &DeclaredPosition,
        stands: &BTreeMap<usize, &'s PartyScalar>,
    ) {
        let Some(voting) = &self.scenario.voting else { return };
        for party in voting.agenda_setter.iter().chain(&voting.vetoes) {
            let index = self.parties.get(party.text.as_str());
            if index.is_some_and(|index| !stands.contains_key(index)) {
                self.report(
                    Diagnostic::new(
                        Code::SetterStands,
                        format!("`{party}` takes no position on `{}`", declared.id),
                    )
                    .label(party.span, "needed to propose or to consent")
                    .label(declared.id.span, "no position here"),
                );
            }
        }
    }
}

/// Two whole numbers with `/` between them, the second above 0.
fn fraction(text: &str) -> Option<(u64, u64)> {
    let (needed, of) = text.split_once('/')?;
    let (needed, of) = (needed.trim().parse().ok()?, of.trim().parse().ok()?);
    (of > 0).then_some((needed, of))
}

/// Says of a problem with a number what it means for a quota, which cannot be a distribution.
fn no_quota(problem: &mut Diagnostic, expression: &Text) {
    if problem.code == Code::NotConstant {
        problem.message = format!("`{}` is no quota", expression.text);
        for label in &mut problem.labels {
            label.message = "expected a number of votes, a share of them or `all`".to_owned();
        }
    }
    problem.hints = vec![QUOTAS.to_owned()];
}

/// A whole number that a count of votes can be.
fn whole(value: f64) -> Option<u64> {
    // Above 2^53 whole numbers are no longer exact.
    const MOST: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && (0.0..=MOST).contains(&value)).then_some(value as u64)
}
