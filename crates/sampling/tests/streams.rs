//! Addressed streams: same address, same number; different addresses, unrelated numbers.

#![allow(clippy::excessive_precision, reason = "published digits")]

use proptest::prelude::*;
use zopa_sampling::Site;
use zopa_sampling::normal::standard_normal_quantile;
use zopa_sampling::stream::{
    fill_standard_normal, fill_uniform, standard_normal, uniform, uniform_pair,
};

/// A part of the address and the numbers along it.
type Walk = (&'static str, fn(u64) -> f64);

proptest! {
    #[test]
    fn blocks_equal_single_numbers(
        seed in any::<u64>(), first in any::<u64>(), site in any::<u32>(), step in any::<u32>(),
        length in 0usize..200,
    ) {
        let first = first.min(u64::MAX - 200);
        let mut numbers = vec![0.0; length];
        fill_uniform(seed, first, Site(site), step, &mut numbers);
        for (draw, &number) in (first..).zip(&numbers) {
            prop_assert!(number > 0.0 && number < 1.0);
            prop_assert_eq!(number, uniform(seed, draw, Site(site), step));
        }
        fill_standard_normal(seed, first, Site(site), step, &mut numbers);
        for (draw, &number) in (first..).zip(&numbers) {
            prop_assert_eq!(number.to_bits(), standard_normal(seed, draw, Site(site), step).to_bits());
        }
    }

    /// Every number is an odd multiple of 2^-53.
    #[test]
    fn numbers_lie_on_the_symmetric_grid(seed in any::<u64>(), draw in any::<u64>()) {
        let scaled = uniform(seed, draw, Site(1), 2) * 2f64.powi(53);
        prop_assert_eq!(scaled.floor(), scaled);
        prop_assert_eq!(scaled as u64 % 2, 1);
    }
}

/// Uniform in every part of the address: chi-square over 64 cells stays under its 99.99 % point
/// for 63 degrees of freedom, 112.
#[test]
fn numbers_are_uniform_along_each_part_of_the_address() {
    const COUNT: u64 = 64_000;
    let walks: [Walk; 6] = [
        ("seed", |k| uniform(k, 1, Site(1), 1)),
        ("draw", |k| uniform(1, k, Site(1), 1)),
        ("site", |k| uniform(1, 1, Site(k as u32), 1)),
        ("step", |k| uniform(1, 1, Site(1), k as u32)),
        ("first of pair", |k| uniform_pair(1, k, Site(1), 1).0),
        ("second of pair", |k| uniform_pair(1, k, Site(1), 1).1),
    ];
    for (name, walk) in walks {
        let mut cells = [0u32; 64];
        for k in 0..COUNT {
            cells[(walk(k) * 64.0) as usize] += 1;
        }
        let expected = COUNT as f64 / 64.0;
        let chi_square: f64 =
            cells.iter().map(|&n| (f64::from(n) - expected).powi(2) / expected).sum();
        assert!(chi_square < 112.0, "{name}: {chi_square}");
    }
}

/// Neighbours in any part of the address are uncorrelated: |r| < 4 / sqrt n.
#[test]
fn neighbouring_addresses_are_uncorrelated() {
    const COUNT: u64 = 50_000;
    let centred = |u: f64| u - 0.5;
    let neighbours: [Walk; 6] = [
        ("seed", |k| uniform(2, k, Site(1), 1)),
        ("draw", |k| uniform(1, k + 1, Site(1), 1)),
        ("site", |k| uniform(1, k, Site(2), 1)),
        ("step", |k| uniform(1, k, Site(1), 2)),
        ("first of pair", |k| uniform_pair(1, k, Site(1), 1).0),
        ("second of pair", |k| uniform_pair(1, k, Site(1), 1).1),
    ];
    for (name, neighbour) in neighbours {
        let sum: f64 =
            (0..COUNT).map(|k| centred(uniform(1, k, Site(1), 1)) * centred(neighbour(k))).sum();
        let correlation = 12.0 * sum / COUNT as f64;
        assert!(correlation.abs() < 4.0 / (COUNT as f64).sqrt(), "{name}: {correlation}");
    }
}

#[test]
fn normal_numbers_have_normal_moments() {
    const COUNT: usize = 400_000;
    let mut numbers = vec![0.0; COUNT];
    fill_standard_normal(11, 0, Site::named("noise"), 0, &mut numbers);
    let moment =
        |power: i32| numbers.iter().map(|z: &f64| z.powi(power)).sum::<f64>() / COUNT as f64;
    // Standard errors: sqrt(1, 2, 15, 96) / sqrt n; bounds at 4.5 of them.
    let error = 4.5 / (COUNT as f64).sqrt();
    assert!(moment(1).abs() < error);
    assert!((moment(2) - 1.0).abs() < error * 2f64.sqrt());
    assert!(moment(3).abs() < error * 15f64.sqrt());
    assert!((moment(4) - 3.0).abs() < error * 96f64.sqrt());
}

/// Quantiles computed with 40 digits (mpmath 1.3), relative error at most 1e-15.
#[test]
fn normal_quantiles_match_forty_digit_values() {
    let values = [
        (1e-300, -37.047_096_299_361_199_2),
        (1e-20, -9.262_340_089_798_407_58),
        (1e-10, -6.361_340_902_404_056_2),
        (0.001, -3.090_232_306_167_813_54),
        (0.02425, -1.972_961_051_311_884_84),
        (0.07499, -1.439_602_118_239_316_21),
        (0.3, -0.524_400_512_708_040_816),
        (0.9, 1.281_551_565_544_600_59),
        (0.9999, 3.719_016_485_455_708_39),
    ];
    for (p, value) in values {
        assert!((standard_normal_quantile(p) / value - 1.0f64).abs() < 1e-15, "{p}");
    }
    assert_eq!(standard_normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(standard_normal_quantile(1.0), f64::INFINITY);
    assert!(standard_normal_quantile(f64::NAN).is_nan());
}
