//! The plan of a round: which nodes become scalars, tables and row operations.

use super::split::Split;
use crate::graph::{Graph, Leaf, Node, NodeId};
use crate::operation::Operation;
use std::collections::BTreeMap;

/// Most packages in a row.
const ROW_LIMIT: usize = 512;

/// Entries up to which a value is a table whatever the number of packages.
const TABLE_LIMIT: usize = 256;

/// The packages on the table: open options of each issue, the first issue slowest.
#[derive(Debug, Clone)]
pub struct Space {
    /// Open options by issue.
    pub open: Vec<Vec<u32>>,
    /// Number of issues in the slow group.
    pub slow: usize,
    /// Number of rows.
    pub rows: usize,
    /// Packages in a row.
    pub row: usize,
}

impl Space {
    /// Splits the issues so that a row is as long as the limit allows.
    pub fn new(open: Vec<Vec<u32>>) -> Self {
        let mut slow = open.len();
        let mut row = 1;
        while slow > 0 && row * open[slow - 1].len().max(1) <= ROW_LIMIT {
            slow -= 1;
            row *= open[slow].len().max(1);
        }
        let rows = open[..slow].iter().map(Vec::len).product();
        Space { open, slow, rows, row }
    }

    /// Number of packages.
    pub fn len(&self) -> usize {
        self.rows * self.row
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Option by issue of a package.
    pub fn options(&self, package: usize) -> Vec<u32> {
        let mut rest = package;
        let mut options = vec![0; self.open.len()];
        for (issue, open) in self.open.iter().enumerate().rev() {
            options[issue] = open[rest % open.len()];
            rest /= open.len();
        }
        options
    }

    /// Issues of the slow group, one bit each.
    pub(super) fn slow_mask(&self) -> u64 {
        if self.slow == 0 { 0 } else { u64::MAX >> (64 - self.slow) }
    }

    /// Number of combinations of the issues in `mask`; saturates.
    pub(super) fn size(&self, mask: u64) -> usize {
        (0..self.open.len())
            .filter(|i| mask >> i & 1 == 1)
            .fold(1_usize, |n, i| n.saturating_mul(self.open[i].len()))
    }

    /// For each combination of the issues in `whole`, the index of the combination of those in
    /// `part` that it contains.
    pub(super) fn project(&self, whole: u64, part: u64) -> Vec<u32> {
        let mut map = vec![0_u32];
        for (issue, open) in self.open.iter().enumerate() {
            if whole >> issue & 1 == 0 {
                continue;
            }
            let n = open.len() as u32;
            let inside = part >> issue & 1 == 1;
            map = map
                .iter()
                .flat_map(|&index| (0..n).map(move |o| if inside { index * n + o } else { index }))
                .collect();
        }
        map
    }
}

/// Where a value of the plan is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    /// The same for all packages: index in the externals.
    External(usize),
    /// By combination of a few issues: index of the table.
    Table(usize),
    /// By package: index of the operation that computes it.
    Row(usize),
    /// By package that passed the screening: index of the column.
    Column(usize),
    /// Smallest entry of a table in the current row.
    Low(usize),
    /// Largest entry of a table in the current row.
    High(usize),
    /// The same for all packages of a row: index of the operation over rows.
    Coarse(usize),
    /// A number.
    Constant(f64),
}

/// How a table is filled.
#[derive(Debug, Clone)]
pub(super) enum Fill {
    /// One external per open option.
    Options(Vec<usize>),
    /// An operation on externals and tables of fewer issues; for a table, the map from this table's
    /// entries to its entries (none where the issues are the same).
    Apply(Operation, Vec<(Value, Option<Projection>)>),
}

/// Which entry of a table of fewer issues belongs to each entry of one of more.
#[derive(Debug, Clone)]
pub(super) enum Projection {
    /// Each entry in turn, so many times: the table has the slower issues.
    Repeat(usize),
    /// All entries over and over: the table has the faster issues.
    Tile,
    /// Any.
    Map(Vec<u32>),
}

impl Projection {
    fn new(map: Vec<u32>) -> Self {
        let size = map.iter().max().map_or(1, |m| *m as usize + 1);
        let times = map.len() / size;
        // Runs of five to seven are not worth a copy and have no loop of their own.
        let worth = |run: usize| (2..=4).contains(&run) || run >= 8;
        if worth(times) && map.iter().enumerate().all(|(i, &m)| i / times == m as usize) {
            return Projection::Repeat(times);
        }
        if worth(size) && map.iter().enumerate().all(|(i, &m)| i % size == m as usize) {
            return Projection::Tile;
        }
        Projection::Map(map)
    }

    /// Fills `target` from the entries of the smaller table.
    pub(super) fn gather(&self, source: &[f64], target: &mut [f64]) {
        /// Each number so many times; the length is known to the compiler.
        fn repeat<const N: usize>(source: &[f64], target: &mut [f64]) {
            for (part, x) in target.as_chunks_mut::<N>().0.iter_mut().zip(source) {
                *part = [*x; N];
            }
        }
        /// The same few numbers over and over.
        fn tile<const N: usize>(source: &[f64], target: &mut [f64]) {
            let Some(pattern) = source.first_chunk::<N>() else { return };
            for part in target.as_chunks_mut::<N>().0 {
                *part = *pattern;
            }
        }
        match (self, source.len()) {
            (Projection::Repeat(2), _) => repeat::<2>(source, target),
            (Projection::Repeat(3), _) => repeat::<3>(source, target),
            (Projection::Repeat(4), _) => repeat::<4>(source, target),
            (Projection::Repeat(times), _) => {
                for (part, x) in target.chunks_exact_mut(*times).zip(source) {
                    part.fill(*x);
                }
            }
            (Projection::Tile, 2) => tile::<2>(source, target),
            (Projection::Tile, 3) => tile::<3>(source, target),
            (Projection::Tile, 4) => tile::<4>(source, target),
            (Projection::Tile, _) => {
                for part in target.chunks_exact_mut(source.len()) {
                    part.copy_from_slice(source);
                }
            }
            (Projection::Map(map), _) => {
                for (x, &from) in target.iter_mut().zip(map) {
                    *x = source[from as usize];
                }
            }
        }
    }
}

/// A value by combination of a few issues.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) mask: u64,
    pub(super) offset: usize,
    pub(super) size: usize,
    pub(super) fill: Fill,
    /// How rows read it; set once a row operation does.
    pub(super) reading: Option<Reading>,
}

/// How rows read a table.
#[derive(Debug, Clone)]
pub(super) enum Reading {
    /// One number a row: index by row.
    Scalar(Vec<u32>),
    /// A stretch of the table itself: start by row.
    Stretch(Vec<u32>),
    /// A stretch of the table spread over the row: offset in the spread values, number of spread
    /// rows, map from lanes to the table's fast part, start by row.
    Spread { offset: usize, copies: usize, fast: usize, lanes: Vec<u32>, starts: Vec<u32> },
}

/// One row operation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RowOperation {
    pub(super) operation: Operation,
    pub(super) arguments: Vec<Value>,
    /// Where the result goes; never where an argument is.
    pub(super) slot: usize,
}

impl RowOperation {
    pub(super) fn new(operation: Operation, arguments: Vec<Value>) -> Self {
        RowOperation { operation, arguments, slot: 0 }
    }
}

/// The plan of a round of talks.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The packages.
    pub space: Space,
    /// Nodes whose values the dynamics supply, in order.
    pub externals: Vec<NodeId>,
    pub(super) tables: Vec<Table>,
    /// Operations over rows, which bound values within a row.
    pub(super) coarse: Vec<RowOperation>,
    /// For each root, what it cannot exceed in a row; none where nothing is known.
    pub(super) row_bounds: Vec<Option<Value>>,
    /// Tables of which the operations over rows read the ends.
    pub(super) ended: Vec<usize>,
    /// Operations on every package of a row: what conditions and bounds need.
    pub(super) screening: Vec<RowOperation>,
    /// Conditions that take packages off the table.
    pub(super) conditions: Vec<Value>,
    /// For each root, a value that it cannot exceed; none where nothing is known.
    pub(super) bounds: Vec<Option<Value>>,
    /// Values handed from the rows to the packages that pass the screening.
    pub(super) columns: Vec<Value>,
    /// Operations on the packages that pass.
    pub(super) valuation: Vec<RowOperation>,
    /// Values of the roots, among columns and results of the valuation.
    pub(super) roots: Vec<Value>,
    pub(super) table_numbers: usize,
    pub(super) spread_numbers: usize,
    /// Slots that the screening and the valuation use.
    pub(super) slots: [usize; 2],
}

struct Planner<'a> {
    graph: &'a Graph,
    plan: Plan,
    /// Operations by package, before they are split into screening and valuation.
    operations: Vec<RowOperation>,
    known: BTreeMap<NodeId, Value>,
    sums: BTreeMap<Vec<NodeId>, Value>,
    external_index: BTreeMap<NodeId, usize>,
    table_limit: usize,
}

impl Plan {
    /// Plans a round: `conditions` take packages off the table, `roots` are computed in this order.
    pub fn new(graph: &Graph, space: Space, conditions: &[NodeId], roots: &[NodeId]) -> Plan {
        let table_limit = (space.len() / 8).max(TABLE_LIMIT);
        let plan = Plan {
            space,
            externals: Vec::new(),
            tables: Vec::new(),
            coarse: Vec::new(),
            row_bounds: Vec::new(),
            ended: Vec::new(),
            screening: Vec::new(),
            conditions: Vec::new(),
            bounds: Vec::new(),
            columns: Vec::new(),
            valuation: Vec::new(),
            roots: Vec::new(),
            table_numbers: 0,
            spread_numbers: 0,
            slots: [0; 2],
        };
        let mut planner = Planner {
            graph,
            plan,
            operations: Vec::new(),
            known: BTreeMap::new(),
            sums: BTreeMap::new(),
            external_index: BTreeMap::new(),
            table_limit,
        };
        let values = |planner: &mut Planner<'_>, nodes: &[NodeId]| -> Vec<Value> {
            nodes
                .iter()
                .map(|&node| {
                    let value = planner.value(node);
                    planner.read(value);
                    value
                })
                .collect()
        };
        let conditions = values(&mut planner, conditions);
        let roots = values(&mut planner, roots);
        let Planner { mut plan, operations, .. } = planner;
        Split::new(operations).into_plan(&mut plan, &conditions, &roots);
        plan
    }

    /// Operations done for every package, and for those that pass the screening.
    pub fn operation_counts(&self) -> (usize, usize) {
        (self.screening.len(), self.valuation.len())
    }
}

impl Planner<'_> {
    fn external(&mut self, node: NodeId) -> Value {
        let next = self.plan.externals.len();
        let index = *self.external_index.entry(node).or_insert(next);
        if index == next {
            self.plan.externals.push(node);
        }
        Value::External(index)
    }

    /// Plans a node and all that it needs; nodes are numbered after their arguments, so the depth of
    /// the recursion is bounded by planning in that order.
    fn value(&mut self, root: NodeId) -> Value {
        let mut stack = vec![root];
        while let Some(&node) = stack.last() {
            if self.known.contains_key(&node) {
                stack.pop();
                continue;
            }
            if self.graph.axes(node).issues == 0 {
                let value = self.external(node);
                self.known.insert(node, value);
                stack.pop();
                continue;
            }
            let waiting: Vec<NodeId> = match self.graph.node(node) {
                Node::Apply(_, arguments) => {
                    arguments.iter().copied().filter(|a| !self.known.contains_key(a)).collect()
                }
                _ => Vec::new(),
            };
            if waiting.is_empty() {
                let value = self.plan_node(node);
                self.known.insert(node, value);
                stack.pop();
            } else {
                stack.extend(waiting.into_iter().rev());
            }
        }
        self.known[&root]
    }

    fn plan_node(&mut self, node: NodeId) -> Value {
        match self.graph.node(node).clone() {
            Node::Leaf(Leaf::Option(table)) => {
                let table = self.graph.table(table).clone();
                let issue = table.issue as usize;
                let open = self.plan.space.open[issue].clone();
                let values = open
                    .iter()
                    .map(|&o| match self.external(table.values[o as usize]) {
                        Value::External(index) => index,
                        _ => 0,
                    })
                    .collect();
                self.table(1 << issue, Fill::Options(values))
            }
            Node::Apply(Operation::ActiveInitial(_), arguments) => self.known[&arguments[0]],
            Node::Apply(Operation::Sum, arguments) => self.sum(&arguments),
            Node::Apply(operation, arguments) => {
                let values: Vec<Value> = arguments.iter().map(|a| self.known[a]).collect();
                self.operation(operation, values)
            }
            Node::Constant(_) | Node::Leaf(_) => self.external(node),
        }
    }

    fn mask(&self, value: Value) -> Option<u64> {
        match value {
            Value::External(_) | Value::Constant(_) => Some(0),
            Value::Table(t) => Some(self.plan.tables[t].mask),
            _ => None,
        }
    }

    fn operation(&mut self, operation: Operation, values: Vec<Value>) -> Value {
        let mask = values.iter().try_fold(0_u64, |m, v| self.mask(*v).map(|x| m | x));
        match mask {
            Some(mask) if self.plan.space.size(mask) <= self.table_limit => {
                let arguments = values
                    .into_iter()
                    .map(|v| {
                        let map = match v {
                            Value::Table(t) if self.plan.tables[t].mask != mask => {
                                Some(Projection::new(
                                    self.plan.space.project(mask, self.plan.tables[t].mask),
                                ))
                            }
                            _ => None,
                        };
                        (v, map)
                    })
                    .collect();
                self.table(mask, Fill::Apply(operation, arguments))
            }
            _ => {
                for v in &values {
                    self.read(*v);
                }
                self.operations.push(RowOperation::new(operation, values));
                Value::Row(self.operations.len() - 1)
            }
        }
    }

    /// A sum over issues: what belongs to the slow group is added once a row, what belongs to the
    /// fast group once a round, and the two are added for each package.
    fn sum(&mut self, arguments: &[NodeId]) -> Value {
        let slow = self.plan.space.slow_mask();
        let mut groups: [Vec<NodeId>; 2] = [Vec::new(), Vec::new()];
        let mut parts = Vec::new();
        for &argument in arguments {
            let value = self.known[&argument];
            match self.mask(value) {
                Some(mask) if mask & !slow == 0 => groups[0].push(argument),
                Some(mask) if mask & slow == 0 => groups[1].push(argument),
                _ => parts.push(value),
            }
        }
        for group in groups {
            match group.len() {
                0 => {}
                1 => parts.push(self.known[&group[0]]),
                _ => {
                    let value = match self.sums.get(&group) {
                        Some(&value) => value,
                        None => {
                            // Issue by issue from the slowest: each partial sum has few entries.
                            let mut values: Vec<Value> =
                                group.iter().map(|a| self.known[a]).collect();
                            values.sort_by_key(|v| self.mask(*v).unwrap_or(0).trailing_zeros());
                            let first = values.remove(0);
                            let value = values.into_iter().fold(first, |sum, next| {
                                self.operation(Operation::Add, vec![sum, next])
                            });
                            self.sums.insert(group, value);
                            value
                        }
                    };
                    parts.push(value);
                }
            }
        }
        match parts.len() {
            1 => parts[0],
            2 => self.operation(Operation::Add, parts),
            _ => self.operation(Operation::Sum, parts),
        }
    }

    fn table(&mut self, mask: u64, fill: Fill) -> Value {
        let size = self.plan.space.size(mask);
        let offset = self.plan.table_numbers;
        self.plan.table_numbers += size;
        self.plan.tables.push(Table { mask, offset, size, fill, reading: None });
        Value::Table(self.plan.tables.len() - 1)
    }

    /// Prepares a table to be read by rows.
    fn read(&mut self, value: Value) {
        let Value::Table(t) = value else { return };
        if self.plan.tables[t].reading.is_some() {
            return;
        }
        let space = &self.plan.space;
        let mask = self.plan.tables[t].mask;
        let slow_mask = space.slow_mask();
        let (slow, fast) = (mask & slow_mask, mask & !slow_mask);
        let all_issues =
            if space.open.is_empty() { 0 } else { u64::MAX >> (64 - space.open.len()) };
        let starts = space.project(slow_mask & all_issues, slow);
        let reading = if fast == 0 {
            Reading::Scalar(starts)
        } else if fast == all_issues & !slow_mask {
            Reading::Stretch(starts.iter().map(|s| s * space.row as u32).collect())
        } else {
            let copies = space.size(slow);
            let offset = self.plan.spread_numbers;
            let row = space.row;
            let lanes = space.project(all_issues & !slow_mask, fast);
            let fast = space.size(fast);
            self.plan.spread_numbers += copies * row;
            let starts = starts.iter().map(|s| s * row as u32).collect();
            Reading::Spread { offset, copies, fast, lanes, starts }
        };
        self.plan.tables[t].reading = Some(reading);
    }
}
