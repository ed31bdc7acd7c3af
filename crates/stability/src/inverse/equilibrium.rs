//! How many rankings of some parties make a state an equilibrium.

use super::{Condition, InverseError, Natural, Share};
use crate::evolution::Moves;
use crate::explanation::explain;
use crate::explanation::responses::Responses;
use crate::{Concept, Conflict, Crisp, Judgement};
use std::collections::BTreeSet;

/// Most combinations of orders that are gone through one by one where rankings of several parties
/// bear on each other.
pub const ORDER_LIMIT: u64 = 50_000;

/// What one party contributes: the share of rankings under which the state is stable for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyShare {
    /// Whether the party's ranking is free; otherwise the share is all or nothing.
    pub free: bool,
    /// The share where parties with free rankings never respond to a move of this one.
    pub least: Share,
    /// The share where they may respond by any move.
    pub most: Share,
}

/// The share of the strict rankings of the free parties, each independent of the others, under
/// which a state is stable for every party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EquilibriumShare {
    /// The least that it can be.
    pub least: Share,
    /// The most that it can be; equal to `least` where the share is exact.
    pub most: Share,
    /// Party by party.
    pub by_party: Vec<PartyShare>,
}

impl EquilibriumShare {
    /// The share, where it is known exactly.
    pub fn exact(&self) -> Option<&Share> {
        (self.least == self.most).then_some(&self.least)
    }
}

/// The share of the strict rankings of the `free` parties under which `state` is stable for every
/// party under each of the concepts; the other parties keep their preferences.
///
/// Under R, GMR and SMR the condition of each party is on its own ranking alone: the share is the
/// product over parties, exactly. Under SEQ and SSEQ a free party's ranking also says by which
/// moves it responds to the others. Where that can make a difference the share is found by going
/// through the orders of the states that matter, as long as they are at most [`ORDER_LIMIT`]
/// combinations (one party and 8 states); otherwise the product for free parties that never
/// respond, and for those that may respond by any move, bound it from below and above.
///
/// ```
/// use zopa_stability::inverse::equilibrium_share;
/// use zopa_stability::*;
/// // Matching pennies for the second party; the first is free. State 0 is no equilibrium,
/// // whatever the first prefers.
/// let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
/// let form = OptionForm {
///     parties: 2,
///     options: vec![option(0), option(1)],
///     feasible: FeasibleStates::All(2),
/// };
/// let one = Preference::Ranking(Ranking::new(vec![1, 0, 0, 1]));
/// let other = Preference::Ranking(Ranking::new(vec![0, 1, 1, 0]));
/// let conflict = Conflict::new(Graph::Options(form), vec![one, other])?;
/// let share = |state| equilibrium_share(&conflict, &[Concept::Nash], state, &[0]).unwrap();
/// assert_eq!(share(0).exact().unwrap().as_f64(), 0.0);
/// assert_eq!(share(1).exact().unwrap().as_f64(), 0.5);
/// # Ok::<(), ConflictError>(())
/// ```
///
/// # Errors
/// As [`Condition::of`] and [`Condition::share`].
pub fn equilibrium_share(
    conflict: &Conflict,
    concepts: &[Concept],
    state: u32,
    free: &[usize],
) -> Result<EquilibriumShare, InverseError> {
    if let Some(&party) = free.iter().find(|&&party| party >= conflict.parties()) {
        return Err(InverseError::Party(party));
    }
    if let Some(&concept) = concepts.iter().find(|concept| !Concept::BASIC.contains(concept)) {
        return Err(InverseError::Concept(concept));
    }
    if state as usize >= conflict.states() {
        return Err(InverseError::State(state));
    }
    let is_free: Vec<bool> = (0..conflict.parties()).map(|party| free.contains(&party)).collect();
    let asked = Asked { conflict, concepts, state, is_free };
    let mut by_party = Vec::new();
    let mut conditions = Vec::new();
    for party in 0..conflict.parties() {
        let (share, condition) = asked.party(party)?;
        by_party.push(share);
        conditions.push(condition);
    }
    let product = |share: fn(&PartyShare) -> &Share| {
        by_party.iter().map(share).fold(Share::certain(true), |all, share| all.and(share))
    };
    let (mut least, mut most) = (product(|party| &party.least), product(|party| &party.most));
    if most.favourable().is_zero() {
        least = Share::certain(false);
        most = least.clone();
    } else if by_party.iter().any(|party| party.least != party.most)
        && let Some(share) = asked.every_order(&by_party, &conditions)
    {
        (least, most) = (share.clone(), share);
    }
    Ok(EquilibriumShare { least, most, by_party })
}

struct Asked<'a> {
    conflict: &'a Conflict,
    concepts: &'a [Concept],
    state: u32,
    is_free: Vec<bool>,
}

impl Asked<'_> {
    /// A party's share, and its condition where that is the same however the others respond.
    fn party(&self, party: usize) -> Result<(PartyShare, Option<Condition>), InverseError> {
        let free = self.is_free[party];
        let judgement =
            |respond| Eager { crisp: Crisp(self.conflict), free: &self.is_free, respond };
        if !free {
            let stable = |respond| {
                let judgement = judgement(respond);
                let stable = |&concept: &Concept| self.is_stable(&judgement, concept, party);
                Share::certain(self.concepts.iter().all(stable))
            };
            return Ok((PartyShare { free, least: stable(false), most: stable(true) }, None));
        }
        let condition = |respond| -> Result<Condition, InverseError> {
            let mut all = Condition { state: self.state, party, clauses: Vec::new() };
            for &concept in self.concepts {
                let conflict = self.conflict;
                let judgement = judgement(respond);
                all = all.and(Condition::with_responses(
                    conflict, &judgement, concept, party, self.state,
                )?);
            }
            Ok(all)
        };
        let (least, most) = (condition(false)?, condition(true)?);
        if least == most {
            let share = least.share()?;
            return Ok((PartyShare { free, least: share.clone(), most: share }, Some(least)));
        }
        Ok((PartyShare { free, least: least.share()?, most: most.share()? }, None))
    }

    fn is_stable(&self, judgement: &impl Judgement, concept: Concept, party: usize) -> bool {
        explain(self.conflict, judgement, concept, party, self.state)
            .is_ok_and(|explanation| explanation.stable)
    }

    /// The exact share by every combination of orders of the states that matter; `None` where they
    /// are too many.
    fn every_order(
        &self,
        by_party: &[PartyShare],
        conditions: &[Option<Condition>],
    ) -> Option<Share> {
        let free: Vec<usize> =
            (0..self.is_free.len()).filter(|&party| self.is_free[party]).collect();
        let matter = self.states_that_matter(by_party, conditions);
        let mut combinations = 1_u64;
        for &party in &free {
            for factor in 2..=matter[party].len() as u64 {
                combinations =
                    combinations.checked_mul(factor).filter(|&all| all <= ORDER_LIMIT)?;
            }
        }
        let place = |party: usize| match self.is_free[party] {
            true => vec![0; self.conflict.states()],
            false => Vec::new(),
        };
        let mut orders = Orders {
            crisp: Crisp(self.conflict),
            free: &self.is_free,
            place: (0..self.is_free.len()).map(place).collect(),
        };
        let mut good = 0_u64;
        let mut remaining: Vec<Vec<u32>> =
            free.iter().map(|&party| matter[party].clone()).collect();
        self.go_through(&free, &mut remaining, 0, &mut orders, &mut |orders| {
            good += u64::from(self.is_equilibrium(orders, by_party, conditions));
        });
        let ordered = if let [party] = free[..] { matter[party].len() } else { 0 };
        let (good, all) =
            (Natural::from(u128::from(good)), Natural::from(u128::from(combinations)));
        Some(Share::new(good, all, ordered))
    }

    fn is_equilibrium(
        &self,
        orders: &Orders,
        by_party: &[PartyShare],
        conditions: &[Option<Condition>],
    ) -> bool {
        by_party.iter().zip(conditions).enumerate().all(|(party, (share, condition))| {
            if let Some(condition) = condition {
                let place = &orders.place[party];
                return condition.holds(|other| place[other as usize] < place[self.state as usize]);
            }
            if !share.free && share.least == share.most {
                return !share.least.favourable().is_zero();
            }
            self.concepts.iter().all(|&concept| self.is_stable(orders, concept, party))
        })
    }

    /// Calls `each` for every combination of orders: each party in turn gives every place, from the
    /// lowest, to each of its states that has none.
    fn go_through(
        &self,
        free: &[usize],
        remaining: &mut Vec<Vec<u32>>,
        turn: usize,
        orders: &mut Orders,
        each: &mut impl FnMut(&Orders),
    ) {
        let Some(&party) = free.get(turn) else { return each(orders) };
        if remaining[turn].is_empty() {
            return self.go_through(free, remaining, turn + 1, orders, each);
        }
        let place = remaining[turn].len() as u32;
        for choice in 0..remaining[turn].len() {
            let state = remaining[turn].remove(choice);
            orders.place[party][state as usize] = place;
            self.go_through(free, remaining, turn, orders, each);
            remaining[turn].insert(choice, state);
        }
    }

    /// For each party the states whose order decides: those of its own condition, and those
    /// between which it could move in response to others.
    fn states_that_matter(
        &self,
        by_party: &[PartyShare],
        conditions: &[Option<Condition>],
    ) -> Vec<Vec<u32>> {
        let moves = Moves::new(&self.conflict.graph);
        let eager = Eager { crisp: Crisp(self.conflict), free: &self.is_free, respond: true };
        let mut matter: Vec<BTreeSet<u32>> = vec![BTreeSet::from([self.state]); by_party.len()];
        for (party, share) in by_party.iter().enumerate() {
            if let Some(condition) = &conditions[party] {
                matter[party].extend(condition.states());
                continue;
            }
            if share.least == share.most {
                continue;
            }
            let mut met: BTreeSet<u32> = BTreeSet::new();
            for to in moves.from(party, self.state) {
                if !share.free && !eager.improves(party, self.state, to) {
                    continue;
                }
                met.insert(to);
                // Any move of the others: concepts without credible responses are asked too.
                for credible in [false, true] {
                    let needed = |concept: &Concept| match concept {
                        Concept::GeneralMetarational | Concept::SymmetricMetarational => !credible,
                        Concept::Sequential | Concept::SymmetricSequential => credible,
                        _ => false,
                    };
                    if !self.concepts.iter().any(needed) {
                        continue;
                    }
                    let mut responses =
                        Responses::new(self.conflict, &moves, &eager, party, credible);
                    responses.start(to);
                    while let Some((end, _)) = responses.next_state() {
                        met.insert(end);
                    }
                }
            }
            for &at in &met {
                for (other, matter) in matter.iter_mut().enumerate() {
                    if other != party && self.is_free[other] {
                        moves.each_from(other, at, |to| matter.extend([at, to]));
                    }
                }
                if share.free {
                    matter[party].insert(at);
                    moves.each_from(party, at, |escape| {
                        matter[party].insert(escape);
                    });
                }
            }
        }
        matter.into_iter().map(|states| states.into_iter().collect()).collect()
    }
}

/// Crisp preference, with free parties that respond by every move or by none.
struct Eager<'a> {
    crisp: Crisp<'a>,
    free: &'a [bool],
    respond: bool,
}

impl Judgement for Eager<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        self.crisp.improves(party, from, to)
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        self.crisp.deters(party, from, end)
    }

    fn responds(&self, party: usize, from: u32, to: u32) -> bool {
        if self.free[party] { self.respond } else { self.crisp.improves(party, from, to) }
    }
}

/// Crisp preference, with an order of states for each free party.
struct Orders<'a> {
    crisp: Crisp<'a>,
    free: &'a [bool],
    place: Vec<Vec<u32>>,
}

impl Judgement for Orders<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        match self.free[party] {
            true => self.place[party][to as usize] > self.place[party][from as usize],
            false => self.crisp.improves(party, from, to),
        }
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        match self.free[party] {
            true => self.place[party][end as usize] <= self.place[party][from as usize],
            false => self.crisp.deters(party, from, end),
        }
    }
}
