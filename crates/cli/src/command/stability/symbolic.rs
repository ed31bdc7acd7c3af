//! Conflicts beyond enumeration, solved on decision diagrams.

use super::source::Source;
use super::statement_order;
use crate::arguments::StabilityArguments;
use crate::exit::{Exit, Failure};
use crate::numbers::grouped;
use crate::output::{self, HEADING, RESET, count};
use crate::wrap::wrapped;
use serde_json::{Map, Value, json};
use zopa_exchange::declared::Implicit;
use zopa_exchange::{NamedConflict, letters};
use zopa_stability::symbolic::{
    NODE_LIMIT, StateSet, SymbolicConflict, SymbolicPreference, SymbolicSolution, solve,
};
use zopa_stability::{Concept, Graph, Pattern};

/// Equilibria listed of each concept.
const LISTED: usize = 1_000;
/// Equilibria named on the terminal.
const NAMED: usize = 8;
/// Patterns of equilibria shown.
const PATTERNS: usize = 12;

/// The conflict without its states, from what is at hand.
pub fn implicit(source: &Source, named: Option<&NamedConflict>) -> Option<Implicit> {
    if let Some(implicit) = &source.implicit {
        return Some(implicit.clone());
    }
    let named = named?;
    let Graph::Options(form) = &named.conflict.graph else { return None };
    if statement_order::follows(named).iter().any(|follows| *follows != Some(true)) {
        return None;
    }
    let statements: Option<Vec<_>> = named.statements.iter().cloned().collect();
    Some(Implicit {
        parties: named.parties.clone(),
        options: named.options.clone(),
        controlled: form.options.clone(),
        infeasible: named.infeasible.clone(),
        statements: statements?,
        status_quo: None,
    })
}

/// Solves and shows.
///
/// # Errors
/// Where a diagram would grow too large, or a concept is not one of the basic ones.
pub fn run(
    arguments: &StabilityArguments,
    source: &Source,
    title: &str,
    implicit: &Implicit,
    concepts: &[Concept],
    as_json: bool,
) -> Result<Exit, Failure> {
    if arguments.report || !arguments.exports.is_empty() {
        return Err(Failure::wrong(
            "a conflict on decision diagrams has no page and no other form",
        )
        .hint("leave out --report and --export, or --symbolic"));
    }
    let conflict = SymbolicConflict {
        parties: implicit.parties.len(),
        options: implicit.controlled.clone(),
        infeasible_patterns: implicit.infeasible.clone(),
        infeasible: Vec::new(),
        preferences: implicit
            .statements
            .iter()
            .map(|statements| SymbolicPreference::Statements(statements.clone()))
            .collect(),
    };
    let began = std::time::Instant::now();
    let solution = solve(&conflict, concepts, NODE_LIMIT).map_err(|error| {
        Failure::coded(Exit::No, zopa_scenario::Code::TooLarge, error.to_string()).hint(
            "decision diagrams stay small where statements and patterns speak of few options each",
        )
    })?;
    output::status(&format!(
        "{}: {}, {}, {} feasible states on decision diagrams of at most {} nodes, {:.3} s\n",
        source.file.shown,
        count(implicit.parties.len(), "party"),
        count(implicit.options.len(), "option"),
        grouped(&solution.feasible.count().to_string()),
        grouped(&solution.largest.to_string()),
        began.elapsed().as_secs_f64()
    ));
    if as_json {
        output::json(&data(source, title, implicit, &solution))?;
    } else {
        output::print(&text(title, implicit, &solution))?;
    }
    Ok(Exit::Fine)
}

fn pattern_letters(pattern: Pattern, options: usize) -> String {
    (0..options)
        .map(|option| match (pattern.fixed >> option & 1, pattern.value >> option & 1) {
            (0, _) => '-',
            (_, 1) => 'Y',
            _ => 'N',
        })
        .collect()
}

fn named_states(set: &StateSet, options: usize, most: usize) -> Vec<String> {
    set.states(most).into_iter().map(|state| letters(state, options)).collect()
}

fn text(title: &str, implicit: &Implicit, solution: &SymbolicSolution) -> String {
    let (options, width) = (implicit.options.len(), output::width());
    let mut text = format!("{HEADING}{title}{RESET}\n");
    let total = grouped(&solution.feasible.count().to_string());
    for stable in &solution.stable {
        let found = stable.equilibria.count();
        let name = stable.concept.abbreviation();
        let mut line = match found {
            0 => format!("{name}: no equilibrium among {total} states"),
            1 => format!("{name}: one equilibrium among {total} states"),
            n => format!("{name}: {} equilibria of {total} states", grouped(&n.to_string())),
        };
        if found > 0 {
            let names = named_states(&stable.equilibria, options, NAMED);
            let more = if found > names.len() as u128 { ", …" } else { "" };
            line.push_str(&format!(": {}{more}", names.join(", ")));
        }
        text.push_str(&wrapped("  ", &line, width));
        for (party, set) in implicit.parties.iter().zip(&stable.by_party) {
            text.push_str(&format!(
                "      stable for {}: {}\n",
                party.name,
                grouped(&set.count().to_string())
            ));
        }
        if found > NAMED as u128 {
            let patterns = stable.equilibria.patterns(PATTERNS);
            let letters: Vec<String> =
                patterns.iter().map(|&p| pattern_letters(p, options)).collect();
            text.push_str(&wrapped("      patterns: ", &letters.join(", "), width));
        }
    }
    text
}

fn data(source: &Source, title: &str, implicit: &Implicit, solution: &SymbolicSolution) -> Value {
    let options = implicit.options.len();
    let concepts: Map<String, Value> = solution
        .stable
        .iter()
        .map(|stable| {
            let by_party: Map<String, Value> = implicit
                .parties
                .iter()
                .zip(&stable.by_party)
                .map(|(party, set)| (party.id.clone(), json!({ "count": number(set.count()) })))
                .collect();
            let patterns = stable.equilibria.patterns(LISTED);
            let value = json!({
                "name": stable.concept.name(),
                "count": number(stable.equilibria.count()),
                "equilibria": named_states(&stable.equilibria, options, LISTED),
                "patterns": patterns.iter().map(|&p| pattern_letters(p, options)).collect::<Vec<_>>(),
                "stable": by_party,
            });
            (stable.concept.abbreviation(), value)
        })
        .collect();
    json!({
        "ok": true,
        "title": title,
        "parties": implicit.parties.iter().map(|p| p.id.clone()).collect::<Vec<_>>(),
        "options": implicit.options.iter().map(|o| o.id.clone()).collect::<Vec<_>>(),
        "symbolic": {
            "feasible": number(solution.feasible.count()),
            "largest_diagram": solution.largest,
            "order": solution.order,
            "concepts": concepts,
        },
        "manifest": {
            "version": env!("CARGO_PKG_VERSION"),
            "file": source.file.shown,
            "file_hash": source.hash,
            "method": "decision diagrams",
        },
    })
}

/// A count as a number where JSON readers keep it exactly, else as text.
fn number(count: u128) -> Value {
    match u64::try_from(count) {
        Ok(small) if small < 1 << 53 => Value::from(small),
        _ => Value::from(count.to_string()),
    }
}
