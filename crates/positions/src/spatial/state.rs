//! One turn's situation, and the step to the next.

use super::bargain::{Bargain, bargain, compromise};
use super::challenge::{Target, View};
use super::election::{Outcome, elect};
use super::history::{Challenge, Move};
use super::options::{CapabilityUnit, Options, Proposal, ReceiverView, Transition};
use super::utility::{distance, risk_attitudes, square_length, utility};
use super::{Politics, PoliticsError};
use rayon::prelude::*;
use zopa_sampling::{Site, stream::uniform};

/// Actors from which on the actors of a turn are shared among threads.
const PARALLEL_ACTORS: usize = 40;
/// Positions nearer than this (Euclidean, scale 0 to 1) are one.
const SAME_POSITION: f64 = 1e-3;

/// The politics checked and laid out flat; actor by actor.
pub(super) struct Prepared {
    pub dimensions: usize,
    pub capability: Vec<f64>,
    pub position: Vec<f64>,
    pub salience: Vec<f64>,
    /// S_i, the sum over dimensions.
    pub total_salience: Vec<f64>,
    square_length: Vec<f64>,
    /// S_i c_i.
    pub effort: Vec<f64>,
    adjustment: Option<Vec<Vec<f64>>>,
}

impl Prepared {
    pub fn new(politics: &Politics, options: &Options) -> Result<Self, PoliticsError> {
        politics.check()?;
        let mut capability = politics.capability.clone();
        if options.capability_unit == CapabilityUnit::Shares {
            // Divided first, so that a sum beyond the format does no harm.
            let most = capability.iter().copied().fold(0.0, f64::max);
            let total: f64 = capability.iter().map(|c| c / most).sum();
            for c in &mut capability {
                *c = *c / most / total * 1000.0;
            }
        }
        let total_salience: Vec<f64> =
            politics.salience.iter().map(|row| row.iter().sum::<f64>().min(1.0)).collect();
        let effort = capability.iter().zip(&total_salience).map(|(c, s)| c * s).collect();
        Ok(Prepared {
            dimensions: politics.position[0].len(),
            capability,
            position: politics.position.concat(),
            salience: politics.salience.concat(),
            square_length: politics.salience.iter().map(|row| square_length(row)).collect(),
            total_salience,
            effort,
            adjustment: politics.ideal_adjustment.clone(),
        })
    }

    pub fn actors(&self) -> usize {
        self.capability.len()
    }

    fn salience_of(&self, actor: usize) -> &[f64] {
        &self.salience[actor * self.dimensions..][..self.dimensions]
    }
}

/// Positions, ideals and what follows from them before anyone moves.
pub(super) struct State<'p> {
    pub politics: &'p Prepared,
    /// `position[i * dimensions + k]`.
    pub position: Vec<f64>,
    pub ideal: Vec<f64>,
    /// `distance[j * actors + i]`: from i's ideal to j's position.
    pub distance: Vec<f64>,
    /// Risk attitudes.
    pub risk: Vec<f64>,
    /// `utility[j * actors + i]`: of j's position to i, with i's true attitude.
    utility: Vec<f64>,
    /// False if all were equally likely to win, so that no attitude is defined.
    pub risk_defined: bool,
    /// False if a Markov election did not settle.
    pub settled: bool,
}

/// The election among the distinct positions of a turn.
pub(super) struct Standing {
    /// The first actor of each distinct position.
    pub first: Vec<usize>,
    /// Its probability.
    pub outcome: Outcome,
    /// For each actor, the distinct position that speaks for it.
    pub of_actor: Vec<usize>,
}

/// What a step yields.
pub(super) struct Step {
    pub position: Vec<f64>,
    pub ideal: Vec<f64>,
    pub challenges: Vec<Challenge>,
    pub moves: Vec<Move>,
    pub settled: bool,
    /// A choice among equally good targets, or among equally likely bargains that lead elsewhere,
    /// fell to the first.
    pub tied: bool,
}

/// An actor's challenge, what it puts on the table, and whether another target was as good.
type Proposed = (Challenge, Vec<Bargain>, bool);

/// What an actor's queue decided.
struct Choice {
    /// The place in the queue; 0 is the status quo.
    option: usize,
    probability: f64,
    settled: bool,
    tied: bool,
}

impl<'p> State<'p> {
    pub fn new(
        politics: &'p Prepared,
        position: Vec<f64>,
        ideal: Vec<f64>,
        options: &Options,
    ) -> Self {
        let actors = politics.actors();
        let mut away = vec![0.0; actors * actors];
        for j in 0..actors {
            let theta = &position[j * politics.dimensions..][..politics.dimensions];
            for i in 0..actors {
                let q = &ideal[i * politics.dimensions..][..politics.dimensions];
                away[j * actors + i] =
                    distance(q, theta, politics.salience_of(i), politics.square_length[i]);
            }
        }
        let neutral: Vec<f64> = away.iter().map(|d| 1.0 - d).collect();
        let rules = (options.election, options.victory, options.voting_rule);
        let opening = elect(rules, &politics.capability, &neutral);
        let (risk, risk_defined) = risk_attitudes(&opening.probability, options.risk_range);
        let mut seen = vec![0.0; actors * actors];
        for (row, d) in seen.chunks_exact_mut(actors).zip(away.chunks_exact(actors)) {
            for i in 0..actors {
                row[i] = utility(d[i], risk[i]);
            }
        }
        State {
            politics,
            position,
            ideal,
            distance: away,
            risk,
            utility: seen,
            risk_defined,
            settled: opening.settled,
        }
    }

    pub fn actors(&self) -> usize {
        self.politics.actors()
    }

    pub fn position_of(&self, actor: usize) -> &[f64] {
        &self.position[actor * self.politics.dimensions..][..self.politics.dimensions]
    }

    /// The election among the distinct positions, everyone with its true attitude to risk.
    pub fn standing(&self, options: &Options) -> Standing {
        let actors = self.actors();
        let same = |a: usize, b: usize| {
            let square: f64 = self
                .position_of(a)
                .iter()
                .zip(self.position_of(b))
                .map(|(x, y)| (x - y) * (x - y))
                .sum();
            square.sqrt() < SAME_POSITION
        };
        let mut first: Vec<usize> = Vec::with_capacity(actors);
        for i in 0..actors {
            if !first.iter().any(|&j| same(j, i)) {
                first.push(i);
            }
        }
        // Being within the tolerance is not transitive; the last that is speaks for an actor, as
        // in the program.
        let of_actor =
            (0..actors).map(|i| first.iter().rposition(|&j| same(j, i)).unwrap_or(0)).collect();
        let mut among = Vec::with_capacity(first.len() * actors);
        for &j in &first {
            among.extend_from_slice(&self.utility[j * actors..][..actors]);
        }
        let rules = (options.election, options.victory, options.voting_rule);
        let outcome = elect(rules, &self.politics.capability, &among);
        Standing { first, outcome, of_actor }
    }

    /// Challenges, bargains, choices: the positions and ideals of the next turn.
    ///
    /// O(actors^3) for the challenges; O(actors q^2) for each actor with q bargains in its queue.
    pub fn step(&self, options: &Options, turn: usize) -> Step {
        let actors = self.actors();
        let parallel = actors >= PARALLEL_ACTORS;
        let challenge = |view: &mut View, i: usize| self.challenge(view, i, options);
        let found: Vec<Option<Proposed>> = if parallel {
            (0..actors).into_par_iter().map_init(|| View::new(self, options), challenge).collect()
        } else {
            let mut view = View::new(self, options);
            (0..actors).map(|i| challenge(&mut view, i)).collect()
        };
        let mut challenges = Vec::new();
        let mut bargains = Vec::new();
        let mut queues: Vec<Vec<usize>> = vec![Vec::new(); actors];
        let mut tied = false;
        for (challenge, proposed, either) in found.into_iter().flatten() {
            tied |= either;
            for bargain in proposed {
                queues[bargain.initiator].push(bargains.len());
                queues[bargain.receiver].push(bargains.len());
                bargains.push(bargain);
            }
            challenges.push(challenge);
        }

        // The mean utility, to each actor, of the positions after each bargain; last, of none.
        let mut total = vec![0.0; actors];
        for row in self.utility.chunks_exact(actors) {
            for (sum, u) in total.iter_mut().zip(row) {
                *sum += u;
            }
        }
        let after: Vec<Vec<f64>> =
            bargains.iter().map(|bargain| self.utilities_after(bargain, &total)).collect();
        let quo: Vec<f64> = total.iter().map(|sum| sum / actors as f64).collect();

        let rules = (options.election, options.victory, options.voting_rule);
        let goes = |k: usize, option: usize| -> &[f64] {
            // The first choice is the status quo.
            let Some(&b) = option.checked_sub(1).and_then(|place| queues[k].get(place)) else {
                return self.position_of(k);
            };
            let bargain = &bargains[b];
            if bargain.initiator == k { &bargain.of_initiator } else { &bargain.of_receiver }
        };
        let choose = |k: usize| -> Choice {
            if queues[k].is_empty() {
                return Choice { option: 0, probability: 1.0, settled: true, tied: false };
            }
            let mut among = Vec::with_capacity((queues[k].len() + 1) * actors);
            among.extend_from_slice(&quo);
            for &b in &queues[k] {
                among.extend_from_slice(&after[b]);
            }
            let Outcome { probability, settled } = elect(rules, &self.politics.capability, &among);
            let (option, tied) = match options.transition {
                Transition::Deterministic => {
                    let option = most_likely(&probability);
                    let bar = probability[option] * (1.0 - TIE);
                    let tied = (option + 1..probability.len())
                        .any(|o| probability[o] >= bar && goes(k, o) != goes(k, option));
                    (option, tied)
                }
                Transition::Stochastic { seed, draw } => {
                    let site = const { Site::named("spatial.bargain") };
                    // Turns times actors stay far below 2^32 for all that can be computed.
                    let address = (turn * actors + k) as u32;
                    (pick(&probability, uniform(seed, draw, site, address)), false)
                }
            };
            Choice { option, probability: probability[option], settled, tied }
        };
        let chosen: Vec<Choice> = if parallel {
            (0..actors).into_par_iter().map(choose).collect()
        } else {
            (0..actors).map(choose).collect()
        };

        let mut position = self.position.clone();
        let mut moves = Vec::new();
        for (k, choice) in chosen.iter().enumerate() {
            let target = goes(k, choice.option);
            let home = &mut position[k * self.politics.dimensions..][..self.politics.dimensions];
            if home != target {
                home.copy_from_slice(target);
                let bargain = &bargains[queues[k][choice.option - 1]];
                moves.push(Move {
                    actor: k,
                    initiator: bargain.initiator,
                    receiver: bargain.receiver,
                    probability: choice.probability,
                });
            }
        }
        let ideal = self.next_ideals(&position);
        let settled = chosen.iter().all(|choice| choice.settled);
        tied |= chosen.iter().any(|choice| choice.tied);
        Step { position, ideal, challenges, moves, settled, tied }
    }

    /// The best challenge of i, if any, and the bargains that it puts on the table.
    fn challenge(&self, view: &mut View, i: usize, options: &Options) -> Option<Proposed> {
        view.look(i);
        let Target { actor: j, prospect: seen, tied } = view.best_target(i)?;
        let at = |actor| (actor, self.position_of(actor), self.politics.salience_of(actor));
        let meet = |chance| bargain(options.interpolation, chance, at(i), at(j));
        let own = meet(seen.probability);
        let challenge =
            Challenge { initiator: i, receiver: j, probability: seen.probability, gain: seen.gain };
        if options.proposal == Proposal::Initiator {
            return Some((challenge, vec![own], tied));
        }
        view.look(j);
        let prospect = view.prospect(i, j);
        let (others, weight_j) = match options.receiver_view {
            ReceiverView::AsProgram => {
                (meet(prospect.gain), self.politics.capability[i] * self.politics.total_salience[j])
            }
            ReceiverView::Sound => (meet(prospect.probability), self.politics.effort[j]),
        };
        let proposed = if options.proposal == Proposal::InitiatorAndReceiver {
            vec![own, others]
        } else {
            vec![compromise(&own, &others, self.politics.effort[i], weight_j)]
        };
        Some((challenge, proposed, tied))
    }

    /// The mean utility of all positions to each actor once the bargain is carried out.
    fn utilities_after(&self, bargain: &Bargain, total: &[f64]) -> Vec<f64> {
        let actors = self.actors();
        let dimensions = self.politics.dimensions;
        (0..actors)
            .map(|n| {
                let q = &self.ideal[n * dimensions..][..dimensions];
                let of = |theta: &[f64]| {
                    let square = self.politics.square_length[n];
                    utility(distance(q, theta, self.politics.salience_of(n), square), self.risk[n])
                };
                let gone = self.utility[bargain.initiator * actors + n]
                    + self.utility[bargain.receiver * actors + n];
                let come = of(&bargain.of_initiator) + of(&bargain.of_receiver);
                (total[n] - gone + come) / actors as f64
            })
            .collect()
    }

    /// q_i <- sum_j a_ij theta_j + (1 - sum_j a_ij) q_i; the positions where no matrix is given.
    pub fn next_ideals(&self, position: &[f64]) -> Vec<f64> {
        let Some(adjustment) = &self.politics.adjustment else {
            return position.to_vec();
        };
        let dimensions = self.politics.dimensions;
        let mut ideal = Vec::with_capacity(position.len());
        for (i, row) in adjustment.iter().enumerate() {
            let stays = (1.0 - row.iter().sum::<f64>()).max(0.0);
            for k in 0..dimensions {
                let drawn: f64 =
                    row.iter().enumerate().map(|(j, a)| a * position[j * dimensions + k]).sum();
                ideal.push((drawn + stays * self.ideal[i * dimensions + k]).clamp(0.0, 1.0));
            }
        }
        ideal
    }
}

/// Probabilities and gains nearer than this (in shares, in utility) are a tie that rounding must
/// not decide: elections without a winner in pairs give equal ones.
pub(super) const TIE: f64 = 1e-12;

/// The largest probability; the first of several.
pub(super) fn most_likely(probability: &[f64]) -> usize {
    let best = probability.iter().copied().fold(0.0, f64::max);
    probability.iter().position(|&p| p >= best * (1.0 - TIE)).unwrap_or(0)
}

/// The option at a quantile.
fn pick(probability: &[f64], u: f64) -> usize {
    let mut below = 0.0;
    for (option, p) in probability.iter().enumerate() {
        below += p;
        if u < below {
            return option;
        }
    }
    most_likely(probability)
}
