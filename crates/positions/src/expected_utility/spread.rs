//! Model uncertainty within the family: how the forecast of one issue depends on the reading, on Q
//! and on the round at which one stops.

use super::{ExpectedUtility, Outcome, Reading, Scratch, Stop};
use crate::{Issue, IssueError, Values};

/// Forecasts of one issue under several readings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spread {
    /// The lowest forecast.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
    /// Each reading in words, `expected_utility_printed q=0.5 round=3`, and its forecast.
    pub by: Vec<(String, f64)>,
}

impl Spread {
    fn of(by: Vec<(String, f64)>) -> Spread {
        let (lowest, highest) = by
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), (_, x)| (l.min(*x), h.max(*x)));
        Spread { lowest, highest, by }
    }

    /// The share of the spread that remains if only forecasts are kept whose words hold `part`;
    /// none where there are no such forecasts or no spread.
    ///
    /// ```
    /// use zopa_positions::expected_utility::Spread;
    /// let by = vec![("a q=1 round=1".to_owned(), 2.0), ("a q=0.5 round=1".to_owned(), 6.0)];
    /// let spread = Spread { lowest: 2.0, highest: 6.0, by };
    /// assert_eq!(spread.share("round=1"), Some(1.0));
    /// assert_eq!(spread.share("q=1"), Some(0.0));
    /// assert_eq!(spread.share("q=0"), None);
    /// ```
    pub fn share(&self, part: &str) -> Option<f64> {
        let kept = self.by.iter().filter(|(words, _)| words.split(' ').any(|word| word == part));
        let kept = Spread::of(kept.cloned().collect());
        let whole = self.highest - self.lowest;
        (whole > 0.0 && !kept.by.is_empty()).then(|| (kept.highest - kept.lowest) / whole)
    }
}

impl ExpectedUtility {
    /// The forecasts of all presets with Q = 1 and Q = 0.5, stopped after each of `rounds` rounds
    /// (1 to 100), by the presets' own summary of the positions (the weighted median).
    ///
    /// One run of each preset and Q gives all its rounds: O(rounds n^2) for n parties.
    ///
    /// # Errors
    /// As [`Issue::check`].
    ///
    /// ```
    /// use zopa_positions::expected_utility::ExpectedUtility;
    /// use zopa_positions::{Issue, Stand};
    /// let stand = |(party, position)| Stand { party, position, salience: 0.5, capability: 1.0 };
    /// let stands = [0.0, 20.0, 100.0].into_iter().enumerate().map(stand).collect();
    /// let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: None };
    /// let spread = ExpectedUtility::spread(&issue, 10).unwrap();
    /// assert_eq!(spread.by.len(), ExpectedUtility::PRESETS.len() * 2 * 10);
    /// assert_eq!(spread.by[0].0, "expected_utility_printed q=1 round=1");
    /// ```
    pub fn spread(issue: &Issue, rounds: usize) -> Result<Spread, IssueError> {
        let rounds = rounds.clamp(1, 100);
        let mut scratch = Scratch::new();
        let mut by = Vec::new();
        for preset in ExpectedUtility::PRESETS {
            for stays in [1.0, 0.5] {
                let stop = Stop::Rounds(rounds);
                let model = ExpectedUtility {
                    reading: Reading { stays, stop, ..preset.reading },
                    ..preset
                };
                model.forecast_with(&mut scratch, issue)?;
                let outcomes = model.outcomes(&scratch);
                let words = |round| format!("{} q={stays} round={round}", preset.name);
                by.extend((1..=rounds).map(|round| (words(round), outcomes[round])));
            }
        }
        Ok(Spread::of(by))
    }

    /// The forecasts of this reading and of each that differs from it in one switch (numbers: Q
    /// 0, 0.5 and 1, T 0 and 1), and of this one stopped after every earlier round.
    ///
    /// # Errors
    /// As [`Issue::check`].
    pub fn readings(&self, issue: &Issue) -> Result<Spread, IssueError> {
        let mut scratch = Scratch::new();
        let mut by = vec![(self.name.to_owned(), self.forecast_with(&mut scratch, issue)?)];
        let outcomes = self.outcomes(&scratch);
        for (round, outcome) in outcomes.iter().enumerate().take(outcomes.len() - 1).skip(1) {
            by.push((format!("round={round}"), *outcome));
        }
        for switch in ExpectedUtility::SWITCHES {
            let (choices, numbers): (&[_], &[_]) = match switch.values {
                Values::Choices(choices) => (choices, &[]),
                Values::Number { .. } => (&[], &["0", "0.5", "1"]),
                Values::Either { choices, .. } => (choices, &["0", "1"]),
            };
            let now = self.setting(switch.name);
            for value in choices.iter().map(|(name, _)| name).chain(numbers) {
                let mut other = *self;
                if now.as_deref() != Some(value) && other.set(switch.name, value).is_ok() {
                    let forecast = other.forecast_with(&mut scratch, issue)?;
                    by.push((format!("{}={value}", switch.name), forecast));
                }
            }
        }
        Ok(Spread::of(by))
    }

    /// Forecast after each round, the start first.
    pub(super) fn outcomes<'a>(&self, scratch: &'a Scratch) -> &'a [f64] {
        match self.outcome {
            Outcome::Median => &scratch.medians,
            Outcome::Mean => &scratch.means,
        }
    }
}
