//! `zopa positions models`: every model with its source and the switches of its readings.

use super::readings::{AGENDA, EXCHANGE, STACKED};
use crate::exit::{Exit, Failure};
use crate::output::{self, FAINT, HEADING, RESET};
use crate::wrap::wrapped;
use serde_json::{Value, json};
use zopa_positions::position_exchange::PositionExchange;
use zopa_positions::{Model, Switch, Values, catalogue};

/// Prints the list.
pub fn listing(rounds: usize, as_json: bool) -> Result<Exit, Failure> {
    let models = catalogue(rounds);
    if as_json {
        let exchange = PositionExchange::default();
        let traded = json!({
            "name": EXCHANGE,
            "summary": "outcome after one round of trades between issues",
            "source": "Stokman and van Oosten (1994)",
            "switches": PositionExchange::SWITCHES.iter().map(|switch| {
                switch_data(switch, exchange.setting(switch.name))
            }).collect::<Vec<_>>(),
        });
        let others = OTHERS
            .iter()
            .map(|(name, line)| json!({ "name": name, "summary": line, "switches": [] }));
        let models: Vec<Value> = models
            .iter()
            .map(|model| data(model.as_ref()))
            .chain(std::iter::once(traded))
            .chain(others)
            .collect();
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
            text.push_str(&told(switch, &now, width));
        }
    }
    text.push_str(&format!("\n{HEADING}{EXCHANGE}{RESET}\n"));
    let line = "outcome after one round of trades between issues. Stokman and van Oosten (1994)";
    text.push_str(&wrapped("  ", line, width));
    let exchange = PositionExchange::default();
    for switch in PositionExchange::SWITCHES {
        let now = exchange.setting(switch.name).unwrap_or_default();
        text.push_str(&told(switch, &now, width));
    }
    for (name, line) in OTHERS {
        text.push_str(&format!("\n{HEADING}{name}{RESET}\n{}", wrapped("  ", line, width)));
    }
    output::print(&text)?;
    Ok(Exit::Fine)
}

/// Models that are not of one issue alone, or need more than it.
const OTHERS: [(&str, &str); 2] = [
    (
        AGENDA,
        "the agenda setter's best proposal that passes, where the file names one. Romer and Rosenthal (1978)",
    ),
    (STACKED, "combination of the models, its weights fitted on past decisions. Breiman (1996)"),
];

fn told(switch: &Switch, now: &str, width: usize) -> String {
    let line = format!("{} = {now}: {} ({})", switch.name, switch.decides, switch.expected());
    format!("{FAINT}{}{RESET}", wrapped("    ", &line, width))
}

fn data(model: &dyn Model) -> Value {
    json!({
        "name": model.name(),
        "summary": model.summary(),
        "source": model.source(),
        "switches": model.switches().iter().map(|switch| {
            switch_data(switch, model.setting(switch.name))
        }).collect::<Vec<_>>(),
    })
}

fn switch_data(switch: &Switch, value: Option<String>) -> Value {
    let (choices, bounds) = values(switch);
    json!({
        "name": switch.name,
        "decides": switch.decides,
        "value": value,
        "choices": choices.iter().map(|(name, meaning)| json!({
            "name": name, "meaning": meaning,
        })).collect::<Vec<_>>(),
        "low": bounds.map(|b| b.0),
        "high": bounds.map(|b| b.1),
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
