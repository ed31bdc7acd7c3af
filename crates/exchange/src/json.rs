//! Conflicts as JSON: a form of its own that keeps everything, and two plain forms that are read.
//!
//! The form written has `"format": "zopa-conflict/1"` and these keys; all but `parties` and
//! `preferences` may be absent.
//!
//! | key | value |
//! |---|---|
//! | `title`, `summary`, `sources` | texts; `sources` is a list |
//! | `parties` | list of `{id, name}` |
//! | `options` | list of `{id, name, party, direction}`, direction `both`, `forward` or `back` |
//! | `infeasible` | patterns of `Y`, `N`, `-`, one letter per option |
//! | `combinations` | the feasible states in letters; absent: what the patterns leave |
//! | `states` | list of `{id, label}` where states have identifiers: of the combinations in their order, or, beside `moves`, of the graph |
//! | `moves` | by party and state, the states reached in one move; present where the graph is listed |
//! | `preferences` | by party `{groups, strong_gaps}`: best first, ties inside a group, a strong gap after the group counted from 0; or `{pairs}`: `[state, sign, state]`, sign `>`, `>>`, …, `~`, all else unknown |
//! | `statements` | by party, most important first: an option's id, `true`, `false`, `{not: s}`, `{and: [s, …]}`, `{or: [s, …]}`, `{if: [then, condition]}`, `{iff: [s, s]}` |
//! | `attitudes` | by party and other party `positive`, `neutral`, `negative` |
//! | `fuzzy`, `probabilities` | by party `{threshold, degrees}`, one row per state |
//! | `views` | list of `{party, unseen, preferences}` |
//! | `coalitions` | lists of parties |
//! | `aliases` | list of `{state, id, label}`: what states in letters are called besides |
//! | `status_quo` | a state |
//! | `known` | list of `{concept, equilibria, stable, source, disagrees}` |
//!
//! States stand by identifier where they have one, else in letters.
//!
//! Also read: the neutral form of published cases (keys `dms`, `options`, `infeasible`,
//! `direction`, `states`, `moves`, `preferences`, `strong_gaps`, `statements`, `coalesced`,
//! `status_quo`, `published`), one by itself or in a file of `cases`, and generated models,
//! `"format": "gmcr-bench/1"`, whose `ranks` give a rank for each state by number.

mod case;
mod fields;
mod generated;
mod located;
mod read;
mod write;

pub(crate) use located::Located;
pub use write::write;

use crate::NamedConflict;
use zopa_scenario::{Code, Diagnostic};

/// What reading a file gives: the conflict unless there was an error, and all problems.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JsonReading {
    /// The conflict; `None` where any problem is an error.
    pub conflict: Option<NamedConflict>,
    /// Problems, with places in the JSON text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a conflict in any of the forms above. A file of several cases is an error here, see
/// [`read_cases`].
///
/// ```
/// let text = r#"{"format": "zopa-conflict/1", "parties": [{"id": "row"}, {"id": "column"}],
///   "options": [{"id": "a", "party": "row"}, {"id": "b", "party": "column"}],
///   "preferences": {"row": {"groups": [["NY"], ["YY"], ["NN"], ["YN"]]},
///                   "column": {"groups": [["YN"], ["YY"], ["NN"], ["NY"]]}}}"#;
/// let conflict = zopa_exchange::json::read(text).conflict.expect("a prisoner's dilemma");
/// let written = zopa_exchange::json::write(&conflict);
/// assert_eq!(zopa_exchange::json::read(&written).conflict, Some(conflict));
/// ```
pub fn read(text: &str) -> JsonReading {
    let mut cases = read_cases(text);
    match cases.len() {
        1 => cases.remove(0).1,
        several => {
            let message = format!("a file of {several} cases; one conflict is asked for");
            let problem = Diagnostic::new(Code::Unreadable, message);
            JsonReading { conflict: None, diagnostics: vec![problem] }
        }
    }
}

/// Reads every conflict of a file of `cases`, each with its `id`; of any other file its only one.
pub fn read_cases(text: &str) -> Vec<(String, JsonReading)> {
    let document = match Located::document(text) {
        Ok(document) => document,
        Err(problem) => {
            let reading = JsonReading { conflict: None, diagnostics: vec![*problem] };
            return vec![(String::new(), reading)];
        }
    };
    let text_of = |of, key| member(of, key).and_then(Located::text).unwrap_or_default();
    let mut readings = Vec::new();
    if let Some(cases) = member(document, "cases").and_then(Located::elements) {
        for one in cases {
            readings.push((text_of(one, "id"), reading(one, case::read)));
        }
        return readings;
    }
    let format = text_of(document, "format");
    let read = if format == "gmcr-bench/1" {
        reading(document, generated::read)
    } else if member(document, "dms").is_some() {
        reading(document, case::read)
    } else if format.is_empty() || format == "zopa-conflict/1" {
        reading(document, read::read)
    } else {
        let message = format!("the format `{format}` is not known; `zopa-conflict/1` is");
        let at = member(document, "format").unwrap_or(document);
        let problem = Diagnostic::new(Code::Unreadable, message).at(at.span());
        JsonReading { conflict: None, diagnostics: vec![problem] }
    };
    readings.push((text_of(document, "id"), read));
    readings
}

fn member<'t>(of: Located<'t>, key: &str) -> Option<Located<'t>> {
    of.members()?.into_iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn reading(
    at: Located,
    read: fn(Located, &mut Vec<Diagnostic>) -> Option<NamedConflict>,
) -> JsonReading {
    let mut diagnostics = Vec::new();
    let conflict =
        read(at, &mut diagnostics).filter(|_| !zopa_scenario::diagnostic::any_error(&diagnostics));
    JsonReading { conflict, diagnostics }
}
