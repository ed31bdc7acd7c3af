//! How long the symbolic engine takes, and how large its diagrams grow, from 10 to 60 options:
//! families of conflicts that differ in how far apart the options stand that are spoken of
//! together. `cargo run --release --example symbolic_growth [family] [most options] [nodes]`.
#![allow(clippy::print_stdout)]

use std::time::Instant;
use zopa_stability::symbolic::{
    NODE_LIMIT, SymbolicConflict, SymbolicError, SymbolicPreference, solve,
};
use zopa_stability::{Concept, ConflictOption, Reversibility, Statement};

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) % bound as u64) as usize
    }

    /// A statement on these options: some taken, some not, joined by and, or, if, iff.
    fn on(&mut self, options: &[usize]) -> Statement {
        let literal = |random: &mut Self, option: usize| match random.below(2) {
            0 => Statement::Taken(option),
            _ => Statement::Not(Box::new(Statement::Taken(option))),
        };
        let (first, rest) = options.split_first().expect("a statement on an option");
        rest.iter().fold(literal(self, *first), |so_far, &option| {
            let next = literal(self, option);
            match self.below(4) {
                0 => Statement::And(vec![so_far, next]),
                1 => Statement::Or(vec![so_far, next]),
                2 => Statement::If(Box::new(next), Box::new(so_far)),
                _ => Statement::IfAndOnlyIf(Box::new(so_far), Box::new(next)),
            }
        })
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

fn options(owners: impl Iterator<Item = usize>) -> Vec<ConflictOption> {
    owners.map(|owner| ConflictOption { owner, reversibility: Reversibility::Both }).collect()
}

fn conflict(
    options: Vec<ConflictOption>,
    statements: Vec<Vec<Statement>>,
    infeasible: Vec<Statement>,
) -> SymbolicConflict {
    SymbolicConflict {
        parties: statements.len(),
        options,
        infeasible_patterns: Vec::new(),
        infeasible,
        preferences: statements.into_iter().map(SymbolicPreference::Statements).collect(),
    }
}

/// Options in a line or ring, cut into blocks of the parties; each party has one statement on
/// every two neighbouring options of which at least one is its own, in random order.
fn chain(count: usize, parties: usize, ring: bool, random: &mut Random) -> SymbolicConflict {
    let owner = |option: usize| option * parties / count;
    let statements = (0..parties)
        .map(|party| {
            let links =
                (0..count - usize::from(!ring)).map(|option| (option, (option + 1) % count));
            let mut own: Vec<Statement> = links
                .filter(|&(one, other)| owner(one) == party || owner(other) == party)
                .map(|(one, other)| random.on(&[one, other]))
                .collect();
            random.shuffle(&mut own);
            own
        })
        .collect();
    conflict(options((0..count).map(owner)), statements, Vec::new())
}

/// The same conflict with its options in random order.
fn shuffled(given: SymbolicConflict, random: &mut Random) -> SymbolicConflict {
    let mut place: Vec<usize> = (0..given.options.len()).collect();
    random.shuffle(&mut place);
    let mut options = given.options.clone();
    for (option, &to) in given.options.iter().zip(&place) {
        options[to] = *option;
    }
    let move_one = |statement: &Statement| moved(statement, &place);
    let preferences = given.preferences.iter().map(|preference| match preference {
        SymbolicPreference::Statements(all) => {
            SymbolicPreference::Statements(all.iter().map(move_one).collect())
        }
        weights @ SymbolicPreference::Weights(_) => weights.clone(),
    });
    SymbolicConflict {
        options,
        infeasible: given.infeasible.iter().map(move_one).collect(),
        preferences: preferences.collect(),
        ..given
    }
}

fn moved(statement: &Statement, place: &[usize]) -> Statement {
    let of = |part: &Statement| moved(part, place);
    let all = |parts: &[Statement]| parts.iter().map(of).collect();
    match statement {
        Statement::Taken(option) => Statement::Taken(place[*option]),
        Statement::Constant(value) => Statement::Constant(*value),
        Statement::Not(part) => Statement::Not(Box::new(of(part))),
        Statement::And(parts) => Statement::And(all(parts)),
        Statement::Or(parts) => Statement::Or(all(parts)),
        Statement::If(one, other) => Statement::If(Box::new(of(one)), Box::new(of(other))),
        Statement::IfAndOnlyIf(one, other) => {
            Statement::IfAndOnlyIf(Box::new(of(one)), Box::new(of(other)))
        }
    }
}

/// A regulator with four options and firms with four each. A firm has three statements on its own
/// options and the regulator's; the regulator has one on each firm.
fn regulator(count: usize, random: &mut Random) -> SymbolicConflict {
    let firms = (count - 1) / 4;
    let owner = |option: usize| option / 4;
    let parties = firms + 1;
    let statements = (0..parties)
        .map(|party| {
            let own =
                |party: usize, random: &mut Random| (4 * party + random.below(4)).min(count - 1);
            let pairs: Vec<(usize, usize)> = match party {
                0 => (1..parties).map(|firm| (0, firm)).collect(),
                firm => vec![(firm, firm), (0, firm), (firm, 0)],
            };
            let on = |(one, other): (usize, usize)| {
                let both = [own(one, random), own(other, random)];
                random.on(&both)
            };
            pairs.into_iter().map(on).collect()
        })
        .collect();
    conflict(options((0..count).map(owner)), statements, Vec::new())
}

/// Three parties; each has so many statements on three options from anywhere.
fn scattered(count: usize, statements: usize, random: &mut Random) -> SymbolicConflict {
    let said = (0..3)
        .map(|_| {
            (0..statements)
                .map(|_| {
                    let three = [(); 3].map(|()| random.below(count));
                    random.on(&three)
                })
                .collect()
        })
        .collect();
    conflict(options((0..count).map(|option| option % 3)), said, Vec::new())
}

/// Four parties, each with a weight from -9 to 9 for every option.
fn weights(count: usize, random: &mut Random) -> SymbolicConflict {
    let mut form =
        conflict(options((0..count).map(|option| option % 4)), vec![Vec::new(); 4], Vec::new());
    for preference in &mut form.preferences {
        let weights = (0..count).map(|_| random.below(19) as i64 - 9).collect();
        *preference = SymbolicPreference::Weights(weights);
    }
    form
}

/// A party for every five options: one of three levels of action, a concession and a claim, where
/// the highest level goes with no claim and the lowest with no concession, and the concession,
/// once made, stands. A party cares for what its neighbours in a ring of parties do, then for its
/// own comfort.
fn levels(count: usize, random: &mut Random) -> SymbolicConflict {
    let parties = count / 5;
    let taken = |party: usize, option: usize| Statement::Taken(party % parties * 5 + option);
    let none = |all: Vec<Statement>| Statement::Not(Box::new(Statement::Or(all)));
    let mut infeasible = Vec::new();
    let mut statements = Vec::new();
    for party in 0..parties {
        let level = |one: usize| taken(party, one);
        for (one, other) in [(0, 1), (0, 2), (1, 2), (2, 4), (0, 3)] {
            infeasible.push(Statement::And(vec![level(one), level(other)]));
        }
        infeasible.push(none(vec![level(0), level(1), level(2)]));
        let next = party + 1;
        let before = party + parties - 1;
        let mut said = vec![
            taken(next, 2),
            taken(before, 3),
            Statement::Not(Box::new(taken(before, 4))),
            Statement::Or(vec![taken(next, 1), taken(before, 1)]),
            Statement::If(Box::new(taken(party, 2)), Box::new(taken(next, 2))),
            Statement::If(Box::new(taken(party, 3)), Box::new(taken(before, 2))),
            taken(party, 0),
            taken(party, 4),
            Statement::Not(Box::new(taken(party, 3))),
        ];
        let (first, second) = (random.below(6), random.below(6));
        said.swap(first, second);
        statements.push(said);
    }
    let mut form = options((0..count).map(|option| option / 5));
    for party in 0..parties {
        form[5 * party + 3].reversibility = Reversibility::Forward;
    }
    conflict(form, statements, infeasible)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.first().map_or("", String::as_str);
    let most = arguments.get(1).and_then(|text| text.parse().ok()).unwrap_or(60);
    let nodes = arguments.get(2).and_then(|text| text.parse().ok()).unwrap_or(NODE_LIMIT);
    type Family = (&'static str, fn(usize, &mut Random) -> SymbolicConflict);
    let families: [Family; 12] = [
        ("chain, 2 parties", |count, random| chain(count, 2, false, random)),
        ("chain, 5 parties", |count, random| chain(count, 5, false, random)),
        ("ring, 5 parties", |count, random| chain(count, 5, true, random)),
        ("ring, shuffled", |count, random| shuffled(chain(count, 5, true, random), random)),
        ("ring, party for 2", |count, random| chain(count, count / 2, true, random)),
        ("scattered, 5 said", |count, random| scattered(count, 5, random)),
        ("scattered, 10 said", |count, random| scattered(count, 10, random)),
        ("scattered, 15 said", |count, random| scattered(count, 15, random)),
        ("weights to 9", weights),
        ("levels of action", levels),
        ("levels, shuffled", |count, random| shuffled(levels(count, random), random)),
        ("regulator and firms", regulator),
    ];
    println!("family               options  states   concept  equilibria  nodes  largest  seconds");
    for (name, family) in families.iter().filter(|(name, _)| name.contains(wanted)) {
        for count in (10..=most).step_by(10) {
            let conflict = family(count, &mut Random(count as u64));
            let mut failed = 0;
            for concept in Concept::BASIC {
                let begin = Instant::now();
                let solution = solve(&conflict, &[concept], nodes);
                let seconds = begin.elapsed().as_secs_f64();
                let concept = concept.abbreviation();
                match solution {
                    Ok(found) => {
                        let equilibria = &found.stable[0].equilibria;
                        println!(
                            "{name:<20} {count:>7}  {:<7.1e}  {concept:<7}  {:<10.3e}  {:>5}  {:>7}  {seconds:.3}",
                            found.feasible.count() as f64,
                            equilibria.count() as f64,
                            equilibria.nodes(),
                            found.largest,
                        );
                    }
                    Err(SymbolicError::TooLarge { .. }) => {
                        failed += 1;
                        println!(
                            "{name:<20} {count:>7}  {:<7}  {concept:<7}  too large   {seconds:.1} s",
                            ""
                        );
                    }
                    Err(error) => println!("{name:<20} {count:>7}  {error}"),
                }
            }
            if failed >= 4 {
                break;
            }
        }
    }
}
