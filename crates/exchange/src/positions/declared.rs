//! Positions as a scenario declares them, `[position.ID]`, `[capability]` and `[voting]`.
//!
//! [`build`] turns numbers and distributions with plain parameters into stands, takes capabilities
//! from the issue, from `[capability]` or from voting power, says who proposes and what passes, and
//! reports everything that is wrong with its place.

mod capability;
pub(super) mod constant;
mod examples;
mod issue;
mod voting;

pub use examples::EXAMPLES;

use super::gathering::without_salience;
use super::{NamedPositions, PositionsReading};
use crate::Named;
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::{Diagnostic, PartyScalar, Scenario, SourceReference, Span};

/// The positions that a scenario declares; none, and nothing reported, where it declares no issue
/// with positions.
///
/// All parties of the scenario are listed in the order of the file, and stands follow that order.
/// The central value of a distribution is its median; the distribution is kept beside it.
///
/// Linear in the number of stands, but for voting power.
///
/// ```
/// use zopa_exchange::positions::declared::build;
/// use zopa_scenario::Scenario;
/// let reading = build(&Scenario::default());
/// assert!(reading.positions.is_none() && reading.diagnostics.is_empty());
/// ```
pub fn build(scenario: &Scenario) -> PositionsReading {
    if scenario.positions.is_empty() {
        return PositionsReading::default();
    }
    let mut builder = Builder {
        scenario,
        parties: scenario
            .parties
            .iter()
            .enumerate()
            .map(|(index, party)| (party.id.text.as_str(), index))
            .collect(),
        problems: Vec::new(),
        indifferent: Vec::new(),
        sound: true,
    };
    let votes = builder.votes();
    let capabilities = builder.capabilities(votes.as_ref());
    let agenda = builder.agenda(votes.as_ref());
    let issues = scenario
        .positions
        .iter()
        .filter_map(|position| builder.issue(position, &capabilities, agenda.as_ref()))
        .collect();
    let mut problems = builder.problems;
    problems.extend(without_salience(&builder.indifferent));
    let place = |problem: &Diagnostic| problem.labels.first().map(|label| label.span);
    problems.sort_by(|a, b| (place(a), a.code, &a.message).cmp(&(place(b), b.code, &b.message)));
    // A capability that holds for every issue is read once for each.
    problems.dedup();
    let sound = builder.sound && !zopa_scenario::diagnostic::any_error(&problems);
    PositionsReading {
        positions: sound.then(|| NamedPositions {
            title: scenario.title.text.clone(),
            summary: scenario.summary.as_ref().map(|text| text.text.clone()).unwrap_or_default(),
            sources: sources(scenario),
            parties: scenario
                .parties
                .iter()
                .map(|party| Named { id: party.id.text.clone(), name: party.name.text.clone() })
                .collect(),
            issues,
            toolkit: None,
        }),
        diagnostics: problems,
    }
}

/// Builds the issues of one scenario.
struct Builder<'s> {
    scenario: &'s Scenario,
    /// Index of each party by its identifier.
    parties: BTreeMap<&'s str, usize>,
    problems: Vec<Diagnostic>,
    /// Places of saliences of 0.
    indifferent: Vec<Span>,
    /// Whether everything could be read; what the reader itself has reported is not repeated.
    sound: bool,
}

impl<'s> Builder<'s> {
    fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// The entries of a table by index of the party; unknown parties are reported.
    fn by_party(&mut self, table: &'s [PartyScalar]) -> BTreeMap<usize, &'s PartyScalar> {
        let mut found = BTreeMap::new();
        for scalar in table {
            match self.parties.get(scalar.party.text.as_str()) {
                Some(&party) => {
                    found.insert(party, scalar);
                }
                None => self.report(
                    Diagnostic::new(
                        zopa_scenario::Code::UnknownReference,
                        format!("no party `{}` is declared", scalar.party),
                    )
                    .label(scalar.party.span, "unknown party"),
                ),
            }
        }
        found
    }
}

/// A citation for each source of the positions.
fn sources(scenario: &Scenario) -> Vec<String> {
    let mut cited: Vec<&SourceReference> = Vec::new();
    for position in &scenario.positions {
        cited.extend(&position.sources);
        let points = position.reference_point.iter().chain(&position.outcome);
        cited.extend(points.flat_map(|quantity| &quantity.sources));
        let stands = position.position.iter().chain(&position.salience).chain(&position.capability);
        cited.extend(stands.flat_map(|scalar| &scalar.value.sources));
    }
    cited.extend(scenario.capability.iter().flat_map(|scalar| &scalar.value.sources));
    if let Some(voting) = &scenario.voting {
        cited.extend(&voting.sources);
        for rule in std::iter::once(&voting.rule).chain(&voting.rules) {
            cited.extend(rule.weights.iter().flat_map(|scalar| &scalar.value.sources));
            cited.extend(rule.quota.iter().flat_map(|quantity| &quantity.sources));
        }
    }
    let mut seen = BTreeSet::new();
    cited
        .into_iter()
        .filter(|reference| !reference.is_assumption())
        .filter(|reference| seen.insert((&reference.source, &reference.locator)))
        .map(|reference| citation(scenario, reference))
        .collect()
}

/// Author, title, publisher and year of a source, and the place in it.
fn citation(scenario: &Scenario, reference: &SourceReference) -> String {
    let mut parts = Vec::new();
    match scenario.source(&reference.source) {
        Some(source) => {
            parts.extend(source.author.iter().map(|text| text.text.clone()));
            parts.push(source.title.text.clone());
            parts.extend(source.publisher.iter().map(|text| text.text.clone()));
            parts.extend(source.date.map(|date| date.year().to_string()));
        }
        None => parts.push(reference.source.clone()),
    }
    parts.extend(reference.locator.clone());
    parts.join(", ")
}
