//! Coalition stability against its definition and known cases.

mod definitions;
mod random_conflicts;
mod stored_conflicts;

use definitions::legal_sequences;
use fixedbitset::FixedBitSet;
use random_conflicts::{SplitMix64, ranked, related};
use std::collections::BTreeSet;
use stored_conflicts::{Stored, names};
use zopa_stability::coalition::{
    CoalitionError, Jump, jumps, merged, reachable, stable, universally_stable,
};
use zopa_stability::{
    Concept, Conflict, Crisp, Graph, Judgement, ListedGraph, Preference, Ranking, general_solver,
};

fn states(set: &FixedBitSet) -> Vec<usize> {
    set.ones().collect()
}

fn coalitions(parties: &[usize]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for &party in parties {
        for mut coalition in all.clone() {
            coalition.push(party);
            all.push(coalition);
        }
    }
    all.retain(|coalition| !coalition.is_empty());
    all
}

/// The definitions of coalition stability, read off one by one.
struct ByDefinition<'c> {
    conflict: &'c Conflict,
    moves: definitions::Moves,
}

impl<'c> ByDefinition<'c> {
    fn new(conflict: &'c Conflict) -> Self {
        ByDefinition { conflict, moves: definitions::moves(&conflict.graph) }
    }

    fn reached(&self, members: &[usize], from: u32) -> BTreeSet<u32> {
        legal_sequences(members, from, |party, at| self.moves[party][at as usize].clone())
    }

    fn improvements(&self, members: &[usize], from: u32) -> Vec<u32> {
        let crisp = Crisp(self.conflict);
        let mut reached: Vec<u32> = self.reached(members, from).into_iter().collect();
        reached.retain(|&to| {
            to != from && members.iter().all(|&member| crisp.improves(member, from, to))
        });
        reached
    }

    fn is_bad(&self, members: &[usize], against: u32, end: u32) -> bool {
        let crisp = Crisp(self.conflict);
        members.iter().any(|&member| crisp.deters(member, against, end))
    }

    fn answers(&self, others: &[usize], from: u32, credible: bool) -> BTreeSet<u32> {
        if !credible {
            return self.reached(others, from);
        }
        let parts = coalitions(others);
        let movers: Vec<usize> = (0..parts.len()).collect();
        legal_sequences(&movers, from, |part, at| self.improvements(&parts[part], at))
    }

    fn is_stable(&self, members: &[usize], concept: Concept, state: u32) -> bool {
        let improvements = self.improvements(members, state);
        let (credible, symmetric) = match concept {
            Concept::Nash => return improvements.is_empty(),
            Concept::GeneralMetarational => (false, false),
            Concept::SymmetricMetarational => (false, true),
            Concept::Sequential => (true, false),
            Concept::SymmetricSequential => (true, true),
            other => panic!("{other:?}"),
        };
        let others: Vec<usize> =
            (0..self.moves.len()).filter(|party| !members.contains(party)).collect();
        improvements.into_iter().all(|improvement| {
            self.answers(&others, improvement, credible).into_iter().any(|end| {
                self.is_bad(members, state, end)
                    && (!symmetric
                        || self
                            .reached(members, end)
                            .into_iter()
                            .all(|counter| self.is_bad(members, state, counter)))
            })
        })
    }
}

fn parties_of(conflict: &Conflict) -> Vec<usize> {
    (0..conflict.parties()).collect()
}

#[test]
fn stability_is_its_definition() {
    let mut random = SplitMix64(11);
    for round in 0..1_200 {
        let conflict =
            if round % 3 == 0 { related(&mut random, 3) } else { ranked(&mut random, 4) };
        let defined = ByDefinition::new(&conflict);
        let all = coalitions(&parties_of(&conflict));
        let members = &all[random.below(all.len() as u64) as usize];
        for concept in Concept::BASIC {
            let found = stable(&conflict, members, concept).expect("small");
            assert_eq!(found.len(), conflict.states());
            for state in 0..conflict.states() {
                assert_eq!(
                    found.contains(state),
                    defined.is_stable(members, concept, state as u32),
                    "{concept:?} {members:?} {state} {conflict:?}"
                );
            }
        }
    }
}

#[test]
fn reachable_lists_are_legal_sequences() {
    let mut random = SplitMix64(12);
    for _ in 0..1_500 {
        let conflict = ranked(&mut random, 5);
        let defined = ByDefinition::new(&conflict);
        for members in coalitions(&parties_of(&conflict)) {
            let state = random.below(conflict.states() as u64) as u32;
            let found = reachable(&conflict, &members, state).expect("small");
            let expected: Vec<u32> = defined.reached(&members, state).into_iter().collect();
            assert_eq!(found, expected, "{members:?} {state} {conflict:?}");
        }
    }
}

#[test]
fn a_coalition_of_one_is_its_party() {
    let mut random = SplitMix64(13);
    for round in 0..2_000 {
        let conflict =
            if round % 3 == 0 { related(&mut random, 4) } else { ranked(&mut random, 5) };
        let own = definitions::solve(&conflict, &Concept::BASIC);
        for party in 0..conflict.parties() {
            for (concept, own) in Concept::BASIC.into_iter().zip(&own) {
                let credible =
                    matches!(concept, Concept::Sequential | Concept::SymmetricSequential);
                // The answers of several others may be joint improvements.
                if !credible || conflict.parties() == 2 {
                    let found = stable(&conflict, &[party], concept).expect("small");
                    assert_eq!(found, own.by_party[party], "{concept:?} {conflict:?}");
                }
            }
        }
    }
}

#[test]
fn inclusions_and_universal_stability() {
    let mut random = SplitMix64(14);
    for _ in 0..600 {
        let conflict = ranked(&mut random, 4);
        let everyone = parties_of(&conflict);
        let all = coalitions(&everyone);
        let is_option_form = matches!(conflict.graph, Graph::Options(_));
        let mut universal = vec![FixedBitSet::with_capacity(conflict.states()); 5];
        universal.iter_mut().for_each(|set| set.insert_range(..));
        for members in &all {
            let found: Vec<FixedBitSet> = Concept::BASIC
                .iter()
                .map(|&concept| stable(&conflict, members, concept).expect("small"))
                .collect();
            let [nash, gmr, smr, seq, sseq] = &found[..] else { panic!("five concepts") };
            assert!(nash.is_subset(smr) && nash.is_subset(sseq));
            assert!(smr.is_subset(gmr) && sseq.is_subset(seq));
            if is_option_form {
                assert!(seq.is_subset(gmr) && sseq.is_subset(smr));
            }
            if *members == everyone {
                assert!(found.iter().all(|set| set == nash));
            }
            universal.iter_mut().zip(&found).for_each(|(set, found)| set.intersect_with(found));
        }
        for (concept, expected) in Concept::BASIC.into_iter().zip(&universal) {
            assert_eq!(&universally_stable(&conflict, concept).expect("small"), expected);
        }
    }
}

#[test]
fn merging_a_coalition_keeps_who_can_do_what() {
    let mut random = SplitMix64(15);
    let mut same_moves = 0;
    for _ in 0..1_500 {
        let conflict = ranked(&mut random, 4);
        let defined = ByDefinition::new(&conflict);
        let all = coalitions(&parties_of(&conflict));
        let members = &all[random.below(all.len() as u64) as usize];
        let merged = merged(&conflict, members).expect("small");
        assert_eq!(merged.graph.parties(), merged.members.len());
        let mut everyone: Vec<usize> = merged.members.concat();
        everyone.sort_unstable();
        assert_eq!(everyone, parties_of(&conflict));
        let moves = definitions::moves(&merged.graph);
        let mut same = true;
        for (party, stands_for) in merged.members.iter().enumerate() {
            for from in 0..conflict.states() as u32 {
                let mut reached = defined.reached(stands_for, from);
                reached.remove(&from);
                let moved: BTreeSet<u32> = moves[party][from as usize].iter().copied().collect();
                same &= moved == reached;
                if matches!(conflict.graph, Graph::Listed(_)) {
                    assert_eq!(moved, reached);
                } else {
                    assert!(moved.is_superset(&reached));
                }
            }
        }
        let nash = general_solver::solve(&merged.graph, &merged, &[Concept::Nash]).expect("small");
        for (party, stands_for) in merged.members.iter().enumerate() {
            if same {
                let joint = stable(&conflict, stands_for, Concept::Nash).expect("small");
                assert_eq!(nash[0].by_party[party], joint);
            }
        }
        same_moves += usize::from(same);
    }
    assert!(same_moves > 500, "{same_moves} conflicts in which nothing blocks");
}

#[test]
fn jumps_are_those_of_the_definition() {
    let mut random = SplitMix64(16);
    let mut count = 0;
    for _ in 0..2_000 {
        let conflict = ranked(&mut random, 4);
        let defined = ByDefinition::new(&conflict);
        let equilibria =
            definitions::solve(&conflict, &[Concept::SymmetricMetarational])[0].equilibria();
        let mut expected = Vec::new();
        for &from in &equilibria {
            for members in coalitions(&parties_of(&conflict)) {
                for to in defined.improvements(&members, from) {
                    if members.len() > 1 && equilibria.contains(&to) {
                        expected.push(Jump { from, to, members: members.clone() });
                    }
                }
            }
        }
        let is_least = |jump: &&Jump| {
            !expected.iter().any(|other| {
                (other.from, other.to) == (jump.from, jump.to)
                    && other.members.len() < jump.members.len()
                    && other.members.iter().all(|member| jump.members.contains(member))
            })
        };
        let mut least: Vec<Jump> = expected.iter().filter(is_least).cloned().collect();
        least.sort();
        let found = jumps(&conflict, &equilibria).expect("small");
        count += found.len();
        assert_eq!(found, least, "{conflict:?}");
    }
    assert!(count > 500, "{count} jumps");
}

/// The Elmira groundwater conflict in nine states (Hipel, Fang, Kilgour & Haight 1993): ministry,
/// company, local government; state `s1` is 0.
fn elmira() -> Conflict {
    let mut graph = ListedGraph::without_moves(9);
    let list = |moves: &[(usize, &[u32])]| {
        let mut lists = vec![Vec::new(); 9];
        for &(from, to) in moves {
            lists[from - 1] = to.iter().map(|state| state - 1).collect();
        }
        lists
    };
    graph.add_party(&list(&[(1, &[2]), (3, &[4]), (5, &[6]), (7, &[8])]));
    graph.add_party(&list(&[
        (1, &[3, 9]),
        (2, &[4, 9]),
        (3, &[9]),
        (4, &[9]),
        (5, &[7, 9]),
        (6, &[8, 9]),
        (7, &[9]),
        (8, &[9]),
    ]));
    graph.add_party(&list(&[
        (1, &[5]),
        (5, &[1]),
        (2, &[6]),
        (6, &[2]),
        (3, &[7]),
        (7, &[3]),
        (4, &[8]),
        (8, &[4]),
    ]));
    let preferences =
        [[7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 3, 7, 2, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9]]
            .map(|order: [u32; 9]| {
                let groups: Vec<Vec<u32>> = order.iter().map(|state| vec![state - 1]).collect();
                Preference::Ranking(Ranking::from_groups(9, &groups))
            });
    Conflict::new(Graph::Listed(graph), preferences.to_vec()).expect("parts that fit")
}

/// The ministry and the company jump from `s5` to `s8` (Kilgour, Hipel, Fang & Peng 2001).
#[test]
fn elmira_coalitions() {
    let conflict = elmira();
    let equilibria = [4, 7, 8];
    let jump = Jump { from: 4, to: 7, members: vec![0, 1] };
    assert_eq!(jumps(&conflict, &equilibria).expect("small"), [jump]);
    let expected: [(&[usize], Concept, &[usize]); 6] = [
        (&[0, 1], Concept::Nash, &[1, 3, 4, 7, 8, 9]),
        (&[0, 1], Concept::Sequential, &[1, 3, 4, 7, 8, 9]),
        (&[0, 2], Concept::Nash, &[2, 4, 5, 6, 7, 8, 9]),
        (&[0, 2], Concept::GeneralMetarational, &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (&[0, 2], Concept::Sequential, &[2, 3, 4, 5, 6, 7, 8, 9]),
        (&[2, 1, 0], Concept::SymmetricMetarational, &[1, 3, 4, 5, 7, 8, 9]),
    ];
    for (members, concept, expected) in expected {
        let found = stable(&conflict, members, concept).expect("small");
        let named: Vec<usize> = states(&found).iter().map(|state| state + 1).collect();
        assert_eq!(named, expected, "{members:?} {concept:?}");
    }
}

#[test]
fn what_cannot_be_analysed() {
    let conflict = elmira();
    let refused = |members: &[usize], concept| stable(&conflict, members, concept).unwrap_err();
    assert_eq!(refused(&[], Concept::Nash), CoalitionError::NoMembers);
    assert_eq!(refused(&[0, 3], Concept::Nash), CoalitionError::NoSuchParty(3));
    let concept = Concept::NonMyopic;
    assert_eq!(refused(&[0], concept), CoalitionError::NoCoalitionForm(concept));
    let large = random_conflicts::synthetic(14, 2, 1, 0);
    assert!(matches!(stable(&large, &[0], Concept::Nash), Err(CoalitionError::Conflict(_))));
    let many = random_conflicts::synthetic(9, 9, 1, 0);
    let universal = universally_stable(&many, Concept::Nash);
    assert_eq!(universal, Err(CoalitionError::TooManyParties(9)));
}

#[test]
fn stored_results() {
    let (mut compared, all) = (0, Stored::all());
    for case in &all {
        for (name, result) in &case.results {
            let Some((concept, members)) =
                name.strip_prefix('C').and_then(|rest| rest.strip_suffix('}')?.split_once('{'))
            else {
                continue;
            };
            let concept = Concept::from_abbreviation(concept).expect("a concept");
            let members: Vec<usize> = members
                .split(',')
                .map(|member| case.parties.iter().position(|p| p == member).expect("a party"))
                .collect();
            let found = stable(&case.conflict, &members, concept).expect("small");
            let found = case.named(found.ones());
            assert_eq!(found, names(&result["stable"]), "{} {name}", case.id);
            compared += 1;
        }
    }
    assert!(all.is_empty() || compared >= 20, "{compared} results");
}
