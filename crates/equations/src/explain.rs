//! Where a number comes from: its equation, unit, axes, distribution and sources, what it uses and
//! what uses it.
//!
//! [`Web`] holds every name of a scenario as a subject with links to what it uses, so that a reader
//! can walk from the chance of a deal to a paragraph of a source.

mod examples;
mod spread;
mod subjects;
mod web;

use crate::distribution;
use crate::formula::{Formula, Place};
use crate::graph::{Axes, Leaf, Node};
use crate::listing::{citation, equation};
use crate::model::{Model, Sample};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use zopa_scenario::{Source, SourceReference, Span};

pub use examples::EXAMPLES;
pub use spread::{LEVELS, Spread};
pub use web::{Subject, SubjectKind, Web};

/// Everything to be said about one name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    /// The name.
    pub name: String,
    /// What it is: `input`, `stock`, `party`, ….
    pub kind: String,
    /// Label for readers; empty where there is none.
    pub label: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// Where it is declared.
    pub span: Option<Span>,
    /// Unit, declared or inferred.
    pub unit: Option<String>,
    /// On what it varies; `None` where it has no equation or the scenario has errors.
    pub axes: Option<AxisNames>,
    /// Its equations.
    pub equations: Vec<Equation>,
    /// The distributions in them.
    pub distributions: Vec<DistributionFact>,
    /// Mean and quantiles over draws, where it varies over draws alone.
    pub spread: Option<Spread>,
    /// What its numbers rest on.
    pub citations: Vec<Citation>,
    /// The author's notes.
    pub notes: Vec<String>,
    /// What it uses.
    pub uses: Vec<Link>,
    /// What uses it.
    pub used_by: Vec<Link>,
    /// Measures that depend on it, levers that move it, claims whose chain runs through it.
    pub touched_by: Vec<Link>,
    /// The shortest way from it to a number with a source: names, then the citation.
    pub way: Vec<String>,
    /// Names to explain next.
    pub next: Vec<String>,
}

/// Axes in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AxisNames {
    /// Differs between draws.
    pub draw: bool,
    /// Changes over time.
    pub time: bool,
    /// Issues of the package on which it depends.
    pub issues: Vec<String>,
    /// Known only in a round of talks.
    pub round: bool,
}

/// One equation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Equation {
    /// Left side.
    pub name: String,
    /// Right side as written.
    pub written: String,
    /// Right side as mathematics.
    pub typeset: String,
    /// Unit, declared or inferred.
    pub unit: Option<String>,
    /// Citations as written.
    pub sources: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// One distribution.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DistributionFact {
    /// Its stable name.
    pub site: String,
    /// Its family: `triangular`, `lognormal`, ….
    pub family: String,
    /// How the text is read, such as what `5 to 20` stands for.
    pub reading: String,
    /// Parameters as numbers, where they are constants.
    pub parameters: Vec<f64>,
    /// Mean and quantiles.
    pub spread: Option<Spread>,
}

/// One citation with what is known of its source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Citation {
    /// Identifier of the source, or `assumption`.
    pub source: String,
    /// Paragraph, page or table.
    pub locator: Option<String>,
    /// Title.
    pub title: String,
    /// Author or publisher.
    pub from: String,
    /// Date.
    pub date: String,
    /// Grade.
    pub grade: String,
    /// Address.
    pub url: String,
    /// The author's note on the source.
    pub note: String,
    /// The equations that cite it.
    pub cited_by: Vec<String>,
}

/// A name with what it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Label for readers, or how the link comes about; may be empty.
    pub label: String,
}

/// Which way a tree grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// To what is used.
    Uses,
    /// To what uses it.
    UsedBy,
}

impl Web<'_> {
    /// Explains every subject of this name; none where nothing has it.
    pub fn explain(&self, name: &str) -> Vec<Explanation> {
        self.find(name).into_iter().map(|index| self.explain_subject(index)).collect()
    }

    /// What a subject uses, or what uses it, to some depth: level from 1, and the link. A name that
    /// stands above already is not opened again.
    pub fn tree(&self, index: usize, depth: usize, toward: Toward) -> Vec<(usize, Link)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([index]);
        self.branch(index, 1, depth.min(100), toward, &mut seen, &mut found);
        found
    }

    fn branch(
        &self,
        index: usize,
        level: usize,
        depth: usize,
        toward: Toward,
        seen: &mut BTreeSet<usize>,
        found: &mut Vec<(usize, Link)>,
    ) {
        if level > depth {
            return;
        }
        for &next in self.neighbours(index, toward) {
            found.push((level, self.link(next)));
            if seen.insert(next) {
                self.branch(next, level + 1, depth, toward, seen, found);
            }
        }
    }

    fn neighbours(&self, index: usize, toward: Toward) -> &[usize] {
        let all = match toward {
            Toward::Uses => &self.uses,
            Toward::UsedBy => &self.used_by,
        };
        all.get(index).map(Vec::as_slice).unwrap_or_default()
    }

    /// A subject as a link.
    pub fn link(&self, index: usize) -> Link {
        self.subjects.get(index).map_or_else(Link::default, |s| Link {
            name: s.name.clone(),
            kind: s.kind.word().to_owned(),
            label: match s.kind {
                _ if !s.label.is_empty() => s.label.clone(),
                SubjectKind::PartyTerm
                | SubjectKind::Talks
                | SubjectKind::Hold
                | SubjectKind::BuiltIn
                | SubjectKind::Attribute
                | SubjectKind::ValueRow
                | SubjectKind::Salience
                | SubjectKind::Interaction => s.meaning.clone(),
                _ => String::new(),
            },
        })
    }

    fn explain_subject(&self, index: usize) -> Explanation {
        let Some(subject) = self.subjects.get(index) else { return Explanation::default() };
        let formulas: Vec<&Formula> =
            subject.formulas.iter().filter_map(|f| self.compiled.formulas.get(*f)).collect();
        let model = self.compiled.model.as_ref();
        let equations: Vec<Equation> = formulas.iter().map(|f| self.equation(f)).collect();
        let units: BTreeSet<&String> = equations
            .iter()
            .zip(&formulas)
            .filter(|(_, f)| !matches!(f.place, Place::StockChange(_)))
            .filter_map(|(e, _)| e.unit.as_ref())
            .collect();
        let unit = match (&subject.unit, units.len()) {
            (Some(unit), _) => Some(unit.clone()),
            (None, 1) => units.into_iter().next().cloned(),
            _ => None,
        };
        let way = match subject.kind {
            SubjectKind::Source => Vec::new(),
            _ => self.way(index),
        };
        let mut next: Vec<String> = way.iter().skip(1).take(1).cloned().collect();
        let further = self
            .neighbours(index, Toward::Uses)
            .iter()
            .filter_map(|i| self.subjects.get(*i).filter(|s| s.kind != SubjectKind::BuiltIn));
        next.extend(further.take(4).map(|s| s.name.clone()));
        let mut seen = BTreeSet::new();
        next.retain(|name| *name != subject.name && seen.insert(name.clone()));
        Explanation {
            name: subject.name.clone(),
            kind: subject.kind.word().to_owned(),
            label: subject.label.clone(),
            meaning: subject.meaning.clone(),
            span: subject.span,
            unit,
            axes: self.axes(subject, &formulas),
            equations,
            distributions: model.map(|m| distributions(m, &formulas)).unwrap_or_default(),
            spread: model.and_then(|m| spread_of(m, subject, &formulas)),
            citations: self.citations(subject, &formulas),
            notes: notes(subject, &formulas),
            uses: self.neighbours(index, Toward::Uses).iter().map(|i| self.link(*i)).collect(),
            used_by: self.neighbours(index, Toward::UsedBy).iter().map(|i| self.link(*i)).collect(),
            touched_by: self.touched_by(index),
            way,
            next,
        }
    }

    fn equation(&self, formula: &Formula) -> Equation {
        let unit = self.compiled.units.unit(formula.place).map(ToString::to_string);
        Equation {
            name: formula.name.clone(),
            written: formula.quantity.expression.text.clone(),
            typeset: equation(formula),
            unit: unit.or_else(|| formula.quantity.unit.as_ref().map(|u| u.text.clone())),
            sources: formula.quantity.sources.iter().map(citation).collect(),
            span: formula.quantity.span,
        }
    }

    fn axes(&self, subject: &Subject, formulas: &[&Formula]) -> Option<AxisNames> {
        let model = self.compiled.model.as_ref()?;
        if subject.kind == SubjectKind::Stock {
            return Some(AxisNames { draw: true, time: true, ..AxisNames::default() });
        }
        let own = subject.node(model);
        let nodes = formulas.iter().filter_map(|f| model.node(f.place)).chain(own);
        let mut names: Option<AxisNames> = None;
        for node in nodes {
            let axes: Axes = model.graph.axes(node);
            let names = names.get_or_insert_with(AxisNames::default);
            names.draw |= axes.draw;
            names.time |= axes.time || axes.recorded;
            names.round |= axes.round;
            for (i, issue) in self.scenario.issues.iter().enumerate().take(64) {
                if axes.issues >> i & 1 == 1 && !names.issues.contains(&issue.id.text) {
                    names.issues.push(issue.id.text.clone());
                }
            }
        }
        names
    }

    fn citations(&self, subject: &Subject, formulas: &[&Formula]) -> Vec<Citation> {
        let mut all: Vec<Citation> = Vec::new();
        let own = subject.citations.iter().map(|c| (c, subject.name.clone()));
        let theirs =
            formulas.iter().flat_map(|f| f.quantity.sources.iter().map(|c| (c, f.name.clone())));
        for (reference, by) in own.chain(theirs) {
            let found = all
                .iter_mut()
                .find(|c| c.source == reference.source && c.locator == reference.locator);
            match found {
                Some(citation) if citation.cited_by.contains(&by) => {}
                Some(citation) => citation.cited_by.push(by),
                None => {
                    let mut citation = self.source_facts(reference);
                    citation.cited_by.push(by);
                    all.push(citation);
                }
            }
        }
        all
    }

    fn source_facts(&self, reference: &SourceReference) -> Citation {
        let text =
            |t: &Option<zopa_scenario::Text>| t.as_ref().map_or(String::new(), |t| t.text.clone());
        let base = Citation {
            source: reference.source.clone(),
            locator: reference.locator.clone(),
            ..Citation::default()
        };
        match self.scenario.source(&reference.source) {
            Some(source) => Citation {
                title: source.title.text.clone(),
                from: from(source),
                date: source.date.map_or(String::new(), |d| d.to_string()),
                grade: text(&source.grade),
                url: text(&source.url),
                note: text(&source.note),
                ..base
            },
            None if reference.is_assumption() => {
                Citation { title: "the author's assumption, without a source".to_owned(), ..base }
            }
            None => base,
        }
    }

    /// The shortest way through what is used to a citation, one with a place in the source first.
    fn way(&self, index: usize) -> Vec<String> {
        let mut parent: BTreeMap<usize, usize> = BTreeMap::new();
        let mut queue = VecDeque::from([index]);
        let mut fallback: Option<(usize, String)> = None;
        let mut target: Option<(usize, String)> = None;
        while let Some(at) = queue.pop_front() {
            let cited = self.cited(at);
            if let Some(exact) = cited.iter().find(|c| c.locator.is_some()) {
                target = Some((at, citation(exact)));
                break;
            }
            if let (Some(any), None) = (cited.first(), &fallback) {
                fallback = Some((at, citation(any)));
            }
            for &next in self.neighbours(at, Toward::Uses) {
                if next != index && !parent.contains_key(&next) {
                    parent.insert(next, at);
                    queue.push_back(next);
                }
            }
        }
        let Some((end, cited)) = target.or(fallback) else { return Vec::new() };
        let mut way = vec![cited];
        let mut at = Some(end);
        while let Some(index) = at {
            way.push(self.link(index).name);
            at = parent.get(&index).copied();
        }
        way.reverse();
        way
    }

    /// Citations of a subject and its formulas, assumptions left out.
    fn cited(&self, index: usize) -> Vec<&SourceReference> {
        let Some(subject) = self.subjects.get(index) else { return Vec::new() };
        let formulas = subject.formulas.iter().filter_map(|f| self.compiled.formulas.get(*f));
        subject
            .citations
            .iter()
            .chain(formulas.flat_map(|f| &f.quantity.sources))
            .filter(|c| !c.is_assumption())
            .collect()
    }
}

fn from(source: &Source) -> String {
    let parts: Vec<&str> = [&source.author, &source.publisher]
        .into_iter()
        .flatten()
        .map(|t| t.text.as_str())
        .collect();
    parts.join(", ")
}

fn notes(subject: &Subject, formulas: &[&Formula]) -> Vec<String> {
    let mut notes: Vec<String> = subject.note.iter().cloned().collect();
    for formula in formulas {
        if let Some(note) = &formula.quantity.note
            && !notes.contains(&note.text)
        {
            notes.push(note.text.clone());
        }
    }
    notes
}

fn spread_of(model: &Model, subject: &Subject, formulas: &[&Formula]) -> Option<Spread> {
    let node = match (formulas, subject.node(model)) {
        (_, Some(node)) => node,
        ([one], None) => model.node(one.place)?,
        // A stock is described by its start alone.
        _ => return None,
    };
    spread::over_draws(model, node)
}

fn distributions(model: &Model, formulas: &[&Formula]) -> Vec<DistributionFact> {
    let one = |(k, sample): (usize, &Sample)| {
        let parameters: Option<Vec<f64>> =
            sample.parameters.iter().map(|&p| model.graph.constant_value(p)).collect();
        let made = parameters.as_ref().and_then(|p| distribution::make(&sample.family, p).ok());
        let spread = match &made {
            Some(exact) => Some(Spread::of(exact)),
            None => leaf(model, k).and_then(|node| spread::over_draws(model, node)),
        };
        let family = made.as_ref().map_or(sample.family.as_str(), |d| d.family());
        DistributionFact {
            site: sample.site.clone(),
            family: family.to_owned(),
            reading: reading(&sample.family, parameters.as_deref(), family),
            parameters: parameters.unwrap_or_default(),
            spread,
        }
    };
    let ours = |sample: &Sample| formulas.iter().any(|f| f.place == sample.place);
    model.samples.iter().enumerate().filter(|(_, s)| ours(s)).map(one).collect()
}

fn leaf(model: &Model, sample: usize) -> Option<u32> {
    let wanted = Node::Leaf(Leaf::Sample(sample as u32));
    (0..model.graph.len() as u32).find(|&id| *model.graph.node(id) == wanted)
}

/// How the text of a distribution is read.
fn reading(written: &str, parameters: Option<&[f64]>, family: &str) -> String {
    match (written, parameters) {
        ("interval", Some([low, high])) => {
            let why = if *low > 0.0 && *high > 0.0 {
                "since both ends are positive"
            } else {
                "since an end is not positive"
            };
            format!("`{low} to {high}` is read as a 90 % interval of a {family} distribution, {why}")
        }
        ("interval", _) => {
            "`a to b` is read as a 90 % interval: lognormal where both ends are positive, else normal"
                .to_owned()
        }
        ("plus_minus", Some([mean, sd])) => {
            format!("`{mean} ± {sd}` is read as a normal distribution with that mean and standard deviation")
        }
        ("plus_minus", _) => {
            "`m ± s` is read as a normal distribution with mean m and standard deviation s".to_owned()
        }
        _ => String::new(),
    }
}

/// A setting of a lever as text: `name = value`.
pub(crate) fn changed(change: &zopa_scenario::LeverChange) -> String {
    crate::listing::change_in_words(change)
}
