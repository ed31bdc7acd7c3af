//! Why parties move: the challenges of a round and the moves that they lead to.

use super::offers::{before, offer};
use super::{ExpectedUtility, Octant, Scratch, Stop, rounds};
use crate::{Issue, IssueError};

/// A challenge that a party faces in a round: one from which the challenger expects something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contest {
    /// Who challenges (index of the stand).
    pub challenger: usize,
    /// Who is challenged.
    pub rival: usize,
    /// What the challenger expects of it, as the rival sees it; above 0.
    pub challengers: f64,
    /// What the rival expects of challenging the challenger.
    pub rivals: f64,
    /// The relation as the rival sees it.
    pub octant: Octant,
    /// Where the rival would stand if it took the consequence; its own position where it need not
    /// move.
    pub to: f64,
    /// Whether the rival takes this one.
    pub taken: bool,
}

/// A party's move in a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// Who moves (index of the stand).
    pub stand: usize,
    /// On whose account.
    pub by: usize,
    /// The relation to that party, as the mover sees it.
    pub octant: Octant,
    /// Position before.
    pub from: f64,
    /// Position after.
    pub to: f64,
}

impl ExpectedUtility {
    /// The moves of each round, in the order of the issue. O(n^2) per round for n parties.
    ///
    /// # Errors
    /// As [`Issue::check`].
    ///
    /// ```
    /// use zopa_positions::expected_utility::{ExpectedUtility, Octant};
    /// use zopa_positions::{Issue, Stand};
    /// let stand = |(party, (position, capability))| {
    ///     Stand { party, position, salience: 0.8, capability }
    /// };
    /// let table = [(0.0, 1.0), (100.0, 3.0)];
    /// let stands = table.into_iter().enumerate().map(stand).collect();
    /// let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: None };
    /// let rounds = ExpectedUtility::PRINTED.explanation(&issue).unwrap();
    /// let moved = rounds[0][0];
    /// // The weaker party, more threatened, is the bolder one (exponent 0.5 against 2).
    /// assert_eq!((moved.stand, moved.by, moved.octant), (1, 0, Octant::ConfrontationLost));
    /// assert_eq!((moved.from, moved.to), (100.0, 0.0));
    /// assert!(rounds[1].is_empty());
    /// ```
    pub fn explanation(&self, issue: &Issue) -> Result<Vec<Vec<Moved>>, IssueError> {
        let mut scratch = Scratch::new();
        self.forecast_with(&mut scratch, issue)?;
        let n = issue.stands.len();
        let positions = scratch.history.chunks_exact(n);
        let rounds = positions.clone().zip(positions.skip(1)).zip(scratch.movers.chunks_exact(n));
        let rounds = rounds.map(|((from, to), movers)| {
            let moves = movers.iter().enumerate().filter_map(|(stand, moved)| {
                moved.map(|(by, octant)| Moved {
                    stand,
                    by,
                    octant,
                    from: from[stand],
                    to: to[stand],
                })
            });
            moves.collect()
        });
        Ok(rounds.collect())
    }

    /// The challenges that parties face in a round (the first is 1), by rival and then challenger.
    ///
    /// Rounds after the stop are those that would follow; round 0 counts as 1. O(n^2) beyond the
    /// rounds before it.
    ///
    /// # Errors
    /// As [`Issue::check`].
    pub fn contests(&self, issue: &Issue, round: usize) -> Result<Vec<Contest>, IssueError> {
        let views = self.views(issue, round)?;
        let mut scratch = Scratch::new();
        let mut reading = self.reading;
        reading.stop = Stop::Rounds(round.max(1));
        rounds::play(&mut scratch, issue, &reading);
        let n = issue.stands.len();
        let movers = &scratch.movers[(round.max(1) - 1).min(9_999) * n..][..n];
        let x = &views.positions;
        let mut contests = Vec::new();
        for (rival, row) in views.views.iter().enumerate() {
            let first = contests.len();
            let mut strongest = None;
            for (challenger, view) in row.iter().enumerate() {
                let offer =
                    offer(&reading, x[rival], x[challenger], (view.mine, view.theirs), challenger);
                if view.theirs <= 0.0 || view.octant == Octant::None && offer.is_none() {
                    continue;
                }
                if let Some(new) = offer
                    && strongest.as_ref().is_none_or(|old| before(&reading, &new, old, 0.0).0)
                {
                    strongest = Some(new);
                }
                contests.push(Contest {
                    challenger,
                    rival,
                    challengers: view.theirs,
                    rivals: view.mine,
                    octant: view.octant,
                    to: offer.map_or(x[rival], |offer| offer.to),
                    taken: false,
                });
            }
            // Who moves, moves on one account; who does not may have taken an offer to stay.
            let taken = movers[rival].map(|(by, _)| by);
            let taken = taken.or(strongest.filter(|best| best.to == x[rival]).map(|best| best.by));
            for contest in &mut contests[first..] {
                contest.taken = Some(contest.challenger) == taken;
            }
        }
        Ok(contests)
    }
}
