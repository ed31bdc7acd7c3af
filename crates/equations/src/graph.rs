//! The graph of operations: every expression once, with the axes on which it varies.
//!
//! Nodes are shared: the same operation on the same arguments is one node, so what several equations
//! have in common is computed once. A node's arguments always come before it.

use crate::operation::Operation;
use std::collections::BTreeMap;

/// A node of the [`Graph`].
pub type NodeId = u32;

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A number, by its bits.
    Constant(u64),
    /// A value that comes from outside the graph.
    Leaf(Leaf),
    /// An operation on other nodes.
    Apply(Operation, Vec<NodeId>),
}

/// Values that come from outside the graph while running.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaf {
    /// One sample of a distribution: index of the site.
    Sample(u32),
    /// The state of a stock, named or hidden.
    Stock(u32),
    /// A value kept from the reported step before.
    Memory(u32),
    /// The oldest entry of a fixed delay.
    Delay(u32),
    /// A noise term, drawn once a reported step.
    Noise(u32),
    /// A value fixed at the first time: index of the initial value.
    Initial(u32),
    /// The first number of a noise term.
    FirstNoise(u32),
    /// The time; moves within the stages of a Runge-Kutta step.
    Time,
    /// The time at the start of the step, held through its stages.
    StepTime,
    /// 1 while a deal is in force.
    InForce,
    /// 1 from the first signature on.
    Signed,
    /// Time since the signature of the deal in force.
    SinceSignature,
    /// Number of breakdowns so far.
    Breakdowns,
    /// Smallest gain of a signatory at the chosen package.
    Surplus,
    /// Largest over packages of the smallest gain.
    BestSurplus,
    /// Share of packages on the table that lie in the zone.
    ZoneShare,
    /// Rounds held so far.
    Round,
    /// Time of the first signature.
    DealTime,
    /// Time of the breakdown of the first deal.
    BreakdownTime,
    /// A value by the option of an issue: index of the option table.
    Option(u32),
    /// A value recorded during the run, for measures: index of the recorder.
    Recorded(u32),
}

/// The axes on which a node varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Axes {
    /// Differs between draws.
    pub draw: bool,
    /// Changes while running.
    pub time: bool,
    /// Issues on whose options it depends, one bit each.
    pub issues: u64,
    /// Depends on the outcome of a round of talks.
    pub round: bool,
    /// Depends on something recorded for measures.
    pub recorded: bool,
}

impl Axes {
    fn join(self, other: Axes) -> Axes {
        Axes {
            draw: self.draw || other.draw,
            time: self.time || other.time,
            issues: self.issues | other.issues,
            round: self.round || other.round,
            recorded: self.recorded || other.recorded,
        }
    }
}

/// A value for each option of one issue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OptionTable {
    /// The issue.
    pub issue: u32,
    /// One node per option.
    pub values: Vec<NodeId>,
}

/// Shared operations in order.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    axes: Vec<Axes>,
    index: BTreeMap<Node, NodeId>,
    tables: Vec<OptionTable>,
    table_index: BTreeMap<OptionTable, u32>,
}

impl Graph {
    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node with this identifier.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The axes of a node.
    pub fn axes(&self, id: NodeId) -> Axes {
        self.axes[id as usize]
    }

    /// An option table.
    pub fn table(&self, index: u32) -> &OptionTable {
        &self.tables[index as usize]
    }

    /// The number of a constant node.
    pub fn constant_value(&self, id: NodeId) -> Option<f64> {
        match self.node(id) {
            Node::Constant(bits) => Some(f64::from_bits(*bits)),
            _ => None,
        }
    }

    fn insert(&mut self, node: Node, axes: Axes) -> NodeId {
        if let Some(&id) = self.index.get(&node) {
            return id;
        }
        let id = self.nodes.len() as NodeId;
        self.index.insert(node.clone(), id);
        self.nodes.push(node);
        self.axes.push(axes);
        id
    }

    /// A constant.
    pub fn constant(&mut self, value: f64) -> NodeId {
        // One zero: the sign of zero must not split shared nodes.
        let value = if value == 0.0 { 0.0 } else { value };
        self.insert(Node::Constant(value.to_bits()), Axes::default())
    }

    /// A leaf.
    pub fn leaf(&mut self, leaf: Leaf) -> NodeId {
        let mut axes = Axes::default();
        match leaf {
            Leaf::Sample(_) | Leaf::FirstNoise(_) => axes.draw = true,
            Leaf::Time | Leaf::StepTime => axes.time = true,
            Leaf::Stock(_)
            | Leaf::Initial(_)
            | Leaf::Memory(_)
            | Leaf::Delay(_)
            | Leaf::Noise(_)
            | Leaf::InForce
            | Leaf::Signed
            | Leaf::SinceSignature
            | Leaf::Breakdowns => {
                axes.draw = true;
                axes.time = true;
            }
            Leaf::Surplus | Leaf::BestSurplus | Leaf::ZoneShare | Leaf::Round => {
                axes.draw = true;
                axes.time = true;
                axes.round = true;
            }
            Leaf::DealTime | Leaf::BreakdownTime | Leaf::Recorded(_) => {
                axes.draw = true;
                axes.time = true;
                axes.recorded = true;
            }
            Leaf::Option(table) => {
                let table = &self.tables[table as usize];
                for &value in &table.values {
                    axes = axes.join(self.axes[value as usize]);
                }
                axes.issues |= 1 << table.issue;
            }
        }
        self.insert(Node::Leaf(leaf), axes)
    }

    /// A value by option; the common value where all options have one.
    pub fn option(&mut self, issue: u32, values: Vec<NodeId>) -> NodeId {
        if values.windows(2).all(|w| w[0] == w[1])
            && let Some(&value) = values.first()
        {
            return value;
        }
        let table = OptionTable { issue, values };
        let index = match self.table_index.get(&table) {
            Some(&index) => index,
            None => {
                let index = self.tables.len() as u32;
                self.tables.push(table.clone());
                self.table_index.insert(table, index);
                index
            }
        };
        self.leaf(Leaf::Option(index))
    }

    /// `x` while running, the initial value of this index at the first time.
    pub fn active_initial(&mut self, x: NodeId, index: u32) -> NodeId {
        let axes = self.axes(x);
        self.insert(Node::Apply(Operation::ActiveInitial(index), vec![x]), axes)
    }

    /// An operation; folded where all arguments are constants, simplified where the result is one
    /// of the arguments for every value.
    pub fn apply(&mut self, operation: Operation, arguments: &[NodeId]) -> NodeId {
        let constants: Option<Vec<f64>> =
            arguments.iter().map(|&a| self.constant_value(a)).collect();
        if let Some(values) = constants
            && let Some(value) = operation.evaluate(&values)
        {
            return self.constant(value);
        }
        if let Some(id) = self.simplify(operation, arguments) {
            return id;
        }
        let axes =
            arguments.iter().fold(Axes::default(), |axes, &a| axes.join(self.axes[a as usize]));
        self.insert(Node::Apply(operation, arguments.to_vec()), axes)
    }

    /// Exact identities only: they hold bit for bit for every finite argument.
    fn simplify(&mut self, operation: Operation, arguments: &[NodeId]) -> Option<NodeId> {
        let value = |i: usize| self.constant_value(arguments[i]);
        match operation {
            Operation::Add if value(0) == Some(0.0) => Some(arguments[1]),
            Operation::Add | Operation::Subtract if value(1) == Some(0.0) => Some(arguments[0]),
            Operation::Multiply if value(0) == Some(1.0) => Some(arguments[1]),
            Operation::Multiply | Operation::Divide if value(1) == Some(1.0) => Some(arguments[0]),
            Operation::Select => match value(0) {
                Some(0.0) => Some(arguments[2]),
                Some(_) => Some(arguments[1]),
                None if arguments[1] == arguments[2] => Some(arguments[1]),
                None => None,
            },
            Operation::Sum => {
                let zero = self.constant(0.0);
                let kept: Vec<NodeId> = arguments.iter().copied().filter(|&a| a != zero).collect();
                match kept.len() {
                    0 => Some(zero),
                    1 => Some(kept[0]),
                    n if n < arguments.len() => Some(self.apply(operation, &kept)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
