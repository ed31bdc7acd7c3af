//! The check of units over a whole scenario.

use super::infer::{Inference, Known};
use super::{CALENDAR, Unit, UnitProblem, UnitSystem, close, plain, similar};
use crate::expression::{Expression, Kind, Moment, Range};
use crate::formula::{Formula, Place};
use crate::lexer::short;
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Scenario, Span, Text};

/// Units of all quantities, and the factors by which the compiler multiplies.
#[derive(Debug, Clone, Default)]
pub struct UnitTable {
    system: UnitSystem,
    units: BTreeMap<Place, Unit>,
    conversions: BTreeMap<Place, f64>,
    factors: BTreeMap<(Place, usize, usize), f64>,
}

impl UnitTable {
    /// The unit of a quantity, declared or inferred; `None` where it adapts or is unknown.
    pub fn unit(&self, place: Place) -> Option<&Unit> {
        self.units.get(&place)
    }

    /// The factor by which the result of a quantity is multiplied where the engine consumes it:
    /// the change of a stock in the stock's unit per unit of model time, a hazard per unit of
    /// model time, a probability or value written in per cent as a plain number. 1 elsewhere.
    pub fn conversion(&self, place: Place) -> f64 {
        self.conversions.get(&place).copied().unwrap_or(1.0)
    }

    /// The factor by which the value of a subexpression, named by its place in the quantity's
    /// text, is multiplied before use: times and rates among arguments and after `at` in units of
    /// model time, numbers such as `5%` as plain numbers. 1 elsewhere.
    pub fn factor(&self, place: Place, range: &Range) -> f64 {
        self.factors.get(&(place, range.start, range.end)).copied().unwrap_or(1.0)
    }

    /// The units of the scenario.
    pub fn system(&self) -> &UnitSystem {
        &self.system
    }
}

/// What a name stands for.
pub(super) enum Subject {
    /// Quantities, by index in the list of formulas; all have one unit.
    Formulas(Vec<usize>),
    /// A unit of its own, such as that of a series.
    Known(Known),
}

/// The state of a check.
pub(super) struct Checker<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) formulas: &'a [Formula],
    pub(super) system: UnitSystem,
    pub(super) model_time: Unit,
    pub(super) names: BTreeMap<String, Subject>,
    /// The unit of each formula as others see it.
    pub(super) known: Vec<Known>,
    pub(super) factors: BTreeMap<(Place, usize, usize), f64>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Units written anywhere, with their places, for the search of misspelt ones.
    pub(super) written: Vec<(String, Span)>,
}

/// Checks the units of every quantity: Z201 where they differ, Z202 where one cannot be read,
/// Z203 where a name of a unit looks misspelt.
///
/// Each quantity is inferred once, those that others use first; complexity is linear in the size
/// of the formulas times the logarithm of the number of names.
///
/// ```
/// use zopa_equations::formula::{Formula, Place};
/// use zopa_equations::{parser, unit};
/// use zopa_scenario::{Input, Quantity, Scenario, Text};
/// let quantity = Quantity {
///     expression: Text::outside("2 [year] + 3 [month]"),
///     ..Quantity::default()
/// };
/// let formula = Formula {
///     place: Place::Input(0),
///     name: "delay".to_owned(),
///     expression: parser::parse("2 [year] + 3 [month]").ok(),
///     quantity,
/// };
/// let (_, problems) = unit::check(&Scenario::default(), &[formula]);
/// assert_eq!(problems[0].code.as_str(), "Z201");
/// assert!(problems[0].hints[0].contains("12"));
/// ```
pub fn check(scenario: &Scenario, formulas: &[Formula]) -> (UnitTable, Vec<Diagnostic>) {
    let (system, diagnostics) = UnitSystem::new(&scenario.units);
    let mut checker = Checker {
        scenario,
        formulas,
        system,
        model_time: Unit::base("year"),
        names: BTreeMap::new(),
        known: Vec::new(),
        factors: BTreeMap::new(),
        diagnostics,
        written: Vec::new(),
    };
    checker.read_model_time();
    let declared = checker.read_declared();
    checker.known =
        declared.iter().map(|u| u.clone().map_or(Known::Unknown, Known::Unit)).collect();
    checker.name_everything();
    checker.agree_attributes(&declared);

    let mut table = UnitTable::default();
    for index in checker.order(&declared) {
        let formula = &formulas[index];
        let before = checker.diagnostics.len();
        let inferred = match &formula.expression {
            Some(expression) => {
                let text = &formula.quantity.expression;
                let mut inference = Inference::new(&mut checker, formula.place, text);
                inference.whole(expression, declared[index].as_ref())
            }
            None => Known::Unknown,
        };
        // What a mistake leaves behind is not compared again.
        let inferred = if checker.diagnostics.len() > before { Known::Unknown } else { inferred };
        let unit = match &declared[index] {
            Some(declared) => {
                checker.compare_declared(formula, declared, &inferred);
                Some(declared.clone())
            }
            None if formula.quantity.unit.is_some() => None,
            None => match inferred {
                Known::Unit(unit) => Some(unit),
                bare_or_unknown => {
                    checker.known[index] = bare_or_unknown;
                    None
                }
            },
        };
        if let Some(unit) = unit {
            checker.known[index] = Known::Unit(unit.clone());
            table.units.insert(formula.place, unit);
        }
    }
    for formula in formulas {
        if let Some(unit) = table.units.get(&formula.place)
            && let Some(factor) = checker.consume(formula, unit, &table.units)
        {
            table.conversions.insert(formula.place, factor);
        }
    }
    similar::warn(&mut checker);
    table.factors = checker.factors;
    table.system = checker.system;
    let mut diagnostics = checker.diagnostics;
    diagnostics.sort_by_key(|d| d.labels.first().map_or(usize::MAX, |l| l.span.start));
    (table, diagnostics)
}

impl Checker<'_> {
    fn read_model_time(&mut self) {
        let time = &self.scenario.time;
        match self.system.parse(&time.unit) {
            Ok(unit) => self.model_time = unit,
            Err(problem) => self.diagnostics.push(
                Diagnostic::new(Code::BadUnit, format!("the unit of time: {}", problem.message))
                    .at(time.span),
            ),
        }
        self.note(&time.unit, time.span);
    }

    /// Remembers the names of units in a text.
    pub(super) fn note(&mut self, unit: &str, span: Span) {
        self.written.extend(self.system.names_in(unit).into_iter().map(|n| (n, span)));
    }

    fn read(&mut self, unit: &Text) -> Option<Unit> {
        self.note(&unit.text, unit.span);
        match self.system.parse(&unit.text) {
            Ok(parsed) => Some(parsed),
            Err(UnitProblem { message, range }) => {
                let place = unit.place(range.start, range.end);
                let message = format!("the unit [{}] cannot be read: {message}", short(&unit.text));
                self.diagnostics.push(Diagnostic::new(Code::BadUnit, message).at(place));
                None
            }
        }
    }

    fn read_declared(&mut self) -> Vec<Option<Unit>> {
        let formulas = self.formulas;
        formulas.iter().map(|f| f.quantity.unit.as_ref().and_then(|u| self.read(u))).collect()
    }

    /// Fills the table of names.
    fn name_everything(&mut self) {
        let scenario = self.scenario;
        let time =
            || Subject::Known(Known::Unit(self.model_time.clone().with_text(&scenario.time.unit)));
        let one = || Subject::Known(Known::Unit(Unit::one()));
        let bare = || Subject::Known(Known::Bare);
        let mut names: BTreeMap<String, Subject> = BTreeMap::new();
        for name in [
            "time",
            "time_step",
            "start_time",
            "end_time",
            "since_signature",
            "deal_time",
            "breakdown_time",
        ] {
            names.insert(name.to_owned(), time());
        }
        for name in ["pi", "e", "in_force", "signed"] {
            names.insert(name.to_owned(), bare());
        }
        for name in ["breakdowns", "round", "surplus", "best_surplus", "zone_share"] {
            names.insert(name.to_owned(), one());
        }
        for party in &scenario.parties {
            for word in ["terms", "deal", "no_deal", "ratifies", "power"] {
                names.insert(format!("{word}.{}", party.id), one());
            }
            for issue in &scenario.issues {
                names.insert(format!("terms.{}.{}", party.id, issue.id), one());
            }
            names.insert(format!("seat.{}", party.id), bare());
        }
        for (index, formula) in self.formulas.iter().enumerate() {
            let name = match formula.place {
                Place::Input(_) | Place::Variable(_) | Place::Measure(_) => formula.name.clone(),
                Place::StockStart(i) => match scenario.stocks.get(i) {
                    Some(stock) => stock.id.text.clone(),
                    None => continue,
                },
                Place::Attribute(i, o, a) => {
                    let issue = scenario.issues.get(i);
                    let option = issue.and_then(|issue| issue.options.get(o));
                    match (issue, option.and_then(|option| option.attributes.get(a))) {
                        (Some(issue), Some((name, _))) => format!("{}.{name}", issue.id),
                        _ => continue,
                    }
                }
                _ => continue,
            };
            match names.get_mut(&name) {
                Some(Subject::Formulas(list)) => list.push(index),
                _ => {
                    names.insert(name, Subject::Formulas(vec![index]));
                }
            }
        }
        for series in &scenario.series {
            let unit = series.unit.as_ref().and_then(|u| self.read(u));
            let known = unit.map_or(Known::Unknown, Known::Unit);
            names.insert(series.id.text.clone(), Subject::Known(known));
        }
        self.names = names;
    }

    /// The unit of a name as far as it is known by now.
    pub(super) fn unit_of(&self, name: &str) -> Known {
        match self.names.get(name) {
            Some(Subject::Known(known)) => known.clone(),
            Some(Subject::Formulas(list)) => {
                let known = || list.iter().map(|i| &self.known[*i]);
                known()
                    .find(|k| matches!(k, Known::Unit(_)))
                    .or_else(|| known().find(|k| matches!(k, Known::Bare)))
                    .cloned()
                    .unwrap_or(Known::Unknown)
            }
            None => Known::Unknown,
        }
    }

    /// All options of an issue give an attribute in one unit.
    fn agree_attributes(&mut self, declared: &[Option<Unit>]) {
        let mut found = Vec::new();
        for subject in self.names.values() {
            let Subject::Formulas(list) = subject else { continue };
            let mut first: Option<(usize, &Unit)> = None;
            for &index in list {
                let Some(unit) = &declared[index] else { continue };
                match first {
                    None => first = Some((index, unit)),
                    Some((other, expected)) if !unit.same(expected) => {
                        let (a, b) = (&self.formulas[other], &self.formulas[index]);
                        let message = format!(
                            "`{}` is in [{unit}], but `{}` in [{expected}]",
                            b.name, a.name
                        );
                        found.push(
                            mismatch(message, unit, expected, None)
                                .label(b.quantity.span, format!("[{unit}]"))
                                .label(a.quantity.span, format!("[{expected}]")),
                        );
                    }
                    Some(_) => {}
                }
            }
        }
        self.diagnostics.extend(found);
    }

    /// Formulas in an order in which those used without a declared unit come first. Circles are
    /// cut anywhere: another pass reports them.
    fn order(&self, declared: &[Option<Unit>]) -> Vec<usize> {
        let needs: Vec<Vec<usize>> = self
            .formulas
            .iter()
            .map(|formula| {
                let mut names = Vec::new();
                if let Some(expression) = &formula.expression {
                    names_in(expression, &mut names);
                }
                let given = names.into_iter().filter_map(|name| match self.names.get(name) {
                    Some(Subject::Formulas(list)) => Some(list.iter().copied()),
                    _ => None,
                });
                given.flatten().filter(|i| declared[*i].is_none()).collect()
            })
            .collect();
        let mut seen = vec![false; needs.len()];
        let mut order = Vec::with_capacity(needs.len());
        for start in 0..needs.len() {
            let mut path = vec![(start, 0)];
            while let Some((index, next)) = path.pop() {
                if next == 0 {
                    if seen[index] {
                        continue;
                    }
                    seen[index] = true;
                }
                match needs[index].get(next) {
                    Some(&other) => {
                        path.push((index, next + 1));
                        path.push((other, 0));
                    }
                    None => order.push(index),
                }
            }
        }
        order
    }

    /// A declared unit against the unit of the expression.
    fn compare_declared(&mut self, formula: &Formula, declared: &Unit, inferred: &Known) {
        let Known::Unit(found) = inferred else { return };
        if found.same(declared) {
            return;
        }
        let message = format!(
            "`{}` is declared in [{declared}], but its expression is in [{found}]",
            formula.name
        );
        let place = formula.quantity.unit.as_ref().map_or(formula.quantity.span, |u| u.span);
        self.diagnostics.push(
            mismatch(message, found, declared, None)
                .label(formula.quantity.expression.span, format!("[{found}]"))
                .label(place, format!("declared in [{declared}]")),
        );
    }

    /// The factor that brings a quantity to the unit in which the engine consumes it, where the
    /// engine asks for one; a problem where it cannot.
    fn consume(
        &mut self,
        formula: &Formula,
        unit: &Unit,
        units: &BTreeMap<Place, Unit>,
    ) -> Option<f64> {
        let stock = |i: usize| units.get(&Place::StockStart(i)).cloned();
        let (expected, what, calendar) = match formula.place {
            Place::StockChange(i) => match stock(i) {
                Some(stock) => (stock.divide(&self.model_time), "a change per unit of time", true),
                None => return self.per_calendar_unit(unit),
            },
            Place::StockMinimum(i) | Place::StockMaximum(i) => {
                (stock(i)?, "the unit of the stock", false)
            }
            Place::Reset(k) => {
                let reset = self.scenario.hold.as_ref()?.resumes.get(k)?;
                let named = |s: &zopa_scenario::Stock| s.id.text == reset.stock.text;
                let index = self.scenario.stocks.iter().position(named)?;
                (stock(index)?, "the unit of the stock", false)
            }
            Place::Hazard => (Unit::one().divide(&self.model_time), "a rate", true),
            Place::Ratifies(_)
            | Place::Chance
            | Place::Durability
            | Place::OptionValue(..)
            | Place::Salience(..)
            | Place::Interaction(..)
            | Place::Deal(_)
            | Place::NoDeal(_)
            | Place::Power(_) => {
                if unit.is_dimensionless() {
                    return Some(unit.scale).filter(|s| !close(*s, 1.0));
                }
                (Unit::one(), "a number without a unit", false)
            }
            _ => return None,
        };
        let factor = unit.factor_to(&expected);
        match factor {
            Some(factor) if close(factor, 1.0) => return None,
            Some(factor) if calendar && self.is_calendar(factor) => return Some(factor),
            _ => {}
        }
        let message =
            format!("`{}` is in [{unit}], but must be in [{expected}]: {what}", formula.name);
        let mut problem = mismatch(message, unit, &expected, None)
            .label(formula.quantity.span, format!("[{unit}]"));
        if let Place::StockChange(i) | Place::StockMinimum(i) | Place::StockMaximum(i) =
            formula.place
            && let Some(stock) = self.scenario.stocks.get(i)
            && let Some(unit) = units.get(&Place::StockStart(i))
        {
            problem = problem.label(stock.start.span, format!("the stock is in [{unit}]"));
        }
        self.diagnostics.push(problem);
        None
    }

    /// For a stock without a unit: the factor from the calendar unit that its change is per to model
    /// time. Scales are powers of ten, so the calendar unit is the one that leaves such a scale.
    fn per_calendar_unit(&self, unit: &Unit) -> Option<f64> {
        let year = Unit::base("year");
        let per_time = unit
            .dimensions
            .iter()
            .any(|(base, power)| *base == year.dimensions[0].0 && *power == -1);
        if !per_time || self.model_time.dimensions != year.dimensions {
            return None;
        }
        let is_power_of_ten = |x: f64| {
            let digits = libm::log10(x);
            (digits - libm::round(digits)).abs() < 1e-9
        };
        let sizes =
            std::iter::once(self.model_time.scale).chain(CALENDAR.iter().map(|(_, size)| *size));
        let size = sizes.into_iter().find(|size| is_power_of_ten(unit.scale * size))?;
        Some(self.model_time.scale / size).filter(|factor| !close(*factor, 1.0))
    }

    /// Whether a factor is that from "per one calendar unit" to "per unit of model time".
    fn is_calendar(&self, factor: f64) -> bool {
        self.model_time.dimensions == Unit::base("year").dimensions
            && CALENDAR.iter().any(|(_, size)| close(factor, self.model_time.scale / size))
    }
}

/// A Z201 with its hint: the factor where only scales differ. `subject` is what to multiply.
pub(super) fn mismatch(
    message: String,
    from: &Unit,
    to: &Unit,
    subject: Option<&str>,
) -> Diagnostic {
    let problem = Diagnostic::new(Code::UnitMismatch, message);
    match from.factor_to(to) {
        Some(factor) => {
            let subject = subject.map_or(String::new(), |s| format!(" `{}`", short(s)));
            problem.hint(format!("multiply{subject} by {} to get [{to}]", plain(factor)))
        }
        None if from.is_dimensionless() => problem.hint(
            "a number without a unit is dimensionless in products; write its unit in brackets behind it",
        ),
        None => problem,
    }
}

/// Names used in an expression.
fn names_in<'a>(expression: &'a Expression, out: &mut Vec<&'a str>) {
    match &expression.kind {
        Kind::Name(name) => out.push(name),
        Kind::Number(..) | Kind::Is(..) => {}
        Kind::Negate(a) | Kind::Not(a) => names_in(a, out),
        Kind::Binary(_, a, b) | Kind::Pair(a, b) | Kind::PlusMinus(a, b) | Kind::Interval(a, b) => {
            names_in(a, out);
            names_in(b, out);
        }
        Kind::If(c, a, b) => {
            names_in(c, out);
            names_in(a, out);
            names_in(b, out);
        }
        Kind::Call(_, _, arguments) => arguments.iter().for_each(|a| names_in(a, out)),
        Kind::At(a, moment) => {
            names_in(a, out);
            if let Moment::Time(time) = moment {
                names_in(time, out);
            }
        }
    }
}
