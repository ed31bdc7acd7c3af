//! Numbers and distributions whose parameters are numbers.

use super::Builder;
use zopa_equations::distribution::make;
use zopa_equations::expression::{Expression, Kind};
use zopa_equations::parser::parse;
use zopa_sampling::{Distribution, FAMILIES, Family};
use zopa_scenario::{Code, Diagnostic, Quantity, Span, Text};

/// A number that may be uncertain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::positions) struct Uncertain {
    /// The number, or the median of the distribution.
    pub centre: f64,
    /// The least value, perhaps infinite.
    pub least: f64,
    /// The greatest value, perhaps infinite.
    pub greatest: f64,
}

/// Families whose parameters all lie on the scale of the value.
const SCALED: [&str; 7] =
    ["uniform", "triangular", "pert", "normal", "truncated_normal", "plus_minus", "interval"];

/// A number, or a family of distributions with its parameters.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::positions) enum Constant {
    /// A number.
    Number(f64),
    /// A distribution, its parameters not yet checked.
    Family(&'static str, Vec<f64>),
}

impl Constant {
    /// Reads a number or a distribution whose parameters are numbers.
    pub(in crate::positions) fn read(
        text: &Text,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Constant> {
        let expression = match parse(&text.text) {
            Ok(expression) => expression,
            Err(found) => {
                for problem in found {
                    let place = text.place(problem.range.start, problem.range.end);
                    let mut found = Diagnostic::new(problem.code, problem.message).at(place);
                    found.hints = problem.hints;
                    problems.push(found);
                }
                return None;
            }
        };
        if let Some(value) = literal(&expression) {
            return Some(Constant::Number(value));
        }
        if let Some((family, parameters)) = plain(&expression) {
            return Some(Constant::Family(family, parameters));
        }
        problems.push(
            Diagnostic::new(
                Code::NotConstant,
                format!("`{}` is not a number or a distribution of numbers", text.text),
            )
            .label(text.span, "expected a number or a distribution")
            .hint("write a number, `40 ± 5`, `30 to 50` or `triangular(30, 40, 50)`; names of the model cannot be used here"),
        );
        None
    }

    /// The same as a share: divided by 100.
    pub(in crate::positions) fn of_hundred(
        self,
        place: Span,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Constant> {
        match self {
            Constant::Number(value) => Some(Constant::Number(value * 0.01)),
            Constant::Family(family, parameters) if SCALED.contains(&family) => {
                let parameters = parameters.into_iter().map(|value| value * 0.01).collect();
                Some(Constant::Family(family, parameters))
            }
            Constant::Family(family, _) => {
                let message = format!("a {family} distribution cannot be read in per cent");
                problems.push(
                    Diagnostic::new(Code::NotConstant, message)
                        .label(place, "write it as a share of 1"),
                );
                None
            }
        }
    }

    /// The centre and the ends, with the distribution where there is more than one value.
    pub(in crate::positions) fn settle(
        &self,
        place: Span,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<(Uncertain, Option<Distribution>)> {
        let (family, parameters) = match self {
            Constant::Number(value) => {
                let value = *value;
                return Some((Uncertain { centre: value, least: value, greatest: value }, None));
            }
            Constant::Family(family, parameters) => (family, parameters),
        };
        match make(family, parameters) {
            Ok(distribution) => {
                let least = distribution.quantile(0.0);
                let greatest = distribution.quantile(1.0);
                let centre = distribution.quantile(0.5);
                let kept = (least < greatest).then_some(distribution);
                Some((Uncertain { centre, least, greatest }, kept))
            }
            Err(message) => {
                problems.push(
                    Diagnostic::new(Code::BadDistribution, message)
                        .label(place, "impossible parameters"),
                );
                None
            }
        }
    }
}

impl Builder<'_> {
    /// The value of a quantity with its distribution. With `share`, a number in per cent is divided
    /// by 100.
    pub(super) fn uncertain(
        &mut self,
        quantity: &Quantity,
        share: bool,
    ) -> Option<(Uncertain, Option<Distribution>)> {
        let text = &quantity.expression;
        if text.text.is_empty() {
            // The reader has reported what stands there.
            self.sound = false;
            return None;
        }
        let mut constant = Constant::read(text, &mut self.problems)?;
        if share && quantity.unit.as_ref().is_some_and(|unit| unit.text == "%") {
            constant = constant.of_hundred(text.span, &mut self.problems)?;
        }
        constant.settle(text.span, &mut self.problems)
    }

    /// A plain number.
    pub(super) fn plain_number(&mut self, quantity: &Quantity, what: &str) -> Option<f64> {
        let (value, distribution) = self.uncertain(quantity, false)?;
        if distribution.is_some() {
            self.report(
                Diagnostic::new(Code::ConstantNeeded, format!("{what} is a plain number"))
                    .label(quantity.expression.span, "this is a distribution"),
            );
            return None;
        }
        Some(value.centre)
    }
}

fn literal(expression: &Expression) -> Option<f64> {
    match &expression.kind {
        Kind::Number(value, None) => Some(*value),
        Kind::Negate(inner) => literal(inner).map(|value| -value),
        _ => None,
    }
}

/// The family and the parameters of a distribution of numbers.
fn plain(expression: &Expression) -> Option<(&'static str, Vec<f64>)> {
    match &expression.kind {
        Kind::PlusMinus(mean, sd) => Some(("plus_minus", vec![literal(mean)?, literal(sd)?])),
        Kind::Interval(low, high) => Some(("interval", vec![literal(low)?, literal(high)?])),
        Kind::Call(name, _, arguments) => {
            let named = |family: &&Family| {
                family.name == name && !matches!(family.name, "plus_minus" | "interval")
            };
            let family = FAMILIES.iter().find(named)?;
            let parameters: Option<Vec<f64>> = arguments.iter().map(literal).collect();
            Some((family.name, parameters?))
        }
        _ => None,
    }
}
