//! Voting power: how often a member decides, by Shapley and Shubik and by Banzhaf.
//!
//! In a weighted game member i has w_i votes and a coalition S wins if its votes reach the quota
//! q; further conditions on the number of members can be added. Member i swings a coalition S
//! without it if S loses and S with i wins. With swings_i(k) the number of such S of k members:
//!
//! - Shapley-Shubik: phi_i = sum_k k! (n - k - 1)! / n! swings_i(k), the share of the n! orders in
//!   which i turns the coalition before it into a winning one; the sum over i is 1;
//! - Banzhaf, absolute (Penrose): beta_i = sum_k swings_i(k) / 2^(n - 1);
//! - Banzhaf, normalised: beta_i / sum_j beta_j.
//!
//! Swings are counted exactly, as whole numbers of 128 bits, by generating functions: adding
//! member after member gives f\[k\]\[v\], the number of coalitions of k members with v votes; taking
//! i out again, g\[k\]\[v\] = f\[k\]\[v\] - g\[k - 1\]\[v - w_i\], gives those without i. With V the sum of
//! the votes after division by their greatest common divisor this takes O(n^2 V) additions and
//! n V numbers for each distinct number of votes; members with equal votes share one count.
//!
//! Where votes are too many for that, or two weighted rules must hold at once (votes and
//! population), the members are halved: each of the 2^(n/2) coalitions of one half is matched with
//! those of the other that make it win, sorted by votes, in O(2^(n/2) n^2) steps.
//!
//! Limits: 128 members, so that no count exceeds 2^127, and n V of at most [`MOST_CELLS`]; else
//! [`MOST_HALVED`] members under one or two weighted rules, and 24 under more of them. Rules that
//! give every member the same weight are conditions on the number of members and cost nothing.
//!
//! ```
//! use zopa_positions::voting_power::VotingGame;
//! // The Council of the six: Luxembourg never decides.
//! let council = VotingGame::new(vec![4, 4, 4, 2, 2, 1], 12)?;
//! let power = council.power()?;
//! assert!((power.shapley_shubik[0] - 14.0 / 60.0).abs() < 1e-15);
//! assert!((power.banzhaf_normalised[3] - 3.0 / 21.0).abs() < 1e-15);
//! assert_eq!(power.swings[5], 0);
//! # Ok::<(), zopa_positions::voting_power::VotingError>(())
//! ```
//!
//! Source: Shapley and Shubik (1954); Penrose (1946); Banzhaf (1965); Mann and Shapley (1962) and
//! Brams and Affuso (1976) for the generating functions; Horowitz and Sahni (1974) for halving.

mod counting;
mod halves;
mod ratio;

use ratio::ratio;

/// Most numbers in the table of coalitions by size and votes.
pub const MOST_CELLS: usize = 1 << 22;

/// Most members of a game.
pub const MOST_MEMBERS: usize = 128;

/// Most members of a game whose coalitions are counted by halves.
pub const MOST_HALVED: usize = 36;

/// Most members of a game whose coalitions are counted one at a time.
const MOST_LISTED: usize = 24;

/// Why a game has no indices here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VotingError {
    /// No member.
    NoMembers,
    /// More members than counts of 128 bits hold.
    TooManyMembers {
        /// Members.
        members: usize,
    },
    /// The sum of votes exceeds 64 bits, or members and votes are too many to count coalitions.
    TooManyVotes,
    /// A further rule is for another number of members.
    OtherMembers {
        /// Members of the game.
        members: usize,
        /// Members of the rule.
        given: usize,
    },
    /// The quota is 0 or above the sum of votes, or needs more members than there are: everything
    /// or nothing passes.
    BadQuota,
}

impl std::fmt::Display for VotingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            VotingError::NoMembers => write!(f, "nobody votes"),
            VotingError::TooManyMembers { members } => {
                write!(f, "{members} members vote, indices are counted for {MOST_MEMBERS}")
            }
            VotingError::TooManyVotes => write!(f, "the votes are too many to count coalitions"),
            VotingError::OtherMembers { members, given } => {
                write!(f, "{given} weights are stated for {members} members")
            }
            VotingError::BadQuota => write!(f, "no coalition, or every one, reaches the quota"),
        }
    }
}

impl std::error::Error for VotingError {}

/// Votes in units of their greatest common divisor, their sum and the quota in the same units.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    votes: Vec<u64>,
    total: u64,
    quota: u64,
}

impl Rule {
    fn new(votes: Vec<u64>, quota: u64) -> Result<Self, VotingError> {
        let total = votes
            .iter()
            .try_fold(0_u64, |sum, &votes| sum.checked_add(votes))
            .ok_or(VotingError::TooManyVotes)?;
        if quota == 0 || quota > total {
            return Err(VotingError::BadQuota);
        }
        let unit = votes.iter().fold(0, |divisor, &votes| greatest_common_divisor(divisor, votes));
        // The quota is rounded up.
        Ok(Rule {
            votes: votes.into_iter().map(|votes| votes / unit).collect(),
            total: total / unit,
            quota: quota.div_ceil(unit),
        })
    }
}

/// A weighted voting game, of one rule or of several that must all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VotingGame {
    /// At least one.
    rules: Vec<Rule>,
    members_needed: usize,
    members_to_block: usize,
}

/// The indices of a game, member by member.
#[derive(Debug, Clone, PartialEq)]
pub struct VotingPower {
    /// Share of orders in which the member decides; the sum is 1. Up to 34 members the number
    /// nearest to the exact fraction.
    pub shapley_shubik: Vec<f64>,
    /// Share of the coalitions of the others that the member swings.
    pub banzhaf_absolute: Vec<f64>,
    /// The same scaled to the sum 1.
    pub banzhaf_normalised: Vec<f64>,
    /// Number of coalitions of the others that the member swings.
    pub swings: Vec<u128>,
}

impl VotingGame {
    /// A game with the votes of each member and the votes that a decision needs.
    ///
    /// # Errors
    /// No member, more than [`MOST_MEMBERS`], a sum beyond 64 bits, or a quota outside 1 to the sum.
    pub fn new(votes: Vec<u64>, quota: u64) -> Result<Self, VotingError> {
        if votes.is_empty() {
            return Err(VotingError::NoMembers);
        }
        if votes.len() > MOST_MEMBERS {
            return Err(VotingError::TooManyMembers { members: votes.len() });
        }
        let members_to_block = votes.len() + 1;
        let rule = Rule::new(votes, quota)?;
        Ok(VotingGame { rules: vec![rule], members_needed: 0, members_to_block })
    }

    /// The same where a decision also needs a quota of other weights, one for each member: the
    /// population of states, for instance.
    ///
    /// ```
    /// use zopa_positions::voting_power::VotingGame;
    /// // Two of three members with 65 of 100 inhabitants: the largest decides with either other.
    /// let game = VotingGame::new(vec![1, 1, 1], 2)?.and_votes(vec![60, 30, 10], 65)?;
    /// let power = game.power()?;
    /// assert!((power.shapley_shubik[0] - 2.0 / 3.0).abs() < 1e-15);
    /// assert_eq!(power.swings, [3, 1, 1]);
    /// # Ok::<(), zopa_positions::voting_power::VotingError>(())
    /// ```
    ///
    /// # Errors
    /// Another number of weights than there are members, a sum beyond 64 bits, or a quota outside
    /// 1 to the sum.
    pub fn and_votes(mut self, votes: Vec<u64>, quota: u64) -> Result<Self, VotingError> {
        if votes.len() != self.members() {
            let given = votes.len();
            return Err(VotingError::OtherMembers { members: self.members(), given });
        }
        let rule = Rule::new(votes, quota)?;
        if rule.votes.iter().all(|&votes| votes == 1) {
            self.members_needed = self.members_needed.max(rule.quota as usize);
        } else if self.rules.iter().all(|first| first.votes.iter().all(|&votes| votes == 1)) {
            // The first rule was about the number of members.
            self.members_needed = self.members_needed.max(self.rules[0].quota as usize);
            self.rules = vec![rule];
        } else {
            self.rules.push(rule);
        }
        Ok(self)
    }

    /// The same where a decision also needs this many members.
    ///
    /// The Council of 1995 on what the Commission has not proposed: 62 of 87 votes from at least
    /// 10 members.
    ///
    /// # Errors
    /// [`VotingError::BadQuota`] for more members than there are.
    pub fn with_members_needed(mut self, members: usize) -> Result<Self, VotingError> {
        if members > self.members() {
            return Err(VotingError::BadQuota);
        }
        self.members_needed = self.members_needed.max(members);
        Ok(self)
    }

    /// The same where fewer than this many members cannot block, whatever their votes.
    ///
    /// The Council since 2014: a blocking minority needs 4 members.
    ///
    /// # Errors
    /// [`VotingError::BadQuota`] for 0 or more members than there are.
    pub fn with_members_to_block(mut self, members: usize) -> Result<Self, VotingError> {
        if members == 0 || members > self.members() {
            return Err(VotingError::BadQuota);
        }
        self.members_to_block = members;
        Ok(self)
    }

    /// Number of members.
    pub fn members(&self) -> usize {
        self.rules[0].votes.len()
    }

    /// Whether a coalition of so many members passes whatever its votes: the others, n - members,
    /// are too few to block.
    fn unblocked(&self, members: usize) -> bool {
        self.members_to_block <= self.members() && self.members() - members < self.members_to_block
    }

    /// Whether a coalition of `members` members wins that has these votes under each rule, in the
    /// units of [`Rule`].
    fn wins(&self, members: usize, votes: impl IntoIterator<Item = u64>) -> bool {
        let mut reached = self.rules.iter().zip(votes).map(|(rule, votes)| votes >= rule.quota);
        self.unblocked(members) || (members >= self.members_needed && reached.all(|held| held))
    }

    /// The indices of every member.
    ///
    /// # Errors
    /// [`VotingError::TooManyVotes`] where the table of coalitions would exceed [`MOST_CELLS`] and
    /// the members are too many to halve.
    pub fn power(&self) -> Result<VotingPower, VotingError> {
        let members = self.members();
        let swings = counting::swings_by_size(self)?;
        let shapley_shubik = if members <= EXACT_ORDERS {
            // Orders in which a member decides, k! (n - k - 1)! for each swing of k others.
            let factorials = factorials(members);
            let deciding = |by_size: &Vec<u128>| -> u128 {
                let others = (0..members).map(|k| factorials[k] * factorials[members - 1 - k]);
                by_size.iter().zip(others).map(|(&swings, orders)| swings * orders).sum()
            };
            swings.iter().map(|by_size| ratio(deciding(by_size), factorials[members])).collect()
        } else {
            // k! (n - k - 1)! / n! = 1 / (n C(n - 1, k)).
            let binomials = binomials(members - 1);
            let share = |by_size: &Vec<u128>| -> f64 {
                let sizes = by_size.iter().zip(&binomials);
                sizes.map(|(&swings, &all)| swings as f64 / all as f64).sum::<f64>()
            };
            swings.iter().map(|by_size| share(by_size) / members as f64).collect()
        };
        let swings: Vec<u128> = swings.iter().map(|by_size| by_size.iter().sum()).collect();
        let coalitions = 2.0_f64.powi(members as i32 - 1);
        let all: f64 = swings.iter().map(|&swings| swings as f64).sum();
        Ok(VotingPower {
            shapley_shubik,
            banzhaf_absolute: swings.iter().map(|&swings| swings as f64 / coalitions).collect(),
            // Some member always swings, since the empty coalition loses and the whole one wins.
            banzhaf_normalised: swings.iter().map(|&swings| swings as f64 / all).collect(),
            swings,
        })
    }
}

/// Most members whose orders, n!, are counted in 128 bits.
const EXACT_ORDERS: usize = 34;

/// 0! to n!, for n up to [`EXACT_ORDERS`].
fn factorials(n: usize) -> Vec<u128> {
    let mut all = vec![1_u128];
    for k in 1..=n {
        all.push(all[k - 1] * k as u128);
    }
    all
}

/// The binomials C(n, 0) to C(n, n) by Pascal's triangle.
fn binomials(n: usize) -> Vec<u128> {
    let mut binomials = vec![1_u128];
    for _ in 0..n {
        let mut next = vec![1_u128; binomials.len() + 1];
        for (k, pair) in binomials.windows(2).enumerate() {
            next[k + 1] = pair[0] + pair[1];
        }
        binomials = next;
    }
    binomials
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
