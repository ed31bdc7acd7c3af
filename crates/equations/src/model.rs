//! A compiled scenario: every quantity as a node of one graph, with what runs around it.

use crate::formula::Place;
use crate::graph::{Graph, NodeId};
use std::collections::BTreeMap;
use zopa_scenario::{Method, Solution};

/// A distribution in the scenario, sampled once a draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its stable name, the address of its random numbers.
    pub site: String,
    /// Where it stands.
    pub place: Place,
    /// The family, or `interval`, or `plus_minus`.
    pub family: String,
    /// Parameters; constants, or functions of other samples.
    pub parameters: Vec<NodeId>,
}

/// A stock, named or hidden inside a function with memory.
#[derive(Debug, Clone, PartialEq)]
pub struct StockModel {
    /// Its name, or a readable name of what it is hidden in.
    pub name: String,
    /// Index in the scenario, for a named one.
    pub declared: Option<usize>,
    /// Value at the first time.
    pub start: NodeId,
    /// Net flow per unit of time.
    pub change: NodeId,
    /// Lower bound.
    pub minimum: Option<NodeId>,
    /// Upper bound.
    pub maximum: Option<NodeId>,
}

/// A value kept from one reported step to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryModel {
    /// Value before the first step.
    pub start: NodeId,
    /// What is kept at the end of each step.
    pub update: NodeId,
}

/// A fixed delay.
#[derive(Debug, Clone, PartialEq)]
pub struct DelayModel {
    /// What enters.
    pub input: NodeId,
    /// Delay time, read at the first time.
    pub time: NodeId,
    /// What comes out until the first entry does.
    pub start: NodeId,
}

/// What a noise term draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoiseKind {
    /// Standard normal.
    Normal,
    /// Uniform on (0, 1).
    Uniform,
}

/// A noise term: one number a draw and reported step.
#[derive(Debug, Clone, PartialEq)]
pub struct NoiseModel {
    /// Its stable name.
    pub site: String,
    /// What it draws.
    pub kind: NoiseKind,
}

/// When a recorder takes its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RecordedAt {
    /// At the last reported step not after this time.
    Time(f64),
    /// At the first signature, with the package just signed.
    Signature,
    /// At the first breakdown, with the package that broke down.
    Breakdown,
}

/// A value recorded during the run for measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorder {
    /// When.
    pub at: RecordedAt,
    /// What.
    pub node: NodeId,
}

/// A party's expressions.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyModel {
    /// Whether its consent is needed.
    pub signatory: bool,
    /// Value of a package.
    pub deal: NodeId,
    /// Value of no deal.
    pub no_deal: NodeId,
    /// Probability of ratification.
    pub ratifies: NodeId,
    /// Bargaining weight.
    pub power: NodeId,
    /// Salience-weighted value of the package.
    pub terms: NodeId,
}

/// A measure.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureModel {
    /// Its value at the end of the run.
    pub node: NodeId,
    /// Missing in draws without a signature.
    pub needs_signature: bool,
    /// Missing in draws without a breakdown.
    pub needs_breakdown: bool,
    /// What may be missing stands only in branches of a choice: the measure is missing only where the
    /// branch taken is.
    pub guarded: bool,
}

/// How talks are held.
#[derive(Debug, Clone, PartialEq)]
pub struct TalksModel {
    /// Reported steps between rounds.
    pub every: usize,
    /// Reported step of the first round.
    pub first: usize,
    /// The solution.
    pub solution: Solution,
    /// Options that stay on the table, per issue.
    pub open: Vec<Vec<u32>>,
    /// Conditions on a package that take it off the table.
    pub off_table: Vec<NodeId>,
    /// Chance of signature.
    pub chance: NodeId,
}

/// Whether a deal holds.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldModel {
    /// Hazard of breakdown per unit of model time.
    pub hazard: NodeId,
    /// Durability of a package, where stated.
    pub durability: Option<NodeId>,
    /// Stocks set at a breakdown: index of the stock and its value.
    pub resets: Vec<(usize, NodeId)>,
    /// Reported steps after a breakdown without talks.
    pub pause: usize,
}

/// The time axis in steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// First time.
    pub start: f64,
    /// Length of a reported step.
    pub step: f64,
    /// Number of reported steps.
    pub steps: usize,
    /// Integration steps in a reported step.
    pub substeps: u32,
    /// Integration method.
    pub method: Method,
}

impl Clock {
    /// The time at a reported step: `start + i * step`, never accumulated.
    pub fn time(&self, step: usize) -> f64 {
        self.start + step as f64 * self.step
    }

    /// Length of an integration step.
    pub fn integration_step(&self) -> f64 {
        self.step / f64::from(self.substeps.max(1))
    }
}

/// A compiled scenario.
#[derive(Debug, Clone)]
pub struct Model {
    /// Every operation once.
    pub graph: Graph,
    /// Time axis.
    pub clock: Clock,
    /// Distributions, in the order of the scenario.
    pub samples: Vec<Sample>,
    /// Rank correlations between samples.
    pub correlations: Vec<(usize, usize, f64)>,
    /// Stocks, the declared ones first.
    pub stocks: Vec<StockModel>,
    /// Memories.
    pub memories: Vec<MemoryModel>,
    /// Fixed delays.
    pub delays: Vec<DelayModel>,
    /// Noise terms.
    pub noises: Vec<NoiseModel>,
    /// Values fixed at the first time.
    pub initials: Vec<NodeId>,
    /// Recorders.
    pub recorders: Vec<Recorder>,
    /// Names of the inputs, in the order of the scenario.
    pub input_names: Vec<String>,
    /// Number of options per issue.
    pub issues: Vec<u32>,
    /// The status quo: option by issue.
    pub reference: Vec<u32>,
    /// Parties, in the order of the scenario.
    pub parties: Vec<PartyModel>,
    /// Talks, where there are any.
    pub talks: Option<TalksModel>,
    /// Holding, where deals can be struck.
    pub hold: Option<HoldModel>,
    /// Measures, in the order of the scenario.
    pub measures: Vec<MeasureModel>,
    /// The node of every quantity that has one.
    pub nodes: BTreeMap<Place, NodeId>,
    /// Variables and stocks whose paths are kept: name and node.
    pub shown: Vec<(String, NodeId)>,
    /// Nodes of the named quantities, in order of the file, for finding the first that is not finite.
    pub named: Vec<(String, NodeId)>,
}

impl Model {
    /// The nodes of the inputs, in the order of the scenario.
    pub fn inputs(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.nodes
            .iter()
            .filter(|(place, _)| matches!(place, Place::Input(_)))
            .map(|(_, &node)| node)
    }

    /// The node of a quantity.
    pub fn node(&self, place: Place) -> Option<NodeId> {
        self.nodes.get(&place).copied()
    }
}
