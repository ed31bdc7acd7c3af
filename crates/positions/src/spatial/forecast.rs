//! The spatial model as a forecast of one issue.

use super::{History, Options, Politics, PoliticsError, Turn, simulate};
use crate::{Forecast, Issue, IssueError, Model, Remark, Round, Switch, SwitchError, Values};

/// Which turn's expected position is the forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The opening election, before anyone bargains.
    Opening,
    /// After the last turn.
    Closing,
}

/// What stands for a salience of 0, since saliences must have a sum: no sum notices it beside any
/// other.
const NO_SALIENCE: f64 = 1e-50;

/// The spatial model on one dimension: the expected position of an election among the parties'
/// positions, before or after bargaining.
///
/// Positions are taken as shares of the issue's scale, saliences and capabilities as they are. The
/// forecast depends on the ends of the scale: utilities fall to 0 at its whole length.
///
/// ```
/// use zopa_positions::{Issue, Model, Stand, spatial::SpatialModel};
/// let stand = |party, position| Stand { party, position, salience: 0.5, capability: 1.0 };
/// let issue = Issue {
///     low: 0.0,
///     high: 100.0,
///     stands: vec![stand(0, 0.0), stand(1, 50.0), stand(2, 100.0)],
///     reference_point: None,
/// };
/// // A symmetric issue: the middle.
/// let forecast = SpatialModel::first_election().forecast(&issue).unwrap();
/// assert!((forecast.point - 50.0).abs() < 1e-9);
/// ```
///
/// Its switches are those of [`Options`], and `stage`:
/// ```
/// use zopa_positions::{Model, spatial::SpatialModel};
/// let mut model = SpatialModel::closing();
/// model.set("commitment", "full")?;
/// model.set("stage", "opening")?;
/// assert_eq!(model.setting("stage").as_deref(), Some("opening"));
/// assert_eq!(model.setting("commitment").as_deref(), Some("full"));
/// # Ok::<(), zopa_positions::SwitchError>(())
/// ```
///
/// Source: Efird, Lester and Wise (2016); the KTAB program (2017).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpatialModel {
    name: &'static str,
    summary: &'static str,
    options: Options,
    stage: Stage,
}

const STAGE: Switch = Switch {
    name: "stage",
    decides: "which turn's expected position is the forecast",
    values: Values::Choices(&[
        ("opening", "the opening election, before anyone bargains"),
        ("closing", "after the last turn, as KTAB reports it"),
    ]),
};

/// The switches of [`Options`] and, last, the stage.
const SWITCHES: [Switch; Options::SWITCHES.len() + 1] = {
    let mut all = [STAGE; Options::SWITCHES.len() + 1];
    let mut at = 0;
    while at < Options::SWITCHES.len() {
        all[at] = Options::SWITCHES[at];
        at += 1;
    }
    all
};

impl SpatialModel {
    /// Every switch: those of [`Options::SWITCHES`] and `stage`.
    pub const SWITCHES: &'static [Switch] = &SWITCHES;

    /// The expected position of the opening election.
    pub fn first_election() -> Self {
        SpatialModel {
            name: "spatial_first_election",
            summary: "expected position of the spatial model's opening election",
            options: Options::as_program(),
            stage: Stage::Opening,
        }
    }

    /// The expected position after bargaining, as the program has it.
    pub fn closing() -> Self {
        SpatialModel {
            name: "spatial_final",
            summary: "expected position of the spatial model after bargaining, as the program",
            options: Options::as_program(),
            stage: Stage::Closing,
        }
    }

    /// The expected position after bargaining, with the program's defects put right.
    pub fn closing_sound() -> Self {
        SpatialModel {
            name: "spatial_final_sound",
            summary: "expected position of the spatial model after bargaining, third parties sound",
            options: Options::sound(),
            stage: Stage::Closing,
        }
    }

    /// The same with other options; tells them apart by the name given.
    pub fn with_options(self, name: &'static str, options: Options) -> Self {
        SpatialModel { name, options, ..self }
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }
}

impl Model for SpatialModel {
    fn name(&self) -> &str {
        self.name
    }

    fn summary(&self) -> &str {
        self.summary
    }

    fn switches(&self) -> &'static [Switch] {
        Self::SWITCHES
    }

    fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        if switch != STAGE.name {
            return self.options.set(switch, value);
        }
        self.stage = match value {
            "opening" => Stage::Opening,
            "closing" => Stage::Closing,
            _ => return Err(SwitchError::NoChoice(STAGE)),
        };
        Ok(())
    }

    fn setting(&self, switch: &str) -> Option<String> {
        if switch != STAGE.name {
            return self.options.setting(switch);
        }
        let stage = match self.stage {
            Stage::Opening => "opening",
            Stage::Closing => "closing",
        };
        Some(stage.to_owned())
    }

    fn source(&self) -> &str {
        "Efird, Lester and Wise (2016); KTAB (2017)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        issue.check()?;
        if issue.stands.iter().all(|stand| stand.capability == 0.0) {
            return Err(IssueError::NoWeight);
        }
        let length = issue.high - issue.low;
        let politics = Politics {
            capability: issue.stands.iter().map(|stand| stand.capability).collect(),
            position: issue
                .stands
                .iter()
                .map(|stand| vec![((stand.position - issue.low) / length).clamp(0.0, 1.0)])
                .collect(),
            salience: issue
                .stands
                .iter()
                .map(|stand| vec![stand.salience.max(NO_SALIENCE)])
                .collect(),
            ideal_adjustment: None,
        };
        let mut options = self.options;
        if self.stage == Stage::Opening {
            options.stop.most_turns = 0;
        }
        let history = simulate(&politics, &options).map_err(issue_error)?;
        Ok(forecast_of(&history, issue))
    }
}

fn issue_error(error: PoliticsError) -> IssueError {
    // All else has been checked on the issue.
    match error {
        PoliticsError::BadSalience { actor, salience, .. } => {
            IssueError::BadSalience { stand: actor, salience }
        }
        PoliticsError::BadCapability { actor, capability } => {
            IssueError::BadCapability { stand: actor, capability }
        }
        _ => IssueError::NoWeight,
    }
}

fn forecast_of(history: &History, issue: &Issue) -> Forecast {
    let length = issue.high - issue.low;
    let on_scale = |x: f64| (issue.low + x * length).clamp(issue.low, issue.high);
    let mut before: Option<&Turn> = None;
    let mut rounds = Vec::with_capacity(history.turns.len());
    for turn in &history.turns {
        let mut moved_by = vec![None; turn.positions.len()];
        for step in before.iter().flat_map(|earlier| &earlier.moves) {
            moved_by[step.actor] = Some(step.because_of());
        }
        rounds.push(Round {
            positions: turn.positions.iter().map(|theta| on_scale(theta[0])).collect(),
            forecast: on_scale(turn.expected[0]),
            moved_by,
        });
        before = Some(turn);
    }
    let last = history.closing();
    let lottery: Vec<(f64, f64)> = last
        .iter()
        .flat_map(|turn| turn.candidates.iter().map(move |one| (turn, one)))
        .map(|(turn, one)| (on_scale(turn.positions[one.actor][0]), one.probability))
        .collect();
    let point = rounds.last().map_or(issue.low, |round| round.forecast);
    let mut remarks: Vec<Remark> = history
        .remarks
        .iter()
        .map(|remark| match remark {
            Remark::StillMoving { by } => Remark::StillMoving { by: by * length },
            other => other.clone(),
        })
        .collect();
    for end in [issue.low, issue.high] {
        let near = |x: f64| (x - end).abs() <= 1e-3 * length;
        let all: f64 = issue.stands.iter().map(|stand| stand.weight()).sum();
        let there: f64 =
            issue.stands.iter().filter(|s| near(s.position)).map(|stand| stand.weight()).sum();
        if near(point) && there < all / 2.0 {
            remarks.push(Remark::RanToTheEnd);
        }
    }
    Forecast { point, rounds, lottery, remarks }
}
