//! The sequence of Sobol' against published points, and what scrambling must keep.

#![allow(clippy::excessive_precision, reason = "published digits")]

use zopa_sampling::philox::philox4x32_10;
use zopa_sampling::sobol::{DIMENSIONS, direction_numbers};
use zopa_sampling::{Design, DesignError, Sampler, Site};

// Points of the sequence with the direction numbers of Joe and Kuo (2008), in the order of the
// Gray code, computed with scipy 1.17.1 (`qmc.Sobol`, unscrambled, 64 bits). Unit: 1/32.
const FIRST_32: [[u8; 10]; 32] = [
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [16, 16, 16, 16, 16, 16, 16, 16, 16, 16],
    [24, 8, 8, 8, 24, 24, 8, 24, 24, 24],
    [8, 24, 24, 24, 8, 8, 24, 8, 8, 8],
    [12, 12, 20, 28, 12, 4, 12, 28, 28, 20],
    [28, 28, 4, 12, 28, 20, 28, 12, 12, 4],
    [20, 4, 28, 20, 20, 28, 4, 4, 4, 12],
    [4, 20, 12, 4, 4, 12, 20, 20, 20, 28],
    [6, 10, 30, 14, 18, 10, 14, 30, 30, 10],
    [22, 26, 14, 30, 2, 26, 30, 14, 14, 26],
    [30, 2, 22, 6, 10, 18, 6, 6, 6, 18],
    [14, 18, 6, 22, 26, 2, 22, 22, 22, 2],
    [10, 6, 10, 18, 30, 14, 2, 2, 2, 30],
    [26, 22, 26, 2, 14, 30, 18, 18, 18, 14],
    [18, 14, 2, 26, 6, 22, 10, 26, 26, 6],
    [2, 30, 18, 10, 22, 6, 26, 10, 10, 22],
    [3, 15, 15, 21, 9, 31, 17, 27, 15, 5],
    [19, 31, 31, 5, 25, 15, 1, 11, 31, 21],
    [27, 7, 7, 29, 17, 7, 25, 3, 23, 29],
    [11, 23, 23, 13, 1, 23, 9, 19, 7, 13],
    [15, 3, 27, 9, 5, 27, 29, 7, 19, 17],
    [31, 19, 11, 25, 21, 11, 13, 23, 3, 1],
    [23, 11, 19, 1, 29, 3, 21, 31, 11, 9],
    [7, 27, 3, 17, 13, 19, 5, 15, 27, 25],
    [5, 5, 17, 27, 27, 21, 31, 5, 17, 15],
    [21, 21, 1, 11, 11, 5, 15, 21, 1, 31],
    [29, 13, 25, 19, 3, 13, 23, 29, 9, 23],
    [13, 29, 9, 3, 19, 29, 7, 13, 25, 7],
    [9, 9, 5, 7, 23, 17, 19, 25, 13, 27],
    [25, 25, 21, 23, 7, 1, 3, 9, 29, 11],
    [17, 1, 13, 15, 15, 9, 27, 1, 21, 3],
    [1, 17, 29, 31, 31, 25, 11, 17, 5, 19],
];
const CHOSEN: [usize; 14] = [1, 2, 3, 4, 5, 8, 16, 32, 40, 64, 100, 256, 512, 1000];
const CHOSEN_POINTS_1_TO_16: [[u8; 14]; 16] = [
    [16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16],
    [24, 8, 8, 8, 24, 24, 8, 8, 8, 24, 24, 24, 24, 24],
    [8, 24, 24, 24, 8, 8, 24, 24, 24, 8, 8, 8, 8, 8],
    [12, 12, 20, 28, 12, 28, 28, 4, 28, 4, 28, 12, 12, 4],
    [28, 28, 4, 12, 28, 12, 12, 20, 12, 20, 12, 28, 28, 20],
    [20, 4, 28, 20, 20, 4, 20, 12, 20, 28, 4, 20, 20, 28],
    [4, 20, 12, 4, 4, 20, 4, 28, 4, 12, 20, 4, 4, 12],
    [6, 10, 30, 14, 18, 30, 30, 26, 18, 22, 30, 14, 6, 30],
    [22, 26, 14, 30, 2, 14, 14, 10, 2, 6, 14, 30, 22, 14],
    [30, 2, 22, 6, 10, 6, 22, 18, 26, 14, 6, 22, 30, 6],
    [14, 18, 6, 22, 26, 22, 6, 2, 10, 30, 22, 6, 14, 22],
    [10, 6, 10, 18, 30, 2, 2, 30, 14, 18, 2, 2, 10, 26],
    [26, 22, 26, 2, 14, 18, 18, 14, 30, 2, 18, 18, 26, 10],
    [18, 14, 2, 26, 6, 26, 10, 22, 6, 10, 26, 26, 18, 2],
    [2, 30, 18, 10, 22, 10, 26, 6, 22, 26, 10, 10, 2, 18],
    [3, 15, 15, 21, 9, 27, 1, 11, 29, 3, 1, 25, 27, 17],
];
const CHOSEN_POINT_63: [u8; 14] = [1, 51, 23, 29, 55, 9, 49, 59, 11, 47, 5, 3, 9, 3];

/// Point `index` of a dimension (from 0) by the definition, as 64 digits.
fn plain_point(dimension: usize, index: u64) -> u64 {
    let directions = direction_numbers(dimension).unwrap();
    (0..64).filter(|bit| (index >> bit) & 1 == 1).fold(0, |point, bit| point ^ directions[bit])
}

fn in_gray_code_order(dimension: usize, position: u64) -> f64 {
    plain_point(dimension, position ^ (position >> 1)) as f64 / 2f64.powi(64)
}

fn sites(count: usize) -> Vec<Site> {
    (0..count).map(|index| Site(1000 + index as u32)).collect()
}

#[test]
fn points_equal_published_ones() {
    for (position, row) in FIRST_32.iter().enumerate() {
        for (dimension, &value) in row.iter().enumerate() {
            assert_eq!(in_gray_code_order(dimension, position as u64) * 32.0, f64::from(value));
        }
    }
    for (column, &dimension) in CHOSEN.iter().enumerate() {
        for (row, values) in CHOSEN_POINTS_1_TO_16.iter().enumerate() {
            let value = in_gray_code_order(dimension - 1, row as u64 + 1);
            assert_eq!(value * 32.0, f64::from(values[column]), "dimension {dimension}");
        }
        let value = in_gray_code_order(dimension - 1, 63) * 64.0;
        assert_eq!(value, f64::from(CHOSEN_POINT_63[column]));
    }
    let far = [
        (0, 1_000_000, 0.026474952697753906),
        (5, 1_000_000, 0.7950620651245117),
        (3, 1_000_001, 0.16824626922607422),
        (99, 65_535, 0.4727630615234375),
        (255, 65_535, 0.1407012939453125),
        (499, 4_095, 0.938720703125),
        (776, 65_535, 0.8796234130859375),
        (1023, 1_000, 0.7138671875),
        (1023, 65_535, 0.4597015380859375),
    ];
    for (dimension, position, value) in far {
        assert_eq!(in_gray_code_order(dimension, position), value, "dimension {dimension}");
    }
}

/// Every dimension: the leading digits of the direction numbers form a triangle with ones on the
/// diagonal, so 2^m points fall one into each interval of length 2^-m.
#[test]
fn direction_numbers_are_triangular() {
    for dimension in 0..DIMENSIONS {
        for (index, v) in direction_numbers(dimension).unwrap().iter().enumerate() {
            assert_eq!(v.trailing_zeros() as usize, 63 - index, "dimension {dimension}");
        }
    }
    assert_eq!(direction_numbers(DIMENSIONS), None);
}

#[test]
fn dimensions_beyond_the_table_are_an_error() {
    let error = Sampler::new(Design::Sobol, 1, 8, &sites(DIMENSIONS + 1)).unwrap_err();
    assert_eq!(error, DesignError::TooManyDimensions { limit: 1024 });
    assert!(Sampler::new(Design::Sobol, 1, 8, &sites(DIMENSIONS)).is_ok());
}

/// Each aligned block of 2^m scrambled points has one point in each [k 2^-m, (k+1) 2^-m).
#[test]
fn scrambled_points_are_stratified_in_every_dimension() {
    let sampler = Sampler::new(Design::Sobol, 77, 1 << 12, &sites(300)).unwrap();
    for dimension in 0..300 {
        for m in [1, 4, 7] {
            for block in [0u64, 3] {
                let mut hits = vec![0; 1 << m];
                for draw in block << m..(block + 1) << m {
                    hits[(sampler.uniform(draw, dimension) * f64::from(1 << m)) as usize] += 1;
                }
                assert!(hits.iter().all(|&count| count == 1), "dimension {dimension}, 2^{m}");
            }
        }
    }
}

/// The first two dimensions are a (0, m, 2)-net before and after scrambling: each elementary box
/// 2^-k by 2^-(m-k) holds one of 2^m points.
#[test]
fn scrambled_points_keep_elementary_boxes() {
    for seed in 0..20 {
        let sampler = Sampler::new(Design::Sobol, seed, 256, &sites(2)).unwrap();
        for k in 0..=8 {
            let mut hits = [0; 256];
            for draw in 0..256 {
                let x = (sampler.uniform(draw, 0) * f64::from(1 << k)) as usize;
                let y = (sampler.uniform(draw, 1) * f64::from(1 << (8 - k))) as usize;
                hits[(x << (8 - k)) + y] += 1;
            }
            assert!(hits.iter().all(|&count| count == 1));
        }
    }
}

/// The definition of nested scrambling: two points agree in as many leading digits after it as
/// before.
#[test]
fn scrambling_is_nested() {
    let sampler = Sampler::new(Design::Sobol, 5, 1 << 20, &sites(12)).unwrap();
    for dimension in 0..12 {
        for index in 0..2000u64 {
            let other = (index * 2_654_435_761) % (1 << 20);
            if index == other {
                continue;
            }
            let digits = |draw| (sampler.uniform(draw, dimension) * 2f64.powi(52)) as u64;
            let before = plain_point(dimension, index) ^ plain_point(dimension, other);
            let after = digits(index) ^ digits(other);
            assert_eq!(before.leading_zeros(), after.leading_zeros() - 12);
        }
    }
}

/// Over seeds, the flips of the digits at any two nodes of the digit tree are independent and
/// fair: each pair of outcomes has probability 1/4.
#[test]
fn flips_are_pairwise_independent_over_seeds() {
    const SEEDS: u64 = 4000;
    const LEVELS: u32 = 5;
    // The 32 points of the first dimension visit every node of the first five levels.
    let nodes = (1usize << LEVELS) - 1;
    let mut flips = vec![vec![0u8; SEEDS as usize]; nodes];
    for seed in 0..SEEDS {
        let sampler = Sampler::new(Design::Sobol, seed, 32, &[Site::named("x")]).unwrap();
        for draw in 0..32 {
            let before = plain_point(0, draw) >> (64 - LEVELS);
            let after = (sampler.uniform(draw, 0) * f64::from(1 << LEVELS)) as u64;
            for level in 0..LEVELS {
                let prefix = (before >> (LEVELS - level)) as usize;
                let node = (1 << level) - 1 + prefix;
                let shift = LEVELS - 1 - level;
                flips[node][seed as usize] = (((before ^ after) >> shift) & 1) as u8;
            }
        }
    }
    // 465 pairs and 31 nodes; the bounds are 5 standard deviations.
    let bound = 5.0 * (SEEDS as f64 / 4.0).sqrt();
    for one in 0..nodes {
        let ones: u32 = flips[one].iter().map(|&flip| u32::from(flip)).sum();
        assert!((f64::from(ones) - SEEDS as f64 / 2.0).abs() < bound, "node {one}: {ones}");
        for other in 0..one {
            let differ =
                flips[one].iter().zip(&flips[other]).filter(|(a, b)| a != b).count() as f64;
            assert!((differ - SEEDS as f64 / 2.0).abs() < bound, "{one}, {other}: {differ}");
        }
    }
}

/// Scrambling with a fresh random bit at each node of the digit tree: the definition (Owen 1995).
fn owen_scrambled(point: u64, seed: u64, dimension: u32) -> f64 {
    let mut scrambled = 0u64;
    for level in 0..53 {
        let prefix = if level == 0 { 0 } else { point >> (64 - level) };
        let counter = [prefix as u32, (prefix >> 32) as u32, level, dimension];
        let flip = u64::from(philox4x32_10(counter, [seed as u32, 99])[0] & 1);
        let digit = (point >> (63 - level)) & 1;
        scrambled |= (digit ^ flip) << (63 - level);
    }
    (scrambled >> 12) as f64 / 2f64.powi(52)
}

/// Root mean squared error of the mean of exp(x + y + z) over 64 points, many seeds: hashed
/// scrambling does as well as the definition, and both far better than independent numbers.
#[test]
fn hashed_scrambling_has_the_variance_of_owen_scrambling() {
    const SEEDS: u64 = 600;
    const POINTS: u64 = 64;
    let exact = (std::f64::consts::E - 1.0).powi(3);
    let root_mean_square = |mean: &dyn Fn(u64) -> f64| {
        let sum: f64 = (0..SEEDS).map(|seed| (mean(seed) - exact).powi(2)).sum();
        (sum / SEEDS as f64).sqrt()
    };
    let by_design = |design: Design| {
        root_mean_square(&|seed| {
            let sampler = Sampler::new(design, seed, POINTS, &sites(3)).unwrap();
            let value = |draw| libm::exp((0..3).map(|d| sampler.uniform(draw, d)).sum());
            (0..POINTS).map(value).sum::<f64>() / POINTS as f64
        })
    };
    let owen = root_mean_square(&|seed| {
        let value = |draw| {
            let point = |d: usize| owen_scrambled(plain_point(d, draw), seed, d as u32);
            libm::exp(point(0) + point(1) + point(2))
        };
        (0..POINTS).map(value).sum::<f64>() / POINTS as f64
    });
    let hashed = by_design(Design::Sobol);
    let independent = by_design(Design::MonteCarlo);
    let latin = by_design(Design::LatinHypercube);
    assert!((0.85..1.15).contains(&(hashed / owen)), "hashed {hashed}, owen {owen}");
    assert!(hashed < 0.1 * independent);
    assert!(latin < 0.6 * independent);
}
