//! The scale of an issue in a picture.

use super::answer::IssueRow;

/// A number as SVG writes it: one digit after the point.
pub fn place(x: f64) -> String {
    let text = format!("{x:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".into(),
        Some(whole) => whole.into(),
        None => text,
    }
}

/// A map from the scale of an issue to a stretch of a picture.
pub struct Scale {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// The scale of an issue drawn between two places; one that has no length is made to hold the
    /// positions.
    pub fn of(issue: &IssueRow, from: f64, to: f64) -> Scale {
        let (mut low, mut high) = (issue.low, issue.high);
        if !(low.is_finite() && high.is_finite() && high > low && (high - low).is_finite()) {
            let positions = issue.stands.iter().map(|stand| stand.position);
            (low, high) = positions
                .filter(|x| x.is_finite() && x.abs() < 1e300)
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
            if low > high {
                (low, high) = (0.0, 1.0);
            } else if low == high {
                high = low + low.abs().max(1.0);
            }
        }
        Scale { low, high, from, to }
    }

    /// Where a value is drawn; values beyond the scale at its ends, none for what is not a number.
    pub fn at(&self, x: f64) -> Option<f64> {
        let share = ((x - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        share.is_finite().then_some(self.from + share * (self.to - self.from))
    }

    /// Values at which the scale is marked: its ends and quarters.
    pub fn marks(&self) -> [f64; 5] {
        [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| self.low + share * (self.high - self.low))
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, place};
    use crate::positions::{IssueRow, StandRow};

    #[test]
    fn values_are_placed_in_proportion() {
        let issue = IssueRow { low: 4.0, high: 10.0, ..IssueRow::default() };
        let scale = Scale::of(&issue, 100.0, 400.0);
        assert_eq!(scale.at(7.0), Some(250.0));
        assert_eq!(scale.at(99.0), Some(400.0));
        assert_eq!(scale.at(f64::NAN), None);
        assert_eq!(scale.marks()[1], 5.5);
    }

    #[test]
    fn a_scale_without_length_holds_the_positions() {
        let stands = [3.0, 5.0].map(|position| StandRow { position, ..StandRow::default() });
        let issue = IssueRow { stands: stands.into(), ..IssueRow::default() };
        assert_eq!(Scale::of(&issue, 0.0, 10.0).at(4.0), Some(5.0));
        assert_eq!(Scale::of(&IssueRow::default(), 0.0, 10.0).at(0.5), Some(5.0));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!((place(3.0), place(-0.01), place(2.25)), ("3".into(), "0".into(), "2.2".into()));
    }
}
