//! `zopa positions spatial`: all issues of a file as the dimensions of one space, by the spatial model
//! of politics (Efird, Lester and Wise 2016).

mod data;
mod page;
mod settings;
mod text;

use super::source;
use crate::arguments::PositionsArguments;
use crate::exit::{Exit, Failure};
use crate::output::{self, count};
use settings::Setting;
use std::path::Path;
use zopa_exchange::positions::NamedPositions;
use zopa_exchange::positions::together::{Absence, Together, TogetherError, politics_of};
use zopa_positions::Remark;
use zopa_positions::spatial::{
    CapabilityUnit, Endings, History, Options, ReceiverView, ThirdParties, Transition, endings,
    simulate,
};
use zopa_scenario::Code;

/// The share of draws between the ends of a range.
const LEVEL: f64 = 0.8;

/// Most draws: the end of every run is kept.
const MOST_DRAWS: u64 = 100_000;
/// Parties told as left out.
const TOLD: usize = 4;

/// Everything said of a file.
struct Answer<'a> {
    positions: &'a NamedPositions,
    space: Together,
    options: Options,
    /// Which switches were set, by whom.
    set: Vec<Setting>,
    history: History,
    /// Where the same turns end in the other reading: with the program's defects put right, or
    /// with them where they are put right already.
    other: Other,
    /// The ends of many runs, where inputs are uncertain or transitions drawn.
    endings: Option<Endings>,
}

/// Where the other reading ends.
struct Other {
    /// What it is.
    reading: &'static str,
    /// The expected position in each dimension; the mean over the draws where transitions are drawn.
    expected: Vec<f64>,
}

/// Runs the spatial model on all issues of a file together.
///
/// As JSON: `ok`, `title`, `parties` [id], `party_names`, `issues[id].{name, scale, opening, expected,
/// most_likely, over_draws, rounds [{positions [by party], forecast}]}`, `turns [{candidates [{party,
/// with, probability}], challenges [{initiator, receiver, probability, gain}], moves [{party,
/// because_of, initiator, receiver, probability}], risk [by party], probability [by party]}]`, `steps`,
/// `settled`, `over_draws {draws, failed, settled}`, `other_reading {reading, expected[id]}`,
/// `options {switch: value}`, `options_set [{switch, value, by}]`, `left_out`, `remarks`, `manifest`.
/// `expected` and `most_likely` are those of the last turn of the run that `turns` tells; ranges over
/// draws stand in `over_draws`.
///
/// # Errors
/// Where there is nothing to read, no party stands on all issues, or a switch cannot be set so.
pub fn spatial(
    arguments: &PositionsArguments,
    path: &Path,
    as_json: bool,
) -> Result<Exit, Failure> {
    let source = source::read(path)?;
    let Some(positions) = &source.positions else {
        return source::refuse(&source, as_json);
    };
    if arguments.draws > MOST_DRAWS {
        return Err(Failure::wrong(format!(
            "--draws of the spatial model must lie between 1 and {MOST_DRAWS}"
        )));
    }
    let (mut options, set) = settings::settings(arguments, positions)?;
    if matches!(options.transition, Transition::Stochastic { .. }) {
        options.transition = Transition::Stochastic { seed: arguments.seed, draw: 0 };
    }
    source::describe(&source, positions);
    let chosen = super::chosen(arguments, positions)?;
    let space = politics_of(positions, &chosen).map_err(|error| no_space(positions, error))?;
    let began = std::time::Instant::now();
    let run = |options: &Options| {
        simulate(&space.politics, options)
            .map_err(|error| no_space(positions, TogetherError::Politics(error)))
    };
    let history = run(&options)?;
    let runs = |options: &Options| {
        let draw = |draw| space.draw(positions, arguments.seed, draw);
        endings(arguments.draws, options, draw)
            .map_err(|error| no_space(positions, TogetherError::Politics(error)))
    };
    let by_chance = matches!(options.transition, Transition::Stochastic { .. });
    let endings = if by_chance || space.uncertain { Some(runs(&options)?) } else { None };
    let (reading, differing) = other_reading(&options);
    let expected = if by_chance {
        let found = runs(&differing)?;
        (0..space.issues.len()).map(|k| found.mean(|ending| ending.expected[k])).collect()
    } else {
        run(&differing)?.closing().map(|turn| turn.expected.clone()).unwrap_or_default()
    };
    let other = Other { reading, expected };
    output::status(&format!(
        "{} in {}, {}{} in {:.2} s\n",
        count(space.parties.len(), "party"),
        count(space.issues.len(), "dimension"),
        count(history.steps(), "turn"),
        endings.as_ref().map_or(String::new(), |e| format!(", {}", count(e.each.len(), "draw"))),
        began.elapsed().as_secs_f64()
    ));
    let answer = Answer { positions, space, options, set, history, other, endings };
    if as_json && let Some(line) = answer.left_out() {
        output::status(&format!("{line}\n"));
    }
    if arguments.report {
        page::write(arguments, path, &source, &answer)?;
    }
    if as_json {
        output::json(&data::data(arguments, &source, &answer))?;
    } else {
        output::print(&text::text(&answer, output::width()))?;
    }
    Ok(Exit::Fine)
}

/// The same options with the program's defects put right, or back where they are.
fn other_reading(options: &Options) -> (&'static str, Options) {
    let sound = Options {
        third_parties: ThirdParties::Sound,
        receiver_view: ReceiverView::Sound,
        capability_unit: CapabilityUnit::Shares,
        ..*options
    };
    if *options != sound {
        return ("with what is broken in the program put right", sound);
    }
    let program = Options {
        third_parties: ThirdParties::AsProgram,
        receiver_view: ReceiverView::AsProgram,
        capability_unit: CapabilityUnit::AsGiven,
        ..*options
    };
    ("as the KTAB program has it", program)
}

/// Why there is no space, in words.
fn no_space(positions: &NamedPositions, error: TogetherError) -> Failure {
    let no = |message: String| Failure::coded(Exit::No, Code::NoParties, message);
    match error {
        TogetherError::NoIssues => no("there is no issue to stand on".into()),
        TogetherError::NobodyEverywhere(left_out) => {
            let failure = no("no party takes a stand on all the issues".into());
            let told: Vec<String> = left_out
                .iter()
                .take(3)
                .map(|(party, absence)| absent(positions, *party, absence))
                .collect();
            let failure = if told.is_empty() { failure } else { failure.hint(told.join("; ")) };
            failure.hint("choose issues on which the same parties stand: --issue ID,ID")
        }
        TogetherError::Politics(error) => {
            use zopa_positions::spatial::PoliticsError;
            let name = |actor: usize| party_name(positions, actor);
            no(match error {
                PoliticsError::NoCapability => "nobody has any capability".into(),
                PoliticsError::BadAdjustment { actor } => format!(
                    "the ideal of {} follows positions with weights that are negative or sum to more than 1",
                    name(actor)
                ),
                PoliticsError::BadCapability { actor, capability } => {
                    format!("the capability of {} is {capability}", name(actor))
                }
                PoliticsError::SalienceSum { actor, sum } => {
                    format!("the saliences of {} sum to {sum}", name(actor))
                }
                other => other.to_string(),
            })
        }
    }
}

/// The name of a party.
fn party_name(positions: &NamedPositions, party: usize) -> &str {
    positions.parties.get(party).map_or("", |party| party.name.as_str())
}

/// Why a party is left out, in words.
fn absent(positions: &NamedPositions, party: usize, absence: &Absence) -> String {
    let name = party_name(positions, party);
    match absence {
        Absence::NoSalience => format!("{name} cares about none of the issues"),
        Absence::NoStand(issues) => {
            let all: Vec<&str> = issues
                .iter()
                .filter_map(|&issue| positions.issues.get(issue))
                .map(|issue| issue.named.name.as_str())
                .collect();
            format!("{name} takes no stand on {}", all.join(", "))
        }
    }
}

impl Answer<'_> {
    /// Whether transitions are drawn, so that the history is that of the first draw.
    fn by_chance(&self) -> bool {
        matches!(self.options.transition, Transition::Stochastic { .. })
    }

    /// Name of an actor of the space.
    fn actor(&self, actor: usize) -> &str {
        self.space.parties.get(actor).map_or("", |&party| party_name(self.positions, party))
    }

    /// Identifier of an actor of the space.
    fn actor_id(&self, actor: usize) -> &str {
        let party = self.space.parties.get(actor);
        party.and_then(|&p| self.positions.parties.get(p)).map_or("", |party| party.id.as_str())
    }

    /// A share of the scale of a dimension on that scale.
    fn on_scale(&self, dimension: usize, share: f64) -> f64 {
        let issue = &self.positions.issues[self.space.issues[dimension]].issue;
        (issue.low + share * (issue.high - issue.low)).clamp(issue.low, issue.high)
    }

    /// Who is left out and why, a sentence or two, with what to do about it.
    fn left_out(&self) -> Option<String> {
        let (positions, space) = (self.positions, &self.space);
        let told: Vec<String> = space
            .left_out
            .iter()
            .take(TOLD)
            .map(|(party, absence)| absent(positions, *party, absence))
            .collect();
        if told.is_empty() {
            return None;
        }
        let more = space.left_out.len() - told.len();
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let mut line = format!(
            "Told of {} only. Left out: {}{more}.",
            output::count(space.parties.len(), "party"),
            told.join("; ")
        );
        // Issues on which nobody is missing.
        let missed = |issue: &usize| {
            space.left_out.iter().any(|(_, absence)| match absence {
                Absence::NoStand(issues) => issues.contains(issue),
                Absence::NoSalience => false,
            })
        };
        let kept: Vec<&str> = space
            .issues
            .iter()
            .filter(|issue| !missed(issue))
            .map(|&issue| positions.issues[issue].named.id.as_str())
            .collect();
        if !kept.is_empty() && kept.len() < space.issues.len() {
            line.push_str(&format!(" All stand on the others: --issue {}", kept.join(",")));
        }
        Some(line)
    }

    /// What the reader must know, in words.
    fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<String> = self
            .history
            .remarks
            .iter()
            .map(|remark| match remark {
                Remark::StillMoving { by } => format!(
                    "positions still move by up to {:.1} % of a scale in the last turn: the answer depends on where the turns stop",
                    100.0 * by
                ),
                Remark::Cycle { from, period } => {
                    format!("positions go in a circle of {period} turns from turn {from} on")
                }
                Remark::Tie => "some choices were among equals and fell to the first: small changes \
                                of capability or order may lead elsewhere"
                    .into(),
                other => super::answer::remark(other, super::digits::Digits::PERCENT),
            })
            .collect();
        let (positions, space) = (self.positions, &self.space);
        let names = |parties: &mut dyn Iterator<Item = usize>| {
            let all: Vec<&str> = parties.map(|party| party_name(positions, party)).collect();
            match all.len() {
                0..=4 => all.join(", "),
                more => format!("{} and {} more", all[..3].join(", "), more - 3),
            }
        };
        if !space.scaled.is_empty() {
            remarks.push(format!(
                "saliences that sum to more than 1 over the issues were divided by their sum: {}",
                names(&mut space.scaled.iter().map(|(party, _)| *party))
            ));
        }
        if !space.averaged.is_empty() {
            remarks.push(format!(
                "the model knows one capability of a party; where it differs by issue the mean was taken: {}",
                names(&mut space.averaged.iter().copied())
            ));
        }
        if let Some(endings) = &self.endings
            && endings.failed > 0
        {
            remarks.push(format!("{} could not be run", count(endings.failed, "draw")));
        }
        let seed = positions.toolkit.as_ref().and_then(|toolkit| toolkit.seed.as_ref());
        if seed.is_some() && self.by_chance() {
            remarks.push(
                "the seed in the file belongs to the program's own random numbers and is not used"
                    .into(),
            );
        }
        remarks
    }
}
