//! Running mean and variance (Welford 1962; merged as Chan, Golub and LeVeque 1979).

/// Count, mean and sum of squared deviations of a stream.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments {
    /// Numbers added.
    pub count: u64,
    /// Mean.
    pub mean: f64,
    squares: f64,
}

impl Moments {
    /// Adds a number; one that is not finite is left out.
    pub fn add(&mut self, x: f64) {
        if !x.is_finite() {
            return;
        }
        self.count += 1;
        let gap = x - self.mean;
        self.mean += gap / self.count as f64;
        self.squares += gap * (x - self.mean);
    }

    /// Variance with divisor n - 1; 0 for fewer than two numbers.
    pub fn variance(&self) -> f64 {
        if self.count < 2 { 0.0 } else { self.squares / (self.count - 1) as f64 }
    }

    /// Half the width of the 95 % interval of the mean, by the normal approximation.
    pub fn half_width(&self) -> f64 {
        if self.count < 2 {
            0.0
        } else {
            1.959_963_984_540_054 * (self.variance() / self.count as f64).sqrt()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_one_to_five() {
        let mut m = Moments::default();
        [1.0, 2.0, f64::NAN, 3.0, 4.0, 5.0].into_iter().for_each(|x| m.add(x));
        assert_eq!((m.count, m.mean, m.variance()), (5, 3.0, 2.5));
    }
}
