//! What a run of the spatial model yields.

use crate::Remark;

/// A challenge that an actor made in a turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Challenge {
    /// Who challenged.
    pub initiator: usize,
    /// Whom.
    pub receiver: usize,
    /// The initiator's estimate of its chance to prevail.
    pub probability: f64,
    /// The initiator's expected gain over the status quo (utilities of two positions, in (0, 2]).
    pub gain: f64,
}

/// A change of position at the end of a turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Who moved.
    pub actor: usize,
    /// Who had challenged in the bargain that moved it.
    pub initiator: usize,
    /// Who was challenged.
    pub receiver: usize,
    /// The probability of that bargain in the election over the actor's queue.
    pub probability: f64,
}

impl Move {
    /// The other party of the bargain: because of whom the actor moved.
    pub fn because_of(&self) -> usize {
        if self.actor == self.initiator { self.receiver } else { self.initiator }
    }
}

/// A distinct position and its chance in the election of a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The first actor that stands there.
    pub actor: usize,
    /// The probability that the position wins.
    pub probability: f64,
}

/// One turn: where everyone stands, who would win, and what is done about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Turn {
    /// Position of each actor in each dimension, 0 to 1.
    pub positions: Vec<Vec<f64>>,
    /// Ideal of each actor in each dimension, 0 to 1.
    pub ideals: Vec<Vec<f64>>,
    /// Risk attitude of each actor.
    pub risk: Vec<f64>,
    /// The distinct positions (a thousandth of the scale apart or more) with their probabilities,
    /// which sum to 1.
    pub candidates: Vec<Candidate>,
    /// The probability of each actor's position: shared, not split, among those who stand together.
    pub probability: Vec<f64>,
    /// The expected position: the mean of the distinct positions, weighted with their
    /// probabilities.
    pub expected: Vec<f64>,
    /// The most likely position; the first of several.
    pub most_likely: Vec<f64>,
    /// The challenges of this turn; none in the last.
    pub challenges: Vec<Challenge>,
    /// The moves that lead to the next turn's positions.
    pub moves: Vec<Move>,
}

/// A run of the spatial model, the opening turn first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// The turns; the last holds the final positions.
    pub turns: Vec<Turn>,
    /// What the reader must know; [`Remark::StillMoving`] on the scale 0 to 1.
    pub remarks: Vec<Remark>,
}

impl History {
    /// The opening turn; there is one in every history that [`simulate`](super::simulate) returns.
    pub fn opening(&self) -> Option<&Turn> {
        self.turns.first()
    }

    /// The last turn.
    pub fn closing(&self) -> Option<&Turn> {
        self.turns.last()
    }

    /// Steps between the turns.
    pub fn steps(&self) -> usize {
        self.turns.len().saturating_sub(1)
    }
}
