//! Who is decisive: how far a model's forecast swings when one party changes.
//!
//! For each party one thing is changed at a time and the model is asked again; the swing is the
//! new forecast less the old. Beside it stands the pivot: the party that holds the (lower)
//! weighted median position, weights capability times salience, without whom neither side of it
//! has half of the weight.

use rayon::prelude::*;

use crate::{Issue, IssueError, Model};

/// A change of one party, all else equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Its capability is 0: it keeps its position, but its weight is gone.
    CapabilityRemoved,
    /// Twice its capability.
    CapabilityDoubled,
    /// Half its salience.
    SalienceHalved,
    /// Twice its salience, at most 1.
    SalienceDoubled,
    /// Its position a tenth of the scale lower, at most to the end.
    PositionLower,
    /// Its position a tenth of the scale higher, at most to the end.
    PositionHigher,
    /// It takes the position that the model forecasts.
    PositionToForecast,
}

impl Change {
    /// All changes, in the order of the answers.
    pub const ALL: [Change; 7] = [
        Change::CapabilityRemoved,
        Change::CapabilityDoubled,
        Change::SalienceHalved,
        Change::SalienceDoubled,
        Change::PositionLower,
        Change::PositionHigher,
        Change::PositionToForecast,
    ];

    /// The issue with this change of one stand; `forecast` is the model's forecast without it.
    /// A stand that does not exist changes nothing.
    pub fn apply(self, issue: &Issue, stand: usize, forecast: f64) -> Issue {
        let mut changed = issue.clone();
        let (low, high) = (issue.low, issue.high);
        let Some(party) = changed.stands.get_mut(stand) else { return changed };
        let tenth = (high - low) / 10.0;
        match self {
            Change::CapabilityRemoved => party.capability = 0.0,
            Change::CapabilityDoubled => party.capability = (2.0 * party.capability).min(f64::MAX),
            Change::SalienceHalved => {
                party.salience = (party.salience / 2.0).max(f64::MIN_POSITIVE)
            }
            Change::SalienceDoubled => party.salience = (2.0 * party.salience).min(1.0),
            Change::PositionLower => party.position = (party.position - tenth).max(low),
            Change::PositionHigher => party.position = (party.position + tenth).min(high),
            Change::PositionToForecast => party.position = forecast.max(low).min(high),
        }
        changed
    }
}

/// What one change of one party does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swing {
    /// The change.
    pub change: Change,
    /// The forecast with it; none where the model then has no answer, as when the only party
    /// with weight loses it.
    pub forecast: Option<f64>,
    /// Its difference from the forecast without it, in points of the scale; 0 without an answer.
    pub swing: f64,
}

/// The swings of one party.
#[derive(Debug, Clone, PartialEq)]
pub struct PartySwings {
    /// Index of the stand in the issue.
    pub stand: usize,
    /// One for each of [`Change::ALL`].
    pub swings: Vec<Swing>,
}

impl PartySwings {
    /// The largest swing in either direction, in points of the scale.
    pub fn largest(&self) -> f64 {
        self.swings.iter().fold(0.0, |most, swing| most.max(swing.swing.abs()))
    }
}

/// Who is decisive on an issue by one model.
#[derive(Debug, Clone, PartialEq)]
pub struct Decisive {
    /// The forecast without any change.
    pub forecast: f64,
    /// Swings of the stands examined, in the order of the issue.
    pub parties: Vec<PartySwings>,
    /// Stands at the lower weighted median position that have weight: together the pivot.
    pub pivot: Vec<usize>,
}

impl Decisive {
    /// The stands examined by their largest swing, the largest first; equals in the order of the
    /// issue.
    pub fn ranking(&self) -> Vec<&PartySwings> {
        let mut order: Vec<&PartySwings> = self.parties.iter().collect();
        order.sort_by(|a, b| b.largest().total_cmp(&a.largest()));
        order
    }
}

/// Asks the model seven times for each of the `most` parties with the greatest capability times
/// salience (the first of equals): at most 7 `most` + 1 forecasts, on all processors; the answer
/// does not depend on how many there are.
///
/// ```
/// use zopa_positions::decisive::{Change, decisive};
/// use zopa_positions::expected_utility::ExpectedUtility;
/// use zopa_positions::{Issue, Stand};
/// let stand = |party, position, capability| Stand { party, position, salience: 1.0, capability };
/// let stands = vec![stand(0, 0.0, 1.0), stand(1, 40.0, 1.0), stand(2, 100.0, 1.0)];
/// let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: None };
/// let answer = decisive(&ExpectedUtility::PRINTED, &issue, 3).unwrap();
/// assert_eq!(answer.pivot, [1]);
/// assert_eq!(answer.parties[0].swings.len(), Change::ALL.len());
/// ```
///
/// # Errors
/// Where the model has no forecast of the issue as it is.
pub fn decisive(model: &dyn Model, issue: &Issue, most: usize) -> Result<Decisive, IssueError> {
    let forecast = model.forecast(issue)?.point;
    let mut chosen: Vec<usize> = (0..issue.stands.len()).collect();
    chosen.sort_by(|&i, &j| issue.stands[j].weight().total_cmp(&issue.stands[i].weight()));
    chosen.truncate(most);
    chosen.sort_unstable();
    let parties = chosen
        .into_par_iter()
        .map(|stand| {
            let swings = Change::ALL.map(|change| {
                let changed = change.apply(issue, stand, forecast);
                let new = model.forecast(&changed).ok().map(|new| new.point);
                Swing { change, forecast: new, swing: new.map_or(0.0, |new| new - forecast) }
            });
            PartySwings { stand, swings: swings.to_vec() }
        })
        .collect();
    Ok(Decisive { forecast, parties, pivot: pivot(issue) })
}

/// Stands with weight at the lower weighted median position; empty where nobody has weight.
pub fn pivot(issue: &Issue) -> Vec<usize> {
    let largest = issue.stands.iter().fold(0.0_f64, |most, stand| most.max(stand.capability));
    let weight = |i: usize| issue.stands[i].capability / largest * issue.stands[i].salience;
    let mut order: Vec<usize> = (0..issue.stands.len()).filter(|&i| weight(i) > 0.0).collect();
    order.sort_by(|&i, &j| issue.stands[i].position.total_cmp(&issue.stands[j].position));
    let total: f64 = order.iter().map(|&i| weight(i)).sum();
    let mut sum = 0.0;
    for &i in &order {
        sum += weight(i);
        if sum >= total / 2.0 - 1e-12 * total {
            let at = issue.stands[i].position;
            return (0..issue.stands.len())
                .filter(|&j| weight(j) > 0.0 && issue.stands[j].position == at)
                .collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::{Change, decisive, pivot};
    use crate::{Forecast, Issue, IssueError, Model, Stand};

    /// The salience- and capability-weighted mean: swings follow by hand.
    struct WeightedMean;

    impl Model for WeightedMean {
        fn name(&self) -> &'static str {
            "weighted_mean"
        }
        fn summary(&self) -> &'static str {
            ""
        }
        fn source(&self) -> &'static str {
            ""
        }
        fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
            issue.check()?;
            let (mut sum, mut total) = (0.0, 0.0);
            for stand in &issue.stands {
                sum += stand.weight() * stand.position;
                total += stand.weight();
            }
            Ok(Forecast::point(sum / total))
        }
    }

    fn issue() -> Issue {
        let stand =
            |party, position, capability| Stand { party, position, salience: 0.5, capability };
        let stands = vec![stand(0, 0.0, 1.0), stand(1, 50.0, 1.0), stand(2, 100.0, 2.0)];
        Issue { low: 0.0, high: 100.0, stands, reference_point: None }
    }

    #[test]
    fn swings_of_the_weighted_mean_are_those_computed_by_hand() {
        // Forecast (0 + 50 + 200) / 4 = 62.5.
        let answer = decisive(&WeightedMean, &issue(), 9).unwrap();
        assert_eq!(answer.forecast, 62.5);
        let of = |stand: usize, change: Change| {
            let swings = &answer.parties[stand].swings;
            swings.iter().find(|swing| swing.change == change).unwrap().swing
        };
        assert!((of(0, Change::CapabilityRemoved) - (250.0 / 3.0 - 62.5)).abs() < 1e-12);
        assert!((of(2, Change::CapabilityDoubled) - (450.0 / 6.0 - 62.5)).abs() < 1e-12);
        assert!((of(1, Change::SalienceHalved) - (225.0 / 3.5 - 62.5)).abs() < 1e-12);
        assert!((of(0, Change::SalienceDoubled) - (50.0 - 62.5)).abs() < 1e-12);
        assert_eq!(of(0, Change::PositionLower), 0.0);
        assert!((of(1, Change::PositionHigher) - 2.5).abs() < 1e-12);
        assert!((of(0, Change::PositionToForecast) - 62.5 / 4.0).abs() < 1e-12);
        // The largest swings: stand 0 by 20.8, 1 by 6.25 at most, 2 by 37.5 (removed: 25).
        let ranking: Vec<usize> = answer.ranking().iter().map(|party| party.stand).collect();
        assert_eq!(ranking, [2, 0, 1]);
        // Only the heaviest two: the last, and the first of the equals.
        let some = decisive(&WeightedMean, &issue(), 2).unwrap();
        assert_eq!(some.parties, [answer.parties[0].clone(), answer.parties[2].clone()]);
        assert_eq!(answer.pivot, [1]);
    }

    #[test]
    fn the_only_weight_removed_leaves_no_answer_and_no_swing() {
        let mut alone = issue();
        alone.stands.truncate(1);
        let answer = decisive(&WeightedMean, &alone, 9).unwrap();
        assert_eq!(answer.parties[0].swings[0].forecast, None);
        assert_eq!(answer.parties[0].swings[0].swing, 0.0);
        assert!(pivot(&Issue::default()).is_empty());
        assert!(decisive(&WeightedMean, &Issue::default(), 9).is_err());
    }
}
