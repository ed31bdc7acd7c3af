//! What coalitions can do: the coalition forms of the concepts, and jumps between equilibria.

use super::analysis::Analysis;
use super::part::Part;
use crate::exit::Failure;
use fixedbitset::FixedBitSet;
use serde_json::{Value, json};
use zopa_exchange::NamedConflict;
use zopa_report::stability::ResultTable;
use zopa_stability::Concept;
use zopa_stability::coalition::{self, CoalitionError};

/// The coalitions as typed (`a,b`), after those of the file.
///
/// # Errors
/// Where a party is not known.
pub fn asked(named: &NamedConflict, words: &[String]) -> Result<Vec<Vec<usize>>, Failure> {
    let mut coalitions = named.coalitions.clone();
    for word in words {
        let mut members = word
            .split(',')
            .map(|name| super::party(named, name.trim(), "--coalition"))
            .collect::<Result<Vec<usize>, Failure>>()?;
        members.sort_unstable();
        members.dedup();
        if !coalitions.contains(&members) {
            coalitions.push(members);
        }
    }
    Ok(coalitions)
}

/// The stable states of each coalition under the coalition forms of the concepts.
///
/// # Errors
/// Where the conflict is too large.
pub fn part(
    analysis: &Analysis<'_>,
    coalitions: &[Vec<usize>],
    concepts: &[Concept],
) -> Result<Part, Failure> {
    let named = analysis.named;
    let failed = |error: CoalitionError| Failure::wrong(format!("coalitions: {error}"));
    let basic: Vec<Concept> =
        concepts.iter().copied().filter(|concept| Concept::BASIC.contains(concept)).collect();
    let mut data = Vec::new();
    let mut table = ResultTable {
        title: "Stable states of coalitions".into(),
        note: "A coalition leaves a state for another that it reaches by moves of its members and \
               that each member prefers"
            .into(),
        columns: vec!["coalition".into(), "concept".into(), "stable states".into()],
        rows: Vec::new(),
        method: "coalition forms of the concepts, after Inohara and Hipel (2008)".into(),
    };
    for members in coalitions {
        let ids: Vec<&str> = members.iter().map(|&m| named.parties[m].id.as_str()).collect();
        let names: Vec<&str> = members.iter().map(|&m| named.parties[m].name.as_str()).collect();
        let mut by_concept = serde_json::Map::new();
        for &concept in &basic {
            let stable: FixedBitSet =
                coalition::stable(&named.conflict, members, concept).map_err(failed)?;
            let states: Vec<u32> = stable.ones().map(|s| s as u32).collect();
            let name = format!("C{}", concept.abbreviation());
            table.rows.push(vec![
                names.join(", "),
                name.clone(),
                format!("{}: {}", states.len(), super::text::list(named, &states)),
            ]);
            by_concept.insert(name, json!({ "stable": states }));
        }
        data.push(json!({ "members": ids, "concepts": Value::Object(by_concept) }));
    }
    let mut universal = serde_json::Map::new();
    for &concept in &basic {
        // Beyond the limit of parties there is no such row.
        let Ok(stable) = coalition::universally_stable(&named.conflict, concept) else { continue };
        let states: Vec<u32> = stable.ones().map(|s| s as u32).collect();
        let name = format!("C{}", concept.abbreviation());
        table.rows.push(vec![
            "every coalition".into(),
            name.clone(),
            format!("{}: {}", states.len(), super::text::list(named, &states)),
        ]);
        universal.insert(name, json!({ "stable": states }));
    }
    data.push(json!({ "members": "every coalition", "concepts": Value::Object(universal) }));
    let mut remarks = Vec::new();
    let equilibria = analysis.equilibria();
    if let Ok(jumps) = coalition::jumps(&named.conflict, &equilibria) {
        for jump in jumps.iter().filter(|jump| {
            coalitions.iter().any(|c| jump.members.iter().all(|member| c.contains(member)))
        }) {
            let names: Vec<String> =
                jump.members.iter().map(|&m| named.parties[m].name.clone()).collect();
            remarks.push(format!(
                "{} together can leave equilibrium {} for equilibrium {}, which each of them \
                 prefers.",
                zopa_report::wording::list(&names),
                named.state_name(jump.from),
                named.state_name(jump.to)
            ));
        }
    }
    Ok(Part { key: "coalitions", data: Value::Array(data), tables: vec![table], remarks })
}
