//! Issues of generated numbers (SplitMix64 by stream and index).

use zopa_positions::{Issue, Stand};

const SEED: u64 = 20_261_122;
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z ^= z >> 30;
    z = z.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z ^= z >> 27;
    z = z.wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Uniform in [0, 1).
pub fn uniform(stream: u64, index: u64) -> f64 {
    let s = mix(SEED.wrapping_add(STEP.wrapping_mul(stream + 1)));
    (mix(s.wrapping_add(STEP.wrapping_mul(index + 1))) >> 11) as f64 / 9_007_199_254_740_992.0
}

pub fn issue(rows: impl IntoIterator<Item = (f64, f64, f64)>, low: f64, high: f64) -> Issue {
    let stands = rows.into_iter().enumerate().map(|(party, (position, capability, salience))| {
        Stand { party, position, salience, capability }
    });
    Issue { low, high, stands: stands.collect(), reference_point: None }
}

/// The issue of n parties: position 0 to 100 to one decimal, capability 1 to 100 to one decimal,
/// salience 0.05 to 1 to two decimals.
pub fn generated(n: usize) -> Issue {
    let stream = n as u64;
    let round = |value: f64, unit: f64| (value * unit).round_ties_even() / unit;
    issue(
        (0..n as u64).map(|i| {
            (
                round(100.0 * uniform(stream, 3 * i), 10.0),
                round(1.0 + 99.0 * uniform(stream, 3 * i + 1), 10.0),
                round(0.05 + 0.95 * uniform(stream, 3 * i + 2), 100.0),
            )
        }),
        0.0,
        100.0,
    )
}

/// A random issue; odd numbers have few different positions, weights and saliences, so that
/// parties coincide and offers tie.
pub fn random(number: u64, most: u64) -> Issue {
    let stream = 7_000_000 + number;
    let n = 1 + (uniform(stream, 0) * most as f64) as u64;
    let coarse = number % 2 == 1;
    issue(
        (0..n).map(|i| {
            let (x, c, s) = (
                uniform(stream, 3 * i + 1),
                uniform(stream, 3 * i + 2),
                uniform(stream, 3 * i + 3),
            );
            if coarse {
                ((x * 6.0).floor() * 20.0, 1.0 + (c * 3.0).floor(), 0.25 + 0.25 * (s * 4.0).floor())
            } else {
                (100.0 * x, 0.01 + c, 0.02 + 0.98 * s)
            }
        }),
        0.0,
        100.0,
    )
}
