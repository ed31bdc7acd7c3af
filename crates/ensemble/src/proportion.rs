//! A share of draws with Wilson's score interval (Wilson 1927).

use crate::answer::Proportion;

/// The share `k / n` with its 95 % interval; the whole of 0..1 for n = 0.
///
/// `(p + z^2/2n ± z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)`, z = 1.96.
///
/// ```
/// let p = zopa_ensemble::proportion::proportion(3, 10);
/// assert!((p.low - 0.1078).abs() < 1e-4 && (p.high - 0.6032).abs() < 1e-4);
/// ```
pub fn proportion(k: u64, n: u64) -> Proportion {
    if n == 0 {
        return Proportion { p: 0.0, low: 0.0, high: 1.0, n };
    }
    let z = 1.959_963_984_540_054_f64;
    let (count, p) = (n as f64, k as f64 / n as f64);
    let z2 = z * z / count;
    let centre = (p + 0.5 * z2) / (1.0 + z2);
    let half = z * (p * (1.0 - p) / count + 0.25 * z2 / count).sqrt() / (1.0 + z2);
    let low = if k == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if k == n { 1.0 } else { (centre + half).min(1.0) };
    Proportion { p, low, high, n }
}
