//! The agenda setter: one party proposes, the others can only take it or leave it.
//!
//! A voter with position x weakly prefers an outcome y to the reference point r if
//! |y - x| <= |r - x|, that is if y lies between r and its reflection 2x - r. The outcomes that a
//! qualified majority weakly prefers to r therefore form an interval around r. The forecast is its
//! point nearest the setter's position.
//!
//! Procedures, each a named reading:
//!
//! | name | who can do what |
//! |---|---|
//! | `agenda_setter` | closed rule: the voters accept or reject |
//! | `agenda_setter_consultation` | besides, the voters amend by unanimity, so the setter stays between their extreme positions |
//! | `agenda_setter_codecision` | besides the voters, each party with a veto must weakly prefer the outcome to r |
//!
//! Several rules may have to hold at once, such as a share of the members and one of the
//! population: the outcomes that pass are then those that pass under each rule. Where it takes so
//! many members to block, an outcome that fewer oppose passes whatever the rules say.
//!
//! No salience enters, and capability only as far as it is the number of votes. The order of the
//! parties and shift, stretch and reversal of the scale change nothing; a voter may be split if
//! its votes are, except under [`Votes::Equal`]. Where the setter wants a change that finds no
//! majority the reference point stays and the forecast carries [`Remark::FellBack`].
//!
//! ```
//! use zopa_positions::{Issue, Model, Stand, agenda_setter::{AgendaSetter, VotingRule, Votes}};
//! let stand = |party, position| Stand { party, position, salience: 1.0, capability: 1.0 };
//! let stands = vec![stand(0, 100.0), stand(1, 10.0), stand(2, 30.0), stand(3, 80.0)];
//! let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: Some(0.0) };
//! let votes = Votes::Listed(vec![(1, 1), (2, 1), (3, 1)]);
//! // Reflections 20, 60 and 160: two of three votes reach 60, all three 20.
//! let mut setter = AgendaSetter::closed(0, votes, VotingRule::Share { needed: 2, of: 3 });
//! assert_eq!(setter.forecast(&issue)?.point, 60.0);
//! setter.rule = VotingRule::Unanimity;
//! assert_eq!(setter.forecast(&issue)?.point, 20.0);
//! # Ok::<(), zopa_positions::IssueError>(())
//! ```
//!
//! Source: Romer and Rosenthal (1978) for the closed rule; Steunenberg (1994) and Crombez (1996)
//! for consultation; Tsebelis and Garrett (2000) and Crombez (2000) for co-decision, here reduced
//! to its last step.

use crate::mean::reference_point;
use crate::{Forecast, Issue, IssueError, Model, Remark, Stand};

/// Who votes, with how many votes.
#[derive(Debug, Clone, PartialEq)]
pub enum Votes {
    /// These parties with these votes; others do not vote.
    Listed(Vec<(usize, u64)>),
    /// Every party that takes a stand, the setter included, with its capability.
    Capability,
    /// Every party that takes a stand, the setter included, with one vote.
    Equal,
}

/// What passes a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VotingRule {
    /// At least this share `needed` / `of` of the votes of those who take a stand.
    ///
    /// The data set of the European Union lacks the positions of some member states; the quota
    /// of all votes is then carried over to the votes that are present.
    Share {
        /// Quota of all votes.
        needed: u64,
        /// All votes.
        of: u64,
    },
    /// At least this many votes; those who take no stand do not vote for it.
    AtLeast {
        /// Votes needed.
        votes: u64,
    },
    /// Every voter.
    Unanimity,
}

impl Votes {
    /// The votes of a party; 0 where it does not vote.
    fn of(&self, stand: &Stand) -> f64 {
        match self {
            Votes::Listed(listed) => listed
                .iter()
                .find(|(voter, _)| *voter == stand.party)
                .map_or(0.0, |(_, votes)| *votes as f64),
            Votes::Capability => stand.capability,
            Votes::Equal => 1.0,
        }
    }
}

impl VotingRule {
    /// How far what passes reaches, from how far each voter goes along and its votes; None where
    /// the votes present do not suffice for anything.
    fn reach(self, mut reaches: Vec<(f64, f64)>) -> Option<f64> {
        reaches.sort_by(|a, b| b.0.total_cmp(&a.0));
        let largest = reaches.iter().fold(0.0_f64, |largest, &(_, votes)| largest.max(votes));
        let present: f64 = reaches.iter().map(|&(_, votes)| votes / largest).sum();
        let mut for_it = 0.0;
        for &(reach, votes) in &reaches {
            for_it += votes / largest;
            let passes = match self {
                VotingRule::Share { needed, of } => {
                    // A tolerance of some roundings: votes need not be whole numbers.
                    for_it * of as f64 >= present * needed as f64 * (1.0 - 1e-12)
                }
                VotingRule::AtLeast { votes } => for_it >= votes as f64 / largest * (1.0 - 1e-12),
                VotingRule::Unanimity => false,
            };
            if passes {
                return Some(reach);
            }
        }
        match self {
            VotingRule::Unanimity => reaches.last().map(|&(reach, _)| reach),
            VotingRule::Share { .. } | VotingRule::AtLeast { .. } => None,
        }
    }
}

/// What the voters can do besides accepting or rejecting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amendment {
    /// Nothing.
    Closed,
    /// Replace the proposal by one that all of them prefer.
    Unanimous,
}

/// A party that proposes what others vote on.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaSetter {
    /// The party that proposes.
    pub setter: usize,
    /// Who votes.
    pub votes: Votes,
    /// What passes a proposal.
    pub rule: VotingRule,
    /// Further rules that must hold too, each with its votes.
    pub also: Vec<(Votes, VotingRule)>,
    /// The least number of voters that can block; 1 or 0 leaves all to the rules.
    pub blocking_members: usize,
    /// Whether the voters can amend.
    pub amendment: Amendment,
    /// Parties without whose consent nothing passes.
    pub vetoes: Vec<usize>,
}

impl AgendaSetter {
    /// Take it or leave it: no amendment, no veto.
    pub fn closed(setter: usize, votes: Votes, rule: VotingRule) -> Self {
        AgendaSetter {
            setter,
            votes,
            rule,
            also: Vec::new(),
            blocking_members: 0,
            amendment: Amendment::Closed,
            vetoes: Vec::new(),
        }
    }

    /// Consultation: the voters can amend by unanimity.
    pub fn consultation(setter: usize, votes: Votes, rule: VotingRule) -> Self {
        AgendaSetter {
            amendment: Amendment::Unanimous,
            ..AgendaSetter::closed(setter, votes, rule)
        }
    }

    /// Co-decision: a second chamber must consent too.
    pub fn codecision(setter: usize, votes: Votes, rule: VotingRule, chamber: usize) -> Self {
        AgendaSetter { vetoes: vec![chamber], ..AgendaSetter::closed(setter, votes, rule) }
    }

    /// All rules with their votes, the first one first.
    fn rules(&self) -> impl Iterator<Item = (&Votes, VotingRule)> {
        let also = self.also.iter().map(|(votes, rule)| (votes, *rule));
        std::iter::once((&self.votes, self.rule)).chain(also)
    }

    /// Positions of those who vote under any rule.
    fn voters(&self, issue: &Issue) -> Vec<f64> {
        let votes = |stand: &&Stand| self.rules().any(|(votes, _)| votes.of(stand) > 0.0);
        issue.stands.iter().filter(votes).map(|stand| stand.position).collect()
    }

    /// How far from the reference point, on the side where `side` is 1 or -1, what passes reaches;
    /// None where the voters do not even have the votes to pass what is there.
    fn reach(&self, issue: &Issue, reference: f64, side: f64) -> Option<f64> {
        // A voter goes along as far as twice the distance to its position on that side.
        let of = |position: f64| (2.0 * side * (position - reference)).max(0.0);
        let by_rules = self.rules().try_fold(f64::INFINITY, |least, (votes, rule)| {
            let reaches: Vec<(f64, f64)> = issue
                .stands
                .iter()
                .map(|stand| (of(stand.position), votes.of(stand)))
                .filter(|(_, votes)| *votes > 0.0)
                .collect();
            Some(least.min(rule.reach(reaches)?))
        });
        if self.blocking_members < 2 {
            return by_rules;
        }
        let mut reaches: Vec<f64> = self.voters(issue).into_iter().map(of).collect();
        reaches.sort_by(f64::total_cmp);
        // All but those who are one too few to block go along.
        let unblocked = reaches.get(self.blocking_members - 1).copied().unwrap_or(f64::INFINITY);
        Some(by_rules.map_or(unblocked, |by_rules| by_rules.max(unblocked)))
    }

    /// The outcomes that pass against the reference point, from the lowest to the highest.
    ///
    /// None where the voters present cannot pass anything.
    ///
    /// # Errors
    /// [`IssueError::NoReferencePoint`] and, where nobody votes under one of the rules or a party
    /// with a veto takes no stand, [`IssueError::NoRole`].
    pub fn win_set(&self, issue: &Issue) -> Result<Option<(f64, f64)>, IssueError> {
        issue.check_stands()?;
        let reference = reference_point(issue)?;
        let nobody = |votes: &Votes| issue.stands.iter().all(|stand| votes.of(stand) <= 0.0);
        if self.rules().any(|(votes, _)| nobody(votes)) {
            return Err(IssueError::NoRole);
        }
        let (Some(mut down), Some(mut up)) =
            (self.reach(issue, reference, -1.0), self.reach(issue, reference, 1.0))
        else {
            return Ok(None);
        };
        for &party in &self.vetoes {
            let stand = issue.stands.iter().find(|stand| stand.party == party);
            let position = stand.ok_or(IssueError::NoRole)?.position;
            down = down.min((2.0 * (reference - position)).max(0.0));
            up = up.min((2.0 * (position - reference)).max(0.0));
        }
        Ok(Some(((reference - down).max(issue.low), (reference + up).min(issue.high))))
    }
}

impl Model for AgendaSetter {
    fn name(&self) -> &'static str {
        match (self.vetoes.is_empty(), self.amendment) {
            (true, Amendment::Closed) => "agenda_setter",
            (true, Amendment::Unanimous) => "agenda_setter_consultation",
            (false, _) => "agenda_setter_codecision",
        }
    }

    fn summary(&self) -> &'static str {
        match (self.vetoes.is_empty(), self.amendment) {
            (true, Amendment::Closed) => {
                "point nearest the setter that the voters prefer to the reference point"
            }
            (true, Amendment::Unanimous) => "the same, the voters being able to amend by unanimity",
            (false, _) => "point nearest the setter that voters and second chamber both prefer",
        }
    }

    fn source(&self) -> &'static str {
        match (self.vetoes.is_empty(), self.amendment) {
            (true, Amendment::Closed) => "Romer and Rosenthal (1978)",
            (true, Amendment::Unanimous) => "Steunenberg (1994); Crombez (1996)",
            (false, _) => "Tsebelis and Garrett (2000); Crombez (2000)",
        }
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        let win_set = self.win_set(issue)?;
        let reference = reference_point(issue)?;
        let setter = issue
            .stands
            .iter()
            .find(|stand| stand.party == self.setter)
            .ok_or(IssueError::NoRole)?
            .position;
        let stays =
            |why| Forecast { remarks: vec![Remark::FellBack(why)], ..Forecast::point(reference) };
        let Some((mut low, mut high)) = win_set else {
            return Ok(stays("those who take a stand have not the votes to pass anything"));
        };
        if self.amendment == Amendment::Unanimous {
            let voters = self.voters(issue);
            low = low.max(voters.iter().copied().fold(f64::INFINITY, f64::min));
            high = high.min(voters.iter().copied().fold(f64::NEG_INFINITY, f64::max));
            if low > high {
                return Ok(stays("what the voters would not amend does not pass"));
            }
        }
        let point = setter.max(low).min(high);
        if point == reference && setter != reference {
            return Ok(stays("no change that the setter wants passes"));
        }
        Ok(Forecast::point(point))
    }
}
