//! The expected utility model of group decisions: parties challenge each other round by round.
//!
//! Each pair of parties weighs a challenge by its expected utility; the two utilities together say
//! who would yield to whom and how far ([`Octant`]); each party takes the best of the offers that
//! it faces and moves. The forecast is the weighted median of the final positions. In the
//! literature on decision making in the European Union the same model, applied to one issue with
//! power indices as capabilities, is the **challenge model**.
//!
//! One round: weighted median; probabilities of success with all others voting; expected utilities
//! with risk exponents 1; risk exponents from the threats that each party faces; probabilities and
//! utilities again; octants; choice; move. The formulas stand where they are computed.
//!
//! The text leaves points open and its programs differ on them, so each point is a switch of
//! [`Reading`] and each combination with a name carries its source ([`ExpectedUtility::PRESETS`]).
//! Known weaknesses, checked by tests: `AS_RUN` ranks compromises by the lowest position, so that
//! reversing the axis changes its forecast; positions often move in exact cycles
//! ([`Remark::Cycle`]); the forecast depends on Q and on the round at which one stops
//! ([`ExpectedUtility::spread`]).
//!
//! Sources: B. Bueno de Mesquita (1994), in Bueno de Mesquita and Stokman, *European Community
//! Decision Making*; J. B. Scholz, G. J. Calbert and G. A. Smith (2011), *Unravelling Bueno De
//! Mesquita's group decision model*, ICAART 2011, doi:10.5220/0003121500180030.
//!
//! Time: O(n^2) per round for n parties; memory O(n^2). The definition's nested loops take O(n^3).
//!
//! ```
//! use zopa_positions::expected_utility::ExpectedUtility;
//! use zopa_positions::{Issue, Model, Stand};
//!
//! // Emission standards for cars: delay in years.
//! let table = [
//!     (4.0, 0.08, 0.8), (7.0, 0.08, 0.4), (4.0, 0.03, 0.2), (4.0, 0.16, 0.8), (10.0, 0.16, 0.6),
//!     (10.0, 0.16, 0.6), (10.0, 0.16, 0.9), (7.0, 0.05, 0.1), (4.0, 0.05, 1.0), (7.0, 0.08, 0.7),
//! ];
//! let stands = table.iter().enumerate().map(|(party, &(position, capability, salience))| {
//!     Stand { party, position, salience, capability }
//! });
//! let issue = Issue { low: 4.0, high: 10.0, stands: stands.collect(), reference_point: None };
//! let forecast = ExpectedUtility::AS_RUN.forecast(&issue).unwrap();
//! assert!((forecast.rounds[0].forecast - 8.4159).abs() < 1e-4); // published: 8.4
//! assert!((forecast.rounds[6].forecast - 8.82).abs() < 0.01); // published: 8.8
//! ```

mod contest;
mod explanation;
mod octant;
mod offers;
mod powers;
mod presets;
mod reading;
mod rounds;
mod scratch;
mod spread;
mod switches;
mod utilities;

pub use explanation::{Contest, Moved};
pub use octant::{Octant, View, Views, tolerance};
pub use reading::{
    AlternativeOf, AlternativeSign, Centre, ChallengeSalience, Choice, Compromise, Confrontation,
    Denominator, Exponent, LeftAlone, Neighbours, Numerator, Outcome, Reading, Span, Stop,
};
pub use scratch::Scratch;
pub use spread::Spread;

use crate::{Forecast, Issue, IssueError, Model, Remark, Round, Switch, SwitchError};

/// The expected utility model in one reading.
///
/// A reading of one's own starts from a preset:
///
/// ```
/// use zopa_positions::expected_utility::{ExpectedUtility, Outcome, Reading};
/// let half = ExpectedUtility {
///     name: "printed_q_half",
///     reading: Reading { stays: 0.5, ..Reading::PRINTED },
///     outcome: Outcome::Mean,
///     ..ExpectedUtility::PRINTED
/// };
/// assert_eq!(half.reading.stays, 0.5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedUtility {
    /// Short name, as in answers.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Author and year.
    pub source: &'static str,
    /// The switches.
    pub reading: Reading,
    /// Which summary of the final positions is the forecast.
    pub outcome: Outcome,
}

impl Default for ExpectedUtility {
    /// The paper as printed.
    fn default() -> Self {
        ExpectedUtility::PRINTED
    }
}

impl Model for ExpectedUtility {
    fn name(&self) -> &'static str {
        self.name
    }

    fn summary(&self) -> &'static str {
        self.summary
    }

    fn source(&self) -> &'static str {
        self.source
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        self.rounds(&mut Scratch::new(), issue)
    }

    fn manners(&self, issue: &Issue) -> Vec<Vec<Option<&'static str>>> {
        let rounds = self.explanation(issue).unwrap_or_default();
        let told = |moves: Vec<Moved>| {
            let mut manners = vec![None; issue.stands.len()];
            for moved in moves {
                manners[moved.stand] = Some(moved.octant.manner());
            }
            manners
        };
        rounds.into_iter().map(told).collect()
    }

    fn switches(&self) -> &'static [Switch] {
        const { &ExpectedUtility::SWITCHES }
    }

    fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        ExpectedUtility::set(self, switch, value)
    }

    fn setting(&self, switch: &str) -> Option<String> {
        ExpectedUtility::setting(self, switch)
    }
}

impl ExpectedUtility {
    /// The point forecast alone; allocates nothing once `scratch` has grown to the issue's size.
    ///
    /// # Errors
    /// As [`Issue::check`].
    pub fn forecast_with(&self, scratch: &mut Scratch, issue: &Issue) -> Result<f64, IssueError> {
        issue.check()?;
        rounds::play(scratch, issue, &self.reading);
        let outcomes = self.outcomes(scratch);
        Ok(outcomes[outcomes.len() - 1])
    }

    /// The forecast with all rounds and remarks.
    ///
    /// # Errors
    /// As [`Issue::check`].
    pub fn rounds(&self, scratch: &mut Scratch, issue: &Issue) -> Result<Forecast, IssueError> {
        let point = self.forecast_with(scratch, issue)?;
        let n = issue.stands.len();
        let outcomes = self.outcomes(scratch);
        let rounds = (1..outcomes.len())
            .map(|round| Round {
                positions: scratch.history[round * n..][..n].to_vec(),
                forecast: outcomes[round],
                moved_by: scratch.movers[(round - 1) * n..][..n]
                    .iter()
                    .map(|moved| moved.map(|(by, _)| by))
                    .collect(),
            })
            .collect();
        let remarks = self.remarks(scratch, issue, point);
        Ok(Forecast { point, rounds, lottery: Vec::new(), remarks })
    }

    fn remarks(&self, scratch: &Scratch, issue: &Issue, point: f64) -> Vec<Remark> {
        let n = issue.stands.len();
        let length = issue.high - issue.low;
        let mut remarks = Vec::new();
        if issue.stands.iter().all(|stand| stand.position == issue.stands[0].position) {
            remarks.push(Remark::FellBack("all stand at one position: there is no contest"));
            return remarks;
        }
        if let Some((from, period)) = scratch.cycle
            && period > 1
        {
            remarks.push(Remark::Cycle { from, period });
        }
        let played = scratch.medians.len() - 1;
        if played > 0 {
            let last = scratch.history[played * n..].iter();
            let moves = last.zip(&scratch.history[(played - 1) * n..]).map(|(x, y)| (x - y).abs());
            let by = moves.fold(0.0, f64::max);
            if by > 1e-9 * length {
                remarks.push(Remark::StillMoving { by });
            }
        }
        let at = |x: f64, end: f64| (x - end).abs() <= 1e-9 * length;
        if let Some(end) = [issue.low, issue.high].into_iter().find(|&end| at(point, end)) {
            let total: f64 = scratch.w.iter().sum();
            let there =
                issue.stands.iter().zip(&scratch.w).filter(|(stand, _)| at(stand.position, end));
            let weight: f64 = there.map(|(_, weight)| weight).sum();
            if weight < 0.5 * total {
                remarks.push(Remark::RanToTheEnd);
            }
        }
        if scratch.tie {
            remarks.push(Remark::Tie);
        }
        if self.outcome == Outcome::Median {
            remarks.extend(median_tie(scratch, played, n));
        }
        remarks
    }

    /// Expected utilities, risk exponents and octants of every relation in a round (the first is
    /// 1), for explanation. O(n^2) beyond the rounds before it.
    ///
    /// Rounds after the stop are those that would follow; round 0 counts as 1. Where all stand at one
    /// position all views are empty of contest.
    ///
    /// # Errors
    /// As [`Issue::check`].
    pub fn views(&self, issue: &Issue, round: usize) -> Result<Views, IssueError> {
        let mut scratch = Scratch::new();
        let earlier = round.saturating_sub(1);
        let reading = Reading { stop: Stop::Rounds(earlier), ..self.reading };
        issue.check()?;
        rounds::play(&mut scratch, issue, &reading);
        let n = issue.stands.len();
        let positions = scratch.x.clone();
        let none = View { mine: 0.0, theirs: 0.0, prevails: 0.0, octant: Octant::None };
        let mut views = vec![vec![none; n]; n];
        if positions.iter().all(|&x| x == positions[0]) {
            return Ok(Views { positions, risk: vec![1.0; n], views });
        }
        rounds::consider(&mut scratch, &reading, issue);
        let m = scratch.places.len();
        let contest = reading.neighbours == Neighbours::Contest;
        for (i, row) in views.iter_mut().enumerate() {
            utilities::view(&mut scratch, &reading, i);
            for (j, view) in row.iter_mut().enumerate() {
                if i != j && (positions[i] != positions[j] || contest) {
                    let (mine, theirs) = (scratch.mine[j], scratch.theirs[j]);
                    let prevails = scratch.prevails[scratch.place_of[i] * m + scratch.place_of[j]];
                    *view = View { mine, theirs, prevails, octant: Octant::of(mine, theirs) };
                }
            }
        }
        Ok(Views { positions, risk: scratch.risk, views })
    }
}

/// The remark on a weighted median of the final positions that is not unique.
fn median_tie(scratch: &Scratch, played: usize, n: usize) -> Option<Remark> {
    let x = &scratch.history[played * n..][..n];
    let low = scratch.medians[played];
    let total: f64 = scratch.w.iter().sum();
    let up_to: f64 = x.iter().zip(&scratch.w).filter(|(x, _)| **x <= low).map(|(_, w)| w).sum();
    if (up_to - total / 2.0).abs() > 1e-12 * total {
        return None;
    }
    let above = x.iter().zip(&scratch.w).filter(|(x, w)| **x > low && **w > 0.0);
    let high = above.map(|(x, _)| *x).fold(f64::INFINITY, f64::min);
    high.is_finite().then_some(Remark::MedianTie { low, high })
}
