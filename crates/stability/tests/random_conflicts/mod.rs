//! Random conflicts for comparing methods with definitions, the same on every machine.
#![allow(dead_code)]

use zopa_stability::{
    Comparison, Conflict, ConflictOption, FeasibleStates, Graph, ListedGraph, OptionForm, Pattern,
    Preference, Ranking, Relation, Reversibility,
};

/// SplitMix64 (Steele, Lea & Flood 2014).
#[derive(Debug, Clone)]
pub struct SplitMix64(pub u64);

impl SplitMix64 {
    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A permutation of `0..length` (Fisher & Yates, from the last place down).
    pub fn permutation(&mut self, length: usize) -> Vec<u32> {
        let mut permutation: Vec<u32> = (0..length as u32).collect();
        for i in (1..length).rev() {
            permutation.swap(i, self.below(i as u64 + 1) as usize);
        }
        permutation
    }
}

/// Owners of options dealt to parties in blocks as even as possible: 10 options and 3 parties give
/// 4, 3, 3.
pub fn blocks(options: usize, parties: usize) -> Vec<usize> {
    (0..parties)
        .flat_map(|party| {
            let size = options / parties + usize::from(party < options % parties);
            std::iter::repeat_n(party, size)
        })
        .collect()
}

/// A synthetic conflict: every combination feasible, every option reversible, rankings drawn from
/// one stream; with `levels` above 0 so many levels, so that ties appear.
pub fn synthetic(options: usize, parties: usize, seed: u64, levels: u64) -> Conflict {
    let states = 1_usize << options;
    let mut random = SplitMix64(seed);
    let preferences = (0..parties)
        .map(|_| {
            let mut rank = random.permutation(states);
            if levels > 0 {
                for value in &mut rank {
                    *value = (u64::from(*value) * levels / states as u64) as u32;
                }
            }
            Preference::Ranking(Ranking::new(rank))
        })
        .collect();
    let form = OptionForm {
        parties,
        options: blocks(options, parties)
            .into_iter()
            .map(|owner| ConflictOption { owner, reversibility: Reversibility::Both })
            .collect(),
        feasible: FeasibleStates::All(options as u32),
    };
    Conflict::new(Graph::Options(form), preferences).expect("parts that fit")
}

/// A random ranking: strict, or with ties on a few levels; now and then up to the largest number.
pub fn ranking(random: &mut SplitMix64, states: usize) -> Ranking {
    let mut rank = random.permutation(states);
    let levels = [0, 0, 2, 3, 5][random.below(5) as usize];
    if levels > 0 {
        for value in &mut rank {
            *value = (u64::from(*value) * levels / states as u64) as u32;
        }
    }
    if random.below(8) == 0 {
        let most = rank.iter().copied().max().unwrap_or(0);
        for value in &mut rank {
            *value += u32::MAX - most;
        }
    }
    Ranking::new(rank)
}

/// A random relation: each pair better, equal, worse or unknown by itself.
pub fn relation(random: &mut SplitMix64, states: usize) -> Relation {
    let mut relation = Relation::unknown(states);
    for state in 0..states as u32 {
        for other in 0..state {
            let comparison = match random.below(7) {
                0 => Comparison::Unknown,
                1 => Comparison::Equal,
                n if n % 2 == 0 => Comparison::Better(1),
                _ => Comparison::Worse(1),
            };
            relation.set(state, other, comparison);
        }
    }
    relation
}

/// A random option form of 2 to `most_options` options and 2 to 4 parties: owners in blocks or
/// mixed, options irreversible in half of the cases, some combinations infeasible in half.
pub fn option_form(random: &mut SplitMix64, most_options: usize) -> OptionForm {
    let options = 2 + random.below(most_options as u64 - 1) as usize;
    let parties = 2 + random.below(3) as usize;
    let owners = if random.below(2) == 0 {
        blocks(options, parties)
    } else {
        (0..options).map(|_| random.below(parties as u64) as usize).collect()
    };
    let irreversible = random.below(2) == 0;
    let options: Vec<ConflictOption> = owners
        .into_iter()
        .map(|owner| {
            let reversibility = match random.below(4) {
                0 if irreversible => Reversibility::Forward,
                1 if irreversible => Reversibility::Back,
                _ => Reversibility::Both,
            };
            ConflictOption { owner, reversibility }
        })
        .collect();
    let number = options.len() as u32;
    let mut feasible = FeasibleStates::All(number);
    if random.below(2) == 0 {
        let patterns: Vec<Pattern> = (0..1 + random.below(4))
            .map(|_| {
                let fixed = random.below(1 << number) | random.below(1 << number);
                Pattern { fixed, value: random.next() & fixed }
            })
            .collect();
        let thin = random.below(3) == 0;
        let states: Vec<u64> = (0..1_u64 << number)
            .filter(|&state| !patterns.iter().any(|pattern| pattern.matches(state)))
            .filter(|_| !thin || random.below(3) == 0)
            .collect();
        if !states.is_empty() {
            feasible = FeasibleStates::Listed(states);
        }
    }
    OptionForm { parties, options, feasible }
}

/// A random listed graph of up to `most_states` states and 2 to 4 parties: neither symmetric nor
/// transitive, and moves often shared by several parties.
pub fn listed_graph(random: &mut SplitMix64, most_states: usize) -> ListedGraph {
    let states = 2 + random.below(most_states as u64 - 1) as usize;
    let parties = 2 + random.below(3) as usize;
    let density = 1 + random.below(4);
    let mut graph = ListedGraph::without_moves(states);
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); states];
    for _ in 0..parties {
        let lists: Vec<Vec<u32>> = (0..states)
            .map(|from| {
                (0..states as u32)
                    .filter(|to| {
                        let shared = before[from].contains(to) && random.below(2) == 0;
                        shared || random.below(states as u64 + 4) < density
                    })
                    .collect()
            })
            .collect();
        graph.add_party(&lists);
        before = lists;
    }
    graph
}

/// A random conflict with rankings: three in four in option form, the others listed.
pub fn ranked(random: &mut SplitMix64, most_options: usize) -> Conflict {
    let graph = if random.below(4) == 0 {
        Graph::Listed(listed_graph(random, 12))
    } else {
        Graph::Options(option_form(random, most_options))
    };
    let states = graph.states();
    let preferences =
        (0..graph.parties()).map(|_| Preference::Ranking(ranking(random, states))).collect();
    Conflict::new(graph, preferences).expect("parts that fit")
}

/// A random conflict in which some preferences are relations that are not rankings.
pub fn related(random: &mut SplitMix64, most_options: usize) -> Conflict {
    let mut conflict = ranked(random, most_options);
    let states = conflict.states();
    for preference in &mut conflict.preferences {
        if random.below(2) == 0 {
            *preference = Preference::Relation(relation(random, states));
        }
    }
    conflict
}

/// Six parties and 20 options of which `2^10 * 135` states are feasible, as many as in studies of
/// trade talks: ten options free, and ten in groups of which one at least or one at most is taken,
/// spread over the parties. Random strict rankings.
pub fn trade_talks(seed: u64) -> Conflict {
    let mut random = SplitMix64(seed);
    // Of two options not both (3 ways), three times; of four options at most one (5 ways).
    let holds = |state: u64| {
        let exclusive = |bits: u64| (state & bits).count_ones() <= 1;
        exclusive(0b11) && exclusive(0b11 << 4) && exclusive(0b11 << 8) && exclusive(0b1111 << 14)
    };
    let states: Vec<u64> = (0..1_u64 << 20).filter(|&state| holds(state)).collect();
    let preferences = (0..6)
        .map(|_| Preference::Ranking(Ranking::new(random.permutation(states.len()))))
        .collect();
    let form = OptionForm {
        parties: 6,
        options: blocks(20, 6)
            .into_iter()
            .map(|owner| ConflictOption { owner, reversibility: Reversibility::Both })
            .collect(),
        feasible: FeasibleStates::Listed(states),
    };
    Conflict::new(Graph::Options(form), preferences).expect("parts that fit")
}
