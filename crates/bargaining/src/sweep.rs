//! Sweep: the efficient points of the plane, from the best of the first party downwards.

/// Marks the efficient ones of distinct points sorted by first, then second coordinate, descending.
///
/// A point is efficient when its second coordinate exceeds that of all points before it.
/// With one coordinate only the first point is efficient. Complexity: linear.
///
/// Source: Kung, Luccio, Preparata (1975), On finding the maxima of a set of vectors.
pub(crate) fn sweep(rows: &[i32], parties: usize) -> Vec<bool> {
    let mut best = i32::MIN;
    rows.chunks_exact(parties)
        .enumerate()
        .map(|(k, row)| {
            if parties == 1 {
                return k == 0;
            }
            let efficient = row[1] > best;
            best = best.max(row[1]);
            efficient
        })
        .collect()
}
