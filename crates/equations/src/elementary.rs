//! Exponential and logarithm from IEEE additions, multiplications and divisions alone.
//!
//! The operating system's mathematical library differs between machines in the last bit, and calls
//! cannot be vectorised; these loops can, and give the same bits everywhere.

const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// ln 2 split so that `n * LN2_HIGH` is exact for |n| < 2^20 (Cody and Waite, 1980).
const LN2_HIGH: f64 = f64::from_bits(0x3FE6_2E42_FEE0_0000);
const LN2_LOW: f64 = f64::from_bits(0x3DEA_39EF_3579_3C76);
/// Adding 1.5 * 2^52 rounds to the nearest integer and leaves it in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// `e^x`, relative error below 2e-16 in the normal range; 0 below -745.2, infinity above 709.8.
///
/// Range reduction `x = n ln 2 + r`, |r| <= ln 2 / 2, then the Taylor polynomial of degree 13 in r,
/// whose remainder is below 2^-57 there.
///
/// ```
/// use zopa_equations::elementary::exp;
/// assert_eq!(exp(0.0), 1.0);
/// assert!((exp(1.0) - std::f64::consts::E).abs() < 5e-16);
/// ```
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let bounded = if x > 710.0 { 710.0 } else { x };
    let bounded = if bounded < -746.0 { -746.0 } else { bounded };
    let shifted = bounded * LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (bounded - n * LN2_HIGH) - n * LN2_LOW;
    let r2 = r * r;
    // Estrin's scheme on r^2 times 1/2 + r/6 + … + r^11/13!.
    let r4 = r2 * r2;
    let r8 = r4 * r4;
    let q0 = (0.5 + r * (1.0 / 6.0)) + (1.0 / 24.0 + r * (1.0 / 120.0)) * r2;
    let q1 = (1.0 / 720.0 + r * (1.0 / 5_040.0)) + (1.0 / 40_320.0 + r * (1.0 / 362_880.0)) * r2;
    let q2 = (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0))
        + (1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0)) * r2;
    let p = (q0 + q1 * r4) + q2 * r8;
    let e = 1.0 + (r + r2 * p);
    // 2^n in two factors, so that results below the normal range are rounded once more, not lost.
    let n_bits = shifted.to_bits().wrapping_sub(ROUNDER.to_bits());
    let half = ((n_bits as i64) >> 1) as u64;
    let rest = n_bits.wrapping_sub(half);
    let first = f64::from_bits(half.wrapping_add(1023) << 52);
    let second = f64::from_bits(rest.wrapping_add(1023) << 52);
    let scaled = e * first * second;
    if x.is_nan() { x } else { scaled }
}

/// Natural logarithm, relative error below 3e-16; minus infinity at 0, NaN below.
///
/// `x = 2^k m` with m in [sqrt(1/2), sqrt(2)), then `ln m = 2 artanh(f / (2 + f))`, f = m - 1, by the
/// odd series to s^21, whose remainder is below 2^-58 there.
///
/// ```
/// use zopa_equations::elementary::ln;
/// assert_eq!(ln(1.0), 0.0);
/// assert!((ln(10.0) - std::f64::consts::LN_10).abs() < 5e-16);
/// ```
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    let tiny = x < f64::MIN_POSITIVE;
    let scaled = if tiny { x * 18_014_398_509_481_984.0 } else { x };
    let correction = if tiny { -54.0 } else { 0.0 };
    let bits = scaled.to_bits();
    // Move the mantissa to [sqrt(1/2), sqrt(2)) by shifting the exponent boundary.
    let moved = bits.wrapping_sub(0x3FE6_A09E_667F_3BCD);
    let k_bits = ((moved as i64) >> 52) as u64;
    let k = f64::from_bits(k_bits.wrapping_add(ROUNDER.to_bits())) - ROUNDER + correction;
    let m = f64::from_bits(bits.wrapping_sub(k_bits << 52));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut p = 1.0 / 21.0;
    p = p * z + 1.0 / 19.0;
    p = p * z + 1.0 / 17.0;
    p = p * z + 1.0 / 15.0;
    p = p * z + 1.0 / 13.0;
    p = p * z + 1.0 / 11.0;
    p = p * z + 1.0 / 9.0;
    p = p * z + 1.0 / 7.0;
    p = p * z + 1.0 / 5.0;
    p = p * z + 1.0 / 3.0;
    // ln(1+f) = f - f^2/2 + s (f^2/2 + 2 z p): the leading term stays exact.
    let half_square = 0.5 * f * f;
    let log_m = f - (half_square - s * (half_square + 2.0 * z * p));
    let value = k * LN2_HIGH + (log_m + k * LN2_LOW);
    let value = if x == f64::INFINITY { x } else { value };
    let value = if x == 0.0 { f64::NEG_INFINITY } else { value };
    if x < 0.0 || x.is_nan() { f64::NAN } else { value }
}

/// `x^y` for x > 0, as `e^(y ln x)`: relative error below `4e-16 (1 + |y ln x|)`. For other x the
/// result of the mathematical library in Rust, which is the same on every machine.
///
/// ```
/// use zopa_equations::elementary::power;
/// assert!((power(2.0, 0.5) - 2.0_f64.sqrt()).abs() < 1e-15);
/// assert_eq!(power(0.0, 2.0), 0.0);
/// assert_eq!(power(-2.0, 3.0), -8.0);
/// ```
#[inline(always)]
pub fn power(x: f64, y: f64) -> f64 {
    let direct = exp(y * ln(x));
    if x > 0.0 { direct } else { power_of_other(x, y) }
}

/// Powers of numbers that are not positive.
#[cold]
#[inline(never)]
fn power_of_other(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// `1 / (1 + e^-x)`, without overflow for any x; within three units in the last place.
#[inline(always)]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Coefficients in rising powers of s = 2t - 1 of the Chebyshev fit of degree 20 to erfcx(z)/t,
/// t = 3/(3 + z), computed from 40 nodes with 40 digits.
const SCALED_ERROR: [f64; 21] = [
    0.35800230236278,
    0.2944648177232678,
    0.1967427857013411,
    0.10348908730219275,
    0.03984258709665731,
    0.008942411497159039,
    -0.0004041388872276147,
    -0.0010113535497683589,
    -0.00018276982513095558,
    9.225675776198381e-05,
    3.5853584753371935e-05,
    -1.0124185819716486e-05,
    -5.823081664678961e-06,
    1.5648632998607333e-06,
    9.214930336893197e-07,
    -3.081338701805338e-07,
    -1.3630639366286556e-07,
    5.659816355534412e-08,
    1.6218101055340483e-08,
    -6.1303472195159484e-09,
    -1.0982903156871106e-09,
];

/// The discounted weight of breakdown of a spell with survival `exp(-h sqrt(t))` at discount rate r:
/// `sqrt(pi) z erfcx(z)`, `z = h / (2 sqrt(r))`; relative error below 1e-12 for h >= 0, r > 0.
///
/// The same function as the closed form of that name, in operations that vectorise.
#[inline(always)]
pub fn breakdown_weight(h: f64, r: f64) -> f64 {
    let z = h * (0.5 / r.sqrt());
    let t = 3.0 / (3.0 + z);
    let s = 2.0 * t - 1.0;
    // Estrin's scheme: pairs, then pairs of pairs, so that the processor need not wait for each term.
    let c = &SCALED_ERROR;
    let s2 = s * s;
    let s4 = s2 * s2;
    let s8 = s4 * s4;
    let q = |i: usize| (c[i] + c[i + 1] * s) + (c[i + 2] + c[i + 3] * s) * s2;
    let low = q(0) + q(4) * s4;
    let high = q(8) + q(12) * s4;
    let top = q(16) + c[20] * s4;
    let p = low + (high + top * s8) * s8;
    let weight = 1.772_453_850_905_516 * z * (t * p);
    let weight = if weight > 1.0 { 1.0 } else { weight };
    if z >= 0.0 { weight } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ulps(a: f64, b: f64) -> f64 {
        if a == b { 0.0 } else { (a - b).abs() / (b.abs() * f64::EPSILON).max(5e-324) }
    }

    proptest! {
        #[test]
        fn exp_agrees_with_libm(x in -745.0..709.7_f64) {
            prop_assert!(ulps(exp(x), libm::exp(x)) <= 2.0, "{} {}", exp(x), libm::exp(x));
        }

        #[test]
        fn ln_agrees_with_libm(e in -1070.0..1023.0_f64, m in 1.0..2.0_f64) {
            let x = m * libm::exp2(e.floor());
            prop_assert!(ulps(ln(x), libm::log(x)) <= 3.0, "{} {}", ln(x), libm::log(x));
        }

        #[test]
        fn power_agrees_with_libm(x in 1e-6..1e6_f64, y in -20.0..20.0_f64) {
            let expected = libm::pow(x, y);
            let bound = 4e-16 * (1.0 + (y * libm::log(x)).abs());
            prop_assert!((power(x, y) - expected).abs() <= bound * expected);
        }

        #[test]
        fn ln_agrees_with_libm_near_one(x in 0.5..2.0_f64) {
            prop_assert!((ln(x) - libm::log(x)).abs() <= 3.0 * f64::EPSILON * libm::log(x).abs());
        }
    }

    #[test]
    fn breakdown_weight_is_the_closed_form() {
        let closed = zopa_theory::function("breakdown_weight").unwrap();
        for (h, r) in [(0.3, 0.12), (0.0, 0.1), (0.01, 0.5), (2.0, 0.1), (9.0, 0.02)] {
            let expected = (closed.evaluate)(&[h, r]);
            assert!((breakdown_weight(h, r) - expected).abs() < 1e-12, "{h} {r} {expected}");
        }
        assert!((breakdown_weight(0.3, 0.12) - 0.500_188_638).abs() < 1e-9);
    }

    #[test]
    fn ends_of_the_range() {
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
        assert_eq!(exp(f64::INFINITY), f64::INFINITY);
        assert_eq!(exp(1000.0), f64::INFINITY);
        assert!(exp(f64::NAN).is_nan());
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert!(ln(-1.0).is_nan());
        assert!(ln(f64::NAN).is_nan());
        assert_eq!(logistic(-1e9), 0.0);
        assert_eq!(logistic(1e9), 1.0);
        assert_eq!(logistic(0.0), 0.5);
    }
}
