//! Mean and quantiles of a quantity over draws.

use crate::distribution;
use crate::graph::{Leaf, Node, NodeId};
use crate::model::Model;
use std::collections::BTreeMap;
use zopa_sampling::{Copula, Design, Distribution, Sampler, Site};

/// Levels of the quantiles.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Draws used where there is no exact answer.
const DRAWS: u64 = 4096;

/// Most operations evaluated for one spread.
const MOST_OPERATIONS: usize = 20_000;

/// Mean and quantiles.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Quantiles at the levels 0.05, 0.25, 0.5, 0.75, 0.95.
    pub quantiles: [f64; 5],
    /// Draws it was estimated from; 0 where it is exact.
    pub draws: u64,
}

impl Spread {
    /// The exact spread of a distribution.
    pub fn of(distribution: &Distribution) -> Spread {
        Spread {
            mean: distribution.mean(),
            quantiles: LEVELS.map(|level| distribution.quantile(level)),
            draws: 0,
        }
    }

    /// Whether it is one number.
    pub fn is_constant(&self) -> bool {
        self.quantiles.windows(2).all(|pair| pair[0] == pair[1]) && self.mean == self.quantiles[0]
    }
}

/// The spread of a node that varies over draws alone; `None` where it varies otherwise.
pub fn over_draws(model: &Model, node: NodeId) -> Option<Spread> {
    let axes = model.graph.axes(node);
    if axes.time || axes.issues != 0 || axes.round || axes.recorded {
        return None;
    }
    if let Some(value) = model.graph.constant_value(node) {
        return Some(Spread { mean: value, quantiles: [value; 5], draws: 0 });
    }
    if let Node::Leaf(Leaf::Sample(k)) = model.graph.node(node) {
        let sample = model.samples.get(*k as usize)?;
        let parameters: Option<Vec<f64>> =
            sample.parameters.iter().map(|&p| model.graph.constant_value(p)).collect();
        if let Some(exact) = parameters.and_then(|p| distribution::make(&sample.family, &p).ok()) {
            return Some(Spread::of(&exact));
        }
    }
    sampled(model, node)
}

fn sampled(model: &Model, node: NodeId) -> Option<Spread> {
    let sequence = needed(model, node)?;
    let sites: Vec<Site> = model.samples.iter().map(|s| Site::named(&s.site)).collect();
    let sampler = Sampler::new(Design::Sobol, 1, DRAWS, &sites).ok()?;
    let copula = Copula::new(model.samples.len(), &model.correlations).ok()?;
    let mut values = Vec::with_capacity(DRAWS as usize);
    let mut uniforms = vec![0.0; model.samples.len()];
    let mut at: BTreeMap<NodeId, f64> = BTreeMap::new();
    for draw in 0..DRAWS {
        for (k, uniform) in uniforms.iter_mut().enumerate() {
            *uniform = sampler.uniform(draw, k);
        }
        if !model.correlations.is_empty() {
            copula.apply(&mut uniforms);
        }
        for &id in &sequence {
            let value = match model.graph.node(id) {
                Node::Constant(bits) => f64::from_bits(*bits),
                Node::Leaf(Leaf::Sample(k)) => {
                    let sample = model.samples.get(*k as usize)?;
                    let parameters: Option<Vec<f64>> =
                        sample.parameters.iter().map(|p| at.get(p).copied()).collect();
                    let made = distribution::make(&sample.family, &parameters?).ok()?;
                    made.quantile(*uniforms.get(*k as usize)?)
                }
                Node::Apply(operation, arguments) => {
                    let arguments: Option<Vec<f64>> =
                        arguments.iter().map(|a| at.get(a).copied()).collect();
                    operation.evaluate(&arguments?)?
                }
                Node::Leaf(_) => return None,
            };
            at.insert(id, value);
        }
        values.push(*at.get(&node)?);
    }
    if values.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let mean = values.iter().sum::<f64>() / DRAWS as f64;
    values.sort_by(f64::total_cmp);
    // The middle of the two values beside the level, as the draws are equally likely.
    let quantile = |level: f64| {
        let place = level * DRAWS as f64 - 0.5;
        let below = (place.floor().max(0.0) as usize).min(values.len() - 1);
        let above = (below + 1).min(values.len() - 1);
        let share = (place - below as f64).clamp(0.0, 1.0);
        values[below] + (values[above] - values[below]) * share
    };
    Some(Spread { mean, quantiles: LEVELS.map(quantile), draws: DRAWS })
}

/// The nodes that a node rests on, each after those that it needs.
fn needed(model: &Model, node: NodeId) -> Option<Vec<NodeId>> {
    let mut sequence = Vec::new();
    let mut state: BTreeMap<NodeId, bool> = BTreeMap::new();
    let mut stack = vec![(node, false)];
    while let Some((id, opened)) = stack.pop() {
        if opened {
            if state.insert(id, true) != Some(true) {
                sequence.push(id);
            }
            continue;
        }
        if state.contains_key(&id) {
            continue;
        }
        if state.len() > MOST_OPERATIONS {
            return None;
        }
        state.insert(id, false);
        stack.push((id, true));
        match model.graph.node(id) {
            Node::Apply(_, arguments) => stack.extend(arguments.iter().map(|a| (*a, false))),
            Node::Leaf(Leaf::Sample(k)) => {
                let sample = model.samples.get(*k as usize)?;
                stack.extend(sample.parameters.iter().map(|p| (*p, false)));
            }
            _ => {}
        }
    }
    Some(sequence)
}
