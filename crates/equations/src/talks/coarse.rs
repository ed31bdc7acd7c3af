//! Ranges of values over whole rows.
//!
//! Before the packages of a row are looked at, interval arithmetic over all rows at once bounds what
//! each signatory's value can be anywhere in a row: tables enter with their smallest and largest entry
//! over the fast issues, monotone functions with their ends. Whole rows fall away, and what is dear to
//! compute has a narrow range when the packages of the others are screened.

use super::plan::{RowOperation, Value};
use crate::operation::Operation;

/// What a computed bound may be off by, relative to itself: monotone functions are so only up to the
/// rounding of their approximations.
const MARGIN: f64 = 1e-11;

/// The range of a value over a row; an end is unknown where nothing bounds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RowRange {
    pub(super) low: Option<Value>,
    pub(super) high: Option<Value>,
    /// Whether both ends are known to lie in 0..1.
    unit: bool,
}

impl RowRange {
    const UNKNOWN: RowRange = RowRange { low: None, high: None, unit: false };

    fn new(low: Option<Value>, high: Option<Value>) -> Self {
        RowRange { low, high, unit: false }
    }

    /// The single value where both ends are one.
    fn point(self) -> Option<Value> {
        match (self.low, self.high) {
            (Some(a), Some(b)) if a == b => Some(a),
            _ => None,
        }
    }
}

/// Builds the operations that compute ranges over rows.
pub(super) struct Coarse<'a> {
    /// Operations by package.
    operations: &'a [RowOperation],
    /// Whether a table varies along the fast issues.
    varies: &'a dyn Fn(usize) -> bool,
    /// Operations by row, built so far.
    pub(super) built: Vec<RowOperation>,
    ranges: Vec<RowRange>,
}

impl<'a> Coarse<'a> {
    pub(super) fn new(operations: &'a [RowOperation], varies: &'a dyn Fn(usize) -> bool) -> Self {
        let mut coarse = Coarse { operations, varies, built: Vec::new(), ranges: Vec::new() };
        for index in 0..operations.len() {
            let range = coarse.operation(index);
            coarse.ranges.push(range);
        }
        coarse
    }

    /// The range of a value over a row.
    pub(super) fn range(&self, value: Value) -> RowRange {
        match value {
            Value::Row(index) => self.ranges[index],
            Value::Table(t) if (self.varies)(t) => {
                RowRange::new(Some(Value::Low(t)), Some(Value::High(t)))
            }
            Value::Table(t) => RowRange::new(Some(Value::Low(t)), Some(Value::Low(t))),
            scalar => RowRange::new(Some(scalar), Some(scalar)),
        }
    }

    fn push(&mut self, operation: Operation, arguments: &[Value]) -> Value {
        let new = RowOperation::new(operation, arguments.to_vec());
        let index = self.built.iter().position(|o| *o == new).unwrap_or_else(|| {
            self.built.push(new);
            self.built.len() - 1
        });
        Value::Coarse(index)
    }

    fn ends(&mut self, operation: Operation, a: Option<Value>, b: Option<Value>) -> Option<Value> {
        Some(self.push(operation, &[a?, b?]))
    }

    /// An increasing function of its first argument; `floor` and `ceiling` bound it everywhere.
    fn increasing(
        &mut self,
        operation: Operation,
        argument: RowRange,
        rest: &[Value],
        floor: Option<f64>,
        ceiling: Option<f64>,
    ) -> RowRange {
        let mut end = |end: Option<Value>, slack: f64, otherwise: Option<f64>| match end {
            Some(end) => {
                let arguments: Vec<Value> =
                    std::iter::once(end).chain(rest.iter().copied()).collect();
                let value = self.push(operation, &arguments);
                let widened =
                    self.push(Operation::Multiply, &[value, Value::Constant(1.0 + slack)]);
                // A ceiling holds for the widened end too.
                Some(match ceiling {
                    Some(most) => self.push(Operation::Minimum, &[widened, Value::Constant(most)]),
                    None => widened,
                })
            }
            None => otherwise.map(Value::Constant),
        };
        let low = end(argument.low, -MARGIN, floor);
        let high = end(argument.high, MARGIN, ceiling);
        RowRange { low, high, unit: floor == Some(0.0) && ceiling == Some(1.0) }
    }

    fn operation(&mut self, index: usize) -> RowRange {
        use Operation as O;
        let operations = self.operations;
        let RowOperation { operation, arguments, .. } = &operations[index];
        let ranges: Vec<RowRange> = arguments.iter().map(|&a| self.range(a)).collect();
        if let (O::Add, [x, y]) = (operation, &arguments[..])
            && let Some(range) = self.blend(*x, *y).or_else(|| self.blend(*y, *x))
        {
            return range;
        }
        match (operation, &ranges[..]) {
            (O::Logistic, &[a]) => self.increasing(O::Logistic, a, &[], Some(0.0), Some(1.0)),
            (O::Exponential, &[a]) => self.increasing(O::Exponential, a, &[], Some(0.0), None),
            (O::BreakdownWeight, &[h, r]) => match r.point() {
                Some(r) => self.increasing(O::BreakdownWeight, h, &[r], Some(0.0), Some(1.0)),
                None => RowRange {
                    low: Some(Value::Constant(0.0)),
                    high: Some(Value::Constant(1.0)),
                    unit: true,
                },
            },
            (O::Add | O::Minimum | O::Maximum, &[a, b]) => {
                let low = self.ends(*operation, a.low, b.low);
                RowRange::new(low, self.ends(*operation, a.high, b.high))
            }
            (O::Subtract, &[a, b]) => {
                let low = self.ends(O::Subtract, a.low, b.high);
                RowRange::new(low, self.ends(O::Subtract, a.high, b.low))
            }
            (O::Sum, all) => {
                let side = |end: fn(&RowRange) -> Option<Value>| {
                    all.iter().map(end).collect::<Option<Vec<Value>>>()
                };
                let (low, high) = (side(|r| r.low), side(|r| r.high));
                let low = low.map(|v| self.push(O::Sum, &v));
                RowRange::new(low, high.map(|v| self.push(O::Sum, &v)))
            }
            (O::Negate, &[a]) => {
                let low = a.high.map(|v| self.push(O::Negate, &[v]));
                RowRange::new(low, a.low.map(|v| self.push(O::Negate, &[v])))
            }
            (O::Multiply, &[a, b]) => {
                let (point, other) = match (a.point(), b.point()) {
                    (Some(point), _) => (point, b),
                    (_, Some(point)) => (point, a),
                    _ => return RowRange::UNKNOWN,
                };
                let x = self.ends(O::Multiply, Some(point), other.low);
                let y = self.ends(O::Multiply, Some(point), other.high);
                let low = self.ends(O::Minimum, x, y);
                RowRange::new(low, self.ends(O::Maximum, x, y))
            }
            _ => {
                let points: Option<Vec<Value>> = ranges.iter().map(|r| r.point()).collect();
                match points {
                    Some(points) => {
                        let value = self.push(*operation, &points);
                        RowRange::new(Some(value), Some(value))
                    }
                    None => RowRange::UNKNOWN,
                }
            }
        }
    }

    /// `t + w (r - t)` with w in 0..1: increasing in t and in r, so its ends are those of t and r with
    /// either end of w. Plain interval arithmetic would count t twice.
    fn blend(&mut self, t: Value, product: Value) -> Option<RowRange> {
        let Value::Row(product) = product else { return None };
        let RowOperation { operation: Operation::Multiply, arguments, .. } =
            &self.operations[product]
        else {
            return None;
        };
        let gap = |v: Value| match v {
            Value::Row(i) => match &self.operations[i] {
                RowOperation { operation: Operation::Subtract, arguments, .. }
                    if arguments[1] == t =>
                {
                    Some(arguments[0])
                }
                _ => None,
            },
            _ => None,
        };
        let (weight, target) = match (gap(arguments[1]), gap(arguments[0])) {
            (Some(target), _) => (arguments[0], target),
            (_, Some(target)) => (arguments[1], target),
            _ => return None,
        };
        let weight = self.range(weight);
        if !weight.unit {
            return None;
        }
        let (t, target) = (self.range(t), self.range(target));
        let (one, two) = (weight.low?, weight.high?);
        let mut end = |t: Option<Value>, r: Option<Value>, pick: Operation| -> Option<Value> {
            let (t, r) = (t?, r?);
            let gap = self.push(Operation::Subtract, &[r, t]);
            let x = self.push(Operation::Multiply, &[one, gap]);
            let y = self.push(Operation::Multiply, &[two, gap]);
            let x = self.push(Operation::Add, &[t, x]);
            let y = self.push(Operation::Add, &[t, y]);
            Some(self.push(pick, &[x, y]))
        };
        let low = end(t.low, target.low, Operation::Minimum);
        let high = end(t.high, target.high, Operation::Maximum);
        Some(RowRange::new(low, high))
    }
}
