//! The fast method for rankings: each basic concept as the best of a party's moves against the
//! worst of the responses to it.
//!
//! Let `u(s)` be the party's rank of state `s`, `R(s)` the states it reaches from `s` in one move,
//! and `N` the other parties. For a function `f` of states write
//!
//! - `T f(s)` = max of `f` over `s` and `R(s)`: what the party can get by one move;
//! - `C f(s)` = min of `f` over `s` and what `N` reaches from `s` by legal sequences of moves (no
//!   party twice in a row);
//! - `C+ f(s)` = the same by legal sequences of improvements.
//!
//! Then `s` is stable for the party if and only if `T w(s) <= u(s)`, where
//!
//! | concept | `w` |
//! |---|---|
//! | R | `u` |
//! | GMR | `min(u, C u)` |
//! | SMR | `min(u, C T u)` |
//! | SEQ | `min(u, C+ u)` |
//! | SSEQ | `min(u, C+ T u)` |
//!
//! That `s` itself and the improvement itself are among the states looked at does no harm: an
//! improvement `q` has `u(q) > u(s)`, so it is no sanction of itself, and `w <= u` keeps moves
//! that do not improve from counting. Responses that lead back to `s` are sanctions, as in the
//! logical form of the definitions (in the matrix form of Xu, Hipel & Kilgour 2009 they are not).
//!
//! There are three representations of a conflict, see [`Representation`].
//!
//! Sources of the concepts: Nash (1950); Howard (1971); Fraser & Hipel (1979, 1984); Fang, Hipel &
//! Kilgour (1993), *Interactive Decision Making*; Rego & Vieira (2015, 2017).

mod classes;
mod dense;
mod layout;
mod listed;
mod search;
mod sparse;
mod sweep;
mod transform;

use crate::{Concept, Conflict, Crisp, FeasibleStates, Graph, Preference, Stable, general_solver};
use fixedbitset::FixedBitSet;
use rayon::prelude::*;

/// Entries from which on work is shared among threads.
const WORTH_SHARING: usize = 1 << 12;
/// Bytes that answers found at the same time may need together, beside rankings and results.
const MEMORY: usize = 1 << 30;
/// Options from which on an array over all combinations of options is not thought of.
const DENSE_OPTIONS: usize = 30;
/// How many combinations of options an array may hold per feasible state.
const DENSE_RATIO: usize = 16;

/// How the states of a conflict are held while stable ones are found.
///
/// `m` is the number of states, `n` of parties, `k` of options, `a` of moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Representation {
    /// Arrays over all `2^k` combinations of options. R, GMR and SMR take `O(n k 2^k)`, SEQ and
    /// SSEQ `O(n k 2^k)` too where all options can be changed both ways.
    Dense,
    /// Feasible states sorted by the options that each party cannot change. `O(n m (n + log m))`
    /// where all options can be changed both ways.
    Sparse,
    /// Moves listed, which need be neither symmetric nor transitive. `O(n a + n m log m)`.
    Listed,
}

impl Representation {
    /// The representation in which a conflict takes least work: option form is dense where all
    /// states are feasible or at least one combination in 16 is, and sparse otherwise.
    ///
    /// ```
    /// use zopa_stability::rank_solver::Representation;
    /// use zopa_stability::{FeasibleStates, Graph, OptionForm};
    /// let form = |feasible| Graph::Options(OptionForm { parties: 1, options: vec![], feasible });
    /// assert_eq!(Representation::best_for(&form(FeasibleStates::All(0))), Representation::Dense);
    /// ```
    pub fn best_for(graph: &Graph) -> Self {
        match graph {
            Graph::Listed(_) => Representation::Listed,
            Graph::Options(form) => {
                let options = form.options.len();
                let dense = match &form.feasible {
                    FeasibleStates::All(_) => true,
                    FeasibleStates::Listed(states) => {
                        options <= DENSE_OPTIONS
                            && 1_usize << options <= states.len().saturating_mul(DENSE_RATIO)
                    }
                };
                if dense { Representation::Dense } else { Representation::Sparse }
            }
        }
    }
}

/// A basic concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sought {
    Nash,
    GeneralMetarational,
    SymmetricMetarational,
    Sequential,
    SymmetricSequential,
}

impl Sought {
    fn of(concept: Concept) -> Option<Self> {
        Some(match concept {
            Concept::Nash => Sought::Nash,
            Concept::GeneralMetarational => Sought::GeneralMetarational,
            Concept::SymmetricMetarational => Sought::SymmetricMetarational,
            Concept::Sequential => Sought::Sequential,
            Concept::SymmetricSequential => Sought::SymmetricSequential,
            _ => return None,
        })
    }

    /// Whether others respond at all.
    fn responds(self) -> bool {
        self != Sought::Nash
    }

    /// Whether others respond by improvements only.
    fn is_credible(self) -> bool {
        matches!(self, Sought::Sequential | Sought::SymmetricSequential)
    }

    /// Whether the party may move once more.
    fn is_symmetric(self) -> bool {
        matches!(self, Sought::SymmetricMetarational | Sought::SymmetricSequential)
    }
}

/// The states stable for each party under each of the [`Concept::BASIC`] concepts, for rankings.
///
/// For any other concept the answer has no parties; where a preference is not a ranking, the
/// answer is that of [`general_solver`]. The same whatever the number of threads.
///
/// Time: see [`Representation`]. Memory: beside the conflict and the answers, for `m` combinations
/// of options `2 m` bytes per party and `4 m` to `24 m` for each answer that is being found, of
/// which not more are found at a time than fit into 1 GiB (but at least one).
///
/// ```
/// use zopa_stability::*;
/// // Prisoner's dilemma (option: cooperate): each prefers to defect, both prefer NN least but one.
/// let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
/// let graph = Graph::Options(OptionForm {
///     parties: 2,
///     options: vec![option(0), option(1)],
///     feasible: FeasibleStates::All(2),
/// });
/// let rank = |rank: [u32; 4]| Preference::Ranking(Ranking::new(rank.to_vec()));
/// let conflict = Conflict::new(graph, vec![rank([1, 0, 3, 2]), rank([1, 3, 0, 2])])?;
/// let stable = rank_solver::solve(&conflict, &[Concept::Nash, Concept::Sequential]);
/// assert_eq!(stable[0].equilibria(), [0]); // neither cooperates
/// assert_eq!(stable[1].equilibria(), [0, 3]); // or both do
/// # Ok::<(), ConflictError>(())
/// ```
pub fn solve(conflict: &Conflict, concepts: &[Concept]) -> Vec<Stable> {
    solve_as(conflict, concepts, Representation::best_for(&conflict.graph))
}

/// [`solve`] in a representation of one's choice. A listed graph is always solved as listed.
pub fn solve_as(
    conflict: &Conflict,
    concepts: &[Concept],
    representation: Representation,
) -> Vec<Stable> {
    let ranks: Option<Vec<&[u32]>> = conflict
        .preferences
        .iter()
        .map(|preference| match preference {
            Preference::Ranking(ranking) => Some(ranking.rank.as_slice()),
            Preference::Relation(_) => None,
        })
        .collect();
    let Some(ranks) = ranks else {
        return general_solver::solve(&conflict.graph, &Crisp(conflict), concepts)
            .unwrap_or_default();
    };
    let parties = conflict.parties();
    let sought: Vec<(usize, Sought)> = concepts
        .iter()
        .filter_map(|&concept| Sought::of(concept))
        .flat_map(|sought| (0..parties).map(move |party| (party, sought)))
        .collect();
    let entries = conflict.states();
    let answers = match (&conflict.graph, representation) {
        (Graph::Options(form), Representation::Dense) => {
            let dense = dense::Dense::new(form, &ranks);
            let bytes = dense.bytes_per_answer();
            dense.answers(&sought, |answer| side_by_side(sought.len(), entries, bytes, answer))
        }
        (Graph::Options(form), Representation::Sparse) => {
            let sparse = sparse::Sparse::new(form, &ranks);
            side_by_side(sought.len(), entries, sparse.bytes_per_answer(), &|task| {
                let (party, sought) = sought[task];
                sparse.answer(party, sought)
            })
        }
        _ => {
            let graph = conflict.graph.listed();
            let into = listed::MovesInto::new(&graph);
            side_by_side(sought.len(), entries, 24 * entries, &|task| {
                let (party, sought) = sought[task];
                answer_listed(&graph, &into, &ranks, party, sought)
            })
        }
    };
    let mut answers = answers.into_iter();
    concepts
        .iter()
        .map(|&concept| {
            let found = if Sought::of(concept).is_some() { parties } else { 0 };
            Stable { by_party: answers.by_ref().take(found).collect() }
        })
        .collect()
}

/// Finds answers, at the same time where that is worth it and as far as memory allows, in order.
fn side_by_side(
    number: usize,
    entries: usize,
    bytes_each: usize,
    answer: &(dyn Fn(usize) -> FixedBitSet + Sync),
) -> Vec<FixedBitSet> {
    if entries < WORTH_SHARING {
        return (0..number).map(answer).collect();
    }
    let together = (MEMORY / bytes_each.max(1)).max(1);
    let tasks: Vec<usize> = (0..number).collect();
    let mut answers = Vec::with_capacity(number);
    for tasks in tasks.chunks(together) {
        let mut found: Vec<FixedBitSet> = Vec::with_capacity(tasks.len());
        tasks.par_iter().with_max_len(1).map(|&task| answer(task)).collect_into_vec(&mut found);
        answers.append(&mut found);
    }
    answers
}

fn answer_listed(
    graph: &crate::ListedGraph,
    into: &listed::MovesInto,
    ranks: &[&[u32]],
    party: usize,
    sought: Sought,
) -> FixedBitSet {
    let rank = ranks[party];
    let mut values = rank.to_vec();
    if sought.is_symmetric() || !sought.responds() {
        values = listed::most_by_one_move(graph, party, &values);
    }
    if sought.responds() {
        let others: Vec<usize> = (0..ranks.len()).filter(|&other| other != party).collect();
        let improving = sought.is_credible().then_some(ranks);
        values = listed::least_reached(into, &values, &others, improving);
        for (value, &rank) in values.iter_mut().zip(rank) {
            *value = rank.min(*value);
        }
        values = listed::most_by_one_move(graph, party, &values);
    }
    no_better(&values, rank)
}

/// The states whose value is at most their rank.
fn no_better(values: &[u32], rank: &[u32]) -> FixedBitSet {
    let mut stable = FixedBitSet::with_capacity(values.len());
    let width = usize::BITS as usize;
    let stretches = values.chunks(width).zip(rank.chunks(width));
    for (word, (values, ranks)) in stable.as_mut_slice().iter_mut().zip(stretches) {
        for (bit, (value, rank)) in values.iter().zip(ranks).enumerate() {
            *word |= usize::from(value <= rank) << bit;
        }
    }
    stable
}
