//! The answer of a run for readers: a self-contained HTML page and a summary for the terminal.
//!
//! Findings come first in plain words, then numbers with intervals, then how they were computed.
//! The same [`Answer`](zopa_ensemble::answer::Answer) always gives the same bytes.

mod chart;
mod figure;
mod page;
pub mod positions;
mod section;
pub mod stability;
mod table;
mod terminal;
mod wilson;
pub mod wording;

pub use page::html;
pub use terminal::terminal;
pub use wording::words;
