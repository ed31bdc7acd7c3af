//! Scenarios of KTAB's spatial model of politics in XML (`smpSchema.xsd`).
//!
//! `<Scenario>` holds `<name>`, `<desc>`, `<prngSeed>`, `<ModelParameters>`, `<Dimensions>` with a
//! `<dName>` each, `<Actors>` with `<name>`, `<description>`, `<capability>`, `<Position>` of `<dCoord>`
//! and `<Salience>` of `<dSal>` each, in the order of the dimensions and from 0 to 100, and
//! `<IdealAdjustment>` with `<iaPair>`: how far an actor's ideal follows another's position.
//!
//! Each dimension is an issue with a scale from 0 to 100. The schema calls the model's parameters and
//! the adjustment of ideals optional, and so they are here. Where ideals are adjusted an actor's
//! ideal follows its own position in full unless a pair says otherwise, as in the program.
//!
//! The parameters are switches of the spatial model ([`ToolkitOptions::settings`]); values that
//! neither the schema nor the program knows are errors.

use super::cells::{counted, shortened};
use super::gathering::{Placed, Problems, SalienceUnit, Stated, StatedIssue, gather, warning};
use super::{NamedPositions, PositionsReading};
use crate::Named;
use roxmltree::{Document, Node};
use zopa_scenario::{Code, Diagnostic, Span, suggestion};

/// What a scenario says of the model rather than of the parties.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ToolkitOptions {
    /// Names of the model's parameters with their values, as written and in the file's order.
    pub parameters: Vec<(String, String)>,
    /// Seed of the program's own random numbers, as written.
    pub seed: Option<String>,
    /// How ideals follow positions: (party whose ideal moves, party it follows, weight); see
    /// [`ToolkitOptions::adjustment`]. Empty where nothing is stated.
    pub ideal_adjustment: Vec<(usize, usize, f64)>,
    /// What is said of each party, by its index; blank where nothing is.
    pub descriptions: Vec<String>,
}

impl ToolkitOptions {
    /// The value of a parameter by its name in the file, such as `VictoryProbModel`.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The switches of the spatial model that the parameters set, with their values in the words of
    /// [`Options::set`]; parameters that are unknown are left out.
    ///
    /// ```
    /// use zopa_exchange::positions::toolkit_xml::ToolkitOptions;
    /// let parameters = vec![("PCEModel".to_owned(), "MarkovUniform".to_owned())];
    /// let options = ToolkitOptions { parameters, ..ToolkitOptions::default() };
    /// assert_eq!(options.settings(), [("election", "markov_uniform")]);
    /// ```
    ///
    /// [`Options::set`]: zopa_positions::spatial::Options::set
    pub fn settings(&self) -> Vec<(&'static str, &'static str)> {
        let setting = |(name, value): &(String, String)| {
            let parameter = PARAMETERS.iter().find(|parameter| parameter.name == name)?;
            let (_, choice) = parameter.values.iter().find(|(written, _)| written == value)?;
            Some((parameter.switch, *choice))
        };
        self.parameters.iter().filter_map(setting).collect()
    }

    /// The weight with which the ideal of each of so many parties follows each party's position: its
    /// own in full unless a pair says otherwise. `None` where no pair is stated: ideals are
    /// positions.
    pub fn adjustment(&self, parties: usize) -> Option<Vec<Vec<f64>>> {
        if self.ideal_adjustment.is_empty() {
            return None;
        }
        let own = |i: usize| (0..parties).map(|j| f64::from(u8::from(i == j))).collect();
        let mut weights: Vec<Vec<f64>> = (0..parties).map(own).collect();
        for &(moving, followed, weight) in &self.ideal_adjustment {
            if let Some(cell) = weights.get_mut(moving).and_then(|row| row.get_mut(followed)) {
                *cell = weight;
            }
        }
        Some(weights)
    }
}

/// A parameter of the model: its name in the file, the switch that it sets, and its values with the
/// switch's choices.
struct Parameter {
    name: &'static str,
    switch: &'static str,
    values: &'static [(&'static str, &'static str)],
}

/// The parameters that the schema knows. Where the schema and the program call a value by different
/// names (`Proportional` and `Prop`, `No` and `None`) both are read, the program's first.
const PARAMETERS: [Parameter; 9] = [
    Parameter {
        name: "VictoryProbModel",
        switch: "victory",
        values: &[
            ("Linear", "linear"),
            ("Square", "square"),
            ("Quartic", "quartic"),
            ("Octic", "octic"),
            ("Binary", "binary"),
        ],
    },
    Parameter {
        name: "PCEModel",
        switch: "election",
        values: &[
            ("Conditional", "conditional"),
            ("MarkovUniform", "markov_uniform"),
            ("MarkovIncentive", "markov_incentive"),
        ],
    },
    Parameter {
        name: "StateTransitions",
        switch: "transition",
        values: &[("Deterministic", "deterministic"), ("Stochastic", "stochastic")],
    },
    Parameter {
        name: "VotingRule",
        switch: "voting",
        values: &[
            ("Binary", "binary"),
            ("PropBin", "prop_bin"),
            ("Prop", "proportional"),
            ("Proportional", "proportional"),
            ("PropCbc", "prop_cbc"),
            ("Cubic", "cubic"),
            ("ASymProsp", "asymmetric_prospect"),
        ],
    },
    Parameter {
        name: "BigRAdjust",
        switch: "risk_estimate",
        values: &[
            ("None", "none"),
            ("No", "none"),
            ("OneThird", "one_third"),
            ("Half", "half"),
            ("TwoThirds", "two_thirds"),
            ("Full", "full"),
        ],
    },
    Parameter {
        name: "BigRRange",
        switch: "risk_range",
        values: &[("Min", "min"), ("Mid", "mid"), ("Max", "max")],
    },
    Parameter {
        name: "ThirdPartyCommit",
        switch: "commitment",
        values: &[("NoCommit", "none"), ("SemiCommit", "semi"), ("FullCommit", "full")],
    },
    Parameter {
        name: "InterVecBrgn",
        switch: "interpolation",
        values: &[("S1P1", "s1p1"), ("S2P2", "s2p2"), ("S2PMax", "s2pmax")],
    },
    Parameter {
        name: "BargnModel",
        switch: "proposal",
        values: &[
            ("InitOnlyInterp", "initiator"),
            ("InitRcvrInterp", "initiator_and_receiver"),
            ("PWCompInterp", "weighted_compromise"),
        ],
    },
];

/// The parts of a scenario.
const PARTS: [&str; 7] =
    ["name", "desc", "prngSeed", "ModelParameters", "Dimensions", "Actors", "IdealAdjustment"];

/// Reads the positions of a scenario; `name` is the title where it has none.
///
/// ```
/// let text = "<Scenario><name>Two</name><Dimensions><dName>tax</dName></Dimensions><Actors>
///   <Actor><name>A</name><capability>2</capability>
///     <Position><dCoord>10</dCoord></Position><Salience><dSal>50</dSal></Salience></Actor>
///   <Actor><name>B</name><capability>1</capability>
///     <Position><dCoord>90</dCoord></Position><Salience><dSal>80</dSal></Salience></Actor>
///   </Actors></Scenario>";
/// let positions = zopa_exchange::positions::toolkit_xml::read(text, "").positions.expect("positions");
/// assert_eq!(positions.issues[0].named.id, "tax");
/// assert_eq!(positions.issues[0].issue.stands[1].salience, 0.8);
/// ```
pub fn read(text: &str, name: &str) -> PositionsReading {
    read_with_options(text, name).0
}

/// Reads the positions of a scenario together with what it says of the model.
pub fn read_with_options(text: &str, name: &str) -> (PositionsReading, ToolkitOptions) {
    let mut options = ToolkitOptions::default();
    let mut problems = Problems::default();
    let positions = scenario(text, name, &mut options, &mut problems);
    let mut diagnostics = problems.stands;
    diagnostics.extend(problems.issues);
    diagnostics.sort_by_key(|problem| problem.labels.first().map(|label| label.span));
    let sound = !zopa_scenario::diagnostic::any_error(&diagnostics);
    (PositionsReading { positions: positions.filter(|_| sound), diagnostics }, options)
}

/// Places in the document; what stands before it in the file is left out of it.
struct Places {
    before: usize,
}

impl Places {
    fn of(&self, node: Node) -> Span {
        let range = node.range();
        Span::new(range.start + self.before, range.end + self.before)
    }

    fn number(
        &self,
        node: Option<Node>,
        otherwise: Node,
        what: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Placed> {
        let span = self.of(node.unwrap_or(otherwise));
        let text = node.map_or_else(String::new, content);
        if text.is_empty() {
            let message = format!("{what} is missing");
            diagnostics.push(Diagnostic::new(Code::MissingField, message).at(span));
            return None;
        }
        let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
        if value.is_none() {
            let message = format!("{what} is `{}`, not a number", shortened(&text));
            diagnostics.push(Diagnostic::new(Code::WrongType, message).at(span));
        }
        value.map(|value| (value, span))
    }
}

/// The text of a node without the blanks around it.
fn content(node: Node) -> String {
    node.text().unwrap_or_default().trim().to_owned()
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    children(node, name).next()
}

fn children<'a, 'input>(
    node: Node<'a, 'input>,
    name: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.has_tag_name(name))
}

fn scenario(
    text: &str,
    name: &str,
    options: &mut ToolkitOptions,
    problems: &mut Problems,
) -> Option<NamedPositions> {
    let diagnostics = &mut problems.stands;
    let markup = text.trim_start_matches('\u{feff}').trim_start();
    let places = Places { before: text.len() - markup.len() };
    let document = match Document::parse(markup) {
        Ok(document) => document,
        Err(error) => {
            let at = places.before + byte(markup, error.pos());
            let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
            let message = format!("the file is not XML: {error}");
            diagnostics.push(Diagnostic::new(Code::Unreadable, message).at(Span::new(at, end)));
            return None;
        }
    };
    let root = document.root_element();
    if !root.has_tag_name("Scenario") {
        let message =
            format!("a scenario begins with <Scenario>, not <{}>", root.tag_name().name());
        let start = places.of(root).start;
        let span = Span::new(start, start + 1 + root.tag_name().name().len());
        diagnostics.push(Diagnostic::new(Code::WrongType, message).at(span));
        return None;
    }
    for part in root.children().filter(Node::is_element) {
        unknown(part, &PARTS, &places, diagnostics);
    }
    options.seed = child(root, "prngSeed").map(content);
    for parameter in child(root, "ModelParameters").iter().flat_map(|node| node.children()) {
        if parameter.is_element() {
            unknown(parameter, &PARAMETERS.map(|known| known.name), &places, diagnostics);
            value_known(parameter, &places, diagnostics);
            options.parameters.push((parameter.tag_name().name().to_owned(), content(parameter)));
        }
    }
    let mut issues: Vec<StatedIssue> = Vec::new();
    for dimension in child(root, "Dimensions").iter().flat_map(|node| children(*node, "dName")) {
        let place = places.of(dimension);
        let id = match content(dimension) {
            id if id.is_empty() => format!("dimension_{}", issues.len() + 1),
            id => id,
        };
        if issues.iter().any(|issue| issue.named.id == id) {
            let message = format!("two dimensions are called `{}`", shortened(&id));
            diagnostics.push(Diagnostic::new(Code::DuplicateKey, message).at(place));
        }
        issues.push(StatedIssue {
            named: Named { id: id.clone(), name: id },
            place,
            low: Some((0.0, place)),
            high: Some((100.0, place)),
            ..Default::default()
        });
    }
    let actors: Vec<Node> =
        child(root, "Actors").iter().flat_map(|node| children(*node, "Actor")).collect();
    for (missing, what) in [
        (issues.is_empty(), "<Dimensions> with a <dName>"),
        (actors.is_empty(), "<Actors> with an <Actor>"),
    ] {
        if missing {
            let message = format!("the scenario has no {what}");
            let start = places.of(root).start;
            let span = Span::new(start, start + "<Scenario".len());
            diagnostics.push(Diagnostic::new(Code::MissingField, message).at(span));
        }
    }
    let mut parties: Vec<Named> = Vec::new();
    for actor in actors {
        let id = child(actor, "name").map(content).unwrap_or_default();
        let place = places.of(child(actor, "name").unwrap_or(actor));
        if id.is_empty() {
            let message = "an actor has no name";
            diagnostics.push(Diagnostic::new(Code::MissingField, message).at(place));
            continue;
        }
        let party = parties.iter().position(|party| party.id == id).unwrap_or_else(|| {
            parties.push(Named { id: id.clone(), name: id.clone() });
            options.descriptions.push(child(actor, "description").map(content).unwrap_or_default());
            parties.len() - 1
        });
        let short = shortened(&id);
        let what = format!("the capability of {short}");
        let capability = places.number(child(actor, "capability"), actor, &what, diagnostics);
        let positions =
            listed(actor, "Position", "dCoord", issues.len(), &short, &places, diagnostics);
        let saliences =
            listed(actor, "Salience", "dSal", issues.len(), &short, &places, diagnostics);
        let total: f64 = saliences.iter().flatten().map(|(salience, _)| salience).sum();
        if issues.len() > 1 && total > 100.5 {
            let message = format!(
                "the saliences of {short} sum to {total}: the spatial model asks for at most 100"
            );
            let span = places.of(child(actor, "Salience").unwrap_or(actor));
            diagnostics.push(warning(Code::Salience, message).at(span));
        }
        for ((issue, position), salience) in issues.iter_mut().zip(positions).zip(saliences) {
            if let (Some(position), Some(capability)) = (position, capability) {
                issue.stands.push(Stated { party, place, position, salience, capability });
            }
        }
    }
    for pair in child(root, "IdealAdjustment").iter().flat_map(|node| children(*node, "iaPair")) {
        let mut party = |name: &str| {
            let node = child(pair, name);
            let id = node.map(content).unwrap_or_default();
            let found = parties.iter().position(|party| party.id == id);
            if found.is_none() {
                let message = format!("<{name}> names no actor: `{}`", shortened(&id));
                let mut problem = Diagnostic::new(Code::UnknownReference, message)
                    .at(places.of(node.unwrap_or(pair)));
                let known = parties.iter().map(|party| party.id.as_str());
                if let Some(near) = suggestion::closest(&id, known) {
                    problem = problem.hint(format!("did you mean `{near}`?"));
                }
                diagnostics.push(problem);
            }
            found
        };
        let (moving, followed) = (party("adjustingIdeal"), party("referencePos"));
        let weight = places.number(child(pair, "adjust"), pair, "<adjust>", diagnostics);
        if let Some((weight, place)) = weight.filter(|(weight, _)| !(0.0..=1.0).contains(weight)) {
            let message = format!("<adjust> lies between 0 and 1, not at {weight}");
            diagnostics.push(Diagnostic::new(Code::WrongType, message).at(place));
        } else if let (Some(moving), Some(followed), Some((weight, _))) = (moving, followed, weight)
        {
            options.ideal_adjustment.push((moving, followed, weight));
        }
    }
    if let Some(node) = child(root, "IdealAdjustment") {
        follows_too_much(options, &parties, places.of(node), diagnostics);
    }
    let title = child(root, "name").map(content).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| name.to_owned());
    let summary = child(root, "desc").map(content).unwrap_or_default();
    let positions = gather(&title, parties, &issues, SalienceUnit::Percent, problems);
    Some(NamedPositions { summary, toolkit: Some(options.clone()), ..positions })
}

/// An error where the ideal of a party follows positions with a sum of weights above 1.
fn follows_too_much(
    options: &ToolkitOptions,
    parties: &[Named],
    place: Span,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let weights = options.adjustment(parties.len()).unwrap_or_default();
    for (party, (named, row)) in parties.iter().zip(&weights).enumerate() {
        let sum: f64 = row.iter().sum();
        if sum <= 1.0 + 1e-9 {
            continue;
        }
        let short = shortened(&named.id);
        let message =
            format!("the ideal of {short} follows positions with a sum of {sum}, above 1");
        let mut problem = Diagnostic::new(Code::WrongType, message).at(place);
        let own = |pair: &(usize, usize, f64)| (pair.0, pair.1) == (party, party);
        if !options.ideal_adjustment.iter().any(own) {
            problem = problem.hint(format!(
                "an ideal follows its own position in full unless a pair says otherwise: add one of {short} and {short}"
            ));
        }
        diagnostics.push(problem);
    }
}

/// An error where a parameter has a value that it cannot have.
fn value_known(node: Node, places: &Places, diagnostics: &mut Vec<Diagnostic>) {
    let name = node.tag_name().name();
    let Some(parameter) = PARAMETERS.iter().find(|parameter| parameter.name == name) else {
        return;
    };
    let value = content(node);
    if parameter.values.iter().any(|(known, _)| *known == value) {
        return;
    }
    let message = if value.is_empty() {
        format!("<{name}> is blank")
    } else {
        format!("<{name}> cannot be `{}`", shortened(&value))
    };
    let mut problem = Diagnostic::new(Code::WrongType, message).at(places.of(node));
    let known = parameter.values.iter().map(|(known, _)| *known);
    if let Some(near) = suggestion::closest(&value, known.clone()) {
        problem = problem.hint(format!("did you mean `{near}`?"));
    }
    diagnostics.push(problem.hint(format!("it can be {}", known.collect::<Vec<_>>().join(", "))));
}

/// The numbers of an actor, one for each dimension.
fn listed(
    actor: Node,
    list: &str,
    item: &str,
    dimensions: usize,
    short: &str,
    places: &Places,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<Placed>> {
    let Some(node) = child(actor, list) else {
        let message = format!("{short} has no <{list}>");
        diagnostics.push(Diagnostic::new(Code::MissingField, message).at(places.of(actor)));
        return vec![None; dimensions];
    };
    let items: Vec<Node> = children(node, item).collect();
    if items.len() != dimensions {
        let message = format!(
            "<{list}> of {short} has {} <{item}> for {}",
            items.len(),
            counted(dimensions, "dimension")
        );
        let code = if items.len() < dimensions { Code::MissingField } else { Code::WrongType };
        diagnostics.push(Diagnostic::new(code, message).at(places.of(node)));
        return vec![None; dimensions];
    }
    let number = |(at, item_node): (usize, &Node)| {
        let what = format!("<{item}> {} of {short}", at + 1);
        places.number(Some(*item_node), node, &what, diagnostics)
    };
    items.iter().enumerate().map(number).collect()
}

/// A warning where an element is none of these.
fn unknown(node: Node, known: &[&str], places: &Places, diagnostics: &mut Vec<Diagnostic>) {
    let name = node.tag_name().name();
    if known.contains(&name) {
        return;
    }
    let message = format!("<{}> is not used", shortened(name));
    let mut problem = warning(Code::UnknownField, message).at(places.of(node));
    if let Some(near) = suggestion::closest(name, known.iter().copied()) {
        problem = problem.hint(format!("did you mean <{near}>?"));
    }
    diagnostics.push(problem);
}

/// The byte of a line and column, both from 1, columns in characters.
fn byte(text: &str, at: roxmltree::TextPos) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n').take((at.row as usize).saturating_sub(1)) {
        start += line.len();
    }
    let line = &text[start..];
    let letters = (at.col as usize).saturating_sub(1);
    start + line.char_indices().nth(letters).map_or(line.len(), |(byte, _)| byte)
}
