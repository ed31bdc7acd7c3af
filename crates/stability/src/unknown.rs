//! Unknown preference: stability where for some pairs of states nobody knows which a party prefers
//! (Li, Hipel, Kilgour & Fang 2004, IEEE SMC, "Preference uncertainty in the graph model for
//! conflict resolution"; matrix form Xu, Hipel, Kilgour & Chen 2010).
//!
//! Pairs are preferred (`>`), equal (`~`) or unknown (`U`). Two questions about the focal party `i`
//! at a state `s` make four extensions:
//!
//! | extension | `i` leaves `s` for `q` where | a state `q` deters where |
//! |---|---|---|
//! | a | `q > s` or `q U s` | `s > q` or `s ~ q` |
//! | b | `q > s` | `s > q` or `s ~ q` |
//! | c | `q > s` or `q U s` | `s > q` or `s ~ q` or `q U s` |
//! | d | `q > s` | `s > q` or `s ~ q` or `q U s` |
//!
//! A counter-move under SMR escapes where it ends at a state that does not deter. Under SEQ the
//! others respond with moves to preferred or unknown states in all four. Assumes nothing of the
//! relation: pairs need not be transitive. Known answers: all four are the crisp answer where
//! nothing is unknown; R is the same under a and c, and under b and d; what is stable under a is
//! stable under b and c, what is stable under b or c is stable under d.

use crate::general_solver;
use crate::judgement::{is_better, is_no_better};
use crate::{Concept, Conflict, ConflictError, Judgement, Stable};

/// How a party deals with pairs that are unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Extension {
    /// Leaves for the unknown; the unknown does not deter: eager to move.
    A,
    /// Stays rather than leave for the unknown, which does not deter: trusts what is known only.
    B,
    /// Leaves for the unknown; the unknown deters: mixed.
    C,
    /// Stays rather than leave for the unknown; the unknown deters: cautious.
    D,
}

impl Extension {
    /// All four.
    pub const ALL: [Extension; 4] = [Extension::A, Extension::B, Extension::C, Extension::D];

    /// The letter of the literature, in lower case.
    pub fn letter(self) -> char {
        match self {
            Extension::A => 'a',
            Extension::B => 'b',
            Extension::C => 'c',
            Extension::D => 'd',
        }
    }

    /// The extension with this letter, in any case.
    pub fn from_letter(letter: char) -> Option<Extension> {
        Extension::ALL.into_iter().find(|one| one.letter() == letter.to_ascii_lowercase())
    }

    /// Whether a party leaves a state for one of which it is unknown whether it is preferred.
    pub fn leaves_for_unknown(self) -> bool {
        matches!(self, Extension::A | Extension::C)
    }

    /// Whether a state of which it is unknown whether it is preferred deters.
    pub fn unknown_deters(self) -> bool {
        matches!(self, Extension::C | Extension::D)
    }
}

/// The judgement of parties under one extension.
#[derive(Debug, Clone, Copy)]
pub struct UnknownPreference<'c> {
    /// The conflict with its preferences.
    pub conflict: &'c Conflict,
    /// The extension, the same for all parties.
    pub extension: Extension,
}

impl Judgement for UnknownPreference<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        let preference = &self.conflict.preferences[party];
        if self.extension.leaves_for_unknown() {
            !is_no_better(preference, to, from)
        } else {
            is_better(preference, to, from)
        }
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        let preference = &self.conflict.preferences[party];
        if self.extension.unknown_deters() {
            !is_better(preference, end, from)
        } else {
            is_no_better(preference, end, from)
        }
    }

    fn responds(&self, party: usize, from: u32, to: u32) -> bool {
        !is_no_better(&self.conflict.preferences[party], to, from)
    }
}

/// The stable states under an extension, for each of the [`Concept::BASIC`] concepts asked for.
///
/// ```
/// use zopa_stability::unknown::{self, Extension};
/// use zopa_stability::{Concept, Conflict, Graph, ListedGraph, Preference, Relation};
/// // One party, two states; it can leave the first, and nobody knows whether it prefers to.
/// let mut graph = ListedGraph::without_moves(2);
/// graph.add_party(&[vec![1], vec![]]);
/// let preference = Preference::Relation(Relation::unknown(2));
/// let conflict = Conflict::new(Graph::Listed(graph), vec![preference])?;
/// let nash = |extension| unknown::solve(&conflict, extension, &[Concept::Nash]);
/// assert_eq!(nash(Extension::A)?[0].equilibria(), [1]);
/// assert_eq!(nash(Extension::B)?[0].equilibria(), [0, 1]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// Where the conflict is beyond the limits of [`general_solver::solve`], or a concept is not one of
/// [`Concept::BASIC`].
pub fn solve(
    conflict: &Conflict,
    extension: Extension,
    concepts: &[Concept],
) -> Result<Vec<Stable>, ConflictError> {
    general_solver::solve(&conflict.graph, &UnknownPreference { conflict, extension }, concepts)
}
