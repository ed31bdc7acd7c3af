//! `zopa positions models`: every model with its source and the switches of its readings.

use crate::exit::{Exit, Failure};
use crate::output::{self, FAINT, HEADING, RESET};
use crate::wrap::wrapped;
use serde_json::{Value, json};
use zopa_positions::{Model, Switch, Values, catalogue};

/// Prints the list.
pub fn listing(rounds: usize, as_json: bool) -> Result<Exit, Failure> {
    let models = catalogue(rounds);
    if as_json {
        let models: Vec<Value> = models.iter().map(|model| data(model.as_ref())).collect();
        output::json(&json!({ "ok": true, "models": models }))?;
        return Ok(Exit::Fine);
    }
    let width = output::width();
    let mut text = String::from(
        "Models; a reading of one is written `--reading MODEL:SWITCH=VALUE,SWITCH=VALUE`\n",
    );
    for model in &models {
        text.push_str(&format!("\n{HEADING}{}{RESET}\n", model.name()));
        text.push_str(&wrapped("  ", &format!("{}. {}", model.summary(), model.source()), width));
        for switch in model.switches() {
            let now = model.setting(switch.name).unwrap_or_default();
            let line =
                format!("{} = {now}: {} ({})", switch.name, switch.decides, switch.expected());
            text.push_str(&format!("{FAINT}{}{RESET}", wrapped("    ", &line, width)));
        }
    }
    output::print(&text)?;
    Ok(Exit::Fine)
}

fn data(model: &dyn Model) -> Value {
    json!({
        "name": model.name(),
        "summary": model.summary(),
        "source": model.source(),
        "switches": model.switches().iter().map(|switch| {
            let (choices, bounds) = values(switch);
            json!({
                "name": switch.name,
                "decides": switch.decides,
                "value": model.setting(switch.name),
                "choices": choices.iter().map(|(name, meaning)| json!({
                    "name": name, "meaning": meaning,
                })).collect::<Vec<_>>(),
                "low": bounds.map(|b| b.0),
                "high": bounds.map(|b| b.1),
            })
        }).collect::<Vec<_>>(),
    })
}

type Choices = &'static [(&'static str, &'static str)];

fn values(switch: &Switch) -> (Choices, Option<(f64, f64)>) {
    match switch.values {
        Values::Choices(choices) => (choices, None),
        Values::Number { low, high } => (&[], Some((low, high))),
        Values::Either { choices, low, high } => (choices, Some((low, high))),
    }
}
