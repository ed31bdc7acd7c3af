//! The combination of the models, its weights fitted on past decisions.

use super::answer::{IssueAnswer, ModelForecast};
use super::past::{self, Past};
use super::readings::{BoxedModel, STACKED};
use crate::arguments::PositionsArguments;
use crate::exit::Failure;
use zopa_positions::calibration::Case;
use zopa_positions::stacking::{Cases, Loss, StackingError, cross_validate, fit};
use zopa_positions::{Forecast, catalogue};

/// Folds of the cross-validation, by proposal.
pub const FOLDS: usize = 10;
/// What draws the weights together for a new issue, in points of error: what the nested choice among
/// [`PENALTIES`] mostly takes on the decisions that come with the program, hence chosen with them in
/// view.
pub const PENALTY: [f64; 1] = [1.0];
/// What is compared where the combination is itself scored: every fold takes what did best in an inner
/// cross-validation on the others.
pub const PENALTIES: [f64; 2] = [0.0, 1.0];

/// A combination of models.
pub struct Combination {
    /// The models that forecast every past decision: their places among the columns.
    pub models: Vec<usize>,
    /// Their weights, fitted on all past decisions.
    pub weights: Vec<f64>,
    /// The combined forecast of each past decision, by weights fitted on other proposals.
    pub held_out: Vec<Option<f64>>,
}

/// The combination of all columns without gaps; none where there are fewer than two.
///
/// # Errors
/// Fewer than two proposals.
pub fn combination(
    past: &Past,
    columns: &[Vec<Option<f64>>],
    penalties: &[f64],
    seed: u64,
) -> Result<Option<Combination>, StackingError> {
    let models: Vec<usize> =
        (0..columns.len()).filter(|&m| columns[m].iter().all(Option::is_some)).collect();
    if models.len() < 2 {
        return Ok(None);
    }
    let rows: Vec<Vec<f64>> = (0..past.outcomes.len())
        .map(|k| models.iter().filter_map(|&m| columns[m][k]).collect())
        .collect();
    let cases = Cases::points(rows, past.outcomes.clone(), past.groups.clone())?;
    let found = cross_validate(&cases, Loss::Absolute, penalties, FOLDS, seed)?;
    let middle = middle(&found.penalties);
    let weights = fit(&cases, Loss::Absolute, middle);
    let held_out = found.forecasts.into_iter().map(Some).collect();
    Ok(Some(Combination { models, weights, held_out }))
}

impl Combination {
    /// The combined forecast of a new issue from those of the models, `points[model]`; none where
    /// a model with weight has none.
    pub fn forecast(&self, points: &[Option<f64>]) -> Option<f64> {
        let mut sum = 0.0;
        for (&model, &weight) in self.models.iter().zip(&self.weights) {
            if weight > 0.0 {
                sum += weight * points[model]?;
            }
        }
        Some(sum)
    }

    /// The weights in words, the largest first.
    fn told(&self, all: &[BoxedModel]) -> String {
        let mut parts: Vec<(f64, &str)> = self
            .models
            .iter()
            .zip(&self.weights)
            .filter(|(_, weight)| **weight >= 0.005)
            .map(|(&model, &weight)| (weight, all[model].name()))
            .collect();
        parts.sort_by(|a, b| b.0.total_cmp(&a.0));
        let parts: Vec<String> =
            parts.iter().map(|(weight, name)| format!("{name} {weight:.2}")).collect();
        parts.join(", ")
    }

    /// The cases of its held-out forecasts.
    pub fn cases(&self, past: &Past) -> Vec<Case> {
        past.cases(&self.held_out)
    }
}

/// The middle one of the penalties that the folds chose.
fn middle(penalties: &[f64]) -> f64 {
    let mut sorted = penalties.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// Adds the combination to the forecasts of every issue; `columns` holds the past forecasts of
/// `models`.
///
/// # Errors
/// None with the decisions that come with the program.
pub fn add(
    answers: &mut [IssueAnswer<'_>],
    past: &Past,
    models: &[BoxedModel],
    columns: Vec<Vec<Option<f64>>>,
    arguments: &PositionsArguments,
) -> Result<(), Failure> {
    let all = catalogue(arguments.rounds());
    // The combination is one of the catalogue's models, whatever else is asked for.
    let mut columns = columns.into_iter();
    let known: Vec<(&str, Vec<Option<f64>>)> =
        models.iter().map(|model| model.name()).zip(&mut columns).collect();
    let columns: Vec<Vec<Option<f64>>> = all
        .iter()
        .map(|model| {
            let found = known.iter().find(|(name, _)| *name == model.name());
            found.map_or_else(|| past.column(model.as_ref()), |(_, column)| column.clone())
        })
        .collect();
    let found = combination(past, &columns, &PENALTY, arguments.seed)
        .map_err(|error| Failure::wrong(format!("the models cannot be combined: {error}")))?;
    let Some(found) = found else { return Ok(()) };
    let cases = found.cases(past);
    let told = found.told(&all);
    for answer in answers {
        let issue = &answer.named.issue;
        let points: Vec<Option<f64>> = all
            .iter()
            .map(|model| {
                let known = answer.models.iter().find(|known| known.name == model.name());
                known
                    .map(|known| known.forecast.point)
                    .or_else(|| model.forecast(issue).ok().map(|forecast| forecast.point))
            })
            .collect();
        match found.forecast(&points) {
            Some(point) => answer.models.push(ModelForecast {
                name: STACKED.to_owned(),
                summary: format!("combination fitted on past decisions: {told}"),
                source: "Breiman (1996)".to_owned(),
                forecast: Forecast::point(point),
                interval: past::interval(&cases, issue, point),
                inputs: None,
                manners: Vec::new(),
            }),
            None => answer.without.push((
                STACKED.to_owned(),
                "a model of the combination has no forecast".to_owned(),
            )),
        }
    }
    Ok(())
}
