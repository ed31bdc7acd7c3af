//! What the others can do in response to a move: a breadth-first search that remembers its paths.

use crate::evolution::{Moves, Step};
use crate::{Conflict, Judgement};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

type Quick = BuildHasherDefault<StateHasher>;

/// Mixes the few numbers of a key by multiplication. Nobody chooses keys to collide, and no order
/// of the tables is ever read.
#[derive(Default)]
struct StateHasher(u64);

impl Hasher for StateHasher {
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

/// A state reached by the others: who moved last, and from which place of the search.
struct Place {
    state: u32,
    mover: usize,
    before: Option<usize>,
}

/// A search over legal sequences of the others, from one state. No party moves twice in a row.
pub(crate) struct Responses<'a, J> {
    conflict: &'a Conflict,
    moves: &'a Moves<'a>,
    judgement: &'a J,
    party: usize,
    credible: bool,
    root: u32,
    places: Vec<Place>,
    /// Places given out, and places whose own responses have been looked at.
    given: usize,
    expanded: usize,
    /// Pairs (state, last mover) seen.
    pairs: HashSet<(u32, usize), Quick>,
    states: HashSet<u32, Quick>,
    /// For each party the groups of states that it moves between freely and that have been reached
    /// from one of them: that one, until another has been looked at too.
    groups: HashMap<(usize, u64), Option<u32>, Quick>,
}

impl<'a, J: Judgement> Responses<'a, J> {
    pub(crate) fn new(
        conflict: &'a Conflict,
        moves: &'a Moves<'a>,
        judgement: &'a J,
        party: usize,
        credible: bool,
    ) -> Self {
        Responses {
            conflict,
            moves,
            judgement,
            party,
            credible,
            root: 0,
            places: Vec::new(),
            given: 0,
            expanded: 0,
            pairs: HashSet::default(),
            states: HashSet::default(),
            groups: HashMap::default(),
        }
    }

    /// Begins at the state that is responded to.
    pub(crate) fn start(&mut self, root: u32) {
        self.root = root;
        self.expand(None);
    }

    /// The next state reached, nearest first, with its place; each state once.
    pub(crate) fn next_state(&mut self) -> Option<(u32, usize)> {
        loop {
            while self.given < self.places.len() {
                let place = self.given;
                self.given += 1;
                let state = self.places[place].state;
                if self.states.insert(state) {
                    return Some((state, place));
                }
            }
            if self.expanded == self.places.len() {
                return None;
            }
            self.expand(Some(self.expanded));
            self.expanded += 1;
        }
    }

    /// The states given out so far.
    pub(crate) fn reached(&self) -> BTreeSet<u32> {
        self.places[..self.given].iter().map(|place| place.state).collect()
    }

    /// The moves that lead to a place.
    pub(crate) fn path(&self, place: usize) -> Vec<Step> {
        let mut path = Vec::new();
        let mut at = Some(place);
        while let Some(place) = at {
            let Place { state, mover, before } = self.places[place];
            let from = before.map_or(self.root, |before| self.places[before].state);
            path.push(Step::of(self.conflict, mover, from, state));
            at = before;
        }
        path.reverse();
        path
    }

    fn expand(&mut self, before: Option<usize>) {
        let (state, last) = match before {
            None => (self.root, None),
            Some(place) => (self.places[place].state, Some(self.places[place].mover)),
        };
        for mover in 0..self.conflict.parties() {
            if mover == self.party || Some(mover) == last {
                continue;
            }
            let Responses { moves, judgement, credible, places, pairs, groups, .. } = self;
            // Where any move counts and can be taken back, the first state of a group leads to all
            // of it but itself, and any second one to the first.
            if !*credible && let Some(shared) = moves.shared_by_moves(mover, state) {
                match groups.entry((mover, shared)) {
                    Entry::Vacant(entry) => {
                        entry.insert(Some(state));
                    }
                    Entry::Occupied(mut entry) => {
                        if let Some(first) = entry.get_mut().take_if(|first| *first != state)
                            && pairs.insert((first, mover))
                        {
                            places.push(Place { state: first, mover, before });
                        }
                        continue;
                    }
                }
            }
            moves.each_from(mover, state, |to| {
                if (!*credible || judgement.responds(mover, state, to)) && pairs.insert((to, mover))
                {
                    places.push(Place { state: to, mover, before });
                }
            });
        }
    }
}
