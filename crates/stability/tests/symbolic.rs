//! The symbolic engine against the definitions, state by state, and against answers that can be
//! proved by hand where states are too many to list.

use zopa_stability::prioritising::ranking_from_statements;
use zopa_stability::symbolic::{
    NODE_LIMIT, StateSet, SymbolicConflict, SymbolicError, SymbolicPreference, solve,
};
use zopa_stability::{
    Concept, Conflict, ConflictOption, FeasibleStates, Graph, OptionForm, Pattern, Preference,
    Reversibility, Statement,
};

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ z >> 31) % bound
    }

    fn statement(&mut self, options: u64, depth: u32) -> Statement {
        let kind = if depth == 0 { 0 } else { self.below(9) };
        let part = |random: &mut Self| Box::new(random.statement(options, depth - 1));
        match kind {
            1 | 2 => Statement::Not(part(self)),
            3 => Statement::And(vec![*part(self), *part(self)]),
            4 => Statement::Or(vec![*part(self), *part(self), *part(self)]),
            5 => Statement::If(part(self), part(self)),
            6 => Statement::IfAndOnlyIf(part(self), part(self)),
            7 if self.below(4) == 0 => Statement::Constant(self.below(2) == 1),
            _ => Statement::Taken(self.below(options) as usize),
        }
    }

    fn pattern(&mut self, options: u64) -> Pattern {
        let mut pattern = Pattern::default();
        for _ in 0..1 + self.below(3) {
            pattern.fixed |= 1 << self.below(options);
        }
        pattern.value = self.below(1 << options) & pattern.fixed;
        pattern
    }

    fn conflict(&mut self) -> SymbolicConflict {
        let parties = 2 + self.below(2) as usize;
        let options = 3 + [0, 0, 0, 1, 1, 2, 2, 3, 4, 5][self.below(10) as usize];
        let one_way = self.below(2);
        let direction = |random: &mut Self| match random.below(4) * one_way {
            1 => Reversibility::Forward,
            2 => Reversibility::Back,
            _ => Reversibility::Both,
        };
        let preferences = (0..parties)
            .map(|_| match self.below(6) {
                0 => SymbolicPreference::Weights(
                    (0..options).map(|_| self.below(9) as i64 - 4).collect(),
                ),
                _ => {
                    let count = self.below(2 * options);
                    SymbolicPreference::Statements(
                        (0..count).map(|_| self.statement(options, 2)).collect(),
                    )
                }
            })
            .collect();
        SymbolicConflict {
            parties,
            options: (0..options)
                .map(|_| ConflictOption {
                    owner: self.below(parties as u64) as usize,
                    reversibility: direction(self),
                })
                .collect(),
            infeasible_patterns: (0..self.below(3)).map(|_| self.pattern(options)).collect(),
            infeasible: (0..self.below(2)).map(|_| self.statement(options, 2)).collect(),
            preferences,
        }
    }
}

/// The conflict state by state, straight from the definitions.
struct Listed {
    states: Vec<u64>,
    /// For each party and state (by place in the list) the places it can move to.
    moves: Vec<Vec<Vec<usize>>>,
    /// For each party and state its score.
    score: Vec<Vec<i128>>,
}

impl Listed {
    fn new(conflict: &SymbolicConflict) -> Self {
        let options = conflict.options.len();
        let feasible = |state: &u64| {
            !conflict.infeasible_patterns.iter().any(|pattern| pattern.matches(*state))
                && !conflict.infeasible.iter().any(|statement| statement.holds(*state))
        };
        let states: Vec<u64> = (0..1 << options).filter(feasible).collect();
        let can = |party: usize, from: u64, to: u64| {
            from != to
                && (0..options).filter(|o| (from ^ to) >> o & 1 == 1).all(|o| {
                    let way = match from >> o & 1 {
                        0 => Reversibility::Forward,
                        _ => Reversibility::Back,
                    };
                    let option = conflict.options[o];
                    option.owner == party
                        && (option.reversibility == way
                            || option.reversibility == Reversibility::Both)
                })
        };
        let moves = (0..conflict.parties)
            .map(|party| {
                let from = |&from: &u64| {
                    (0..states.len()).filter(|&to| can(party, from, states[to])).collect()
                };
                states.iter().map(from).collect()
            })
            .collect();
        let score = |preference: &SymbolicPreference, state: u64| match preference {
            SymbolicPreference::Statements(all) => {
                all.iter().fold(0, |score, one| score * 2 + i128::from(one.holds(state)))
            }
            SymbolicPreference::Weights(weights) => weights
                .iter()
                .enumerate()
                .filter(|(option, _)| state >> option & 1 == 1)
                .map(|(_, weight)| i128::from(*weight))
                .sum(),
        };
        let score = conflict
            .preferences
            .iter()
            .map(|preference| states.iter().map(|&state| score(preference, state)).collect())
            .collect();
        Listed { states, moves, score }
    }

    /// States reached from `from` by legal sequences of the others: no one moves twice in a row.
    fn reached(&self, party: usize, from: usize, improving: bool) -> Vec<bool> {
        let parties = self.moves.len();
        let mut seen = vec![vec![false; self.states.len()]; parties];
        let mut to_do = vec![(from, parties)];
        while let Some((at, last)) = to_do.pop() {
            for mover in (0..parties).filter(|&mover| mover != party && mover != last) {
                for &to in &self.moves[mover][at] {
                    let improves = self.score[mover][to] > self.score[mover][at];
                    if (improves || !improving) && !seen[mover][to] {
                        seen[mover][to] = true;
                        to_do.push((to, mover));
                    }
                }
            }
        }
        (0..self.states.len()).map(|state| seen.iter().any(|by| by[state])).collect()
    }

    /// Which states are stable for the party under the concept.
    fn stable(&self, party: usize, concept: Concept) -> Vec<bool> {
        let score = &self.score[party];
        let count = self.states.len();
        let improving = matches!(concept, Concept::Sequential | Concept::SymmetricSequential);
        let symmetric =
            matches!(concept, Concept::SymmetricMetarational | Concept::SymmetricSequential);
        let reached: Vec<Vec<bool>> = (0..count)
            .map(|from| match concept {
                Concept::Nash => vec![false; count],
                _ => self.reached(party, from, improving),
            })
            .collect();
        let stable = |state: usize| {
            let improvements =
                self.moves[party][state].iter().filter(|&&to| score[to] > score[state]);
            improvements.into_iter().all(|&to| {
                (0..count).filter(|&end| reached[to][end]).any(|end| {
                    let escapes =
                        self.moves[party][end].iter().any(|&out| score[out] > score[state]);
                    score[end] <= score[state] && !(symmetric && escapes)
                })
            })
        };
        (0..count).map(stable).collect()
    }
}

#[test]
fn equal_to_the_definitions_on_random_conflicts() {
    let mut random = Random(20);
    let (mut models, mut unstable, mut shown) = (0, 0, [0; 5]);
    while models < 2_500 {
        let conflict = random.conflict();
        let listed = Listed::new(&conflict);
        let solution = match solve(&conflict, &Concept::BASIC, NODE_LIMIT) {
            Ok(solution) => solution,
            Err(error) => {
                assert_eq!(error, SymbolicError::NoStates, "{conflict:?}");
                assert!(listed.states.is_empty());
                continue;
            }
        };
        models += 1;
        let all = 1_u64 << conflict.options.len();
        assert_eq!(solution.feasible.count(), listed.states.len() as u128);
        for (number, stable) in solution.stable.iter().enumerate() {
            let mut equilibria = vec![true; listed.states.len()];
            for (party, set) in stable.by_party.iter().enumerate() {
                let expected = listed.stable(party, stable.concept);
                for state in 0..all {
                    let place = listed.states.binary_search(&state);
                    let expects = place.is_ok_and(|place| expected[place]);
                    assert_eq!(
                        set.contains(state),
                        expects,
                        "{:?}, party {party}, state {state:b} of {conflict:?}",
                        stable.concept
                    );
                }
                let count = expected.iter().filter(|&&stable| stable).count();
                assert_eq!(set.count(), count as u128);
                unstable += expected.len() - count;
                shown[number] += count;
                for (all, one) in equilibria.iter_mut().zip(&expected) {
                    *all &= one;
                }
            }
            let expected: Vec<u64> = (0..listed.states.len())
                .filter(|&place| equilibria[place])
                .map(|place| listed.states[place])
                .collect();
            let mut found = stable.equilibria.states(usize::MAX);
            found.sort_unstable();
            assert_eq!(found, expected);
            agrees_with_its_patterns(&stable.equilibria, all);
        }
    }
    // The models tell the concepts apart, or the comparison would show little.
    assert!(unstable > 10_000 && shown.windows(2).all(|pair| pair[0] != pair[1]), "{shown:?}");
}

/// Thirteen options of three parties, of which each may take at most one of its first three: with
/// the states listed and ranked, the solver by enumeration finds the same.
#[test]
fn equal_to_enumeration_at_thirteen_options() {
    let mut random = Random(4);
    for _ in 0..15 {
        let owner = |option: usize| [0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 1, 2, 2][option];
        let mut options: Vec<ConflictOption> = (0..13).map(|option| free(owner(option))).collect();
        for option in &mut options[9..] {
            option.reversibility =
                [Reversibility::Both, Reversibility::Forward][random.below(2) as usize];
        }
        let pairs = [(0, 1), (0, 2), (1, 2)];
        let infeasible_patterns: Vec<Pattern> = (0..3)
            .flat_map(|party| pairs.map(|(a, b)| 1 << (3 * party + a) | 1 << (3 * party + b)))
            .map(|both| Pattern { fixed: both, value: both })
            .collect();
        let said: Vec<Vec<Statement>> =
            (0..3).map(|_| (0..8).map(|_| random.statement(13, 2)).collect()).collect();

        let feasible = |state: &u64| !infeasible_patterns.iter().any(|p| p.matches(*state));
        let feasible = FeasibleStates::Listed((0..1 << 13).filter(feasible).collect());
        let preferences = said
            .iter()
            .map(|said| Preference::Ranking(ranking_from_statements(&feasible, said, &[])))
            .collect();
        let form = OptionForm { parties: 3, options: options.clone(), feasible: feasible.clone() };
        let conflict = Conflict::new(Graph::Options(form), preferences).unwrap();
        let listed = zopa_stability::solve(&conflict, &Concept::BASIC).unwrap();

        let conflict = SymbolicConflict {
            parties: 3,
            options,
            infeasible_patterns,
            infeasible: Vec::new(),
            preferences: said.into_iter().map(SymbolicPreference::Statements).collect(),
        };
        let solution = solve(&conflict, &Concept::BASIC, NODE_LIMIT).unwrap();
        assert_eq!(solution.feasible.count(), 64 * 16);
        for (symbolic, listed) in solution.stable.iter().zip(&listed) {
            for (set, expected) in symbolic.by_party.iter().zip(&listed.by_party) {
                let mut found = set.states(usize::MAX);
                found.sort_unstable();
                let expected: Vec<u64> =
                    expected.ones().map(|state| feasible.number(state as u32)).collect();
                assert_eq!(found, expected, "{:?}", symbolic.concept);
            }
        }
    }
}

/// Its patterns are disjoint and cover the set.
fn agrees_with_its_patterns(set: &StateSet, all: u64) {
    let patterns = set.patterns(usize::MAX);
    for state in 0..all {
        let matching = patterns.iter().filter(|pattern| pattern.matches(state)).count();
        assert_eq!(matching, usize::from(set.contains(state)));
    }
}

fn not(option: usize) -> Statement {
    Statement::Not(Box::new(Statement::Taken(option)))
}

fn free(owner: usize) -> ConflictOption {
    ConflictOption { owner, reversibility: Reversibility::Both }
}

/// Twenty prisoner's dilemmas between different parties: 40 options, 40 parties. A party's moves
/// and those that it minds stay within its own game, so a state is stable for it iff its part of
/// the state is in the single game, and equilibria are the products of those of the games: each
/// game has 1 under R and 2 under GMR, SMR, SEQ and SSEQ.
#[test]
fn games_side_by_side_between_different_parties_have_products_of_equilibria() {
    let games = 20;
    let preferences = (0..2 * games)
        .map(|own| {
            let other = own ^ 1;
            SymbolicPreference::Statements(vec![Statement::Taken(other), not(own)])
        })
        .collect();
    let conflict = SymbolicConflict {
        parties: 2 * games,
        options: (0..2 * games).map(free).collect(),
        infeasible_patterns: Vec::new(),
        infeasible: Vec::new(),
        preferences,
    };
    let solution = solve(&conflict, &Concept::BASIC, NODE_LIMIT).unwrap();
    for stable in &solution.stable {
        let of_one = if stable.concept == Concept::Nash { 1_u128 } else { 2 };
        assert_eq!(stable.equilibria.count(), of_one.pow(games as u32), "{:?}", stable.concept);
        assert!(stable.equilibria.contains(0));
        let all = (1 << (2 * games)) - 1;
        assert_eq!(stable.equilibria.contains(all), stable.concept != Concept::Nash);
        assert!(!stable.equilibria.contains(1));
        // R: 2 of the 4 states of a game are stable for a party in it; else 3.
        let of_party = if stable.concept == Concept::Nash { 2_u128 } else { 3 };
        assert!(stable.by_party.iter().all(|set| set.count() == of_party << (2 * games - 2)));
    }
}

/// Twenty options each of two parties. Each wants most of all that its own first option be as the
/// other's first, then as the second, and so on. Under R a state is stable for a party iff it has
/// matched them all, as nothing stands in its way: one own answer for each of the 2^20 of the
/// other; equilibria are the 2^20 states with both alike.
#[test]
fn matching_forty_options_pair_by_pair() {
    let pairs = 20;
    let wants: Vec<Statement> = (0..pairs)
        .map(|pair| {
            Statement::IfAndOnlyIf(
                Box::new(Statement::Taken(pair)),
                Box::new(Statement::Taken(pairs + pair)),
            )
        })
        .collect();
    let preferences = vec![SymbolicPreference::Statements(wants); 2];
    let conflict = SymbolicConflict {
        parties: 2,
        options: (0..2 * pairs).map(|option| free(option / pairs)).collect(),
        infeasible_patterns: Vec::new(),
        infeasible: Vec::new(),
        preferences,
    };
    let solution = solve(&conflict, &Concept::BASIC, NODE_LIMIT).unwrap();
    let nash = &solution.stable[0].equilibria;
    assert_eq!(nash.count(), 1 << pairs);
    assert!(nash.states(1_000).iter().all(|state| state & 0xF_FFFF == state >> 20));
    // GMR: the other can always mismatch the first pair, so no improvement is safe.
    assert_eq!(solution.stable[1].equilibria.count(), 1 << 40);
    // SMR: whatever the other does can be matched anew, so only the best states are stable.
    assert_eq!(solution.stable[2].equilibria.count(), 1 << pairs);
    // SEQ: the other shares the wish and never spoils it.
    assert_eq!(solution.stable[3].equilibria.count(), 1 << pairs);
}

#[test]
fn a_conflict_that_does_not_fit_or_grows_too_large_is_an_error() {
    let conflict = SymbolicConflict {
        parties: 2,
        options: vec![free(0), free(1)],
        infeasible_patterns: Vec::new(),
        infeasible: Vec::new(),
        preferences: vec![SymbolicPreference::Statements(vec![Statement::Taken(0)]); 2],
    };
    let fails = |change: &dyn Fn(&mut SymbolicConflict), error: SymbolicError| {
        let mut conflict = conflict.clone();
        change(&mut conflict);
        assert_eq!(solve(&conflict, &Concept::BASIC, NODE_LIMIT).unwrap_err(), error);
    };
    fails(&|c| c.options.clear(), SymbolicError::OptionCount { options: 0 });
    fails(&|c| c.options = vec![free(0); 65], SymbolicError::OptionCount { options: 65 });
    fails(&|c| c.options[1].owner = 2, SymbolicError::UnknownOwner { option: 1 });
    fails(&|c| c.parties = 3, SymbolicError::PreferenceCount { parties: 3, preferences: 2 });
    fails(&|c| c.infeasible.push(Statement::Taken(7)), SymbolicError::UnknownOption { option: 7 });
    fails(
        &|c| c.infeasible_patterns.push(Pattern { fixed: 4, value: 0 }),
        SymbolicError::UnknownOption { option: 2 },
    );
    fails(
        &|c| c.preferences[0] = SymbolicPreference::Weights(vec![1; 3]),
        SymbolicError::UnknownOption { option: 2 },
    );
    fails(&|c| c.infeasible.push(Statement::Constant(true)), SymbolicError::NoStates);
    assert_eq!(
        solve(&conflict, &[Concept::NonMyopic], NODE_LIMIT).unwrap_err(),
        SymbolicError::OtherConcept(Concept::NonMyopic)
    );
    assert_eq!(
        solve(&conflict, &Concept::BASIC, 4).unwrap_err(),
        SymbolicError::TooLarge { nodes: 4 }
    );
}
