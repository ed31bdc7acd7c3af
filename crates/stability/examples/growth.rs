//! How time and memory grow with the number of options: random strict rankings, three parties, all
//! five basic concepts for all parties.
//!
//! `cargo run --release -p zopa-stability --example growth [FROM TO]` prints a table; each size
//! runs in a process of its own, so that its peak memory can be told.
#![allow(clippy::print_stdout)]

#[path = "../tests/random_conflicts/mod.rs"]
mod random_conflicts;

use std::process::Command;
use std::time::Instant;
use zopa_stability::{Concept, rank_solver};

fn main() -> std::io::Result<()> {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|n| n.parse().ok()).collect();
    match numbers[..] {
        [options] => one(options),
        [from, to] => table(from, to)?,
        _ => table(10, 24)?,
    }
    Ok(())
}

fn table(from: usize, to: usize) -> std::io::Result<()> {
    println!(
        "options    states    seconds  processor  solving MiB  process MiB  equilibria R GMR SMR SEQ SSEQ"
    );
    for options in from..=to {
        let run = Command::new(std::env::current_exe()?).arg(options.to_string()).output()?;
        print!("{}", String::from_utf8_lossy(&run.stdout));
    }
    Ok(())
}

fn one(options: usize) {
    let conflict = random_conflicts::synthetic(options, 3, 1, 0);
    let before = peak();
    let mut least = f64::INFINITY;
    let mut found = Vec::new();
    let runs = if options < 20 { 5 } else { 1 };
    let processor_before = processor_seconds();
    for _ in 0..runs {
        let start = Instant::now();
        found = rank_solver::solve(&conflict, &Concept::BASIC);
        least = least.min(start.elapsed().as_secs_f64());
    }
    let processor = (processor_seconds() - processor_before) / f64::from(runs);
    let after = peak();
    let equilibria: Vec<String> =
        found.iter().map(|stable| stable.equilibria().len().to_string()).collect();
    println!(
        "{options:7} {:9} {least:10.6} {processor:10.3} {:12.1} {after:12.1}  {}",
        conflict.states(),
        after - before,
        equilibria.join(" ")
    );
}

/// Processor time that all threads of the process have used, to a hundredth of a second.
fn processor_seconds() -> f64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// Most memory that the process has held, in MiB; nothing where the system does not tell.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap_or(f64::NAN) / 1024.0
}
