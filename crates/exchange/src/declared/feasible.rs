//! The feasible states: every combination of options that fits none of a list of patterns.
//!
//! Options are decided from the last to the first. What is left of the patterns after the options
//! decided so far determines what can follow, so equal rests are looked at once: a decision
//! diagram with the number of states below each node. Listing its states meets no dead end, so it
//! takes time in proportion to the states found.

use std::collections::BTreeMap;
use zopa_stability::{FeasibleStates, Pattern};

/// Most nodes of the diagram.
const NODE_LIMIT: usize = 2_000_000;

/// Why the feasible states cannot be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMany {
    /// So many states are feasible.
    States(u128),
    /// The patterns depend on each other too much to be counted.
    Patterns,
}

/// A node: nothing feasible below, everything below, or what follows from the next option.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    Nothing,
    Everything,
    Node(usize),
}

struct Node {
    /// The option decided here.
    option: u32,
    not_taken: Below,
    taken: Below,
    states: u128,
}

/// The states of `options` options that fit none of the patterns, in increasing order, where they
/// are no more than `limit`.
///
/// # Errors
/// Where there are more, or the diagram grows too large.
///
/// ```
/// use zopa_exchange::declared::feasible::feasible;
/// use zopa_stability::{FeasibleStates, Pattern};
/// let not_both = Pattern { fixed: 0b11, value: 0b11 };
/// assert_eq!(feasible(2, &[not_both], 10), Ok(FeasibleStates::Listed(vec![0, 1, 2])));
/// assert_eq!(feasible(3, &[], 10), Ok(FeasibleStates::All(3)));
/// ```
pub fn feasible(options: u32, patterns: &[Pattern], limit: u64) -> Result<FeasibleStates, TooMany> {
    let mut diagram = Diagram { nodes: Vec::new(), known: BTreeMap::new() };
    let root = diagram.below(options, patterns.to_vec()).ok_or(TooMany::Patterns)?;
    let count = diagram.states(root, options);
    if count > u128::from(limit) {
        return Err(TooMany::States(count));
    }
    if root == Below::Everything {
        return Ok(FeasibleStates::All(options));
    }
    let mut states = Vec::with_capacity(count as usize);
    diagram.list(root, options, 0, &mut states);
    Ok(FeasibleStates::Listed(states))
}

struct Diagram {
    nodes: Vec<Node>,
    known: BTreeMap<(u32, Vec<(u64, u64)>), Below>,
}

impl Diagram {
    /// What is feasible of the first `options` options, none of the patterns speaking of others.
    fn below(&mut self, options: u32, mut patterns: Vec<Pattern>) -> Option<Below> {
        if patterns.iter().any(|pattern| pattern.fixed == 0) {
            return Some(Below::Nothing);
        }
        if patterns.is_empty() {
            return Some(Below::Everything);
        }
        patterns.sort_unstable_by_key(|pattern| (pattern.fixed, pattern.value));
        patterns.dedup();
        // Options that no pattern speaks of are decided alike.
        let highest = patterns.iter().map(|pattern| 63 - pattern.fixed.leading_zeros()).max()?;
        let option = highest.min(options.saturating_sub(1));
        let key: Vec<(u64, u64)> = patterns.iter().map(|p| (p.fixed, p.value)).collect();
        if let Some(found) = self.known.get(&(option, key.clone())) {
            return Some(*found);
        }
        let bit = 1_u64 << option;
        let rest = |taken: bool| -> Vec<Pattern> {
            let value = if taken { bit } else { 0 };
            patterns
                .iter()
                .filter(|pattern| pattern.fixed & bit == 0 || pattern.value & bit == value)
                .map(|p| Pattern { fixed: p.fixed & !bit, value: p.value & !bit })
                .collect()
        };
        let not_taken = self.below(option, rest(false))?;
        let taken = self.below(option, rest(true))?;
        let found = if not_taken == taken && !matches!(taken, Below::Node(_)) {
            taken
        } else {
            let states = self.states(not_taken, option) + self.states(taken, option);
            self.nodes.push(Node { option, not_taken, taken, states });
            if self.nodes.len() > NODE_LIMIT {
                return None;
            }
            Below::Node(self.nodes.len() - 1)
        };
        self.known.insert((option, key), found);
        Some(found)
    }

    /// Number of states of the first `options` options below a node.
    fn states(&self, below: Below, options: u32) -> u128 {
        match below {
            Below::Nothing => 0,
            Below::Everything => 1_u128 << options,
            Below::Node(node) => {
                let node = &self.nodes[node];
                node.states << (options - node.option - 1)
            }
        }
    }

    fn list(&self, below: Below, options: u32, decided: u64, states: &mut Vec<u64>) {
        match below {
            Below::Nothing => {}
            Below::Everything => {
                states.extend((0..1_u64 << options).map(|rest| decided | rest));
            }
            Below::Node(at) => {
                let node = &self.nodes[at];
                let free = options - node.option - 1;
                for above in 0..1_u64 << free {
                    // Nothing is free above the last of 64 options.
                    let decided = decided | above.checked_shl(node.option + 1).unwrap_or(0);
                    self.list(node.not_taken, node.option, decided, states);
                    self.list(node.taken, node.option, decided | 1 << node.option, states);
                }
            }
        }
    }
}
