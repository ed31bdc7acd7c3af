//! From parsed formulas to the graph of operations.

mod call;
mod initial;
mod memory;
mod package;

use crate::expression::{Expression, Kind, Moment, Operator, Range};
use crate::formula::{Formula, Place};
use crate::graph::{Graph, Leaf, NodeId};
use crate::model::*;
use crate::operation::Operation;
use crate::symbols::{Builtin, Symbol, Symbols, nearest};
use crate::unit::UnitTable;
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Interpolation, Scenario};

/// What is needed to finish a function with memory once every formula has its node.
struct Pending {
    /// The formula in which the function stands.
    formula: usize,
    /// Which part of the function.
    part: memory::Part,
}

/// Builds the graph of a scenario, formula by formula in order of need.
pub(crate) struct Builder<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) symbols: &'a Symbols,
    pub(crate) formulas: &'a [Formula],
    pub(crate) units: &'a UnitTable,
    pub(crate) clock: Clock,
    pub(crate) graph: Graph,
    pub(crate) nodes: BTreeMap<Place, NodeId>,
    pub(crate) samples: Vec<Sample>,
    pub(crate) stocks: Vec<StockModel>,
    pub(crate) memories: Vec<MemoryModel>,
    pub(crate) delays: Vec<DelayModel>,
    pub(crate) noises: Vec<NoiseModel>,
    pub(crate) initials: Vec<NodeId>,
    pub(crate) recorders: Vec<Recorder>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pending: Vec<Pending>,
    /// Formula being built.
    current: usize,
    /// Sites used so far in the formula being built.
    sites: usize,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(
        scenario: &'a Scenario,
        symbols: &'a Symbols,
        formulas: &'a [Formula],
        units: &'a UnitTable,
        clock: Clock,
    ) -> Self {
        let mut builder = Builder {
            scenario,
            symbols,
            formulas,
            units,
            clock,
            graph: Graph::default(),
            nodes: BTreeMap::new(),
            samples: Vec::new(),
            stocks: Vec::new(),
            memories: Vec::new(),
            delays: Vec::new(),
            noises: Vec::new(),
            initials: Vec::new(),
            recorders: Vec::new(),
            diagnostics: Vec::new(),
            pending: Vec::new(),
            current: 0,
            sites: 0,
        };
        let zero = builder.graph.constant(0.0);
        for (i, stock) in scenario.stocks.iter().enumerate() {
            builder.stocks.push(StockModel {
                name: stock.id.text.clone(),
                declared: Some(i),
                start: zero,
                change: zero,
                minimum: None,
                maximum: None,
            });
        }
        builder
    }

    /// Builds the formulas in this order, then what functions with memory left to do.
    pub(crate) fn build_all(&mut self, order: &[usize]) {
        for &index in order {
            let Some(expression) = self.formulas[index].expression.clone() else { continue };
            self.current = index;
            self.sites = 0;
            let mut node = self.expression(&expression);
            let factor = self.units.conversion(self.formulas[index].place);
            if factor != 1.0 {
                let factor = self.graph.constant(factor);
                node = self.graph.apply(Operation::Multiply, &[node, factor]);
            }
            self.check_axes(index, node);
            self.nodes.insert(self.formulas[index].place, node);
        }
        // Finishing one function can meet another inside its arguments.
        let mut done = 0;
        while done < self.pending.len() {
            let Pending { formula, part } = std::mem::replace(
                &mut self.pending[done],
                Pending { formula: 0, part: memory::Part::Done },
            );
            self.current = formula;
            self.sites = 1000 + done;
            self.finish(part);
            done += 1;
        }
        for i in 0..self.scenario.stocks.len() {
            let zero = self.graph.constant(0.0);
            let at = |nodes: &BTreeMap<Place, NodeId>, place| nodes.get(&place).copied();
            self.stocks[i].start = at(&self.nodes, Place::StockStart(i)).unwrap_or(zero);
            self.stocks[i].change = at(&self.nodes, Place::StockChange(i)).unwrap_or(zero);
            self.stocks[i].minimum = at(&self.nodes, Place::StockMinimum(i));
            self.stocks[i].maximum = at(&self.nodes, Place::StockMaximum(i));
        }
    }

    pub(crate) fn formula(&self) -> &'a Formula {
        &self.formulas[self.current]
    }

    /// Records a problem at a range of the current formula.
    pub(crate) fn problem(&mut self, code: Code, message: String, range: &Range, hints: &[String]) {
        let place = self.formula().text().place(range.start, range.end);
        let mut diagnostic = Diagnostic::new(code, message).at(place);
        for hint in hints {
            diagnostic = diagnostic.hint(hint.clone());
        }
        self.diagnostics.push(diagnostic);
    }

    /// Stands in for something that could not be built; a diagnostic has said why.
    pub(crate) fn broken(&mut self) -> NodeId {
        self.graph.constant(0.0)
    }

    /// A stable name for the next random site in the current formula.
    pub(crate) fn next_site(&mut self) -> String {
        self.sites += 1;
        match self.sites {
            1 => self.formula().name.clone(),
            n => format!("{}#{n}", self.formula().name),
        }
    }

    /// The node of an expression, with calendar units and percentages converted.
    pub(crate) fn expression(&mut self, expression: &Expression) -> NodeId {
        let node = self.plain_expression(expression);
        let factor = self.units.factor(self.formula().place, &expression.range);
        if factor == 1.0 {
            return node;
        }
        let factor = self.graph.constant(factor);
        self.graph.apply(Operation::Multiply, &[node, factor])
    }

    fn plain_expression(&mut self, expression: &Expression) -> NodeId {
        match &expression.kind {
            Kind::Number(value, _) => self.graph.constant(*value),
            Kind::Name(name) => self.name(name, &expression.range),
            Kind::Negate(a) => {
                let a = self.expression(a);
                self.graph.apply(Operation::Negate, &[a])
            }
            Kind::Not(a) => {
                let a = self.expression(a);
                self.graph.apply(Operation::Not, &[a])
            }
            Kind::Binary(operator, a, b) => {
                let (a, b) = (self.expression(a), self.expression(b));
                self.binary(*operator, a, b)
            }
            Kind::If(c, a, b) => {
                let arguments = [self.expression(c), self.expression(a), self.expression(b)];
                self.graph.apply(Operation::Select, &arguments)
            }
            Kind::Call(name, range, arguments) => {
                self.call(name, range, arguments, &expression.range)
            }
            Kind::Pair(..) => {
                self.problem(
                    Code::NotHere,
                    "a pair of numbers is only a point of a lookup".to_owned(),
                    &expression.range,
                    &[],
                );
                self.broken()
            }
            Kind::At(value, moment) => self.at(value, moment, &expression.range),
            Kind::Is(issue, option) => self.is_option(issue, option, &expression.range),
            Kind::PlusMinus(a, b) => self.sample("plus_minus", &[a, b], &expression.range),
            Kind::Interval(a, b) => self.sample("interval", &[a, b], &expression.range),
        }
    }

    pub(crate) fn binary(&mut self, operator: Operator, a: NodeId, b: NodeId) -> NodeId {
        let (operation, a, b) = match operator {
            Operator::Add => (Operation::Add, a, b),
            Operator::Subtract => (Operation::Subtract, a, b),
            Operator::Multiply => (Operation::Multiply, a, b),
            Operator::Divide => (Operation::Divide, a, b),
            Operator::Power => return self.power(a, b),
            Operator::Less => (Operation::Less, a, b),
            Operator::LessEqual => (Operation::LessEqual, a, b),
            Operator::Greater => (Operation::Less, b, a),
            Operator::GreaterEqual => (Operation::LessEqual, b, a),
            Operator::Equal => (Operation::Equal, a, b),
            Operator::NotEqual => (Operation::NotEqual, a, b),
            Operator::And => (Operation::And, a, b),
            Operator::Or => (Operation::Or, a, b),
        };
        self.graph.apply(operation, &[a, b])
    }

    /// Small whole powers become products, one half a square root.
    pub(crate) fn power(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match self.graph.constant_value(b) {
            Some(0.5) => self.graph.apply(Operation::SquareRoot, &[a]),
            Some(n) if n.fract() == 0.0 && (1.0..=8.0).contains(&n) => {
                let mut product = a;
                for _ in 1..n as u32 {
                    product = self.graph.apply(Operation::Multiply, &[product, a]);
                }
                product
            }
            _ => self.graph.apply(Operation::Power, &[a, b]),
        }
    }

    fn name(&mut self, name: &str, range: &Range) -> NodeId {
        match self.symbols.find(name) {
            Some(symbol) => self.symbol(symbol, name, range),
            None => {
                // Suggestions compare with every name: after many problems they are left out.
                let near = if self.diagnostics.len() < 50 {
                    self.symbols.suggest(name)
                } else {
                    Vec::new()
                };
                let mut hints: Vec<String> =
                    near.iter().map(|s| format!("did you mean `{s}`?")).take(1).collect();
                if hints.is_empty() && self.symbols.find(&name.to_lowercase()).is_some() {
                    hints.push("names distinguish upper and lower case".to_owned());
                }
                self.problem(Code::UnknownName, format!("unknown name `{name}`"), range, &hints);
                self.broken()
            }
        }
    }

    /// The node of a formula that was built before, or a stand-in where it failed.
    fn built(&mut self, place: Place) -> NodeId {
        match self.nodes.get(&place) {
            Some(&node) => node,
            None => self.broken(),
        }
    }

    fn symbol(&mut self, symbol: Symbol, name: &str, range: &Range) -> NodeId {
        match symbol {
            Symbol::Input(i) => self.built(Place::Input(i)),
            Symbol::Variable(i) => self.built(Place::Variable(i)),
            Symbol::Stock(i) => self.graph.leaf(Leaf::Stock(i as u32)),
            Symbol::Series(i) => {
                let time = self.graph.leaf(Leaf::StepTime);
                self.series(i, time)
            }
            Symbol::Attribute(issue, k) => self.attribute(issue, k),
            Symbol::Option(issue, option) => {
                if !matches!(self.formula().place, Place::OffTable(_)) {
                    let (i, o) = (
                        &self.scenario.issues[issue].id,
                        &self.scenario.issues[issue].options[option].id,
                    );
                    let hint = format!("write `{i} is {o}`");
                    self.problem(
                        Code::NotHere,
                        format!("`{name}` names an option, not a number"),
                        range,
                        &[hint],
                    );
                }
                self.option_test(issue, option)
            }
            Symbol::Terms(p) => self.terms(p),
            Symbol::IssueTerms(p, i) => match self.issue_terms(p, i) {
                Some(node) => node,
                None => self.graph.constant(0.0),
            },
            Symbol::Deal(p) => self.deal(p),
            Symbol::NoDeal(p) => {
                self.party_node(Place::NoDeal(p), self.scenario.parties[p].no_deal.is_some(), 0.0)
            }
            Symbol::Ratifies(p) => self.party_node(
                Place::Ratifies(p),
                self.scenario.parties[p].ratifies.is_some(),
                1.0,
            ),
            Symbol::Power(p) => {
                self.party_node(Place::Power(p), self.scenario.parties[p].power.is_some(), 1.0)
            }
            Symbol::Seat(p) => {
                let seat = self.scenario.parties[p].seat == zopa_scenario::Seat::Signatory;
                self.graph.constant(f64::from(u8::from(seat)))
            }
            Symbol::Builtin(builtin) => self.builtin(builtin, name, range),
        }
    }

    pub(crate) fn party_node(&mut self, place: Place, stated: bool, default: f64) -> NodeId {
        if stated { self.built(place) } else { self.graph.constant(default) }
    }

    fn builtin(&mut self, builtin: Builtin, name: &str, range: &Range) -> NodeId {
        let place = self.formula().place;
        let in_measure = matches!(place, Place::Measure(_));
        let in_chance = place == Place::Chance;
        let end = self.clock.time(self.clock.steps);
        match builtin {
            Builtin::Time => self.graph.leaf(Leaf::Time),
            Builtin::TimeStep => self.graph.constant(self.clock.integration_step()),
            Builtin::StartTime => self.graph.constant(self.clock.start),
            Builtin::EndTime => self.graph.constant(end),
            Builtin::Pi => self.graph.constant(std::f64::consts::PI),
            Builtin::Euler => self.graph.constant(std::f64::consts::E),
            Builtin::InForce => self.graph.leaf(Leaf::InForce),
            Builtin::Signed => self.graph.leaf(Leaf::Signed),
            Builtin::SinceSignature => self.graph.leaf(Leaf::SinceSignature),
            Builtin::Breakdowns => self.graph.leaf(Leaf::Breakdowns),
            Builtin::Surplus | Builtin::BestSurplus | Builtin::ZoneShare | Builtin::Round => {
                if !in_chance {
                    let message = format!("`{name}` is known only while a round of talks is held");
                    let hint = "use it in `negotiation.chance`".to_owned();
                    self.problem(Code::NotHere, message, range, &[hint]);
                }
                self.graph.leaf(match builtin {
                    Builtin::Surplus => Leaf::Surplus,
                    Builtin::BestSurplus => Leaf::BestSurplus,
                    Builtin::ZoneShare => Leaf::ZoneShare,
                    _ => Leaf::Round,
                })
            }
            Builtin::DealTime | Builtin::BreakdownTime => {
                if !in_measure {
                    let message = format!("`{name}` is known only at the end of a run");
                    let hint = "use it in `[measure]`; `signed` and `since_signature` are known at any time".to_owned();
                    self.problem(Code::NotHere, message, range, &[hint]);
                }
                self.graph.leaf(match builtin {
                    Builtin::DealTime => Leaf::DealTime,
                    _ => Leaf::BreakdownTime,
                })
            }
        }
    }

    /// A series at a time.
    pub(crate) fn series(&mut self, index: usize, time: NodeId) -> NodeId {
        let series = &self.scenario.series[index];
        let mut arguments = vec![time];
        for point in &series.points {
            arguments.push(self.graph.constant(point.time));
            arguments.push(self.graph.constant(point.value));
        }
        if arguments.len() == 1 {
            return self.broken();
        }
        let operation = match series.interpolation {
            Interpolation::Linear => Operation::Lookup,
            Interpolation::Step => Operation::LookupBackward,
        };
        self.graph.apply(operation, &arguments)
    }

    fn at(&mut self, value: &Expression, moment: &Moment, range: &Range) -> NodeId {
        if !matches!(self.formula().place, Place::Measure(_)) {
            let hints = [
                "use `initial(x)` for the value at the first time, `previous(x, initial)` for the step before".to_owned(),
                "or state it in `[measure]`".to_owned(),
            ];
            self.problem(
                Code::NotHere,
                "`at` looks along the whole run, so it stands only in measures".to_owned(),
                range,
                &hints,
            );
        }
        let node = self.expression(value);
        let at = match moment {
            Moment::Time(time) => {
                let time_node = self.expression(time);
                let Some(at) = self.graph.constant_value(time_node) else {
                    self.problem(
                        Code::ConstantNeeded,
                        "the time after `at` must be a constant".to_owned(),
                        &time.range,
                        &[],
                    );
                    return node;
                };
                let (start, end) = (self.clock.start, self.clock.time(self.clock.steps));
                if !(start..=end).contains(&at) {
                    let message = format!("time {at} lies outside the time axis, {start} to {end}");
                    self.problem(Code::BadDate, message, &time.range, &[]);
                }
                RecordedAt::Time(at)
            }
            Moment::Start => RecordedAt::Time(self.clock.start),
            Moment::End => RecordedAt::Time(self.clock.time(self.clock.steps)),
            Moment::Signature => RecordedAt::Signature,
            Moment::Breakdown => RecordedAt::Breakdown,
        };
        if self.graph.axes(node).recorded {
            self.problem(Code::NotHere, "`at` cannot stand inside `at`".to_owned(), range, &[]);
            return node;
        }
        let recorder = Recorder { at, node };
        let index = self.recorders.iter().position(|r| *r == recorder).unwrap_or_else(|| {
            self.recorders.push(recorder);
            self.recorders.len() - 1
        });
        self.graph.leaf(Leaf::Recorded(index as u32))
    }

    fn is_option(&mut self, issue: &str, option: &str, range: &Range) -> NodeId {
        let Some(i) = self.scenario.issues.iter().position(|x| x.id.text == issue) else {
            let names = self.scenario.issues.iter().map(|x| x.id.text.as_str());
            let hints: Vec<String> = nearest(issue, names)
                .first()
                .map(|s| format!("did you mean `{s}`?"))
                .into_iter()
                .collect();
            self.problem(
                Code::UnknownReference,
                format!("no issue is called `{issue}`"),
                range,
                &hints,
            );
            return self.broken();
        };
        let options = &self.scenario.issues[i].options;
        let Some(o) = options.iter().position(|x| x.id.text == option) else {
            let names: Vec<&str> = options.iter().map(|x| x.id.text.as_str()).collect();
            let hints = match nearest(option, names.iter().copied()).first() {
                Some(s) => vec![format!("did you mean `{s}`?")],
                None => vec![format!("its options are {}", names.join(", "))],
            };
            self.problem(
                Code::UnknownReference,
                format!("issue `{issue}` has no option `{option}`"),
                range,
                &hints,
            );
            return self.broken();
        };
        self.option_test(i, o)
    }

    /// Reports axes that make no sense in the place of a formula.
    fn check_axes(&mut self, index: usize, node: NodeId) {
        let axes = self.graph.axes(node);
        let formula = &self.formulas[index];
        let whole = 0..formula.text().text.len();
        let fixed = match formula.place {
            Place::Input(_) => Some("an input"),
            Place::StockStart(_)
            | Place::OptionValue(..)
            | Place::Salience(..)
            | Place::Attribute(..) => None,
            _ => None,
        };
        if let (Some(what), true) = (fixed, axes.time || axes.issues != 0) {
            self.problem(
                Code::NotHere,
                format!("`{}` is {what} and cannot change while running", formula.name),
                &whole,
                &["declare it in `[variable]`".to_owned()],
            );
        }
        let no_package = match formula.place {
            Place::NoDeal(_) => Some("the value of no deal"),
            Place::Power(_) => Some("bargaining power"),
            Place::Attribute(..) => Some("an attribute of an option"),
            Place::OptionValue(..) => Some("the value of an option"),
            Place::Salience(..) => Some("salience"),
            Place::Interaction(..) => Some("an interaction"),
            _ => None,
        };
        if let (Some(what), true) = (no_package, axes.issues != 0) {
            self.problem(
                Code::NotHere,
                format!("{what} cannot depend on the package"),
                &whole,
                &[],
            );
        }
    }
}
