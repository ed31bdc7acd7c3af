//! Wilson's score interval for a share that comes without one.
//!
//! ```text
//! centre = (p + z²/2n) / (1 + z²/n)
//! half   = z √(p(1 − p)/n + z²/4n²) / (1 + z²/n)
//! ```
//!
//! `p` is the share, `n` the number of independent cases, `z` = 1.959 964 for 95 %. Source: Wilson
//! (1927), “Probable inference, the law of succession, and statistical inference”.

/// Both ends of the 95 % interval of a share `p` of `n` cases; not numbers where either is undefined.
pub fn interval(p: f64, n: u64) -> (f64, f64) {
    if n == 0 || !p.is_finite() {
        return (f64::NAN, f64::NAN);
    }
    let (p, n, z) = (p.clamp(0.0, 1.0), n as f64, 1.959_964);
    let scale = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / scale;
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / scale;
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::interval;

    /// The ends solve (p − x)² = z² x(1 − x)/n, which is the interval's definition.
    #[test]
    fn ends_solve_the_defining_equation() {
        for (p, n) in [(0.3, 10), (0.5, 83), (0.02, 400), (0.97, 1_000)] {
            let (low, high) = interval(p, n);
            assert!(low < p && p < high);
            for x in [low, high] {
                let (z, n) = (1.959_964_f64, n as f64);
                assert!(((p - x) * (p - x) - z * z * x * (1.0 - x) / n).abs() < 1e-12, "{p} {n}");
            }
        }
    }

    #[test]
    fn nothing_is_known_of_no_case() {
        assert!(interval(0.5, 0).0.is_nan());
        assert!(interval(f64::NAN, 9).1.is_nan());
    }
}
