//! Rank correlation by the Gaussian copula.

use proptest::prelude::*;
use zopa_sampling::{Copula, CorrelationError, Design, Sampler, Site};

const DRAWS: u64 = 1 << 14;

fn correlated_columns(
    design: Design,
    inputs: usize,
    pairs: &[(usize, usize, f64)],
) -> Vec<Vec<f64>> {
    let sites: Vec<Site> = (0..inputs as u32).map(Site).collect();
    let sampler = Sampler::new(design, 1, DRAWS, &sites).unwrap();
    let copula = Copula::new(inputs, pairs).unwrap();
    let mut columns = vec![Vec::new(); inputs];
    for draw in 0..DRAWS {
        let mut uniforms: Vec<f64> = (0..inputs).map(|d| sampler.uniform(draw, d)).collect();
        copula.apply(&mut uniforms);
        for (column, u) in columns.iter_mut().zip(uniforms) {
            assert!(u > 0.0 && u < 1.0);
            column.push(u);
        }
    }
    columns
}

/// Ranks 0, …, n - 1.
fn ranks(column: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..column.len()).collect();
    order.sort_by(|&a, &b| column[a].total_cmp(&column[b]));
    let mut ranks = vec![0.0; column.len()];
    for (rank, index) in order.into_iter().enumerate() {
        ranks[index] = rank as f64;
    }
    ranks
}

/// 1 - 6 sum of squared rank differences / (n (n^2 - 1)) (Spearman 1904).
fn spearman(one: &[f64], other: &[f64]) -> f64 {
    let squares: f64 = ranks(one).iter().zip(ranks(other)).map(|(a, b)| (a - b) * (a - b)).sum();
    let n = one.len() as f64;
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

/// The target of the Iman-Conover vector: 0.7, -0.3, 0; and stronger ones. A sample of n deviates by
/// about 1 / sqrt n = 0.008; the bound is four times that.
#[test]
fn samples_have_the_stated_rank_correlations() {
    let pairs = [(0, 1, 0.7), (2, 0, -0.3), (3, 4, -0.9), (4, 1, 0.2)];
    for design in Design::ALL {
        let columns = correlated_columns(design, 6, &pairs);
        for one in 0..6 {
            for other in 0..one {
                let stated = pairs
                    .iter()
                    .find(|pair| {
                        (pair.0, pair.1) == (one, other) || (pair.1, pair.0) == (one, other)
                    })
                    .map_or(0.0, |pair| pair.2);
                let sample = spearman(&columns[one], &columns[other]);
                assert!((sample - stated).abs() < 0.032, "{design} {one} {other}: {sample}");
            }
        }
    }
}

/// Each input stays uniform: largest distance to the uniform law under 1.95 / sqrt n (99.9 %).
#[test]
fn inputs_stay_uniform() {
    let mut columns = correlated_columns(Design::MonteCarlo, 3, &[(0, 1, 0.7), (1, 2, -0.6)]);
    for column in &mut columns {
        column.sort_by(f64::total_cmp);
        let distance = column
            .iter()
            .enumerate()
            .map(|(k, u)| (u - (k as f64 + 0.5) / DRAWS as f64).abs())
            .fold(0.0, f64::max);
        assert!(distance < 1.95 / (DRAWS as f64).sqrt(), "{distance}");
    }
}

#[test]
fn independent_inputs_keep_their_bits() {
    let copula = Copula::new(4, &[(1, 3, 0.4)]).unwrap();
    let before = [0.1, 0.2, 0.3, 0.4];
    let mut after = before;
    copula.apply(&mut after);
    assert_eq!(after[..3], before[..3]);
    assert_ne!(after[3], before[3]);
    assert!(Copula::new(4, &[]).unwrap().is_independent());
}

#[test]
fn contradictions_are_named() {
    use CorrelationError::*;
    // a goes with b, b with c, but a against c.
    let pairs = [(0, 1, 0.6), (3, 4, 0.5), (1, 2, 0.6), (0, 2, -0.9), (0, 3, 0.1)];
    assert_eq!(
        Copula::new(5, &pairs).unwrap_err(),
        NotPositiveDefinite { pair: 3, inputs: (0, 2) }
    );
    assert_eq!(Copula::new(2, &[(0, 2, 0.1)]).unwrap_err(), UnknownInput { pair: 0, input: 2 });
    assert_eq!(Copula::new(2, &[(1, 1, 0.1)]).unwrap_err(), SameInput { pair: 0 });
    assert_eq!(Copula::new(2, &[(0, 1, 1.0)]).unwrap_err(), OutOfRange { pair: 0, rank: 1.0 });
    assert!(matches!(Copula::new(2, &[(0, 1, f64::NAN)]), Err(OutOfRange { .. })));
    assert_eq!(
        Copula::new(2, &[(0, 1, 0.1), (1, 0, 0.1)]).unwrap_err(),
        RepeatedPair { first: 0, second: 1 }
    );
}

proptest! {
    /// Whatever is stated: an answer or an error, and uniform numbers stay inside (0, 1).
    #[test]
    fn any_statement_is_answered(
        pairs in prop::collection::vec((0usize..6, 0usize..6, -1.1f64..1.1), 0..8),
        uniforms in prop::collection::vec(1e-16f64..0.9999999999999999, 6),
    ) {
        if let Ok(copula) = Copula::new(6, &pairs) {
            let mut after = uniforms;
            copula.apply(&mut after);
            prop_assert!(after.iter().all(|&u| u > 0.0 && u < 1.0));
        }
    }
}
