//! Equilibria of a mixed profile: each party with its own concept.

use super::analysis::Analysis;
use super::part::Part;
use crate::exit::Failure;
use serde_json::json;
use zopa_exchange::NamedConflict;
use zopa_report::stability::ResultTable;
use zopa_stability::{Concept, equilibria, solve};

/// The profile as typed: one concept per party, R where none is given.
///
/// # Errors
/// Where a word is no `PARTY=CONCEPT`.
pub fn asked(named: &NamedConflict, words: &[String]) -> Result<Vec<Concept>, Failure> {
    let mut profile = vec![Concept::Nash; named.parties.len()];
    for word in words {
        let (name, concept) = word
            .split_once('=')
            .ok_or_else(|| Failure::wrong(format!("--profile: `{word}` is not PARTY=CONCEPT")))?;
        let party = super::party(named, name.trim(), "--profile")?;
        profile[party] = Concept::from_abbreviation(concept).ok_or_else(|| {
            Failure::wrong(format!("--profile: `{concept}` is no stability concept"))
        })?;
    }
    Ok(profile)
}

/// The states that are stable for each party under its own concept.
///
/// # Errors
/// Where a concept is not defined for the conflict.
pub fn part(analysis: &Analysis<'_>, profile: &[Concept]) -> Result<Part, Failure> {
    let named = analysis.named;
    let mut concepts: Vec<Concept> = profile.to_vec();
    concepts.sort();
    concepts.dedup();
    let solved = solve(&named.conflict, &concepts).map_err(super::concepts::failed)?;
    let sets: Vec<_> = profile
        .iter()
        .enumerate()
        .filter_map(|(party, concept)| {
            let position = concepts.iter().position(|c| c == concept)?;
            Some(&solved[position].by_party[party])
        })
        .collect();
    let found = equilibria(&sets);
    let of_parties: serde_json::Map<String, serde_json::Value> = named
        .parties
        .iter()
        .zip(profile)
        .map(|(party, concept)| (party.id.clone(), concept.abbreviation().into()))
        .collect();
    let words: Vec<String> = named
        .parties
        .iter()
        .zip(profile)
        .map(|(party, concept)| format!("{} by {}", party.name, concept.abbreviation()))
        .collect();
    Ok(Part {
        key: "profile",
        data: json!({ "concepts": of_parties, "equilibria": found }),
        tables: vec![ResultTable {
            title: format!(
                "{} where {}: {}",
                super::text::equilibria_in_words(found.len()),
                words.join(", "),
                if found.is_empty() { "none".to_owned() } else { super::text::list(named, &found) }
            ),
            method: "each party judges by its own concept; an equilibrium is stable for all".into(),
            ..ResultTable::default()
        }],
        remarks: Vec::new(),
    })
}
