//! Whole numbers of any size, as far as counting rankings needs them.

use std::cmp::Ordering;

/// A whole number, 0 or more, of any size.
///
/// ```
/// use zopa_stability::inverse::Natural;
/// let factorial = (1..=30).fold(Natural::from(1), |product, n| product.times(n));
/// assert_eq!(factorial.to_string(), "265252859812191058636308480000000");
/// assert_eq!(factorial.as_u128(), Some(265252859812191058636308480000000));
/// assert_eq!(factorial.as_f64(), 265252859812191058636308480000000.0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Natural {
    /// Digits to the base 2^32, lowest first, without zeros at the end.
    digits: Vec<u32>,
}

impl From<u128> for Natural {
    fn from(mut value: u128) -> Self {
        let mut digits = Vec::new();
        while value > 0 {
            digits.push(value as u32);
            value >>= 32;
        }
        Natural { digits }
    }
}

impl Natural {
    /// The product of all whole numbers from 1 to `n`.
    pub fn factorial(n: u32) -> Natural {
        (2..=n).fold(Natural::from(1), |product, factor| product.times(factor))
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The sum.
    pub fn plus(mut self, other: &Natural) -> Natural {
        let length = self.digits.len().max(other.digits.len());
        self.digits.resize(length, 0);
        let mut carry = 0;
        for (place, digit) in self.digits.iter_mut().enumerate() {
            let sum = u64::from(*digit)
                + u64::from(other.digits.get(place).copied().unwrap_or(0))
                + carry;
            *digit = sum as u32;
            carry = sum >> 32;
        }
        if carry > 0 {
            self.digits.push(carry as u32);
        }
        self
    }

    /// The product with a small number.
    pub fn times(mut self, factor: u32) -> Natural {
        if factor == 0 {
            return Natural::default();
        }
        let mut carry = 0;
        for digit in &mut self.digits {
            let product = u64::from(*digit) * u64::from(factor) + carry;
            *digit = product as u32;
            carry = product >> 32;
        }
        if carry > 0 {
            self.digits.push(carry as u32);
        }
        self
    }

    /// The product.
    pub fn product(&self, other: &Natural) -> Natural {
        let mut digits = vec![0_u32; self.digits.len() + other.digits.len()];
        for (place, &digit) in self.digits.iter().enumerate() {
            let mut carry = 0;
            for (other_place, &other_digit) in other.digits.iter().enumerate() {
                let entry = &mut digits[place + other_place];
                let sum = u64::from(digit) * u64::from(other_digit) + u64::from(*entry) + carry;
                *entry = sum as u32;
                carry = sum >> 32;
            }
            digits[place + other.digits.len()] = carry as u32;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Natural { digits }
    }

    /// Quotient and remainder by a small number above 0.
    fn divided(mut self, divisor: u32) -> (Natural, u32) {
        let mut rest = 0_u64;
        for digit in self.digits.iter_mut().rev() {
            let value = rest << 32 | u64::from(*digit);
            *digit = (value / u64::from(divisor)) as u32;
            rest = value % u64::from(divisor);
        }
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        (self, rest as u32)
    }

    /// The number, where it is below 2^128.
    pub fn as_u128(&self) -> Option<u128> {
        (self.digits.len() <= 4).then(|| {
            self.digits.iter().rev().fold(0, |value, &digit| value << 32 | u128::from(digit))
        })
    }

    /// Near the number; infinite where it is too large.
    pub fn as_f64(&self) -> f64 {
        self.digits
            .iter()
            .rev()
            .fold(0.0, |value, &digit| value * 4_294_967_296.0 + f64::from(digit))
    }

    /// Near the quotient by a number above 0, whatever the size of the two.
    pub fn ratio(&self, divisor: &Natural) -> f64 {
        let drop = self.digits.len().max(divisor.digits.len()).saturating_sub(30);
        let upper = |number: &Natural| {
            let digits = number.digits.get(drop..).unwrap_or_default().to_vec();
            Natural { digits }.as_f64()
        };
        upper(self) / upper(divisor)
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.digits.len().cmp(&other.digits.len()))
            .then_with(|| self.digits.iter().rev().cmp(other.digits.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Natural {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut groups = Vec::new();
        let mut rest = self.clone();
        while !rest.is_zero() {
            let (quotient, group) = rest.divided(1_000_000_000);
            groups.push(group);
            rest = quotient;
        }
        let mut text = groups.pop().unwrap_or(0).to_string();
        for group in groups.into_iter().rev() {
            text.push_str(&format!("{group:09}"));
        }
        f.pad_integral(true, "", &text)
    }
}
