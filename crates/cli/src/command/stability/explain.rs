//! Why a state is stable for each party, or not.

use super::words;
use serde_json::{Value, json};
use zopa_exchange::NamedConflict;
use zopa_report::stability::Explanation;
use zopa_stability::evolution::Step;
use zopa_stability::explanation::{self, Account, Open};
use zopa_stability::{Concept, Crisp};

/// The accounts of a state, for every party under every concept that has one.
pub fn explanations(
    named: &NamedConflict,
    state: u32,
    concepts: &[Concept],
) -> Vec<explanation::Explanation> {
    let judgement = Crisp(&named.conflict);
    let mut found = Vec::new();
    for party in 0..named.parties.len() {
        for &concept in concepts {
            // Concepts of longer foresight have no such account.
            found.extend(explanation::explain(&named.conflict, &judgement, concept, party, state));
        }
    }
    found
}

/// As data.
pub fn data(named: &NamedConflict, all: &[explanation::Explanation]) -> Value {
    let one = |explanation: &explanation::Explanation| {
        json!({
            "state": explanation.state,
            "party": named.parties[explanation.party].id,
            "concept": explanation.concept.abbreviation(),
            "stable": explanation.stable,
            "words": words::account(named, explanation),
            "improvements": explanation.improvements.iter().map(|improvement| {
                let path = |steps: &[Step]| -> Vec<Value> {
                    steps.iter().map(|step| json!({
                        "party": named.parties[step.mover].id, "from": step.from, "to": step.to,
                    })).collect()
                };
                match &improvement.account {
                    Account::Deterred(sanction) => json!({
                        "to": improvement.step.to,
                        "deterred": true,
                        "sanction": sanction.end,
                        "path": path(&sanction.path),
                    }),
                    Account::Open(open) => json!({
                        "to": improvement.step.to,
                        "deterred": false,
                        "because": match open {
                            Open::NoForesight => "no_foresight",
                            Open::NoResponse => "no_response",
                            Open::NoneDeters { .. } => "no_response_deters",
                            Open::Escapes { .. } => "escapes",
                        },
                    }),
                }
            }).collect::<Vec<_>>(),
        })
    };
    all.iter().map(one).collect()
}

/// For the page: accounts of states that it shows, by their position there.
pub fn for_page(
    named: &NamedConflict,
    all: &[explanation::Explanation],
    position: impl Fn(u32) -> Option<usize>,
) -> Vec<Explanation> {
    all.iter()
        .filter_map(|explanation| {
            Some(Explanation {
                state: position(explanation.state)?,
                party: explanation.party,
                concept: explanation.concept.abbreviation(),
                stable: explanation.stable,
                lines: words::account(named, explanation),
            })
        })
        .collect()
}
