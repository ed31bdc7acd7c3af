//! Units of measure: dimensions with integer exponents, and a scale.
//!
//! After C. Kennedy and the rules of dimensional analysis (P. W. Bridgman, "Dimensional Analysis",
//! 1922): sums need equal dimensions, products add exponents. The scale tells units of one
//! dimension apart: month and year, people and thousand people.

pub mod check;
mod infer;
mod similar;
mod system;

pub use check::{UnitTable, check};
pub use system::{CALENDAR, UnitProblem, UnitSystem};

use std::cmp::Ordering;
use std::fmt;

/// A unit: a product of powers of base units, times a scale.
///
/// Equality compares dimensions and scale (see [`Unit::same`]), not the text.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Base units with their exponents, sorted by name; no exponent is 0.
    pub dimensions: Vec<(String, i32)>,
    /// How many of the unit that the base units make up: 1000 for thousand people.
    pub scale: f64,
    /// The unit as written, for messages.
    written: Option<String>,
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.same(other)
    }
}

impl Unit {
    /// No dimension, scale 1.
    pub fn one() -> Self {
        Unit::scaled(1.0)
    }

    /// No dimension, with a scale: 0.01 for per cent.
    pub fn scaled(scale: f64) -> Self {
        Unit { dimensions: Vec::new(), scale, written: None }
    }

    /// A base unit.
    pub fn base(name: &str) -> Self {
        Unit { dimensions: vec![(name.to_owned(), 1)], scale: 1.0, written: None }
    }

    /// The same unit, shown in messages as written here.
    pub fn with_text(mut self, text: &str) -> Self {
        self.written = Some(text.to_owned());
        self
    }

    /// The product of two units.
    ///
    /// ```
    /// use zopa_equations::unit::Unit;
    /// let area = Unit::base("km").multiply(&Unit::base("km"));
    /// assert_eq!(area.to_string(), "km2");
    /// ```
    pub fn multiply(&self, other: &Unit) -> Unit {
        self.combine(other, 1)
    }

    /// The quotient of two units.
    pub fn divide(&self, other: &Unit) -> Unit {
        self.combine(other, -1)
    }

    fn combine(&self, other: &Unit, sign: i32) -> Unit {
        let scale = if sign > 0 { self.scale * other.scale } else { self.scale / other.scale };
        let (mut a, mut b) =
            (self.dimensions.iter().peekable(), other.dimensions.iter().peekable());
        let mut dimensions = Vec::new();
        loop {
            let order = match (a.peek(), b.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(x), Some(y)) => x.0.cmp(&y.0),
            };
            let mut exponent = 0_i32;
            let mut name = "";
            if order != Ordering::Greater
                && let Some((n, e)) = a.next()
            {
                name = n;
                exponent = exponent.saturating_add(*e);
            }
            if order != Ordering::Less
                && let Some((n, e)) = b.next()
            {
                name = n;
                exponent = exponent.saturating_add(e.saturating_mul(sign));
            }
            if exponent != 0 {
                dimensions.push((name.to_owned(), exponent));
            }
        }
        Unit { dimensions, scale, written: None }
    }

    /// A whole power of the unit.
    pub fn power(&self, exponent: i32) -> Unit {
        if exponent == 0 {
            return Unit::one();
        }
        let dimensions = self
            .dimensions
            .iter()
            .map(|(name, e)| (name.clone(), e.saturating_mul(exponent)))
            .collect();
        Unit { dimensions, scale: whole_power(self.scale, exponent), written: None }
    }

    /// The square root; `None` where an exponent is odd.
    ///
    /// ```
    /// use zopa_equations::unit::Unit;
    /// let km = Unit::base("km");
    /// assert_eq!(km.power(2).square_root(), Some(km.clone()));
    /// assert_eq!(km.square_root(), None);
    /// ```
    pub fn square_root(&self) -> Option<Unit> {
        if self.dimensions.iter().any(|(_, e)| e % 2 != 0) {
            return None;
        }
        let dimensions = self.dimensions.iter().map(|(n, e)| (n.clone(), e / 2)).collect();
        Some(Unit { dimensions, scale: self.scale.sqrt(), written: None })
    }

    /// Whether it has no dimension; the scale may be any.
    pub fn is_dimensionless(&self) -> bool {
        self.dimensions.is_empty()
    }

    /// Whether both have the same dimensions.
    pub fn compatible(&self, other: &Unit) -> bool {
        self.dimensions == other.dimensions
    }

    /// Whether both have the same dimensions, and scales within 1e-12 of each other.
    pub fn same(&self, other: &Unit) -> bool {
        self.compatible(other) && close(self.scale, other.scale)
    }

    /// What a number in this unit is multiplied by to be in the other; `None` where dimensions
    /// differ.
    ///
    /// ```
    /// use zopa_equations::unit::UnitSystem;
    /// let units = UnitSystem::default();
    /// let flow = units.parse("thousand people/year").unwrap();
    /// let target = units.parse("people/month").unwrap();
    /// assert!((flow.factor_to(&target).unwrap() - 1000.0 / 12.0).abs() < 1e-12);
    /// ```
    pub fn factor_to(&self, other: &Unit) -> Option<f64> {
        self.compatible(other).then(|| self.scale / other.scale)
    }
}

/// Whether two numbers differ by less than one part in 10^12.
pub(crate) fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

/// A whole power by repeated squaring.
fn whole_power(mut base: f64, exponent: i32) -> f64 {
    let mut left = exponent.unsigned_abs();
    let mut result = 1.0;
    while left > 0 {
        if left & 1 == 1 {
            result *= base;
        }
        base *= base;
        left >>= 1;
    }
    if exponent < 0 { 1.0 / result } else { result }
}

/// Words for scales, as shown; 1 is not shown.
const SCALE_WORDS: &[(f64, &str)] = &[
    (1.0, ""),
    (1e2, "hundred"),
    (1e3, "thousand"),
    (1e6, "million"),
    (1e9, "billion"),
    (1e12, "trillion"),
];

/// Calendar units in the order in which they are tried when a unit is shown.
const SHOWN_CALENDAR: &[&str] = &["year", "month", "week", "day", "hour", "minute", "second"];

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(written) = &self.written {
            return f.write_str(written);
        }
        if self.dimensions.is_empty() {
            return match self.scale {
                s if close(s, 1.0) => f.write_str("1"),
                s if close(s, 0.01) => f.write_str("%"),
                s => f.write_str(scale_word(s).filter(|w| !w.is_empty()).unwrap_or(&plain(s))),
            };
        }
        let years = self.dimensions.iter().find(|(n, _)| n == "year").map_or(0, |(_, e)| *e);
        let mut calendar = "year";
        let mut scale = self.scale;
        if years != 0 {
            for name in SHOWN_CALENDAR {
                let size = system::calendar(name).unwrap_or(1.0);
                let left = self.scale / whole_power(size, years);
                if scale_word(left).is_some() {
                    (calendar, scale) = (name, left);
                    break;
                }
            }
        }
        let factor = match scale_word(scale) {
            Some(word) => word.to_owned(),
            None => plain(scale),
        };
        let part = |sign: i32| -> Vec<String> {
            self.dimensions
                .iter()
                .filter(|(_, e)| e.signum() == sign)
                .map(|(name, e)| {
                    let name = if name == "year" { calendar } else { name };
                    match e.unsigned_abs() {
                        1 => name.to_owned(),
                        n if name.ends_with(|c: char| c.is_ascii_digit()) => format!("{name}^{n}"),
                        n => format!("{name}{n}"),
                    }
                })
                .collect()
        };
        let (mut above, below) = (part(1), part(-1));
        if !factor.is_empty() {
            above.insert(0, factor);
        }
        f.write_str(if above.is_empty() { "1" } else { "" })?;
        f.write_str(&above.join(" "))?;
        match below.as_slice() {
            [] => Ok(()),
            [one] => write!(f, "/{one}"),
            many => write!(f, "/({})", many.join(" ")),
        }
    }
}

fn scale_word(scale: f64) -> Option<&'static str> {
    SCALE_WORDS.iter().find(|(s, _)| close(*s, scale)).map(|(_, word)| *word)
}

/// A factor as people write it: `1000`, `1/12`, `30.4375`.
pub(crate) fn plain(factor: f64) -> String {
    let whole = |x: f64| (1.0..1e15).contains(&x) && close(x, x.round());
    if whole(factor) {
        format!("{}", factor.round())
    } else if whole(1.0 / factor) {
        format!("1/{}", (1.0 / factor).round())
    } else {
        let digits = format!("{factor:.9e}");
        digits.parse::<f64>().map_or(digits, |short| {
            if (1e-4..1e15).contains(&short) { format!("{short}") } else { format!("{short:e}") }
        })
    }
}
