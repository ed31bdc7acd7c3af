//! Preferences of a party over states: how two states compare.

/// How a state compares with another for a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Preferred; the number is the strength: 1 for preferred, 2 for strongly preferred, and so on.
    Better(u32),
    /// Equally preferred.
    Equal,
    /// Less preferred, with the strength.
    Worse(u32),
    /// Nobody knows.
    Unknown,
}

impl Comparison {
    /// The comparison with the two states exchanged.
    pub fn reversed(self) -> Self {
        match self {
            Comparison::Better(strength) => Comparison::Worse(strength),
            Comparison::Worse(strength) => Comparison::Better(strength),
            same => same,
        }
    }

    /// Whether preferred, with any strength.
    pub fn is_better(self) -> bool {
        matches!(self, Comparison::Better(_))
    }

    /// Whether known to be no better: equal or worse.
    pub fn is_no_better(self) -> bool {
        matches!(self, Comparison::Equal | Comparison::Worse(_))
    }
}

/// A ranking of all states, ties allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranking {
    /// For each state its rank: higher is more preferred, equal is a tie. Any numbers.
    pub rank: Vec<u32>,
    /// Ranks that begin a strongly preferred class: a state of rank `g` or above is strongly
    /// preferred to one below `g`, for each `g` here; two gaps between them make strength 3.
    /// Increasing; empty where strength is not stated.
    pub strong_gaps: Vec<u32>,
}

impl Ranking {
    /// A ranking without strength.
    pub fn new(rank: Vec<u32>) -> Self {
        Ranking { rank, strong_gaps: Vec::new() }
    }

    /// From groups of states, most preferred first, ties inside a group.
    ///
    /// ```
    /// let ranking = zopa_stability::Ranking::from_groups(4, &[vec![2], vec![0, 3], vec![1]]);
    /// assert_eq!(ranking.rank, [1, 0, 2, 1]);
    /// ```
    ///
    /// # Panics
    /// Where a state is `states` or more. States in no group get the lowest rank.
    pub fn from_groups(states: usize, groups: &[Vec<u32>]) -> Self {
        let mut rank = vec![0; states];
        for (position, group) in groups.iter().enumerate() {
            for &state in group {
                rank[state as usize] = (groups.len() - 1 - position) as u32;
            }
        }
        Ranking::new(rank)
    }

    /// The class of strength of a state: the number of strong gaps at or below its rank.
    pub fn strength_class(&self, state: u32) -> u32 {
        let rank = self.rank[state as usize];
        self.strong_gaps.partition_point(|&gap| gap <= rank) as u32
    }

    /// How `state` compares with `other`.
    pub fn compare(&self, state: u32, other: u32) -> Comparison {
        let (a, b) = (self.rank[state as usize], self.rank[other as usize]);
        let strength = 1 + self.strength_class(state).abs_diff(self.strength_class(other));
        match a.cmp(&b) {
            std::cmp::Ordering::Greater => Comparison::Better(strength),
            std::cmp::Ordering::Less => Comparison::Worse(strength),
            std::cmp::Ordering::Equal => Comparison::Equal,
        }
    }
}

/// Comparisons of pairs, each stated by itself: they need not be transitive, and may be unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    states: usize,
    /// Row `state`, column `other`.
    pairs: Vec<Comparison>,
}

impl Relation {
    /// Every pair of different states unknown. Needs the square of `states` in memory.
    pub fn unknown(states: usize) -> Self {
        let mut relation = Relation { states, pairs: vec![Comparison::Unknown; states * states] };
        for state in 0..states {
            relation.pairs[state * states + state] = Comparison::Equal;
        }
        relation
    }

    /// States how `state` compares with `other`, and the reverse with it.
    ///
    /// # Panics
    /// Where a state is not there.
    pub fn set(&mut self, state: u32, other: u32, comparison: Comparison) {
        let (a, b) = (state as usize, other as usize);
        if a != b {
            self.pairs[a * self.states + b] = comparison;
            self.pairs[b * self.states + a] = comparison.reversed();
        }
    }

    /// How `state` compares with `other`.
    pub fn compare(&self, state: u32, other: u32) -> Comparison {
        self.pairs[state as usize * self.states + other as usize]
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.states
    }
}

/// A party's preference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preference {
    /// A ranking of all states.
    Ranking(Ranking),
    /// Pairs, possibly unknown or not transitive.
    Relation(Relation),
}

impl Preference {
    /// How `state` compares with `other`.
    pub fn compare(&self, state: u32, other: u32) -> Comparison {
        match self {
            Preference::Ranking(ranking) => ranking.compare(state, other),
            Preference::Relation(relation) => relation.compare(state, other),
        }
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        match self {
            Preference::Ranking(ranking) => ranking.rank.len(),
            Preference::Relation(relation) => relation.states(),
        }
    }
}
