//! Every name of a scenario as a subject, linked to what it uses.

use super::{Link, changed};
use crate::compile::Compiled;
use crate::formula::Place;
use crate::graph::NodeId;
use crate::listing::arrow;
use crate::model::Model;
use crate::order::visit_names;
use crate::symbols::{Builtin, nearest};
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::{LeverChange, Scenario, Seat, SourceReference, Span, Text};

/// What a subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the kind of its word")]
pub enum SubjectKind {
    Outcome,
    Input,
    Stock,
    Variable,
    Series,
    Party,
    PartyTerm,
    Issue,
    Option,
    Attribute,
    ValueRow,
    Salience,
    Interaction,
    Talks,
    Hold,
    Measure,
    Lever,
    Claim,
    Source,
    BuiltIn,
}

impl SubjectKind {
    /// The word for readers.
    pub fn word(self) -> &'static str {
        match self {
            SubjectKind::Outcome => "outcome",
            SubjectKind::Input => "input",
            SubjectKind::Stock => "stock",
            SubjectKind::Variable => "variable",
            SubjectKind::Series => "series",
            SubjectKind::Party => "party",
            SubjectKind::PartyTerm => "value to a party",
            SubjectKind::Issue => "issue",
            SubjectKind::Option => "option",
            SubjectKind::Attribute => "attribute of options",
            SubjectKind::ValueRow => "values of options",
            SubjectKind::Salience => "weight of an issue",
            SubjectKind::Interaction => "interaction",
            SubjectKind::Talks => "negotiation",
            SubjectKind::Hold => "hold",
            SubjectKind::Measure => "measure",
            SubjectKind::Lever => "lever",
            SubjectKind::Claim => "claim",
            SubjectKind::Source => "source",
            SubjectKind::BuiltIn => "built-in name",
        }
    }
}

/// One name.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: SubjectKind,
    /// Label for readers.
    pub label: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// Where it is declared.
    pub span: Option<Span>,
    /// Its formulas, by index in the compiled scenario.
    pub formulas: Vec<usize>,
    /// Citations of its own, besides those of its formulas.
    pub citations: Vec<SourceReference>,
    /// The author's note.
    pub note: Option<String>,
    /// Unit where no formula has it.
    pub unit: Option<String>,
    /// Names it uses besides those in its formulas.
    links: Vec<String>,
    /// Position of the party, for terms that may not be stated.
    party: Option<(usize, &'static str)>,
}

impl Subject {
    /// The node of a party's term, stated or not.
    pub(super) fn node(&self, model: &Model) -> Option<NodeId> {
        let (p, word) = self.party?;
        let party = model.parties.get(p)?;
        match word {
            "deal" => Some(party.deal),
            "no_deal" => Some(party.no_deal),
            "ratifies" => Some(party.ratifies),
            "power" => Some(party.power),
            "terms" => Some(party.terms),
            _ => None,
        }
    }
}

/// The names of a scenario and what each uses.
#[derive(Debug, Clone)]
pub struct Web<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The same, compiled.
    pub compiled: &'a Compiled,
    /// Every name; two subjects may share one, such as a variable and a measure.
    pub subjects: Vec<Subject>,
    /// What each subject uses, by index, in the order of its equations.
    pub uses: Vec<Vec<usize>>,
    /// What uses each subject.
    pub used_by: Vec<Vec<usize>>,
    index: BTreeMap<String, Vec<usize>>,
}

/// Other names of outcomes.
const ALIASES: [(&str, &[&str]); 2] = [
    (
        "chance_of_deal",
        &["deal_by", "deal", "chance", "chance of a deal", "chance of deal", "agreement"],
    ),
    ("survival", &["hold", "how long it holds", "breakdown"]),
];

impl<'a> Web<'a> {
    /// Links all names. Linear in the size of the scenario but for look-ups.
    pub fn new(scenario: &'a Scenario, compiled: &'a Compiled) -> Self {
        let mut formulas: BTreeMap<Place, usize> = BTreeMap::new();
        for (i, formula) in compiled.formulas.iter().enumerate() {
            formulas.insert(formula.place, i);
        }
        let mut collector = Collector { scenario, formulas, subjects: Vec::new() };
        collector.all();
        let subjects = collector.subjects;
        let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, subject) in subjects.iter().enumerate() {
            index.entry(subject.name.clone()).or_default().push(i);
        }
        for (name, aliases) in ALIASES {
            if let Some(found) = index.get(name).cloned() {
                for alias in aliases {
                    index.entry((*alias).to_owned()).or_insert_with(|| found.clone());
                }
            }
        }
        let mut web =
            Web { scenario, compiled, uses: Vec::new(), used_by: Vec::new(), subjects, index };
        web.connect();
        web
    }

    fn connect(&mut self) {
        let mut uses: Vec<Vec<usize>> = Vec::with_capacity(self.subjects.len());
        let mut used_by = vec![Vec::new(); self.subjects.len()];
        for (from, subject) in self.subjects.iter().enumerate() {
            let mut names: Vec<String> = Vec::new();
            for formula in subject.formulas.iter().filter_map(|f| self.compiled.formulas.get(*f)) {
                if let Some(expression) = &formula.expression {
                    visit_names(expression, &mut |name, _, _| names.push(name.to_owned()));
                }
            }
            names.extend(subject.links.iter().cloned());
            let mut seen = BTreeSet::from([from]);
            let mut list = Vec::new();
            for name in names {
                // A name in an equation never means a measure, lever, claim or source.
                let target = self.index.get(&name).and_then(|found| {
                    found.iter().copied().find(|i| !self.is_about(*i)).or(found.first().copied())
                });
                if let Some(target) = target.filter(|t| seen.insert(*t)) {
                    list.push(target);
                    if let Some(back) = used_by.get_mut(target) {
                        let back: &mut Vec<usize> = back;
                        back.push(from);
                    }
                }
            }
            uses.push(list);
        }
        self.uses = uses;
        self.used_by = used_by;
    }

    /// Whether the subject speaks about the model rather than being a part of it.
    fn is_about(&self, index: usize) -> bool {
        self.subjects.get(index).is_some_and(|s| {
            matches!(
                s.kind,
                SubjectKind::Measure
                    | SubjectKind::Lever
                    | SubjectKind::Claim
                    | SubjectKind::Source
            )
        })
    }

    /// The subjects of this name, or of the quantity that the name is a part of: `area.start`,
    /// `force.large.troops`, `article:57`.
    pub fn find(&self, name: &str) -> Vec<usize> {
        let name = name.trim().trim_start_matches('@');
        if let Some(found) = self.index.get(name) {
            return found.clone();
        }
        let plain = name.to_lowercase().replace(['-', ' '], "_");
        if let Some((_, found)) =
            self.index.iter().find(|(known, _)| known.to_lowercase().replace(' ', "_") == plain)
        {
            return found.clone();
        }
        let part = self.compiled.formulas.iter().position(|f| f.name == name);
        if let Some(part) = part {
            let owner = self.subjects.iter().position(|s| s.formulas.contains(&part));
            return owner.into_iter().collect();
        }
        match name.split_once(':') {
            Some((source, _)) => self.index.get(source).cloned().unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Names like this one, nearest first.
    pub fn suggest(&self, name: &str) -> Vec<&str> {
        nearest(name, self.index.keys().map(String::as_str))
    }

    /// Names that hold this text, at most so many.
    pub fn holding(&self, text: &str, most: usize) -> Vec<&str> {
        let text = text.to_lowercase();
        self.index
            .keys()
            .map(String::as_str)
            .filter(|name| text.len() > 2 && name.to_lowercase().contains(&text))
            .take(most)
            .collect()
    }

    /// Who cites this source, at this place or at any: name of the quantity, claim or lever, and
    /// the place.
    pub fn cited_by(&self, source: &str, locator: Option<&str>) -> Vec<(Link, String)> {
        let mut found: Vec<(Link, String)> = Vec::new();
        for (i, subject) in self.subjects.iter().enumerate() {
            let formulas = subject.formulas.iter().filter_map(|f| self.compiled.formulas.get(*f));
            let all = subject.citations.iter().chain(formulas.flat_map(|f| &f.quantity.sources));
            let mut places: Vec<String> = all
                .filter(|c| c.source == source)
                .filter(|c| locator.is_none() || c.locator.as_deref() == locator)
                .map(|c| c.locator.clone().unwrap_or_default())
                .collect();
            places.dedup();
            if !places.is_empty() && subject.kind != SubjectKind::Source {
                found.push((self.link(i), places.join(", ")));
            }
        }
        found
    }

    /// Everything reached from a subject. Upward through built-in names, such as `signed`, only
    /// measures are reached; downward such names are not opened: the feedback of a deal on the
    /// dynamics would reach everything.
    fn reached(&self, index: usize, up: bool) -> BTreeSet<usize> {
        let mut seen = BTreeSet::from([index]);
        let mut stack = vec![index];
        while let Some(at) = stack.pop() {
            let built_in = self.subjects.get(at).is_some_and(|s| s.kind == SubjectKind::BuiltIn);
            if built_in && !up && at != index {
                continue;
            }
            let list = if up { &self.used_by } else { &self.uses };
            for &next in list.get(at).into_iter().flatten() {
                let kind = self.subjects.get(next).map(|s| s.kind);
                let closed = up && built_in && at != index && kind != Some(SubjectKind::Measure);
                if !closed && seen.insert(next) {
                    stack.push(next);
                }
            }
        }
        seen
    }

    /// Measures that depend on a subject, levers that move it, claims whose chain runs through it.
    pub(super) fn touched_by(&self, index: usize) -> Vec<Link> {
        let Some(subject) = self.subjects.get(index) else { return Vec::new() };
        if matches!(subject.kind, SubjectKind::Claim | SubjectKind::Source) {
            return Vec::new();
        }
        let mut links = Vec::new();
        let up = self.reached(index, true);
        let down = self.reached(index, false);
        let names = |set: &BTreeSet<usize>, measures: bool| -> BTreeSet<&str> {
            set.iter()
                .filter_map(|i| self.subjects.get(*i))
                .filter(|s| (s.kind == SubjectKind::Measure) == measures)
                .map(|s| s.name.as_str())
                .collect()
        };
        let mut measures = names(&up, true);
        if subject.kind == SubjectKind::Measure {
            measures.insert(&subject.name);
        }
        let moved = names(&down, false);
        let levers: BTreeSet<&str> = self
            .scenario
            .levers
            .iter()
            .filter(|lever| {
                lever.id.text == subject.name
                    || lever.set.iter().any(|c| moved.contains(target(c).as_str()))
            })
            .map(|lever| lever.id.text.as_str())
            .collect();
        for measure in
            self.scenario.measures.iter().filter(|m| measures.contains(m.id.text.as_str()))
        {
            if measure.id.text != subject.name {
                links.push(touch(&measure.id, "measure", measure.name.as_ref()));
            }
        }
        for lever in self.scenario.levers.iter().filter(|l| levers.contains(l.id.text.as_str())) {
            if lever.id.text != subject.name {
                links.push(touch(&lever.id, "lever", lever.name.as_ref()));
            }
        }
        for claim in &self.scenario.claims {
            let through = levers.contains(claim.lever.text.as_str())
                && claim.expect.iter().any(|e| measures.contains(e.measure.text.as_str()));
            let direct = subject.kind == SubjectKind::Lever && claim.lever.text == subject.name;
            if through || direct {
                links.push(touch(&claim.id, "claim", Some(&claim.text)));
            }
        }
        links
    }
}

fn touch(id: &Text, kind: &str, label: Option<&Text>) -> Link {
    Link {
        name: id.text.clone(),
        kind: kind.to_owned(),
        label: label.map_or(String::new(), |l| l.text.clone()),
    }
}

/// The name that a change of a lever sets.
fn target(change: &LeverChange) -> String {
    match change {
        LeverChange::Value { target, .. } => target.text.clone(),
        LeverChange::Seat { party, .. } => format!("seat.{party}"),
        LeverChange::OffTable(_) => "negotiation.off_table".to_owned(),
    }
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
