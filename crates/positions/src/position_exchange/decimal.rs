//! Numbers of 28 decimal digits, rounded half to even, as the public exchange program counts.
//!
//! Which of two equally good trades comes first, and whether an outcome stands exactly where a
//! party wants it, hangs on the last digit of these numbers; nothing else does.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

const PLACES: u32 = 28;
/// 10^27: the least digits of a number that is not zero.
const LEAST: u128 = 10_u128.pow(PLACES - 1);
/// 10^28: one above the greatest.
const ABOVE: u128 = 10_u128.pow(PLACES);
const HALF_WORD: u128 = 10_u128.pow(PLACES / 2);

/// `digits` times ten to the `exponent`, with exactly 28 digits unless zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    digits: u128,
    exponent: i32,
}

impl Decimal {
    pub const ZERO: Decimal = Decimal { negative: false, digits: 0, exponent: 0 };
    pub const ONE: Decimal = Decimal { negative: false, digits: LEAST, exponent: -27 };
    pub const HUNDRED: Decimal = Decimal { negative: false, digits: LEAST, exponent: -25 };

    /// The nearest number of 28 digits; `digits` at most 3.4e38.
    fn rounded(negative: bool, digits: u128, exponent: i32) -> Decimal {
        let Some(places) = digits.checked_ilog10().map(|log| log + 1) else { return Decimal::ZERO };
        if places <= PLACES {
            let more = PLACES - places;
            let digits = digits * 10_u128.pow(more);
            return Decimal { negative, digits, exponent: exponent - more as i32 };
        }
        let unit = 10_u128.pow(places - PLACES);
        let (whole, rest) = (digits / unit, digits % unit);
        let exponent = exponent + (places - PLACES) as i32;
        Decimal::carried(negative, whole, (2 * rest).cmp(&unit), rest > 0, exponent)
    }

    /// Rounds 28 digits by how the rest compares with a half.
    fn carried(
        negative: bool,
        whole: u128,
        rest: Ordering,
        inexact: bool,
        exponent: i32,
    ) -> Decimal {
        let up = match rest {
            Ordering::Less => false,
            Ordering::Equal => inexact && whole % 2 == 1,
            Ordering::Greater => true,
        };
        let whole = whole + u128::from(up);
        if whole == ABOVE {
            Decimal { negative, digits: LEAST, exponent: exponent + 1 }
        } else {
            Decimal { negative, digits: whole, exponent }
        }
    }

    /// The shortest decimal that reads as this number; zero where it is not finite.
    pub fn from_f64(value: f64) -> Decimal {
        if !value.is_finite() {
            return Decimal::ZERO;
        }
        let shortest = format!("{:e}", value.abs());
        let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole
            .bytes()
            .chain(fraction.bytes())
            .fold(0, |sum: u128, digit| sum * 10 + u128::from(digit.wrapping_sub(b'0')));
        let exponent = exponent.parse().unwrap_or(0) - fraction.len() as i32;
        Decimal::rounded(value < 0.0, digits, exponent)
    }

    /// The nearest floating-point number.
    pub fn to_f64(self) -> f64 {
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}e{}", self.digits, self.exponent).parse().unwrap_or(0.0)
    }

    pub fn abs(self) -> Decimal {
        Decimal { negative: false, ..self }
    }

    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Times a number of more than 28 digits, given by its decimal places after the point; the
    /// exact product, rounded once.
    pub fn times_fraction(self, places: &[u8]) -> Decimal {
        // Digits of both, the lowest first.
        let own: Vec<u32> =
            (0..PLACES).map(|p| (self.digits / 10_u128.pow(p) % 10) as u32).collect();
        let mut product = vec![0_u32; own.len() + places.len() + 1];
        for (at, place) in places.iter().rev().enumerate() {
            for (digit, sum) in own.iter().zip(&mut product[at..]) {
                *sum += digit * u32::from(*place);
            }
        }
        let mut carry = 0;
        for digit in &mut product {
            carry += *digit;
            *digit = carry % 10;
            carry /= 10;
        }
        let Some(top) = product.iter().rposition(|&digit| digit > 0) else { return Decimal::ZERO };
        // 36 digits and, below them, whether anything is left.
        let low = (top + 1).saturating_sub(36);
        let mut digits =
            product[low..=top].iter().rev().fold(0, |sum: u128, &d| sum * 10 + u128::from(d));
        let left = product[..low].iter().any(|&digit| digit > 0);
        if left && digits % 5 == 0 {
            digits += 1;
        }
        let exponent = self.exponent - places.len() as i32 + low as i32;
        Decimal::rounded(self.negative, digits, exponent)
    }
}

impl Neg for Decimal {
    type Output = Decimal;

    fn neg(self) -> Decimal {
        Decimal { negative: !self.negative && self.digits > 0, ..self }
    }
}

impl Add for Decimal {
    type Output = Decimal;

    fn add(self, other: Decimal) -> Decimal {
        if self.is_zero() {
            return other;
        }
        if other.is_zero() {
            return self;
        }
        let (large, small) =
            if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let apart = large.exponent.abs_diff(small.exponent);
        let guard = apart.min(10);
        let above = large.digits * 10_u128.pow(guard);
        let below = if apart == guard {
            small.digits
        } else {
            // What falls below the guard digits only tips an exact half.
            let unit = 10_u128.checked_pow(apart - guard).unwrap_or(u128::MAX);
            let (kept, lost) = (small.digits / unit, small.digits % unit);
            kept + u128::from(lost > 0 && kept % 5 == 0)
        };
        let exponent = large.exponent - guard as i32;
        if large.negative == small.negative {
            Decimal::rounded(large.negative, above + below, exponent)
        } else if above >= below {
            Decimal::rounded(large.negative, above - below, exponent)
        } else {
            Decimal::rounded(small.negative, below - above, exponent)
        }
    }
}

impl Sub for Decimal {
    type Output = Decimal;

    fn sub(self, other: Decimal) -> Decimal {
        self + -other
    }
}

impl Mul for Decimal {
    type Output = Decimal;

    fn mul(self, other: Decimal) -> Decimal {
        if self.is_zero() || other.is_zero() {
            return Decimal::ZERO;
        }
        let (a1, a0) = (self.digits / HALF_WORD, self.digits % HALF_WORD);
        let (b1, b0) = (other.digits / HALF_WORD, other.digits % HALF_WORD);
        let middle = a1 * b0 + a0 * b1;
        let low = middle % HALF_WORD * HALF_WORD + a0 * b0;
        let high = a1 * b1 + middle / HALF_WORD + low / ABOVE;
        let low = low % ABOVE;
        let negative = self.negative != other.negative;
        let exponent = self.exponent + other.exponent + PLACES as i32;
        if high >= LEAST {
            Decimal::carried(negative, high, (2 * low).cmp(&ABOVE), low > 0, exponent)
        } else {
            let (digit, rest) = (low / LEAST, low % LEAST);
            let whole = high * 10 + digit;
            Decimal::carried(negative, whole, (2 * rest).cmp(&LEAST), rest > 0, exponent - 1)
        }
    }
}

/// Division by zero gives zero.
impl Div for Decimal {
    type Output = Decimal;

    fn div(self, other: Decimal) -> Decimal {
        if self.is_zero() || other.is_zero() {
            return Decimal::ZERO;
        }
        let steps: [u32; 3] = if self.digits >= other.digits { [9, 9, 9] } else { [10, 9, 9] };
        let (mut whole, mut rest) = (self.digits / other.digits, self.digits % other.digits);
        for step in steps {
            let unit = 10_u128.pow(step);
            whole = whole * unit + rest * unit / other.digits;
            rest = rest * unit % other.digits;
        }
        let exponent = self.exponent - other.exponent - steps.iter().sum::<u32>() as i32;
        let negative = self.negative != other.negative;
        Decimal::carried(negative, whole, (2 * rest).cmp(&other.digits), rest > 0, exponent)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let sign = |number: &Decimal| match (number.digits, number.negative) {
            (0, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        };
        let size = |a: &Decimal, b: &Decimal| {
            a.exponent.cmp(&b.exponent).then_with(|| a.digits.cmp(&b.digits))
        };
        match (sign(self), sign(other)) {
            (a, b) if a != b => a.cmp(&b),
            (0, _) => Ordering::Equal,
            (1, _) => size(self, other),
            _ => size(other, self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn number(text: &str) -> Decimal {
        Decimal::from_f64(text.parse().unwrap())
    }

    /// The 28 digits and the exponent of the last of them.
    fn told(number: Decimal) -> (bool, u128, i32) {
        (number.negative, number.digits, number.exponent)
    }

    #[test]
    fn thirds_and_halves_round_to_even() {
        let third = number("1") / number("3");
        assert_eq!(told(third), (false, 3_333_333_333_333_333_333_333_333_333, -28));
        assert_eq!(told(third * number("3")), (false, 9_999_999_999_999_999_999_999_999_999, -28));
        let two_thirds = number("2") / number("3");
        assert_eq!(two_thirds.digits % 10, 7);
        let of_scale = (number("3") - number("0.5")) * (Decimal::HUNDRED / number("6.5"));
        assert_eq!(told(of_scale), (false, 3_846_153_846_153_846_153_846_153_845, -26));
        // 1 + 5e-28 lies halfway between two numbers of 28 digits.
        assert_eq!(Decimal::ONE + number("5e-28"), Decimal::ONE);
        assert_ne!(Decimal::ONE + number("5.1e-28"), Decimal::ONE);
        assert_eq!(Decimal::ONE + number("5e-60"), Decimal::ONE);
        assert_eq!((Decimal::ONE - number("5e-60")), Decimal::ONE);
    }

    #[test]
    fn signs_orders_and_readings() {
        assert!(number("-2") < number("-1") && number("-1") < Decimal::ZERO);
        assert!(number("0.1") < number("0.2") && number("9") < number("10"));
        assert_eq!(number("0.3") - number("0.1") - number("0.2"), Decimal::ZERO);
        assert_eq!(-Decimal::ZERO, Decimal::ZERO);
        for value in [0.0, 1.0, -0.1, 61.05117364047237, 1e-12, 123456.789] {
            assert_eq!(Decimal::from_f64(value).to_f64(), value);
        }
        assert_eq!(number("1") / Decimal::ZERO, Decimal::ZERO);
        assert_eq!(Decimal::from_f64(f64::NAN), Decimal::ZERO);
    }

    #[test]
    fn a_long_factor_is_rounded_once() {
        // 0.05 x 0.40000000000000002220446049250313... = 0.020000000000000001110223024625156...
        let places = *b"40000000000000002220446049250313080847263336181640625";
        let places: Vec<u8> = places.iter().map(|digit| digit - b'0').collect();
        assert_eq!(
            told(number("0.05").times_fraction(&places)),
            (false, 2_000_000_000_000_000_111_022_302_463, -29)
        );
    }
}
