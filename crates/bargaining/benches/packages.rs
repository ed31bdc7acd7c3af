//! Zone, Pareto set and solutions of large tables, each beside a plain baseline.

#![allow(clippy::print_stderr)]

use divan::{Bencher, black_box};
use zopa_bargaining::{
    GainTable, Outcomes, Scope, Selector, Solution, additive_pareto, pareto, solve, solve_all, zone,
};

fn main() {
    divan::main();
}

/// A reproducible stream of numbers in 0..1 (the splitmix generator).
fn stream(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Six issues of ten options, random weights and rankings, values rounded to 1e-3.
    Additive,
    /// Independent uniform utilities.
    Uniform,
    /// Uniform utilities divided by their sum, with a little noise: nearly a fixed pie.
    Pie,
}

const KINDS: [Kind; 3] = [Kind::Additive, Kind::Uniform, Kind::Pie];

fn table(kind: Kind, parties: usize, packages: usize) -> Vec<Vec<f64>> {
    let mut next = stream(7);
    match kind {
        Kind::Additive => (0..parties)
            .map(|_| {
                let weights: Vec<f64> = (0..6).map(|_| next()).collect();
                let total: f64 = weights.iter().sum();
                let values: Vec<f64> = (0..60).map(|_| (next() * 1e3).round() / 1e3).collect();
                (0..packages)
                    .map(|o| {
                        let mut rest = o;
                        (0..6)
                            .map(|j| {
                                let option = rest % 10;
                                rest /= 10;
                                weights[j] / total * values[j * 10 + option]
                            })
                            .sum()
                    })
                    .collect()
            })
            .collect(),
        Kind::Uniform => (0..parties).map(|_| (0..packages).map(|_| next()).collect()).collect(),
        Kind::Pie => {
            let mut columns = vec![Vec::with_capacity(packages); parties];
            for _ in 0..packages {
                let shares: Vec<f64> = (0..parties).map(|_| next()).collect();
                let total = shares.iter().sum::<f64>() * (0.9 + 0.1 * next());
                for (column, share) in columns.iter_mut().zip(shares) {
                    column.push(share / total);
                }
            }
            columns
        }
    }
}

fn outcomes(columns: &[Vec<f64>]) -> Outcomes<'_> {
    let disagreement = match columns[0].len() {
        0 => vec![],
        _ => columns.iter().map(|_| 0.1).collect(),
    };
    Outcomes::new(columns.iter().map(Vec::as_slice).collect(), disagreement).unwrap()
}

const WEIGHTS: [f64; 5] = [0.4, 0.3, 0.1, 0.1, 0.1];

fn rules() -> [Solution<'static>; 8] {
    [
        Solution::Nash,
        Solution::AsymmetricNash(&WEIGHTS),
        Solution::KalaiSmorodinsky,
        Solution::Egalitarian,
        Solution::Utilitarian,
        Solution::RelativeUtilitarian,
        Solution::Maximin,
        Solution::Proportional(&WEIGHTS),
    ]
}

/// The bar: zone, Pareto set and all solutions of 10^6 packages and five parties.
#[divan::bench(args = [Kind::Additive, Kind::Uniform], sample_count = 5)]
fn everything_of_a_million(bencher: Bencher<'_, '_>, kind: Kind) {
    let columns = table(kind, 5, 1_000_000);
    bencher.bench_local(|| {
        let outcomes = outcomes(black_box(&columns));
        let set = pareto(&outcomes, Scope::Zone);
        (set, solve_all(&outcomes, &rules()).unwrap(), zone(&outcomes))
    });
}

#[divan::bench(args = [Kind::Additive, Kind::Uniform], sample_count = 5)]
fn pareto_of_a_million(bencher: Bencher<'_, '_>, kind: Kind) {
    let columns = table(kind, 5, 1_000_000);
    eprintln!("{kind:?}: {} points", pareto(&outcomes(&columns), Scope::Zone).points());
    bencher.bench_local(|| pareto(&outcomes(black_box(&columns)), Scope::Zone));
}

#[divan::bench(args = [Kind::Additive, Kind::Uniform], sample_count = 5)]
fn solutions_of_a_million(bencher: Bencher<'_, '_>, kind: Kind) {
    let columns = table(kind, 5, 1_000_000);
    bencher.bench_local(|| solve_all(&outcomes(black_box(&columns)), &rules()).unwrap());
}

#[divan::bench(args = [2, 3, 4, 5, 6], sample_count = 5)]
fn pareto_of_a_million_by_parties(bencher: Bencher<'_, '_>, parties: usize) {
    let columns = table(Kind::Uniform, parties, 1_000_000);
    bencher.bench_local(|| pareto(&outcomes(black_box(&columns)), Scope::All));
}

#[divan::bench(args = [10_000, 100_000], sample_count = 3)]
fn pareto_of_a_pie(bencher: Bencher<'_, '_>, packages: usize) {
    let columns = table(Kind::Pie, 5, packages);
    eprintln!("pie of {packages}: {} points", pareto(&outcomes(&columns), Scope::All).points());
    bencher.bench_local(|| pareto(&outcomes(black_box(&columns)), Scope::All));
}

#[divan::bench(args = KINDS, sample_count = 5)]
fn pareto_of_ten_thousand(bencher: Bencher<'_, '_>, kind: Kind) {
    let columns = table(kind, 5, 10_000);
    bencher.bench_local(|| pareto(&outcomes(black_box(&columns)), Scope::All));
}

/// Baseline: every package against every other, in exact comparison of rows.
#[divan::bench(args = KINDS, sample_count = 2)]
fn pareto_of_ten_thousand_all_pairs(bencher: Bencher<'_, '_>, kind: Kind) {
    let columns = table(kind, 5, 10_000);
    let rows: Vec<Vec<f64>> = (0..10_000).map(|o| columns.iter().map(|c| c[o]).collect()).collect();
    bencher.bench_local(|| {
        let dominates = |a: &[f64], b: &[f64]| {
            a.iter().zip(b).all(|(a, b)| a >= b) && a.iter().zip(b).any(|(a, b)| a > b)
        };
        let rows = black_box(&rows);
        (0..rows.len())
            .filter(|&b| !rows.iter().any(|a| dominates(a, &rows[b])))
            .collect::<Vec<usize>>()
    });
}

fn gains(parties: usize, candidates: usize) -> Vec<f64> {
    table(Kind::Uniform, parties, candidates).concat()
}

const RULE_NAMES: [&str; 5] =
    ["nash", "asymmetric_nash", "kalai_smorodinsky", "egalitarian", "utilitarian"];

fn rule(name: &str, parties: usize) -> Solution<'static> {
    match name {
        "nash" => Solution::Nash,
        "asymmetric_nash" => Solution::AsymmetricNash(&WEIGHTS[..parties]),
        "kalai_smorodinsky" => Solution::KalaiSmorodinsky,
        "egalitarian" => Solution::Egalitarian,
        _ => Solution::Utilitarian,
    }
}

/// One selection among a thousand candidates of three parties, as a simulation makes it.
#[divan::bench(args = RULE_NAMES)]
fn selection_among_a_thousand(bencher: Bencher<'_, '_>, name: &str) {
    let gains = gains(3, 1000);
    let mut selector = Selector::new();
    let rule = rule(name, 3);
    bencher.bench_local(|| {
        selector.select(&rule, &GainTable::new(black_box(&gains), 3, 1000, 1000)).unwrap()
    });
}

/// Baseline: sum of logarithms package by package.
#[divan::bench]
fn selection_among_a_thousand_by_logarithms(bencher: Bencher<'_, '_>) {
    let gains = gains(3, 1000);
    bencher.bench_local(|| {
        let gains = black_box(&gains);
        let score = |k: usize| (0..3).map(|i| libm::log(gains[i * 1000 + k])).sum::<f64>();
        (0..1000).max_by(|&a, &b| score(a).total_cmp(&score(b)))
    });
}

/// Baseline: solve on the same table, allocating its answer.
#[divan::bench]
fn solve_among_a_thousand(bencher: Bencher<'_, '_>) {
    let columns = table(Kind::Uniform, 3, 1000);
    bencher.bench_local(|| solve(&outcomes(black_box(&columns)), &Solution::Nash).unwrap());
}

/// Issues of random values: `issues[j][v][i]`.
fn issues(parties: usize, number: usize, options: usize) -> Vec<Vec<Vec<f64>>> {
    let mut next = stream(11);
    (0..number)
        .map(|_| (0..options).map(|_| (0..parties).map(|_| next()).collect()).collect())
        .collect()
}

/// Parties, issues, options: up to 10^30 packages, never listed.
#[divan::bench(args = [(2, 6, 10), (2, 10, 10), (2, 20, 10), (2, 30, 10), (3, 8, 10), (5, 6, 6)], sample_count = 10)]
fn additive(bencher: Bencher<'_, '_>, (parties, number, options): (usize, usize, usize)) {
    let issues = issues(parties, number, options);
    let points = additive_pareto(&issues, None).unwrap().points();
    eprintln!("{options}^{number} packages, {parties} parties: {points} points");
    bencher.bench_local(|| additive_pareto(black_box(&issues), None).unwrap());
}
