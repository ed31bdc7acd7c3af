//! Moves enumerated state by state, and steps of a path.

use crate::{Comparison, Conflict, FeasibleStates, Graph, ListedGraph, OptionForm};
use std::sync::OnceLock;

/// What a move does to the party that makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MoveKind {
    /// It prefers the state reached.
    Improvement,
    /// It likes both states equally.
    Equal,
    /// It prefers the state left.
    Disimprovement,
    /// Nobody knows.
    Unknown,
}

impl From<Comparison> for MoveKind {
    fn from(comparison: Comparison) -> Self {
        match comparison {
            Comparison::Better(_) => MoveKind::Improvement,
            Comparison::Equal => MoveKind::Equal,
            Comparison::Worse(_) => MoveKind::Disimprovement,
            Comparison::Unknown => MoveKind::Unknown,
        }
    }
}

/// One move on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Step {
    /// The party that moves.
    pub mover: usize,
    /// The state left.
    pub from: u32,
    /// The state reached.
    pub to: u32,
    /// What the move does to the mover.
    pub kind: MoveKind,
}

impl Step {
    /// A move with its kind, by the crisp preference of the mover.
    pub fn of(conflict: &Conflict, mover: usize, from: u32, to: u32) -> Self {
        let kind = conflict.preferences[mover].compare(to, from).into();
        Step { mover, from, to, kind }
    }
}

/// The moves of a graph, enumerated from the option form when a state is asked about: no list of
/// all moves is made.
///
/// ```
/// use zopa_stability::evolution::Moves;
/// use zopa_stability::*;
/// let option = |owner, reversibility| ConflictOption { owner, reversibility };
/// let graph = Graph::Options(OptionForm {
///     parties: 2,
///     options: vec![
///         option(0, Reversibility::Both),
///         option(1, Reversibility::Forward),
///         option(0, Reversibility::Both),
///     ],
///     feasible: FeasibleStates::All(3),
/// });
/// let moves = Moves::new(&graph);
/// assert_eq!(moves.from(0, 0b000), [0b001, 0b100, 0b101]);
/// assert_eq!(moves.from(1, 0b010), []);
/// assert_eq!(moves.leading_to(1, 0b010), [0b000]);
/// ```
#[derive(Debug, Clone)]
pub struct Moves<'g> {
    graph: &'g Graph,
    /// Options of each party, then those that only go up, then those that only go down.
    own: Vec<u64>,
    forward: u64,
    back: u64,
    /// The moves of a listed graph turned round, made when first needed.
    reversed: OnceLock<ListedGraph>,
}

impl<'g> Moves<'g> {
    /// The moves of a graph.
    pub fn new(graph: &'g Graph) -> Self {
        let (own, forward, back) = match graph {
            Graph::Options(form) => (
                (0..form.parties).map(|party| form.own(party)).collect(),
                form.forward(),
                form.back(),
            ),
            Graph::Listed(_) => (Vec::new(), 0, 0),
        };
        Moves { graph, own, forward, back, reversed: OnceLock::new() }
    }

    /// The states that the party can move to, in increasing order.
    pub fn from(&self, party: usize, state: u32) -> Vec<u32> {
        let mut states = Vec::new();
        self.each_from(party, state, |to| states.push(to));
        states
    }

    /// The states from which the party can move to this one, in increasing order.
    pub fn leading_to(&self, party: usize, state: u32) -> Vec<u32> {
        let mut states = Vec::new();
        self.each_leading_to(party, state, |from| states.push(from));
        states
    }

    /// Calls `visit` with each state that the party can move to, in increasing order.
    pub fn each_from(&self, party: usize, state: u32, visit: impl FnMut(u32)) {
        match self.graph {
            Graph::Options(form) => {
                let number = form.feasible.number(state);
                let free = self.own[party] & (!number & !self.back | number & !self.forward);
                let mut visit = visit;
                find_variant(form, number, free, |to| {
                    visit(to);
                    false
                });
            }
            Graph::Listed(graph) => graph.moves(party, state).iter().copied().for_each(visit),
        }
    }

    /// The first state that the party can move to, in increasing order, of which this holds.
    pub fn find_from(
        &self,
        party: usize,
        state: u32,
        mut holds: impl FnMut(u32) -> bool,
    ) -> Option<u32> {
        match self.graph {
            Graph::Options(form) => {
                let number = form.feasible.number(state);
                let free = self.own[party] & (!number & !self.back | number & !self.forward);
                find_variant(form, number, free, holds)
            }
            Graph::Listed(graph) => graph.moves(party, state).iter().copied().find(|&to| holds(to)),
        }
    }

    /// Calls `visit` with each state from which the party can move to this one, in increasing
    /// order.
    pub fn each_leading_to(&self, party: usize, state: u32, visit: impl FnMut(u32)) {
        match self.graph {
            Graph::Options(form) => {
                let number = form.feasible.number(state);
                let free = self.own[party] & (number & !self.back | !number & !self.forward);
                let mut visit = visit;
                find_variant(form, number, free, |from| {
                    visit(from);
                    false
                });
            }
            Graph::Listed(graph) => {
                let reversed = self.reversed.get_or_init(|| reverse(graph));
                reversed.moves(party, state).iter().copied().for_each(visit);
            }
        }
    }

    /// What the states that a party can move between have in common, where it can move between any
    /// two of them: the options of the others. `None` where it cannot always move back, or the
    /// graph is listed.
    pub(crate) fn shared_by_moves(&self, party: usize, state: u32) -> Option<u64> {
        match self.graph {
            Graph::Options(form) if self.own[party] & (self.forward | self.back) == 0 => {
                Some(form.feasible.number(state) & !self.own[party])
            }
            _ => None,
        }
    }
}

/// The first of the feasible states that differ from `number` in some of the options `free` and in
/// no other of which this holds, in increasing order.
fn find_variant(
    form: &OptionForm,
    number: u64,
    free: u64,
    mut holds: impl FnMut(u32) -> bool,
) -> Option<u32> {
    let fixed = number & !free;
    if let FeasibleStates::Listed(states) = &form.feasible
        && 1_u128 << free.count_ones() > states.len() as u128
    {
        let differs = |other: u64| other & !free == fixed && other != number;
        let mut variants = (0..).zip(states).filter(|&(_, &other)| differs(other));
        return variants.find(|&(index, _)| holds(index)).map(|(index, _)| index);
    }
    let mut chosen = 0_u64;
    loop {
        let other = fixed | chosen;
        if other != number
            && let Some(index) = form.feasible.index(other)
            && holds(index)
        {
            return Some(index);
        }
        // The next larger subset of the free options.
        chosen = chosen.wrapping_sub(free) & free;
        if chosen == 0 {
            return None;
        }
    }
}

fn reverse(graph: &ListedGraph) -> ListedGraph {
    let mut reversed = ListedGraph::without_moves(graph.states());
    for party in 0..graph.parties() {
        let mut lists = vec![Vec::new(); graph.states()];
        for from in 0..graph.states() as u32 {
            for &to in graph.moves(party, from) {
                lists[to as usize].push(from);
            }
        }
        reversed.add_party(&lists);
    }
    reversed
}
