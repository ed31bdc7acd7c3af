//! Quantiles of a stream: exact while few numbers have come, then from a mergeable sketch.
//!
//! The sketch counts numbers in bins of equal width within each power of two (128 a power), so a
//! quantile's value is off by at most 1/256 of itself, about 0.4 %. The idea of bins of constant
//! relative width is that of Masson, Rim and Lee (2019); cutting them by the bits of the number needs
//! no logarithm, so the bins are the same on every machine. Counts are whole numbers: merging in any
//! order gives the same sketch.

/// Bins in each power of two, as a number of bits.
const BITS: u32 = 7;
/// Magnitudes below 2^-40 count as zero.
const SMALLEST: f64 = 9.094_947_017_729_282e-13;

/// Largest relative error of a quantile's value from the sketch.
pub const RELATIVE_ERROR: f64 = 1.0 / 256.0;

/// Quantiles of a stream of numbers.
///
/// ```
/// use zopa_ensemble::sketch::Quantiles;
/// let mut q = Quantiles::new(1000);
/// for i in 0..=100 { q.add(f64::from(i)); }
/// assert_eq!(q.quantile(0.25), Some(25.0));
/// ```
#[derive(Debug, Clone)]
pub struct Quantiles {
    limit: usize,
    exact: Vec<f64>,
    sketched: bool,
    positive: Bins,
    negative: Bins,
    zeros: u64,
    count: u64,
    smallest: f64,
    largest: f64,
}

/// Counts by bin, from the first bin used on.
#[derive(Debug, Clone, Default)]
struct Bins {
    first: i64,
    counts: Vec<u64>,
}

impl Bins {
    fn add(&mut self, bin: i64, n: u64) {
        if self.counts.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            let missing = (self.first - bin) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, missing));
            self.first = bin;
        }
        let index = (bin - self.first) as usize;
        if index >= self.counts.len() {
            self.counts.resize(index + 1, 0);
        }
        self.counts[index] += n;
    }
}

/// The bin of a positive number.
fn bin(x: f64) -> i64 {
    (x.to_bits() >> (52 - BITS)) as i64
}

/// The middle of a bin.
fn middle(bin: i64) -> f64 {
    let low = f64::from_bits((bin as u64) << (52 - BITS));
    let high = f64::from_bits((bin as u64 + 1) << (52 - BITS));
    0.5 * (low + high)
}

impl Quantiles {
    /// Quantiles that are exact up to `limit` numbers.
    pub fn new(limit: usize) -> Self {
        Quantiles {
            limit,
            exact: Vec::new(),
            sketched: false,
            positive: Bins::default(),
            negative: Bins::default(),
            zeros: 0,
            count: 0,
            smallest: f64::INFINITY,
            largest: f64::NEG_INFINITY,
        }
    }

    /// Number of finite numbers added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether quantiles come from the sketch.
    pub fn is_sketched(&self) -> bool {
        self.sketched
    }

    /// Adds a number; one that is not finite is left out.
    pub fn add(&mut self, x: f64) {
        if !x.is_finite() {
            return;
        }
        self.count += 1;
        self.smallest = self.smallest.min(x);
        self.largest = self.largest.max(x);
        if self.sketched {
            self.bin(x);
            return;
        }
        self.exact.push(x);
        if self.exact.len() > self.limit {
            self.sketched = true;
            for x in std::mem::take(&mut self.exact) {
                self.bin(x);
            }
        }
    }

    fn bin(&mut self, x: f64) {
        if x.abs() < SMALLEST {
            self.zeros += 1;
        } else if x > 0.0 {
            self.positive.add(bin(x), 1);
        } else {
            self.negative.add(bin(-x), 1);
        }
    }

    /// Adds the numbers of another stream.
    pub fn merge(&mut self, other: &Quantiles) {
        if !other.sketched {
            for &x in &other.exact {
                self.add(x);
            }
            return;
        }
        if !self.sketched {
            self.sketched = true;
            for x in std::mem::take(&mut self.exact) {
                self.bin(x);
            }
        }
        for (bins, from) in
            [(&mut self.positive, &other.positive), (&mut self.negative, &other.negative)]
        {
            for (i, &n) in from.counts.iter().enumerate() {
                if n > 0 {
                    bins.add(from.first + i as i64, n);
                }
            }
        }
        self.zeros += other.zeros;
        self.count += other.count;
        self.smallest = self.smallest.min(other.smallest);
        self.largest = self.largest.max(other.largest);
    }

    /// The quantile at level `p` in 0..1: exact ones interpolate between neighbours (type 7); none
    /// where no number was added.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        if !self.sketched {
            let mut sorted = self.exact.clone();
            sorted.sort_by(f64::total_cmp);
            return Some(quantile_of_sorted(&sorted, p));
        }
        let rank = (p * (self.count - 1) as f64).round() as u64;
        let mut seen = 0;
        for (i, &n) in self.negative.counts.iter().enumerate().rev() {
            seen += n;
            if seen > rank {
                return Some(self.bounded(-middle(self.negative.first + i as i64)));
            }
        }
        seen += self.zeros;
        if seen > rank {
            return Some(0.0);
        }
        for (i, &n) in self.positive.counts.iter().enumerate() {
            seen += n;
            if seen > rank {
                return Some(self.bounded(middle(self.positive.first + i as i64)));
            }
        }
        Some(self.largest)
    }

    fn bounded(&self, x: f64) -> f64 {
        x.clamp(self.smallest, self.largest)
    }

    /// Several quantiles at once.
    pub fn quantiles(&self, levels: &[f64]) -> Vec<Option<f64>> {
        if self.sketched || self.count == 0 {
            return levels.iter().map(|&p| self.quantile(p)).collect();
        }
        let mut sorted = self.exact.clone();
        sorted.sort_by(f64::total_cmp);
        levels.iter().map(|&p| Some(quantile_of_sorted(&sorted, p))).collect()
    }
}

/// Type 7 quantile (Hyndman and Fan 1996) of sorted numbers.
fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    let position = p.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let low = position.floor() as usize;
    let high = (low + 1).min(sorted.len() - 1);
    let fraction = position - low as f64;
    if fraction == 0.0 {
        sorted[low]
    } else {
        sorted[low] + fraction * (sorted[high] - sorted[low])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sketch_keeps_its_error(values in prop::collection::vec(-1e6..1e6_f64, 200..400), p in 0.0..1.0_f64) {
            let mut sketch = Quantiles::new(10);
            values.iter().for_each(|&x| sketch.add(x));
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            let rank = (p * (sorted.len() - 1) as f64).round() as usize;
            let found = sketch.quantile(p).unwrap();
            prop_assert!((found - sorted[rank]).abs() <= RELATIVE_ERROR * sorted[rank].abs() + SMALLEST);
        }

        #[test]
        fn merging_is_adding(a in prop::collection::vec(-10.0..10.0_f64, 0..80), b in prop::collection::vec(-10.0..10.0_f64, 0..80), p in 0.0..1.0_f64) {
            let fill = |values: &[f64]| { let mut q = Quantiles::new(30); values.iter().for_each(|&x| q.add(x)); q };
            let (mut one, two) = (fill(&a), fill(&b));
            one.merge(&two);
            let all = fill(&[a, b].concat());
            prop_assert_eq!(one.count(), all.count());
            prop_assert_eq!(one.quantile(p), all.quantile(p));
        }
    }
}
