//! How little has to change in a party's ranking for a state to stop being stable for it.

use super::RobustnessError;
use super::perturbation::by_rank;
use crate::inverse::{Condition, InverseError};
use crate::{Concept, Conflict, ConflictError, Preference, Ranking};

/// The fewest exchanges of neighbours in a ranking after which the condition for a state's
/// stability fails: 0 where it fails already, `None` where it holds whatever the ranking.
///
/// Exact: stability can only be lost by states rising above the state, and for a set of states to
/// rise above it takes as many exchanges as the lowest of them stands below it, which lowering the
/// state itself by so many places does. States tied with it, and states tied with each other, are
/// taken in increasing order of index, from the state downwards; in a ranking with ties the number
/// is that of this order.
pub fn swaps_until_unstable(condition: &Condition, ranking: &Ranking) -> Option<u32> {
    let rank = |state: u32| ranking.rank[state as usize];
    let mut no_better: Vec<u32> = by_rank(&ranking.rank);
    no_better.retain(|&state| state != condition.state && rank(state) <= rank(condition.state));
    // The next to rise comes first; tied ones by index.
    no_better.sort_by_key(|&state| std::cmp::Reverse(rank(state)));
    let mut below = vec![false; ranking.rank.len()];
    no_better.iter().for_each(|&state| below[state as usize] = true);
    let mut swaps = 0;
    for next in no_better.iter().copied().map(Some).chain([None]) {
        if !condition.holds(|state| below[state as usize]) {
            return Some(swaps);
        }
        if let Some(state) = next {
            below[state as usize] = false;
            swaps += 1;
        }
    }
    None
}

/// For each party the fewest exchanges of neighbours in its own ranking after which the state is
/// not stable for it under the concept, the other rankings as they are; see
/// [`swaps_until_unstable`]. Where the state is an equilibrium, the smallest of them is the
/// distance to a conflict in which it is not, as far as each party's own preference goes; under
/// SEQ and SSEQ a change in the ranking of one who sanctions can come sooner.
///
/// ```
/// use zopa_stability::robustness::fewest_swaps;
/// use zopa_stability::*;
/// let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
/// let form = OptionForm {
///     parties: 2,
///     options: vec![option(0), option(1)],
///     feasible: FeasibleStates::All(2),
/// };
/// let one = Preference::Ranking(Ranking::new(vec![2, 3, 0, 1]));
/// let other = Preference::Ranking(Ranking::new(vec![2, 0, 3, 1]));
/// let dilemma = Conflict::new(Graph::Options(form), vec![one, other])?;
/// // Mutual confession rests on one pair of neighbours.
/// assert_eq!(fewest_swaps(&dilemma, Concept::Nash, 3), Ok(vec![Some(1), Some(1)]));
/// // To confess alone is the best for the first party; the second wants to leave it.
/// assert_eq!(fewest_swaps(&dilemma, Concept::Nash, 1), Ok(vec![Some(1), Some(0)]));
/// # Ok::<(), ConflictError>(())
/// ```
///
/// # Errors
/// Where a preference is no ranking, the concept is not one of R, GMR, SMR, SEQ and SSEQ, there is
/// no such state, or a condition is too large.
pub fn fewest_swaps(
    conflict: &Conflict,
    concept: Concept,
    state: u32,
) -> Result<Vec<Option<u32>>, SensitivityError> {
    let swaps = |party: usize| {
        let Preference::Ranking(ranking) = &conflict.preferences[party] else {
            return Err(SensitivityError::Robustness(ConflictError::RankingsOnly.into()));
        };
        let condition = Condition::of(conflict, concept, party, state);
        let condition = condition.map_err(SensitivityError::Inverse)?;
        Ok(swaps_until_unstable(&condition, ranking))
    };
    (0..conflict.parties()).map(swaps).collect()
}

/// Why the distance to instability cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SensitivityError {
    /// The conflict does not allow it.
    Robustness(RobustnessError),
    /// The condition for stability cannot be stated.
    Inverse(InverseError),
}

impl std::fmt::Display for SensitivityError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SensitivityError::Robustness(error) => error.fmt(f),
            SensitivityError::Inverse(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SensitivityError {}
