//! Leximin: the largest smallest value, then the largest second smallest, and so on.
//!
//! Each vector is sorted ascending; at each place in turn only the candidates within the tolerance
//! of the largest value at that place stay. A dominator of a candidate that stays stays too.
//! Comparing pairs with a tolerance would depend on the order of comparison; this does not.
//!
//! Source: Sen (1970), Collective Choice and Social Welfare; Imai (1983), Individual monotonicity
//! and lexicographic maxmin solution.

/// Keeps the leximin candidates among `ties`, all of which are equal at the first place.
///
/// `value(candidate, party)` is the compared value; `sorted` is a buffer. Complexity: candidates
/// times `parties log parties`.
pub(crate) fn leximin(
    ties: &mut Vec<u32>,
    sorted: &mut Vec<f64>,
    parties: usize,
    tolerance: f64,
    value: impl Fn(usize, usize) -> f64,
) {
    if ties.len() < 2 || parties < 2 {
        return;
    }
    sorted.clear();
    for &candidate in ties.iter() {
        let start = sorted.len();
        sorted.extend((0..parties).map(|party| value(candidate as usize, party)));
        sorted[start..].sort_unstable_by(f64::total_cmp);
    }
    for place in 1..parties {
        let column = sorted.iter().skip(place).step_by(parties);
        let best = column.fold(f64::NEG_INFINITY, |a, &b| if b > a { b } else { a });
        let mut kept = 0;
        for k in 0..ties.len() {
            if sorted[k * parties + place] >= best - tolerance {
                ties[kept] = ties[k];
                sorted.copy_within(k * parties..(k + 1) * parties, kept * parties);
                kept += 1;
            }
        }
        ties.truncate(kept);
        sorted.truncate(kept * parties);
    }
}
