//! The interval for a share seen in draws (Wilson 1927).

/// The 95 % interval for the chance behind `count` of `draws` (Wilson 1927):
/// `(p + z^2 / 2n ± z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)` with `p = count / draws`,
/// `n = draws` and `z = 1.96`, the 97.5 % quantile of the normal distribution. Without draws it is
/// 0 to 1.
///
/// It keeps within 0 and 1 and says something where the count is 0 or all.
///
/// ```
/// use zopa_stability::robustness::wilson_interval;
/// let (low, high) = wilson_interval(8, 10);
/// assert!((low - 0.4902).abs() < 1e-4 && (high - 0.9433).abs() < 1e-4);
/// let (low, high) = wilson_interval(0, 10);
/// assert!(low == 0.0 && (high - 0.2775).abs() < 1e-4);
/// ```
///
/// Source: Wilson (1927), Journal of the American Statistical Association 22: 209-212.
pub fn wilson_interval(count: u32, draws: u32) -> (f64, f64) {
    if draws == 0 {
        return (0.0, 1.0);
    }
    const Z: f64 = 1.959_963_984_540_054;
    let n = f64::from(draws);
    let share = f64::from(count) / n;
    let centre = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    // At 0 and 1 the ends are exact; rounding may miss them.
    let low = if count == 0 { 0.0 } else { (centre - half) / scale };
    let high = if count >= draws { 1.0 } else { (centre + half) / scale };
    (low, high)
}
