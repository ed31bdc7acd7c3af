//! Splitting the operations of a round into screening and valuation.

use super::plan::{Plan, RowOperation, Value};
use crate::operation::Operation;

/// The range of a value by package: ends that are values themselves, or unknown.
#[derive(Clone, Copy)]
struct Range {
    low: Option<Value>,
    high: Option<Value>,
}

impl Range {
    const UNKNOWN: Range = Range { low: None, high: None };

    fn point(value: Value) -> Range {
        Range { low: Some(value), high: Some(value) }
    }

    fn is_point(self) -> Option<Value> {
        match (self.low, self.high) {
            (Some(a), Some(b)) if a == b => Some(a),
            _ => None,
        }
    }
}

/// Operations by package, with bounds added to them.
pub(super) struct Split {
    operations: Vec<RowOperation>,
    ranges: Vec<Range>,
}

impl Split {
    pub(super) fn new(operations: Vec<RowOperation>) -> Self {
        Split { operations, ranges: Vec::new() }
    }

    /// Sets the plan's screening, columns, valuation and roots.
    pub(super) fn into_plan(mut self, plan: &mut Plan, conditions: &[Value], roots: &[Value]) {
        let planned = self.operations.len();
        for index in 0..planned {
            let range = self.range_of_operation(index);
            self.ranges.push(range);
        }
        let bounds: Vec<Option<Value>> = roots.iter().map(|&r| self.range(r).high).collect();

        let mut screened = vec![false; self.operations.len()];
        let mut stack: Vec<Value> = bounds.iter().flatten().chain(conditions).copied().collect();
        while let Some(value) = stack.pop() {
            if let Value::Row(index) = value {
                if !screened[index] {
                    screened[index] = true;
                    stack.extend(&self.operations[index].arguments);
                }
            }
        }
        let mut valued = vec![false; self.operations.len()];
        let mut stack = roots.to_vec();
        while let Some(value) = stack.pop() {
            if let Value::Row(index) = value {
                if !screened[index] && !valued[index] {
                    valued[index] = true;
                    stack.extend(&self.operations[index].arguments);
                }
            }
        }
        // New positions of the operations of each part.
        let position = |part: &[bool]| {
            let mut next = 0;
            part.iter()
                .map(|inside| {
                    next += usize::from(*inside);
                    next.saturating_sub(1)
                })
                .collect::<Vec<usize>>()
        };
        let (screen_at, value_at) = (position(&screened), position(&valued));
        let in_screening = |v: Value| match v {
            Value::Row(index) => Value::Row(screen_at[index]),
            other => other,
        };
        let mut columns: Vec<Value> = Vec::new();
        let mut in_valuation = |v: Value| match v {
            Value::Row(index) if valued[index] => Value::Row(value_at[index]),
            Value::Row(_) | Value::Table(_) => {
                let source = in_screening(v);
                let index = columns.iter().position(|c| *c == source).unwrap_or_else(|| {
                    columns.push(source);
                    columns.len() - 1
                });
                Value::Column(index)
            }
            other => other,
        };
        for (index, operation) in self.operations.iter().enumerate() {
            if valued[index] {
                plan.valuation.push(RowOperation {
                    operation: operation.operation,
                    arguments: operation.arguments.iter().map(|&v| in_valuation(v)).collect(),
                });
            }
        }
        plan.roots = roots.iter().map(|&v| in_valuation(v)).collect();
        plan.columns = columns;
        for (index, operation) in self.operations.iter().enumerate() {
            if screened[index] {
                plan.screening.push(RowOperation {
                    operation: operation.operation,
                    arguments: operation.arguments.iter().map(|&v| in_screening(v)).collect(),
                });
            }
        }
        plan.conditions = conditions.iter().map(|&v| in_screening(v)).collect();
        plan.bounds = bounds.into_iter().map(|b| b.map(in_screening)).collect();
    }

    fn range(&self, value: Value) -> Range {
        match value {
            Value::Row(index) => self.ranges.get(index).copied().unwrap_or(Range::point(value)),
            other => Range::point(other),
        }
    }

    fn push(&mut self, operation: Operation, arguments: &[Value]) -> Value {
        self.operations.push(RowOperation { operation, arguments: arguments.to_vec() });
        Value::Row(self.operations.len() - 1)
    }

    /// An operation on ends of ranges; unknown where one is.
    fn ends(&mut self, operation: Operation, a: Option<Value>, b: Option<Value>) -> Option<Value> {
        let (a, b) = (a?, b?);
        match (operation, a, b) {
            (Operation::Multiply, _, Value::Constant(1.0)) => Some(a),
            (Operation::Multiply, _, Value::Constant(0.0)) => Some(b),
            _ => Some(self.push(operation, &[a, b])),
        }
    }

    fn range_of_operation(&mut self, index: usize) -> Range {
        use Operation as O;
        let RowOperation { operation, arguments } = self.operations[index].clone();
        let dear = matches!(
            operation,
            O::Exponential
                | O::Logarithm
                | O::Logistic
                | O::BreakdownWeight
                | O::Power
                | O::Theory(_)
                | O::Sine
                | O::Cosine
                | O::Tangent
                | O::ArcSine
                | O::ArcCosine
                | O::ArcTangent
        );
        let ranges: Vec<Range> = arguments.iter().map(|&a| self.range(a)).collect();
        if dear {
            return match operation {
                O::Logistic | O::BreakdownWeight => {
                    Range { low: Some(Value::Constant(0.0)), high: Some(Value::Constant(1.0)) }
                }
                O::Exponential => Range { low: Some(Value::Constant(0.0)), high: None },
                _ => Range::UNKNOWN,
            };
        }
        if ranges.iter().all(|r| r.is_point().is_some()) {
            return Range::point(Value::Row(index));
        }
        match (operation, &ranges[..]) {
            (O::Add | O::Minimum | O::Maximum, &[a, b]) => Range {
                low: self.ends(operation, a.low, b.low),
                high: self.ends(operation, a.high, b.high),
            },
            (O::Subtract, &[a, b]) => Range {
                low: self.ends(operation, a.low, b.high),
                high: self.ends(operation, a.high, b.low),
            },
            (O::Multiply, &[a, b]) => {
                let (point, other) = match (a.is_point(), b.is_point()) {
                    (Some(point), _) => (point, b),
                    (_, Some(point)) => (point, a),
                    _ => return Range::UNKNOWN,
                };
                let x = self.ends(O::Multiply, Some(point), other.low);
                let y = self.ends(O::Multiply, Some(point), other.high);
                Range { low: self.ends(O::Minimum, x, y), high: self.ends(O::Maximum, x, y) }
            }
            (O::Negate, &[a]) => Range {
                low: a.high.map(|v| self.push(O::Negate, &[v])),
                high: a.low.map(|v| self.push(O::Negate, &[v])),
            },
            _ => Range::UNKNOWN,
        }
    }
}
