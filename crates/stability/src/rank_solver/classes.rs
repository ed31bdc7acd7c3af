//! The classes of one party in an array over all combinations of options: the combinations that it
//! can change into each other both ways, sorted by its ranking.

use super::layout::Block;
use super::search::Classes;

/// Columns gathered together, so that what lies side by side in memory is read at once.
pub(super) const COLUMNS: usize = 16;

/// A member of a class: which combination of the party's reversible options it is, and whether it
/// is preferred to the member before it (or equal to it).
pub(super) trait Member: Copy + Default + Send + Sync {
    /// Number of options that can be told apart.
    const OPTIONS: u32;
    /// The member from its parts.
    fn new(local: u32, rises: bool) -> Self;
    /// The combination of the party's reversible options.
    fn local(self) -> u32;
    /// Whether preferred to the member before.
    fn rises(self) -> bool;
}

macro_rules! member {
    ($number:ty) => {
        impl Member for $number {
            const OPTIONS: u32 = <$number>::BITS - 1;
            fn new(local: u32, rises: bool) -> Self {
                local as $number | <$number>::from(rises) << Self::OPTIONS
            }
            fn local(self) -> u32 {
                u32::from(self & !(1 << Self::OPTIONS))
            }
            fn rises(self) -> bool {
                self >> Self::OPTIONS == 1
            }
        }
    };
}

member!(u16);
member!(u32);

/// The classes of one party.
pub(super) struct Sorted<'r, M> {
    pub(super) block: Block,
    /// Class by class, least preferred first. Places that hold no state are among the last: there
    /// they are never moved from, and moving to them, being of the largest value, lowers nothing.
    pub(super) members: Vec<M>,
    /// Rank for each place; places that hold no state have the largest number.
    rank: &'r [u32],
}

impl<'r, M: Member> Sorted<'r, M> {
    /// Sorts each class by `rank`.
    pub(super) fn new(block: Block, rank: &'r [u32]) -> Self {
        let Block { low, reversible, .. } = block;
        let (stride, size) = (1_usize << low, 1_usize << reversible);
        let mut members = vec![M::default(); rank.len()];
        if reversible > 0 {
            let width = stride.min(COLUMNS);
            let mut keys = vec![0_u64; width * size];
            for (high, block) in members.chunks_exact_mut(stride * size).enumerate() {
                for (tile, out) in block.chunks_exact_mut(width * size).enumerate() {
                    let first = high * stride * size + tile * width;
                    for row in 0..size {
                        for column in 0..width {
                            let place = first + row * stride + column;
                            keys[column * size + row] = u64::from(rank[place]) << 32 | row as u64;
                        }
                    }
                    let classes = keys.chunks_exact_mut(size).zip(out.chunks_exact_mut(size));
                    for (keys, class) in classes {
                        keys.sort_unstable();
                        let mut before = u64::MAX;
                        for (key, member) in keys.iter().zip(class) {
                            let rank = key >> 32;
                            *member = M::new(*key as u32, rank != before);
                            before = rank;
                        }
                    }
                }
            }
        }
        Sorted { block, members, rank }
    }
}

impl<M: Member> Classes for Sorted<'_, M> {
    fn count(&self) -> usize {
        self.members.len() >> self.block.reversible
    }

    fn class(&self, state: u32) -> u32 {
        let Block { low, reversible, .. } = self.block;
        let high = u64::from(state) >> (low + reversible);
        (high << low) as u32 | state & ((1_u64 << low) - 1) as u32
    }

    fn member(&self, class: u32, place: u32) -> Option<u32> {
        let Block { low, reversible, .. } = self.block;
        if place >> reversible != 0 {
            return None;
        }
        let first = (class as usize) << reversible;
        let local = self.members[first + place as usize].local();
        let base = u64::from(class >> low) << (low + reversible);
        Some(base as u32 | class & ((1 << low) - 1) | local << low)
    }

    fn rank(&self, state: u32) -> u32 {
        self.rank[state as usize]
    }

    fn raise(&self, class: u32, rank: u32, level: &mut [u32], raised: &mut Vec<u32>) {
        let Block { low, irreversible, .. } = self.block;
        if level[class as usize] >= rank {
            return;
        }
        level[class as usize] = rank;
        let from = raised.len();
        raised.push(class);
        if irreversible == 0 {
            return;
        }
        // Before the move any of the options may have been 0. A class at the level has handed it
        // on to those below it already.
        let options = (((1_u64 << irreversible) - 1) << low) as u32;
        let mut next = from;
        while next < raised.len() {
            let class = raised[next];
            let mut taken = class & options;
            while taken != 0 {
                let before = class ^ taken & taken.wrapping_neg();
                taken &= taken - 1;
                if level[before as usize] < rank {
                    level[before as usize] = rank;
                    raised.push(before);
                }
            }
            next += 1;
        }
    }
}
