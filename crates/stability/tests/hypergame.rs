//! Hypergames against the definitions, and the Syria-Iraq case with unseen states.

mod definitions;
mod random_conflicts;

use random_conflicts::SplitMix64;
use zopa_stability::hypergame::{HypergameError, Reading, View, seen_moves, solve_hypergame};
use zopa_stability::{
    Concept, Conflict, ConflictOption, FeasibleStates, Graph, ListedGraph, OptionForm, Preference,
    Ranking, Reversibility,
};

/// The conflict on the same states, with only the moves that `keeps`.
fn with_moves(
    conflict: &Conflict,
    preferences: Vec<Preference>,
    keeps: impl Fn(usize, u32, u32) -> bool,
) -> Conflict {
    let mut graph = ListedGraph::without_moves(conflict.states());
    for (party, lists) in definitions::moves(&conflict.graph).iter().enumerate() {
        let kept: Vec<Vec<u32>> = lists
            .iter()
            .enumerate()
            .map(|(from, list)| {
                list.iter().copied().filter(|&to| keeps(party, from as u32, to)).collect()
            })
            .collect();
        graph.add_party(&kept);
    }
    Conflict::new(Graph::Listed(graph), preferences).expect("parts that fit")
}

#[test]
fn both_readings_equal_the_definitions_on_random_views() {
    let mut random = SplitMix64(31);
    let (mut differ, mut expected_otherwise) = (0, 0);
    for round in 0..400 {
        let conflict = match round % 3 {
            0 => random_conflicts::related(&mut random, 4),
            _ => random_conflicts::ranked(&mut random, 4),
        };
        let states = conflict.states();
        let views: Vec<View> = (0..conflict.parties())
            .filter(|_| random.below(4) > 0)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|party| View {
                party,
                unseen: (0..states as u32).filter(|_| random.below(4) == 0).collect(),
                preferences: (0..conflict.parties())
                    .filter(|&other| other != party)
                    .map(|other| (other, random_conflicts::ranking(&mut random, states)))
                    .map(|(other, ranking)| (other, Preference::Ranking(ranking)))
                    .take(1 + round % 3)
                    .collect(),
            })
            .collect();
        let sees = |party: usize, state: u32| {
            !views.iter().any(|view| view.party == party && view.unseen.contains(&state))
        };

        let own = solve_hypergame(&conflict, &views, Reading::OwnGames, &Concept::BASIC).unwrap();
        for party in 0..conflict.parties() {
            let mut preferences = conflict.preferences.clone();
            for view in views.iter().filter(|view| view.party == party) {
                for (other, preference) in &view.preferences {
                    preferences[*other] = preference.clone();
                }
            }
            // The game as the party sees it, kept on all states: nobody moves to or from a state
            // that it does not see.
            let game = with_moves(&conflict, preferences, |_, from, to| {
                sees(party, from) && sees(party, to)
            });
            for (found, by_definition) in own.iter().zip(definitions::solve(&game, &Concept::BASIC))
            {
                let view = &found.views[party];
                for state in 0..states as u32 {
                    let at = state as usize;
                    assert_eq!(found.seen[party].contains(at), sees(party, state));
                    for other in 0..conflict.parties() {
                        let stable =
                            sees(party, state) && by_definition.by_party[other].contains(at);
                        assert_eq!(view.by_party[other].contains(at), stable, "round {round}");
                    }
                    let stable = !sees(party, state) || by_definition.by_party[party].contains(at);
                    assert_eq!(found.whole.by_party[party].contains(at), stable, "round {round}");
                }
                expected_otherwise += usize::from(view.equilibria() != found.whole.equilibria());
            }
        }
        for found in &own {
            let by_all: Vec<u32> = (0..states as u32)
                .filter(|&state| {
                    (0..conflict.parties()).all(|party| {
                        sees(party, state)
                            && found.views[party].by_party[party].contains(state as usize)
                    })
                })
                .collect();
            assert_eq!(found.equilibria_seen_by_all(), by_all);
        }

        let one = solve_hypergame(&conflict, &views, Reading::SeenMoves, &Concept::BASIC).unwrap();
        let game = with_moves(&conflict, conflict.preferences.clone(), |party, from, to| {
            sees(party, from) && sees(party, to)
        });
        for (found, by_definition) in one.iter().zip(definitions::solve(&game, &Concept::BASIC)) {
            assert_eq!(found.whole, by_definition, "round {round}");
            assert!(found.views.is_empty());
        }
        differ += usize::from(own[3].whole.equilibria() != one[3].whole.equilibria());
    }
    assert!(differ > 20 && expected_otherwise > 200, "{differ} {expected_otherwise}");
}

/// The Euphrates conflict of 1975 (Hipel, Kilgour & Kinsara 2014): Syria releases water or
/// escalates (not both), Iraq attacks. States in the order NNN, YNN, NYN, NNY, YNY, NYY.
fn syria_iraq() -> Conflict {
    let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
    let form = OptionForm {
        parties: 2,
        options: vec![option(0), option(0), option(1)],
        feasible: FeasibleStates::Listed(vec![0b000, 0b001, 0b010, 0b100, 0b101, 0b110]),
    };
    let ranking = |order: [u32; 6]| {
        let groups: Vec<Vec<u32>> = order.iter().map(|&state| vec![state - 1]).collect();
        Preference::Ranking(Ranking::from_groups(6, &groups))
    };
    let preferences = vec![ranking([1, 3, 6, 2, 4, 5]), ranking([2, 4, 6, 1, 5, 3])];
    Conflict::new(Graph::Options(form), preferences).expect("parts that fit")
}

#[test]
fn syria_iraq_with_unseen_states() {
    // Syria does not see states 2 and 5, Iraq not 1 and 4 (numbered from 1).
    let views = [
        View { party: 0, unseen: vec![1, 4], ..View::default() },
        View { party: 1, unseen: vec![0, 3], ..View::default() },
    ];
    let conflict = syria_iraq();
    let one = solve_hypergame(&conflict, &views, Reading::SeenMoves, &Concept::BASIC).unwrap();
    for found in &one {
        // As computed for the one graph from the definitions: states 1, 2 and 6.
        assert_eq!(found.whole.equilibria(), [0, 1, 5]);
        let by_party: Vec<Vec<usize>> =
            found.whole.by_party.iter().map(|stable| stable.ones().collect()).collect();
        assert_eq!(by_party, [vec![0, 1, 4, 5], vec![0, 1, 3, 5]]);
        assert_eq!(found.equilibria_seen_by_all(), [5]);
    }
    let graph = seen_moves(&conflict, &views).unwrap().graph;
    let Graph::Listed(graph) = graph else { panic!("moves are listed") };
    let moves = |party| (0..6).map(|state| graph.moves(party, state).to_vec()).collect::<Vec<_>>();
    assert_eq!(moves(0), [vec![2], vec![], vec![0], vec![5], vec![], vec![3]]);
    assert_eq!(moves(1), [vec![], vec![4], vec![5], vec![], vec![1], vec![2]]);
}

#[test]
fn a_wrong_view_is_an_error() {
    let conflict = syria_iraq();
    let ask = |view| solve_hypergame(&conflict, &[view], Reading::OwnGames, &[Concept::Nash]);
    let state = View { party: 1, unseen: vec![6], ..View::default() };
    assert_eq!(ask(state), Err(HypergameError::State { party: 1, state: 6 }));
    let party = View { party: 2, ..View::default() };
    assert_eq!(ask(party), Err(HypergameError::Party(2)));
    let short = Preference::Ranking(Ranking::new(vec![0; 5]));
    let misread = View { party: 0, unseen: vec![], preferences: vec![(1, short)] };
    assert!(matches!(ask(misread), Err(HypergameError::Conflict(_))));
}
