//! The page of the models of positions and the switches of their readings, from the catalogue.

use zopa_positions::position_exchange::PositionExchange;
use zopa_positions::{Model, Switch, Values, catalogue};

const HEAD: &str = "\
# Models of positions and their switches

This page is written from the code. `zopa positions models` lists the same in a terminal. A reading
of a model with switches set otherwise is written

```text
zopa positions FILE --reading MODEL:SWITCH=VALUE,SWITCH=VALUE
```

and stands beside the other models under that name, with an interval from what *it* would have
missed on past decisions. Formulas are in [Positions: models of bargaining over
issues](positions.md). Switches of the spatial model are also those of `zopa positions spatial FILE
--set SWITCH=VALUE`.

";

/// The page.
pub fn page() -> String {
    let models = catalogue(10);
    let mut page = String::from(HEAD);
    page.push_str("| model | forecast | source |\n|---|---|---|\n");
    for model in &models {
        let (summary, source) = (cell(model.summary()), cell(model.source()));
        page.push_str(&format!("| `{}` | {summary} | {source} |\n", model.name()));
    }
    page.push_str(OTHERS);
    let mut told: Vec<&'static [Switch]> = Vec::new();
    for model in &models {
        let switches = model.switches();
        if switches.is_empty() || told.contains(&switches) {
            continue;
        }
        told.push(switches);
        let family: Vec<&dyn Model> = models
            .iter()
            .filter(|other| other.switches() == switches)
            .map(|other| other.as_ref() as &dyn Model)
            .collect();
        let settings: Vec<Setting<'_>> = family
            .iter()
            .map(|model| (model.name(), Box::new(|switch: &str| model.setting(switch)) as _))
            .collect();
        page.push_str(&section(switches, &settings));
    }
    let exchange = PositionExchange::default();
    let settings: Setting<'_> =
        ("position_exchange", Box::new(|switch: &str| exchange.setting(switch)));
    page.push_str(&section(PositionExchange::SWITCHES, &[settings]));
    page
}

/// A model's name, and what it sets a switch to.
type Setting<'m> = (&'m str, Box<dyn Fn(&str) -> Option<String> + 'm>);

/// Models that are not in the catalogue of models of one issue.
const OTHERS: &str = "\
| `position_exchange` | outcome after one round of trades between issues | Stokman and van Oosten (1994) |
| `agenda_setter` | the agenda setter's best proposal that passes, where the file names one | Romer and Rosenthal (1978) |
| `stacked` | combination of the models, its weights fitted on past decisions | Breiman (1996) |
";

fn section(switches: &[Switch], family: &[Setting<'_>]) -> String {
    let names: Vec<String> = family.iter().map(|(name, _)| format!("`{name}`")).collect();
    let mut text = format!("\n## Switches of {}\n", names.join(", "));
    for switch in switches {
        text.push_str(&format!("\n**`{}`**: {}.\n\n", switch.name, switch.decides));
        text.push_str("| value | meaning and source | set in |\n|---|---|---|\n");
        let (choices, bounds) = match switch.values {
            Values::Choices(choices) => (choices, None),
            Values::Number { low, high } => (&[][..], Some((low, high))),
            Values::Either { choices, low, high } => (choices, Some((low, high))),
        };
        let set_to = |wanted: &dyn Fn(&str) -> bool| -> String {
            let names: Vec<String> = family
                .iter()
                .filter(|(_, setting)| setting(switch.name).is_some_and(|value| wanted(&value)))
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            names.join(", ")
        };
        for (name, meaning) in choices {
            let set_in = set_to(&|value| value == *name);
            text.push_str(&format!("| `{name}` | {} | {set_in} |\n", cell(meaning)));
        }
        if let Some((low, high)) = bounds {
            let mut values: Vec<String> =
                family.iter().filter_map(|(_, setting)| setting(switch.name)).collect();
            values.sort();
            values.dedup();
            values.retain(|value| !choices.iter().any(|(name, _)| name == value));
            let now: Vec<String> = values
                .iter()
                .map(|value| format!("{value} in {}", set_to(&|other| other == value)))
                .collect();
            text.push_str(&format!("| a number from {low} to {high} | | {} |\n", now.join("; ")));
        }
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
