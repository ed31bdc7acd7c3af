//! How many digits a number on an issue's scale is worth.

use zopa_positions::Issue;

/// Decimal places for an issue: a thousandth of the scale in tables, a hundredth in sentences.
///
/// On a scale of 0 to 100 tables show 57.3 and sentences 57; on one of 0 to 2, 1.15 and 1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    places: usize,
}

impl Digits {
    /// Those of a scale of 0 to 100.
    pub const PERCENT: Digits = Digits { places: 1 };

    /// Those of an issue.
    pub fn of(issue: &Issue) -> Digits {
        let length = issue.high - issue.low;
        let size = if length > 0.0 && length.is_finite() { length.log10().ceil() } else { 2.0 };
        Digits { places: (3.0 - size).clamp(0.0, 12.0) as usize }
    }

    /// A number in a table.
    pub fn fine(self, value: f64) -> String {
        plain(format!("{value:.*}", self.places))
    }

    /// A number in a sentence.
    pub fn told(self, value: f64) -> String {
        plain(format!("{value:.*}", self.places.saturating_sub(1)))
    }

    /// The least number that a table shows as more than 0.
    pub fn least(self) -> f64 {
        0.5 * 0.1_f64.powi(self.places as i32)
    }
}

/// No minus before a zero.
fn plain(text: String) -> String {
    match text.strip_prefix('-') {
        Some(zero) if zero.chars().all(|c| c == '0' || c == '.') => zero.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::Digits;
    use zopa_positions::Issue;

    #[test]
    fn digits_follow_the_length_of_the_scale() {
        let of = |low, high| Digits::of(&Issue { low, high, ..Issue::default() });
        assert_eq!(
            (of(0.0, 100.0).fine(57.31), of(0.0, 100.0).told(57.31)),
            ("57.3".into(), "57".into())
        );
        assert_eq!(
            (of(0.0, 2.0).fine(1.149), of(0.0, 2.0).told(1.149)),
            ("1.15".into(), "1.1".into())
        );
        assert_eq!(
            (of(0.0, 5e6).fine(1234.5), of(0.0, 5e6).told(-0.2)),
            ("1234".into(), "0".into())
        );
        assert_eq!(of(12.85, 14.25).fine(13.9), "13.90");
        assert_eq!(of(0.0, 100.0).least(), 0.05);
    }
}
