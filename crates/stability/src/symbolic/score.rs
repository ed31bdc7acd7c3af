//! A party's score in bits, most important first: one for each statement, or the binary digits of
//! a sum of weights.

use super::SymbolicError;
use super::diagram::Diagrams;
use crate::Statement;
use biodivine_lib_bdd::Bdd;

/// One bit of a party's score.
pub(super) struct ScoreBit {
    /// Where it is 1, over the options now.
    pub(super) truth: Bdd,
    /// The options that it depends on.
    pub(super) support: u64,
    /// The variable of the same bit in the state left behind.
    pub(super) left_behind: u16,
}

/// The options that a statement speaks of.
pub(super) fn support(statement: &Statement) -> u64 {
    match statement {
        Statement::Taken(option) => 1 << option,
        Statement::Constant(_) => 0,
        Statement::Not(part) => support(part),
        Statement::And(parts) | Statement::Or(parts) => {
            parts.iter().fold(0, |options, part| options | support(part))
        }
        Statement::If(one, other) | Statement::IfAndOnlyIf(one, other) => {
            support(one) | support(other)
        }
    }
}

/// The variable of each option now, for each party those of its score left behind, and how many
/// there are in all.
pub(super) type Variables = (Vec<u16>, Vec<Vec<u16>>, u16);

pub(super) fn variables(
    order: &[usize],
    supports: &[Vec<u64>],
) -> Result<Variables, SymbolicError> {
    let total = 2 * order.len() + supports.iter().map(Vec::len).sum::<usize>();
    if total >= usize::from(u16::MAX) {
        return Err(SymbolicError::TooManyStatements);
    }
    let mut now = vec![0; order.len()];
    let mut left_behind: Vec<Vec<u16>> = supports.iter().map(|all| vec![0; all.len()]).collect();
    let mut next = 0_u16;
    let mut passed = 0_u64;
    // Before the first option those of statements on no option at all.
    for option in std::iter::once(None).chain(order.iter().copied().map(Some)) {
        let before = passed;
        if let Some(option) = option {
            now[option] = next;
            next += 2;
            passed |= 1 << option;
        }
        for (party, all) in supports.iter().enumerate() {
            for (bit, &support) in all.iter().enumerate() {
                let (done, was_done) = (support & !passed == 0, support & !before == 0);
                if done && (option.is_none() || !was_done) {
                    left_behind[party][bit] = next;
                    next += 1;
                }
            }
        }
    }
    Ok((now, left_behind, next))
}

/// The options that each bit of the sum of weights depends on, highest first.
pub(super) fn weight_supports(weights: &[i64]) -> Vec<u64> {
    let range: u128 = weights.iter().map(|weight| u128::from(weight.unsigned_abs())).sum();
    let all = weights
        .iter()
        .enumerate()
        .filter(|(_, weight)| **weight != 0)
        .fold(0, |options, (option, _)| options | 1_u64 << option);
    vec![all; (u128::BITS - range.leading_zeros()) as usize]
}

/// The bits of the sum of weights, highest first, counted from the lowest sum there can be: an
/// option adds the size of its weight where it is taken if that is positive, else where it is not.
pub(super) fn weight_bits(
    weights: &[i64],
    bits: usize,
    d: &Diagrams,
    now: &[u16],
) -> Result<Vec<Bdd>, SymbolicError> {
    let mut sum = vec![d.constant(false); bits];
    for (weight, &variable) in weights.iter().zip(now) {
        let taken = d.variable(variable);
        let adds = if *weight < 0 { taken.not() } else { taken };
        let size = weight.unsigned_abs();
        let mut carry = d.constant(false);
        for (place, digit) in sum.iter_mut().enumerate() {
            let added = place < 64 && size >> place & 1 == 1;
            let added = if added { adds.clone() } else { d.constant(false) };
            let either = d.same(digit, &added)?.not();
            let both = d.and(digit, &added)?;
            *digit = d.same(&either, &carry)?.not();
            carry = d.or(&both, &d.and(&either, &carry)?)?;
        }
    }
    sum.reverse();
    Ok(sum)
}
