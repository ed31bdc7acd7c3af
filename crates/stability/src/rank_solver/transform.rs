//! The largest or least value that moves in option form lead to, for all states at once.
//!
//! Values stand in an array with one entry per combination of options. A party that may change
//! option `o` chooses between the two entries that differ in bit `o`; doing so for its options one
//! after another gives the extreme over all its moves: `a(s) := max(a(s), a(s xor 2^o))`. Where
//! the option can only be taken up, the entry without it alone is changed. Linear in the number of
//! entries for each option.

use std::ops::Range;

/// Entries that are worked on at once: a stretch that stays in the nearest cache.
const NEAR: u32 = 12;
/// Bits of rows that are worked on at once where they are far apart.
const ROWS: u32 = 8;
/// Columns (as a power of two) that are worked on at once where rows are far apart.
const COLUMNS: u32 = 6;

fn extreme<const MAX: bool>(a: u32, b: u32) -> u32 {
    if MAX { a.max(b) } else { a.min(b) }
}

fn pair<const MAX: bool>(low: &mut [u32], high: &mut [u32], forward: bool) {
    if forward {
        for (a, b) in low.iter_mut().zip(high.iter()) {
            *a = extreme::<MAX>(*a, *b);
        }
    } else {
        for (a, b) in low.iter_mut().zip(high.iter_mut()) {
            let both = extreme::<MAX>(*a, *b);
            *a = both;
            *b = both;
        }
    }
}

/// One option whose entries are `HALF` apart, a number known when compiled.
fn near_option<const MAX: bool, const HALF: usize>(values: &mut [u32], forward: bool) {
    for block in values.chunks_exact_mut(2 * HALF) {
        let (low, high) = block.split_at_mut(HALF);
        pair::<MAX>(low, high, forward);
    }
}

fn one_option<const MAX: bool>(values: &mut [u32], bit: u32, forward: bool) {
    match bit {
        0 => near_option::<MAX, 1>(values, forward),
        1 => near_option::<MAX, 2>(values, forward),
        2 => near_option::<MAX, 4>(values, forward),
        3 => near_option::<MAX, 8>(values, forward),
        _ => {
            let half = 1_usize << bit;
            for block in values.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                pair::<MAX>(low, high, forward);
            }
        }
    }
}

/// Replaces each entry by the largest (`MAX`) or least value over it and the entries reached by
/// changing the options `bits`; those in `forward` can only be taken up (0 to 1).
pub(super) fn reach<const MAX: bool>(values: &mut [u32], bits: Range<u32>, forward: u64) {
    let is_forward = |bit: u32| forward >> bit & 1 == 1;
    let near = bits.start..bits.end.min(NEAR);
    if !near.is_empty() {
        let length = values.len().min(1 << NEAR);
        for block in values.chunks_exact_mut(length) {
            for bit in near.clone() {
                one_option::<MAX>(block, bit, is_forward(bit));
            }
        }
    }
    let mut start = bits.start.max(NEAR);
    let mut tile = Vec::new();
    while start < bits.end {
        let end = bits.end.min(start + ROWS);
        let (rows, stride) = (1_usize << (end - start), 1_usize << start);
        let width = 1_usize << COLUMNS.min(start);
        tile.resize(rows * width, 0);
        for block in values.chunks_exact_mut(rows * stride) {
            for column in (0..stride).step_by(width) {
                for (row, kept) in tile.chunks_exact_mut(width).enumerate() {
                    let from = row * stride + column;
                    kept.copy_from_slice(&block[from..from + width]);
                }
                for bit in start..end {
                    one_option::<MAX>(&mut tile, bit - start + COLUMNS.min(start), is_forward(bit));
                }
                for (row, kept) in tile.chunks_exact(width).enumerate() {
                    let to = row * stride + column;
                    block[to..to + width].copy_from_slice(kept);
                }
            }
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::reach;

    #[test]
    fn extremes_over_a_range_of_options_are_found_near_and_far() {
        let options = 15_u32;
        let values: Vec<u32> =
            (0..1_u32 << options).map(|s| s.wrapping_mul(0x9E37_79B9) >> 7).collect();
        for (bits, forward) in [(0..4, 0b101), (3..6, 0), (10..14, 1 << 12), (13..15, 0)] {
            let own: usize = bits.clone().map(|bit| 1_usize << bit).sum();
            let (mut most, mut least) = (values.clone(), values.clone());
            reach::<true>(&mut most, bits.clone(), forward);
            reach::<false>(&mut least, bits.clone(), forward);
            for state in (0..values.len()).step_by(37) {
                let reached = (0..1_usize << bits.len())
                    .map(|local| (state & !own) | (local << bits.start))
                    .filter(|&to| state & !to & own & forward as usize == 0)
                    .map(|to| values[to]);
                assert_eq!(Some(most[state]), reached.clone().max());
                assert_eq!(Some(least[state]), reached.min());
            }
        }
    }
}
