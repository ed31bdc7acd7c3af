//! Time per number of streams, designs and quantile functions.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use zopa_sampling::philox::philox4x32_10;
use zopa_sampling::stream::{fill_standard_normal, fill_uniform, standard_normal};
use zopa_sampling::{Copula, Design, Distribution, Sampler, Site};

const COUNT: usize = 4096;

fn main() {
    divan::main();
}

#[divan::bench]
fn philox(bencher: Bencher) {
    bencher.counter(ItemsCount::new(COUNT)).bench(|| {
        (0..COUNT as u32).fold(0, |sum, k| sum ^ philox4x32_10([k, 0, 1, 2], black_box([3, 4]))[0])
    });
}

#[divan::bench]
fn uniform_block(bencher: Bencher) {
    let mut numbers = vec![0.0; COUNT];
    bencher
        .counter(ItemsCount::new(COUNT))
        .bench_local(|| fill_uniform(black_box(1), 0, Site(2), 3, black_box(&mut numbers)));
}

#[divan::bench]
fn standard_normal_block(bencher: Bencher) {
    let mut numbers = vec![0.0; COUNT];
    bencher
        .counter(ItemsCount::new(COUNT))
        .bench_local(|| fill_standard_normal(black_box(1), 0, Site(2), 3, black_box(&mut numbers)));
}

#[divan::bench]
fn standard_normal_one_by_one(bencher: Bencher) {
    bencher.counter(ItemsCount::new(COUNT)).bench(|| {
        (0..COUNT as u64).map(|k| standard_normal(black_box(1), k, Site(2), 3)).sum::<f64>()
    });
}

#[divan::bench(args = Design::ALL)]
fn design_block(bencher: Bencher, design: Design) {
    let sites: Vec<Site> = (0..20).map(Site).collect();
    let sampler = Sampler::new(design, 1, 100_000, &sites).unwrap();
    let mut numbers = vec![0.0; COUNT];
    bencher
        .counter(ItemsCount::new(COUNT))
        .bench_local(|| sampler.fill(black_box(4096), 11, black_box(&mut numbers)));
}

#[divan::bench(args = [
    "uniform(0, 1)", "triangular(1, 2, 4)", "pert(1, 2, 4)", "normal(0, 1)",
    "truncated_normal(0, 1, -1, 2)", "lognormal(10, 0.4)", "beta(2, 5)", "beta(0.3, 0.4)", "gamma(2, 3)",
    "gamma(0.2, 1)", "gamma(100000, 1)", "poisson(3)", "poisson(1000)", "poisson(1000000)",
    "bernoulli(0.3)", "discrete_uniform(1, 6)", "choice(1, 2, 3, 4, 5, 6)",
])]
fn quantile(bencher: Bencher, text: &str) {
    let (name, rest) = text.split_once('(').unwrap();
    let parameters: Vec<f64> =
        rest.trim_end_matches(')').split(", ").map(|field| field.parse().unwrap()).collect();
    let distribution = Distribution::from_name(name, &parameters).unwrap();
    let mut uniforms = vec![0.0; COUNT];
    fill_uniform(1, 0, Site(2), 3, &mut uniforms);
    bencher
        .counter(ItemsCount::new(COUNT))
        .bench(|| uniforms.iter().map(|&u| distribution.quantile(black_box(u))).sum::<f64>());
}

#[divan::bench(args = [2, 20])]
fn copula(bencher: Bencher, inputs: usize) {
    let pairs: Vec<(usize, usize, f64)> = (1..inputs).map(|k| (k - 1, k, 0.4)).collect();
    let copula = Copula::new(inputs, &pairs).unwrap();
    bencher.counter(ItemsCount::new(inputs)).bench(|| {
        let mut uniforms = vec![black_box(0.3); inputs];
        copula.apply(&mut uniforms);
        uniforms
    });
}
