//! Listed graphs: least values over legal sequences, by a search over pairs of a state and the
//! party that moved last, in the order of values. `O(n a)` for `n` parties and `a` moves.

use crate::ListedGraph;

/// For each party the moves by the state they lead to.
pub(super) struct MovesInto {
    offsets: Vec<Vec<usize>>,
    sources: Vec<Vec<u32>>,
}

impl MovesInto {
    /// The moves of a graph turned round.
    pub(super) fn new(graph: &ListedGraph) -> Self {
        let states = graph.states();
        let mut into = MovesInto { offsets: Vec::new(), sources: Vec::new() };
        for party in 0..graph.parties() {
            let mut offsets = vec![0_usize; states + 1];
            for from in 0..states as u32 {
                for &to in graph.moves(party, from) {
                    offsets[to as usize + 1] += 1;
                }
            }
            for state in 0..states {
                offsets[state + 1] += offsets[state];
            }
            let mut next = offsets.clone();
            let mut sources = vec![0; graph.move_count(party)];
            for from in 0..states as u32 {
                for &to in graph.moves(party, from) {
                    sources[next[to as usize]] = from;
                    next[to as usize] += 1;
                }
            }
            into.offsets.push(offsets);
            into.sources.push(sources);
        }
        into
    }

    fn from(&self, party: usize, to: u32) -> &[u32] {
        let offsets = &self.offsets[party];
        &self.sources[party][offsets[to as usize]..offsets[to as usize + 1]]
    }
}

/// The largest value over each state and those the party moves to.
pub(super) fn most_by_one_move(graph: &ListedGraph, party: usize, values: &[u32]) -> Vec<u32> {
    let most = |state: usize| {
        let reached = graph.moves(party, state as u32).iter().map(|&to| values[to as usize]);
        reached.fold(values[state], u32::max)
    };
    (0..values.len()).map(most).collect()
}

/// By which parties a state may have been reached last and still lead on to the labels given.
#[derive(Clone, Copy, PartialEq)]
enum LastMover {
    /// No label yet.
    Nobody,
    /// Anyone but this one: a sequence goes on from here, and it begins with this party.
    AnyoneBut(usize),
    /// Anyone at all.
    Anyone,
}

/// The least value over each state and those the `others` reach by legal sequences, of any moves or
/// of moves that improve by `ranks` (one per party, where given).
pub(super) fn least_reached(
    into: &MovesInto,
    values: &[u32],
    others: &[usize],
    ranks: Option<&[&[u32]]>,
) -> Vec<u32> {
    let mut least = values.to_vec();
    let mut last = vec![LastMover::Nobody; values.len()];
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by_key(|&state| (values[state as usize], state));
    // Pairs still to be followed back: the state, and the party that moved to it.
    let mut open: Vec<(u32, usize)> = Vec::new();
    for root in order {
        let value = values[root as usize];
        // A sequence may end at the root whoever moved there.
        match std::mem::replace(&mut last[root as usize], LastMover::Anyone) {
            LastMover::Nobody => {
                open.extend(others.iter().map(|&mover| (root, mover)));
            }
            LastMover::AnyoneBut(first) => open.push((root, first)),
            LastMover::Anyone => {}
        }
        while let Some((state, mover)) = open.pop() {
            for &from in into.from(mover, state) {
                if let Some(ranks) = ranks {
                    let rank = ranks[mover];
                    if rank[state as usize] <= rank[from as usize] {
                        continue;
                    }
                }
                least[from as usize] = least[from as usize].min(value);
                match last[from as usize] {
                    LastMover::Nobody => {
                        last[from as usize] = LastMover::AnyoneBut(mover);
                        let before = others.iter().filter(|&&other| other != mover);
                        open.extend(before.map(|&other| (from, other)));
                    }
                    LastMover::AnyoneBut(first) if first != mover => {
                        last[from as usize] = LastMover::Anyone;
                        open.push((from, first));
                    }
                    _ => {}
                }
            }
        }
    }
    least
}
