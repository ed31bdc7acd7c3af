//! Checks of declared names: no two things of one kind share an identifier, and no name is taken
//! by the language.

use crate::names::{BUILT_IN, FAMILIES};
use crate::reader::Reader;
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::{Code, Diagnostic, Scenario, Span, Text};

/// Most names of inputs, stocks, variables, series and measures together.
pub const NAME_LIMIT: usize = 10_000;
/// Most issues.
pub const ISSUE_LIMIT: usize = 64;
/// Most parties.
pub const PARTY_LIMIT: usize = 16;
/// Most parties of a file with positions and neither talks, nor stability, nor anything in time.
pub const POSITION_PARTY_LIMIT: usize = 1_000;
/// Most packages.
pub const PACKAGE_LIMIT: u64 = 4_000_000;

/// The names that expressions may use, with the kind of each.
pub fn quantities(scenario: &Scenario) -> impl Iterator<Item = (&Text, &'static str)> {
    let inputs = scenario.inputs.iter().map(|input| (&input.id, "input"));
    let stocks = scenario.stocks.iter().map(|stock| (&stock.id, "stock"));
    let variables = scenario.variables.iter().map(|variable| (&variable.id, "variable"));
    let series = scenario.series.iter().map(|series| (&series.id, "series"));
    inputs.chain(stocks).chain(variables).chain(series)
}

impl Reader<'_> {
    /// Duplicate names and options, names taken by the language, and limits of size.
    pub fn check_names(&mut self, scenario: &Scenario) {
        self.check_shared_names(scenario);
        for issue in &scenario.issues {
            let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
            for option in issue.options.iter().filter(|option| !option.id.text.is_empty()) {
                if let Some(first) = seen.insert(&option.id.text, option.id.span) {
                    self.report(
                        Diagnostic::new(
                            Code::DuplicateOption,
                            format!("issue `{}` has two options `{}`", issue.id, option.id),
                        )
                        .label(option.id.span, "again here")
                        .label(first, "first here"),
                    );
                }
            }
        }
        self.check_sizes(scenario);
    }

    fn check_shared_names(&mut self, scenario: &Scenario) {
        let attributes: BTreeMap<String, Span> = scenario
            .issues
            .iter()
            .flat_map(|issue| {
                issue.options.iter().flat_map(move |option| {
                    option
                        .attributes
                        .iter()
                        .map(move |(name, _)| (format!("{}.{name}", issue.id), name.span))
                })
            })
            .collect();
        let parties: BTreeSet<&str> = scenario.parties.iter().map(|p| p.id.text.as_str()).collect();
        let mut seen: BTreeMap<&str, (Span, &str)> = BTreeMap::new();
        for (id, kind) in quantities(scenario) {
            let built_in = BUILT_IN.contains(&id.text.as_str())
                || id
                    .text
                    .split_once('.')
                    .is_some_and(|(f, party)| FAMILIES.contains(&f) && parties.contains(party));
            if built_in {
                self.report(
                    Diagnostic::new(Code::DuplicateName, format!("`{id}` is a built-in name"))
                        .label(id.span, format!("declared as {kind} here")),
                );
            } else if let Some(place) = attributes.get(&id.text) {
                self.report(
                    Diagnostic::new(
                        Code::DuplicateName,
                        format!("`{id}` is {kind} and option attribute at once"),
                    )
                    .label(id.span, format!("{kind} here"))
                    .label(*place, "option attribute here"),
                );
            }
            if let Some((first, first_kind)) = seen.insert(&id.text, (id.span, kind)) {
                self.report(
                    Diagnostic::new(Code::DuplicateName, format!("`{id}` is declared twice"))
                        .label(id.span, format!("as {kind} here"))
                        .label(first, format!("as {first_kind} here")),
                );
            }
        }
    }

    fn check_sizes(&mut self, scenario: &Scenario) {
        let too_many = |what: &str, limit: usize, place: Option<Span>| {
            let problem = Diagnostic::new(Code::TooLarge, format!("more than {limit} {what}"));
            match place {
                Some(place) => problem.label(place, "one too many"),
                None => problem,
            }
        };
        // Positions alone allow many parties, such as the members of a council.
        let talks = !scenario.declares_positions()
            || scenario.declares_stability()
            || scenario.moves_in_time()
            || !scenario.issues.is_empty();
        let most = if talks { PARTY_LIMIT } else { POSITION_PARTY_LIMIT };
        if let Some(party) = scenario.parties.get(most) {
            self.report(too_many("parties", most, Some(party.id.span)));
        }
        if let Some(issue) = scenario.issues.get(ISSUE_LIMIT) {
            self.report(too_many("issues", ISSUE_LIMIT, Some(issue.id.span)));
        }
        let measures = scenario.measures.iter().map(|measure| &measure.id);
        let mut names = quantities(scenario).map(|(id, _)| id).chain(measures);
        if let Some(name) = names.nth(NAME_LIMIT) {
            self.report(too_many("names", NAME_LIMIT, Some(name.span)));
        }
        let count = scenario.package_count();
        if count.is_none_or(|count| count > PACKAGE_LIMIT) {
            let found = count.map_or_else(|| "too many to count".to_owned(), |n| n.to_string());
            let mut problem = Diagnostic::new(
                Code::PackageSpace,
                format!("{found} packages, where the limit is {PACKAGE_LIMIT}"),
            );
            let mut issues: Vec<_> = scenario.issues.iter().collect();
            issues.sort_by_key(|issue| std::cmp::Reverse(issue.options.len()));
            for issue in issues.into_iter().take(3) {
                let options = issue.options.len();
                problem = problem.label(issue.id.span, format!("{options} options"));
            }
            self.report(problem.hint("merge options, or fix issues that are not in dispute"));
        }
    }
}
