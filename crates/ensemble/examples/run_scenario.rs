//! Runs a scenario file and prints its findings: `cargo run --release --example run_scenario FILE DRAWS`.
#![allow(clippy::print_stdout)]

use zopa_ensemble::{Manifest, Options, Unobserved, run};
use zopa_sampling::Design;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "scenarios/wage-dispute.toml".to_owned());
    let draws = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let text = std::fs::read_to_string(&file).expect("a readable file");
    let reading = zopa_syntax::read_scenario(&text);
    for d in &reading.diagnostics {
        println!("{} {:?} {} {:?}", d.code, d.severity, d.message, d.hints);
    }
    let scenario = reading.scenario.expect("a scenario");
    let compiled = zopa_equations::compile(&scenario);
    for d in &compiled.diagnostics {
        let line = d.labels.first().map_or(0, |l| text[..l.span.start].lines().count());
        println!("{} {:?} line {line}: {} {:?}", d.code, d.severity, d.message, d.hints);
    }
    let options = Options { draws, seed: 1, design: Design::Sobol, threads: None };
    let started = std::time::Instant::now();
    match run(&scenario, &compiled, &options, Manifest::default(), None, &Unobserved) {
        Ok(answer) => {
            for finding in &answer.findings {
                println!("- {finding}");
            }
            for (id, m) in answer.measures.iter() {
                println!("{id} {:.4} [{:.4} {:.4}] n={}", m.mean, m.low, m.high, m.n);
            }
        }
        Err(problem) => println!("{problem:?}"),
    }
    println!("{:.2} s", started.elapsed().as_secs_f64());
}
