//! Running an ensemble: blocks in parallel, rows and sums in order.

use crate::answer::{Answer, Manifest};
use crate::block::{BlockResult, NotFinite, Plan, Worker, run_block};
use crate::output::{self, DrawsFile};
use crate::tally::Tally;
use crate::trade_off::trade_off;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use zopa_equations::Compiled;
use zopa_equations::model::Model;
use zopa_equations::program::Program;
use zopa_equations::tape::LANES;
use zopa_sampling::{Copula, Design, Sampler, Site};
use zopa_scenario::Scenario;

/// Most draws of a run.
pub const MOST_DRAWS: u64 = 10_000_000;
/// Blocks between two writes; one row group of the draws file.
const BLOCKS_A_GROUP: usize = 32;
/// Most threads.
const MOST_THREADS: usize = 1024;

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
    /// The observer cancelled a run that gives no partial result.
    Cancelled,
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
            RunError::Cancelled => write!(f, "stopped before it was done"),
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
                .num_threads(n.clamp(1, MOST_THREADS))
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
    let threads = options.threads.unwrap_or_else(|| {
        std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
    });
    let (tally, file) =
        ensemble(&plan, options.draws, threads.clamp(1, MOST_THREADS), file, observer)?;
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

/// Runs all blocks: each thread takes the next one, and one more puts the results in order, adds them
/// up and writes them. Threads wait where that one falls behind, so memory stays bounded.
fn ensemble(
    plan: &Plan<'_>,
    draws: u64,
    threads: usize,
    file: Option<DrawsFile>,
    observer: &dyn Observer,
) -> Result<(Tally, Option<DrawsFile>), RunError> {
    let blocks = draws.div_ceil(LANES as u64);
    let (next, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let (sender, receiver) = sync_channel::<(u64, BlockResult)>(BLOCKS_A_GROUP);
    let work = |sender: SyncSender<(u64, BlockResult)>| {
        let mut worker = Worker::new(plan.program);
        loop {
            let block = next.fetch_add(1, Ordering::Relaxed);
            // The first block always completes: a partial answer rests on something.
            if block >= blocks || (block > 0 && observer.cancelled()) {
                break;
            }
            let start = block * LANES as u64;
            let lanes = (draws - start).min(LANES as u64) as usize;
            let result = run_block(plan, &mut worker, start, lanes, &mut |_, _| {});
            let before = done.fetch_add(lanes as u64, Ordering::Relaxed);
            observer.progress(before + lanes as u64, draws);
            if sender.send((block, result)).is_err() {
                break;
            }
        }
    };
    std::thread::scope(|scope| {
        let keeper = scope.spawn(move || keep(plan, file, receiver));
        for _ in 0..threads.min(usize::try_from(blocks).unwrap_or(usize::MAX)).max(1) {
            let sender = sender.clone();
            scope.spawn(|| work(sender));
        }
        drop(sender);
        keeper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Takes results in the order of the draws, whatever the order in which they come.
fn keep(
    plan: &Plan<'_>,
    mut file: Option<DrawsFile>,
    receiver: Receiver<(u64, BlockResult)>,
) -> Result<(Tally, Option<DrawsFile>), RunError> {
    let mut tally = Tally::new(plan.model, plan.path_points());
    let mut early = BTreeMap::new();
    let mut group = Vec::with_capacity(BLOCKS_A_GROUP);
    let mut expected = 0;
    for (block, result) in receiver {
        early.insert(block, result);
        while let Some(result) = early.remove(&expected) {
            expected += 1;
            if let Some(found) = result.not_finite {
                return Err(RunError::NotFinite(Box::new(investigate(plan, found))));
            }
            tally.add(plan.model, &result);
            if let Some(file) = &mut file {
                group.push(result);
                if group.len() == BLOCKS_A_GROUP {
                    file.add(&group)?;
                    group.clear();
                }
            }
        }
    }
    // What came after a block that a cancelled run left out is dropped: draws stay consecutive.
    if let (Some(file), false) = (&mut file, group.is_empty()) {
        file.add(&group)?;
    }
    Ok((tally, file))
}

/// Runs the offending draw again with every named quantity kept, and finds the first that is not
/// finite.
pub(crate) fn investigate(plan: &Plan<'_>, found: NotFinite) -> NotFiniteReport {
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
