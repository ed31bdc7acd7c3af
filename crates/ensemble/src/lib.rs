//! One draw to one row; plan, run and merge an ensemble; manifest, progress, cancel.
//!
//! [`run()`] takes a compiled scenario to an [`Answer`]: blocks of draws in parallel, rows and sums
//! merged in the order of the draws, so that the same seed gives the same bytes on any number of
//! threads.

pub mod answer;
mod answering;
pub mod block;
pub mod drivers;
mod evidence;
mod findings;
pub mod moments;
pub mod output;
pub mod proportion;
mod replay;
mod rows;
mod run;
pub mod sketch;
pub mod survival;
pub mod talk;
pub mod tally;
mod trade_off;

pub use answer::{Answer, Evidence, Manifest};
pub use evidence::evidence;
pub use findings::share_in_words;
pub use replay::{Replay, StepChange, check_step, replay};
pub use rows::{ROW_NUMBER_LIMIT, Rows, rows};
pub use run::{MOST_DRAWS, NotFiniteReport, Observer, Options, RunError, Unobserved, run};
