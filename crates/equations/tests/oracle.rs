//! The tape against a plain walk over the expression tree; both copies of the loops; slots; circles.

use proptest::prelude::*;
use std::collections::BTreeMap;
use zopa_equations::elementary;
use zopa_equations::expression::{Expression, Kind, Operator};
use zopa_equations::operation::Operation;
use zopa_equations::program::{Program, Setup};
use zopa_equations::tape::{Apply, LANES, Operand, apply_anywhere, apply_for_this_machine};
use zopa_equations::{Compiled, compile};
use zopa_scenario::Code;
use zopa_scenario::diagnostic::any_error;

fn compiled(tables: &str) -> Compiled {
    let head = "[scenario]\ntitle = \"Test\"\ntime = { start = 0, end = 8, step = 0.5, unit = \"month\" }\nteaching_example = true\n";
    let text = format!("{head}{tables}");
    let reading = zopa_syntax::read_scenario(&text);
    assert!(!any_error(&reading.diagnostics), "{:#?}\n{text}", reading.diagnostics);
    compile(&reading.scenario.expect("a scenario"))
}

/// Values of one draw, and whether a number met on the way was not finite.
struct Walk<'a> {
    compiled: &'a Compiled,
    inputs: &'a BTreeMap<String, f64>,
    time: f64,
    finite: bool,
}

impl Walk<'_> {
    fn value(&mut self, expression: &Expression) -> f64 {
        let x = self.plain(expression);
        self.finite &= x.is_finite();
        x
    }

    /// Each kind of expression by its definition; of a choice only the branch taken.
    fn plain(&mut self, expression: &Expression) -> f64 {
        let truth = |b: bool| if b { 1.0 } else { 0.0 };
        match &expression.kind {
            Kind::Number(x, _) => *x,
            Kind::Name(name) => match name.as_str() {
                "time" => self.time,
                "time_step" => 0.5,
                "pi" => std::f64::consts::PI,
                _ => match self.inputs.get(name) {
                    Some(x) => *x,
                    None => {
                        let formulas = &self.compiled.formulas;
                        let formula = formulas.iter().find(|f| f.name == *name).expect("a formula");
                        self.value(formula.expression.as_ref().expect("parsed"))
                    }
                },
            },
            Kind::Negate(a) => -self.value(a),
            Kind::Not(a) => truth(self.value(a) == 0.0),
            Kind::If(c, a, b) => {
                if self.value(c) != 0.0 {
                    self.value(a)
                } else {
                    self.value(b)
                }
            }
            Kind::Binary(operator, a, b) => {
                let exponent = match &b.kind {
                    Kind::Number(n, _) => Some(*n),
                    _ => None,
                };
                let (x, y) = (self.value(a), self.value(b));
                match operator {
                    Operator::Add => x + y,
                    Operator::Subtract => x - y,
                    Operator::Multiply => x * y,
                    Operator::Divide => x / y,
                    // Small whole powers are products, one half is a square root.
                    Operator::Power => match exponent {
                        Some(0.5) => x.sqrt(),
                        Some(n) if n.fract() == 0.0 && (1.0..=8.0).contains(&n) => {
                            (1..n as u32).fold(x, |p, _| p * x)
                        }
                        _ => elementary::power(x, y),
                    },
                    Operator::Less => truth(x < y),
                    Operator::LessEqual => truth(x <= y),
                    Operator::Greater => truth(x > y),
                    Operator::GreaterEqual => truth(x >= y),
                    Operator::Equal => truth(x == y),
                    Operator::NotEqual => truth(x != y),
                    Operator::And => truth(x != 0.0 && y != 0.0),
                    Operator::Or => truth(x != 0.0 || y != 0.0),
                }
            }
            Kind::Call(name, _, arguments) => {
                let a: Vec<f64> = arguments.iter().map(|a| self.value(a)).collect();
                match name.as_str() {
                    "abs" => a[0].abs(),
                    "exp" => elementary::exp(a[0]),
                    "ln" => elementary::ln(a[0]),
                    "logistic" => elementary::logistic(a[0]),
                    "sqrt" => a[0].sqrt(),
                    "sin" => libm::sin(a[0]),
                    "cos" => libm::cos(a[0]),
                    "arctan" => libm::atan(a[0]),
                    "min" => a.iter().copied().fold(f64::INFINITY, f64::min),
                    "max" => a.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                    "sum" => a[1..].iter().fold(a[0], |s, x| s + x),
                    "integer" => a[0].trunc(),
                    "int" => a[0].floor(),
                    "ceiling" => a[0].ceil(),
                    "round" => a[0].round(),
                    "modulo" => libm::fmod(a[0], a[1]),
                    "mod" => {
                        let r = libm::fmod(a[0], a[1]);
                        if r != 0.0 && (r < 0.0) != (a[1] < 0.0) { r + a[1] } else { r }
                    }
                    "sign" => truth(a[0] > 0.0) - truth(a[0] < 0.0),
                    "clamp" => a[0].max(a[1]).min(a[2]),
                    "xidz" => {
                        if a[1].abs() < 1e-6 {
                            a[2]
                        } else {
                            a[0] / a[1]
                        }
                    }
                    "zidz" => {
                        if a[1].abs() < 1e-6 {
                            0.0
                        } else {
                            a[0] / a[1]
                        }
                    }
                    "quantum" => {
                        if a[1] > 0.0 {
                            a[1] * (a[0] / a[1]).trunc()
                        } else {
                            a[0]
                        }
                    }
                    _ => unreachable!("{name}"),
                }
            }
            _ => unreachable!("not generated"),
        }
    }
}

const INPUTS: [&str; 4] = ["a", "b", "c", "d"];

/// A random expression over the inputs, time and the variables before this one.
fn expression(before: usize) -> impl Strategy<Value = String> {
    let mut names: Vec<String> = INPUTS.iter().map(|&n| n.to_owned()).collect();
    names.extend((0..before).map(|i| format!("v{i}")));
    names.push("(time_step / (1 [month]))".to_owned());
    names.push("pi".to_owned());
    names.push("(time / (1 [month]))".to_owned());
    let number = prop_oneof![
        Just("0".to_owned()),
        Just("1".to_owned()),
        Just("2".to_owned()),
        (-40..40_i32).prop_map(|n| format!("({})", f64::from(n) / 8.0)),
    ];
    let leaf = prop_oneof![2 => prop::sample::select(names), 1 => number];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "and", "or",
        ]);
        let exponent = prop::sample::select(vec!["2", "3", "8", "0.5", "1.7", "(0 - 1)", "a", "b"]);
        let one = prop::sample::select(vec![
            "abs", "exp", "ln", "logistic", "sqrt", "sin", "cos", "arctan", "integer", "int",
            "ceiling", "round", "sign",
        ]);
        let two = prop::sample::select(vec!["modulo", "mod", "zidz", "quantum", "min", "max"]);
        let three = prop::sample::select(vec!["min", "max", "sum", "xidz", "clamp"]);
        let x = inner.clone();
        prop_oneof![
            4 => (x.clone(), operator, x.clone()).prop_map(|(a, o, b)| format!("({a} {o} {b})")),
            1 => (x.clone(), exponent).prop_map(|(a, n)| format!("({a} ^ {n})")),
            2 => (one, x.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            1 => (two, x.clone(), x.clone()).prop_map(|(f, a, b)| format!("{f}({a}, {b})")),
            1 => (three, x.clone(), x.clone(), x.clone())
                .prop_map(|(f, a, b, c)| format!("{f}({a}, {b}, {c})")),
            1 => (x.clone(), x.clone(), x.clone())
                .prop_map(|(c, a, b)| format!("(if {c} then {a} else {b})")),
            1 => x.clone().prop_map(|a| format!("(-{a})")),
            1 => x.prop_map(|a| format!("(not {a})")),
        ]
    })
}

fn variables() -> impl Strategy<Value = Vec<String>> {
    (expression(0), expression(1), expression(2), expression(3), expression(4))
        .prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e])
}

fn model_text(variables: &[String]) -> String {
    let mut text = "show = [\"v3\", \"v4\"]\n[input]\n".to_owned();
    for name in INPUTS {
        text.push_str(&format!("{name} = \"uniform(-3, 3)\"\n"));
    }
    text.push_str("[variable]\n");
    for (i, v) in variables.iter().enumerate() {
        text.push_str(&format!("v{i} = \"{v}\"\n"));
    }
    text
}

/// Slots after setup and step, with the inputs given lane by lane.
fn run(program: &Program, apply: Apply, inputs: &[Vec<f64>], time: f64) -> Vec<f64> {
    // Slots that nothing sets must not matter.
    let mut slots = vec![f64::NAN; program.memory()];
    let mut fill = |slot: u32, values: &dyn Fn(usize) -> f64| {
        for lane in 0..LANES {
            slots[slot as usize * LANES + lane] = values(lane);
        }
    };
    for &(slot, value) in &program.constants {
        fill(slot, &|_| value);
    }
    fill(program.state.time, &|_| time);
    fill(program.state.step_time, &|_| time);
    for (i, &slot) in program.state.samples.iter().enumerate() {
        fill(slot, &|lane| inputs[i][lane]);
    }
    for piece in &program.setup {
        if let Setup::Run(tape) = piece {
            tape.run(apply, &mut slots, LANES);
        }
    }
    program.step.run(apply, &mut slots, LANES);
    slots
}

fn same(x: f64, y: f64) -> bool {
    x == y || (x.is_nan() && y.is_nan())
}

fn bits(x: &[f64]) -> Vec<u64> {
    x.iter().map(|x| if x.is_nan() { u64::MAX } else { x.to_bits() }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tape_is_the_walk_over_the_tree(
        variables in variables(),
        numbers in prop::collection::vec(-24..=24_i32, 4 * LANES),
        rough in prop::bool::ANY,
        time in 0..16_u8,
    ) {
        let compiled = compiled(&model_text(&variables));
        let model = compiled.model.as_ref();
        prop_assert!(model.is_some(), "{:#?}", compiled.diagnostics);
        let model = model.unwrap();
        // Eighths meet the edges of comparisons and rounding; thirds do not end in binary.
        let scale = if rough { 1.0 / 9.0 } else { 0.125 };
        let inputs: Vec<Vec<f64>> = numbers
            .chunks(LANES)
            .map(|c| c.iter().map(|&n| f64::from(n) * scale).collect())
            .collect();
        let time = 0.5 * f64::from(time);
        let whole = Program::new(model, true);
        let lean = Program::new(model, false);
        let apply = apply_for_this_machine();
        let slots = run(&whole, apply, &inputs, time);
        let few = run(&lean, apply, &inputs, time);
        let anywhere = run(&whole, apply_anywhere, &inputs, time);
        prop_assert_eq!(bits(&slots), bits(&anywhere));
        for (name, node) in &model.shown {
            let kept = &slots[whole.at_step(*node) as usize * LANES..][..LANES];
            let shared = &few[lean.at_step(*node) as usize * LANES..][..LANES];
            prop_assert_eq!(bits(kept), bits(shared), "{}", name);
        }
        prop_assert!(lean.slots <= whole.slots);
        for lane in 0..LANES {
            let values = INPUTS
                .iter()
                .enumerate()
                .map(|(i, n)| ((*n).to_owned(), inputs[i][lane]))
                .collect();
            for (name, node) in model.named.iter().filter(|(n, _)| n.starts_with('v')) {
                let mut walk = Walk { compiled: &compiled, inputs: &values, time, finite: true };
                let formula = compiled.formulas.iter().find(|f| f.name == *name).unwrap();
                let expected = walk.value(formula.expression.as_ref().unwrap());
                // Beyond infinity the sign of a zero decides, and folding does not keep it.
                if !walk.finite {
                    continue;
                }
                let found = slots[whole.at_step(*node) as usize * LANES + lane];
                prop_assert!(
                    same(found, expected),
                    "{} lane {}: tape {:e}, tree {:e}\n{:#?}\n{:?}",
                    name, lane, found, expected, variables, values
                );
            }
        }
    }

    #[test]
    fn transcendental_functions_are_within_two_units_in_the_last_place(
        x in prop::collection::vec(-700.0..700.0_f64, LANES),
        small in prop::collection::vec(-3.0..3.0_f64, LANES),
    ) {
        let apply = apply_for_this_machine();
        let within = |units: f64, found: f64, expected: f64| {
            found == expected || (found - expected).abs() <= units * f64::EPSILON * expected.abs()
        };
        let near = |found: f64, expected: f64| within(2.0, found, expected);
        for x in [&x, &small] {
            let mut out = vec![0.0; LANES];
            apply(Operation::Exponential, &mut out, &[Operand::Lanes(x)]);
            for (found, x) in out.iter().zip(x) {
                prop_assert!(near(*found, libm::exp(*x)), "exp {}", x);
            }
            apply(Operation::Logistic, &mut out, &[Operand::Lanes(x)]);
            for (found, x) in out.iter().zip(x) {
                // Two units of the exponential, and half a unit each of the sum and the quotient.
                let expected = 1.0 / (1.0 + libm::exp(-x));
                prop_assert!(within(3.0, *found, expected), "logistic {}", x);
            }
            let size: Vec<f64> = x.iter().map(|x| x.abs()).collect();
            apply(Operation::Logarithm, &mut out, &[Operand::Lanes(&size)]);
            for (found, x) in out.iter().zip(&size) {
                prop_assert!(near(*found, libm::log(*x)), "ln {}", x);
            }
        }
    }

    /// Relative error below `4e-16 (1 + |y ln x|)`.
    #[test]
    fn powers_are_as_near_as_stated(x in 1e-6..1e6_f64, y in -40.0..40.0_f64) {
        let (found, expected) = (elementary::power(x, y), libm::pow(x, y));
        let bound = 4e-16 * (1.0 + (y * libm::log(x)).abs());
        prop_assert!((found - expected).abs() <= bound * expected, "{}^{}: {} {}", x, y, found, expected);
        for (x, y) in [(-x, y.round()), (0.0, y.abs()), (-x, y)] {
            prop_assert_eq!(bits(&[elementary::power(x, y)]), bits(&[libm::pow(x, y)]));
        }
    }

    #[test]
    fn small_powers_are_powers(x in -50.0..50.0_f64, n in 1..=8_u32) {
        let compiled = compiled(&format!("[input]\na = \"uniform(0, 1)\"\n[variable]\nv = \"a ^ {n}\"\n"));
        let model = compiled.model.as_ref().unwrap();
        let program = Program::new(model, true);
        let slots = run(&program, apply_anywhere, &[vec![x; LANES]], 0.0);
        let node = model.named.iter().find(|(name, _)| name == "v").unwrap().1;
        let found = slots[program.at_step(node) as usize * LANES];
        let expected = libm::pow(x, f64::from(n));
        prop_assert!((found - expected).abs() <= f64::from(n) * f64::EPSILON * expected.abs());
    }

    #[test]
    fn both_copies_of_the_loops_agree(
        numbers in prop::collection::vec(number(), 4 * 150),
        lanes in 1..150_usize,
        scalars in 0..16_u8,
    ) {
        use Operation as O;
        let every: [(O, usize); 38] = [
            (O::Add, 2), (O::Subtract, 2), (O::Multiply, 2), (O::Divide, 2), (O::Minimum, 2),
            (O::Maximum, 2), (O::Less, 2), (O::LessEqual, 2), (O::Equal, 2), (O::NotEqual, 2),
            (O::And, 2), (O::Or, 2), (O::Not, 1), (O::Negate, 1), (O::Absolute, 1),
            (O::Exponential, 1), (O::Logarithm, 1), (O::SquareRoot, 1), (O::Logistic, 1),
            (O::Select, 3), (O::Power, 2), (O::Truncate, 1), (O::Floor, 1), (O::Ceiling, 1),
            (O::Round, 1), (O::ModuloTruncate, 2), (O::ModuloFloor, 2), (O::Sign, 1), (O::Sine, 1),
            (O::ArcTangent, 1), (O::DivideOr, 3), (O::MultiplyAdd, 3), (O::Blend, 3),
            (O::BlendCeiling, 4), (O::Sum, 4), (O::Sum, 3), (O::BreakdownWeight, 2),
            (O::ActiveInitial(0), 1),
        ];
        let columns: Vec<&[f64]> = numbers.chunks(150).collect();
        let apply = apply_for_this_machine();
        for (operation, count) in every {
            let arguments: Vec<Operand<'_>> = (0..count)
                .map(|i| match scalars >> i & 1 {
                    0 => Operand::Lanes(&columns[i][..lanes]),
                    _ => Operand::Scalar(columns[i][0]),
                })
                .collect();
            let (mut one, mut two) = (vec![0.5; lanes], vec![-7.5; lanes]);
            apply(operation, &mut one, &arguments);
            apply_anywhere(operation, &mut two, &arguments);
            prop_assert_eq!(bits(&one), bits(&two), "{:?} {:?}", operation, arguments);
            for (lane, found) in two.iter().enumerate() {
                let values: Vec<f64> = arguments.iter().map(|a| a.lane(lane)).collect();
                let expected = operation.evaluate(&values).unwrap();
                prop_assert_eq!(bits(&[expected]), bits(&[*found]), "{:?} {:?}", operation, values);
            }
        }
    }

    #[test]
    fn circles_are_found_where_they_are(edges in edges(7), starts in edges(5)) {
        let n = 7;
        let name = |i: usize| format!("v{i}");
        let mut text = "[variable]\n".to_owned();
        for i in 0..n {
            let mut terms = vec!["1".to_owned()];
            for &(from, to, kind) in edges.iter().filter(|e| e.0 == i) {
                let _ = from;
                terms.push(match kind {
                    0 => format!("previous({}, 1)", name(to)),
                    1 => format!("smooth({}, 5, 1)", name(to)),
                    _ => name(to),
                });
            }
            text.push_str(&format!("v{i} = \"{}\"\n", terms.join(" + ")));
        }
        text.push_str("[stock]\n");
        for i in 0..5 {
            let terms: Vec<String> = std::iter::once("1".to_owned())
                .chain(starts.iter().filter(|e| e.0 == i && e.2 > 2).map(|e| format!("s{}", e.1)))
                .collect();
            text.push_str(&format!("s{i} = {{ start = \"{}\", change = \"0\" }}\n", terms.join(" + ")));
        }
        let compiled = compiled(&text);
        let now: Vec<(usize, usize)> =
            edges.iter().filter(|e| e.2 > 1).map(|e| (e.0, e.1)).collect();
        let reported: Vec<_> =
            compiled.diagnostics.iter().filter(|d| d.code == Code::Circle).collect();
        prop_assert_eq!(reported.len(), circles(n, &now), "{}\n{:#?}", text, reported);
        for diagnostic in reported {
            let chain = diagnostic.message.split(": ").last().unwrap();
            let links: Vec<usize> =
                chain.split(" -> ").map(|v| v[1..].parse().unwrap()).collect();
            prop_assert!(links.len() > 1 && links.first() == links.last(), "{}", chain);
            for link in links.windows(2) {
                prop_assert!(now.contains(&(link[0], link[1])), "{} in {}", chain, text);
            }
            prop_assert_eq!(diagnostic.labels.len(), links.len() - 1);
        }
        let first: Vec<(usize, usize)> =
            starts.iter().filter(|e| e.0 < 5 && e.1 < 5 && e.2 > 2).map(|e| (e.0, e.1)).collect();
        let initial = compiled.diagnostics.iter().any(|d| d.code == Code::InitialCircle);
        prop_assert_eq!(initial, circles(5, &first) > 0, "{}", text);
    }
}

/// Numbers of all sizes, with the special ones.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -10.0..10.0_f64,
        2 => (-8..8_i32).prop_map(|n| f64::from(n) / 2.0),
        1 => prop::sample::select(vec![
            0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, 5e-324, 1e300,
            -1e300, 709.5, 745.0, -745.2,
        ]),
        1 => any::<f64>(),
    ]
}

/// Links between `n` places, with a kind in 0..5.
fn edges(n: usize) -> impl Strategy<Value = Vec<(usize, usize, u8)>> {
    prop::collection::vec((0..n, 0..n, 0..5_u8), 0..10)
}

/// Number of sets of places that reach each other, by reachability alone.
fn circles(n: usize, edges: &[(usize, usize)]) -> usize {
    let mut reach = vec![vec![false; n]; n];
    for &(a, b) in edges {
        reach[a][b] = true;
    }
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                reach[i][j] |= reach[i][k] && reach[k][j];
            }
        }
    }
    // Each set is counted at its first member.
    (0..n).filter(|&i| reach[i][i] && !(0..i).any(|j| reach[i][j] && reach[j][i])).count()
}
