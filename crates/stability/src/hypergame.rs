//! Misperception: a hypergame, in which each party looks at its own version of the conflict.
//!
//! A party may not see some states, and may misread the preferences of others. What follows is
//! read in two ways, each by its name:
//!
//! - [`Reading::OwnGames`]: each party analyses its own game, the conflict without the states that
//!   it does not see and with the preferences that it takes the others to have. Each game has
//!   equilibria, those that the party expects. A state is an equilibrium of the hypergame where it
//!   is stable for each party in the party's own game.
//! - [`Reading::SeenMoves`]: there is one game with the true preferences, in which a party does
//!   not make the moves to or from states that it does not see. Other parties make theirs, and the
//!   party reckons with them. Misread preferences play no part. Conflicts in `.gmcr` files are
//!   meant in this way.
//!
//! In both readings a party makes no move from a state that it does not see, so that the state is
//! stable for it.
//!
//! ```
//! use zopa_stability::hypergame::{Reading, View, solve_hypergame};
//! use zopa_stability::*;
//!
//! // Chicken: option 0 and 1 are "drive on". The second party believes that the first likes the
//! // crash (state 3) better than giving way alone (state 2).
//! let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
//! let form = OptionForm {
//!     parties: 2,
//!     options: vec![option(0), option(1)],
//!     feasible: FeasibleStates::All(2),
//! };
//! let one = Preference::Ranking(Ranking::new(vec![2, 3, 1, 0]));
//! let other = Preference::Ranking(Ranking::new(vec![2, 1, 3, 0]));
//! let conflict = Conflict::new(Graph::Options(form), vec![one, other])?;
//! let reckless = Preference::Ranking(Ranking::new(vec![2, 3, 0, 1]));
//! let view = View { party: 1, unseen: vec![], preferences: vec![(0, reckless)] };
//!
//! let found = solve_hypergame(&conflict, &[view], Reading::OwnGames, &[Concept::Nash]).unwrap();
//! // It expects to give way; each party's own improvements are as before.
//! assert_eq!(found[0].views[1].equilibria(), [1]);
//! assert_eq!(found[0].whole.equilibria(), [1, 2]);
//! # Ok::<(), ConflictError>(())
//! ```
//!
//! Sources: Bennett (1977), Omega 5: 749-751; Wang, Hipel & Fraser (1988), Behavioral Science 33:
//! 207-223.

use crate::evolution::Moves;
use crate::{
    Concept, Conflict, ConflictError, FeasibleStates, Graph, ListedGraph, OptionForm, Preference,
    Ranking, Relation, Stable, solve,
};
use fixedbitset::FixedBitSet;

/// Most states of an option form for which [`Reading::SeenMoves`] lists the moves.
pub const SEEN_MOVES_STATES: usize = 1 << 18;

/// How a party sees the conflict where it sees it wrongly.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Whose view it is.
    pub party: usize,
    /// States that it does not see.
    pub unseen: Vec<u32>,
    /// What it takes the preferences of parties to be, where it is not what they are.
    pub preferences: Vec<(usize, Preference)>,
}

/// What misperception means for the analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Reading {
    /// Each party analyses the conflict as it sees it.
    #[default]
    OwnGames,
    /// One game, in which a party does not move to or from states that it does not see.
    SeenMoves,
}

/// The stable states of a hypergame under one concept, by the states of the whole conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HypergameStable {
    /// For each party the stable states of the game as it sees it; a state that it does not see is
    /// stable for nobody there. Empty under [`Reading::SeenMoves`].
    pub views: Vec<Stable>,
    /// For each party the states stable for it in its own game, those it does not see among them.
    pub whole: Stable,
    /// For each party the states that it sees.
    pub seen: Vec<FixedBitSet>,
}

impl HypergameStable {
    /// The equilibria of the hypergame that every party sees.
    pub fn equilibria_seen_by_all(&self) -> Vec<u32> {
        let mut equilibria = self.whole.equilibria();
        equilibria.retain(|&state| self.seen.iter().all(|seen| seen.contains(state as usize)));
        equilibria
    }
}

/// Why a hypergame cannot be analysed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HypergameError {
    /// A game cannot be analysed.
    Conflict(ConflictError),
    /// A view is of a party, or of the preferences of a party, that is not there.
    Party(usize),
    /// A view names a state that is not there.
    State {
        /// Whose view.
        party: usize,
        /// The state.
        state: u32,
    },
}

impl std::fmt::Display for HypergameError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            HypergameError::Conflict(error) => error.fmt(f),
            HypergameError::Party(party) => {
                write!(f, "a view of party {party}, which is not there")
            }
            HypergameError::State { party, state } => {
                write!(f, "the view of party {party} names state {state}, which is not there")
            }
        }
    }
}

impl std::error::Error for HypergameError {}

impl From<ConflictError> for HypergameError {
    fn from(error: ConflictError) -> Self {
        HypergameError::Conflict(error)
    }
}

/// The conflict as one party sees it: without the states that it does not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerceivedGame {
    /// The game, with the preferences as the party takes them to be.
    pub conflict: Conflict,
    /// For each state of the game the state of the whole conflict, in increasing order.
    pub states: Vec<u32>,
}

/// The game of a party by its views; `None` where it sees no state.
///
/// # Errors
/// Where a view names a party or a state that is not there, or a preference does not fit.
pub fn perceived_game(
    conflict: &Conflict,
    views: &[View],
    party: usize,
) -> Result<Option<PerceivedGame>, HypergameError> {
    if party >= conflict.parties() {
        return Err(HypergameError::Party(party));
    }
    let seen = seen_states(conflict, views)?.swap_remove(party);
    let mut preferences = conflict.preferences.clone();
    for view in views.iter().filter(|view| view.party == party) {
        for (other, preference) in &view.preferences {
            *preferences.get_mut(*other).ok_or(HypergameError::Party(*other))? = preference.clone();
        }
    }
    // Says which preference does not fit, before states are taken away.
    let whole = Conflict::new(conflict.graph.clone(), preferences)?;
    let states: Vec<u32> = seen.ones().map(|state| state as u32).collect();
    if states.is_empty() {
        return Ok(None);
    }
    if states.len() == conflict.states() {
        return Ok(Some(PerceivedGame { conflict: whole, states }));
    }
    let graph = match &conflict.graph {
        Graph::Options(form) => {
            let numbers = states.iter().map(|&state| form.feasible.number(state)).collect();
            Graph::Options(OptionForm { feasible: FeasibleStates::Listed(numbers), ..form.clone() })
        }
        Graph::Listed(graph) => {
            let place = |state: &u32| states.binary_search(state).ok().map(|place| place as u32);
            let mut kept = ListedGraph::without_moves(states.len());
            for mover in 0..graph.parties() {
                let list =
                    |&from: &u32| graph.moves(mover, from).iter().filter_map(place).collect();
                kept.add_party(&states.iter().map(list).collect::<Vec<_>>());
            }
            Graph::Listed(kept)
        }
    };
    let preferences =
        whole.preferences.iter().map(|preference| restrict(preference, &states)).collect();
    Ok(Some(PerceivedGame { conflict: Conflict::new(graph, preferences)?, states }))
}

/// The conflict in which each party makes no move to or from a state that it does not see
/// ([`Reading::SeenMoves`]). Lists the moves: linear in their number.
///
/// # Errors
/// Where a view names a party or a state that is not there, or the option form has more than
/// [`SEEN_MOVES_STATES`] states.
pub fn seen_moves(conflict: &Conflict, views: &[View]) -> Result<Conflict, HypergameError> {
    let seen = seen_states(conflict, views)?;
    let states = conflict.states();
    if seen.iter().all(FixedBitSet::is_full) {
        return Ok(conflict.clone());
    }
    if matches!(conflict.graph, Graph::Options(_)) && states > SEEN_MOVES_STATES {
        return Err(ConflictError::TooLarge { states, limit: SEEN_MOVES_STATES }.into());
    }
    let moves = Moves::new(&conflict.graph);
    let mut graph = ListedGraph::without_moves(states);
    for (party, seen) in seen.iter().enumerate() {
        let list = |from: u32| match seen.contains(from as usize) {
            true => moves
                .from(party, from)
                .into_iter()
                .filter(|&to| seen.contains(to as usize))
                .collect(),
            false => Vec::new(),
        };
        graph.add_party(&(0..states as u32).map(list).collect::<Vec<_>>());
    }
    Ok(Conflict::new(Graph::Listed(graph), conflict.preferences.clone())?)
}

/// The stable states of a hypergame under each of the basic concepts asked for. Parties without a
/// view see the conflict as it is; several views of one party are taken together.
///
/// # Errors
/// Where a view names a party or a state that is not there, a preference does not fit, or a game
/// is too large.
pub fn solve_hypergame(
    conflict: &Conflict,
    views: &[View],
    reading: Reading,
    concepts: &[Concept],
) -> Result<Vec<HypergameStable>, HypergameError> {
    let seen = seen_states(conflict, views)?;
    let whole = |stable| HypergameStable { views: Vec::new(), whole: stable, seen: seen.clone() };
    if reading == Reading::SeenMoves {
        let found = solve(&seen_moves(conflict, views)?, concepts)?;
        return Ok(found.into_iter().map(whole).collect());
    }
    let none = || FixedBitSet::with_capacity(conflict.states());
    let mut found: Vec<HypergameStable> =
        concepts.iter().map(|_| whole(Stable { by_party: Vec::new() })).collect();
    // Parties that see the conflict as it is share one analysis.
    let mut plain: Option<Vec<Stable>> = None;
    for (party, seen) in seen.iter().enumerate() {
        let by_concept = if views.iter().any(|view| view.party == party) {
            let mut lifted =
                vec![Stable { by_party: vec![none(); conflict.parties()] }; concepts.len()];
            if let Some(game) = perceived_game(conflict, views, party)? {
                for (lifted, stable) in lifted.iter_mut().zip(solve(&game.conflict, concepts)?) {
                    for (lifted, stable) in lifted.by_party.iter_mut().zip(&stable.by_party) {
                        lifted.extend(stable.ones().map(|place| game.states[place] as usize));
                    }
                }
            }
            lifted
        } else {
            match &plain {
                Some(plain) => plain.clone(),
                None => plain.insert(solve(conflict, concepts)?).clone(),
            }
        };
        for (found, view) in found.iter_mut().zip(by_concept) {
            let mut stable = view.by_party[party].clone();
            stable.extend((0..conflict.states()).filter(|&state| !seen.contains(state)));
            found.whole.by_party.push(stable);
            found.views.push(view);
        }
    }
    Ok(found)
}

/// For each party the states that it sees.
fn seen_states(conflict: &Conflict, views: &[View]) -> Result<Vec<FixedBitSet>, HypergameError> {
    let mut all = FixedBitSet::with_capacity(conflict.states());
    all.insert_range(..);
    let mut seen = vec![all; conflict.parties()];
    for view in views {
        let party = view.party;
        let seen = seen.get_mut(party).ok_or(HypergameError::Party(party))?;
        for &state in &view.unseen {
            if state as usize >= conflict.states() {
                return Err(HypergameError::State { party, state });
            }
            seen.remove(state as usize);
        }
    }
    Ok(seen)
}

/// A preference over some of the states, in their order.
fn restrict(preference: &Preference, states: &[u32]) -> Preference {
    match preference {
        Preference::Ranking(ranking) => Preference::Ranking(Ranking {
            rank: states.iter().map(|&state| ranking.rank[state as usize]).collect(),
            strong_gaps: ranking.strong_gaps.clone(),
        }),
        Preference::Relation(relation) => {
            let mut kept = Relation::unknown(states.len());
            for (place, &state) in states.iter().enumerate() {
                for (other_place, &other) in states[..place].iter().enumerate() {
                    let comparison = relation.compare(state, other);
                    kept.set(place as u32, other_place as u32, comparison);
                }
            }
            Preference::Relation(kept)
        }
    }
}
