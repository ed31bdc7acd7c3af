//! Which preferences would make a state stable.

use super::analysis::Analysis;
use super::part::Part;
use crate::exit::Failure;
use crate::output;
use serde_json::{Value, json};
use zopa_exchange::NamedConflict;
use zopa_report::stability::ResultTable;
use zopa_report::wording::list;
use zopa_stability::Concept;
use zopa_stability::inverse::{
    Condition, EquilibriumShare, InverseError, equilibrium_share, nearest_change,
};

/// Most states of a conflict.
const SEARCHED: usize = 1 << 12;
/// States from which on it takes more than a second.
const QUICK: usize = 1 << 9;
/// Minimal sets looked for.
const SETS: usize = 50;
/// Minimal sets told.
const TOLD: usize = 5;

/// For each party and concept: what it would have to like no better than the state, how many
/// rankings make the state stable, and what is nearest to its present preference.
///
/// # Errors
/// Where a condition is too large to state.
pub fn part(
    analysis: &Analysis<'_>,
    state: u32,
    coalitions: &[Vec<usize>],
    concepts: &[Concept],
) -> Result<Part, Failure> {
    let named = analysis.named;
    if named.states() > SEARCHED {
        return Err(Failure::wrong(format!(
            "--inverse takes conflicts of up to {SEARCHED} states, not {}",
            named.states()
        ))
        .hint("rule out states by `infeasible`, or merge them by `coalesced`"));
    }
    if named.states() > QUICK {
        output::status("the inverse problem of so many states takes some seconds\n");
    }
    let name = named.state_name(state);
    let basic: Vec<Concept> =
        concepts.iter().copied().filter(|concept| Concept::BASIC.contains(concept)).collect();
    let mut rows = Vec::new();
    let mut data = Vec::new();
    for (party, who) in named.parties.iter().enumerate() {
        let mut together: Option<Condition> = None;
        for &concept in &basic {
            let condition =
                Condition::of(&named.conflict, concept, party, state).map_err(failed)?;
            let (row, value) = one(named, &condition, concept, party)?;
            rows.push(row);
            data.push(value);
            together = Some(match together {
                Some(conditions) => conditions.and(condition),
                None => condition,
            });
        }
        if let Some(all) = together.filter(|_| basic.len() > 1) {
            let sets = all.minimal_sets(SETS);
            let share = all.share().map(|share| share.as_f64()).ok();
            let texts: Vec<String> =
                sets.sets.iter().take(TOLD).map(|set| names(named, set)).collect();
            rows.push(vec![
                who.name.clone(),
                "all of them".into(),
                String::new(),
                if texts.is_empty() { "nothing would do".into() } else { texts.join(" or ") },
                String::new(),
                share.map_or(String::new(), |share| format!("{:.2} %", share * 100.0)),
            ]);
            data.push(json!({
                "party": who.id,
                "concept": "all",
                "minimal_sets": sets.sets,
                "complete": sets.complete,
                "share": share,
            }));
        }
    }
    let mut equilibria = Vec::new();
    let mut counted_rows = Vec::new();
    let everyone: Vec<usize> = (0..named.parties.len()).collect();
    let free = named.parties.iter().enumerate().map(|(party, who)| (vec![party], who.name.clone()));
    let together = coalitions.iter().filter(|members| members.len() > 1).map(|members| {
        let names: Vec<String> = members.iter().map(|&m| named.parties[m].name.clone()).collect();
        (members.clone(), list(&names))
    });
    let all = [(everyone, "every party".to_owned())];
    for (free, who) in free.chain(together).chain(all) {
        let mut row = vec![who];
        for &concept in &basic {
            let share = equilibrium_share(&named.conflict, &[concept], state, &free).ok();
            let (words, value) = share.map_or(("too many to count".into(), Value::Null), |share| {
                counted(named, &share, free.len())
            });
            row.push(words);
            equilibria.push(json!({
                "concept": concept.abbreviation(),
                "free": free.iter().map(|&p| named.parties[p].id.clone()).collect::<Vec<_>>(),
                "share": value,
            }));
        }
        if basic.len() > 1 {
            let share = equilibrium_share(&named.conflict, &basic, state, &free).ok();
            let (words, value) = share.map_or(("too many to count".into(), Value::Null), |share| {
                counted(named, &share, free.len())
            });
            row.push(words);
            equilibria.push(json!({
                "concept": "all",
                "free": free.iter().map(|&p| named.parties[p].id.clone()).collect::<Vec<_>>(),
                "share": value,
            }));
        }
        counted_rows.push(row);
    }
    let counts = ResultTable {
        title: format!("For how many rankings {name} is an equilibrium"),
        note: "Strict rankings of the party named, the others keeping theirs".into(),
        columns: std::iter::once("free to rank".to_owned())
            .chain(basic.iter().map(|concept| concept.abbreviation()))
            .chain((basic.len() > 1).then(|| "all of them".to_owned()))
            .collect(),
        rows: counted_rows,
        method:
            "counted exactly by threshold sets; a range where rankings of several parties bear \
                 on each other"
                .into(),
    };
    let table = ResultTable {
        title: format!("What would make {name} stable"),
        note: format!(
            "A party finds {name} stable as soon as it likes every state of one of the sets no \
             better than {name}; share: of all strict rankings of that party"
        ),
        columns: vec![
            "party".into(),
            "concept".into(),
            "now".into(),
            "enough to like no better".into(),
            "nearest change".into(),
            "share of rankings".into(),
        ],
        rows,
        method: "threshold sets: stability depends only on which states are liked no better".into(),
    };
    Ok(Part {
        key: "inverse",
        data: json!({ "state": state, "by_party": data, "equilibrium": equilibria }),
        tables: vec![table, counts],
        remarks: Vec::new(),
    })
}

fn one(
    named: &NamedConflict,
    condition: &Condition,
    concept: Concept,
    party: usize,
) -> Result<(Vec<String>, Value), Failure> {
    let preference = &named.conflict.preferences[party];
    let state = condition.state;
    let now = condition.holds(|other| preference.compare(other, state).is_no_better());
    let sets = condition.minimal_sets(SETS);
    let change = nearest_change(&named.conflict, concept, party, state, SETS).map_err(failed)?;
    let share = condition.share().ok();
    let told = |all: &[Vec<u32>], complete: bool| -> String {
        let mut texts: Vec<String> = all.iter().take(TOLD).map(|set| names(named, set)).collect();
        if all.len() > TOLD || !complete {
            texts.push("…".into());
        }
        texts.join(" or ")
    };
    let counted = share.as_ref().and_then(|share| share.count(named.states()));
    let row = vec![
        named.parties[party].name.clone(),
        concept.abbreviation(),
        if now { "stable" } else { "not stable" }.to_owned(),
        match () {
            () if condition.always_holds() => "nothing: stable whatever it prefers".into(),
            () if sets.sets.is_empty() => "nothing would do".into(),
            () => told(&sets.sets, sets.complete),
        },
        if now { "none needed".into() } else { told(&change.sets, change.complete) },
        match &share {
            Some(share) => match share.fraction() {
                Some((a, b)) if b <= 10_000 => format!("{a}/{b}"),
                _ => format!("{:.2} %", share.as_f64() * 100.0),
            },
            None => "too many states to count".into(),
        },
    ];
    let value = json!({
        "party": named.parties[party].id,
        "concept": concept.abbreviation(),
        "stable": now,
        "minimal_sets": sets.sets,
        "complete": sets.complete,
        "nearest": change.sets,
        "share": share.as_ref().map(|share| share.as_f64()),
        "fraction": share.as_ref().and_then(|share| share.fraction()).map(|(a, b)| [a.to_string(), b.to_string()]),
        "rankings": counted.map(|count| count.to_string()),
    });
    Ok((row, value))
}

/// States of a set, by name.
fn names(named: &NamedConflict, set: &[u32]) -> String {
    if set.is_empty() {
        return "none".into();
    }
    list(&set.iter().map(|&state| named.state_name(state)).collect::<Vec<_>>())
}

/// The number of rankings where it can be read at a glance, else their share.
fn counted(named: &NamedConflict, share: &EquilibriumShare, free: usize) -> (String, Value) {
    let percent = |share: f64| format!("{:.2} %", share * 100.0);
    match share.exact() {
        Some(exact) => {
            let count = exact.count(named.states()).filter(|_| free == 1).map(|n| n.to_string());
            let words = match &count {
                Some(count) if count.len() <= 9 => crate::numbers::grouped(count),
                _ => percent(exact.as_f64()),
            };
            (words, json!({ "exact": exact.as_f64(), "rankings": count }))
        }
        None => {
            let (least, most) = (share.least.as_f64(), share.most.as_f64());
            let words = format!("{} to {}", percent(least), percent(most));
            (words, json!({ "least": least, "most": most }))
        }
    }
}

fn failed(error: InverseError) -> Failure {
    Failure::wrong(format!("--inverse: {error}"))
}
