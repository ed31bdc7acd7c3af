//! Checks of stated numbers: evidence, one value per option, weights that sum to 1, probabilities.

use crate::literal::{centre, constant, uses_names};
use crate::quantities::{Role, each_quantity};
use crate::reader::Reader;
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Issue, Quantity, Scenario, Span};

/// How far the weights of a party may sum from 1.
const SALIENCE_TOLERANCE: f64 = 0.02;

impl Reader<'_> {
    /// Evidence, option values, salience, probabilities and ranges.
    pub fn check_numbers(&mut self, scenario: &Scenario) {
        for issue in &scenario.issues {
            self.check_rows(issue);
        }
        self.check_salience(scenario);
        each_quantity(scenario, |quantity, role| {
            self.check_range(quantity, role);
            if !scenario.teaching_example && lacks_evidence(quantity, role) {
                self.no_source(quantity.span, "this number has no source");
            }
        });
        if !scenario.teaching_example {
            for series in scenario.series.iter().filter(|series| series.sources.is_empty()) {
                self.no_source(series.id.span, "this series has no source");
            }
            for pair in scenario.correlations.iter().filter(|pair| pair.sources.is_empty()) {
                self.no_source(pair.span, "this correlation has no source");
            }
            let curves = scenario.hold.iter().flat_map(|hold| &hold.compare);
            for curve in curves.filter(|curve| curve.sources.is_empty()) {
                self.no_source(curve.span, "this curve has no source");
            }
        }
        if let Some(as_of) = scenario.as_of {
            for source in &scenario.sources {
                if let Some(date) = source.date.filter(|date| *date > as_of) {
                    self.report(
                        Diagnostic::new(
                            Code::LaterEvidence,
                            format!("source `{}` is dated {date}, after as_of {as_of}", source.id),
                        )
                        .label(source.id.span, "not known on the day of the account"),
                    );
                }
            }
        }
    }

    fn no_source(&mut self, place: Span, what: &str) {
        self.report(
            Diagnostic::new(Code::NoSource, "a number without a source")
                .label(place, what)
                .hint("cite one, `@source:locator`, or mark the number `@assumption`"),
        );
    }

    fn check_rows(&mut self, issue: &Issue) {
        let options = issue.options.len();
        // Without options the issue itself is reported.
        for row in issue.values.iter().filter(|row| options > 0 && row.values.len() != options) {
            let ids: Vec<&str> = issue.options.iter().map(|o| o.id.text.as_str()).collect();
            let values = row.values.len();
            let label = if values < options {
                format!("no value for {}", crate::reader::listed(&ids[values..]))
            } else {
                format!("{} more than there are options", values - options)
            };
            self.report(
                Diagnostic::new(
                    Code::OptionValues,
                    format!(
                        "`{}` has {values} value{} for {options} options of issue `{}`",
                        row.party,
                        if values == 1 { "" } else { "s" },
                        issue.id
                    ),
                )
                .label(row.span, label)
                .hint(format!("give one value per option, in this order: {}", ids.join(", "))),
            );
        }
    }

    fn check_salience(&mut self, scenario: &Scenario) {
        let mut sums: BTreeMap<&str, Option<f64>> = BTreeMap::new();
        let mut places: BTreeMap<&str, Vec<(Span, String)>> = BTreeMap::new();
        for issue in &scenario.issues {
            for weight in &issue.salience {
                let value = centre(&weight.value);
                let sum = sums.entry(&weight.party.text).or_insert(Some(0.0));
                *sum = sum.zip(value).map(|(sum, value)| sum + value);
                let label = format!("issue `{}`", issue.id);
                places.entry(&weight.party.text).or_default().push((weight.value.span, label));
            }
        }
        for (party, sum) in sums {
            let Some(sum) = sum.filter(|sum| (sum - 1.0).abs() > SALIENCE_TOLERANCE) else {
                continue;
            };
            let places = places.remove(party).unwrap_or_default();
            let mut problem = Diagnostic::new(
                Code::Salience,
                format!("salience of `{party}` sums to {sum:.2} over the issues, not to 1"),
            );
            for (place, label) in places {
                problem = problem.label(place, label);
            }
            self.report(problem.hint("weights are used as written; scale them to sum to 1"));
        }
    }

    fn check_range(&mut self, quantity: &Quantity, role: Role) {
        let code = match role {
            Role::Probability => Code::Probability,
            Role::Value => Code::ValueRange,
            _ => return,
        };
        let Some(value) = constant(quantity).filter(|value| !(0.0..=1.0).contains(value)) else {
            return;
        };
        let what = if role == Role::Value { "a value" } else { "a probability" };
        self.report(
            Diagnostic::new(code, format!("{what} of {value} lies outside 0..1"))
                .label(quantity.expression.span, "expected 0 to 1"),
        );
    }
}

/// Whether a quantity should cite a source and does not. Formulas of other quantities rest on
/// those; measures are definitions; 0 and 1 outside inputs are structure (ends of a scale, an
/// empty stock, a switch), not findings.
fn lacks_evidence(quantity: &Quantity, role: Role) -> bool {
    let expression = quantity.expression.text.as_str();
    if !quantity.sources.is_empty()
        || expression.is_empty()
        || matches!(role, Role::Measure | Role::EvidencedLever)
    {
        return false;
    }
    if role != Role::Input
        && crate::literal::number(expression).is_some_and(|n| n == 0.0 || n == 1.0)
    {
        return false;
    }
    !uses_names(expression)
}
