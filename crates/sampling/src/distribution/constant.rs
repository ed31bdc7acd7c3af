//! A certain value.

use super::{DistributionError, Law, finite};

/// The law of a certain value: P(X = value) = 1. Mean `value`, variance 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    value: f64,
}

impl Constant {
    pub(super) fn new(value: f64) -> Result<Constant, DistributionError> {
        Ok(Constant { value: finite("constant", "value", value)? })
    }
}

impl Law for Constant {
    fn quantile(&self, _: f64) -> f64 {
        self.value
    }

    fn distribution_function(&self, x: f64) -> f64 {
        if x < self.value { 0.0 } else { 1.0 }
    }

    fn mean(&self) -> f64 {
        self.value
    }

    fn variance(&self) -> f64 {
        0.0
    }

    fn parameters(&self) -> Vec<f64> {
        vec![self.value]
    }
}
