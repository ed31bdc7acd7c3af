//! Sampling designs: which uniform numbers the uncertain inputs of each draw receive.
//!
//! A [`Sampler`] gives the coordinate of one draw in one dimension, as a function of (design,
//! seed, number of draws, dimension): any block of draws can be computed alone, and memory does
//! not depend on the number of draws.
//!
//! | design | coordinates | use |
//! |---|---|---|
//! | [`MonteCarlo`](Design::MonteCarlo) | independent | simple error estimates; more draws extend the same sample |
//! | [`LatinHypercube`](Design::LatinHypercube) | each of n slices of a dimension once | any n, many dimensions |
//! | [`Sobol`](Design::Sobol) | scrambled digital net | few dimensions that matter; n a power of two |
//!
//! A coordinate depends on the name of its site; in the design of Sobol' also on its place in
//! the list, since the dimensions of the sequence are not alike. Coordinates use step 0 of their
//! site's stream; noise inside a model should use sites of its own.

use std::fmt;

use crate::latin_hypercube;
use crate::sobol;
use crate::stream::{Site, fill_uniform, open_unit, uniform};

/// Largest number of draws of a design: 2^40, about a million million.
pub const MOST_DRAWS: u64 = 1 << 40;

/// A sampling design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Design {
    /// Independent uniform numbers.
    MonteCarlo,
    /// Latin hypercube (McKay, Beckman and Conover 1979).
    LatinHypercube,
    /// Sequence of Sobol' (1967) with Owen scrambling.
    Sobol,
}

impl Design {
    /// Every design.
    pub const ALL: [Design; 3] = [Design::MonteCarlo, Design::LatinHypercube, Design::Sobol];

    /// The name in text: `monte_carlo`, `latin_hypercube` or `sobol`.
    pub const fn name(self) -> &'static str {
        match self {
            Design::MonteCarlo => "monte_carlo",
            Design::LatinHypercube => "latin_hypercube",
            Design::Sobol => "sobol",
        }
    }

    /// The design of a name.
    ///
    /// ```
    /// use zopa_sampling::Design;
    /// assert_eq!(Design::from_name("latin_hypercube"), Some(Design::LatinHypercube));
    /// assert_eq!(Design::from_name("grid"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Design> {
        Design::ALL.into_iter().find(|design| design.name() == name)
    }
}

impl fmt::Display for Design {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Why a design cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DesignError {
    /// The number of draws is zero.
    NoDraws,
    /// More draws than [`MOST_DRAWS`].
    TooManyDraws {
        /// The largest number allowed.
        limit: u64,
    },
    /// More dimensions than the sequence of Sobol' has direction numbers for.
    TooManyDimensions {
        /// The largest number allowed.
        limit: usize,
    },
    /// Two dimensions have the same site, so they would receive the same numbers.
    RepeatedSite {
        /// Position of the first of the two.
        first: usize,
        /// Position of the second.
        second: usize,
    },
}

impl fmt::Display for DesignError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DesignError::NoDraws => write!(formatter, "a design needs at least one draw"),
            DesignError::TooManyDraws { limit } => {
                write!(formatter, "a design has at most {limit} draws")
            }
            DesignError::TooManyDimensions { limit } => {
                write!(formatter, "the sequence of Sobol' has at most {limit} dimensions here")
            }
            DesignError::RepeatedSite { first, second } => {
                write!(formatter, "dimensions {first} and {second} have the same site")
            }
        }
    }
}

impl std::error::Error for DesignError {}

#[derive(Clone, Debug)]
enum Coordinates {
    MonteCarlo(Vec<Site>),
    LatinHypercube(Vec<latin_hypercube::Coordinate>),
    Sobol(Vec<sobol::Coordinate>),
}

/// The coordinates of a design: one number in (0, 1) for each draw and dimension.
///
/// ```
/// use zopa_sampling::{Design, Sampler, Site};
/// let sites = [Site::named("recruits"), Site::named("losses")];
/// let sampler = Sampler::new(Design::LatinHypercube, 1, 4, &sites)?;
/// let mut slices: Vec<u64> = (0..4).map(|draw| (4.0 * sampler.uniform(draw, 0)) as u64).collect();
/// slices.sort();
/// assert_eq!(slices, [0, 1, 2, 3]);
/// # Ok::<(), zopa_sampling::DesignError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sampler {
    design: Design,
    seed: u64,
    draws: u64,
    coordinates: Coordinates,
}

impl Sampler {
    /// The sampler of a design with `draws` draws and one dimension per site.
    ///
    /// Memory: a few kilobytes at most per dimension, whatever the number of draws.
    ///
    /// # Errors
    /// [`DesignError`]: no draws, too many draws or dimensions, or a site that occurs twice.
    pub fn new(
        design: Design,
        seed: u64,
        draws: u64,
        dimensions: &[Site],
    ) -> Result<Sampler, DesignError> {
        if draws == 0 {
            return Err(DesignError::NoDraws);
        }
        if draws > MOST_DRAWS {
            return Err(DesignError::TooManyDraws { limit: MOST_DRAWS });
        }
        if let Some((first, second)) = repeated(dimensions) {
            return Err(DesignError::RepeatedSite { first, second });
        }
        let coordinates = match design {
            Design::MonteCarlo => Coordinates::MonteCarlo(dimensions.to_vec()),
            Design::LatinHypercube => Coordinates::LatinHypercube(
                dimensions
                    .iter()
                    .map(|&site| latin_hypercube::Coordinate::new(draws, seed, site))
                    .collect(),
            ),
            Design::Sobol => {
                let index_bits = (u64::BITS - (draws - 1).leading_zeros()) as usize;
                let coordinates: Option<Vec<_>> = dimensions
                    .iter()
                    .enumerate()
                    .map(|(dimension, &site)| {
                        sobol::Coordinate::new(dimension, index_bits, seed, site)
                    })
                    .collect();
                let limit = sobol::DIMENSIONS;
                Coordinates::Sobol(coordinates.ok_or(DesignError::TooManyDimensions { limit })?)
            }
        };
        Ok(Sampler { design, seed, draws, coordinates })
    }

    /// The design.
    pub fn design(&self) -> Design {
        self.design
    }

    /// The number of draws n.
    pub fn draws(&self) -> u64 {
        self.draws
    }

    /// The number of dimensions.
    pub fn dimensions(&self) -> usize {
        match &self.coordinates {
            Coordinates::MonteCarlo(sites) => sites.len(),
            Coordinates::LatinHypercube(coordinates) => coordinates.len(),
            Coordinates::Sobol(coordinates) => coordinates.len(),
        }
    }

    /// The coordinate in (0, 1) of a draw (from 0) in a dimension (position in the list of sites).
    ///
    /// # Panics
    /// If the dimension or the draw lies outside the design.
    #[inline]
    pub fn uniform(&self, draw: u64, dimension: usize) -> f64 {
        assert!(draw < self.draws, "draw {draw} of a design with {} draws", self.draws);
        match &self.coordinates {
            Coordinates::MonteCarlo(sites) => uniform(self.seed, draw, sites[dimension], 0),
            Coordinates::LatinHypercube(coordinates) => coordinates[dimension].uniform(draw),
            Coordinates::Sobol(coordinates) => open_unit(coordinates[dimension].point(draw)),
        }
    }

    /// Writes [`uniform`](Sampler::uniform) of the draws `first_draw`, `first_draw + 1`, ….
    ///
    /// # Panics
    /// If the dimension or a draw lies outside the design.
    pub fn fill(&self, first_draw: u64, dimension: usize, numbers: &mut [f64]) {
        let end = first_draw.checked_add(numbers.len() as u64);
        assert!(
            end.is_some_and(|end| end <= self.draws),
            "{} draws from {first_draw} of a design with {} draws",
            numbers.len(),
            self.draws
        );
        match &self.coordinates {
            Coordinates::MonteCarlo(sites) => {
                fill_uniform(self.seed, first_draw, sites[dimension], 0, numbers);
            }
            Coordinates::LatinHypercube(coordinates) => {
                coordinates[dimension].fill(first_draw, numbers);
            }
            Coordinates::Sobol(coordinates) => {
                const BLOCK: usize = 64;
                let mut points = [0u64; BLOCK];
                let mut draw = first_draw;
                for block in numbers.chunks_mut(BLOCK) {
                    let points = &mut points[..block.len()];
                    coordinates[dimension].fill(draw, points);
                    for (number, &point) in block.iter_mut().zip(points.iter()) {
                        *number = open_unit(point);
                    }
                    draw += block.len() as u64;
                }
            }
        }
    }
}

/// The first two positions with equal sites.
fn repeated(sites: &[Site]) -> Option<(usize, usize)> {
    let mut order: Vec<usize> = (0..sites.len()).collect();
    order.sort_by_key(|&position| (sites[position], position));
    order
        .windows(2)
        .filter(|pair| sites[pair[0]] == sites[pair[1]])
        .map(|pair| (pair[0], pair[1]))
        .min_by_key(|&(_, second)| second)
}
