//! Pareto set: the packages that no other package improves on for one party at no other's cost.

use crate::block_filter::{Frontier, block_filter};
use crate::grid::positions;
use crate::staircase::staircase;
use crate::sweep::sweep;
use crate::{Outcomes, zone};
use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};

/// Packages handled by one task; fixed, so that results do not depend on the number of threads.
const TASK: usize = 1 << 14;
/// One row in so many is sampled; prime, so that no number of options divides it.
const SAMPLE: usize = 61;
/// Rows of large sum tried first on every row.
const STRONG: usize = 64;

/// Which packages compete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All packages.
    All,
    /// The packages of the zone of possible agreement.
    Zone,
}

/// Unique efficient utility vectors and all packages that attain each of them.
///
/// Points are in the order of their first packages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParetoSet {
    members: Vec<usize>,
    starts: Vec<usize>,
}

impl ParetoSet {
    /// Number of distinct efficient utility vectors.
    pub fn points(&self) -> usize {
        self.starts.len()
    }

    /// Packages that attain point `point`, ascending; empty when there is no such point.
    pub fn attained_by(&self, point: usize) -> &[usize] {
        let Some(&start) = self.starts.get(point) else { return &[] };
        let end = self.starts.get(point + 1).copied().unwrap_or(self.members.len());
        &self.members[start..end]
    }

    /// First package of every point, ascending.
    pub fn representatives(&self) -> Vec<usize> {
        self.starts.iter().map(|&s| self.members[s]).collect()
    }

    /// All efficient packages, ascending.
    pub fn packages(&self) -> Vec<usize> {
        let mut all = self.members.clone();
        all.sort_unstable();
        all
    }
}

/// Finds the Pareto set.
///
/// Package `a` dominates `b` when `u_i(a) >= u_i(b)` for all parties and `>` for one; the Pareto
/// set holds the packages that none dominates. Utilities are first rounded to a grid of 1e-9 of the
/// party's range over all packages, then compared exactly: tolerant comparison would not be
/// transitive. Within the zone the set is that of the zone alone, which is the same up to the grid,
/// as a dominator of a package in the zone is in the zone.
///
/// Complexity: `m log m` for up to three parties, packages times points for more.
///
/// ```
/// use zopa_bargaining::{Outcomes, Scope, pareto};
/// let outcomes = Outcomes::new(vec![&[1.0, 0.5, 0.4, 0.5], &[0.0, 0.5, 0.4, 0.5]], vec![0.0; 2]).unwrap();
/// let set = pareto(&outcomes, Scope::All);
/// assert_eq!(set.points(), 2);
/// assert_eq!(set.attained_by(1), [1, 3]);
/// ```
///
/// Source: Pareto (1906), Manuale di economia politica; Kung, Luccio, Preparata (1975).
pub fn pareto(outcomes: &Outcomes<'_>, scope: Scope) -> ParetoSet {
    match scope {
        Scope::All => efficient(outcomes, None),
        Scope::Zone => efficient(outcomes, Some(&zone(outcomes).feasible)),
    }
}

/// Efficient ones among the given packages (ascending), or among all.
pub(crate) fn efficient(outcomes: &Outcomes<'_>, among: Option<&[usize]>) -> ParetoSet {
    let columns: Vec<Vec<i32>> = (0..outcomes.parties())
        .into_par_iter()
        .map(|party| {
            let column = outcomes.column(party);
            let (low, high) = outcomes.range(party);
            match among {
                Some(packages) => positions(column, low, high, packages.iter().copied()),
                None => positions(column, low, high, 0..column.len()),
            }
        })
        .collect();
    let groups = efficient_rows(&columns);
    let package = |&k: &u32| among.map_or(k as usize, |packages| packages[k as usize]);
    ParetoSet { members: groups.members.iter().map(package).collect(), starts: groups.starts }
}

/// Groups of equal efficient rows, each ascending, ordered by first row.
#[derive(Default)]
pub(crate) struct Groups {
    members: Vec<u32>,
    starts: Vec<usize>,
}

impl Groups {
    /// The groups in turn.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let ends = self.starts.iter().skip(1).copied().chain([self.members.len()]);
        self.starts.iter().zip(ends).map(|(&start, end)| &self.members[start..end])
    }
}

/// Finds the efficient rows of grid columns, whose positions are not negative.
pub(crate) fn efficient_rows(columns: &[Vec<i32>]) -> Groups {
    let parties = columns.len();
    let candidates = contenders(columns);

    // Up to three parties are swept along the first; more are presorted by sum. In both orders a
    // dominator stands before what it dominates, and equal rows stand together.
    let key = |k: u32| {
        let at = |party: usize| i64::from(columns[party][k as usize]);
        match parties {
            1 => at(0),
            2 | 3 => at(0) << 32 | at(1),
            _ => (0..parties).map(at).sum(),
        }
    };
    let mut order: Vec<(i64, u32)> = candidates.iter().map(|&k| (key(k), k)).collect();
    let descending = |a: u32, b: u32| {
        columns
            .iter()
            .map(|c| c[b as usize].cmp(&c[a as usize]))
            .find(|&o| o != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    };
    let before = |a: &(i64, u32), b: &(i64, u32)| {
        b.0.cmp(&a.0)
            .then_with(|| if parties < 3 { Ordering::Equal } else { descending(a.1, b.1) })
            .then(a.1.cmp(&b.1))
    };
    if order.len() > TASK {
        order.par_sort_unstable_by(before);
    } else {
        order.sort_unstable_by(before);
    }

    let mut rows: Vec<i32> = Vec::with_capacity(order.len() * parties);
    let mut starts: Vec<usize> = Vec::new();
    for (place, &(_, k)) in order.iter().enumerate() {
        let known = rows.len().checked_sub(parties).map(|last| &rows[last..]);
        if known.is_some_and(|row| row.iter().zip(columns).all(|(&q, c)| q == c[k as usize])) {
            continue;
        }
        rows.extend(columns.iter().map(|c| c[k as usize]));
        starts.push(place);
    }
    let marks = match parties {
        1 | 2 => sweep(&rows, parties),
        3 => staircase(&rows),
        _ => block_filter(&rows, parties),
    };
    starts.push(order.len());
    let mut kept: Vec<(u32, usize)> =
        (0..marks.len()).filter(|&g| marks[g]).map(|g| (order[starts[g]].1, g)).collect();
    kept.sort_unstable();
    let mut groups = Groups::default();
    for (_, g) in kept {
        groups.starts.push(groups.members.len());
        groups.members.extend(order[starts[g]..starts[g + 1]].iter().map(|&(_, k)| k));
    }
    groups
}

/// Rows left after cheap filters: by the strongest rows and, if many stay, by a sample's frontier.
fn contenders(columns: &[Vec<i32>]) -> Vec<u32> {
    let rows = columns[0].len();
    let all: Vec<u32> = (0..rows as u32).collect();
    if rows <= TASK {
        return all;
    }
    let left = undominated(columns, &all, &strongest(columns));
    if left.len() <= 2 * TASK {
        return left;
    }
    let sampled = |c: &Vec<i32>| left.iter().step_by(SAMPLE).map(|&k| c[k as usize]).collect();
    let sample: Vec<Vec<i32>> = columns.iter().map(sampled).collect();
    let mut efficient: Vec<u32> =
        efficient_rows(&sample).iter().map(|group| left[group[0] as usize * SAMPLE]).collect();
    efficient.sort_by_cached_key(|&k| Reverse(sum(columns, k)));
    undominated(columns, &left, &efficient)
}

fn sum(columns: &[Vec<i32>], row: u32) -> i64 {
    columns.iter().map(|c| i64::from(c[row as usize])).sum()
}

/// The largest sum of every task, of these the largest.
fn strongest(columns: &[Vec<i32>]) -> Vec<u32> {
    let rows = columns[0].len();
    let mut strong: Vec<u32> = (0..rows.div_ceil(TASK))
        .into_par_iter()
        .filter_map(|t| {
            let task = (t * TASK) as u32..rows.min((t + 1) * TASK) as u32;
            task.min_by_key(|&k| Reverse(sum(columns, k)))
        })
        .collect();
    strong.sort_by_cached_key(|&k| Reverse(sum(columns, k)));
    strong.truncate(STRONG);
    strong
}

/// Those of `rows` that none of the rows `by` dominates.
fn undominated(columns: &[Vec<i32>], rows: &[u32], by: &[u32]) -> Vec<u32> {
    let gather = |row: &mut [i32], k: u32| {
        for (q, column) in row.iter_mut().zip(columns) {
            *q = column[k as usize];
        }
    };
    let mut strong = vec![0; by.len() * columns.len()];
    for (row, &k) in strong.chunks_exact_mut(columns.len()).zip(by) {
        gather(row, k);
    }
    let frontier = Frontier::of(&strong, columns.len());
    let parts: Vec<Vec<u32>> = rows
        .par_chunks(TASK)
        .map(|task| {
            let mut row = vec![0; columns.len()];
            let mut open = |&k: &u32| {
                gather(&mut row, k);
                !frontier.dominates(&row)
            };
            task.iter().copied().filter(|k| open(k)).collect()
        })
        .collect();
    parts.concat()
}
