//! The graph of a conflict: states, and for each party the moves it can make by itself.

use crate::OptionForm;

/// Moves listed state by state. They need be neither symmetric nor transitive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListedGraph {
    states: usize,
    /// For each party, where the moves from each state begin (one entry more than states).
    offsets: Vec<Vec<usize>>,
    /// For each party, the states moved to, in the order of the states moved from.
    targets: Vec<Vec<u32>>,
}

impl ListedGraph {
    /// A graph of so many states and, so far, no parties.
    pub fn without_moves(states: usize) -> Self {
        ListedGraph { states, offsets: Vec::new(), targets: Vec::new() }
    }

    /// Adds a party with its reachable list for each state. Loops and repetitions are dropped, and
    /// lists are put in increasing order.
    ///
    /// # Panics
    /// Where `reachable` has not one list per state or names a state that is not there.
    pub fn add_party(&mut self, reachable: &[Vec<u32>]) {
        assert_eq!(reachable.len(), self.states, "one reachable list per state");
        let mut offsets = Vec::with_capacity(self.states + 1);
        let mut targets = Vec::new();
        offsets.push(0);
        for (from, list) in reachable.iter().enumerate() {
            let mut list = list.clone();
            list.retain(|&to| to as usize != from);
            list.sort_unstable();
            list.dedup();
            assert!(list.iter().all(|&to| (to as usize) < self.states), "a move to a state");
            targets.extend(list);
            offsets.push(targets.len());
        }
        self.offsets.push(offsets);
        self.targets.push(targets);
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.states
    }

    /// Number of parties.
    pub fn parties(&self) -> usize {
        self.offsets.len()
    }

    /// The reachable list of a party from a state, in increasing order.
    pub fn moves(&self, party: usize, state: u32) -> &[u32] {
        let offsets = &self.offsets[party];
        &self.targets[party][offsets[state as usize]..offsets[state as usize + 1]]
    }

    /// Number of moves of a party.
    pub fn move_count(&self, party: usize) -> usize {
        self.targets[party].len()
    }

    /// Whether the party can reach in one move what it can reach in two (its starting state
    /// apart), from every state.
    pub fn is_transitive(&self, party: usize) -> bool {
        (0..self.states as u32).all(|from| {
            let direct = self.moves(party, from);
            direct.iter().all(|&middle| {
                self.moves(party, middle)
                    .iter()
                    .all(|&to| to == from || direct.binary_search(&to).is_ok())
            })
        })
    }
}

/// The graph of a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Graph {
    /// States are combinations of options; moves follow from who controls them.
    Options(OptionForm),
    /// States and moves are listed.
    Listed(ListedGraph),
}

impl Graph {
    /// Number of states.
    pub fn states(&self) -> usize {
        match self {
            Graph::Options(form) => form.feasible.len(),
            Graph::Listed(graph) => graph.states(),
        }
    }

    /// Number of parties.
    pub fn parties(&self) -> usize {
        match self {
            Graph::Options(form) => form.parties,
            Graph::Listed(graph) => graph.parties(),
        }
    }

    /// The moves as lists. In option form linear in the number of moves, which may be large.
    pub fn listed(&self) -> std::borrow::Cow<'_, ListedGraph> {
        match self {
            Graph::Options(form) => std::borrow::Cow::Owned(form.listed()),
            Graph::Listed(graph) => std::borrow::Cow::Borrowed(graph),
        }
    }
}
