//! The stable states of one party, by operations on diagrams.

use super::conflict::{SymbolicConflict, SymbolicError, SymbolicPreference, check};
use super::diagram::{Diagrams, renamed};
use super::order::option_order;
use super::score::{ScoreBit, support, variables, weight_bits, weight_supports};
use super::state_set::StateSet;
use crate::{Concept, OPTION_LIMIT, Pattern, Reversibility, Statement};
use biodivine_lib_bdd::Bdd;
use std::sync::Arc;

/// The conflict in diagrams. Variables: for each option in order its value now and, next to it,
/// its value after a move; after the last option that a statement speaks of, that statement's `y`.
pub(super) struct Analysis<'c> {
    conflict: &'c SymbolicConflict,
    pub(super) diagrams: Diagrams,
    pub(super) order: Arc<[usize]>,
    /// For each option the variable of its value now; the one of its value next is one more.
    now: Vec<u16>,
    pub(super) feasible: Bdd,
    /// For each party the bits of its score, most important first.
    score: Vec<Vec<ScoreBit>>,
}

impl<'c> Analysis<'c> {
    pub(super) fn new(
        conflict: &'c SymbolicConflict,
        node_limit: usize,
    ) -> Result<Self, SymbolicError> {
        check(conflict)?;
        let count = conflict.options.len();
        let supports: Vec<Vec<u64>> = conflict
            .preferences
            .iter()
            .map(|preference| match preference {
                SymbolicPreference::Statements(all) => all.iter().map(support).collect(),
                SymbolicPreference::Weights(weights) => weight_supports(weights),
            })
            .collect();
        let patterns = conflict.infeasible_patterns.iter().map(|pattern| pattern.fixed);
        let together: Vec<u64> = supports
            .iter()
            .flatten()
            .copied()
            .chain(patterns)
            .chain(conflict.infeasible.iter().map(support))
            .collect();
        let order = option_order(count, &together);

        let (now, left_behind, variables) = variables(&order, &supports)?;
        let diagrams = Diagrams::new(variables, node_limit);
        let mut feasible = diagrams.constant(true);
        for pattern in &conflict.infeasible_patterns {
            let matches = diagrams.statement(&pattern_statement(*pattern), &now)?;
            feasible = diagrams.and_not(&feasible, &matches)?;
        }
        for statement in &conflict.infeasible {
            feasible = diagrams.and_not(&feasible, &diagrams.statement(statement, &now)?)?;
        }
        if feasible.is_false() {
            return Err(SymbolicError::NoStates);
        }
        let mut score = Vec::with_capacity(conflict.parties);
        for ((preference, supports), left_behind) in
            conflict.preferences.iter().zip(supports).zip(left_behind)
        {
            let truths = match preference {
                SymbolicPreference::Statements(statements) => statements
                    .iter()
                    .map(|statement| diagrams.statement(statement, &now))
                    .collect::<Result<Vec<_>, _>>()?,
                SymbolicPreference::Weights(weights) => {
                    weight_bits(weights, supports.len(), &diagrams, &now)?
                }
            };
            let bits = truths.into_iter().zip(supports).zip(left_behind);
            score.push(
                bits.map(|((truth, support), left_behind)| ScoreBit {
                    truth,
                    support,
                    left_behind,
                })
                .collect(),
            );
        }
        Ok(Analysis { conflict, diagrams, order: order.into(), now, feasible, score })
    }

    /// The states that are stable for the party, under each concept.
    pub(super) fn stable(
        &self,
        party: usize,
        concepts: &[Concept],
    ) -> Result<Vec<Bdd>, SymbolicError> {
        let d = &self.diagrams;
        let above = self.above(party)?;
        let no_better = d.and_not(&self.feasible, &above)?;
        let escapable = self.before_move(party, &above)?;
        let no_escape = d.and_not(&no_better, &escapable)?;
        concepts
            .iter()
            .map(|concept| {
                let undeterred = match concept {
                    Concept::GeneralMetarational => {
                        d.and_not(&above, &self.before_moves_of_others(party, &no_better)?)?
                    }
                    Concept::SymmetricMetarational => {
                        d.and_not(&above, &self.before_moves_of_others(party, &no_escape)?)?
                    }
                    Concept::Sequential => {
                        d.and_not(&above, &self.before_improvements(party, &no_better)?)?
                    }
                    Concept::SymmetricSequential => {
                        d.and_not(&above, &self.before_improvements(party, &no_escape)?)?
                    }
                    _ => above.clone(),
                };
                // Unstable with the score left behind as parameter; then that of the state itself.
                let mut unstable = self.before_move(party, &undeterred)?;
                for bit in &self.score[party] {
                    let own = d.same(&bit.truth, &d.variable(bit.left_behind))?;
                    let chosen = self.chosen(|variable| variable == bit.left_behind);
                    unstable = d.and_exists(&unstable, &own, &chosen)?;
                }
                d.and_not(&self.feasible, &unstable)
            })
            .collect()
    }

    /// Feasible states whose score is above the one left behind.
    fn above(&self, party: usize) -> Result<Bdd, SymbolicError> {
        let d = &self.diagrams;
        let mut above = d.constant(false);
        for bit in self.score[party].iter().rev() {
            let left_behind = d.variable(bit.left_behind);
            let same = d.same(&bit.truth, &left_behind)?;
            let decided = d.and_not(&bit.truth, &left_behind)?;
            above = d.or(&decided, &d.and(&same, &above)?)?;
        }
        d.and(&above, &self.feasible)
    }

    /// Feasible states that are in the set (of feasible states) or from which one move of the
    /// party leads into it.
    fn before_move(&self, party: usize, set: &Bdd) -> Result<Bdd, SymbolicError> {
        let d = &self.diagrams;
        let mut free = self.chosen(|_| false);
        for (option, &now) in self.conflict.options.iter().zip(&self.now) {
            free[usize::from(now)] =
                option.owner == party && option.reversibility == Reversibility::Both;
        }
        let mut before = d.exists(set, &free)?;
        for (option, &now) in self.conflict.options.iter().zip(&self.now) {
            if option.owner == party && option.reversibility != Reversibility::Both {
                // In states where the option can still change, its value afterwards is free.
                let after = option.reversibility == Reversibility::Forward;
                before = d.or(&before, &d.fixed(&before, now, after))?;
            }
        }
        d.and(&before, &self.feasible)
    }

    /// Feasible states from which moves of the others, none or more, lead into the set.
    fn before_moves_of_others(&self, party: usize, set: &Bdd) -> Result<Bdd, SymbolicError> {
        let mut before = set.clone();
        loop {
            let last = before.clone();
            for other in (0..self.conflict.parties).filter(|&other| other != party) {
                before = self.before_move(other, &before)?;
            }
            // Where nothing is infeasible, moves of different parties do not hinder each other.
            if before == last || self.feasible.is_true() {
                return Ok(before);
            }
        }
    }

    /// Feasible states from which improvements of the others, none or more, lead into the set.
    fn before_improvements(&self, party: usize, set: &Bdd) -> Result<Bdd, SymbolicError> {
        let d = &self.diagrams;
        let others = (0..self.conflict.parties).filter(|&other| other != party);
        let improvements = others
            .map(|other| Ok((other, self.improvements(other)?)))
            .collect::<Result<Vec<_>, _>>()?;
        let mut before = set.clone();
        loop {
            let last = before.clone();
            for (other, relation) in &improvements {
                let own = self.own(*other);
                let after = d.renamed(&before, |variable| {
                    if own[usize::from(variable)] { variable + 1 } else { variable }
                });
                let chosen = self.chosen(|variable| variable > 0 && own[usize::from(variable) - 1]);
                before = d.or(&before, &d.and_exists(relation, &after, &chosen)?)?;
            }
            if before == last {
                return Ok(before);
            }
        }
    }

    /// The improvements of a party: feasible states now with its own options next.
    fn improvements(&self, party: usize) -> Result<Bdd, SymbolicError> {
        let d = &self.diagrams;
        let own = self.own(party);
        let after = |set: &Bdd| {
            d.renamed(
                set,
                |variable| {
                    if own[usize::from(variable)] { variable + 1 } else { variable }
                },
            )
        };
        let owned: u64 = self
            .conflict
            .options
            .iter()
            .enumerate()
            .fold(0, |bits, (i, option)| bits | u64::from(option.owner == party) << i);
        let mut better = d.constant(false);
        for bit in self.score[party].iter().rev().filter(|bit| bit.support & owned != 0) {
            let truth_after = after(&bit.truth);
            let same = d.same(&bit.truth, &truth_after)?;
            let decided = d.and_not(&truth_after, &bit.truth)?;
            better = d.or(&decided, &d.and(&same, &better)?)?;
        }
        for (option, &now) in self.conflict.options.iter().zip(&self.now) {
            if option.owner == party && option.reversibility != Reversibility::Both {
                let (before, next) = (d.variable(now), d.variable(now + 1));
                let barred = match option.reversibility {
                    Reversibility::Forward => d.and_not(&before, &next)?,
                    _ => d.and_not(&next, &before)?,
                };
                better = d.and_not(&better, &barred)?;
            }
        }
        // Only relations into feasible states are ever asked for.
        d.and(&better, &self.feasible)
    }

    /// Which variables are the options of a party now.
    fn own(&self, party: usize) -> Vec<bool> {
        let mut own = self.chosen(|_| false);
        for (option, &now) in self.conflict.options.iter().zip(&self.now) {
            own[usize::from(now)] = option.owner == party;
        }
        own
    }

    fn chosen(&self, which: impl Fn(u16) -> bool) -> Vec<bool> {
        (0..self.diagrams.variables()).map(which).collect()
    }

    /// A set over the options now as one over the options alone.
    pub(super) fn state_set(&self, set: &Bdd) -> StateSet {
        let mut place = self.chosen(|_| false).iter().map(|_| 0).collect::<Vec<u16>>();
        for (at, &option) in self.order.iter().enumerate() {
            place[usize::from(self.now[option])] = at as u16;
        }
        let options = self.order.len() as u16;
        let diagram = renamed(set, options, |variable| place[usize::from(variable)]);
        StateSet::new(diagram, self.order.clone())
    }
}

/// The statement that a state matches the pattern.
fn pattern_statement(pattern: Pattern) -> Statement {
    // A pattern whose value is not among what it fixes matches nothing.
    if pattern.value & !pattern.fixed != 0 {
        return Statement::Constant(false);
    }
    let letter = |option: usize| match pattern.value >> option & 1 {
        1 => Statement::Taken(option),
        _ => Statement::Not(Box::new(Statement::Taken(option))),
    };
    Statement::And(
        (0..OPTION_LIMIT).filter(|option| pattern.fixed >> option & 1 == 1).map(letter).collect(),
    )
}
