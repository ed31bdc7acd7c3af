//! A preference from comparisons of pairs, closed by transitivity where asked for.

use super::comparison::Compared;
use super::states::States;
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic};
use zopa_stability::{Comparison, Preference, Ranking, Relation};

/// The relation of the comparisons: every pair that nothing is said of is unknown.
///
/// Closed by transitivity, `a > b > c` gives `a > c`, and a state that is equal to another
/// compares as it does; a strong preference on the way stays one (two of them make strength 3).
/// A pair stated to be unknown stays so. A closed relation without unknown pairs and strength
/// comes back as a ranking.
///
/// # Errors
/// Comparisons that contradict each other.
pub(super) fn relation(
    compared: &[Compared],
    closed: bool,
    states: &States<'_>,
) -> Result<Preference, Vec<Diagnostic>> {
    let problems = contradictions(compared);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut relation = Relation::unknown(states.count);
    if closed {
        close(compared, states, &mut relation)?;
    }
    for stated in compared {
        if !closed || stated.comparison == Comparison::Unknown {
            relation.set(stated.state, stated.other, stated.comparison);
        }
    }
    match closed.then(|| as_ranking(&relation)).flatten() {
        Some(ranking) => Ok(Preference::Ranking(ranking)),
        None => Ok(Preference::Relation(relation)),
    }
}

/// Pairs that are compared in two ways.
fn contradictions(compared: &[Compared]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut first: BTreeMap<(u32, u32), (Comparison, &Compared)> = BTreeMap::new();
    for stated in compared {
        let forward = stated.state < stated.other;
        let (pair, comparison) = if forward {
            ((stated.state, stated.other), stated.comparison)
        } else {
            ((stated.other, stated.state), stated.comparison.reversed())
        };
        let (earlier, by) = *first.entry(pair).or_insert((comparison, stated));
        if earlier != comparison {
            problems.push(
                Diagnostic::new(
                    Code::Contradiction,
                    format!("`{}` contradicts `{}`", stated.text, by.text),
                )
                .label(stated.text.span, "says otherwise")
                .label(by.text.span, "first here"),
            );
        }
    }
    problems
}

/// Sets what follows from `>` and `~` by transitivity.
fn close(
    compared: &[Compared],
    states: &States<'_>,
    relation: &mut Relation,
) -> Result<(), Vec<Diagnostic>> {
    let count = states.count;
    // Classes of equal states, each named by its smallest member.
    let mut class: Vec<usize> = (0..count).collect();
    fn root(class: &mut [usize], mut state: usize) -> usize {
        while class[state] != state {
            class[state] = class[class[state]];
            state = class[state];
        }
        state
    }
    for stated in compared.iter().filter(|stated| stated.comparison == Comparison::Equal) {
        let a = root(&mut class, stated.state as usize);
        let b = root(&mut class, stated.other as usize);
        class[a.max(b)] = a.min(b);
    }
    let class: Vec<usize> = (0..count).map(|state| root(&mut class, state)).collect();
    // Steps from a class to the ones it is preferred to, with the strength above the first.
    let mut worse: Vec<Vec<(usize, u32, usize)>> = vec![Vec::new(); count];
    for (at, stated) in compared.iter().enumerate() {
        let (better, lesser, strength) = match stated.comparison {
            Comparison::Better(strength) => (stated.state, stated.other, strength),
            Comparison::Worse(strength) => (stated.other, stated.state, strength),
            Comparison::Equal | Comparison::Unknown => continue,
        };
        worse[class[better as usize]].push((class[lesser as usize], strength - 1, at));
    }
    let order = order(&worse).map_err(|circle| vec![contradiction(&circle, compared, states)])?;
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (state, class) in class.iter().enumerate() {
        members[*class].push(state as u32);
    }
    // From the worst class to the best: below each one the strongest way to every other.
    let mut below: Vec<Vec<Option<u32>>> = vec![Vec::new(); count];
    for &from in order.iter().rev().filter(|from| !members[**from].is_empty()) {
        let mut reached: Vec<Option<u32>> = vec![None; count];
        for &(to, strength, _) in &worse[from] {
            let mut reach = |end: usize, strength: u32| {
                reached[end] = reached[end].max(Some(strength));
            };
            reach(to, strength);
            for (end, further) in below[to].iter().enumerate() {
                if let Some(further) = further {
                    reach(end, strength + further);
                }
            }
        }
        for (end, strength) in reached.iter().enumerate() {
            let Some(strength) = strength else { continue };
            for &better in &members[from] {
                for &lesser in &members[end] {
                    relation.set(better, lesser, Comparison::Better(1 + strength));
                }
            }
        }
        for (i, &one) in members[from].iter().enumerate() {
            for &other in &members[from][i + 1..] {
                relation.set(one, other, Comparison::Equal);
            }
        }
        below[from] = reached;
    }
    Ok(())
}

/// The classes such that each stands before those that it is preferred to, or the comparisons of
/// a circle.
fn order(worse: &[Vec<(usize, u32, usize)>]) -> Result<Vec<usize>, Vec<usize>> {
    let count = worse.len();
    let mut finished = Vec::with_capacity(count);
    // 0: not seen, 1: on the way, 2: finished.
    let mut seen = vec![0_u8; count];
    for start in 0..count {
        if seen[start] != 0 {
            continue;
        }
        // Class, next step to look at, and the comparison that led here.
        let mut way: Vec<(usize, usize, usize)> = vec![(start, 0, usize::MAX)];
        seen[start] = 1;
        while let Some((class, step, _)) = way.last_mut() {
            match worse[*class].get(*step) {
                Some(&(to, _, by)) => {
                    *step += 1;
                    if seen[to] == 1 {
                        let from = way.iter().position(|(class, ..)| *class == to).unwrap_or(0);
                        let mut circle: Vec<usize> =
                            way[from + 1..].iter().map(|(_, _, by)| *by).collect();
                        circle.push(by);
                        return Err(circle);
                    }
                    if seen[to] == 0 {
                        seen[to] = 1;
                        way.push((to, 0, by));
                    }
                }
                None => {
                    seen[*class] = 2;
                    finished.push(*class);
                    way.pop();
                }
            }
        }
    }
    finished.reverse();
    Ok(finished)
}

fn contradiction(circle: &[usize], compared: &[Compared], states: &States<'_>) -> Diagnostic {
    let begin = circle.first().map(|at| match compared[*at].comparison {
        Comparison::Worse(_) => compared[*at].other,
        _ => compared[*at].state,
    });
    let mut problem = Diagnostic::new(
        Code::Contradiction,
        format!(
            "the comparisons lead from `{}` back to it",
            begin.map(|state| states.shown(state)).unwrap_or_default()
        ),
    );
    for (i, at) in circle.iter().enumerate().take(8) {
        let message = if i == 0 { "from here" } else { "then" };
        problem = problem.label(compared[*at].text.span, message);
    }
    problem.hint("take one of them out, or write `closed = false` to keep preferences in a circle")
}

/// The ranking that says the same as a transitive relation, where nothing is unknown or strong.
fn as_ranking(relation: &Relation) -> Option<Ranking> {
    let states = relation.states() as u32;
    let mut better_than = vec![0_u32; states as usize];
    for state in 0..states {
        for other in 0..states {
            match relation.compare(state, other) {
                Comparison::Better(1) => better_than[state as usize] += 1,
                Comparison::Equal | Comparison::Worse(1) => {}
                _ => return None,
            }
        }
    }
    let mut levels = better_than.clone();
    levels.sort_unstable();
    levels.dedup();
    let rank = better_than
        .iter()
        .map(|count| levels.partition_point(|level| level < count) as u32)
        .collect();
    Some(Ranking::new(rank))
}
