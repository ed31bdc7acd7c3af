//! Utilitarian solutions: the largest sum of utilities, plain or relative.
//!
//! The utilitarian solution maximises `sum_i u_i`, which is `sum_i g_i` up to a constant; it
//! assumes utilities that can be added across parties and changes with their scales. The relative
//! utilitarian solution maximises `sum_i r_i`, `r_i = g_i / (m_i - d_i)`, and does not. Sums within
//! 1e-9 of the largest ideal gain (relative: of 1) are equal.
//!
//! ```
//! use zopa_bargaining::{Outcomes, Solution, solve};
//! let outcomes = Outcomes::new(vec![&[1.0, 0.6], &[1.0, 3.0]], vec![0.0, 0.0]).unwrap();
//! assert_eq!(solve(&outcomes, &Solution::Utilitarian).unwrap().unwrap().pick, 1);
//! let wide = Outcomes::new(vec![&[10.0, 6.0], &[1.0, 3.0]], vec![0.0, 0.0]).unwrap();
//! assert_eq!(solve(&wide, &Solution::Utilitarian).unwrap().unwrap().pick, 0);
//! assert_eq!(solve(&wide, &Solution::RelativeUtilitarian).unwrap().unwrap().pick, 1);
//! ```
//!
//! Source: Harsanyi (1955), Cardinal welfare, individualistic ethics, and interpersonal
//! comparisons of utility; Dhillon, Mertens (1999), Relative utilitarianism.

use crate::GainColumns;

/// Sums `sum_i g_i / s_i` over the parties with scale `s_i > 0`.
pub(crate) fn sums<G: GainColumns + ?Sized>(
    gains: &G,
    start: usize,
    scale: &[f64],
    scores: &mut [f64],
) {
    scores.fill(0.0);
    for (party, &scale) in scale.iter().enumerate().filter(|&(_, &s)| s > 0.0) {
        for (score, gain) in scores.iter_mut().zip(&gains.column(party)[start..]) {
            *score += gain / scale;
        }
    }
}
