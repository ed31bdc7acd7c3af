//! The tape: operations on slots, each a tight loop over lanes.
//!
//! A slot holds one number per lane. In the dynamics the lanes are draws; in talks they are
//! packages. Each operation runs over all lanes before the next starts, so the cost of choosing the
//! operation is paid once per block and the loop itself is vector arithmetic. Two copies of every
//! loop exist, one for any machine and one for AVX2, chosen at run time; both give the same bits
//! because only IEEE operations without contraction are used.

use crate::elementary;
use crate::operation::{Operation, divide_or, least_gain, maximum, minimum, select};

/// Draws in a block of the dynamics.
pub const LANES: usize = 64;

/// One argument of an operation.
#[derive(Debug, Clone, Copy)]
pub enum Operand<'a> {
    /// One number per lane.
    Lanes(&'a [f64]),
    /// The same number in every lane.
    Scalar(f64),
}

impl Operand<'_> {
    /// The number in one lane.
    #[inline(always)]
    pub fn lane(&self, lane: usize) -> f64 {
        match self {
            Operand::Lanes(values) => values[lane],
            Operand::Scalar(value) => *value,
        }
    }
}

/// Applies `operation` lane by lane.
pub type Apply = fn(Operation, &mut [f64], &[Operand<'_>]);

/// The copy of the loops that suits this machine.
pub fn apply_for_this_machine() -> Apply {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        return apply_with_avx2;
    }
    apply_anywhere
}

/// The copy of the loops for any machine; the reference for the other.
pub fn apply_anywhere(operation: Operation, out: &mut [f64], arguments: &[Operand<'_>]) {
    apply(operation, out, arguments);
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
fn apply_with_avx2(operation: Operation, out: &mut [f64], arguments: &[Operand<'_>]) {
    #[target_feature(enable = "avx2")]
    fn inner(operation: Operation, out: &mut [f64], arguments: &[Operand<'_>]) {
        apply(operation, out, arguments);
    }
    // SAFETY: this function is only handed out after the processor was asked for AVX2. Measured in
    // `cargo bench -p zopa-equations`: about twice as fast as the loops for any machine.
    unsafe { inner(operation, out, arguments) }
}

#[inline(always)]
fn unary(out: &mut [f64], a: Operand<'_>, f: impl Fn(f64) -> f64) {
    match a {
        Operand::Lanes(a) => {
            for (o, a) in out.iter_mut().zip(a) {
                *o = f(*a);
            }
        }
        Operand::Scalar(a) => out.fill(f(a)),
    }
}

#[inline(always)]
fn binary(out: &mut [f64], a: Operand<'_>, b: Operand<'_>, f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Operand::Lanes(a), Operand::Lanes(b)) => {
            for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
                *o = f(*a, *b);
            }
        }
        (Operand::Lanes(a), Operand::Scalar(b)) => {
            for (o, a) in out.iter_mut().zip(a) {
                *o = f(*a, b);
            }
        }
        (Operand::Scalar(a), Operand::Lanes(b)) => {
            for (o, b) in out.iter_mut().zip(b) {
                *o = f(a, *b);
            }
        }
        (Operand::Scalar(a), Operand::Scalar(b)) => out.fill(f(a, b)),
    }
}

#[inline(always)]
fn ternary(out: &mut [f64], arguments: &[Operand<'_>], f: impl Fn(f64, f64, f64) -> f64) {
    match *arguments {
        [Operand::Lanes(a), Operand::Lanes(b), Operand::Lanes(c)] => {
            for (((o, a), b), c) in out.iter_mut().zip(a).zip(b).zip(c) {
                *o = f(*a, *b, *c);
            }
        }
        [Operand::Lanes(a), b, c] => binary_rest(out, b, c, |lane, b, c| f(a[lane], b, c)),
        [Operand::Scalar(a), b, c] => binary(out, b, c, |b, c| f(a, b, c)),
        _ => {}
    }
}

/// The last two arguments of three, of which the first has a number per lane.
#[inline(always)]
fn binary_rest(
    out: &mut [f64],
    b: Operand<'_>,
    c: Operand<'_>,
    f: impl Fn(usize, f64, f64) -> f64,
) {
    match (b, c) {
        (Operand::Lanes(b), Operand::Scalar(c)) => {
            for (lane, (o, b)) in out.iter_mut().zip(b).enumerate() {
                *o = f(lane, *b, c);
            }
        }
        (Operand::Scalar(b), Operand::Lanes(c)) => {
            for (lane, (o, c)) in out.iter_mut().zip(c).enumerate() {
                *o = f(lane, b, *c);
            }
        }
        _ => {
            for (lane, o) in out.iter_mut().enumerate() {
                *o = f(lane, b.lane(lane), c.lane(lane));
            }
        }
    }
}

#[inline(always)]
fn apply(operation: Operation, out: &mut [f64], arguments: &[Operand<'_>]) {
    use Operation as O;
    let truth = |b: bool| if b { 1.0 } else { 0.0 };
    match (operation, arguments) {
        (O::Add, &[a, b]) => binary(out, a, b, |a, b| a + b),
        (O::Subtract, &[a, b]) => binary(out, a, b, |a, b| a - b),
        (O::Multiply, &[a, b]) => binary(out, a, b, |a, b| a * b),
        (O::Divide, &[a, b]) => binary(out, a, b, |a, b| a / b),
        (O::Minimum, &[a, b]) => binary(out, a, b, minimum),
        (O::Maximum, &[a, b]) => binary(out, a, b, maximum),
        (O::Less, &[a, b]) => binary(out, a, b, |a, b| truth(a < b)),
        (O::LessEqual, &[a, b]) => binary(out, a, b, |a, b| truth(a <= b)),
        (O::Equal, &[a, b]) => binary(out, a, b, |a, b| truth(a == b)),
        (O::NotEqual, &[a, b]) => binary(out, a, b, |a, b| truth(a != b)),
        (O::And, &[a, b]) => binary(out, a, b, |a, b| truth(a != 0.0 && b != 0.0)),
        (O::Or, &[a, b]) => binary(out, a, b, |a, b| truth(a != 0.0 || b != 0.0)),
        (O::Not, &[a]) => unary(out, a, |a| truth(a == 0.0)),
        (O::Negate, &[a]) => unary(out, a, |a| -a),
        (O::Absolute, &[a]) => unary(out, a, f64::abs),
        (O::Exponential, &[a]) => unary(out, a, elementary::exp),
        (O::Logarithm, &[a]) => unary(out, a, elementary::ln),
        (O::SquareRoot, &[a]) => unary(out, a, f64::sqrt),
        (O::Logistic, &[a]) => unary(out, a, elementary::logistic),
        (O::Power, &[a, b]) => {
            // All as positive numbers first, which vectorises; then the rest again.
            binary(out, a, b, |a, b| elementary::exp(b * elementary::ln(a)));
            for (lane, o) in out.iter_mut().enumerate() {
                let x = a.lane(lane);
                if x <= 0.0 || x.is_nan() {
                    *o = elementary::power(x, b.lane(lane));
                }
            }
        }
        (O::BreakdownWeight, &[h, r]) => binary(out, h, r, elementary::breakdown_weight),
        (O::MultiplyAdd, _) => ternary(out, arguments, |a, b, c| a + b * c),
        (O::Blend, _) => ternary(out, arguments, |a, b, c| a + b * (c - a)),
        (O::LeastGain, &[a, Operand::Scalar(b), c]) => {
            binary(out, a, c, |a, c| least_gain(a, b, c));
        }
        (O::BlendCeiling, &[a, Operand::Scalar(b), Operand::Scalar(c), d]) => {
            binary(out, a, d, |a, d| a + maximum(b * (d - a), c * (d - a)));
        }
        (O::Select, _) => ternary(out, arguments, select),
        (O::DivideOr, _) => ternary(out, arguments, divide_or),
        (O::Sum, _) => {
            out.fill(0.0);
            for a in arguments {
                match a {
                    Operand::Lanes(a) => {
                        for (o, a) in out.iter_mut().zip(*a) {
                            *o += *a;
                        }
                    }
                    Operand::Scalar(a) => {
                        for o in out.iter_mut() {
                            *o += *a;
                        }
                    }
                }
            }
        }
        _ => lane_by_lane(operation, out, arguments),
    }
}

/// Operations without a vector loop.
#[inline(never)]
fn lane_by_lane(operation: Operation, out: &mut [f64], arguments: &[Operand<'_>]) {
    let mut stack = [0.0; 16];
    let mut heap = Vec::new();
    let values: &mut [f64] = if arguments.len() <= stack.len() {
        &mut stack[..arguments.len()]
    } else {
        heap.resize(arguments.len(), 0.0);
        &mut heap
    };
    for (lane, o) in out.iter_mut().enumerate() {
        for (value, argument) in values.iter_mut().zip(arguments) {
            *value = argument.lane(lane);
        }
        *o = operation.evaluate(values).unwrap_or(f64::NAN);
    }
}

/// One operation of a tape: result and arguments are slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// What is computed.
    pub operation: Operation,
    /// Slot of the result; never one of the arguments.
    pub out: u32,
    /// First of the arguments in the tape's list.
    first: u32,
    /// Number of arguments.
    count: u32,
}

/// Operations in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tape {
    instructions: Vec<Instruction>,
    arguments: Vec<u32>,
}

impl Tape {
    /// Appends an operation.
    ///
    /// # Panics
    /// If the result's slot is among the arguments.
    pub fn push(&mut self, operation: Operation, out: u32, arguments: &[u32]) {
        assert!(!arguments.contains(&out), "a slot cannot be argument and result at once");
        self.instructions.push(Instruction {
            operation,
            out,
            first: self.arguments.len() as u32,
            count: arguments.len() as u32,
        });
        self.arguments.extend_from_slice(arguments);
    }

    /// Operations in order.
    pub fn instructions(&self) -> &[Instruction] {
        &self.instructions
    }

    /// Slots of the arguments of an operation.
    pub fn arguments(&self, instruction: &Instruction) -> &[u32] {
        &self.arguments
            [instruction.first as usize..(instruction.first + instruction.count) as usize]
    }

    /// Runs every operation over `lanes` lanes; slot s occupies `slots[s * lanes..][..lanes]`.
    pub fn run(&self, apply: Apply, slots: &mut [f64], lanes: usize) {
        for instruction in &self.instructions {
            let out = instruction.out as usize;
            let (before, rest) = slots.split_at_mut(out * lanes);
            let (result, after) = rest.split_at_mut(lanes);
            let operand = |slot: u32| {
                let slot = slot as usize;
                Operand::Lanes(if slot < out {
                    &before[slot * lanes..][..lanes]
                } else {
                    &after[(slot - out - 1) * lanes..][..lanes]
                })
            };
            match *self.arguments(instruction) {
                [a] => apply(instruction.operation, result, &[operand(a)]),
                [a, b] => apply(instruction.operation, result, &[operand(a), operand(b)]),
                [a, b, c] => {
                    apply(instruction.operation, result, &[operand(a), operand(b), operand(c)]);
                }
                ref many => {
                    let wide: Vec<Operand<'_>> = many.iter().map(|&slot| operand(slot)).collect();
                    apply(instruction.operation, result, &wide);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_copies_give_the_same_bits() {
        let apply = apply_for_this_machine();
        let a: Vec<f64> = (0..LANES).map(|i| 0.37 * i as f64 - 9.1).collect();
        let b: Vec<f64> = (0..LANES).map(|i| 0.11 * i as f64 + 0.2).collect();
        use Operation as O;
        for operation in [
            O::Add,
            O::Divide,
            O::Blend,
            O::MultiplyAdd,
            O::Exponential,
            O::Logarithm,
            O::Logistic,
            O::BreakdownWeight,
        ] {
            let arguments = match operation {
                O::Add | O::Divide | O::Power => vec![Operand::Lanes(&a), Operand::Lanes(&b)],
                O::Blend | O::MultiplyAdd => {
                    vec![Operand::Lanes(&a), Operand::Lanes(&b), Operand::Scalar(0.3)]
                }
                O::BreakdownWeight => vec![Operand::Lanes(&b), Operand::Scalar(0.12)],
                _ => vec![Operand::Lanes(&b)],
            };
            let (mut one, mut two) = (vec![0.0; LANES], vec![0.0; LANES]);
            apply(operation, &mut one, &arguments);
            apply_anywhere(operation, &mut two, &arguments);
            assert_eq!(
                one.iter().map(|x| x.to_bits()).collect::<Vec<_>>(),
                two.iter().map(|x| x.to_bits()).collect::<Vec<_>>(),
                "{operation:?}"
            );
            for (lane, computed) in two.iter().enumerate() {
                let values: Vec<f64> = arguments.iter().map(|x| x.lane(lane)).collect();
                assert_eq!(operation.evaluate(&values).unwrap().to_bits(), computed.to_bits());
            }
        }
    }
}
