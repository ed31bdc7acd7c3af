//! Tests of the page and of the summary.

mod any_answer;
mod page;
mod terminal;
mod wage_dispute;
