//! Forecasts of where parties end up on contested issues.
//!
//! An [`Issue`] holds where each party stands, how much it cares and how much it weighs. A
//! [`Model`] makes a [`Forecast`] of it.

mod catalogue;
mod forecast;
mod issue;
mod model;
mod switch;

pub mod agenda_setter;
pub mod calibration;
pub mod compromise;
pub mod decisive;
pub mod expected_utility;
pub mod legislative_bargaining;
pub mod mean;
pub mod median;
pub mod nash_bargaining;
pub mod position_exchange;
pub mod scoring;
pub mod spatial;
pub mod stacking;
pub mod uncertainty;
pub mod voting_power;

pub use catalogue::catalogue;
pub use forecast::{Forecast, Remark, Round};
pub use issue::{Issue, IssueError, Stand};
pub use model::{Model, Named};
pub use switch::{Switch, SwitchError, Values};
