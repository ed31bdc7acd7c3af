//! What the models missed on past decisions, for intervals around new forecasts.

use rayon::prelude::*;
use zopa_exchange::positions::NamedPositions;
use zopa_positions::calibration::{Case, Residuals, Scaling, weighted_spread};
use zopa_positions::position_exchange::PositionExchange;
use zopa_positions::{Issue, Model};

/// The decisions that come with the program.
const ISSUES: &str = include_str!("../../../../../data/european-union/issues.csv");
const POSITIONS: &str = include_str!("../../../../../data/european-union/positions.csv");

/// Fewest stands of a decision that counts.
pub const LEAST_STANDS: usize = 3;

/// The level of the intervals.
pub const LEVEL: f64 = 0.8;

/// The decisions that come with the program; empty where they cannot be read, which a test rules
/// out.
pub fn decisions() -> NamedPositions {
    let reading = zopa_exchange::positions::data_set::read(ISSUES, POSITIONS, "");
    reading.data_set.map_or_else(NamedPositions::default, |data_set| data_set.positions)
}

/// Past decisions that count, with the forecasts that are judged by them.
pub struct Past {
    /// The decisions.
    pub decisions: NamedPositions,
    /// Which of them have an outcome and enough stands.
    pub scored: Vec<usize>,
    /// The group of each of those.
    pub groups: Vec<usize>,
    /// The outcome of each of those.
    pub outcomes: Vec<f64>,
}

impl Past {
    /// What counts of a list of decisions.
    pub fn new(decisions: NamedPositions) -> Past {
        let scored: Vec<usize> = (0..decisions.issues.len())
            .filter(|&index| {
                let issue = &decisions.issues[index];
                issue.outcome.is_some() && issue.issue.stands.len() >= LEAST_STANDS
            })
            .collect();
        let groups = groups(&decisions);
        let groups = scored.iter().map(|&index| groups[index]).collect();
        let outcomes = scored.iter().filter_map(|&index| decisions.issues[index].outcome).collect();
        Past { decisions, scored, groups, outcomes }
    }

    /// An issue that counts.
    pub fn issue(&self, case: usize) -> &Issue {
        &self.decisions.issues[self.scored[case]].issue
    }

    /// A model's forecast of each decision, where it has one.
    pub fn column(&self, model: &(dyn Model + Send + Sync)) -> Vec<Option<f64>> {
        let forecast = |&index: &usize| {
            model.forecast(&self.decisions.issues[index].issue).ok().map(|f| f.point)
        };
        self.scored.par_iter().map(forecast).collect()
    }

    /// The cases of a column of forecasts.
    pub fn cases(&self, column: &[Option<f64>]) -> Vec<Case> {
        let case = |(k, forecast): (usize, &Option<f64>)| {
            Some(case(self.issue(k), self.groups[k], (*forecast)?, self.outcomes[k]))
        };
        column.iter().enumerate().filter_map(case).collect()
    }

    /// The agenda setter's forecasts, of the decisions on which someone is known to propose.
    pub fn proposed(&self) -> Vec<Option<f64>> {
        let forecast = |&index: &usize| {
            let found = self.decisions.issues[index].agenda_forecast()?;
            found.ok().map(|forecast| forecast.point)
        };
        self.scored.iter().map(forecast).collect()
    }

    /// The position-exchange model's forecasts, each proposal by itself; none for proposals of one
    /// issue. Among equal gains the order of the parties decides: here the alphabet's, so that the
    /// order of a file does not matter.
    pub fn traded(&self, model: &PositionExchange) -> Vec<Option<f64>> {
        let mut forecasts = vec![None; self.scored.len()];
        let parties = &self.decisions.parties;
        let mut names: Vec<&str> = parties.iter().map(|party| party.id.as_str()).collect();
        names.sort_unstable();
        let place: Vec<usize> = parties
            .iter()
            .map(|party| names.partition_point(|name| *name < party.id.as_str()))
            .collect();
        let renumbered = |issue: &Issue| {
            let mut issue = issue.clone();
            issue.stands.iter_mut().for_each(|stand| stand.party = place[stand.party]);
            issue
        };
        let mut order: Vec<usize> = (0..self.scored.len()).collect();
        order.sort_by_key(|&k| (self.groups[k], k));
        for proposal in order.chunk_by(|&a, &b| self.groups[a] == self.groups[b]) {
            if proposal.len() < 2 {
                continue;
            }
            let issues: Vec<Issue> = proposal.iter().map(|&k| renumbered(self.issue(k))).collect();
            let Ok(exchange) = model.run(&issues) else { continue };
            for (place, &k) in proposal.iter().enumerate() {
                forecasts[k] = exchange.forecast(place).map(|forecast| forecast.point);
            }
        }
        forecasts
    }
}

/// A case of one issue.
pub fn case(issue: &Issue, group: usize, forecast: f64, outcome: f64) -> Case {
    let Issue { low, high, .. } = *issue;
    Case { group, low, high, forecast, spread: weighted_spread(issue), outcome }
}

/// The number of the group of each issue; an issue without one is a group of its own.
pub fn groups(decisions: &NamedPositions) -> Vec<usize> {
    let mut names: Vec<&str> = decisions.issues.iter().map(|issue| issue.group.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let alone = names.len();
    decisions
        .issues
        .iter()
        .enumerate()
        .map(|(index, issue)| match issue.group.as_str() {
            "" => alone + index,
            group => names.partition_point(|name| *name < group),
        })
        .collect()
}

/// The interval around a model's forecast from its misses on past decisions, in proportion to the
/// spread of the positions; none where the model has too few past cases.
pub fn interval(cases: &[Case], issue: &Issue, forecast: f64) -> Option<(f64, f64)> {
    const LEAST: usize = 50;
    if cases.len() < LEAST {
        return None;
    }
    let residuals = Residuals::of(cases, Scaling::BySpread);
    let predictive = residuals.predict(forecast, weighted_spread(issue), issue.low, issue.high);
    Some(predictive.interval(LEVEL))
}
