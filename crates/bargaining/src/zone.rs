//! Zone of possible agreement: the packages that no party likes less than no deal.

use crate::{NearestMiss, Outcomes};
use rayon::prelude::*;

/// Packages handled by one task; fixed, so that results do not depend on the number of threads.
const TASK: usize = 1 << 14;

/// The zone of possible agreement `F = {o : u_i(o) >= d_i for all i}` and its measures.
///
/// The comparison is exact: a package at the disagreement value belongs to the zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// The packages of the zone, ascending.
    pub feasible: Vec<usize>,
    /// Share of all packages that are in the zone, 0 to 1.
    pub share: f64,
    /// Ideal utilities `m_i = max over F of u_i`; `None` where the zone is empty.
    pub ideal: Option<Vec<f64>>,
    /// Largest smallest gain over all packages, `max_o min_i (u_i(o) - d_i)`; negative where the
    /// zone is empty.
    pub best_surplus: f64,
    /// The first package that attains `best_surplus`.
    pub best_package: usize,
    /// The package nearest to acceptance by all; its shortfall is 0 where the zone is not empty.
    pub nearest_miss: NearestMiss,
}

impl Zone {
    /// Whether no package is acceptable to all.
    pub fn is_empty(&self) -> bool {
        self.feasible.is_empty()
    }
}

/// Finds the zone of possible agreement.
///
/// Complexity: linear in packages times parties.
///
/// ```
/// use zopa_bargaining::{Outcomes, zone};
/// let outcomes = Outcomes::new(vec![&[1.0, 0.8, 0.6], &[0.1, 0.4, 0.6]], vec![0.3, 0.38]).unwrap();
/// let zone = zone(&outcomes);
/// assert_eq!(zone.feasible, [1, 2]);
/// assert_eq!(zone.ideal, Some(vec![0.8, 0.6]));
/// assert_eq!(zone.best_package, 2);
/// ```
///
/// Source: Raiffa (1982), The Art and Science of Negotiation.
pub fn zone(outcomes: &Outcomes<'_>) -> Zone {
    let packages = outcomes.packages();
    let parties = outcomes.parties();
    let tasks: Vec<Part> = (0..packages.div_ceil(TASK))
        .into_par_iter()
        .map(|t| part(outcomes, t * TASK, packages.min((t + 1) * TASK)))
        .collect();
    let mut feasible = Vec::with_capacity(tasks.iter().map(|t| t.feasible.len()).sum());
    let mut ideal = vec![f64::NEG_INFINITY; parties];
    let mut best = (f64::NEG_INFINITY, 0);
    for task in &tasks {
        feasible.extend_from_slice(&task.feasible);
        for (ideal, &candidate) in ideal.iter_mut().zip(&task.ideal) {
            if candidate > *ideal {
                *ideal = candidate;
            }
        }
        if task.best.0 > best.0 {
            best = task.best;
        }
    }
    let gains = (0..parties).map(|i| outcomes.column(i)[best.1] - outcomes.disagreement()[i]);
    Zone {
        share: feasible.len() as f64 / packages as f64,
        ideal: (!feasible.is_empty()).then_some(ideal),
        best_surplus: best.0,
        best_package: best.1,
        nearest_miss: NearestMiss::at(best.1, gains),
        feasible,
    }
}

struct Part {
    feasible: Vec<usize>,
    ideal: Vec<f64>,
    best: (f64, usize),
}

fn part(outcomes: &Outcomes<'_>, start: usize, end: usize) -> Part {
    let mut smallest = vec![f64::INFINITY; end - start];
    for (party, d) in outcomes.disagreement().iter().enumerate() {
        for (least, u) in smallest.iter_mut().zip(&outcomes.column(party)[start..end]) {
            let gain = u - d;
            *least = if gain < *least { gain } else { *least };
        }
    }
    let mut feasible = Vec::new();
    // An infinite start would leave a package whose gains overflow without a name.
    let mut best = (smallest[0], start);
    for (k, &least) in smallest.iter().enumerate() {
        if least >= 0.0 {
            feasible.push(start + k);
        }
        if least > best.0 {
            best = (least, start + k);
        }
    }
    let ideal =
        (0..outcomes.parties())
            .map(|i| {
                let column = outcomes.column(i);
                feasible.iter().fold(f64::NEG_INFINITY, |high, &o| {
                    if column[o] > high { column[o] } else { high }
                })
            })
            .collect();
    Part { feasible, ideal, best }
}
