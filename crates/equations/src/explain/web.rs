//! Every name of a scenario as a subject, linked to what it uses.

use super::Link;
use super::subjects::subjects;
use crate::compile::Compiled;
use crate::formula::Place;
use crate::graph::NodeId;
use crate::model::Model;
use crate::order::visit_names;
use crate::symbols::nearest;
use std::collections::{BTreeMap, BTreeSet};
use zopa_scenario::{LeverChange, Scenario, SourceReference, Span, Text};

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
    pub(super) links: Vec<String>,
    /// Position of the party, for terms that may not be stated.
    pub(super) party: Option<(usize, &'static str)>,
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
        let subjects = subjects(scenario, formulas);
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
pub(super) fn target(change: &LeverChange) -> String {
    match change {
        LeverChange::Value { target, .. } => target.text.clone(),
        LeverChange::Seat { party, .. } => format!("seat.{party}"),
        LeverChange::OffTable(_) => "negotiation.off_table".to_owned(),
    }
}
