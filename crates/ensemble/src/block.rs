//! A block of draws from the first step to the last.
//!
//! Lanes are draws. Per draw: sample the inputs; at each reported step compute the variables; where no
//! deal is in force and a round is due, hold talks; where one is in force, let it break down with its
//! hazard; then integrate the stocks. A deal takes effect at the moment of its signature: the step is
//! computed again with it.

mod agreement;
mod integration;

use crate::talk::Talk;
use zopa_equations::distribution::make;
use zopa_equations::graph::NodeId;
use zopa_equations::model::{Model, NoiseKind, RecordedAt};
use zopa_equations::program::{Program, Setup, Slot};
use zopa_equations::talks::{Candidates, Scratch};
use zopa_equations::tape::{Apply, LANES};
use zopa_sampling::stream::{fill_standard_normal, fill_uniform};
use zopa_sampling::{Copula, Distribution, Sampler, Site};

/// The value that a quantity does not have in a draw.
pub const MISSING: f64 = f64::NAN;

/// What stood in the way of a deal in the last round of a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// No round was held, or a deal was signed.
    None,
    /// This signatory does not consent at the package that comes closest.
    Consent(usize),
    /// Ratification.
    Ratification,
    /// The chance of signature.
    Chance,
    /// No package is on the table.
    NothingOnTable,
}

/// Everything fixed about a run of a model, shared by all blocks.
pub struct Plan<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its program.
    pub program: &'a Program,
    /// Seed.
    pub seed: u64,
    /// Uniform numbers of the samples.
    pub sampler: &'a Sampler,
    /// Their rank correlations.
    pub copula: &'a Copula,
    /// Distributions of the samples with constant parameters.
    pub distributions: Vec<Option<Distribution>>,
    /// Sites of the noise terms.
    pub noise_sites: Vec<Site>,
    /// Loops for this machine.
    pub apply: Apply,
    /// Reported steps between kept points of the paths.
    pub stride: usize,
}

/// Most kept points of a path.
const PATH_POINTS: usize = 600;

impl<'a> Plan<'a> {
    /// Prepares a run.
    pub fn new(
        model: &'a Model,
        program: &'a Program,
        seed: u64,
        sampler: &'a Sampler,
        copula: &'a Copula,
    ) -> Self {
        let distributions = model
            .samples
            .iter()
            .map(|s| {
                let values: Option<Vec<f64>> =
                    s.parameters.iter().map(|&p| model.graph.constant_value(p)).collect();
                make(&s.family, &values?).ok()
            })
            .collect();
        Plan {
            model,
            program,
            seed,
            sampler,
            copula,
            distributions,
            noise_sites: model.noises.iter().map(|n| Site::named(&n.site)).collect(),
            apply: zopa_equations::tape::apply_for_this_machine(),
            stride: model.clock.steps.div_ceil(PATH_POINTS).max(1),
        }
    }

    /// Number of kept points of the paths.
    pub fn path_points(&self) -> usize {
        self.model.clock.steps / self.stride + 1
    }
}

/// A value that is not finite, met while running.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NotFinite {
    /// The draw.
    pub draw: u64,
    /// The time.
    pub time: f64,
    /// The stock that became so, where one did.
    pub stock: Option<usize>,
}

/// What a block of draws gives, lane by lane.
#[derive(Debug, Clone, Default)]
pub struct BlockResult {
    /// First draw.
    pub first: u64,
    /// Number of draws.
    pub lanes: usize,
    /// Uniform numbers of the samples: sample by sample.
    pub uniforms: Vec<f64>,
    /// Values of the samples.
    pub samples: Vec<f64>,
    /// Values of the named inputs, those that are formulas included.
    pub inputs: Vec<f64>,
    /// Shown values: variable, step, lane.
    pub paths: Vec<f64>,
    /// Measures.
    pub measures: Vec<f64>,
    /// Time of the first deal; missing where none.
    pub deal_time: Vec<f64>,
    /// Package of the first deal: option by issue, lane by lane.
    pub package: Vec<u32>,
    /// Value of the first deal at its signature: party by party.
    pub deal: Vec<f64>,
    /// Value of no deal at that moment.
    pub no_deal: Vec<f64>,
    /// Value of no deal at the first time.
    pub no_deal_at_start: Vec<f64>,
    /// Time of the first deal's breakdown; missing where it held.
    pub breakdown_time: Vec<f64>,
    /// Deals signed.
    pub deals: Vec<f64>,
    /// What stood in the way in the last round.
    pub obstacle: Vec<Obstacle>,
    /// Share of the packages on the table that lay in the zone in the first round.
    pub zone_share: Vec<f64>,
    /// Largest smallest gain in the first round.
    pub best_surplus: Vec<f64>,
    /// The first value that was not finite.
    pub not_finite: Option<NotFinite>,
}

impl BlockResult {
    /// Remembers the first number that is not finite.
    fn note_not_finite(&mut self, numbers: &[f64], time: f64, stock: Option<usize>) {
        if self.not_finite.is_some() {
            return;
        }
        if let Some(lane) = numbers[..self.lanes].iter().position(|x| !x.is_finite()) {
            self.not_finite = Some(NotFinite { draw: self.first + lane as u64, time, stock });
        }
    }
}

/// Working memory of a thread.
pub struct Worker {
    pub(crate) slots: Vec<f64>,
    history: Vec<Vec<f64>>,
    rates: Vec<f64>,
    pub(crate) scratch: Scratch,
    candidates: Candidates,
    talk: Talk,
}

impl Worker {
    /// Memory for this program.
    pub fn new(program: &Program) -> Self {
        Worker {
            slots: vec![0.0; program.memory()],
            history: Vec::new(),
            rates: Vec::new(),
            scratch: Scratch::default(),
            candidates: Candidates::default(),
            talk: Talk::default(),
        }
    }

    fn slot(&self, slot: Slot) -> &[f64] {
        &self.slots[slot as usize * LANES..][..LANES]
    }

    fn slot_mut(&mut self, slot: Slot) -> &mut [f64] {
        &mut self.slots[slot as usize * LANES..][..LANES]
    }

    fn copy(&mut self, from: Slot, to: Slot) {
        let from = from as usize * LANES;
        self.slots.copy_within(from..from + LANES, to as usize * LANES);
    }
}

/// Runs the draws `first..first + lanes`. `watch` sees the slots after each reported step.
pub fn run_block(
    plan: &Plan<'_>,
    worker: &mut Worker,
    first: u64,
    lanes: usize,
    watch: &mut dyn FnMut(usize, &[f64]),
) -> BlockResult {
    let mut run = Run::new(plan, worker, first, lanes);
    run.setup();
    let steps = plan.model.clock.steps;
    for step in 0..=steps {
        run.step(step, steps, watch);
    }
    run.finish()
}

/// Runs the draws up to the state of the first round, without holding it.
pub fn run_to_first_round(plan: &Plan<'_>, worker: &mut Worker, first: u64, lanes: usize) {
    let first_round = plan.model.talks.as_ref().map_or(0, |t| t.first);
    let mut run = Run::new(plan, worker, first, lanes);
    run.setup();
    for step in 0..first_round {
        run.step(step, plan.model.clock.steps, &mut |_, _| {});
    }
    run.begin_step(first_round);
}

struct Run<'a, 'b> {
    plan: &'a Plan<'a>,
    worker: &'b mut Worker,
    result: BlockResult,
    /// Step before which no talks are held, by lane.
    talks_from: [usize; LANES],
    /// Step of the signature of the deal in force, by lane.
    signed_at: [usize; LANES],
}

impl<'a, 'b> Run<'a, 'b> {
    fn new(plan: &'a Plan<'a>, worker: &'b mut Worker, first: u64, lanes: usize) -> Self {
        let model = plan.model;
        let parties = model.parties.len();
        let result = BlockResult {
            first,
            lanes,
            paths: vec![0.0; model.shown.len() * plan.path_points() * LANES],
            deal_time: vec![MISSING; LANES],
            package: vec![0; model.issues.len() * LANES],
            deal: vec![MISSING; parties * LANES],
            no_deal: vec![MISSING; parties * LANES],
            no_deal_at_start: vec![MISSING; parties * LANES],
            breakdown_time: vec![MISSING; LANES],
            deals: vec![0.0; LANES],
            obstacle: vec![Obstacle::None; LANES],
            zone_share: vec![MISSING; LANES],
            best_surplus: vec![MISSING; LANES],
            ..BlockResult::default()
        };
        Run { plan, worker, result, talks_from: [0; LANES], signed_at: [0; LANES] }
    }

    fn fill_noise(&mut self, step: u32) {
        let (plan, first) = (self.plan, self.result.first);
        for (i, noise) in plan.model.noises.iter().enumerate() {
            let (site, slot) = (plan.noise_sites[i], plan.program.state.noises[i]);
            let numbers = self.worker.slot_mut(slot);
            match noise.kind {
                NoiseKind::Normal => fill_standard_normal(plan.seed, first, site, step, numbers),
                NoiseKind::Uniform => fill_uniform(plan.seed, first, site, step, numbers),
            }
        }
    }

    fn setup(&mut self) {
        let (plan, program, model) = (self.plan, self.plan.program, self.plan.model);
        self.worker.slots.fill(0.0);
        for &(slot, value) in &program.constants {
            self.worker.slot_mut(slot).fill(value);
        }
        let n = model.samples.len();
        self.result.uniforms = vec![0.5; n * LANES];
        for (i, numbers) in self.result.uniforms.chunks_mut(LANES).enumerate() {
            plan.sampler.fill(self.result.first, i, &mut numbers[..self.result.lanes]);
        }
        if !plan.copula.is_independent() {
            let mut one = vec![0.0; n];
            for lane in 0..LANES {
                for (i, u) in one.iter_mut().enumerate() {
                    *u = self.result.uniforms[i * LANES + lane];
                }
                plan.copula.apply(&mut one);
                for (i, u) in one.iter().enumerate() {
                    self.result.uniforms[i * LANES + lane] = *u;
                }
            }
        }
        self.fill_noise(0);
        for (i, &slot) in program.state.first_noises.iter().enumerate() {
            self.worker.copy(program.state.noises[i], slot);
        }
        for piece in &program.setup {
            match piece {
                Setup::Run(tape) => tape.run(plan.apply, &mut self.worker.slots, LANES),
                Setup::Sample(i) => self.sample(*i),
            }
        }
        for (i, stock) in model.stocks.iter().enumerate() {
            self.worker.copy(program.at_step(stock.start), program.state.stocks[i]);
        }
        for (i, memory) in model.memories.iter().enumerate() {
            self.worker.copy(program.at_step(memory.start), program.state.memories[i]);
        }
        for (i, &initial) in model.initials.iter().enumerate() {
            self.worker.copy(program.at_step(initial), program.state.initials[i]);
        }
        for (i, delay) in model.delays.iter().enumerate() {
            self.worker.copy(program.at_step(delay.start), program.state.delays[i]);
        }
        self.worker.history.clear();
        self.worker.history.resize(model.delays.len(), Vec::new());
        for (issue, &option) in model.reference.iter().enumerate() {
            self.worker.slot_mut(program.state.package[issue]).fill(f64::from(option));
        }
        for &slot in &program.state.recorders {
            self.worker.slot_mut(slot).fill(MISSING);
        }
        for slot in [program.state.deal_time, program.state.breakdown_time] {
            self.worker.slot_mut(slot).fill(MISSING);
        }
        let samples = &program.state.samples;
        self.result.samples = samples.iter().flat_map(|&s| self.worker.slot(s).to_vec()).collect();
    }

    fn sample(&mut self, i: usize) {
        let (program, model) = (self.plan.program, self.plan.model);
        let slot = program.state.samples[i];
        let uniforms = &self.result.uniforms[i * LANES..][..LANES];
        if let Some(distribution) = &self.plan.distributions[i] {
            for (x, u) in self.worker.slot_mut(slot).iter_mut().zip(uniforms) {
                *x = distribution.quantile(*u);
            }
            return;
        }
        let sample = &model.samples[i];
        let parameters: Vec<Slot> = sample.parameters.iter().map(|&p| program.at_step(p)).collect();
        for (lane, u) in uniforms.iter().enumerate() {
            let values: Vec<f64> =
                parameters.iter().map(|&p| self.worker.slots[p as usize * LANES + lane]).collect();
            // Parameters that cannot be in this draw give a value that is not finite, which is reported.
            let value = make(&sample.family, &values).map_or(MISSING, |d| d.quantile(*u));
            self.worker.slots[slot as usize * LANES + lane] = value;
        }
    }

    /// Sets time and noise and computes the variables.
    fn begin_step(&mut self, step: usize) {
        let (plan, program, model) = (self.plan, self.plan.program, self.plan.model);
        let time = model.clock.time(step);
        self.worker.slot_mut(program.state.time).fill(time);
        self.worker.slot_mut(program.state.step_time).fill(time);
        self.fill_noise(u32::try_from(step).unwrap_or(u32::MAX));
        self.read_delays(step);
        for lane in 0..LANES {
            let in_force = self.worker.slot(program.state.in_force)[lane] != 0.0;
            let since = if in_force {
                (step - self.signed_at[lane]) as f64 * model.clock.step
            } else {
                0.0
            };
            self.worker.slot_mut(program.state.since_signature)[lane] = since;
        }
        program.step.run(plan.apply, &mut self.worker.slots, LANES);
    }

    fn step(&mut self, step: usize, steps: usize, watch: &mut dyn FnMut(usize, &[f64])) {
        let (plan, program, model) = (self.plan, self.plan.program, self.plan.model);
        self.begin_step(step);
        if step == 0 {
            for (p, party) in model.parties.iter().enumerate() {
                let from = self.worker.slot(program.at_step(party.no_deal)).to_vec();
                self.result.no_deal_at_start[p * LANES..][..LANES].copy_from_slice(&from);
            }
        }
        if self.talks_due(step) && self.hold_round(step) {
            program.step.run(plan.apply, &mut self.worker.slots, LANES);
        }
        self.record(step);
        watch(step, &self.worker.slots);
        if step == steps {
            return;
        }
        let broken = self.breakdowns(step);
        let at_breakdown = self.what_breakdowns_see(&broken);
        let kept = self.what_is_kept();
        self.integrate(step);
        for (update, &slot) in kept.iter().zip(&program.state.memories) {
            self.worker.slot_mut(slot).copy_from_slice(update);
        }
        self.apply_breakdowns(step, &broken, &at_breakdown);
    }

    fn record(&mut self, step: usize) {
        let (program, model) = (self.plan.program, self.plan.model);
        let clock = &model.clock;
        if step.is_multiple_of(self.plan.stride) {
            let points = self.plan.path_points();
            for (k, (_, node)) in model.shown.iter().enumerate() {
                let from = self.worker.slot(program.at_step(*node));
                let start = (k * points + step / self.plan.stride) * LANES;
                self.result.paths[start..start + LANES].copy_from_slice(from);
                self.result.note_not_finite(from, clock.time(step), None);
            }
        }
        for (recorder, &slot) in model.recorders.iter().zip(&program.state.recorders) {
            if let RecordedAt::Time(at) = recorder.at {
                let index = ((at - clock.start) / clock.step + 1e-9).floor() as usize;
                if index == step {
                    self.worker.copy(program.at_step(recorder.node), slot);
                }
            }
        }
    }

    /// Values that breakdowns record and set, by lane: those at the start of the step, before the
    /// stocks move and whatever the method of integration.
    fn what_breakdowns_see(&self, broken: &[usize]) -> Vec<Vec<f64>> {
        let (program, model) = (self.plan.program, self.plan.model);
        let resets = model.hold.iter().flat_map(|h| &h.resets).map(|(_, node)| *node);
        let nodes: Vec<NodeId> = model.recorders.iter().map(|r| r.node).chain(resets).collect();
        let value = |lane: usize, node: NodeId| self.worker.slot(program.at_step(node))[lane];
        broken.iter().map(|&lane| nodes.iter().map(|&node| value(lane, node)).collect()).collect()
    }

    fn read_delays(&mut self, step: usize) {
        let (program, model) = (self.plan.program, self.plan.model);
        for (i, delay) in model.delays.iter().enumerate() {
            for lane in 0..LANES {
                let time = self.worker.slot(program.at_step(delay.time))[lane];
                let length = (time / model.clock.step + 0.5).floor().max(1.0) as usize;
                if step >= length {
                    let value = self.worker.history[i][(step - length) * LANES + lane];
                    self.worker.slot_mut(program.state.delays[i])[lane] = value;
                }
            }
        }
    }

    /// Feeds fixed delays, and reads what memories will hold from the next step on.
    fn what_is_kept(&mut self) -> Vec<Vec<f64>> {
        let (program, model) = (self.plan.program, self.plan.model);
        for (i, delay) in model.delays.iter().enumerate() {
            let from = self.worker.slot(program.at_step(delay.input)).to_vec();
            self.worker.history[i].extend(from);
        }
        model
            .memories
            .iter()
            .map(|m| self.worker.slot(program.at_step(m.update)).to_vec())
            .collect()
    }

    fn finish(mut self) -> BlockResult {
        let (plan, program, model) = (self.plan, self.plan.program, self.plan.model);
        program.finish.run(plan.apply, &mut self.worker.slots, LANES);
        let mut measures = Vec::with_capacity(model.measures.len() * LANES);
        let end = model.clock.time(model.clock.steps);
        for measure in &model.measures {
            let values = self.worker.slot(program.at_finish(measure.node));
            for (lane, &value) in values.iter().enumerate() {
                let unmet = (measure.needs_signature && self.result.deal_time[lane].is_nan())
                    || (measure.needs_breakdown && self.result.breakdown_time[lane].is_nan());
                let missing = unmet && (!measure.guarded || value.is_nan());
                measures.push(if missing { MISSING } else { value });
                if !missing && !value.is_finite() && lane < self.result.lanes {
                    let draw = self.result.first + lane as u64;
                    let found = NotFinite { draw, time: end, stock: None };
                    self.result.not_finite.get_or_insert(found);
                }
            }
        }
        self.result.measures = measures;
        let inputs: Vec<f64> = model
            .inputs()
            .flat_map(|node| match model.graph.constant_value(node) {
                Some(value) => vec![value; LANES],
                None => self.worker.slot(program.at_step(node)).to_vec(),
            })
            .collect();
        self.result.inputs = inputs;
        self.result
    }
}
