//! The models of one issue by name, each with its source.

use crate::{Forecast, Issue, IssueError, Switch, SwitchError};

/// A model that forecasts one issue at a time.
pub trait Model: Sync {
    /// Short name, as in answers: `compromise`, `expected_utility_as_run`.
    fn name(&self) -> &str;

    /// What it does, in one line.
    fn summary(&self) -> &str;

    /// Author and year.
    fn source(&self) -> &str;

    /// Forecasts an issue.
    ///
    /// # Errors
    /// Where the issue is malformed or lacks what the model needs.
    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError>;

    /// How each stand moved in each round, in a word such as `confrontation`: `[round][stand]`;
    /// nothing where the model does not tell.
    fn manners(&self, _issue: &Issue) -> Vec<Vec<Option<&'static str>>> {
        Vec::new()
    }

    /// The points on which readings of the model differ; none where there is one reading.
    fn switches(&self) -> &'static [Switch] {
        &[]
    }

    /// Sets a switch.
    ///
    /// # Errors
    /// Where there is no such switch, or no such choice.
    fn set(&mut self, _switch: &str, _value: &str) -> Result<(), SwitchError> {
        Err(SwitchError::NoSwitch)
    }

    /// What a switch is set to, in the words that [`Model::set`] takes.
    fn setting(&self, _switch: &str) -> Option<String> {
        None
    }
}

/// A reading of a model under a name of its own.
///
/// ```
/// use zopa_positions::{Issue, Model, Named, Stand, catalogue};
/// let stand = |party, position| Stand { party, position, salience: 1.0, capability: 1.0 };
/// let stands = vec![stand(0, 0.0), stand(1, 100.0)];
/// let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: None };
/// let model = catalogue(10).into_iter().find(|m| m.name() == "median").unwrap();
/// let mut upper = Named { name: "median:ties=upper".into(), model };
/// upper.set("ties", "upper").unwrap();
/// assert_eq!(upper.forecast(&issue)?.point, 100.0);
/// # Ok::<(), zopa_positions::IssueError>(())
/// ```
pub struct Named {
    /// The name.
    pub name: String,
    /// The model.
    pub model: Box<dyn Model + Send + Sync>,
}

impl Model for Named {
    fn name(&self) -> &str {
        &self.name
    }

    fn summary(&self) -> &str {
        self.model.summary()
    }

    fn source(&self) -> &str {
        self.model.source()
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        self.model.forecast(issue)
    }

    fn manners(&self, issue: &Issue) -> Vec<Vec<Option<&'static str>>> {
        self.model.manners(issue)
    }

    fn switches(&self) -> &'static [Switch] {
        self.model.switches()
    }

    fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        self.model.set(switch, value)
    }

    fn setting(&self, switch: &str) -> Option<String> {
        self.model.setting(switch)
    }
}
