//! Philox 4x32-10, a counter-based generator of random bits.
//!
//! The generator is a function: 128 bits of counter and 64 bits of key go in, 128 random bits come
//! out. Nothing is remembered between calls, so any number of a stream can be computed alone.
//!
//! One round maps the words (c0, c1, c2, c3) under the key (k0, k1) to
//! (hi(M1 c2) ^ c1 ^ k0, lo(M1 c2), hi(M0 c0) ^ c3 ^ k1, lo(M0 c0)), where hi and lo are the halves
//! of the 64-bit product. Ten rounds; the key grows by (W0, W1) between rounds.
//!
//! Source: Salmon, Moraes, Dror and Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*.

const MULTIPLIER_0: u32 = 0xD251_1F53;
const MULTIPLIER_1: u32 = 0xCD9E_8D57;
const WEYL_0: u32 = 0x9E37_79B9;
const WEYL_1: u32 = 0xBB67_AE85;
const ROUNDS: usize = 10;

#[inline(always)]
fn high_low(multiplier: u32, word: u32) -> (u32, u32) {
    let product = u64::from(multiplier) * u64::from(word);
    ((product >> 32) as u32, product as u32)
}

/// Philox 4x32-10: the 128 random bits that belong to a counter and a key.
///
/// ```
/// use zopa_sampling::philox::philox4x32_10;
/// assert_eq!(philox4x32_10([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
/// ```
///
/// Source: Salmon et al. (2011).
#[inline]
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let [mut k0, mut k1] = key;
    for _ in 0..ROUNDS {
        let (high_0, low_0) = high_low(MULTIPLIER_0, c0);
        let (high_1, low_1) = high_low(MULTIPLIER_1, c2);
        (c0, c1, c2, c3) = (high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0);
        k0 = k0.wrapping_add(WEYL_0);
        k1 = k1.wrapping_add(WEYL_1);
    }
    [c0, c1, c2, c3]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers published with Random123 (Salmon et al. 2011), file `kat_vectors`.
    #[test]
    fn published_known_answers() {
        let answers = [
            ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (counter, key, answer) in answers {
            assert_eq!(philox4x32_10(counter, key), answer);
        }
    }
}
