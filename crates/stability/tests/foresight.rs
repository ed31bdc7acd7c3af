//! Limited-move, non-myopic, maximin, Stackelberg and metarational stability and policy
//! equilibria, against their definitions and published cases.

mod definitions;
mod random_conflicts;
mod stored_conflicts;

use definitions::Definitions;
use fixedbitset::FixedBitSet;
use random_conflicts::{SplitMix64, listed_graph, option_form, ranked, ranking, related};
use std::collections::BTreeMap;
use stored_conflicts::{Stored, names};
use zopa_stability::limited_move::{
    Countermoves, anticipated, guaranteed, limited_move, maximin, non_myopic, stackelberg,
};
use zopa_stability::metarational::{
    PolicyProfile, is_policy_equilibrium, metarational, metarational_by, metarational_in_moves,
    policy_stable,
};
use zopa_stability::{
    Concept, Conflict, ConflictError, Crisp, Graph, Judgement, ListedGraph, Preference, Ranking,
    Stable,
};

fn states(set: &FixedBitSet) -> Vec<usize> {
    set.ones().collect()
}

fn is_subset(stable: &Stable, of: &Stable) -> bool {
    stable.by_party.iter().zip(&of.by_party).all(|(a, b)| a.is_subset(b))
}

/// A random conflict of two parties with rankings, in option form or listed.
fn bilateral(random: &mut SplitMix64, strict: bool) -> Conflict {
    loop {
        let graph = if random.below(3) == 0 {
            Graph::Listed(listed_graph(random, 8))
        } else {
            Graph::Options(option_form(random, 4))
        };
        if graph.parties() != 2 {
            continue;
        }
        let states = graph.states();
        let rankings = (0..2).map(|_| {
            Preference::Ranking(if strict {
                Ranking::new(random.permutation(states))
            } else {
                ranking(random, states)
            })
        });
        return Conflict::new(graph, rankings.collect()).expect("parts that fit");
    }
}

fn better(conflict: &Conflict, party: usize, state: u32, other: u32) -> bool {
    conflict.preferences[party].compare(state, other).is_better()
}

/// `G_h(i, s)` by following the tree of moves.
fn expected_end(c: &Conflict, moves: &definitions::Moves, h: u32, party: usize, s: u32) -> u32 {
    let mut best = s;
    if h > 0 {
        for &to in &moves[party][s as usize] {
            let end = expected_end(c, moves, h - 1, 1 - party, to);
            if better(c, party, end, best) {
                best = end;
            }
        }
    }
    best
}

#[test]
fn limited_move_is_its_tree() {
    let mut random = SplitMix64(1);
    for round in 0..3_000 {
        let conflict = bilateral(&mut random, round % 2 == 0);
        let moves = definitions::moves(&conflict.graph);
        for horizon in 0..=4 {
            let found = anticipated(&conflict, horizon).expect("two rankings");
            let stable = limited_move(&conflict, horizon).expect("two rankings");
            for (party, found) in found.iter().enumerate() {
                for state in 0..conflict.states() as u32 {
                    let end = expected_end(&conflict, &moves, horizon, party, state);
                    assert_eq!(found[state as usize], end, "{conflict:?}");
                    assert_eq!(stable.by_party[party].contains(state as usize), end == state);
                }
            }
        }
        let nash = definitions::solve(&conflict, &[Concept::Nash]).remove(0);
        assert_eq!(limited_move(&conflict, 1).expect("two rankings"), nash);
    }
}

/// All anticipations `(G_h(1, .), G_h(2, .))` from `h = 0` until one repeats, and where the cycle
/// begins.
fn anticipations_to_repetition(conflict: &Conflict) -> (Vec<[Vec<u32>; 2]>, usize) {
    let moves = definitions::moves(&conflict.graph);
    let start: Vec<u32> = (0..conflict.states() as u32).collect();
    let mut all = vec![[start.clone(), start]];
    loop {
        let last = &all[all.len() - 1];
        let next = [0, 1].map(|party| {
            let mut row = Vec::new();
            for state in 0..conflict.states() as u32 {
                let mut best = state;
                for &to in &moves[party][state as usize] {
                    let end = last[1 - party][to as usize];
                    if better(conflict, party, end, best) {
                        best = end;
                    }
                }
                row.push(best);
            }
            row
        });
        if let Some(begins) = all.iter().position(|seen| *seen == next) {
            return (all, begins);
        }
        all.push(next);
    }
}

#[test]
fn non_myopic_is_stable_all_along_the_cycle() {
    let mut random = SplitMix64(2);
    let mut longest = 0;
    for round in 0..3_000 {
        let conflict = bilateral(&mut random, round % 2 == 0);
        let (all, begins) = anticipations_to_repetition(&conflict);
        let length = all.len() - begins;
        longest = longest.max(length);
        let found = non_myopic(&conflict).expect("two rankings");
        for party in 0..2 {
            for state in 0..conflict.states() {
                let always = all[begins..].iter().all(|pair| pair[party][state] == state as u32);
                assert_eq!(found.by_party[party].contains(state), always, "{conflict:?}");
            }
        }
        // A horizon far away is one of the cycle.
        for far in [1_000_000, u32::MAX] {
            let at = begins + (far as usize - begins) % length;
            assert_eq!(anticipated(&conflict, far).expect("two rankings"), all[at]);
        }
    }
    assert!(longest > 1, "some cycle is longer than one");
}

#[test]
fn stackelberg_leads_with_two_moves_and_follows_with_one() {
    let mut random = SplitMix64(3);
    for _ in 0..1_000 {
        let conflict = bilateral(&mut random, false);
        let moves = definitions::moves(&conflict.graph);
        for leader in 0..2 {
            let found = stackelberg(&conflict, leader).expect("two rankings");
            let defined: Vec<u32> = (0..conflict.states() as u32)
                .filter(|&s| {
                    expected_end(&conflict, &moves, 2, leader, s) == s
                        && moves[1 - leader][s as usize]
                            .iter()
                            .all(|&to| !better(&conflict, 1 - leader, to, s))
                })
                .collect();
            assert_eq!(found, defined);
        }
    }
    let conflict = bilateral(&mut random, false);
    assert_eq!(stackelberg(&conflict, 2), Err(ConflictError::TwoPartiesOnly));
}

fn rank(conflict: &Conflict, party: usize, state: u32) -> u32 {
    match &conflict.preferences[party] {
        Preference::Ranking(ranking) => ranking.rank[state as usize],
        Preference::Relation(_) => unreachable!("a ranking"),
    }
}

/// The rank that `party` can be sure of against single countermoves, by following the tree.
fn sure_of(c: &Conflict, m: &definitions::Moves, party: usize, s: u32, h: u32, own: bool) -> u32 {
    let stay = rank(c, party, s);
    if h == 0 {
        return stay;
    }
    let after = |to: &u32| sure_of(c, m, party, *to, h - 1, !own);
    if own {
        m[party][s as usize].iter().map(after).fold(stay, u32::max)
    } else {
        let others = (0..m.len()).filter(|&other| other != party);
        others.flat_map(|other| &m[other][s as usize]).map(after).fold(stay, u32::min)
    }
}

#[test]
fn maximin_against_single_countermoves_is_its_tree() {
    let mut random = SplitMix64(4);
    for _ in 0..1_500 {
        let conflict = ranked(&mut random, 4);
        let moves = definitions::moves(&conflict.graph);
        for horizon in 0..=4 {
            let found = guaranteed(&conflict, horizon, Countermoves::OneMove).expect("rankings");
            let stable = maximin(&conflict, horizon, Countermoves::OneMove).expect("rankings");
            for (party, found) in found.iter().enumerate() {
                for state in 0..conflict.states() as u32 {
                    let sure = sure_of(&conflict, &moves, party, state, horizon, true);
                    assert_eq!(found[state as usize], sure, "{conflict:?}");
                    let stays = sure == rank(&conflict, party, state);
                    assert_eq!(stable.by_party[party].contains(state as usize), stays);
                }
            }
        }
    }
}

/// The tree of rounds from one state of one party, by its definition.
struct RoundTree<'d, 'c, J: Judgement> {
    definitions: &'d mut Definitions<'c, J>,
    moves: &'d definitions::Moves,
    judgement: &'c J,
    party: usize,
    start: u32,
    credible: bool,
    known: BTreeMap<(bool, u32, u32), bool>,
}

impl<J: Judgement> RoundTree<'_, '_, J> {
    fn escapes(&self, end: u32) -> bool {
        !self.judgement.deters(self.party, self.start, end)
    }

    /// Whether the party, to move at `at` with so many moves left, forces an end that it likes.
    fn forces(&mut self, at: u32, left: u32) -> bool {
        if let Some(&known) = self.known.get(&(true, at, left)) {
            return known;
        }
        let result = self.escapes(at)
            || left > 0
                && self.moves[self.party][at as usize].iter().any(|&to| {
                    (!self.credible || self.judgement.improves(self.party, at, to))
                        && self.stands(to, left - 1)
                });
        self.known.insert((true, at, left), result);
        result
    }

    /// Whether its move to `at` leads to an end that it likes, whatever the others answer.
    fn stands(&mut self, at: u32, left: u32) -> bool {
        if let Some(&known) = self.known.get(&(false, at, left)) {
            return known;
        }
        let result = self.escapes(at)
            && (left == 0 || {
                let answers = self.definitions.responses(self.party, at, self.credible).clone();
                answers.into_iter().all(|answer| self.forces(answer, left - 1))
            });
        self.known.insert((false, at, left), result);
        result
    }
}

fn metarational_by_definition(conflict: &Conflict, most: u32, credible: bool) -> Vec<Stable> {
    let judgement = Crisp(conflict);
    let mut definitions = Definitions::new(&conflict.graph, &judgement);
    let moves = definitions::moves(&conflict.graph);
    let empty = FixedBitSet::with_capacity(conflict.states());
    let mut found = vec![Stable { by_party: vec![empty; conflict.parties()] }; most as usize + 1];
    for party in 0..conflict.parties() {
        for start in 0..conflict.states() as u32 {
            let improvements = definitions.improvements(party, start);
            let mut tree = RoundTree {
                definitions: &mut definitions,
                moves: &moves,
                judgement: &judgement,
                party,
                start,
                credible,
                known: BTreeMap::new(),
            };
            for (depth, stable) in found.iter_mut().enumerate() {
                let depth = depth as u32;
                let is_stable =
                    depth == 0 || improvements.iter().all(|&to| !tree.stands(to, depth - 1));
                stable.by_party[party].set(start as usize, is_stable);
            }
        }
    }
    found
}

fn check_metarational(conflict: &Conflict) {
    for credible in [false, true] {
        let defined = metarational_by_definition(conflict, 7, credible);
        for (depth, defined) in defined.iter().enumerate() {
            let moves = depth as u32;
            let found = metarational_in_moves(conflict, moves, credible).expect("small");
            assert_eq!(&found, defined, "{depth} moves, credible {credible}: {conflict:?}");
            let judgement = Crisp(conflict);
            let general = metarational_by(&conflict.graph, &judgement, moves, credible);
            assert_eq!(general.as_ref(), Ok(defined), "{depth} moves, credible {credible}");
            if depth % 2 == 0 {
                let rounds = metarational(conflict, moves / 2, credible);
                assert_eq!(rounds.as_ref(), Ok(defined));
            }
        }
    }
}

#[test]
fn metarational_is_its_tree() {
    let mut random = SplitMix64(5);
    for _ in 0..700 {
        check_metarational(&ranked(&mut random, 4));
        check_metarational(&related(&mut random, 4));
    }
}

#[test]
fn metarational_levels_are_the_basic_concepts() {
    let mut random = SplitMix64(6);
    for round in 0..1_500 {
        let is_ranked = round % 3 > 0;
        let conflict = if is_ranked { ranked(&mut random, 5) } else { related(&mut random, 4) };
        let basic = definitions::solve(&conflict, &Concept::BASIC);
        let [nash, gmr, smr, seq, sseq] = &basic[..] else { panic!("five concepts") };
        let level =
            |moves, credible| metarational_in_moves(&conflict, moves, credible).expect("small");
        assert_eq!(&level(1, false), nash);
        assert_eq!(&level(1, true), nash);
        assert_eq!(&level(2, false), gmr);
        assert_eq!(&level(2, true), seq);
        assert_eq!(&level(3, false), smr);
        if is_ranked {
            assert_eq!(&level(3, true), sseq);
        }
        assert_eq!(&metarational(&conflict, 1, false).expect("small"), gmr);
        assert_eq!(&metarational(&conflict, 1, true).expect("small"), seq);
    }
}

#[test]
fn metarational_levels_are_nested() {
    let mut random = SplitMix64(7);
    let mut strictly = 0;
    for _ in 0..1_500 {
        let conflict = ranked(&mut random, 5);
        for credible in [false, true] {
            let levels: Vec<Stable> = (1..=8)
                .map(|moves| metarational_in_moves(&conflict, moves, credible).expect("small"))
                .collect();
            let (odd, even): (Vec<_>, Vec<_>) =
                levels.iter().enumerate().partition(|(index, _)| index % 2 == 0);
            for pair in odd.windows(2) {
                assert!(is_subset(pair[0].1, pair[1].1));
            }
            for pair in even.windows(2) {
                assert!(is_subset(pair[1].1, pair[0].1));
                strictly += usize::from(pair[1].1 != pair[0].1);
            }
            assert!(is_subset(odd[3].1, even[3].1));
            // Far beyond the last change the depth no longer matters.
            assert!(metarational(&conflict, u32::MAX, credible).is_ok());
        }
        for moves in 1..=8 {
            let credible = metarational_in_moves(&conflict, moves, true).expect("small");
            let plain = metarational_in_moves(&conflict, moves, false).expect("small");
            assert!(is_subset(&credible, &plain));
            let maximin = maximin(&conflict, moves, Countermoves::Sequence).expect("rankings");
            assert_eq!(plain, maximin);
        }
    }
    assert!(strictly > 0, "a second round makes a difference somewhere");
}

#[test]
fn limited_move_implies_metarational() {
    let mut random = SplitMix64(8);
    for round in 0..2_000 {
        let conflict = bilateral(&mut random, round % 2 == 0);
        for horizon in 1..=6 {
            let limited = limited_move(&conflict, horizon).expect("two rankings");
            let pessimistic = metarational_in_moves(&conflict, horizon, false).expect("small");
            assert!(is_subset(&limited, &pessimistic), "{horizon}: {conflict:?}");
        }
    }
}

/// Whether the party has a policy that, the other's given, leads from `state` to an end that it
/// prefers: every policy is tried and played out.
fn gains_by_another_policy(
    conflict: &Conflict,
    policies: &[Vec<u32>],
    other: &[u32],
    party: usize,
    state: u32,
) -> bool {
    policies.iter().any(|policy| {
        let (mut at, mut own_turn) = (state, true);
        // After more turns than there are states twice over it never ends.
        for _ in 0..2 * conflict.states() + 2 {
            let to = if own_turn { policy[at as usize] } else { other[at as usize] };
            if to == at {
                return better(conflict, party, at, state);
            }
            (at, own_turn) = (to, !own_turn);
        }
        false
    })
}

fn policies(conflict: &Conflict, party: usize, credible: bool) -> Vec<Vec<u32>> {
    let moves = definitions::moves(&conflict.graph);
    let mut all = vec![Vec::new()];
    for state in 0..conflict.states() as u32 {
        let mut choices = moves[party][state as usize].clone();
        if credible {
            choices.retain(|&to| better(conflict, party, to, state));
        }
        choices.push(state);
        all = all
            .iter()
            .flat_map(|policy| {
                choices.iter().map(move |&choice| {
                    policy.iter().copied().chain([choice]).collect::<Vec<u32>>()
                })
            })
            .collect();
    }
    all
}

#[test]
fn policy_stable_states_are_those_of_some_profile() {
    let mut random = SplitMix64(9);
    let mut compared = 0;
    while compared < 400 {
        let conflict = bilateral(&mut random, compared % 2 == 0);
        let credible = compared % 4 > 1;
        if conflict.states() > 6 {
            continue;
        }
        let number = |moves: &Vec<Vec<u32>>| moves.iter().map(|to| to.len() + 1).product::<usize>();
        let profiles: usize = definitions::moves(&conflict.graph).iter().map(number).product();
        if profiles > 600 {
            continue;
        }
        let all = [0, 1].map(|party| policies(&conflict, party, credible));
        compared += 1;
        let found: BTreeMap<u32, PolicyProfile> =
            policy_stable(&conflict, credible).expect("two parties").into_iter().collect();
        for state in 0..conflict.states() as u32 {
            let mut exists = false;
            for first in &all[0] {
                for second in &all[1] {
                    let holds = first[state as usize] == state
                        && second[state as usize] == state
                        && !gains_by_another_policy(&conflict, &all[0], second, 0, state)
                        && !gains_by_another_policy(&conflict, &all[1], first, 1, state);
                    let profile = [first.clone(), second.clone()];
                    let checked = is_policy_equilibrium(&conflict, &profile, state, credible);
                    assert_eq!(checked, Ok(holds), "{conflict:?} {profile:?}");
                    exists |= holds;
                }
            }
            assert_eq!(found.contains_key(&state), exists, "{conflict:?} {state}");
            if let Some(profile) = found.get(&state) {
                assert_eq!(is_policy_equilibrium(&conflict, profile, state, credible), Ok(true));
            }
        }
    }
}

#[test]
fn policy_stable_is_metarational_in_every_number_of_rounds() {
    let mut random = SplitMix64(17);
    let mut fewer = 0;
    for round in 0..1_500 {
        let conflict = bilateral(&mut random, round % 2 == 0);
        for credible in [false, true] {
            let found = policy_stable(&conflict, credible).expect("two parties");
            let found: Vec<u32> = found.into_iter().map(|(state, _)| state).collect();
            let rounds = |rounds| metarational(&conflict, rounds, credible).expect("small");
            assert_eq!(found, rounds(u32::MAX).equilibria(), "{conflict:?}");
            fewer += usize::from(rounds(1).equilibria() != found);
        }
    }
    assert!(fewer > 0, "one round is not enough somewhere");
}

/// A 2x2 game: states both, only the first, only the second, neither; rankings best first.
fn game(first: [u32; 4], second: [u32; 4]) -> Conflict {
    let mut graph = ListedGraph::without_moves(4);
    graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
    graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
    let preferences = [first, second].map(|order| {
        let groups: Vec<Vec<u32>> = order.iter().map(|&state| vec![state]).collect();
        Preference::Ranking(Ranking::from_groups(4, &groups))
    });
    Conflict::new(Graph::Listed(graph), preferences.to_vec()).expect("parts that fit")
}

/// Known results: limited-move stability in Chicken, and the non-myopic equilibria of Chicken and of
/// the prisoner's dilemma (Brams & Wittman 1981; Kilgour 1984).
#[test]
fn textbook_games() {
    let chicken = game([2, 0, 1, 3], [1, 0, 2, 3]);
    let expected: [(u32, &[usize], &[usize]); 4] =
        [(1, &[1, 2], &[1, 2]), (2, &[2], &[1]), (3, &[0, 2], &[0, 1]), (4, &[0, 2], &[0, 1])];
    for (horizon, first, second) in expected {
        let stable = limited_move(&chicken, horizon).expect("two rankings");
        assert_eq!(states(&stable.by_party[0]), first);
        assert_eq!(states(&stable.by_party[1]), second);
    }
    assert_eq!(non_myopic(&chicken).expect("two rankings").equilibria(), [0]);
    let dilemma = game([2, 0, 3, 1], [1, 0, 3, 2]);
    assert_eq!(non_myopic(&dilemma).expect("two rankings").equilibria(), [0, 3]);
    assert_eq!(stackelberg(&dilemma, 0).expect("two rankings"), [3]);
}

#[test]
fn what_the_concepts_are_not_defined_for() {
    let mut random = SplitMix64(10);
    let three = loop {
        let conflict = ranked(&mut random, 4);
        if conflict.parties() == 3 {
            break conflict;
        }
    };
    assert_eq!(limited_move(&three, 2), Err(ConflictError::TwoPartiesOnly));
    assert_eq!(non_myopic(&three), Err(ConflictError::TwoPartiesOnly));
    assert_eq!(policy_stable(&three, false), Err(ConflictError::TwoPartiesOnly));
    let unranked = loop {
        let conflict = related(&mut random, 4);
        if conflict.parties() == 2 && !conflict.is_ranked() {
            break conflict;
        }
    };
    assert_eq!(limited_move(&unranked, 2), Err(ConflictError::RankingsOnly));
    let maximin = maximin(&unranked, 2, Countermoves::Sequence);
    assert_eq!(maximin, Err(ConflictError::RankingsOnly));
    let large = random_conflicts::synthetic(20, 2, 1, 0);
    let (states, limit) = (1 << 20, 1 << 15);
    assert_eq!(limited_move(&large, 2), Err(ConflictError::TooLarge { states, limit }));
}

#[test]
fn stored_results() {
    let (mut compared, all) = (0, Stored::all());
    for case in &all {
        for (concept, result) in &case.results {
            let conflict = &case.conflict;
            let stable = match Concept::from_abbreviation(concept) {
                Some(Concept::LimitedMove(horizon)) => limited_move(conflict, horizon),
                Some(Concept::NonMyopic) => non_myopic(conflict),
                Some(Concept::Nash) => metarational_in_moves(conflict, 1, false),
                Some(Concept::GeneralMetarational) => metarational(conflict, 1, false),
                Some(Concept::SymmetricMetarational) => metarational_in_moves(conflict, 3, false),
                Some(Concept::Sequential) => metarational(conflict, 1, true),
                Some(Concept::SymmetricSequential) => metarational_in_moves(conflict, 3, true),
                _ => continue,
            };
            let stable = stable.expect("defined");
            if !result["equilibria"].is_null() {
                let equilibria = stable.equilibria().into_iter().map(|state| state as usize);
                let found = case.named(equilibria);
                assert_eq!(found, names(&result["equilibria"]), "{} {concept}", case.id);
                compared += 1;
            }
            for (party, name) in case.parties.iter().enumerate() {
                if !result["per_dm"][name].is_null() {
                    let found = case.named(stable.by_party[party].ones());
                    let stored = names(&result["per_dm"][name]);
                    assert_eq!(found, stored, "{} {concept} {name}", case.id);
                    compared += 1;
                }
            }
        }
    }
    assert!(all.is_empty() || compared > 200, "{compared} results");
}
