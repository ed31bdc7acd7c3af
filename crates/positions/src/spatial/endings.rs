//! How many runs of the spatial model end: uncertain inputs, transitions drawn by chance, or both.

use super::{Options, Politics, PoliticsError, Transition, simulate};
use crate::Remark;
use crate::uncertainty::quantile;
use rayon::prelude::*;

/// How one run ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// The expected position in each dimension.
    pub expected: Vec<f64>,
    /// The most likely position in each dimension.
    pub most_likely: Vec<f64>,
    /// Position of each actor in each dimension.
    pub positions: Vec<Vec<f64>>,
    /// Steps between the turns.
    pub steps: usize,
    /// Whether movement had died down.
    pub settled: bool,
}

/// How many runs ended, in the order of their draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Endings {
    /// The runs that have an answer.
    pub each: Vec<Ending>,
    /// The number of draws whose politics could not be simulated.
    pub failed: usize,
}

impl Endings {
    /// The central interval of a number over the runs: quantiles (1 -+ level) / 2.
    pub fn interval(&self, level: f64, number: impl Fn(&Ending) -> f64) -> (f64, f64) {
        let mut numbers: Vec<f64> = self.each.iter().map(number).collect();
        numbers.sort_by(f64::total_cmp);
        (quantile(&numbers, 0.5 - 0.5 * level), quantile(&numbers, 0.5 + 0.5 * level))
    }

    /// The mean of a number over the runs.
    pub fn mean(&self, number: impl Fn(&Ending) -> f64) -> f64 {
        self.each.iter().map(number).sum::<f64>() / self.each.len().max(1) as f64
    }

    /// The share of runs in which movement died down.
    pub fn settled(&self) -> f64 {
        self.mean(|ending| f64::from(u8::from(ending.settled)))
    }
}

/// Runs the model on draws 0 to `draws` - 1 of the politics; a stochastic transition takes another
/// stream for each.
///
/// Cost: `draws` runs, shared among the threads. Equal arguments give equal answers, whatever the
/// number of threads.
///
/// # Errors
/// What is wrong with the first draw, where no draw can be simulated.
///
/// ```
/// use zopa_positions::spatial::{Options, Politics, endings};
/// let politics = |draw: u64| Politics {
///     capability: vec![1.0, 1.0],
///     position: vec![vec![0.2], vec![0.6 + 0.002 * draw as f64]],
///     salience: vec![vec![0.5], vec![0.5]],
///     ideal_adjustment: None,
/// };
/// let found = endings(101, &Options::as_program(), politics).unwrap();
/// let (low, high) = found.interval(0.8, |ending| ending.expected[0]);
/// assert!(0.2 < low && low < high && high < 0.8);
/// ```
pub fn endings(
    draws: u64,
    options: &Options,
    politics: impl Fn(u64) -> Politics + Sync,
) -> Result<Endings, PoliticsError> {
    let run = |draw: u64| -> Result<Ending, PoliticsError> {
        let mut options = *options;
        if let Transition::Stochastic { draw: first, .. } = &mut options.transition {
            *first = first.wrapping_add(draw);
        }
        let mut history = simulate(&politics(draw), &options)?;
        let steps = history.steps();
        let moving = |remark: &Remark| matches!(remark, Remark::StillMoving { .. });
        let settled = !history.remarks.iter().any(moving);
        let last = history.turns.pop().unwrap_or_default();
        Ok(Ending {
            expected: last.expected,
            most_likely: last.most_likely,
            positions: last.positions,
            steps,
            settled,
        })
    };
    let all: Vec<Result<Ending, PoliticsError>> = (0..draws).into_par_iter().map(run).collect();
    let failed = all.iter().filter(|ending| ending.is_err()).count();
    if failed == all.len() {
        return Err(all.into_iter().find_map(Result::err).unwrap_or(PoliticsError::NoActors));
    }
    Ok(Endings { each: all.into_iter().flatten().collect(), failed })
}
