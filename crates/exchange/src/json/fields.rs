//! What all forms share: the members of an object, patterns, directions, states and rankings.

use super::Located;
use crate::{Named, NamedConflict, StateNames};
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Severity};
use zopa_stability::{Conflict, OPTION_LIMIT, Pattern, Ranking, Reversibility};

/// The members of an object that have not been asked for yet.
pub(super) struct Fields<'t> {
    pub at: Located<'t>,
    members: BTreeMap<String, Located<'t>>,
}

impl<'t> Fields<'t> {
    pub fn of(at: Located<'t>, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let Some(members) = at.members() else {
            diagnostics.push(at.wrong_type("this", "an object"));
            return None;
        };
        let mut fields = Fields { at, members: BTreeMap::new() };
        for (key, value) in members {
            if fields.members.contains_key(&key) {
                let message = format!("`{key}` stands twice");
                diagnostics.push(Diagnostic::new(Code::DuplicateKey, message).at(value.span()));
            }
            fields.members.insert(key, value);
        }
        Some(fields)
    }

    /// A member; `null` is none.
    pub fn take(&mut self, key: &str) -> Option<Located<'t>> {
        self.members.remove(key).filter(|value| !value.is_null())
    }

    /// A member that must be there.
    pub fn need(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Located<'t>> {
        let value = self.take(key);
        if value.is_none() {
            let message = format!("`{key}` is missing");
            diagnostics.push(Diagnostic::new(Code::MissingField, message).at(self.at.span()));
        }
        value
    }

    /// The elements of a list; none where it is not there.
    pub fn list(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Located<'t>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        value.elements().unwrap_or_else(|| {
            diagnostics.push(value.wrong_type(&format!("`{key}`"), "a list"));
            Vec::new()
        })
    }

    /// A text that must be there.
    pub fn text(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let value = self.need(key, diagnostics)?;
        let text = value.text();
        if text.is_none() {
            diagnostics.push(value.wrong_type(&format!("`{key}`"), "a text"));
        }
        text
    }

    /// A text, where there is one.
    pub fn optional_text(&mut self, key: &str) -> Option<String> {
        self.take(key).and_then(Located::text)
    }

    /// Reports the members that nobody asked for.
    pub fn rest(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (key, value) in &self.members {
            let mut problem = Diagnostic::new(Code::UnknownField, format!("`{key}` is not used"));
            problem.severity = Severity::Warning;
            diagnostics.push(problem.at(value.span()));
        }
    }
}

/// A conflict with its graph and nothing else stated.
pub(super) fn draft(parties: Vec<Named>, states: StateNames, conflict: Conflict) -> NamedConflict {
    NamedConflict {
        title: String::new(),
        summary: String::new(),
        sources: Vec::new(),
        statements: vec![None; parties.len()],
        parties,
        options: Vec::new(),
        form: None,
        states,
        conflict,
        status_quo: None,
        infeasible: Vec::new(),
        attitudes: None,
        fuzzy: None,
        probabilities: None,
        views: Vec::new(),
        coalitions: Vec::new(),
        known: Vec::new(),
        aliases: BTreeMap::new(),
    }
}

/// A pattern of `Y`, `N` and `-`, one letter per option.
pub(super) fn pattern(
    at: Located,
    options: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Pattern> {
    let text = at.text().unwrap_or_default();
    let mut pattern = Pattern::default();
    let mut fits = text.len() == options;
    for (option, letter) in text.bytes().enumerate().take(OPTION_LIMIT) {
        match letter {
            b'Y' | b'y' => {
                pattern.fixed |= 1 << option;
                pattern.value |= 1 << option;
            }
            b'N' | b'n' => pattern.fixed |= 1 << option,
            b'-' => {}
            _ => fits = false,
        }
    }
    if !fits {
        let message = format!("a pattern has {options} letters Y, N or -, one per option");
        diagnostics.push(Diagnostic::new(Code::BadPattern, message).at(at.span()));
    }
    fits.then_some(pattern)
}

/// A direction in the words of either program.
pub(super) fn direction(at: Located, diagnostics: &mut Vec<Diagnostic>) -> Option<Reversibility> {
    match at.text().as_deref() {
        Some("both") => Some(Reversibility::Both),
        Some("fwd" | "forward") => Some(Reversibility::Forward),
        Some("back") => Some(Reversibility::Back),
        _ => {
            diagnostics.push(at.wrong_type("a direction", "\"both\", \"forward\" or \"back\""));
            None
        }
    }
}

/// The state with a name.
pub(super) fn state(
    name: &str,
    index: &BTreeMap<String, u32>,
    at: Located,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<u32> {
    let state = index.get(name).copied();
    if state.is_none() {
        let message = format!("there is no feasible state `{name}`");
        diagnostics.push(Diagnostic::new(Code::UnknownState, message).at(at.span()));
    }
    state
}

/// A ranking from groups, best first, where every state stands once; a strong gap follows each
/// group whose position is in `gaps`.
pub(super) fn ranking(
    at: Located,
    states: usize,
    groups: &[Vec<u32>],
    gaps: &[usize],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Ranking> {
    let mut seen = vec![0_u32; states];
    groups.iter().flatten().for_each(|&state| seen[state as usize] += 1);
    if let Some(wrong) = seen.iter().position(|&times| times != 1) {
        let (code, words) = match seen[wrong] {
            0 => (Code::MissingState, "misses"),
            _ => (Code::RepeatedState, "repeats"),
        };
        let message = format!("the ranking {words} state {} of {states}", wrong + 1);
        diagnostics.push(Diagnostic::new(code, message).at(at.span()));
        return None;
    }
    let groups: Vec<Vec<u32>> = groups.iter().filter(|group| !group.is_empty()).cloned().collect();
    let mut ranking = Ranking::from_groups(states, &groups);
    for &gap in gaps {
        if gap + 1 < groups.len() {
            ranking.strong_gaps.push((groups.len() - 1 - gap) as u32);
        } else {
            let message = format!("there is no group after group {gap}");
            diagnostics.push(Diagnostic::new(Code::UnknownState, message).at(at.span()));
        }
    }
    ranking.strong_gaps.sort_unstable();
    Some(ranking)
}
