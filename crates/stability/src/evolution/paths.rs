//! The k shortest paths, listed lazily.

use super::reach::Direction;
use super::{Evolution, Reach, Step};

/// Steps that a listing of paths looks at before it gives up, unless told otherwise.
pub const WORK_LIMIT: u64 = 20_000_000;

/// Why a listing of paths ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathsEnd {
    /// There are no more.
    Complete,
    /// The limit of work was reached: there may be more.
    WorkLimit,
}

/// The paths from a state to another without repeated states, shortest first; see
/// [`Evolution::paths`].
///
/// Depth-first to a length that grows by one, cut by the exact number of moves still needed: the
/// first path costs one search of the graph and its own length; memory does not grow with the
/// number of paths.
///
/// ```
/// use zopa_stability::evolution::{Evolution, PathsEnd};
/// use zopa_stability::*;
/// // Three parties with one option each: every order of the three moves is a path.
/// let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
/// let form = OptionForm {
///     parties: 3,
///     options: vec![option(0), option(1), option(2)],
///     feasible: FeasibleStates::All(3),
/// };
/// let flat = Preference::Ranking(Ranking::new(vec![0; 8]));
/// let conflict = Conflict::new(Graph::Options(form), vec![flat.clone(), flat.clone(), flat])?;
/// let evolution = Evolution::by_any_moves(&conflict);
/// let mut paths = evolution.paths(0, 7);
/// let lengths: Vec<usize> = paths.by_ref().map(|path| path.len()).collect();
/// assert_eq!(lengths.iter().filter(|&&length| length == 3).count(), 6);
/// assert_eq!(lengths.len(), 18); // on a cube: 6 of length 3, 6 of length 5, 6 of length 7
/// assert_eq!(paths.end(), Some(PathsEnd::Complete));
/// # Ok::<(), ConflictError>(())
/// ```
#[derive(Debug)]
pub struct Paths<'e> {
    evolution: &'e Evolution<'e>,
    from: u32,
    to: u32,
    ahead: Reach,
    /// Length of the paths now listed; `None` before the first.
    length: Option<usize>,
    /// Whether a branch was left because it would be longer.
    longer: bool,
    path: Vec<Step>,
    /// For each state on the path the next steps that have not been tried, last first.
    untried: Vec<Vec<Step>>,
    work: u64,
    work_limit: u64,
    end: Option<PathsEnd>,
}

impl<'e> Paths<'e> {
    pub(super) fn new(evolution: &'e Evolution<'e>, from: u32, to: u32) -> Self {
        Paths {
            evolution,
            from,
            to,
            ahead: Reach::search(evolution, to, Direction::Backward),
            length: None,
            longer: false,
            path: Vec::new(),
            untried: Vec::new(),
            work: 0,
            work_limit: WORK_LIMIT,
            end: None,
        }
    }

    /// With another limit on the steps looked at.
    pub fn with_work_limit(mut self, steps: u64) -> Self {
        self.work_limit = steps;
        self
    }

    /// Why the listing ended; `None` while it goes on.
    pub fn end(&self) -> Option<PathsEnd> {
        self.end
    }

    fn expand(&mut self, state: u32, last: Option<usize>) {
        let mut steps = self.evolution.steps(state, last);
        self.work += steps.len() as u64;
        steps.reverse();
        self.untried.push(steps);
    }

    /// Begins the next length; says whether there is one.
    fn lengthen(&mut self) -> bool {
        let length = match self.length {
            None => match self.ahead.least(self.from, None) {
                Some(length) => length as usize,
                None => return false,
            },
            Some(length) => length + 1,
        };
        let possible =
            (self.length.is_none() || self.longer) && length < self.evolution.conflict.states();
        if possible {
            self.length = Some(length);
            self.longer = false;
            self.expand(self.from, None);
        }
        possible
    }
}

impl Iterator for Paths<'_> {
    type Item = Vec<Step>;

    fn next(&mut self) -> Option<Vec<Step>> {
        if self.end.is_some() {
            return None;
        }
        if self.from == self.to {
            self.end = Some(PathsEnd::Complete);
            return Some(Vec::new());
        }
        loop {
            if self.untried.is_empty() && !self.lengthen() {
                self.end = Some(PathsEnd::Complete);
                return None;
            }
            if self.work > self.work_limit {
                self.end = Some(PathsEnd::WorkLimit);
                return None;
            }
            let length = self.length.unwrap_or(0);
            let Some(step) = self.untried.last_mut().and_then(Vec::pop) else {
                self.untried.pop();
                self.path.pop();
                continue;
            };
            if step.to == self.from || self.path.iter().any(|past| past.to == step.to) {
                continue;
            }
            if step.to == self.to {
                if self.path.len() + 1 == length {
                    let mut path = self.path.clone();
                    path.push(step);
                    return Some(path);
                }
                continue;
            }
            match self.ahead.least(step.to, Some(step.mover)) {
                None => {}
                Some(left) if self.path.len() + 1 + left as usize > length => self.longer = true,
                Some(_) => {
                    self.path.push(step);
                    self.expand(step.to, Some(step.mover));
                }
            }
        }
    }
}
