//! Option form with few feasible states among many combinations: states sorted into classes.

use super::Sought;
use super::search::{self, Classes};
use crate::OptionForm;
use fixedbitset::FixedBitSet;
use std::ops::Range;

/// Most options that a coset is spread over to find what leads to what among its classes.
const SPREAD: u32 = 20;

/// The states as one party moves among them. A *coset* holds the states that agree in all options
/// of others; its classes are those that agree in the party's irreversible options too.
struct Sorted<'r> {
    rank: &'r [u32],
    /// Class of each state.
    class: Vec<u32>,
    /// States class by class, least preferred first.
    members: Vec<u32>,
    /// Where each class begins, and the end.
    first: Vec<u32>,
    /// For each class its irreversible options, counted such that they go from 0 to 1.
    taken: Vec<u64>,
    /// Classes of a coset are halved, and the halves again; for each part, under the number of the
    /// class at its middle, the irreversible options that all its classes have taken.
    common: Vec<u64>,
    /// For each class its coset.
    coset: Vec<u32>,
    /// Where each coset begins among the classes, and the end.
    first_class: Vec<u32>,
}

impl<'r> Sorted<'r> {
    /// `numbers` are the states with each irreversible option counted from 0 to 1.
    fn new(numbers: &[u64], own: u64, irreversible: u64, rank: &'r [u32]) -> Self {
        let own_irreversible = own & irreversible;
        let key = |state: u32| {
            let number = numbers[state as usize];
            (number & !own, number & own_irreversible)
        };
        let mut members: Vec<u32> = (0..numbers.len() as u32).collect();
        members.sort_unstable_by_key(|&state| (key(state), rank[state as usize], state));
        let mut sorted = Sorted {
            rank,
            class: vec![0; members.len()],
            first: Vec::new(),
            taken: Vec::new(),
            common: Vec::new(),
            coset: Vec::new(),
            first_class: Vec::new(),
            members,
        };
        let mut before = None;
        for (place, &state) in sorted.members.iter().enumerate() {
            let (rest, taken) = key(state);
            if before != Some((rest, taken)) {
                if before.is_none_or(|(rest_before, _)| rest_before != rest) {
                    sorted.first_class.push(sorted.taken.len() as u32);
                }
                sorted.coset.push(sorted.first_class.len() as u32 - 1);
                sorted.first.push(place as u32);
                sorted.taken.push(taken);
                before = Some((rest, taken));
            }
            sorted.class[state as usize] = sorted.taken.len() as u32 - 1;
        }
        sorted.first.push(sorted.members.len() as u32);
        sorted.first_class.push(sorted.taken.len() as u32);
        sorted.common = vec![0; sorted.taken.len()];
        for coset in 0..sorted.first_class.len() - 1 {
            let classes = sorted.classes_of_coset(coset);
            common_of_parts(&sorted.taken, &mut sorted.common, classes);
        }
        sorted
    }

    fn classes_of_coset(&self, coset: usize) -> Range<usize> {
        self.first_class[coset] as usize..self.first_class[coset + 1] as usize
    }

    fn members_of_class(&self, class: usize) -> &[u32] {
        &self.members[self.first[class] as usize..self.first[class + 1] as usize]
    }

    /// Raises to `rank` the classes of a part of a coset from which the party can move to one with
    /// the irreversible options `taken`. Returns the least level in the part, which is kept behind
    /// the levels of classes: where it is high enough already, nothing in the part need be raised.
    fn raise_part(
        &self,
        part: Range<usize>,
        taken: u64,
        rank: u32,
        level: &mut [u32],
        raised: &mut Vec<u32>,
    ) -> u32 {
        if part.len() == 1 {
            let class = part.start;
            if level[class] < rank && self.taken[class] & !taken == 0 {
                level[class] = rank;
                raised.push(class as u32);
            }
            return level[class];
        }
        let middle = part.start.midpoint(part.end);
        let least = self.taken.len() + middle;
        if level[least] < rank && self.common[middle] & !taken == 0 {
            let below = self.raise_part(part.start..middle, taken, rank, level, raised);
            let above = self.raise_part(middle..part.end, taken, rank, level, raised);
            level[least] = below.min(above);
        }
        level[least]
    }

    /// Replaces each value by the largest over the state and those the party moves to.
    fn most_by_one_move(&self, values: &mut [u32]) {
        let mut most: Vec<u32> = (0..self.taken.len())
            .map(|class| {
                let members = self.members_of_class(class).iter();
                members.map(|&state| values[state as usize]).max().unwrap_or(0)
            })
            .collect();
        for coset in 0..self.first_class.len() - 1 {
            let classes = self.classes_of_coset(coset);
            if classes.len() > 1 {
                let taken = &self.taken[classes.clone()];
                most_of_those_above(taken, &mut most[classes]);
            }
        }
        for (state, value) in values.iter_mut().enumerate() {
            *value = most[self.class[state] as usize];
        }
    }
}

/// Notes for each part of the classes what all in it have taken, and returns it for the whole.
fn common_of_parts(taken: &[u64], common: &mut [u64], part: Range<usize>) -> u64 {
    if part.len() == 1 {
        return taken[part.start];
    }
    let middle = part.start.midpoint(part.end);
    let below = common_of_parts(taken, common, part.start..middle);
    common[middle] = below & common_of_parts(taken, common, middle..part.end);
    common[middle]
}

/// Replaces each value by the largest over the sets that hold all of its set. By pairs, or by an
/// array over the options in which the sets differ, whichever is less work.
fn most_of_those_above(sets: &[u64], values: &mut [u32]) {
    let common = sets.iter().fold(u64::MAX, |common, set| common & set);
    let varying = sets.iter().fold(0, |any, set| any | set) & !common;
    let options = varying.count_ones();
    let pairs = sets.len().saturating_mul(sets.len());
    if options <= SPREAD && (options as usize) << options < pairs {
        let place = |set: u64| {
            let (mut place, mut rest) = (0_usize, varying);
            for bit in 0..options {
                place |= ((set >> rest.trailing_zeros() & 1) as usize) << bit;
                rest &= rest - 1;
            }
            place
        };
        let mut spread = vec![0; 1 << options];
        for (&set, &value) in sets.iter().zip(values.iter()) {
            spread[place(set)] = value;
        }
        super::transform::reach::<true>(&mut spread, 0..options, u64::MAX);
        for (&set, value) in sets.iter().zip(values) {
            *value = spread[place(set)];
        }
    } else {
        let before = values.to_vec();
        for (&set, value) in sets.iter().zip(values) {
            let above = sets.iter().zip(&before).filter(|&(&other, _)| set & !other == 0);
            *value = above.map(|(_, &value)| value).max().unwrap_or(*value);
        }
    }
}

impl Classes for Sorted<'_> {
    fn count(&self) -> usize {
        self.taken.len()
    }

    fn levels(&self) -> usize {
        2 * self.count()
    }

    fn class(&self, state: u32) -> u32 {
        self.class[state as usize]
    }

    fn member(&self, class: u32, place: u32) -> Option<u32> {
        self.members_of_class(class as usize).get(place as usize).copied()
    }

    fn rank(&self, state: u32) -> u32 {
        self.rank[state as usize]
    }

    fn raise(&self, class: u32, rank: u32, level: &mut [u32], raised: &mut Vec<u32>) {
        if level[class as usize] >= rank {
            return;
        }
        let classes = self.classes_of_coset(self.coset[class as usize] as usize);
        self.raise_part(classes, self.taken[class as usize], rank, level, raised);
    }
}

/// A conflict as classes of states.
pub(super) struct Sparse<'c> {
    parties: Vec<Sorted<'c>>,
}

impl<'c> Sparse<'c> {
    /// Sorts the states into the classes of each party.
    pub(super) fn new(form: &OptionForm, ranks: &[&'c [u32]]) -> Self {
        let back = form.back();
        let states = form.feasible.len() as u32;
        let numbers: Vec<u64> =
            (0..states).map(|state| form.feasible.number(state) ^ back).collect();
        let irreversible = form.forward() | back;
        let sort = |(party, rank): (usize, &&'c [u32])| {
            Sorted::new(&numbers, form.own(party), irreversible, rank)
        };
        Sparse { parties: ranks.iter().enumerate().map(sort).collect() }
    }

    /// Bytes that one answer needs while it is found.
    pub(super) fn bytes_per_answer(&self) -> usize {
        let classes: usize = self.parties.iter().map(Classes::count).sum();
        self.parties[0].members.len() * 24 + classes * 8
    }

    /// The states stable for a party under what is sought.
    pub(super) fn answer(&self, party: usize, sought: Sought) -> FixedBitSet {
        let own = &self.parties[party];
        let mut values = own.rank.to_vec();
        if sought.is_symmetric() || !sought.responds() {
            own.most_by_one_move(&mut values);
        }
        if sought.responds() {
            let others: Vec<&Sorted<'_>> = (0..self.parties.len())
                .filter(|&other| other != party)
                .map(|other| &self.parties[other])
                .collect();
            search::least_reached(&mut values, &others, sought.is_credible(), None);
            for (value, &rank) in values.iter_mut().zip(own.rank) {
                *value = rank.min(*value);
            }
            own.most_by_one_move(&mut values);
        }
        super::no_better(&values, own.rank)
    }
}
