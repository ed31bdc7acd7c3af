//! Values at the first time.
//!
//! A node's value at the first time follows from replacing stocks by their starts, time by the first
//! time, the package by the reference package and "no deal yet" for the state of talks. Where starts
//! need each other there is a circle of initial values.

use super::Builder;
use crate::graph::{Leaf, Node, NodeId};
use crate::operation::Operation;
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic};

/// How far the first value of a node has been worked out.
#[derive(Clone, Copy)]
enum Progress {
    Open,
    Known(NodeId),
}

impl Builder<'_> {
    /// Replaces every start by a node that varies over draws only.
    pub(crate) fn resolve_initial_values(&mut self, reference: &[u32]) {
        let mut known: BTreeMap<NodeId, Progress> = BTreeMap::new();
        for i in 0..self.stocks.len() {
            let node = self.stocks[i].start;
            self.stocks[i].start = self.initial_value(node, reference, &mut known);
        }
        for i in 0..self.memories.len() {
            let node = self.memories[i].start;
            self.memories[i].start = self.initial_value(node, reference, &mut known);
        }
        for i in 0..self.delays.len() {
            let (start, time) = (self.delays[i].start, self.delays[i].time);
            self.delays[i].start = self.initial_value(start, reference, &mut known);
            self.delays[i].time = self.initial_value(time, reference, &mut known);
        }
        let initials: Vec<NodeId> = (0..self.initials.len())
            .map(|i| self.initial_value(self.initials[i], reference, &mut known))
            .collect();
        self.initials = initials;
    }

    /// What a node's first value is made of, or the node itself where it is its own first value.
    fn first_needs(&self, node: NodeId, reference: &[u32]) -> Vec<NodeId> {
        match self.graph.node(node) {
            Node::Constant(_) => Vec::new(),
            Node::Leaf(leaf) => match leaf {
                Leaf::Stock(i) => vec![self.stocks[*i as usize].start],
                Leaf::Memory(i) => vec![self.memories[*i as usize].start],
                Leaf::Delay(i) => vec![self.delays[*i as usize].start],
                Leaf::Initial(i) => vec![self.initials[*i as usize]],
                Leaf::Option(table) => {
                    let table = self.graph.table(*table);
                    let option = reference.get(table.issue as usize).copied().unwrap_or(0);
                    vec![table.values[option as usize]]
                }
                _ => Vec::new(),
            },
            Node::Apply(Operation::ActiveInitial(i), _) => vec![self.initials[*i as usize]],
            Node::Apply(_, arguments) => arguments.clone(),
        }
    }

    fn initial_value(
        &mut self,
        root: NodeId,
        reference: &[u32],
        known: &mut BTreeMap<NodeId, Progress>,
    ) -> NodeId {
        let mut stack = vec![root];
        while let Some(&node) = stack.last() {
            if let Some(Progress::Known(_)) = known.get(&node) {
                stack.pop();
                continue;
            }
            let needs = self.first_needs(node, reference);
            let waiting: Vec<NodeId> = needs
                .iter()
                .copied()
                .filter(|n| !matches!(known.get(n), Some(Progress::Known(_))))
                .collect();
            if let Some(&open) = waiting.iter().find(|n| known.contains_key(n)) {
                self.report_circle(&stack, open);
                let zero = self.graph.constant(0.0);
                known.insert(open, Progress::Known(zero));
                continue;
            }
            if !waiting.is_empty() {
                known.insert(node, Progress::Open);
                stack.extend(waiting);
                continue;
            }
            let values: Vec<NodeId> = needs
                .iter()
                .map(|n| match known.get(n) {
                    Some(Progress::Known(value)) => *value,
                    _ => *n,
                })
                .collect();
            let value = self.first_value(node, &values);
            known.insert(node, Progress::Known(value));
            stack.pop();
        }
        match known.get(&root) {
            Some(Progress::Known(value)) => *value,
            _ => root,
        }
    }

    fn first_value(&mut self, node: NodeId, values: &[NodeId]) -> NodeId {
        match self.graph.node(node).clone() {
            Node::Constant(_) => node,
            Node::Leaf(leaf) => match leaf {
                Leaf::Sample(_) | Leaf::FirstNoise(_) => node,
                Leaf::Noise(i) => self.graph.leaf(Leaf::FirstNoise(i)),
                Leaf::Time | Leaf::StepTime => self.graph.constant(self.clock.start),
                Leaf::Stock(_)
                | Leaf::Memory(_)
                | Leaf::Delay(_)
                | Leaf::Initial(_)
                | Leaf::Option(_) => values[0],
                _ => self.graph.constant(0.0),
            },
            Node::Apply(Operation::ActiveInitial(_), _) => values[0],
            Node::Apply(operation, _) => self.graph.apply(operation, values),
        }
    }

    fn report_circle(&mut self, stack: &[NodeId], closing: NodeId) {
        let begin = stack.iter().position(|&n| n == closing).unwrap_or(0);
        let mut names = Vec::new();
        let mut diagnostic_places = Vec::new();
        for &node in &stack[begin..] {
            if let Node::Leaf(Leaf::Stock(i)) = self.graph.node(node) {
                let stock = &self.stocks[*i as usize];
                if !names.contains(&stock.name) {
                    names.push(stock.name.clone());
                    if let Some(declared) = stock.declared {
                        diagnostic_places.push(self.scenario.stocks[declared].start.span);
                    }
                }
            }
        }
        if let Some(first) = names.first().cloned() {
            names.push(first);
        }
        let message = format!("starting values need each other: {}", names.join(" -> "));
        let mut diagnostic = Diagnostic::new(Code::InitialCircle, message)
            .hint("give one of them a number, or use `active_initial(x, start)`");
        for place in diagnostic_places {
            diagnostic = diagnostic.at(place);
        }
        self.diagnostics.push(diagnostic);
    }
}
