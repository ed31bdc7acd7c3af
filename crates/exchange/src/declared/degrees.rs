//! Degrees and probabilities of preference: the crisp preference as numbers, with the pairs that
//! are stated in their place.

use super::comparison;
use super::preference::small_enough;
use super::states::States;
use crate::named_conflict::DegreeTable;
use std::collections::BTreeMap;
use zopa_scenario::stability::{DeclaredPreference, NamedNumber};
use zopa_scenario::{Code, Diagnostic, Span};
use zopa_stability::{Comparison, Preference};

/// What the numbers of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Degrees of preference: 1 preferred, 0.5 equal, 0 less preferred; the two of a pair sum to 1.
    Degree,
    /// Probabilities that the first is preferred: 1 preferred, else 0; the two of a stated pair sum
    /// to 1.
    Probability,
}

/// The table of a party.
///
/// # Errors
/// Pairs that cannot be read or stand twice.
pub(super) fn table(
    declared: Option<&DeclaredPreference>,
    preference: &Preference,
    states: &States<'_>,
    kind: Kind,
) -> Result<DegreeTable, Vec<Diagnostic>> {
    let count = states.count;
    if let Some(declared) = declared {
        small_enough(states, declared.span)?;
    }
    let mut value = vec![0.0; count * count];
    for state in 0..count {
        for other in 0..count {
            value[state * count + other] =
                match (preference.compare(state as u32, other as u32), kind) {
                    (Comparison::Better(_), _) => 1.0,
                    (Comparison::Worse(_), _) | (Comparison::Equal, Kind::Probability) => 0.0,
                    (Comparison::Equal | Comparison::Unknown, _) => 0.5,
                };
        }
    }
    let stated = declared.map_or(&[] as &[NamedNumber], |declared| match kind {
        Kind::Degree => &declared.degree,
        Kind::Probability => &declared.probability,
    });
    let mut problems = Vec::new();
    let mut seen: BTreeMap<(u32, u32), Span> = BTreeMap::new();
    for number in stated {
        let pair = match comparison::read(&number.name, states) {
            Ok(found) => found,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        let (state, other) = match pair.as_slice() {
            [one] if one.comparison == Comparison::Better(1) => (one.state, one.other),
            [one] if one.comparison == Comparison::Worse(1) => (one.other, one.state),
            _ => {
                problems.push(
                    Diagnostic::new(
                        Code::BadComparison,
                        format!("`{}` is no pair that a number can be given for", number.name),
                    )
                    .label(number.name.span, "expected `a > b`"),
                );
                continue;
            }
        };
        if let Some(first) = seen.insert((state.min(other), state.max(other)), number.name.span) {
            problems.push(
                Diagnostic::new(Code::RepeatedState, "a number for the same pair twice")
                    .label(number.name.span, "again here")
                    .label(first, "first here"),
            );
        }
        value[state as usize * count + other as usize] = number.value;
        value[other as usize * count + state as usize] = 1.0 - number.value;
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // A threshold beside degrees and probabilities belongs to the degrees.
    let given = declared
        .filter(|declared| kind == Kind::Degree || declared.degree.is_empty())
        .and_then(|declared| declared.threshold);
    let threshold = given.unwrap_or(if kind == Kind::Degree { 1.0 } else { 0.5 });
    Ok(DegreeTable { value, threshold })
}
