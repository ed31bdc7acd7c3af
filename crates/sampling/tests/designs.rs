//! Designs: what holds for every one of them, and the Latin hypercube.

use proptest::prelude::*;
use zopa_sampling::design::MOST_DRAWS;
use zopa_sampling::stream::uniform;
use zopa_sampling::{Design, DesignError, Sampler, Site};

fn sites(count: u32) -> Vec<Site> {
    (0..count).map(|index| Site(7 * index + 1)).collect()
}

proptest! {
    #[test]
    fn latin_hypercube_hits_each_slice_once(draws in 1u64..2000, seed in any::<u64>()) {
        let sampler = Sampler::new(Design::LatinHypercube, seed, draws, &sites(3)).unwrap();
        for dimension in 0..3 {
            let mut hits = vec![0; draws as usize];
            for draw in 0..draws {
                let x = sampler.uniform(draw, dimension);
                prop_assert!(x > 0.0 && x < 1.0);
                // The slice k with k/n <= x < (k+1)/n, free of the rounding of x n.
                let mut slice = (x * draws as f64) as u64;
                if x < slice as f64 / draws as f64 { slice -= 1; }
                if x >= (slice + 1) as f64 / draws as f64 { slice += 1; }
                hits[slice as usize] += 1;
            }
            prop_assert!(hits.iter().all(|&count| count == 1));
        }
    }

    #[test]
    fn blocks_equal_single_numbers(
        design in prop::sample::select(Design::ALL.to_vec()),
        seed in any::<u64>(),
        draws in 1u64..5000,
        part in 0.0f64..1.0,
        length in 0usize..300,
    ) {
        let sampler = Sampler::new(design, seed, draws, &sites(4)).unwrap();
        let first = (part * draws as f64) as u64;
        let mut numbers = vec![0.0; length.min((draws - first) as usize)];
        for dimension in 0..4 {
            sampler.fill(first, dimension, &mut numbers);
            for (draw, &number) in (first..).zip(&numbers) {
                prop_assert!(number > 0.0 && number < 1.0);
                prop_assert_eq!(number, sampler.uniform(draw, dimension));
            }
        }
    }
}

#[test]
fn monte_carlo_is_the_stream_of_the_site() {
    let sampler = Sampler::new(Design::MonteCarlo, 9, 10, &sites(2)).unwrap();
    assert_eq!(sampler.uniform(3, 1), uniform(9, 3, Site(8), 0));
}

/// A new dimension leaves the coordinates of the others as they are.
#[test]
fn dimensions_do_not_disturb_each_other() {
    for design in Design::ALL {
        let few = Sampler::new(design, 4, 100, &sites(2)).unwrap();
        let more = Sampler::new(design, 4, 100, &sites(5)).unwrap();
        for draw in 0..100 {
            assert_eq!(few.uniform(draw, 1), more.uniform(draw, 1));
        }
    }
}

#[test]
fn impossible_designs_are_errors() {
    let new = |draws, sites: &[Site]| Sampler::new(Design::LatinHypercube, 1, draws, sites);
    assert_eq!(new(0, &sites(1)).unwrap_err(), DesignError::NoDraws);
    let limit = MOST_DRAWS;
    assert_eq!(new(limit + 1, &sites(1)).unwrap_err(), DesignError::TooManyDraws { limit });
    let repeated = [Site(3), Site(5), Site(4), Site(5), Site(3)];
    assert_eq!(new(10, &repeated).unwrap_err(), DesignError::RepeatedSite { first: 1, second: 3 });
    assert!(new(10, &[]).is_ok());
}

/// The largest designs answer at both ends, inside (0, 1).
#[test]
fn largest_designs_work() {
    for design in Design::ALL {
        let sampler = Sampler::new(design, 1, MOST_DRAWS, &sites(2)).unwrap();
        for draw in [0, 1, MOST_DRAWS / 2, MOST_DRAWS - 1] {
            let x = sampler.uniform(draw, 1);
            assert!(x > 0.0 && x < 1.0);
        }
        let mut end = [0.0; 70];
        sampler.fill(MOST_DRAWS - 70, 0, &mut end);
        assert_eq!(end[69], sampler.uniform(MOST_DRAWS - 1, 0));
    }
}

/// Two dimensions of a Latin hypercube are uncorrelated: |r| < 4 / sqrt n.
#[test]
fn latin_hypercube_dimensions_are_uncorrelated() {
    const DRAWS: u64 = 10_000;
    let sampler = Sampler::new(Design::LatinHypercube, 3, DRAWS, &sites(12)).unwrap();
    let column = |d: usize| (0..DRAWS).map(|k| sampler.uniform(k, d) - 0.5).collect();
    let columns: Vec<Vec<f64>> = (0..12).map(column).collect();
    for one in 0..12 {
        for other in 0..one {
            let sum: f64 = columns[one].iter().zip(&columns[other]).map(|(a, b)| a * b).sum();
            let correlation = 12.0 * sum / DRAWS as f64;
            assert!(correlation.abs() < 4.0 / (DRAWS as f64).sqrt(), "{one} {other}");
        }
    }
}
