//! The models of a run: those of the catalogue, and readings of them with switches set otherwise.

use crate::arguments::PositionsArguments;
use crate::exit::Failure;
use zopa_positions::{Model, Named, SwitchError, catalogue};
use zopa_scenario::suggestion::closest;

/// A model that can be run anywhere.
pub type BoxedModel = Box<dyn Model + Send + Sync>;

/// A combination of the models, fitted on past decisions; it is not in the catalogue.
pub const STACKED: &str = "stacked";
/// A party that proposes; it needs to know who, and is not in the catalogue.
pub const AGENDA: &str = "agenda_setter";
/// Trades of positions between issues; it needs several issues and is not in the catalogue.
pub const EXCHANGE: &str = "position_exchange";

/// The models asked for, all where none is named, and after them the readings.
///
/// # Errors
/// Where a model, a switch or a choice does not exist.
pub fn models(arguments: &PositionsArguments) -> Result<Vec<BoxedModel>, Failure> {
    let all = catalogue(arguments.rounds());
    let wanted: Vec<&str> = arguments.models.iter().map(|name| name.trim()).collect();
    let readings: Vec<BoxedModel> = arguments
        .readings
        .iter()
        .map(|text| reading(text, arguments.rounds()))
        .collect::<Result<_, _>>()?;
    let everything = wanted.is_empty() || wanted.contains(&"all");
    for name in wanted.iter().filter(|name| !["all", STACKED, EXCHANGE, AGENDA].contains(name)) {
        if !all.iter().any(|model| model.name() == *name) {
            return Err(unknown(name, &all));
        }
    }
    let chosen = all.into_iter().filter(|model| everything || wanted.contains(&model.name()));
    Ok(chosen.chain(readings).collect())
}

/// Whether a model that is not in the catalogue is asked for.
pub fn asked(arguments: &PositionsArguments, name: &str) -> bool {
    let names = &arguments.models;
    names.is_empty() || names.iter().any(|one| one.trim() == "all" || one.trim() == name)
}

/// A reading written as `MODEL:SWITCH=VALUE,SWITCH=VALUE`.
fn reading(text: &str, rounds: usize) -> Result<BoxedModel, Failure> {
    let (name, settings) = text.split_once(':').unwrap_or((text, ""));
    let all = catalogue(rounds);
    let Some(found) = all.iter().position(|model| model.name() == name.trim()) else {
        return Err(unknown(name.trim(), &all));
    };
    let model = all.into_iter().nth(found).unwrap_or_else(|| unreachable!("an index of the list"));
    let mut reading = Named { name: text.replace(' ', ""), model };
    if settings.trim().is_empty() {
        return Err(Failure::wrong(format!("`{text}` sets no switch"))
            .hint(format!("--reading {name}:SWITCH=VALUE, with {}", switches(&reading))));
    }
    for setting in settings.split(',') {
        let Some((switch, value)) = setting.split_once('=') else {
            return Err(Failure::wrong(format!("expected SWITCH=VALUE, found `{setting}`")));
        };
        set(&mut reading, switch.trim(), value.trim())?;
    }
    Ok(Box::new(reading))
}

fn set(reading: &mut Named, switch: &str, value: &str) -> Result<(), Failure> {
    reading.set(switch, value).map_err(|error| refused(reading, switch, value, error))
}

/// Why a switch of a model cannot be set, with what can be.
pub fn refused(model: &dyn Model, switch: &str, value: &str, error: SwitchError) -> Failure {
    match error {
        SwitchError::NoSwitch => {
            let failure = Failure::wrong(format!("the model has no switch `{switch}`"));
            let names = model.switches().iter().map(|one| one.name);
            match closest(switch, names) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(switches(model)),
            }
        }
        SwitchError::NoChoice(found) => {
            Failure::wrong(format!("`{switch}` cannot be set to `{value}`"))
                .hint(format!("expected: {}", found.expected()))
        }
    }
}

/// The names of a model's switches, in words.
fn switches(model: &dyn Model) -> String {
    let names: Vec<&str> = model.switches().iter().map(|switch| switch.name).collect();
    if names.is_empty() {
        "the model has no switches".to_owned()
    } else {
        format!("switches: {}", names.join(", "))
    }
}

fn unknown(name: &str, all: &[BoxedModel]) -> Failure {
    let names: Vec<&str> =
        all.iter().map(|model| model.name()).chain([EXCHANGE, AGENDA, STACKED]).collect();
    let failure = Failure::wrong(format!("no model is called `{name}`"));
    match closest(name, names.iter().copied()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(format!("models: {}", names.join(", "))),
    }
}
