//! Checks that whatever is referred to is declared.

use crate::check_names::quantities;
use crate::names::well_formed;
use crate::quantities::each_quantity;
use crate::reader::Reader;
use crate::suggestion::closest;
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::{Code, Diagnostic, LeverChange, Scenario, Seat, SourceReference, Span, Text};

/// Everything declared, by kind.
struct Declared<'s> {
    sources: BTreeSet<&'s str>,
    parties: BTreeSet<&'s str>,
    levers: BTreeSet<&'s str>,
    measures: BTreeSet<&'s str>,
    names: BTreeMap<&'s str, &'static str>,
    issues: BTreeMap<&'s str, BTreeSet<&'s str>>,
    attributes: BTreeSet<(&'s str, &'s str)>,
}

impl<'s> Declared<'s> {
    fn new(scenario: &'s Scenario) -> Self {
        Declared {
            sources: scenario.sources.iter().map(|s| s.id.text.as_str()).collect(),
            parties: scenario.parties.iter().map(|p| p.id.text.as_str()).collect(),
            levers: scenario.levers.iter().map(|l| l.id.text.as_str()).collect(),
            measures: scenario.measures.iter().map(|m| m.id.text.as_str()).collect(),
            names: quantities(scenario).map(|(id, kind)| (id.text.as_str(), kind)).collect(),
            issues: scenario
                .issues
                .iter()
                .map(|issue| {
                    let options = issue.options.iter().map(|o| o.id.text.as_str()).collect();
                    (issue.id.text.as_str(), options)
                })
                .collect(),
            attributes: scenario
                .issues
                .iter()
                .flat_map(|issue| {
                    let names = issue.options.iter().flat_map(|option| &option.attributes);
                    names.map(|(name, _)| (issue.id.text.as_str(), name.text.as_str()))
                })
                .collect(),
        }
    }
}

fn near_assumption(id: &str) -> bool {
    closest(id, [SourceReference::ASSUMPTION]).is_some()
}

impl Reader<'_> {
    /// References to sources, parties, issues, options, levers, measures and names.
    pub fn check_references(&mut self, scenario: &Scenario) {
        let declared = Declared::new(scenario);
        self.check_citations(scenario, &declared);
        for party in &scenario.parties {
            for interaction in &party.interactions {
                for (issue, option) in &interaction.options {
                    self.check_option(issue, option, &declared);
                }
            }
        }
        for issue in &scenario.issues {
            let rows = issue.values.iter().map(|row| &row.party);
            for party in rows.chain(issue.salience.iter().map(|scalar| &scalar.party)) {
                self.known("party", party, &declared.parties);
            }
        }
        let stands = scenario.positions.iter().flat_map(|position| {
            position.position.iter().chain(&position.salience).chain(&position.capability)
        });
        let rules = scenario.voting.iter().flat_map(|v| std::iter::once(&v.rule).chain(&v.rules));
        let votes = rules.flat_map(|rule| &rule.weights);
        for scalar in stands.chain(&scenario.capability).chain(votes) {
            self.known("party", &scalar.party, &declared.parties);
        }
        if let Some(voting) = &scenario.voting {
            for party in voting.agenda_setter.iter().chain(&voting.vetoes) {
                self.known("party", party, &declared.parties);
            }
        }
        for lever in &scenario.levers {
            if let Some(party) = &lever.party {
                self.known("party", party, &declared.parties);
            }
            for change in &lever.set {
                self.check_change(change, &declared);
            }
        }
        for claim in &scenario.claims {
            let given = claim.given.iter();
            // An absent lever is reported as a missing field.
            for lever in
                std::iter::once(&claim.lever).filter(|l| **l != Text::default()).chain(given)
            {
                self.known("lever", lever, &declared.levers);
            }
            for expectation in &claim.expect {
                self.known("measure", &expectation.measure, &declared.measures);
            }
        }
        if let Some(negotiation) = &scenario.negotiation {
            for condition in &negotiation.off_table {
                self.check_off_table(condition, &declared);
            }
            for (issue, option) in &negotiation.reference {
                self.check_option(issue, option, &declared);
            }
            self.check_someone_to_agree(scenario, negotiation.span);
        }
        self.check_names_in_use(scenario, &declared);
    }

    fn check_citations(&mut self, scenario: &Scenario, declared: &Declared<'_>) {
        let mut checked: BTreeSet<(Span, String)> = BTreeSet::new();
        let mut cited: Vec<&SourceReference> = Vec::new();
        each_quantity(scenario, |quantity, _| cited.extend(&quantity.sources));
        cited.extend(scenario.series.iter().flat_map(|s| &s.sources));
        cited.extend(scenario.levers.iter().flat_map(|l| &l.sources));
        cited.extend(scenario.claims.iter().flat_map(|c| &c.sources));
        cited.extend(scenario.correlations.iter().flat_map(|c| &c.sources));
        cited.extend(scenario.hold.iter().flat_map(|h| &h.compare).flat_map(|c| &c.sources));
        cited.extend(scenario.options.iter().flat_map(|o| &o.sources));
        cited.extend(scenario.preferences.iter().flat_map(|p| &p.sources));
        cited.extend(scenario.positions.iter().flat_map(|position| &position.sources));
        cited.extend(scenario.voting.iter().flat_map(|voting| &voting.sources));
        if let Some(stability) = &scenario.stability {
            cited.extend(&stability.sources);
            cited.extend(stability.known.iter().flat_map(|known| &known.sources));
        }
        for reference in cited {
            if reference.is_assumption() || declared.sources.contains(reference.source.as_str()) {
                continue;
            }
            // Evidence stated once for a table reaches many quantities.
            if !checked.insert((reference.span, reference.source.clone())) {
                continue;
            }
            let problem = Diagnostic::new(
                Code::UnknownSource,
                format!("no source `{}` is declared", reference.source),
            )
            .label(reference.span, "unknown source");
            let id = &reference.source;
            let near = self.nearest(id, declared.sources.iter().copied());
            self.report(match near {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None if near_assumption(id) => problem.hint("did you mean `assumption`?"),
                None => problem.hint(format!(
                    "declare it, `[source.{id}]` with a `title`, or mark the number `@assumption`"
                )),
            });
        }
    }

    /// Reports a name that is not among the declared ones of its kind.
    pub fn known(&mut self, kind: &str, name: &Text, declared: &BTreeSet<&str>) -> bool {
        if declared.contains(name.text.as_str()) {
            return true;
        }
        let problem =
            Diagnostic::new(Code::UnknownReference, format!("no {kind} `{name}` is declared"))
                .label(name.span, format!("unknown {kind}"));
        let problem = self.suggest(problem, &name.text, declared.iter().copied());
        self.report(problem);
        false
    }

    fn check_option(&mut self, issue: &Text, option: &Text, declared: &Declared<'_>) {
        match declared.issues.get(issue.text.as_str()) {
            Some(options) => {
                self.known(&format!("option of issue `{issue}`"), option, options);
            }
            None => {
                let issues = declared.issues.keys().copied().collect();
                self.known("issue", issue, &issues);
            }
        }
    }

    /// `issue.option`; other conditions on a package are expressions and checked as such.
    fn check_off_table(&mut self, condition: &Text, declared: &Declared<'_>) {
        if !well_formed(&condition.text, true)
            || declared.names.contains_key(condition.text.as_str())
        {
            return;
        }
        let Some((issue, option)) = condition.text.split_once('.') else { return };
        if !declared.attributes.contains(&(issue, option)) {
            let part = |start, end| crate::compact::part(condition, start, end);
            let end = condition.text.len();
            self.check_option(&part(0, issue.len()), &part(issue.len() + 1, end), declared);
        }
    }

    fn check_change(&mut self, change: &LeverChange, declared: &Declared<'_>) {
        match change {
            LeverChange::Seat { party, .. } => {
                self.known("party", party, &declared.parties);
            }
            LeverChange::OffTable(conditions) => {
                for condition in conditions {
                    self.check_off_table(condition, declared);
                }
            }
            LeverChange::Value { target, .. } => {
                let kind = declared.names.get(target.text.as_str()).copied();
                let problem = match kind {
                    Some("input" | "variable") => return,
                    Some(kind) => Diagnostic::new(
                        Code::UnknownReference,
                        format!("a lever cannot set the {kind} `{target}`"),
                    )
                    .label(target.span, format!("this is a {kind}"))
                    .hint("let a lever set an input, and let its formula use that input"),
                    None => {
                        let problem = Diagnostic::new(
                            Code::UnknownName,
                            format!("no input or variable `{target}` is declared"),
                        )
                        .label(target.span, "unknown name");
                        let settable = declared
                            .names
                            .iter()
                            .filter(|(_, kind)| matches!(**kind, "input" | "variable"))
                            .map(|(name, _)| *name);
                        self.suggest(problem, &target.text, settable)
                    }
                };
                self.report(problem);
            }
        }
    }

    fn check_names_in_use(&mut self, scenario: &Scenario, declared: &Declared<'_>) {
        for name in &scenario.show {
            if !declared.names.contains_key(name.text.as_str()) {
                let problem =
                    Diagnostic::new(Code::UnknownName, format!("nothing to show named `{name}`"))
                        .label(name.span, "unknown name");
                let problem = self.suggest(problem, &name.text, declared.names.keys().copied());
                self.report(problem);
            }
        }
        for reset in scenario.hold.iter().flat_map(|hold| &hold.resumes) {
            if declared.names.get(reset.stock.text.as_str()) != Some(&"stock") {
                let problem = Diagnostic::new(
                    Code::UnknownName,
                    format!("no stock `{}` is declared", reset.stock),
                )
                .label(reset.stock.span, "unknown stock");
                let stocks = scenario.stocks.iter().map(|stock| stock.id.text.as_str());
                let problem = self.suggest(problem, &reset.stock.text, stocks);
                self.report(problem);
            }
        }
        for pair in &scenario.correlations {
            for name in [&pair.first, &pair.second] {
                if declared.names.get(name.text.as_str()) != Some(&"input") {
                    let problem =
                        Diagnostic::new(Code::BadCorrelation, format!("`{name}` is not an input"))
                            .label(name.span, "expected an uncertain input");
                    let inputs = scenario.inputs.iter().map(|input| input.id.text.as_str());
                    let problem = self.suggest(problem, &name.text, inputs);
                    self.report(problem);
                }
            }
            if pair.first.text == pair.second.text {
                self.report(
                    Diagnostic::new(Code::BadCorrelation, "an input correlated with itself")
                        .label(pair.second.span, "the same input"),
                );
            }
            if pair.rank.abs() >= 1.0 {
                self.report(
                    Diagnostic::new(
                        Code::BadCorrelation,
                        format!("a rank correlation of {}", pair.rank),
                    )
                    .label(pair.span, "must be more than -1 and less than 1"),
                );
            }
        }
    }

    fn check_someone_to_agree(&mut self, scenario: &Scenario, place: Span) {
        let lacks = if scenario.issues.is_empty() {
            ("nothing to agree on: no issue is declared", "declare `[issue.ID]` with `options`")
        } else if scenario.parties.is_empty() {
            ("no one to agree: no party is declared", "declare `[party.ID]`")
        } else if scenario.parties.iter().all(|party| party.seat != Seat::Signatory) {
            ("no one to agree: no party is a signatory", "give a party `seat = \"signatory\"`")
        } else {
            return;
        };
        self.report(
            Diagnostic::new(Code::NoParties, lacks.0)
                .label(place, "these talks need an issue and a signatory")
                .hint(lacks.1),
        );
    }
}
