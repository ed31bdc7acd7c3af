//! Survival of deals: the product-limit estimate (Kaplan and Meier 1958).
//!
//! Spells are whole steps, so counts by length are all that is kept, whatever the number of draws.

use crate::answer::SurvivalPoint;

/// Counts of spells by length in steps.
#[derive(Debug, Clone, Default)]
pub struct Spells {
    ended: Vec<u64>,
    censored: Vec<u64>,
}

impl Spells {
    /// Adds a spell that lasted `steps` and then ended, or was still going when observation stopped.
    pub fn add(&mut self, steps: usize, ended: bool) {
        let needed = steps + 1;
        if self.ended.len() < needed {
            self.ended.resize(needed, 0);
            self.censored.resize(needed, 0);
        }
        if ended {
            self.ended[steps] += 1;
        } else {
            self.censored[steps] += 1;
        }
    }

    /// Number of spells.
    pub fn count(&self) -> u64 {
        self.ended.iter().sum::<u64>() + self.censored.iter().sum::<u64>()
    }

    /// The share surviving `0, 1, …, longest` steps, with 95 % intervals by Greenwood's variance on
    /// the log-log scale; a spell that ended after s steps does not survive s.
    pub fn curve(&self) -> Vec<SurvivalPoint> {
        let mut at_risk = self.count();
        let (mut survival, mut variance) = (1.0_f64, 0.0_f64);
        let mut curve = Vec::with_capacity(self.ended.len());
        for (&ended, &censored) in self.ended.iter().zip(&self.censored) {
            let before = at_risk;
            if ended > 0 && before > 0 {
                let (d, n) = (ended as f64, before as f64);
                survival *= 1.0 - d / n;
                if ended < before {
                    variance += d / (n * (n - d));
                }
            }
            let (low, high) = interval(survival, variance);
            curve.push(SurvivalPoint { p: survival, low, high, at_risk: before });
            at_risk = before.saturating_sub(ended + censored);
        }
        curve
    }
}

fn interval(survival: f64, variance: f64) -> (f64, f64) {
    if survival <= 0.0 || survival >= 1.0 || variance <= 0.0 {
        return (survival, survival);
    }
    let log = libm::log(survival);
    let spread = 1.959_963_984_540_054 * variance.sqrt() / -log;
    (libm::pow(survival, libm::exp(spread)), libm::pow(survival, libm::exp(-spread)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Freireich et al. (1963), remission weeks under 6-MP: 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+
    /// 22 23 25+ 32+ 32+ 34+ 35+; S(10) = 0.753, S(23) = 0.448.
    #[test]
    fn remission_of_leukaemia() {
        let mut spells = Spells::default();
        for (t, ended) in [
            (6, true),
            (6, true),
            (6, true),
            (6, false),
            (7, true),
            (9, false),
            (10, true),
            (10, false),
            (11, false),
            (13, true),
            (16, true),
            (17, false),
            (19, false),
            (20, false),
            (22, true),
            (23, true),
            (25, false),
            (32, false),
            (32, false),
            (34, false),
            (35, false),
        ] {
            spells.add(t, ended);
        }
        let curve = spells.curve();
        assert!((curve[10].p - 0.7529).abs() < 1e-4);
        assert!((curve[23].p - 0.4482).abs() < 1e-4);
        assert_eq!(curve[10].at_risk, 15);
    }
}
