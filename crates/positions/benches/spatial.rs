//! The spatial model in several dimensions: the fast simulation against a plain statement of it in
//! the same run, and its growth with the number of actors.
//!
//! Actors and dimensions are as many as in the examples of the KTAB program: 7 in 3, 13 in 2, 26 in
//! 1, 27 in 6, 34 in 1.

use divan::{Bencher, black_box};
use zopa_positions::spatial::{
    CapabilityUnit, Commitment, Election, Interpolation, Options, Politics, Proposal, ReceiverView,
    RiskEstimate, RiskRange, ThirdParties, Victory, VotingRule, simulate,
};

#[path = "../tests/expected_utility/generator.rs"]
#[allow(dead_code)]
mod generator;
#[path = "../tests/spatial/plain.rs"]
#[allow(dead_code)]
mod plain;

fn main() {
    divan::main();
}

/// Actors with positions and saliences all over the space.
fn politics(actors: usize, dimensions: usize) -> Politics {
    let number = |actor: usize, index: usize| {
        generator::uniform(30_000_000 + actors as u64, (actor * 32 + index) as u64)
    };
    let rows = |first: usize, scale: f64| -> Vec<Vec<f64>> {
        (0..actors)
            .map(|actor| (0..dimensions).map(|k| scale * number(actor, first + k)).collect())
            .collect()
    };
    Politics {
        capability: (0..actors).map(|actor| 10.0 + 190.0 * number(actor, 0)).collect(),
        position: rows(1, 1.0),
        salience: rows(1 + dimensions, 0.99 / dimensions as f64)
            .into_iter()
            .map(|row| row.into_iter().map(|s| s + 1e-3).collect())
            .collect(),
        ideal_adjustment: None,
    }
}

const SIZES: [(usize, usize); 7] = [(7, 3), (13, 2), (26, 1), (27, 6), (34, 1), (50, 3), (100, 3)];

#[divan::bench(args = SIZES, sample_count = 11)]
fn fast(bencher: Bencher, (actors, dimensions): (usize, usize)) {
    let politics = politics(actors, dimensions);
    let options = Options::as_program();
    bencher.bench_local(|| simulate(black_box(&politics), &options).unwrap().steps());
}

#[divan::bench(args = &SIZES[..4], sample_count = 3)]
fn plain_statement(bencher: Bencher, (actors, dimensions): (usize, usize)) {
    let politics = politics(actors, dimensions);
    let options = Options::as_program();
    bencher.bench_local(|| plain::simulate(black_box(&politics), &options).positions.len());
}
