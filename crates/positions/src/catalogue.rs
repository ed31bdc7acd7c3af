//! The models that forecast one issue by itself, the simplest first.

use crate::Model;
use crate::compromise::{Compromise, PowerMean};
use crate::expected_utility::{ExpectedUtility, Outcome, Reading, Stop};
use crate::legislative_bargaining::LegislativeBargaining;
use crate::mean::{Mean, Midpoint, ReferencePoint, SalienceMean};
use crate::median::Median;
use crate::nash_bargaining::{KalaiSmorodinsky, NashBargaining};
use crate::spatial::SpatialModel;

/// Patience of the parties in the catalogue's legislative bargaining.
const DISCOUNT: f64 = 0.9;

/// Every model with its default options, those with rounds playing so many.
///
/// ```
/// let models = zopa_positions::catalogue(10);
/// assert_eq!(models[0].name(), "compromise");
/// assert!(models.iter().any(|model| model.name() == "expected_utility_as_run"));
/// ```
pub fn catalogue(rounds: usize) -> Vec<Box<dyn Model + Send + Sync>> {
    let mut models: Vec<Box<dyn Model + Send + Sync>> = vec![
        Box::new(Compromise),
        Box::new(Mean),
        Box::new(SalienceMean),
        Box::new(PowerMean),
        Box::new(Median::PLAIN),
        Box::new(Median::WEIGHTED),
        Box::new(NashBargaining::FAR_LINEAR),
        Box::new(NashBargaining::FAR_QUADRATIC),
        Box::new(NashBargaining::AT_REFERENCE),
        Box::new(KalaiSmorodinsky::FAR),
    ];
    if let Ok(bargaining) = LegislativeBargaining::new(DISCOUNT, 0.5) {
        models.push(Box::new(bargaining));
    }
    let stop = Stop::Rounds(rounds.max(1));
    for preset in ExpectedUtility::PRESETS {
        let reading = match preset.reading.stop {
            Stop::Rounds(_) => Reading { stop, ..preset.reading },
            _ => preset.reading,
        };
        models.push(Box::new(ExpectedUtility { reading, ..preset }));
    }
    models.push(Box::new(ExpectedUtility {
        name: "expected_utility_as_run_mean",
        summary: "expected utility model as run, mean of the final positions",
        reading: Reading { stop, ..Reading::AS_RUN },
        outcome: Outcome::Mean,
        ..ExpectedUtility::AS_RUN
    }));
    models.push(Box::new(SpatialModel::first_election()));
    models.push(Box::new(SpatialModel::closing()));
    models.push(Box::new(SpatialModel::closing_sound()));
    models.push(Box::new(Midpoint));
    models.push(Box::new(ReferencePoint));
    models
}
