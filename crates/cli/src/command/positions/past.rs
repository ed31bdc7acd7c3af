//! What the models missed on past decisions, for intervals around new forecasts.

use rayon::prelude::*;
use zopa_exchange::positions::NamedPositions;
use zopa_positions::calibration::{Case, Residuals, Scaling, weighted_spread};
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

/// The past cases of a model: its forecast of each decision and what came of it.
pub fn cases(model: &(dyn Model + Send + Sync), decisions: &NamedPositions) -> Vec<Case> {
    let groups = groups(decisions);
    decisions
        .issues
        .par_iter()
        .zip(&groups)
        .filter_map(|(issue, &group)| {
            let outcome = issue.outcome.filter(|_| issue.issue.stands.len() >= LEAST_STANDS)?;
            let forecast = model.forecast(&issue.issue).ok()?.point;
            Some(case(&issue.issue, group, forecast, outcome))
        })
        .collect()
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
