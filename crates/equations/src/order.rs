//! The order of evaluation, and circles.
//!
//! A formula needs another at the same moment where it names it outside the remembered arguments of
//! functions with memory. Strongly connected sets of formulas are circles (Tarjan 1972).

use crate::expression::{Expression, Kind, Range};
use crate::formula::{Formula, Place};
use crate::function::{self, Function};
use crate::symbols::{Symbol, Symbols};
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Scenario};

/// Calls `visit` for every name that an expression uses, with whether it is needed at the same moment.
pub fn visit_names(expression: &Expression, visit: &mut impl FnMut(&str, &Range, bool)) {
    walk(expression, true, visit);
}

fn walk(expression: &Expression, now: bool, visit: &mut impl FnMut(&str, &Range, bool)) {
    match &expression.kind {
        Kind::Number(..) => {}
        Kind::Name(name) => visit(name, &expression.range, now),
        Kind::Is(issue, option) => visit(&format!("{issue}.{option}"), &expression.range, now),
        Kind::Negate(a) | Kind::Not(a) => walk(a, now, visit),
        Kind::At(a, _) => walk(a, now, visit),
        Kind::Binary(_, a, b) | Kind::Pair(a, b) | Kind::PlusMinus(a, b) | Kind::Interval(a, b) => {
            walk(a, now, visit);
            walk(b, now, visit);
        }
        Kind::If(c, a, b) => {
            walk(c, now, visit);
            walk(a, now, visit);
            walk(b, now, visit);
        }
        Kind::Call(name, _, arguments) => {
            let found = function::resolve(name, arguments.len()).map(|f| f.function());
            for (i, argument) in arguments.iter().enumerate() {
                walk(argument, now && !found.is_some_and(|f| remembers(f, i)), visit);
            }
        }
    }
}

/// Whether the function uses its argument only between steps or at the first time.
fn remembers(function: Function, argument: usize) -> bool {
    use Function as F;
    match function {
        F::Previous
        | F::Smooth
        | F::Smooth3
        | F::SmoothN
        | F::DelayFixed
        | F::Initial
        | F::Total => true,
        F::Delay1 | F::Delay3 | F::DelayN | F::Trend => {
            argument != 1 && !(function == F::Trend && argument == 0)
        }
        F::Forecast => argument == 3,
        F::ActiveInitial => argument == 1,
        F::SampleIfTrue => argument == 2,
        _ => false,
    }
}

/// The formulas that a name stands for.
pub fn places(symbol: Symbol, scenario: &Scenario, symbols: &Symbols) -> Vec<Place> {
    match symbol {
        Symbol::Input(i) => vec![Place::Input(i)],
        Symbol::Variable(i) => vec![Place::Variable(i)],
        Symbol::Stock(_)
        | Symbol::Series(_)
        | Symbol::Option(..)
        | Symbol::Seat(_)
        | Symbol::Builtin(_) => Vec::new(),
        Symbol::Attribute(i, k) => {
            let name = &symbols.attributes[i][k];
            let options = scenario.issues[i].options.iter().enumerate();
            options
                .filter_map(|(o, option)| {
                    let a = option.attributes.iter().position(|(n, _)| n.text == *name)?;
                    Some(Place::Attribute(i, o, a))
                })
                .collect()
        }
        Symbol::Terms(p) => terms_places(p, scenario, None),
        Symbol::IssueTerms(p, i) => terms_places(p, scenario, Some(i)),
        Symbol::Deal(p) if scenario.parties[p].deal.is_none() => terms_places(p, scenario, None),
        Symbol::Deal(p) => vec![Place::Deal(p)],
        Symbol::NoDeal(p) => vec![Place::NoDeal(p)],
        Symbol::Ratifies(p) => vec![Place::Ratifies(p)],
        Symbol::Power(p) => vec![Place::Power(p)],
    }
}

fn terms_places(p: usize, scenario: &Scenario, only: Option<usize>) -> Vec<Place> {
    let party = &scenario.parties[p];
    let mut all = Vec::new();
    for (i, issue) in scenario.issues.iter().enumerate() {
        if only.is_some_and(|o| o != i) {
            continue;
        }
        for (r, row) in issue.values.iter().enumerate() {
            if row.party.text == party.id.text {
                all.extend((0..row.values.len()).map(|o| Place::OptionValue(i, r, o)));
            }
        }
        for (s, entry) in issue.salience.iter().enumerate() {
            if entry.party.text == party.id.text {
                all.push(Place::Salience(i, s));
            }
        }
    }
    if only.is_none() {
        all.extend((0..party.interactions.len()).map(|k| Place::Interaction(p, k)));
    }
    all
}

/// Indices of the formulas so that each comes after those that it needs at the same moment.
/// Formulas in a circle are left out and reported.
pub fn order(
    scenario: &Scenario,
    symbols: &Symbols,
    formulas: &[Formula],
) -> (Vec<usize>, Vec<Diagnostic>) {
    let index: BTreeMap<Place, usize> =
        formulas.iter().enumerate().map(|(i, f)| (f.place, i)).collect();
    let mut needs: Vec<Vec<(usize, Range)>> = Vec::with_capacity(formulas.len());
    for formula in formulas {
        let mut list = Vec::new();
        if let Some(expression) = &formula.expression {
            visit_names(expression, &mut |name, range, now| {
                if let (true, Some(symbol)) = (now, symbols.find(name)) {
                    for place in places(symbol, scenario, symbols) {
                        if let Some(&target) = index.get(&place) {
                            list.push((target, range.clone()));
                        }
                    }
                }
            });
        }
        needs.push(list);
    }
    let mut order = Vec::with_capacity(formulas.len());
    let mut diagnostics = Vec::new();
    for component in components(&needs) {
        let first = component[0];
        if component.len() == 1 && !needs[first].iter().any(|(target, _)| *target == first) {
            order.push(first);
        } else {
            diagnostics.push(circle(&component, &needs, formulas));
        }
    }
    (order, diagnostics)
}

/// Strongly connected components, each after those that it needs; without recursion.
fn components(needs: &[Vec<(usize, Range)>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let n = needs.len();
    let (mut number, mut low, mut on_stack) = (vec![UNSEEN; n], vec![0; n], vec![false; n]);
    let (mut stack, mut found, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..n {
        if number[root] != UNSEEN {
            continue;
        }
        let mut work = vec![(root, 0_usize)];
        while let Some(&(v, edge)) = work.last() {
            if edge == 0 {
                number[v] = next;
                low[v] = next;
                next += 1;
                stack.push(v);
                on_stack[v] = true;
            }
            if let Some((w, _)) = needs[v].get(edge) {
                let w = *w;
                if let Some(top) = work.last_mut() {
                    top.1 += 1;
                }
                if number[w] == UNSEEN {
                    work.push((w, 0));
                } else if on_stack[w] {
                    low[v] = low[v].min(number[w]);
                }
                continue;
            }
            work.pop();
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[v]);
            }
            if low[v] == number[v] {
                let mut component = Vec::new();
                while let Some(w) = stack.pop() {
                    on_stack[w] = false;
                    component.push(w);
                    if w == v {
                        break;
                    }
                }
                component.sort_unstable();
                found.push(component);
            }
        }
    }
    found
}

/// A diagnostic that names a shortest chain through the circle, with the place of each link.
fn circle(component: &[usize], needs: &[Vec<(usize, Range)>], formulas: &[Formula]) -> Diagnostic {
    let start = component[0];
    // Breadth-first search from the first member back to itself, inside the component.
    let mut parent: BTreeMap<usize, (usize, Range)> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    'search: while let Some(v) = queue.pop_front() {
        for (w, range) in &needs[v] {
            if component.binary_search(w).is_ok() && !parent.contains_key(w) {
                parent.insert(*w, (v, range.clone()));
                if *w == start {
                    break 'search;
                }
                queue.push_back(*w);
            }
        }
    }
    let mut links = Vec::new();
    let mut at = start;
    while let Some((from, range)) = parent.get(&at) {
        links.push((*from, at, range.clone()));
        at = *from;
        if at == start {
            break;
        }
    }
    links.reverse();
    let mut names: Vec<&str> =
        links.iter().map(|(from, ..)| formulas[*from].name.as_str()).collect();
    names.push(formulas[start].name.as_str());
    let message =
        format!("each of these needs the next at the same moment: {}", names.join(" -> "));
    let mut diagnostic = Diagnostic::new(Code::Circle, message);
    for (from, to, range) in links {
        let place = formulas[from].text().place(range.start, range.end);
        let what = format!("`{}` needs `{}` here", formulas[from].name, formulas[to].name);
        diagnostic = diagnostic.label(place, what);
    }
    diagnostic
        .hint("make one of them a stock, or let one see the past with `smooth(x, time)` or `previous(x, initial)`")
}
