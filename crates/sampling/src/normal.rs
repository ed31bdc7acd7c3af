//! The standard normal law: density, distribution function and quantile function.

#![allow(clippy::excessive_precision, reason = "published digits")]

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Density of the standard normal law: exp(-x^2 / 2) / sqrt(2 pi).
///
/// ```
/// use zopa_sampling::normal::standard_normal_density;
/// assert!((standard_normal_density(0.0) - 0.398_942_280_401_432_7).abs() < 1e-16);
/// ```
pub fn standard_normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * PI).sqrt()
}

/// Distribution function of the standard normal law: P(Z <= x) = erfc(-x / sqrt 2) / 2.
///
/// Accurate relative to its own size in the lower tail; for the upper tail use
/// P(Z > x) = `standard_normal_distribution(-x)`.
///
/// ```
/// use zopa_sampling::normal::standard_normal_distribution;
/// assert!((standard_normal_distribution(1.959_963_984_540_054) - 0.975).abs() < 1e-15);
/// assert!((standard_normal_distribution(-10.0) / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-13);
/// ```
pub fn standard_normal_distribution(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Half width of the central part of the rational approximation.
const CENTRAL: f64 = 0.425;

#[inline(always)]
fn polynomial(coefficients: &[f64; 8], x: f64) -> f64 {
    let mut sum = coefficients[7];
    let mut index = 7;
    while index > 0 {
        index -= 1;
        sum = sum * x + coefficients[index];
    }
    sum
}

const CENTRAL_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_608,
    133.141_667_891_784_377_45,
    1_971.590_950_306_551_442_7,
    13_731.693_765_509_461_125,
    45_921.953_931_549_871_457,
    67_265.770_927_008_700_853,
    33_430.575_583_588_128_105,
    2_509.080_928_730_122_672_7,
];
const CENTRAL_DENOMINATOR: [f64; 8] = [
    1.0,
    42.313_330_701_600_911_252,
    687.187_007_492_057_908_3,
    5_394.196_021_424_751_107_7,
    21_213.794_301_586_595_867,
    39_307.895_800_092_710_61,
    28_729.085_735_721_942_674,
    5_226.495_278_852_854_561,
];
const MIDDLE_NUMERATOR: [f64; 8] = [
    1.423_437_110_749_683_577_34,
    4.630_337_846_156_545_295_9,
    5.769_497_221_460_691_405_5,
    3.647_848_324_763_204_605_04,
    1.270_458_252_452_368_382_58,
    0.241_780_725_177_450_611_77,
    0.022_723_844_989_269_184_583_3,
    7.745_450_142_783_414_076_40e-4,
];
const MIDDLE_DENOMINATOR: [f64; 8] = [
    1.0,
    2.053_191_626_637_758_821_87,
    1.676_384_830_183_803_849_40,
    0.689_767_334_985_100_004_550,
    0.148_103_976_427_480_074_590,
    0.015_198_666_563_616_457_197,
    5.475_938_084_995_344_946e-4,
    1.050_750_071_644_416_843_24e-9,
];
const FAR_NUMERATOR: [f64; 8] = [
    6.657_904_643_501_103_777_2,
    5.463_784_911_164_114_369_9,
    1.784_826_539_917_291_335_8,
    0.296_560_571_828_504_891_23,
    0.026_532_189_526_576_123_093,
    0.001_242_660_947_388_078_438_6,
    2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
];
const FAR_DENOMINATOR: [f64; 8] = [
    1.0,
    0.599_832_206_555_887_937_690,
    0.136_929_880_922_735_805_310,
    0.014_875_361_290_850_614_853,
    7.868_691_311_456_132_591e-4,
    1.846_318_317_510_054_681_80e-5,
    1.421_511_758_316_445_888_70e-7,
    2.044_263_103_389_939_785_64e-15,
];

/// The approximation for |p - 1/2| <= 0.425.
#[inline(always)]
fn central_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    let r = CENTRAL * CENTRAL - q * q;
    q * (polynomial(&CENTRAL_NUMERATOR, r) / polynomial(&CENTRAL_DENOMINATOR, r))
}

/// The approximation for |p - 1/2| > 0.425, in the variable sqrt(-ln tail).
fn tail_quantile(p: f64) -> f64 {
    let tail = if p < 0.5 { p } else { 1.0 - p };
    let r = (-libm::log(tail)).sqrt();
    let distance = if r <= 5.0 {
        polynomial(&MIDDLE_NUMERATOR, r - 1.6) / polynomial(&MIDDLE_DENOMINATOR, r - 1.6)
    } else {
        polynomial(&FAR_NUMERATOR, r - 5.0) / polynomial(&FAR_DENOMINATOR, r - 5.0)
    };
    if p < 0.5 { -distance } else { distance }
}

/// Quantile function of the standard normal law: the x with P(Z <= x) = p.
///
/// Three rational approximations of degree 7, relative error near 1e-15. At p <= 0 the value is
/// minus infinity, at p >= 1 infinity; NaN stays NaN.
///
/// ```
/// use zopa_sampling::normal::standard_normal_quantile;
/// assert!((standard_normal_quantile(0.95) - 1.644_853_626_951_472_2).abs() < 1e-15);
/// assert_eq!(standard_normal_quantile(0.5), 0.0);
/// ```
///
/// Source: Wichura (1988), algorithm AS 241, PPND16.
#[inline]
pub fn standard_normal_quantile(p: f64) -> f64 {
    if (p - 0.5).abs() <= CENTRAL {
        central_quantile(p)
    } else if p > 0.0 && p < 1.0 {
        tail_quantile(p)
    } else if p <= 0.0 {
        f64::NEG_INFINITY
    } else if p >= 1.0 {
        f64::INFINITY
    } else {
        f64::NAN
    }
}

/// Replaces each probability of a slice by its [`standard_normal_quantile`].
pub fn fill_standard_normal_quantile(numbers: &mut [f64]) {
    const BLOCK: usize = 64;
    let mut centre = [0.0; BLOCK];
    for block in numbers.chunks_mut(BLOCK) {
        // Two passes: the centre (85 % of uniform numbers) without branches, then the tails.
        for (value, &p) in centre.iter_mut().zip(block.iter()) {
            *value = central_quantile(p);
        }
        for (number, &value) in block.iter_mut().zip(centre.iter()) {
            let p = *number;
            *number = if (p - 0.5).abs() <= CENTRAL { value } else { standard_normal_quantile(p) };
        }
    }
}
