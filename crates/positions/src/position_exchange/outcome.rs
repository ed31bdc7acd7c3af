//! What the exchange of positions says: trades, rounds, forecasts.

use crate::{Forecast, Remark, Round};
use std::collections::BTreeMap;

/// What one of two partners gives and gets. Positions and outcomes are on the issue's own scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Side {
    /// The party.
    pub party: usize,
    /// Index of the issue on which it moves.
    pub issue: usize,
    /// The position that it voted for before.
    pub from: f64,
    /// The position that it votes for now.
    pub to: f64,
    /// Outcome of the issue before, as the pair knows it.
    pub outcome_before: f64,
    /// Outcome of the issue after.
    pub outcome_after: f64,
    /// What the party gains from the trade: salience times points of a scale of 0 to 100.
    pub gain: f64,
}

/// A trade of two parties on two issues.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// The partner that supplies the issue that comes later in the data.
    pub first: Side,
    /// The partner that supplies the earlier issue.
    pub second: Side,
    /// The move was cut so that no outcome passes the position of the party that asks.
    pub cut: bool,
    /// Third parties that take a stand on either issue: party and gain (loss if negative).
    pub externalities: Vec<(usize, f64)>,
}

/// One round of trading. Positions and outcomes are on each issue's own scale.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExchangeRound {
    /// Preferred positions at the start: by issue, in the order of its stands.
    pub positions: Vec<Vec<f64>>,
    /// Voted positions at the end.
    pub votes: Vec<Vec<f64>>,
    /// Outcome of each issue before trading.
    pub outcomes_before: Vec<f64>,
    /// Outcome of each issue after trading: the forecast if the model stopped here.
    pub outcomes_after: Vec<f64>,
    /// Every trade that was possible at the start, best first: the exchange network.
    pub opportunities: Vec<Trade>,
    /// The trades in the order in which they were carried out.
    pub trades: Vec<Trade>,
    /// How often several trades were equally good.
    pub ties: usize,
}

/// What the model says of several issues.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exchange {
    /// The party of each stand, by issue.
    pub parties: Vec<Vec<usize>>,
    /// The rounds.
    pub rounds: Vec<ExchangeRound>,
}

impl Exchange {
    /// The forecast of one issue: the outcome after the last round, with the votes of each round
    /// and, for each stand that moved, the partner of its last trade on the issue.
    ///
    /// `None` where there is no such issue.
    pub fn forecast(&self, issue: usize) -> Option<Forecast> {
        let mut forecast = Forecast::default();
        for round in &self.rounds {
            let positions = round.votes.get(issue)?;
            let mut moved_by = vec![None; positions.len()];
            let stand = |party| self.parties.get(issue)?.iter().position(|p| *p == party);
            for trade in &round.trades {
                for (side, partner) in [(trade.first, trade.second), (trade.second, trade.first)] {
                    if side.issue == issue
                        && let Some(moved) = stand(side.party).and_then(|at| moved_by.get_mut(at))
                    {
                        *moved = stand(partner.party);
                    }
                }
            }
            forecast.point = *round.outcomes_after.get(issue)?;
            forecast.rounds.push(Round {
                positions: positions.clone(),
                forecast: forecast.point,
                moved_by,
            });
            if round.ties > 0 && !forecast.remarks.contains(&Remark::Tie) {
                forecast.remarks.push(Remark::Tie);
            }
        }
        if let [.., before, last] = forecast.rounds.as_slice() {
            let by = (last.forecast - before.forecast).abs();
            if by > 1e-9 {
                forecast.remarks.push(Remark::StillMoving { by });
            }
        }
        Some(forecast)
    }

    /// Sum over all trades of what each party gains or loses, by party: own trades and those of
    /// others.
    pub fn balance(&self) -> BTreeMap<usize, (f64, f64)> {
        let mut balance: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for trade in self.rounds.iter().flat_map(|round| &round.trades) {
            for side in [&trade.first, &trade.second] {
                balance.entry(side.party).or_default().0 += side.gain;
            }
            for &(party, gain) in &trade.externalities {
                balance.entry(party).or_default().1 += gain;
            }
        }
        balance
    }
}
