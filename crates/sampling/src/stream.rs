//! Addressed random streams: every number is a function of (seed, draw, site, step).
//!
//! The address is the counter and the seed is the key of [Philox 4x32-10](crate::philox):
//! counter = (low and high half of draw / 2, site, step), key = (seed low, seed high). Of the 128
//! bits that come out an even draw takes the first 64 and an odd draw the last 64, so a block of
//! draws costs one call for two numbers. [`uniform_pair`] has counters of its own: its draw is not
//! halved and the top bit of the second word is set. A new cause of uncertainty therefore shifts no number of another, two variants of a model see the same noise
//! (common random numbers), and one draw can be replayed without the others.
//!
//! Random bits become numbers in the open interval (0, 1) as odd multiples of 2^-53:
//! u = (k + 1/2) / 2^52 with k the upper 52 of 64 bits. The smallest is 2^-53, the largest
//! 1 - 2^-53, the mean is exactly 1/2, and every value is exact in binary64.

use crate::normal::{fill_standard_normal_quantile, standard_normal_quantile};
use crate::philox::philox4x32_10;

/// A place in a model where randomness enters: the name of a stream as a 32-bit number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site(pub u32);

impl Site {
    /// The site of a name: its 64-bit FNV-1a hash, the two halves joined by exclusive or.
    ///
    /// FNV-1a: h = 14695981039346656037; for each byte b: h = (h xor b) 1099511628211 modulo 2^64.
    /// Among n names two agree with probability near n^2 / 2^33 (one in 860,000 for 100 names);
    /// [`Sampler::new`](crate::design::Sampler::new) refuses such a pair.
    ///
    /// ```
    /// use zopa_sampling::Site;
    /// assert_eq!(Site::named(""), Site(0xcbf2_9ce4 ^ 0x8422_2325));
    /// assert_eq!(Site::named("a"), Site(0xaf63_dc4c ^ 0x8601_ec8c));
    /// ```
    ///
    /// Source: Fowler, Noll and Vo, as described by Eastlake et al. (2019).
    pub const fn named(name: &str) -> Site {
        let bytes = name.as_bytes();
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let mut index = 0;
        while index < bytes.len() {
            hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            index += 1;
        }
        Site((hash >> 32) as u32 ^ hash as u32)
    }
}

/// The number in (0, 1) that belongs to 64 random bits: (upper 52 bits + 1/2) / 2^52.
#[inline(always)]
pub(crate) fn open_unit(bits: u64) -> f64 {
    // The upper 52 bits become the significand of a number in [1, 2); the shift by
    // 1 - 2^-53 is exact. This form needs no conversion from integers and vectorises.
    f64::from_bits((bits >> 12) | 0x3ff0_0000_0000_0000) - (1.0 - f64::EPSILON / 2.0)
}

#[inline(always)]
fn words(value: u64) -> [u32; 2] {
    [value as u32, (value >> 32) as u32]
}

#[inline(always)]
fn join(low: u32, high: u32) -> u64 {
    u64::from(low) | (u64::from(high) << 32)
}

/// The 128 random bits of a counter whose first two words are `block`, as two words of 64.
#[inline(always)]
fn bits(seed: u64, block: u64, site: Site, step: u32) -> [u64; 2] {
    let [low, high] = words(block);
    let [r0, r1, r2, r3] = philox4x32_10([low, high, site.0, step], words(seed));
    [join(r0, r1), join(r2, r3)]
}

/// The top bit of the first 64 bits of a counter, which no halved draw has.
const TOP: u64 = 1 << 63;

/// Random keys of a design for (seed, site): their counters belong to no draw below 2^63 - 2^32.
pub(crate) fn keys<const PAIRS: usize>(seed: u64, site: Site) -> [[u64; 2]; PAIRS] {
    std::array::from_fn(|index| bits(seed, u64::MAX - index as u64, site, u32::MAX))
}

/// The uniform number in (0, 1) at an address; never 0, never 1.
///
/// ```
/// use zopa_sampling::{stream::uniform, Site};
/// let u = uniform(7, 0, Site::named("recruits"), 3);
/// assert!(0.0 < u && u < 1.0);
/// assert_eq!(u, uniform(7, 0, Site::named("recruits"), 3));
/// // The known answer of Philox for counter 0 and key 0.
/// assert_eq!(uniform(0, 0, Site(0), 0), ((0xe169_c58d_6627_e8d5_u64 >> 12) as f64 + 0.5) / 2f64.powi(52));
/// ```
#[inline]
pub fn uniform(seed: u64, draw: u64, site: Site, step: u32) -> f64 {
    open_unit(bits(seed, draw >> 1, site, step)[(draw & 1) as usize])
}

/// Two independent uniform numbers in (0, 1) at one address, independent of [`uniform`]'s too.
///
/// Draws are taken modulo 2^63.
///
/// ```
/// use zopa_sampling::{stream::uniform_pair, Site};
/// let (first, second) = uniform_pair(7, 0, Site(1), 3);
/// assert!(first != second && (first, second) == uniform_pair(7, 0, Site(1), 3));
/// ```
#[inline]
pub fn uniform_pair(seed: u64, draw: u64, site: Site, step: u32) -> (f64, f64) {
    let [first, second] = bits(seed, draw | TOP, site, step);
    (open_unit(first), open_unit(second))
}

/// The standard normal number at an address: the normal quantile of [`uniform`].
///
/// Range: within 8.21 of zero, as the uniform number is at least 2^-53 from 0 and from 1.
///
/// ```
/// use zopa_sampling::{normal::standard_normal_quantile, stream::{standard_normal, uniform}, Site};
/// let site = Site::named("front.noise");
/// assert_eq!(standard_normal(1, 2, site, 3), standard_normal_quantile(uniform(1, 2, site, 3)));
/// ```
#[inline]
pub fn standard_normal(seed: u64, draw: u64, site: Site, step: u32) -> f64 {
    standard_normal_quantile(uniform(seed, draw, site, step))
}

/// Writes [`uniform`] of the draws `first_draw`, `first_draw + 1`, … into a slice.
///
/// ```
/// use zopa_sampling::{stream::{fill_uniform, uniform}, Site};
/// let mut numbers = [0.0; 100];
/// fill_uniform(5, 1000, Site(9), 2, &mut numbers);
/// assert_eq!(numbers[41], uniform(5, 1041, Site(9), 2));
/// ```
pub fn fill_uniform(seed: u64, first_draw: u64, site: Site, step: u32, numbers: &mut [f64]) {
    // An odd first draw is the second of its pair.
    let (single, rest) = numbers.split_at_mut(numbers.len().min((first_draw & 1) as usize));
    let mut draw = first_draw;
    for number in single {
        *number = uniform(seed, draw, site, step);
        draw = draw.wrapping_add(1);
    }
    let mut pairs = rest.chunks_exact_mut(2);
    for pair in &mut pairs {
        let [first, second] = bits(seed, draw >> 1, site, step);
        pair[0] = open_unit(first);
        pair[1] = open_unit(second);
        draw = draw.wrapping_add(2);
    }
    if let [number] = pairs.into_remainder() {
        *number = uniform(seed, draw, site, step);
    }
}

/// Writes [`standard_normal`] of the draws `first_draw`, `first_draw + 1`, … into a slice.
///
/// ```
/// use zopa_sampling::{stream::{fill_standard_normal, standard_normal}, Site};
/// let mut numbers = [0.0; 100];
/// fill_standard_normal(5, 1000, Site(9), 2, &mut numbers);
/// assert_eq!(numbers[41], standard_normal(5, 1041, Site(9), 2));
/// ```
pub fn fill_standard_normal(
    seed: u64,
    first_draw: u64,
    site: Site,
    step: u32,
    numbers: &mut [f64],
) {
    fill_uniform(seed, first_draw, site, step, numbers);
    fill_standard_normal_quantile(numbers);
}
