//! The models of a run: those of the catalogue, and readings of them with switches set otherwise.

use crate::arguments::PositionsArguments;
use crate::exit::Failure;
use zopa_positions::position_exchange::PositionExchange;
use zopa_positions::{Model, Named, Switch, SwitchError, catalogue};
use zopa_scenario::suggestion::closest;

/// A model that can be run anywhere.
pub type BoxedModel = Box<dyn Model + Send + Sync>;

/// A combination of the models, fitted on past decisions; it is not in the catalogue.
pub const STACKED: &str = "stacked";
/// A party that proposes; it needs to know who, and is not in the catalogue.
pub const AGENDA: &str = "agenda_setter";
/// Trades of positions between issues; it needs several issues and is not in the catalogue.
pub const EXCHANGE: &str = "position_exchange";

/// The models of a run.
pub struct Chosen {
    /// Models of one issue.
    pub models: Vec<BoxedModel>,
    /// Position exchange and readings of it, by name.
    pub exchanges: Vec<(String, PositionExchange)>,
}

/// The models asked for, all where none is named, and after them the readings.
///
/// # Errors
/// Where a model, a switch or a choice does not exist, or a reading is asked for twice.
pub fn models(arguments: &PositionsArguments) -> Result<Chosen, Failure> {
    let all = catalogue(arguments.rounds());
    let wanted: Vec<&str> = arguments.models.iter().map(|name| name.trim()).collect();
    let mut readings: Vec<BoxedModel> = Vec::new();
    let mut exchanges = Vec::new();
    if asked(arguments, EXCHANGE) {
        exchanges.push((EXCHANGE.to_owned(), PositionExchange::default()));
    }
    let mut known: Vec<String> = Vec::new();
    for text in &arguments.readings {
        let name: String = text.split_whitespace().collect();
        if known.contains(&name) {
            return Err(Failure::wrong(format!("`{name}` is asked for twice")));
        }
        known.push(name.clone());
        if text.split(':').next().is_some_and(|base| base.trim() == EXCHANGE) {
            exchanges.push((name, exchange(text)?));
        } else {
            readings.push(reading(text, arguments.rounds())?);
        }
    }
    let everything = wanted.is_empty() || wanted.contains(&"all");
    for name in wanted.iter().filter(|name| !["all", STACKED, EXCHANGE, AGENDA].contains(name)) {
        if !all.iter().any(|model| model.name() == *name) {
            return Err(unknown(name, &all));
        }
    }
    let chosen = all.into_iter().filter(|model| everything || wanted.contains(&model.name()));
    Ok(Chosen { models: chosen.chain(readings).collect(), exchanges })
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
    let mut reading = Named { name: text.split_whitespace().collect(), model };
    for (switch, value) in pairs(text, settings, reading.switches())? {
        let set = reading.set(switch, value);
        set.map_err(|error| refused(reading.switches(), switch, value, error))?;
    }
    Ok(Box::new(reading))
}

/// A reading of position exchange, written in the same way.
fn exchange(text: &str) -> Result<PositionExchange, Failure> {
    let (_, settings) = text.split_once(':').unwrap_or((text, ""));
    let mut model = PositionExchange::default();
    for (switch, value) in pairs(text, settings, PositionExchange::SWITCHES)? {
        let set = model.set(switch, value);
        set.map_err(|error| refused(PositionExchange::SWITCHES, switch, value, error))?;
    }
    Ok(model)
}

/// The switches and values that a reading states.
fn pairs<'t>(
    text: &str,
    settings: &'t str,
    switches: &[Switch],
) -> Result<Vec<(&'t str, &'t str)>, Failure> {
    if settings.trim().is_empty() || switches.is_empty() {
        return Err(Failure::wrong(format!("`{text}` sets no switch")).hint(told(switches)));
    }
    let pair = |setting: &'t str| {
        let (switch, value) = setting.split_once('=').ok_or_else(|| {
            Failure::wrong(format!("expected SWITCH=VALUE, found `{setting}`")).hint(told(switches))
        })?;
        Ok((switch.trim(), value.trim()))
    };
    settings.split(',').map(pair).collect()
}

/// Why a switch cannot be set, with what can be.
pub fn refused(switches: &[Switch], switch: &str, value: &str, error: SwitchError) -> Failure {
    match error {
        SwitchError::NoSwitch => {
            let failure = Failure::wrong(format!("the model has no switch `{switch}`"));
            match closest(switch, switches.iter().map(|one| one.name)) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(told(switches)),
            }
        }
        SwitchError::NoChoice(found) => {
            Failure::wrong(format!("`{switch}` cannot be set to `{value}`"))
                .hint(format!("expected: {}", found.expected()))
        }
    }
}

/// The names of switches, in words.
fn told(switches: &[Switch]) -> String {
    let names: Vec<&str> = switches.iter().map(|switch| switch.name).collect();
    if names.is_empty() {
        "the model has no switches".to_owned()
    } else {
        format!("MODEL:SWITCH=VALUE with {}", names.join(", "))
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
