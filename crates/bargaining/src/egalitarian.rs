//! Egalitarian solution: equal gains.
//!
//! Leximin of the gains `g_i = u_i - d_i` over the zone. It assumes utilities in comparable units:
//! the selection changes when one party's scale does. Gains within 1e-9 of the largest ideal gain
//! are equal.
//!
//! ```
//! use zopa_bargaining::{Outcomes, Solution, solve};
//! let outcomes = Outcomes::new(vec![&[0.9, 0.5, 0.1], &[0.2, 0.4, 0.9]], vec![0.0, 0.0]).unwrap();
//! assert_eq!(solve(&outcomes, &Solution::Egalitarian).unwrap().unwrap().pick, 1);
//! ```
//!
//! Source: Kalai (1977), Proportional solutions to bargaining situations.

/// Scale 1 for every party.
pub(crate) fn scale(out: &mut Vec<f64>, parties: usize) {
    out.clear();
    out.resize(parties, 1.0);
}
