//! `--set`: levers pulled, inputs and variables given other values.

use crate::exit::{Exit, Failure};
use zopa_equations::lever;
use zopa_scenario::{Code, Scenario};
use zopa_syntax::suggestion::closest;

/// Applies settings in the order given, and returns them in their plain form for the manifest.
///
/// # Errors
/// Z701 with exit code 2.
pub fn apply(scenario: &mut Scenario, settings: &[String]) -> Result<Vec<String>, Failure> {
    // Levers as they are declared, before any setting.
    let original = scenario.clone();
    settings.iter().map(|setting| one(scenario, &original, setting)).collect()
}

fn one(scenario: &mut Scenario, original: &Scenario, setting: &str) -> Result<String, Failure> {
    let (name, value) = match setting.split_once('=') {
        Some((name, value)) => (name.trim(), Some(value.trim())),
        None => (setting.trim(), None),
    };
    let quantity = |name: &str| {
        original.inputs.iter().any(|i| i.id.text == name)
            || original.variables.iter().any(|v| v.id.text == name)
    };
    let is_lever = |name: &str| original.levers.iter().any(|l| l.id.text == name);
    match (name, value) {
        ("lever", Some(lever)) if !quantity("lever") && !is_lever("lever") => {
            pull(scenario, original, lever)
        }
        (name, Some(value)) if quantity(name) => {
            let quantity = zopa_syntax::quantity_from_setting(value).map_err(|problems| {
                let message =
                    problems.first().map_or("cannot be read".to_owned(), |p| p.message.clone());
                let mut failure = refused(format!("--set {name}: {message}"));
                for hint in problems.into_iter().flat_map(|p| p.hints) {
                    failure = failure.hint(hint);
                }
                failure
            })?;
            lever::set(scenario, name, &quantity)
                .map_err(|problem| refused(format!("--set {setting}: {problem}")))?;
            Ok(format!("{name}={value}"))
        }
        (name, None) if quantity(name) && !is_lever(name) => Err(refused(format!(
            "`--set {name}` needs a value"
        ))
        .hint(format!("write `--set {name}=VALUE`, such as `--set \"{name}=uniform(1, 2)\"`"))),
        (name, value) if is_lever(name) => match value {
            None | Some("on" | "true" | "1") => pull(scenario, original, name),
            Some("off" | "false" | "0") => Ok(format!("{name}=off")),
            Some(value) => Err(refused(format!("lever `{name}` is `on` or `off`, not `{value}`"))),
        },
        (name, _) => Err(unknown(original, name)),
    }
}

fn pull(scenario: &mut Scenario, original: &Scenario, name: &str) -> Result<String, Failure> {
    let found = original.levers.iter().find(|l| l.id.text == name);
    let found = found.ok_or_else(|| unknown(original, name))?;
    lever::pull(scenario, found)
        .map_err(|problem| refused(format!("lever `{name}`: {problem}")))?;
    Ok(name.to_owned())
}

fn refused(message: String) -> Failure {
    Failure::coded(Exit::Wrong, Code::BadSetting, message)
}

fn unknown(scenario: &Scenario, name: &str) -> Failure {
    let levers: Vec<&str> = scenario.levers.iter().map(|l| l.id.text.as_str()).collect();
    let names = levers
        .iter()
        .copied()
        .chain(scenario.inputs.iter().map(|i| i.id.text.as_str()))
        .chain(scenario.variables.iter().map(|v| v.id.text.as_str()));
    let failure = refused(format!("no lever, input or variable is called `{name}`"));
    match closest(name, names) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None if levers.is_empty() => failure,
        None => {
            let more = if levers.len() > 12 { ", …" } else { "" };
            let listed: Vec<&str> = levers.into_iter().take(12).collect();
            failure.hint(format!("levers: {}{more}", listed.join(", ")))
        }
    }
}
