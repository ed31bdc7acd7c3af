//! Distributions as the language names them.

use zopa_sampling::distribution::Distribution;

/// The distribution of this family with these parameters.
///
/// `interval` is the 90 % interval `a to b`, `plus_minus` is `m ± s`; the others have the names of
/// the language.
///
/// # Errors
/// A message that says which parameter cannot be, and what was expected.
pub fn make(family: &str, parameters: &[f64]) -> Result<Distribution, String> {
    let made = match (family, parameters) {
        ("interval", &[low, high]) => Distribution::new_interval(low, high),
        ("plus_minus", &[mean, sd]) => Distribution::new_normal(mean, sd),
        _ => Distribution::from_name(family, parameters),
    };
    made.map_err(|problem| problem.to_string())
}

/// Whether the parameters can be.
///
/// # Errors
/// As [`make`].
pub fn validate(family: &str, parameters: &[f64]) -> Result<(), String> {
    make(family, parameters).map(|_| ())
}
