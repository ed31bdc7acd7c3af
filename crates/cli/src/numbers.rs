//! Numbers as people read them.

/// A number in few digits: four significant ones, large and tiny ones with a power of ten.
pub fn short(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return value.to_string();
    }
    let size = value.abs();
    if !(1e-4..1e9).contains(&size) {
        return tidy_power(&format!("{value:.3e}"));
    }
    let whole_digits = exponent(value) + 1;
    let places = (4 - whole_digits).clamp(0, 8) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        grouped(&text)
    }
}

/// A number in full: ten significant digits, trailing zeros left out.
pub fn full(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return if value.is_nan() { "not determined".to_owned() } else { value.to_string() };
    }
    let size = value.abs();
    if !(1e-5..1e12).contains(&size) {
        return tidy_power(&format!("{value:.9e}"));
    }
    let whole_digits = exponent(value) + 1;
    let places = (10 - whole_digits).clamp(0, 14) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// The power of ten of a number's first digit.
fn exponent(value: f64) -> i32 {
    format!("{value:e}").split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0)
}

fn tidy_power(text: &str) -> String {
    match text.split_once('e') {
        Some((digits, power)) if digits.contains('.') => {
            format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => text.to_owned(),
    }
}

/// A whole number with its thousands apart.
pub fn grouped(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    let mut out = String::from(sign);
    let letters = digits.chars().count();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (letters - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_keep_four_digits() {
        assert_eq!(short(0.123_456), "0.1235");
        assert_eq!(short(1.5), "1.5");
        assert_eq!(short(42.0), "42");
        assert_eq!(short(1_000.0), "1,000");
        assert_eq!(short(12_345.6), "12,346");
        assert_eq!(short(-0.000_001_2), "-1.2e-6");
        assert_eq!(short(3.0e12), "3e12");
    }

    #[test]
    fn full_numbers_keep_ten_digits() {
        assert_eq!(full(1.0 / 3.0), "0.3333333333");
        assert_eq!(full(200_000.0), "200000");
        assert_eq!(full(f64::NAN), "not determined");
    }
}
