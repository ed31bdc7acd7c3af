//! Outcomes: the utilities of a finite set of packages, one column per party.

use std::fmt;

/// Utilities `u_i(o)` of `m` packages for `n` parties and the value `d_i` of no deal.
///
/// Column `i` holds the utility of party `i` for packages `0..m`; all columns have equal length.
///
/// ```
/// use zopa_bargaining::{Outcomes, OutcomesError};
/// let column = [0.2, 0.7];
/// let outcomes = Outcomes::new(vec![&column], vec![0.5]).unwrap();
/// assert_eq!((outcomes.parties(), outcomes.packages()), (1, 2));
/// assert!(Outcomes::new(vec![&column], vec![f64::NAN]).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct Outcomes<'a> {
    columns: Vec<&'a [f64]>,
    disagreement: Vec<f64>,
}

/// Why a table of utilities is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomesError {
    /// There is no party.
    NoParties,
    /// There is no package.
    NoPackages,
    /// More packages than a 32-bit index can name.
    TooManyPackages,
    /// Column `party` has not as many packages as the first column.
    UnequalColumns { party: usize },
    /// The number of disagreement values is not the number of parties.
    DisagreementLength { given: usize, parties: usize },
    /// A utility is not a finite number.
    UtilityNotFinite { party: usize, package: usize },
    /// A disagreement value is not a finite number.
    DisagreementNotFinite { party: usize },
}

impl fmt::Display for OutcomesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoParties => write!(f, "there is no party"),
            Self::NoPackages => write!(f, "there is no package"),
            Self::TooManyPackages => write!(f, "there are more than {} packages", u32::MAX),
            Self::UnequalColumns { party } => {
                write!(f, "the column of party {party} differs in length from the first")
            }
            Self::DisagreementLength { given, parties } => {
                write!(f, "{given} disagreement values for {parties} parties")
            }
            Self::UtilityNotFinite { party, package } => {
                write!(f, "the utility of package {package} for party {party} is not finite")
            }
            Self::DisagreementNotFinite { party } => {
                write!(f, "the disagreement value of party {party} is not finite")
            }
        }
    }
}

impl std::error::Error for OutcomesError {}

impl<'a> Outcomes<'a> {
    /// Checks and takes utility columns and disagreement values.
    ///
    /// # Errors
    /// No party, no package, columns of unequal length, or a number that is not finite.
    pub fn new(columns: Vec<&'a [f64]>, disagreement: Vec<f64>) -> Result<Self, OutcomesError> {
        let Some(first) = columns.first() else { return Err(OutcomesError::NoParties) };
        let packages = first.len();
        if packages == 0 {
            return Err(OutcomesError::NoPackages);
        }
        if packages > u32::MAX as usize {
            return Err(OutcomesError::TooManyPackages);
        }
        if disagreement.len() != columns.len() {
            return Err(OutcomesError::DisagreementLength {
                given: disagreement.len(),
                parties: columns.len(),
            });
        }
        for (party, column) in columns.iter().enumerate() {
            if column.len() != packages {
                return Err(OutcomesError::UnequalColumns { party });
            }
            if let Some(package) = column.iter().position(|u| !u.is_finite()) {
                return Err(OutcomesError::UtilityNotFinite { party, package });
            }
        }
        if let Some(party) = disagreement.iter().position(|d| !d.is_finite()) {
            return Err(OutcomesError::DisagreementNotFinite { party });
        }
        Ok(Self { columns, disagreement })
    }

    /// Number of parties `n`.
    pub fn parties(&self) -> usize {
        self.columns.len()
    }

    /// Number of packages `m`.
    pub fn packages(&self) -> usize {
        self.columns[0].len()
    }

    /// Utilities of `party` for every package.
    pub fn column(&self, party: usize) -> &'a [f64] {
        self.columns[party]
    }

    /// Value of no deal, per party.
    pub fn disagreement(&self) -> &[f64] {
        &self.disagreement
    }

    /// Utility vector of one package.
    pub fn utilities(&self, package: usize) -> Vec<f64> {
        self.columns.iter().map(|c| c[package]).collect()
    }

    /// Smallest and largest utility of a party over all packages.
    pub fn range(&self, party: usize) -> (f64, f64) {
        range(self.columns[party])
    }
}

/// Smallest and largest value of a column, taken in lanes so that it vectorises.
fn range(column: &[f64]) -> (f64, f64) {
    let mut low = [f64::INFINITY; 8];
    let mut high = [f64::NEG_INFINITY; 8];
    let (chunks, rest) = column.as_chunks::<8>();
    for chunk in chunks {
        for k in 0..8 {
            low[k] = if chunk[k] < low[k] { chunk[k] } else { low[k] };
            high[k] = if chunk[k] > high[k] { chunk[k] } else { high[k] };
        }
    }
    let low = low.iter().chain(rest).fold(f64::INFINITY, |a, &b| if b < a { b } else { a });
    let high = high.iter().chain(rest).fold(f64::NEG_INFINITY, |a, &b| if b > a { b } else { a });
    (low, high)
}
