//! Unknown, strong, fuzzy and probabilistic preference, attitudes and simultaneous sanctions
//! against their definitions, each written out here without the library's judgements.

mod definitions;
mod random_conflicts;

use definitions::{Moves, legal_sequences, moves};
use fixedbitset::FixedBitSet;
use random_conflicts::SplitMix64;
use std::collections::BTreeSet;
use zopa_stability::attitude::{self, Attitude};
use zopa_stability::fuzzy::{self, FuzzyError, FuzzyRelation};
use zopa_stability::probabilistic::{self, Limits, PreferenceProbabilities, ProbabilityError};
use zopa_stability::strength::{self, Degree, Solidity};
use zopa_stability::unknown::{self, Extension};
use zopa_stability::{
    Comparison, Concept, Conflict, ConflictError, Graph, Preference, Relation, Stable, simultaneous,
};

const ALL: [Concept; 5] = Concept::BASIC;

/// The responses of all but `party` to `state`: of any moves, or of those that `step` lets.
fn responses(
    moves: &Moves,
    party: usize,
    state: u32,
    step: &dyn Fn(usize, u32, u32) -> bool,
) -> BTreeSet<u32> {
    let others: Vec<usize> = (0..moves.len()).filter(|&other| other != party).collect();
    legal_sequences(&others, state, |mover, from| {
        let reached = moves[mover][from as usize].iter().copied();
        reached.filter(|&to| step(mover, from, to)).collect()
    })
}

/// Stable states where `leaves(i, s, q)`, `responds(j, s, q)` and `bad(i, s, q)` are given as sets
/// would be in the literature: `q` in the improvement list, in that of a sanctioner, among the
/// states that sanction.
fn by_definition(
    graph: &Graph,
    leaves: &dyn Fn(usize, u32, u32) -> bool,
    responds: &dyn Fn(usize, u32, u32) -> bool,
    bad: &dyn Fn(usize, u32, u32) -> bool,
) -> Vec<Stable> {
    let moves = moves(graph);
    let states = graph.states();
    ALL.iter()
        .map(|&concept| {
            let sequential = matches!(concept, Concept::Sequential | Concept::SymmetricSequential);
            let symmetric =
                matches!(concept, Concept::SymmetricMetarational | Concept::SymmetricSequential);
            let is_stable = |i: usize, s: u32| {
                let improvements = moves[i][s as usize].iter().filter(|&&q| leaves(i, s, q));
                improvements.clone().next().is_none()
                    || concept != Concept::Nash
                        && improvements.clone().all(|&s1| {
                            let reached = if sequential {
                                responses(&moves, i, s1, responds)
                            } else {
                                responses(&moves, i, s1, &|_, _, _| true)
                            };
                            reached.into_iter().any(|s2| {
                                bad(i, s, s2)
                                    && (!symmetric
                                        || moves[i][s2 as usize].iter().all(|&s3| bad(i, s, s3)))
                            })
                        })
            };
            let by_party = (0..moves.len())
                .map(|i| {
                    let mut set = FixedBitSet::with_capacity(states);
                    (0..states).for_each(|s| set.set(s, is_stable(i, s as u32)));
                    set
                })
                .collect();
            Stable { by_party }
        })
        .collect()
}

fn subset(strong: &Stable, weak: &Stable) -> bool {
    strong.by_party.iter().zip(&weak.by_party).all(|(strong, weak)| strong.is_subset(weak))
}

#[test]
fn unknown_preference_equals_its_definition() {
    let mut random = SplitMix64(11);
    for round in 0..1_500 {
        let conflict = random_conflicts::related(&mut random, 5);
        let compare = |i: usize, a: u32, b: u32| conflict.preferences[i].compare(a, b);
        let better = |i, s, q| compare(i, q, s).is_better();
        let unknown = |i, s, q| compare(i, q, s) == Comparison::Unknown;
        let no_better = |i, s, q| compare(i, q, s).is_no_better();
        let better_or_unknown = |i, s, q| better(i, s, q) || unknown(i, s, q);
        let no_better_or_unknown = |i, s, q| no_better(i, s, q) || unknown(i, s, q);
        let mut found = Vec::new();
        for extension in Extension::ALL {
            let expected = match extension {
                Extension::A => by_definition(
                    &conflict.graph,
                    &better_or_unknown,
                    &better_or_unknown,
                    &no_better,
                ),
                Extension::B => {
                    by_definition(&conflict.graph, &better, &better_or_unknown, &no_better)
                }
                Extension::C => by_definition(
                    &conflict.graph,
                    &better_or_unknown,
                    &better_or_unknown,
                    &no_better_or_unknown,
                ),
                Extension::D => by_definition(
                    &conflict.graph,
                    &better,
                    &better_or_unknown,
                    &no_better_or_unknown,
                ),
            };
            let solved = unknown::solve(&conflict, extension, &ALL).unwrap();
            assert_eq!(solved, expected, "round {round}, extension {extension:?}");
            found.push(solved);
        }
        let [a, b, c, d] = &found[..] else { panic!("four extensions") };
        for concept in 0..ALL.len() {
            assert!(subset(&a[concept], &b[concept]) && subset(&a[concept], &c[concept]));
            assert!(subset(&b[concept], &d[concept]) && subset(&c[concept], &d[concept]));
        }
        assert_eq!((&a[0], &b[0]), (&c[0], &d[0]), "R is the same under a and c, b and d");
    }
}

#[test]
fn all_extensions_are_the_crisp_answer_where_nothing_is_unknown() {
    let mut random = SplitMix64(12);
    for _ in 0..1_000 {
        let conflict = random_conflicts::ranked(&mut random, 6);
        let crisp = zopa_stability::solve(&conflict, &ALL).unwrap();
        for extension in Extension::ALL {
            assert_eq!(unknown::solve(&conflict, extension, &ALL).unwrap(), crisp);
        }
    }
}

/// A conflict with degrees of preference: gaps in the rankings, and now and then a relation.
fn with_strength(random: &mut SplitMix64) -> Conflict {
    let mut conflict = random_conflicts::ranked(random, 5);
    let states = conflict.states();
    for preference in &mut conflict.preferences {
        if random.below(4) == 0 {
            let mut relation = Relation::unknown(states);
            for a in 0..states as u32 {
                for b in 0..a {
                    let comparison = match random.below(6) {
                        0 => Comparison::Equal,
                        1 => Comparison::Unknown,
                        n if n % 2 == 0 => Comparison::Better(1 + random.below(4) as u32),
                        _ => Comparison::Worse(1 + random.below(4) as u32),
                    };
                    relation.set(a, b, comparison);
                }
            }
            *preference = Preference::Relation(relation);
        } else if let Preference::Ranking(ranking) = preference {
            let gaps: BTreeSet<u32> =
                (0..random.below(4)).map(|_| random.below(states as u64 + 1) as u32).collect();
            ranking.strong_gaps = gaps.into_iter().collect();
        }
    }
    conflict
}

#[test]
fn strength_equals_its_definition() {
    let mut random = SplitMix64(13);
    let mut seen = [0; 3];
    for round in 0..1_000 {
        let conflict = with_strength(&mut random);
        let compare = |i: usize, a: u32, b: u32| conflict.preferences[i].compare(a, b);
        let better = |i, s, q| compare(i, q, s).is_better();
        let general = by_definition(&conflict.graph, &better, &better, &|i, s, q| {
            compare(i, q, s).is_no_better()
        });
        let strong = by_definition(&conflict.graph, &better, &better, &|i, s, q| {
            matches!(compare(i, q, s), Comparison::Worse(2..))
        });
        let at_three = by_definition(&conflict.graph, &better, &better, &|i, s, q| {
            matches!(compare(i, q, s), Comparison::Worse(3..))
        });
        for (index, &concept) in ALL.iter().enumerate() {
            let degrees = strength::solve(&conflict, concept).unwrap();
            assert_eq!(degrees.general(), general[index], "round {round}, {concept:?}");
            assert_eq!(degrees.strong(), strong[index], "round {round}, {concept:?}");
            assert_eq!(degrees.at_least(3), at_three[index], "round {round}, {concept:?}");
            for (party, degrees_of_party) in degrees.by_party.iter().enumerate() {
                for (state, degree) in degrees_of_party.iter().enumerate() {
                    let weak = degrees.weak().by_party[party].contains(state);
                    assert_eq!(weak, degree.solidity() == Solidity::Weak);
                    seen[degree.solidity() as usize] += 1;
                    let nash = general[0].by_party[party].contains(state);
                    assert_eq!(*degree == Degree::NoImprovement, nash);
                }
            }
        }
    }
    assert!(seen.iter().all(|&count| count > 1_000), "one-sided models: {seen:?}");
}

#[test]
fn a_degree_is_the_weakest_sanction() {
    // One improvement, sanctioned by a state many degrees down and no further.
    let mut graph = zopa_stability::ListedGraph::without_moves(3);
    graph.add_party(&[vec![1], vec![], vec![]]);
    graph.add_party(&[vec![], vec![2], vec![]]);
    let mut relation = Relation::unknown(3);
    relation.set(1, 0, Comparison::Better(5));
    relation.set(2, 0, Comparison::Worse(4_000_000_000));
    let preferences = vec![
        Preference::Relation(relation),
        Preference::Ranking(zopa_stability::Ranking::new(vec![0, 0, 0])),
    ];
    let conflict = Conflict::new(Graph::Listed(graph), preferences).unwrap();
    let degrees = strength::solve(&conflict, Concept::GeneralMetarational).unwrap();
    assert_eq!(degrees.by_party[0][0], Degree::Sanctioned(4_000_000_000));
    let sequential = strength::solve(&conflict, Concept::Sequential).unwrap();
    assert_eq!(sequential.by_party[0][0], Degree::Unstable, "the sanction is not credible");
}

fn crisp_conflicts(seed: u64, rounds: usize) -> impl Iterator<Item = Conflict> {
    let mut random = SplitMix64(seed);
    (0..rounds).map(move |_| random_conflicts::ranked(&mut random, 5))
}

fn graph(random: &mut SplitMix64) -> Graph {
    match random.below(2) {
        0 => Graph::Listed(random_conflicts::listed_graph(random, 12)),
        _ => Graph::Options(random_conflicts::option_form(random, 5)),
    }
}

#[test]
fn fuzzy_preference_equals_its_definition() {
    let mut random = SplitMix64(14);
    for round in 0..1_500 {
        let graph = graph(&mut random);
        let states = graph.states();
        // Degrees and thresholds in tenths, so that equality occurs and can be told exactly.
        let tenths: Vec<Vec<Vec<u64>>> = (0..graph.parties())
            .map(|_| {
                let mut table = vec![vec![5; states]; states];
                for (a, b) in (0..states).flat_map(|a| (0..a).map(move |b| (a, b))) {
                    table[a][b] = random.below(11);
                    table[b][a] = 10 - table[a][b];
                }
                table
            })
            .collect();
        let thresholds: Vec<u64> = (0..graph.parties()).map(|_| 1 + random.below(10)).collect();
        let relations: Vec<FuzzyRelation> = tenths
            .iter()
            .map(|table| {
                let degree = table.iter().flatten().map(|&tenth| tenth as f64 / 10.0).collect();
                FuzzyRelation::new(states, degree).unwrap()
            })
            .collect();
        let decimal: Vec<f64> = thresholds.iter().map(|&tenth| tenth as f64 / 10.0).collect();
        let improves = |i: usize, s: u32, q: u32| {
            let table = &tenths[i];
            let (for_q, for_s) = (table[q as usize][s as usize], table[s as usize][q as usize]);
            for_q >= for_s + thresholds[i]
        };
        let expected = by_definition(&graph, &improves, &improves, &|i, s, q| !improves(i, s, q));
        let found = fuzzy::solve(&graph, &relations, &decimal, &ALL).unwrap();
        assert_eq!(found, expected, "round {round}");
    }
}

#[test]
fn crisp_degrees_give_the_crisp_answer() {
    let mut random = SplitMix64(15);
    for conflict in crisp_conflicts(16, 800) {
        let crisp = zopa_stability::solve(&conflict, &ALL).unwrap();
        let relations: Vec<FuzzyRelation> = conflict
            .preferences
            .iter()
            .map(|p| FuzzyRelation::from_preference(p).unwrap())
            .collect();
        let thresholds: Vec<f64> =
            relations.iter().map(|_| (1 + random.below(100)) as f64 / 100.0).collect();
        let found = fuzzy::solve(&conflict.graph, &relations, &thresholds, &ALL).unwrap();
        assert_eq!(found, crisp);
    }
}

#[test]
fn fuzzy_input_that_does_not_fit_is_refused() {
    let relation = |degree: Vec<f64>| FuzzyRelation::new(2, degree);
    assert_eq!(relation(vec![0.5]), Err(FuzzyError::Size { expected: 4, found: 1 }));
    let degree = |other| Err(FuzzyError::Degree { state: 1 - other, other });
    assert_eq!(relation(vec![0.5, 1.5, -0.5, 0.5]), degree(1));
    assert_eq!(relation(vec![0.5, 0.5, f64::NAN, 0.5]), degree(0));
    let sum = Err(FuzzyError::NotReciprocal { state: 1, other: 0 });
    assert_eq!(relation(vec![0.5, 0.6, 0.5, 0.5]), sum);

    let mut listed = zopa_stability::ListedGraph::without_moves(2);
    listed.add_party(&[vec![1], vec![0]]);
    let graph = Graph::Listed(listed);
    let one = relation(vec![0.5, 0.6, 0.4, 0.5]).unwrap();
    let solve = |relations: &[FuzzyRelation], thresholds: &[f64]| {
        fuzzy::solve(&graph, relations, thresholds, &ALL).unwrap_err()
    };
    assert_eq!(solve(&[], &[0.5]), FuzzyError::Relations);
    assert_eq!(solve(std::slice::from_ref(&one), &[]), FuzzyError::Thresholds);
    for threshold in [0.0, 1.1, f64::NAN] {
        let error = solve(std::slice::from_ref(&one), &[threshold]);
        assert_eq!(error, FuzzyError::Threshold { party: 0 });
    }
    let huge = Preference::Ranking(zopa_stability::Ranking::new(vec![0; 10_000]));
    let (states, limit) = (10_000, fuzzy::RELATION_STATE_LIMIT);
    let too_large = ConflictError::TooLarge { states, limit };
    assert_eq!(FuzzyRelation::from_preference(&huge), Err(FuzzyError::Conflict(too_large)));
    let larger = FuzzyRelation::new(1, vec![0.5]).unwrap();
    assert_eq!(solve(&[larger], &[0.5]), FuzzyError::Size { expected: 4, found: 1 });
}

#[test]
fn probabilistic_preference_equals_its_definition() {
    let mut random = SplitMix64(17);
    for round in 0..1_500 {
        let graph = graph(&mut random);
        let states = graph.states();
        let tables: Vec<PreferenceProbabilities> = (0..graph.parties())
            .map(|_| {
                let mut probability = vec![0.0; states * states];
                for a in 0..states {
                    for b in 0..a {
                        let forward = random.below(5);
                        let backward = random.below(5 - forward);
                        probability[a * states + b] = forward as f64 / 4.0;
                        probability[b * states + a] = backward as f64 / 4.0;
                    }
                }
                PreferenceProbabilities::new(states, probability).unwrap()
            })
            .collect();
        let mut limit = || random.below(5) as f64 / 4.0;
        let limits: Vec<Limits> = (0..graph.parties())
            .map(|_| Limits { alpha: limit(), beta: limit(), gamma: limit() })
            .collect();
        let p = |i: usize, q: u32, s: u32| tables[i].probability(q, s);
        let expected = by_definition(
            &graph,
            &|i, s, q| p(i, q, s) > limits[i].alpha,
            &|j, s, q| p(j, q, s) > limits[j].gamma,
            &|i, s, q| p(i, q, s) <= limits[i].beta,
        );
        let found = probabilistic::solve(&graph, &tables, &limits, &ALL).unwrap();
        assert_eq!(found, expected, "round {round}");

        // More is stable with a larger alpha and beta and a smaller gamma.
        let wider: Vec<Limits> = limits
            .iter()
            .map(|limits| Limits {
                alpha: (limits.alpha + 0.25).min(1.0),
                beta: (limits.beta + 0.25).min(1.0),
                gamma: (limits.gamma - 0.25).max(0.0),
            })
            .collect();
        let more = probabilistic::solve(&graph, &tables, &wider, &ALL).unwrap();
        assert!(found.iter().zip(&more).all(|(found, more)| subset(found, more)));
    }
}

#[test]
fn certain_probabilities_give_the_crisp_answer() {
    let mut random = SplitMix64(18);
    for conflict in crisp_conflicts(19, 800) {
        let crisp = zopa_stability::solve(&conflict, &ALL).unwrap();
        let tables: Vec<PreferenceProbabilities> = conflict
            .preferences
            .iter()
            .map(|preference| PreferenceProbabilities::from_preference(preference).unwrap())
            .collect();
        let mut limit = || random.below(100) as f64 / 100.0;
        let limits: Vec<Limits> = tables
            .iter()
            .map(|_| Limits { alpha: limit(), beta: limit(), gamma: limit() })
            .collect();
        let found = probabilistic::solve(&conflict.graph, &tables, &limits, &ALL).unwrap();
        assert_eq!(found, crisp);
    }
}

#[test]
fn probabilities_that_do_not_fit_are_refused() {
    let table = |probability: Vec<f64>| PreferenceProbabilities::new(2, probability);
    assert_eq!(table(vec![]), Err(ProbabilityError::Size { expected: 4, found: 0 }));
    let outside = Err(ProbabilityError::Probability { state: 0, other: 1 });
    assert_eq!(table(vec![0.0, 1.5, 0.0, 0.0]), outside);
    let sum = Err(ProbabilityError::Sum { state: 1, other: 0 });
    assert_eq!(table(vec![0.0, 0.6, 0.5, 0.0]), sum);
    let mut listed = zopa_stability::ListedGraph::without_moves(2);
    listed.add_party(&[vec![1], vec![0]]);
    let graph = Graph::Listed(listed);
    let one = [table(vec![0.9, 0.6, 0.3, 0.9]).unwrap()];
    assert_eq!(one[0].probability(0, 0), 0.0);
    let solve = |tables: &[PreferenceProbabilities], limits: &[Limits]| {
        probabilistic::solve(&graph, tables, limits, &ALL).unwrap_err()
    };
    assert_eq!(solve(&[], &[Limits::alike(0.5)]), ProbabilityError::Tables);
    assert_eq!(solve(&one, &[]), ProbabilityError::Limits);
    let unlimited = [Limits { gamma: 1.5, ..Limits::alike(0.5) }];
    assert_eq!(solve(&one, &unlimited), ProbabilityError::Limit { party: 0 });
}

#[test]
fn attitudes_equal_their_definition() {
    let mut random = SplitMix64(20);
    for round in 0..1_500 {
        let conflict = random_conflicts::ranked(&mut random, 5);
        let parties = conflict.parties();
        let attitudes: Vec<Vec<Attitude>> = (0..parties)
            .map(|_| {
                (0..parties)
                    .map(|_| match random.below(4) {
                        0 => Attitude::Positive,
                        1 => Attitude::Negative,
                        _ => Attitude::Neutral,
                    })
                    .collect()
            })
            .collect();
        let rank = |j: usize, s: u32| match &conflict.preferences[j] {
            Preference::Ranking(ranking) => ranking.rank[s as usize],
            Preference::Relation(_) => panic!("rankings only"),
        };
        // q is in the total relational preference of i at s.
        let total = |i: usize, s: u32, q: u32| {
            (0..parties).all(|j| match attitudes[i][j] {
                Attitude::Positive => rank(j, q) > rank(j, s),
                Attitude::Negative => rank(j, q) <= rank(j, s),
                Attitude::Neutral => true,
            })
        };
        let expected = by_definition(&conflict.graph, &total, &total, &|i, s, q| !total(i, s, q));
        let found = attitude::solve(&conflict, &attitudes, &ALL).unwrap();
        assert_eq!(found, expected, "round {round}");
    }
}

#[test]
fn attitudes_to_oneself_only_give_the_crisp_answer() {
    let mut random = SplitMix64(21);
    for round in 0..1_500 {
        let conflict = random_conflicts::related(&mut random, 5);
        let crisp = zopa_stability::solve(&conflict, &ALL).unwrap();
        let stated: Vec<Vec<Attitude>> = (0..conflict.parties())
            .map(|i| {
                let of = |j| if i == j { Attitude::Positive } else { Attitude::Neutral };
                (0..conflict.parties()).map(of).collect()
            })
            .collect();
        for attitudes in [&stated[..], &[]] {
            let found = attitude::solve(&conflict, attitudes, &ALL).unwrap();
            assert_eq!(found, crisp, "round {round}");
        }
    }
}

/// SIM by its definition: every non-empty set of other parties, every choice of an improvement for
/// each of them, the changes of all put together option by option.
fn simultaneous_by_definition(conflict: &Conflict) -> Stable {
    let Graph::Options(form) = &conflict.graph else { panic!("option form") };
    let moves = moves(&conflict.graph);
    let states = conflict.states() as u32;
    let compare = |i: usize, a: u32, b: u32| conflict.preferences[i].compare(a, b);
    let improvements = |i: usize, s: u32| -> Vec<u32> {
        let reached = moves[i][s as usize].iter().copied();
        reached.filter(|&q| compare(i, q, s).is_better()).collect()
    };
    let merged = |s: u32, ends: &[u32]| {
        let here = form.feasible.number(s);
        let mut number = here;
        for option in 0..form.options.len() {
            let bit = 1_u64 << option;
            if ends.iter().any(|&end| (form.feasible.number(end) ^ here) & bit != 0) {
                number ^= bit;
            }
        }
        form.feasible.index(number)
    };
    let is_stable = |i: usize, s: u32| {
        improvements(i, s).into_iter().all(|s1| {
            let mut choices: Vec<Vec<u32>> = vec![vec![s1]];
            for j in (0..conflict.parties()).filter(|&j| j != i) {
                let mut more = choices.clone();
                for q in improvements(j, s) {
                    more.extend(choices.iter().map(|ends| {
                        let mut ends = ends.clone();
                        ends.push(q);
                        ends
                    }));
                }
                choices = more;
            }
            choices
                .iter()
                .filter_map(|ends| merged(s, ends))
                .any(|end| compare(i, end, s).is_no_better())
        })
    };
    let by_party = (0..conflict.parties())
        .map(|i| {
            let mut set = FixedBitSet::with_capacity(states as usize);
            (0..states).for_each(|s| set.set(s as usize, is_stable(i, s)));
            set
        })
        .collect();
    Stable { by_party }
}

#[test]
fn simultaneous_sanctions_equal_their_definition() {
    let mut random = SplitMix64(22);
    let (mut compared, mut sanctioned, mut all_feasible) = (0, 0, 0);
    while compared < 2_000 {
        let conflict = random_conflicts::related(&mut random, 5);
        let Graph::Options(form) = &conflict.graph else { continue };
        let options = form.options.len();
        compared += 1;
        let found = simultaneous::simultaneous(&conflict).unwrap();
        assert_eq!(found, simultaneous_by_definition(&conflict));
        let concepts = [Concept::Nash, Concept::Sequential, Concept::GeneralMetarational];
        let basic = zopa_stability::solve(&conflict, &concepts).unwrap();
        assert!(subset(&basic[0], &found));
        if conflict.states() == 1 << options {
            assert!(subset(&found, &basic[2]), "SIM implies GMR where all is feasible");
            all_feasible += 1;
        }
        sanctioned += usize::from(found != basic[0]);
        let either = simultaneous::sequential_or_simultaneous(&conflict).unwrap();
        for (party, set) in either.by_party.iter().enumerate() {
            let mut union = found.by_party[party].clone();
            union.union_with(&basic[1].by_party[party]);
            assert_eq!(*set, union);
        }
    }
    assert!(all_feasible > 500, "too few models without infeasible states: {all_feasible}");
    assert!(sanctioned > 500, "simultaneous sanctions decide in too few models: {sanctioned}");
}

#[test]
fn simultaneous_sanctions_need_option_form_and_bounded_combinations() {
    let mut graph = zopa_stability::ListedGraph::without_moves(1);
    graph.add_party(&[vec![]]);
    let preference = Preference::Ranking(zopa_stability::Ranking::new(vec![0]));
    let conflict = Conflict::new(Graph::Listed(graph), vec![preference]).unwrap();
    assert_eq!(simultaneous::simultaneous(&conflict), Err(ConflictError::OptionFormOnly));

    // Thirteen options, one of each party's own: all want everything taken, so nothing deters and
    // every one of 2^12 combinations is tried, still within bounds.
    let everybody = random_conflicts::synthetic(13, 13, 1, 0);
    let Graph::Options(form) = everybody.graph else { panic!("option form") };
    let rank: Vec<u32> = (0_u32..1 << 13).map(u32::count_ones).collect();
    let preference = Preference::Ranking(zopa_stability::Ranking::new(rank));
    let conflict = Conflict::new(Graph::Options(form), vec![preference; 13]).unwrap();
    let stable = simultaneous::simultaneous(&conflict).unwrap();
    assert_eq!(stable.equilibria(), [(1 << 13) - 1]);
}
