//! Rank correlation between inputs by a Gaussian copula, one draw at a time.
//!
//! The uniform numbers of a draw become standard normal numbers z, a matrix L with L L^T = R
//! turns them into correlated normal numbers y = L z, and each y_i becomes the uniform number
//! Phi(y_i) again. Every input keeps its own distribution. For a stated Spearman rank correlation
//! r the entry of R is the Pearson correlation rho = 2 sin(pi r / 6), as r = (6 / pi) arcsin(rho / 2)
//! holds for jointly normal numbers. L is the Cholesky factor.
//!
//! The method of Iman and Conover (1982) instead sorts the columns of a finished sample so that the
//! ranks of *that sample* come close to the stated ones. It needs all draws at once and makes the
//! draws depend on each other; the copula needs one draw only, its rank correlation holds for the
//! population, and a sample of n draws deviates from it by about (1 - r^2) / sqrt n. The shape of
//! the dependence is the same: normal scores. Uncorrelated inputs and the first of each correlated
//! group keep their uniform numbers unchanged; the others lose the exact stratification of a Latin
//! hypercube or a net in their own dimension, in exchange for the stated dependence.
//!
//! Sources: Pearson (1907) on the two correlations; Nelsen (2006) on copulas.

use std::f64::consts::PI;
use std::fmt;

use crate::normal::{standard_normal_distribution, standard_normal_quantile};

/// Why stated rank correlations cannot be applied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CorrelationError {
    /// A pair names an input that is not there.
    UnknownInput {
        /// Position of the pair in the list.
        pair: usize,
        /// The index that is too large.
        input: usize,
    },
    /// A pair names the same input twice.
    SameInput {
        /// Position of the pair in the list.
        pair: usize,
    },
    /// The same two inputs occur in two pairs.
    RepeatedPair {
        /// Position of the earlier pair.
        first: usize,
        /// Position of the later pair.
        second: usize,
    },
    /// A rank correlation is not strictly between -1 and 1.
    OutOfRange {
        /// Position of the pair in the list.
        pair: usize,
        /// The stated value.
        rank: f64,
    },
    /// The correlations contradict each other: their matrix is not positive definite.
    NotPositiveDefinite {
        /// Position of a pair with which the pairs before it can no longer hold together.
        pair: usize,
        /// The two inputs of that pair.
        inputs: (usize, usize),
    },
}

impl fmt::Display for CorrelationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CorrelationError::UnknownInput { input, .. } => {
                write!(formatter, "there is no input {input}")
            }
            CorrelationError::SameInput { .. } => {
                write!(formatter, "an input cannot be correlated with itself")
            }
            CorrelationError::RepeatedPair { first, second } => {
                write!(formatter, "correlations {first} and {second} are of the same two inputs")
            }
            CorrelationError::OutOfRange { rank, .. } => {
                write!(formatter, "a rank correlation lies strictly between -1 and 1, not {rank}")
            }
            CorrelationError::NotPositiveDefinite { inputs: (first, second), .. } => write!(
                formatter,
                "the correlation of inputs {first} and {second} contradicts the others \
                 (a pair that is not stated counts as uncorrelated)"
            ),
        }
    }
}

impl std::error::Error for CorrelationError {}

/// The Pearson correlation of jointly normal numbers whose Spearman rank correlation is `rank`:
/// 2 sin(pi rank / 6).
///
/// ```
/// use zopa_sampling::correlation::pearson_of_spearman;
/// assert!((pearson_of_spearman(0.5) - 0.517_638_090_205_041_5).abs() < 1e-15);
/// assert!((pearson_of_spearman(1.0) - 1.0).abs() < 1e-15);
/// ```
///
/// Source: Pearson (1907).
pub fn pearson_of_spearman(rank: f64) -> f64 {
    2.0 * libm::sin(PI * rank / 6.0)
}

/// A Gaussian copula over the inputs of a draw.
///
/// ```
/// use zopa_sampling::Copula;
/// let copula = Copula::new(3, &[(0, 2, 0.5)])?;
/// let mut draw = [0.9, 0.2, 0.5];
/// copula.apply(&mut draw);
/// assert_eq!(draw[..2], [0.9, 0.2]);
/// // rho = 0.517638, z_0 = 1.281552, z_2 = 0: Phi(rho z_0) = 0.746456.
/// assert!((draw[2] - 0.746_455_6).abs() < 1e-6);
/// # Ok::<(), zopa_sampling::CorrelationError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Copula {
    inputs: usize,
    /// The correlated inputs in ascending order.
    correlated: Vec<usize>,
    /// Rows of the lower triangular factor over the correlated inputs.
    rows: Vec<Vec<f64>>,
}

impl Copula {
    /// The copula of `inputs` inputs with the stated (first, second, Spearman rank correlation).
    ///
    /// A pair that is not stated has correlation 0; so two strong correlations of one input with
    /// two others may need a third between those two. Time: cubic in the number of correlated
    /// inputs.
    ///
    /// # Errors
    /// [`CorrelationError`]: unknown, equal or repeated inputs, a value outside (-1, 1), or
    /// correlations that cannot hold together.
    pub fn new(inputs: usize, pairs: &[(usize, usize, f64)]) -> Result<Copula, CorrelationError> {
        let mut seen = std::collections::BTreeMap::new();
        for (pair, &(first, second, rank)) in pairs.iter().enumerate() {
            if let Some(&input) = [first, second].iter().find(|&&input| input >= inputs) {
                return Err(CorrelationError::UnknownInput { pair, input });
            }
            if first == second {
                return Err(CorrelationError::SameInput { pair });
            }
            if !(rank > -1.0 && rank < 1.0) {
                return Err(CorrelationError::OutOfRange { pair, rank });
            }
            if let Some(earlier) = seen.insert((first.min(second), first.max(second)), pair) {
                return Err(CorrelationError::RepeatedPair { first: earlier, second: pair });
            }
        }
        let correlated: Vec<usize> = {
            let ends: std::collections::BTreeSet<usize> =
                pairs.iter().flat_map(|&(first, second, _)| [first, second]).collect();
            ends.into_iter().collect()
        };
        match cholesky(&matrix(&correlated, pairs)) {
            Some(rows) => Ok(Copula { inputs, correlated, rows }),
            None => {
                // Between a length that holds and one that does not there is a pair that breaks it.
                let (mut holds, mut breaks) = (0, pairs.len());
                while breaks - holds > 1 {
                    let middle = holds + (breaks - holds) / 2;
                    if cholesky(&matrix(&correlated, &pairs[..middle])).is_some() {
                        holds = middle;
                    } else {
                        breaks = middle;
                    }
                }
                let (first, second, _) = pairs[breaks - 1];
                Err(CorrelationError::NotPositiveDefinite {
                    pair: breaks - 1,
                    inputs: (first, second),
                })
            }
        }
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Whether no two inputs are correlated, so that [`apply`](Copula::apply) changes nothing.
    pub fn is_independent(&self) -> bool {
        self.correlated.is_empty()
    }

    /// Turns the independent uniform numbers of one draw into correlated ones, in place.
    ///
    /// `uniforms` has one number in (0, 1) per input; the results lie in (0, 1). Time: quadratic
    /// in the number of correlated inputs.
    ///
    /// # Panics
    /// If the slice is shorter than the largest correlated input.
    pub fn apply(&self, uniforms: &mut [f64]) {
        let normals: Vec<f64> = self
            .correlated
            .iter()
            .map(|&input| standard_normal_quantile(uniforms[input]))
            .collect();
        for (row, &input) in self.rows.iter().zip(&self.correlated) {
            // A row with no entry before its diagonal leaves its input as it is.
            if row[..row.len() - 1].iter().all(|&weight| weight == 0.0) {
                continue;
            }
            let y: f64 = row.iter().zip(&normals).map(|(weight, z)| weight * z).sum();
            uniforms[input] =
                standard_normal_distribution(y).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
        }
    }
}

/// The correlation matrix over the correlated inputs.
fn matrix(correlated: &[usize], pairs: &[(usize, usize, f64)]) -> Vec<Vec<f64>> {
    let size = correlated.len();
    let mut entries = vec![vec![0.0; size]; size];
    for (index, row) in entries.iter_mut().enumerate() {
        row[index] = 1.0;
    }
    let place = |input: usize| correlated.partition_point(|&other| other < input);
    for &(first, second, rank) in pairs {
        let (row, column) = (place(first), place(second));
        entries[row][column] = pearson_of_spearman(rank);
        entries[column][row] = entries[row][column];
    }
    entries
}

/// The lower triangular L with L L^T = R, row by row without the zeros; `None` if R is not
/// positive definite.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    /// Squared diagonal entries below this count as zero: a singular matrix up to rounding.
    const SMALLEST_PIVOT: f64 = 1e-10;
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (index, entries) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(index + 1);
        for column in 0..index {
            let dot: f64 = row.iter().zip(&rows[column]).map(|(a, b)| a * b).sum();
            row.push((entries[column] - dot) / rows[column][column]);
        }
        let pivot = entries[index] - row.iter().map(|entry| entry * entry).sum::<f64>();
        if pivot.is_nan() || pivot < SMALLEST_PIVOT {
            return None;
        }
        row.push(pivot.sqrt());
        rows.push(row);
    }
    Some(rows)
}
