//! Powers of many bases with one exponent: exp(r ln v) over a row, the same bits on every machine.
//!
//! The logarithm of a base is shared by all parties at one position, so a round needs one
//! logarithm per pair of positions and one exponential per party and position. Both are plain
//! arithmetic without branches, so that rows are worked several numbers at a time.

const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
/// 1.5 * 2^52: adding it rounds to a whole number that stands in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Bits of the square root of 1/2.
const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const ONE: u64 = 0x3ff0_0000_0000_0000;
const TWO_TO_52: f64 = 4_503_599_627_370_496.0;

/// e^y for y of at most 700; below -700 the result is e^-700. Relative error below 4e-16.
#[inline(always)]
pub(super) fn exp(y: f64) -> f64 {
    let y = if y < -700.0 { -700.0 } else { y };
    let shifted = y * std::f64::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let r = (y - whole * LN2_HIGH) - whole * LN2_LOW;
    // Taylor series to r^13 / 13!, |r| <= ln 2 / 2.
    let mut sum = 1.0 / 6_227_020_800.0;
    sum = sum * r + 1.0 / 479_001_600.0;
    sum = sum * r + 1.0 / 39_916_800.0;
    sum = sum * r + 1.0 / 3_628_800.0;
    sum = sum * r + 1.0 / 362_880.0;
    sum = sum * r + 1.0 / 40_320.0;
    sum = sum * r + 1.0 / 5_040.0;
    sum = sum * r + 1.0 / 720.0;
    sum = sum * r + 1.0 / 120.0;
    sum = sum * r + 1.0 / 24.0;
    sum = sum * r + 1.0 / 6.0;
    sum = sum * r + 0.5;
    sum = sum * r + 1.0;
    sum = sum * r + 1.0;
    sum * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// ln v for v above 0; bases below 1e-300 count as 1e-300. Absolute error below 4e-16 times
/// the larger of 1 and |ln v|.
#[inline(always)]
pub(super) fn ln(v: f64) -> f64 {
    let v = if v < 1e-300 { 1e-300 } else { v };
    let moved = v.to_bits().wrapping_add(ONE - ROOT_HALF);
    let power = f64::from_bits(0x4330_0000_0000_0000 | (moved >> 52)) - (TWO_TO_52 + 1023.0);
    let mantissa = f64::from_bits((moved & 0x000f_ffff_ffff_ffff) + ROOT_HALF);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let q = s * s;
    // 2 artanh(s) = 2 (s + s^3/3 + ...), |s| <= 0.172.
    let mut sum = 1.0 / 21.0;
    sum = sum * q + 1.0 / 19.0;
    sum = sum * q + 1.0 / 17.0;
    sum = sum * q + 1.0 / 15.0;
    sum = sum * q + 1.0 / 13.0;
    sum = sum * q + 1.0 / 11.0;
    sum = sum * q + 1.0 / 9.0;
    sum = sum * q + 1.0 / 7.0;
    sum = sum * q + 1.0 / 5.0;
    sum = sum * q + 1.0 / 3.0;
    let tail = 2.0 * s * q * sum;
    power * LN2_HIGH + (2.0 * s + (tail + power * LN2_LOW))
}

/// Writes `e^(exponent * logarithm)` for a row of logarithms.
#[inline]
pub(super) fn powers(out: &mut [f64], exponent: f64, logarithms: &[f64]) {
    for (out, logarithm) in out.iter_mut().zip(logarithms) {
        *out = exp(exponent * logarithm);
    }
}

#[cfg(test)]
mod tests {
    use super::{exp, ln};

    #[test]
    fn powers_equal_those_of_the_mathematical_library() {
        let mut worst: f64 = 0.0;
        for step in 0..=4000 {
            let base = f64::from(step) / 4000.0;
            for exponent in [0.5, 0.75, 1.0, 1.3, 1.9, 2.0] {
                let ours = exp(exponent * ln(base));
                worst = worst.max((ours - libm::pow(base, exponent)).abs());
            }
        }
        assert!(worst < 5e-16, "largest difference {worst:e}");
        assert!(exp(2.0 * ln(0.0)) < 1e-290);
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(exp(0.0), 1.0);
    }
}
