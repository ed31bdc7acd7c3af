//! The sequence of Sobol' with nested uniform (Owen) scrambling by hashing.
//!
//! Point k of a dimension is the exclusive or of the direction numbers v_i over the bits i that
//! are set in k. From a primitive polynomial x^s + a_1 x^(s-1) + … + a_(s-1) x + 1 over the
//! integers modulo 2 and odd m_1, …, m_s with m_i < 2^i,
//! m_i = 2 a_1 m_(i-1) xor 4 a_2 m_(i-2) xor … xor 2^s m_(i-s) xor m_(i-s), v_i = m_i / 2^i.
//! The first 2^m points of each dimension lie one in each interval [j 2^-m, (j+1) 2^-m), and
//! together the dimensions form a digital net.
//!
//! Owen scrambling flips each binary digit of a coordinate by a random bit that depends on the
//! digits above it. It keeps the net, makes every point uniform, so averages are unbiased, and
//! lowers the variance for smooth functions to about n^-3. Here the flips come from a hash on the
//! reversed digits in which every
//! digit changes only through the digits above it (Laine and Karras 2011; Burley 2020), with 64
//! digits and keys drawn per (seed, site).
//!
//! Sources: Sobol' (1967); Joe and Kuo (2008) for the polynomials and the m_i; Owen (1995).

use crate::stream::{Site, keys};

/// Number of dimensions in the table of Joe and Kuo that is carried along.
pub const DIMENSIONS: usize = 1024;

/// Digits of a coordinate.
const DIGITS: usize = 64;

/// The published polynomials and initial direction numbers, one line per dimension from the second.
static TABLE: &str = include_str!("joe_kuo_d6.txt");

/// Direction numbers of one dimension as fractions of 2^64: the first digit is the top bit.
///
/// `None` beyond [`DIMENSIONS`] (dimensions count from 0).
///
/// ```
/// use zopa_sampling::sobol::direction_numbers;
/// let v = direction_numbers(1).unwrap();
/// assert_eq!(v[..3], [1 << 63, 3 << 62, 5 << 61]);
/// ```
pub fn direction_numbers(dimension: usize) -> Option<[u64; DIGITS]> {
    let mut directions = [0u64; DIGITS];
    if dimension == 0 {
        for (index, direction) in directions.iter_mut().enumerate() {
            *direction = 1 << (DIGITS - 1 - index);
        }
        return Some(directions);
    }
    let line = TABLE.lines().filter(|line| !line.starts_with('#')).nth(dimension - 1)?;
    let mut fields = line.split(' ').map_while(|field| field.parse::<u64>().ok());
    let polynomial = fields.next()?;
    let degree = polynomial.ilog2() as usize;
    for (index, m) in fields.take(degree).enumerate() {
        directions[index] = m << (DIGITS - 1 - index);
    }
    for index in degree..DIGITS {
        let mut direction = directions[index - degree] ^ (directions[index - degree] >> degree);
        for back in 1..degree {
            if (polynomial >> (degree - back)) & 1 == 1 {
                direction ^= directions[index - back];
            }
        }
        directions[index] = direction;
    }
    Some(directions)
}

/// One coordinate of the sequence, scrambled by the keys of (seed, site).
#[derive(Clone, Debug)]
pub(crate) struct Coordinate {
    /// Direction numbers with their digits reversed: the first digit is the lowest bit.
    reversed: Vec<u64>,
    /// `prefixes[i]` is the exclusive or of `reversed[0..=i]`: the step from a point to the next.
    prefixes: Vec<u64>,
    keys: [u64; 4],
}

impl Coordinate {
    /// The coordinate for points 0, …, 2^`index_bits` - 1; `None` beyond the table.
    pub(crate) fn new(
        dimension: usize,
        index_bits: usize,
        seed: u64,
        site: Site,
    ) -> Option<Coordinate> {
        let directions = direction_numbers(dimension)?;
        let reversed: Vec<u64> =
            directions.iter().take(index_bits).map(|v| v.reverse_bits()).collect();
        let prefixes = reversed
            .iter()
            .scan(0, |sum, v| {
                *sum ^= v;
                Some(*sum)
            })
            .collect();
        let [[k0, k1], [k2, k3]] = keys(seed, site);
        Some(Coordinate { reversed, prefixes, keys: [k0, k1, k2, k3] })
    }

    #[inline]
    fn reversed_point(&self, index: u64) -> u64 {
        let mut point = 0;
        for (bit, v) in self.reversed.iter().enumerate() {
            point ^= v & 0u64.wrapping_sub((index >> bit) & 1);
        }
        point
    }

    /// The 64 digits of point `index`, scrambled.
    #[inline]
    pub(crate) fn point(&self, index: u64) -> u64 {
        scramble_reversed(self.reversed_point(index), &self.keys).reverse_bits()
    }

    /// Calls `write` with the scrambled digits of `count` points from `first` on.
    #[inline]
    pub(crate) fn fill(&self, first: u64, points: &mut [u64]) {
        let mut point = self.reversed_point(first);
        for (index, target) in (first..).zip(points.iter_mut()) {
            *target = point;
            // index and index + 1 differ in the trailing ones of index and the bit above them.
            point ^= self.prefixes.get(index.trailing_ones() as usize).copied().unwrap_or(0);
        }
        for target in points.iter_mut() {
            *target = scramble_reversed(*target, &self.keys).reverse_bits();
        }
    }
}

/// Nested uniform scrambling of digits in reversed order: bit i of the result is bit i of the
/// argument, flipped by a function of the keys and of the bits below i.
///
/// Sums, products with odd numbers and x ^ (x * even) all have that form.
#[inline(always)]
fn scramble_reversed(mut x: u64, keys: &[u64; 4]) -> u64 {
    x ^= x.wrapping_mul(0x8c5d_43a1_6be7_9f3a);
    x = x.wrapping_add(keys[0]);
    x = x.wrapping_mul(keys[1] | 1);
    x ^= x.wrapping_mul(0xd6e8_feb8_6659_fd92);
    x = x.wrapping_add(keys[2]);
    x = x.wrapping_mul(keys[3] | 1);
    x ^= x.wrapping_mul(0xa3b1_9535_4a39_b70e);
    x
}
