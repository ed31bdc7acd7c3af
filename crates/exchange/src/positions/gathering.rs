//! From what a file states to issues that models accept: the unit of salience, the scale, and
//! everything that is wrong with them.

use super::declared::constant::Constant;
use super::{NamedIssue, NamedPositions, UncertainStand};
use crate::Named;
use std::collections::BTreeMap;
use zopa_positions::{Issue, Stand};
use zopa_sampling::Distribution;
use zopa_scenario::{Code, Diagnostic, Severity, Span};

/// Most parties on one issue: models compare every party with every other.
const MOST_PARTIES: usize = 500;

/// Least span of positions that is read on a scale of 0 to 100 where none stands at 100.
const LEAST_SPAN: f64 = 20.0;

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
    /// What is said of the uncertainty of a stand, by its index.
    pub uncertain: BTreeMap<usize, Uncertainty>,
}

/// What a file says of the uncertainty of a stand's numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Uncertainty {
    pub position: Option<Spread>,
    pub salience: Option<Spread>,
    pub capability: Option<Spread>,
}

/// The distribution of a number, and its place.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    pub distribution: Constant,
    pub place: Span,
    /// Ends beyond what the number can be are cut when it is drawn, and not reported.
    pub cut: bool,
}

impl Spread {
    /// Least value, greatest value and distribution; none where it cannot be, which is reported.
    fn settle(&self, problems: &mut Vec<Diagnostic>) -> Option<(f64, f64, Option<Distribution>)> {
        let (value, distribution) = self.distribution.settle(self.place, problems)?;
        if self.cut {
            return Some((f64::NEG_INFINITY, f64::INFINITY, distribution));
        }
        Some((value.least, value.greatest, distribution))
    }
}

/// The first finite end outside a range.
fn beyond((low, high): (f64, f64), least: f64, greatest: f64) -> Option<f64> {
    [least, greatest].into_iter().find(|end| end.is_finite() && !(low..=high).contains(end))
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
        if stated.stands.len() > MOST_PARTIES {
            let message = format!(
                "{} parties stand on `{}`, forecasts are made for up to {MOST_PARTIES}",
                stated.stands.len(),
                stated.named.id
            );
            let problem = Diagnostic::new(Code::TooLarge, message);
            let place = stated.stands[MOST_PARTIES].place;
            problems.stands.push(
                problem
                    .label(place, "one too many")
                    .hint("put parties of one mind together: their capabilities add up"),
            );
        }
        let mut stands = Vec::with_capacity(stated.stands.len());
        let mut uncertain = Vec::with_capacity(stated.stands.len());
        for (index, given) in stated.stands.iter().enumerate() {
            let mut spreads = UncertainStand::default();
            let said = stated.uncertain.get(&index).cloned().unwrap_or_default();
            outside("position", Some(given.position), (low, high), &mut problems.stands);
            if let Some(spread) = &said.position
                && let Some((least, greatest, distribution)) = spread.settle(&mut problems.stands)
            {
                let inside = (low..=high).contains(&given.position.0);
                let end = beyond((low, high), least, greatest).filter(|_| inside);
                outside(
                    "position",
                    end.map(|end| (end, spread.place)),
                    (low, high),
                    &mut problems.stands,
                );
                spreads.position = distribution;
            }
            if given.capability.0 < 0.0 {
                let message = format!("a capability of {}", given.capability.0);
                let problem = Diagnostic::new(Code::CapabilityRange, message);
                problems.stands.push(
                    problem
                        .label(given.capability.1, "expected 0 or more")
                        .hint("a party that weighs nothing has 0"),
                );
            }
            if let Some(spread) = &said.capability
                && let Some((least, _, distribution)) = spread.settle(&mut problems.stands)
            {
                if least.is_finite() && least < 0.0 && given.capability.0 >= 0.0 {
                    let message = format!("a capability of {least}");
                    let problem = Diagnostic::new(Code::CapabilityRange, message);
                    problems.stands.push(problem.label(spread.place, "expected 0 or more"));
                }
                spreads.capability = distribution;
            }
            let Some((written, place)) = given.salience else { continue };
            let most = if hundred { 100.0 } else { 1.0 };
            let inside = (0.0..=most).contains(&written);
            if !inside {
                problems.stands.push(salience_range(written, most, place));
            }
            let salience = written / most;
            if salience == 0.0 {
                indifferent.push(place);
            }
            if let Some(spread) = said.salience {
                let scaled = if hundred {
                    let place = spread.place;
                    let scaled = spread.distribution.of_hundred(place, &mut problems.stands);
                    scaled.map(|distribution| Spread { distribution, ..spread })
                } else {
                    Some(spread)
                };
                if let Some(spread) = scaled
                    && let Some((least, greatest, distribution)) =
                        spread.settle(&mut problems.stands)
                {
                    // A share of 1 that was divided by 100 is off by a rounding.
                    let slack = 1e-12;
                    let end = beyond((-slack, 1.0 + slack), least, greatest);
                    if let Some(end) = end.filter(|_| inside) {
                        problems.stands.push(salience_range(end * most, most, spread.place));
                    }
                    spreads.salience = distribution;
                }
            }
            uncertain.push(spreads);
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
            problems
                .stands
                .push(warning(Code::OneParty, message).label(place, "the only position"));
        }
        if !stands.is_empty() && stands.iter().all(|stand| stand.capability == 0.0) {
            let message = format!("all capabilities on `{}` are 0", stated.named.id);
            let place = stated.stands.first().map_or(stated.place, |stand| stand.capability.1);
            let problem = Diagnostic::new(Code::CapabilityRange, message);
            let problem = problem
                .label(place, "expected some capability above 0")
                .hint("1 for each weighs all the same");
            problems.stands.push(match unit {
                // Among many past cases one without weights is no reason to read none.
                SalienceUnit::FoundSilently => {
                    Diagnostic { severity: Severity::Warning, ..problem }
                }
                _ => problem,
            });
        }
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
            agenda: None,
            every_position: None,
        });
    }
    if unit != SalienceUnit::FoundSilently {
        problems.stands.extend(without_salience(&indifferent));
    }
    NamedPositions { title: title.to_owned(), parties, issues: gathered, ..Default::default() }
}

/// The warning of parties with salience 0, at the places of the first five; none where there are none.
pub(super) fn without_salience(places: &[Span]) -> Option<Diagnostic> {
    let message = "a party with salience 0 counts only in models that ignore salience";
    let problem = warning(Code::SalienceRange, message);
    let labelled = places.iter().take(5).fold(problem, |p, place| p.label(*place, "does not care"));
    (!places.is_empty()).then_some(labelled)
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
        diagnostics.push(warning(Code::SalienceRange, message).label(place, "more than 1"));
    }
    hundred
}

fn salience_range(written: f64, most: f64, place: Span) -> Diagnostic {
    let problem = Diagnostic::new(Code::SalienceRange, format!("a salience of {written}"))
        .label(place, format!("expected 0 to {most}"));
    if most == 1.0 && written > 1.0 && written <= 100.0 {
        problem.hint(format!(
            "the other saliences run from 0 to 1, of 100 this is {}",
            written / 100.0
        ))
    } else {
        problem
    }
}

/// The scale: as stated, else by [`usual_scale`], else the span of what is stated.
fn scale(issue: &StatedIssue, diagnostics: &mut Vec<Diagnostic>) -> (f64, f64) {
    match (issue.low, issue.high) {
        (Some((low, low_place)), Some((high, high_place))) => {
            let length = high - low;
            if !(length.is_finite() && length > 0.0) {
                let message = format!("a scale from {low} to {high}");
                diagnostics.push(
                    Diagnostic::new(Code::NoScale, message)
                        .label(high_place, "expected an upper end above the lower one")
                        .label(low_place, "lower end"),
                );
            }
            return (low, high);
        }
        (Some((_, place)), None) | (None, Some((_, place))) => {
            let message = format!("the scale of `{}` has one end only", issue.named.id);
            let problem = Diagnostic::new(Code::MissingField, message);
            diagnostics.push(problem.label(place, "and the other end?"));
            // What lies outside cannot be told.
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        (None, None) => {}
    }
    let mut stated: Vec<Placed> = issue.stands.iter().map(|stand| stand.position).collect();
    stated.extend(issue.reference_point);
    stated.extend(issue.outcome);
    for spread in issue.uncertain.values().filter_map(|said| said.position.as_ref()) {
        // What cannot be is reported with the stand.
        if let Some((least, greatest, _)) = spread.settle(&mut Vec::new()) {
            let ends = [least, greatest].into_iter().filter(|end| end.is_finite());
            stated.extend(ends.map(|end| (end, spread.place)));
        }
    }
    let low = stated.iter().map(|(value, _)| *value).fold(f64::INFINITY, f64::min);
    let high = stated.iter().map(|(value, _)| *value).fold(f64::NEG_INFINITY, f64::max);
    if stated.is_empty() || usual_scale(low, high) {
        return (0.0, 100.0);
    }
    let hint = "state the ends of the scale in columns `issue_low` and `issue_high`";
    let outside = stated.iter().find(|(value, _)| !(0.0..=100.0).contains(value));
    let place = outside.or(stated.first()).map_or(issue.place, |(_, place)| *place);
    let length = high - low;
    let id = &issue.named.id;
    let problem = if length.is_finite() && length > 0.0 {
        let what = if outside.is_some() {
            format!("`{id}` leaves 0 to 100 and states no scale")
        } else {
            format!("`{id}` states no scale and covers little of 0 to 100")
        };
        let message = format!("{what}: the span of its positions, {low} to {high}, is taken");
        warning(Code::NoScale, message)
    } else {
        Diagnostic::new(Code::NoScale, format!("the scale of `{id}` has no length"))
    };
    diagnostics.push(problem.label(place, "on which scale?").hint(hint));
    (low, high)
}

/// Whether numbers from `low` to `high` are read on a scale of 0 to 100: where all lie in it and
/// either one stands at 100 or they span a good part. One at 0 does not tell such a scale from one
/// of 0 to 10. Numbers up to 1 are shares, not hundredths. All at one point say nothing of the scale.
fn usual_scale(low: f64, high: f64) -> bool {
    let inside = low >= 0.0 && high <= 100.0;
    let hundredths = high > 1.0 && (high == 100.0 || high - low >= LEAST_SPAN);
    inside && (hundredths || low == high)
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
        diagnostics.push(
            Diagnostic::new(Code::OutsideScale, message)
                .label(place, format!("expected {low} to {high}"))
                .hint("correct it, or the ends of the scale"),
        );
    }
}

fn twice(issue: &StatedIssue, parties: &[Named], diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<usize, Span> = BTreeMap::new();
    for stand in &issue.stands {
        if let Some(earlier) = first.get(&stand.party) {
            let party = parties.get(stand.party).map_or("", |party| &party.id);
            let message = format!("{party} stands on `{}` twice", issue.named.id);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateKey, message)
                    .label(stand.place, "again here")
                    .label(*earlier, "first here")
                    .hint("a party has one stand on an issue; a column `issue` tells issues apart"),
            );
        } else {
            first.insert(stand.party, stand.place);
        }
    }
}
