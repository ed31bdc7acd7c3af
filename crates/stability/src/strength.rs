//! Strength of preference: how far down the sanction lies that keeps a state stable (Hamouda,
//! Kilgour & Hipel 2004, 2006, three levels; Xu, Hipel & Kilgour 2009, any number of levels).
//!
//! A party prefers one state to another with a degree: 1 for preferred, 2 for strongly preferred,
//! and so on. *General* stability leaves degrees aside. A state is stable *at degree* `d` for a
//! party where each of its improvements, of any degree, is met by a sanction at least `d` degrees
//! down (`d = 0`: no better); under SMR and SSEQ each counter-move must end as far down too. The
//! others respond under SEQ and SSEQ with improvements of any degree. With three levels a state is
//! *strongly* stable where it is stable at degree 2 and *weakly* stable where it is stable but not
//! strongly; a state without improvements counts as strongly stable. Here SSEQ is always symmetric
//! sequential stability; strong sequential stability is "strong" and SEQ.
//!
//! A pair that is unknown is no improvement and no sanction. Known answers: general stability is
//! the crisp answer; without strong preferences only states without improvements are strong.

use crate::general_solver;
use crate::judgement::{is_better, is_no_better};
use crate::{Comparison, Concept, Conflict, ConflictError, Judgement, Preference, Stable};
use fixedbitset::FixedBitSet;
use std::collections::BTreeSet;

/// How stable a state is for a party. Ordered: the later, the more stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Degree {
    /// Some improvement is not met by any sanction.
    Unstable,
    /// Each improvement is met by a sanction at least so many degrees down, and not by more.
    Sanctioned(u32),
    /// There is no improvement.
    NoImprovement,
}

impl Degree {
    /// The same in the terms of three levels.
    pub fn solidity(self) -> Solidity {
        match self {
            Degree::Unstable => Solidity::Unstable,
            Degree::Sanctioned(0 | 1) => Solidity::Weak,
            Degree::Sanctioned(_) | Degree::NoImprovement => Solidity::Strong,
        }
    }
}

/// Stability in three levels of preference. Ordered: the later, the more stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Solidity {
    /// Not stable.
    Unstable,
    /// Stable, but not strongly.
    Weak,
    /// Every improvement is met by a sanction that is strongly less preferred, or there is none.
    Strong,
}

/// The degree of stability of each state for each party under one concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Degrees {
    /// For each party, for each state.
    pub by_party: Vec<Vec<Degree>>,
}

impl Degrees {
    /// The states that are stable at this degree or a higher one.
    pub fn at_least(&self, degree: u32) -> Stable {
        self.those(|found| found >= Degree::Sanctioned(degree))
    }

    /// The states that are stable for each party in the general sense.
    pub fn general(&self) -> Stable {
        self.at_least(0)
    }

    /// The states that are strongly stable for each party.
    pub fn strong(&self) -> Stable {
        self.those(|found| found.solidity() == Solidity::Strong)
    }

    /// The states that are weakly stable for each party.
    pub fn weak(&self) -> Stable {
        self.those(|found| found.solidity() == Solidity::Weak)
    }

    fn those(&self, which: impl Fn(Degree) -> bool) -> Stable {
        let set = |degrees: &Vec<Degree>| -> FixedBitSet {
            let mut set = FixedBitSet::with_capacity(degrees.len());
            for (state, &degree) in degrees.iter().enumerate() {
                set.set(state, which(degree));
            }
            set
        };
        Stable { by_party: self.by_party.iter().map(set).collect() }
    }
}

/// Judgement at a degree: any improvement tempts, and only what is so far down deters.
#[derive(Debug, Clone, Copy)]
pub struct AtDegree<'c> {
    /// The conflict with its preferences.
    pub conflict: &'c Conflict,
    /// How many degrees down a state must lie to deter; at 0 an equal state deters.
    pub degree: u32,
}

impl Judgement for AtDegree<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        is_better(&self.conflict.preferences[party], to, from)
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        let preference = &self.conflict.preferences[party];
        if self.degree == 0 {
            return is_no_better(preference, end, from);
        }
        match preference.compare(end, from) {
            Comparison::Worse(down) => down >= self.degree,
            Comparison::Equal | Comparison::Better(_) | Comparison::Unknown => false,
        }
    }
}

/// The degree of stability of each state for each party under one of the [`Concept::BASIC`]
/// concepts. Takes one run of the general solver for each degree that occurs.
///
/// ```
/// use zopa_stability::strength::{self, Solidity};
/// use zopa_stability::{Concept, Conflict, Graph, ListedGraph, Preference, Ranking};
/// // Chicken. States: both swerve, only the second drives on, only the first, the crash, which
/// // both find far worse than anything else.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 1, 3, 0], vec![2, 3, 1, 0]]
///     .map(|rank| Preference::Ranking(Ranking { rank, strong_gaps: vec![1] }));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let general = strength::solve(&conflict, Concept::GeneralMetarational)?;
/// let strong_for_first = general.by_party[0].iter().map(|degree| degree.solidity());
/// assert!(strong_for_first.take(3).all(|solidity| solidity == Solidity::Strong));
/// assert_eq!(general.strong().equilibria(), [0, 1, 2]);
/// # Ok::<(), zopa_stability::ConflictError>(())
/// ```
///
/// # Errors
/// Where the conflict is beyond the limits of [`general_solver::solve`], or the concept is not one
/// of [`Concept::BASIC`].
pub fn solve(conflict: &Conflict, concept: Concept) -> Result<Degrees, ConflictError> {
    let at = |degree, concepts: &[Concept]| {
        general_solver::solve(&conflict.graph, &AtDegree { conflict, degree }, concepts)
    };
    let first = at(0, &[Concept::Nash, concept])?;
    let found = |state: usize, party: usize| {
        if first[0].by_party[party].contains(state) {
            Degree::NoImprovement
        } else if first[1].by_party[party].contains(state) {
            Degree::Sanctioned(0)
        } else {
            Degree::Unstable
        }
    };
    let mut by_party: Vec<Vec<Degree>> = (0..conflict.parties())
        .map(|party| (0..conflict.states()).map(|state| found(state, party)).collect())
        .collect();
    let mut before = 0;
    for degree in degrees_that_occur(conflict) {
        if !by_party.iter().flatten().any(|&found| found == Degree::Sanctioned(before)) {
            break;
        }
        before = degree;
        let stable = at(degree, &[concept])?.swap_remove(0);
        for (degrees, set) in by_party.iter_mut().zip(&stable.by_party) {
            for (state, found) in degrees.iter_mut().enumerate() {
                if matches!(found, Degree::Sanctioned(_)) && set.contains(state) {
                    *found = Degree::Sanctioned(degree);
                }
            }
        }
    }
    Ok(Degrees { by_party })
}

/// The degrees of preference that occur for any party, in increasing order.
fn degrees_that_occur(conflict: &Conflict) -> BTreeSet<u32> {
    let mut degrees = BTreeSet::new();
    for preference in &conflict.preferences {
        match preference {
            Preference::Ranking(ranking) => {
                let states = 0..ranking.rank.len() as u32;
                let classes: BTreeSet<u32> = states.map(|s| ranking.strength_class(s)).collect();
                for (position, &low) in classes.iter().enumerate() {
                    degrees.extend(classes.iter().skip(position).map(|high| 1 + high - low));
                }
            }
            Preference::Relation(relation) => {
                let states = relation.states() as u32;
                for (a, b) in (0..states).flat_map(|a| (0..states).map(move |b| (a, b))) {
                    if let Comparison::Better(degree) = relation.compare(a, b) {
                        degrees.insert(degree);
                    }
                }
            }
        }
    }
    degrees.remove(&0);
    degrees
}
