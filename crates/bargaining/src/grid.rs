//! Grid: utilities rounded to 1e-9 of the party's range, so that dominance is exact and transitive.

/// Steps from the lowest to the highest utility of a party.
pub(crate) const STEPS: f64 = 1e9;

/// Where steps divide: an irrational part, so that no common fraction lies on a division and falls
/// to either side of it by the noise of rounding.
const DIVISION: f64 = 0.618_033_988_749_894_9;

/// Position of `value` on the grid of `STEPS` steps from `low` to `high`: `0..=10^9`.
///
/// A party whose utility does not vary has all its packages at 0.
pub(crate) fn position(value: f64, low: f64, high: f64) -> i32 {
    // Halves first: the range of finite numbers may itself overflow.
    let (value, low, high) = (0.5 * value, 0.5 * low, 0.5 * high);
    if high > low { ((value - low) / (high - low) * STEPS + DIVISION) as i32 } else { 0 }
}

/// Grid positions of a whole column.
pub(crate) fn positions(
    column: &[f64],
    low: f64,
    high: f64,
    at: impl Iterator<Item = usize>,
) -> Vec<i32> {
    at.map(|o| position(column[o], low, high)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_of_rounding_falls_on_one_step() {
        assert_eq!(position(0.1 + 0.2, 0.0, 1.0), position(0.3, 0.0, 1.0));
        assert_eq!(position(0.001 + 0.002, 0.0, 1.024), position(0.003, 0.0, 1.024));
        assert_eq!(position(1.0, 0.0, 1.0), 1_000_000_000);
        assert_eq!(position(7.0, 7.0, 7.0), 0);
        assert_eq!(position(f64::MAX, f64::MIN, f64::MAX), 1_000_000_000);
    }
}
