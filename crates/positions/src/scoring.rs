//! Accuracy of point forecasts, with intervals and paired differences from a base model.
//!
//! With e = forecast - outcome over the issues that a model forecasts: mean absolute error
//! mean |e|, root mean squared error sqrt(mean e^2), median of |e|, share with |e| <= 10. Issues of
//! one proposal are decided together, so intervals come from a bootstrap over groups: each draw
//! takes as many groups as there are, with replacement, and every model is scored on the same
//! draws; the interval runs from the 2.5 % to the 97.5 % quantile. The paired difference of two
//! models is the mean of |e| - |e'| over the issues that both forecast. One model is called better
//! than another only if the interval of that difference lies on one side of zero.
//!
//! Errors are in the unit of the forecasts: give them on a scale of 0 to 100.
//!
//! Assumptions: groups are independent of each other; within a group anything goes.
//!
//! ```
//! use zopa_positions::scoring::score;
//! let groups = [0, 0, 1, 1];
//! let outcomes = [0.0, 100.0, 50.0, 20.0];
//! let base = [Some(20.0), Some(80.0), Some(50.0), Some(40.0)];
//! let other = [Some(50.0), Some(50.0), None, Some(20.0)];
//! let table = score(&[&base, &other], &groups, &outcomes, 0, 1000, 1);
//! assert_eq!((table[0].issues, table[0].mean_absolute_error), (4, 15.0));
//! assert_eq!((table[1].issues, table[1].within_10), (3, 1.0 / 3.0));
//! // On the three issues that both forecast: 33.33 against 20.
//! assert!((table[1].difference - (100.0 - 60.0) / 3.0).abs() < 1e-12);
//! assert_eq!((table[0].rank, table[1].rank), (1, 2));
//! ```
//!
//! Sources: Efron (1979) for the bootstrap, Field and Welsh (2007) for groups; the measures as used
//! for the models of the European Union's decisions by Thomson et al. (2006).

use crate::uncertainty::quantile;
use rayon::prelude::*;
use zopa_sampling::Site;
use zopa_sampling::stream::uniform;

/// How accurate a model is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Accuracy {
    /// Issues that it forecasts and whose outcome is known. All else is 0 where this is 0.
    pub issues: usize,
    /// Mean absolute error.
    pub mean_absolute_error: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// Root mean squared error.
    pub root_mean_squared_error: f64,
    /// Median absolute error.
    pub median_absolute_error: f64,
    /// Share of forecasts within 10 points of the outcome.
    pub within_10: f64,
    /// Issues that the base model forecasts as well.
    pub shared_issues: usize,
    /// Mean absolute error minus the base model's, on the issues that both forecast.
    pub difference: f64,
    /// Its 95 % interval.
    pub difference_interval: (f64, f64),
    /// Place by mean absolute error, from 1; equal errors share a place; 0 without issues.
    pub rank: usize,
}

/// What one group adds to the sums of one model.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    issues: f64,
    error: f64,
    shared: f64,
    difference: f64,
}

/// Scores models: `models[m][k]` is the forecast of issue k, `None` where the model has none.
///
/// `base` is the model from which differences are taken; `draws` bootstrap draws (1,000 is usual)
/// take their numbers from the stream of `seed`. Issues beyond the shortest list are ignored, as are
/// issues without a finite outcome. Cost: draws x groups x models; the answer does not depend on the
/// number of threads.
pub fn score(
    models: &[&[Option<f64>]],
    groups: &[usize],
    outcomes: &[f64],
    base: usize,
    draws: u64,
    seed: u64,
) -> Vec<Accuracy> {
    let issues = groups.len().min(outcomes.len());
    let mut names = groups[..issues].to_vec();
    names.sort_unstable();
    names.dedup();
    let group_of: Vec<usize> =
        groups[..issues].iter().map(|g| names.partition_point(|name| name < g)).collect();
    let error = |model: usize, issue: usize| -> Option<f64> {
        let forecast = (*models.get(model)?.get(issue)?)?;
        let error = forecast - outcomes[issue];
        error.is_finite().then_some(error)
    };

    let mut table = Vec::with_capacity(models.len());
    let mut sums = vec![vec![Sums::default(); models.len()]; names.len()];
    for model in 0..models.len() {
        let mut sizes = Vec::new();
        let mut squares = 0.0;
        let mut accuracy = Accuracy::default();
        for issue in 0..issues {
            let Some(e) = error(model, issue) else { continue };
            let sum = &mut sums[group_of[issue]][model];
            sizes.push(e.abs());
            squares += e * e;
            sum.issues += 1.0;
            sum.error += e.abs();
            if let Some(other) = error(base, issue) {
                accuracy.shared_issues += 1;
                sum.shared += 1.0;
                sum.difference += e.abs() - other.abs();
            }
        }
        sizes.sort_by(f64::total_cmp);
        accuracy.issues = sizes.len();
        let n = sizes.len().max(1) as f64;
        accuracy.mean_absolute_error = sizes.iter().sum::<f64>() / n;
        accuracy.root_mean_squared_error = libm::sqrt(squares / n);
        accuracy.median_absolute_error = quantile(&sizes, 0.5);
        accuracy.within_10 = sizes.iter().filter(|&&e| e <= 10.0 + 1e-9).count() as f64 / n;
        accuracy.difference =
            total(&sums, model, |s| s.difference) / accuracy.shared_issues.max(1) as f64;
        table.push(accuracy);
    }

    let bootstrap = bootstrap(&sums, models.len(), draws, seed);
    for (model, accuracy) in table.iter_mut().enumerate() {
        let interval = |of: fn(&(f64, f64)) -> f64| {
            let mut values: Vec<f64> = bootstrap
                .iter()
                .map(|draw| of(&draw[model]))
                .filter(|value| value.is_finite())
                .collect();
            values.sort_by(f64::total_cmp);
            (quantile(&values, 0.025), quantile(&values, 0.975))
        };
        accuracy.interval = interval(|draw| draw.0);
        accuracy.difference_interval = interval(|draw| draw.1);
    }
    let errors: Vec<(usize, f64)> =
        table.iter().map(|accuracy| (accuracy.issues, accuracy.mean_absolute_error)).collect();
    for accuracy in &mut table {
        if accuracy.issues > 0 {
            let better = errors.iter().filter(|&&(n, e)| n > 0 && e < accuracy.mean_absolute_error);
            accuracy.rank = 1 + better.count();
        }
    }
    table
}

fn total(sums: &[Vec<Sums>], model: usize, of: fn(&Sums) -> f64) -> f64 {
    sums.iter().map(|group| of(&group[model])).sum()
}

/// By draw and model: mean error and mean difference; not a number where a draw has no issue.
fn bootstrap(sums: &[Vec<Sums>], models: usize, draws: u64, seed: u64) -> Vec<Vec<(f64, f64)>> {
    const SITE: Site = Site::named("bootstrap.groups");
    let groups = sums.len();
    (0..draws)
        .into_par_iter()
        .map(|draw| {
            let mut drawn = vec![Sums::default(); models];
            for step in 0..groups {
                let u = uniform(seed, draw, SITE, step as u32);
                let group = ((u * groups as f64) as usize).min(groups - 1);
                for (sum, add) in drawn.iter_mut().zip(&sums[group]) {
                    sum.issues += add.issues;
                    sum.error += add.error;
                    sum.shared += add.shared;
                    sum.difference += add.difference;
                }
            }
            drawn.iter().map(|s| (s.error / s.issues, s.difference / s.shared)).collect()
        })
        .collect()
}
