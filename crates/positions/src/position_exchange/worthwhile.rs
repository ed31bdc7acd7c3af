//! The reading [`super::Trading::Worthwhile`]: every pair sees every vote, and trades go on until
//! none is worth while.

use super::outcome::{ExchangeRound, Trade};
use super::pair::Pair;
use super::{PositionExchange, TIE, Table};
use std::collections::BTreeSet;

/// The rounds, from the positions on a scale of 0 to 100.
pub(super) fn run(
    model: &PositionExchange,
    table: &Table<'_>,
    mut positions: Vec<Vec<f64>>,
) -> Vec<ExchangeRound> {
    let mut rounds = Vec::new();
    for number in 0..model.rounds.max(1) {
        let (result, votes) = round(model, table, &positions, number);
        rounds.push(result);
        for ((xs, ys), issue) in positions.iter_mut().zip(&votes).zip(table.issues) {
            for ((x, y), stand) in xs.iter_mut().zip(ys).zip(&issue.stands) {
                *x = (*x + (0.4 * (1.0 - stand.salience) + 0.1) * (y - *x)).clamp(0.0, 100.0);
            }
        }
    }
    rounds
}

fn round(
    model: &PositionExchange,
    table: &Table<'_>,
    positions: &[Vec<f64>],
    number: usize,
) -> (ExchangeRound, Vec<Vec<f64>>) {
    let issues = table.issues.len();
    let mut votes = positions.to_vec();
    let mut outcomes: Vec<f64> =
        (0..issues).map(|issue| table.outcome(issue, &votes[issue])).collect();
    let mut result = ExchangeRound {
        positions: own_scale(table, positions),
        outcomes_before: own_outcomes(table, &outcomes),
        ..ExchangeRound::default()
    };
    let parties: BTreeSet<usize> =
        table.stand_of.iter().flat_map(|stands| stands.keys().copied()).collect();
    let parties: Vec<usize> = parties.into_iter().collect();

    let mut pairs: Vec<Pair> = Vec::new();
    for (at, &a) in parties.iter().enumerate() {
        for &b in &parties[at + 1..] {
            for p in 0..issues {
                for q in p + 1..issues {
                    let Some(mut pair) = Pair::new(table, positions, &outcomes, [a, b], [p, q])
                    else {
                        continue;
                    };
                    pair.favour = model.favour(number, [a, b], [p, q]);
                    if pair.settle() {
                        pairs.push(pair);
                    }
                }
            }
        }
    }
    let mut opportunities: Vec<(f64, Trade)> =
        pairs.iter().map(|pair| (pair.gain(), pair.trade(table, positions))).collect();
    opportunities.sort_by(|a, b| b.0.total_cmp(&a.0));
    result.opportunities = opportunities.into_iter().map(|(_, trade)| trade).collect();

    // Each trade exhausts its own pair, so the loop ends.
    while !pairs.is_empty() {
        let highest = pairs.iter().map(Pair::gain).fold(f64::NEG_INFINITY, f64::max);
        let mut best = pairs.iter().enumerate().filter(|(_, pair)| pair.gain() >= highest - TIE);
        let Some((index, _)) = best.next() else { break };
        result.ties += usize::from(best.next().is_some());
        let done = pairs.remove(index);
        result.trades.push(done.trade(table, positions));
        for side in &done.sides {
            votes[side.issue][side.stand] = side.to;
        }
        for side in &done.sides {
            outcomes[side.issue] = table.outcome(side.issue, &votes[side.issue]);
        }
        pairs.retain_mut(|pair| !pair.see_votes(&done, &votes, &outcomes) || pair.settle());
    }
    result.outcomes_after = own_outcomes(table, &outcomes);
    result.votes = own_scale(table, &votes);
    (result, votes)
}

fn own_scale(table: &Table<'_>, values: &[Vec<f64>]) -> Vec<Vec<f64>> {
    values
        .iter()
        .enumerate()
        .map(|(issue, ys)| ys.iter().map(|&y| table.own_scale(issue, y)).collect())
        .collect()
}

fn own_outcomes(table: &Table<'_>, values: &[f64]) -> Vec<f64> {
    values.iter().enumerate().map(|(issue, &o)| table.own_scale(issue, o)).collect()
}
