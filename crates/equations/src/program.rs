//! The program of a model: tapes for the sections of a draw's life, and the slots they use.
//!
//! *Setup* runs once a draw, *step* at each step, *contract* for a package just agreed, *finish* at the
//! end for measures. Every number that must outlive its section has a slot of its own; the others
//! share slots by live range.

use crate::graph::{Leaf, Node, NodeId};
use crate::model::{Model, RecordedAt};
use crate::operation::Operation;
use crate::talks::{Plan, Space};
use crate::tape::{LANES, Tape};
use std::collections::{BTreeMap, BTreeSet};

/// Index of a slot.
pub type Slot = u32;

/// One piece of the setup.
#[derive(Debug, Clone)]
pub enum Setup {
    /// Draw this sample.
    Sample(usize),
    /// Run operations.
    Run(Tape),
}

/// Slots of values that the run itself sets.
#[derive(Debug, Clone, Default)]
pub struct StateSlots {
    /// One a stock.
    pub stocks: Vec<Slot>,
    /// One a memory.
    pub memories: Vec<Slot>,
    /// One a fixed delay.
    pub delays: Vec<Slot>,
    /// One a noise term.
    pub noises: Vec<Slot>,
    /// One a noise term: its first number.
    pub first_noises: Vec<Slot>,
    /// One an initial value.
    pub initials: Vec<Slot>,
    /// One a sample.
    pub samples: Vec<Slot>,
    /// One a recorder.
    pub recorders: Vec<Slot>,
    /// Option of each issue in the package in force.
    pub package: Vec<Slot>,
    /// Option of each issue in the package just agreed.
    pub candidate: Vec<Slot>,
    /// Time.
    pub time: Slot,
    /// Time held through the stages of a step.
    pub step_time: Slot,
    /// 1 while a deal is in force.
    pub in_force: Slot,
    /// 1 from the first signature on.
    pub signed: Slot,
    /// Time since signature.
    pub since_signature: Slot,
    /// Breakdowns so far.
    pub breakdowns: Slot,
    /// Smallest gain at the chosen package.
    pub surplus: Slot,
    /// Largest smallest gain.
    pub best_surplus: Slot,
    /// Share of packages in the zone.
    pub zone_share: Slot,
    /// Rounds so far.
    pub round: Slot,
    /// Time of the first signature.
    pub deal_time: Slot,
    /// Time of the first breakdown.
    pub breakdown_time: Slot,
}

/// Tapes and slots of a model.
#[derive(Debug, Clone)]
pub struct Program {
    /// Number of slots.
    pub slots: usize,
    /// Slots that hold constants.
    pub constants: Vec<(Slot, f64)>,
    /// Slots set by the run.
    pub state: StateSlots,
    /// Once a draw.
    pub setup: Vec<Setup>,
    /// Each step, at the package in force.
    pub step: Tape,
    /// For a package just agreed.
    pub contract: Tape,
    /// At the end.
    pub finish: Tape,
    /// Slot of every node computed by setup or step that outlives it.
    pub slot: Slots,
    /// Slot of nodes computed by the contract tape.
    pub contract_slot: BTreeMap<NodeId, Slot>,
    /// Slot of nodes computed by the finish tape.
    pub finish_slot: BTreeMap<NodeId, Slot>,
    /// The plan of a round, where there are talks: roots are the signatories' values of a package.
    pub plan: Option<Plan>,
    /// Parties whose consent is needed, in the order of the plan's roots.
    pub signatories: Vec<usize>,
    /// The plan for durability against acceptability: the signatories' values, then durability.
    pub trade_off_plan: Option<Plan>,
}

/// Slots by node.
#[derive(Debug, Clone, Default)]
pub struct Slots(Vec<Option<Slot>>);

impl Slots {
    /// The slot of a node, where it has one.
    pub fn get(&self, node: NodeId) -> Option<Slot> {
        self.0.get(node as usize).copied().flatten()
    }

    fn insert(&mut self, node: NodeId, slot: Slot) {
        let needed = node as usize + 1;
        if self.0.len() < needed {
            self.0.resize(needed, None);
        }
        self.0[node as usize] = Some(slot);
    }

    /// The slot of a node that was lowered before what uses it.
    fn of(&self, node: NodeId) -> Slot {
        self.get(node).unwrap_or(0)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Constant,
    Setup,
    Step,
    Contract,
    Finish,
}

impl Program {
    /// Lowers a model. With `keep_all`, every node outlives its section, so that a draw can be
    /// inspected.
    pub fn new(model: &Model, keep_all: bool) -> Program {
        Lowering::new(model).lower(keep_all)
    }

    /// The slot of a node after the step: its value at the package in force.
    pub fn at_step(&self, node: NodeId) -> Slot {
        self.slot.get(node).unwrap_or(0)
    }

    /// The slot of a node for a package just agreed.
    pub fn at_contract(&self, node: NodeId) -> Slot {
        self.contract_slot.get(&node).copied().unwrap_or_else(|| self.at_step(node))
    }

    /// The slot of a node at the end of the run.
    pub fn at_finish(&self, node: NodeId) -> Slot {
        self.finish_slot.get(&node).copied().unwrap_or_else(|| self.at_step(node))
    }

    /// Numbers of working memory for a block of draws.
    pub fn memory(&self) -> usize {
        self.slots * LANES
    }
}

struct Lowering<'a> {
    model: &'a Model,
    slots: u32,
    free: Vec<Slot>,
    state: StateSlots,
    slot: Slots,
    constants: Vec<(Slot, f64)>,
}

impl<'a> Lowering<'a> {
    fn new(model: &'a Model) -> Self {
        let mut lowering = Lowering {
            model,
            slots: 0,
            free: Vec::new(),
            state: StateSlots::default(),
            slot: Slots::default(),
            constants: Vec::new(),
        };
        let many = |l: &mut Self, n: usize| (0..n).map(|_| l.fresh()).collect::<Vec<Slot>>();
        lowering.state = StateSlots {
            stocks: many(&mut lowering, model.stocks.len()),
            memories: many(&mut lowering, model.memories.len()),
            delays: many(&mut lowering, model.delays.len()),
            noises: many(&mut lowering, model.noises.len()),
            first_noises: many(&mut lowering, model.noises.len()),
            initials: many(&mut lowering, model.initials.len()),
            samples: many(&mut lowering, model.samples.len()),
            recorders: many(&mut lowering, model.recorders.len()),
            package: many(&mut lowering, model.issues.len()),
            candidate: many(&mut lowering, model.issues.len()),
            time: lowering.fresh(),
            step_time: lowering.fresh(),
            in_force: lowering.fresh(),
            signed: lowering.fresh(),
            since_signature: lowering.fresh(),
            breakdowns: lowering.fresh(),
            surplus: lowering.fresh(),
            best_surplus: lowering.fresh(),
            zone_share: lowering.fresh(),
            round: lowering.fresh(),
            deal_time: lowering.fresh(),
            breakdown_time: lowering.fresh(),
        };
        lowering
    }

    fn fresh(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    fn section(&self, node: NodeId) -> Section {
        if self.model.graph.constant_value(node).is_some() {
            return Section::Constant;
        }
        let axes = self.model.graph.axes(node);
        if axes.recorded {
            Section::Finish
        } else if axes.round {
            Section::Contract
        } else if axes.time || axes.issues != 0 {
            Section::Step
        } else {
            Section::Setup
        }
    }

    /// The slot that the run sets for a leaf; none for an option leaf.
    fn leaf_slot(&self, leaf: &Leaf) -> Option<Slot> {
        let s = &self.state;
        Some(match leaf {
            Leaf::Sample(i) => s.samples[*i as usize],
            Leaf::Stock(i) => s.stocks[*i as usize],
            Leaf::Memory(i) => s.memories[*i as usize],
            Leaf::Delay(i) => s.delays[*i as usize],
            Leaf::Noise(i) => s.noises[*i as usize],
            Leaf::FirstNoise(i) => s.first_noises[*i as usize],
            Leaf::Initial(i) => s.initials[*i as usize],
            Leaf::Recorded(i) => s.recorders[*i as usize],
            Leaf::Time => s.time,
            Leaf::StepTime => s.step_time,
            Leaf::InForce => s.in_force,
            Leaf::Signed => s.signed,
            Leaf::SinceSignature => s.since_signature,
            Leaf::Breakdowns => s.breakdowns,
            Leaf::Surplus => s.surplus,
            Leaf::BestSurplus => s.best_surplus,
            Leaf::ZoneShare => s.zone_share,
            Leaf::Round => s.round,
            Leaf::DealTime => s.deal_time,
            Leaf::BreakdownTime => s.breakdown_time,
            Leaf::Option(_) => return None,
        })
    }

    /// The operation that computes a node, with its arguments; option leaves choose by the slots of
    /// `package`. None for leaves and constants.
    fn operation(&self, node: NodeId) -> Option<(Operation, Option<u32>, Vec<NodeId>)> {
        match self.model.graph.node(node) {
            Node::Apply(Operation::ActiveInitial(_), arguments) => {
                Some((Operation::ActiveInitial(0), None, arguments.clone()))
            }
            Node::Apply(operation, arguments) => Some((*operation, None, arguments.clone())),
            Node::Leaf(Leaf::Option(table)) => {
                let table = self.model.graph.table(*table);
                Some((Operation::Choose, Some(table.issue), table.values.clone()))
            }
            Node::Leaf(_) | Node::Constant(_) => None,
        }
    }

    /// Marks what `roots` need among the nodes of setup and step.
    fn mark(&self, roots: impl IntoIterator<Item = NodeId>, needed: &mut BTreeSet<NodeId>) {
        let mut stack: Vec<NodeId> = roots.into_iter().collect();
        while let Some(node) = stack.pop() {
            if !needed.insert(node) {
                continue;
            }
            if let Some((_, _, arguments)) = self.operation(node) {
                stack.extend(arguments);
            }
        }
    }

    /// Splits what `roots` need into nodes of a late section, in order, and nodes that setup or step
    /// must keep for it.
    fn late(
        &self,
        roots: &[NodeId],
        is_late: impl Fn(NodeId) -> bool,
    ) -> (Vec<NodeId>, Vec<NodeId>) {
        let (mut late, mut kept) = (BTreeSet::new(), BTreeSet::new());
        let mut stack = roots.to_vec();
        while let Some(node) = stack.pop() {
            if !is_late(node) {
                kept.insert(node);
                continue;
            }
            if late.insert(node)
                && let Some((_, _, arguments)) = self.operation(node)
            {
                stack.extend(arguments);
            }
        }
        (late.into_iter().collect(), kept.into_iter().collect())
    }

    fn lower(mut self, keep_all: bool) -> Program {
        let model = self.model;
        let graph = &model.graph;
        let signatories: Vec<usize> =
            (0..model.parties.len()).filter(|&p| model.parties[p].signatory).collect();
        let deals: Vec<NodeId> = signatories.iter().map(|&p| model.parties[p].deal).collect();
        let mut plan = None;
        let mut trade_off_plan = None;
        if let Some(talks) = &model.talks {
            let space = Space::new(talks.open.clone());
            plan = Some(Plan::new(graph, space.clone(), &talks.off_table, &deals));
            if let Some(durability) = model.hold.as_ref().and_then(|h| h.durability) {
                let mut roots = deals.clone();
                roots.push(durability);
                trade_off_plan = Some(Plan::new(graph, space, &talks.off_table, &roots));
            }
        }

        // What must outlive the step.
        let mut kept: BTreeSet<NodeId> = BTreeSet::new();
        for stock in &model.stocks {
            kept.extend([stock.start, stock.change]);
            kept.extend(stock.minimum);
            kept.extend(stock.maximum);
        }
        for memory in &model.memories {
            kept.extend([memory.start, memory.update]);
        }
        for delay in &model.delays {
            kept.extend([delay.start, delay.time, delay.input]);
        }
        kept.extend(&model.initials);
        kept.extend(model.inputs());
        kept.extend(model.shown.iter().map(|(_, node)| *node));
        for p in &model.parties {
            kept.extend([p.no_deal, p.power]);
        }
        if let Some(hold) = &model.hold {
            kept.insert(hold.hazard);
            kept.extend(hold.resets.iter().map(|(_, node)| *node));
        }
        for plan in [&plan, &trade_off_plan].into_iter().flatten() {
            kept.extend(&plan.externals);
        }
        for sample in &model.samples {
            kept.extend(&sample.parameters);
        }
        let mut contract_roots = Vec::new();
        for recorder in &model.recorders {
            match recorder.at {
                RecordedAt::Signature => contract_roots.push(recorder.node),
                RecordedAt::Time(_) | RecordedAt::Breakdown => {
                    kept.insert(recorder.node);
                }
            }
        }
        if let Some(talks) = &model.talks {
            contract_roots.push(talks.chance);
            for p in &model.parties {
                contract_roots.extend([p.ratifies, p.deal, p.terms]);
            }
        }
        let (contract_nodes, contract_kept) = self.late(&contract_roots, |node| {
            let axes = graph.axes(node);
            axes.round || axes.issues != 0
        });
        kept.extend(&contract_kept);
        let finish_roots: Vec<NodeId> = model.measures.iter().map(|m| m.node).collect();
        let (finish_nodes, finish_kept) =
            self.late(&finish_roots, |node| graph.axes(node).recorded);
        kept.extend(&finish_kept);
        if keep_all {
            kept.extend(model.named.iter().map(|(_, node)| *node).filter(|&n| {
                let axes = graph.axes(n);
                !axes.recorded && !axes.round
            }));
        }

        let mut needed = BTreeSet::new();
        self.mark(kept.iter().copied(), &mut needed);
        let setup = self.setup(&needed);
        let step = self.step(&needed, &kept);
        let package = self.state.candidate.clone();
        let (contract, contract_slot) = self.late_tape(&contract_nodes, &package);
        let package = self.state.package.clone();
        let (finish, finish_slot) = self.late_tape(&finish_nodes, &package);
        // A root may be a constant that nothing else needed.
        for root in contract_roots.iter().chain(&finish_roots) {
            self.constant(*root);
        }
        Program {
            slots: self.slots as usize,
            constants: self.constants,
            state: self.state,
            setup,
            step,
            contract,
            finish,
            slot: self.slot,
            contract_slot,
            finish_slot,
            plan,
            signatories,
            trade_off_plan,
        }
    }

    /// Gives a constant its slot.
    fn constant(&mut self, node: NodeId) {
        if let Some(value) = self.model.graph.constant_value(node)
            && self.slot.get(node).is_none()
        {
            let slot = self.fresh();
            self.slot.insert(node, slot);
            self.constants.push((slot, value));
        }
    }

    fn setup(&mut self, needed: &BTreeSet<NodeId>) -> Vec<Setup> {
        let mut pieces = Vec::new();
        let mut tape = Tape::default();
        let mut sampled = vec![false; self.model.samples.len()];
        for &node in needed {
            match self.section(node) {
                Section::Constant => self.constant(node),
                Section::Setup => match self.model.graph.node(node) {
                    Node::Leaf(leaf) => {
                        if let Leaf::Sample(i) = leaf {
                            let i = *i as usize;
                            if !tape.instructions().is_empty() {
                                pieces.push(Setup::Run(std::mem::take(&mut tape)));
                            }
                            pieces.push(Setup::Sample(i));
                            sampled[i] = true;
                        }
                        if let Some(slot) = self.leaf_slot(leaf) {
                            self.slot.insert(node, slot);
                        }
                    }
                    _ => self.emit(node, &mut tape),
                },
                _ => {
                    if let Node::Leaf(leaf) = self.model.graph.node(node)
                        && let Some(slot) = self.leaf_slot(leaf)
                    {
                        self.slot.insert(node, slot);
                    }
                }
            }
        }
        if !tape.instructions().is_empty() {
            pieces.push(Setup::Run(tape));
        }
        // Inputs that nothing uses are sampled all the same: they stand in every row.
        for (i, done) in sampled.iter().enumerate() {
            if !done {
                pieces.push(Setup::Sample(i));
            }
        }
        pieces
    }

    fn emit(&mut self, node: NodeId, tape: &mut Tape) {
        let Some((operation, _, arguments)) = self.operation(node) else { return };
        let arguments: Vec<Slot> = arguments.iter().map(|a| self.slot.of(*a)).collect();
        let slot = self.fresh();
        self.slot.insert(node, slot);
        tape.push(operation, slot, &arguments);
    }

    fn step(&mut self, needed: &BTreeSet<NodeId>, kept: &BTreeSet<NodeId>) -> Tape {
        let mut order = Vec::new();
        for &node in needed {
            if self.section(node) == Section::Step && self.slot.get(node).is_none() {
                order.push(node);
            }
        }
        let mut last_use: BTreeMap<NodeId, usize> = BTreeMap::new();
        for (position, &node) in order.iter().enumerate() {
            if let Some((_, _, arguments)) = self.operation(node) {
                for argument in arguments {
                    last_use.insert(argument, position);
                }
            }
        }
        let in_step: BTreeSet<NodeId> = order.iter().copied().collect();
        let mut tape = Tape::default();
        for (position, &node) in order.iter().enumerate() {
            let Some((operation, issue, arguments)) = self.operation(node) else { continue };
            let mut slots: Vec<Slot> = Vec::with_capacity(arguments.len() + 1);
            slots.extend(issue.map(|i| self.state.package[i as usize]));
            slots.extend(arguments.iter().map(|a| self.slot.of(*a)));
            // The result's slot is taken before the arguments are given back: it is never one of them.
            let slot = self.free.pop().unwrap_or_else(|| {
                self.slots += 1;
                self.slots - 1
            });
            self.slot.insert(node, slot);
            tape.push(operation, slot, &slots);
            let mut ended: Vec<NodeId> = arguments
                .into_iter()
                .filter(|a| {
                    last_use.get(a) == Some(&position) && in_step.contains(a) && !kept.contains(a)
                })
                .collect();
            ended.sort_unstable();
            ended.dedup();
            for argument in ended {
                self.free.push(self.slot.of(argument));
            }
        }
        // Later sections must not write where a kept value stands, so shared slots stay with the step.
        self.free.clear();
        tape
    }

    fn late_tape(&mut self, nodes: &[NodeId], package: &[Slot]) -> (Tape, BTreeMap<NodeId, Slot>) {
        let mut tape = Tape::default();
        let mut map: BTreeMap<NodeId, Slot> = BTreeMap::new();
        for &node in nodes {
            if let Node::Leaf(leaf) = self.model.graph.node(node)
                && let Some(slot) = self.leaf_slot(leaf)
            {
                map.insert(node, slot);
                continue;
            }
            let Some((operation, issue, arguments)) = self.operation(node) else { continue };
            let mut slots: Vec<Slot> = issue.map(|i| package[i as usize]).into_iter().collect();
            for argument in arguments {
                self.constant(argument);
                slots.push(map.get(&argument).copied().unwrap_or_else(|| self.slot.of(argument)));
            }
            let slot = self.fresh();
            map.insert(node, slot);
            tape.push(operation, slot, &slots);
        }
        (tape, map)
    }
}
