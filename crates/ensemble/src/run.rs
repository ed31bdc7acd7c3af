//! Running an ensemble: blocks in parallel, rows and sums in order.

use crate::answer::{Answer, Manifest};
use crate::block::{BlockResult, NotFinite, Plan, Worker, run_block};
use crate::output::{self, DrawsFile};
use crate::tally::Tally;
use crate::trade_off::trade_off;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use zopa_equations::Compiled;
use zopa_equations::model::Model;
use zopa_equations::program::Program;
use zopa_equations::tape::LANES;
use zopa_sampling::{Copula, Design, Sampler, Site};
use zopa_scenario::Scenario;

/// Most draws of a run.
pub const MOST_DRAWS: u64 = 10_000_000;
/// Blocks between two writes; one row group of the draws file.
const BLOCKS_A_GROUP: u64 = 32;

/// How to run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Draws.
    pub draws: u64,
    /// Seed.
    pub seed: u64,
    /// Sampling design.
    pub design: Design,
    /// Threads; all cores where none is stated. Results do not depend on it.
    pub threads: Option<usize>,
}

/// Watches a run and may end it.
pub trait Observer: Sync {
    /// Called as draws are done.
    fn progress(&self, done: u64, total: u64);
    /// Asked between blocks; once true, the run ends with what it has.
    fn cancelled(&self) -> bool;
}

/// An observer that sees nothing.
pub struct Unobserved;

impl Observer for Unobserved {
    fn progress(&self, _done: u64, _total: u64) {}
    fn cancelled(&self) -> bool {
        false
    }
}

/// A value that is not finite, with what led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct NotFiniteReport {
    /// The quantity that first became so.
    pub variable: String,
    /// Its time.
    pub time: f64,
    /// Its draw.
    pub draw: u64,
    /// The inputs of that draw.
    pub inputs: Vec<(String, f64)>,
}

/// Why a run ended without an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum RunError {
    /// The scenario has errors.
    NotCompiled,
    /// A value was not finite.
    NotFinite(Box<NotFiniteReport>),
    /// A file could not be written.
    Output {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// A setting cannot be.
    Setting(String),
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RunError::NotCompiled => write!(f, "the scenario has errors"),
            RunError::NotFinite(report) => write!(
                f,
                "`{}` is not a finite number at time {} in draw {}",
                report.variable, report.time, report.draw
            ),
            RunError::Output { path, problem } => {
                write!(f, "cannot write `{}`: {problem}", path.display())
            }
            RunError::Setting(problem) => write!(f, "{problem}"),
        }
    }
}

impl std::error::Error for RunError {}

/// The sampler and copula of a model.
pub(crate) fn sampling(model: &Model, options: &Options) -> Result<(Sampler, Copula), RunError> {
    if options.draws == 0 || options.draws > MOST_DRAWS {
        return Err(RunError::Setting(format!(
            "the number of draws must lie between 1 and {MOST_DRAWS}, not {}",
            options.draws
        )));
    }
    let sites: Vec<Site> = model.samples.iter().map(|s| Site::named(&s.site)).collect();
    let sampler = Sampler::new(options.design, options.seed, options.draws, &sites)
        .map_err(|e| RunError::Setting(e.to_string()))?;
    let copula = Copula::new(model.samples.len(), &model.correlations)
        .map_err(|e| RunError::Setting(e.to_string()))?;
    Ok((sampler, copula))
}

/// Runs `task` on a pool of so many threads.
fn with_threads<T: Send>(
    threads: Option<usize>,
    task: impl FnOnce() -> T + Send,
) -> Result<T, RunError> {
    match threads {
        None => Ok(task()),
        Some(n) => {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(n.clamp(1, 1024))
                .build()
                .map_err(|e| RunError::Setting(e.to_string()))?;
            Ok(pool.install(task))
        }
    }
}

/// Runs an ensemble and writes its files into `folder`, where one is given.
///
/// The answer of a run that was cancelled rests on the draws done so far and is marked partial.
///
/// # Errors
/// [`RunError`]; a value that is not finite ends the run.
pub fn run(
    scenario: &Scenario,
    compiled: &Compiled,
    options: &Options,
    manifest: Manifest,
    folder: Option<&Path>,
    observer: &dyn Observer,
) -> Result<Answer, RunError> {
    let model = compiled.model.as_ref().ok_or(RunError::NotCompiled)?;
    let program = Program::new(model, false);
    let (sampler, copula) = sampling(model, options)?;
    let plan = Plan::new(model, &program, options.seed, &sampler, &copula);
    let mut manifest = manifest;
    manifest.seed = options.seed;
    manifest.draws = options.draws;
    if let Some(folder) = folder {
        output::prepare(folder)?;
    }
    let header = vec![
        ("zopa.version".to_owned(), manifest.version.clone()),
        ("zopa.scenario_hash".to_owned(), manifest.scenario_hash.clone()),
        ("zopa.seed".to_owned(), manifest.seed.to_string()),
        ("zopa.design".to_owned(), manifest.design.clone()),
    ];
    let file = match folder {
        Some(folder) => Some(DrawsFile::create(folder, scenario, model, &header)?),
        None => None,
    };
    let (tally, file) =
        with_threads(options.threads, || ensemble(&plan, options.draws, file, observer))??;
    manifest.draws_done = tally.draws;
    manifest.partial = tally.draws < options.draws;
    let trade_off = with_threads(options.threads, || trade_off(&plan, scenario, options.draws))?;
    let answer = crate::answering::answer(scenario, compiled, model, &tally, trade_off, manifest);
    if let (Some(folder), Some(file)) = (folder, file) {
        file.finish(answer.manifest.partial)?;
        output::write_paths(folder, &answer)?;
        output::write_answer(folder, &answer)?;
    }
    Ok(answer)
}

/// Runs all blocks: groups in order, blocks of a group in parallel, while the group before is written.
fn ensemble(
    plan: &Plan<'_>,
    draws: u64,
    mut file: Option<DrawsFile>,
    observer: &dyn Observer,
) -> Result<(Tally, Option<DrawsFile>), RunError> {
    let blocks = draws.div_ceil(LANES as u64);
    let groups = blocks.div_ceil(BLOCKS_A_GROUP);
    let done = AtomicU64::new(0);
    let (sender, receiver) = sync_channel::<Vec<BlockResult>>(1);
    std::thread::scope(|scope| {
        let keeper = scope.spawn(move || {
            let mut tally = Tally::new(plan.model, plan.path_points());
            for group in receiver {
                for block in &group {
                    if let Some(found) = block.not_finite {
                        return Err(RunError::NotFinite(Box::new(investigate(plan, found))));
                    }
                    tally.add(plan.model, block);
                }
                if let Some(file) = &mut file {
                    file.add(&group)?;
                }
            }
            Ok((tally, file))
        });
        for group in 0..groups {
            if group > 0 && observer.cancelled() {
                break;
            }
            let first = group * BLOCKS_A_GROUP;
            let last = (first + BLOCKS_A_GROUP).min(blocks);
            let results: Vec<Option<BlockResult>> = (first..last)
                .into_par_iter()
                .map_init(
                    || Worker::new(plan.program),
                    |worker, block| {
                        // The first block always completes: a partial answer rests on something.
                        if block > 0 && observer.cancelled() {
                            return None;
                        }
                        let start = block * LANES as u64;
                        let lanes = (draws - start).min(LANES as u64) as usize;
                        let result = run_block(plan, worker, start, lanes, &mut |_, _| {});
                        let before = done.fetch_add(lanes as u64, Ordering::Relaxed);
                        observer.progress(before + lanes as u64, draws);
                        Some(result)
                    },
                )
                .collect();
            // Draws stay consecutive: what comes after the first block left out is dropped.
            let whole = results.len();
            let kept: Vec<BlockResult> = results.into_iter().map_while(|r| r).collect();
            let cut = kept.len() < whole;
            if sender.send(kept).is_err() {
                break;
            }
            if cut {
                break;
            }
        }
        drop(sender);
        keeper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Runs the offending draw again with every named quantity kept, and finds the first that is not
/// finite.
fn investigate(plan: &Plan<'_>, found: NotFinite) -> NotFiniteReport {
    let model = plan.model;
    let program = Program::new(model, true);
    let again = Plan::new(model, &program, plan.seed, plan.sampler, plan.copula);
    let mut worker = Worker::new(&program);
    let first = found.draw / LANES as u64 * LANES as u64;
    let lane = (found.draw - first) as usize;
    let lanes = (plan.sampler.draws() - first).min(LANES as u64) as usize;
    let mut guilty: Option<(String, f64)> = None;
    let result = run_block(&again, &mut worker, first, lanes, &mut |step, slots| {
        if guilty.is_some() {
            return;
        }
        // The first in the order of computation: nodes are numbered after their arguments.
        let mut named: Vec<&(String, u32)> = model.named.iter().collect();
        named.sort_by_key(|(_, node)| *node);
        for (name, node) in named {
            let Some(slot) = program.slot.get(*node) else { continue };
            if !slots[slot as usize * LANES + lane].is_finite() {
                guilty = Some((name.clone(), model.clock.time(step)));
                return;
            }
        }
    });
    let (variable, time) = guilty.unwrap_or_else(|| {
        let name = match found.stock {
            Some(stock) => model.stocks[stock].name.clone(),
            None => "value of a package in talks".to_owned(),
        };
        (name, found.time)
    });
    let inputs = model
        .input_names
        .iter()
        .enumerate()
        .map(|(i, name)| (name.clone(), result.inputs[i * LANES + lane]))
        .collect();
    NotFiniteReport { variable, time, draw: found.draw, inputs }
}
