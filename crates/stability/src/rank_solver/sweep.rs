//! The least value that others can bring about by improvements, where all their options can be
//! changed both ways: sweeps over the sorted classes of one party after another, until nothing
//! changes.
//!
//! One sweep for a party goes through each class from the most preferred member down and gives
//! each the least value met above it. What a sweep changes is remembered, so that later sweeps
//! look only at classes in which something can still change.

use super::classes::{COLUMNS, Member, Sorted};
use fixedbitset::FixedBitSet;

/// The stretches of the array that are gathered together for one party.
struct Tiles {
    low: u32,
    reversible: u32,
    /// Columns of a tile, as a power of two.
    width: u32,
}

impl Tiles {
    fn of<M>(sorted: &Sorted<'_, M>) -> Self {
        let width = sorted.block.low.min(COLUMNS.ilog2());
        Tiles { low: sorted.block.low, reversible: sorted.block.reversible, width }
    }

    fn holding(&self, place: usize) -> usize {
        let high = place >> (self.low + self.reversible);
        let column = place & ((1 << self.low) - 1);
        (high << self.low | column) >> self.width
    }

    /// Notes the tiles that hold a run of neighbouring places, aligned to its length.
    fn insert(&self, waiting: &mut FixedBitSet, place: usize, run: usize) {
        if 1 << (self.low + self.reversible) >= run {
            waiting.insert(self.holding(place));
        } else {
            for place in place..place + run {
                waiting.insert(self.holding(place));
            }
        }
    }
}

/// Replaces each value by the least over the place itself and those that `others` reach from it by
/// improvements. Returns whether it came to an end before more than `patience` entries were looked
/// at per entry of the array; if not, the values are between those given and those sought.
pub(super) fn least_reached<M: Member>(
    values: &mut [u32],
    others: &[&Sorted<'_, M>],
    patience: usize,
) -> bool {
    let tiles: Vec<Tiles> = others.iter().map(|sorted| Tiles::of(sorted)).collect();
    let mut waiting: Vec<FixedBitSet> = tiles
        .iter()
        .map(|tile| {
            let mut all =
                FixedBitSet::with_capacity(values.len() >> (tile.reversible + tile.width));
            all.insert_range(..);
            all
        })
        .collect();
    let mut budget = values.len().saturating_mul(patience);
    let mut gathered: Vec<u32> = Vec::new();
    let mut order: Vec<usize> = Vec::new();
    loop {
        let mut idle = true;
        for mover in 0..others.len() {
            let Tiles { low, reversible, width } = tiles[mover];
            if reversible == 0 {
                continue;
            }
            order.clear();
            order.extend(waiting[mover].ones());
            waiting[mover].clear();
            let (size, columns) = (1_usize << reversible, 1_usize << width);
            gathered.resize(size * columns, 0);
            for &tile in &order {
                idle = false;
                match budget.checked_sub(size * columns) {
                    Some(rest) => budget = rest,
                    None => return false,
                }
                let class = tile << width;
                let first = class >> low << (low + reversible) | class & ((1 << low) - 1);
                for row in 0..size {
                    let from = first + (row << low);
                    for (column, &value) in values[from..from + columns].iter().enumerate() {
                        gathered[column << reversible | row] = value;
                    }
                }
                let members = &others[mover].members[class << reversible..][..size * columns];
                let classes = gathered.chunks_exact_mut(size).zip(members.chunks_exact(size));
                for (class, members) in classes {
                    lower(class, members);
                }
                // Neighbouring entries are compared together: for the lowest party the members of
                // a class, for others the columns of a row.
                let run = if low == 0 { size.min(COLUMNS) } else { columns };
                for at in (0..size * columns).step_by(run) {
                    let to = if low == 0 { first + at } else { first + (at >> width << low) };
                    let mut changed = false;
                    for (column, value) in values[to..to + run].iter_mut().enumerate() {
                        let from =
                            if low == 0 { at + column } else { column << reversible | at >> width };
                        changed |= *value != gathered[from];
                        *value = gathered[from];
                    }
                    if changed {
                        for (other, tiles) in tiles.iter().enumerate() {
                            if other != mover {
                                tiles.insert(&mut waiting[other], to, run);
                            }
                        }
                    }
                }
            }
        }
        if idle {
            return true;
        }
    }
}

/// Gives each member of a class the least value over itself and the members preferred to it.
fn lower<M: Member>(class: &mut [u32], members: &[M]) {
    let (mut above, mut met) = (u32::MAX, u32::MAX);
    for member in members.iter().rev() {
        let value = &mut class[member.local() as usize];
        *value = above.min(*value);
        met = met.min(*value);
        if member.rises() {
            above = met;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::classes::Sorted;
    use super::super::layout::Block;
    use super::super::search;
    use super::least_reached;

    fn numbers(seed: u64, length: usize, levels: u64) -> Vec<u32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            ((state >> 33) % levels) as u32
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn sweeps_find_what_the_search_by_value_finds() {
        let blocks = |sizes: [u32; 3]| {
            let mut low = 0;
            sizes.map(|reversible| {
                let block = Block { low, reversible, irreversible: 0 };
                low += reversible;
                block
            })
        };
        for (seed, sizes) in [[4, 4, 4], [1, 2, 8], [2, 0, 7], [5, 5, 1], [0, 3, 7], [3, 6, 3]]
            .into_iter()
            .enumerate()
        {
            let length = 1_usize << sizes.iter().sum::<u32>();
            for levels in [5, 60, 1 << 30] {
                let rank = |party: u64| numbers(11 * seed as u64 + party, length, levels);
                let ranks = [rank(1), rank(2), rank(3)];
                let sorted: Vec<Sorted<'_, u16>> = blocks(sizes)
                    .into_iter()
                    .zip(&ranks)
                    .map(|(block, rank)| Sorted::new(block, rank))
                    .collect();
                let others: Vec<&Sorted<'_, u16>> = sorted.iter().collect();
                let values = rank(9);
                let (mut swept, mut searched) = (values.clone(), values.clone());
                assert!(least_reached(&mut swept, &others, usize::MAX));
                search::least_reached(&mut searched, &others, true, None);
                assert_eq!(swept, searched, "{sizes:?} {levels}");
                assert_ne!(swept, values);
                // The search goes on well from where sweeps were broken off.
                let mut begun = values.clone();
                assert!(!least_reached(&mut begun, &others, 1));
                assert_ne!(begun, values);
                search::least_reached(&mut begun, &others, true, None);
                assert_eq!(begun, searched, "{sizes:?} {levels}");
            }
        }
    }
}
