//! Paths and reachability against plain enumeration of legal sequences.

mod definitions;
mod random_conflicts;

use random_conflicts::SplitMix64;
use std::collections::BTreeMap;
use zopa_stability::evolution::{Evolution, MoveKind, MovesAllowed, PathsEnd, Step};
use zopa_stability::{Comparison, Conflict, Graph, ListedGraph, Preference, Ranking};

const CHOICES: [MovesAllowed; 4] = [
    MovesAllowed::None,
    MovesAllowed::Improvements,
    MovesAllowed::ImprovementsOrUnknown,
    MovesAllowed::Any,
];

/// Whether a move is allowed, said without the library's method.
fn allowed(choice: MovesAllowed, conflict: &Conflict, party: usize, from: u32, to: u32) -> bool {
    let comparison = conflict.preferences[party].compare(to, from);
    match choice {
        MovesAllowed::None => false,
        MovesAllowed::Improvements => matches!(comparison, Comparison::Better(_)),
        MovesAllowed::ImprovementsOrUnknown => {
            matches!(comparison, Comparison::Better(_) | Comparison::Unknown)
        }
        MovesAllowed::Any => true,
    }
}

struct Plain<'c> {
    conflict: &'c Conflict,
    moves: definitions::Moves,
    choices: Vec<MovesAllowed>,
}

impl Plain<'_> {
    fn next(&self, from: u32, last: Option<usize>) -> Vec<(usize, u32)> {
        let mut steps = Vec::new();
        for party in 0..self.conflict.parties() {
            for &to in &self.moves[party][from as usize] {
                let choice = self.choices[party];
                if Some(party) != last && allowed(choice, self.conflict, party, from, to) {
                    steps.push((party, to));
                }
            }
        }
        steps
    }

    /// The least number of moves to each state that can be reached.
    fn lengths(&self, from: u32) -> BTreeMap<u32, u32> {
        let mut seen: BTreeMap<(u32, Option<usize>), u32> = BTreeMap::from([((from, None), 0)]);
        let mut layer = vec![(from, None)];
        let mut length = 0;
        while !layer.is_empty() {
            length += 1;
            let mut next = Vec::new();
            for (state, last) in layer {
                for (party, to) in self.next(state, last) {
                    if let std::collections::btree_map::Entry::Vacant(entry) =
                        seen.entry((to, Some(party)))
                    {
                        entry.insert(length);
                        next.push((to, Some(party)));
                    }
                }
            }
            layer = next;
        }
        let mut least = BTreeMap::new();
        for ((state, _), length) in seen {
            let entry = least.entry(state).or_insert(length);
            *entry = length.min(*entry);
        }
        least
    }

    /// Every path without repeated states, as long as there are at most `most`.
    fn paths(&self, from: u32, to: u32, most: usize) -> Option<Vec<Vec<(usize, u32)>>> {
        let mut found = Vec::new();
        let complete = self.extend(from, to, &mut vec![], &mut found, from, None, &mut 0, most);
        found.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        complete.then_some(found)
    }

    #[allow(clippy::too_many_arguments)]
    fn extend(
        &self,
        root: u32,
        to: u32,
        path: &mut Vec<(usize, u32)>,
        found: &mut Vec<Vec<(usize, u32)>>,
        at: u32,
        last: Option<usize>,
        work: &mut usize,
        most: usize,
    ) -> bool {
        if at == to {
            found.push(path.clone());
            return true;
        }
        for (party, next) in self.next(at, last) {
            *work += 1;
            if *work > most {
                return false;
            }
            if next == root || path.iter().any(|&(_, state)| state == next) {
                continue;
            }
            path.push((party, next));
            let complete = self.extend(root, to, path, found, next, Some(party), work, most);
            path.pop();
            if !complete {
                return false;
            }
        }
        true
    }
}

fn check_step(conflict: &Conflict, moves: &definitions::Moves, step: &Step) {
    assert!(moves[step.mover][step.from as usize].contains(&step.to));
    let kind = match conflict.preferences[step.mover].compare(step.to, step.from) {
        Comparison::Better(_) => MoveKind::Improvement,
        Comparison::Equal => MoveKind::Equal,
        Comparison::Worse(_) => MoveKind::Disimprovement,
        Comparison::Unknown => MoveKind::Unknown,
    };
    assert_eq!(step.kind, kind);
}

fn short(path: &[Step]) -> Vec<(usize, u32)> {
    path.iter().map(|step| (step.mover, step.to)).collect()
}

#[test]
fn reach_paths_and_tree_equal_plain_enumeration() {
    let mut random = SplitMix64(11);
    let (mut listings, mut paths_seen, mut unreachable) = (0, 0, 0);
    for round in 0..1500 {
        let conflict = match round % 3 {
            0 => random_conflicts::related(&mut random, 4),
            _ => random_conflicts::ranked(&mut random, 4),
        };
        let choices: Vec<MovesAllowed> = match round % 4 {
            0 => vec![MovesAllowed::Any; conflict.parties()],
            1 => vec![MovesAllowed::Improvements; conflict.parties()],
            _ => (0..conflict.parties()).map(|_| CHOICES[random.below(4) as usize]).collect(),
        };
        let moves = definitions::moves(&conflict.graph);
        let plain = Plain { conflict: &conflict, moves, choices: choices.clone() };
        let evolution = Evolution::new(&conflict, choices);
        let states = conflict.states() as u32;
        let from = random.below(u64::from(states)) as u32;

        let lengths = plain.lengths(from);
        let reach = evolution.reach(from);
        for state in 0..states {
            assert_eq!(reach.length(state), lengths.get(&state).copied(), "round {round}");
        }
        assert_eq!(reach.count(), lengths.len() - 1);

        let to = random.below(u64::from(states)) as u32;
        match evolution.shortest(from, to) {
            None => {
                assert!(!lengths.contains_key(&to));
                unreachable += 1;
            }
            Some(path) => {
                assert_eq!(path.len() as u32, lengths[&to]);
                assert_eq!(path.last().map_or(from, |step| step.to), to);
                let mut at = (from, None);
                for step in &path {
                    check_step(&conflict, &plain.moves, step);
                    assert_eq!(step.from, at.0);
                    assert!(plain.next(at.0, at.1).contains(&(step.mover, step.to)));
                    at = (step.to, Some(step.mover));
                }
            }
        }

        let Some(expected) = plain.paths(from, to, 20_000) else { continue };
        let mut paths = evolution.paths(from, to);
        let found: Vec<Vec<(usize, u32)>> = paths.by_ref().map(|path| short(&path)).collect();
        assert_eq!(found, expected, "round {round}");
        assert_eq!(paths.end(), Some(PathsEnd::Complete));
        if let (Some(first), Some(path)) = (found.first(), evolution.shortest(from, to)) {
            if first.len() == path.len() {
                assert_eq!(*first, short(&path), "the first of the shortest");
            } else {
                // The shortest sequence comes back to a state.
                assert!(first.len() > path.len());
            }
        }
        listings += 1;
        paths_seen += found.len();
    }
    assert!(listings > 1000 && paths_seen > 10_000 && unreachable > 100, "{listings} {paths_seen}");
}

#[test]
fn the_tree_holds_every_path_and_no_other() {
    let mut random = SplitMix64(12);
    for _ in 0..300 {
        let conflict = random_conflicts::ranked(&mut random, 3);
        let evolution = Evolution::by_improvements(&conflict);
        let moves = definitions::moves(&conflict.graph);
        let choices = vec![MovesAllowed::Improvements; conflict.parties()];
        let plain = Plain { conflict: &conflict, moves, choices };
        let from = random.below(conflict.states() as u64) as u32;
        let nodes: Vec<_> = evolution.tree_walk(from, 4).collect();
        assert_eq!(nodes[0].state(), from);
        for to in 0..conflict.states() as u32 {
            let mut here: Vec<_> = nodes
                .iter()
                .filter(|node| node.state() == to && !node.returns)
                .map(|node| short(&node.path))
                .collect();
            here.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
            let mut expected = plain.paths(from, to, usize::MAX).expect("no limit");
            expected.retain(|path| path.len() <= 4);
            assert_eq!(here, expected);
        }
        for node in &nodes {
            if node.returns {
                assert!(evolution.children(node).is_empty());
            }
        }
    }
}

#[test]
fn a_million_states_are_searched_without_listing_moves() {
    let conflict = random_conflicts::synthetic(20, 3, 1, 0);
    let any = Evolution::by_any_moves(&conflict);
    let reach = any.reach(0);
    assert_eq!(reach.count(), (1 << 20) - 1);
    // Seven options each: whatever differs, one move per party does it.
    assert_eq!(reach.length((1 << 20) - 1), Some(3));
    assert_eq!(any.paths(0, (1 << 20) - 1).take(6).filter(|path| path.len() == 3).count(), 6);
    let next = any.paths(0, (1 << 20) - 1).nth(6).expect("a longer one");
    assert_eq!(next.len(), 4);

    let improving = Evolution::by_improvements(&conflict);
    let reach = improving.reach(0);
    let far = reach.states().max_by_key(|&state| (reach.length(state), state)).expect("itself");
    let path = improving.shortest(0, far).expect("it was reached");
    assert_eq!(path.len() as u32, reach.length(far).expect("it was reached"));
    assert!(path.iter().all(|step| step.kind == MoveKind::Improvement));
    assert!(path.windows(2).all(|pair| pair[0].mover != pair[1].mover));
}

#[test]
fn a_state_reached_only_by_coming_back_has_a_shortest_walk_and_no_path() {
    // The first party must move twice at state 1; the others lead away and back.
    let mut graph = ListedGraph::without_moves(4);
    graph.add_party(&[vec![1], vec![3], vec![], vec![]]);
    graph.add_party(&[vec![], vec![2], vec![], vec![]]);
    graph.add_party(&[vec![], vec![], vec![1], vec![]]);
    let flat = Preference::Ranking(Ranking::new(vec![0; 4]));
    let conflict = Conflict::new(Graph::Listed(graph), vec![flat; 3]).expect("parts that fit");
    let any = Evolution::by_any_moves(&conflict);
    let walk = any.shortest(0, 3).expect("reachable");
    assert_eq!(short(&walk), [(0, 1), (1, 2), (2, 1), (0, 3)]);
    assert_eq!(any.reach(0).length(3), Some(4));
    assert_eq!(any.paths(0, 3).count(), 0);
}

#[test]
fn the_work_limit_ends_a_listing() {
    let mut conflict = random_conflicts::synthetic(10, 3, 1, 0);
    conflict.preferences = vec![Preference::Ranking(Ranking::new(vec![0; 1 << 10])); 3];
    let any = Evolution::by_any_moves(&conflict);
    let mut paths = any.paths(0, 1023).with_work_limit(50_000);
    let found = paths.by_ref().count();
    assert!(found > 6);
    assert_eq!(paths.end(), Some(PathsEnd::WorkLimit));
    assert!(matches!(conflict.graph, Graph::Options(_)));
}
