//! The commands, one file each.

mod check;
mod explain;
mod fmt;
mod new;
mod positions;
pub(crate) mod run;
mod schema;
mod show;
mod stability;
mod theory;

use crate::arguments::{Arguments, Command};
use crate::exit::{Exit, Failure};

/// Runs the command that was typed.
pub fn dispatch(arguments: Arguments) -> Result<Exit, Failure> {
    let json = arguments.json;
    match arguments.command {
        Command::Run(given) => run::run(&given, json),
        Command::Check(given) => check::check(&given, json),
        Command::Explain(given) => explain::explain(&given, json),
        Command::Show(given) => show::show(&given, json),
        Command::Stability(given) => stability::stability(&given, json),
        Command::Positions(given) => positions::positions(&given, json),
        Command::Theory(given) => theory::theory(&given, json),
        Command::New(given) => new::new(&given, json),
        Command::Fmt(given) => fmt::fmt(&given, json),
        Command::Schema => schema::schema(),
    }
}
