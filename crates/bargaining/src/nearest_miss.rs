//! Nearest miss: the package that comes closest to being acceptable to all.

/// The package with the smallest largest shortfall, `min_o max_i (d_i - u_i(o))^+`.
///
/// The shortfall is also the smallest common concession `c` for which some package has
/// `u_i >= d_i - c` for all parties. It is 0 where the zone of possible agreement is not empty.
///
/// ```
/// use zopa_bargaining::{Outcomes, zone};
/// let shares: Vec<f64> = (0..=10).map(|k| k as f64 / 10.0).collect();
/// let rest: Vec<f64> = shares.iter().map(|s| 1.0 - s).collect();
/// let outcomes = Outcomes::new(vec![&shares, &rest], vec![0.6, 0.6]).unwrap();
/// let miss = zone(&outcomes).nearest_miss;
/// assert_eq!(miss.package, 5);
/// assert!((miss.shortfall - 0.1).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearestMiss {
    /// The package; of equal ones the first.
    pub package: usize,
    /// What the worst placed party lacks there, in units of utility, `>= 0`.
    pub shortfall: f64,
    /// The worst placed party; of equal ones the first.
    pub binding_party: usize,
}

impl NearestMiss {
    /// Reads the nearest miss off the package with the largest smallest gain.
    pub(crate) fn at(package: usize, gains: impl Iterator<Item = f64>) -> Self {
        let mut worst = (f64::INFINITY, 0);
        for (party, gain) in gains.enumerate() {
            if gain < worst.0 {
                worst = (gain, party);
            }
        }
        Self {
            package,
            shortfall: if worst.0 < 0.0 { -worst.0 } else { 0.0 },
            binding_party: worst.1,
        }
    }
}
