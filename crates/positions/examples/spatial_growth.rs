//! Time of the spatial model by number of actors: `cargo run --release --example spatial_growth`.
#![allow(clippy::print_stdout, reason = "an example reports to whoever runs it")]

use std::time::Instant;
use zopa_positions::spatial::{Options, Politics, Stop, simulate};
use zopa_sampling::{Site, stream::uniform};

/// Actors spread at random in three dimensions.
fn politics(actors: usize) -> Politics {
    let number = |what: &str, i: usize, k: usize| {
        uniform(2016, actors as u64, Site::named(what), (3 * i + k) as u32)
    };
    Politics {
        capability: (0..actors).map(|i| 10.0 + 190.0 * number("capability", i, 0)).collect(),
        position: (0..actors).map(|i| (0..3).map(|k| number("position", i, k)).collect()).collect(),
        salience: (0..actors)
            .map(|i| (0..3).map(|k| 0.05 + 0.28 * number("salience", i, k)).collect())
            .collect(),
        ideal_adjustment: None,
    }
}

fn main() {
    println!("actors  turns  whole run (ms)  one turn (ms)");
    for actors in [7, 13, 26, 50, 100, 200] {
        let politics = politics(actors);
        let until_quiet = Options::as_program();
        let ten = Options {
            stop: Stop { least_turns: 10, most_turns: 10, ..Stop::default() },
            ..until_quiet
        };
        let time = |options: &Options| {
            let mut best = (f64::INFINITY, 0);
            for _ in 0..if actors < 100 { 20 } else { 3 } {
                let start = Instant::now();
                let Ok(history) = simulate(&politics, options) else { return best };
                best = (best.0.min(start.elapsed().as_secs_f64() * 1e3), history.steps());
            }
            best
        };
        let (whole, turns) = time(&until_quiet);
        let (several, steps) = time(&ten);
        println!("{actors:6}  {turns:5}  {whole:14.3}  {:13.4}", several / steps as f64);
    }
}
