//! The names of a scenario, one subject each, with what each uses besides its equations.

use super::changed;
use super::web::{Subject, SubjectKind, target};
use crate::formula::Place;
use crate::listing::arrow;
use crate::order::visit_names;
use crate::symbols::Builtin;
use std::collections::BTreeMap;
use zopa_scenario::{LeverChange, Scenario, Seat, SourceReference, Text};

/// Every name, in the order outcomes, dynamics, parties, issues, talks, measures, levers, claims,
/// sources, built-in names; `formulas` gives the index of each formula.
pub(super) fn subjects(scenario: &Scenario, formulas: BTreeMap<Place, usize>) -> Vec<Subject> {
    let mut collector = Collector { scenario, formulas, subjects: Vec::new() };
    collector.all();
    collector.subjects
}

struct Collector<'a> {
    scenario: &'a Scenario,
    formulas: BTreeMap<Place, usize>,
    subjects: Vec<Subject>,
}

impl Collector<'_> {
    fn formula(&self, place: Place) -> Vec<usize> {
        self.formulas.get(&place).copied().into_iter().collect()
    }

    fn add(
        &mut self,
        name: impl Into<String>,
        kind: SubjectKind,
        meaning: impl Into<String>,
    ) -> &mut Subject {
        self.subjects.push(Subject {
            name: name.into(),
            kind,
            label: String::new(),
            meaning: meaning.into(),
            span: None,
            formulas: Vec::new(),
            citations: Vec::new(),
            note: None,
            unit: None,
            links: Vec::new(),
            party: None,
        });
        let last = self.subjects.len() - 1;
        &mut self.subjects[last]
    }

    fn all(&mut self) {
        self.outcomes();
        self.dynamics();
        self.parties();
        self.issues();
        self.talks();
        self.about();
        self.built_ins();
    }

    fn outcomes(&mut self) {
        let scenario = self.scenario;
        if scenario.negotiation.is_none() {
            return;
        }
        let mut links = vec!["negotiation.chance".to_owned(), "negotiation.off_table".to_owned()];
        for party in scenario.parties.iter().filter(|p| p.seat == Seat::Signatory) {
            for word in ["no_deal", "deal", "ratifies"] {
                links.push(format!("{word}.{}", party.id));
            }
        }
        let meaning = "in each round the parties whose consent is needed look for a package that each \
             prefers to no deal; one is picked and signed with the chance of signature times the \
             probability that each ratifies";
        let outcome = self.add("chance_of_deal", SubjectKind::Outcome, meaning);
        outcome.label = "Chance of a deal".to_owned();
        outcome.links = links;
        let meaning = "a deal in force breaks down in a step of length h with probability \
             1 − exp(−hazard · h)";
        let mut links = vec!["hold.hazard".to_owned(), "hold.durability".to_owned()];
        links.extend(
            scenario
                .hold
                .iter()
                .flat_map(|h| &h.resumes)
                .map(|r| format!("hold.resumes.{}", r.stock)),
        );
        let outcome = self.add("survival", SubjectKind::Outcome, meaning);
        outcome.label = "How long a deal holds".to_owned();
        outcome.links = links;
    }

    fn dynamics(&mut self) {
        let scenario = self.scenario;
        let label = |name: &Option<Text>| name.as_ref().map_or(String::new(), |n| n.text.clone());
        for (i, input) in scenario.inputs.iter().enumerate() {
            let formulas = self.formula(Place::Input(i));
            let subject =
                self.add(&input.id.text, SubjectKind::Input, "a number from outside the model");
            subject.label = label(&input.name);
            subject.span = Some(input.id.span);
            subject.formulas = formulas;
        }
        for (i, stock) in scenario.stocks.iter().enumerate() {
            let places = [
                Place::StockStart(i),
                Place::StockChange(i),
                Place::StockMinimum(i),
                Place::StockMaximum(i),
            ];
            let formulas = places.iter().flat_map(|p| self.formula(*p)).collect();
            let subject = self.add(
                &stock.id.text,
                SubjectKind::Stock,
                "a stock: it starts somewhere and changes over time",
            );
            subject.label = label(&stock.name);
            subject.span = Some(stock.id.span);
            subject.formulas = formulas;
        }
        for (i, variable) in scenario.variables.iter().enumerate() {
            let formulas = self.formula(Place::Variable(i));
            let subject = self.add(
                &variable.id.text,
                SubjectKind::Variable,
                "follows from others by its equation",
            );
            subject.label = label(&variable.name);
            subject.span = Some(variable.id.span);
            subject.formulas = formulas;
        }
        for series in &scenario.series {
            let meaning = format!("{} dated values, interpolated", series.points.len());
            let subject = self.add(&series.id.text, SubjectKind::Series, meaning);
            subject.span = Some(series.id.span);
            subject.citations = series.sources.clone();
            subject.note = series.note.as_ref().map(|n| n.text.clone());
            subject.unit = series.unit.as_ref().map(|u| u.text.clone());
        }
    }

    fn parties(&mut self) {
        let scenario = self.scenario;
        for (p, party) in scenario.parties.iter().enumerate() {
            let id = &party.id.text;
            let subject = self.add(
                id,
                SubjectKind::Party,
                format!("a party; its seat: {}", party.seat.word()),
            );
            subject.label = party.name.text.clone();
            subject.span = Some(party.id.span);
            subject.note = party.note.as_ref().map(|n| n.text.clone());
            subject.links = ["no_deal", "deal", "terms", "ratifies", "power", "seat"]
                .map(|w| format!("{w}.{id}"))
                .to_vec();
            let terms: Vec<(&'static str, Place, bool, String, &str)> = vec![
                (
                    "deal",
                    Place::Deal(p),
                    party.deal.is_some(),
                    format!("value of a package to {}", party.name),
                    "not stated: the terms alone",
                ),
                (
                    "no_deal",
                    Place::NoDeal(p),
                    party.no_deal.is_some(),
                    format!("value to {} of going on without a deal", party.name),
                    "not stated: 0",
                ),
                (
                    "ratifies",
                    Place::Ratifies(p),
                    party.ratifies.is_some(),
                    format!("probability that {} ratifies a package", party.name),
                    "not stated: 1",
                ),
                (
                    "power",
                    Place::Power(p),
                    party.power.is_some(),
                    format!("bargaining weight of {}", party.name),
                    "not stated: 1, equal weights",
                ),
            ];
            for (word, place, stated, meaning, otherwise) in terms {
                let formulas = self.formula(place);
                let meaning = if stated { meaning } else { format!("{meaning}; {otherwise}") };
                let subject = self.add(format!("{word}.{id}"), SubjectKind::PartyTerm, meaning);
                subject.span = Some(party.id.span);
                subject.formulas = formulas;
                subject.party = Some((p, word));
                if word == "deal" && !stated {
                    subject.links = vec![format!("terms.{id}")];
                }
            }
            for issue in &scenario.issues {
                let meaning =
                    format!("weight times value of the option of {} to {}", issue.name, party.name);
                let subject =
                    self.add(format!("terms.{id}.{}", issue.id), SubjectKind::PartyTerm, meaning);
                subject.span = Some(party.id.span);
                subject.links = [
                    issue
                        .values
                        .iter()
                        .any(|r| r.party.text == *id)
                        .then(|| format!("{}.value.{id}", issue.id)),
                    issue
                        .salience
                        .iter()
                        .any(|s| s.party.text == *id)
                        .then(|| format!("{}.salience.{id}", issue.id)),
                ]
                .into_iter()
                .flatten()
                .collect();
            }
            let mut links = Vec::new();
            for issue in &scenario.issues {
                if issue.values.iter().any(|r| r.party.text == *id) {
                    links.push(format!("{}.value.{id}", issue.id));
                }
                if issue.salience.iter().any(|s| s.party.text == *id) {
                    links.push(format!("{}.salience.{id}", issue.id));
                }
            }
            links.extend(party.interactions.iter().map(|i| interaction_name(id, i)));
            let meaning = format!(
                "sum over issues of weight times value of the option to {}, plus interactions",
                party.name
            );
            let subject = self.add(format!("terms.{id}"), SubjectKind::PartyTerm, meaning);
            subject.span = Some(party.id.span);
            subject.links = links;
            subject.party = Some((p, "terms"));
            let meaning = format!("1 while {} must consent; now {}", party.name, party.seat.word());
            let subject = self.add(format!("seat.{id}"), SubjectKind::PartyTerm, meaning);
            subject.span = Some(party.seat_span);
            for (k, interaction) in party.interactions.iter().enumerate() {
                let formulas = self.formula(Place::Interaction(p, k));
                let options: Vec<String> =
                    interaction.options.iter().map(|(i, o)| format!("{i} is {o}")).collect();
                let meaning = format!("added to terms.{id} where {}", options.join(" and "));
                let subject =
                    self.add(interaction_name(id, interaction), SubjectKind::Interaction, meaning);
                subject.span = Some(interaction.span);
                subject.formulas = formulas;
                subject.links =
                    interaction.options.iter().map(|(i, o)| format!("{i}.{o}")).collect();
            }
        }
    }

    fn issues(&mut self) {
        let scenario = self.scenario;
        for (i, issue) in scenario.issues.iter().enumerate() {
            let id = &issue.id.text;
            let options: Vec<&str> = issue.options.iter().map(|o| o.id.text.as_str()).collect();
            let mut attributes: Vec<&Text> = Vec::new();
            for (name, _) in issue.options.iter().flat_map(|o| &o.attributes) {
                if !attributes.iter().any(|a| a.text == name.text) {
                    attributes.push(name);
                }
            }
            let mut links: Vec<String> = attributes.iter().map(|a| format!("{id}.{a}")).collect();
            links.extend(issue.values.iter().map(|r| format!("{id}.value.{}", r.party)));
            links.extend(issue.salience.iter().map(|s| format!("{id}.salience.{}", s.party)));
            let subject = self.add(
                id,
                SubjectKind::Issue,
                format!("an issue with the options {}", options.join(", ")),
            );
            subject.label = issue.name.text.clone();
            subject.span = Some(issue.id.span);
            subject.note = issue.note.as_ref().map(|n| n.text.clone());
            subject.links = links;
            for attribute in &attributes {
                let mut formulas = Vec::new();
                for (o, option) in issue.options.iter().enumerate() {
                    for (a, _) in option
                        .attributes
                        .iter()
                        .enumerate()
                        .filter(|(_, (n, _))| n.text == attribute.text)
                    {
                        formulas.extend(self.formula(Place::Attribute(i, o, a)));
                    }
                }
                let meaning = format!("a number of each option of {}", issue.name);
                let subject =
                    self.add(format!("{id}.{attribute}"), SubjectKind::Attribute, meaning);
                subject.span = Some(attribute.span);
                subject.formulas = formulas;
            }
            for (r, row) in issue.values.iter().enumerate() {
                let formulas = (0..row.values.len())
                    .flat_map(|o| self.formula(Place::OptionValue(i, r, o)))
                    .collect();
                let meaning = format!("value of each option of {} to {}", issue.name, row.party);
                let subject =
                    self.add(format!("{id}.value.{}", row.party), SubjectKind::ValueRow, meaning);
                subject.span = Some(row.span);
                subject.formulas = formulas;
            }
            for (s, entry) in issue.salience.iter().enumerate() {
                let formulas = self.formula(Place::Salience(i, s));
                let meaning = format!("weight of {} to {}", issue.name, entry.party);
                let subject = self.add(
                    format!("{id}.salience.{}", entry.party),
                    SubjectKind::Salience,
                    meaning,
                );
                subject.span = Some(entry.value.span);
                subject.formulas = formulas;
            }
            for option in &issue.options {
                let meaning =
                    format!("an option of {}; as a name, 1 where the package holds it", issue.name);
                let subject = self.add(format!("{id}.{}", option.id), SubjectKind::Option, meaning);
                subject.label = option.name.as_ref().map_or(String::new(), |n| n.text.clone());
                subject.span = Some(option.id.span);
                subject.links = attributes.iter().map(|a| format!("{id}.{a}")).collect();
            }
        }
    }

    fn talks(&mut self) {
        let scenario = self.scenario;
        if let Some(talks) = &scenario.negotiation {
            let formulas = self.formula(Place::Chance);
            let meaning = if talks.chance.is_some() {
                "chance that a round with a package on the table ends in a signature, before ratification"
            } else {
                "chance of signature; not stated: 1"
            };
            let subject = self.add("negotiation.chance", SubjectKind::Talks, meaning);
            subject.span = Some(talks.span);
            subject.formulas = formulas;
            if !talks.off_table.is_empty() {
                let formulas = (0..talks.off_table.len())
                    .flat_map(|k| self.formula(Place::OffTable(k)))
                    .collect();
                let subject = self.add(
                    "negotiation.off_table",
                    SubjectKind::Talks,
                    "packages for which one of these holds are off the table",
                );
                subject.span = Some(talks.span);
                subject.formulas = formulas;
            }
        }
        if let Some(hold) = &scenario.hold {
            for (name, place, meaning) in [
                ("hold.hazard", Place::Hazard, "hazard of breakdown while a deal is in force"),
                (
                    "hold.durability",
                    Place::Durability,
                    "share of deals of a package expected to hold",
                ),
            ] {
                let formulas = self.formula(place);
                if !formulas.is_empty() {
                    let subject = self.add(name, SubjectKind::Hold, meaning);
                    subject.span = Some(hold.span);
                    subject.formulas = formulas;
                }
            }
            for (k, reset) in hold.resumes.iter().enumerate() {
                let formulas = self.formula(Place::Reset(k));
                let meaning = format!("what `{}` becomes when a deal breaks down", reset.stock);
                let subject =
                    self.add(format!("hold.resumes.{}", reset.stock), SubjectKind::Hold, meaning);
                subject.span = Some(reset.stock.span);
                subject.formulas = formulas;
            }
        }
    }

    fn about(&mut self) {
        let scenario = self.scenario;
        for (i, measure) in scenario.measures.iter().enumerate() {
            let formulas = self.formula(Place::Measure(i));
            let subject =
                self.add(&measure.id.text, SubjectKind::Measure, "a measure: one number a draw");
            subject.label = measure.name.as_ref().map_or(String::new(), |n| n.text.clone());
            subject.span = Some(measure.id.span);
            subject.formulas = formulas;
        }
        for lever in &scenario.levers {
            let changes: Vec<String> = lever.set.iter().map(changed).collect();
            let party = lever.party.as_ref().map_or(String::new(), |p| format!(", held by {p}"));
            let meaning = format!("a lever{party}; it sets {}", changes.join("; "));
            let subject = self.add(&lever.id.text, SubjectKind::Lever, meaning);
            subject.label = lever.name.as_ref().map_or(String::new(), |n| n.text.clone());
            subject.span = Some(lever.id.span);
            let mut cited = lever.sources.clone();
            let mut links: Vec<String> = lever.set.iter().map(target).collect();
            for change in &lever.set {
                if let LeverChange::Value { value, .. } = change {
                    cited.extend(value.sources.iter().cloned());
                    if let Ok(expression) = crate::parser::parse(&value.expression.text) {
                        visit_names(&expression, &mut |name, _, _| links.push(name.to_owned()));
                    }
                }
            }
            subject.citations = cited;
            subject.note = lever.note.as_ref().map(|n| n.text.clone());
            subject.links = links;
        }
        for claim in &scenario.claims {
            let effects: Vec<String> = claim
                .expect
                .iter()
                .map(|e| format!("{} {}", e.measure, arrow(e.direction)))
                .collect();
            let given = claim.given.as_ref().map_or(String::new(), |g| format!(" given {g}"));
            let built = if claim.by_construction {
                "; built into the model, so it tests the code only"
            } else {
                ""
            };
            let meaning =
                format!("a claim: {}{given} → {}{built}", claim.lever, effects.join(", "));
            let subject = self.add(&claim.id.text, SubjectKind::Claim, meaning);
            subject.label = claim.text.text.clone();
            subject.span = Some(claim.span);
            subject.citations = claim.sources.clone();
            subject.note = claim.note.as_ref().map(|n| n.text.clone());
            subject.links = std::iter::once(&claim.lever)
                .chain(&claim.given)
                .chain(claim.expect.iter().map(|e| &e.measure))
                .map(|t| t.text.clone())
                .collect();
        }
        for source in &scenario.sources {
            let subject = self.add(&source.id.text, SubjectKind::Source, "a source");
            subject.label = source.title.text.clone();
            subject.span = Some(source.id.span);
            subject.citations = vec![SourceReference {
                source: source.id.text.clone(),
                locator: None,
                span: source.id.span,
            }];
        }
    }

    fn built_ins(&mut self) {
        let scenario = self.scenario;
        let gains: Vec<String> = scenario
            .parties
            .iter()
            .filter(|p| p.seat == Seat::Signatory)
            .flat_map(|p| [format!("deal.{}", p.id), format!("no_deal.{}", p.id)])
            .collect();
        for &(builtin, word, meaning) in Builtin::ALL {
            let links = match builtin {
                Builtin::Surplus | Builtin::BestSurplus | Builtin::ZoneShare => gains.clone(),
                Builtin::InForce => vec!["chance_of_deal".to_owned(), "survival".to_owned()],
                Builtin::Signed | Builtin::SinceSignature | Builtin::DealTime => {
                    vec!["chance_of_deal".to_owned()]
                }
                Builtin::Breakdowns | Builtin::BreakdownTime => vec!["survival".to_owned()],
                _ => Vec::new(),
            };
            self.add(word, SubjectKind::BuiltIn, meaning).links = links;
        }
    }
}

fn interaction_name(party: &str, interaction: &zopa_scenario::Interaction) -> String {
    let options: Vec<String> =
        interaction.options.iter().map(|(i, o)| format!("{i}.{o}")).collect();
    format!("interaction.{party}.{}", options.join("+"))
}
