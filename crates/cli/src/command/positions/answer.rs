//! The forecasts of an issue by every model, gathered for every way of showing them.

use super::digits::Digits;
use super::past;
use super::readings::AGENDA;
use crate::progress::Watch;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use zopa_ensemble::Observer;
use zopa_exchange::positions::{NamedIssue, NamedPositions};
use zopa_positions::calibration::Case;
use zopa_positions::decisive::{Decisive, decisive};
use zopa_positions::expected_utility::{ExpectedUtility, Spread};
use zopa_positions::uncertainty::{Input, UncertainIssue, UncertainStand, monte_carlo};
use zopa_positions::{Forecast, IssueError, Model, Remark};

/// Points that no party's position enters.
const BASELINES: [&str; 2] = ["midpoint", "reference_point"];

/// How the names of the readings of the expected utility model begin.
const FAMILY: &str = "expected_utility";

/// A model's forecast of an issue.
pub struct ModelForecast {
    /// Short name.
    pub name: String,
    /// What it does.
    pub summary: String,
    /// Author and year.
    pub source: String,
    /// The forecast.
    pub forecast: Forecast,
    /// The 80 % interval from what the model missed on past decisions.
    pub interval: Option<(f64, f64)>,
    /// The 80 % range over draws of the uncertain inputs, where there are any.
    pub inputs: Option<(f64, f64)>,
    /// How each stand moved in each round, where the model tells.
    pub manners: Vec<Vec<Option<&'static str>>>,
}

/// Everything said of one issue.
pub struct IssueAnswer<'a> {
    /// The issue.
    pub named: &'a NamedIssue,
    /// Model by model.
    pub models: Vec<ModelForecast>,
    /// Models without an answer, with the reason.
    pub without: Vec<(String, String)>,
    /// Who moves the first model's forecast.
    pub decisive: Option<Decisive>,
    /// What the readings of the expected utility model say, where one of them is asked for.
    pub readings: Option<Spread>,
}

/// What to compute.
pub struct Question<'a> {
    /// The models.
    pub models: &'a [Box<dyn Model + Send + Sync>],
    /// The past cases of each.
    pub past: &'a [Vec<Case>],
    /// Draws of the inputs.
    pub draws: u64,
    /// Seed of the draws.
    pub seed: u64,
    /// Rounds of models that have rounds.
    pub rounds: usize,
    /// The past cases of the agenda setter, where it is asked for.
    pub agenda: Option<&'a [Case]>,
    /// Whether the agenda setter is asked for by name.
    pub named: bool,
    /// Whether the models are asked for by name, so that draws of slow ones are wanted too.
    pub patient: bool,
    /// Shows how far the work is, and says when to stop.
    pub watch: &'a Watch,
    /// Forecasts done so far.
    pub done: &'a AtomicU64,
    /// Forecasts in all.
    pub total: u64,
}

/// The forecasts of an issue; none where the work was stopped before all were there.
pub fn answer<'a>(named: &'a NamedIssue, question: &Question<'_>) -> Option<IssueAnswer<'a>> {
    let uncertain = uncertain(named);
    let found: Vec<_> = question
        .models
        .par_iter()
        .zip(question.past)
        .map(|(model, past)| {
            let model = model.as_ref();
            if question.watch.cancelled() {
                return Err(IssueError::NoStands);
            }
            let forecast = model.forecast(&named.issue)?;
            // A point that ignores the positions has no error in proportion to their spread.
            let interval = past::interval(past, &named.issue, forecast.point)
                .filter(|_| !BASELINES.contains(&model.name()));
            let rests = uncertain.as_ref().filter(|_| {
                !BASELINES.contains(&model.name()) && (question.patient || !slow(model, named))
            });
            let inputs = rests.and_then(|issue| {
                let spread = monte_carlo(model, issue, question.seed, question.draws).ok()?;
                Some(spread.interval(past::LEVEL))
            });
            let done = question.done.fetch_add(1, Ordering::Relaxed);
            question.watch.progress(done, question.total);
            Ok(ModelForecast {
                name: model.name().to_owned(),
                summary: model.summary().to_owned(),
                source: model.source().to_owned(),
                manners: model.manners(&named.issue),
                forecast,
                interval,
                inputs,
            })
        })
        .collect();
    if question.watch.cancelled() {
        return None;
    }
    let mut models = Vec::new();
    let mut without = Vec::new();
    for (model, found) in question.models.iter().zip(found) {
        match found {
            Ok(forecast) => models.push(forecast),
            Err(error) => {
                let error: zopa_positions::IssueError = error;
                without.push((model.name().to_owned(), error.to_string()));
            }
        }
    }
    if let Some(past) = question.agenda {
        match named.agenda_forecast() {
            Some(Ok(forecast)) => models.push(proposed(named, forecast, past)),
            Some(Err(error)) => without.push((AGENDA.to_owned(), error.to_string())),
            None if question.named => {
                without.push((AGENDA.to_owned(), "the file names no agenda setter".to_owned()));
            }
            None => {}
        }
    }
    // A change of each party costs seven forecasts.
    let first = question.models.first().filter(|model| !slow(model.as_ref(), named));
    let decisive =
        first.and_then(|model| decisive(model.as_ref(), &named.issue, heaviest(named)).ok());
    let family = models.iter().any(|model: &ModelForecast| model.name.starts_with(FAMILY));
    let spread = family.then(|| ExpectedUtility::spread(&named.issue, question.rounds).ok());
    Some(IssueAnswer { named, models, without, decisive, readings: spread.flatten() })
}

/// Whether a forecast takes long enough that thousands of it are too many: the spatial model takes
/// time in proportion to the cube of the parties.
pub fn slow(model: &dyn Model, named: &NamedIssue) -> bool {
    model.name().starts_with("spatial") && named.issue.stands.len() > 40
}

/// How many parties are changed in turn: all up to 60, fewer of more, since a forecast takes longer
/// then.
fn heaviest(named: &NamedIssue) -> usize {
    let parties = named.issue.stands.len();
    if parties <= 60 { parties } else { (3_600 / parties).max(10) }
}

/// The forecast of the agenda setter.
fn proposed(named: &NamedIssue, forecast: Forecast, past: &[Case]) -> ModelForecast {
    ModelForecast {
        name: AGENDA.to_owned(),
        summary: "the agenda setter's best proposal that passes".to_owned(),
        source: "Romer and Rosenthal (1978)".to_owned(),
        interval: past::interval(past, &named.issue, forecast.point),
        inputs: None,
        manners: Vec::new(),
        forecast,
    }
}

/// The issue with its distributions, where it has any.
fn uncertain(named: &NamedIssue) -> Option<UncertainIssue> {
    let issue = &named.issue;
    let any = named
        .uncertain
        .iter()
        .any(|u| u.position.is_some() || u.salience.is_some() || u.capability.is_some());
    any.then(|| UncertainIssue {
        low: issue.low,
        high: issue.high,
        stands: issue
            .stands
            .iter()
            .zip(&named.uncertain)
            .map(|(stand, uncertain)| {
                let input = |number: f64, distribution: &Option<zopa_sampling::Distribution>| {
                    distribution.clone().map_or(Input::Number(number), Input::Distribution)
                };
                UncertainStand {
                    party: stand.party,
                    position: input(stand.position, &uncertain.position),
                    salience: input(stand.salience, &uncertain.salience),
                    capability: input(stand.capability, &uncertain.capability),
                }
            })
            .collect(),
        reference_point: issue.reference_point,
    })
}

impl IssueAnswer<'_> {
    /// The lowest and highest forecast over the models that use positions.
    pub fn spread(&self) -> Option<(f64, f64)> {
        range(&self.models)
    }

    /// The same over all but the first, whose forecast is told by itself.
    pub fn others(&self) -> Option<(f64, f64)> {
        range(self.models.get(1..)?)
    }

    /// The party of a stand.
    pub fn party<'p>(&self, positions: &'p NamedPositions, stand: usize) -> &'p str {
        let party = self.named.issue.stands.get(stand).map_or(0, |stand| stand.party);
        positions.parties.get(party).map_or("", |party| party.name.as_str())
    }
}

/// The lowest and highest forecast of models that use positions.
fn range(models: &[ModelForecast]) -> Option<(f64, f64)> {
    let points = models
        .iter()
        .filter(|model| !BASELINES.contains(&model.name.as_str()))
        .map(|model| model.forecast.point);
    points.fold(None, |range, point| match range {
        None => Some((point, point)),
        Some((low, high)) => Some((f64::min(low, point), f64::max(high, point))),
    })
}

/// A remark in words.
pub fn remark(remark: &Remark, digits: Digits) -> String {
    match remark {
        Remark::Cycle { from, period } => {
            format!("positions go in a circle of {period} rounds from round {from} on")
        }
        Remark::RanToTheEnd => "the forecast ran to an end of the scale".into(),
        Remark::StillMoving { by } if *by < digits.least() => {
            "positions still move a little in the last round".into()
        }
        Remark::StillMoving { by } => {
            format!(
                "positions still move by {} in the last round: the answer depends on where the rounds stop",
                digits.fine(*by)
            )
        }
        Remark::MedianTie { low, high } => {
            let (low, high) = (digits.fine(*low), digits.fine(*high));
            format!("the median is not unique: anything from {low} to {high} serves")
        }
        Remark::Tie => "several answers are equally good; the first was taken".into(),
        Remark::FellBack(why) => (*why).to_owned(),
    }
}
