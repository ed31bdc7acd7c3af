//! A stated preference as a ranking or a relation over the states.

use super::build::RELATION_LIMIT;
use super::comparison;
use super::relation;
use super::rule::option_of;
use super::states::States;

use std::collections::BTreeMap;
use zopa_scenario::stability::{
    DeclaredPreference, NamedNumber, PreferenceBase, RankedPlace, StatementPlace,
};
use zopa_scenario::{Code, Diagnostic, Span};
use zopa_stability::prioritising::{ranking_from_statements, ranking_from_weights};
use zopa_stability::{Comparison, Preference, Ranking, Relation, Statement};

/// A preference and the statements that it rests on, where it does.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    /// The preference.
    pub preference: Preference,
    /// Statements, most important first.
    pub statements: Option<Vec<Statement>>,
}

/// The preference that is declared; absent where it has no base.
///
/// # Errors
/// Everything wrong with it.
pub(super) fn preference(
    declared: &DeclaredPreference,
    states: &States<'_>,
) -> Result<Option<Stated>, Vec<Diagnostic>> {
    let Some((base, place)) = &declared.base else { return Ok(None) };
    let mut statements = None;
    let based = match base {
        PreferenceBase::Ranking(places) => {
            ranking(declared, places, *place, states).map(Preference::Ranking)
        }
        PreferenceBase::Statements(_) | PreferenceBase::Weights(_) if states.by_hand() => {
            Err(vec![
                Diagnostic::new(
                    Code::PreferenceForm,
                    format!("`{}` ranks by options, but there are none", declared.party),
                )
                .label(*place, "needs options")
                .hint("rank the listed states with `ranking` or `pairs`"),
            ])
        }
        PreferenceBase::Statements(places) => {
            let (read, strong_after) = read_statements(places, &states.options)?;
            let whole = ranking_from_statements(&states.feasible, &read, &strong_after);
            statements = Some(read);
            merged(whole, declared, *place, states).map(Preference::Ranking)
        }
        PreferenceBase::Weights(weights) => {
            let weights = read_weights(weights, &states.options)?;
            let whole = ranking_from_weights(&states.feasible, &weights);
            merged(whole, declared, *place, states).map(Preference::Ranking)
        }
        PreferenceBase::Pairs { comparisons, closed } => {
            small_enough(states, *place)?;
            let mut problems = Vec::new();
            let mut compared = Vec::new();
            for text in comparisons {
                match comparison::read(text, states) {
                    Ok(found) => compared.extend(found),
                    Err(found) => problems.extend(found),
                }
            }
            let related = relation::relation(&compared, *closed, states);
            match related {
                Ok(related) if problems.is_empty() => Ok(related),
                Ok(_) => Err(problems),
                Err(found) => {
                    problems.extend(found);
                    Err(problems)
                }
            }
        }
    };
    let mut preference = based?;
    if !declared.unknown.is_empty() {
        preference = with_unknown(&preference, declared, states)?;
        statements = None;
    }
    Ok(Some(Stated { preference, statements }))
}

/// Statements with the number of statements before each mark of strength.
///
/// # Errors
/// Statements that cannot be read, and marks that part nothing.
pub(super) fn read_statements(
    places: &[StatementPlace],
    options: &[&str],
) -> Result<(Vec<Statement>, Vec<usize>), Vec<Diagnostic>> {
    let (mut read, mut strong_after, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    let mut given = 0;
    for place in places {
        match place {
            StatementPlace::Statement(text) => {
                given += 1;
                match super::description::read(text, options) {
                    Ok(super::description::Description::Statement(statement)) => {
                        read.push(statement);
                    }
                    Ok(super::description::Description::Pattern(pattern)) => {
                        read.push(as_statement(pattern));
                    }
                    Err(found) => problems.extend(found),
                }
            }
            StatementPlace::StrongGap(span) if given == 0 => problems.push(parts_nothing(*span)),
            StatementPlace::StrongGap(_) => strong_after.push(given),
        }
    }
    if given == 0 && problems.is_empty() {
        problems.push(Diagnostic::new(
            Code::BadStatement,
            "a preference by statements needs a statement",
        ));
    }
    if problems.is_empty() { Ok((read, strong_after)) } else { Err(problems) }
}

/// The statement that a pattern stands for.
fn as_statement(pattern: zopa_stability::Pattern) -> Statement {
    let literal = |option: usize| match pattern.value >> option & 1 {
        1 => Statement::Taken(option),
        _ => Statement::Not(Box::new(Statement::Taken(option))),
    };
    Statement::And((0..64).filter(|o| pattern.fixed >> o & 1 == 1).map(literal).collect())
}

fn parts_nothing(place: Span) -> Diagnostic {
    Diagnostic::new(Code::BadComparison, "`>>` parts nothing here")
        .label(place, "should stand between two others")
}

fn read_weights(weights: &[NamedNumber], options: &[&str]) -> Result<Vec<f64>, Vec<Diagnostic>> {
    let mut read = vec![0.0; options.len()];
    let mut problems = Vec::new();
    for weight in weights {
        match option_of(&weight.name, options) {
            Ok(option) => read[option] = weight.value,
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

/// A ranking in which every state stands once.
fn ranking(
    declared: &DeclaredPreference,
    places: &[RankedPlace],
    whole: Span,
    states: &States<'_>,
) -> Result<Ranking, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    // The number of groups that stand before each mark of strength.
    let mut marks: Vec<(usize, Span)> = Vec::new();
    let mut first: BTreeMap<u32, Span> = BTreeMap::new();
    let mut unread = states.unsure;
    for place in places {
        let texts = match place {
            RankedPlace::StrongGap(span) => {
                marks.push((groups.len(), *span));
                continue;
            }
            RankedPlace::Tie(texts, _) => texts,
        };
        let mut group = Vec::new();
        for text in texts {
            match states.resolve(text) {
                Ok(state) => {
                    if let Some(earlier) = first.get(&state) {
                        problems.push(
                            Diagnostic::new(
                                Code::RepeatedState,
                                format!(
                                    "`{}` ranks state `{}` twice",
                                    declared.party,
                                    states.shown(state)
                                ),
                            )
                            .label(text.span, "again here")
                            .label(*earlier, "first here"),
                        );
                    } else {
                        first.insert(state, text.span);
                        group.push(state);
                    }
                }
                Err(found) => {
                    // A name that cannot be told may be one of the states that seem to be missing.
                    unread |=
                        found.is_empty() || found.iter().any(|p| p.code != Code::InfeasibleState);
                    problems.extend(found);
                }
            }
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    if first.len() < states.count && !unread {
        let missing: Vec<u32> =
            (0..states.count as u32).filter(|state| !first.contains_key(state)).collect();
        problems.push(
            Diagnostic::new(
                Code::MissingState,
                format!(
                    "the ranking of `{}` misses {} of {} states: {}",
                    declared.party,
                    missing.len(),
                    states.count,
                    states.listed(&missing)
                ),
            )
            .label(whole, format!("without {}", states.listed(&missing)))
            .hint("a ranking names every feasible state once, ties in inner lists"),
        );
    }
    for (before, span) in &marks {
        if *before == 0 || *before == groups.len() {
            problems.push(parts_nothing(*span));
        }
    }
    if !problems.is_empty() || unread {
        return Err(problems);
    }
    let mut ranking = Ranking::from_groups(states.count, &groups);
    ranking.strong_gaps =
        marks.iter().rev().map(|(before, _)| (groups.len() - before) as u32).collect();
    Ok(ranking)
}

/// The ranking of merged states from that of their members, which must be tied.
fn merged(
    whole: Ranking,
    declared: &DeclaredPreference,
    place: Span,
    states: &States<'_>,
) -> Result<Ranking, Vec<Diagnostic>> {
    let Some(merged) = &states.merged else { return Ok(whole) };
    let mut rank: Vec<Option<u32>> = vec![None; states.count];
    let mut differing: Vec<u32> = Vec::new();
    for (combination, state) in merged.iter().enumerate() {
        let own = whole.rank[combination];
        let known = rank[*state as usize].get_or_insert(own);
        if *known != own && !differing.contains(state) {
            differing.push(*state);
        }
    }
    if differing.is_empty() {
        let rank = rank.into_iter().map(Option::unwrap_or_default).collect();
        return Ok(Ranking { rank, strong_gaps: whole.strong_gaps });
    }
    if states.unsure {
        return Err(Vec::new());
    }
    let problem = |state: &u32| {
        let id = states.shown(*state);
        let problem = Diagnostic::new(
            Code::MergedPreference,
            format!("`{}` does not prefer all that is merged into `{id}` equally", declared.party),
        )
        .label(place, "tells its members apart");
        match states.ids.keys().find(|key| **key == id) {
            Some(_) => problem.hint(format!(
                "give `{}` a `ranking` in which `{id}` has one place",
                declared.party
            )),
            None => problem,
        }
    };
    Err(differing.iter().map(problem).collect())
}

/// Reports states that are too many for a preference by pairs.
pub(super) fn small_enough(states: &States<'_>, place: Span) -> Result<(), Vec<Diagnostic>> {
    if states.count <= RELATION_LIMIT {
        return Ok(());
    }
    Err(vec![
        Diagnostic::new(
            Code::TooManyStates,
            format!(
                "{} states are too many to compare pair by pair; the limit is {RELATION_LIMIT}",
                states.count
            ),
        )
        .label(place, "needs every pair of states"),
    ])
}

fn with_unknown(
    preference: &Preference,
    declared: &DeclaredPreference,
    states: &States<'_>,
) -> Result<Preference, Vec<Diagnostic>> {
    small_enough(states, declared.unknown.first().map_or(declared.span, |text| text.span))?;
    let mut relation = Relation::unknown(states.count);
    for state in 0..states.count as u32 {
        for other in 0..state {
            relation.set(state, other, preference.compare(state, other));
        }
    }
    let mut problems = Vec::new();
    for text in &declared.unknown {
        match comparison::read(text, states) {
            Ok(compared) => {
                for pair in compared {
                    if pair.comparison == Comparison::Unknown {
                        relation.set(pair.state, pair.other, Comparison::Unknown);
                    } else {
                        problems.push(
                            Diagnostic::new(
                                Code::BadComparison,
                                format!("`{text}` does not say that a pair is unknown"),
                            )
                            .label(text.span, "expected `a ? b`"),
                        );
                    }
                }
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(Preference::Relation(relation)) } else { Err(problems) }
}
