//! The points on which readings of the position-exchange model differ.

use super::{Division, PositionExchange, Trading};
use crate::{Switch, SwitchError, Values};

const TRADING: Switch = Switch {
    name: "trading",
    decides: "which trades are carried out, and what a pair knows of those of others",
    values: Values::Choices(&[
        ("program", "as the public decide-exchange program, struck-off pairs included"),
        ("worthwhile", "every pair sees every vote; until no trade is worth while"),
    ]),
};

const DIVISION: Switch = Switch {
    name: "division",
    decides: "how a pair divides the gain: a number is the largest share that one may take",
    values: Values::Either {
        choices: &[("equal", "both gain the same: Stokman and van Oosten 1994")],
        low: 0.0,
        high: 1.0,
    },
};

impl PositionExchange {
    /// The points on which readings differ.
    pub const SWITCHES: &'static [Switch] = &[TRADING, DIVISION];

    /// Sets a switch to a choice or a number.
    ///
    /// A share set for `division` keeps the seed and the draw that were set before (0 at first).
    ///
    /// ```
    /// use zopa_positions::position_exchange::{PositionExchange, Trading};
    /// let mut model = PositionExchange::default();
    /// model.set("trading", "worthwhile")?;
    /// assert_eq!(model.trading, Trading::Worthwhile);
    /// assert_eq!(model.setting("division").as_deref(), Some("equal"));
    /// # Ok::<(), zopa_positions::SwitchError>(())
    /// ```
    ///
    /// # Errors
    /// A switch that the model does not have, a value that it cannot take.
    pub fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        match switch {
            "trading" => {
                self.trading = match TRADING.choice(value) {
                    Some(0) => Trading::Program,
                    Some(1) => Trading::Worthwhile,
                    _ => return Err(SwitchError::NoChoice(TRADING)),
                };
            }
            "division" => {
                let (seed, draw) = match self.division {
                    Division::Equal => (0, 0),
                    Division::Random { seed, draw, .. } => (seed, draw),
                };
                self.division = if DIVISION.choice(value).is_some() {
                    Division::Equal
                } else if let Some(share) = DIVISION.number(value) {
                    Division::Random { share, seed, draw }
                } else {
                    return Err(SwitchError::NoChoice(DIVISION));
                };
            }
            _ => return Err(SwitchError::NoSwitch),
        }
        Ok(())
    }

    /// What a switch is set to, in the words that [`PositionExchange::set`] takes.
    pub fn setting(&self, switch: &str) -> Option<String> {
        match switch {
            "trading" => Some(match self.trading {
                Trading::Program => "program".to_owned(),
                Trading::Worthwhile => "worthwhile".to_owned(),
            }),
            "division" => Some(match self.division {
                Division::Equal => "equal".to_owned(),
                Division::Random { share, .. } => share.to_string(),
            }),
            _ => None,
        }
    }
}
