//! How often each state is an equilibrium when preferences are perturbed.

use super::analysis::Analysis;
use super::part::Part;
use super::statement_order;
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::output::count;
use crate::progress::Watch;
use serde_json::{Map, Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use zopa_ensemble::Observer;
use zopa_exchange::{NamedConflict, StateNames};
use zopa_report::stability::{ResultTable, RobustnessRow};
use zopa_stability::Concept;
use zopa_stability::robustness::{
    Frequencies, Perturbation, RobustnessError, fewest_swaps, frequencies_watched, wilson_interval,
};

/// Most draws.
const MOST: u64 = 1_000_000;
/// States listed.
const LISTED: usize = 40;

/// What was asked.
pub struct Question {
    /// Draws.
    pub draws: u64,
    /// Neighbours exchanged per party in a draw.
    pub swaps: u32,
    /// Seed.
    pub seed: u64,
}

/// What perturbing gave.
pub struct Perturbed {
    /// For the page, by state.
    pub rows: Vec<(u32, RobustnessRow)>,
    /// What was perturbed, in one phrase.
    pub method: String,
    /// The rest of the answer.
    pub part: Part,
}

/// Perturbs and solves.
///
/// # Errors
/// Where the draws are too many or a concept is not defined.
pub fn part(
    analysis: &Analysis<'_>,
    question: &Question,
    concepts: &[Concept],
) -> Result<Perturbed, Failure> {
    let named = analysis.named;
    if question.draws == 0 || question.draws > MOST {
        return Err(Failure::wrong(format!("--robustness must lie between 1 and {MOST}")));
    }
    let asked = question.draws as u32;
    let follows = statement_order::follows(named);
    let by_statements = follows.contains(&Some(true)) && !follows.contains(&Some(false));
    let numbers = numbers(named).filter(|_| by_statements);
    let perturbation = match &numbers {
        Some(numbers) => Perturbation::StatementOrder {
            swaps: question.swaps,
            statements: &named.statements,
            numbers,
        },
        None => Perturbation::AdjacentSwaps(question.swaps),
    };
    let method = format!(
        "in each draw {} of neighbours in every party's {} at random",
        count(question.swaps as usize, "exchange"),
        if by_statements { "list of statements, or ranking where it has none," } else { "ranking" }
    );
    let watch = Watch::new(Interrupt::listen(), question.draws, "draws");
    let begun = AtomicU64::new(0);
    let go_on = || {
        watch.progress(begun.fetch_add(1, Ordering::Relaxed), question.draws);
        !watch.cancelled()
    };
    let found =
        frequencies_watched(&named.conflict, &perturbation, concepts, asked, question.seed, &go_on);
    watch.finish();
    let found =
        found.map_err(|error: RobustnessError| Failure::wrong(format!("--robustness: {error}")))?;
    let draws = found.draws;
    if draws == 0 {
        return Err(Failure::wrong("--robustness: stopped before the first draw was done"));
    }
    let mut rows = Vec::new();
    let mut data = Map::new();
    for of_concept in &found.concepts {
        let concept = of_concept.concept.abbreviation();
        let mut often: Vec<u32> = (0..named.states() as u32)
            .filter(|&state| of_concept.equilibrium[state as usize] > 0)
            .collect();
        often.sort_by_key(|&state| {
            (std::cmp::Reverse(of_concept.equilibrium[state as usize]), state)
        });
        let share = |count: u32| {
            let (low, high) = wilson_interval(count, draws);
            (f64::from(count) / f64::from(draws), low, high)
        };
        let mut states = Map::new();
        for &state in &often {
            let (p, low, high) = share(of_concept.equilibrium[state as usize]);
            states.insert(
                named.state_name(state),
                json!({ "state": state, "p": p, "low": low, "high": high, "n": draws }),
            );
        }
        for &state in often.iter().take(LISTED) {
            let (share, low, high) = share(of_concept.equilibrium[state as usize]);
            let draws = u64::from(draws);
            let concept = concept.clone();
            // The position on the page is filled in when the page knows its states.
            rows.push((state, RobustnessRow { state: 0, concept, share, low, high, draws }));
        }
        data.insert(
            concept,
            json!({
                "equilibria": Value::Object(states),
                "without_equilibrium": of_concept.without_equilibrium,
            }),
        );
    }
    let table = ResultTable {
        title: format!(
            "How often each state is an equilibrium in {draws} perturbed conflicts{}",
            if draws < asked {
                format!(" (partial: {asked} were asked for)")
            } else {
                String::new()
            }
        ),
        note: "Share of draws with its 95 % interval (Wilson)".into(),
        columns: std::iter::once("state".to_owned())
            .chain(found.concepts.iter().map(|c| c.concept.abbreviation()))
            .collect(),
        rows: table_rows(named, &found),
        method: format!("{method}, seed {}", question.seed),
    };
    let (remarks, swaps) = fewest(analysis, concepts);
    let data = json!({
        "draws": draws,
        "partial": draws < asked,
        "swaps": question.swaps,
        "method": method.clone(),
        "concepts": data,
        "fewest_swaps": swaps,
    });
    let part = Part { key: "robustness", data, tables: vec![table], remarks };
    Ok(Perturbed { rows, method, part })
}

/// The states by number, where they are combinations of options.
fn numbers(named: &NamedConflict) -> Option<Vec<u64>> {
    let StateNames::Options(feasible) = &named.states else { return None };
    Some((0..named.states() as u32).map(|state| feasible.number(state)).collect())
}

/// The states that are most often an equilibrium, each with its share under every concept.
fn table_rows(named: &NamedConflict, found: &Frequencies) -> Vec<Vec<String>> {
    let often = |state: usize| -> u64 {
        found.concepts.iter().map(|c| u64::from(c.equilibrium[state])).sum()
    };
    let mut states: Vec<usize> = (0..named.states()).filter(|&state| often(state) > 0).collect();
    states.sort_by_key(|&state| (std::cmp::Reverse(often(state)), state));
    let share = |count: u32| {
        let (low, high) = wilson_interval(count, found.draws);
        let p = f64::from(count) / f64::from(found.draws);
        let n = u64::from(found.draws);
        zopa_report::wording::percent_with_interval(&zopa_ensemble::answer::Proportion {
            p,
            low,
            high,
            n,
        })
    };
    let row = |&state: &usize| {
        let shares = found.concepts.iter().map(|c| share(c.equilibrium[state]));
        std::iter::once(named.state_name(state as u32)).chain(shares).collect()
    };
    states.iter().take(LISTED).map(row).collect()
}

/// For the first equilibria, the fewest exchanges of neighbours in one party's ranking that end
/// its stability: in words and as data.
fn fewest(analysis: &Analysis<'_>, concepts: &[Concept]) -> (Vec<String>, Vec<Value>) {
    const STATES: usize = 5;
    /// Most states of a conflict for which this is worked out.
    const SEARCHED: usize = 1 << 13;
    let named = analysis.named;
    if named.states() > SEARCHED {
        return (Vec::new(), Vec::new());
    }
    let (mut words, mut data) = (Vec::new(), Vec::new());
    for &state in analysis.equilibria().iter().take(STATES) {
        let mut told: Vec<((u32, usize), Vec<String>)> = Vec::new();
        for &concept in concepts.iter().filter(|c| Concept::BASIC.contains(c)) {
            let name = concept.abbreviation();
            let solved = analysis.solved.iter().find(|s| s.name == name);
            if solved.is_none_or(|s| s.equilibria.binary_search(&state).is_err()) {
                continue;
            }
            let Ok(swaps) = fewest_swaps(&named.conflict, concept, state) else { continue };
            let by_party = swaps.iter().enumerate();
            let fewest = by_party.filter_map(|(party, swaps)| Some(((*swaps)?, party))).min();
            let Some((swaps, party)) = fewest else { continue };
            data.push(json!({
                "state": state, "concept": name, "party": named.parties[party].id, "swaps": swaps,
            }));
            match told.iter_mut().find(|(same, _)| *same == (swaps, party)) {
                Some((_, concepts)) => concepts.push(name),
                None => told.push(((swaps, party), vec![name])),
            }
        }
        words.extend(told.into_iter().map(|((swaps, party), concepts)| {
            format!(
                "{} of neighbours in the ranking of {} would end the equilibrium {} under {}.",
                count(swaps as usize, "exchange"),
                named.parties[party].name,
                named.state_name(state),
                zopa_report::wording::list(&concepts),
            )
        }));
    }
    (words, data)
}
