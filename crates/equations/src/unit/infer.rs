//! The unit of an expression, from the units of its parts.

use super::check::{Checker, mismatch};
use super::{Unit, close, plain};
use crate::expression::{Expression, Kind, Moment, Operator};
use crate::formula::Place;
use crate::function::{self, Function};
use crate::lexer::short;
use zopa_scenario::{Code, Diagnostic, Span, Text};

/// What is known of the unit of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Known {
    /// It has this unit.
    Unit(Unit),
    /// A bare number: adapts in sums and comparisons, dimensionless in products.
    Bare,
    /// Not known: nothing is said of it.
    Unknown,
}

/// The inference of one formula.
pub(super) struct Inference<'c, 'a> {
    checker: &'c mut Checker<'a>,
    place: Place,
    text: &'a Text,
}

impl<'c, 'a> Inference<'c, 'a> {
    pub(super) fn new(checker: &'c mut Checker<'a>, place: Place, text: &'a Text) -> Self {
        Inference { checker, place, text }
    }

    /// The unit of a whole formula.
    pub(super) fn whole(&mut self, expression: &Expression, declared: Option<&Unit>) -> Known {
        self.infer_like(expression, declared)
    }

    fn span(&self, expression: &Expression) -> Span {
        self.text.place(expression.range.start, expression.range.end)
    }

    fn shown(&self, expression: &Expression) -> String {
        short(self.text.text.get(expression.range.clone()).unwrap_or("?"))
    }

    fn report(&mut self, problem: Diagnostic) {
        self.checker.diagnostics.push(problem);
    }

    fn multiply_by(&mut self, expression: &Expression, factor: f64) {
        if !close(factor, 1.0) {
            let key = (self.place, expression.range.start, expression.range.end);
            *self.checker.factors.entry(key).or_insert(1.0) *= factor;
        }
    }

    fn infer(&mut self, expression: &Expression) -> Known {
        match &expression.kind {
            Kind::Number(_, None) => Known::Bare,
            Kind::Number(_, Some(unit)) => self.literal(expression, unit),
            Kind::Name(name) => self.checker.unit_of(name),
            Kind::Negate(a) => self.infer(a),
            Kind::Not(a) => {
                self.infer(a);
                Known::Bare
            }
            Kind::Binary(operator, a, b) => self.binary(*operator, a, b),
            Kind::If(condition, a, b) => {
                self.infer(condition);
                self.agree(&[a, b], "a choice")
            }
            Kind::Call(name, _, arguments) => self.call(name, arguments, expression),
            Kind::Pair(a, b) => {
                self.infer(a);
                self.infer(b);
                Known::Unknown
            }
            Kind::At(a, moment) => {
                if let Moment::Time(time) = moment {
                    self.time(time, "the time after `at`");
                }
                self.infer(a)
            }
            Kind::Is(..) => Known::Bare,
            Kind::PlusMinus(a, b) => self.agree(&[a, b], "a range"),
            Kind::Interval(a, b) => self.agree(&[a, b], "an interval"),
        }
    }

    /// The unit written after a number; `None` where it cannot be read.
    fn written(&mut self, expression: &Expression, unit: &str) -> Option<Unit> {
        let span = self.span(expression);
        match self.checker.system.parse(unit) {
            Ok(parsed) => {
                self.checker.note(unit, span);
                Some(parsed)
            }
            Err(problem) => {
                let message =
                    format!("the unit [{}] cannot be read: {}", short(unit), problem.message);
                self.report(Diagnostic::new(Code::BadUnit, message).at(span));
                None
            }
        }
    }

    /// A number with a unit; `5%` and the like become plain numbers.
    fn literal(&mut self, expression: &Expression, unit: &str) -> Known {
        match self.written(expression, unit) {
            Some(unit) if unit.is_dimensionless() => {
                self.multiply_by(expression, unit.scale);
                Known::Unit(Unit::one())
            }
            Some(unit) => Known::Unit(unit),
            None => Known::Unknown,
        }
    }

    /// As [`Self::infer`], but a number in `%` beside another quantity in `%` stays as it is.
    fn infer_like(&mut self, expression: &Expression, other: Option<&Unit>) -> Known {
        if let (Some(text), Some(other)) = (scaled_literal(expression), other)
            && other.is_dimensionless()
            && self.checker.system.parse(text).is_ok_and(|unit| unit.same(other))
        {
            self.checker.note(text, self.span(expression));
            return Known::Unit(other.clone());
        }
        self.infer(expression)
    }

    fn binary(&mut self, operator: Operator, a: &Expression, b: &Expression) -> Known {
        use Operator::*;
        match operator {
            Add => self.agree(&[a, b], "a sum"),
            Subtract => self.agree(&[a, b], "a difference"),
            Less | LessEqual | Greater | GreaterEqual | Equal | NotEqual => {
                self.agree(&[a, b], "a comparison");
                Known::Bare
            }
            And | Or => {
                self.infer(a);
                self.infer(b);
                Known::Bare
            }
            Multiply => {
                let (x, y) = (self.infer(a), self.infer(b));
                product(&x, &y)
            }
            Divide => {
                let (x, y) = (self.infer(a), self.infer(b));
                quotient(&x, &y)
            }
            Power => self.power(a, b),
        }
    }

    /// One unit and one scale for all; bare numbers adapt.
    fn agree(&mut self, operands: &[&Expression], what: &str) -> Known {
        let mut found: Vec<Option<Known>> = operands
            .iter()
            .map(|e| if scaled_literal(e).is_some() { None } else { Some(self.infer(e)) })
            .collect();
        let reference = found.iter().find_map(|k| match k {
            Some(Known::Unit(unit)) => Some(unit.clone()),
            _ => None,
        });
        for (known, operand) in found.iter_mut().zip(operands) {
            if known.is_none() {
                *known = Some(self.infer_like(operand, reference.as_ref()));
            }
        }
        let found: Vec<Known> = found.into_iter().flatten().collect();
        let first = found.iter().position(|k| matches!(k, Known::Unit(_)));
        let Some((first, Known::Unit(unit))) = first.map(|i| (i, &found[i])) else {
            let unknown = found.contains(&Known::Unknown);
            return if unknown { Known::Unknown } else { Known::Bare };
        };
        for (known, operand) in found.iter().zip(operands) {
            let problem = match known {
                Known::Unit(other) if !other.same(unit) => {
                    self.disagreement((operands[first], unit), (operand, other), what)
                }
                Known::Bare if unit.is_dimensionless() && !is_zero(operand) => {
                    if close(unit.scale, 1.0) {
                        continue;
                    }
                    self.bare_beside_percent(operands[first], unit, operand)
                }
                _ => continue,
            };
            self.report(problem);
            return Known::Unknown;
        }
        Known::Unit(unit.clone())
    }

    fn disagreement(
        &self,
        (a, unit): (&Expression, &Unit),
        (b, other): (&Expression, &Unit),
        what: &str,
    ) -> Diagnostic {
        let (left, right) = (self.shown(a), self.shown(b));
        let message = format!(
            "{what} needs one unit, but `{left}` is in [{unit}] and `{right}` in [{other}]"
        );
        mismatch(message, other, unit, Some(&right))
            .label(self.span(b), format!("[{other}]"))
            .label(self.span(a), format!("[{unit}]"))
    }

    fn bare_beside_percent(&self, a: &Expression, unit: &Unit, bare: &Expression) -> Diagnostic {
        let (name, number) = (self.shown(a), self.shown(bare));
        let message = format!("`{name}` is in [{unit}], but `{number}` is a number without a unit");
        let hint = format!(
            "multiply `{name}` by {} for a plain number, or give `{number}` the unit [{unit}]",
            plain(unit.scale)
        );
        Diagnostic::new(Code::UnitMismatch, message)
            .label(self.span(bare), "no unit")
            .label(self.span(a), format!("[{unit}]"))
            .hint(hint)
    }

    /// Something that must be in a unit; other scales of it are converted.
    fn consumed(&mut self, expression: &Expression, expected: &Unit, what: &str) -> Known {
        let known = self.infer(expression);
        if let Known::Unit(unit) = &known {
            match unit.factor_to(expected) {
                Some(factor) => self.multiply_by(expression, factor),
                None => {
                    let shown = self.shown(expression);
                    let message =
                        format!("{what} must be in [{expected}], but `{shown}` is in [{unit}]");
                    let problem = mismatch(message, unit, expected, None)
                        .label(self.span(expression), format!("[{unit}]"));
                    self.report(problem);
                }
            }
        }
        known
    }

    fn time(&mut self, expression: &Expression, what: &str) {
        let text = &self.checker.scenario.time.unit;
        let expected = self.checker.model_time.clone().with_text(text);
        self.consumed(expression, &expected, what);
    }

    fn rate(&mut self, expression: &Expression, what: &str) {
        let expected = Unit::one().divide(&self.checker.model_time);
        self.consumed(expression, &expected, what);
    }

    fn plain_number(&mut self, expression: &Expression, what: &str) -> Known {
        self.consumed(expression, &Unit::one(), what)
    }

    fn power(&mut self, base: &Expression, exponent: &Expression) -> Known {
        let known = self.infer(base);
        self.plain_number(exponent, "an exponent");
        let unit = match known {
            Known::Unit(unit) => unit,
            Known::Bare => return Known::Bare,
            Known::Unknown => return Known::Unknown,
        };
        match constant(exponent) {
            Some(n) if n.fract() == 0.0 && n.abs() <= 100.0 => {
                return Known::Unit(unit.power(n as i32));
            }
            Some(0.5) => return self.square_root(base, &unit),
            _ => {}
        }
        if unit.is_dimensionless() {
            self.multiply_by(base, unit.scale);
            return Known::Unit(Unit::one());
        }
        let shown = self.shown(base);
        let message = format!(
            "`{shown}` is in [{unit}]: its exponent must be a whole number (or 0.5), not `{}`",
            self.shown(exponent)
        );
        let problem = Diagnostic::new(Code::UnitMismatch, message)
            .label(self.span(exponent), "not a whole number")
            .label(self.span(base), format!("[{unit}]"))
            .hint(format!("divide first: `({shown} / (1 [{unit}])) ^ …`"));
        self.report(problem);
        Known::Unknown
    }

    fn square_root(&mut self, operand: &Expression, unit: &Unit) -> Known {
        match unit.square_root() {
            Some(root) => Known::Unit(root),
            None => {
                let shown = self.shown(operand);
                let message = format!("the square root of `{shown}` in [{unit}] has no unit");
                let problem = Diagnostic::new(Code::UnitMismatch, message)
                    .label(self.span(operand), format!("[{unit}]"))
                    .hint("exponents of a unit must be even under a square root");
                self.report(problem);
                Known::Unknown
            }
        }
    }

    fn call(&mut self, name: &str, arguments: &[Expression], whole: &Expression) -> Known {
        let found = function::resolve(name, arguments.len());
        match found.filter(|f| f.takes(arguments.len())) {
            Some(found) => self.known_call(found, arguments, whole),
            None => {
                for argument in arguments {
                    self.infer(argument);
                }
                Known::Unknown
            }
        }
    }

    fn known_call(
        &mut self,
        found: function::Found,
        arguments: &[Expression],
        whole: &Expression,
    ) -> Known {
        use Function::*;
        let called = format!("`{}`", found.name());
        let about = |argument: &str| format!("the {argument} of {called}");
        let list: Vec<&Expression> = arguments.iter().collect();
        // The number of arguments was checked against the registry.
        let first = list.first().copied().unwrap_or(whole);
        let get = |i: usize| list.get(i).copied();
        match found.function() {
            Abs | Integer | Int | Ceiling | Round | Initial | NoiseNormal => self.infer(first),
            Min
            | Max
            | Sum
            | Modulo
            | Mod
            | Quantum
            | Clamp
            | Previous
            | ActiveInitial
            | Distribution("uniform" | "triangular" | "pert" | "normal" | "truncated_normal")
            | Distribution("poisson" | "discrete_uniform") => self.agree(&list, &called),
            Sign => {
                self.infer(first);
                Known::Bare
            }
            Exp | Ln | Log10 | Log | Sin | Cos | Tan | Arcsin | Arccos | Arctan | Logistic => {
                let mut result = Known::Bare;
                for argument in &list {
                    if self.plain_number(argument, &about("argument")) != Known::Bare {
                        result = Known::Unit(Unit::one());
                    }
                }
                result
            }
            Sqrt => match self.infer(first) {
                Known::Unit(unit) => self.square_root(first, &unit),
                known => known,
            },
            Power => get(1).map_or(Known::Unknown, |exponent| self.power(first, exponent)),
            Xidz | Zidz => self.guarded_quotient(&list),
            Step => {
                self.times(&list[1..], &about("time"));
                self.infer(first)
            }
            Pulse | PulseTrain => {
                self.times(&list, &about("time"));
                Known::Bare
            }
            PulseXmile => {
                self.times(&list[1..], &about("time"));
                let volume = self.infer(first);
                self.per_time(&volume)
            }
            Ramp => {
                self.times(&list[1..], &about("time"));
                let slope = self.infer(first);
                self.over_time(&slope)
            }
            Smooth | Smooth3 | Delay1 | Delay3 | DelayFixed => {
                self.times(&list[1..2], &about("time"));
                self.with_initial(first, get(2), &called)
            }
            SmoothN | DelayN => {
                self.times(&list[1..2], &about("time"));
                self.plain_number(list[2], &about("number of stages"));
                self.with_initial(first, get(3), &called)
            }
            Trend => {
                self.infer(first);
                self.times(&list[1..2], &about("time"));
                if let Some(initial) = get(2) {
                    self.rate(initial, &about("initial trend"));
                }
                Known::Unit(Unit::one().divide(&self.checker.model_time))
            }
            Forecast => {
                self.times(&list[1..3], &about("time"));
                if let Some(initial) = get(3) {
                    self.rate(initial, &about("initial trend"));
                }
                self.infer(first)
            }
            SampleIfTrue => {
                self.infer(first);
                self.agree(&list[1..], &called)
            }
            Total => {
                let flow = self.infer(first);
                self.over_time(&flow)
            }
            Lookup | LookupExtrapolate | LookupForward | LookupBackward => {
                self.lookup(&list, false, &called)
            }
            LookupInvert => self.lookup(&list, true, &called),
            NoiseAr1 => {
                self.plain_number(list[1], &about("correlation"));
                self.infer(first)
            }
            Happens => {
                self.rate(first, &about("rate"));
                Known::Bare
            }
            WeibullHazard => {
                self.infer(first);
                self.plain_number(list[1], &about("shape"));
                self.times(&list[2..], &about("time"));
                Known::Unit(Unit::one().divide(&self.checker.model_time))
            }
            Distribution("lognormal") => {
                self.plain_number(list[1], &about("sigma"));
                self.infer(first)
            }
            Distribution("gamma") => {
                self.plain_number(first, &about("shape"));
                self.infer(list[1])
            }
            Distribution("choice") => {
                let values: Vec<&Expression> = list.iter().step_by(2).copied().collect();
                for weight in list.iter().skip(1).step_by(2) {
                    self.plain_number(weight, &about("weight"));
                }
                self.agree(&values, &called)
            }
            Distribution(_) => {
                for argument in &list {
                    self.plain_number(argument, &about("parameter"));
                }
                Known::Bare
            }
            Theory(_) => {
                let about = about("argument");
                let known: Vec<Known> =
                    list.iter().map(|argument| self.plain_number(argument, &about)).collect();
                if known.iter().any(|k| matches!(k, Known::Unit(_))) {
                    Known::Unit(Unit::one())
                } else if known.contains(&Known::Unknown) {
                    Known::Unknown
                } else {
                    Known::Bare
                }
            }
        }
    }

    fn times(&mut self, list: &[&Expression], what: &str) {
        for time in list {
            self.time(time, what);
        }
    }

    fn with_initial(
        &mut self,
        x: &Expression,
        initial: Option<&Expression>,
        called: &str,
    ) -> Known {
        match initial {
            Some(initial) => self.agree(&[x, initial], called),
            None => self.infer(x),
        }
    }

    fn over_time(&self, rate: &Known) -> Known {
        match rate {
            Known::Unit(unit) => Known::Unit(unit.multiply(&self.checker.model_time)),
            Known::Bare | Known::Unknown => Known::Unknown,
        }
    }

    fn per_time(&self, amount: &Known) -> Known {
        match amount {
            Known::Unit(unit) => Known::Unit(unit.divide(&self.checker.model_time)),
            Known::Bare | Known::Unknown => Known::Unknown,
        }
    }

    /// `a / b`, or a third argument in the same unit.
    fn guarded_quotient(&mut self, list: &[&Expression]) -> Known {
        let (a, b) = (self.infer(list[0]), self.infer(list[1]));
        let result = quotient(&a, &b);
        let (Known::Unit(unit), Some(fallback)) = (&result, list.get(2)) else { return result };
        if let Known::Unit(other) = self.infer_like(fallback, Some(unit))
            && !other.same(unit)
        {
            let shown = self.shown(fallback);
            let message =
                format!("the quotient of `xidz` is in [{unit}], but `{shown}` in [{other}]");
            let problem = mismatch(message, &other, unit, Some(&shown))
                .label(self.span(fallback), format!("[{other}]"));
            self.report(problem);
            return Known::Unknown;
        }
        result
    }

    /// Points are pairs of which one side agrees with the argument and the other is the result,
    /// a flat list of the same, or the name of a series.
    fn lookup(&mut self, list: &[&Expression], inverted: bool, called: &str) -> Known {
        if let [x, series] = list
            && !matches!(series.kind, Kind::Pair(..))
        {
            self.infer(x);
            let series = self.infer(series);
            return if inverted { Known::Unknown } else { series };
        }
        let flat = list[1..].iter().flat_map(|point| match &point.kind {
            Kind::Pair(x, y) => vec![x.as_ref(), y.as_ref()],
            _ => vec![*point],
        });
        let (mut inside, mut outside) = (vec![list[0]], Vec::new());
        for (i, number) in flat.enumerate() {
            let is_argument = (i % 2 == 0) != inverted;
            if is_argument { inside.push(number) } else { outside.push(number) }
        }
        self.agree(&inside, called);
        self.agree(&outside, called)
    }
}

fn product(a: &Known, b: &Known) -> Known {
    match (a, b) {
        (Known::Unknown, _) | (_, Known::Unknown) => Known::Unknown,
        (Known::Bare, other) | (other, Known::Bare) => other.clone(),
        (Known::Unit(a), Known::Unit(b)) => Known::Unit(a.multiply(b)),
    }
}

fn quotient(a: &Known, b: &Known) -> Known {
    match (a, b) {
        (Known::Unknown, _) | (_, Known::Unknown) => Known::Unknown,
        (other, Known::Bare) => other.clone(),
        (Known::Bare, Known::Unit(b)) => Known::Unit(Unit::one().divide(b)),
        (Known::Unit(a), Known::Unit(b)) => Known::Unit(a.divide(b)),
    }
}

/// The unit's text of a number such as `50 [%]` or `-5%`, whatever the unit.
fn scaled_literal(expression: &Expression) -> Option<&str> {
    match &expression.kind {
        Kind::Number(_, Some(unit)) => Some(unit),
        Kind::Negate(inner) => scaled_literal(inner),
        _ => None,
    }
}

fn constant(expression: &Expression) -> Option<f64> {
    match &expression.kind {
        Kind::Number(value, None) => Some(*value),
        Kind::Negate(inner) => constant(inner).map(|v| -v),
        _ => None,
    }
}

fn is_zero(expression: &Expression) -> bool {
    constant(expression) == Some(0.0)
}
