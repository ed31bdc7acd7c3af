//! The model stated plainly: no sharing of work, no layout, one function for one formula.

use super::*;

pub struct Answer {
    pub positions: Vec<Vec<Vec<f64>>>,
    pub probability: Vec<Vec<f64>>,
    pub expected: Vec<Vec<f64>>,
    pub risk: Vec<Vec<f64>>,
}

fn vote(rule: VotingRule, w: f64, u: f64, v: f64) -> f64 {
    let du = u - v;
    let sign = if du.abs() < 1e-13 { 0.0 } else { (du / 1e-8).clamp(-1.0, 1.0) };
    match rule {
        VotingRule::Binary => w * sign,
        VotingRule::Proportional => w * du,
        VotingRule::Cubic => w * du * du * du,
        VotingRule::ProportionalBinary => w * (0.8 * du + 0.2 * sign),
        VotingRule::ProportionalCubic => w * (0.5 * du + 0.5 * du.powi(3)),
        VotingRule::AsymmetricProspect => {
            if du < 0.0 {
                w * du
            } else {
                2.0 * w * du / 3.0
            }
        }
    }
}

fn victory(model: Victory, x: f64, y: f64) -> f64 {
    let n = match model {
        Victory::Linear => 1,
        Victory::Square => 2,
        Victory::Quartic => 4,
        Victory::Octic => 8,
        Victory::Binary => {
            let (x, y) = if x >= 1.1 * y {
                (1.0, 1e-6)
            } else if y >= 1.1 * x {
                (1e-6, 1.0)
            } else {
                let p = (x / (x + y) * 2.1 - 1.0) / 0.1;
                (p, 1.0 - p)
            };
            return x / (x + y);
        }
    };
    x.powi(n) / (x.powi(n) + y.powi(n))
}

/// u[k][i]: utility of option i to voter k.
fn elect(o: &Options, w: &[f64], u: &[Vec<f64>]) -> Vec<f64> {
    let n = u[0].len();
    let mut c = vec![vec![1e-8; n]; n];
    for i in 0..n {
        for j in 0..i {
            for k in 0..w.len() {
                let v = vote(o.voting_rule, w[k], u[k][i], u[k][j]);
                if v > 0.0 {
                    c[i][j] += v;
                } else {
                    c[j][i] -= v;
                }
            }
        }
    }
    let p = |i: usize, j: usize| {
        if i == j { 0.5 } else { victory(o.victory, c[i][j], c[j][i]) }
    };
    if o.election == Election::Conditional {
        let all: Vec<f64> = (0..n).map(|i| (0..n).map(|j| p(i, j)).product()).collect();
        let sum: f64 = all.iter().sum();
        return all.iter().map(|x| x / sum).collect();
    }
    let g = |i: usize, j: usize| c[i][j] * p(i, j) + if i == j { 1e-10 } else { 0.0 };
    let h = |i: usize, j: usize| {
        if o.election == Election::MarkovUniform {
            1.0 / n as f64
        } else {
            g(i, j) / (0..n).map(|k| g(k, j)).sum::<f64>()
        }
    };
    let tolerance = if o.election == Election::MarkovUniform { 1e-6 } else { 1e-8 };
    let mut q = vec![1.0 / n as f64; n];
    loop {
        let next: Vec<f64> = (0..n)
            .map(|i| (0..n).map(|j| p(i, j) * (q[i] * h(j, i) + q[j] * h(i, j))).sum())
            .collect();
        let change = (0..n).map(|i| (next[i] - q[i]).abs()).fold(0.0, f64::max);
        q = (0..n).map(|i| (q[i] + next[i]) / 2.0).collect();
        if change <= tolerance {
            return q;
        }
    }
}

fn apart(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
}

struct Scene<'a> {
    o: &'a Options,
    capability: &'a [f64],
    salience: &'a [Vec<f64>],
    position: Vec<Vec<f64>>,
    ideal: Vec<Vec<f64>>,
    risk: Vec<f64>,
}

impl Scene<'_> {
    fn n(&self) -> usize {
        self.capability.len()
    }

    fn distance(&self, i: usize, theta: &[f64]) -> f64 {
        let s = &self.salience[i];
        let top: f64 = (0..s.len()).map(|k| (s[k] * (self.ideal[i][k] - theta[k])).powi(2)).sum();
        (top / s.iter().map(|x| x * x).sum::<f64>()).sqrt().min(1.0)
    }

    /// What h thinks theta is worth to i.
    fn utility(&self, h: usize, i: usize, theta: &[f64]) -> f64 {
        let (own, other) = (self.risk[h], self.risk[i]);
        let r = match self.o.risk_estimate {
            RiskEstimate::None => own,
            RiskEstimate::OneThird => (2.0 * own + other) / 3.0,
            RiskEstimate::Half => (own + other) / 2.0,
            RiskEstimate::TwoThirds => (own + 2.0 * other) / 3.0,
            RiskEstimate::Full => other,
        };
        let d = self.distance(i, theta);
        (1.0 - d) * (1.0 + r * d)
    }

    fn weight(&self, i: usize) -> f64 {
        self.capability[i] * self.salience[i].iter().sum::<f64>()
    }

    /// h's estimate of (chance of i, gain of i) when i challenges j.
    fn challenge(&self, h: usize, i: usize, j: usize) -> (f64, f64) {
        let rule = self.o.voting_rule;
        let u = |k: usize, a: usize| self.utility(h, k, &self.position[a]);
        let (mut side_i, mut side_j) = (1e-10, 1e-10);
        for k in [i, j] {
            let v = vote(rule, self.weight(k), u(k, i), u(k, j));
            if v > 0.0 {
                side_i += v;
            } else {
                side_j -= v;
            }
        }
        let (a, b) = (side_i, side_j);
        for n in (0..self.n()).filter(|&n| n != i && n != j) {
            let w = self.weight(n);
            let v = vote(rule, w, u(n, i), u(n, j));
            let (x, y, z) = (u(n, i), u(n, j), u(n, n));
            let [ii, ij, ji, jj] = match self.o.commitment {
                Commitment::Full => [3.0 * x, 3.0 * y, 3.0 * x, 3.0 * y],
                Commitment::Semi => [2.0 * x + z, 3.0 * y, 3.0 * x, 2.0 * y + z],
                Commitment::None => [2.0 * x + z, 2.0 * y + z, 2.0 * x + z, 2.0 * y + z],
            };
            let cast = match self.o.third_parties {
                ThirdParties::AsProgram => {
                    if matches!(self.o.commitment, Commitment::Semi) {
                        let p = (a + v.max(0.0)) / (a + b + v.abs());
                        vote(rule, w, p * ii + (1.0 - p) * ij, p * ji + (1.0 - p) * jj)
                    } else {
                        // Both sides are worth the same.
                        0.0
                    }
                }
                ThirdParties::Sound => {
                    let p = (a + v.abs()) / (a + b + v.abs());
                    let q = a / (a + b + v.abs());
                    let r = a / (a + b);
                    let with_i = p * ii + (1.0 - p) * ij;
                    let with_j = q * ji + (1.0 - q) * jj;
                    let away = r * (2.0 * x + z) + (1.0 - r) * (2.0 * y + z);
                    if away > with_i + 1e-9 && away > with_j + 1e-9 {
                        0.0
                    } else {
                        vote(rule, w, with_i, with_j)
                    }
                }
            };
            if cast > 0.0 {
                side_i += cast;
            } else {
                side_j -= cast;
            }
        }
        let p = side_i / (side_i + side_j);
        let s: f64 = self.salience[j].iter().sum();
        let (win, lose) = (2.0 * u(i, i), 2.0 * u(i, j));
        let quo = u(i, i) + u(i, j);
        (p, (1.0 - s) * win + s * (p * win + (1.0 - p) * lose) - quo)
    }

    fn meet(&self, i: usize, j: usize, p: f64) -> (Vec<f64>, Vec<f64>) {
        let four = |x: f64| (0.5 + x * 1e4).floor() / 1e4;
        let q = 1.0 - p;
        (0..self.position[i].len())
            .map(|k| {
                let (x, s) = (self.position[i][k], self.salience[i][k]);
                let (y, t) = (self.position[j][k], self.salience[j][k]);
                let n = match self.o.interpolation {
                    Interpolation::S1P1 => 1,
                    Interpolation::S2P2 => 2,
                    Interpolation::S2PMax => {
                        let (e, f) = ((q - p).max(0.0), (p - q).max(0.0));
                        let mine = e * t * t / (e * t * t + 1e-6 + (1.0 - e) * s * s);
                        let others = f * s * s / (f * s * s + 1e-6 + (1.0 - f) * t * t);
                        return (x + mine * (y - x), y + others * (x - y));
                    }
                };
                let (v, w) = (s.powi(n) * p.powi(n), t.powi(n) * q.powi(n));
                let all = v + 1e-6 + w;
                (four(((v + 1e-6) * x + w * y) / all), four((v * x + (w + 1e-6) * y) / all))
            })
            .unzip()
    }
}

pub fn simulate(politics: &Politics, o: &Options) -> Answer {
    let n = politics.capability.len();
    let mut capability = politics.capability.clone();
    if o.capability_unit == CapabilityUnit::Shares {
        let sum: f64 = capability.iter().sum();
        capability.iter_mut().for_each(|c| *c *= 1000.0 / sum);
    }
    let mut scene = Scene {
        o,
        capability: &capability,
        salience: &politics.salience,
        position: politics.position.clone(),
        ideal: politics.position.clone(),
        risk: vec![0.0; n],
    };
    let mut answer =
        Answer { positions: vec![], probability: vec![], expected: vec![], risk: vec![] };
    loop {
        scene.risk = vec![0.0; n];
        let table = |scene: &Scene, of: &[usize]| -> Vec<Vec<f64>> {
            (0..n)
                .map(|k| of.iter().map(|&j| scene.utility(k, k, &scene.position[j])).collect())
                .collect()
        };
        let everyone: Vec<usize> = (0..n).collect();
        let p = elect(o, &capability, &table(&scene, &everyone));
        let low = p.iter().copied().fold(f64::INFINITY, f64::min);
        let high = p.iter().copied().fold(0.0, f64::max);
        scene.risk = p
            .iter()
            .map(|x| match o.risk_range {
                _ if high - low <= 1e-12 * high => 0.0,
                RiskRange::Min => (x - low) / (high - low),
                RiskRange::Mid => (3.0 * x - high - 2.0 * low) / (2.0 * (high - low)),
                RiskRange::Max => (2.0 * x - high - low) / (high - low),
            })
            .collect();
        let mut distinct: Vec<usize> = vec![];
        for i in 0..n {
            if !distinct.iter().any(|&j| apart(&scene.position[i], &scene.position[j]) < 1e-3) {
                distinct.push(i);
            }
        }
        let q = elect(o, &capability, &table(&scene, &distinct));
        answer.probability.push(
            (0..n)
                .map(|i| {
                    let near = |j: &usize| apart(&scene.position[i], &scene.position[*j]) < 1e-3;
                    q[distinct.iter().rposition(near).expect("its own at least")]
                })
                .collect(),
        );
        answer.expected.push(
            (0..scene.position[0].len())
                .map(|k| distinct.iter().zip(&q).map(|(&j, p)| p * scene.position[j][k]).sum())
                .collect(),
        );
        answer.positions.push(scene.position.clone());
        answer.risk.push(scene.risk.clone());
        let t = answer.positions.len() - 1;
        let went = |a: usize, b: usize| -> f64 {
            (0..n).map(|i| apart(&answer.positions[a][i], &answer.positions[b][i])).sum()
        };
        if t >= o.stop.most_turns
            || (t >= o.stop.least_turns
                && t >= 1
                && went(t, t - 1) / (went(0, 1) + 1e-4) < o.stop.quiet_share)
        {
            return answer;
        }

        type Deal = (usize, usize, Vec<f64>, Vec<f64>);
        let mut queue: Vec<Vec<Option<Deal>>> = vec![vec![None]; n];
        for i in 0..n {
            let mut best: Option<(usize, f64, f64)> = None;
            for j in (0..n).filter(|&j| j != i) {
                let (p, gain) = scene.challenge(i, i, j);
                if gain > 1e-5 && best.is_none_or(|(_, _, most)| gain > most + 1e-12) {
                    best = Some((j, p, gain));
                }
            }
            let Some((j, p, _)) = best else { continue };
            let (x, y) = scene.meet(i, j, p);
            let (others, gain) = scene.challenge(j, i, j);
            let sound = o.receiver_view == ReceiverView::Sound;
            let (a, b) = scene.meet(i, j, if sound { others } else { gain });
            let salience: f64 = politics.salience[j].iter().sum();
            let w = scene.weight(i);
            let v = capability[if sound { j } else { i }] * salience;
            let mean = |f: &[f64], g: &[f64]| -> Vec<f64> {
                f.iter().zip(g).map(|(f, g)| (w * f + v * g) / (w + v)).collect()
            };
            let deals: Vec<Deal> = match o.proposal {
                Proposal::Initiator => vec![(i, j, x, y)],
                Proposal::InitiatorAndReceiver => vec![(i, j, x, y), (i, j, a, b)],
                Proposal::WeightedCompromise => vec![(i, j, mean(&x, &a), mean(&y, &b))],
            };
            for deal in deals {
                queue[i].push(Some(deal.clone()));
                queue[j].push(Some(deal));
            }
        }
        let mut next = scene.position.clone();
        for k in 0..n {
            let u: Vec<Vec<f64>> = (0..n)
                .map(|m| {
                    queue[k]
                        .iter()
                        .map(|deal| {
                            let mut after = scene.position.clone();
                            if let Some((i, j, x, y)) = deal {
                                after[*i] = x.clone();
                                after[*j] = y.clone();
                            }
                            after.iter().map(|theta| scene.utility(m, m, theta)).sum::<f64>()
                                / n as f64
                        })
                        .collect()
                })
                .collect();
            let p = elect(o, &capability, &u);
            let most = p.iter().copied().fold(0.0, f64::max);
            let tied = |p: &f64| *p >= most * (1.0 - 1e-12);
            let best = p.iter().position(tied).expect("one at least");
            if let Some((i, _, x, y)) = &queue[k][best] {
                next[k] = if *i == k { x.clone() } else { y.clone() };
            }
        }
        scene.ideal = match &politics.ideal_adjustment {
            None => next.clone(),
            Some(rows) => rows
                .iter()
                .zip(&scene.ideal)
                .map(|(row, old)| {
                    (0..old.len())
                        .map(|k| {
                            let sum: f64 = row.iter().sum();
                            (0..n).map(|j| row[j] * next[j][k]).sum::<f64>() + (1.0 - sum) * old[k]
                        })
                        .collect()
                })
                .collect(),
        };
        scene.position = next;
    }
}
