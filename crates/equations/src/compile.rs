//! From a scenario to a model: parse, units, order, graph; all problems together.

use crate::build::Builder;
use crate::formula::{Formula, Place, quantities};
use crate::graph::{Graph, Leaf, Node, NodeId};
use crate::model::*;
use crate::operation::Operation;
use crate::order::{order, visit_names};
use crate::parser::parse;
use crate::symbols::Symbols;
use crate::unit::{UnitTable, check};
use std::collections::BTreeSet;
use zopa_scenario::diagnostic::any_error;
use zopa_scenario::{Code, Diagnostic, Scenario, Seat};

/// A compiled scenario with everything learned on the way.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The model; `None` where an error stands in its way.
    pub model: Option<Model>,
    /// Every quantity, parsed.
    pub formulas: Vec<Formula>,
    /// Units.
    pub units: UnitTable,
    /// Names.
    pub symbols: Symbols,
    /// Problems, in order of their place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses the quantities of a scenario.
pub fn parse_formulas(scenario: &Scenario) -> (Vec<Formula>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let formulas = quantities(scenario)
        .into_iter()
        .map(|(place, name, quantity)| {
            let expression = match parse(&quantity.expression.text) {
                Ok(expression) => Some(expression),
                Err(problems) => {
                    for problem in problems {
                        let at = quantity.expression.place(problem.range.start, problem.range.end);
                        let mut diagnostic = Diagnostic::new(problem.code, problem.message).at(at);
                        for hint in problem.hints {
                            diagnostic = diagnostic.hint(hint);
                        }
                        diagnostics.push(diagnostic);
                    }
                    None
                }
            };
            Formula { place, name, quantity, expression }
        })
        .collect();
    (formulas, diagnostics)
}

/// Compiles a scenario. Linear in its size but for shared look-ups.
pub fn compile(scenario: &Scenario) -> Compiled {
    let (formulas, mut diagnostics) = parse_formulas(scenario);
    let symbols = Symbols::new(scenario);
    let (units, unit_problems) = check(scenario, &formulas);
    diagnostics.extend(unit_problems);
    let (sequence, circles) = order(scenario, &symbols, &formulas);
    diagnostics.extend(circles);
    diagnostics.extend(missing_attributes(scenario, &symbols));

    let clock = clock(scenario);
    let reference = reference_package(scenario);
    let mut builder = Builder::new(scenario, &symbols, &formulas, &units, clock);
    builder.build_all(&sequence);
    builder.resolve_initial_values(&reference);
    let parties: Vec<PartyModel> = (0..scenario.parties.len())
        .map(|p| {
            let party = &scenario.parties[p];
            let deal = builder.deal_node(p);
            let terms = builder.terms_node(p);
            PartyModel {
                signatory: party.seat == Seat::Signatory,
                deal,
                no_deal: builder.party_node(Place::NoDeal(p), party.no_deal.is_some(), 0.0),
                ratifies: builder.party_node(Place::Ratifies(p), party.ratifies.is_some(), 1.0),
                power: builder.party_node(Place::Power(p), party.power.is_some(), 1.0),
                terms,
            }
        })
        .collect();
    let one = builder.graph.constant(1.0);
    let zero = builder.graph.constant(0.0);
    let Builder {
        graph,
        nodes,
        samples,
        stocks,
        memories,
        delays,
        noises,
        initials,
        recorders,
        diagnostics: found,
        ..
    } = builder;
    diagnostics.extend(found);

    let correlations = correlations(scenario, &samples, &mut diagnostics);
    let talks = talks(scenario, &graph, &nodes, clock, one, &mut diagnostics);
    let hold = talks.is_some().then(|| hold(scenario, &nodes, clock, zero));
    let measures = scenario
        .measures
        .iter()
        .enumerate()
        .filter_map(|(i, _)| nodes.get(&Place::Measure(i)))
        .map(|&node| measure(&graph, &recorders, node))
        .collect();
    let mut graph = graph;
    let mut shown: Vec<(String, NodeId)> = scenario
        .stocks
        .iter()
        .enumerate()
        .map(|(i, s)| (s.id.text.clone(), graph.leaf(Leaf::Stock(i as u32))))
        .collect();
    for name in &scenario.show {
        let found = scenario.variables.iter().position(|v| v.id.text == name.text);
        if let Some(&node) = found.and_then(|i| nodes.get(&Place::Variable(i))) {
            shown.push((name.text.clone(), node));
        }
    }
    let named = named(scenario, &formulas, &nodes);
    diagnostics.extend(unused(scenario, &symbols, &formulas));
    crate::limits::check(scenario, &graph, &stocks, &mut diagnostics);

    diagnostics.sort_by_key(|d| d.labels.first().map_or(0, |l| l.span.start));
    let mut seen = BTreeSet::new();
    diagnostics.retain(|d| {
        let place = d.labels.first().map(|l| l.span);
        seen.insert((d.code, place, d.message.clone()))
    });
    let model = (!any_error(&diagnostics)).then(|| Model {
        graph,
        clock,
        samples,
        correlations,
        stocks,
        memories,
        delays,
        noises,
        initials,
        recorders,
        input_names: scenario.inputs.iter().map(|i| i.id.text.clone()).collect(),
        issues: scenario.issues.iter().map(|i| i.options.len() as u32).collect(),
        reference,
        parties,
        talks,
        hold,
        measures,
        nodes,
        shown,
        named,
    });
    Compiled { model, formulas, units, symbols, diagnostics }
}

fn clock(scenario: &Scenario) -> Clock {
    let time = &scenario.time;
    let steps = ((time.end - time.start) / time.step).round();
    let steps = if steps.is_finite() && steps > 0.0 { steps.min(100_000.0) as usize } else { 0 };
    Clock {
        start: time.start,
        step: time.step,
        steps,
        substeps: time.substeps.max(1),
        method: time.method,
    }
}

fn reference_package(scenario: &Scenario) -> Vec<u32> {
    let stated = scenario.negotiation.as_ref().map(|n| n.reference.as_slice()).unwrap_or_default();
    scenario
        .issues
        .iter()
        .map(|issue| {
            stated
                .iter()
                .find(|(i, _)| i.text == issue.id.text)
                .and_then(|(_, o)| issue.options.iter().position(|x| x.id.text == o.text))
                .unwrap_or(0) as u32
        })
        .collect()
}

/// Options that lack an attribute which another option of the issue has.
fn missing_attributes(scenario: &Scenario, symbols: &Symbols) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (issue, names) in scenario.issues.iter().zip(&symbols.attributes) {
        for option in &issue.options {
            for name in names {
                if !option.attributes.iter().any(|(n, _)| n.text == *name) {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::OptionValues,
                            format!(
                                "option `{}` of `{}` has no `{name}`, which other options have",
                                option.id, issue.id
                            ),
                        )
                        .label(option.id.span, "missing here")
                        .hint(format!("add `{name} = …` to the option")),
                    );
                }
            }
        }
    }
    diagnostics
}

fn correlations(
    scenario: &Scenario,
    samples: &[Sample],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(usize, usize, f64)> {
    let mut list = Vec::new();
    for correlation in &scenario.correlations {
        let sample = |name: &str| {
            let input = scenario.inputs.iter().position(|i| i.id.text == name)?;
            samples.iter().position(|s| s.place == Place::Input(input))
        };
        match (sample(&correlation.first.text), sample(&correlation.second.text)) {
            (Some(a), Some(b)) if a != b => list.push((a, b, correlation.rank)),
            (Some(_), Some(_)) => diagnostics.push(
                Diagnostic::new(Code::BadCorrelation, "an input is correlated with itself")
                    .at(correlation.span),
            ),
            (a, _) => {
                // An input set to a certain value by a lever keeps its other statements in the file.
                let name = if a.is_none() { &correlation.first } else { &correlation.second };
                let mut diagnostic = Diagnostic::new(
                    Code::BadCorrelation,
                    format!("`{name}` is certain here, so its correlation has no effect"),
                )
                .at(name.span)
                .hint("only inputs with a distribution can be correlated");
                diagnostic.severity = zopa_scenario::Severity::Warning;
                diagnostics.push(diagnostic);
            }
        }
    }
    if let Err(problem) = zopa_sampling::correlation::Copula::new(samples.len(), &list) {
        let span = scenario.correlations.first().map(|c| c.span).unwrap_or_default();
        diagnostics.push(
            Diagnostic::new(
                Code::BadCorrelation,
                format!("the stated correlations cannot hold together: {problem}"),
            )
            .at(span),
        );
    }
    list
}

fn talks(
    scenario: &Scenario,
    graph: &Graph,
    nodes: &std::collections::BTreeMap<Place, NodeId>,
    clock: Clock,
    one: NodeId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<TalksModel> {
    let negotiation = scenario.negotiation.as_ref()?;
    if scenario.issues.is_empty() || scenario.parties.is_empty() {
        return None;
    }
    let mut open: Vec<Vec<u32>> =
        scenario.issues.iter().map(|i| (0..i.options.len() as u32).collect()).collect();
    let mut conditions = Vec::new();
    for k in 0..negotiation.off_table.len() {
        let Some(&node) = nodes.get(&Place::OffTable(k)) else { continue };
        match constant_options(graph, node) {
            Some((issue, off)) => {
                open[issue].retain(|o| off.get(*o as usize).is_none_or(|v| *v == 0.0));
                if open[issue].is_empty() {
                    let text = &negotiation.off_table[k];
                    diagnostics.push(
                        Diagnostic::new(
                            Code::NoParties,
                            format!(
                                "every option of `{}` is off the table, so no package is left",
                                scenario.issues[issue].id
                            ),
                        )
                        .at(text.span),
                    );
                    open[issue] = vec![0];
                }
            }
            None => conditions.push(node),
        }
    }
    let steps = |time: f64| (time / clock.step).round().max(0.0) as usize;
    Some(TalksModel {
        every: steps(negotiation.every).max(1),
        first: steps(negotiation.first.map_or(0.0, |t| t - clock.start)),
        solution: negotiation.solution,
        open,
        off_table: conditions,
        chance: nodes.get(&Place::Chance).copied().unwrap_or(one),
    })
}

/// The values by option of a node that depends on one issue alone and on nothing else.
fn constant_options(graph: &Graph, node: NodeId) -> Option<(usize, Vec<f64>)> {
    let Node::Leaf(Leaf::Option(table)) = graph.node(node) else { return None };
    let table = graph.table(*table);
    let values: Option<Vec<f64>> = table.values.iter().map(|&v| graph.constant_value(v)).collect();
    Some((table.issue as usize, values?))
}

fn hold(
    scenario: &Scenario,
    nodes: &std::collections::BTreeMap<Place, NodeId>,
    clock: Clock,
    zero: NodeId,
) -> HoldModel {
    let hold = scenario.hold.as_ref();
    let resets = hold
        .map(|h| {
            h.resumes
                .iter()
                .enumerate()
                .filter_map(|(k, reset)| {
                    let stock =
                        scenario.stocks.iter().position(|s| s.id.text == reset.stock.text)?;
                    Some((stock, *nodes.get(&Place::Reset(k))?))
                })
                .collect()
        })
        .unwrap_or_default();
    HoldModel {
        hazard: nodes.get(&Place::Hazard).copied().unwrap_or(zero),
        durability: nodes.get(&Place::Durability).copied(),
        resets,
        pause: hold.map_or(0, |h| (h.pause / clock.step).round().max(0.0) as usize),
    }
}

fn measure(graph: &Graph, recorders: &[Recorder], node: NodeId) -> MeasureModel {
    let (mut needs_signature, mut needs_breakdown) = (false, false);
    let mut stack = vec![node];
    let mut seen = BTreeSet::new();
    while let Some(node) = stack.pop() {
        if !seen.insert(node) {
            continue;
        }
        match graph.node(node) {
            Node::Leaf(Leaf::DealTime) => needs_signature = true,
            Node::Leaf(Leaf::BreakdownTime) => needs_breakdown = true,
            Node::Leaf(Leaf::Recorded(r)) => match recorders[*r as usize].at {
                RecordedAt::Signature => needs_signature = true,
                RecordedAt::Breakdown => needs_breakdown = true,
                RecordedAt::Time(_) => {}
            },
            Node::Apply(_, arguments) => stack.extend(arguments),
            _ => {}
        }
    }
    // Again, without what lies behind the branches of a choice.
    let mut guarded = true;
    let (mut stack, mut seen) = (vec![node], BTreeSet::new());
    while let Some(node) = stack.pop() {
        if !seen.insert(node) {
            continue;
        }
        match graph.node(node) {
            Node::Leaf(Leaf::DealTime | Leaf::BreakdownTime) => guarded = false,
            Node::Leaf(Leaf::Recorded(r)) => {
                guarded &= matches!(recorders[*r as usize].at, RecordedAt::Time(_));
            }
            Node::Apply(Operation::Select, arguments) => stack.push(arguments[0]),
            Node::Apply(_, arguments) => stack.extend(arguments),
            _ => {}
        }
    }
    MeasureModel { node, needs_signature, needs_breakdown, guarded }
}

/// Named quantities in the order of the file.
fn named(
    scenario: &Scenario,
    formulas: &[Formula],
    nodes: &std::collections::BTreeMap<Place, NodeId>,
) -> Vec<(String, NodeId)> {
    let _ = scenario;
    let mut list: Vec<(usize, String, NodeId)> = formulas
        .iter()
        .filter(|f| {
            matches!(
                f.place,
                Place::Input(_)
                    | Place::Variable(_)
                    | Place::StockChange(_)
                    | Place::NoDeal(_)
                    | Place::Deal(_)
                    | Place::Hazard
                    | Place::Attribute(..)
            )
        })
        .filter_map(|f| Some((f.quantity.span.start, f.name.clone(), *nodes.get(&f.place)?)))
        .collect();
    list.sort();
    list.into_iter().map(|(_, name, node)| (name, node)).collect()
}

/// Names that nothing uses: no equation, party, talk, measure, lever or shown path.
fn unused(scenario: &Scenario, symbols: &Symbols, formulas: &[Formula]) -> Vec<Diagnostic> {
    let mut used: BTreeSet<String> = scenario.show.iter().map(|t| t.text.clone()).collect();
    // What parties are taken to want where levers are options.
    let wanted = scenario.preferences.iter().filter_map(|preference| preference.value.as_ref());
    used.extend(wanted.map(|value| value.text.trim_start_matches(['-', ' ']).trim().to_owned()));
    for formula in formulas {
        if let Some(expression) = &formula.expression {
            visit_names(expression, &mut |name, _, _| {
                if symbols.find(name).is_some() {
                    used.insert(name.to_owned());
                }
            });
        }
    }
    for lever in &scenario.levers {
        for change in &lever.set {
            if let zopa_scenario::LeverChange::Value { value, .. } = change
                && let Ok(expression) = parse(&value.expression.text)
            {
                visit_names(&expression, &mut |name, _, _| {
                    used.insert(name.to_owned());
                });
            }
        }
    }
    let names = scenario
        .inputs
        .iter()
        .map(|x| ("input", &x.id))
        .chain(scenario.variables.iter().map(|x| ("variable", &x.id)))
        .chain(scenario.series.iter().map(|x| ("series", &x.id)));
    names
        .filter(|(_, id)| !used.contains(&id.text))
        .map(|(what, id)| {
            Diagnostic::new(Code::Unused, format!("{what} `{id}` is never used"))
                .at(id.span)
                .hint("use it, show it with `show = [...]`, or remove it")
        })
        .collect()
}
