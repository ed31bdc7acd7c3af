//! What rules states out: patterns, statements and sets of options.

use super::cubes;
use super::description::{self, Description};
use super::statement::{self, unknown_option};
use zopa_scenario::stability::{NameSet, Stability};
use zopa_scenario::{Diagnostic, Span, Text};
use zopa_stability::{Pattern, Statement};

/// One rule that makes states infeasible.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// What the rule says of the states it rules out, as in `ruled out by this pattern`.
    pub what: &'static str,
    /// Where it stands.
    pub place: Span,
    /// The patterns that it rules out; absent where they are too many.
    pub patterns: Option<Vec<Pattern>>,
    /// The statement that does not hold in any feasible state.
    never: Statement,
}

impl Rule {
    /// Whether it rules out the state with this number.
    pub fn excludes(&self, state: u64) -> bool {
        match &self.patterns {
            Some(patterns) => patterns.iter().any(|pattern| pattern.matches(state)),
            None => self.never.holds(state),
        }
    }

    fn never(what: &'static str, place: Span, never: Statement) -> Self {
        Rule { what, place, patterns: cubes::patterns(&never, true), never }
    }
}

/// The rules of a conflict in the order `infeasible`, `always`, `exclusive`, `at_least_one`.
pub(super) fn rules(
    stability: &Stability,
    options: &[&str],
    problems: &mut Vec<Diagnostic>,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    for text in &stability.infeasible {
        match description::read(text, options) {
            Ok(Description::Pattern(pattern)) => rules.push(Rule {
                what: "this pattern",
                place: text.span,
                patterns: Some(vec![pattern]),
                never: Statement::Constant(false),
            }),
            Ok(Description::Statement(never)) => {
                rules.push(Rule::never("this statement", text.span, never));
            }
            Err(found) => problems.extend(found),
        }
    }
    for text in &stability.always {
        match statement::read(text, options) {
            Ok(always) => rules.push(Rule::never(
                "what always holds",
                text.span,
                Statement::Not(Box::new(always)),
            )),
            Err(found) => problems.extend(found),
        }
    }
    for set in &stability.exclusive {
        let bits = set_of_options(set, options, problems);
        let mut patterns = Vec::new();
        for (i, a) in bits.iter().enumerate() {
            for b in &bits[i + 1..] {
                patterns.push(Pattern { fixed: a | b, value: a | b });
            }
        }
        rules.push(Rule {
            what: "this exclusive set",
            place: set.span,
            patterns: Some(patterns),
            never: Statement::Constant(false),
        });
    }
    for set in &stability.at_least_one {
        let bits = set_of_options(set, options, problems);
        let fixed = bits.iter().fold(0, |all, bit| all | bit);
        rules.push(Rule {
            what: "this set, of which at least one is taken",
            place: set.span,
            patterns: Some(vec![Pattern { fixed, value: 0 }]),
            never: Statement::Constant(false),
        });
    }
    rules
}

fn set_of_options(set: &NameSet, options: &[&str], problems: &mut Vec<Diagnostic>) -> Vec<u64> {
    let mut bits = Vec::new();
    for name in &set.names {
        match option_of(name, options) {
            Ok(option) => bits.push(1_u64 << option),
            Err(problem) => problems.push(problem),
        }
    }
    bits.sort_unstable();
    bits.dedup();
    bits
}

/// The option of this name.
pub(super) fn option_of(name: &Text, options: &[&str]) -> Result<usize, Diagnostic> {
    let found = options.iter().position(|id| *id == name.text);
    found.ok_or_else(|| unknown_option(&name.text, name, options))
}
