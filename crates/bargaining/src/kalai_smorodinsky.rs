//! Kalai-Smorodinsky solution: equal shares of what each party could gain at best.
//!
//! Leximin of the relative gains `r_i = (u_i - d_i) / (m_i - d_i)` over the zone, `m_i` the largest
//! utility of party `i` in the zone; `r_i = 1` for a party that cannot gain. On a convex set the
//! relative gains come out equal; on a finite set they seldom can, and the smallest spread of them
//! is another, inefficient rule. Relative gains within 1e-9 are equal.
//!
//! ```
//! use zopa_bargaining::{Outcomes, Solution, solve};
//! let first = [1.0, 0.0, 0.5, 0.49, 0.9];
//! let second = [0.0, 1.0, 0.45, 0.9, 0.2];
//! let outcomes = Outcomes::new(vec![&first, &second], vec![0.0, 0.0]).unwrap();
//! let choice = solve(&outcomes, &Solution::KalaiSmorodinsky).unwrap().unwrap();
//! assert_eq!(choice.relative_gains, [0.49, 0.9]);
//! ```
//!
//! Source: Kalai, Smorodinsky (1975), Other solutions to Nash's bargaining problem; Imai (1983),
//! Individual monotonicity and lexicographic maxmin solution.

/// Ideal gains as scales, 0 for the parties that cannot gain.
pub(crate) fn scale(out: &mut Vec<f64>, ideal: &[f64], floor: &[f64]) {
    out.clear();
    out.extend(ideal.iter().zip(floor).map(|(&m, &floor)| if m > floor { m } else { 0.0 }));
}
