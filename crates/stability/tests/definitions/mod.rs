//! The stability concepts straight from their definitions, state by state: slow, and written
//! without any of the library's methods, so that those can be checked against it.
#![allow(dead_code)]

use std::collections::BTreeSet;
use zopa_stability::{Concept, Conflict, Crisp, Graph, Judgement, Reversibility, Stable};

/// For each party and state the states that the party reaches in one move.
pub type Moves = Vec<Vec<Vec<u32>>>;

/// The moves of a conflict, from the definition of the option form where it is one: a move changes
/// options of one party only, each in a way it can be changed, and leads to a feasible state.
pub fn moves(graph: &Graph) -> Moves {
    match graph {
        Graph::Listed(listed) => (0..listed.parties())
            .map(|party| {
                (0..listed.states() as u32).map(|s| listed.moves(party, s).to_vec()).collect()
            })
            .collect(),
        Graph::Options(form) => {
            let states = form.feasible.len() as u32;
            let can_move = |party: usize, from: u64, to: u64| {
                from != to
                    && form.options.iter().enumerate().all(|(option, described)| {
                        let (before, after) = (from >> option & 1, to >> option & 1);
                        before == after
                            || described.owner == party
                                && match described.reversibility {
                                    Reversibility::Both => true,
                                    Reversibility::Forward => after == 1,
                                    Reversibility::Back => after == 0,
                                }
                    })
            };
            (0..form.parties)
                .map(|party| {
                    (0..states)
                        .map(|from| {
                            let number = form.feasible.number(from);
                            (0..states)
                                .filter(|&to| can_move(party, number, form.feasible.number(to)))
                                .collect()
                        })
                        .collect()
                })
                .collect()
        }
    }
}

/// The states reached from `start` by legal sequences of moves of `movers`: no party moves twice in
/// a row. A search over pairs of a state and the party that moved last.
pub fn legal_sequences(
    movers: &[usize],
    start: u32,
    step: impl Fn(usize, u32) -> Vec<u32>,
) -> BTreeSet<u32> {
    let mut seen: BTreeSet<(u32, usize)> = BTreeSet::new();
    let mut open: Vec<(u32, usize)> = Vec::new();
    for &mover in movers {
        open.extend(step(mover, start).into_iter().map(|state| (state, mover)));
    }
    while let Some((state, last)) = open.pop() {
        if seen.insert((state, last)) {
            for &mover in movers.iter().filter(|&&mover| mover != last) {
                open.extend(step(mover, state).into_iter().map(|next| (next, mover)));
            }
        }
    }
    seen.into_iter().map(|(state, _)| state).collect()
}

/// A conflict with a judgement, and what the others can do in response to each state (found once).
pub struct Definitions<'c, J: Judgement> {
    judgement: &'c J,
    moves: Moves,
    parties: usize,
    states: u32,
    /// For each party and state what the others reach from it by any moves and by improvements.
    responses: Vec<Vec<[Option<BTreeSet<u32>>; 2]>>,
}

impl<'c, J: Judgement> Definitions<'c, J> {
    /// The definitions for a graph and a judgement.
    pub fn new(graph: &Graph, judgement: &'c J) -> Self {
        let (parties, states) = (graph.parties(), graph.states() as u32);
        let responses = vec![vec![[None, None]; states as usize]; parties];
        Definitions { judgement, moves: moves(graph), parties, states, responses }
    }

    /// The states to which the party would leave `state`.
    pub fn improvements(&self, party: usize, state: u32) -> Vec<u32> {
        let reached = self.moves[party][state as usize].iter().copied();
        reached.filter(|&to| self.judgement.improves(party, state, to)).collect()
    }

    /// What all parties but `party` reach from `state` by legal sequences: of any moves, or of
    /// moves by which each mover responds.
    pub fn responses(&mut self, party: usize, state: u32, credible: bool) -> &BTreeSet<u32> {
        let others: Vec<usize> = (0..self.parties).filter(|&other| other != party).collect();
        if self.responses[party][state as usize][usize::from(credible)].is_none() {
            let found = legal_sequences(&others, state, |mover, from| {
                let mut reached = self.moves[mover][from as usize].clone();
                if credible {
                    reached.retain(|&to| self.judgement.responds(mover, from, to));
                }
                reached
            });
            self.responses[party][state as usize][usize::from(credible)] = Some(found);
        }
        self.responses[party][state as usize][usize::from(credible)].as_ref().expect("just found")
    }

    /// Whether a state is stable for a party under one of the basic concepts.
    pub fn stable(&mut self, concept: Concept, party: usize, state: u32) -> bool {
        let (credible, symmetric) = match concept {
            Concept::Nash => return self.improvements(party, state).is_empty(),
            Concept::GeneralMetarational => (false, false),
            Concept::SymmetricMetarational => (false, true),
            Concept::Sequential => (true, false),
            Concept::SymmetricSequential => (true, true),
            other => panic!("{other:?} is not a basic concept"),
        };
        let judgement = self.judgement;
        self.improvements(party, state).into_iter().all(|improvement| {
            let ends = self.responses(party, improvement, credible).clone();
            ends.into_iter().any(|end| {
                judgement.deters(party, state, end)
                    && (!symmetric
                        || self.moves[party][end as usize]
                            .iter()
                            .all(|&counter| judgement.deters(party, state, counter)))
            })
        })
    }

    /// The stable states of every party under each of the concepts.
    pub fn solve(&mut self, concepts: &[Concept]) -> Vec<Stable> {
        concepts
            .iter()
            .map(|&concept| Stable {
                by_party: (0..self.parties)
                    .map(|party| {
                        let mut stable =
                            fixedbitset::FixedBitSet::with_capacity(self.states as usize);
                        for state in 0..self.states {
                            stable.set(state as usize, self.stable(concept, party, state));
                        }
                        stable
                    })
                    .collect(),
            })
            .collect()
    }
}

/// The stable states of a conflict under crisp preference, by definition.
pub fn solve(conflict: &Conflict, concepts: &[Concept]) -> Vec<Stable> {
    Definitions::new(&conflict.graph, &Crisp(conflict)).solve(concepts)
}
