//! The ratio of two counts as the nearest number.

/// a / b rounded to the nearest number (ties to even), for a <= b and b > 0.
///
/// Division of the counts as numbers would round three times.
pub(super) fn ratio(a: u128, b: u128) -> f64 {
    if a == 0 {
        return 0.0;
    }
    if a >= b {
        return 1.0;
    }
    // Binary digits of a / b: 54 from the first that is 1, the last to round by.
    let (mut rest, mut digits, mut exponent) = (a, 0_u64, 0_i32);
    while digits < 1 << 53 {
        exponent += 1;
        // Twice the rest may not fit.
        let one = rest >= b - rest;
        rest = if one { rest - (b - rest) } else { rest + rest };
        digits = 2 * digits + u64::from(one);
    }
    let (half, odd) = (digits & 1 == 1, digits >> 1 & 1 == 1);
    let up = half && (rest > 0 || odd);
    ((digits >> 1) + u64::from(up)) as f64 * libm::ldexp(1.0, 1 - exponent)
}

#[cfg(test)]
mod tests {
    use super::ratio;

    #[test]
    fn small_ratios_are_those_of_the_processor() {
        for b in 1..200_u32 {
            for a in 0..=b {
                assert_eq!(ratio(a.into(), b.into()), f64::from(a) / f64::from(b), "{a} / {b}");
            }
        }
    }

    #[test]
    fn large_ratios_are_rounded_once() {
        // 34! is above 2^127.
        let factorial: u128 = (1..=34).product();
        assert_eq!(ratio(factorial / 2, factorial), 0.5);
        assert_eq!(ratio(factorial / 34 * 11, factorial), 11.0 / 34.0);
        assert_eq!(ratio(1, u128::MAX), libm::ldexp(1.0, -128));
        // Just above the middle of two neighbours of 1/2: up, and the middle itself: to even.
        let b = 1_u128 << 120;
        let middle = (1_u128 << 119) + (1 << 66);
        assert_eq!(ratio(middle + 1, b), 0.5 + libm::ldexp(1.0, -53));
        assert_eq!(ratio(middle, b), 0.5);
    }
}
