//! Staircase: the efficient points of three dimensions, with the frontier of two kept in a tree.

use std::collections::BTreeMap;

/// Marks the efficient ones of distinct points sorted by all coordinates in turn, descending.
///
/// The staircase holds the efficient pairs of the second and third coordinate seen so far: its
/// third coordinate falls as its second rises, so the best third coordinate among pairs with at
/// least a given second one stands at the next key. Complexity: `m log m`.
///
/// Source: Kung, Luccio, Preparata (1975), On finding the maxima of a set of vectors.
pub(crate) fn staircase(rows: &[i32]) -> Vec<bool> {
    let mut stairs: BTreeMap<i32, i32> = BTreeMap::new();
    rows.chunks_exact(3)
        .map(|row| {
            let (second, third) = (row[1], row[2]);
            if stairs.range(second..).next().is_some_and(|(_, &best)| best >= third) {
                return false;
            }
            while let Some((&key, &value)) = stairs.range(..=second).next_back() {
                if value > third {
                    break;
                }
                stairs.remove(&key);
            }
            stairs.insert(second, third);
            true
        })
        .collect()
}
