//! Calls of functions.

use super::Builder;
use super::memory::Part;
use crate::expression::{Expression, Kind, Operator, Range};
use crate::formula::Place;
use crate::function::{self, Function};
use crate::graph::{Leaf, NodeId};
use crate::model::{NoiseKind, NoiseModel, Sample};
use crate::operation::Operation;
use crate::symbols::Symbol;
use zopa_scenario::Code;

impl Builder<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        name_range: &Range,
        arguments: &[Expression],
        range: &Range,
    ) -> NodeId {
        let Some(found) = function::resolve(name, arguments.len()) else {
            let mut hints: Vec<String> = function::suggest(name)
                .first()
                .map(|s| format!("did you mean `{s}`?"))
                .into_iter()
                .collect();
            if self.symbols.find(name).is_some() {
                hints.push(format!(
                    "`{name}` is a quantity, not a function; write `{name} * (…)` to multiply"
                ));
            }
            self.problem(
                Code::UnknownFunction,
                format!("unknown function `{name}`"),
                name_range,
                &hints,
            );
            return self.broken();
        };
        if !found.takes(arguments.len()) {
            let expected = match (found.minimum(), found.maximum()) {
                (a, b) if a == b => format!("{a}"),
                (a, usize::MAX) => format!("at least {a}"),
                (a, b) => format!("{a} to {b}"),
            };
            let message = format!(
                "`{}` takes {expected} argument{}, found {}",
                found.name(),
                if expected == "1" { "" } else { "s" },
                arguments.len()
            );
            let hint = format!("its form is `{}`", found.signature());
            self.problem(Code::WrongArguments, message, range, &[hint]);
            return self.broken();
        }
        self.function(found.function(), arguments, range)
    }

    fn function(&mut self, function: Function, a: &[Expression], range: &Range) -> NodeId {
        use Function as F;
        use Operation as O;
        match function {
            F::Abs => self.direct(O::Absolute, a),
            F::Exp => self.direct(O::Exponential, a),
            F::Ln => self.direct(O::Logarithm, a),
            F::Log10 => {
                let x = self.direct(O::Logarithm, a);
                let ten = self.graph.constant(std::f64::consts::LN_10);
                self.graph.apply(O::Divide, &[x, ten])
            }
            F::Log => {
                let (x, base) =
                    (self.direct(O::Logarithm, &a[..1]), self.direct(O::Logarithm, &a[1..]));
                self.graph.apply(O::Divide, &[x, base])
            }
            F::Sqrt => self.direct(O::SquareRoot, a),
            F::Sin => self.direct(O::Sine, a),
            F::Cos => self.direct(O::Cosine, a),
            F::Tan => self.direct(O::Tangent, a),
            F::Arcsin => self.direct(O::ArcSine, a),
            F::Arccos => self.direct(O::ArcCosine, a),
            F::Arctan => self.direct(O::ArcTangent, a),
            F::Min => self.fold(O::Minimum, a),
            F::Max => self.fold(O::Maximum, a),
            F::Sum => self.fold(O::Add, a),
            F::Integer => self.direct(O::Truncate, a),
            F::Int => self.direct(O::Floor, a),
            F::Ceiling => self.direct(O::Ceiling, a),
            F::Round => self.direct(O::Round, a),
            F::Modulo => self.direct(O::ModuloTruncate, a),
            F::Mod => self.direct(O::ModuloFloor, a),
            F::Quantum => {
                let (x, q) = (self.expression(&a[0]), self.expression(&a[1]));
                let ratio = self.graph.apply(O::Divide, &[x, q]);
                let whole = self.graph.apply(O::Truncate, &[ratio]);
                let quantised = self.graph.apply(O::Multiply, &[q, whole]);
                let zero = self.graph.constant(0.0);
                let positive = self.graph.apply(O::Less, &[zero, q]);
                self.graph.apply(O::Select, &[positive, quantised, x])
            }
            F::Sign => self.direct(O::Sign, a),
            F::Clamp => {
                let (x, low, high) =
                    (self.expression(&a[0]), self.expression(&a[1]), self.expression(&a[2]));
                let x = self.graph.apply(O::Maximum, &[x, low]);
                self.graph.apply(O::Minimum, &[x, high])
            }
            F::Logistic => self.direct(O::Logistic, a),
            F::Xidz => self.direct(O::DivideOr, a),
            F::Zidz => {
                let (x, y) = (self.expression(&a[0]), self.expression(&a[1]));
                let zero = self.graph.constant(0.0);
                self.graph.apply(O::DivideOr, &[x, y, zero])
            }
            F::Power => {
                let (x, y) = (self.expression(&a[0]), self.expression(&a[1]));
                self.power(x, y)
            }
            F::Step | F::Pulse | F::PulseXmile | F::PulseTrain | F::Ramp => {
                self.test_input(function, a)
            }
            F::Lookup
            | F::LookupExtrapolate
            | F::LookupForward
            | F::LookupBackward
            | F::LookupInvert => self.lookup(function, a, range),
            F::NoiseNormal => {
                let sd = self.expression(&a[0]);
                let noise = self.noise(NoiseKind::Normal);
                self.graph.apply(O::Multiply, &[sd, noise])
            }
            F::NoiseAr1 => self.autoregressive_noise(a),
            F::Happens => {
                let rate = self.expression(&a[0]);
                let step = self.graph.constant(-self.clock.step);
                let exponent = self.graph.apply(O::Multiply, &[rate, step]);
                let quiet = self.graph.apply(O::Exponential, &[exponent]);
                let uniform = self.noise(NoiseKind::Uniform);
                self.graph.apply(O::Less, &[quiet, uniform])
            }
            F::WeibullHazard => {
                let (scale, shape) = (self.expression(&a[0]), self.expression(&a[1]));
                let since = match a.get(2) {
                    Some(since) => self.expression(since),
                    None => self.graph.leaf(Leaf::SinceSignature),
                };
                // The step drawn for is a reported one, whatever the sub-steps.
                let step = self.graph.constant(self.clock.step);
                let next = self.graph.apply(O::Add, &[since, step]);
                let (later, earlier) = (self.power(next, shape), self.power(since, shape));
                let gained = self.graph.apply(O::Subtract, &[later, earlier]);
                let total = self.graph.apply(O::Multiply, &[scale, gained]);
                self.graph.apply(O::Divide, &[total, step])
            }
            F::Distribution(name) => {
                let arguments: Vec<&Expression> = a.iter().collect();
                self.sample(name, &arguments, range)
            }
            F::Theory("breakdown_weight") => self.direct(O::BreakdownWeight, a),
            F::Theory(name) => {
                let index = zopa_theory::FUNCTIONS.iter().position(|f| f.name == name);
                match index.and_then(|i| u16::try_from(i).ok()) {
                    Some(index) => self.direct(O::Theory(index), a),
                    None => self.broken(),
                }
            }
            F::Smooth
            | F::Smooth3
            | F::SmoothN
            | F::Trend
            | F::Forecast
            | F::Delay1
            | F::Delay3
            | F::DelayN
            | F::DelayFixed
            | F::Previous
            | F::Initial
            | F::ActiveInitial
            | F::SampleIfTrue
            | F::Total => self.with_memory(function, a, range),
        }
    }

    fn direct(&mut self, operation: Operation, arguments: &[Expression]) -> NodeId {
        let nodes: Vec<NodeId> = arguments.iter().map(|a| self.expression(a)).collect();
        self.graph.apply(operation, &nodes)
    }

    fn fold(&mut self, operation: Operation, arguments: &[Expression]) -> NodeId {
        let mut nodes: Vec<NodeId> = arguments.iter().map(|a| self.expression(a)).collect();
        let first = nodes.remove(0);
        nodes.into_iter().fold(first, |x, y| self.graph.apply(operation, &[x, y]))
    }

    /// Steps, pulses and ramps; semantics of Vensim and XMILE, half a step of tolerance.
    fn test_input(&mut self, function: Function, a: &[Expression]) -> NodeId {
        use Operation as O;
        let h = self.clock.integration_step();
        let zero = self.graph.constant(0.0);
        let one = self.graph.constant(1.0);
        let time = self.graph.leaf(Leaf::StepTime);
        let half = self.graph.constant(0.5 * h);
        let middle = self.graph.apply(O::Add, &[time, half]);
        match function {
            Function::Step => {
                let (height, at) = (self.expression(&a[0]), self.expression(&a[1]));
                let on = self.graph.apply(O::Less, &[at, middle]);
                self.graph.apply(O::Select, &[on, height, zero])
            }
            Function::Pulse => {
                let (start, width) = (self.expression(&a[0]), self.expression(&a[1]));
                self.pulse(middle, start, width)
            }
            Function::PulseTrain => {
                let (start, width) = (self.expression(&a[0]), self.expression(&a[1]));
                let (interval, end) = (self.expression(&a[2]), self.expression(&a[3]));
                // Time since the last pulse began, negative before the first.
                let elapsed = self.graph.apply(O::Subtract, &[middle, start]);
                let phase = self.graph.apply(O::ModuloFloor, &[elapsed, interval]);
                let pulse = self.pulse(phase, zero, width);
                let begun = self.graph.apply(O::LessEqual, &[start, middle]);
                let last = self.graph.apply(O::Less, &[middle, end]);
                let active = self.graph.apply(O::And, &[begun, last]);
                self.graph.apply(O::And, &[pulse, active])
            }
            Function::PulseXmile => {
                let (volume, first) = (self.expression(&a[0]), self.expression(&a[1]));
                let interval = match a.get(2) {
                    Some(interval) => self.expression(interval),
                    None => zero,
                };
                let step = self.graph.constant(h);
                let rate = self.graph.apply(O::Divide, &[volume, step]);
                let once = self.pulse(middle, first, step);
                let elapsed = self.graph.apply(O::Subtract, &[middle, first]);
                let begun = self.graph.apply(O::LessEqual, &[zero, elapsed]);
                let repeats = self.graph.apply(O::Less, &[zero, interval]);
                let safe = self.graph.apply(O::Select, &[repeats, interval, one]);
                let phase = self.graph.apply(O::ModuloFloor, &[elapsed, safe]);
                let again = self.graph.apply(O::Less, &[phase, step]);
                let repeated = self.graph.apply(O::And, &[begun, again]);
                let on = self.graph.apply(O::Select, &[repeats, repeated, once]);
                self.graph.apply(O::Select, &[on, rate, zero])
            }
            _ => {
                let (slope, start) = (self.expression(&a[0]), self.expression(&a[1]));
                let until = match a.get(2) {
                    Some(end) => {
                        let end = self.expression(end);
                        self.graph.apply(O::Minimum, &[time, end])
                    }
                    None => time,
                };
                let run = self.graph.apply(O::Subtract, &[until, start]);
                let rise = self.graph.apply(O::Multiply, &[slope, run]);
                let begun = self.graph.apply(O::Less, &[start, time]);
                self.graph.apply(O::Select, &[begun, rise, zero])
            }
        }
    }

    /// 1 where `start < middle < start + max(width, h)`.
    fn pulse(&mut self, middle: NodeId, start: NodeId, width: NodeId) -> NodeId {
        let step = self.graph.constant(self.clock.integration_step());
        let width = self.graph.apply(Operation::Maximum, &[width, step]);
        let end = self.graph.apply(Operation::Add, &[start, width]);
        let after = self.graph.apply(Operation::Less, &[start, middle]);
        let before = self.graph.apply(Operation::Less, &[middle, end]);
        self.graph.apply(Operation::And, &[after, before])
    }

    fn lookup(&mut self, function: Function, a: &[Expression], range: &Range) -> NodeId {
        let x = self.expression(&a[0]);
        let Some(mut points) = self.points(&a[1..], range) else { return self.broken() };
        let operation = match function {
            Function::LookupExtrapolate => Operation::LookupExtrapolate,
            Function::LookupForward => Operation::LookupForward,
            Function::LookupBackward => Operation::LookupBackward,
            _ => Operation::Lookup,
        };
        if function == Function::LookupInvert {
            for point in &mut points {
                *point = (point.1, point.0);
            }
            if points.first() > points.last() {
                points.reverse();
            }
        }
        if points.windows(2).any(|w| w[0].0 > w[1].0) {
            let message = match function {
                Function::LookupInvert => {
                    "a lookup can be inverted only where its values rise or fall throughout"
                }
                _ => "the points of a lookup must be in rising order",
            };
            self.problem(Code::WrongArguments, message.to_owned(), range, &[]);
        }
        let mut arguments = vec![x];
        for (px, py) in points {
            arguments.push(self.graph.constant(px));
            arguments.push(self.graph.constant(py));
        }
        self.graph.apply(operation, &arguments)
    }

    /// Points given as pairs, as a flat list, or as the name of a series.
    fn points(&mut self, arguments: &[Expression], range: &Range) -> Option<Vec<(f64, f64)>> {
        if let [Expression { kind: Kind::Name(name), .. }] = arguments
            && let Some(Symbol::Series(i)) = self.symbols.find(name)
        {
            let points = &self.scenario.series[i].points;
            return Some(points.iter().map(|p| (p.time, p.value)).collect());
        }
        let mut numbers = Vec::new();
        for argument in arguments {
            let parts: Vec<&Expression> = match &argument.kind {
                Kind::Pair(x, y) => vec![x, y],
                _ => vec![argument],
            };
            for part in parts {
                let node = self.expression(part);
                let Some(number) = self.graph.constant_value(node) else {
                    let hint = "give points as `(x, y)` pairs of numbers, or the name of a series"
                        .to_owned();
                    self.problem(
                        Code::ConstantNeeded,
                        "the points of a lookup must be constants".to_owned(),
                        &part.range,
                        &[hint],
                    );
                    return None;
                };
                numbers.push(number);
            }
        }
        if numbers.len() < 2 || numbers.len() % 2 == 1 {
            let hint = "write `lookup(x, (0, 1), (10, 5))`".to_owned();
            self.problem(
                Code::WrongArguments,
                "a lookup needs pairs of x and y".to_owned(),
                range,
                &[hint],
            );
            return None;
        }
        Some(numbers.chunks(2).map(|c| (c[0], c[1])).collect())
    }

    /// A new noise term in the current formula.
    pub(super) fn noise(&mut self, kind: NoiseKind) -> NodeId {
        let site = format!("{}~noise", self.next_site());
        self.noises.push(NoiseModel { site, kind });
        self.graph.leaf(Leaf::Noise(self.noises.len() as u32 - 1))
    }

    /// `e = phi e' + sd sqrt(1 - phi^2) z`, started in its stationary distribution.
    fn autoregressive_noise(&mut self, a: &[Expression]) -> NodeId {
        use Operation as O;
        let (sd, phi) = (self.expression(&a[0]), self.expression(&a[1]));
        let first = self.noise(NoiseKind::Normal);
        let start = self.graph.apply(O::Multiply, &[sd, first]);
        let (memory, leaf) = self.new_memory(start);
        let one = self.graph.constant(1.0);
        let square = self.graph.apply(O::Multiply, &[phi, phi]);
        let rest = self.graph.apply(O::Subtract, &[one, square]);
        let scale = self.graph.apply(O::SquareRoot, &[rest]);
        let innovation_sd = self.graph.apply(O::Multiply, &[sd, scale]);
        let z = self.noise(NoiseKind::Normal);
        let innovation = self.graph.apply(O::Multiply, &[innovation_sd, z]);
        let kept = self.graph.apply(O::Multiply, &[phi, leaf]);
        let value = self.graph.apply(O::Add, &[kept, innovation]);
        self.later(Part::MemoryNode { memory, update: value });
        value
    }

    /// A distribution: one sample a draw.
    pub(super) fn sample(
        &mut self,
        family: &str,
        arguments: &[&Expression],
        range: &Range,
    ) -> NodeId {
        let place = self.formula().place;
        let allowed = matches!(
            place,
            Place::Input(_)
                | Place::StockStart(_)
                | Place::Attribute(..)
                | Place::OptionValue(..)
                | Place::Salience(..)
                | Place::Interaction(..)
        );
        if !allowed {
            let hints = [
                "declare it in `[input]` and use its name here".to_owned(),
                "for noise in time use `noise_normal(sd)`".to_owned(),
            ];
            self.problem(
                Code::NotADistribution,
                "a distribution cannot stand here: it would not say when it is drawn".to_owned(),
                range,
                &hints,
            );
            return self.broken();
        }
        let parameters: Vec<NodeId> = arguments.iter().map(|a| self.expression(a)).collect();
        let fixed: Option<Vec<f64>> =
            parameters.iter().map(|&p| self.graph.constant_value(p)).collect();
        if let Some(values) = fixed {
            if let Err(message) = crate::distribution::validate(family, &values) {
                self.problem(Code::BadDistribution, message, range, &[]);
                return self.broken();
            }
        } else if parameters.iter().any(|&p| {
            let axes = self.graph.axes(p);
            axes.time || axes.issues != 0
        }) {
            let message = "parameters of a distribution cannot change while running".to_owned();
            self.problem(Code::BadDistribution, message, range, &[]);
            return self.broken();
        }
        let site = self.next_site();
        self.samples.push(Sample { site, place, family: family.to_owned(), parameters });
        self.graph.leaf(Leaf::Sample(self.samples.len() as u32 - 1))
    }

    /// `a op b` on nodes.
    pub(super) fn plus(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.binary(Operator::Add, a, b)
    }

    pub(super) fn minus(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.binary(Operator::Subtract, a, b)
    }

    pub(super) fn times(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.binary(Operator::Multiply, a, b)
    }

    pub(super) fn over(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.binary(Operator::Divide, a, b)
    }
}
