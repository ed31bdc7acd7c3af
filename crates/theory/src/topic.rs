//! The shape of a catalogue entry: arguments, outputs, formula, assumptions, source.

use crate::error::TheoryError;

/// One named input of a closed form with its admissible range.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    /// Symbol as the literature writes it.
    pub name: &'static str,
    /// What it stands for, with its unit.
    pub meaning: &'static str,
    /// `None`: must be given. `Some(NaN)`: may be absent. Otherwise the value used if absent.
    pub default: Option<f64>,
    /// Smallest admissible value; [`f64::MIN_POSITIVE`] stands for "above 0".
    pub low: f64,
    /// Largest admissible value.
    pub high: f64,
}

impl Argument {
    /// An argument that must be given.
    pub const fn required(name: &'static str, meaning: &'static str, low: f64, high: f64) -> Self {
        Self { name, meaning, default: None, low, high }
    }

    /// An argument that may be absent; outputs that need it are then NaN.
    pub const fn optional(name: &'static str, meaning: &'static str, low: f64, high: f64) -> Self {
        Self { name, meaning, default: Some(f64::NAN), low, high }
    }

    /// An argument with a usual value.
    pub const fn preset(
        name: &'static str,
        meaning: &'static str,
        default: f64,
        low: f64,
        high: f64,
    ) -> Self {
        Self { name, meaning, default: Some(default), low, high }
    }

    /// The admissible range in words.
    pub fn range(&self) -> String {
        let above_zero = self.low == f64::MIN_POSITIVE;
        match (self.low == f64::NEG_INFINITY, self.high == f64::INFINITY) {
            (true, true) => "any number".to_owned(),
            (true, false) => format!("at most {}", self.high),
            (false, true) if above_zero => "above 0".to_owned(),
            (false, true) => format!("at least {}", self.low),
            (false, false) if above_zero => format!("above 0 and at most {}", self.high),
            (false, false) => format!("from {} to {}", self.low, self.high),
        }
    }

    fn admit(&self, value: f64) -> Result<(), TheoryError> {
        if value.is_nan() && self.default.is_some_and(f64::is_nan) {
            return Ok(());
        }
        if value.is_finite() && value >= self.low && value <= self.high {
            return Ok(());
        }
        Err(self.refuse(value))
    }

    fn refuse(&self, value: f64) -> TheoryError {
        TheoryError::OutOfRange { argument: self.name, value, expected: self.range() }
    }
}

/// One named result of a closed form.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// Short name.
    pub name: &'static str,
    /// What it stands for, with its unit.
    pub meaning: &'static str,
}

impl Output {
    /// A named result.
    pub const fn new(name: &'static str, meaning: &'static str) -> Self {
        Self { name, meaning }
    }
}

/// A closed form of the literature: what it takes, what it gives, and on which assumptions.
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    /// Name in the literature, in snake case.
    pub name: &'static str,
    /// Other names it is known by.
    pub aliases: &'static [&'static str],
    /// One line of plain words.
    pub title: &'static str,
    /// The formula in plain text, with the symbols of `arguments`.
    pub formula: &'static str,
    /// What must hold for the formula to hold.
    pub assumptions: &'static str,
    /// Author and year.
    pub source: &'static str,
    /// Inputs in the order `evaluate` takes them.
    pub arguments: &'static [Argument],
    /// Results in the order `evaluate` gives them; NaN where an absent argument leaves one open.
    pub outputs: &'static [Output],
    /// The computation; one value per argument, one result per output.
    pub evaluate: fn(&[f64]) -> Result<Vec<f64>, TheoryError>,
    /// Arguments, the index of an output, and the value it must have.
    pub example: (&'static [f64], usize, f64),
}

impl Topic {
    /// Position of the argument called `name`: exact spelling first, else the only one that
    /// agrees when case is ignored.
    pub fn argument(&self, name: &str) -> Option<usize> {
        if let Some(exact) = self.arguments.iter().position(|known| known.name == name) {
            return Some(exact);
        }
        let mut fits =
            (0..self.arguments.len()).filter(|&at| plain(self.arguments[at].name) == plain(name));
        let first = fits.next()?;
        if fits.next().is_some() { None } else { Some(first) }
    }

    /// Position of the output called `name`, case ignored.
    pub fn output(&self, name: &str) -> Option<usize> {
        self.outputs.iter().position(|known| plain(known.name) == plain(name))
    }

    /// Evaluates the topic from named arguments, with defaults for the rest.
    ///
    /// # Errors
    /// Unknown, missing or out-of-range arguments; no solution.
    ///
    /// ```
    /// let topic = zopa_theory::find("bargaining range").unwrap();
    /// let given = [("p", 0.6), ("ca", 0.1), ("cb", 0.15)];
    /// assert!((topic.compute(&given).unwrap()[0] - 0.5).abs() < 1e-12);
    /// ```
    pub fn compute(&self, given: &[(&str, f64)]) -> Result<Vec<f64>, TheoryError> {
        let mut values: Vec<Option<f64>> = self.arguments.iter().map(|a| a.default).collect();
        for &(name, value) in given {
            let at = self
                .argument(name)
                .ok_or_else(|| TheoryError::UnknownArgument { name: name.to_owned() })?;
            if value.is_nan() {
                return Err(self.arguments[at].refuse(value));
            }
            values[at] = Some(value);
        }
        let mut full = Vec::with_capacity(values.len());
        for (value, argument) in values.iter().zip(self.arguments) {
            full.push(value.ok_or(TheoryError::MissingArgument { argument: argument.name })?);
        }
        (self.evaluate)(&full)
    }
}

/// A closed form with one number as result, offered to the equations of a scenario.
#[derive(Debug, Clone, Copy)]
pub struct ScalarFunction {
    /// Name in an expression.
    pub name: &'static str,
    /// Names of its arguments in order.
    pub arguments: &'static [&'static str],
    /// What the number is.
    pub meaning: &'static str,
    /// The formula in plain text.
    pub formula: &'static str,
    /// Author and year.
    pub source: &'static str,
    /// The computation; NaN outside the domain and for a wrong number of arguments.
    pub evaluate: fn(&[f64]) -> f64,
}

/// Checks the number of values and the range of each.
pub(crate) fn admit(arguments: &[Argument], values: &[f64]) -> Result<(), TheoryError> {
    if arguments.len() != values.len() {
        return Err(wrong_count(arguments, values));
    }
    arguments.iter().zip(values).try_for_each(|(argument, &value)| argument.admit(value))
}

/// The error for a wrong number of values.
pub(crate) fn wrong_count(arguments: &[Argument], values: &[f64]) -> TheoryError {
    TheoryError::ArgumentCount { expected: arguments.len(), given: values.len() }
}

/// The value of an optional argument, or another where it is absent.
pub(crate) fn given_or(value: f64, otherwise: f64) -> f64 {
    if value.is_nan() { otherwise } else { value }
}

/// The value of an argument that a shorthand may stand for, or the error that it is missing.
pub(crate) fn given(
    argument: &'static str,
    value: f64,
    shorthand: f64,
) -> Result<f64, TheoryError> {
    let chosen = given_or(value, shorthand);
    if chosen.is_nan() { Err(TheoryError::MissingArgument { argument }) } else { Ok(chosen) }
}

/// 1 for a statement that holds, 0 otherwise.
pub(crate) fn indicator(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

/// A name without case, spaces, `_`, `-` and other marks.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
