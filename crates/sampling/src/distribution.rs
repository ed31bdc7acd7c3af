//! Probability distributions through their quantile functions.
//!
//! A value of a distribution is its quantile function at a uniform number: x = F^-1(u) with
//! F^-1(u) = the smallest x with P(X <= x) >= u. One uniform number gives one value for every
//! family, the value grows with u, and so designs and rank correlations reach the values.
//!
//! Every distribution is made by a constructor that checks its parameters, or by
//! [`Distribution::from_name`] from the name in a scenario file.

mod bernoulli;
mod beta;
mod choice;
mod constant;
mod discrete_uniform;
mod gamma;
mod lognormal;
mod named;
mod normal;
mod pert;
mod poisson;
mod triangular;
mod truncated_normal;
mod uniform;

use std::fmt;

pub use bernoulli::Bernoulli;
pub use beta::Beta;
pub use choice::Choice;
pub use constant::Constant;
pub use discrete_uniform::DiscreteUniform;
pub use gamma::Gamma;
pub use lognormal::Lognormal;
pub use named::{FAMILIES, Family};
pub use normal::Normal;
pub use pert::Pert;
pub use poisson::Poisson;
pub use triangular::Triangular;
pub use truncated_normal::TruncatedNormal;
pub use uniform::Uniform;

/// Why a distribution cannot be.
#[derive(Clone, Debug, PartialEq)]
pub enum DistributionError {
    /// No family has this name.
    UnknownFamily {
        /// The name as given.
        name: String,
    },
    /// The family takes another number of parameters.
    ParameterCount {
        /// The family.
        family: &'static str,
        /// The parameters it takes, such as `low, high`.
        expected: &'static str,
        /// How many were given.
        given: usize,
    },
    /// A parameter has a value it cannot have.
    Parameter {
        /// The family.
        family: &'static str,
        /// The parameter's name.
        parameter: &'static str,
        /// The value given.
        value: f64,
        /// What was expected, such as `a finite number above 0`.
        expected: &'static str,
    },
}

impl fmt::Display for DistributionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DistributionError::UnknownFamily { name } => {
                write!(formatter, "there is no distribution named `{name}`")
            }
            DistributionError::ParameterCount { family, expected, given } => {
                write!(formatter, "{family} takes ({expected}), not {given} numbers")
            }
            DistributionError::Parameter { family, parameter, value, expected } => {
                write!(formatter, "{parameter} of {family} is {value}; expected {expected}")
            }
        }
    }
}

impl std::error::Error for DistributionError {}

/// What each family defines. `u` lies in [0, 1].
trait Law {
    fn quantile(&self, u: f64) -> f64;
    fn distribution_function(&self, x: f64) -> f64;
    fn mean(&self) -> f64;
    fn variance(&self) -> f64;
    /// The parameters as written in a scenario file.
    fn parameters(&self) -> Vec<f64>;
}

const FINITE: &str = "a finite number";
const NOT_NEGATIVE: &str = "a finite number of at least 0";
const POSITIVE: &str = "a finite number above 0";

/// The value if it passes, else the error that names the parameter.
fn check(
    family: &'static str,
    parameter: &'static str,
    value: f64,
    expected: &'static str,
    passes: bool,
) -> Result<f64, DistributionError> {
    if passes {
        Ok(value)
    } else {
        Err(DistributionError::Parameter { family, parameter, value, expected })
    }
}

fn finite(
    family: &'static str,
    parameter: &'static str,
    value: f64,
) -> Result<f64, DistributionError> {
    check(family, parameter, value, FINITE, value.is_finite())
}

fn not_negative(
    family: &'static str,
    parameter: &'static str,
    value: f64,
) -> Result<f64, DistributionError> {
    check(family, parameter, value, NOT_NEGATIVE, value.is_finite() && value >= 0.0)
}

fn positive(
    family: &'static str,
    parameter: &'static str,
    value: f64,
) -> Result<f64, DistributionError> {
    check(family, parameter, value, POSITIVE, value.is_finite() && value > 0.0)
}

/// (x - low) / (high - low) for low < high, within [0, 1]; also where the width overflows.
fn share(x: f64, low: f64, high: f64) -> f64 {
    let width = high - low;
    let share = if width.is_finite() {
        (x - low) / width
    } else {
        (0.5 * x - 0.5 * low) / (0.5 * high - 0.5 * low)
    };
    share.clamp(0.0, 1.0)
}

/// A probability distribution of one number.
///
/// ```
/// use zopa_sampling::Distribution;
/// let d = Distribution::new_triangular(28.0, 33.0, 40.0)?;
/// assert!((d.mean() - 101.0 / 3.0).abs() < 1e-13);
/// assert_eq!(d.quantile(5.0 / 12.0), 33.0);
/// # Ok::<(), zopa_sampling::DistributionError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// One certain value.
    Constant(Constant),
    /// Uniform on an interval.
    Uniform(Uniform),
    /// Triangular density.
    Triangular(Triangular),
    /// Beta on an interval with a stated mode (PERT).
    Pert(Pert),
    /// Normal.
    Normal(Normal),
    /// Normal, given that it lies in an interval.
    TruncatedNormal(TruncatedNormal),
    /// Exponential of a normal.
    Lognormal(Lognormal),
    /// Beta on (0, 1).
    Beta(Beta),
    /// Gamma.
    Gamma(Gamma),
    /// Poisson counts.
    Poisson(Poisson),
    /// One with a probability, else zero.
    Bernoulli(Bernoulli),
    /// Equally likely whole numbers.
    DiscreteUniform(DiscreteUniform),
    /// Listed values with weights.
    Choice(Choice),
}

impl Distribution {
    /// The certain value. See [`Constant`].
    ///
    /// # Errors
    /// Unless the value is finite.
    pub fn new_constant(value: f64) -> Result<Distribution, DistributionError> {
        Constant::new(value).map(Distribution::Constant)
    }

    /// Uniform on [low, high]. See [`Uniform`].
    ///
    /// # Errors
    /// Unless both are finite and low <= high.
    pub fn new_uniform(low: f64, high: f64) -> Result<Distribution, DistributionError> {
        Uniform::new(low, high).map(Distribution::Uniform)
    }

    /// Triangular on [low, high] with the density's peak at the mode. See [`Triangular`].
    ///
    /// # Errors
    /// Unless all are finite and low <= mode <= high.
    pub fn new_triangular(
        low: f64,
        mode: f64,
        high: f64,
    ) -> Result<Distribution, DistributionError> {
        Triangular::new(low, mode, high).map(Distribution::Triangular)
    }

    /// PERT on [low, high] with a mode. See [`Pert`].
    ///
    /// # Errors
    /// Unless all are finite and low <= mode <= high.
    pub fn new_pert(low: f64, mode: f64, high: f64) -> Result<Distribution, DistributionError> {
        Pert::new(low, mode, high).map(Distribution::Pert)
    }

    /// Normal with mean and standard deviation. See [`Normal`].
    ///
    /// # Errors
    /// Unless both are finite and the standard deviation is not negative.
    pub fn new_normal(mean: f64, sd: f64) -> Result<Distribution, DistributionError> {
        Normal::new("normal", mean, sd).map(Distribution::Normal)
    }

    /// Normal with mean and standard deviation before truncation to [low, high].
    /// See [`TruncatedNormal`].
    ///
    /// # Errors
    /// Unless mean and sd are finite, sd >= 0, low <= high, and the interval holds some of the
    /// normal law: it comes within 37 sd of the mean.
    pub fn new_truncated_normal(
        mean: f64,
        sd: f64,
        low: f64,
        high: f64,
    ) -> Result<Distribution, DistributionError> {
        TruncatedNormal::new(mean, sd, low, high).map(Distribution::TruncatedNormal)
    }

    /// Lognormal with a median and the standard deviation of the logarithm. See [`Lognormal`].
    ///
    /// # Errors
    /// Unless both are finite, median > 0 and sigma >= 0.
    pub fn new_lognormal(median: f64, sigma: f64) -> Result<Distribution, DistributionError> {
        Lognormal::new(median, sigma).map(Distribution::Lognormal)
    }

    /// Beta on (0, 1). See [`Beta`].
    ///
    /// # Errors
    /// Unless both shapes are finite and above 0.
    pub fn new_beta(a: f64, b: f64) -> Result<Distribution, DistributionError> {
        Beta::new(a, b).map(Distribution::Beta)
    }

    /// Gamma with mean shape × scale. See [`Gamma`].
    ///
    /// # Errors
    /// Unless both are finite and above 0.
    pub fn new_gamma(shape: f64, scale: f64) -> Result<Distribution, DistributionError> {
        Gamma::new(shape, scale).map(Distribution::Gamma)
    }

    /// Poisson counts. See [`Poisson`].
    ///
    /// # Errors
    /// Unless the mean is finite and not negative.
    pub fn new_poisson(mean: f64) -> Result<Distribution, DistributionError> {
        Poisson::new(mean).map(Distribution::Poisson)
    }

    /// 1 with probability p, else 0. See [`Bernoulli`].
    ///
    /// # Errors
    /// Unless 0 <= p <= 1.
    pub fn new_bernoulli(p: f64) -> Result<Distribution, DistributionError> {
        Bernoulli::new(p).map(Distribution::Bernoulli)
    }

    /// Whole numbers from low to high, equally likely. See [`DiscreteUniform`].
    ///
    /// # Errors
    /// Unless both are whole numbers within 2^53 of zero and low <= high.
    pub fn new_discrete_uniform(low: f64, high: f64) -> Result<Distribution, DistributionError> {
        DiscreteUniform::new(low, high).map(Distribution::DiscreteUniform)
    }

    /// Values with weights, given as (value, weight). See [`Choice`].
    ///
    /// # Errors
    /// Unless all are finite, no weight is negative and the weights have a finite sum above 0.
    pub fn new_choice(weighted: &[(f64, f64)]) -> Result<Distribution, DistributionError> {
        Choice::new(weighted).map(Distribution::Choice)
    }

    /// The distribution with a stated central 90 %: 5 % below `low` and 5 % above `high`.
    ///
    /// Both ends positive: lognormal with median sqrt(low high) and sigma = ln(high / low) / (2 z);
    /// otherwise normal with mean (low + high) / 2 and sd = (high - low) / (2 z); z = 1.644854 is
    /// the 95 % quantile of the standard normal law.
    ///
    /// # Errors
    /// Unless both are finite and low <= high.
    ///
    /// ```
    /// use zopa_sampling::Distribution;
    /// let d = Distribution::new_interval(5.0, 20.0)?;
    /// assert_eq!(d.family(), "lognormal");
    /// assert!((d.quantile(0.5) - 10.0).abs() < 1e-13);
    /// assert!((d.mean() - 10.928_516_600_812_456).abs() < 1e-12);
    /// assert_eq!(Distribution::new_interval(-5.0, 20.0)?.family(), "normal");
    /// # Ok::<(), zopa_sampling::DistributionError>(())
    /// ```
    pub fn new_interval(low: f64, high: f64) -> Result<Distribution, DistributionError> {
        const FAMILY: &str = "interval";
        finite(FAMILY, "low", low)?;
        finite(FAMILY, "high", high)?;
        check(FAMILY, "high", high, "a number of at least low", low <= high)?;
        let width = 2.0 * crate::normal::standard_normal_quantile(0.95);
        if low > 0.0 {
            let sigma = (libm::log(high) - libm::log(low)) / width;
            Distribution::new_lognormal(low.sqrt() * high.sqrt(), sigma)
        } else {
            Distribution::new_normal(0.5 * low + 0.5 * high, high / width - low / width)
        }
    }

    /// The distribution of a family's name in a scenario file; see [`FAMILIES`].
    ///
    /// # Errors
    /// [`DistributionError`]: unknown name, wrong number of parameters, impossible parameter.
    ///
    /// ```
    /// use zopa_sampling::Distribution;
    /// assert!(Distribution::from_name("gamma", &[2.0, 3.0]).is_ok());
    /// let error = Distribution::from_name("uniform", &[4.0, 3.0]).unwrap_err();
    /// assert_eq!(error.to_string(), "high of uniform is 3; expected a number of at least low");
    /// ```
    pub fn from_name(name: &str, parameters: &[f64]) -> Result<Distribution, DistributionError> {
        named::from_name(name, parameters)
    }

    /// The family's name; [`from_name`](Distribution::from_name) with
    /// [`parameters`](Distribution::parameters) gives the distribution again, except for
    /// `constant`, which has no name in the language.
    pub fn family(&self) -> &'static str {
        match self {
            Distribution::Constant(_) => "constant",
            Distribution::Uniform(_) => "uniform",
            Distribution::Triangular(_) => "triangular",
            Distribution::Pert(_) => "pert",
            Distribution::Normal(_) => "normal",
            Distribution::TruncatedNormal(_) => "truncated_normal",
            Distribution::Lognormal(_) => "lognormal",
            Distribution::Beta(_) => "beta",
            Distribution::Gamma(_) => "gamma",
            Distribution::Poisson(_) => "poisson",
            Distribution::Bernoulli(_) => "bernoulli",
            Distribution::DiscreteUniform(_) => "discrete_uniform",
            Distribution::Choice(_) => "choice",
        }
    }

    fn law(&self) -> &dyn Law {
        match self {
            Distribution::Constant(law) => law,
            Distribution::Uniform(law) => law,
            Distribution::Triangular(law) => law,
            Distribution::Pert(law) => law,
            Distribution::Normal(law) => law,
            Distribution::TruncatedNormal(law) => law,
            Distribution::Lognormal(law) => law,
            Distribution::Beta(law) => law,
            Distribution::Gamma(law) => law,
            Distribution::Poisson(law) => law,
            Distribution::Bernoulli(law) => law,
            Distribution::DiscreteUniform(law) => law,
            Distribution::Choice(law) => law,
        }
    }

    /// The parameters in the order of the family's name in a scenario file.
    pub fn parameters(&self) -> Vec<f64> {
        self.law().parameters()
    }

    /// The smallest x with P(X <= x) >= u.
    ///
    /// For u in (0, 1) the value is finite unless it exceeds binary64. At u <= 0 and u >= 1 it is
    /// the end of the support, which may be infinite. NaN gives NaN.
    pub fn quantile(&self, u: f64) -> f64 {
        if u.is_nan() { u } else { self.law().quantile(u.clamp(0.0, 1.0)) }
    }

    /// P(X <= x); NaN gives NaN.
    pub fn distribution_function(&self, x: f64) -> f64 {
        if x.is_nan() { x } else { self.law().distribution_function(x) }
    }

    /// The mean; infinite where it exceeds binary64.
    pub fn mean(&self) -> f64 {
        self.law().mean()
    }

    /// The variance; infinite where it exceeds binary64.
    pub fn variance(&self) -> f64 {
        self.law().variance()
    }

    /// Whether the values are isolated points.
    pub fn is_discrete(&self) -> bool {
        matches!(
            self,
            Distribution::Constant(_)
                | Distribution::Poisson(_)
                | Distribution::Bernoulli(_)
                | Distribution::DiscreteUniform(_)
                | Distribution::Choice(_)
        )
    }
}

impl fmt::Display for Distribution {
    /// As in a scenario file: `triangular(28, 33, 40)`; a constant is its number.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Distribution::Constant(constant) = self {
            return write!(formatter, "{}", constant.mean());
        }
        write!(formatter, "{}(", self.family())?;
        for (position, parameter) in self.parameters().iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            if *parameter == 0.0 || (1e-5..1e16).contains(&parameter.abs()) {
                write!(formatter, "{separator}{parameter}")?;
            } else {
                write!(formatter, "{separator}{parameter:e}")?;
            }
        }
        formatter.write_str(")")
    }
}
