//! A statement as patterns of which at least one fits exactly where it holds (disjunctive normal
//! form).

use zopa_stability::{Pattern, Statement};

/// Most patterns of a statement.
const LIMIT: usize = 4_096;

/// The patterns of a statement, or of its opposite; `None` where there would be too many.
///
/// ```
/// use zopa_exchange::declared::cubes::patterns;
/// use zopa_stability::{Pattern, Statement::*};
/// let b_if_a = If(Box::new(Taken(1)), Box::new(Taken(0)));
/// let against = patterns(&b_if_a, false).unwrap();
/// assert_eq!(against, [Pattern { fixed: 0b11, value: 0b01 }]); // YN
/// ```
pub fn patterns(statement: &Statement, holds: bool) -> Option<Vec<Pattern>> {
    let mut found = cubes(statement, holds)?;
    found.sort_by_key(|cube| (cube.fixed.count_ones(), cube.fixed, cube.value));
    let mut kept: Vec<Pattern> = Vec::new();
    for cube in found {
        // A wider pattern that fits everywhere this one does makes it superfluous.
        let covered = |wide: &Pattern| {
            wide.fixed & cube.fixed == wide.fixed && cube.value & wide.fixed == wide.value
        };
        if !kept.iter().any(covered) {
            kept.push(cube);
        }
    }
    Some(kept)
}

fn cubes(statement: &Statement, holds: bool) -> Option<Vec<Pattern>> {
    match (statement, holds) {
        (Statement::Taken(option), _) => {
            let bit = 1_u64 << option;
            Some(vec![Pattern { fixed: bit, value: if holds { bit } else { 0 } }])
        }
        (Statement::Constant(value), _) => {
            Some(if *value == holds { vec![Pattern::default()] } else { Vec::new() })
        }
        (Statement::Not(part), _) => cubes(part, !holds),
        (Statement::And(parts), true) | (Statement::Or(parts), false) => {
            let mut product = vec![Pattern::default()];
            for part in parts {
                product = both(&product, &cubes(part, holds)?)?;
            }
            Some(product)
        }
        (Statement::And(parts), false) | (Statement::Or(parts), true) => {
            let mut sum = Vec::new();
            for part in parts {
                sum.extend(cubes(part, holds)?);
                if sum.len() > LIMIT {
                    return None;
                }
            }
            Some(sum)
        }
        (Statement::If(then, condition), true) => {
            either(cubes(then, true)?, cubes(condition, false)?)
        }
        (Statement::If(then, condition), false) => {
            both(&cubes(then, false)?, &cubes(condition, true)?)
        }
        (Statement::IfAndOnlyIf(one, other), _) => either(
            both(&cubes(one, true)?, &cubes(other, holds)?)?,
            both(&cubes(one, false)?, &cubes(other, !holds)?)?,
        ),
    }
}

fn either(mut one: Vec<Pattern>, other: Vec<Pattern>) -> Option<Vec<Pattern>> {
    one.extend(other);
    (one.len() <= LIMIT).then_some(one)
}

fn both(one: &[Pattern], other: &[Pattern]) -> Option<Vec<Pattern>> {
    let mut product = Vec::new();
    for a in one {
        for b in other {
            let shared = a.fixed & b.fixed;
            if a.value & shared == b.value & shared {
                product.push(Pattern { fixed: a.fixed | b.fixed, value: a.value | b.value });
            }
        }
        if product.len() > LIMIT {
            return None;
        }
    }
    Some(product)
}
