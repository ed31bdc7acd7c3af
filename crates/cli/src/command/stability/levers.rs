//! Levers of a scenario as the options of a conflict.

use super::analysis::{Analysis, Solved};
use super::part::Part;
use crate::arguments::StabilityArguments;
use crate::exit::{Exit, Failure};
use crate::interrupt::Interrupt;
use crate::numbers::short;
use crate::output;
use crate::progress::Watch;
use serde_json::{Value, json};
use zopa_ensemble::{Options, RunError};
use zopa_exchange::{DegreeTable, Named, NamedConflict, StateNames};
use zopa_insight::lever_conflict::{
    LEVER_LIMIT, LeverConflict, LeverError, Question, lever_conflict,
};
use zopa_report::stability::ResultTable;
use zopa_report::wording::percent_with_interval;
use zopa_sampling::Design;
use zopa_scenario::{Code, Scenario};
use zopa_stability::{Concept, Graph};

/// Draws per combination of levers where none are stated.
const DRAWS: u64 = 200;

/// The levers asked for: those of the command line, else those of the file.
pub fn asked(arguments: &StabilityArguments, scenario: Option<&Scenario>) -> Vec<String> {
    if !arguments.levers.is_empty() {
        return arguments.levers.iter().map(|lever| lever.trim().to_owned()).collect();
    }
    let stability = scenario.and_then(|scenario| scenario.stability.as_ref());
    stability.map_or(Vec::new(), |s| s.levers.iter().map(|lever| lever.text.clone()).collect())
}

/// Runs the ensembles.
///
/// # Errors
/// Where a lever is not known or belongs to nobody, or a run fails.
pub fn run(
    arguments: &StabilityArguments,
    scenario: &Scenario,
    levers: Vec<String>,
) -> Result<LeverConflict, Failure> {
    let declared = scenario.stability.as_ref().and_then(|s| s.draws);
    let draws = arguments.draws.or(declared).unwrap_or(DRAWS);
    let values = scenario
        .preferences
        .iter()
        .filter_map(|p| Some((p.party.text.clone(), p.value.clone()?)))
        .collect();
    let count = levers.len();
    let question = Question {
        levers,
        values,
        options: Options {
            draws,
            seed: arguments.seed,
            design: Design::LatinHypercube,
            threads: None,
        },
    };
    let interrupt = Interrupt::listen();
    let combinations = 1_u64 << count.min(LEVER_LIMIT);
    let watch = Watch::new(interrupt, draws.saturating_mul(combinations), "draws");
    let found = lever_conflict(scenario, &question, &watch);
    watch.finish();
    found.map_err(|error| failure(scenario, error))
}

fn failure(scenario: &Scenario, error: LeverError) -> Failure {
    let owned = || {
        let names: Vec<&str> = scenario
            .levers
            .iter()
            .filter(|lever| lever.party.is_some())
            .map(|lever| lever.id.text.as_str())
            .collect();
        format!("levers that belong to a party: {}", names.join(", "))
    };
    match &error {
        LeverError::UnknownLever(_) | LeverError::NobodysLever(_) => {
            Failure::coded(Exit::Wrong, Code::BadSetting, error.to_string()).hint(owned())
        }
        LeverError::LeverCount(0) => Failure::wrong("no levers were named").hint(owned()),
        LeverError::LeverCount(_) => Failure::wrong(error.to_string())
            .hint("each lever doubles the number of ensembles that are run"),
        LeverError::NoValue { party, .. } | LeverError::NothingWanted(party) => {
            Failure::coded(Exit::No, Code::NotFinite, error.to_string())
                .hint(format!("say what it wants: `[preference.{party}] value = \"MEASURE\"`"))
        }
        LeverError::Broken { diagnostics, .. } => {
            let mut failure = Failure::coded(Exit::No, Code::BadSetting, error.to_string());
            for hint in diagnostics.iter().flat_map(|d| d.hints.iter()).take(3) {
                failure = failure.hint(hint.clone());
            }
            failure
        }
        LeverError::Run(RunError::NotFinite(_)) => {
            Failure::coded(Exit::No, Code::NotFinite, error.to_string())
        }
        _ => Failure::wrong(error.to_string()),
    }
}

/// The conflict with its names.
pub fn named(scenario: &Scenario, found: &LeverConflict) -> NamedConflict {
    let Graph::Options(form) = &found.conflict.graph else {
        unreachable!("levers make a conflict in option form")
    };
    let parties = found.parties.iter().map(|&party| {
        let party = &scenario.parties[party];
        Named { id: party.id.text.clone(), name: party.name.text.clone() }
    });
    let options = found.levers.iter().map(|&lever| {
        let lever = &scenario.levers[lever];
        let name = lever.name.as_ref().unwrap_or(&lever.id);
        Named { id: lever.id.text.clone(), name: name.text.clone() }
    });
    NamedConflict {
        title: scenario.title.text.clone(),
        summary: "Levers as options: a party that holds levers may pull or release them; what \
                  parties prefer comes from ensembles of the scenario with the same random numbers \
                  in every state."
            .into(),
        sources: Vec::new(),
        parties: parties.collect(),
        options: options.collect(),
        form: Some(form.clone()),
        states: StateNames::Options(form.feasible.clone()),
        conflict: found.conflict.clone(),
        // As the scenario is written, no lever is pulled.
        status_quo: Some(0),
        statements: vec![None; found.parties.len()],
        infeasible: found.patterns(),
        attitudes: None,
        fuzzy: None,
        probabilities: probabilities(found),
        views: Vec::new(),
        coalitions: Vec::new(),
        known: Vec::new(),
        aliases: std::collections::BTreeMap::new(),
    }
}

/// For each party and pair of states the share of draws in which it prefers one to the other, as
/// the probability of its preference; none where the states are too many to compare in pairs.
fn probabilities(found: &LeverConflict) -> Option<Vec<DegreeTable>> {
    const COMPARED: usize = 256;
    let states = found.values.len();
    let table = |party| {
        let value = (0..states * states)
            .map(|pair| found.preferred(party, pair / states, pair % states).p)
            .collect();
        DegreeTable { value, threshold: 0.5 }
    };
    (states <= COMPARED).then(|| (0..found.parties.len()).map(table).collect())
}

/// The share of draws in which each combination is stable, and what it is worth to each party.
///
/// # Errors
/// Where the analysis of a draw fails.
pub fn part(
    analysis: &Analysis<'_>,
    found: &LeverConflict,
    concepts: &[Concept],
) -> Result<Part, Failure> {
    let named = analysis.named;
    let basic: Vec<Concept> =
        concepts.iter().copied().filter(|concept| Concept::BASIC.contains(concept)).collect();
    let shares = found.equilibrium_shares(&basic).map_err(super::concepts::failed)?;
    let draws = found.values[0][0].len();
    let mut order: Vec<usize> = (0..named.states()).collect();
    let weight = |state: usize| -> f64 { shares.iter().map(|s| s.shares[state].p).sum() };
    order.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)).then(a.cmp(&b)));
    // Concepts that agree on the combination are told together.
    let mut often: Vec<(usize, Vec<String>)> = Vec::new();
    for share in &shares {
        let by_share = share.shares.iter().enumerate();
        let best = by_share.max_by(|(a, x), (b, y)| x.p.total_cmp(&y.p).then(b.cmp(a)));
        let Some((state, p)) = best else { continue };
        let words = format!("{} {}", share.concept.abbreviation(), percent_with_interval(p));
        match often.iter_mut().find(|(other, _)| *other == state) {
            Some((_, told)) => told.push(words),
            None => often.push((state, vec![words])),
        }
    }
    let often: Vec<String> = often
        .into_iter()
        .map(|(state, told)| format!("{} ({})", named.state_name(state as u32), told.join(", ")))
        .collect();
    let mut columns = vec!["combination".to_owned()];
    columns.extend(shares.iter().map(|share| share.concept.abbreviation()));
    columns.extend(named.parties.iter().map(|party| format!("worth to {}", party.name)));
    let rows = order.iter().take(40).map(|&state| {
        let mut row = vec![named.state_name(state as u32)];
        row.extend(shares.iter().map(|share| percent_with_interval(&share.shares[state])));
        row.extend((0..named.parties.len()).map(|party| {
            let (mean, half) = found.expected(state, party);
            format!("{} ± {}", short(mean), short(half))
        }));
        row
    });
    let table = ResultTable {
        title: format!("The combination that is stable in most draws: {}", often.join("; ")),
        note: format!(
            "Share of {draws} draws in whose own rankings the combination is an equilibrium, with \
             95 % interval; worth: mean over draws with 95 % interval. Where the levers of a party \
             change nothing for it in a draw, they are stable either way"
        ),
        columns,
        rows: rows.collect(),
        method: "one ensemble per combination of levers, common random numbers, no draw is ranked \
                 by another's values"
            .into(),
    };
    let mut remarks: Vec<String> = found
        .exclusive
        .iter()
        .map(|&(a, b)| {
            format!(
                "{} and {} set the same quantity to different values, so they are never pulled \
                 together.",
                named.options[a].name, named.options[b].name
            )
        })
        .collect();
    remarks.push(
        "A lever is pulled from the start or not at all; the preferences are those of the model, \
         not of the parties themselves."
            .into(),
    );
    let data = json!({
        "draws": draws,
        "equilibrium_shares": shares.iter().map(|share| {
            (share.concept.abbreviation(), share.shares.iter().map(|p| json!({
                "p": p.p, "low": p.low, "high": p.high, "n": p.n
            })).collect::<Vec<_>>().into())
        }).collect::<serde_json::Map<String, Value>>(),
        "expected": named.parties.iter().enumerate().map(|(party, name)| {
            (name.id.clone(), (0..named.states()).map(|state| {
                let (mean, half) = found.expected(state, party);
                json!({ "mean": mean, "low": mean - half, "high": mean + half })
            }).collect::<Vec<_>>().into())
        }).collect::<serde_json::Map<String, Value>>(),
        "exclusive": found.exclusive.iter().map(|&(a, b)| {
            [named.options[a].id.clone(), named.options[b].id.clone()]
        }).collect::<Vec<_>>(),
    });
    Ok(Part { key: "levers", data, tables: vec![table], remarks })
}

/// The stable states under the expected rankings.
pub fn describe(found: &LeverConflict, solved: &[Solved]) {
    let draws = found.values[0][0].len();
    output::status(&format!(
        "{} combinations of {} levers, {draws} draws each, {} concepts\n",
        found.values.len(),
        found.levers.len(),
        solved.len()
    ));
}
