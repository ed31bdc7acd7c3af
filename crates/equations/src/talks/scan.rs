//! Scanning the packages of a round.

use super::plan::{Fill, Plan, Reading, RowOperation, Value};
use crate::operation::Operation;
use crate::tape::{Apply, Operand};

/// Rows whose ranges are computed together.
const STRETCH: usize = 256;
/// The largest number below zero.
const BELOW_ZERO: f64 = -5e-324;
/// Packages of a row looked at together.
const CHUNK: usize = 16;
/// Packages that are valued together.
const BATCH: usize = 128;

/// Working memory of a scan, reused between rounds.
#[derive(Debug, Default, Clone)]
pub struct Scratch {
    tables: Vec<f64>,
    spread: Vec<f64>,
    gathered: Vec<f64>,
    /// Ends of tables in the rows of the stretch: low and high, table by table.
    ends: Vec<f64>,
    /// Results over the rows of the stretch, operation by operation.
    coarse: Vec<f64>,
    /// Results of the screening, operation by operation.
    rows: Vec<f64>,
    /// The least that some signatory could gain at most, by package of the row.
    ceiling: Vec<f64>,
    /// The ceiling before its last party.
    lowered: Vec<f64>,
    /// Packages of the row that pass.
    passing: Vec<u32>,
    batch: Batch,
}

/// Packages that passed the screening, waiting to be valued.
#[derive(Debug, Default, Clone)]
struct Batch {
    packages: Vec<u32>,
    columns: Vec<Vec<f64>>,
    /// Results of the valuation, operation by operation.
    results: Vec<f64>,
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

/// Runs operations one after the other over lanes; results lie behind each other.
fn run_operations<'a>(
    apply: Apply,
    operations: &[RowOperation],
    lanes: usize,
    results: &mut [f64],
    outside: impl Fn(Value) -> Operand<'a>,
) {
    for operation in operations {
        let (before, rest) = results.split_at_mut(operation.slot * lanes);
        let (out, after) = rest.split_at_mut(lanes);
        let operand = |v: Value| match v {
            Value::Row(i) if i < operation.slot => Operand::Lanes(&before[i * lanes..][..lanes]),
            Value::Row(i) => Operand::Lanes(&after[(i - operation.slot - 1) * lanes..][..lanes]),
            other => outside(other),
        };
        match operation.arguments[..] {
            [a] => apply(operation.operation, out, &[operand(a)]),
            [a, b] => apply(operation.operation, out, &[operand(a), operand(b)]),
            [a, b, c] => apply(operation.operation, out, &[operand(a), operand(b), operand(c)]),
            [a, b, c, d] => {
                apply(operation.operation, out, &[operand(a), operand(b), operand(c), operand(d)]);
            }
            ref many => {
                let many: Vec<Operand<'_>> = many.iter().map(|&v| operand(v)).collect();
                apply(operation.operation, out, &many);
            }
        }
    }
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
                    let needed =
                        arguments.iter().filter(|(_, map)| map.is_some()).count() * table.size;
                    if scratch.gathered.len() < needed {
                        scratch.gathered.resize(needed, 0.0);
                    }
                    let mut free = scratch.gathered.as_mut_slice();
                    let mut few = [Operand::Scalar(0.0); 4];
                    let mut many = Vec::new();
                    for (k, (value, map)) in arguments.iter().enumerate() {
                        let operand = match (*value, map) {
                            (Value::External(index), _) => Operand::Scalar(externals[index]),
                            (Value::Table(t), None) => {
                                let source = &self.tables[t];
                                Operand::Lanes(&before[source.offset..][..source.size])
                            }
                            (Value::Table(t), Some(map)) => {
                                let source = &self.tables[t];
                                let source = &before[source.offset..][..source.size];
                                let (target, rest) = free.split_at_mut(table.size);
                                free = rest;
                                map.gather(source, target);
                                Operand::Lanes(target)
                            }
                            (Value::Constant(x), _) => Operand::Scalar(x),
                            _ => Operand::Scalar(f64::NAN),
                        };
                        match few.get_mut(k) {
                            Some(place) if arguments.len() <= 4 => *place = operand,
                            _ => many.push(operand),
                        }
                    }
                    let operands = if many.is_empty() { &few[..arguments.len()] } else { &many };
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

    /// A value that is not the result of an operation, as a row sees it.
    fn outside<'a>(
        &self,
        value: Value,
        row: usize,
        externals: &[f64],
        (coarse, tables, spread): (&[f64], &'a [f64], &'a [f64]),
    ) -> Operand<'a> {
        let lanes = self.space.row;
        match value {
            Value::External(index) => Operand::Scalar(externals[index]),
            Value::Coarse(index) => Operand::Scalar(coarse[index * STRETCH + row % STRETCH]),
            Value::Constant(x) => Operand::Scalar(x),
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
            _ => Operand::Scalar(f64::NAN),
        }
    }

    /// Finds the zone: packages whose roots all reach their disagreement values, one a root.
    pub fn scan(
        &self,
        apply: Apply,
        externals: &[f64],
        disagreement: &[f64],
        scratch: &mut Scratch,
        candidates: &mut Candidates,
    ) -> Scan {
        candidates.clear(self.roots.len());
        let mut found = Scan {
            on_table: 0,
            best_surplus: f64::NEG_INFINITY,
            best_package: 0,
            binding: 0,
            finite: disagreement.iter().all(|d| d.is_finite()),
        };
        self.start(scratch);
        for row in 0..self.space.rows {
            if row % STRETCH == 0 {
                self.bound_rows(apply, row, externals, scratch);
            }
            if self.conditions.is_empty()
                && !self.may_matter(row, externals, disagreement, scratch, found.best_surplus)
            {
                found.on_table += self.space.row;
                continue;
            }
            let open = self.screen(apply, row, externals, Some(disagreement), scratch, &mut found);
            found.on_table += open;
            // What is at or below this can neither be in the zone nor improve on the best seen.
            let least = if found.best_surplus >= 0.0 { BELOW_ZERO } else { found.best_surplus };
            self.collect(row, externals, scratch, least);
            if scratch.batch.packages.len() >= BATCH {
                self.value(
                    apply,
                    externals,
                    disagreement,
                    &mut scratch.batch,
                    candidates,
                    &mut found,
                );
            }
        }
        self.value(apply, externals, disagreement, &mut scratch.batch, candidates, &mut found);
        found
    }

    /// Computes the ranges over the rows of the stretch that begins at `first`.
    fn bound_rows(&self, apply: Apply, first: usize, externals: &[f64], scratch: &mut Scratch) {
        if self.coarse.is_empty() && self.ended.is_empty() {
            return;
        }
        let Scratch { ends, coarse, tables, .. } = scratch;
        ends.resize(2 * self.ended.len() * STRETCH, 0.0);
        coarse.resize(self.coarse.len() * STRETCH, 0.0);
        let rows = STRETCH.min(self.space.rows - first);
        for (k, &t) in self.ended.iter().enumerate() {
            let table = &self.tables[t];
            let (low, high) = ends[2 * k * STRETCH..][..2 * STRETCH].split_at_mut(STRETCH);
            let values = &tables[table.offset..][..table.size];
            let mut fill = |starts: &[u32], unit: usize, fast: usize| {
                for (i, &start) in starts[first..first + rows].iter().enumerate() {
                    let part = &values[start as usize / unit * fast..][..fast];
                    low[i] = part.iter().copied().fold(f64::INFINITY, lower);
                    high[i] = part.iter().copied().fold(f64::NEG_INFINITY, higher);
                }
            };
            match &table.reading {
                Some(Reading::Scalar(starts)) => fill(starts, 1, 1),
                Some(Reading::Stretch(starts)) => fill(starts, self.space.row, self.space.row),
                Some(Reading::Spread { starts, fast, .. }) => fill(starts, self.space.row, *fast),
                None => {}
            }
        }
        let at = |t: usize| self.ended.iter().position(|&e| e == t).unwrap_or(0);
        // Full stretches are computed even where fewer rows are left; the rest is not read.
        for (index, operation) in self.coarse.iter().enumerate() {
            let (before, rest) = coarse.split_at_mut(index * STRETCH);
            let operands: Vec<Operand<'_>> = operation
                .arguments
                .iter()
                .map(|v| match *v {
                    Value::Low(t) => Operand::Lanes(&ends[2 * at(t) * STRETCH..][..STRETCH]),
                    Value::High(t) => Operand::Lanes(&ends[(2 * at(t) + 1) * STRETCH..][..STRETCH]),
                    Value::Coarse(i) => Operand::Lanes(&before[i * STRETCH..][..STRETCH]),
                    Value::External(i) => Operand::Scalar(externals[i]),
                    Value::Constant(x) => Operand::Scalar(x),
                    _ => Operand::Scalar(f64::NAN),
                })
                .collect();
            apply(operation.operation, &mut rest[..STRETCH], &operands);
        }
    }

    /// Whether some package of the row may be in the zone or improve on the best seen.
    fn may_matter(
        &self,
        row: usize,
        externals: &[f64],
        disagreement: &[f64],
        scratch: &Scratch,
        best: f64,
    ) -> bool {
        let i = row % STRETCH;
        let at = |t: usize| self.ended.iter().position(|&e| e == t).unwrap_or(0);
        let mut ceiling = f64::INFINITY;
        for (bound, least) in self.row_bounds.iter().zip(disagreement) {
            let most = match *bound {
                Some(Value::Coarse(c)) => scratch.coarse[c * STRETCH + i],
                Some(Value::Low(t)) => scratch.ends[2 * at(t) * STRETCH + i],
                Some(Value::High(t)) => scratch.ends[(2 * at(t) + 1) * STRETCH + i],
                Some(Value::External(x)) => externals[x],
                Some(Value::Constant(x)) => x,
                _ => continue,
            };
            ceiling = lower(most - least, ceiling);
        }
        !((ceiling < 0.0) & (ceiling <= best))
    }

    fn start(&self, scratch: &mut Scratch) {
        let lanes = self.space.row;
        scratch.rows.resize(self.slots[0] * lanes, 0.0);
        scratch.ceiling.resize(lanes, 0.0);
        scratch.lowered.resize(lanes, 0.0);
        scratch.batch.packages.clear();
        scratch.batch.columns.resize_with(self.columns.len(), Vec::new);
        for column in &mut scratch.batch.columns {
            column.clear();
        }
    }

    /// Screens a row: sets the ceiling of each package, minus infinity off the table; returns the
    /// number of packages on it.
    fn screen(
        &self,
        apply: Apply,
        row: usize,
        externals: &[f64],
        disagreement: Option<&[f64]>,
        scratch: &mut Scratch,
        found: &mut Scan,
    ) -> usize {
        let lanes = self.space.row;
        let Scratch { coarse, tables, spread, rows, ceiling, lowered, .. } = scratch;
        let memory = (coarse.as_slice(), tables.as_slice(), spread.as_slice());
        run_operations(apply, &self.screening, lanes, rows, |v| {
            self.outside(v, row, externals, memory)
        });
        let operand = |v: Value| match v {
            Value::Row(i) => Operand::Lanes(&rows[i * lanes..][..lanes]),
            other => self.outside(other, row, externals, memory),
        };
        ceiling.fill(f64::INFINITY);
        if let Some(disagreement) = disagreement {
            for (bound, &least) in self.bounds.iter().zip(disagreement) {
                if let Some(bound) = bound.map(operand) {
                    let arguments = [bound, Operand::Scalar(least), Operand::Lanes(ceiling)];
                    apply(Operation::LeastGain, lowered, &arguments);
                    std::mem::swap(ceiling, lowered);
                }
            }
        }
        let mut open = lanes;
        for &condition in &self.conditions {
            let off = operand(condition);
            for (lane, c) in ceiling.iter_mut().enumerate() {
                let value = off.lane(lane);
                found.finite &= value.is_finite();
                if value != 0.0 && *c != f64::NEG_INFINITY {
                    *c = f64::NEG_INFINITY;
                    open -= 1;
                }
            }
        }
        open
    }

    /// Moves the packages of a screened row whose ceiling is above `least` into the batch.
    fn collect(&self, row: usize, externals: &[f64], scratch: &mut Scratch, least: f64) {
        // Written so that what is not a number passes: it is reported once it is valued.
        #[allow(clippy::neg_cmp_op_on_partial_ord)]
        let passes = |c: f64| !(c <= least);
        let lanes = self.space.row;
        let Scratch { coarse, tables, spread, rows, ceiling, passing, batch, .. } = scratch;
        let memory = (coarse.as_slice(), tables.as_slice(), spread.as_slice());
        // Most stretches of packages hold none that passes; within one that does, whether a package
        // passes is hard to foresee, so there is no branch for it.
        passing.resize(lanes + CHUNK, 0);
        let mut count = 0;
        for (chunk, values) in ceiling.chunks(CHUNK).enumerate() {
            let any = values.iter().fold(false, |any, &c| any | passes(c));
            if !any {
                continue;
            }
            for (lane, &c) in values.iter().enumerate() {
                passing[count] = (chunk * CHUNK + lane) as u32;
                count += usize::from(passes(c));
            }
        }
        if count == 0 {
            return;
        }
        let passing = &passing[..count];
        let first = (row * lanes) as u32;
        batch.packages.extend(passing.iter().map(|&lane| first + lane));
        for (column, &source) in batch.columns.iter_mut().zip(&self.columns) {
            let operand = match source {
                Value::Row(i) => Operand::Lanes(&rows[i * lanes..][..lanes]),
                other => self.outside(other, row, externals, memory),
            };
            match operand {
                Operand::Scalar(x) => column.resize(column.len() + passing.len(), x),
                Operand::Lanes(values) => {
                    column.extend(passing.iter().map(|&lane| values[lane as usize]));
                }
            }
        }
    }

    /// Runs the valuation of the batch; afterwards [`Plan::root`] reads it.
    fn run_valuation(&self, apply: Apply, externals: &[f64], batch: &mut Batch) {
        let lanes = batch.packages.len();
        let needed = self.slots[1] * lanes;
        if batch.results.len() < needed {
            batch.results.resize(needed, 0.0);
        }
        let columns = &batch.columns;
        run_operations(apply, &self.valuation, lanes, &mut batch.results, |v| match v {
            Value::Column(i) => Operand::Lanes(&columns[i]),
            Value::External(i) => Operand::Scalar(externals[i]),
            Value::Constant(x) => Operand::Scalar(x),
            _ => Operand::Scalar(f64::NAN),
        });
    }

    fn root<'a>(&self, root: Value, externals: &[f64], batch: &'a Batch) -> Operand<'a> {
        let lanes = batch.packages.len();
        match root {
            Value::Row(i) => Operand::Lanes(&batch.results[i * lanes..][..lanes]),
            Value::Column(i) => Operand::Lanes(&batch.columns[i]),
            Value::External(i) => Operand::Scalar(externals[i]),
            Value::Constant(x) => Operand::Scalar(x),
            _ => Operand::Scalar(f64::NAN),
        }
    }

    /// Values the batch, takes what is in the zone, and empties it.
    fn value(
        &self,
        apply: Apply,
        externals: &[f64],
        disagreement: &[f64],
        batch: &mut Batch,
        candidates: &mut Candidates,
        found: &mut Scan,
    ) {
        let lanes = batch.packages.len();
        if lanes == 0 {
            return;
        }
        self.run_valuation(apply, externals, batch);
        let parties = self.roots.len();
        let (mut gains, mut smallest) =
            (std::mem::take(&mut batch.gains), std::mem::take(&mut batch.smallest));
        gains.clear();
        gains.resize(parties * lanes, 0.0);
        smallest.clear();
        smallest.resize(lanes, f64::INFINITY);
        for (party, (&root, &least)) in self.roots.iter().zip(disagreement).enumerate() {
            let gain = &mut gains[party * lanes..][..lanes];
            match self.root(root, externals, batch) {
                Operand::Lanes(values) => {
                    for (g, v) in gain.iter_mut().zip(values) {
                        *g = v - least;
                    }
                }
                Operand::Scalar(v) => gain.fill(v - least),
            }
            for (s, g) in smallest.iter_mut().zip(gain.iter()) {
                *s = lower(*g, *s);
            }
            found.finite &= gain.iter().fold(true, |finite, g| finite & g.is_finite());
        }
        let highest = smallest.iter().copied().fold(f64::NEG_INFINITY, higher);
        if highest > found.best_surplus {
            let lane = smallest.iter().position(|s| *s == highest).unwrap_or(0);
            found.best_surplus = highest;
            found.best_package = batch.packages[lane] as usize;
            found.binding = (0..parties).find(|p| gains[p * lanes + lane] == highest).unwrap_or(0);
        }
        if smallest.iter().fold(true, |all, &s| all & (0.0..f64::INFINITY).contains(&s)) {
            candidates.packages.extend_from_slice(&batch.packages);
            for (column, gain) in candidates.gains.iter_mut().zip(gains.chunks(lanes)) {
                column.extend_from_slice(gain);
            }
        } else {
            for (lane, &s) in smallest.iter().enumerate() {
                if (0.0..f64::INFINITY).contains(&s) {
                    candidates.packages.push(batch.packages[lane]);
                    for (p, column) in candidates.gains.iter_mut().enumerate() {
                        column.push(gains[p * lanes + lane]);
                    }
                }
            }
        }
        batch.gains = gains;
        batch.smallest = smallest;
        batch.packages.clear();
        for column in &mut batch.columns {
            column.clear();
        }
    }

    /// Calls `visit` with every package on the table and the values of all roots, in order.
    pub fn visit_all(
        &self,
        apply: Apply,
        externals: &[f64],
        scratch: &mut Scratch,
        visit: &mut impl FnMut(usize, &[f64]),
    ) {
        let mut ignored = Scan {
            on_table: 0,
            best_surplus: f64::NEG_INFINITY,
            best_package: 0,
            binding: 0,
            finite: true,
        };
        let mut values = vec![0.0; self.roots.len()];
        self.start(scratch);
        for row in 0..self.space.rows {
            if row % STRETCH == 0 {
                self.bound_rows(apply, row, externals, scratch);
            }
            self.screen(apply, row, externals, None, scratch, &mut ignored);
            self.collect(row, externals, scratch, f64::NEG_INFINITY);
            let batch = &mut scratch.batch;
            self.run_valuation(apply, externals, batch);
            for (lane, &package) in batch.packages.iter().enumerate() {
                for (value, &root) in values.iter_mut().zip(&self.roots) {
                    *value = self.root(root, externals, batch).lane(lane);
                }
                visit(package as usize, &values);
            }
            batch.packages.clear();
            for column in &mut batch.columns {
                column.clear();
            }
        }
    }
}

/// The lower of two numbers; the second where the first is not a number.
#[inline(always)]
fn lower(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The higher of two numbers; the second where the first is not a number.
#[inline(always)]
fn higher(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
