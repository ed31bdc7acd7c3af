//! Sets of states as decision diagrams over the options.

use crate::Pattern;
use biodivine_lib_bdd::{Bdd, BddValuation, BddVariable};
use std::sync::Arc;

/// A set of states of an option form, held as a decision diagram: it may have 2^64 members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateSet {
    /// Variable `k` stands for option `order[k]`.
    diagram: Bdd,
    order: Arc<[usize]>,
}

impl StateSet {
    pub(super) fn new(diagram: Bdd, order: Arc<[usize]>) -> Self {
        StateSet { diagram, order }
    }

    /// The number of states in it, exactly. Linear in the size of the diagram.
    pub fn count(&self) -> u128 {
        u128::try_from(self.diagram.exact_cardinality())
            .expect("64 options make at most 2^64 states")
    }

    /// Whether no state is in it.
    pub fn is_empty(&self) -> bool {
        self.diagram.is_false()
    }

    /// Whether the state with this number (option `i` is bit `i`) is in it.
    pub fn contains(&self, state: u64) -> bool {
        let taken = self.order.iter().map(|option| state >> option & 1 == 1).collect();
        self.diagram.eval_in(&BddValuation::new(taken))
    }

    /// At most `most` of its states by number, in the order of the diagram: the options that come
    /// first there change last.
    pub fn states(&self, most: usize) -> Vec<u64> {
        let number = |valuation: BddValuation| {
            let taken = valuation.into_vector();
            self.order.iter().zip(taken).map(|(option, taken)| u64::from(taken) << option).sum()
        };
        self.diagram.sat_valuations().take(most).map(number).collect()
    }

    /// At most `most` patterns that make up the set: each of its states matches one of all of
    /// them and no other state does. Their number can be exponential in that of the options.
    pub fn patterns(&self, most: usize) -> Vec<Pattern> {
        let pattern = |clause: biodivine_lib_bdd::BddPartialValuation| {
            let mut pattern = Pattern::default();
            for (variable, taken) in clause.to_values() {
                let option = self.order[variable.to_index()];
                pattern.fixed |= 1 << option;
                pattern.value |= u64::from(taken) << option;
            }
            pattern
        };
        self.diagram.sat_clauses().take(most).map(pattern).collect()
    }

    /// Number of nodes of its diagram, the two terminals included.
    pub fn nodes(&self) -> usize {
        self.diagram.size()
    }

    /// The states that are in both of two sets of one solution.
    ///
    /// # Panics
    /// Where the sets are of conflicts with different numbers of options.
    pub fn both(&self, other: &StateSet) -> StateSet {
        StateSet::new(self.diagram.and(&other.diagram), self.order.clone())
    }

    /// The states in it that take the option, or that do not.
    pub fn with_option(&self, option: usize, taken: bool) -> StateSet {
        match self.order.iter().position(|&other| other == option) {
            Some(place) => {
                let variable = BddVariable::from_index(place);
                StateSet::new(self.diagram.var_select(variable, taken), self.order.clone())
            }
            None => self.clone(),
        }
    }
}
