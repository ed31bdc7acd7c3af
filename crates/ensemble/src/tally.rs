//! What is kept of an ensemble: sums, counts and sketches whose size does not grow with the draws.

use crate::block::{BlockResult, Obstacle};
use crate::drivers::FirstOrder;
use crate::moments::Moments;
use crate::sketch::Quantiles;
use crate::survival::Spells;
use std::collections::BTreeMap;
use zopa_equations::model::Model;
use zopa_equations::tape::LANES;

/// Numbers up to which quantiles of draws are exact.
pub const EXACT_DRAWS: usize = 20_000;
/// Numbers up to which quantiles of paths are exact.
pub const EXACT_PATHS: usize = 1_000;
/// Measures whose drivers are worked out, the first in the file.
pub const MEASURES_WITH_DRIVERS: usize = 3;

/// Moments and quantiles of one quantity over draws.
#[derive(Debug, Clone)]
pub struct Spread {
    /// Mean and variance.
    pub moments: Moments,
    /// Quantiles.
    pub quantiles: Quantiles,
}

impl Spread {
    fn new(exact: usize) -> Self {
        Spread { moments: Moments::default(), quantiles: Quantiles::new(exact) }
    }

    fn add(&mut self, x: f64) {
        self.moments.add(x);
        self.quantiles.add(x);
    }
}

/// One party over draws.
#[derive(Debug, Clone)]
pub struct PartyTally {
    /// Value of the deal at its signature.
    pub deal: Spread,
    /// Value of no deal then.
    pub no_deal: Spread,
    /// The difference.
    pub gain: Spread,
    /// Value of no deal at the first time.
    pub no_deal_at_start: Spread,
}

/// What is kept of an ensemble.
#[derive(Debug, Clone)]
pub struct Tally {
    /// Draws added.
    pub draws: u64,
    /// First deals by reported step.
    pub deals_at: Vec<u64>,
    /// Draws by issue and option of the first deal.
    pub terms: Vec<Vec<u64>>,
    /// Draws by whole package of the first deal.
    pub packages: BTreeMap<Vec<u32>, u64>,
    /// Draws without a deal by party that withholds consent; then ratification, chance, nothing on
    /// the table, no round held.
    pub obstacles: Vec<u64>,
    /// Parties.
    pub parties: Vec<PartyTally>,
    /// Spells of the first deal.
    pub spells: Spells,
    /// Draws with a zone in the first round.
    pub zones: u64,
    /// Draws in which a first round was held.
    pub first_rounds: u64,
    /// Share of packages in the zone in the first round.
    pub zone_share: Moments,
    /// Paths: variable by variable, kept step by kept step.
    pub paths: Vec<Spread>,
    /// Measures.
    pub measures: Vec<Spread>,
    /// First-order sums: deal signed, largest smallest gain, deal broken, then measures.
    pub first_order: FirstOrder,
    blocks: u64,
}

impl Tally {
    /// Nothing yet.
    pub fn new(model: &Model, path_points: usize) -> Self {
        let party = || PartyTally {
            deal: Spread::new(EXACT_DRAWS),
            no_deal: Spread::new(EXACT_DRAWS),
            gain: Spread::new(EXACT_DRAWS),
            no_deal_at_start: Spread::new(EXACT_DRAWS),
        };
        Tally {
            draws: 0,
            deals_at: vec![0; model.clock.steps + 1],
            terms: model.issues.iter().map(|&n| vec![0; n as usize]).collect(),
            packages: BTreeMap::new(),
            obstacles: vec![0; model.parties.len() + 4],
            parties: model.parties.iter().map(|_| party()).collect(),
            spells: Spells::default(),
            zones: 0,
            first_rounds: 0,
            zone_share: Moments::default(),
            paths: vec![Spread::new(EXACT_PATHS); model.shown.len() * path_points],
            measures: vec![Spread::new(EXACT_DRAWS); model.measures.len()],
            first_order: FirstOrder::new(
                model.samples.len(),
                3 + model.measures.len().min(MEASURES_WITH_DRIVERS),
            ),
            blocks: 0,
        }
    }

    /// Adds a block; blocks must come in order for the same bits in every run.
    pub fn add(&mut self, model: &Model, block: &BlockResult) {
        let clock = &model.clock;
        let steps_of = |time: f64| ((time - clock.start) / clock.step).round().max(0.0) as usize;
        let lanes = block.lanes;
        self.draws += lanes as u64;
        for lane in 0..lanes {
            let deal_time = block.deal_time[lane];
            let signed = !deal_time.is_nan();
            let broke = !block.breakdown_time[lane].is_nan();
            if signed {
                let at = steps_of(deal_time).min(clock.steps);
                self.deals_at[at] += 1;
                let package: Vec<u32> =
                    (0..model.issues.len()).map(|i| block.package[i * LANES + lane]).collect();
                for (issue, &option) in package.iter().enumerate() {
                    self.terms[issue][option as usize] += 1;
                }
                *self.packages.entry(package).or_insert(0) += 1;
                let end = if broke { steps_of(block.breakdown_time[lane]) } else { clock.steps };
                self.spells.add(end.saturating_sub(at), broke);
            } else {
                let n = model.parties.len();
                let index = match block.obstacle[lane] {
                    Obstacle::Consent(p) => p,
                    Obstacle::Ratification => n,
                    Obstacle::Chance => n + 1,
                    Obstacle::NothingOnTable => n + 2,
                    Obstacle::None => n + 3,
                };
                self.obstacles[index] += 1;
            }
            for (p, party) in self.parties.iter_mut().enumerate() {
                let (deal, no_deal) =
                    (block.deal[p * LANES + lane], block.no_deal[p * LANES + lane]);
                party.deal.add(deal);
                party.no_deal.add(no_deal);
                party.gain.add(deal - no_deal);
                party.no_deal_at_start.add(block.no_deal_at_start[p * LANES + lane]);
            }
            if !block.best_surplus[lane].is_nan() {
                self.first_rounds += 1;
                self.zones += u64::from(block.best_surplus[lane] >= 0.0);
                self.zone_share.add(block.zone_share[lane]);
            }
            let ranks = || (0..model.samples.len()).map(|i| block.uniforms[i * LANES + lane]);
            let mut outcome = |k: usize, y: f64| self.first_order.add(self.blocks, k, ranks(), y);
            if model.talks.is_some() {
                outcome(0, f64::from(u8::from(signed)));
                outcome(1, block.best_surplus[lane]);
                outcome(2, if signed { f64::from(u8::from(broke)) } else { f64::NAN });
            }
            for k in 0..model.measures.len().min(MEASURES_WITH_DRIVERS) {
                outcome(3 + k, block.measures[k * LANES + lane]);
            }
        }
        for (spread, values) in self.paths.iter_mut().zip(block.paths.chunks(LANES)) {
            values[..lanes].iter().for_each(|&x| spread.add(x));
        }
        for (spread, values) in self.measures.iter_mut().zip(block.measures.chunks(LANES)) {
            values[..lanes].iter().for_each(|&x| spread.add(x));
        }
        self.blocks += 1;
    }

    /// Draws with a deal.
    pub fn deals(&self) -> u64 {
        self.deals_at.iter().sum()
    }
}
