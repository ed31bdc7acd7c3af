//! `zopa positions`: where parties end up on contested issues, by every published family of models,
//! each with the accuracy it has shown.

mod answer;
mod data;
mod exchange;
mod page;
mod past;
mod score;
mod source;
mod text;

use crate::arguments::PositionsArguments;
use crate::exit::{Exit, Failure};
use crate::output::{self, count};
use answer::{IssueAnswer, Question};
use zopa_exchange::positions::NamedPositions;
use zopa_positions::calibration::Case;
use zopa_positions::{Model, catalogue};

/// Rounds of models that have rounds, where none are stated.
const MOST_ROUNDS: usize = 1_000;
/// Most draws of the inputs.
const MOST_DRAWS: u64 = 1_000_000;

/// Forecasts positions, or scores the models on past decisions.
pub fn positions(arguments: &PositionsArguments, as_json: bool) -> Result<Exit, Failure> {
    if arguments.rounds == 0 || arguments.rounds > MOST_ROUNDS {
        return Err(Failure::wrong(format!("--rounds must lie between 1 and {MOST_ROUNDS}")));
    }
    if arguments.draws == 0 || arguments.draws > MOST_DRAWS {
        return Err(Failure::wrong(format!("--draws must lie between 1 and {MOST_DRAWS}")));
    }
    let models = models(arguments)?;
    if let [word, folder] = arguments.words.as_slice()
        && word.as_os_str() == "score"
    {
        return score::score(arguments, folder, &models, as_json);
    }
    let [path] = arguments.words.as_slice() else {
        return Err(Failure::wrong("expected one file, or `score` and a folder")
            .hint("zopa positions FILE, or zopa positions score data/european-union"));
    };
    let source = source::read(path)?;
    let Some(positions) = &source.positions else {
        return source::refuse(&source, as_json);
    };
    source::describe(&source, positions);
    let began = std::time::Instant::now();
    let decisions = past::decisions();
    let past: Vec<Vec<Case>> =
        models.iter().map(|model| past::cases(model.as_ref(), &decisions)).collect();
    let question =
        Question { models: &models, past: &past, draws: arguments.draws, seed: arguments.seed };
    let answers: Vec<IssueAnswer<'_>> = chosen(arguments, positions)?
        .into_iter()
        .map(|index| answer::answer(&positions.issues[index], &question))
        .collect();
    let traded = exchange::run(positions, arguments.rounds);
    output::status(&format!(
        "{} by {} in {:.2} s\n",
        count(answers.len(), "issue"),
        count(models.len(), "model"),
        began.elapsed().as_secs_f64()
    ));
    if arguments.report {
        page::write(arguments, &source, positions, &answers, traded.as_ref())?;
    }
    if as_json {
        output::json(&data::data(arguments, &source, positions, &answers, traded.as_ref()))?;
    } else {
        let width = output::width();
        output::print(&text::text(positions, &answers, traded.as_ref(), width))?;
    }
    Ok(Exit::Fine)
}

/// The models asked for: all where none is named.
fn models(arguments: &PositionsArguments) -> Result<Vec<Box<dyn Model + Send + Sync>>, Failure> {
    let all = catalogue(arguments.rounds);
    let wanted: Vec<&str> = arguments.models.iter().map(|name| name.trim()).collect();
    if wanted.is_empty() || wanted.contains(&"all") {
        return Ok(all);
    }
    for name in &wanted {
        if !all.iter().any(|model| model.name() == *name) {
            let names: Vec<&str> = all.iter().map(|model| model.name()).collect();
            return Err(Failure::wrong(format!("no model is called `{name}`"))
                .hint(format!("models: {}", names.join(", "))));
        }
    }
    Ok(all.into_iter().filter(|model| wanted.contains(&model.name())).collect())
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
