//! The families by their names in scenario files.

use super::{Distribution, DistributionError, Normal};

/// A family of distributions as scenario files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// The name.
    pub name: &'static str,
    /// The names of the parameters in order.
    pub parameters: &'static [&'static str],
    /// One sentence: what it is and what the parameters may be.
    pub description: &'static str,
}

/// Every family with a name, in the order of the language's description.
///
/// `plus_minus` is written `m ± s`, `interval` is written `a to b`; `choice` repeats its two
/// parameters.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "uniform",
        parameters: &["low", "high"],
        description: "Every value from low to high is equally likely; low <= high.",
    },
    Family {
        name: "triangular",
        parameters: &["low", "mode", "high"],
        description: "The density rises in a line from low to mode and falls in a line to high; low <= mode <= high.",
    },
    Family {
        name: "pert",
        parameters: &["low", "mode", "high"],
        description: "A smooth density on low to high with its peak at mode and mean (low + 4 mode + high) / 6; low <= mode <= high.",
    },
    Family {
        name: "normal",
        parameters: &["mean", "sd"],
        description: "The normal law with its mean and standard deviation; sd >= 0.",
    },
    Family {
        name: "truncated_normal",
        parameters: &["mean", "sd", "low", "high"],
        description: "The normal law with this mean and standard deviation, given that the value lies from low to high; sd >= 0, low <= high.",
    },
    Family {
        name: "lognormal",
        parameters: &["median", "sigma"],
        description: "The logarithm is normal with standard deviation sigma; median > 0, sigma >= 0.",
    },
    Family {
        name: "beta",
        parameters: &["a", "b"],
        description: "A share from 0 to 1 with mean a / (a + b); a, b > 0.",
    },
    Family {
        name: "gamma",
        parameters: &["shape", "scale"],
        description: "A positive number with mean shape × scale and variance shape × scale²; both > 0.",
    },
    Family {
        name: "poisson",
        parameters: &["mean"],
        description: "The number of independent events with this mean; mean >= 0.",
    },
    Family {
        name: "bernoulli",
        parameters: &["p"],
        description: "1 with probability p, else 0; 0 <= p <= 1.",
    },
    Family {
        name: "choice",
        parameters: &["value", "weight"],
        description: "One of the listed values, each followed by its weight; weights >= 0, not all 0.",
    },
    Family {
        name: "discrete_uniform",
        parameters: &["low", "high"],
        description: "Every whole number from low to high is equally likely; whole numbers, low <= high.",
    },
    Family {
        name: "plus_minus",
        parameters: &["mean", "sd"],
        description: "Written mean ± sd: the normal law with its mean and standard deviation; sd >= 0.",
    },
    Family {
        name: "interval",
        parameters: &["low", "high"],
        description: "Written low to high: 5 % lie below low and 5 % above high; lognormal where both are positive, else normal; low <= high.",
    },
];

pub(super) fn from_name(name: &str, parameters: &[f64]) -> Result<Distribution, DistributionError> {
    match (name, parameters) {
        ("uniform", &[low, high]) => Distribution::new_uniform(low, high),
        ("triangular", &[low, mode, high]) => Distribution::new_triangular(low, mode, high),
        ("pert", &[low, mode, high]) => Distribution::new_pert(low, mode, high),
        ("normal", &[mean, sd]) => Distribution::new_normal(mean, sd),
        ("plus_minus", &[mean, sd]) => {
            Normal::new("plus_minus", mean, sd).map(Distribution::Normal)
        }
        ("truncated_normal", &[mean, sd, low, high]) => {
            Distribution::new_truncated_normal(mean, sd, low, high)
        }
        ("lognormal", &[median, sigma]) => Distribution::new_lognormal(median, sigma),
        ("beta", &[a, b]) => Distribution::new_beta(a, b),
        ("gamma", &[shape, scale]) => Distribution::new_gamma(shape, scale),
        ("poisson", &[mean]) => Distribution::new_poisson(mean),
        ("bernoulli", &[p]) => Distribution::new_bernoulli(p),
        ("discrete_uniform", &[low, high]) => Distribution::new_discrete_uniform(low, high),
        ("interval", &[low, high]) => Distribution::new_interval(low, high),
        ("choice", list) if !list.is_empty() && list.len() % 2 == 0 => {
            let weighted: Vec<(f64, f64)> =
                list.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
            Distribution::new_choice(&weighted)
        }
        _ => Err(refusal(name, parameters.len())),
    }
}

/// The error for a name or a number of parameters that fits no family.
fn refusal(name: &str, given: usize) -> DistributionError {
    match FAMILIES.iter().find(|family| family.name == name) {
        None => DistributionError::UnknownFamily { name: name.to_owned() },
        Some(family) => DistributionError::ParameterCount {
            family: family.name,
            expected: match family.name {
                "choice" => "v1, w1, v2, w2, …",
                "triangular" | "pert" => "low, mode, high",
                "normal" | "plus_minus" => "mean, sd",
                "truncated_normal" => "mean, sd, low, high",
                "lognormal" => "median, sigma",
                "beta" => "a, b",
                "gamma" => "shape, scale",
                "poisson" => "mean",
                "bernoulli" => "p",
                _ => "low, high",
            },
            given,
        },
    }
}
