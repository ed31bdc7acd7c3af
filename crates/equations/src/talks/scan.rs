//! Scanning the packages of a round.

use super::plan::{Fill, Plan, Reading, Value};
use crate::tape::{Apply, Operand};

/// Working memory of a scan, reused between rounds.
#[derive(Debug, Default, Clone)]
pub struct Scratch {
    tables: Vec<f64>,
    spread: Vec<f64>,
    rows: Vec<f64>,
    gathered: Vec<f64>,
    gains: Vec<f64>,
    smallest: Vec<f64>,
}

/// Packages in the zone with each signatory's gain, in columns.
#[derive(Debug, Default, Clone)]
pub struct Candidates {
    /// Packages.
    pub packages: Vec<u32>,
    /// Gains: one column a signatory.
    pub gains: Vec<Vec<f64>>,
}

impl Candidates {
    fn clear(&mut self, parties: usize) {
        self.packages.clear();
        self.gains.resize_with(parties, Vec::new);
        for column in &mut self.gains {
            column.clear();
        }
    }
}

/// What a scan found besides the candidates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scan {
    /// Packages on the table.
    pub on_table: usize,
    /// Largest over packages of the smallest gain; minus infinity where nothing is on the table.
    pub best_surplus: f64,
    /// The package with that gain.
    pub best_package: usize,
    /// The signatory with the smallest gain there: index among the roots.
    pub binding: usize,
    /// Whether every value met was finite.
    pub finite: bool,
}

impl Plan {
    /// Computes the tables of a round from the values of the externals.
    pub fn prepare(&self, apply: Apply, externals: &[f64], scratch: &mut Scratch) {
        scratch.tables.resize(self.table_numbers, 0.0);
        scratch.spread.resize(self.spread_numbers, 0.0);
        for table in &self.tables {
            let (before, rest) = scratch.tables.split_at_mut(table.offset);
            let out = &mut rest[..table.size];
            match &table.fill {
                Fill::Options(values) => {
                    for (o, &value) in out.iter_mut().zip(values) {
                        *o = externals[value];
                    }
                }
                Fill::Apply(operation, arguments) => {
                    let needed: usize = arguments
                        .iter()
                        .filter(|(_, map)| map.is_some())
                        .map(|_| table.size)
                        .sum();
                    scratch.gathered.resize(needed.max(scratch.gathered.len()), 0.0);
                    let mut free = scratch.gathered.as_mut_slice();
                    let mut operands = [Operand::Scalar(0.0); 3];
                    let mut many = Vec::new();
                    let few = arguments.len() <= operands.len();
                    for (k, (value, map)) in arguments.iter().enumerate() {
                        let operand = match (value, map) {
                            (Value::External(index), _) => Operand::Scalar(externals[*index]),
                            (Value::Table(t), None) => {
                                let source = &self.tables[*t];
                                Operand::Lanes(&before[source.offset..][..source.size])
                            }
                            (Value::Table(t), Some(map)) => {
                                let source = &self.tables[*t];
                                let source = &before[source.offset..][..source.size];
                                let (target, rest) = free.split_at_mut(table.size);
                                free = rest;
                                for (x, &from) in target.iter_mut().zip(map) {
                                    *x = source[from as usize];
                                }
                                Operand::Lanes(target)
                            }
                            (Value::Row(_), _) => Operand::Scalar(f64::NAN),
                        };
                        if few {
                            operands[k] = operand;
                        } else {
                            many.push(operand);
                        }
                    }
                    let operands = if few { &operands[..arguments.len()] } else { &many[..] };
                    apply(*operation, out, operands);
                }
            }
        }
        let row = self.space.row;
        for table in &self.tables {
            if let Some(Reading::Spread { offset, copies, fast, lanes, .. }) = &table.reading {
                for copy in 0..*copies {
                    let source = &scratch.tables[table.offset + copy * fast..][..*fast];
                    let target = &mut scratch.spread[offset + copy * row..][..row];
                    for (x, &from) in target.iter_mut().zip(lanes) {
                        *x = source[from as usize];
                    }
                }
            }
        }
    }

    fn operand<'a>(
        &self,
        value: Value,
        row: usize,
        externals: &[f64],
        tables: &'a [f64],
        spread: &'a [f64],
        rows: &'a [f64],
    ) -> Operand<'a> {
        let lanes = self.space.row;
        match value {
            Value::External(index) => Operand::Scalar(externals[index]),
            Value::Row(index) => Operand::Lanes(&rows[index * lanes..][..lanes]),
            Value::Table(t) => {
                let table = &self.tables[t];
                match &table.reading {
                    Some(Reading::Scalar(starts)) => {
                        Operand::Scalar(tables[table.offset + starts[row] as usize])
                    }
                    Some(Reading::Stretch(starts)) => {
                        Operand::Lanes(&tables[table.offset + starts[row] as usize..][..lanes])
                    }
                    Some(Reading::Spread { offset, starts, .. }) => {
                        Operand::Lanes(&spread[offset + starts[row] as usize..][..lanes])
                    }
                    None => Operand::Scalar(f64::NAN),
                }
            }
        }
    }

    /// Runs row operations `from..to` for one row.
    fn run_row(
        &self,
        apply: Apply,
        row: usize,
        (from, to): (usize, usize),
        externals: &[f64],
        tables: &[f64],
        spread: &[f64],
        rows: &mut [f64],
    ) {
        let lanes = self.space.row;
        for index in from..to {
            let operation = &self.row_operations[index];
            let (before, rest) = rows.split_at_mut(index * lanes);
            let out = &mut rest[..lanes];
            let operand = |v: Value| self.operand(v, row, externals, tables, spread, before);
            match operation.arguments[..] {
                [a] => apply(operation.operation, out, &[operand(a)]),
                [a, b] => apply(operation.operation, out, &[operand(a), operand(b)]),
                [a, b, c] => apply(operation.operation, out, &[operand(a), operand(b), operand(c)]),
                ref many => {
                    let many: Vec<Operand<'_>> = many.iter().map(|&v| operand(v)).collect();
                    apply(operation.operation, out, &many);
                }
            }
        }
    }

    /// Finds the zone: packages whose roots all reach their disagreement values.
    ///
    /// `disagreement` has one value a root. `hint` is a package to try first, such as the best of the
    /// round before: the better it is, the more rows are left early.
    pub fn scan(
        &self,
        apply: Apply,
        externals: &[f64],
        disagreement: &[f64],
        scratch: &mut Scratch,
        candidates: &mut Candidates,
    ) -> Scan {
        let lanes = self.space.row;
        let parties = self.roots.len();
        candidates.clear(parties);
        scratch.rows.resize(self.row_operations.len() * lanes, 0.0);
        scratch.gains.resize(parties * lanes, 0.0);
        scratch.smallest.resize(lanes, 0.0);
        let mut found = Scan {
            on_table: 0,
            best_surplus: f64::NEG_INFINITY,
            best_package: 0,
            binding: 0,
            finite: disagreement.iter().all(|d| d.is_finite()),
        };
        let Scratch { tables, spread, rows, gains, smallest, .. } = scratch;
        for row in 0..self.space.rows {
            let mut done = 0;
            smallest.fill(f64::INFINITY);
            let mut open = lanes;
            for &(condition, need) in &self.conditions {
                self.run_row(apply, row, (done, need), externals, tables, spread, rows);
                done = done.max(need);
                let off = self.operand(condition, row, externals, tables, spread, rows);
                for (lane, s) in smallest.iter_mut().enumerate() {
                    let value = off.lane(lane);
                    found.finite &= value.is_finite();
                    if value != 0.0 && *s == f64::INFINITY {
                        *s = f64::NEG_INFINITY;
                        open -= 1;
                    }
                }
            }
            found.on_table += open;
            if open == 0 {
                continue;
            }
            let mut alive = true;
            for (party, &(root, need)) in self.roots.iter().enumerate() {
                self.run_row(apply, row, (done, need), externals, tables, spread, rows);
                done = done.max(need);
                let value = self.operand(root, row, externals, tables, spread, rows);
                let gain = &mut gains[party * lanes..][..lanes];
                let bound = disagreement[party];
                match value {
                    Operand::Lanes(values) => {
                        for (g, v) in gain.iter_mut().zip(values) {
                            *g = v - bound;
                        }
                    }
                    Operand::Scalar(v) => gain.fill(v - bound),
                }
                let mut largest = f64::NEG_INFINITY;
                let mut probe = 0.0;
                for (s, g) in smallest.iter_mut().zip(gain.iter()) {
                    let low = if *g < *s { *g } else { *s };
                    *s = low;
                    largest = if low > largest { low } else { largest };
                    probe += g * 0.0;
                }
                found.finite &= probe == 0.0;
                // Packages below this can neither be in the zone nor improve on the best seen.
                if largest < 0.0 && largest <= found.best_surplus {
                    alive = false;
                    break;
                }
            }
            if !alive {
                continue;
            }
            for lane in 0..lanes {
                let s = smallest[lane];
                if s > found.best_surplus {
                    found.best_surplus = s;
                    found.best_package = row * lanes + lane;
                    found.binding = (0..parties)
                        .find(|p| gains[p * lanes + lane] == s)
                        .unwrap_or(0);
                }
                if s >= 0.0 && s < f64::INFINITY {
                    candidates.packages.push((row * lanes + lane) as u32);
                    for (p, column) in candidates.gains.iter_mut().enumerate() {
                        column.push(gains[p * lanes + lane]);
                    }
                }
            }
        }
        found
    }

    /// Calls `visit` with every package on the table and the values of all roots, in order.
    pub fn visit_all(
        &self,
        apply: Apply,
        externals: &[f64],
        scratch: &mut Scratch,
        visit: &mut impl FnMut(usize, &[f64]),
    ) {
        let lanes = self.space.row;
        scratch.rows.resize(self.row_operations.len() * lanes, 0.0);
        let Scratch { tables, spread, rows, .. } = scratch;
        let mut values = vec![0.0; self.roots.len()];
        for row in 0..self.space.rows {
            self.run_row(apply, row, (0, self.row_operations.len()), externals, tables, spread, rows);
            for lane in 0..lanes {
                let off = self.conditions.iter().any(|&(condition, _)| {
                    self.operand(condition, row, externals, tables, spread, rows).lane(lane) != 0.0
                });
                if off {
                    continue;
                }
                for (value, &(root, _)) in values.iter_mut().zip(&self.roots) {
                    *value = self.operand(root, row, externals, tables, spread, rows).lane(lane);
                }
                visit(row * lanes + lane, &values);
            }
        }
    }
}
