//! Conditions of a `.gmcr` file: options that are taken or not, all to hold; or several of these
//! of which one is enough.

use crate::json::Located;
use zopa_scenario::{Code, Diagnostic};
use zopa_stability::{Pattern, Statement};

/// Reads a condition, `[[0, "Y"], [2, "N"]]`, or `{"compound": true, "members": [condition, …]}`:
/// the patterns of which one must match. None of them where a condition contradicts itself.
pub(super) fn read(
    at: Located,
    options: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Pattern>> {
    let Some(members) = at.members() else {
        return Some(simple(at, options, diagnostics)?.into_iter().collect());
    };
    let mut parts = None;
    for (key, value) in members {
        match key.as_str() {
            "compound" if value.truth() == Some(true) => {}
            "compound" => {
                diagnostics.push(value.wrong_type("compound", "true"));
                return None;
            }
            "members" => parts = Some(value),
            _ => diagnostics.push(super::not_used(&key, value)),
        }
    }
    let Some(parts) = parts else {
        diagnostics.push(super::missing("a compound condition", "members", at));
        return None;
    };
    let Some(parts) = parts.elements() else {
        diagnostics.push(parts.wrong_type("members", "a list of conditions"));
        return None;
    };
    let mut patterns = Vec::with_capacity(parts.len());
    let mut readable = true;
    for part in parts {
        match simple(part, options, diagnostics) {
            Some(pattern) => patterns.extend(pattern),
            None => readable = false,
        }
    }
    readable.then_some(patterns)
}

fn simple(
    at: Located,
    options: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Option<Pattern>> {
    let Some(literals) = at.elements() else {
        diagnostics.push(at.wrong_type("a condition", "a list of pairs such as [0, \"Y\"]"));
        return None;
    };
    let mut pattern = Some(Pattern::default());
    let mut readable = true;
    for literal in literals {
        let Some((option, taken)) = self::literal(literal, options, diagnostics) else {
            readable = false;
            continue;
        };
        let bit = 1_u64 << option;
        if let Some(Pattern { fixed, value }) = &mut pattern {
            if *fixed & bit != 0 && (*value & bit != 0) != taken {
                let message = format!("option {option} is asked to be both taken and not taken");
                let mut diagnostic = Diagnostic::new(Code::BadPattern, message)
                    .label(at.span(), "no state meets this condition");
                diagnostic.severity = zopa_scenario::Severity::Warning;
                diagnostics.push(diagnostic);
                pattern = None;
                continue;
            }
            *fixed |= bit;
            *value |= if taken { bit } else { 0 };
        }
    }
    readable.then_some(pattern)
}

fn literal(
    at: Located,
    options: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(usize, bool)> {
    let parts = at.elements();
    let Some([option, letter]) = parts.as_deref() else {
        diagnostics.push(at.wrong_type("a part of a condition", "a pair such as [0, \"Y\"]"));
        return None;
    };
    let index = super::index(*option, options, "option", diagnostics);
    let taken = match letter.text().as_deref() {
        Some("Y" | "y") => Some(true),
        Some("N" | "n") => Some(false),
        _ => {
            let message = "an option is either taken, \"Y\", or not, \"N\"";
            diagnostics.push(Diagnostic::new(Code::BadPattern, message).at(letter.span()));
            None
        }
    };
    Some((index?, taken?))
}

/// The statement that one of the patterns matches.
pub(super) fn statement(patterns: &[Pattern]) -> Statement {
    let literals = |pattern: &Pattern| {
        let mut parts: Vec<Statement> = (0..64)
            .filter(|option| pattern.fixed >> option & 1 == 1)
            .map(|option| {
                let taken = Statement::Taken(option);
                if pattern.value >> option & 1 == 1 {
                    taken
                } else {
                    Statement::Not(Box::new(taken))
                }
            })
            .collect();
        match parts.len() {
            0 => Statement::Constant(true),
            1 => parts.remove(0),
            _ => Statement::And(parts),
        }
    };
    match patterns {
        [] => Statement::Constant(false),
        [pattern] => literals(pattern),
        _ => Statement::Or(patterns.iter().map(literals).collect()),
    }
}
