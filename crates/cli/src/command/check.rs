//! `zopa check`: is a scenario sound, and which of its numbers have a source.

use crate::arguments::CheckArguments;
use crate::evidence_by_table::{Counts, by_table};
use crate::exit::{Exit, Failure};
use crate::numbers::grouped;
use crate::output::{self, HEADING, RESET, count};
use crate::passes::{Passed, pass};
use crate::render;
use crate::scenario_file::{ScenarioFile, load};
use crate::wrap::wrapped;
use serde_json::{Value, json};
use zopa_equations::Compiled;
use zopa_scenario::{Code, Scenario};

/// Checks a scenario.
pub fn check(arguments: &CheckArguments, json: bool) -> Result<Exit, Failure> {
    let file = load(&arguments.scenario)?;
    let passed = pass(&file);
    let (errors, warnings) = passed.counts();
    let fine = errors == 0 && (warnings == 0 || !arguments.strict);
    if json {
        output::json(&data(&file, &passed, fine))?;
    } else {
        output::print(&text(&file, &passed))?;
    }
    Ok(if fine { Exit::Fine } else { Exit::No })
}

fn text(file: &ScenarioFile, passed: &Passed) -> String {
    let width = output::width();
    let mut text = render::diagnostics(file, &passed.diagnostics);
    if let Some(scenario) = &passed.scenario {
        text.push_str(&format!("{HEADING}{}{RESET}\n", scenario.title));
        let counts: Vec<String> = counts(scenario)
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(what, n)| count(n, what))
            .collect();
        if !counts.is_empty() {
            text.push_str(&wrapped("  holds     ", &counts.join(", "), width));
        }
        if scenario.negotiation.is_some() {
            let packages = scenario
                .package_count()
                .map_or("more than 10^19".to_owned(), |n| grouped(&n.to_string()));
            text.push_str(&wrapped("  packages  ", &packages, width));
        }
        if let Some(conflict) = &passed.conflict {
            let states = grouped(&conflict.states().to_string());
            text.push_str(&wrapped("  states    ", &states, width));
        }
        if let Some(compiled) = &passed.compiled {
            text.push_str(&evidence(scenario, compiled, width));
        }
        let unused = unused(passed);
        if !unused.is_empty() {
            text.push_str(&wrapped("  unused    ", &unused.join(", "), width));
        }
    }
    let only_stability = passed
        .scenario
        .as_ref()
        .is_some_and(|s| !s.moves_in_time() && (s.declares_stability() || s.declares_positions()));
    let verdict = match (passed.sound(), only_stability) {
        (true, false) => "can be run",
        (true, true) if passed.conflict.is_some() => "can be analysed by `zopa stability`",
        (true, true) => "can be analysed by `zopa positions`",
        (false, _) => "cannot be run",
    };
    text.push_str(&format!("{} {verdict}: {}\n", file.shown, render::total(&passed.diagnostics)));
    text
}

fn counts(scenario: &Scenario) -> Vec<(&'static str, usize)> {
    vec![
        ("party", scenario.parties.len()),
        ("issue", scenario.issues.len()),
        ("input", scenario.inputs.len()),
        ("stock", scenario.stocks.len()),
        ("variable", scenario.variables.len()),
        ("series", scenario.series.len()),
        ("lever", scenario.levers.len()),
        ("measure", scenario.measures.len()),
        ("claim", scenario.claims.len()),
        ("source", scenario.sources.len()),
        ("option", scenario.options.len()),
        ("preference", scenario.preferences.len()),
        ("view", scenario.views.len()),
        ("position", scenario.positions.len()),
    ]
}

fn evidence(scenario: &Scenario, compiled: &Compiled, width: usize) -> String {
    let evidence = zopa_ensemble::evidence(scenario, compiled);
    let all = Counts::of(&evidence);
    let numbers = count(all.total() as usize, "number");
    if all.total() == 0 {
        return String::new();
    }
    if scenario.teaching_example {
        let line = format!("{numbers}; a teaching example, no sources asked for");
        return wrapped("  evidence  ", &line, width);
    }
    let several = match all.conflicts {
        0 => String::new(),
        n => format!(" ({n} with several)"),
    };
    let line = format!(
        "{numbers}: {} with a source{several}, {}, {} with neither",
        all.sourced,
        count(all.assumptions as usize, "assumption"),
        all.gaps
    );
    let mut text = wrapped("  evidence  ", &line, width);
    let row = |name: &str, cells: [&str; 4]| {
        let [a, b, c, d] = cells;
        format!("            {name:<12} {a:>8} {b:>8} {c:>11} {d:>8}\n")
    };
    text.push_str(&row("", ["source", "several", "assumption", "neither"]));
    for (table, c) in by_table(&evidence, compiled) {
        let cells = [c.sourced, c.conflicts, c.assumptions, c.gaps].map(|n| n.to_string());
        text.push_str(&row(table, [&cells[0], &cells[1], &cells[2], &cells[3]]));
    }
    text
}

/// Names that the check found unused.
fn unused(passed: &Passed) -> Vec<String> {
    passed
        .diagnostics
        .iter()
        .filter(|d| d.code == Code::Unused)
        .filter_map(|d| d.message.split('`').nth(1).map(str::to_owned))
        .collect()
}

fn data(file: &ScenarioFile, passed: &Passed, fine: bool) -> Value {
    let (errors, warnings) = passed.counts();
    let summary = passed.scenario.as_ref().map(|s| {
        json!({
            "title": s.title.text,
            "parties": s.parties.len(),
            "issues": s.issues.len(),
            "packages": s.package_count(),
            "stocks": s.stocks.len(),
            "variables": s.variables.len(),
            "inputs": s.inputs.len(),
            "series": s.series.len(),
            "levers": s.levers.len(),
            "measures": s.measures.len(),
            "claims": s.claims.len(),
            "sources": s.sources.len(),
            "options": s.options.len(),
            "states": passed.conflict.as_ref().map(|conflict| conflict.states()),
            "unused": unused(passed),
        })
    });
    let evidence = passed.scenario.as_ref().zip(passed.compiled.as_ref()).map(|(s, c)| {
        let evidence = zopa_ensemble::evidence(s, c);
        let mut data = Counts::of(&evidence).data();
        let tables: serde_json::Map<String, Value> = by_table(&evidence, c)
            .into_iter()
            .map(|(table, counts)| (table.to_owned(), counts.data()))
            .collect();
        if let Value::Object(map) = &mut data {
            map.insert("by_table".to_owned(), Value::Object(tables));
        }
        data
    });
    json!({
        "ok": fine,
        "errors": errors,
        "warnings": warnings,
        "diagnostics": render::data(file, &passed.diagnostics),
        "summary": summary,
        "evidence": evidence,
    })
}
