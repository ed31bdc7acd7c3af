//! Why a state is stable for a party, or why it is not: the improvements of the party and, for
//! each, the sanction that deters it with its path, or what the others could do at best.
//!
//! The account follows the definitions of R, GMR, SMR, SEQ and SSEQ for any [`Judgement`]; its
//! verdict is that of the definitions. It is data: states, parties and kinds of move, no words.
//! Only the neighbourhood of the state is searched, so that one state of a conflict with millions
//! can be explained.
//!
//! ```
//! use zopa_stability::explanation::{Account, explain};
//! use zopa_stability::*;
//!
//! // The prisoner's dilemma at mutual cooperation (state 0), for the first party.
//! let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
//! let form = OptionForm {
//!     parties: 2,
//!     options: vec![option(0), option(1)],
//!     feasible: FeasibleStates::All(2),
//! };
//! let one = Preference::Ranking(Ranking::new(vec![2, 3, 0, 1]));
//! let other = Preference::Ranking(Ranking::new(vec![2, 0, 3, 1]));
//! let conflict = Conflict::new(Graph::Options(form), vec![one, other])?;
//!
//! let explanation = explain(&conflict, &Crisp(&conflict), Concept::Sequential, 0, 0).unwrap();
//! assert!(explanation.stable);
//! // It could gain by confessing alone (state 1), but then the other confesses too (state 3).
//! let improvement = &explanation.improvements[0];
//! assert_eq!(improvement.step.to, 1);
//! let Account::Deterred(sanction) = &improvement.account else { panic!() };
//! assert_eq!((sanction.path[0].mover, sanction.end), (1, 3));
//! # Ok::<(), ConflictError>(())
//! ```
//!
//! Sources of the definitions: Nash (1950); Howard (1971); Fraser & Hipel (1979); Rego & Vieira
//! (2015, 2017).

pub(crate) mod responses;

use crate::evolution::{Moves, Step};
use crate::{Comparison, Concept, Conflict, Judgement};
use responses::Responses;

/// Most states of a kind that an account lists; it counts them all.
pub const LISTED_STATES: usize = 64;

/// The account of one state for one party under one concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The state explained.
    pub state: u32,
    /// The party for which.
    pub party: usize,
    /// The concept under which.
    pub concept: Concept,
    /// Whether the state is stable for the party: whether each improvement is deterred.
    pub stable: bool,
    /// The improvements of the party, in increasing order of the state reached; none where the
    /// party has nothing to gain by one move.
    pub improvements: Vec<Improvement>,
}

/// An improvement and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// The move.
    pub step: Step,
    /// What the others would do about it.
    pub account: Account,
}

/// What becomes of an improvement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// The others can respond so that the party is deterred.
    Deterred(Sanction),
    /// Nothing deters the party.
    Open(Open),
}

/// A response that deters: the shortest, of equally short ones the first in order of movers and
/// states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    /// The moves of the others, from the state that the improvement leads to.
    pub path: Vec<Step>,
    /// Where it ends.
    pub end: u32,
    /// How the end compares with the state explained, for the party.
    pub comparison: Comparison,
    /// Under SMR and SSEQ the moves by which the party could leave the end: every one leads to a
    /// state that deters as well. Empty under GMR and SEQ.
    pub failed_escapes: Vec<Escape>,
}

/// A counter-move of the party after a sanction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escape {
    /// The move.
    pub step: Step,
    /// How the state reached compares with the state explained, for the party.
    pub comparison: Comparison,
}

/// A sanction that the party would escape from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscapedSanction {
    /// The moves of the others, from the state that the improvement leads to.
    pub path: Vec<Step>,
    /// Where it ends.
    pub end: u32,
    /// How the end compares with the state explained, for the party.
    pub comparison: Comparison,
    /// The first counter-move that helps: it leads to a state that does not deter.
    pub escape: Escape,
}

/// Why an improvement is not deterred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// Under R the party does not think of responses.
    NoForesight,
    /// The others have no move there, or under SEQ and SSEQ none that improves for the mover.
    NoResponse,
    /// The others can move, but no state that they reach deters the party.
    NoneDeters {
        /// Number of states that they reach.
        reached: usize,
        /// Those states in increasing order, at most [`LISTED_STATES`].
        states: Vec<u32>,
        /// The worst of them for the party: none is known to be less preferred.
        worst: u32,
        /// How the worst compares with the state explained, for the party.
        comparison: Comparison,
        /// The moves that lead there.
        path: Vec<Step>,
    },
    /// Under SMR and SSEQ: some states that the others reach would deter the party, but it can
    /// escape from each.
    Escapes {
        /// Number of states that the others reach.
        reached: usize,
        /// Number of those that would deter.
        deterring: usize,
        /// Those in the order in which the others come to them, at most [`LISTED_STATES`].
        sanctions: Vec<EscapedSanction>,
    },
}

/// Why there is no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExplanationError {
    /// The concept is none of R, GMR, SMR, SEQ and SSEQ.
    Concept(Concept),
    /// The conflict has no such state.
    State(u32),
    /// The conflict has no such party.
    Party(usize),
}

impl std::fmt::Display for ExplanationError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ExplanationError::Concept(concept) => {
                write!(f, "no account under {}", concept.abbreviation())
            }
            ExplanationError::State(state) => write!(f, "no state {state}"),
            ExplanationError::Party(party) => write!(f, "no party {party}"),
        }
    }
}

impl std::error::Error for ExplanationError {}

/// Explains a state for a party under a concept. Kinds of moves and comparisons are those of the
/// crisp preferences of the conflict; whether a move improves and whether a state deters is what
/// the judgement says.
///
/// One search per improvement over the states that the others reach.
///
/// # Errors
/// Where the concept is not one of R, GMR, SMR, SEQ and SSEQ, or there is no such state or party.
pub fn explain(
    conflict: &Conflict,
    judgement: &impl Judgement,
    concept: Concept,
    party: usize,
    state: u32,
) -> Result<Explanation, ExplanationError> {
    let foresight = match concept {
        Concept::Nash => None,
        Concept::GeneralMetarational => Some((false, false)),
        Concept::SymmetricMetarational => Some((false, true)),
        Concept::Sequential => Some((true, false)),
        Concept::SymmetricSequential => Some((true, true)),
        other => return Err(ExplanationError::Concept(other)),
    };
    if state as usize >= conflict.states() {
        return Err(ExplanationError::State(state));
    }
    if party >= conflict.parties() {
        return Err(ExplanationError::Party(party));
    }
    let moves = Moves::new(&conflict.graph);
    let mut improvements = Vec::new();
    for to in moves.from(party, state) {
        if judgement.improves(party, state, to) {
            let step = Step::of(conflict, party, state, to);
            let account = match foresight {
                None => Account::Open(Open::NoForesight),
                Some((credible, symmetric)) => {
                    let case = Case { conflict, judgement, moves: &moves, party, state };
                    case.account(to, credible, symmetric)
                }
            };
            improvements.push(Improvement { step, account });
        }
    }
    let deterred = |improvement: &Improvement| matches!(improvement.account, Account::Deterred(_));
    let stable = improvements.iter().all(deterred);
    Ok(Explanation { state, party, concept, stable, improvements })
}

/// One state and party, whose improvements are gone through.
struct Case<'a, J> {
    conflict: &'a Conflict,
    judgement: &'a J,
    moves: &'a Moves<'a>,
    party: usize,
    state: u32,
}

impl<J: Judgement> Case<'_, J> {
    fn account(&self, improvement: u32, credible: bool, symmetric: bool) -> Account {
        let mut responses =
            Responses::new(self.conflict, self.moves, self.judgement, self.party, credible);
        responses.start(improvement);
        let mut escaped = Vec::new();
        let mut deterring = 0;
        let mut worst: Option<(u32, usize)> = None;
        while let Some((end, place)) = responses.next_state() {
            if !self.judgement.deters(self.party, self.state, end) {
                if worst.is_none_or(|(least, _)| self.is_less_preferred(end, least)) {
                    worst = Some((end, place));
                }
                continue;
            }
            let escape = if symmetric { self.escape(end) } else { None };
            match escape {
                None => {
                    let (path, comparison) = (responses.path(place), self.compare(end));
                    let failed_escapes = if symmetric { self.counter_moves(end) } else { vec![] };
                    return Account::Deterred(Sanction { path, end, comparison, failed_escapes });
                }
                Some(escape) => {
                    deterring += 1;
                    if escaped.len() < LISTED_STATES {
                        let (path, comparison) = (responses.path(place), self.compare(end));
                        escaped.push(EscapedSanction { path, end, comparison, escape });
                    }
                }
            }
        }
        let reached = responses.reached();
        Account::Open(match worst {
            _ if deterring > 0 => {
                Open::Escapes { reached: reached.len(), deterring, sanctions: escaped }
            }
            None => Open::NoResponse,
            Some((worst, place)) => Open::NoneDeters {
                reached: reached.len(),
                states: reached.into_iter().take(LISTED_STATES).collect(),
                worst,
                comparison: self.compare(worst),
                path: responses.path(place),
            },
        })
    }

    /// How a state compares with the one explained, for the party.
    fn compare(&self, state: u32) -> Comparison {
        self.conflict.preferences[self.party].compare(state, self.state)
    }

    fn is_less_preferred(&self, state: u32, other: u32) -> bool {
        let comparison = self.conflict.preferences[self.party].compare(state, other);
        matches!(comparison, Comparison::Worse(_))
    }

    fn counter_moves(&self, end: u32) -> Vec<Escape> {
        self.moves.from(self.party, end).into_iter().map(|to| self.counter_move(end, to)).collect()
    }

    fn counter_move(&self, end: u32, to: u32) -> Escape {
        let step = Step::of(self.conflict, self.party, end, to);
        Escape { step, comparison: self.compare(to) }
    }

    /// The first counter-move that does not end in a state that deters.
    fn escape(&self, end: u32) -> Option<Escape> {
        let helps = |to: u32| !self.judgement.deters(self.party, self.state, to);
        let to = self.moves.find_from(self.party, end, helps)?;
        Some(self.counter_move(end, to))
    }
}
