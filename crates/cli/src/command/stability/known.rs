//! Results that the literature states for a conflict, beside what is found.

use super::analysis::{Analysis, Solved};
use super::concepts;
use serde_json::{Value, json};
use zopa_exchange::Known;
use zopa_report::stability::KnownResult;
use zopa_stability::{Concept, coalition};

/// One statement of a source, checked.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What the page shows.
    pub result: KnownResult,
    /// Whether it could be computed at all.
    pub computed: bool,
}

/// Every statement checked against the definitions.
pub fn check(analysis: &Analysis<'_>) -> Vec<Checked> {
    let mut checked = Vec::new();
    for known in &analysis.named.known {
        let found = solved_as(analysis, &known.concept);
        if let Some(stated) = &known.equilibria {
            let states = found.as_ref().map(|solved| solved.equilibria.clone());
            checked.push(one(analysis, known, "equilibria".into(), stated, states));
        }
        for (party, stated) in &known.stable {
            let states = found.as_ref().and_then(|solved| {
                let set = solved.stable.get(*party)?;
                Some(set.ones().map(|state| state as u32).collect())
            });
            let subject = analysis.named.parties[*party].name.clone();
            checked.push(one(analysis, known, subject, stated, states));
        }
    }
    checked
}

/// As data.
pub fn data(checked: &[Checked]) -> Value {
    checked
        .iter()
        .map(|one| {
            let r = &one.result;
            json!({
                "concept": r.concept, "subject": r.subject, "stated": r.stated, "found": r.found,
                "agrees": if one.computed { Value::from(r.agrees) } else { Value::Null },
                "source": r.source, "remark": r.remark,
            })
        })
        .collect()
}

/// In words.
pub fn lines(checked: &[Checked]) -> Vec<String> {
    let agreeing = checked.iter().filter(|one| one.result.agrees).count();
    let mut lines = vec![format!("{agreeing} of {} stated results agree.", checked.len())];
    lines.extend(checked.iter().filter(|one| !one.result.agrees).map(|one| {
        let r = &one.result;
        let remark = if r.remark.is_empty() { String::new() } else { format!(" ({})", r.remark) };
        format!(
            "- {} {}: stated {}, found {}{remark}; {}",
            r.concept, r.subject, r.stated, r.found, r.source
        )
    }));
    lines
}

fn one(
    analysis: &Analysis<'_>,
    known: &Known,
    subject: String,
    stated: &[u32],
    found: Option<Vec<u32>>,
) -> Checked {
    let mut stated = stated.to_vec();
    stated.sort_unstable();
    let list = |states: &[u32]| match states {
        [] => "none".to_owned(),
        states => super::text::list(analysis.named, states),
    };
    Checked {
        computed: found.is_some(),
        result: KnownResult {
            concept: known.concept.clone(),
            subject,
            stated: list(&stated),
            agrees: found.as_ref() == Some(&stated),
            found: found.as_deref().map_or("not computed".into(), list),
            source: known.source.clone(),
            remark: known.disagrees.clone().unwrap_or_default(),
        },
    }
}

/// The concept of this name, from what was asked for or computed now.
fn solved_as(analysis: &Analysis<'_>, name: &str) -> Option<Solved> {
    if let Some(solved) = analysis.solved.iter().find(|solved| solved.name == name) {
        return Some(solved.clone());
    }
    if let Some((concept, members)) = of_coalition(analysis, name) {
        let stable = coalition::stable(&analysis.named.conflict, &members, concept).ok()?;
        let equilibria = stable.ones().map(|state| state as u32).collect();
        return Some(Solved {
            name: name.into(),
            words: String::new(),
            stable: vec![],
            equilibria,
        });
    }
    let plain = name.split('_').next().unwrap_or(name);
    let concept = Concept::from_abbreviation(plain)?;
    let all = concepts::stable(analysis.named, &[concept]).ok()?;
    all.into_iter().find(|solved| solved.name == name)
}

/// `CSEQ{A,B}` as concept and members.
fn of_coalition(analysis: &Analysis<'_>, name: &str) -> Option<(Concept, Vec<usize>)> {
    let (concept, members) = name.strip_suffix('}')?.split_once('{')?;
    let concept = Concept::from_abbreviation(concept.strip_prefix('C')?)?;
    let members = members.split(',').map(|member| {
        analysis.named.parties.iter().position(|p| p.id == member || p.name == member)
    });
    Some((concept, members.collect::<Option<Vec<usize>>>()?))
}
