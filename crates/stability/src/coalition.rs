//! Coalition stability: whether parties that act together would leave a state (Kilgour, Hipel, Fang
//! & Peng 2001; Inohara & Hipel 2008a, b).
//!
//! For a coalition `H` of parties and a state `s`:
//!
//! - `R_H(s)`: the states that legal sequences of moves of `H` lead to, no party moving twice in a
//!   row; for one party its moves;
//! - `R_H++(s)`: those of `R_H(s)` that every member of `H` prefers to `s`, the coalition
//!   improvements;
//! - `q` is bad for `H` against `s` where it is no better than `s` for at least one member.
//!
//! `s` is stable for `H` under
//!
//! - CR where `R_H++(s)` is empty;
//! - CGMR where for every `x` in `R_H++(s)` some `y` in `R_{N-H}(x)` is bad for `H` against `s`;
//! - CSMR where, besides, every `z` in `R_H(y)` is bad as well;
//! - CSEQ as CGMR, `y` reached by a sequence of coalition improvements of coalitions within
//!   `N - H`, each on the state it leaves, no coalition twice in a row;
//! - CSSEQ as CSEQ with the second condition of CSMR (the symmetric form by analogy).
//!
//! A coalition of one has its party's own R, GMR and SMR, and with two parties its own SEQ and SSEQ;
//! with more, others may answer jointly under CSEQ. All parties together meet no sanction, so that
//! all concepts agree. In option form CSEQ implies CGMR; in a listed graph whose moves are not
//! transitive it need not, because two coalitions with a common member may let it move twice in a
//! row.

mod jump;
mod legal_sequence;
mod merged;

pub use jump::{Jump, jumps};
pub(crate) use legal_sequence::least_reached;
pub use legal_sequence::reachable;
pub use merged::{Merged, merged};

use crate::limited_move::listed_within_limit;
use crate::{Concept, Conflict, ConflictError, Crisp, Graph, Judgement, ListedGraph};
use fixedbitset::FixedBitSet;
use legal_sequence::reached_by_sequences;

/// Most states of a conflict for coalition stability.
pub const STATE_LIMIT: usize = 1 << 13;

/// Most bytes for tables of what coalitions reach, which take the square of the states in bits for
/// each party, and under CSEQ for each coalition of the others.
pub const MEMORY_LIMIT: usize = 1 << 30;

/// Most parties for universal coalition stability, which looks at `2^n - 1` coalitions.
pub const PARTY_LIMIT: usize = 8;

/// Why coalitions cannot be analysed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoalitionError {
    /// The conflict is too large.
    Conflict(ConflictError),
    /// A coalition has no member.
    NoMembers,
    /// A coalition names a party that is not there.
    NoSuchParty(usize),
    /// There are more parties than [`PARTY_LIMIT`].
    TooManyParties(usize),
    /// The concept has no form for coalitions.
    NoCoalitionForm(Concept),
}

impl std::fmt::Display for CoalitionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CoalitionError::Conflict(error) => error.fmt(f),
            CoalitionError::NoMembers => write!(f, "a coalition without members"),
            CoalitionError::NoSuchParty(party) => write!(f, "there is no party {party}"),
            CoalitionError::TooManyParties(parties) => {
                write!(f, "{parties} parties, more than the {PARTY_LIMIT} that this method takes")
            }
            CoalitionError::NoCoalitionForm(concept) => {
                write!(f, "{} is not defined for coalitions", concept.name())
            }
        }
    }
}

impl std::error::Error for CoalitionError {}

impl From<ConflictError> for CoalitionError {
    fn from(error: ConflictError) -> Self {
        CoalitionError::Conflict(error)
    }
}

/// The states that are stable for a coalition under the coalition form of one of the
/// [`Concept::BASIC`] concepts: [`Concept::Nash`] is CR, [`Concept::GeneralMetarational`] CGMR, and
/// so on. `members` are indices of parties, in any order.
///
/// Up to the cube of the number of states, 64 at a time.
///
/// ```
/// use zopa_stability::{Concept, Conflict, Graph, ListedGraph, Preference, Ranking, coalition};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// // Together they would leave mutual defection, the Nash equilibrium, for mutual cooperation.
/// let stable = coalition::stable(&conflict, &[0, 1], Concept::Nash)?;
/// assert_eq!(stable.ones().collect::<Vec<_>>(), [0, 1, 2]);
/// # Ok::<(), zopa_stability::coalition::CoalitionError>(())
/// ```
///
/// # Errors
/// [`CoalitionError::NoMembers`], [`CoalitionError::NoSuchParty`],
/// [`CoalitionError::NoCoalitionForm`]; [`ConflictError::TooLarge`] beyond [`STATE_LIMIT`] or
/// [`MEMORY_LIMIT`].
pub fn stable(
    conflict: &Conflict,
    members: &[usize],
    concept: Concept,
) -> Result<FixedBitSet, CoalitionError> {
    stable_by(&conflict.graph, &Crisp(conflict), members, concept)
}

/// The same under any judgement: a coalition improvement is a state that [improves] for every
/// member, a bad state one that [deters] some member, and parties outside [respond].
///
/// ```
/// use zopa_stability::{Concept, Conflict, Crisp, Graph, ListedGraph, Preference, Ranking};
/// use zopa_stability::coalition;
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let judgement = Crisp(&conflict);
/// let stable =
///     coalition::stable_by(&conflict.graph, &judgement, &[0], Concept::GeneralMetarational)?;
/// assert_eq!(stable.ones().collect::<Vec<_>>(), [0, 2, 3]);
/// # Ok::<(), zopa_stability::coalition::CoalitionError>(())
/// ```
///
/// # Errors
/// As [`stable`].
///
/// [improves]: Judgement::improves
/// [deters]: Judgement::deters
/// [respond]: Judgement::responds
pub fn stable_by(
    graph: &Graph,
    judgement: &impl Judgement,
    members: &[usize],
    concept: Concept,
) -> Result<FixedBitSet, CoalitionError> {
    let members = checked(members, graph.parties())?;
    let (symmetric, credible) = match concept {
        Concept::Nash | Concept::GeneralMetarational => (false, false),
        Concept::SymmetricMetarational => (true, false),
        Concept::Sequential => (false, true),
        Concept::SymmetricSequential => (true, true),
        _ => return Err(CoalitionError::NoCoalitionForm(concept)),
    };
    let others: Vec<usize> = (0..graph.parties()).filter(|i| !members.contains(i)).collect();
    let tables = if credible && concept != Concept::Nash {
        1_usize.checked_shl(others.len() as u32).unwrap_or(usize::MAX).max(members.len())
    } else {
        graph.parties()
    };
    check_size(graph.states(), tables)?;
    let moves = listed_within_limit(graph)?;

    let reached = reachable_by(&moves, &members);
    let improvements = improvements(&reached, |from, to| {
        members.iter().all(|&member| judgement.improves(member, from, to))
    });
    let mut stable = FixedBitSet::with_capacity(graph.states());
    stable.extend((0..graph.states()).filter(|&state| improvements[state].is_clear()));
    if concept == Concept::Nash || others.is_empty() {
        return Ok(stable);
    }
    let answers = if credible {
        answers_by_improvements(&moves, judgement, &others)
    } else {
        reachable_by(&moves, &others)
    };
    for (state, improvements) in improvements.iter().enumerate() {
        if improvements.is_clear() {
            continue;
        }
        let mut bad = FixedBitSet::with_capacity(graph.states());
        bad.extend((0..graph.states()).filter(|&end| {
            members.iter().any(|&member| judgement.deters(member, state as u32, end as u32))
        }));
        let sanctions = if symmetric {
            let mut final_ones = FixedBitSet::with_capacity(graph.states());
            final_ones.extend(bad.ones().filter(|&end| reached[end].is_subset(&bad)));
            final_ones
        } else {
            bad
        };
        let is_met = |improvement: usize| !answers[improvement].is_disjoint(&sanctions);
        stable.set(state, improvements.ones().all(is_met));
    }
    Ok(stable)
}

/// The states that are stable for every one of the `2^n - 1` coalitions of `n` parties under the
/// coalition form of a concept: universal coalition stability (Inohara & Hipel 2008).
///
/// ```
/// use zopa_stability::{Concept, Conflict, Graph, ListedGraph, Preference, Ranking, coalition};
/// // The prisoner's dilemma. States: both cooperate, only the second defects, only the first, both.
/// let mut graph = ListedGraph::without_moves(4);
/// graph.add_party(&[vec![2], vec![3], vec![0], vec![1]]);
/// graph.add_party(&[vec![1], vec![0], vec![3], vec![2]]);
/// let preferences = [vec![2, 0, 3, 1], vec![2, 3, 0, 1]]
///     .map(|rank| Preference::Ranking(Ranking::new(rank)));
/// let conflict = Conflict::new(Graph::Listed(graph), preferences.to_vec())?;
/// let universal = |concept| coalition::universally_stable(&conflict, concept);
/// assert_eq!(universal(Concept::Nash)?.count_ones(..), 0);
/// assert_eq!(universal(Concept::Sequential)?.ones().collect::<Vec<_>>(), [0]);
/// # Ok::<(), zopa_stability::coalition::CoalitionError>(())
/// ```
///
/// # Errors
/// As [`stable`], and [`CoalitionError::TooManyParties`] beyond [`PARTY_LIMIT`].
pub fn universally_stable(
    conflict: &Conflict,
    concept: Concept,
) -> Result<FixedBitSet, CoalitionError> {
    let parties = conflict.parties();
    if parties > PARTY_LIMIT {
        return Err(CoalitionError::TooManyParties(parties));
    }
    let mut universal = FixedBitSet::with_capacity(conflict.states());
    universal.insert_range(..);
    for members in coalitions_of(&(0..parties).collect::<Vec<_>>()) {
        universal.intersect_with(&stable(conflict, &members, concept)?);
    }
    Ok(universal)
}

/// Members in increasing order, each once.
fn checked(members: &[usize], parties: usize) -> Result<Vec<usize>, CoalitionError> {
    let mut members = members.to_vec();
    members.sort_unstable();
    members.dedup();
    match members.last() {
        None => Err(CoalitionError::NoMembers),
        Some(&last) if last >= parties => Err(CoalitionError::NoSuchParty(last)),
        Some(_) => Ok(members),
    }
}

/// Whether so many tables of states by states, and four times that while they are made, are within
/// memory.
fn check_size(states: usize, tables: usize) -> Result<(), ConflictError> {
    let bits_per_table = (MEMORY_LIMIT / 4 * 8) as u128 / tables as u128;
    let limit = STATE_LIMIT.min(bits_per_table.isqrt() as usize);
    if states > limit { Err(ConflictError::TooLarge { states, limit }) } else { Ok(()) }
}

/// Every coalition of these parties with a member, in the order of binary numbers.
fn coalitions_of(parties: &[usize]) -> Vec<Vec<usize>> {
    (1_usize..1 << parties.len())
        .map(|choice| {
            let chosen = parties.iter().enumerate().filter(|(i, _)| choice >> i & 1 == 1);
            chosen.map(|(_, &party)| party).collect()
        })
        .collect()
}

/// For each state what the coalition reaches from it, `R_H(s)`.
fn reachable_by(moves: &ListedGraph, members: &[usize]) -> Vec<FixedBitSet> {
    let table = |&member: &usize| -> Vec<FixedBitSet> {
        (0..moves.states() as u32)
            .map(|state| {
                let mut row = FixedBitSet::with_capacity(moves.states());
                row.extend(moves.moves(member, state).iter().map(|&to| to as usize));
                row
            })
            .collect()
    };
    reached_by_sequences(members.iter().map(table).collect())
}

/// Of what is reached from each state, the states that improve on it.
fn improvements(reached: &[FixedBitSet], improves: impl Fn(u32, u32) -> bool) -> Vec<FixedBitSet> {
    let kept = |(from, row): (usize, &FixedBitSet)| {
        let mut kept = FixedBitSet::with_capacity(row.len());
        kept.extend(row.ones().filter(|&to| to != from && improves(from as u32, to as u32)));
        kept
    };
    reached.iter().enumerate().map(kept).collect()
}

/// For each state what sequences of coalition improvements of coalitions of the others lead to.
fn answers_by_improvements(
    moves: &ListedGraph,
    judgement: &impl Judgement,
    others: &[usize],
) -> Vec<FixedBitSet> {
    let table = |coalition: &Vec<usize>| {
        improvements(&reachable_by(moves, coalition), |from, to| {
            coalition.iter().all(|&member| judgement.responds(member, from, to))
        })
    };
    reached_by_sequences(coalitions_of(others).iter().map(table).collect())
}
