//! The states of a declared conflict and how they are called.

use super::description::{self, Description};
use super::rule::Rule;
use crate::named_conflict::{letters, number};
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::suggestion::closest;
use zopa_scenario::{Code, Diagnostic, Text};
use zopa_stability::{FeasibleStates, Pattern};

/// The states of a conflict: feasible combinations of options, some of them perhaps merged, or
/// states listed by hand.
#[derive(Debug)]
pub(super) struct States<'s> {
    /// Identifiers of the options, in the order of bits.
    pub options: Vec<&'s str>,
    /// The feasible combinations; none where states are listed by hand.
    pub feasible: FeasibleStates,
    /// What makes the others infeasible.
    pub rules: Vec<Rule>,
    /// The state that each feasible combination belongs to, where states are merged.
    pub merged: Option<Vec<u32>>,
    /// Identifiers.
    pub ids: BTreeMap<&'s str, u32>,
    /// Number of states.
    pub count: usize,
    /// The identifier of each state that has one.
    pub names: BTreeMap<u32, &'s str>,
    /// Identifiers whose state could not be told, which has been reported.
    pub broken: BTreeSet<&'s str>,
    /// What is ruled out could not be read in full, so there may be too many states.
    pub unsure: bool,
    /// For each merged state the pattern that describes it, where one does.
    pub patterns: BTreeMap<u32, Pattern>,
    /// For each state a feasible combination that belongs to it, where states are merged.
    pub members: Vec<u32>,
}

impl<'s> States<'s> {
    /// States without names.
    pub fn new(options: Vec<&'s str>, feasible: FeasibleStates, rules: Vec<Rule>) -> Self {
        States {
            options,
            count: feasible.len(),
            feasible,
            rules,
            merged: None,
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            broken: BTreeSet::new(),
            unsure: false,
            patterns: BTreeMap::new(),
            members: Vec::new(),
        }
    }

    /// Calls a state by an identifier.
    pub fn call(&mut self, id: &'s Text, state: u32) {
        self.ids.insert(&id.text, state);
        self.names.entry(state).or_insert(&id.text);
    }

    /// Whether states are listed by hand.
    pub fn by_hand(&self) -> bool {
        self.options.is_empty()
    }

    /// The state of a feasible combination.
    pub fn state_of(&self, combination: u32) -> u32 {
        self.merged.as_ref().map_or(combination, |merged| merged[combination as usize])
    }

    /// The identifier of a state, else its letters.
    pub fn shown(&self, state: u32) -> String {
        match self.names.get(&state) {
            Some(id) => (*id).to_owned(),
            None if self.by_hand() => state.to_string(),
            None => {
                let combination = self.members.get(state as usize).copied().unwrap_or(state);
                letters(self.feasible.number(combination), self.options.len())
            }
        }
    }

    /// A few states in words: at most five of them, and how many more.
    pub fn listed(&self, states: &[u32]) -> String {
        let few: Vec<String> =
            states.iter().take(5).map(|state| format!("`{}`", self.shown(*state))).collect();
        match (states.len().saturating_sub(5), few.as_slice()) {
            (0, [most @ .., last]) if !most.is_empty() => {
                format!("{} and {last}", most.join(", "))
            }
            (0, _) => few.join(", "),
            (more, _) => format!("{} and {more} more", few.join(", ")),
        }
    }

    /// The one state that a text describes.
    ///
    /// # Errors
    /// Where it describes none or several, or cannot be read. No problems where they follow from
    /// others.
    pub fn resolve(&self, text: &Text) -> Result<u32, Vec<Diagnostic>> {
        let word = text.text.trim();
        if let Some(state) = self.ids.get(word) {
            return Ok(*state);
        }
        if self.broken.contains(word) {
            return Err(Vec::new());
        }
        if self.by_hand() {
            return Err(vec![self.unknown(text)]);
        }
        if let Some(number) = number(word, self.options.len())
            && !self.options.contains(&word)
        {
            return match self.feasible.index(number) {
                Some(combination) => Ok(self.state_of(combination)),
                None => Err(vec![self.infeasible(text, number)]),
            };
        }
        let description = self.description(text)?;
        let found = self.fitting(&description);
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(vec![self.nothing_fits(text, &description)]),
            _ if self.unsure => Err(Vec::new()),
            several => Err(vec![
                Diagnostic::new(
                    Code::NotOneState,
                    format!("`{word}` holds in {} states, expected one", several.len()),
                )
                .label(text.span, format!("holds in {}", self.listed(several)))
                .hint("write the state in letters, one per option"),
            ]),
        }
    }

    /// The states that a text describes: by identifier, pattern or statement. A merged state is
    /// described where all its members are.
    ///
    /// # Errors
    /// Where no state is described, or the text cannot be read.
    pub fn matching(&self, text: &Text) -> Result<Vec<u32>, Vec<Diagnostic>> {
        if let Some(state) = self.ids.get(text.text.trim()) {
            return Ok(vec![*state]);
        }
        if self.broken.contains(text.text.trim()) {
            return Err(Vec::new());
        }
        if self.by_hand() {
            return Err(vec![self.unknown(text)]);
        }
        let description = self.description(text)?;
        let mut found = self.fitting(&description);
        if let Some(merged) = &self.merged {
            for (combination, state) in merged.iter().enumerate() {
                if !description.holds(self.feasible.number(combination as u32))
                    && let Ok(at) = found.binary_search(state)
                {
                    found.remove(at);
                }
            }
        }
        if found.is_empty() { Err(vec![self.nothing_fits(text, &description)]) } else { Ok(found) }
    }

    /// A pattern or statement; a lone word that is no option is an unknown state.
    fn description(&self, text: &Text) -> Result<Description, Vec<Diagnostic>> {
        description::read(text, &self.options).map_err(|problems| {
            let word = text.text.trim();
            let lone = word.chars().all(|c| c.is_alphanumeric() || c == '_');
            let unknown = problems.iter().all(|problem| problem.code == Code::UnknownOption);
            if lone && unknown { vec![self.unknown(text)] } else { problems }
        })
    }

    /// The states, in increasing order, to which a combination belongs in which it holds.
    fn fitting(&self, description: &Description) -> Vec<u32> {
        let mut found: Vec<u32> = (0..self.feasible.len() as u32)
            .filter(|&combination| description.holds(self.feasible.number(combination)))
            .map(|combination| self.state_of(combination))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn unknown(&self, text: &Text) -> Diagnostic {
        let word = text.text.trim();
        let problem = Diagnostic::new(Code::UnknownState, format!("no state `{word}` is declared"))
            .label(text.span, "unknown state");
        let known = self.ids.keys().chain(&self.options).copied();
        match closest(word, known) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None if self.by_hand() => {
                let states: Vec<u32> = (0..self.count as u32).collect();
                problem.hint(format!("the states are {}", self.listed(&states)))
            }
            None => problem.hint(format!(
                "write a state in letters, one for each of {}, or declare the name in `names`",
                self.options.join(", ")
            )),
        }
    }

    fn nothing_fits(&self, text: &Text, description: &Description) -> Diagnostic {
        let word = text.text.trim();
        let problem =
            Diagnostic::new(Code::InfeasibleState, format!("no feasible state fits `{word}`"))
                .label(text.span, "holds in no feasible state");
        match description {
            Description::Pattern(pattern) if pattern.fixed.count_ones() == 0 => problem,
            _ => problem.hint("what is ruled out stands in [stability]"),
        }
    }

    /// An infeasible state, with what rules it out.
    pub fn infeasible(&self, text: &Text, number: u64) -> Diagnostic {
        let word = text.text.trim();
        let problem =
            Diagnostic::new(Code::InfeasibleState, format!("state `{word}` is infeasible"))
                .label(text.span, "cannot be");
        match self.rules.iter().find(|rule| rule.excludes(number)) {
            Some(rule) => problem.label(rule.place, format!("ruled out by {}", rule.what)),
            None => problem,
        }
    }
}
