//! Simultaneous sanctioning, SIM (Fraser & Hipel 1984, *Conflict Analysis*).
//!
//! A state `s` is simultaneously stable for party `i` where each of its improvements can go wrong
//! because others improve from `s` at the same moment: for every improvement `s1` of `i` there are
//! improvements from `s` of some of the others (each of them one improvement, or none) such that all
//! the changes together lead to a feasible state that is no better than `s` for `i`. Changes are
//! those of options, so SIM is defined in option form only; each option having one owner, changes
//! of different parties never meet in an option.
//!
//! Every improvement of `i` is tried against every combination of the others' improvements. Their
//! number is the product of the numbers of improvements, so it is bounded; a search ends with the
//! first combination that deters. Known answers: in the prisoner's dilemma mutual cooperation and
//! mutual defection are simultaneous equilibria; where every combination of options is feasible SIM
//! implies GMR, for the others could make the same changes one after another.

use crate::general_solver;
use crate::judgement::{is_better, is_no_better};
use crate::{Concept, Conflict, ConflictError, Graph, OptionForm, Stable};
use fixedbitset::FixedBitSet;
use rayon::prelude::*;

/// Most combinations tried for one party at one state.
pub const COMBINATION_LIMIT: u64 = 1 << 26;

/// Most combinations tried in all.
pub const TOTAL_COMBINATION_LIMIT: u64 = 1 << 33;

/// States judged between two looks at the number of combinations.
const STATES_TOGETHER: usize = 256;

/// The states that are simultaneously stable for each party. Uses the threads at hand; the result
/// does not depend on them.
///
/// ```
/// use zopa_stability::*;
/// // Prisoner's dilemma, one option each: cooperate.
/// let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
/// let form = OptionForm {
///     parties: 2,
///     options: vec![option(0), option(1)],
///     feasible: FeasibleStates::All(2),
/// };
/// let preferences = [vec![1, 0, 3, 2], vec![1, 3, 0, 2]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Options(form), preferences.to_vec())?;
/// assert_eq!(simultaneous::simultaneous(&conflict)?.equilibria(), [0, 3]);
/// # Ok::<(), ConflictError>(())
/// ```
///
/// # Errors
/// [`ConflictError::OptionFormOnly`] for a listed graph; [`ConflictError::TooLarge`] beyond the
/// limits of [`general_solver::solve`], [`COMBINATION_LIMIT`] or [`TOTAL_COMBINATION_LIMIT`] (for
/// the last two, the limit reported is the number of states judged within it).
pub fn simultaneous(conflict: &Conflict) -> Result<Stable, ConflictError> {
    let Graph::Options(form) = &conflict.graph else { return Err(ConflictError::OptionFormOnly) };
    general_solver::check_size(&conflict.graph)?;
    let (states, parties) = (conflict.states(), conflict.parties());
    let graph = form.listed();
    let improvements_at = |state: u32| -> Vec<Vec<u32>> {
        (0..parties)
            .map(|party| {
                let moves = graph.moves(party, state).iter().copied();
                let preference = &conflict.preferences[party];
                moves.filter(|&to| is_better(preference, to, state)).collect()
            })
            .collect()
    };
    let mut stable = Stable { by_party: vec![FixedBitSet::with_capacity(states); parties] };
    let mut tried = 0_u64;
    let all: Vec<u32> = (0..states as u32).collect();
    for together in all.chunks(STATES_TOGETHER) {
        let judge = |&state: &u32| {
            let improvements = improvements_at(state);
            let focal =
                |party| Merger { conflict, form, state, improvements: &improvements, party };
            (0..parties).map(|party| focal(party).is_stable()).collect::<Vec<_>>()
        };
        let judged: Vec<Vec<Option<(bool, u64)>>> = if states <= STATES_TOGETHER {
            together.iter().map(judge).collect()
        } else {
            together.par_iter().map(judge).collect()
        };
        for (&state, by_party) in together.iter().zip(judged) {
            for (set, found) in stable.by_party.iter_mut().zip(by_party) {
                let (is_stable, combinations) = found.unwrap_or((false, u64::MAX));
                tried = tried.saturating_add(combinations);
                set.set(state as usize, is_stable);
            }
            if tried > TOTAL_COMBINATION_LIMIT {
                return Err(ConflictError::TooLarge { states, limit: state as usize });
            }
        }
    }
    Ok(stable)
}

/// The states that are stable for each party under SEQ or SIM, as in the worked studies of Fraser
/// & Hipel (1984).
///
/// # Errors
/// As [`simultaneous`], and [`crate::solve`].
pub fn sequential_or_simultaneous(conflict: &Conflict) -> Result<Stable, ConflictError> {
    let mut stable = simultaneous(conflict)?;
    for sequential in crate::solve(conflict, &[Concept::Sequential])? {
        for (set, other) in stable.by_party.iter_mut().zip(&sequential.by_party) {
            set.union_with(other);
        }
    }
    Ok(stable)
}

/// One party at one state, with everybody's improvements from there.
struct Merger<'c> {
    conflict: &'c Conflict,
    form: &'c OptionForm,
    state: u32,
    improvements: &'c [Vec<u32>],
    party: usize,
}

impl Merger<'_> {
    /// Whether every improvement is deterred, and the number of combinations tried; `None` where
    /// that is more than [`COMBINATION_LIMIT`].
    fn is_stable(&self) -> Option<(bool, u64)> {
        let here = self.form.feasible.number(self.state);
        let change = |to: &u32| self.form.feasible.number(*to) ^ here;
        let others: Vec<Vec<u64>> = (0..self.improvements.len())
            .filter(|&party| party != self.party)
            .map(|party| self.improvements[party].iter().map(change).collect())
            .filter(|changes: &Vec<u64>| !changes.is_empty())
            .collect();
        let mut tried = 0;
        for &improvement in &self.improvements[self.party] {
            let from = self.form.feasible.number(improvement);
            if !self.is_deterred(from, &others, &mut tried)? {
                return Some((false, tried));
            }
        }
        Some((true, tried))
    }

    /// Whether some combination of these changes, joined to `number`, deters.
    fn is_deterred(&self, number: u64, others: &[Vec<u64>], tried: &mut u64) -> Option<bool> {
        let Some((first, rest)) = others.split_first() else {
            *tried += 1;
            if *tried > COMBINATION_LIMIT {
                return None;
            }
            let preference = &self.conflict.preferences[self.party];
            let end = self.form.feasible.index(number);
            return Some(end.is_some_and(|end| is_no_better(preference, end, self.state)));
        };
        if self.is_deterred(number, rest, tried)? {
            return Some(true);
        }
        for change in first {
            if self.is_deterred(number ^ change, rest, tried)? {
                return Some(true);
            }
        }
        Some(false)
    }
}
