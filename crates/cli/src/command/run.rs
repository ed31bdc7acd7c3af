//! `zopa run`: a scenario to its answer.

use crate::arguments::{RunArguments, SamplingDesign};
use crate::atomic_write::atomic_write;
use crate::exit::{Exit, Failure};
use crate::interrupt::Interrupt;
use crate::numbers::short;
use crate::output::{self, count};
use crate::passes::pass;
use crate::progress::Watch;
use crate::refused::refuse;
use crate::scenario_file::{ScenarioFile, is_standard_input, load};
use crate::settings;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use zopa_ensemble::{Answer, MOST_DRAWS, Manifest, Options, Replay, RunError, StepChange};
use zopa_equations::Compiled;
use zopa_sampling::Design;
use zopa_scenario::diagnostic::any_error;
use zopa_scenario::{Code, Diagnostic, Scenario};

/// Draws rerun at half the step.
const STEP_DRAWS: u64 = 200;

/// Runs a scenario.
pub fn run(arguments: &RunArguments, json: bool) -> Result<Exit, Failure> {
    let options = options(arguments)?;
    let folder = folder(arguments)?;
    let file = load(&arguments.scenario)?;
    let passed = pass(&file);
    if !passed.sound() {
        return refuse(&file, &passed.diagnostics, json, "run");
    }
    let (Some(mut scenario), Some(mut compiled)) = (passed.scenario, passed.compiled) else {
        return refuse(&file, &passed.diagnostics, json, "run");
    };
    let stability = scenario.declares_stability();
    if (stability || scenario.declares_positions()) && !scenario.moves_in_time() {
        let command = if stability { "stability" } else { "positions" };
        return Err(Failure::wrong(format!(
            "`{}` declares nothing that moves in time, only what `zopa {command}` analyses",
            file.shown
        ))
        .hint(format!("analyse it: zopa {command} {}", quoted(&file.shown))));
    }
    let settings = settings::apply(&mut scenario, &arguments.settings)?;
    if !settings.is_empty() {
        compiled = zopa_equations::compile(&scenario);
        if any_error(&compiled.diagnostics) || compiled.model.is_none() {
            return Err(setting_refused(&settings, &compiled.diagnostics));
        }
    }
    status_of(&file, &scenario, &compiled, passed.diagnostics.len());
    let command = Recipe { arguments, settings: &settings };
    if let Some(draw) = arguments.draw {
        let replay = zopa_ensemble::replay(&scenario, &compiled, &options, draw)
            .map_err(|error| failure(error, &command))?;
        return print_replay(&scenario, &replay, draw, json);
    }
    let interrupt = Interrupt::listen();
    let watch = Watch::new(interrupt.clone(), options.draws, "draws");
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario_hash: file.hash(),
        scenario_file: file.shown.clone(),
        seed: options.seed,
        design: design_name(arguments.design).to_owned(),
        draws: options.draws,
        settings: settings.clone(),
        command: command.text(None),
        ..Manifest::default()
    };
    let began = std::time::Instant::now();
    let ran = zopa_ensemble::run(&scenario, &compiled, &options, manifest, Some(&folder), &watch);
    watch.finish();
    let answer = ran.map_err(|error| failure(error, &command))?;
    output::status(&format!(
        "{} in {}\n",
        draws_in_words(&answer),
        seconds(began.elapsed().as_secs_f64())
    ));
    let changes = if arguments.check_step && !interrupt.pressed() {
        zopa_ensemble::check_step(&scenario, &compiled, &options, STEP_DRAWS.min(options.draws))
            .map_err(|error| failure(error, &command))?
    } else {
        Vec::new()
    };
    let report = folder.join("report.html");
    atomic_write(&report, zopa_report::html(&answer).as_bytes())
        .map_err(|error| not_written(&report, &error.to_string()))?;
    if json {
        print_json(&answer, &changes, arguments.check_step)?;
    } else {
        let mut text = zopa_report::terminal(&answer, output::width());
        if arguments.check_step {
            text.push_str(&steps(&scenario, &changes));
        }
        output::print(&text)?;
    }
    output::status(&format!(
        "{}{} holds report.html (open it in a browser), answer.json, draws.parquet, paths.parquet, manifest.json\n",
        if answer.manifest.partial { "partial result; " } else { "" },
        folder.display()
    ));
    Ok(Exit::Fine)
}

fn options(arguments: &RunArguments) -> Result<Options, Failure> {
    if arguments.draws == 0 || arguments.draws > MOST_DRAWS {
        return Err(Failure::coded(
            Exit::Wrong,
            Code::Draws,
            format!(
                "--draws is {}; it must lie between 1 and {}",
                grouped(arguments.draws),
                grouped(MOST_DRAWS)
            ),
        )
        .hint("2,000 draws give shares to about two points, 10,000 to one"));
    }
    if arguments.threads == Some(0) {
        return Err(Failure::wrong("--threads must be at least 1"));
    }
    let design = match arguments.design {
        SamplingDesign::Sobol => Design::Sobol,
        SamplingDesign::LatinHypercube => Design::LatinHypercube,
        SamplingDesign::MonteCarlo => Design::MonteCarlo,
    };
    Ok(Options { draws: arguments.draws, seed: arguments.seed, design, threads: arguments.threads })
}

fn grouped(n: u64) -> String {
    crate::numbers::grouped(&n.to_string())
}

fn design_name(design: SamplingDesign) -> &'static str {
    match design {
        SamplingDesign::Sobol => "sobol",
        SamplingDesign::LatinHypercube => "latin_hypercube",
        SamplingDesign::MonteCarlo => "monte_carlo",
    }
}

/// The folder for the results; refused before any work where it cannot be one.
fn folder(arguments: &RunArguments) -> Result<PathBuf, Failure> {
    let folder = match &arguments.out {
        Some(folder) => folder.clone(),
        None if is_standard_input(&arguments.scenario) => Path::new("out").join("standard-input"),
        None => Path::new("out").join(arguments.scenario.file_stem().unwrap_or_default()),
    };
    let blocked = folder.ancestors().find(|part| part.exists() && !part.is_dir());
    match blocked {
        Some(part) if arguments.draw.is_none() => Err(Failure::coded(
            Exit::Wrong,
            Code::Output,
            format!("`{}` is a file, so results cannot be written into it", part.display()),
        )
        .hint("name another folder with `--out`")),
        _ => Ok(folder),
    }
}

fn setting_refused(settings: &[String], diagnostics: &[Diagnostic]) -> Failure {
    let mut failure = Failure::coded(
        Exit::Wrong,
        Code::BadSetting,
        format!("the scenario cannot be run with --set {}", settings.join(" --set ")),
    );
    for problem in diagnostics.iter().filter(|d| d.is_error()).take(5) {
        failure = failure.hint(format!("{}: {}", problem.code, problem.message));
        for hint in &problem.hints {
            failure = failure.hint(hint.clone());
        }
    }
    failure
}

fn status_of(file: &ScenarioFile, scenario: &Scenario, compiled: &Compiled, warnings: usize) {
    let uncertain = compiled.model.as_ref().map_or(0, |m| m.samples.len());
    let mut parts: Vec<String> = [
        (scenario.parties.len(), "party"),
        (scenario.issues.len(), "issue"),
        (scenario.stocks.len(), "stock"),
        (uncertain, "uncertain number"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| count(n, what))
    .collect();
    if scenario.negotiation.is_some() {
        let packages = scenario.package_count().map_or("too many".to_owned(), grouped);
        parts.insert(2.min(parts.len()), format!("{packages} packages"));
    }
    let mut line = format!("{}: {}", file.shown, parts.join(", "));
    if warnings > 0 {
        line.push_str(&format!(", {} (see `zopa check`)", count(warnings, "warning")));
    }
    output::status(&format!("{line}\n"));
}

/// The command that makes a result again.
struct Recipe<'a> {
    arguments: &'a RunArguments,
    settings: &'a [String],
}

impl Recipe<'_> {
    fn text(&self, draw: Option<u64>) -> String {
        let a = self.arguments;
        let mut text = format!(
            "zopa run {} --draws {} --seed {}",
            quoted(&a.scenario.display().to_string()),
            a.draws,
            a.seed
        );
        if a.design != SamplingDesign::LatinHypercube {
            text.push_str(&format!(" --design {}", design_name(a.design)));
        }
        for setting in self.settings {
            text.push_str(&format!(" --set {}", quoted(setting)));
        }
        if let Some(draw) = draw {
            text.push_str(&format!(" --draw {draw}"));
        }
        text
    }
}

/// As it must be typed in a shell.
pub fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/=:+,%@".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

fn not_written(path: &Path, problem: &str) -> Failure {
    Failure::coded(
        Exit::Wrong,
        Code::Output,
        format!("`{}` cannot be written: {problem}", path.display()),
    )
    .hint("nothing that looks complete was left behind; name another folder with `--out`")
}

fn failure(error: RunError, command: &Recipe<'_>) -> Failure {
    match error {
        RunError::NotFinite(report) => {
            let mut inputs: Vec<String> = report
                .inputs
                .iter()
                .take(40)
                .map(|(name, value)| format!("{name} = {}", short(*value)))
                .collect();
            if report.inputs.len() > inputs.len() {
                inputs.push(format!("and {} more", report.inputs.len() - inputs.len()));
            }
            let mut failure = Failure::coded(
                Exit::No,
                Code::NotFinite,
                format!(
                    "`{}` is not a finite number at time {} in draw {}",
                    report.variable,
                    short(report.time),
                    report.draw
                ),
            );
            if !inputs.is_empty() {
                failure = failure.hint(format!("inputs of that draw: {}", inputs.join(", ")));
            }
            let scenario = quoted(&command.arguments.scenario.display().to_string());
            failure
                .hint(format!("replay it: {}", command.text(Some(report.draw))))
                .hint(format!("its equation: zopa explain {scenario} {}", report.variable))
        }
        RunError::Output { path, problem } => not_written(&path, &problem),
        RunError::Setting(problem) => Failure::wrong(problem),
        RunError::Cancelled => Failure::wrong("stopped before it was done"),
        RunError::NotCompiled => Failure::wrong("the scenario has errors"),
    }
}

fn draws_in_words(answer: &Answer) -> String {
    let (done, asked) = (answer.manifest.draws_done, answer.manifest.draws);
    if answer.manifest.partial {
        format!("{} of {} draws", grouped(done), grouped(asked))
    } else {
        format!("{} draws", grouped(done))
    }
}

fn seconds(seconds: f64) -> String {
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{:.0} min {:.0} s", (seconds / 60.0).floor(), seconds % 60.0)
    }
}

fn print_json(answer: &Answer, changes: &[StepChange], asked: bool) -> Result<(), Failure> {
    let mut value = serde_json::to_value(answer)
        .map_err(|error| Failure::wrong(format!("cannot write the answer as JSON: {error}")))?;
    if let (Value::Object(map), true) = (&mut value, asked) {
        let rows: Vec<Value> = changes
            .iter()
            .map(|c| {
                json!({
                    "measure": c.measure,
                    "at_step": finite(c.at_step),
                    "at_half_step": finite(c.at_half_step),
                })
            })
            .collect();
        map.insert("step_check".to_owned(), Value::Array(rows));
    }
    output::json(&value)
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn steps(scenario: &Scenario, changes: &[StepChange]) -> String {
    let step = scenario.time.step / f64::from(scenario.time.substeps.max(1));
    let mut text = format!(
        "\nHalf the step ({} instead of {} {}), same random numbers\n",
        short(step / 2.0),
        short(step),
        scenario.time.unit
    );
    let longest = changes.iter().map(|c| c.measure.chars().count()).max().unwrap_or(0).min(40);
    for change in changes {
        let size = change.at_step.abs().max(change.at_half_step.abs());
        let relative = if size > 0.0 { (change.at_half_step - change.at_step) / size } else { 0.0 };
        text.push_str(&format!(
            "  {:<longest$}  {:>12}  {:>12}  {:>+8.2} %\n",
            change.measure,
            short(change.at_step),
            short(change.at_half_step),
            100.0 * relative
        ));
    }
    text
}

fn print_replay(
    scenario: &Scenario,
    replay: &Replay,
    draw: u64,
    json: bool,
) -> Result<Exit, Failure> {
    if json {
        let columns: serde_json::Map<String, Value> = replay
            .columns
            .iter()
            .map(|(name, values)| {
                (name.clone(), values.iter().map(|v| json!(finite(*v))).collect::<Vec<_>>().into())
            })
            .collect();
        let inputs: serde_json::Map<String, Value> =
            replay.inputs.iter().map(|(name, v)| (name.clone(), json!(finite(*v)))).collect();
        let events: Vec<Value> = replay
            .events
            .iter()
            .map(|(time, event)| json!({ "time": time, "event": event }))
            .collect();
        output::json(&json!({
            "draw": draw,
            "times": replay.times,
            "columns": columns,
            "events": events,
            "inputs": inputs,
        }))?;
        return Ok(Exit::Fine);
    }
    let unit = &scenario.time.unit;
    let mut text = format!("{}, draw {draw}\n\ninputs\n", scenario.title);
    for (name, value) in &replay.inputs {
        text.push_str(&format!("  {name} = {}\n", short(*value)));
    }
    text.push_str("\nevents\n");
    for (time, event) in &replay.events {
        text.push_str(&format!("  {unit} {}: {event}\n", short(*time)));
    }
    if replay.events.is_empty() {
        text.push_str("  none: no deal is signed\n");
    }
    text.push_str(&path(scenario, replay));
    output::print(&text)?;
    Ok(Exit::Fine)
}

/// Columns that fit side by side; stocks and shown variables first, and whatever is not finite.
fn path(scenario: &Scenario, replay: &Replay) -> String {
    let kept = |name: &String| {
        scenario.stocks.iter().any(|s| s.id.text == *name)
            || scenario.show.iter().any(|s| s.text == *name)
    };
    let columns: Vec<&(String, Vec<f64>)> = replay
        .columns
        .iter()
        .filter(|(name, values)| kept(name) || values.iter().any(|v| !v.is_finite()))
        .collect();
    let room = ((output::width().saturating_sub(10)) / 14).max(1);
    let mut text = String::new();
    for part in columns.chunks(room) {
        text.push_str(&format!("\n{:>8}", scenario.time.unit));
        for (name, _) in part {
            text.push_str(&format!("  {:>12}", crate::wrap::shortened(name, 12)));
        }
        text.push('\n');
        for (i, time) in replay.times.iter().enumerate() {
            text.push_str(&format!("{:>8}", short(*time)));
            for (_, values) in part {
                let value = values.get(i).copied().unwrap_or(f64::NAN);
                text.push_str(&format!("  {:>12}", short(value)));
            }
            text.push('\n');
        }
    }
    text
}
