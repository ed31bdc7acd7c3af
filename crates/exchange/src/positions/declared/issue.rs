//! One issue: scale, points and stands.

use super::Builder;
use super::capability::Capabilities;
use super::constant::Uncertain;
use crate::Named;
use crate::positions::{NamedIssue, UncertainStand};
use std::collections::BTreeMap;
use zopa_positions::agenda_setter::AgendaSetter;
use zopa_positions::{Issue, Stand};
use zopa_scenario::{Code, DeclaredPosition, Diagnostic, PartyScalar, Quantity, Span, Text};

/// The ends of a scale that is not stated.
const USUAL_SCALE: [f64; 2] = [0.0, 100.0];

impl<'s> Builder<'s> {
    /// The issue; `None` where anything of it is wrong.
    pub(super) fn issue(
        &mut self,
        declared: &'s DeclaredPosition,
        capabilities: &Capabilities<'s>,
        agenda: Option<&AgendaSetter>,
    ) -> Option<NamedIssue> {
        let scale = self.scale(declared);
        let points = self.points(&declared.points, scale);
        let reference_point =
            self.point(declared.reference_point.as_ref(), "a reference point", scale);
        let outcome = self.point(declared.outcome.as_ref(), "an outcome", scale);
        let stands = self.by_party(&declared.position);
        let saliences = self.by_party(&declared.salience);
        if declared.position.is_empty() {
            self.report(
                Diagnostic::new(
                    Code::NoPosition,
                    format!("nobody takes a position on `{}`", declared.id),
                )
                .label(declared.id.span, "no position")
                .hint(format!("add `[position.{}.position]` with a number per party", declared.id)),
            );
        } else {
            self.check_takes_position(&saliences, &stands, declared, "salience");
            self.check_agenda(declared, &stands);
        }
        if let ([only], true) = (declared.position.as_slice(), stands.len() == 1) {
            self.report(
                Diagnostic::new(
                    Code::OneParty,
                    format!("`{}` alone takes a position on `{}`", only.party, declared.id),
                )
                .label(only.party.span, "the only position"),
            );
        }
        let weights = self.on_issue(declared, &stands, capabilities);
        let mut issue = Issue { reference_point, ..Issue::default() };
        let mut uncertain = Vec::with_capacity(stands.len());
        for (&party, scalar) in &stands {
            let position = self.position(scalar, scale);
            let salience = self.salience(scalar, saliences.get(&party).copied());
            let weight = weights.as_ref().and_then(|weights| weights.get(&party).cloned());
            let (Some(position), Some(salience), Some(weight)) = (position, salience, weight)
            else {
                continue;
            };
            issue.stands.push(Stand {
                party,
                position: position.0,
                salience: salience.0,
                capability: weight.0,
            });
            uncertain.push(UncertainStand {
                position: position.1,
                salience: salience.1,
                capability: weight.1,
            });
        }
        [issue.low, issue.high] = scale?;
        let whole = !stands.is_empty() && issue.stands.len() == stands.len();
        whole.then(|| NamedIssue {
            named: Named { id: declared.id.text.clone(), name: declared.name.text.clone() },
            points,
            issue,
            uncertain,
            outcome,
            group: declared.group.as_ref().map(|text| text.text.clone()).unwrap_or_default(),
            agenda: agenda.cloned(),
            every_position: None,
        })
    }

    fn scale(&mut self, declared: &DeclaredPosition) -> Option<[f64; 2]> {
        let Some((scale, place)) = declared.scale else { return Some(USUAL_SCALE) };
        let [low, high] = scale;
        let length = high - low;
        if length.is_finite() && length > 0.0 {
            return Some(scale);
        }
        self.report(
            Diagnostic::new(Code::NoScale, format!("a scale from {low} to {high}"))
                .label(place, "expected the lower end, then the upper end"),
        );
        None
    }

    /// Reports what lies outside a scale.
    fn inside(&mut self, what: &str, at: f64, scale: Option<[f64; 2]>, place: Span) -> bool {
        let Some([low, high]) = scale else { return false };
        let inside = (low..=high).contains(&at);
        if !inside {
            self.report(
                Diagnostic::new(Code::OutsideScale, format!("{what} at {at}"))
                    .label(place, format!("the scale goes from {low} to {high}")),
            );
        }
        inside
    }

    fn points(&mut self, stated: &[(Text, Text)], scale: Option<[f64; 2]>) -> Vec<(f64, String)> {
        let mut points: Vec<(f64, String)> = Vec::with_capacity(stated.len());
        for (key, words) in stated {
            let plain = key.text.trim().replace('_', "");
            let number = plain.parse::<f64>().ok().filter(|at| at.is_finite());
            let Some(at) = number else {
                self.report(
                    Diagnostic::new(Code::BadPoint, format!("`{key}` is no point of a scale"))
                        .label(key.span, "expected a number"),
                );
                continue;
            };
            if points.iter().any(|(other, _)| *other == at) {
                self.report(
                    Diagnostic::new(Code::BadPoint, format!("the point {at} stands twice"))
                        .label(key.span, "again here"),
                );
            } else if self.inside("a labelled point", at, scale, key.span) {
                points.push((at, words.text.clone()));
            }
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    }

    fn point(
        &mut self,
        quantity: Option<&Quantity>,
        what: &str,
        scale: Option<[f64; 2]>,
    ) -> Option<f64> {
        let quantity = quantity?;
        let at = self.plain_number(quantity, what)?;
        self.inside(what, at, scale, quantity.expression.span).then_some(at)
    }

    fn position(
        &mut self,
        scalar: &PartyScalar,
        scale: Option<[f64; 2]>,
    ) -> Option<(f64, Option<zopa_sampling::Distribution>)> {
        let (value, distribution) = self.uncertain(&scalar.value, false)?;
        let [low, high] = scale?;
        // A tail without end is cut at the ends of the scale when numbers are drawn.
        let Uncertain { centre, least, greatest } = value;
        let outside = |at: f64| at.is_finite() && !(low..=high).contains(&at);
        let at = [centre, least, greatest].into_iter().find(|at| outside(*at)).unwrap_or(centre);
        let what = format!("a position of `{}`", scalar.party);
        self.inside(&what, at, scale, scalar.value.expression.span)
            .then_some((centre, distribution))
    }

    fn salience(
        &mut self,
        stand: &PartyScalar,
        scalar: Option<&PartyScalar>,
    ) -> Option<(f64, Option<zopa_sampling::Distribution>)> {
        let Some(scalar) = scalar else {
            self.report(
                Diagnostic::new(
                    Code::MissingSalience,
                    format!("`{}` has a position and no salience", stand.party),
                )
                .label(stand.party.span, "how much does it care?")
                .hint("add it to the table of salience, 0 to 1"),
            );
            return None;
        };
        let (value, distribution) = self.uncertain(&scalar.value, true)?;
        let Uncertain { centre, least, greatest } = value;
        let outside = |at: f64| at.is_finite() && !(0.0..=1.0).contains(&at);
        let wrong = if !(0.0..=1.0).contains(&centre) {
            Some(centre)
        } else {
            [least, greatest].into_iter().find(|at| outside(*at))
        };
        let Some(wrong) = wrong else {
            if centre == 0.0 {
                self.indifferent.push(scalar.value.expression.span);
            }
            return Some((centre, distribution));
        };
        let problem = Diagnostic::new(
            Code::SalienceRange,
            format!("a salience of {wrong} for `{}`", scalar.party),
        )
        .label(scalar.value.expression.span, "expected 0 to 1");
        self.report(if wrong > 1.0 && wrong <= 100.0 {
            problem.hint(format!("of 100, this is {}", wrong / 100.0))
        } else {
            problem
        });
        None
    }

    /// Reports parties of a table that take no position.
    pub(super) fn check_takes_position(
        &mut self,
        table: &BTreeMap<usize, &PartyScalar>,
        stands: &BTreeMap<usize, &PartyScalar>,
        declared: &DeclaredPosition,
        what: &str,
    ) {
        for scalar in table.iter().filter(|(party, _)| !stands.contains_key(*party)).map(|(_, s)| s)
        {
            self.report(
                Diagnostic::new(
                    Code::MissingPosition,
                    format!("`{}` has a {what} and no position on `{}`", scalar.party, declared.id),
                )
                .label(scalar.party.span, "where does it stand?"),
            );
        }
    }
}
