//! `zopa stability`: which states of a conflict are stable, under which foresight, by which paths.

mod analysis;
mod coalitions;
mod concepts;
mod explain;
mod export;
mod inverse;
mod json;
mod known;
mod levers;
mod page;
mod part;
mod paths;
mod profile;
mod robustness;
mod source;
mod statement_order;
mod symbolic;
mod text;
mod tree;
mod views;
mod words;

use super::run::quoted;
use crate::arguments::StabilityArguments;
use crate::atomic_write::atomic_write;
use crate::exit::{Exit, Failure};
use crate::numbers::grouped;
use crate::output::{self, count};
use crate::refused::refuse;
use crate::render;
use crate::scenario_file::{is_standard_input, load_up_to};
use analysis::Analysis;
use serde_json::{Map, Value, json};
use source::Source;
use std::path::{Path, PathBuf};
use zopa_exchange::NamedConflict;
use zopa_scenario::Code;
use zopa_scenario::diagnostic::any_error;
use zopa_stability::Preference;
use zopa_stability::hypergame::seen_moves;

/// Analyses a conflict.
pub fn stability(arguments: &StabilityArguments, as_json: bool) -> Result<Exit, Failure> {
    let mut source = source::read(&arguments.scenario)?;
    if any_error(&source.diagnostics) {
        return refuse(&source.file, &source.diagnostics, as_json, "analysed");
    }
    let levers = levers::asked(arguments, source.scenario.as_ref());
    let mut conflict = source.conflict.take();
    let from_levers = match (&source.scenario, conflict.is_none() && !levers.is_empty()) {
        (Some(scenario), true) => Some(levers::run(arguments, scenario, levers)?),
        _ => None,
    };
    if let (Some(scenario), Some(found)) = (&source.scenario, &from_levers) {
        conflict = Some(levers::named(scenario, found));
    }
    if arguments.symbolic || conflict.is_none() {
        if let Some(implicit) = symbolic::implicit(&source, conflict.as_ref()) {
            let title = source.scenario.as_ref().map_or("", |s| s.title.text.as_str());
            let title = conflict.as_ref().map_or(title, |named| named.title.as_str());
            let concepts = match conflict.as_ref() {
                Some(named) => concepts::asked(&arguments.concepts, &named.conflict)?,
                None => concepts::asked_of_any(&arguments.concepts)?,
            };
            return symbolic::run(arguments, &source, title, &implicit, &concepts, as_json);
        }
        if arguments.symbolic {
            return Err(Failure::wrong(
                "decision diagrams need options, and statements for every party's preference",
            )
            .hint("give `[preference.PARTY] statements = [...]` instead of a ranking"));
        }
    }
    let Some(mut named) = conflict else {
        return Err(nothing_to_analyse(&source));
    };
    if let Some(from) = &arguments.from {
        named.status_quo = Some(state(&named, from, "--from")?);
    }
    if let Some(path) = &arguments.rankings
        && let Some(exit) = rank_from(&mut named, path, as_json)?
    {
        return Ok(exit);
    }
    let whole = (!named.views.is_empty()).then(|| named.conflict.clone());
    if let Some(whole) = &whole {
        named.conflict = seen_moves(whole, &named.views)
            .map_err(|error| Failure::wrong(format!("views: {error}")))?;
    }
    describe(&source, &named);
    let concepts = concepts::asked(&arguments.concepts, &named.conflict)?;
    let began = std::time::Instant::now();
    let solved = concepts::stable(&named, &concepts)?;
    let spent = began.elapsed().as_secs_f64();
    output::status(&format!("{} solved in {}\n", count(solved.len(), "concept"), seconds(spent)));
    let mut analysis = Analysis {
        named: &named,
        solved,
        parts: Vec::new(),
        data: Map::new(),
        robustness: Vec::new(),
        robustness_method: String::new(),
        known: Vec::new(),
        manifest: Value::Null,
    };
    analysis.manifest = manifest(arguments, &source, &named);
    if let Some(found) = &from_levers {
        levers::describe(found, &analysis.solved);
        let part = levers::part(&analysis, found, &concepts)?;
        analysis.parts.push(part);
    }
    if !arguments.profile.is_empty() {
        let profile = profile::asked(&named, &arguments.profile)?;
        let part = profile::part(&analysis, &profile)?;
        analysis.parts.push(part);
    }
    let coalitions = coalitions::asked(&named, &arguments.coalitions)?;
    if !coalitions.is_empty() {
        let part = coalitions::part(&analysis, &coalitions, &concepts)?;
        analysis.parts.push(part);
    }
    if let Some(whole) = &whole {
        let part = views::part(&analysis, whole, &concepts)?;
        analysis.parts.push(part);
    }
    if let Some(target) = &arguments.inverse {
        let target = state(&named, target, "--inverse")?;
        let part = inverse::part(&analysis, target, &coalitions, &concepts)?;
        analysis.parts.push(part);
    }
    if let Some(draws) = arguments.robustness {
        let question = robustness::Question { draws, swaps: arguments.swaps, seed: arguments.seed };
        let found = robustness::part(&analysis, &question, &concepts)?;
        analysis.robustness = found.rows;
        analysis.robustness_method = found.method;
        analysis.parts.push(found.part);
    }
    analysis.known = known::check(&analysis);
    let mut sections = Vec::new();
    if !analysis.known.is_empty() {
        let data = known::data(&analysis.known);
        analysis.data.insert("known".into(), data);
        sections.push(("Stated by sources".into(), known::lines(&analysis.known)));
    }
    let paths = paths::find(&analysis, arguments.paths);
    if paths.sought {
        let data = paths.data(&named);
        analysis.data.insert("paths".into(), data);
        sections.push(("Paths from the status quo".into(), paths.lines(&named)));
    }
    if let Some(depth) = arguments.tree {
        let (lines, data) = tree::tree(&named, depth)?;
        analysis.data.insert("tree".into(), data);
        sections.push((format!("Evolution in up to {}", count(depth, "move")), lines));
    }
    let centre =
        arguments.state.as_deref().map(|name| state(&named, name, "--state")).transpose()?;
    let explained: Vec<_> = centre
        .into_iter()
        .chain(if arguments.report && centre.is_none() {
            explained_on_page(&analysis)
        } else {
            Vec::new()
        })
        .flat_map(|state| explain::explanations(&named, state, &concepts))
        .collect();
    if let Some(state) = centre {
        let data = explain::data(&named, &explained);
        analysis.data.insert("explanations".into(), data);
        let lines = words::accounts(&named, &explained);
        sections.push((format!("Why, at {}", named.state_name(state)), lines));
    }
    for path in &arguments.exports {
        export::export(&analysis, path)?;
    }
    if arguments.report {
        let extras = page::Extras {
            paths: &paths,
            explanations: &explained,
            centre,
            manifest: provenance(&analysis.manifest),
            command: recipe(arguments),
        };
        let html = zopa_report::stability::html(&page::answer(&analysis, extras));
        write_page(&folder(arguments), &html)?;
    }
    if as_json {
        json::print(&analysis)?;
    } else {
        output::print(&text::text(&analysis, &sections, arguments.most, output::width()))?;
    }
    Ok(Exit::Fine)
}

/// Takes rankings from a table; how to end where the table has errors.
fn rank_from(
    named: &mut NamedConflict,
    path: &Path,
    as_json: bool,
) -> Result<Option<Exit>, Failure> {
    let file = load_up_to(path, source::EXCHANGE_LIMIT)?;
    let reading = zopa_exchange::csv::read(&file.text, named);
    if any_error(&reading.diagnostics) {
        return refuse(&file, &reading.diagnostics, as_json, "read").map(Some);
    }
    output::status(&render::diagnostics(&file, &reading.diagnostics));
    for (party, ranking) in reading.rankings {
        named.conflict.preferences[party] = Preference::Ranking(ranking);
        named.statements[party] = None;
    }
    Ok(None)
}

/// States that the page explains unasked: the status quo and the first equilibria.
fn explained_on_page(analysis: &Analysis<'_>) -> Vec<u32> {
    const EXPLAINED: usize = 5;
    let mut states: Vec<u32> = analysis.named.status_quo.into_iter().collect();
    for state in analysis.equilibria() {
        if states.len() < EXPLAINED && !states.contains(&state) {
            states.push(state);
        }
    }
    states
}

/// The state that was named on the command line.
fn state(named: &NamedConflict, text: &str, option: &str) -> Result<u32, Failure> {
    named.state(text).ok_or_else(|| {
        let failure = Failure::wrong(format!("{option}: no feasible state is called `{text}`"));
        let first = named.state_name(0);
        failure.hint(if named.is_option_form() {
            format!(
                "a state is called by one letter Y or N for each of the {}, such as `{first}`",
                count(named.options.len(), "option")
            )
        } else {
            format!("states are called by their identifiers, such as `{first}`")
        })
    })
}

/// The party of this identifier or name.
fn party(named: &NamedConflict, text: &str, option: &str) -> Result<usize, Failure> {
    let found = named.parties.iter().position(|p| p.id == text || p.name == text);
    found.ok_or_else(|| {
        let ids: Vec<&str> = named.parties.iter().map(|p| p.id.as_str()).collect();
        Failure::wrong(format!("{option}: no party is called `{text}`"))
            .hint(format!("parties: {}", ids.join(", ")))
    })
}

/// One line on what was read.
fn describe(source: &Source, named: &NamedConflict) {
    let mut parts = vec![count(named.parties.len(), "party")];
    if !named.options.is_empty() {
        parts.push(count(named.options.len(), "option"));
    }
    parts.push(format!("{} states", grouped(&named.states().to_string())));
    let mut line = format!("{}: {}", source.file.shown, parts.join(", "));
    if !source.diagnostics.is_empty() {
        line.push_str(&format!(", {}", count(source.diagnostics.len(), "warning")));
    }
    output::status(&format!("{line}\n"));
    output::status(&render::diagnostics(&source.file, &source.diagnostics));
}

fn nothing_to_analyse(source: &Source) -> Failure {
    let failure = Failure::coded(
        Exit::No,
        Code::NoParties,
        format!("`{}` declares no conflict for stability analysis", source.file.shown),
    );
    let owned = source
        .scenario
        .as_ref()
        .map_or(0, |scenario| scenario.levers.iter().filter(|lever| lever.party.is_some()).count());
    let failure = if owned > 0 {
        failure.hint(format!(
            "{} of its levers belong to a party: `--levers a,b` makes levers the options",
            owned
        ))
    } else {
        failure
    };
    failure.hint("a conflict has `[option.ID]` tables and a `[preference.PARTY]` for each party")
}

fn manifest(arguments: &StabilityArguments, source: &Source, named: &NamedConflict) -> Value {
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "file": source.file.shown,
        "file_hash": source.hash,
        "states": named.states(),
        "method": "definitions in their logical form; no party moves twice in a row; equally \
                   preferred counts as a sanction",
        "seed": arguments.seed,
        "command": recipe(arguments),
    })
}

/// The manifest as names and values.
fn provenance(manifest: &Value) -> Vec<(String, String)> {
    let Value::Object(map) = manifest else { return Vec::new() };
    map.iter()
        .map(|(key, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (key.replace('_', " "), text)
        })
        .collect()
}

/// The command that makes the answer again.
fn recipe(a: &StabilityArguments) -> String {
    let mut text = format!("zopa stability {}", quoted(&a.scenario.display().to_string()));
    let mut add = |name: &str, value: &str| text.push_str(&format!(" --{name} {}", quoted(value)));
    if !a.concepts.is_empty() {
        add("concepts", &a.concepts.join(","));
    }
    if !a.profile.is_empty() {
        add("profile", &a.profile.join(","));
    }
    for coalition in &a.coalitions {
        add("coalition", coalition);
    }
    for (name, value) in [("from", &a.from), ("state", &a.state), ("inverse", &a.inverse)] {
        if let Some(value) = value {
            add(name, value);
        }
    }
    if !a.levers.is_empty() {
        add("levers", &a.levers.join(","));
    }
    if let Some(draws) = a.draws {
        add("draws", &draws.to_string());
    }
    if let Some(draws) = a.robustness {
        add("robustness", &draws.to_string());
        add("swaps", &a.swaps.to_string());
    }
    if a.robustness.is_some() || a.draws.is_some() || !a.levers.is_empty() {
        add("seed", &a.seed.to_string());
    }
    text
}

fn folder(arguments: &StabilityArguments) -> PathBuf {
    match &arguments.out {
        Some(folder) => folder.clone(),
        None if is_standard_input(&arguments.scenario) => Path::new("out").join("standard-input"),
        None => Path::new("out").join(arguments.scenario.file_stem().unwrap_or_default()),
    }
}

fn write_page(folder: &Path, html: &str) -> Result<(), Failure> {
    let path = folder.join("stability.html");
    let written =
        std::fs::create_dir_all(folder).and_then(|()| atomic_write(&path, html.as_bytes()));
    written.map_err(|error| {
        Failure::coded(
            Exit::Wrong,
            Code::Output,
            format!("`{}` cannot be written: {error}", path.display()),
        )
    })?;
    output::status(&format!("{} (open it in a browser)\n", path.display()));
    Ok(())
}

fn seconds(seconds: f64) -> String {
    if seconds < 0.1 { format!("{:.1} ms", seconds * 1e3) } else { format!("{seconds:.2} s") }
}
