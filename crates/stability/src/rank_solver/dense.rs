//! Option form with few options: arrays over all combinations of options.

use super::classes::{Member, Sorted};
use super::layout::Layout;
use super::{Sought, search, sweep, transform};
use crate::{FeasibleStates, OptionForm};
use fixedbitset::FixedBitSet;
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::OnceLock;

/// Rounds of moves of all others before the search by value takes over.
const ROUNDS: usize = 8;
/// Entries that sweeps look at per entry of the array before the search by value takes over.
const PATIENCE: usize = 48;

/// A conflict as arrays over all combinations of options.
pub(super) struct Dense<'c> {
    layout: Layout,
    /// Where the states stand; `None` where each stands at its own index.
    places: Option<Vec<u32>>,
    /// Places that hold no state; `None` where there are none.
    nowhere: Option<FixedBitSet>,
    /// For each party the rank at each place; the largest number where there is no state.
    ranks: Vec<Cow<'c, [u32]>>,
}

impl<'c> Dense<'c> {
    /// Spreads the rankings over the array.
    pub(super) fn new(form: &OptionForm, ranks: &[&'c [u32]]) -> Self {
        let layout = Layout::new(form);
        let size = 1_usize << layout.options();
        let places: Option<Vec<u32>> = match &form.feasible {
            FeasibleStates::All(_) if layout.is_plain => None,
            FeasibleStates::All(_) => {
                Some((0..size as u64).map(|number| layout.place(number) as u32).collect())
            }
            FeasibleStates::Listed(states) => {
                Some(states.iter().map(|&number| layout.place(number) as u32).collect())
            }
        };
        let nowhere = places.as_ref().filter(|places| places.len() < size).map(|places| {
            let mut nowhere = FixedBitSet::with_capacity(size);
            nowhere.insert_range(..);
            for &place in places {
                nowhere.remove(place as usize);
            }
            nowhere
        });
        let spread = |&rank: &&'c [u32]| match &places {
            None => Cow::Borrowed(rank),
            Some(places) => {
                let mut spread = vec![u32::MAX; size];
                for (&place, &rank) in places.iter().zip(rank) {
                    spread[place as usize] = rank;
                }
                Cow::Owned(spread)
            }
        };
        let ranks = ranks.iter().map(spread).collect();
        Dense { layout, places, nowhere, ranks }
    }

    /// Bytes that one answer needs while it is found.
    pub(super) fn bytes_per_answer(&self) -> usize {
        let reversible = self.layout.forward == 0 && self.nowhere.is_none();
        (1_usize << self.layout.options()) * if reversible { 8 } else { 24 }
    }

    /// The states stable for each party under what is sought.
    pub(super) fn answers(
        &self,
        sought: &[(usize, Sought)],
        run: impl Fn(&(dyn Fn(usize) -> FixedBitSet + Sync)) -> Vec<FixedBitSet>,
    ) -> Vec<FixedBitSet> {
        let most = self.layout.blocks.iter().map(|block| block.reversible).max().unwrap_or(0);
        if most <= u16::OPTIONS {
            self.answers_with::<u16>(sought, run)
        } else {
            self.answers_with::<u32>(sought, run)
        }
    }

    fn answers_with<M: Member>(
        &self,
        sought: &[(usize, Sought)],
        run: impl Fn(&(dyn Fn(usize) -> FixedBitSet + Sync)) -> Vec<FixedBitSet>,
    ) -> Vec<FixedBitSet> {
        let credible = sought.iter().any(|(_, sought)| sought.is_credible());
        let sort = |party: usize| Sorted::<M>::new(self.layout.blocks[party], &self.ranks[party]);
        let parties = self.ranks.len();
        let sorted = OnceLock::new();
        if credible {
            // Here, not where first needed: a thread that waits for others must hold no lock.
            let found: Vec<Sorted<'_, M>> =
                if 1_usize << self.layout.options() >= super::WORTH_SHARING {
                    (0..parties).into_par_iter().map(sort).collect()
                } else {
                    (0..parties).map(sort).collect()
                };
            let _ = sorted.set(found);
        }
        let sorted = || sorted.get_or_init(|| (0..parties).map(sort).collect()).as_slice();
        run(&|task| {
            let (party, sought) = sought[task];
            self.answer(party, sought, &sorted)
        })
    }

    fn answer<'s, M: Member + 's>(
        &self,
        party: usize,
        sought: Sought,
        sorted: &impl Fn() -> &'s [Sorted<'s, M>],
    ) -> FixedBitSet {
        let rank: &[u32] = &self.ranks[party];
        let mut values = rank.to_vec();
        if sought.is_symmetric() || !sought.responds() {
            self.most_by_one_move(&mut values, party);
        }
        if sought.responds() {
            self.fill(&mut values, u32::MAX);
            if sought.is_credible() {
                self.least_by_improvements(&mut values, party, sorted);
            } else {
                self.least_by_moves(&mut values, party, sorted);
            }
            if sought.is_symmetric() {
                for (value, &rank) in values.iter_mut().zip(rank) {
                    *value = rank.min(*value);
                }
            }
            self.most_by_one_move(&mut values, party);
        }
        self.no_better(&values, rank)
    }

    /// Sets the values of places that hold no state.
    fn fill(&self, values: &mut [u32], value: u32) {
        if let Some(nowhere) = &self.nowhere {
            for place in nowhere.ones() {
                values[place] = value;
            }
        }
    }

    fn most_by_one_move(&self, values: &mut [u32], party: usize) {
        self.fill(values, 0);
        let block = self.layout.blocks[party];
        transform::reach::<true>(values, block.low..block.end(), self.layout.forward);
    }

    fn least_by_moves<'s, M: Member + 's>(
        &self,
        values: &mut [u32],
        party: usize,
        sorted: &impl Fn() -> &'s [Sorted<'s, M>],
    ) {
        let (block, forward) = (self.layout.blocks[party], self.layout.forward);
        if self.nowhere.is_none() {
            transform::reach::<false>(values, 0..block.low, forward);
            transform::reach::<false>(values, block.end()..self.layout.owned, forward);
            return;
        }
        let others = || (0..self.ranks.len()).filter(|&other| other != party);
        let mut before = Vec::new();
        for _ in 0..ROUNDS {
            before.clear();
            before.extend_from_slice(values);
            for other in others() {
                let block = self.layout.blocks[other];
                transform::reach::<false>(values, block.low..block.end(), forward);
                self.fill(values, u32::MAX);
            }
            if others().count() < 2 || values == before {
                return;
            }
        }
        let sorted = sorted();
        let others: Vec<&Sorted<'_, M>> = others().map(|other| &sorted[other]).collect();
        search::least_reached(values, &others, false, self.nowhere.as_ref());
    }

    fn least_by_improvements<'s, M: Member + 's>(
        &self,
        values: &mut [u32],
        party: usize,
        sorted: &impl Fn() -> &'s [Sorted<'s, M>],
    ) {
        let sorted = sorted();
        let others: Vec<&Sorted<'_, M>> =
            (0..sorted.len()).filter(|&other| other != party).map(|other| &sorted[other]).collect();
        let both_ways = others.iter().all(|sorted| sorted.block.irreversible == 0);
        if !(both_ways && sweep::least_reached(values, &others, PATIENCE)) {
            search::least_reached(values, &others, true, self.nowhere.as_ref());
        }
    }

    /// The states whose value is at most their rank.
    fn no_better(&self, values: &[u32], rank: &[u32]) -> FixedBitSet {
        match &self.places {
            None => super::no_better(values, rank),
            Some(places) => {
                let mut stable = FixedBitSet::with_capacity(places.len());
                for (state, &place) in places.iter().enumerate() {
                    stable.set(state, values[place as usize] <= rank[place as usize]);
                }
                stable
            }
        }
    }
}
