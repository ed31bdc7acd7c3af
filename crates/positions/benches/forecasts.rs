//! The expected utility model: fast engine against nested loops in the same run.
//!
//! `draws` are forecasts of 20 parties over ten rounds; 10,000 of them take 50 times as long as the
//! 200 measured. The medians that divan prints are the figures that the documentation quotes.

use divan::{Bencher, black_box};
use rayon::prelude::*;
use zopa_positions::Issue;
use zopa_positions::expected_utility::{ExpectedUtility, Scratch};

#[path = "../tests/expected_utility/definition.rs"]
#[allow(dead_code)]
mod definition;
#[path = "../tests/expected_utility/generator.rs"]
#[allow(dead_code)]
mod generator;

fn main() {
    divan::main();
}

/// Draws around the generated issue of n parties: positions within 10 points, capabilities
/// within a fifth, saliences within 0.15.
fn draws(n: usize, count: u64) -> Vec<Issue> {
    let base = generator::generated(n);
    let draw = |draw: u64| {
        let mut issue = base.clone();
        for (at, stand) in issue.stands.iter_mut().enumerate() {
            let noise = |index: u64| {
                2.0 * generator::uniform(20_000_000 + draw, 3 * at as u64 + index) - 1.0
            };
            stand.position = (stand.position + 10.0 * noise(0)).clamp(0.0, 100.0);
            stand.capability *= 1.0 + 0.2 * noise(1);
            stand.salience = (stand.salience + 0.15 * noise(2)).clamp(0.01, 1.0);
        }
        issue
    };
    (0..count).map(draw).collect()
}

#[divan::bench(args = [10, 20, 50, 100, 200, 400], sample_count = 15)]
fn printed_ten_rounds(bencher: Bencher, parties: usize) {
    let issue = generator::generated(parties);
    let mut scratch = Scratch::new();
    bencher.bench_local(|| {
        ExpectedUtility::PRINTED.forecast_with(&mut scratch, black_box(&issue)).unwrap()
    });
}

#[divan::bench(args = [10, 20, 50, 100, 200, 400], sample_count = 15)]
fn as_run_ten_rounds(bencher: Bencher, parties: usize) {
    let issue = generator::generated(parties);
    let mut scratch = Scratch::new();
    bencher.bench_local(|| {
        ExpectedUtility::AS_RUN.forecast_with(&mut scratch, black_box(&issue)).unwrap()
    });
}

#[divan::bench(args = [10, 20, 50, 100], sample_count = 5)]
fn definition_printed_ten_rounds(bencher: Bencher, parties: usize) {
    let issue = generator::generated(parties);
    let reading = ExpectedUtility::PRINTED.reading;
    bencher.bench_local(|| definition::play(black_box(&issue), &reading).medians[10]);
}

#[divan::bench(sample_count = 15)]
fn draws_200_of_20_parties_printed(bencher: Bencher) {
    let issues = draws(20, 200);
    let mut scratch = Scratch::new();
    bencher.bench_local(|| {
        issues
            .iter()
            .map(|issue| ExpectedUtility::PRINTED.forecast_with(&mut scratch, issue).unwrap())
            .sum::<f64>()
    });
}

#[divan::bench(sample_count = 15)]
fn draws_200_of_20_parties_as_run(bencher: Bencher) {
    let issues = draws(20, 200);
    let mut scratch = Scratch::new();
    bencher.bench_local(|| {
        issues
            .iter()
            .map(|issue| ExpectedUtility::AS_RUN.forecast_with(&mut scratch, issue).unwrap())
            .sum::<f64>()
    });
}

#[divan::bench(sample_count = 5)]
fn draws_10_000_of_20_parties_printed_all_processors(bencher: Bencher) {
    let issues = draws(20, 10_000);
    bencher.bench_local(|| {
        let points: Vec<f64> = issues
            .par_iter()
            .map_init(Scratch::new, |scratch, issue| {
                ExpectedUtility::PRINTED.forecast_with(scratch, issue).unwrap()
            })
            .collect();
        points.iter().sum::<f64>()
    });
}

#[divan::bench(sample_count = 5)]
fn definition_200_draws_of_20_parties_printed(bencher: Bencher) {
    let issues = draws(20, 200);
    let reading = ExpectedUtility::PRINTED.reading;
    bencher.bench_local(|| {
        issues.iter().map(|issue| definition::play(issue, &reading).medians[10]).sum::<f64>()
    });
}
