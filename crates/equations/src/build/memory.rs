//! Functions with memory become hidden stocks, memories and delays.

use super::{Builder, Pending};
use crate::expression::{Expression, Range};
use crate::function::Function;
use crate::graph::{Leaf, NodeId};
use crate::model::{DelayModel, MemoryModel, StockModel};
use crate::operation::Operation;
use zopa_scenario::{Code, Diagnostic};

/// What is left to do for a function with memory, once every formula has its node.
pub(super) enum Part {
    /// Nothing.
    Done,
    /// Smoothing in n stages: `A' = (x - A)/(T/n)`.
    Smooth {
        first: usize,
        stages: usize,
        input: Expression,
        time: Expression,
        start: Option<Expression>,
    },
    /// Delay in n stages: `S' = inflow - S/(T/n)`; stage times are nodes already.
    Delay {
        first: usize,
        stages: usize,
        input: Expression,
        stage_time: NodeId,
        start: Option<Expression>,
    },
    /// The average of a trend: `A' = (x - A)/T`, `A0 = x0/(1 + i T)`.
    Trend { stock: usize, input: NodeId, time: NodeId, start: Option<Expression> },
    /// The average of a forecast: as a trend, started at x0 or at x0/(1 + i T).
    /// A memory whose update is an expression.
    Memory { memory: usize, update: Expression, start: Expression },
    /// A memory whose update is a node, with a stated start.
    MemoryFrom { memory: usize, update: NodeId, start: Expression },
    /// A memory whose update is a node and whose start is set.
    MemoryNode { memory: usize, update: NodeId },
    /// A fixed delay.
    Fixed { delay: usize, input: Expression, time: Expression, start: Option<Expression> },
    /// A value at the first time.
    Initial { index: usize, value: Expression },
    /// The start of a value that differs while running.
    ActiveInitial { index: usize, start: Expression },
    /// The integral from the start.
    Total { stock: usize, input: Expression },
}

impl Builder<'_> {
    pub(super) fn later(&mut self, part: Part) {
        self.pending.push(Pending { formula: self.current, part });
    }

    fn hidden_stock(&mut self, what: &str) -> usize {
        let zero = self.graph.constant(0.0);
        let name = format!("{}.{what}{}", self.formula().name, self.stocks.len());
        self.stocks.push(StockModel {
            name,
            declared: None,
            start: zero,
            change: zero,
            minimum: None,
            maximum: None,
        });
        self.stocks.len() - 1
    }

    fn stock_leaf(&mut self, stock: usize) -> NodeId {
        self.graph.leaf(Leaf::Stock(stock as u32))
    }

    /// A memory with this start; its update comes later.
    pub(super) fn new_memory(&mut self, start: NodeId) -> (usize, NodeId) {
        self.memories.push(MemoryModel { start, update: start });
        let index = self.memories.len() - 1;
        (index, self.graph.leaf(Leaf::Memory(index as u32)))
    }

    pub(super) fn with_memory(
        &mut self,
        function: Function,
        a: &[Expression],
        range: &Range,
    ) -> NodeId {
        use Function as F;
        match function {
            F::Smooth | F::Smooth3 | F::SmoothN => {
                let (stages, start) = match function {
                    F::Smooth => (1, a.get(2)),
                    F::Smooth3 => (3, a.get(2)),
                    _ => (self.stage_count(&a[2], &a[1]), a.get(3)),
                };
                let first = self.stocks.len();
                for _ in 0..stages {
                    self.hidden_stock("smooth");
                }
                self.warn_short(&a[1], stages, range);
                self.later(Part::Smooth {
                    first,
                    stages,
                    input: a[0].clone(),
                    time: a[1].clone(),
                    start: start.cloned(),
                });
                self.stock_leaf(first + stages - 1)
            }
            F::Delay1 | F::Delay3 | F::DelayN => {
                let (stages, start) = match function {
                    F::Delay1 => (1, a.get(2)),
                    F::Delay3 => (3, a.get(2)),
                    _ => (self.stage_count(&a[2], &a[1]), a.get(3)),
                };
                let time = self.expression(&a[1]);
                let n = self.graph.constant(stages as f64);
                let stage_time = self.over(time, n);
                let first = self.stocks.len();
                for _ in 0..stages {
                    self.hidden_stock("delay");
                }
                self.warn_short(&a[1], stages, range);
                self.later(Part::Delay {
                    first,
                    stages,
                    input: a[0].clone(),
                    stage_time,
                    start: start.cloned(),
                });
                let last = self.stock_leaf(first + stages - 1);
                self.over(last, stage_time)
            }
            F::Trend | F::Forecast => {
                let (x, time) = (self.expression(&a[0]), self.expression(&a[1]));
                let stock = self.hidden_stock("average");
                let average = self.stock_leaf(stock);
                self.warn_short(&a[1], 1, range);
                let start = if function == F::Trend { a.get(2) } else { a.get(3) };
                self.later(Part::Trend { stock, input: x, time, start: start.cloned() });
                let gap = self.minus(x, average);
                let zero = self.graph.constant(0.0);
                if function == F::Trend {
                    let size = self.graph.apply(Operation::Absolute, &[average]);
                    let base = self.times(time, size);
                    let trend = self.over(gap, base);
                    let empty = self.graph.apply(Operation::Equal, &[average, zero]);
                    self.graph.apply(Operation::Select, &[empty, zero, trend])
                } else {
                    let horizon = self.expression(&a[2]);
                    let base = self.times(time, average);
                    let trend = self.over(gap, base);
                    let empty = self.graph.apply(Operation::Equal, &[average, zero]);
                    let trend = self.graph.apply(Operation::Select, &[empty, zero, trend]);
                    let growth = self.times(horizon, trend);
                    let one = self.graph.constant(1.0);
                    let factor = self.plus(one, growth);
                    self.times(x, factor)
                }
            }
            F::DelayFixed => {
                let zero = self.graph.constant(0.0);
                self.delays.push(DelayModel { input: zero, time: zero, start: zero });
                let delay = self.delays.len() - 1;
                self.later(Part::Fixed {
                    delay,
                    input: a[0].clone(),
                    time: a[1].clone(),
                    start: a.get(2).cloned(),
                });
                self.graph.leaf(Leaf::Delay(delay as u32))
            }
            F::Previous => {
                let zero = self.graph.constant(0.0);
                let (memory, leaf) = self.new_memory(zero);
                self.later(Part::Memory { memory, update: a[0].clone(), start: a[1].clone() });
                leaf
            }
            F::SampleIfTrue => {
                let (condition, x) = (self.expression(&a[0]), self.expression(&a[1]));
                let zero = self.graph.constant(0.0);
                let (memory, leaf) = self.new_memory(zero);
                let value = self.graph.apply(Operation::Select, &[condition, x, leaf]);
                self.later(Part::MemoryFrom { memory, update: value, start: a[2].clone() });
                value
            }
            F::Initial => {
                let zero = self.graph.constant(0.0);
                self.initials.push(zero);
                let index = self.initials.len() - 1;
                self.later(Part::Initial { index, value: a[0].clone() });
                self.graph.leaf(Leaf::Initial(index as u32))
            }
            F::ActiveInitial => {
                let x = self.expression(&a[0]);
                let zero = self.graph.constant(0.0);
                self.initials.push(zero);
                let index = self.initials.len() - 1;
                self.later(Part::ActiveInitial { index, start: a[1].clone() });
                self.graph.active_initial(x, index as u32)
            }
            _ => {
                let stock = self.hidden_stock("total");
                self.later(Part::Total { stock, input: a[0].clone() });
                self.stock_leaf(stock)
            }
        }
    }

    /// Number of stages: a constant, and no stage shorter than a step.
    fn stage_count(&mut self, count: &Expression, time: &Expression) -> usize {
        let node = self.expression(count);
        let Some(n) = self.graph.constant_value(node).filter(|n| (1.0..=1000.0).contains(n)) else {
            self.problem(
                Code::ConstantNeeded,
                "the number of stages must be a constant from 1 to 1000".to_owned(),
                &count.range,
                &[],
            );
            return 1;
        };
        let time = self.expression(time);
        let most = match self.graph.constant_value(time) {
            Some(time) => (time / self.clock.integration_step()).floor().max(1.0),
            None => n,
        };
        n.min(most) as usize
    }

    /// Warns of a delay shorter than two steps.
    fn warn_short(&mut self, time: &Expression, stages: usize, range: &Range) {
        let node = self.expression(time);
        let Some(time) = self.graph.constant_value(node) else { return };
        let h = self.clock.integration_step();
        if time / (stages as f64) < 2.0 * h && time > 0.0 {
            let place = self.formula().text().place(range.start, range.end);
            let message =
                format!("a delay of {time} in {stages} stage(s) is shorter than two steps of {h}");
            self.diagnostics.push(Diagnostic::new(Code::StepTooLong, message).at(place).hint(
                format!(
                    "use sub-steps: `substeps = {}` in the time axis",
                    (2.0 * h * stages as f64 / time).ceil()
                ),
            ));
        }
    }

    pub(super) fn finish(&mut self, part: Part) {
        match part {
            Part::Done => {}
            Part::Smooth { first, stages, input, time, start } => {
                let x = self.expression(&input);
                let time = self.expression(&time);
                let n = self.graph.constant(stages as f64);
                let stage_time = self.over(time, n);
                let start = start.map_or(x, |s| self.expression(&s));
                let mut inflow = x;
                for stage in first..first + stages {
                    let level = self.stock_leaf(stage);
                    let gap = self.minus(inflow, level);
                    self.stocks[stage].change = self.over(gap, stage_time);
                    self.stocks[stage].start = start;
                    inflow = level;
                }
            }
            Part::Delay { first, stages, input, stage_time, start } => {
                let x = self.expression(&input);
                let start = start.map_or(x, |s| self.expression(&s));
                let start = self.times(start, stage_time);
                let mut inflow = x;
                for stage in first..first + stages {
                    let level = self.stock_leaf(stage);
                    let outflow = self.over(level, stage_time);
                    self.stocks[stage].change = self.minus(inflow, outflow);
                    self.stocks[stage].start = start;
                    inflow = outflow;
                }
            }
            Part::Trend { stock, input, time, start } => {
                let average = self.stock_leaf(stock);
                let gap = self.minus(input, average);
                self.stocks[stock].change = self.over(gap, time);
                self.stocks[stock].start = match start {
                    None => input,
                    Some(initial) => {
                        let initial = self.expression(&initial);
                        let growth = self.times(initial, time);
                        let one = self.graph.constant(1.0);
                        let factor = self.plus(one, growth);
                        self.over(input, factor)
                    }
                };
            }
            Part::Memory { memory, update, start } => {
                let (update, start) = (self.expression(&update), self.expression(&start));
                self.memories[memory] = MemoryModel { start, update };
            }
            Part::MemoryFrom { memory, update, start } => {
                let start = self.expression(&start);
                self.memories[memory] = MemoryModel { start, update };
            }
            Part::MemoryNode { memory, update } => self.memories[memory].update = update,
            Part::Fixed { delay, input, time, start } => {
                let (input, time) = (self.expression(&input), self.expression(&time));
                let start = start.map_or(input, |s| self.expression(&s));
                self.delays[delay] = DelayModel { input, time, start };
            }
            Part::Initial { index, value } => self.initials[index] = self.expression(&value),
            Part::ActiveInitial { index, start } => self.initials[index] = self.expression(&start),
            Part::Total { stock, input } => self.stocks[stock].change = self.expression(&input),
        }
    }
}
