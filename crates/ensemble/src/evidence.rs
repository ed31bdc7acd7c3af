//! The evidence under a scenario: what each number rests on.

use crate::answer::{Evidence, EvidenceRow, SourceUse};
use zopa_equations::Compiled;
use zopa_equations::expression::{Expression, Kind};
use zopa_equations::formula::{Formula, Place};
use zopa_equations::function::{self, Function};
use zopa_scenario::{Quantity, Scenario, SourceReference};

/// Whether an expression states a number of its own, rather than only combining named ones.
fn states_a_number(formula: &Formula) -> bool {
    let distribution = |e: &Expression| match &e.kind {
        Kind::Call(name, _, arguments) => matches!(
            function::resolve(name, arguments.len()).map(|f| f.function()),
            Some(Function::Distribution(_))
        ),
        Kind::PlusMinus(..) | Kind::Interval(..) => true,
        _ => false,
    };
    match &formula.expression {
        Some(e) => match &e.kind {
            Kind::Number(..) => true,
            Kind::Negate(inner) => matches!(inner.kind, Kind::Number(..)),
            _ => distribution(e),
        },
        None => false,
    }
}

/// Whether this is a bare 0 or 1 that marks an end of a scale, a flag or an empty stock rather than
/// stating a fact.
fn is_structural(formula: &Formula) -> bool {
    let plain = matches!(
        formula.expression.as_ref().map(|e| &e.kind),
        Some(Kind::Number(x, _)) if *x == 0.0 || *x == 1.0
    );
    plain && formula.quantity.sources.is_empty() && !matches!(formula.place, Place::Input(_))
}

/// Whether numbers at this place are facts or assumptions about the world.
fn is_evidence_place(place: Place) -> bool {
    matches!(
        place,
        Place::Input(_)
            | Place::StockStart(_)
            | Place::Variable(_)
            | Place::Attribute(..)
            | Place::OptionValue(..)
            | Place::Salience(..)
            | Place::Interaction(..)
    )
}

fn citation(reference: &SourceReference) -> String {
    match &reference.locator {
        Some(locator) => format!("{}:{locator}", reference.source),
        None => reference.source.clone(),
    }
}

fn as_written(quantity: &Quantity) -> String {
    match &quantity.unit {
        Some(unit) => format!("{} [{unit}]", quantity.expression),
        None => quantity.expression.text.clone(),
    }
}

/// The evidence of a scenario: sources with their use, and every number that is stated rather than
/// derived.
pub fn evidence(scenario: &Scenario, compiled: &Compiled) -> Evidence {
    let mut result = Evidence::default();
    let mut cited = vec![0_u64; scenario.sources.len()];
    let mut cite = |references: &[SourceReference]| {
        for reference in references {
            if let Some(i) = scenario.sources.iter().position(|s| s.id.text == reference.source) {
                cited[i] += 1;
            }
        }
    };
    for formula in &compiled.formulas {
        cite(&formula.quantity.sources);
        let quantity = &formula.quantity;
        if !is_evidence_place(formula.place)
            || (!states_a_number(formula) && quantity.sources.is_empty())
            || is_structural(formula)
        {
            continue;
        }
        push(
            &mut result,
            formula.name.clone(),
            as_written(quantity),
            &quantity.sources,
            quantity.note.as_ref().map(|t| t.text.clone()),
            scenario.teaching_example,
        );
    }
    for series in &scenario.series {
        cite(&series.sources);
        let value = format!("series of {} values", series.points.len());
        let note = series.note.as_ref().map(|t| t.text.clone());
        push(
            &mut result,
            series.id.text.clone(),
            value,
            &series.sources,
            note,
            scenario.teaching_example,
        );
    }
    for claim in &scenario.claims {
        cite(&claim.sources);
    }
    for lever in &scenario.levers {
        cite(&lever.sources);
    }
    if let Some(hold) = &scenario.hold {
        hold.compare.iter().for_each(|c| cite(&c.sources));
    }
    let text =
        |t: &Option<zopa_scenario::Text>| t.as_ref().map_or(String::new(), |t| t.text.clone());
    result.sources = scenario
        .sources
        .iter()
        .zip(cited)
        .map(|(s, cited)| SourceUse {
            id: s.id.text.clone(),
            title: s.title.text.clone(),
            publisher: text(&s.publisher),
            date: s.date.map_or(String::new(), |d| d.to_string()),
            grade: text(&s.grade),
            url: text(&s.url),
            cited,
        })
        .collect();
    result
}

fn push(
    evidence: &mut Evidence,
    name: String,
    value: String,
    sources: &[SourceReference],
    note: Option<String>,
    teaching: bool,
) {
    let real: Vec<&SourceReference> = sources.iter().filter(|s| !s.is_assumption()).collect();
    let distinct: std::collections::BTreeSet<&str> =
        real.iter().map(|s| s.source.as_str()).collect();
    let status = if distinct.len() > 1 {
        evidence.conflicts += 1;
        evidence.sourced += 1;
        "conflict"
    } else if !real.is_empty() {
        evidence.sourced += 1;
        "sourced"
    } else if !sources.is_empty() || teaching {
        evidence.assumptions += 1;
        "assumption"
    } else {
        evidence.gaps += 1;
        "gap"
    };
    evidence.rows.push(EvidenceRow {
        name,
        value,
        sources: sources.iter().map(citation).collect(),
        status: status.to_owned(),
        note: note.unwrap_or_default(),
    });
}
