//! Legislative bargaining: a proposer is drawn, the others vote, and without a majority the next
//! proposer is drawn.
//!
//! [`divide`](mod@divide) has the division of one unit (Baron and Ferejohn 1989),
//! [`LegislativeBargaining`] an issue on a line (Banks and Duggan 2000, 2006). Unlike the other
//! models the latter yields a lottery over outcomes.
//!
//! On the line party i is drawn with probability p_i and utility is u_i(y) as in
//! [`nash_bargaining`](crate::nash_bargaining). In a stationary equilibrium without delay the
//! outcomes that pass form an interval A; party i proposes y_i, its point of A nearest x_i; and an
//! outcome passes if those who decide the vote are at least as well off as by waiting:
//!
//! u_m(y) >= (1 - delta) u_m(q) + delta sum_i p_i u_m(y_i),
//!
//! delta the discount factor, q the status quo that holds while they wait. Under a majority m is
//! the median voter and A = [m - a, m + a]: the one a at which the equation holds is found by
//! halving, since its left side falls with a and falls faster than the right. As delta goes to 1
//! the interval shrinks to the median. Under a larger quota the voters at both pivots must agree
//! and A is the intersection of two intervals, found by repeated averaging and Newton's method; there
//! may be more than one equilibrium, of which the one is given to which growing patience leads. With full
//! patience the forecast under a majority is the limit, the median; under a larger quota there may be
//! no limit, and an interval that has not settled carries
//! [`Remark::StillMoving`](crate::Remark::StillMoving).
//!
//! Order of the parties, unit of capability, shift, stretch and reversal of the scale change
//! nothing, except that where the weighted median is not unique the two medians are taken as the
//! pivots. Splitting a party with its weight changes nothing.
//!
//! ```
//! use zopa_positions::{Issue, Model, Stand};
//! use zopa_positions::legislative_bargaining::LegislativeBargaining;
//! let stand = |party, position| Stand { party, position, salience: 1.0, capability: 1.0 };
//! let stands = vec![stand(0, 0.0), stand(1, 50.0), stand(2, 100.0)];
//! let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: Some(0.0) };
//! let model = LegislativeBargaining::new(0.5, 0.5)?;
//! // With distances in lengths of the scale: 1 - a = 0.5 (1 - 0.5) + 0.5 (1 - 2/3 a), a = 3/8.
//! let lottery = model.forecast(&issue)?.lottery;
//! assert!((lottery[0].0 - 12.5).abs() < 1e-9 && (lottery[2].0 - 87.5).abs() < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod divide;
mod line;
mod switches;

pub use divide::{Division, divide};
pub use line::{BargainingError, LegislativeBargaining};
