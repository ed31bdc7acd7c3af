//! Explanations against the definitions: the verdict, and every claim in the account.

mod definitions;
mod random_conflicts;

use definitions::{Definitions, Moves};
use random_conflicts::SplitMix64;
use std::collections::BTreeSet;
use zopa_stability::evolution::Step;
use zopa_stability::explanation::{Account, Explanation, ExplanationError, Open, explain};
use zopa_stability::{Comparison, Concept, Conflict, Crisp, Graph, Judgement};

/// Unknown preference, extension c: the party leaves for unknown states and fears them too.
struct Wary<'c>(&'c Conflict);

impl Judgement for Wary<'_> {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        let comparison = self.0.preferences[party].compare(to, from);
        matches!(comparison, Comparison::Better(_) | Comparison::Unknown)
    }

    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        !matches!(self.0.preferences[party].compare(end, from), Comparison::Better(_))
    }
}

/// Checks a path of responses to the state `from`: who moves, where, and that the moves count.
fn check_path(
    judgement: &impl Judgement,
    moves: &Moves,
    party: usize,
    credible: bool,
    from: u32,
    path: &[Step],
    end: u32,
) {
    let (mut at, mut last) = (from, party);
    assert!(!path.is_empty());
    for step in path {
        assert_eq!(step.from, at);
        assert_ne!(step.mover, party);
        assert_ne!(step.mover, last);
        assert!(moves[step.mover][at as usize].contains(&step.to));
        assert!(!credible || judgement.responds(step.mover, at, step.to));
        (at, last) = (step.to, step.mover);
    }
    assert_eq!(at, end);
}

fn check(
    conflict: &Conflict,
    judgement: &impl Judgement,
    definitions: &mut Definitions<'_, impl Judgement>,
    moves: &Moves,
    explanation: &Explanation,
    seen: &mut [usize; 5],
) {
    let Explanation { state, party, concept, stable, .. } = *explanation;
    assert_eq!(stable, definitions.stable(concept, party, state), "{explanation:?}");
    let leaving: Vec<u32> = explanation.improvements.iter().map(|found| found.step.to).collect();
    assert_eq!(leaving, definitions.improvements(party, state));
    let credible = matches!(concept, Concept::Sequential | Concept::SymmetricSequential);
    let symmetric =
        matches!(concept, Concept::SymmetricMetarational | Concept::SymmetricSequential);
    let compare = |end: u32| conflict.preferences[party].compare(end, state);
    let deters = |end: u32| judgement.deters(party, state, end);
    for improvement in &explanation.improvements {
        let from = improvement.step.to;
        let reached: BTreeSet<u32> = definitions.responses(party, from, credible).clone();
        match &improvement.account {
            Account::Deterred(sanction) => {
                seen[0] += 1;
                let (path, end) = (&sanction.path, sanction.end);
                check_path(judgement, moves, party, credible, from, path, end);
                assert!(deters(end) && reached.contains(&end));
                assert_eq!(sanction.comparison, compare(end));
                let escapes: Vec<u32> =
                    sanction.failed_escapes.iter().map(|escape| escape.step.to).collect();
                if symmetric {
                    assert_eq!(escapes, moves[party][end as usize]);
                    assert!(escapes.iter().all(|&state| deters(state)));
                } else {
                    assert!(escapes.is_empty());
                }
                for escape in &sanction.failed_escapes {
                    assert_eq!((escape.step.mover, escape.step.from), (party, end));
                    assert_eq!(escape.comparison, compare(escape.step.to));
                }
            }
            Account::Open(Open::NoForesight) => {
                seen[1] += 1;
                assert_eq!(concept, Concept::Nash);
            }
            Account::Open(Open::NoResponse) => {
                seen[2] += 1;
                assert!(reached.is_empty());
            }
            Account::Open(Open::NoneDeters { reached: count, states, worst, comparison, path }) => {
                seen[3] += 1;
                assert_eq!(*count, reached.len());
                assert_eq!(*states, reached.iter().copied().collect::<Vec<_>>());
                assert!(!reached.iter().any(|&end| deters(end)));
                assert_eq!(*comparison, compare(*worst));
                if !matches!(conflict.preferences[party], zopa_stability::Preference::Relation(_)) {
                    let lower = |&end: &u32| {
                        conflict.preferences[party].compare(end, *worst) == Comparison::Worse(1)
                    };
                    assert!(!reached.iter().any(lower));
                }
                check_path(judgement, moves, party, credible, from, path, *worst);
            }
            Account::Open(Open::Escapes { reached: count, deterring, sanctions }) => {
                seen[4] += 1;
                assert!(symmetric);
                assert_eq!(*count, reached.len());
                let expected: BTreeSet<u32> =
                    reached.iter().copied().filter(|&end| deters(end)).collect();
                assert_eq!(*deterring, expected.len());
                let listed: BTreeSet<u32> = sanctions.iter().map(|escaped| escaped.end).collect();
                assert_eq!(listed, expected);
                for escaped in sanctions {
                    let (path, end) = (&escaped.path, escaped.end);
                    check_path(judgement, moves, party, credible, from, path, end);
                    assert_eq!(escaped.comparison, compare(end));
                    let escape = escaped.escape;
                    assert_eq!((escape.step.mover, escape.step.from), (party, end));
                    assert!(moves[party][end as usize].contains(&escape.step.to));
                    assert!(!deters(escape.step.to));
                    assert_eq!(escape.comparison, compare(escape.step.to));
                }
            }
        }
    }
}

#[test]
fn verdict_and_every_claim_follow_the_definitions() {
    let mut random = SplitMix64(21);
    let mut seen = [0; 5];
    for round in 0..400 {
        let conflict = match round % 2 {
            0 => random_conflicts::ranked(&mut random, 5),
            _ => random_conflicts::related(&mut random, 5),
        };
        let moves = definitions::moves(&conflict.graph);
        let (crisp, wary) = (Crisp(&conflict), Wary(&conflict));
        let mut by_crisp = Definitions::new(&conflict.graph, &crisp);
        let mut by_wary = Definitions::new(&conflict.graph, &wary);
        for state in 0..conflict.states() as u32 {
            for party in 0..conflict.parties() {
                for concept in Concept::BASIC {
                    let account = explain(&conflict, &crisp, concept, party, state).expect("basic");
                    check(&conflict, &crisp, &mut by_crisp, &moves, &account, &mut seen);
                    let account = explain(&conflict, &wary, concept, party, state).expect("basic");
                    check(&conflict, &wary, &mut by_wary, &moves, &account, &mut seen);
                }
            }
        }
    }
    assert!(seen.iter().all(|&count| count > 500), "{seen:?}");
}

#[test]
fn one_state_of_a_million_is_explained() {
    let conflict = random_conflicts::synthetic(20, 3, 1, 0);
    assert!(matches!(conflict.graph, Graph::Options(_)));
    for concept in Concept::BASIC {
        let account = explain(&conflict, &Crisp(&conflict), concept, 1, 12_345).expect("basic");
        assert!(account.improvements.iter().all(|found| found.step.mover == 1));
        assert!(!account.improvements.is_empty());
    }
}

#[test]
fn what_cannot_be_explained_is_an_error() {
    let conflict = random_conflicts::synthetic(3, 3, 1, 0);
    let ask = |concept, party, state| explain(&conflict, &Crisp(&conflict), concept, party, state);
    let simultaneous = Concept::Simultaneous;
    assert_eq!(ask(simultaneous, 0, 0), Err(ExplanationError::Concept(simultaneous)));
    assert_eq!(ask(Concept::Nash, 0, 8), Err(ExplanationError::State(8)));
    assert_eq!(ask(Concept::Nash, 3, 0), Err(ExplanationError::Party(3)));
}
