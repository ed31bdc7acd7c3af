//! `zopa theory`: the closed forms of the literature, listed or computed.

use crate::arguments::TheoryArguments;
use crate::exit::{Exit, Failure};
use crate::numbers::full;
use crate::output::{self, FAINT, HEADING, NAME, RESET};
use crate::wrap::wrapped;
use serde_json::{Value, json};
use zopa_syntax::suggestion::closest;
use zopa_theory::{CATALOGUE, TheoryError, Topic, find};

/// Lists topics, describes one, or computes it.
pub fn theory(arguments: &TheoryArguments, json: bool) -> Result<Exit, Failure> {
    let Some(name) = &arguments.name else { return list(json) };
    let topic = find(name).ok_or_else(|| unknown(name))?;
    if arguments.given.is_empty() {
        describe(topic, json)?;
    } else {
        compute(topic, &arguments.given, json)?;
    }
    Ok(Exit::Fine)
}

fn list(json: bool) -> Result<Exit, Failure> {
    if json {
        let topics: Vec<Value> = CATALOGUE
            .iter()
            .map(|t| {
                json!({ "name": t.name, "title": t.title, "formula": t.formula, "source": t.source })
            })
            .collect();
        output::json(&json!({ "topics": topics }))?;
        return Ok(Exit::Fine);
    }
    let width = output::width();
    let mut text = String::new();
    for topic in CATALOGUE {
        text.push_str(&format!("{NAME}{}{RESET}\n", topic.name));
        text.push_str(&wrapped("  ", topic.title, width));
        text.push_str(&wrapped("  ", topic.formula, width));
        text.push_str(&format!("{FAINT}{}{RESET}", wrapped("  ", topic.source, width)));
        text.push('\n');
    }
    output::print(&text)?;
    output::status(&format!(
        "{} closed forms; `zopa theory NAME` describes one, `zopa theory NAME key=value …` computes it\n",
        CATALOGUE.len()
    ));
    Ok(Exit::Fine)
}

fn unknown(name: &str) -> Failure {
    let names =
        CATALOGUE.iter().flat_map(|t| std::iter::once(t.name).chain(t.aliases.iter().copied()));
    let failure = Failure::wrong(format!("no closed form is called `{name}`"));
    let wanted = name.to_lowercase();
    let holding: Vec<&str> = CATALOGUE
        .iter()
        .filter(|t| wanted.len() > 2 && t.name.contains(&wanted))
        .map(|t| t.name)
        .take(6)
        .collect();
    match closest(name, names) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None if !holding.is_empty() => {
            failure.hint(format!("names with it: {}", holding.join(", ")))
        }
        None => failure.hint("`zopa theory` lists all of them"),
    }
}

/// What stands where an argument is not given.
fn default_in_words(default: Option<f64>) -> String {
    match default {
        None => String::new(),
        Some(value) if value.is_nan() => " (may be absent)".to_owned(),
        Some(value) => format!(" ({value} if absent)"),
    }
}

/// The command that computes the example of a topic.
fn example(topic: &Topic) -> String {
    let (values, _, _) = topic.example;
    let mut command = format!("zopa theory {}", topic.name);
    for (argument, value) in topic.arguments.iter().zip(values) {
        let usual = argument.default.is_some_and(|d| d == *value);
        if !value.is_nan() && !usual {
            command.push_str(&format!(" {}={value}", argument.name));
        }
    }
    command
}

fn description(topic: &Topic) -> Value {
    let arguments: Vec<Value> = topic
        .arguments
        .iter()
        .map(|a| {
            json!({
                "name": a.name,
                "meaning": a.meaning,
                "range": a.range(),
                "needed": a.default.is_none(),
                "default": a.default.filter(|d| d.is_finite()),
            })
        })
        .collect();
    let (_, output, value) = topic.example;
    json!({
        "name": topic.name,
        "aliases": topic.aliases,
        "title": topic.title,
        "formula": topic.formula,
        "assumptions": topic.assumptions,
        "source": topic.source,
        "arguments": arguments,
        "outputs": topic.outputs.iter().map(|o| json!({ "name": o.name, "meaning": o.meaning })).collect::<Vec<_>>(),
        "example": {
            "command": example(topic),
            "output": topic.outputs.get(output).map(|o| o.name),
            "value": value,
        },
    })
}

fn head(topic: &Topic, width: usize) -> String {
    let mut text = format!("{HEADING}{}{RESET}: {}\n", topic.name, topic.title);
    text.push_str(&wrapped("  formula      ", topic.formula, width));
    text.push_str(&wrapped("  assumes      ", topic.assumptions, width));
    text.push_str(&wrapped("  source       ", topic.source, width));
    text
}

fn describe(topic: &Topic, json: bool) -> Result<(), Failure> {
    if json {
        return output::json(&description(topic));
    }
    let width = output::width();
    let mut text = head(topic, width);
    if !topic.aliases.is_empty() {
        text.push_str(&wrapped("  also called  ", &topic.aliases.join(", "), width));
    }
    text.push_str("\narguments\n");
    for argument in topic.arguments {
        let meaning = format!(
            "{}; {}{}",
            argument.meaning,
            argument.range(),
            default_in_words(argument.default)
        );
        text.push_str(&wrapped(&format!("  {:<12} ", argument.name), &meaning, width));
    }
    text.push_str("\nresults\n");
    for result in topic.outputs {
        text.push_str(&wrapped(&format!("  {:<12} ", result.name), result.meaning, width));
    }
    let (_, output, value) = topic.example;
    let what = topic.outputs.get(output).map_or("", |o| o.name);
    text.push_str(&format!("\nexample\n  {}\n  {what} = {}\n", example(topic), full(value)));
    output::print(&text)
}

fn compute(topic: &Topic, given: &[String], json: bool) -> Result<(), Failure> {
    let mut values: Vec<(&str, f64)> = Vec::new();
    for pair in given {
        let (key, text) = pair.split_once('=').ok_or_else(|| {
            Failure::wrong(format!("`{pair}` is not of the form key=value"))
                .hint(format!("such as: {}", example(topic)))
        })?;
        let (key, text) = (key.trim(), text.trim());
        let value = number(text).ok_or_else(|| {
            Failure::wrong(format!("`{key}` must be a number, and `{text}` is not"))
        })?;
        let same = |other: &str| match (topic.argument(key), topic.argument(other)) {
            (Some(a), Some(b)) => a == b,
            _ => key == other,
        };
        if values.iter().any(|(other, _)| same(other)) {
            return Err(Failure::wrong(format!("`{key}` is given twice")));
        }
        values.push((key, value));
    }
    let results = topic.compute(&values).map_err(|error| refusal(topic, &error))?;
    let pairs: Vec<(&str, &str, f64)> = topic
        .outputs
        .iter()
        .zip(&results)
        .map(|(output, value)| (output.name, output.meaning, *value))
        .collect();
    if json {
        let outputs: Vec<Value> = pairs
            .iter()
            .map(|(name, meaning, value)| {
                let value = value.is_finite().then_some(*value);
                json!({ "name": name, "meaning": meaning, "value": value })
            })
            .collect();
        let arguments: Vec<Value> =
            values.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        return output::json(&json!({
            "name": topic.name,
            "title": topic.title,
            "formula": topic.formula,
            "assumptions": topic.assumptions,
            "source": topic.source,
            "arguments": arguments,
            "outputs": outputs,
        }));
    }
    let width = output::width();
    let mut text = head(topic, width);
    text.push('\n');
    let longest = pairs.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0);
    for (name, meaning, value) in pairs {
        let lead = format!("  {name:<longest$} = {:<14} ", full(value));
        text.push_str(&wrapped(&lead, meaning, width));
    }
    output::print(&text)
}

/// A number as typed: `0.6`, `1/3`, `30%`, `1_000`.
fn number(text: &str) -> Option<f64> {
    if let Some((above, below)) = text.split_once('/') {
        let ratio = number(above)? / number(below)?;
        return ratio.is_finite().then_some(ratio);
    }
    if let Some(percent) = text.strip_suffix('%') {
        return number(percent).map(|value| value / 100.0);
    }
    zopa_syntax::literal::number(text)
}

fn refusal(topic: &Topic, error: &TheoryError) -> Failure {
    let failure = Failure::wrong(format!("{}: {error}", topic.name));
    let named = |name: &str| topic.arguments.iter().find(|a| a.name == name);
    match error {
        TheoryError::UnknownArgument { name } => {
            let names: Vec<&str> = topic.arguments.iter().map(|a| a.name).collect();
            let failure = match closest(name, names.iter().copied()) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure,
            };
            failure.hint(format!("its arguments are {}", names.join(", ")))
        }
        TheoryError::MissingArgument { argument } => {
            let failure = match named(argument) {
                Some(a) => failure.hint(format!("`{}` is {}; {}", a.name, a.meaning, a.range())),
                None => failure,
            };
            failure.hint(format!("such as: {}", example(topic)))
        }
        TheoryError::OutOfRange { argument, .. } => match named(argument) {
            Some(a) => failure.hint(format!("`{}` is {}", a.name, a.meaning)),
            None => failure,
        },
        _ => failure,
    }
}
