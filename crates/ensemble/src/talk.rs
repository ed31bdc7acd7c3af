//! One round of talks in one draw: the zone, the solution's package, and who stands in the way.

use crate::block::Plan;
use zopa_bargaining::{Selector, Solution as Rule};
use zopa_equations::talks::{Candidates, Plan as TalksPlan, Scratch};
use zopa_equations::tape::LANES;
use zopa_scenario::Solution;

/// What a round found.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Table {
    /// The package that the solution picks; none where the zone is empty.
    pub package: Option<usize>,
    /// The package with the largest smallest gain.
    pub closest: usize,
    /// Smallest gain of a signatory at the picked package, or at the closest one.
    pub surplus: f64,
    /// Largest over packages of the smallest gain.
    pub best_surplus: f64,
    /// Share of the packages on the table that lie in the zone.
    pub zone_share: f64,
    /// Packages on the table.
    pub on_table: usize,
    /// The signatory with the smallest gain at the closest package.
    pub binding: usize,
    /// Whether every value was finite.
    pub finite: bool,
}

/// Working memory for rounds.
#[derive(Debug, Default)]
pub struct Talk {
    externals: Vec<f64>,
    disagreement: Vec<f64>,
    power: Vec<f64>,
    /// Gains that are rounding noise, one a signatory.
    floor: Vec<f64>,
    selector: Selector,
}

impl Talk {
    /// Gathers what the packages' values rest on in this lane, and fills the tables.
    pub fn prepare(
        &mut self,
        plan: &Plan<'_>,
        talks: &TalksPlan,
        slots: &[f64],
        lane: usize,
        scratch: &mut Scratch,
    ) {
        let (program, model) = (plan.program, plan.model);
        let at = |node| slots[program.at_step(node) as usize * LANES + lane];
        self.externals.clear();
        self.externals.extend(talks.externals.iter().map(|&node| at(node)));
        self.disagreement.clear();
        self.disagreement.extend(program.signatories.iter().map(|&p| at(model.parties[p].no_deal)));
        self.power.clear();
        self.power.extend(program.signatories.iter().map(|&p| at(model.parties[p].power)));
        self.floor.resize(self.disagreement.len(), 1e-12);
        talks.prepare(plan.apply, &self.externals, scratch);
    }

    /// The values gathered by [`Talk::prepare`].
    pub fn externals(&self) -> &[f64] {
        &self.externals
    }

    /// The signatories' values of no deal.
    pub fn disagreement(&self) -> &[f64] {
        &self.disagreement
    }

    /// Holds a round in one lane.
    pub fn hold(
        &mut self,
        plan: &Plan<'_>,
        talks: &TalksPlan,
        slots: &[f64],
        lane: usize,
        scratch: &mut Scratch,
        candidates: &mut Candidates,
    ) -> Table {
        self.prepare(plan, talks, slots, lane, scratch);
        let scan = talks.scan(plan.apply, &self.externals, &self.disagreement, scratch, candidates);
        let gains: Vec<&[f64]> = candidates.gains.iter().map(Vec::as_slice).collect();
        let solution = plan.model.talks.as_ref().map_or(Solution::Nash, |t| t.solution);
        let picked = if candidates.packages.is_empty() {
            None
        } else {
            let rule = match solution {
                Solution::Nash => Rule::Nash,
                Solution::AsymmetricNash => Rule::AsymmetricNash(&self.power),
                Solution::KalaiSmorodinsky => Rule::KalaiSmorodinsky,
                Solution::Egalitarian => Rule::Egalitarian,
                Solution::Utilitarian => Rule::Utilitarian,
                Solution::Maximin => Rule::Maximin,
            };
            // Weights that are not positive leave the parties equal.
            let floor = &self.floor[..gains.len()];
            let picked = self.selector.select_above(&rule, &gains[..], floor);
            picked
                .or_else(|_| self.selector.select_above(&Rule::Nash, &gains[..], floor))
                .ok()
                .flatten()
        };
        let surplus = picked.map_or(scan.best_surplus, |k| {
            gains.iter().map(|g| g[k]).fold(f64::INFINITY, f64::min)
        });
        Table {
            package: picked.map(|k| candidates.packages[k] as usize),
            closest: scan.best_package,
            surplus,
            best_surplus: scan.best_surplus,
            zone_share: if scan.on_table == 0 {
                0.0
            } else {
                candidates.packages.len() as f64 / scan.on_table as f64
            },
            on_table: scan.on_table,
            binding: scan.binding,
            finite: scan.finite,
        }
    }
}
