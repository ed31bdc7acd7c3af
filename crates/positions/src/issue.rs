//! A contested issue: where each party stands, how much it cares and how much it weighs.

/// A party's stand on an issue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// Index of the party among all parties of the data.
    pub party: usize,
    /// Position on the issue's scale.
    pub position: f64,
    /// Salience: how much the party cares, in [0, 1]; 0 counts only where salience is ignored.
    pub salience: f64,
    /// Capability (power, influence, votes): any unit, 0 or more.
    pub capability: f64,
}

impl Stand {
    /// The weight of the compromise and most other models: capability times salience.
    pub fn weight(&self) -> f64 {
        self.capability * self.salience
    }
}

/// A contested issue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Issue {
    /// Lower end of the scale.
    pub low: f64,
    /// Upper end of the scale.
    pub high: f64,
    /// The parties that take a stand, in the order of the data.
    pub stands: Vec<Stand>,
    /// What happens without agreement, where it is known.
    pub reference_point: Option<f64>,
}

/// Why an issue cannot be forecast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum IssueError {
    /// Nobody takes a stand.
    NoStands,
    /// The model needs more parties than take a stand.
    TooFewParties {
        /// Parties that take a stand.
        parties: usize,
        /// Parties that the model needs.
        needed: usize,
    },
    /// The scale has no length or is not finite.
    BadScale,
    /// A position lies outside the scale or is not finite.
    OutsideScale {
        /// The stand.
        stand: usize,
        /// Its position.
        position: f64,
    },
    /// A salience lies outside [0, 1].
    BadSalience {
        /// The stand.
        stand: usize,
        /// Its salience.
        salience: f64,
    },
    /// A capability is negative or not finite.
    BadCapability {
        /// The stand.
        stand: usize,
        /// Its capability.
        capability: f64,
    },
    /// All weights are zero.
    NoWeight,
    /// The model needs the reference point.
    NoReferencePoint,
    /// The model needs a party in a role, such as an agenda setter, that no stand fills.
    NoRole,
}

impl std::fmt::Display for IssueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            IssueError::NoStands => write!(f, "no party takes a stand"),
            IssueError::TooFewParties { parties, needed } => {
                write!(f, "{parties} take a stand, the model needs {needed}")
            }
            IssueError::BadScale => write!(f, "the scale has no length"),
            IssueError::OutsideScale { position, .. } => {
                write!(f, "position {position} lies outside the scale")
            }
            IssueError::BadSalience { salience, .. } => {
                write!(f, "salience {salience} lies outside 0 to 1")
            }
            IssueError::BadCapability { capability, .. } => {
                write!(f, "capability {capability} is not a number of 0 or more")
            }
            IssueError::NoWeight => write!(f, "all weights are zero"),
            IssueError::NoReferencePoint => write!(f, "the reference point is not known"),
            IssueError::NoRole => write!(f, "no party has the role that the model needs"),
        }
    }
}

impl std::error::Error for IssueError {}

impl Issue {
    /// Checks what every model with weights asks for: sound stands and some weight above 0.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), IssueError> {
        self.check_stands()?;
        if self.stands.iter().all(|stand| stand.weight() == 0.0) {
            return Err(IssueError::NoWeight);
        }
        Ok(())
    }

    /// Checks scale and stands, whatever their weights: enough for a model that ignores weights.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check_stands(&self) -> Result<(), IssueError> {
        let length = self.high - self.low;
        if !(length.is_finite() && length > 0.0) {
            return Err(IssueError::BadScale);
        }
        if self.stands.is_empty() {
            return Err(IssueError::NoStands);
        }
        for (stand, given) in self.stands.iter().enumerate() {
            let Stand { position, salience, capability, .. } = *given;
            if !(self.low..=self.high).contains(&position) {
                return Err(IssueError::OutsideScale { stand, position });
            }
            if !(0.0..=1.0).contains(&salience) {
                return Err(IssueError::BadSalience { stand, salience });
            }
            if !(capability.is_finite() && capability >= 0.0) {
                return Err(IssueError::BadCapability { stand, capability });
            }
        }
        Ok(())
    }
}
