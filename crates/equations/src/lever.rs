//! Levers and settings: a scenario with some of its quantities changed.

use zopa_scenario::{Lever, LeverChange, Negotiation, Quantity, Scenario};

/// Why a setting cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingError {
    /// No input or variable has this name.
    UnknownTarget(String),
}

impl std::fmt::Display for SettingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SettingError::UnknownTarget(name) => {
                write!(f, "no input or variable is called `{name}`")
            }
        }
    }
}

/// Pulls a lever.
///
/// # Errors
/// Where the lever changes something that does not exist.
pub fn pull(scenario: &mut Scenario, lever: &Lever) -> Result<(), SettingError> {
    for change in &lever.set {
        match change {
            LeverChange::Value { target, value } => set(scenario, &target.text, value)?,
            LeverChange::Seat { party, seat } => {
                let found = scenario.parties.iter_mut().find(|p| p.id.text == party.text);
                match found {
                    Some(p) => p.seat = *seat,
                    None => return Err(SettingError::UnknownTarget(party.text.clone())),
                }
            }
            LeverChange::OffTable(conditions) => {
                scenario.negotiation.get_or_insert_with(Negotiation::default).off_table =
                    conditions.clone();
            }
        }
    }
    Ok(())
}

/// Replaces an input or a variable; its unit, sources and note stay where the new value has none.
///
/// # Errors
/// Where nothing has this name.
pub fn set(scenario: &mut Scenario, name: &str, value: &Quantity) -> Result<(), SettingError> {
    let target = scenario
        .inputs
        .iter_mut()
        .filter(|i| i.id.text == name)
        .map(|i| &mut i.value)
        .chain(scenario.variables.iter_mut().filter(|v| v.id.text == name).map(|v| &mut v.value))
        .next();
    let Some(target) = target else { return Err(SettingError::UnknownTarget(name.to_owned())) };
    let old = std::mem::replace(target, value.clone());
    if target.unit.is_none() {
        target.unit = old.unit;
    }
    if target.sources.is_empty() {
        target.sources = old.sources;
    }
    if target.note.is_none() {
        target.note = old.note;
    }
    Ok(())
}
