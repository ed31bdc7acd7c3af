//! Attitudes: parties that weigh what others want, for or against them (Inohara, Hipel & Walker
//! 2007, "Conflict analysis approaches for investigating attitudes and misperceptions in the War
//! of 1812").
//!
//! `e(i, j)` is the attitude of party `i` to party `j`, itself included. A state `q` is acceptable
//! to `i` over `s` because of `j` where
//! - `j` prefers `q` to `s`, if `e(i, j)` is positive;
//! - `j` does not prefer `q` to `s`, if it is negative;
//! - always, if it is neutral.
//!
//! The total relational replies of `i` at `s` are its moves to states acceptable because of every
//! party. RR, RGMR, RSMR and RSEQ are R, GMR, SMR and SEQ with total relational replies in place of
//! improvements, for the focal party and for those who respond; a state deters where it is not
//! acceptable because of some party. SSEQ is carried over the same way.
//!
//! Variant: preference is strict here, so that a party that is positive to itself and neutral to
//! others gets the crisp answer also where states tie; sources that build on weak preference agree
//! with it where no two states tie. A party neutral to all, itself included, finds every move
//! acceptable and is deterred by nothing. A pair that is unknown makes a state neither acceptable
//! nor a deterrent, for positive and negative attitudes alike.

use crate::general_solver;
use crate::judgement::{is_better, is_no_better};
use crate::{Concept, Conflict, ConflictError, Judgement, Stable};

/// A party's attitude to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Attitude {
    /// Wants what the other wants.
    Positive,
    /// Indifferent to the other.
    #[default]
    Neutral,
    /// Wants what the other does not want.
    Negative,
}

/// The judgement of parties with attitudes.
#[derive(Debug, Clone, Copy)]
pub struct Relational<'c> {
    /// The conflict with its preferences.
    pub conflict: &'c Conflict,
    /// Row `i`, column `j`: the attitude of party `i` to party `j`. Where an entry is missing the
    /// party is positive to itself and neutral to another.
    pub attitudes: &'c [Vec<Attitude>],
}

impl Relational<'_> {
    /// The attitude of a party to another or itself.
    pub fn attitude(&self, party: usize, other: usize) -> Attitude {
        let stated = self.attitudes.get(party).and_then(|row| row.get(other)).copied();
        let usual = if party == other { Attitude::Positive } else { Attitude::Neutral };
        stated.unwrap_or(usual)
    }

    /// Whether `state` is acceptable to the party over `from` because of the other; `None` where
    /// that is unknown.
    pub fn acceptable(&self, party: usize, other: usize, state: u32, from: u32) -> Option<bool> {
        let preference = &self.conflict.preferences[other];
        let preferred = || {
            let better = is_better(preference, state, from);
            (better || is_no_better(preference, state, from)).then_some(better)
        };
        match self.attitude(party, other) {
            Attitude::Positive => preferred(),
            Attitude::Negative => preferred().map(|preferred| !preferred),
            Attitude::Neutral => Some(true),
        }
    }
}

impl Judgement for Relational<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        (0..self.conflict.parties())
            .all(|other| self.acceptable(party, other, to, from) == Some(true))
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        (0..self.conflict.parties())
            .any(|other| self.acceptable(party, other, end, from) == Some(false))
    }
}

/// The relationally stable states for each party under each of the [`Concept::BASIC`] concepts
/// asked for. `attitudes[i][j]` is the attitude of party `i` to party `j`.
///
/// ```
/// use zopa_stability::attitude::{self, Attitude::*};
/// use zopa_stability::{Concept, Conflict, Graph, ListedGraph, Preference, Ranking};
/// // Prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let selfish = vec![vec![Positive, Neutral], vec![Neutral, Positive]];
/// let altruistic = vec![vec![Neutral, Positive], vec![Positive, Neutral]];
/// let nash = |attitudes: &[Vec<_>]| attitude::solve(&conflict, attitudes, &[Concept::Nash]);
/// assert_eq!(nash(&selfish)?[0].equilibria(), [3]);
/// assert_eq!(nash(&altruistic)?[0].equilibria(), [0]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// Where the conflict is beyond the limits of [`general_solver::solve`], or a concept is not one of
/// [`Concept::BASIC`].
pub fn solve(
    conflict: &Conflict,
    attitudes: &[Vec<Attitude>],
    concepts: &[Concept],
) -> Result<Vec<Stable>, ConflictError> {
    general_solver::solve(&conflict.graph, &Relational { conflict, attitudes }, concepts)
}
