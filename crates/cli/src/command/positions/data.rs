//! The answer of `zopa positions` as JSON.

use super::answer::{IssueAnswer, remark};
use super::digits::Digits;
use super::source::Source;
use crate::arguments::PositionsArguments;
use serde_json::{Map, Value, json};
use zopa_exchange::positions::NamedPositions;
use zopa_positions::position_exchange::{Exchange, Side};

/// The document.
pub fn data(
    arguments: &PositionsArguments,
    source: &Source,
    positions: &NamedPositions,
    answers: &[IssueAnswer<'_>],
    traded: Option<&Exchange>,
    partial: bool,
) -> Value {
    let issues: Map<String, Value> = answers
        .iter()
        .map(|answer| (answer.named.named.id.clone(), issue(positions, answer)))
        .collect();
    json!({
        "ok": true,
        "partial": partial,
        "title": positions.title,
        "parties": positions.parties.iter().map(|p| p.id.clone()).collect::<Vec<_>>(),
        "issues": issues,
        "exchange": traded.map(|exchange| trades(positions, exchange)),
        "manifest": {
            "version": env!("CARGO_PKG_VERSION"),
            "file": source.file.shown,
            "file_hash": source.file.hash(),
            "seed": arguments.seed,
            "draws": arguments.draws,
            "rounds": arguments.rounds(),
            "interval80": "misses on 322 decisions of the European Union, in proportion to the spread of positions",
        },
    })
}

fn issue(positions: &NamedPositions, answer: &IssueAnswer<'_>) -> Value {
    let given = &answer.named.issue;
    let digits = Digits::of(given);
    let id = |party: usize| positions.parties[party].id.clone();
    let models: Map<String, Value> = answer
        .models
        .iter()
        .map(|model| {
            let rounds: Vec<Value> = model
                .forecast
                .rounds
                .iter()
                .enumerate()
                .map(|(number, round)| {
                    let moved_by: Vec<Option<String>> = round
                        .moved_by
                        .iter()
                        .map(|by| by.and_then(|by| given.stands.get(by)).map(|s| id(s.party)))
                        .collect();
                    json!({
                        "positions": round.positions,
                        "forecast": round.forecast,
                        "moved_by": moved_by,
                        "manner": model.manners.get(number),
                    })
                })
                .collect();
            let value = json!({
                "summary": model.summary,
                "source": model.source,
                "forecast": model.forecast.point,
                "interval80": model.interval.map(|(low, high)| [low, high]),
                "inputs80": model.inputs.map(|(low, high)| [low, high]),
                "rounds": rounds,
                "lottery": model.forecast.lottery,
                "remarks": model.forecast.remarks.iter().map(|one| remark(one, digits)).collect::<Vec<_>>(),
            });
            (model.name.clone(), value)
        })
        .collect();
    json!({
        "name": answer.named.named.name,
        "scale": [given.low, given.high],
        "points": answer.named.points,
        "reference_point": given.reference_point,
        "outcome": answer.named.outcome,
        "stands": given.stands.iter().map(|stand| json!({
            "party": id(stand.party),
            "position": stand.position,
            "salience": stand.salience,
            "capability": stand.capability,
        })).collect::<Vec<_>>(),
        "models": models,
        "without_forecast": answer.without.iter().map(|(name, why)| json!({
            "model": name, "because": why,
        })).collect::<Vec<_>>(),
        "spread_of_models": answer.spread().map(|(low, high)| [low, high]),
        "spread_of_readings": answer.readings.as_ref().map(|spread| json!({
            "family": "expected_utility",
            "lowest": spread.lowest,
            "highest": spread.highest,
            "by": spread.by.iter().map(|(reading, forecast)| json!({
                "reading": reading, "forecast": forecast,
            })).collect::<Vec<_>>(),
        })),
        "decisive": answer.decisive.as_ref().map(|decisive| {
            decisive.ranking().into_iter().map(|swings| {
                let party = given.stands[swings.stand].party;
                json!({ "party": id(party), "swing": swings.largest() })
            }).collect::<Vec<_>>()
        }),
    })
}

fn trades(positions: &NamedPositions, exchange: &Exchange) -> Value {
    let side = |side: &Side| {
        json!({
            "party": positions.parties[side.party].id,
            "issue": positions.issues[side.issue].named.id,
            "from": side.from,
            "to": side.to,
            "gain": side.gain,
        })
    };
    exchange
        .rounds
        .iter()
        .map(|round| {
            json!({
                "outcomes_before": round.outcomes_before,
                "outcomes_after": round.outcomes_after,
                "trades": round.trades.iter().map(|trade| json!({
                    "first": side(&trade.first),
                    "second": side(&trade.second),
                    "third_parties": trade.externalities.iter().map(|&(party, gain)| json!({
                        "party": positions.parties[party].id, "gain": gain,
                    })).collect::<Vec<_>>(),
                })).collect::<Vec<_>>(),
            })
        })
        .collect()
}
