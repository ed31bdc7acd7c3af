//! Status quo analysis: which states a conflict can come to, and by which paths.
//!
//! A path is a sequence of moves in which **no party moves twice in a row** (a legal sequence). The
//! search therefore runs over pairs (state, party that moved last). Which moves count is chosen
//! party by party with [`MovesAllowed`]: every move, improvements only, or none.
//!
//! - [`Evolution::reach`]: every state that can be reached, with the length of its shortest path;
//! - [`Evolution::shortest`]: the shortest path to a state;
//! - [`Evolution::paths`]: its paths without repeated states, shortest first, listed lazily;
//! - [`Evolution::tree`]: the tree of all paths, unfolded node by node.
//!
//! Moves are enumerated when a state is looked at, never listed beforehand, so that option forms of
//! a million states can be searched.
//!
//! ```
//! use zopa_stability::evolution::{Evolution, MoveKind};
//! use zopa_stability::*;
//!
//! // The prisoner's dilemma: option 0 and option 1 are "confess".
//! let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
//! let form = OptionForm {
//!     parties: 2,
//!     options: vec![option(0), option(1)],
//!     feasible: FeasibleStates::All(2),
//! };
//! let one = Preference::Ranking(Ranking::new(vec![2, 3, 0, 1]));
//! let other = Preference::Ranking(Ranking::new(vec![2, 0, 3, 1]));
//! let conflict = Conflict::new(Graph::Options(form), vec![one, other])?;
//!
//! // By improvements both confess; back they come only by moves that make the mover worse off.
//! let improving = Evolution::by_improvements(&conflict);
//! assert_eq!(improving.reach(0).length(3), Some(2));
//! assert_eq!(improving.reach(3).length(0), None);
//! let back = Evolution::by_any_moves(&conflict).shortest(3, 0).expect("each gives in");
//! assert_eq!(back.iter().map(|step| step.mover).collect::<Vec<_>>(), [0, 1]);
//! assert_eq!(back[0].kind, MoveKind::Disimprovement);
//! # Ok::<(), ConflictError>(())
//! ```
//!
//! Sources: Li, Kilgour & Hipel (2005), Journal of the Operational Research Society 56: 699-707;
//! Xu, Kilgour, Hipel & Kemkes (2010), European Journal of Operational Research 207.

mod moves;
mod paths;
mod reach;
mod tree;

pub use moves::{MoveKind, Moves, Step};
pub use paths::{Paths, PathsEnd, WORK_LIMIT};
pub use reach::Reach;
pub use tree::{TreeNode, TreeWalk};

use crate::{Comparison, Conflict, Graph, Preference};
use reach::Direction;

/// Which moves of a party count on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum MovesAllowed {
    /// The party does not move.
    None,
    /// Moves to a state that it prefers to the one it leaves.
    Improvements,
    /// Moves to a state that it prefers, or that nobody knows whether it prefers.
    ImprovementsOrUnknown,
    /// Every move.
    #[default]
    Any,
}

impl MovesAllowed {
    /// Whether a move to a state that compares so with the state left is allowed.
    pub fn allows(self, comparison: Comparison) -> bool {
        match self {
            MovesAllowed::None => false,
            MovesAllowed::Improvements => comparison.is_better(),
            MovesAllowed::ImprovementsOrUnknown => {
                comparison.is_better() || comparison == Comparison::Unknown
            }
            MovesAllowed::Any => true,
        }
    }
}

/// A conflict with a choice of the moves by which it may evolve.
#[derive(Debug, Clone)]
pub struct Evolution<'c> {
    conflict: &'c Conflict,
    moves: Moves<'c>,
    allowed: Vec<MovesAllowed>,
}

impl<'c> Evolution<'c> {
    /// With a choice for each party; parties beyond the list do not move.
    pub fn new(conflict: &'c Conflict, mut allowed: Vec<MovesAllowed>) -> Self {
        allowed.resize(conflict.parties(), MovesAllowed::None);
        Evolution { conflict, moves: Moves::new(&conflict.graph), allowed }
    }

    /// By every move of every party.
    pub fn by_any_moves(conflict: &'c Conflict) -> Self {
        Self::new(conflict, vec![MovesAllowed::Any; conflict.parties()])
    }

    /// By improvements of every party: each mover prefers the state it moves to to the one it
    /// leaves.
    pub fn by_improvements(conflict: &'c Conflict) -> Self {
        Self::new(conflict, vec![MovesAllowed::Improvements; conflict.parties()])
    }

    /// By improvements of these parties; the others do not move.
    pub fn by_improvements_of(conflict: &'c Conflict, parties: &[usize]) -> Self {
        let allowed = |party| match parties.contains(&party) {
            true => MovesAllowed::Improvements,
            false => MovesAllowed::None,
        };
        Self::new(conflict, (0..conflict.parties()).map(allowed).collect())
    }

    /// The conflict.
    pub fn conflict(&self) -> &'c Conflict {
        self.conflict
    }

    /// The next steps of a path: from a state, by any party but the one that moved last, in order
    /// of mover and then of state reached.
    pub fn steps(&self, from: u32, last: Option<usize>) -> Vec<Step> {
        let mut steps = Vec::new();
        for mover in (0..self.allowed.len()).filter(|&mover| Some(mover) != last) {
            self.each(mover, from, Direction::Forward, |to| {
                steps.push(Step::of(self.conflict, mover, from, to));
            });
        }
        steps
    }

    /// Every state that can be reached from a state, with the length of the shortest path.
    ///
    /// Time linear in states times the moves of a state, at worst; memory 4 bytes a state (times
    /// the number of parties where moves are not transitive).
    pub fn reach(&self, from: u32) -> Reach {
        Reach::search(self, from, Direction::Forward)
    }

    /// The shortest path from a state to another, of equally short ones the first in order of
    /// movers and states; `None` where it cannot be reached. On a graph with moves that are not
    /// transitive it may have to come back to a state so that another party can move.
    pub fn shortest(&self, from: u32, to: u32) -> Option<Vec<Step>> {
        let ahead = Reach::search(self, to, Direction::Backward);
        let mut path: Vec<Step> = Vec::new();
        let mut last = None;
        let mut at = from;
        let mut left = ahead.least(from, None)?;
        while left > 0 {
            left -= 1;
            let next = self.steps(at, last).into_iter().find(|step| match left {
                0 => step.to == to,
                _ => ahead.least(step.to, Some(step.mover)) == Some(left),
            })?;
            (at, last) = (next.to, Some(next.mover));
            path.push(next);
        }
        Some(path)
    }

    /// The paths from a state to another that come to no state twice, in order of length and, of
    /// one length, of (mover, state) step by step. Each is found when it is asked for; the search
    /// ends after looking at [`WORK_LIMIT`] steps unless [`Paths::with_work_limit`] says otherwise.
    pub fn paths(&self, from: u32, to: u32) -> Paths<'_> {
        Paths::new(self, from, to)
    }

    /// The root of the evolution tree: the tree of all paths from a state.
    pub fn tree(&self, from: u32) -> TreeNode {
        TreeNode::root(from)
    }

    /// The children of a node of the evolution tree, found when asked for.
    pub fn children(&self, node: &TreeNode) -> Vec<TreeNode> {
        node.children(self)
    }

    /// The evolution tree down to a depth, parents before children, a branch at a time.
    pub fn tree_walk(&self, from: u32, depth: usize) -> TreeWalk<'_> {
        TreeWalk::new(self, from, depth)
    }

    /// Calls `visit` with each state that the party may move to (or from).
    fn each(&self, party: usize, at: u32, direction: Direction, mut visit: impl FnMut(u32)) {
        let allowed = self.allowed[party];
        if allowed == MovesAllowed::None {
            return;
        }
        let preference = &self.conflict.preferences[party];
        match direction {
            Direction::Forward => self.moves.each_from(party, at, |to| {
                if allowed == MovesAllowed::Any || allowed.allows(preference.compare(to, at)) {
                    visit(to);
                }
            }),
            Direction::Backward => self.moves.each_leading_to(party, at, |from| {
                if allowed == MovesAllowed::Any || allowed.allows(preference.compare(at, from)) {
                    visit(from);
                }
            }),
        }
    }

    /// Whether two moves of one party in a row never reach more than one move does, so that the
    /// last mover need not be remembered.
    fn is_transitive(&self) -> bool {
        matches!(self.conflict.graph, Graph::Options(_))
            && self.allowed.iter().zip(&self.conflict.preferences).all(|(allowed, preference)| {
                match allowed {
                    MovesAllowed::None | MovesAllowed::Any => true,
                    _ => matches!(preference, Preference::Ranking(_)),
                }
            })
    }
}
