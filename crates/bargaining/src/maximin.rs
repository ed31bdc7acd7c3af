//! Maximin solution: the largest smallest gain.
//!
//! Maximises `min_i g_i`, `g_i = u_i - d_i`, and stops there: where leximin would go on to the next
//! smallest gain, maximin leaves a tie among the packages that do not dominate each other. It
//! assumes utilities in comparable units.
//!
//! ```
//! use zopa_bargaining::{Outcomes, Solution, solve};
//! let columns: [&[f64]; 3] = [&[1.0, 1.0, 1.0], &[4.0, 2.0, 1.0], &[2.0, 3.0, 9.0]];
//! let outcomes = Outcomes::new(columns.to_vec(), vec![0.0; 3]).unwrap();
//! assert_eq!(solve(&outcomes, &Solution::Maximin).unwrap().unwrap().ties, [0, 1, 2]);
//! assert_eq!(solve(&outcomes, &Solution::Egalitarian).unwrap().unwrap().ties, [0]);
//! ```
//!
//! Source: Rawls (1971), A Theory of Justice.

use crate::GainColumns;

/// Smallest `g_i / s_i` over the parties with scale `s_i > 0`.
pub(crate) fn smallest<G: GainColumns + ?Sized>(
    gains: &G,
    start: usize,
    scale: &[f64],
    scores: &mut [f64],
) {
    scores.fill(f64::INFINITY);
    for (party, &scale) in scale.iter().enumerate().filter(|&(_, &s)| s > 0.0) {
        for (score, gain) in scores.iter_mut().zip(&gains.column(party)[start..]) {
            let ratio = gain / scale;
            *score = if ratio < *score { ratio } else { *score };
        }
    }
}
