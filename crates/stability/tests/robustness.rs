//! Frequencies under perturbed preferences, and distances to instability.

mod definitions;
mod random_conflicts;

use definitions::Definitions;
use random_conflicts::SplitMix64;
use std::collections::BTreeSet;
use zopa_stability::inverse::{Condition, equilibrium_share};
use zopa_stability::robustness::{
    Perturbation, RobustnessError, fewest_swaps, frequencies, perturbed, swaps_until_unstable,
    wilson_interval,
};
use zopa_stability::{Concept, Conflict, Crisp, Preference, Ranking, Statement, prioritise, solve};

fn ranking(conflict: &Conflict, party: usize) -> &Ranking {
    match &conflict.preferences[party] {
        Preference::Ranking(ranking) => ranking,
        Preference::Relation(_) => panic!("party {party} has a ranking"),
    }
}

#[test]
fn counts_are_those_of_the_draws_on_any_number_of_threads() {
    let mut random = SplitMix64(51);
    for round in 0..12 {
        let conflict = random_conflicts::ranked(&mut random, 4);
        let perturbation = match round % 2 {
            0 => Perturbation::AdjacentSwaps(2),
            _ => Perturbation::Noise(1.5),
        };
        let found = frequencies(&conflict, &perturbation, &Concept::BASIC, 60, round).unwrap();
        assert_eq!(found.draws, 60);
        for (concept, counts) in Concept::BASIC.iter().zip(&found.concepts) {
            assert_eq!(*concept, counts.concept);
            let mut equilibrium = vec![0; conflict.states()];
            let mut stable = vec![vec![0; conflict.states()]; conflict.parties()];
            let mut without = 0;
            for draw in 0..60 {
                let drawn = perturbed(&conflict, &perturbation, draw, round).unwrap();
                let solved = &definitions::solve(&drawn, &[*concept])[0];
                for (party, stable) in stable.iter_mut().enumerate() {
                    solved.by_party[party].ones().for_each(|state| stable[state] += 1);
                }
                let states = solved.equilibria();
                without += u32::from(states.is_empty());
                states.iter().for_each(|&state| equilibrium[state as usize] += 1);
            }
            assert_eq!(counts.equilibrium, equilibrium);
            assert_eq!(counts.stable, stable);
            assert_eq!(counts.without_equilibrium, without);
        }
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let again = pool
                .install(|| frequencies(&conflict, &perturbation, &Concept::BASIC, 60, round))
                .unwrap();
            assert_eq!(again, found);
        }
    }
}

#[test]
fn swaps_keep_ties_and_move_neighbours_only() {
    let mut random = SplitMix64(52);
    for draw in 0..300 {
        let conflict = random_conflicts::ranked(&mut random, 4);
        let drawn = perturbed(&conflict, &Perturbation::AdjacentSwaps(1), draw, 5).unwrap();
        for party in 0..conflict.parties() {
            let (before, after) = (&ranking(&conflict, party).rank, &ranking(&drawn, party).rank);
            let (mut sorted_before, mut sorted_after) = (before.clone(), after.clone());
            sorted_before.sort_unstable();
            sorted_after.sort_unstable();
            assert_eq!(sorted_before, sorted_after, "the same pattern of ties");
            let changed: Vec<usize> =
                (0..before.len()).filter(|&state| before[state] != after[state]).collect();
            assert!(matches!(changed.len(), 0 | 2));
            if let [one, other] = changed[..] {
                assert_eq!((before[one], before[other]), (after[other], after[one]));
                let between = |rank: &&u32| {
                    **rank > before[one].min(before[other])
                        && **rank < before[one].max(before[other])
                };
                assert_eq!(before.iter().filter(between).count(), 0, "neighbours");
            }
        }
        let same = perturbed(&conflict, &Perturbation::AdjacentSwaps(0), draw, 5).unwrap();
        assert_eq!(same, conflict);
        assert_eq!(perturbed(&conflict, &Perturbation::Noise(0.0), draw, 5).unwrap(), conflict);
    }
}

#[test]
fn statements_are_judged_in_an_order_near_the_stated_one() {
    use Statement::{And, Not, Taken};
    let statements = vec![
        Taken(0),
        And(vec![Taken(1), Not(Box::new(Taken(2)))]),
        Not(Box::new(Taken(3))),
        Taken(2),
    ];
    let conflict = random_conflicts::synthetic(4, 2, 9, 0);
    let numbers: Vec<u64> = (0..16).collect();
    let given = [Some(statements.clone()), None];
    let by_order = |order: &[usize]| {
        let ordered: Vec<Statement> = order.iter().map(|&at| statements[at].clone()).collect();
        let mut states: Vec<u32> = (0..16).collect();
        states.sort_by(|&a, &b| prioritise(&ordered, u64::from(a), u64::from(b)));
        (ordered, states)
    };
    let mut seen = BTreeSet::new();
    for draw in 0..200 {
        let swap = Perturbation::StatementOrder { swaps: 1, statements: &given, numbers: &numbers };
        let drawn = perturbed(&conflict, &swap, draw, 3).unwrap();
        assert_eq!(drawn.preferences[1], conflict.preferences[1]);
        let found = ranking(&drawn, 0);
        // One of the three orders with two neighbours exchanged gives exactly this ranking.
        let fits = |order: &&[usize; 4]| {
            let (ordered, states) = by_order(*order);
            states.iter().all(|&a| {
                states.iter().all(|&b| {
                    let rank = |state: u32| found.rank[state as usize];
                    rank(a).cmp(&rank(b)) == prioritise(&ordered, u64::from(a), u64::from(b))
                })
            })
        };
        let orders = [[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 3, 2]];
        seen.insert(*orders.iter().find(fits).expect("one of the three"));
    }
    assert_eq!(seen.len(), 3, "every exchange occurs");
}

#[test]
fn strong_noise_makes_every_ranking_alike() {
    // Under noise far beyond the classes every ranking has the same chance: the frequencies are
    // the exact shares of the inverse problem, each within 4 standard errors.
    let conflict = random_conflicts::synthetic(3, 3, 2, 0);
    let draws = 20_000;
    let noise = Perturbation::Noise(1e6);
    let concepts = [Concept::Nash, Concept::GeneralMetarational, Concept::SymmetricMetarational];
    let found = frequencies(&conflict, &noise, &concepts, draws, 8).unwrap();
    for (concept, counts) in concepts.iter().zip(&found.concepts) {
        for state in 0..8 {
            let close = |count: u32, chance: f64| {
                let error = (chance * (1.0 - chance) / f64::from(draws)).sqrt();
                let share = f64::from(count) / f64::from(draws);
                assert!((share - chance).abs() <= 4.0 * error + 1e-9, "{share} {chance}");
            };
            for party in 0..3 {
                let share = Condition::of(&conflict, *concept, party, state).unwrap().share();
                close(counts.stable[party][state as usize], share.unwrap().as_f64());
            }
            let share = equilibrium_share(&conflict, &[*concept], state, &[0, 1, 2]).unwrap();
            close(counts.equilibrium[state as usize], share.exact().unwrap().as_f64());
        }
    }
}

#[test]
fn fewest_swaps_equal_a_search_over_rankings() {
    let mut random = SplitMix64(53);
    let (mut never, mut several) = (0, 0);
    for _ in 0..150 {
        let mut conflict = random_conflicts::ranked(&mut random, 3);
        let states = conflict.states();
        if states > 6 {
            continue;
        }
        // Strict rankings.
        for preference in &mut conflict.preferences {
            *preference = Preference::Ranking(Ranking::new(random.permutation(states)));
        }
        let party = random.below(conflict.parties() as u64) as usize;
        let state = random.below(states as u64) as u32;
        for concept in Concept::BASIC {
            let unstable = |rank: &[u32]| {
                let mut changed = conflict.clone();
                changed.preferences[party] = Preference::Ranking(Ranking::new(rank.to_vec()));
                let crisp = Crisp(&changed);
                !Definitions::new(&changed.graph, &crisp).stable(concept, party, state)
            };
            // Breadth-first over rankings, by exchanges of states with neighbouring ranks.
            let mut layer = vec![ranking(&conflict, party).rank.clone()];
            let mut met: BTreeSet<Vec<u32>> = layer.iter().cloned().collect();
            let mut expected = None;
            let mut swaps = 0;
            while expected.is_none() && !layer.is_empty() {
                if layer.iter().any(|rank| unstable(rank)) {
                    expected = Some(swaps);
                }
                swaps += 1;
                let mut next = Vec::new();
                for rank in &layer {
                    for low in 0..states as u32 - 1 {
                        let other: Vec<u32> = rank
                            .iter()
                            .map(|&rank| match rank {
                                _ if rank == low => low + 1,
                                _ if rank == low + 1 => low,
                                _ => rank,
                            })
                            .collect();
                        if met.insert(other.clone()) {
                            next.push(other);
                        }
                    }
                }
                layer = next;
            }
            let found = fewest_swaps(&conflict, concept, state).expect("rankings")[party];
            assert_eq!(found, expected);
            let condition = Condition::of(&conflict, concept, party, state).expect("basic");
            assert_eq!(swaps_until_unstable(&condition, ranking(&conflict, party)), expected);
            never += usize::from(expected.is_none());
            several += usize::from(expected.is_some_and(|swaps| swaps > 1));
        }
    }
    assert!(never > 5 && several > 5, "{never} {several}");
}

#[test]
fn what_does_not_fit_is_an_error() {
    let conflict = random_conflicts::synthetic(3, 2, 1, 0);
    let ask = |perturbation| frequencies(&conflict, &perturbation, &[Concept::Nash], 10, 1);
    assert_eq!(ask(Perturbation::Noise(f64::NAN)), Err(RobustnessError::Strength));
    assert_eq!(ask(Perturbation::Noise(-1.0)), Err(RobustnessError::Strength));
    let missing = Perturbation::StatementOrder { swaps: 1, statements: &[None], numbers: &[] };
    assert_eq!(ask(missing), Err(RobustnessError::Statements { given: 1, parties: 2 }));
    let short = Perturbation::StatementOrder { swaps: 1, statements: &[None, None], numbers: &[0] };
    assert_eq!(ask(short), Err(RobustnessError::Numbers { given: 1, states: 8 }));
    let none = ask(Perturbation::AdjacentSwaps(0)).expect("fits");
    let solved = &solve(&conflict, &[Concept::Nash]).expect("small")[0];
    for state in 0..8 {
        let expected = if solved.equilibria().contains(&(state as u32)) { 10 } else { 0 };
        assert_eq!(none.concepts[0].equilibrium[state], expected);
    }
    assert_eq!(wilson_interval(0, 0), (0.0, 1.0));
    let (low, high) = wilson_interval(10, 10);
    assert!(high == 1.0 && (low - 0.7225).abs() < 1e-4);
}
