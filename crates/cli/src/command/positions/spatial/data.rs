//! The answer of `zopa positions spatial` as JSON.

use super::{Answer, LEVEL, Other, absent};
use crate::arguments::PositionsArguments;
use crate::command::positions::source::Source;
use serde_json::{Map, Value, json};
use zopa_positions::spatial::{Endings, Options, Turn};

/// The document.
pub fn data(arguments: &PositionsArguments, source: &Source, answer: &Answer<'_>) -> Value {
    let space = &answer.space;
    let actors = 0..space.parties.len();
    let options: Map<String, Value> = Options::SWITCHES
        .iter()
        .map(|switch| (switch.name.to_owned(), json!(answer.options.setting(switch.name))))
        .collect();
    json!({
        "ok": true,
        "title": answer.positions.title,
        "parties": actors.clone().map(|actor| answer.actor_id(actor)).collect::<Vec<_>>(),
        "party_names": actors
            .map(|actor| (answer.actor_id(actor).to_owned(), json!(answer.actor(actor))))
            .collect::<Map<_, _>>(),
        "issues": by_issue(answer, |dimension| issue(answer, dimension)),
        "turns": answer.history.turns.iter().map(|one| turn(answer, one)).collect::<Vec<_>>(),
        "steps": answer.history.steps(),
        "settled": settled(answer),
        "over_draws": answer.endings.as_ref().map(|endings| json!({
            "draws": endings.each.len(),
            "failed": endings.failed,
            "settled": endings.settled(),
        })),
        "other_reading": other_reading(answer, &answer.other),
        "options": options,
        "options_set": answer.set.iter().map(|one| json!({
            "switch": one.switch, "value": one.value, "by": one.by,
        })).collect::<Vec<_>>(),
        "left_out": space.left_out.iter().map(|(party, absence)| json!({
            "party": answer.positions.parties[*party].id,
            "because": absent(answer.positions, *party, absence),
        })).collect::<Vec<_>>(),
        "remarks": answer.remarks(),
        "manifest": {
            "version": env!("CARGO_PKG_VERSION"),
            "file": source.file.shown,
            "file_hash": source.file.hash(),
            "seed": arguments.seed,
            "draws": answer.endings.as_ref().map(|_| arguments.draws),
            "source": "Efird, Lester and Wise (2016); KTAB (2017)",
        },
    })
}

/// An object with an entry for each issue.
fn by_issue(answer: &Answer<'_>, entry: impl Fn(usize) -> Value) -> Map<String, Value> {
    let ids = answer.space.issues.iter().map(|&issue| &answer.positions.issues[issue].named.id);
    ids.enumerate().map(|(dimension, id)| (id.clone(), entry(dimension))).collect()
}

/// Whether movement had died down.
pub fn settled(answer: &Answer<'_>) -> bool {
    let moving = |remark: &zopa_positions::Remark| {
        matches!(remark, zopa_positions::Remark::StillMoving { .. })
    };
    !answer.history.remarks.iter().any(moving)
}

fn issue(answer: &Answer<'_>, dimension: usize) -> Value {
    let named = &answer.positions.issues[answer.space.issues[dimension]];
    let at = |share: Option<f64>| share.map(|share| answer.on_scale(dimension, share));
    let (first, last) = (answer.history.opening(), answer.history.closing());
    json!({
        "name": named.named.name,
        "scale": [named.issue.low, named.issue.high],
        "points": named.points,
        "opening": at(first.map(|turn| turn.expected[dimension])),
        "expected": at(last.map(|turn| turn.expected[dimension])),
        "most_likely": at(last.map(|turn| turn.most_likely[dimension])),
        "over_draws": answer.endings.as_ref().map(|endings| over_draws(answer, endings, dimension)),
        "rounds": answer.history.turns.iter().map(|turn| json!({
            "positions": turn.positions.iter()
                .map(|theta| answer.on_scale(dimension, theta[dimension])).collect::<Vec<_>>(),
            "forecast": answer.on_scale(dimension, turn.expected[dimension]),
        })).collect::<Vec<_>>(),
    })
}

fn over_draws(answer: &Answer<'_>, endings: &Endings, dimension: usize) -> Value {
    let range = |(low, high): (f64, f64)| {
        [answer.on_scale(dimension, low), answer.on_scale(dimension, high)]
    };
    json!({
        "mean": answer.on_scale(dimension, endings.mean(|ending| ending.expected[dimension])),
        "range80": range(endings.interval(LEVEL, |ending| ending.expected[dimension])),
        "most_likely_range80": range(endings.interval(LEVEL, |ending| ending.most_likely[dimension])),
        "positions_range80": (0..answer.space.parties.len()).map(|actor| {
            range(endings.interval(LEVEL, |ending| ending.positions[actor][dimension]))
        }).collect::<Vec<_>>(),
    })
}

fn turn(answer: &Answer<'_>, turn: &Turn) -> Value {
    let id = |actor: usize| answer.actor_id(actor);
    let together = |first: usize| -> Vec<&str> {
        let there =
            |&other: &usize| other != first && turn.positions[other] == turn.positions[first];
        (0..turn.positions.len()).filter(there).map(id).collect()
    };
    json!({
        "candidates": turn.candidates.iter().map(|one| json!({
            "party": id(one.actor),
            "with": together(one.actor),
            "probability": one.probability,
        })).collect::<Vec<_>>(),
        "challenges": turn.challenges.iter().map(|one| json!({
            "initiator": id(one.initiator),
            "receiver": id(one.receiver),
            "probability": one.probability,
            "gain": one.gain,
        })).collect::<Vec<_>>(),
        "moves": turn.moves.iter().map(|one| json!({
            "party": id(one.actor),
            "because_of": id(one.because_of()),
            "initiator": id(one.initiator),
            "receiver": id(one.receiver),
            "probability": one.probability,
        })).collect::<Vec<_>>(),
        "risk": turn.risk,
        "probability": turn.probability,
    })
}

fn other_reading(answer: &Answer<'_>, other: &Other) -> Value {
    json!({
        "reading": other.reading,
        "expected": by_issue(answer, |dimension| {
            json!(other.expected.get(dimension).map(|&share| answer.on_scale(dimension, share)))
        }),
    })
}
