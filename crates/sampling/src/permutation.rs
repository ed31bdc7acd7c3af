//! A keyed permutation of 0, …, n - 1, evaluated at one index without being stored.
//!
//! A Feistel network permutes the smallest power of two 2^b >= n: the b bits are split in two
//! parts and each part in turn is changed by a keyed function of the other, which can be undone.
//! An image outside 0, …, n - 1 is permuted again until it falls inside (cycle walking), which
//! keeps a bijection; as 2^b < 2n this takes fewer than two passes on average. Last, a keyed
//! rotation modulo n makes the image of every single index uniform whatever the network does.
//!
//! Sources: Luby and Rackoff (1988) on the network; Black and Rogaway (2002) on cycle walking.

use crate::stream::{Site, keys};

/// A pseudo-random permutation of 0, …, n - 1 keyed by (seed, site).
///
/// Memory: constant. Time of one image: constant on average.
///
/// ```
/// use zopa_sampling::{permutation::Permutation, Site};
/// let permutation = Permutation::new(5, 1, Site(2));
/// let mut images: Vec<u64> = (0..5).map(|k| permutation.image(k)).collect();
/// images.sort();
/// assert_eq!(images, [0, 1, 2, 3, 4]);
/// ```
#[derive(Clone, Debug)]
pub struct Permutation {
    size: u64,
    right_bits: u32,
    left_mask: u64,
    right_mask: u64,
    rotation: u64,
    /// Two keys for each of three double rounds.
    keys: [[u64; 2]; 3],
}

/// Scrambles 64 bits (the finaliser of SplitMix64; Steele, Lea and Flood 2014).
#[inline(always)]
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Permutation {
    /// The permutation of 0, …, `size` - 1 that belongs to (seed, site); a size of 0 counts as 1.
    pub fn new(size: u64, seed: u64, site: Site) -> Permutation {
        let size = size.max(1);
        let bits = u64::BITS - (size - 1).leading_zeros();
        let left_bits = bits / 2;
        let right_bits = bits - left_bits;
        let mask = |bits: u32| if bits == 0 { 0 } else { u64::MAX >> (u64::BITS - bits) };
        let [first, second, third, [rotation, _]] = keys::<4>(seed, site);
        Permutation {
            size,
            right_bits,
            left_mask: mask(left_bits),
            right_mask: mask(right_bits),
            rotation: rotation % size,
            keys: [first, second, third],
        }
    }

    /// The image of an index; indices beyond the size are taken modulo the size.
    #[inline]
    pub fn image(&self, index: u64) -> u64 {
        let mut value = if index < self.size { index } else { index % self.size };
        loop {
            let mut left = value >> self.right_bits;
            let mut right = value & self.right_mask;
            for pair in &self.keys {
                left ^= mix(right ^ pair[0]) & self.left_mask;
                right ^= mix(left ^ pair[1]) & self.right_mask;
            }
            value = (left << self.right_bits) | right;
            // The walk follows a cycle of a permutation that starts inside, so it returns inside.
            if value < self.size {
                break;
            }
        }
        let room = self.size - self.rotation;
        if value < room { value + self.rotation } else { value - room }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_image_occurs_once(size in 1u64..3000, seed in any::<u64>(), site in any::<u32>()) {
            let permutation = Permutation::new(size, seed, Site(site));
            let mut seen = vec![false; size as usize];
            for index in 0..size {
                let image = permutation.image(index) as usize;
                prop_assert!(!std::mem::replace(&mut seen[image], true));
            }
        }

        #[test]
        fn images_of_huge_sizes_stay_inside(size in 1u64..=u64::MAX, index in any::<u64>()) {
            prop_assert!(Permutation::new(size, 3, Site(1)).image(index) < size);
        }
    }

    /// All 24 orders of four things are equally likely: chi-square with 23 degrees of freedom
    /// stays under its 99.99 % point, 55.
    #[test]
    fn small_permutations_are_uniform() {
        let mut counts = std::collections::BTreeMap::new();
        let trials = 24_000;
        for seed in 0..trials {
            let permutation = Permutation::new(4, seed, Site(5));
            let order: Vec<u64> = (0..4).map(|index| permutation.image(index)).collect();
            *counts.entry(order).or_insert(0.0) += 1.0;
        }
        let expected = trials as f64 / 24.0;
        let chi_square: f64 =
            counts.values().map(|n: &f64| (n - expected).powi(2) / expected).sum();
        assert_eq!(counts.len(), 24);
        assert!(chi_square < 55.0, "{chi_square}");
    }
}
