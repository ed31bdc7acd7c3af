//! Latin hypercube sampling: each of n equal slices of every dimension is visited exactly once.
//!
//! x_kd = (pi_d(k) + U_kd) / n for draw k and dimension d, with pi_d a random permutation of
//! 0, …, n - 1 and U_kd uniform on (0, 1). The permutations are keyed functions
//! ([`Permutation`]), so one coordinate of one draw can be computed alone and memory does not
//! grow with n.
//!
//! Source: McKay, Beckman and Conover (1979).

use crate::permutation::Permutation;
use crate::stream::{Site, fill_uniform, uniform};

/// One coordinate of a Latin hypercube of n draws.
#[derive(Clone, Debug)]
pub(crate) struct Coordinate {
    permutation: Permutation,
    draws: f64,
    seed: u64,
    site: Site,
}

impl Coordinate {
    pub(crate) fn new(draws: u64, seed: u64, site: Site) -> Coordinate {
        let permutation = Permutation::new(draws, seed, site);
        Coordinate { permutation, draws: draws as f64, seed, site }
    }

    #[inline]
    fn place(&self, draw: u64, offset: f64) -> f64 {
        let slice = self.permutation.image(draw) as f64;
        // Rounding must not carry a point over the upper end of its slice.
        ((slice + offset) / self.draws).min(((slice + 1.0) / self.draws).next_down())
    }

    #[inline]
    pub(crate) fn uniform(&self, draw: u64) -> f64 {
        self.place(draw, uniform(self.seed, draw, self.site, 0))
    }

    pub(crate) fn fill(&self, first_draw: u64, numbers: &mut [f64]) {
        fill_uniform(self.seed, first_draw, self.site, 0, numbers);
        for (draw, number) in (first_draw..).zip(numbers.iter_mut()) {
            *number = self.place(draw, *number);
        }
    }
}
