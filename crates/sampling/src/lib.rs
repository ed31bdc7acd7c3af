//! Addressed random streams, distributions by quantile function, sampling designs.
//!
//! Every random number is a function of its address, never of what was drawn before:
//!
//! 1. a [`Sampler`] gives draw k and input i a number u in (0, 1), by independent numbers, by a
//!    Latin hypercube or by a scrambled sequence of Sobol' ([`design`]);
//! 2. a [`Copula`] gives the numbers of one draw the stated rank correlations ([`correlation`]);
//! 3. the quantile function of the input's [`Distribution`] turns u into the input's value
//!    ([`distribution`]);
//! 4. noise inside a model takes its numbers from [`stream`] at (seed, draw, site, step).
//!
//! No function here keeps state, reads a clock or depends on the machine: the same address gives
//! the same bits everywhere.
//!
//! ```
//! use zopa_sampling::{Copula, Design, Distribution, Sampler, Site};
//!
//! let inputs = [Distribution::from_name("interval", &[5.0, 20.0])?,
//!               Distribution::from_name("triangular", &[28.0, 33.0, 40.0])?];
//! let sampler = Sampler::new(Design::Sobol, 1, 1024, &[Site::named("aid"), Site::named("recruits")])?;
//! let copula = Copula::new(2, &[(0, 1, 0.5)])?;
//! let mut means = [0.0; 2];
//! for draw in 0..1024 {
//!     let mut uniforms = [sampler.uniform(draw, 0), sampler.uniform(draw, 1)];
//!     copula.apply(&mut uniforms);
//!     for input in 0..2 {
//!         means[input] += inputs[input].quantile(uniforms[input]) / 1024.0;
//!     }
//! }
//! // Exact means: 10.9285 and 101 / 3.
//! assert!((means[0] - 10.9285).abs() < 0.03);
//! assert!((means[1] - 33.6667).abs() < 0.03);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod correlation;
pub mod design;
pub mod distribution;
pub mod incomplete_beta;
pub mod incomplete_gamma;
mod latin_hypercube;
pub mod normal;
pub mod permutation;
pub mod philox;
mod quantile_search;
mod saddle_point;
pub mod sobol;
pub mod stream;

pub use correlation::{Copula, CorrelationError};
pub use design::{Design, DesignError, Sampler};
pub use distribution::{Distribution, DistributionError, FAMILIES, Family};
pub use stream::Site;
