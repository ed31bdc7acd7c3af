//! The position-exchange model: pairs of parties trade influence on pairs of issues.
//!
//! Two parties on opposite sides of the expected outcome of two issues can both gain: each votes
//! for the other's side on the issue about which it cares relatively less, and wins more on the
//! other issue than it gives away. The model carries out such trades one after the other, the most
//! rewarding first, and reads the outcome off the positions that the parties then vote for.
//!
//! Symbols: x position, y voted position, s salience, c capability, all on a scale of 0 to 100;
//! outcome of issue p: O_p = sum c s y / W_p with W_p = sum c s.
//!
//! 1. **Who can trade**: i and j take a stand on p and q and stand on opposite sides of O on both
//!    (a party that stands on O counts as left of it; this one rule depends on which end of the
//!    scale is the left).
//! 2. **Who supplies what**: i supplies p if s_ip / s_iq < s_jp / s_jq, otherwise q; equal ratios
//!    leave nothing to gain. Below i supplies q and j supplies p.
//! 3. **Terms**: with dp and dq the shifts of the outcomes, gain_i = s_ip dp - s_iq dq and
//!    gain_j = s_jq dq - s_jp dp. Equal gains ask for dq / dp = (s_ip + s_jp) / (s_iq + s_jq). A
//!    move of length z by i on q shifts O_q by z c_iq s_iq / W_q.
//! 4. **Size**: j moves all the way to x_ip; if i would then overshoot x_jq, i moves all the way
//!    and j a part of it.
//! 5. **Cut**: no move takes the outcome past the position of the party that asks for it.
//! 6. **Order**: the trade with the highest gain is carried out, the trades that it touches are
//!    worked out again, until none is left. A move or gain below 1e-10 is no trade.
//! 7. **Next round**: x' = x + (0.4 (1 - s) + 0.1) (y - x): what a party votes for, it drifts to.
//!
//! Each trade also helps or hurts third parties k: s_kp (|O_p - x_kp| before - after) and the same
//! on q; a trade's [`Trade::externalities`] lists them.
//!
//! # Variants
//! - [`Trading::Program`]: as the one public program runs (decide-exchange-model 2022.1.28). Every
//!   trade of both published examples over ten rounds follows, and every trade of 1,640 random
//!   models; of 297 forecasts for the European Union computed with that program 97.6 % (the rest
//!   are ties, probably from the last digit of the voting power). It differs in four ways.
//!   - *Own records.* A pair enters a trade of others only if it moved one of its own two
//!     suppliers, or if it was the first that the supplier made with the same party on the same
//!     issue. Its outcomes are those of its own record.
//!   - *Pairs struck off.* A partner's planned moves add up: when it has moved in another trade the
//!     new plan is added to the former plans, otherwise it replaces the last. If the sum, moves
//!     down the scale counted as negative, exceeds 100 points, the pair is struck off, whatever it
//!     would still gain. So worthwhile trades are left out, and since only moves up the scale can
//!     do this, the answer depends on which end of the scale is called high.
//!   - *Cut.* Once the outcome is where a party wants it, the cut no longer applies, so that it may
//!     go past. Where the supplier's own vote stands in the record from an earlier trade with the
//!     same party, the cut is measured from that vote, so that it may move past the position of
//!     the party that asks; a move past an end of the scale strikes the pair off.
//!   - *Order of equals.* Of equally good trades the one that was better before comes first, and
//!     at the start: the earlier pair of issues; who is right of both outcomes with who is left of
//!     both before the crossed pairs; the earlier party. Numbers are decimals of 28 digits, on the
//!     last of which equality hangs. (The program itself draws lots between equals unless told
//!     not to.)
//! - [`Trading::Worthwhile`]: every pair sees every vote, and trades go on until none is worth
//!   while. One outcome per issue, as in the formulas, and no move takes an outcome further past
//!   the position of the party that asks for it.
//! - [`Division::Equal`] and [`Division::Random`]: see there.
//!
//! # Assumptions
//! Utility falls linearly with the distance of the outcome; promises are kept; positions of others
//! do not react within the round. A party that has supplied an issue may still ask another for
//! that issue, as in the public program. Of equally good trades (within 1e-10) under `Worthwhile`
//! the one of the lowest parties, then of the earliest issues, comes first; ties are counted.
//!
//! # Example
//! Two parties of equal power at the ends of two issues: the first cares 0.9 and 0.3, the second
//! 0.3 and 0.9. Each gives way all the way on its minor issue, where it has a quarter of the weight:
//! both outcomes shift by 25 and both gain 0.9 x 25 - 0.3 x 25 = 15.
//!
//! ```
//! use zopa_positions::{Issue, Stand, position_exchange::PositionExchange};
//! let issue = |first: f64, second: f64| Issue {
//!     low: 0.0,
//!     high: 100.0,
//!     stands: vec![
//!         Stand { party: 0, position: 0.0, salience: first, capability: 1.0 },
//!         Stand { party: 1, position: 100.0, salience: second, capability: 1.0 },
//!     ],
//!     reference_point: None,
//! };
//! let result = PositionExchange::default().run(&[issue(0.9, 0.3), issue(0.3, 0.9)])?;
//! let round = &result.rounds[0];
//! assert!((round.outcomes_before[0] - 25.0).abs() < 1e-9);
//! assert!(round.outcomes_after[0].abs() < 1e-9);
//! let trade = &round.trades[0];
//! assert!((trade.first.gain - 15.0).abs() < 1e-9);
//! assert!((trade.first.gain - trade.second.gain).abs() < 1e-9);
//! # Ok::<(), zopa_positions::position_exchange::ExchangeError>(())
//! ```
//!
//! Source: Stokman and van Oosten (1994), in Bueno de Mesquita and Stokman (eds.), *European
//! Community Decision Making*; equal-gain form and drift as in the public decide-exchange program.

mod decimal;
mod outcome;
mod pair;
mod program;
mod switches;
mod worthwhile;

pub use outcome::{Exchange, ExchangeRound, Side, Trade};

use crate::{Issue, IssueError};
use std::collections::BTreeMap;
use zopa_sampling::Site;
use zopa_sampling::stream::uniform_pair;

/// Gains closer than this are equally good.
const TIE: f64 = 1e-10;

/// Which trades are carried out, and what a pair of parties knows of the trades of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trading {
    /// As the public program: own records, pairs struck off.
    #[default]
    Program,
    /// Every pair sees every vote, until no trade is worth while.
    Worthwhile,
}

/// How a pair divides what it gains.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Division {
    /// Both gain the same.
    #[default]
    Equal,
    /// One of the two, by a fair lot, is favoured: the other keeps 1 - `share` z of the equal gain,
    /// z uniform in (0, 1), and supplies more for that, all the way at most; beyond, the favoured
    /// supplies less. The numbers belong to (seed, draw, round, pair), whatever else is drawn. The
    /// public program with its `p` as the share does nearly the same (for half of its lots it sets
    /// the favoured partner's gain instead, and it lets some outcomes pass the demand): on its
    /// city-toll example the mean outcomes of one round agree within 0.6 points.
    Random {
        /// Largest share of the partner's gain that may be taken, in [0, 1].
        share: f64,
        /// Seed of the stream.
        seed: u64,
        /// Draw of the stream.
        draw: u64,
    },
}

/// The position-exchange model with its options.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PositionExchange {
    /// Rounds of trading, at least one.
    pub rounds: usize,
    /// Which trades are carried out.
    pub trading: Trading,
    /// How pairs divide the gain.
    pub division: Division,
}

impl Default for PositionExchange {
    fn default() -> Self {
        PositionExchange { rounds: 1, trading: Trading::default(), division: Division::Equal }
    }
}

/// Why issues cannot be traded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExchangeError {
    /// No issue is given.
    NoIssues,
    /// An issue is malformed.
    Issue {
        /// Index of the issue.
        issue: usize,
        /// What is wrong.
        error: IssueError,
    },
    /// A party takes two stands on one issue.
    TwoStands {
        /// Index of the issue.
        issue: usize,
        /// The party.
        party: usize,
    },
    /// The share of a random division lies outside [0, 1].
    BadShare {
        /// The share.
        share: f64,
    },
}

impl std::fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ExchangeError::NoIssues => write!(f, "no issue is given"),
            ExchangeError::Issue { issue, error } => write!(f, "issue {issue}: {error}"),
            ExchangeError::TwoStands { issue, party } => {
                write!(f, "party {party} takes two stands on issue {issue}")
            }
            ExchangeError::BadShare { share } => {
                write!(f, "the share {share} lies outside 0 to 1")
            }
        }
    }
}

impl std::error::Error for ExchangeError {}

/// The issues on a scale of 0 to 100, with who stands where.
struct Table<'a> {
    issues: &'a [Issue],
    /// Stand of each party, by issue.
    stand_of: Vec<BTreeMap<usize, usize>>,
    /// Weights divided by the largest of the issue, and their sum.
    weights: Vec<Vec<f64>>,
    total: Vec<f64>,
}

impl Table<'_> {
    fn outcome(&self, issue: usize, votes: &[f64]) -> f64 {
        let sum: f64 = self.weights[issue].iter().zip(votes).map(|(w, y)| w * y).sum();
        sum / self.total[issue]
    }

    /// From 0 to 100 to the issue's own scale.
    fn own_scale(&self, issue: usize, value: f64) -> f64 {
        let Issue { low, high, .. } = self.issues[issue];
        (low + value / 100.0 * (high - low)).clamp(low, high)
    }
}

impl PositionExchange {
    /// Trades on all pairs of issues by all pairs of parties.
    ///
    /// Cost of a round: with n parties and m issues at most n^2 m^2 / 4 possible trades, each
    /// worked out again after each of at most as many trades; 20 parties on 10 issues take
    /// milliseconds.
    ///
    /// # Errors
    /// A malformed issue, a party with two stands on an issue, a share outside [0, 1].
    pub fn run(&self, issues: &[Issue]) -> Result<Exchange, ExchangeError> {
        if issues.is_empty() {
            return Err(ExchangeError::NoIssues);
        }
        if let Division::Random { share, .. } = self.division
            && !(0.0..=1.0).contains(&share)
        {
            return Err(ExchangeError::BadShare { share });
        }
        let mut table =
            Table { issues, stand_of: Vec::new(), weights: Vec::new(), total: Vec::new() };
        let mut positions = Vec::new();
        for (index, issue) in issues.iter().enumerate() {
            issue.check().map_err(|error| ExchangeError::Issue { issue: index, error })?;
            let mut stands = BTreeMap::new();
            for (stand, given) in issue.stands.iter().enumerate() {
                if stands.insert(given.party, stand).is_some() {
                    return Err(ExchangeError::TwoStands { issue: index, party: given.party });
                }
            }
            let largest = issue.stands.iter().fold(0.0_f64, |m, stand| m.max(stand.weight()));
            let weights: Vec<f64> = issue.stands.iter().map(|s| s.weight() / largest).collect();
            table.total.push(weights.iter().sum());
            table.weights.push(weights);
            table.stand_of.push(stands);
            positions.push(
                issue
                    .stands
                    .iter()
                    .map(|stand| {
                        ((stand.position - issue.low) / (issue.high - issue.low) * 100.0)
                            .clamp(0.0, 100.0)
                    })
                    .collect::<Vec<f64>>(),
            );
        }
        let party_of = |issue: &Issue| issue.stands.iter().map(|stand| stand.party).collect();
        let rounds = match self.trading {
            Trading::Program => program::run(self, &table),
            Trading::Worthwhile => worthwhile::run(self, &table, positions),
        };
        Ok(Exchange { parties: issues.iter().map(party_of).collect(), rounds })
    }

    /// Random numbers of a pair of parties on a pair of issues: whether the one that supplies the
    /// later issue is favoured, and by how much of the partner's gain.
    fn favour(&self, round: usize, parties: [usize; 2], issues: [usize; 2]) -> Option<(bool, f64)> {
        let Division::Random { share, seed, draw } = self.division else { return None };
        let site = Site(Site::named("position_exchange").0 ^ round as u32);
        let [a, b] = [parties[0].min(parties[1]), parties[0].max(parties[1])];
        // The address is the pair's own, so that nobody's numbers hang on who else is there.
        let pair = (a as u32) << 22 ^ (b as u32) << 12 ^ (issues[0] as u32) << 6 ^ issues[1] as u32;
        let (who, z) = uniform_pair(seed, draw, site, pair);
        Some((who < 0.5, share * z))
    }
}
