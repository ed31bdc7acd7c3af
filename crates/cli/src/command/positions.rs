//! `zopa positions`: where parties end up on contested issues, by every published family of models,
//! each with the accuracy it has shown.

mod answer;
mod data;
mod digits;
mod exchange;
mod listing;
mod page;
mod past;
mod readings;
mod score;
mod source;
mod spatial;
mod stacked;
mod text;

use crate::arguments::PositionsArguments;
use crate::exit::{Exit, Failure};
use crate::interrupt::Interrupt;
use crate::output::{self, count};
use crate::progress::Watch;
use answer::{IssueAnswer, Question};
use past::Past;
use readings::{AGENDA, STACKED, asked};
use std::sync::atomic::AtomicU64;
use zopa_exchange::positions::NamedPositions;
use zopa_positions::calibration::Case;

/// Rounds of models that have rounds, where none are stated.
const MOST_ROUNDS: usize = 1_000;
/// Most draws of the inputs.
const MOST_DRAWS: u64 = 1_000_000;

/// Forecasts positions, or scores the models on past decisions.
pub fn positions(arguments: &PositionsArguments, as_json: bool) -> Result<Exit, Failure> {
    if arguments.rounds() == 0 || arguments.rounds() > MOST_ROUNDS {
        return Err(Failure::wrong(format!("--rounds must lie between 1 and {MOST_ROUNDS}")));
    }
    if arguments.draws == 0 || arguments.draws > MOST_DRAWS {
        return Err(Failure::wrong(format!("--draws must lie between 1 and {MOST_DRAWS}")));
    }
    let asked_for = readings::models(arguments)?;
    let words: Vec<&std::ffi::OsStr> = arguments.words.iter().map(|w| w.as_os_str()).collect();
    match (words.first().and_then(|word| word.to_str()), arguments.words.as_slice()) {
        (Some("score"), [_, folder]) => {
            return score::score(arguments, folder, &asked_for, as_json);
        }
        (Some("spatial"), [_, file]) => {
            if !arguments.models.is_empty() || !arguments.readings.is_empty() {
                return Err(Failure::wrong(
                    "`spatial` runs one model: `--models` and `--reading` say nothing to it",
                )
                .hint("a switch of the spatial model: --set SWITCH=VALUE"));
            }
            return spatial::spatial(arguments, file, as_json);
        }
        (Some("models"), [_]) => return listing::listing(arguments.rounds(), as_json),
        (Some("score"), [path]) if !path.exists() => {
            return Err(Failure::wrong("`score` asks for a folder of past decisions")
                .hint("zopa positions score data/european-union"));
        }
        (Some("spatial"), [path]) if !path.exists() => {
            return Err(
                Failure::wrong("`spatial` asks for a file").hint("zopa positions spatial FILE")
            );
        }
        _ => {}
    }
    let models = asked_for.models;
    if !arguments.set.is_empty() {
        return Err(Failure::wrong("`--set` belongs to `zopa positions spatial FILE`")
            .hint("a reading of another model: --reading MODEL:SWITCH=VALUE"));
    }
    let [path] = arguments.words.as_slice() else {
        return Err(Failure::wrong(
            "expected one file, `score` and a folder, `spatial` and a file, or `models`",
        )
        .hint("zopa positions FILE, or zopa positions score data/european-union"));
    };
    let source = source::read(path)?;
    let Some(positions) = &source.positions else {
        return source::refuse(&source, as_json);
    };
    source::describe(&source, positions);
    let began = std::time::Instant::now();
    let past = Past::new(past::decisions());
    let columns: Vec<Vec<Option<f64>>> =
        models.iter().map(|model| past.column(model.as_ref())).collect();
    let cases: Vec<Vec<Case>> = columns.iter().map(|column| past.cases(column)).collect();
    let chosen = chosen(arguments, positions)?;
    let agenda = if positions.issues.iter().any(|issue| issue.agenda.is_some()) {
        past.cases(&past.proposed())
    } else {
        Vec::new()
    };
    let total = (chosen.len() * models.len()) as u64;
    let watch = Watch::new(Interrupt::listen(), total, "forecasts");
    let question = Question {
        models: &models,
        past: &cases,
        draws: arguments.draws,
        seed: arguments.seed,
        rounds: arguments.rounds(),
        agenda: asked(arguments, AGENDA).then_some(&agenda[..]),
        patient: !arguments.models.is_empty(),
        named: arguments.models.iter().any(|name| name.trim() == AGENDA),
        watch: &watch,
        done: &AtomicU64::new(0),
        total,
    };
    let mut answers: Vec<IssueAnswer<'_>> = chosen
        .iter()
        .map_while(|&index| answer::answer(&positions.issues[index], &question))
        .collect();
    watch.finish();
    let left_out = answers.iter().any(|answer| {
        let drawn = answer.models.iter().any(|model| model.inputs.is_some());
        drawn
            && arguments.models.is_empty()
            && models.iter().any(|m| answer::slow(m.as_ref(), answer.named))
    });
    if left_out {
        output::status(
            "the spatial models are not drawn anew with more than 40 parties; name them in --models for that\n",
        );
    }
    let partial = answers.len() < chosen.len();
    if partial {
        output::status(&format!(
            "stopped: {} of {} done\n",
            answers.len(),
            count(chosen.len(), "issue")
        ));
    }
    let mut traded = None;
    for (name, model) in asked_for.exchanges.iter().filter(|_| !partial) {
        let Some(exchange) = exchange::run(positions, model, arguments.rounds()) else { continue };
        let cases = past.cases(&past.traded(model));
        for (answer, &index) in answers.iter_mut().zip(&chosen) {
            answer.models.extend(exchange::forecast(name, positions, &exchange, index, &cases));
        }
        traded.get_or_insert(exchange);
    }
    if asked(arguments, STACKED) && !partial {
        stacked::add(&mut answers, &past, &models, columns, arguments)?;
    }
    output::status(&format!(
        "{} by {} in {:.2} s\n",
        count(answers.len(), "issue"),
        count(answers.iter().map(|a| a.models.len() + a.without.len()).max().unwrap_or(0), "model"),
        began.elapsed().as_secs_f64()
    ));
    if arguments.report {
        page::write(arguments, &source, positions, &answers, traded.as_ref())?;
    }
    if as_json {
        output::json(&data::data(
            arguments,
            &source,
            positions,
            &answers,
            traded.as_ref(),
            partial,
        ))?;
    } else {
        let width = output::width();
        let mut text =
            text::text(positions, &answers, traded.as_ref().map(|one| (one, &chosen[..])), width);
        if partial {
            text.push_str("\nPartial: stopped before every issue was forecast.\n");
        }
        output::print(&text)?;
    }
    Ok(Exit::Fine)
}

/// The issues asked for.
fn chosen(
    arguments: &PositionsArguments,
    positions: &NamedPositions,
) -> Result<Vec<usize>, Failure> {
    if arguments.issues.is_empty() {
        return Ok((0..positions.issues.len()).collect());
    }
    arguments
        .issues
        .iter()
        .map(|name| {
            positions.issues.iter().position(|issue| issue.named.id == *name).ok_or_else(|| {
                let ids: Vec<&str> = positions.issues.iter().map(|i| i.named.id.as_str()).collect();
                Failure::wrong(format!("no issue is called `{name}`"))
                    .hint(format!("issues: {}", ids.join(", ")))
            })
        })
        .collect()
}
