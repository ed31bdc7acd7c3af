//! What may be wrong with a preference: random changes of rankings and of statements' order.

use super::RobustnessError;
use crate::{Conflict, Preference, Ranking, Statement};
use zopa_sampling::Site;
use zopa_sampling::stream::{standard_normal, uniform};

/// A random change of each party's preference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Perturbation<'a> {
    /// So many exchanges of two neighbours in each ranking, each pair of neighbours with equal
    /// chance. The pattern of ties stays; an exchange within a tie changes nothing. Preferences
    /// that are no rankings stay as they are.
    AdjacentSwaps(u32),
    /// Each state's class in the ranking (0 for the least preferred, 1 for the next) plus normal
    /// noise with this standard deviation: 1 is one class. With noise there are no ties and no
    /// strong gaps. Preferences that are no rankings stay as they are.
    Noise(f64),
    /// So many exchanges of two neighbours in the order of each party's prioritising statements.
    StatementOrder {
        /// How many.
        swaps: u32,
        /// For each party its statements, most important first; parties without keep their
        /// preference.
        statements: &'a [Option<Vec<Statement>>],
        /// For each state the number by which statements judge it (option `i` is bit `i`).
        numbers: &'a [u64],
    },
}

impl Perturbation<'_> {
    pub(super) fn check(&self, conflict: &Conflict) -> Result<(), RobustnessError> {
        match *self {
            Perturbation::AdjacentSwaps(_) => Ok(()),
            Perturbation::Noise(strength) if strength >= 0.0 && strength.is_finite() => Ok(()),
            Perturbation::Noise(_) => Err(RobustnessError::Strength),
            Perturbation::StatementOrder { statements, numbers, .. } => {
                let (parties, states) = (conflict.parties(), conflict.states());
                if statements.len() != parties {
                    return Err(RobustnessError::Statements { given: statements.len(), parties });
                }
                if numbers.len() != states {
                    return Err(RobustnessError::Numbers { given: numbers.len(), states });
                }
                Ok(())
            }
        }
    }
}

/// The conflict of one draw: with the preferences as they are perturbed in it.
///
/// ```
/// use zopa_stability::robustness::{Perturbation, perturbed};
/// use zopa_stability::*;
/// let mut graph = ListedGraph::without_moves(3);
/// graph.add_party(&[vec![1], vec![], vec![]]);
/// let ranking = Preference::Ranking(Ranking::new(vec![0, 1, 2]));
/// let conflict = Conflict::new(Graph::Listed(graph), vec![ranking])?;
/// let drawn = perturbed(&conflict, &Perturbation::AdjacentSwaps(1), 0, 7).unwrap();
/// let Preference::Ranking(ranking) = &drawn.preferences[0] else { panic!() };
/// assert!(ranking.rank == [1, 0, 2] || ranking.rank == [0, 2, 1]);
/// # Ok::<(), ConflictError>(())
/// ```
///
/// # Errors
/// Where the perturbation does not fit the conflict.
pub fn perturbed(
    conflict: &Conflict,
    perturbation: &Perturbation,
    draw: u64,
    seed: u64,
) -> Result<Conflict, RobustnessError> {
    perturbation.check(conflict)?;
    let mut drawn = conflict.clone();
    for (party, preference) in drawn.preferences.iter_mut().enumerate() {
        let site = Site::named(&format!("stability.preference.{party}"));
        let neighbours = Neighbours { seed, draw, site };
        match (perturbation, &mut *preference) {
            (Perturbation::AdjacentSwaps(swaps), Preference::Ranking(ranking)) => {
                let mut order = by_rank(&ranking.rank);
                let ranks: Vec<u32> =
                    order.iter().map(|&state| ranking.rank[state as usize]).collect();
                neighbours.exchange(&mut order, *swaps);
                for (&state, rank) in order.iter().zip(ranks) {
                    ranking.rank[state as usize] = rank;
                }
            }
            (Perturbation::Noise(strength), Preference::Ranking(ranking)) if *strength > 0.0 => {
                let scores: Vec<f64> = classes(&ranking.rank)
                    .into_iter()
                    .zip(0..)
                    .map(|(class, state)| {
                        f64::from(class) + strength * standard_normal(seed, draw, site, state)
                    })
                    .collect();
                let mut order: Vec<u32> = (0..scores.len() as u32).collect();
                order.sort_by(|&a, &b| scores[a as usize].total_cmp(&scores[b as usize]));
                *ranking = Ranking::new(vec![0; order.len()]);
                for (rank, &state) in (0..).zip(&order) {
                    ranking.rank[state as usize] = rank;
                }
            }
            (Perturbation::StatementOrder { swaps, statements, numbers }, preference) => {
                if let Some(statements) = &statements[party] {
                    let mut order: Vec<&Statement> = statements.iter().collect();
                    neighbours.exchange(&mut order, *swaps);
                    *preference = Preference::Ranking(by_statements(&order, numbers));
                }
            }
            _ => {}
        }
    }
    Ok(drawn)
}

/// The random exchanges of one party in one draw.
struct Neighbours {
    seed: u64,
    draw: u64,
    site: Site,
}

impl Neighbours {
    fn exchange<T>(&self, order: &mut [T], swaps: u32) {
        let pairs = order.len().saturating_sub(1);
        if pairs == 0 {
            return;
        }
        for swap in 0..swaps {
            let place = uniform(self.seed, self.draw, self.site, swap) * pairs as f64;
            let place = (place as usize).min(pairs - 1);
            order.swap(place, place + 1);
        }
    }
}

/// The states by increasing rank; tied ones by index.
pub(super) fn by_rank(rank: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..rank.len() as u32).collect();
    order.sort_by_key(|&state| rank[state as usize]);
    order
}

/// The number of lower classes for each state.
fn classes(rank: &[u32]) -> Vec<u32> {
    let mut distinct = rank.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    rank.iter().map(|rank| distinct.partition_point(|lower| lower < rank) as u32).collect()
}

/// The ranking of states by prioritising statements, most important first: the order of
/// [`prioritise`](crate::prioritise).
fn by_statements(statements: &[&Statement], numbers: &[u64]) -> Ranking {
    // Truth values as letters of a word, most important first, compare as the statements do.
    let words_per_state = statements.len().div_ceil(64).max(1);
    let mut words = vec![0_u64; words_per_state * numbers.len()];
    for (word, &number) in words.chunks_exact_mut(words_per_state).zip(numbers) {
        for (place, statement) in statements.iter().enumerate() {
            if statement.holds(number) {
                word[place / 64] |= 1 << (63 - place % 64);
            }
        }
    }
    let word = |state: u32| &words[state as usize * words_per_state..][..words_per_state];
    let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
    order.sort_by(|&a, &b| word(a).cmp(word(b)));
    let mut rank = vec![0; numbers.len()];
    for (class, tied) in (0..).zip(order.chunk_by(|&a, &b| word(a) == word(b))) {
        tied.iter().for_each(|&state| rank[state as usize] = class);
    }
    Ranking::new(rank)
}
