//! From what a file states to issues that models accept: the unit of salience, the scale, and
//! everything that is wrong with them.

use super::{NamedIssue, NamedPositions, UncertainStand};
use crate::Named;
use std::collections::BTreeMap;
use zopa_positions::{Issue, Stand};
use zopa_scenario::{Code, Diagnostic, Severity, Span};

/// What stands for a salience of 0: so small that no sum notices it beside any other, so that the
/// party counts only in models that ignore salience.
pub const NO_SALIENCE: f64 = 1e-300;

/// The code of a position outside its scale, and of a reference point or outcome there.
const OUTSIDE: Code = Code::WrongType;
/// The code of a salience out of range.
const BAD_SALIENCE: Code = Code::WrongType;
/// The code of a negative capability.
const BAD_CAPABILITY: Code = Code::WrongType;
/// The code of a scale without length.
const BAD_SCALE: Code = Code::WrongType;
/// The code of a party that stands on an issue twice.
const TWICE: Code = Code::DuplicateKey;
/// The code of an issue with one party.
const ALONE: Code = Code::MissingField;

/// A number and its place.
pub(super) type Placed = (f64, Span);

/// What a file says of a party on an issue.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    pub party: usize,
    pub place: Span,
    pub position: Placed,
    /// A stand without salience is left out.
    pub salience: Option<Placed>,
    pub capability: Placed,
}

/// What a file says of an issue.
#[derive(Debug, Clone, Default)]
pub(super) struct StatedIssue {
    pub named: Named,
    pub place: Span,
    pub low: Option<Placed>,
    pub high: Option<Placed>,
    pub reference_point: Option<Placed>,
    pub outcome: Option<Placed>,
    pub group: String,
    pub stands: Vec<Stated>,
}

/// How saliences are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SalienceUnit {
    /// From 0 to 100.
    Percent,
    /// From 0 to 1, or from 0 to 100 where most exceed 1; the latter brings a warning.
    Found,
    /// The same without a warning.
    FoundSilently,
}

/// Problems with stands and those with issues, which may stand in two files.
#[derive(Debug, Default)]
pub(super) struct Problems {
    pub stands: Vec<Diagnostic>,
    pub issues: Vec<Diagnostic>,
}

/// The positions, with all that is wrong in `problems`.
pub(super) fn gather(
    title: &str,
    parties: Vec<Named>,
    issues: &[StatedIssue],
    unit: SalienceUnit,
    problems: &mut Problems,
) -> NamedPositions {
    let hundred = percent(issues, unit, &mut problems.stands);
    let mut indifferent = Vec::new();
    let mut gathered = Vec::with_capacity(issues.len());
    for stated in issues {
        let (low, high) = scale(stated, &mut problems.issues);
        twice(stated, &parties, &mut problems.stands);
        for (what, value) in
            [("reference point", stated.reference_point), ("outcome", stated.outcome)]
        {
            outside(what, value, (low, high), &mut problems.issues);
        }
        let mut stands = Vec::with_capacity(stated.stands.len());
        for given in &stated.stands {
            outside("position", Some(given.position), (low, high), &mut problems.stands);
            if given.capability.0 < 0.0 {
                let message = format!("a capability is 0 or more, not {}", given.capability.0);
                let problem = Diagnostic::new(BAD_CAPABILITY, message);
                problems.stands.push(problem.at(given.capability.1));
            }
            let Some((written, place)) = given.salience else { continue };
            let most = if hundred { 100.0 } else { 1.0 };
            if !(0.0..=most).contains(&written) {
                let message = format!("the salience {written} lies outside 0 to {most}");
                problems.stands.push(Diagnostic::new(BAD_SALIENCE, message).at(place));
            }
            let mut salience = written / most;
            if salience == 0.0 {
                salience = NO_SALIENCE;
                indifferent.push(place);
            }
            stands.push(Stand {
                party: given.party,
                position: given.position.0,
                salience,
                capability: given.capability.0,
            });
        }
        // A row with an error may be the second party's.
        let unread = zopa_scenario::diagnostic::any_error(&problems.stands);
        if let Some(only) = stands.first().filter(|_| stands.len() == 1 && !unread) {
            let party = parties.get(only.party).map_or("", |party| &party.name);
            let message = format!(
                "{party} stands alone on `{}`: there is no one to disagree with",
                stated.named.id
            );
            let place = stated.stands.first().map_or(stated.place, |stand| stand.place);
            problems.stands.push(warning(ALONE, message).at(place));
        }
        if !stands.is_empty() && stands.iter().all(|stand| stand.capability == 0.0) {
            let message = format!("all capabilities on `{}` are 0", stated.named.id);
            let place = stated.stands.first().map_or(stated.place, |stand| stand.capability.1);
            problems.stands.push(Diagnostic::new(BAD_CAPABILITY, message).at(place));
        }
        let uncertain = vec![UncertainStand::default(); stands.len()];
        gathered.push(NamedIssue {
            named: stated.named.clone(),
            points: Vec::new(),
            issue: Issue {
                low,
                high,
                stands,
                reference_point: stated.reference_point.map(|p| p.0),
            },
            uncertain,
            outcome: stated.outcome.map(|outcome| outcome.0),
            group: stated.group.clone(),
        });
    }
    if unit != SalienceUnit::FoundSilently && !indifferent.is_empty() {
        let message = "a party with salience 0 counts only in models that ignore salience";
        let problem = warning(BAD_SALIENCE, message);
        problems.stands.push(indifferent.iter().take(5).fold(problem, |p, place| p.at(*place)));
    }
    NamedPositions { title: title.to_owned(), parties, issues: gathered, ..Default::default() }
}

pub(super) fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::new(code, message) }
}

/// Whether saliences are written from 0 to 100: where at least half of those above 0 exceed 1.
/// (Where fewer do, they are out of range.)
fn percent(issues: &[StatedIssue], unit: SalienceUnit, diagnostics: &mut Vec<Diagnostic>) -> bool {
    if unit == SalienceUnit::Percent {
        return true;
    }
    let all = || issues.iter().flat_map(|issue| &issue.stands).filter_map(|stand| stand.salience);
    let above = |least: f64| all().filter(|(value, _)| *value > least).count();
    let Some((_, place)) = all().find(|(value, _)| *value > 1.0) else { return false };
    let hundred = 2 * above(1.0) >= above(0.0);
    if hundred && unit == SalienceUnit::Found {
        let message = "saliences exceed 1: all are read as running from 0 to 100";
        diagnostics.push(warning(BAD_SALIENCE, message).at(place));
    }
    hundred
}

/// The scale: as stated, else 0 to 100 where everything lies in it, else the span of what is
/// stated.
fn scale(issue: &StatedIssue, diagnostics: &mut Vec<Diagnostic>) -> (f64, f64) {
    match (issue.low, issue.high) {
        (Some((low, low_place)), Some((high, high_place))) => {
            let length = high - low;
            if !(length.is_finite() && length > 0.0) {
                let message = format!("the scale from {low} to {high} has no length");
                diagnostics.push(
                    Diagnostic::new(BAD_SCALE, message)
                        .label(high_place, "upper end")
                        .label(low_place, "lower end"),
                );
            }
            return (low, high);
        }
        (Some((_, place)), None) | (None, Some((_, place))) => {
            let message = format!("the scale of `{}` has one end only", issue.named.id);
            diagnostics.push(Diagnostic::new(Code::MissingField, message).at(place));
        }
        (None, None) => {}
    }
    let positions = issue.stands.iter().map(|stand| stand.position);
    let stated = || positions.clone().chain(issue.reference_point).chain(issue.outcome);
    let (mut low, mut high) = (0.0, 100.0);
    if let Some((_, place)) = stated().find(|(value, _)| !(0.0..=100.0).contains(value)) {
        low = stated().map(|(value, _)| value).fold(f64::INFINITY, f64::min);
        high = stated().map(|(value, _)| value).fold(f64::NEG_INFINITY, f64::max);
        let length = high - low;
        let problem = if length.is_finite() && length > 0.0 {
            let message = format!(
                "`{}` leaves 0 to 100 and states no scale: the span of its positions, {low} to {high}, is taken",
                issue.named.id
            );
            warning(OUTSIDE, message)
        } else {
            Diagnostic::new(BAD_SCALE, format!("the scale of `{}` has no length", issue.named.id))
        };
        let hint = "state the ends of the scale in columns `low` and `high`";
        diagnostics.push(problem.at(place).hint(hint));
    }
    (low, high)
}

fn outside(
    what: &str,
    value: Option<Placed>,
    (low, high): (f64, f64),
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A scale without length is a problem of its own.
    if let Some((value, place)) =
        value.filter(|(value, _)| low < high && !(low..=high).contains(value))
    {
        let message = format!("the {what} {value} lies outside the scale from {low} to {high}");
        diagnostics.push(Diagnostic::new(OUTSIDE, message).at(place));
    }
}

fn twice(issue: &StatedIssue, parties: &[Named], diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<usize, Span> = BTreeMap::new();
    for stand in &issue.stands {
        if let Some(earlier) = first.get(&stand.party) {
            let party = parties.get(stand.party).map_or("", |party| &party.id);
            let message = format!("{party} stands on `{}` twice", issue.named.id);
            diagnostics.push(
                Diagnostic::new(TWICE, message)
                    .label(stand.place, "again here")
                    .label(*earlier, "first here"),
            );
        } else {
            first.insert(stand.party, stand.place);
        }
    }
}
