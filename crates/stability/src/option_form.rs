//! The option form of a conflict: a state says of each option whether it is taken (Howard 1971).

use crate::ListedGraph;

/// Most options of an option form: a state is one 64-bit number.
pub const OPTION_LIMIT: usize = 64;

/// Which way an option can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Reversibility {
    /// It can be taken up and given up.
    #[default]
    Both,
    /// It can only be taken up (no to yes).
    Forward,
    /// It can only be given up (yes to no).
    Back,
}

/// An option: who controls it and which way it can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConflictOption {
    /// Index of the party that controls it.
    pub owner: usize,
    /// Which way it can be changed.
    pub reversibility: Reversibility,
}

/// A conjunction of options that are taken or not: the letters `Y`, `N`, `-` of the literature.
///
/// A state matches where `state & fixed == value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Pattern {
    /// Options that the pattern speaks of, bit `i` for option `i`.
    pub fixed: u64,
    /// Of those, the ones that are taken; a subset of `fixed`.
    pub value: u64,
}

impl Pattern {
    /// Whether a state matches.
    ///
    /// ```
    /// use zopa_stability::Pattern;
    /// let accept_without_delay = Pattern { fixed: 0b110, value: 0b100 }; // -NY
    /// assert!(accept_without_delay.matches(0b101) && !accept_without_delay.matches(0b110));
    /// ```
    pub fn matches(self, state: u64) -> bool {
        state & self.fixed == self.value
    }
}

/// The feasible states of an option form, by number (option `i` is bit `i`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeasibleStates {
    /// Every combination of so many options.
    All(u32),
    /// These, in increasing order, without repetition.
    Listed(Vec<u64>),
}

impl FeasibleStates {
    /// Number of feasible states.
    pub fn len(&self) -> usize {
        match self {
            FeasibleStates::All(options) => 1_usize << options,
            FeasibleStates::Listed(states) => states.len(),
        }
    }

    /// Whether no state is feasible.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number (bit vector) of a state given by its index.
    pub fn number(&self, state: u32) -> u64 {
        match self {
            FeasibleStates::All(_) => u64::from(state),
            FeasibleStates::Listed(states) => states[state as usize],
        }
    }

    /// The index of a state given by its number; `None` where it is infeasible. Logarithmic.
    pub fn index(&self, number: u64) -> Option<u32> {
        match self {
            FeasibleStates::All(options) => (number < 1_u64 << options).then_some(number as u32),
            FeasibleStates::Listed(states) => {
                states.binary_search(&number).ok().map(|index| index as u32)
            }
        }
    }
}

/// A conflict in option form. A party moves by changing any of its own options in one move, to
/// any feasible state, each option only the ways its reversibility allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionForm {
    /// Number of parties.
    pub parties: usize,
    /// The options; option `i` is bit `i` of a state's number.
    pub options: Vec<ConflictOption>,
    /// The feasible states; a state's index is its position among them.
    pub feasible: FeasibleStates,
}

impl OptionForm {
    /// The options of a party, as bits.
    pub fn own(&self, party: usize) -> u64 {
        self.bits(|option| option.owner == party)
    }

    fn bits(&self, which: impl Fn(&ConflictOption) -> bool) -> u64 {
        self.options
            .iter()
            .enumerate()
            .filter(|(_, option)| which(option))
            .map(|(i, _)| 1_u64 << i)
            .sum()
    }

    /// Options that can only be taken up, as bits.
    pub fn forward(&self) -> u64 {
        self.bits(|option| option.reversibility == Reversibility::Forward)
    }

    /// Options that can only be given up, as bits.
    pub fn back(&self) -> u64 {
        self.bits(|option| option.reversibility == Reversibility::Back)
    }

    /// Whether the party can move between two states given by number (feasibility not looked at).
    pub fn allows(&self, party: usize, from: u64, to: u64) -> bool {
        let (up, down) = (to & !from, from & !to);
        from != to
            && (from ^ to) & !self.own(party) == 0
            && up & self.back() == 0
            && down & self.forward() == 0
    }

    /// The same conflict with every move listed. Linear in the number of moves.
    pub fn listed(&self) -> ListedGraph {
        let states = self.feasible.len();
        let (forward, back) = (self.forward(), self.back());
        let mut graph = ListedGraph::without_moves(states);
        for party in 0..self.parties {
            let own = self.own(party);
            // States that agree in all options of others stand together.
            let mut order: Vec<u32> = (0..states as u32).collect();
            order.sort_by_key(|&state| self.feasible.number(state) & !own);
            let mut lists: Vec<Vec<u32>> = vec![Vec::new(); states];
            let rest = |state: u32| self.feasible.number(state) & !own;
            for coset in order.chunk_by(|&a, &b| rest(a) == rest(b)) {
                for &from in coset {
                    let a = self.feasible.number(from);
                    lists[from as usize] = coset
                        .iter()
                        .copied()
                        .filter(|&to| {
                            let b = self.feasible.number(to);
                            to != from && (b & !a) & back == 0 && (a & !b) & forward == 0
                        })
                        .collect();
                }
            }
            graph.add_party(&lists);
        }
        graph
    }
}
