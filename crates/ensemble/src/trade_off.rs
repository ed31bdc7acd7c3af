//! Durability against acceptability: what makes a package hold for one side is often what the other
//! does not sign.
//!
//! In the first round of some draws every package on the table is valued: how durable it would be, and
//! who would prefer it to no deal.

use crate::answer::{Keyed, TradeOff, TradeOffBin, TradeOffPoint};
use crate::block::{Plan, Worker, run_to_first_round};
use crate::proportion::proportion;
use crate::talk::Talk;
use rayon::prelude::*;
use zopa_equations::tape::LANES;
use zopa_scenario::Scenario;

/// Most draws valued.
const DRAWS: u64 = 256;
/// Most packages times draws valued.
const VALUES: u64 = 8_000_000;
/// Bins of durability.
const BINS: usize = 10;
/// Most packages on the shown frontier.
const FRONTIER: usize = 40;

/// Sums by package.
#[derive(Clone)]
struct Sums {
    durability: Vec<f64>,
    accepted: Vec<u32>,
    accepted_by: Vec<Vec<u32>>,
    on_table: Vec<u32>,
}

impl Sums {
    fn new(packages: usize, signatories: usize) -> Self {
        Sums {
            durability: vec![0.0; packages],
            accepted: vec![0; packages],
            accepted_by: vec![vec![0; packages]; signatories],
            on_table: vec![0; packages],
        }
    }

    fn merge(&mut self, other: &Sums) {
        for (a, b) in self.durability.iter_mut().zip(&other.durability) {
            *a += b;
        }
        let add = |a: &mut Vec<u32>, b: &[u32]| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        add(&mut self.accepted, &other.accepted);
        add(&mut self.on_table, &other.on_table);
        for (a, b) in self.accepted_by.iter_mut().zip(&other.accepted_by) {
            add(a, b);
        }
    }
}

/// The trade-off, where the scenario states durability and there are talks.
pub(crate) fn trade_off(plan: &Plan<'_>, scenario: &Scenario, draws: u64) -> Option<TradeOff> {
    let talks = plan.program.trade_off_plan.as_ref()?;
    let packages = talks.space.len();
    if packages == 0 {
        return None;
    }
    let signatories = plan.program.signatories.len();
    let draws = draws.min(DRAWS).min((VALUES / packages as u64).max(1));
    let blocks: Vec<Sums> = (0..draws.div_ceil(LANES as u64))
        .into_par_iter()
        .map(|block| {
            let first = block * LANES as u64;
            let lanes = (draws - first).min(LANES as u64) as usize;
            let mut worker = Worker::new(plan.program);
            run_to_first_round(plan, &mut worker, first, lanes);
            let mut talk = Talk::default();
            let mut sums = Sums::new(packages, signatories);
            for lane in 0..lanes {
                talk.prepare(plan, talks, &worker.slots, lane, &mut worker.scratch);
                let disagreement = talk.disagreement().to_vec();
                talks.visit_all(
                    plan.apply,
                    talk.externals(),
                    &mut worker.scratch,
                    &mut |package, values| {
                        sums.on_table[package] += 1;
                        sums.durability[package] += values[signatories];
                        let mut all = true;
                        for (p, by) in sums.accepted_by.iter_mut().enumerate() {
                            let accepts = values[p] >= disagreement[p];
                            by[package] += u32::from(accepts);
                            all &= accepts;
                        }
                        sums.accepted[package] += u32::from(all);
                    },
                );
            }
            sums
        })
        .collect();
    let mut sums = Sums::new(packages, signatories);
    for block in &blocks {
        sums.merge(block);
    }
    Some(describe(plan, scenario, draws, &sums))
}

fn describe(plan: &Plan<'_>, scenario: &Scenario, draws: u64, sums: &Sums) -> TradeOff {
    let ids: Vec<String> =
        plan.program.signatories.iter().map(|&p| scenario.parties[p].id.text.clone()).collect();
    let there: Vec<usize> = (0..sums.on_table.len()).filter(|&x| sums.on_table[x] > 0).collect();
    let durability = |x: usize| sums.durability[x] / f64::from(sums.on_table[x]);
    let share = |count: u32, x: usize| f64::from(count) / f64::from(sums.on_table[x]);
    let accepted = |x: usize| share(sums.accepted[x], x);

    let mut order = there.clone();
    order.sort_by(|&a, &b| {
        accepted(b)
            .total_cmp(&accepted(a))
            .then(durability(b).total_cmp(&durability(a)))
            .then(a.cmp(&b))
    });
    let mut frontier = Vec::new();
    let mut best = f64::NEG_INFINITY;
    for &x in &order {
        if durability(x) > best {
            best = durability(x);
            frontier.push(x);
        }
    }
    // Thin a long frontier evenly, ends kept.
    if frontier.len() > FRONTIER {
        let n = frontier.len();
        frontier = (0..FRONTIER).map(|i| frontier[i * (n - 1) / (FRONTIER - 1)]).collect();
    }
    let space = plan.program.trade_off_plan.as_ref().map(|p| &p.space);
    let point = |x: usize| TradeOffPoint {
        package: Keyed(
            space
                .map(|s| s.options(x))
                .unwrap_or_default()
                .iter()
                .zip(&scenario.issues)
                .map(|(&o, issue)| {
                    (issue.id.text.clone(), issue.options[o as usize].id.text.clone())
                })
                .collect(),
        ),
        durability: durability(x),
        accepted: proportion(u64::from(sums.accepted[x]), u64::from(sums.on_table[x])),
        accepted_by: Keyed(
            ids.iter()
                .zip(&sums.accepted_by)
                .map(|(id, by)| (id.clone(), share(by[x], x)))
                .collect(),
        ),
    };
    let low = there.iter().map(|&x| durability(x)).fold(f64::INFINITY, f64::min);
    let high = there.iter().map(|&x| durability(x)).fold(f64::NEG_INFINITY, f64::max);
    let width = (high - low) / BINS as f64;
    let bins = (0..BINS)
        .filter_map(|b| {
            let (from, to) = (low + b as f64 * width, low + (b + 1) as f64 * width);
            let inside: Vec<usize> = there
                .iter()
                .copied()
                .filter(|&x| {
                    let bin =
                        if width > 0.0 { ((durability(x) - low) / width) as usize } else { 0 };
                    bin.min(BINS - 1) == b
                })
                .collect();
            if inside.is_empty() {
                return None;
            }
            let n = inside.len() as f64;
            let mean = |by: &Vec<u32>| inside.iter().map(|&x| share(by[x], x)).sum::<f64>() / n;
            Some(TradeOffBin {
                from,
                to,
                packages: inside.len() as u64,
                accepted_best: inside.iter().map(|&x| accepted(x)).fold(0.0, f64::max),
                accepted_by: Keyed(
                    ids.iter()
                        .zip(&sums.accepted_by)
                        .map(|(id, by)| (id.clone(), mean(by)))
                        .collect(),
                ),
            })
        })
        .collect();
    TradeOff {
        draws,
        packages: there.len() as u64,
        frontier: frontier.into_iter().map(point).collect(),
        bins,
    }
}
