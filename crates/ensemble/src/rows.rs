//! The draws of a run one by one, in memory: for methods that compare the same draw between
//! several versions of a scenario (common random numbers).

use crate::block::{Plan, Worker, run_block};
use crate::run::{Observer, Options, RunError, investigate, sampling};
use rayon::prelude::*;
use zopa_equations::Compiled;
use zopa_equations::program::Program;
use zopa_equations::tape::LANES;

/// Most numbers kept by [`rows`]: draws times columns.
pub const ROW_NUMBER_LIMIT: u64 = 100_000_000;

/// Per draw, in the order of the draws: what it came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// Measures in the order of the scenario: `measures[m][draw]`, missing (NaN) where undefined.
    pub measures: Vec<Vec<f64>>,
    /// For each party the value of the first deal at its signature, or of no deal at the first
    /// time in draws without a deal: `outcome[party][draw]`.
    pub outcome: Vec<Vec<f64>>,
    /// Time of the first deal; missing (NaN) in draws without one.
    pub deal_time: Vec<f64>,
}

/// Runs a scenario and keeps one row per draw. Two versions of a scenario run with the same
/// options see the same random numbers in the same draw: numbers are addressed by the place they
/// are used in, not drawn in order.
///
/// # Errors
/// [`RunError`]; a value that is not finite ends the run, as does being cancelled
/// ([`RunError::Cancelled`]).
pub fn rows(
    compiled: &Compiled,
    options: &Options,
    observer: &dyn Observer,
) -> Result<Rows, RunError> {
    let model = compiled.model.as_ref().ok_or(RunError::NotCompiled)?;
    let columns = (model.measures.len() + model.parties.len() + 1) as u64;
    if options.draws.saturating_mul(columns) > ROW_NUMBER_LIMIT {
        return Err(RunError::Setting(format!(
            "{} draws of {columns} numbers are more than the {ROW_NUMBER_LIMIT} kept in memory",
            options.draws
        )));
    }
    let program = Program::new(model, false);
    let (sampler, copula) = sampling(model, options)?;
    let plan = Plan::new(model, &program, options.seed, &sampler, &copula);
    let blocks = options.draws.div_ceil(LANES as u64);
    let results: Vec<_> = (0..blocks)
        .into_par_iter()
        .map_init(
            || Worker::new(&program),
            |worker, block| {
                if observer.cancelled() {
                    return None;
                }
                let start = block * LANES as u64;
                let lanes = (options.draws - start).min(LANES as u64) as usize;
                Some(run_block(&plan, worker, start, lanes, &mut |_, _| {}))
            },
        )
        .collect();
    let mut rows = Rows {
        measures: vec![Vec::new(); model.measures.len()],
        outcome: vec![Vec::new(); model.parties.len()],
        deal_time: Vec::new(),
    };
    for result in results {
        let Some(result) = result else { return Err(RunError::Cancelled) };
        if let Some(found) = result.not_finite {
            return Err(RunError::NotFinite(Box::new(investigate(&plan, found))));
        }
        let lanes = result.lanes;
        for (m, column) in rows.measures.iter_mut().enumerate() {
            column.extend_from_slice(&result.measures[m * LANES..][..lanes]);
        }
        for (p, column) in rows.outcome.iter_mut().enumerate() {
            column.extend((0..lanes).map(|lane| {
                let without = result.no_deal_at_start[p * LANES + lane];
                if result.deal_time[lane].is_nan() {
                    without
                } else {
                    result.deal[p * LANES + lane]
                }
            }));
        }
        rows.deal_time.extend_from_slice(&result.deal_time[..lanes]);
    }
    Ok(rows)
}
