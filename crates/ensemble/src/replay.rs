//! One draw again, and the same draws at half the step.

use crate::block::{Plan, Worker, run_block};
use crate::run::{Options, RunError, sampling};
use crate::tally::Tally;
use zopa_equations::Compiled;
use zopa_equations::model::Model;
use zopa_equations::program::Program;
use zopa_equations::tape::LANES;
use zopa_scenario::Scenario;

/// One draw, step by step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// Times.
    pub times: Vec<f64>,
    /// Named quantities over time.
    pub columns: Vec<(String, Vec<f64>)>,
    /// Signatures and breakdowns.
    pub events: Vec<(f64, String)>,
    /// Inputs.
    pub inputs: Vec<(String, f64)>,
}

/// Runs one draw and keeps every named quantity and stock.
///
/// # Errors
/// Where the scenario has errors or the draw is not one of the run's. Values that are not finite stand
/// in the columns.
pub fn replay(
    scenario: &Scenario,
    compiled: &Compiled,
    options: &Options,
    draw: u64,
) -> Result<Replay, RunError> {
    let model = compiled.model.as_ref().ok_or(RunError::NotCompiled)?;
    if draw >= options.draws {
        let message =
            format!("draw {draw} is not one of the {} draws, which count from 0", options.draws);
        return Err(RunError::Setting(message));
    }
    let program = Program::new(model, true);
    let (sampler, copula) = sampling(model, options)?;
    let plan = Plan::new(model, &program, options.seed, &sampler, &copula);
    let mut worker = Worker::new(&program);
    let first = draw / LANES as u64 * LANES as u64;
    let lane = (draw - first) as usize;
    let lanes = (options.draws - first).min(LANES as u64) as usize;
    let mut watched: Vec<(String, u32)> = model.shown.clone();
    for (name, node) in &model.named {
        if program.slot.get(*node).is_some() && !watched.iter().any(|(n, _)| n == name) {
            watched.push((name.clone(), *node));
        }
    }
    let mut replay = Replay {
        columns: watched.iter().map(|(name, _)| (name.clone(), Vec::new())).collect(),
        ..Replay::default()
    };
    let mut before = (0.0, 0.0);
    let result = run_block(&plan, &mut worker, first, lanes, &mut |step, slots| {
        let at = |slot: u32| slots[slot as usize * LANES + lane];
        let time = model.clock.time(step);
        replay.times.push(time);
        for ((_, column), (_, node)) in replay.columns.iter_mut().zip(&watched) {
            column.push(at(program.at_step(*node)));
        }
        let now = (at(program.state.in_force), at(program.state.breakdowns));
        if now.1 > before.1 {
            replay.events.push((time, "the deal has broken down".to_owned()));
        }
        if now.0 > before.0 || (now.0 == 1.0 && now.1 > before.1) {
            let terms: Vec<String> = scenario
                .issues
                .iter()
                .zip(&program.state.package)
                .map(|(issue, &slot)| {
                    format!("{} = {}", issue.id, issue.options[at(slot) as usize].id)
                })
                .collect();
            replay.events.push((time, format!("a deal is signed: {}", terms.join(", "))));
        }
        before = now;
    });
    replay.inputs = model
        .input_names
        .iter()
        .enumerate()
        .map(|(i, name)| (name.clone(), result.inputs[i * LANES + lane]))
        .collect();
    Ok(replay)
}

/// A measure's mean at the step and at half the step, on the same draws.
#[derive(Debug, Clone, PartialEq)]
pub struct StepChange {
    /// The measure, or a stock at the end of the run.
    pub measure: String,
    /// Mean at the step.
    pub at_step: f64,
    /// Mean at half the step.
    pub at_half_step: f64,
}

/// Reruns the first draws with twice as many integration steps. Random numbers are the same: noise is
/// drawn once a reported step.
///
/// # Errors
/// As a run.
pub fn check_step(
    scenario: &Scenario,
    compiled: &Compiled,
    options: &Options,
    draws: u64,
) -> Result<Vec<StepChange>, RunError> {
    let _ = compiled.model.as_ref().ok_or(RunError::NotCompiled)?;
    let mut finer = scenario.clone();
    finer.time.substeps = scenario.time.substeps.max(1) * 2;
    let finer = zopa_equations::compile(&finer);
    let draws = draws.min(options.draws);
    let one = means(scenario, compiled, options, draws)?;
    let two = means(scenario, &finer, options, draws)?;
    Ok(one
        .into_iter()
        .zip(two)
        .map(|((measure, at_step), (_, at_half_step))| StepChange {
            measure,
            at_step,
            at_half_step,
        })
        .collect())
}

fn means(
    scenario: &Scenario,
    compiled: &Compiled,
    options: &Options,
    draws: u64,
) -> Result<Vec<(String, f64)>, RunError> {
    let model: &Model = compiled.model.as_ref().ok_or(RunError::NotCompiled)?;
    let program = Program::new(model, false);
    let (sampler, copula) = sampling(model, options)?;
    let plan = Plan::new(model, &program, options.seed, &sampler, &copula);
    let mut worker = Worker::new(&program);
    let mut tally = Tally::new(model, plan.path_points());
    for block in 0..draws.div_ceil(LANES as u64) {
        let first = block * LANES as u64;
        let lanes = (draws - first).min(LANES as u64) as usize;
        tally.add(model, &run_block(&plan, &mut worker, first, lanes, &mut |_, _| {}));
    }
    let points = plan.path_points();
    let stocks = scenario.stocks.iter().enumerate().map(|(i, stock)| {
        let last = &tally.paths[i * points + points - 1];
        (format!("{} at end", stock.id), last.moments.mean)
    });
    let measures = scenario.measures.iter().zip(&tally.measures);
    let measures = measures.map(|(m, spread)| (m.id.text.clone(), spread.moments.mean));
    Ok(measures.chain(stocks).collect())
}
