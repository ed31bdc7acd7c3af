//! The compromise model: the mean of the positions weighted by capability and salience.
//!
//! y = sum c_i s_i x_i / sum c_i s_i with x_i the position, c_i the capability and s_i the
//! salience of party i. It is the first-order answer to the weighted Nash bargain of
//! [`nash_bargaining`](crate::nash_bargaining) where failure is worse for all than any outcome.
//!
//! ```
//! use zopa_positions::{Issue, Model, Stand, compromise::{Compromise, PowerMean}};
//! let stands = vec![
//!     Stand { party: 0, position: 0.0, salience: 1.0, capability: 1.0 },
//!     Stand { party: 1, position: 100.0, salience: 0.5, capability: 3.0 },
//! ];
//! let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: None };
//! assert!((Compromise.forecast(&issue)?.point - 60.0).abs() < 1e-12);
//! assert!((PowerMean.forecast(&issue)?.point - 75.0).abs() < 1e-12);
//! # Ok::<(), zopa_positions::IssueError>(())
//! ```
//!
//! Both follow every shift, stretch and reversal of the scale, ignore the order of the parties and
//! the unit of capability, and do not notice when a party is split in two with the capability
//! divided.
//!
//! Source: Van den Bos (1991), *Dutch EC Decision Making*; Achen (2006) in *The European Union
//! Decides* for the link to the Nash bargain.

use crate::mean::{Weighting, mean_forecast};
use crate::{Forecast, Issue, IssueError, Model};

/// Mean of the positions weighted by capability times salience.
#[derive(Debug, Clone, Copy, Default)]
pub struct Compromise;

impl Model for Compromise {
    fn name(&self) -> &'static str {
        "compromise"
    }

    fn summary(&self) -> &'static str {
        "mean of the positions weighted by capability times salience"
    }

    fn source(&self) -> &'static str {
        "Van den Bos (1991); Achen (2006)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        mean_forecast(Weighting::CapabilitySalience, issue)
    }
}

/// Mean of the positions weighted by capability alone: y = sum c_i x_i / sum c_i.
#[derive(Debug, Clone, Copy, Default)]
pub struct PowerMean;

impl Model for PowerMean {
    fn name(&self) -> &'static str {
        "power_mean"
    }

    fn summary(&self) -> &'static str {
        "mean of the positions weighted by capability"
    }

    fn source(&self) -> &'static str {
        "Thomson, Stokman, Achen and König (2006)"
    }

    fn forecast(&self, issue: &Issue) -> Result<Forecast, IssueError> {
        mean_forecast(Weighting::Capability, issue)
    }
}
