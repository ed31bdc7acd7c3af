//! The stable states under every concept asked for, for every kind of preference in the file.

use super::analysis::Solved;
use crate::exit::Failure;
use zopa_exchange::{DegreeTable, NamedConflict};
use zopa_stability::fuzzy::{self, FuzzyRelation};
use zopa_stability::probabilistic::{self, Limits, PreferenceProbabilities};
use zopa_stability::unknown::{self, Extension};
use zopa_stability::{
    Concept, Conflict, ConflictError, Graph, Preference, attitude, solve, strength,
};

/// Concepts asked for: the basic ones where none is named, and all that the conflict allows for
/// `all`.
///
/// # Errors
/// Where a word is no concept.
pub fn asked(words: &[String], conflict: &Conflict) -> Result<Vec<Concept>, Failure> {
    if words.is_empty() {
        return Ok(Concept::BASIC.to_vec());
    }
    let mut concepts = Vec::new();
    for word in words {
        if word.trim().eq_ignore_ascii_case("all") {
            concepts.extend(every(conflict));
        } else {
            concepts.push(concept(word)?);
        }
    }
    let mut seen = Vec::new();
    concepts.retain(|concept| {
        let new = !seen.contains(concept);
        seen.push(*concept);
        new
    });
    Ok(concepts)
}

/// The same where no conflict is at hand whose kind would say what `all` means: the basic ones.
///
/// # Errors
/// Where a word is no concept.
pub fn asked_of_any(words: &[String]) -> Result<Vec<Concept>, Failure> {
    match words {
        [] => Ok(Concept::BASIC.to_vec()),
        [word] if word.trim().eq_ignore_ascii_case("all") => Ok(Concept::BASIC.to_vec()),
        words => words.iter().map(|word| concept(word)).collect(),
    }
}

fn concept(word: &str) -> Result<Concept, Failure> {
    Concept::from_abbreviation(word).ok_or_else(|| {
        Failure::wrong(format!("`{word}` is no stability concept")).hint(
            "R, GMR, SMR, SEQ, SSEQ, SIM, SEQ+SIM, L1, L2, …, NM, MAXIMIN1, …, MR1, …, CMR1, …",
        )
    })
}

/// Every concept that is defined for the conflict, to a depth of four.
fn every(conflict: &Conflict) -> Vec<Concept> {
    let mut concepts = Concept::BASIC.to_vec();
    if matches!(conflict.graph, Graph::Options(_)) {
        concepts.extend([Concept::Simultaneous, Concept::SequentialOrSimultaneous]);
    }
    if conflict.is_ranked() {
        if conflict.parties() == 2 {
            concepts.extend((1..=4).map(Concept::LimitedMove));
            concepts.push(Concept::NonMyopic);
        }
        concepts.extend((2..=4).map(Concept::Maximin));
    }
    for rounds in 1..=2 {
        concepts.extend([Concept::Metarational(rounds), Concept::CredibleMetarational(rounds)]);
    }
    concepts
}

/// The stable states under the concepts; partly unknown preferences under the four extensions,
/// stated strengths, degrees, probabilities and attitudes beside the crisp ones.
///
/// # Errors
/// Where a concept is not defined for the conflict.
pub fn stable(named: &NamedConflict, concepts: &[Concept]) -> Result<Vec<Solved>, Failure> {
    let conflict = &named.conflict;
    let basic: Vec<Concept> =
        concepts.iter().copied().filter(|concept| Concept::BASIC.contains(concept)).collect();
    let mut solved = Vec::new();
    if conflict.is_ranked() || basic.len() < concepts.len() {
        let crisp: Vec<Concept> = concepts
            .iter()
            .copied()
            .filter(|concept| conflict.is_ranked() || !basic.contains(concept))
            .collect();
        // One by one where some may not be defined, so that the message names it.
        let answers =
            solve(conflict, &crisp).map_err(|error| undefined(conflict, &crisp, error))?;
        for (concept, stable) in crisp.iter().zip(answers) {
            solved.push(Solved::new(concept.abbreviation(), concept.name(), stable));
        }
    }
    if !conflict.is_ranked() {
        for extension in [Extension::A, Extension::B, Extension::C, Extension::D] {
            let answers = unknown::solve(conflict, extension, &basic).map_err(failed)?;
            add(&mut solved, &basic, answers, &format!("_{}", extension.letter()), |name| {
                format!("{name}, extension {} for unknown preferences", extension.letter())
            });
        }
    }
    if has_strength(conflict) {
        // Without improvement a state is strongly stable, so that R has no degrees.
        for &concept in basic.iter().filter(|concept| **concept != Concept::Nash) {
            let degrees = strength::solve(conflict, concept).map_err(failed)?;
            for (word, stable) in [("strong", degrees.strong()), ("weak", degrees.weak())] {
                solved.push(Solved::new(
                    format!("{}_{word}", concept.abbreviation()),
                    format!("{word}ly stable: {}", concept.name()),
                    stable,
                ));
            }
        }
    }
    if let Some(attitudes) = &named.attitudes {
        let answers = attitude::solve(conflict, attitudes, &basic).map_err(failed)?;
        for (concept, stable) in basic.iter().zip(answers) {
            solved.push(Solved::new(
                format!("R{}", concept.abbreviation()),
                format!("relational {}, with the stated attitudes", concept.name()),
                stable,
            ));
        }
    }
    if let Some(tables) = &named.fuzzy {
        let relations = relations(named, tables)?;
        let thresholds: Vec<f64> = tables.iter().map(|table| table.threshold).collect();
        let answers = fuzzy::solve(&conflict.graph, &relations, &thresholds, &basic)
            .map_err(|error| Failure::wrong(error.to_string()))?;
        add(&mut solved, &basic, answers, "_fuzzy", |name| format!("fuzzy {name}"));
    }
    if let Some(tables) = &named.probabilities {
        let probabilities = tables
            .iter()
            .map(|table| PreferenceProbabilities::new(named.states(), table.value.clone()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Failure::wrong(error.to_string()))?;
        let limits: Vec<Limits> =
            tables.iter().map(|table| Limits::alike(table.threshold)).collect();
        let answers = probabilistic::solve(&conflict.graph, &probabilities, &limits, &basic)
            .map_err(|error| Failure::wrong(error.to_string()))?;
        add(&mut solved, &basic, answers, "_probabilistic", |name| format!("probabilistic {name}"));
    }
    Ok(solved)
}

fn add(
    solved: &mut Vec<Solved>,
    concepts: &[Concept],
    answers: Vec<zopa_stability::Stable>,
    ending: &str,
    words: impl Fn(String) -> String,
) {
    for (concept, stable) in concepts.iter().zip(answers) {
        let name = format!("{}{ending}", concept.abbreviation());
        solved.push(Solved::new(name, words(concept.name()), stable));
    }
}

fn relations(named: &NamedConflict, tables: &[DegreeTable]) -> Result<Vec<FuzzyRelation>, Failure> {
    tables
        .iter()
        .map(|table| {
            FuzzyRelation::new(named.states(), table.value.clone())
                .map_err(|error| Failure::wrong(error.to_string()))
        })
        .collect()
}

/// Whether any preference states a strength above the ordinary.
fn has_strength(conflict: &Conflict) -> bool {
    conflict.preferences.iter().any(|preference| match preference {
        Preference::Ranking(ranking) => !ranking.strong_gaps.is_empty(),
        Preference::Relation(relation) => {
            let states = relation.states() as u32;
            (0..states).any(|one| {
                (0..one).any(|other| {
                    matches!(
                        relation.compare(one, other),
                        zopa_stability::Comparison::Better(2..)
                            | zopa_stability::Comparison::Worse(2..)
                    )
                })
            })
        }
    })
}

/// A failure of a method, in words.
pub fn failed(error: ConflictError) -> Failure {
    Failure::wrong(error.to_string())
}

fn undefined(conflict: &Conflict, concepts: &[Concept], error: ConflictError) -> Failure {
    let guilty = concepts.iter().find(|&&concept| solve(conflict, &[concept]).is_err());
    match guilty {
        Some(concept) => Failure::wrong(format!("{}: {error}", concept.abbreviation())),
        None => failed(error),
    }
}
