//! The spatial model of politics in several dimensions.
//!
//! Actors with capabilities, positions and saliences in every dimension challenge one another, turn
//! by turn. From the election among all positions follow attitudes to risk ([`RiskRange`]): who is
//! likely to win takes risks. Every actor looks for the challenge with the largest expected gain,
//! third parties included ([`Commitment`]); the challenge puts a bargain on the table
//! ([`Interpolation`], [`Proposal`]), and all actors elect, for each actor, one bargain of its
//! queue or the status quo ([`Transition`]). Then everyone moves at once.
//!
//! The ideal of each actor is its position unless [`Politics::ideal_adjustment`] says otherwise.
//!
//! # Formulas
//! - Distance d_ij of j's position from i's ideal: sqrt(sum_k (s_ik (q_ik - theta_jk))^2 / sum_k
//!   s_ik^2); utility u_ij = (1 - d_ij)(1 + R_i d_ij).
//! - Coalition c(i:j) = 1e-8 + the sum of positive votes for i against j ([`VotingRule`]); victory
//!   p_ij from c(i:j) and c(j:i) ([`Victory`]); the probability of winning among all
//!   ([`Election`]).
//! - Risk R_i from the probabilities of winning the election of the risk-neutral ([`RiskRange`]);
//!   h's estimate of it ([`RiskEstimate`]).
//! - Gain of i from challenging j, with chance p and the sum of saliences S_j:
//!   (1 - S_j) 2 u_ii + S_j (p 2 u_ii + (1 - p) 2 u_ij) - (u_ii + u_ij); the target is the largest above 1e-5.
//! - Turns end ([`Stop`]) when all movement falls below 2 % of the first turn's.
//!
//! # Two readings
//! [`Options::as_program`] reproduces the KTAB program, defects included; [`Options::sound`] puts
//! right what is broken: third parties ([`ThirdParties`]), the receiver's view ([`ReceiverView`])
//! and the unit of capabilities ([`CapabilityUnit`]). Inputs that the program rejects (everyone at
//! 0 or 1, full knowledge of risk attitudes, an actor without capability) are answered in both.
//!
//! [`Options::SWITCHES`] names every switch with its choices; [`endings`](endings()) runs the model on many draws.
//!
//! # What to expect of it
//! - Splitting an actor in two changes the result: elections among actors' positions count heads as
//!   well as capability.
//! - Saliences do not enter the elections, so the opening election of one dimension ignores them.
//! - [`VotingRule::AsymmetricProspect`] makes results depend on the order of actors.
//! - Bargaining is not steady. Small differences decide whom an actor challenges and which bargain
//!   wins, and where actors are equals (member states with the same votes, at the same position)
//!   they are ties, which the program leaves to rounding and this crate gives to the first
//!   ([`Remark::Tie`]). On 231 issues of the European Union that the program accepts such ties
//!   occur on 193; changing far digits of capabilities (percent rounded to two to four decimals,
//!   parts in a billion, another unit) moves the final expected position by more than 1 point of
//!   100 on 107 issues and by more than 5 on 40. The opening election is steady.
//! - A bargain is rounded to four decimals, half up, so reversing an axis can change far digits.
//!
//! Source: B. Efird, L. Lester and B. Wise (2016), *J. East Asian Studies*; KAPSARC Toolkit for
//! Behavioral Analysis (KTAB), program of 2017, MIT licence.

mod bargain;
mod challenge;
mod election;
mod endings;
mod forecast;
mod history;
#[cfg(test)]
mod lagging_ideals;
mod options;
mod state;
mod switches;
mod utility;
mod voting;

pub use endings::{Ending, Endings, endings};
pub use forecast::SpatialModel;
pub use history::{Candidate, Challenge, History, Move, Turn};
pub use options::{
    CapabilityUnit, Commitment, Election, Interpolation, Options, Proposal, ReceiverView,
    RiskEstimate, RiskRange, Stop, ThirdParties, Transition, Victory, VotingRule,
};

use crate::Remark;
use state::{Prepared, State, most_likely};

/// Movement added to the first turn's before shares of it are taken.
const LEAST_MOVEMENT: f64 = 1e-4;

/// Actors in a space of positions; outer vectors by actor, inner ones by dimension.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Politics {
    /// Capability c_i: any unit, 0 or more.
    pub capability: Vec<f64>,
    /// Position theta_ik, 0 to 1.
    pub position: Vec<Vec<f64>>,
    /// Salience s_ik, 0 or more; each actor's sum S_i in (0, 1].
    pub salience: Vec<Vec<f64>>,
    /// How ideals follow positions: after each turn the ideal of i is sum_j a_ij theta_j plus (1 -
    /// sum_j a_ij) times the old one; a_ij >= 0, sums of at most 1. Without it ideals are
    /// positions.
    pub ideal_adjustment: Option<Vec<Vec<f64>>>,
}

/// Why the politics cannot be simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PoliticsError {
    /// There are no actors.
    NoActors,
    /// There are no dimensions.
    NoDimensions,
    /// Positions, saliences or adjustments of an actor are missing or too many.
    Shape {
        /// The first actor concerned.
        actor: usize,
    },
    /// A capability is negative or not finite.
    BadCapability {
        /// The actor.
        actor: usize,
        /// Its capability.
        capability: f64,
    },
    /// A position lies outside 0 to 1.
    OutsideScale {
        /// The actor.
        actor: usize,
        /// The dimension.
        dimension: usize,
        /// The position.
        position: f64,
    },
    /// A salience is negative or not finite.
    BadSalience {
        /// The actor.
        actor: usize,
        /// The dimension.
        dimension: usize,
        /// The salience.
        salience: f64,
    },
    /// An actor's saliences sum to 0 or to more than 1.
    SalienceSum {
        /// The actor.
        actor: usize,
        /// The sum.
        sum: f64,
    },
    /// Nobody has any capability.
    NoCapability,
    /// A row of the adjustment of ideals has a negative number or sums to more than 1.
    BadAdjustment {
        /// The actor.
        actor: usize,
    },
}

impl std::fmt::Display for PoliticsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PoliticsError::NoActors => write!(f, "there are no actors"),
            PoliticsError::NoDimensions => write!(f, "there are no dimensions"),
            PoliticsError::Shape { actor } => {
                write!(f, "actor {actor}: numbers missing or too many")
            }
            PoliticsError::BadCapability { actor, capability } => {
                write!(f, "actor {actor}: capability {capability} is not a number of 0 or more")
            }
            PoliticsError::OutsideScale { actor, dimension, position } => {
                write!(
                    f,
                    "actor {actor}, dimension {dimension}: position {position} lies outside 0 to 1"
                )
            }
            PoliticsError::BadSalience { actor, dimension, salience } => {
                write!(
                    f,
                    "actor {actor}, dimension {dimension}: salience {salience} is not a number of 0 or more"
                )
            }
            PoliticsError::SalienceSum { actor, sum } => {
                write!(f, "actor {actor}: saliences sum to {sum}, not to more than 0 and at most 1")
            }
            PoliticsError::NoCapability => write!(f, "nobody has any capability"),
            PoliticsError::BadAdjustment { actor } => {
                write!(f, "actor {actor}: the adjustment of ideals is negative or above 1 in sum")
            }
        }
    }
}

impl std::error::Error for PoliticsError {}

impl Politics {
    /// Checks what [`simulate`] asks for.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), PoliticsError> {
        let actors = self.capability.len();
        let Some(first) = self.position.first() else { return Err(PoliticsError::NoActors) };
        let dimensions = first.len();
        if dimensions == 0 {
            return Err(PoliticsError::NoDimensions);
        }
        for rows in [&self.position, &self.salience] {
            if rows.len() != actors {
                return Err(PoliticsError::Shape { actor: rows.len().min(actors) });
            }
            if let Some(actor) = rows.iter().position(|row| row.len() != dimensions) {
                return Err(PoliticsError::Shape { actor });
            }
        }
        for (actor, &capability) in self.capability.iter().enumerate() {
            // The sum of all must stay finite.
            if !(0.0..=1e300).contains(&capability) {
                return Err(PoliticsError::BadCapability { actor, capability });
            }
            for (dimension, &position) in self.position[actor].iter().enumerate() {
                if !(0.0..=1.0).contains(&position) {
                    return Err(PoliticsError::OutsideScale { actor, dimension, position });
                }
            }
            for (dimension, &salience) in self.salience[actor].iter().enumerate() {
                if !(salience >= 0.0 && salience.is_finite()) {
                    return Err(PoliticsError::BadSalience { actor, dimension, salience });
                }
            }
            let sum: f64 = self.salience[actor].iter().sum();
            // Percentages divided by 100 may sum to just above 1; squares must not vanish.
            if !(sum > 1e-100 && sum <= 1.0 + 1e-9) {
                return Err(PoliticsError::SalienceSum { actor, sum });
            }
        }
        if self.capability.iter().all(|&c| c == 0.0) {
            return Err(PoliticsError::NoCapability);
        }
        if let Some(adjustment) = &self.ideal_adjustment {
            if adjustment.len() != actors {
                return Err(PoliticsError::Shape { actor: adjustment.len().min(actors) });
            }
            for (actor, row) in adjustment.iter().enumerate() {
                if row.len() != actors {
                    return Err(PoliticsError::Shape { actor });
                }
                let sum: f64 = row.iter().sum();
                if !(row.iter().all(|&a| a >= 0.0) && sum <= 1.0 + 1e-9) {
                    return Err(PoliticsError::BadAdjustment { actor });
                }
            }
        }
        Ok(())
    }
}

/// Runs the spatial model from turn to turn until movement dies down.
///
/// A turn costs O(n^3) for n actors (challenges and elections); with the defaults between 2 and 100
/// turns. The result does not depend on the number of threads.
///
/// # Errors
/// What [`Politics::check`] finds.
///
/// # Example
/// Seven actors in three dimensions (an example of the KTAB program): after ten turns the first
/// stands at 78.6, 31.8 and 74.1.
/// ```
/// use zopa_positions::spatial::{Options, Politics, simulate};
/// let actors = [
///     (102.543, [75.79, 6.37, 70.45], [49.53, 5.91, 28.15]),
///     (53.393, [82.72, 73.50, 64.00], [30.33, 21.22, 24.79]),
///     (129.643, [82.45, 90.89, 0.07], [48.47, 13.55, 34.62]),
///     (75.920, [62.52, 50.82, 62.33], [20.76, 39.24, 22.21]),
///     (63.224, [82.34, 45.77, 73.31], [40.96, 25.43, 22.59]),
///     (120.048, [84.48, 33.70, 88.11], [22.92, 39.35, 15.42]),
///     (54.178, [70.96, 33.46, 90.36], [31.75, 27.93, 26.03]),
/// ];
/// let shares = |row: &[f64; 3]| row.iter().map(|x| x / 100.0).collect::<Vec<_>>();
/// let politics = Politics {
///     capability: actors.iter().map(|(c, ..)| *c).collect(),
///     position: actors.iter().map(|(_, x, _)| shares(x)).collect(),
///     salience: actors.iter().map(|(.., s)| shares(s)).collect(),
///     ideal_adjustment: None,
/// };
/// let history = simulate(&politics, &Options::as_program()).unwrap();
/// assert_eq!(history.steps(), 10);
/// let last = history.closing().unwrap();
/// for (x, expected) in last.positions[0].iter().zip([0.786, 0.318, 0.741]) {
///     assert!((x - expected).abs() < 0.0006);
/// }
/// ```
pub fn simulate(politics: &Politics, options: &Options) -> Result<History, PoliticsError> {
    let prepared = Prepared::new(politics, options)?;
    let mut history = History::default();
    let mut states: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    let (mut position, mut ideal) = (prepared.position.clone(), prepared.position.clone());
    let (mut first_movement, mut last_movement) = (0.0, (f64::INFINITY, 0.0));
    let (mut cycle, mut risk_defined, mut settled, mut tied) = (None, true, true, false);
    loop {
        let turn = history.turns.len();
        let state = State::new(&prepared, position, ideal, options);
        risk_defined &= state.risk_defined;
        settled &= state.settled;
        let (mut shown, sure) = show(&state, options);
        settled &= sure;
        let quiet = last_movement.0 / first_movement < options.stop.quiet_share;
        if turn >= options.stop.most_turns || (turn >= options.stop.least_turns.max(1) && quiet) {
            if turn > 0 && !quiet {
                history.remarks.push(Remark::StillMoving { by: last_movement.1 });
            }
            history.turns.push(shown);
            break;
        }
        let step = state.step(options, turn);
        settled &= step.settled;
        tied |= step.tied;
        (shown.challenges, shown.moves) = (step.challenges, step.moves);
        history.turns.push(shown);
        last_movement = movement(&state.position, &step.position, prepared.dimensions);
        if turn == 0 {
            first_movement = last_movement.0 + LEAST_MOVEMENT;
        }
        (position, ideal) = (step.position, step.ideal);
        states.push((state.position, state.ideal));
        if cycle.is_none() && matches!(options.transition, Transition::Deterministic) {
            // The same positions and ideals lead to the same again.
            let earlier = states.iter().rposition(|(p, q)| *p == position && *q == ideal);
            cycle = earlier.map(|from| (from, turn + 1 - from)).filter(|(_, period)| *period > 1);
        }
    }
    if let Some((from, period)) = cycle {
        history.remarks.push(Remark::Cycle { from, period });
    }
    if !risk_defined {
        history.remarks.push(Remark::FellBack(
            "all positions were equally likely to win in some turn, which defines no attitude to \
             risk: all were taken as neutral",
        ));
    }
    if !settled {
        history.remarks.push(Remark::FellBack(
            "an election by Markov process did not settle: its last state was taken",
        ));
    }
    tied |= history.closing().is_some_and(|turn| {
        let best = turn.candidates.iter().map(|one| one.probability).fold(0.0, f64::max);
        turn.candidates.iter().filter(|one| best - one.probability <= 1e-12).count() > 1
    });
    if tied {
        history.remarks.push(Remark::Tie);
    }
    Ok(history)
}

/// The turn without challenges and moves, and whether its election settled.
fn show(state: &State, options: &Options) -> (Turn, bool) {
    let rows = |flat: &[f64]| -> Vec<Vec<f64>> {
        flat.chunks_exact(state.politics.dimensions).map(<[f64]>::to_vec).collect()
    };
    let standing = state.standing(options);
    let probability = &standing.outcome.probability;
    let mut expected = vec![0.0; state.politics.dimensions];
    for (&actor, p) in standing.first.iter().zip(probability) {
        for (sum, x) in expected.iter_mut().zip(state.position_of(actor)) {
            *sum += p * x;
        }
    }
    let favourite = standing.first[most_likely(probability)];
    let turn = Turn {
        positions: rows(&state.position),
        ideals: rows(&state.ideal),
        risk: state.risk.clone(),
        candidates: standing
            .first
            .iter()
            .zip(probability)
            .map(|(&actor, &probability)| Candidate { actor, probability })
            .collect(),
        probability: standing.of_actor.iter().map(|&one| probability[one]).collect(),
        expected,
        most_likely: state.position_of(favourite).to_vec(),
        challenges: Vec::new(),
        moves: Vec::new(),
    };
    (turn, standing.outcome.settled)
}

/// How far actors have gone: the sum of Euclidean distances, and the largest change of a
/// coordinate.
fn movement(before: &[f64], after: &[f64], dimensions: usize) -> (f64, f64) {
    let mut total = 0.0;
    let mut largest = 0.0_f64;
    for (x, y) in before.chunks_exact(dimensions).zip(after.chunks_exact(dimensions)) {
        let mut square = 0.0;
        for (a, b) in x.iter().zip(y) {
            square += (a - b) * (a - b);
            largest = largest.max((a - b).abs());
        }
        total += square.sqrt();
    }
    (total, largest)
}
