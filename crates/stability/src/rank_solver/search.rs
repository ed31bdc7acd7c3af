//! The least value that others can bring about, by a search in the order of values.
//!
//! States are labelled with the least value first; from each labelled state the search goes back
//! along moves. For each party the states stand in *classes* (those it can change into each other
//! both ways), each sorted by the party's ranking: the states from which it would move to a
//! labelled one stand before it, so that each class is passed through once per search, whatever
//! the number of moves.

use fixedbitset::FixedBitSet;

/// The states of a conflict as one party moves among them.
pub(super) trait Classes {
    /// Number of classes.
    fn count(&self) -> usize;

    /// Numbers that are kept for the levels of the classes, one for each class first.
    fn levels(&self) -> usize {
        self.count()
    }

    /// The class of a state.
    fn class(&self, state: u32) -> u32;

    /// The member of a class at a place in the order of the party's ranking, least preferred
    /// first; `None` after the last.
    fn member(&self, class: u32, place: u32) -> Option<u32>;

    /// The rank of a state for the party.
    fn rank(&self, state: u32) -> u32;

    /// Raises to `rank` the level of `class` and of each class from which the party can move to
    /// it, where it is less, and adds those raised to `raised`.
    fn raise(&self, class: u32, rank: u32, level: &mut [u32], raised: &mut Vec<u32>);
}

/// How far a search has come in the classes of one party.
struct Progress<'c, C> {
    classes: &'c C,
    /// For each class the highest rank that a member of it can improve to, and what else
    /// [`Classes::raise`] keeps.
    level: Vec<u32>,
    /// For each class how many of its members have been passed.
    passed: Vec<u32>,
}

/// Replaces each value by the least over the state itself and the states that `others` can reach
/// from it, by improvements only (`credible`) or by any moves. `left_out` are places that hold no
/// state; their values are not touched.
///
/// `O(n m + m log m)` for `m` states and `n` parties where moves can be made both ways.
pub(super) fn least_reached<C: Classes>(
    values: &mut [u32],
    others: &[&C],
    credible: bool,
    left_out: Option<&FixedBitSet>,
) {
    let mut labelled = match left_out {
        Some(places) => places.clone(),
        None => FixedBitSet::with_capacity(values.len()),
    };
    let mut order: Vec<u64> = values
        .iter()
        .enumerate()
        .filter(|&(state, _)| !labelled.contains(state))
        .map(|(state, &value)| u64::from(value) << 32 | state as u64)
        .collect();
    order.sort_unstable();
    let mut progress: Vec<Progress<'_, C>> = others
        .iter()
        .map(|&classes| Progress {
            classes,
            level: vec![0; classes.levels()],
            passed: vec![0; classes.count()],
        })
        .collect();
    let mut open: Vec<u32> = Vec::new();
    let mut raised: Vec<u32> = Vec::new();
    for root in order {
        let (value, root) = ((root >> 32) as u32, root as u32);
        if labelled.put(root as usize) {
            continue;
        }
        open.push(root);
        while let Some(end) = open.pop() {
            for Progress { classes, level, passed } in &mut progress {
                let rank = if credible { classes.rank(end) } else { u32::MAX };
                raised.clear();
                classes.raise(classes.class(end), rank, level, &mut raised);
                for &class in &raised {
                    let place = &mut passed[class as usize];
                    while let Some(from) = classes.member(class, *place) {
                        if credible && classes.rank(from) >= rank {
                            break;
                        }
                        *place += 1;
                        if !labelled.put(from as usize) {
                            values[from as usize] = value;
                            open.push(from);
                        }
                    }
                }
            }
        }
    }
}
