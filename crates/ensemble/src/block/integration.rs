//! Moving the stocks on: Euler and Runge-Kutta steps, bounds.

use super::{Run, Worker};
use zopa_equations::program::Slot;
use zopa_equations::tape::LANES;
use zopa_scenario::Method;

impl Run<'_, '_> {
    pub(super) fn integrate(&mut self, step: usize) {
        let (plan, program, model) = (self.plan, self.plan.program, self.plan.model);
        let clock = &model.clock;
        let h = clock.integration_step();
        for sub in 0..clock.substeps {
            let time = clock.time(step) + f64::from(sub) * h;
            if sub > 0 {
                self.worker.slot_mut(program.state.time).fill(time);
                self.worker.slot_mut(program.state.step_time).fill(time);
                program.step.run(plan.apply, &mut self.worker.slots, LANES);
            }
            match clock.method {
                Method::Euler => self.advance(h),
                Method::RungeKutta2 => self.runge_kutta(time, h, &[1.0], &[0.5, 0.5]),
                Method::RungeKutta4 => {
                    self.runge_kutta(
                        time,
                        h,
                        &[0.5, 0.5, 1.0],
                        &[1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0],
                    );
                }
            }
        }
        for (i, &slot) in program.state.stocks.iter().enumerate() {
            self.result.note_not_finite(self.worker.slot(slot), clock.time(step + 1), Some(i));
        }
    }

    /// One Euler step of every stock.
    pub(super) fn advance(&mut self, h: f64) {
        let (program, model) = (self.plan.program, self.plan.model);
        // A change that is another stock itself must be read before that stock moves.
        let mut rates = std::mem::take(&mut self.worker.rates);
        rates.clear();
        for stock in &model.stocks {
            rates.extend_from_slice(self.worker.slot(program.at_step(stock.change)));
        }
        for (i, rate) in rates.chunks(LANES).enumerate() {
            let state = self.worker.slot_mut(program.state.stocks[i]);
            for (x, r) in state.iter_mut().zip(rate) {
                *x += h * r;
            }
        }
        self.worker.rates = rates;
        self.bound();
    }

    /// Keeps stocks within their bounds.
    pub(super) fn bound(&mut self) {
        let (program, model) = (self.plan.program, self.plan.model);
        for (i, stock) in model.stocks.iter().enumerate() {
            for (node, lower) in [(stock.minimum, true), (stock.maximum, false)] {
                let Some(node) = node else { continue };
                let bound = self.worker.slot(program.at_step(node)).to_vec();
                let state = self.worker.slot_mut(program.state.stocks[i]);
                for (x, b) in state.iter_mut().zip(&bound) {
                    let outside = if lower { *x < *b } else { *x > *b };
                    if outside {
                        *x = *b;
                    }
                }
            }
        }
    }

    /// An explicit Runge-Kutta step whose stage k + 1 uses the rates of stage k alone; noise, events
    /// and test inputs are held.
    pub(super) fn runge_kutta(&mut self, time: f64, h: f64, nodes: &[f64], weights: &[f64]) {
        let (plan, program, model) = (self.plan, self.plan.program, self.plan.model);
        let stocks: Vec<Slot> = program.state.stocks.clone();
        let start: Vec<f64> = stocks.iter().flat_map(|&s| self.worker.slot(s).to_vec()).collect();
        let rates = |worker: &Worker| -> Vec<f64> {
            model
                .stocks
                .iter()
                .flat_map(|s| worker.slot(program.at_step(s.change)).to_vec())
                .collect()
        };
        let mut stage = rates(self.worker);
        let mut total: Vec<f64> = stage.iter().map(|r| weights[0] * r).collect();
        for (node, weight) in nodes.iter().zip(&weights[1..]) {
            for (i, &slot) in stocks.iter().enumerate() {
                let range = i * LANES..(i + 1) * LANES;
                let state = self.worker.slot_mut(slot);
                for ((x, s), r) in state.iter_mut().zip(&start[range.clone()]).zip(&stage[range]) {
                    *x = s + node * h * r;
                }
            }
            self.worker.slot_mut(program.state.time).fill(time + node * h);
            program.step.run(plan.apply, &mut self.worker.slots, LANES);
            stage = rates(self.worker);
            for (t, r) in total.iter_mut().zip(&stage) {
                *t += weight * r;
            }
        }
        for (i, &slot) in stocks.iter().enumerate() {
            let range = i * LANES..(i + 1) * LANES;
            let state = self.worker.slot_mut(slot);
            for ((x, s), r) in state.iter_mut().zip(&start[range.clone()]).zip(&total[range]) {
                *x = s + h * r;
            }
        }
        self.bound();
    }
}
