//! `zopa show`: the whole model as a typeset listing.

use crate::arguments::ScenarioArgument;
use crate::conflict_listing;
use crate::exit::{Exit, Failure};
use crate::output::{self, FAINT, HEADING, RESET};
use crate::passes::pass;
use crate::render;
use crate::scenario_file::load;
use crate::wrap::wrapped;
use serde_json::json;
use zopa_equations::listing::{Entry, listing};
use zopa_scenario::Scenario;

/// Prints the listing.
pub fn show(arguments: &ScenarioArgument, json: bool) -> Result<Exit, Failure> {
    let file = load(&arguments.scenario)?;
    let passed = pass(&file);
    let (Some(scenario), Some(compiled)) = (&passed.scenario, &passed.compiled) else {
        output::status(&render::diagnostics(&file, &passed.diagnostics));
        output::status(&format!("{} cannot be shown\n", file.shown));
        return Ok(Exit::No);
    };
    let width = output::width();
    let mut sections = listing(scenario, compiled);
    sections.extend(conflict_listing::sections(scenario));
    if json {
        let data: Vec<serde_json::Value> = sections
            .iter()
            .map(|section| {
                let entries: Vec<serde_json::Value> = section
                    .entries
                    .iter()
                    .map(|e| {
                        json!({
                            "lines": e.lines,
                            "label": e.label,
                            "unit": e.unit,
                            "sources": e.sources,
                            "note": e.note,
                        })
                    })
                    .collect();
                json!({ "heading": section.heading, "entries": entries })
            })
            .collect();
        output::json(&json!({ "title": scenario.title.text, "sections": data }))?;
    } else {
        let mut text = head(scenario, width);
        for section in &sections {
            text.push_str(&format!("\n{HEADING}{}{RESET}\n", section.heading));
            for entry in &section.entries {
                text.push_str(&one(entry, width));
            }
        }
        output::print(&text)?;
    }
    let (errors, warnings) = passed.counts();
    if errors + warnings > 0 {
        output::status(&format!("{}; see `zopa check`\n", render::total(&passed.diagnostics)));
    }
    Ok(Exit::Fine)
}

fn head(scenario: &Scenario, width: usize) -> String {
    let mut text = format!("{HEADING}{}{RESET}\n", scenario.title);
    if let Some(summary) = &scenario.summary {
        text.push_str(&wrapped("", &summary.text, width));
    }
    if !scenario.moves_in_time() {
        return text;
    }
    let time = &scenario.time;
    let as_of = scenario.as_of.map_or(String::new(), |date| format!("; as of {date}"));
    text.push_str(&format!(
        "t from {} to {} {}, in steps of {}{as_of}\n",
        time.start, time.end, time.unit, time.step
    ));
    text
}

fn one(entry: &Entry, width: usize) -> String {
    let mut text = String::new();
    let last = entry.lines.len().saturating_sub(1);
    let short = entry.lines.len() > 1 && entry.lines.iter().any(|l| l.starts_with("  "));
    for (i, line) in entry.lines.iter().enumerate() {
        let mut line = line.clone();
        if i == last
            && !short
            && let Some(unit) = entry.unit.as_ref().filter(|u| *u != "1")
        {
            line.push_str(&format!("  [{unit}]"));
        }
        // Rows of tables keep their columns.
        if line.starts_with("  ") {
            text.push_str(&format!("  {line}\n"));
        } else {
            let folded = wrapped("  ", &line, width);
            text.push_str(&folded.replacen("\n  ", "\n        ", usize::MAX));
        }
    }
    let mut remarks: Vec<String> = Vec::new();
    remarks.extend(entry.label.clone());
    if !entry.sources.is_empty() {
        let mut sources = entry.sources.clone();
        sources.dedup();
        remarks.push(sources.iter().map(|s| format!("@{s}")).collect::<Vec<_>>().join(" "));
    }
    remarks.extend(entry.note.clone());
    if !remarks.is_empty() {
        text.push_str(&format!("{FAINT}{}{RESET}", wrapped("      ", &remarks.join("; "), width)));
    }
    text
}
