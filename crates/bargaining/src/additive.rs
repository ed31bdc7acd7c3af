//! Pareto set of additive utilities, found issue by issue without listing the packages.

use crate::TOLERANCE;
use crate::grid::position;
use crate::pareto::efficient_rows;
use std::fmt;

/// Sums held at one issue at most: efficient partial packages times options times parties.
const MOST_SUMS: usize = 1 << 26;

/// Unique efficient utility vectors of additive utilities, each with a package that attains it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdditivePareto {
    parties: usize,
    utilities: Vec<f64>,
    issues: usize,
    options: Vec<u32>,
    counts: Vec<u128>,
}

impl AdditivePareto {
    /// Number of distinct efficient utility vectors.
    pub fn points(&self) -> usize {
        self.counts.len()
    }

    /// Utility vector of a point; empty when there is no such point.
    pub fn utilities(&self, point: usize) -> &[f64] {
        self.utilities.get(point * self.parties..(point + 1) * self.parties).unwrap_or(&[])
    }

    /// Utilities of one party at all points, as a column for [`Outcomes`](crate::Outcomes).
    pub fn column(&self, party: usize) -> Vec<f64> {
        self.utilities.iter().skip(party).step_by(self.parties.max(1)).copied().collect()
    }

    /// Option chosen on each issue by a package that attains the point.
    pub fn options(&self, point: usize) -> &[u32] {
        self.options.get(point * self.issues..(point + 1) * self.issues).unwrap_or(&[])
    }

    /// Number of packages that attain the point, at most `u128::MAX`.
    pub fn attained_by(&self, point: usize) -> u128 {
        self.counts.get(point).copied().unwrap_or(0)
    }
}

/// Why the Pareto set of additive utilities is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdditiveError {
    /// There is no party or no issue.
    Empty,
    /// An issue has no option.
    NoOptions { issue: usize },
    /// An option has not one value per party.
    UnequalParties { issue: usize, option: usize },
    /// A value or a disagreement value is not finite.
    NotFinite,
    /// The number of disagreement values is not the number of parties.
    DisagreementLength { given: usize, parties: usize },
    /// The efficient partial packages have become too many at this issue.
    TooManyPoints { issue: usize },
}

impl fmt::Display for AdditiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "there is no party or no issue"),
            Self::NoOptions { issue } => write!(f, "issue {issue} has no option"),
            Self::UnequalParties { issue, option } => {
                write!(f, "option {option} of issue {issue} has not one value per party")
            }
            Self::NotFinite => write!(f, "a value is not finite"),
            Self::DisagreementLength { given, parties } => {
                write!(f, "{given} disagreement values for {parties} parties")
            }
            Self::TooManyPoints { issue } => {
                write!(f, "too many efficient partial packages at issue {issue}")
            }
        }
    }
}

impl std::error::Error for AdditiveError {}

/// Finds the Pareto set of `u_i(o) = sum_j issues[j][o_j][i]`, within the zone if values of no deal
/// are given.
///
/// `issues[j][v][i]` is what option `v` of issue `j` adds for party `i`. If a package is efficient,
/// so is its part on any issues, else the dominating part could be put in its place; so issues are
/// added one by one and only efficient sums are kept. With values of no deal, a partial package is
/// dropped when the best of the remaining issues cannot lift some party to its value.
///
/// Sums are compared on a grid of 1e-9 of the party's range over all packages, as by
/// [`pareto`](crate::pareto); a package left out is dominated to within one step per issue. The zone
/// is taken to one step likewise. Every solution of [`solve`](crate::solve) selects efficient packages and every ideal is attained at
/// one, so solving over the points is solving over all packages.
///
/// Complexity: the sum over issues of points times options, times the cost of their comparison.
///
/// ```
/// use zopa_bargaining::additive_pareto;
/// // Thirty issues of ten options: 10^30 packages of a pie that both value alike.
/// let pie: Vec<Vec<f64>> = (0..10).map(|v| vec![f64::from(v), f64::from(9 - v)]).collect();
/// let set = additive_pareto(&vec![pie; 30], None).unwrap();
/// assert_eq!(set.points(), 271);
/// assert_eq!((0..271).map(|k| set.attained_by(k)).sum::<u128>(), 10u128.pow(30));
/// ```
///
/// # Errors
/// An empty, ragged or non-finite input, or more efficient partial packages than fit in memory.
///
/// Source: the argument is that of dynamic programming with dominance; Nemhauser, Ullmann (1969),
/// Discrete dynamic programming and capital allocation.
pub fn additive_pareto(
    issues: &[Vec<Vec<f64>>],
    disagreement: Option<&[f64]>,
) -> Result<AdditivePareto, AdditiveError> {
    let parties = check(issues, disagreement)?;
    let bounds = Bounds::of(issues, parties);
    // What the sums above the least values must reach, less a step for noise.
    let least: Option<Vec<f64>> = disagreement.map(|d| {
        let reach = |i: usize| d[i] - bounds.low[i] - TOLERANCE * bounds.range[i];
        (0..parties).map(reach).collect()
    });

    // Partial packages: sums above the least values, number of packages, and how reached.
    let mut sums = vec![vec![0.0]; parties];
    let mut counts = vec![1u128];
    let mut steps: Vec<Vec<(u32, u32)>> = Vec::with_capacity(issues.len());
    let mut rest = bounds.range.clone();
    for (issue, options) in issues.iter().enumerate() {
        let rows = counts.len().saturating_mul(options.len());
        if rows.saturating_mul(parties) > MOST_SUMS {
            return Err(AdditiveError::TooManyPoints { issue });
        }
        for (i, rest) in rest.iter_mut().enumerate() {
            let (low, high) = bound(options, i);
            *rest -= high - low;
        }
        let mut next = vec![Vec::with_capacity(rows); parties];
        let mut reached = Vec::with_capacity(rows);
        for parent in 0..counts.len() as u32 {
            for (option, values) in options.iter().enumerate() {
                let sum = |i: usize| sums[i][parent as usize] + (values[i] - bounds.lows[issue][i]);
                if let Some(least) = &least
                    && (0..parties)
                        .any(|i| sum(i) + rest[i] < least[i] - TOLERANCE * bounds.range[i])
                {
                    continue;
                }
                for (i, next) in next.iter_mut().enumerate() {
                    next.push(sum(i));
                }
                reached.push((parent, option as u32));
            }
        }
        let grid: Vec<Vec<i32>> = next
            .iter()
            .zip(&bounds.range)
            .map(|(sums, &range)| sums.iter().map(|&s| position(s, 0.0, range)).collect())
            .collect();
        let groups = efficient_rows(&grid);
        let first: Vec<usize> = groups.iter().map(|g| g[0] as usize).collect();
        for (sums, next) in sums.iter_mut().zip(&next) {
            *sums = first.iter().map(|&k| next[k]).collect();
        }
        let number = |g: &[u32]| {
            g.iter().fold(0u128, |n, &k| n.saturating_add(counts[reached[k as usize].0 as usize]))
        };
        counts = groups.iter().map(number).collect();
        steps.push(first.iter().map(|&k| reached[k]).collect());
    }
    let acceptable = |k: &usize| {
        least.as_ref().is_none_or(|least| (0..parties).all(|i| sums[i][*k] >= least[i]))
    };
    let points: Vec<usize> = (0..counts.len()).filter(acceptable).collect();
    Ok(unfold(issues, parties, &points, &steps, &counts))
}

fn check(issues: &[Vec<Vec<f64>>], disagreement: Option<&[f64]>) -> Result<usize, AdditiveError> {
    let parties = issues.iter().flatten().next().map_or(0, Vec::len);
    for (issue, options) in issues.iter().enumerate() {
        if options.is_empty() {
            return Err(AdditiveError::NoOptions { issue });
        }
        for (option, values) in options.iter().enumerate() {
            if values.len() != parties {
                return Err(AdditiveError::UnequalParties { issue, option });
            }
            if !values.iter().all(|v| v.is_finite()) {
                return Err(AdditiveError::NotFinite);
            }
        }
    }
    if parties == 0 {
        return Err(AdditiveError::Empty);
    }
    if let Some(d) = disagreement {
        if d.len() != parties {
            return Err(AdditiveError::DisagreementLength { given: d.len(), parties });
        }
        if !d.iter().all(|d| d.is_finite()) {
            return Err(AdditiveError::NotFinite);
        }
    }
    Ok(parties)
}

/// Least and largest value of an issue for a party.
fn bound(options: &[Vec<f64>], party: usize) -> (f64, f64) {
    options.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), values| {
        (low.min(values[party]), high.max(values[party]))
    })
}

/// Least values by issue and in sum, and the range of the sum, per party.
struct Bounds {
    lows: Vec<Vec<f64>>,
    low: Vec<f64>,
    range: Vec<f64>,
}

impl Bounds {
    fn of(issues: &[Vec<Vec<f64>>], parties: usize) -> Self {
        let mut bounds =
            Self { lows: Vec::new(), low: vec![0.0; parties], range: vec![0.0; parties] };
        for options in issues {
            let mut lows = Vec::with_capacity(parties);
            for i in 0..parties {
                let (low, high) = bound(options, i);
                lows.push(low);
                bounds.low[i] += low;
                bounds.range[i] += high - low;
            }
            bounds.lows.push(lows);
        }
        bounds
    }
}

/// Follows efficient packages back through the issues and adds up their utilities.
fn unfold(
    issues: &[Vec<Vec<f64>>],
    parties: usize,
    points: &[usize],
    steps: &[Vec<(u32, u32)>],
    counts: &[u128],
) -> AdditivePareto {
    let mut set = AdditivePareto { parties, issues: issues.len(), ..AdditivePareto::default() };
    let mut options = vec![0u32; issues.len()];
    for &point in points {
        let mut at = point;
        for (option, step) in options.iter_mut().zip(steps).rev() {
            *option = step[at].1;
            at = step[at].0 as usize;
        }
        let utility = |i: usize| -> f64 {
            options.iter().zip(issues).map(|(&v, issue)| issue[v as usize][i]).sum()
        };
        set.utilities.extend((0..parties).map(utility));
        set.options.extend_from_slice(&options);
        set.counts.push(counts[point]);
    }
    set
}
