//! The shipped scenario: a run of so many draws, without files and with them.

use divan::Bencher;
use divan::counter::ItemsCount;
use std::path::Path;
use zopa_ensemble::{Manifest, Options, Unobserved, run};
use zopa_equations::{Compiled, compile};
use zopa_sampling::Design;
use zopa_scenario::Scenario;

fn main() {
    divan::main();
}

fn shipped() -> (Scenario, Compiled) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/ukraine-2025.toml");
    let text = std::fs::read_to_string(path).expect("the shipped scenario");
    let scenario = zopa_syntax::read_scenario(&text).scenario.expect("a scenario");
    let compiled = compile(&scenario);
    (scenario, compiled)
}

fn options(draws: u64) -> Options {
    Options { draws, seed: 1, design: Design::Sobol, threads: None }
}

#[divan::bench(args = [1_000, 10_000], sample_count = 5, sample_size = 1)]
fn draws(bencher: Bencher, draws: u64) {
    let (scenario, compiled) = shipped();
    bencher.counter(ItemsCount::new(draws)).bench_local(|| {
        run(&scenario, &compiled, &options(draws), Manifest::default(), None, &Unobserved)
            .expect("an answer")
    });
}

#[divan::bench(args = [10_000], sample_count = 3, sample_size = 1)]
fn draws_with_files(bencher: Bencher, draws: u64) {
    let (scenario, compiled) = shipped();
    let folder = std::env::temp_dir().join(format!("zopa-bench-{}", std::process::id()));
    bencher.counter(ItemsCount::new(draws)).bench_local(|| {
        run(&scenario, &compiled, &options(draws), Manifest::default(), Some(&folder), &Unobserved)
            .expect("an answer")
    });
    let _ = std::fs::remove_dir_all(&folder);
}
