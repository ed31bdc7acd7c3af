//! Zone of possible agreement, Pareto set and bargaining solutions over a finite set of packages.
//!
//! Packages are given as utility columns, one per party ([`Outcomes`]). [`zone`] finds the packages
//! that every party prefers to no deal, [`pareto`] those that no other package improves on, and
//! [`solve`] the package a bargaining solution selects. [`Selector`] makes the same selection from
//! gains alone and keeps its buffers, for use inside a loop. [`additive_pareto`] finds the Pareto
//! set of additive utilities without listing the packages.
//!
//! ```
//! use zopa_bargaining::{Outcomes, Scope, Solution, pareto, solve, zone};
//! let first = [1.0, 0.8, 0.6, 0.35, 0.1];
//! let second = [0.1, 0.4, 0.6, 0.75, 1.0];
//! let outcomes = Outcomes::new(vec![&first, &second], vec![0.3, 0.38]).unwrap();
//! assert_eq!(zone(&outcomes).feasible, [1, 2, 3]);
//! assert_eq!(pareto(&outcomes, Scope::Zone).packages(), [1, 2, 3]);
//! assert_eq!(solve(&outcomes, &Solution::Nash).unwrap().unwrap().pick, 2);
//! ```

mod additive;
mod block_filter;
mod egalitarian;
mod grid;
mod kalai_smorodinsky;
mod leximin;
mod maximin;
mod nash;
mod nearest_miss;
mod outcomes;
mod pareto;
mod proportional;
mod selector;
mod solution;
mod staircase;
mod sweep;
mod utilitarian;
mod zone;

pub use additive::{AdditiveError, AdditivePareto, additive_pareto};
pub use nearest_miss::NearestMiss;
pub use outcomes::{Outcomes, OutcomesError};
pub use pareto::{ParetoSet, Scope, pareto};
pub use selector::{GainColumns, GainTable, Selector, solve_on};
pub use solution::{Choice, Solution, SolutionError, solve, solve_all};
pub use zone::{Zone, zone};

/// Tolerance of every comparison, as a share of the party's range: `1e-9`.
pub const TOLERANCE: f64 = 1e-9;
