//! The switches of the spatial model: as the program has them, as the file says, as asked for.

use crate::arguments::PositionsArguments;
use crate::exit::Failure;
use zopa_exchange::positions::NamedPositions;
use zopa_exchange::positions::toolkit_xml::ToolkitOptions;
use zopa_positions::spatial::Options;
use zopa_positions::{Switch, SwitchError};
use zopa_scenario::suggestion::closest;

/// A switch that was set.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Its name.
    pub switch: &'static str,
    /// What it was set to.
    pub value: String,
    /// `file` or `command`.
    pub by: &'static str,
}

/// The options: KTAB's defaults, then the file's, then `--rounds`, then `--set`; with all settings,
/// the last for each switch.
///
/// # Errors
/// Where a switch or a choice does not exist.
pub fn settings(
    arguments: &PositionsArguments,
    positions: &NamedPositions,
) -> Result<(Options, Vec<Setting>), Failure> {
    let mut options = Options::as_program();
    let mut set: Vec<Setting> = Vec::new();
    let mut note = |switch: &'static str, value: String, by: &'static str| {
        set.retain(|earlier| earlier.switch != switch);
        set.push(Setting { switch, value, by });
    };
    for (switch, value) in positions.toolkit.iter().flat_map(ToolkitOptions::settings) {
        options.set(switch, value).map_err(|error| refused(switch, value, error))?;
        note(switch, value.to_owned(), "file");
    }
    if let Some(rounds) = arguments.rounds {
        options.stop.most_turns = rounds;
        note("most_turns", rounds.to_string(), "command");
    }
    for text in arguments.set.iter().flat_map(|text| text.split(',')) {
        let Some((switch, value)) = text.split_once('=') else {
            return Err(Failure::wrong(format!("expected SWITCH=VALUE, found `{text}`"))
                .hint(format!("--set victory=quartic; switches: {}", names())));
        };
        let (switch, value) = own_words(switch.trim(), value.trim());
        options.set(&switch, &value).map_err(|error| refused(&switch, &value, error))?;
        if let Some(found) = find(&switch) {
            note(found.name, value, "command");
        }
    }
    Ok((options, set))
}

/// A switch and its value in the words of the model, where they are given in KTAB's.
fn own_words(switch: &str, value: &str) -> (String, String) {
    let parameters = vec![(switch.to_owned(), value.to_owned())];
    match (ToolkitOptions { parameters, ..ToolkitOptions::default() }).settings().first() {
        Some((switch, value)) => ((*switch).to_owned(), (*value).to_owned()),
        None => (switch.to_owned(), value.to_owned()),
    }
}

/// A switch by its name.
pub fn find(name: &str) -> Option<&'static Switch> {
    Options::SWITCHES.iter().find(|switch| switch.name == name)
}

fn names() -> String {
    Options::SWITCHES.iter().map(|switch| switch.name).collect::<Vec<_>>().join(", ")
}

fn refused(switch: &str, value: &str, error: SwitchError) -> Failure {
    match error {
        SwitchError::NoSwitch => {
            let failure = Failure::wrong(format!("the spatial model has no switch `{switch}`"));
            match closest(switch, Options::SWITCHES.iter().map(|switch| switch.name)) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("switches: {}", names())),
            }
        }
        SwitchError::NoChoice(found) => {
            let choices = match found.values {
                zopa_positions::Values::Choices(choices)
                | zopa_positions::Values::Either { choices, .. } => choices,
                zopa_positions::Values::Number { .. } => &[],
            };
            let mut failure = Failure::wrong(format!("`{switch}` cannot be set to `{value}`"));
            if let Some(near) = closest(value, choices.iter().map(|(name, _)| *name)) {
                failure = failure.hint(format!("did you mean `{near}`?"));
            }
            failure.hint(format!("{switch}, {}: {}", found.decides, found.expected()))
        }
    }
}
