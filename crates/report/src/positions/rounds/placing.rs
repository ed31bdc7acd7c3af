//! Ribbons and names placed near where they belong, without overlap.

use super::super::frame::NARROW;

/// Centres of things of these widths, pushed apart where they would overlap and no further than
/// needed; those of one place are in the order of `ties`.
pub fn side_by_side(wanted: &[f64], ties: &[f64], widths: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| {
        wanted[a].total_cmp(&wanted[b]).then(ties[a].total_cmp(&ties[b])).then(a.cmp(&b))
    });
    // Distance from the top of the pile, were all in one pile.
    let mut depth = vec![0.0; wanted.len()];
    let mut pile = 0.0;
    for &k in &order {
        depth[k] = pile + widths[k] / 2.0;
        pile += widths[k];
    }
    // They overlap where the tops of their piles are out of order: pool those (isotonic regression
    // by pooling neighbours).
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for &k in &order {
        let mut pool = (wanted[k] - depth[k], widths[k], 1);
        while let Some(last) = pools.pop_if(|last| last.0 > pool.0) {
            let weight = last.1 + pool.1;
            pool = ((last.0 * last.1 + pool.0 * pool.1) / weight, weight, last.2 + pool.2);
        }
        pools.push(pool);
    }
    let tops = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.0, pool.2));
    let mut centres = vec![0.0; wanted.len()];
    for (&k, top) in order.iter().zip(tops) {
        centres[k] = top + depth[k];
    }
    centres
}

/// Centres of names of these heights as near the wanted places as goes without an overlap, within
/// the bounds.
pub fn spread_names(wanted: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut at: Vec<f64> = side_by_side(wanted, wanted, heights);
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| at[a].total_cmp(&at[b]));
    let mut last = low;
    for &k in &order {
        at[k] = at[k].max(last + heights[k] / 2.0);
        last = at[k] + heights[k] / 2.0;
    }
    let mut next = high;
    for &k in order.iter().rev() {
        at[k] = at[k].min(next - heights[k] / 2.0);
        next = at[k] - heights[k] / 2.0;
    }
    at
}

/// A name above or below a picture: its row and where its text begins.
pub type Perch = (usize, f64);

/// Names of these widths in rows, each over its place, so that none overlap: those that reach to
/// the right from the left, those that reach to the left from the right, so that a line from a
/// name of an outer row passes few names of inner rows.
pub fn perches(places: &[f64], widths: &[f64]) -> (Vec<Perch>, usize) {
    let begins = |k: usize| {
        let begin =
            if places[k] < NARROW / 2.0 { places[k] - 4.0 } else { places[k] + 4.0 - widths[k] };
        begin.min(NARROW - widths[k]).max(0.0)
    };
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| places[a].total_cmp(&places[b]).then(a.cmp(&b)));
    let split = order.partition_point(|&k| places[k] < NARROW / 2.0);
    let (mut left, mut right) =
        (order[..split].iter().peekable(), order[split..].iter().rev().peekable());
    let mut perches = vec![(0, 0.0); places.len()];
    let mut row = 0;
    while left.peek().is_some() || right.peek().is_some() {
        let mut end = f64::NEG_INFINITY;
        if let Some(&k) = left.next() {
            perches[k] = (row, begins(k));
            end = begins(k) + widths[k] + 10.0;
        }
        if let Some(&k) = right.next_if(|&&k| begins(k) > end) {
            perches[k] = (row, begins(k));
        }
        row += 1;
    }
    (perches, row)
}
