//! Explanations of whole scenarios: links hold both ways, quantiles are right, every name answers.

use zopa_equations::explain::{LEVELS, Toward, Web};
use zopa_equations::{Compiled, compile};
use zopa_scenario::Scenario;

fn read(path: &str) -> (Scenario, Compiled) {
    let text = std::fs::read_to_string(path).expect("a scenario");
    let scenario = zopa_syntax::read_scenario(&text).scenario.expect("TOML");
    let compiled = compile(&scenario);
    (scenario, compiled)
}

const ALL: [&str; 4] = [
    "tests/scenarios/neighbours.toml",
    "../../scenarios/wage-dispute.toml",
    "../../scenarios/river.toml",
    "../../scenarios/ukraine-2025.toml",
];

#[test]
fn every_name_of_every_scenario_is_explained_and_linked_both_ways() {
    for path in ALL {
        let (scenario, compiled) = read(path);
        let web = Web::new(&scenario, &compiled);
        for (index, subject) in web.subjects.iter().enumerate() {
            let explanations = web.explain(&subject.name);
            assert!(
                explanations.iter().any(|e| e.name == subject.name),
                "{path}: {}",
                subject.name
            );
            for &used in &web.uses[index] {
                assert!(web.used_by[used].contains(&index), "{path}: {}", subject.name);
            }
            for name in &explanations[0].next {
                assert!(!web.find(name).is_empty(), "{path}: {} leads to {name}", subject.name);
            }
        }
        for formula in &compiled.formulas {
            assert!(!web.find(&formula.name).is_empty(), "{path}: {}", formula.name);
        }
    }
}

#[test]
fn every_name_in_an_equation_is_linked() {
    for path in ALL {
        let (scenario, compiled) = read(path);
        let web = Web::new(&scenario, &compiled);
        for (index, subject) in web.subjects.iter().enumerate() {
            let linked: Vec<&str> =
                web.uses[index].iter().map(|i| web.subjects[*i].name.as_str()).collect();
            for formula in subject.formulas.iter().map(|f| &compiled.formulas[*f]) {
                let Some(expression) = &formula.expression else { continue };
                zopa_equations::order::visit_names(expression, &mut |name, _, _| {
                    let known = compiled.symbols.find(name).is_some() && name != subject.name;
                    assert!(
                        !known || linked.contains(&name),
                        "{path}: {} misses {name}",
                        subject.name
                    );
                });
            }
        }
    }
}

#[test]
fn quantiles_are_exact_for_distributions_and_close_for_formulas_of_them() {
    let (scenario, compiled) = read(ALL[0]);
    let web = Web::new(&scenario, &compiled);
    // uniform(0.1, 0.6)
    let north = web.explain("patience_north").remove(0).spread.expect("a spread");
    for (level, quantile) in LEVELS.iter().zip(north.quantiles) {
        assert!((quantile - (0.1 + 0.5 * level)).abs() < 1e-12);
    }
    // 0.2 to 0.5: lognormal with 5 % and 95 % quantiles at the ends
    let south = web.explain("patience_south").remove(0).distributions.remove(0);
    assert_eq!(south.family, "lognormal");
    let spread = south.spread.expect("a spread");
    assert!((spread.quantiles[0] - 0.2).abs() < 1e-9 && (spread.quantiles[4] - 0.5).abs() < 1e-9);
    assert!((spread.quantiles[2] - 0.1_f64.sqrt()).abs() < 1e-9);
    // 2 * uniform(0, 1), from draws
    let twice = web.explain("twice").remove(0).spread.expect("a spread");
    assert!((twice.mean - 1.0).abs() < 1e-3);
    for (level, quantile) in LEVELS.iter().zip(twice.quantiles) {
        assert!((quantile - 2.0 * level).abs() < 2e-3, "{level}: {quantile}");
    }
}

#[test]
fn axes_and_units_are_those_of_the_model() {
    let (scenario, compiled) = read(ALL[0]);
    let web = Web::new(&scenario, &compiled);
    let terms = web.explain("terms.north").remove(0).axes.expect("axes");
    assert_eq!((terms.draw, terms.time, terms.issues), (false, false, vec!["wall".to_owned()]));
    let quarrel = web.explain("quarrel").remove(0).axes.expect("axes");
    assert_eq!((quarrel.draw, quarrel.time), (true, true));
    assert_eq!(web.explain("noise_growth")[0].unit.as_deref(), Some("1/month"));
    assert_eq!(web.explain("wall.height")[0].unit.as_deref(), Some("m"));
}

#[test]
fn the_chance_of_a_deal_leads_to_a_cited_place_in_every_sourced_scenario() {
    for path in [ALL[0], ALL[3]] {
        let (scenario, compiled) = read(path);
        let web = Web::new(&scenario, &compiled);
        let way = web.explain("chance_of_deal").remove(0).way;
        let last = way.last().expect("a way");
        assert!(last.contains(':'), "{path}: {way:?}");
        for pair in way.windows(2).take(way.len() - 2) {
            let from = web.find(&pair[0])[0];
            let names: Vec<String> =
                web.tree(from, 1, Toward::Uses).into_iter().map(|(_, l)| l.name).collect();
            assert!(names.contains(&pair[1]), "{path}: {} does not use {}", pair[0], pair[1]);
        }
    }
}

#[test]
fn a_mistyped_name_gets_the_nearest() {
    let (scenario, compiled) = read(ALL[0]);
    let web = Web::new(&scenario, &compiled);
    assert!(web.find("quarel").is_empty());
    assert_eq!(web.suggest("quarel").first(), Some(&"quarrel"));
}
