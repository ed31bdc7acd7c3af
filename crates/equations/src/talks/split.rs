//! Splitting the operations of a round into screening and valuation.

use super::coarse::Coarse;
use super::plan::{Plan, Reading, RowOperation, Value};
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
        let planned = self.operations.clone();
        let tables = &plan.tables;
        let varies = |t: usize| !matches!(tables[t].reading, Some(Reading::Scalar(_)));
        let mut coarse = Coarse::new(&planned, &varies);
        for index in 0..planned.len() {
            let range = self.range_of_operation(index, &coarse);
            self.ranges.push(range);
        }
        let row_bounds: Vec<Option<Value>> = roots.iter().map(|&r| coarse.range(r).high).collect();
        let coarse = std::mem::take(&mut coarse.built);
        let bounds: Vec<Option<Value>> = roots.iter().map(|&r| self.range(r).high).collect();

        let mut screened = vec![false; self.operations.len()];
        let mut stack: Vec<Value> = bounds.iter().flatten().chain(conditions).copied().collect();
        while let Some(value) = stack.pop() {
            if let Value::Row(index) = value
                && !screened[index]
            {
                screened[index] = true;
                stack.extend(&self.operations[index].arguments);
            }
        }
        // Differences are computed again rather than handed over: their parts are handed over anyway.
        let again = |index: usize| self.operations[index].operation == Operation::Subtract;
        let mut valued = vec![false; self.operations.len()];
        let mut stack = roots.to_vec();
        while let Some(value) = stack.pop() {
            if let Value::Row(index) = value
                && (!screened[index] || again(index))
                && !valued[index]
            {
                valued[index] = true;
                stack.extend(&self.operations[index].arguments);
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
                let arguments = operation.arguments.iter().map(|&v| in_valuation(v)).collect();
                plan.valuation.push(RowOperation::new(operation.operation, arguments));
            }
        }
        plan.roots = roots.iter().map(|&v| in_valuation(v)).collect();
        plan.columns = columns;
        for (index, operation) in self.operations.iter().enumerate() {
            if screened[index] {
                let arguments = operation.arguments.iter().map(|&v| in_screening(v)).collect();
                plan.screening.push(RowOperation::new(operation.operation, arguments));
            }
        }
        plan.conditions = conditions.iter().map(|&v| in_screening(v)).collect();
        plan.bounds = bounds.into_iter().map(|b| b.map(in_screening)).collect();
        keep_needed(plan, coarse, &row_bounds);
        let Plan { screening, conditions, bounds, columns, valuation, roots, .. } = plan;
        let mut read: Vec<&mut Value> = conditions.iter_mut().collect();
        read.extend(bounds.iter_mut().flatten());
        read.extend(columns.iter_mut());
        fuse(screening, &mut read);
        let screening_slots = allocate(screening, read);
        let mut read: Vec<&mut Value> = roots.iter_mut().collect();
        fuse(valuation, &mut read);
        plan.slots = [screening_slots, allocate(valuation, read)];
    }

    fn range(&self, value: Value) -> Range {
        match value {
            Value::Row(index) => self.ranges.get(index).copied().unwrap_or(Range::point(value)),
            other => Range::point(other),
        }
    }

    /// Whether a value is the same for all packages of a row.
    fn is_scalar(value: Value) -> bool {
        matches!(value, Value::External(_) | Value::Constant(_) | Value::Coarse(_))
    }

    fn push(&mut self, operation: Operation, arguments: &[Value]) -> Value {
        self.operations.push(RowOperation::new(operation, arguments.to_vec()));
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

    fn range_of_operation(&mut self, index: usize, coarse: &Coarse<'_>) -> Range {
        use Operation as O;
        let RowOperation { operation, arguments, .. } = self.operations[index].clone();
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
            // What is dear is not computed to screen: its range over the row stands for it.
            let over_row = coarse.range(Value::Row(index));
            let scalar = |v: Option<Value>| v.filter(|v| Self::is_scalar(*v));
            return Range { low: scalar(over_row.low), high: scalar(over_row.high) };
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

/// Keeps those operations over rows that row bounds and the screening need.
fn keep_needed(plan: &mut Plan, coarse: Vec<RowOperation>, row_bounds: &[Option<Value>]) {
    let mut needed = vec![false; coarse.len()];
    let mut ended = Vec::new();
    let arguments = plan.screening.iter().flat_map(|o| o.arguments.iter());
    let mut stack: Vec<Value> = arguments.chain(&plan.columns).copied().collect();
    stack.extend(plan.bounds.iter().flatten().chain(row_bounds.iter().flatten()));
    while let Some(value) = stack.pop() {
        match value {
            Value::Coarse(index) if !needed[index] => {
                needed[index] = true;
                stack.extend(&coarse[index].arguments);
            }
            Value::Low(t) | Value::High(t) if !ended.contains(&t) => ended.push(t),
            _ => {}
        }
    }
    ended.sort_unstable();
    let mut position = Vec::with_capacity(coarse.len());
    let mut next = 0;
    for n in &needed {
        position.push(next);
        next += usize::from(*n);
    }
    let moved = |v: Value| match v {
        Value::Coarse(index) => Value::Coarse(position[index]),
        other => other,
    };
    plan.coarse = coarse
        .into_iter()
        .zip(&needed)
        .filter(|(_, needed)| **needed)
        .map(|(o, _)| RowOperation::new(o.operation, o.arguments.into_iter().map(moved).collect()))
        .collect();
    plan.row_bounds = row_bounds.iter().map(|b| b.map(moved)).collect();
    plan.ended = ended;
    let screening = plan.screening.iter_mut().flat_map(|o| o.arguments.iter_mut());
    let rest = plan.columns.iter_mut().chain(plan.bounds.iter_mut().flatten());
    screening.chain(rest).for_each(|v| *v = moved(*v));
}

/// Joins `a + b * c` and `a + b * (c - a)` into one operation each where the parts have no other use,
/// so that the numbers between need not go through memory; the rounding stays the same.
fn fuse(operations: &mut Vec<RowOperation>, read: &mut [&mut Value]) {
    let mut uses = vec![0_u32; operations.len()];
    let values =
        operations.iter().flat_map(|o| o.arguments.iter()).chain(read.iter().map(|v| &**v));
    for value in values {
        if let Value::Row(index) = value {
            uses[*index] += 1;
        }
    }
    let mut gone = vec![false; operations.len()];
    for index in 0..operations.len() {
        let RowOperation { operation: Operation::Add, arguments, .. } = &operations[index] else {
            continue;
        };
        if let Some((fused, parts)) = ceiling(operations, &uses, arguments) {
            operations[index] = fused;
            parts.into_iter().for_each(|part| gone[part] = true);
            continue;
        }
        let product = |v: Value| match v {
            Value::Row(i) if uses[i] == 1 && operations[i].operation == Operation::Multiply => {
                Some(i)
            }
            _ => None,
        };
        let (a, i) = match (product(arguments[0]), product(arguments[1])) {
            (_, Some(i)) => (arguments[0], i),
            (Some(i), None) => (arguments[1], i),
            _ => continue,
        };
        let (mut b, mut c) = (operations[i].arguments[0], operations[i].arguments[1]);
        gone[i] = true;
        let gap = |v: Value| match v {
            Value::Row(j) if uses[j] == 1 && operations[j].operation == Operation::Subtract => {
                (operations[j].arguments[1] == a).then_some(j)
            }
            _ => None,
        };
        if gap(b).is_some() {
            std::mem::swap(&mut b, &mut c);
        }
        operations[index] = match gap(c) {
            Some(j) => {
                gone[j] = true;
                let target = operations[j].arguments[0];
                RowOperation::new(Operation::Blend, vec![a, b, target])
            }
            None => RowOperation::new(Operation::MultiplyAdd, vec![a, b, c]),
        };
    }
    let mut position = Vec::with_capacity(operations.len());
    let mut next = 0;
    for g in &gone {
        position.push(next);
        next += usize::from(!g);
    }
    let move_to = |v: &mut Value| {
        if let Value::Row(index) = v {
            *index = position[*index];
        }
    };
    let mut index = 0;
    operations.retain(|_| {
        index += 1;
        !gone[index - 1]
    });
    operations.iter_mut().flat_map(|o| o.arguments.iter_mut()).for_each(move_to);
    read.iter_mut().for_each(|v| move_to(v));
}

/// Gives results slots by live range and lets values name slots; returns the number of slots. What is
/// read afterwards keeps its slot.
fn allocate(operations: &mut [RowOperation], mut read: Vec<&mut Value>) -> usize {
    let mut last = vec![0_usize; operations.len()];
    for (index, operation) in operations.iter().enumerate() {
        for argument in &operation.arguments {
            if let Value::Row(from) = argument {
                last[*from] = index;
            }
        }
    }
    for value in &read {
        if let Value::Row(from) = **value {
            last[from] = usize::MAX;
        }
    }
    let mut slot = vec![0; operations.len()];
    let (mut free, mut count) = (Vec::new(), 0);
    for index in 0..operations.len() {
        slot[index] = free.pop().unwrap_or_else(|| {
            count += 1;
            count - 1
        });
        operations[index].slot = slot[index];
        let mut ended: Vec<usize> = operations[index]
            .arguments
            .iter()
            .filter_map(|a| match a {
                Value::Row(from) if last[*from] == index => Some(*from),
                _ => None,
            })
            .collect();
        ended.sort_unstable();
        ended.dedup();
        free.extend(ended.into_iter().map(|from| slot[from]));
        for argument in &mut operations[index].arguments {
            if let Value::Row(from) = argument {
                *from = slot[*from];
            }
        }
    }
    for value in &mut read {
        if let Value::Row(from) = &mut **value {
            *from = slot[*from];
        }
    }
    count
}

/// `a + max(b * (d - a), c * (d - a))` as one operation, with the operations that it replaces.
fn ceiling(
    operations: &[RowOperation],
    uses: &[u32],
    arguments: &[Value],
) -> Option<(RowOperation, [usize; 4])> {
    let part = |v: Value, operation: Operation, count: u32| match v {
        Value::Row(i) if uses[i] == count && operations[i].operation == operation => Some(i),
        _ => None,
    };
    let a = arguments[0];
    let larger = part(arguments[1], Operation::Maximum, 1)?;
    let [one, two] = operations[larger].arguments[..] else { return None };
    let (one, two) = (part(one, Operation::Multiply, 1)?, part(two, Operation::Multiply, 1)?);
    let factors = |i: usize| {
        let (x, y) = (operations[i].arguments[0], operations[i].arguments[1]);
        if Split::is_scalar(y) { Some((x, y)) } else { Split::is_scalar(x).then_some((y, x)) }
    };
    let ((gap, b), (same, c)) = (factors(one)?, factors(two)?);
    let difference = part(gap, Operation::Subtract, 2)?;
    if gap != same || operations[difference].arguments[1] != a {
        return None;
    }
    let d = operations[difference].arguments[0];
    let fused = RowOperation::new(Operation::BlendCeiling, vec![a, b, c, d]);
    Some((fused, [larger, one, two, difference]))
}
