//! Forecasts without a model: the middle of the scale, no change, what one party wants.

use crate::{Forecast, Issue, IssueError, Model};

/// The middle of the scale, whatever the parties want: (low + high) / 2.
///
/// ```
/// use zopa_positions::{Issue, Model, Stand, mean::Midpoint};
/// let stands = vec![Stand { party: 0, position: 90.0, salience: 1.0, capability: 1.0 }];
/// let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: None };
/// assert_eq!(Midpoint.forecast(&issue)?.point, 50.0);
/// # Ok::<(), zopa_positions::IssueError>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Midpoint;

impl Model for Midpoint {
    fn name(&self) -> &'static str {
        "midpoint"
    }

    fn summary(&self) -> &'static str {
        "middle of the scale"
    }

    fn source(&self) -> &'static str {
        "baseline"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        issue.check_stands()?;
        Ok(Forecast::point(issue.low + (issue.high - issue.low) / 2.0))
    }
}

/// No change: what happens without agreement.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReferencePoint;

impl Model for ReferencePoint {
    fn name(&self) -> &'static str {
        "reference_point"
    }

    fn summary(&self) -> &'static str {
        "what happens without agreement"
    }

    fn source(&self) -> &'static str {
        "baseline"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        issue.check_stands()?;
        reference_point(issue).map(Forecast::point)
    }
}

/// The reference point of an issue.
///
/// # Errors
/// [`IssueError::NoReferencePoint`] where it is not known or lies outside the scale.
pub fn reference_point(issue: &Issue) -> Result<f64, IssueError> {
    issue
        .reference_point
        .filter(|point| (issue.low..=issue.high).contains(point))
        .ok_or(IssueError::NoReferencePoint)
}

/// What one party wants, such as the Commission or the Parliament of the European Union.
#[derive(Debug, Clone, Copy, Default)]
pub struct PartyPosition {
    /// The party.
    pub party: usize,
}

impl Model for PartyPosition {
    fn name(&self) -> &'static str {
        "party_position"
    }

    fn summary(&self) -> &'static str {
        "position of one party"
    }

    fn source(&self) -> &'static str {
        "baseline"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        issue.check_stands()?;
        let stand = issue.stands.iter().find(|stand| stand.party == self.party);
        stand.map(|stand| Forecast::point(stand.position)).ok_or(IssueError::NoRole)
    }
}
