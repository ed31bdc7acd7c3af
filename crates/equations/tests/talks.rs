//! A round of talks against brute force: every package valued by the definition of every node.

use proptest::prelude::*;
use zopa_equations::compile;
use zopa_equations::graph::{Graph, Leaf, Node, NodeId};
use zopa_equations::model::Model;
use zopa_equations::program::{Program, Setup};
use zopa_equations::talks::{Candidates, Plan, Scratch, Space};
use zopa_equations::tape::{LANES, apply_anywhere, apply_for_this_machine};
use zopa_scenario::diagnostic::any_error;

/// Numbers in order from a seed (splitmix64; Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A multiple of 1/16 in 0..1: sums and products of a few are exact.
    fn share(&mut self) -> f64 {
        self.below(17) as f64 / 16.0
    }
}

/// A random scenario.
struct Writer {
    numbers: Numbers,
    /// Only operations whose results are exact.
    exact: bool,
    /// Options by issue.
    issues: Vec<usize>,
    parties: usize,
}

impl Writer {
    fn atom(&mut self, party: usize) -> String {
        let issue = self.numbers.below(self.issues.len());
        let option = self.numbers.below(self.issues[issue]);
        match self.numbers.below(8) {
            0 | 1 => format!("i{issue}.x"),
            2 => format!("i{issue}.y"),
            3 => format!("(i{issue} is o{option})"),
            4 => format!("u{}", self.numbers.below(2)),
            5 => format!("{}", self.numbers.share() - 0.5),
            6 => format!("terms.p{party}"),
            _ => format!("terms.p{}", self.numbers.below(self.parties)),
        }
    }

    fn expression(&mut self, party: usize, depth: usize) -> String {
        if depth == 0 || self.numbers.chance(15) {
            return self.atom(party);
        }
        let a = self.expression(party, depth - 1);
        let b = self.expression(party, depth - 1);
        let kinds = if self.exact { 8 } else { 16 };
        match self.numbers.below(kinds) {
            0 => format!("({a} + {b})"),
            1 => format!("({a} - {b})"),
            2 => format!("({a} * {})", self.atom(party)),
            3 => format!("min({a}, {b})"),
            4 => format!("max({a}, {b})"),
            5 => format!("(if {} > 0.25 then {a} else {b})", self.atom(party)),
            6 => format!("(0 - {a})"),
            7 => format!("abs({a})"),
            8 => format!("logistic({a})"),
            9 => format!("exp(0 - abs({a}))"),
            10 => format!("breakdown_weight(abs({a}), 0.125)"),
            11 => format!("({a} + logistic({b}) * ({} - {a}))", self.atom(party)),
            12 => format!("({a} + breakdown_weight(exp({b}), 0.5) * (u0 - {a}))"),
            13 => format!("((1 - logistic({a})) * {b} + logistic({a}) * {})", self.atom(party)),
            14 => format!("({a} / (2 + abs({b})))"),
            _ => format!("sqrt(abs({a}))"),
        }
    }

    fn number(&mut self) -> String {
        if self.numbers.chance(20) {
            "uniform(0, 1)".to_owned()
        } else {
            self.numbers.share().to_string()
        }
    }

    fn scenario(&mut self) -> String {
        let mut text =
            "[scenario]\ntitle = \"Test\"\ntime = \"0 to 2 [month]\"\nteaching_example = true\n"
                .to_owned();
        text.push_str("[input]\nu0 = \"uniform(0, 1)\"\nu1 = \"uniform(0, 1)\"\n");
        for p in 0..self.parties {
            let deal = match self.numbers.below(4) {
                0 => None,
                1 => Some(format!("terms.p{p} - 0.5 * {}", self.expression(p, 2))),
                _ => Some(self.expression(p, 3)),
            };
            text.push_str(&format!("[party.p{p}]\nname = \"P\"\n"));
            if let Some(deal) = deal {
                text.push_str(&format!("deal = \"{deal}\"\n"));
            }
            text.push_str(&format!("no_deal = \"{} * u1\"\n", self.numbers.share() - 0.25));
            if self.issues.len() > 1 && self.numbers.chance(60) {
                let first = self.numbers.below(self.issues.len() - 1);
                let second = first + 1 + self.numbers.below(self.issues.len() - first - 1);
                let (a, b) = (
                    self.numbers.below(self.issues[first]),
                    self.numbers.below(self.issues[second]),
                );
                let value = self.numbers.share();
                text.push_str(&format!("interactions = [{{ options = [\"i{first}.o{a}\", \"i{second}.o{b}\"], value = \"{value}\" }}]\n"));
            }
        }
        for i in 0..self.issues.len() {
            let n = self.issues[i];
            let mut options = Vec::new();
            for o in 0..n {
                let (x, y) = (self.number(), self.numbers.share());
                options.push(format!("{{ id = \"o{o}\", name = \"O\", x = \"{x}\", y = {y} }}"));
            }
            text.push_str(&format!(
                "[issue.i{i}]\nname = \"I\"\noptions = [{}]\n",
                options.join(", ")
            ));
            let (mut values, mut salience) = (String::new(), String::new());
            for p in 0..self.parties {
                if self.numbers.chance(15) {
                    continue;
                }
                let row: Vec<String> = (0..n).map(|_| format!("\"{}\"", self.number())).collect();
                values.push_str(&format!("p{p} = [{}]\n", row.join(", ")));
                salience.push_str(&format!("p{p} = {}\n", self.numbers.share()));
            }
            text.push_str(&format!(
                "[issue.i{i}.value]\n{values}[issue.i{i}.salience]\n{salience}"
            ));
        }
        let mut conditions = Vec::new();
        for _ in 0..self.numbers.below(3) {
            let (i, j) =
                (self.numbers.below(self.issues.len()), self.numbers.below(self.issues.len()));
            let (a, b) = (self.numbers.below(self.issues[i]), self.numbers.below(self.issues[j]));
            conditions.push(match self.numbers.below(6) {
                0 if self.issues[i] > 1 => format!("i{i}.o{a}"),
                1 => format!("i{i} is o{a} and i{j} is o{b}"),
                2 => "u0 > 0.9".to_owned(),
                3 => format!("i{i}.x * i{j}.y > 0.75"),
                _ => format!("i{i}.x + i{j}.x + u1 > 1.5"),
            });
        }
        let quoted: Vec<String> = conditions.iter().map(|c| format!("\"{c}\"")).collect();
        text.push_str(&format!(
            "[negotiation]\nevery = \"1 [month]\"\noff_table = [{}]\n",
            quoted.join(", ")
        ));
        text
    }
}

/// The model; none where a condition leaves an issue without options.
fn model(text: &str) -> Option<Model> {
    let reading = zopa_syntax::read_scenario(text);
    assert!(!any_error(&reading.diagnostics), "{:#?}\n{text}", reading.diagnostics);
    let compiled = compile(&reading.scenario.expect("a scenario"));
    let errors: Vec<_> = compiled
        .diagnostics
        .iter()
        .filter(|d| d.severity == zopa_scenario::Severity::Error)
        .collect();
    let emptied = errors.iter().all(|d| d.message.contains("is off the table"));
    assert!(emptied, "{errors:#?}\n{text}");
    compiled.model
}

/// The value of a node at a package, each operation by its definition.
fn value(
    graph: &Graph,
    node: NodeId,
    package: &[u32],
    samples: &[f64],
    known: &mut Vec<Option<f64>>,
) -> f64 {
    if let Some(x) = known[node as usize] {
        return x;
    }
    let x = match graph.node(node) {
        Node::Constant(bits) => f64::from_bits(*bits),
        Node::Leaf(Leaf::Sample(i)) => samples[*i as usize],
        Node::Leaf(Leaf::Option(table)) => {
            let table = graph.table(*table);
            let option = package[table.issue as usize] as usize;
            value(graph, table.values[option], package, samples, known)
        }
        Node::Leaf(_) => 0.0,
        Node::Apply(operation, arguments) => {
            let values: Vec<f64> =
                arguments.iter().map(|&a| value(graph, a, package, samples, known)).collect();
            operation.evaluate(&values).expect("the right number of arguments")
        }
    };
    known[node as usize] = Some(x);
    x
}

/// Slots of the dynamics at time 0 with these samples in every lane.
fn slots(program: &Program, samples: &[f64]) -> Vec<f64> {
    let mut slots = vec![0.0; program.memory()];
    let constants = program.constants.iter().copied();
    let samples = program.state.samples.iter().copied().zip(samples.iter().copied());
    for (slot, x) in constants.chain(samples) {
        slots[slot as usize * LANES..][..LANES].fill(x);
    }
    for piece in &program.setup {
        if let Setup::Run(tape) = piece {
            tape.run(apply_anywhere, &mut slots, LANES);
        }
    }
    program.step.run(apply_anywhere, &mut slots, LANES);
    slots
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1.0)
}

/// Compares a round with brute force. Where all arithmetic is exact, so must the result be.
fn check(text: &str, samples_of: &mut impl FnMut() -> f64, exact: bool) {
    let Some(model) = model(text) else { return };
    let program = Program::new(&model, false);
    let plan = program.plan.as_ref().expect("talks");
    let talks = model.talks.as_ref().expect("talks");
    let graph = &model.graph;
    let deals: Vec<NodeId> = program.signatories.iter().map(|&p| model.parties[p].deal).collect();
    let (mut scratch, mut candidates) = (Scratch::default(), Candidates::default());
    // Memory is reused from one draw to the next.
    for _ in 0..3 {
        let samples: Vec<f64> = model.samples.iter().map(|_| samples_of()).collect();
        let slots = slots(&program, &samples);
        let at = |node: NodeId| slots[program.at_step(node) as usize * LANES];
        let disagreement: Vec<f64> =
            program.signatories.iter().map(|&p| at(model.parties[p].no_deal)).collect();

        // Brute force.
        let mut valued: Vec<(usize, Vec<f64>)> = Vec::new();
        for package in 0..plan.space.len() {
            let options = plan.space.options(package);
            let mut known = vec![None; graph.len()];
            let mut at = |node| value(graph, node, &options, &samples, &mut known);
            if talks.off_table.iter().all(|&c| at(c) == 0.0) {
                valued.push((package, deals.iter().map(|&d| at(d)).collect()));
            }
        }
        let smallest = |values: &[f64]| {
            values.iter().zip(&disagreement).map(|(v, d)| v - d).fold(f64::INFINITY, f64::min)
        };
        let mut best = (f64::NEG_INFINITY, 0);
        for (package, values) in &valued {
            if smallest(values) > best.0 {
                best = (smallest(values), *package);
            }
        }

        for apply in [apply_for_this_machine(), apply_anywhere] {
            let externals: Vec<f64> = plan.externals.iter().map(|&node| at(node)).collect();
            plan.prepare(apply, &externals, &mut scratch);
            let scan = plan.scan(apply, &externals, &disagreement, &mut scratch, &mut candidates);
            assert_eq!(scan.on_table, valued.len(), "{text}");
            assert!(scan.finite, "{text}");
            if valued.is_empty() {
                assert_eq!(scan.best_surplus, f64::NEG_INFINITY);
                assert!(candidates.packages.is_empty());
                continue;
            }
            let there = valued.iter().find(|(p, _)| *p == scan.best_package).expect("on the table");
            if exact {
                assert_eq!((scan.best_surplus, scan.best_package), best, "{text}");
            } else {
                assert!(near(scan.best_surplus, best.0), "{scan:?} {best:?}\n{text}");
                assert!(near(smallest(&there.1), best.0), "{scan:?} {best:?}\n{text}");
            }
            let binding = there.1[scan.binding] - disagreement[scan.binding];
            assert!(near(binding, best.0), "{scan:?} {best:?}\n{text}");
            assert!(candidates.packages.windows(2).all(|w| w[0] < w[1]), "in order, each once");
            for (package, values) in &valued {
                let gain = smallest(values);
                if !exact && gain.abs() < 1e-12 {
                    continue;
                }
                let place = candidates.packages.binary_search(&(*package as u32));
                assert_eq!(place.is_ok(), gain >= 0.0, "package {package} gain {gain:e}\n{text}");
                if let Ok(k) = place {
                    for (p, v) in values.iter().enumerate() {
                        assert!(near(candidates.gains[p][k], v - disagreement[p]), "{text}");
                    }
                }
            }
            let zone = valued.iter().filter(|(_, v)| smallest(v) >= -1e-12).count();
            assert!(candidates.packages.len() <= zone);

            let mut visited = 0;
            plan.visit_all(apply, &externals, &mut scratch, &mut |package, values| {
                let (expected, by_definition) = &valued[visited];
                assert_eq!(package, *expected);
                for (x, y) in values.iter().zip(by_definition) {
                    assert!(near(*x, *y), "package {package}: {x} {y}\n{text}");
                    assert!(!exact || x == y, "package {package}: {x} {y}\n{text}");
                }
                visited += 1;
            });
            assert_eq!(visited, valued.len());
        }
    }
}

fn random(seed: u64, exact: bool) {
    let mut numbers = Numbers(seed);
    let issues: Vec<usize> = (0..1 + numbers.below(6)).map(|_| 1 + numbers.below(4)).collect();
    let parties = 1 + numbers.below(4);
    let mut writer = Writer { numbers, exact, issues, parties };
    let text = writer.scenario();
    let mut numbers = Numbers(seed ^ 0xabcd);
    check(
        &text,
        &mut || {
            if exact {
                numbers.share()
            } else {
                numbers.below(1 << 30) as f64 / (1u64 << 30) as f64
            }
        },
        exact,
    );
}

/// A scenario with two signatories and issues of these numbers of options.
fn plain(issues: &[usize], off_table: &str, seed: u64) {
    let mut writer =
        Writer { numbers: Numbers(seed), exact: true, issues: issues.to_vec(), parties: 2 };
    let text = writer.scenario();
    let start = text.find("off_table = [").expect("written");
    let text = format!("{}off_table = [{off_table}]\n", &text[..start]);
    let mut numbers = Numbers(seed ^ 0xabcd);
    check(&text, &mut || numbers.share(), true);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(600), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exact_arithmetic_gives_the_same_round(seed in any::<u64>()) {
        random(seed, true);
    }

    #[test]
    fn any_arithmetic_gives_the_same_round(seed in any::<u64>()) {
        random(seed, false);
    }
}

#[test]
fn spaces_of_every_shape() {
    for seed in 0..6 {
        plain(&[4], "", seed);
        plain(&[1], "", seed);
        plain(&[1, 1, 1], "", seed);
        // One issue longer than a row, and rows around its limit.
        plain(&[64, 12], "", seed);
        plain(&[9, 9, 9], "", seed);
        plain(&[2, 64, 8], "", seed);
        plain(&[64], "", seed);
        plain(&[5, 13, 5], "", seed);
        plain(&[2, 2, 2, 2, 2, 2, 2], "", seed);
        plain(&[3, 3, 64, 3], "", seed);
        plain(&[1, 1, 60, 60], "", seed);
    }
}

#[test]
fn everything_off_the_table() {
    for seed in 0..6 {
        plain(&[3, 4, 2], "\"i0.x + i1.x > 0 - 1\"", seed);
        plain(&[3, 4, 2], "\"u0 > 0 - 1\"", seed);
        plain(&[64, 12], "\"i0.x + i1.x > 0 - 1\"", seed);
    }
}

#[test]
fn one_package_left() {
    for seed in 0..6 {
        plain(&[3, 4, 2], "\"not (i0 is o1 and i1 is o3 and i2 is o0)\"", seed);
        plain(&[3, 2], "\"i0.o0\", \"i0.o2\", \"i1.o1\"", seed);
    }
}

#[test]
fn packages_are_numbered_in_order_whatever_the_rows() {
    for issues in
        [vec![600], vec![512], vec![600, 3], vec![9, 9, 9], vec![8, 8, 8], vec![2, 8, 8, 8]]
    {
        let open: Vec<Vec<u32>> = issues.iter().map(|&n| (0..n).collect()).collect();
        let space = Space::new(open);
        assert_eq!(space.rows * space.row, space.len());
        assert_eq!(space.len(), issues.iter().product::<u32>() as usize, "{issues:?}");
        let all: Vec<Vec<u32>> = (0..space.len()).map(|p| space.options(p)).collect();
        assert!(all.windows(2).all(|w| w[0] < w[1]), "the first issue is the slowest");
    }
}

/// A single issue beyond the length of a row, built without a text.
#[test]
fn six_hundred_options() {
    let mut graph = Graph::default();
    let option: Vec<NodeId> = (0..600).map(|o| graph.constant(f64::from(o % 37) / 64.0)).collect();
    let value = graph.option(0, option);
    let other: Vec<NodeId> = (0..600).map(|o| graph.constant(f64::from(o % 23) / 64.0)).collect();
    let second = graph.option(0, other);
    let plan = Plan::new(&graph, Space::new(vec![(0..600).collect()]), &[], &[value, second]);
    let externals: Vec<f64> =
        plan.externals.iter().map(|&n| graph.constant_value(n).expect("a constant")).collect();
    let (mut scratch, mut candidates) = (Scratch::default(), Candidates::default());
    plan.prepare(apply_anywhere, &externals, &mut scratch);
    let scan = plan.scan(apply_anywhere, &externals, &[0.25, 0.25], &mut scratch, &mut candidates);
    let gain = |o: u32| (f64::from(o % 37) / 64.0 - 0.25).min(f64::from(o % 23) / 64.0 - 0.25);
    let zone: Vec<u32> = (0..600).filter(|&o| gain(o) >= 0.0).collect();
    assert_eq!(candidates.packages, zone);
    let best = (0..600).map(gain).fold(f64::NEG_INFINITY, f64::max);
    assert_eq!(scan.best_surplus, best);
    assert_eq!(Some(scan.best_package as u32), (0..600).find(|&o| gain(o) == best));
}
