//! The page of a forecast of positions: where the parties stand on contested issues, what each
//! model forecasts, how positions move by round, and who could trade with whom.
//!
//! The command line turns what the models found into a [`PositionsAnswer`], which holds data
//! only; [`html`] makes the page of it. Equal answers give equal bytes.

mod answer;
mod exchange_network;
mod findings;
mod frame;
mod issue_line;
mod models;
mod naming;
mod page;
mod provenance;
mod rounds;
mod scale;
mod spatial;
mod who_moved;

pub use crate::stability::{PartyRow, ResultTable};
pub use answer::{DecisiveRow, IssueRow, ModelRow, PositionsAnswer, StandRow, TradeRow};
pub use page::html;
