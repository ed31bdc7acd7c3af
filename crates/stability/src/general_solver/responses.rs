//! What the other parties can make of a state: the legal sequences of their moves, condensed.

use crate::ListedGraph;

/// Starting states that are worked on side by side, one bit each.
pub(super) const LANES: usize = 512;

/// One bit for each of [`LANES`] starting states.
pub(super) type Lanes = [u64; LANES / 64];

/// No starting state.
pub(super) const NO_LANE: Lanes = [0; LANES / 64];

/// Whether the bit of a starting state is set.
pub(super) fn lane(lanes: &Lanes, index: usize) -> bool {
    lanes[index / 64] >> (index % 64) & 1 == 1
}

/// Sets the bit of a starting state.
pub(super) fn set_lane(lanes: &mut Lanes, index: usize) {
    lanes[index / 64] |= 1 << (index % 64);
}

fn unite(lanes: &mut Lanes, others: &Lanes) {
    for (word, other) in lanes.iter_mut().zip(others) {
        *word |= other;
    }
}

const UNVISITED: u32 = 0;
const OPEN: u32 = u32::MAX;

/// The legal sequences of moves of some parties (no party twice in a row), as an acyclic graph.
///
/// A sequence alternates between "party `l` is about to move from `q`" and "party `l` has arrived
/// at `r`"; from the latter every other party may be about to move. These places and the steps
/// between them are a graph, linear in the number of moves; the places that can reach each other
/// make a component, and components are numbered so that steps lead to lower numbers.
pub(super) struct Responses {
    states: usize,
    parties: usize,
    /// The component of each place.
    component: Vec<u32>,
    /// For each component, where the states that sequences arrive at in it begin.
    arrival_offsets: Vec<usize>,
    arrivals: Vec<u32>,
    /// For each component, where the components that steps lead to begin.
    step_offsets: Vec<usize>,
    steps: Vec<u32>,
}

/// The places of the graph of sequences and the steps between them.
struct Places<'g> {
    moves: &'g ListedGraph,
    parties: &'g [usize],
    states: usize,
}

impl Places<'_> {
    fn departure(&self, party: usize, state: u32) -> u32 {
        ((party * self.states + state as usize) * 2) as u32
    }

    fn count(&self) -> usize {
        self.parties.len() * self.states * 2
    }

    /// Position of the party among the parties, and the state.
    fn party_and_state(&self, place: u32) -> (usize, u32) {
        let index = place as usize / 2;
        (index / self.states, (index % self.states) as u32)
    }

    fn is_arrival(place: u32) -> bool {
        place % 2 == 1
    }

    /// The step with this number from a place.
    fn step(&self, place: u32, number: usize) -> Option<u32> {
        let (party, state) = self.party_and_state(place);
        if Self::is_arrival(place) {
            let next = if number < party { number } else { number + 1 };
            (next < self.parties.len()).then(|| self.departure(next, state))
        } else {
            let to = self.moves.moves(self.parties[party], state).get(number)?;
            Some(self.departure(party, *to) + 1)
        }
    }
}

impl Responses {
    /// The responses of these parties by these moves. Linear in states times parties, and moves.
    pub(super) fn new(moves: &ListedGraph, parties: &[usize]) -> Self {
        let places = Places { moves, parties, states: moves.states() };
        let (component, count) = components(&places);
        let (offsets, members) = members(&component, count);
        let mut responses = Responses {
            states: places.states,
            parties: parties.len(),
            component,
            arrival_offsets: vec![0],
            arrivals: Vec::new(),
            step_offsets: vec![0],
            steps: Vec::new(),
        };
        let (mut arrivals, mut steps) = (Vec::new(), Vec::new());
        for own in 0..count {
            for &place in &members[offsets[own]..offsets[own + 1]] {
                if Places::is_arrival(place) {
                    arrivals.push(places.party_and_state(place).1);
                }
                let targets = (0..).map_while(|number| places.step(place, number));
                steps.extend(
                    targets
                        .map(|target| responses.component[target as usize])
                        .filter(|&target| target as usize != own),
                );
            }
            for (list, all) in
                [(&mut arrivals, &mut responses.arrivals), (&mut steps, &mut responses.steps)]
            {
                list.sort_unstable();
                list.dedup();
                all.append(list);
            }
            responses.arrival_offsets.push(responses.arrivals.len());
            responses.step_offsets.push(responses.steps.len());
        }
        responses
    }

    /// Number of components.
    pub(super) fn components(&self) -> usize {
        self.step_offsets.len() - 1
    }

    /// For each component the starting states for which some sequence through it arrives at one of
    /// their `ends`, given state by state. Linear in the steps between components.
    pub(super) fn within_reach(&self, ends: &[Lanes]) -> Vec<Lanes> {
        let mut reached: Vec<Lanes> = Vec::with_capacity(self.components());
        for own in 0..self.components() {
            let mut lanes = NO_LANE;
            for &state in &self.arrivals[self.arrival_offsets[own]..self.arrival_offsets[own + 1]] {
                unite(&mut lanes, &ends[state as usize]);
            }
            for &step in &self.steps[self.step_offsets[own]..self.step_offsets[own + 1]] {
                unite(&mut lanes, &reached[step as usize]);
            }
            reached.push(lanes);
        }
        reached
    }

    /// Whether a sequence from `state` arrives at an end of the starting state with this index.
    pub(super) fn reaches(&self, reached: &[Lanes], state: u32, index: usize) -> bool {
        (0..self.parties).any(|party| {
            let place = (party * self.states + state as usize) * 2;
            lane(&reached[self.component[place] as usize], index)
        })
    }
}

/// The component of each place, and the number of components (Tarjan 1972, without recursion).
fn components(places: &Places<'_>) -> (Vec<u32>, usize) {
    let count = places.count();
    let mut component = vec![OPEN; count];
    let mut visit = vec![UNVISITED; count];
    let mut lowest = vec![0_u32; count];
    let (mut visits, mut found) = (0_u32, 0_u32);
    let mut open: Vec<u32> = Vec::new();
    let mut path: Vec<(u32, u32)> = Vec::new();
    for root in 0..count as u32 {
        if visit[root as usize] != UNVISITED {
            continue;
        }
        path.push((root, 0));
        while let Some(&mut (place, ref mut number)) = path.last_mut() {
            let at = place as usize;
            if *number == 0 {
                visits += 1;
                visit[at] = visits;
                lowest[at] = visits;
                open.push(place);
            }
            if let Some(target) = places.step(place, *number as usize) {
                *number += 1;
                let to = target as usize;
                if visit[to] == UNVISITED {
                    path.push((target, 0));
                } else if component[to] == OPEN {
                    lowest[at] = lowest[at].min(visit[to]);
                }
                continue;
            }
            path.pop();
            if let Some(&(before, _)) = path.last() {
                lowest[before as usize] = lowest[before as usize].min(lowest[at]);
            }
            if lowest[at] == visit[at] {
                while let Some(member) = open.pop() {
                    component[member as usize] = found;
                    if member == place {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    (component, found as usize)
}

/// The places of each component: where they begin, and all in a row.
fn members(component: &[u32], count: usize) -> (Vec<usize>, Vec<u32>) {
    let mut offsets = vec![0; count + 1];
    for &own in component {
        offsets[own as usize + 1] += 1;
    }
    for own in 0..count {
        offsets[own + 1] += offsets[own];
    }
    let mut next = offsets.clone();
    let mut members = vec![0; component.len()];
    for (place, &own) in component.iter().enumerate() {
        members[next[own as usize]] = place as u32;
        next[own as usize] += 1;
    }
    (offsets, members)
}
