//! The tape of a small epidemic against a hand-written loop over arrays and against a walk over the
//! expression tree for each draw; every operation's loop in both copies. Items are draw-steps, or
//! lanes of one operation.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use zopa_equations::expression::{Expression, Kind, Operator};
use zopa_equations::model::Model;
use zopa_equations::operation::Operation;
use zopa_equations::program::{Program, Setup};
use zopa_equations::tape::{Apply, LANES, Operand, apply_anywhere, apply_for_this_machine};
use zopa_equations::{Compiled, compile};

fn main() {
    divan::main();
}

const STEPS: usize = 400;
const STEP: f64 = 0.25;

const EPIDEMIC: &str = r#"
[scenario]
title = "An epidemic"
time = { start = 0, end = 100, step = 0.25, unit = "day" }
teaching_example = true
[input]
contact = "uniform(0.2, 0.6)"
duration = "uniform(3, 8) [day]"
[stock]
susceptible = { start = 990, change = "-infection" }
infectious = { start = 10, change = "infection - recovery" }
recovered = { start = 0, change = "recovery" }
[variable]
infection = "contact * infectious * susceptible / (1000 [day])"
recovery = "infectious / duration"
"#;

fn compiled() -> Compiled {
    let scenario = zopa_syntax::read_scenario(EPIDEMIC).scenario.expect("a scenario");
    compile(&scenario)
}

/// Contact rate and duration of a lane.
fn input(lane: usize) -> (f64, f64) {
    (0.2 + 0.005 * lane as f64, 3.0 + 0.07 * lane as f64)
}

/// A block of draws through all steps on the tape.
struct Block {
    model: Model,
    program: Program,
    slots: Vec<f64>,
    rates: Vec<f64>,
}

impl Block {
    fn new() -> Self {
        let model = compiled().model.expect("a model");
        let program = Program::new(&model, false);
        let slots = vec![0.0; program.memory()];
        Block { model, program, slots, rates: Vec::new() }
    }

    fn run(&mut self, apply: Apply) -> f64 {
        let Block { model, program, slots, rates } = self;
        for &(slot, value) in &program.constants {
            slots[slot as usize * LANES..][..LANES].fill(value);
        }
        for lane in 0..LANES {
            let (contact, duration) = input(lane);
            slots[program.state.samples[0] as usize * LANES + lane] = contact;
            slots[program.state.samples[1] as usize * LANES + lane] = duration;
        }
        for piece in &program.setup {
            if let Setup::Run(tape) = piece {
                tape.run(apply, slots, LANES);
            }
        }
        for (stock, &slot) in model.stocks.iter().zip(&program.state.stocks) {
            let start = program.at_step(stock.start) as usize * LANES;
            slots.copy_within(start..start + LANES, slot as usize * LANES);
        }
        for _ in 0..STEPS {
            program.step.run(apply, slots, LANES);
            rates.clear();
            for stock in &model.stocks {
                rates.extend_from_slice(
                    &slots[program.at_step(stock.change) as usize * LANES..][..LANES],
                );
            }
            for (rate, &slot) in rates.chunks(LANES).zip(&program.state.stocks) {
                for (x, r) in slots[slot as usize * LANES..][..LANES].iter_mut().zip(rate) {
                    *x += STEP * r;
                }
            }
        }
        slots[program.state.stocks[2] as usize * LANES]
    }
}

#[divan::bench]
fn epidemic_on_the_tape(bencher: Bencher) {
    let mut block = Block::new();
    let apply = apply_for_this_machine();
    assert_eq!(block.run(apply), arrays(), "the same numbers");
    bencher.counter(ItemsCount::new(STEPS * LANES)).bench_local(|| block.run(black_box(apply)));
}

#[divan::bench]
fn epidemic_on_the_tape_anywhere(bencher: Bencher) {
    let mut block = Block::new();
    bencher
        .counter(ItemsCount::new(STEPS * LANES))
        .bench_local(|| block.run(black_box(apply_anywhere)));
}

/// The same model by hand: one array a quantity.
#[inline(never)]
fn arrays() -> f64 {
    by_hand()
}

#[inline(always)]
fn by_hand() -> f64 {
    let (mut s, mut i, mut r) = ([990.0_f64; LANES], [10.0_f64; LANES], [0.0_f64; LANES]);
    let (mut contact, mut duration) = ([0.0; LANES], [0.0; LANES]);
    for lane in 0..LANES {
        (contact[lane], duration[lane]) = input(lane);
    }
    for _ in 0..black_box(STEPS) {
        for lane in 0..LANES {
            let infection = contact[lane] * i[lane] * s[lane] / 1000.0;
            let recovery = i[lane] / duration[lane];
            s[lane] += STEP * -infection;
            i[lane] += STEP * (infection - recovery);
            r[lane] += STEP * recovery;
        }
    }
    r[0]
}

#[divan::bench]
fn epidemic_by_hand(bencher: Bencher) {
    bencher.counter(ItemsCount::new(STEPS * LANES)).bench_local(arrays);
}

/// The same loop compiled for AVX2, as the tape's loops are.
#[cfg(target_arch = "x86_64")]
#[divan::bench]
#[allow(unsafe_code)]
fn epidemic_by_hand_with_avx2(bencher: Bencher) {
    #[target_feature(enable = "avx2")]
    fn inner() -> f64 {
        by_hand()
    }
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor was asked for AVX2.
        bencher.counter(ItemsCount::new(STEPS * LANES)).bench_local(|| unsafe { inner() });
    }
}

/// An expression with its names resolved.
enum Tree {
    Number(f64),
    Slot(usize),
    Negate(Box<Tree>),
    Binary(Operator, Box<Tree>, Box<Tree>),
}

const SLOTS: [&str; 7] =
    ["contact", "duration", "susceptible", "infectious", "recovered", "infection", "recovery"];

fn tree(expression: &Expression) -> Tree {
    match &expression.kind {
        Kind::Number(x, _) => Tree::Number(*x),
        Kind::Name(name) => Tree::Slot(SLOTS.iter().position(|s| s == name).expect("a name")),
        Kind::Negate(a) => Tree::Negate(Box::new(tree(a))),
        Kind::Binary(o, a, b) => Tree::Binary(*o, Box::new(tree(a)), Box::new(tree(b))),
        _ => unreachable!("not in this model"),
    }
}

fn walk(tree: &Tree, slots: &[f64]) -> f64 {
    match tree {
        Tree::Number(x) => *x,
        Tree::Slot(i) => slots[*i],
        Tree::Negate(a) => -walk(a, slots),
        Tree::Binary(operator, a, b) => {
            let (a, b) = (walk(a, slots), walk(b, slots));
            match operator {
                Operator::Add => a + b,
                Operator::Subtract => a - b,
                Operator::Multiply => a * b,
                Operator::Divide => a / b,
                _ => unreachable!("not in this model"),
            }
        }
    }
}

#[divan::bench]
fn epidemic_walking_the_tree(bencher: Bencher) {
    let compiled = compiled();
    let of = |name: &str| {
        let formula = compiled.formulas.iter().find(|f| f.name == name).expect("a formula");
        tree(formula.expression.as_ref().expect("parsed"))
    };
    let changes = ["susceptible.change", "infectious.change", "recovered.change"].map(of);
    let variables = ["infection", "recovery"].map(of);
    let run = || {
        let mut last = 0.0;
        for lane in 0..LANES {
            let (contact, duration) = input(lane);
            let mut slots = [contact, duration, 990.0, 10.0, 0.0, 0.0, 0.0];
            for _ in 0..STEPS {
                for (k, variable) in variables.iter().enumerate() {
                    slots[5 + k] = walk(variable, &slots);
                }
                let rates = [0, 1, 2].map(|k| walk(&changes[k], &slots));
                for (k, rate) in rates.into_iter().enumerate() {
                    slots[2 + k] += STEP * rate;
                }
            }
            if lane == 0 {
                last = slots[4];
            }
        }
        last
    };
    assert_eq!(run(), arrays(), "the same numbers");
    bencher.counter(ItemsCount::new(STEPS * LANES)).bench_local(run);
}

const OPERATIONS: [(&str, Operation, usize); 12] = [
    ("add", Operation::Add, 2),
    ("multiply", Operation::Multiply, 2),
    ("divide", Operation::Divide, 2),
    ("maximum", Operation::Maximum, 2),
    ("select", Operation::Select, 3),
    ("blend", Operation::Blend, 3),
    ("square_root", Operation::SquareRoot, 1),
    ("exponential", Operation::Exponential, 1),
    ("logarithm", Operation::Logarithm, 1),
    ("logistic", Operation::Logistic, 1),
    ("breakdown_weight", Operation::BreakdownWeight, 2),
    ("power", Operation::Power, 2),
];

const NAMES: [&str; 12] = [
    "add",
    "multiply",
    "divide",
    "maximum",
    "select",
    "blend",
    "square_root",
    "exponential",
    "logarithm",
    "logistic",
    "breakdown_weight",
    "power",
];

fn kernel(bencher: Bencher, name: &str, apply: Apply) {
    let (_, operation, count) = OPERATIONS.iter().find(|(n, ..)| *n == name).expect("a name");
    let columns: Vec<Vec<f64>> = (0..3)
        .map(|k| (0..LANES).map(|i| 0.1 + 0.03 * i as f64 + 0.2 * f64::from(k)).collect())
        .collect();
    let arguments: Vec<Operand<'_>> = columns[..*count].iter().map(|c| Operand::Lanes(c)).collect();
    let mut out = vec![0.0; LANES];
    bencher.counter(ItemsCount::new(LANES)).bench_local(|| {
        apply(black_box(*operation), &mut out, black_box(&arguments));
        out[0]
    });
}

#[divan::bench(args = NAMES)]
fn loop_for_this_machine(bencher: Bencher, name: &str) {
    kernel(bencher, name, apply_for_this_machine());
}

#[divan::bench(args = NAMES)]
fn loop_for_any_machine(bencher: Bencher, name: &str) {
    kernel(bencher, name, apply_anywhere);
}
