//! Coalitions, victory in pairs, and the probabilistic Condorcet election.
//!
//! With options i, j and voters k of weight w_k and utility u_ki:
//! - coalition c(i:j) = 1e-8 + the sum of the positive votes for i against j, c(i:i) = 1e-8;
//! - victory p_ij from c(i:j) and c(j:i) by [`Victory`], p_ii = 1/2;
//! - the probability P_i of winning among all by [`Election`].
//!
//! Source: Efird, Lester and Wise (2016); the constants are the KTAB program's.

use super::options::{Election, Victory, VotingRule};
use super::voting::{two_sides, with_vote};
use rayon::prelude::*;

/// What every coalition has, so that no contest is nothing against nothing.
const LEAST_COALITION: f64 = 1e-8;
/// The incentive of an option against itself.
const LEAST_INCENTIVE: f64 = 1e-10;
/// Work (options squared times voters) above which rows of coalitions are shared among threads.
const PARALLEL_WORK: usize = 200_000;
/// Rounds of a Markov election after which it is given up.
const MOST_ROUNDS: usize = 100_000;

/// Probabilities of winning, and whether the Markov process settled.
pub(super) struct Outcome {
    /// P_i for each option.
    pub probability: Vec<f64>,
    /// False if the fixed point was not reached.
    pub settled: bool,
}

/// The probabilities (of the first, of the second) of victory of coalitions of strength `first` and
/// `second`, both above 0.
pub(super) fn victory(model: Victory, first: f64, second: f64) -> (f64, f64) {
    let power = match model {
        Victory::Linear => 1,
        Victory::Square => 2,
        Victory::Quartic => 3,
        Victory::Octic => 4,
        Victory::Binary => return binary_victory(first, second),
    };
    // From the ratio of the smaller to the larger, which neither overflows nor depends on units.
    let mut ratio = first.min(second) / first.max(second);
    for _ in 1..power {
        ratio *= ratio;
    }
    let (strong, weak) = (1.0 / (1.0 + ratio), ratio / (1.0 + ratio));
    if first >= second { (strong, weak) } else { (weak, strong) }
}

fn binary_victory(first: f64, second: f64) -> (f64, f64) {
    const ADVANTAGE: f64 = 1.1;
    const UPSET: f64 = 1e-6;
    let (strong, weak) = (1.0 / (1.0 + UPSET), UPSET / (1.0 + UPSET));
    if first >= ADVANTAGE * second {
        (strong, weak)
    } else if second >= ADVANTAGE * first {
        (weak, strong)
    } else {
        let share = first / (first + second);
        let chance = (share * (ADVANTAGE + 1.0) - 1.0) / (ADVANTAGE - 1.0);
        (chance, 1.0 - chance)
    }
}

/// Strengths c(i:j) for i above j and c(j:i), row by row: `rows[i][j] = (c(i:j), c(j:i))`, j < i.
fn coalitions(rule: VotingRule, weight: &[f64], utility: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let voters = weight.len();
    let options = utility.len() / voters;
    let row = |i: usize| -> Vec<(f64, f64)> {
        let mut votes = vec![0.0; voters];
        let first = &utility[i * voters..][..voters];
        (0..i)
            .map(|j| {
                let second = &utility[j * voters..][..voters];
                with_vote!(rule, vote => {
                    for (k, cast) in votes.iter_mut().enumerate() {
                        *cast = vote(weight[k], first[k] - second[k]);
                    }
                });
                let (up, down) = two_sides(&votes);
                (LEAST_COALITION + up, LEAST_COALITION + down)
            })
            .collect()
    };
    if options * options * voters >= PARALLEL_WORK {
        (0..options).into_par_iter().map(row).collect()
    } else {
        (0..options).map(row).collect()
    }
}

/// The election among options: `utility[i * voters + k]` is that of option i to voter k.
///
/// O(options^2 voters); a Markov election adds O(options^2) a round.
pub(super) fn elect(
    (election, model, rule): (Election, Victory, VotingRule),
    weight: &[f64],
    utility: &[f64],
) -> Outcome {
    let options = utility.len() / weight.len();
    if options == 1 {
        return Outcome { probability: vec![1.0], settled: true };
    }
    let coalition = coalitions(rule, weight, utility);
    let mut chance = vec![0.5; options * options];
    for (i, row) in coalition.iter().enumerate() {
        for (j, &(up, down)) in row.iter().enumerate() {
            (chance[i * options + j], chance[j * options + i]) = victory(model, up, down);
        }
    }
    match election {
        Election::Conditional => conditional(&chance, options),
        Election::MarkovUniform => {
            let even = 1.0 / options as f64;
            let share = vec![even; options * options];
            markov(&chance, &share, options, 1e-6)
        }
        Election::MarkovIncentive => {
            let mut share = vec![0.0; options * options];
            for i in 0..options {
                share[i * options + i] = LEAST_COALITION * 0.5 + LEAST_INCENTIVE;
                for (j, &(up, down)) in coalition[i].iter().enumerate() {
                    share[i * options + j] = up * chance[i * options + j];
                    share[j * options + i] = down * chance[j * options + i];
                }
            }
            for j in 0..options {
                let total: f64 = (0..options).map(|i| share[i * options + j]).sum();
                for i in 0..options {
                    share[i * options + j] /= total;
                }
            }
            markov(&chance, &share, options, 1e-8)
        }
    }
}

/// P_i proportional to the product of row i.
fn conditional(chance: &[f64], options: usize) -> Outcome {
    let rows = || chance.chunks_exact(options);
    let mut probability: Vec<f64> = rows().map(|row| row.iter().product()).collect();
    let mut total: f64 = probability.iter().sum();
    if total < 1e-250 {
        // The products have run out of digits: the same from logarithms.
        let logarithm: Vec<f64> =
            rows().map(|row| row.iter().map(|&p| libm::log(p.max(1e-300))).sum()).collect();
        let most = logarithm.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        probability = logarithm.iter().map(|l| libm::exp(l - most)).collect();
        total = probability.iter().sum();
    }
    for p in &mut probability {
        *p /= total;
    }
    Outcome { probability, settled: true }
}

/// The fixed point of P_i = sum_j p_ij (P_i h_ji + P_j h_ij), half of each step taken.
fn markov(chance: &[f64], share: &[f64], options: usize, tolerance: f64) -> Outcome {
    let mut stays = vec![0.0; options];
    let mut comes = vec![0.0; options * options];
    for i in 0..options {
        for j in 0..options {
            let p = chance[i * options + j];
            stays[i] += p * share[j * options + i];
            comes[i * options + j] = p * share[i * options + j];
        }
    }
    let mut probability = vec![1.0 / options as f64; options];
    let mut next = probability.clone();
    for _ in 0..MOST_ROUNDS {
        let mut change = 0.0_f64;
        for i in 0..options {
            let row = &comes[i * options..][..options];
            let arrives: f64 = row.iter().zip(&probability).map(|(c, p)| c * p).sum();
            next[i] = probability[i] * stays[i] + arrives;
            change = change.max((next[i] - probability[i]).abs());
        }
        for (p, q) in probability.iter_mut().zip(&next) {
            *p = (*p + q) / 2.0;
        }
        if change <= tolerance {
            return Outcome { probability, settled: true };
        }
    }
    Outcome { probability, settled: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn victory_follows_the_powers_of_strength() {
        for (model, power) in
            [(Victory::Linear, 1), (Victory::Square, 2), (Victory::Quartic, 4), (Victory::Octic, 8)]
        {
            for (x, y) in [(3.0_f64, 5.0_f64), (5.0, 3.0), (2.0, 2.0), (1e-8, 40.0)] {
                let expected = x.powi(power) / (x.powi(power) + y.powi(power));
                let (p, q) = victory(model, x, y);
                assert!((p - expected).abs() < 1e-15, "{model:?} {x} {y}");
                assert!((p + q - 1.0).abs() < 1e-15);
            }
        }
        assert_eq!(victory(Victory::Binary, 1.0, 1.0).0, 0.5);
        assert!(victory(Victory::Binary, 1.1, 1.0).0 > 0.99999);
        assert!((victory(Victory::Binary, 1.05, 1.0).0 - 0.756_097_560_975).abs() < 1e-9);
        let huge = victory(Victory::Octic, 1e200, 1e-200);
        assert!(huge.0 == 1.0 && huge.1 == 0.0);
    }

    #[test]
    fn products_that_vanish_are_taken_from_logarithms() {
        // 1,200 equal options: 0.5^1200 is below every number of the format.
        let options = 1200;
        let outcome = conditional(&vec![0.5; options * options], options);
        assert!(outcome.probability.iter().all(|p| (p - 1.0 / 1200.0).abs() < 1e-12));
    }

    #[test]
    fn one_voter_prefers_its_own() {
        for election in [Election::Conditional, Election::MarkovUniform, Election::MarkovIncentive]
        {
            let choice = (election, Victory::Linear, VotingRule::Proportional);
            let outcome = elect(choice, &[1.0], &[0.9, 0.1]);
            assert!(outcome.settled);
            let [first, second] = outcome.probability[..] else { panic!("two options") };
            assert!((first + second - 1.0).abs() < 1e-7 && first > 0.9, "{election:?} {first}");
        }
    }
}
