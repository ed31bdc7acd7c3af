//! Rounds of talks, signatures and breakdowns in a block of draws.

use super::{NotFinite, Obstacle, Run, Worker};
use crate::talk::Table;
use zopa_equations::graph::NodeId;
use zopa_equations::model::RecordedAt;
use zopa_equations::program::Slot;
use zopa_equations::tape::LANES;
use zopa_sampling::Site;
use zopa_sampling::stream::uniform;

impl Run<'_, '_> {
    pub(super) fn talks_due(&self, step: usize) -> bool {
        self.plan
            .model
            .talks
            .as_ref()
            .is_some_and(|t| step >= t.first && (step - t.first).is_multiple_of(t.every))
    }

    /// Holds a round in every lane without a deal; whether any deal was signed.
    pub(super) fn hold_round(&mut self, step: usize) -> bool {
        let (plan, program, model) = (self.plan, self.plan.program, self.plan.model);
        let (Some(talks), Some(talks_plan)) = (&model.talks, &program.plan) else { return false };
        let state = &program.state;
        let mut held = [false; LANES];
        let mut tables = [Table::default(); LANES];
        let first_round = step == talks.first;
        for lane in 0..self.result.lanes {
            let at = |slot: Slot| slot as usize * LANES + lane;
            if self.worker.slots[at(state.in_force)] != 0.0 || step < self.talks_from[lane] {
                continue;
            }
            held[lane] = true;
            let Worker { slots, scratch, candidates, talk, .. } = &mut *self.worker;
            let table = talk.hold(plan, talks_plan, slots, lane, scratch, candidates);
            if !table.finite && self.result.not_finite.is_none() {
                self.result.not_finite = Some(NotFinite {
                    draw: self.result.first + lane as u64,
                    time: model.clock.time(step),
                    stock: None,
                });
            }
            tables[lane] = table;
            self.worker.slots[at(state.surplus)] = table.surplus;
            self.worker.slots[at(state.best_surplus)] = table.best_surplus;
            self.worker.slots[at(state.zone_share)] = table.zone_share;
            self.worker.slots[at(state.round)] += 1.0;
            let options = talks_plan.space.options(table.package.unwrap_or(table.closest));
            for (issue, option) in options.into_iter().enumerate() {
                self.worker.slots[at(state.candidate[issue])] = f64::from(option);
            }
            if first_round {
                self.result.zone_share[lane] = table.zone_share;
                self.result.best_surplus[lane] = table.best_surplus;
            }
        }
        program.contract.run(plan.apply, &mut self.worker.slots, LANES);
        let site = Site::named("negotiation.signature");
        let mut any = false;
        for lane in 0..self.result.lanes {
            if !held[lane] {
                continue;
            }
            let value =
                |node: NodeId| self.worker.slots[program.at_contract(node) as usize * LANES + lane];
            let chance = value(talks.chance).clamp(0.0, 1.0);
            let ratified: f64 = program
                .signatories
                .iter()
                .map(|&p| value(model.parties[p].ratifies).clamp(0.0, 1.0))
                .product();
            let table = tables[lane];
            let signs = table.package.is_some()
                && uniform(plan.seed, self.result.first + lane as u64, site, step as u32)
                    < chance * ratified;
            if signs {
                any = true;
                self.sign(step, lane);
            } else {
                self.result.obstacle[lane] = match table.package {
                    _ if table.on_table == 0 => Obstacle::NothingOnTable,
                    None => Obstacle::Consent(program.signatories[table.binding]),
                    Some(_) if ratified < chance => Obstacle::Ratification,
                    Some(_) => Obstacle::Chance,
                };
            }
        }
        any
    }

    pub(super) fn sign(&mut self, step: usize, lane: usize) {
        let (program, model) = (self.plan.program, self.plan.model);
        let state = &program.state;
        let at = |slot: Slot| slot as usize * LANES + lane;
        let time = model.clock.time(step);
        let first = self.worker.slots[at(state.signed)] == 0.0;
        for (package, candidate) in state.package.iter().zip(&state.candidate) {
            self.worker.slots[at(*package)] = self.worker.slots[at(*candidate)];
        }
        self.worker.slots[at(state.in_force)] = 1.0;
        self.worker.slots[at(state.signed)] = 1.0;
        self.worker.slots[at(state.since_signature)] = 0.0;
        self.signed_at[lane] = step;
        self.result.deals[lane] += 1.0;
        self.result.obstacle[lane] = Obstacle::None;
        if !first {
            return;
        }
        self.worker.slots[at(state.deal_time)] = time;
        self.result.deal_time[lane] = time;
        for (issue, slot) in state.package.iter().enumerate() {
            self.result.package[issue * LANES + lane] = self.worker.slots[at(*slot)] as u32;
        }
        for (p, party) in model.parties.iter().enumerate() {
            self.result.deal[p * LANES + lane] =
                self.worker.slots[at(program.at_contract(party.deal))];
            self.result.no_deal[p * LANES + lane] =
                self.worker.slots[at(program.at_step(party.no_deal))];
        }
        for (recorder, &slot) in model.recorders.iter().zip(&state.recorders) {
            if recorder.at == RecordedAt::Signature {
                self.worker.slots[at(slot)] =
                    self.worker.slots[at(program.at_contract(recorder.node))];
            }
        }
    }

    /// Lanes whose deal breaks down during the step.
    pub(super) fn breakdowns(&mut self, step: usize) -> Vec<usize> {
        let (plan, program, model) = (self.plan, self.plan.program, self.plan.model);
        let Some(hold) = &model.hold else { return Vec::new() };
        let site = Site::named("hold.breakdown");
        let mut broken = Vec::new();
        for lane in 0..self.result.lanes {
            if self.worker.slot(program.state.in_force)[lane] == 0.0 {
                continue;
            }
            let hazard = self.worker.slot(program.at_step(hold.hazard))[lane].max(0.0);
            if !hazard.is_finite() && self.result.not_finite.is_none() {
                self.result.not_finite = Some(NotFinite {
                    draw: self.result.first + lane as u64,
                    time: model.clock.time(step),
                    stock: None,
                });
            }
            let survives = libm::exp(-hazard * model.clock.step);
            if uniform(plan.seed, self.result.first + lane as u64, site, step as u32) >= survives {
                broken.push(lane);
            }
        }
        broken
    }

    pub(super) fn apply_breakdowns(&mut self, step: usize, broken: &[usize], seen: &[Vec<f64>]) {
        let (program, model) = (self.plan.program, self.plan.model);
        let state = &program.state;
        let Some(hold) = &model.hold else { return };
        for (&lane, seen) in broken.iter().zip(seen) {
            let (recorded, reset) = seen.split_at(model.recorders.len());
            let at = |slot: Slot| slot as usize * LANES + lane;
            if self.worker.slots[at(state.breakdowns)] == 0.0 {
                let time = model.clock.time(step + 1);
                self.worker.slots[at(state.breakdown_time)] = time;
                self.result.breakdown_time[lane] = time;
                let slots = state.recorders.iter().zip(recorded);
                for (recorder, (&slot, &value)) in model.recorders.iter().zip(slots) {
                    if recorder.at == RecordedAt::Breakdown {
                        self.worker.slots[at(slot)] = value;
                    }
                }
            }
            for (&(stock, _), &value) in hold.resets.iter().zip(reset) {
                self.worker.slots[at(state.stocks[stock])] = value;
            }
            self.worker.slots[at(state.breakdowns)] += 1.0;
            self.worker.slots[at(state.in_force)] = 0.0;
            for (issue, &option) in model.reference.iter().enumerate() {
                self.worker.slots[at(state.package[issue])] = f64::from(option);
            }
            self.talks_from[lane] = step + 1 + hold.pause;
        }
    }
}
