//! Units: reading, showing, and the check of whole scenarios.

use proptest::prelude::*;
use zopa_equations::formula::{Formula, Place, quantities};
use zopa_equations::parser::parse;
use zopa_equations::unit::{Unit, UnitSystem, UnitTable, check};
use zopa_scenario::{
    Code, Diagnostic, Hold, Input, Issue, IssueOption, Measure, Party, Quantity, Scenario, Series,
    Span, Stock, Text, TimeAxis, Variable,
};

fn text(written: &str) -> Text {
    Text::outside(written)
}

/// A quantity from its compact string, each at a place of its own.
fn quantity(compact: &str) -> Quantity {
    let compact = compact.trim();
    let (expression, unit) = match compact.strip_suffix(']').and_then(|s| s.rsplit_once('[')) {
        Some((expression, unit)) => (expression.trim(), Some(unit)),
        None => (compact, None),
    };
    Quantity { expression: text(expression), unit: unit.map(text), ..Quantity::default() }
}

/// A monthly scenario of variables, one `name = quantity` a line; `name' = …` is the change of a
/// stock, `name0 = …` its start.
fn scenario(lines: &str) -> Scenario {
    let mut scenario = Scenario {
        time: TimeAxis { end: 60.0, unit: "month".to_owned(), ..TimeAxis::default() },
        ..Scenario::default()
    };
    for line in lines.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (name, value) = line.split_once(" = ").expect("name = quantity");
        if let Some(stock) = name.strip_suffix('\'') {
            let existing = scenario.stocks.iter_mut().find(|s| s.id.text == stock);
            existing.expect("its start first").change = quantity(value);
        } else if let Some(stock) = name.strip_suffix('0') {
            scenario.stocks.push(Stock {
                id: text(stock),
                start: quantity(value),
                change: quantity("0"),
                ..Stock::default()
            });
        } else {
            let value = quantity(value);
            scenario.variables.push(Variable { id: text(name), name: None, value });
        }
    }
    scenario
}

fn formulas(scenario: &Scenario) -> Vec<Formula> {
    quantities(scenario)
        .into_iter()
        .map(|(place, name, quantity)| {
            let expression = parse(&quantity.expression.text).ok();
            assert!(expression.is_some(), "{}", quantity.expression.text);
            Formula { place, name, quantity, expression }
        })
        .collect()
}

fn checked(scenario: &Scenario) -> (UnitTable, Vec<Diagnostic>) {
    check(scenario, &formulas(scenario))
}

fn said(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|d| format!("{} {} | {}", d.code, d.message, d.hints.join(" | ")))
        .collect()
}

/// The unit of the last variable, where nothing is wrong.
fn inferred(lines: &str) -> String {
    let scenario = scenario(lines);
    let (table, diagnostics) = checked(&scenario);
    assert!(diagnostics.is_empty(), "{lines}: {:?}", said(&diagnostics));
    let last = Place::Variable(scenario.variables.len() - 1);
    table.unit(last).map_or("adapts".to_owned(), |u| u.to_string())
}

/// The only problem of a scenario.
fn problem(lines: &str) -> String {
    let (_, diagnostics) = checked(&scenario(lines));
    let said = said(&diagnostics);
    assert_eq!(said.len(), 1, "{lines}: {said:?}");
    said[0].clone()
}

#[test]
fn units_are_read() {
    let (units, problems) = UnitSystem::new(&[
        (text("person"), text("people")),
        (text("EUR"), text("base")),
        (text("brigade"), text("4 thousand person")),
        (text("CO2"), text("base")),
        (text("GEUR"), text("1e9 EUR")),
    ]);
    assert!(problems.is_empty(), "{problems:?}");
    let base = |name: &str| Unit::base(name);
    let times = |unit: Unit, scale: f64| unit.multiply(&Unit::scaled(scale));
    let year = base("year");
    for (written, expected) in [
        ("km2", base("km").power(2)),
        ("km^2", base("km").power(2)),
        ("km²", base("km").power(2)),
        ("km^-2", base("km").power(-2)),
        ("1", Unit::one()),
        ("dmnl", Unit::one()),
        ("%", Unit::scaled(0.01)),
        ("person", base("people")),
        ("brigade", times(base("people"), 4000.0)),
        ("CO2", base("CO2")),
        ("GEUR/year", times(base("EUR").divide(&year), 1e9)),
        ("thousand people/month", times(base("people").divide(&year), 12_000.0)),
        ("hundred million $", times(base("$"), 1e8)),
        ("$/person", base("$").divide(&base("people"))),
        ("1/year", Unit::one().divide(&year)),
        ("EUR/(person year)", base("EUR").divide(&base("people").multiply(&year))),
        ("EUR/person year", base("EUR").divide(&base("people")).multiply(&year)),
        ("EUR / person / year", base("EUR").divide(&base("people").multiply(&year))),
        ("quarter", times(year.clone(), 0.25)),
        ("weeks", times(year.clone(), 7.0 / 365.25)),
        ("hour", times(year.clone(), 1.0 / 8766.0)),
        ("(km/hour)^2", times(base("km").divide(&year), 8766.0).power(2)),
    ] {
        let unit = units.parse(written).unwrap_or_else(|p| panic!("{written}: {p:?}"));
        assert!(unit.same(&expected), "{written}: {unit:?}, not {expected:?}");
        assert_eq!(unit.to_string(), written);
    }
    for (written, message) in [
        ("", "missing"),
        ("km//h", "expected"),
        ("km^", "whole number"),
        ("km^x", "whole number"),
        ("(km", "without `)`"),
        ("km)", "without `(`"),
        ("km/", "missing"),
        ("km & h", "expected"),
        ("0 EUR", "positive"),
        ("km^99999999999", "too large"),
    ] {
        let problem = units.parse(written).expect_err(written);
        assert!(problem.message.contains(message), "{written}: {problem:?}");
        assert!(written.get(problem.range).is_some());
    }
}

#[test]
fn units_are_shown_without_their_text() {
    let units = UnitSystem::default();
    for (written, shown) in [
        ("people*thousand/month", "thousand people/month"),
        ("EUR/person/year", "EUR/(person year)"),
        ("1/month", "1/month"),
        ("km km", "km2"),
        ("year/year", "1"),
        ("12000 people/year", "thousand people/month"),
        ("36.5 kg", "36.5 kg"),
        ("percent", "%"),
        ("thousand", "thousand"),
        ("kg/12", "1/12 kg"),
    ] {
        let unit = units.parse(written).expect(written).multiply(&Unit::one());
        assert_eq!(unit.to_string(), shown, "{written}");
    }
}

#[test]
fn circular_and_impossible_definitions() {
    let define = |list: &[(&str, &str)]| {
        let list: Vec<(Text, Text)> = list.iter().map(|(a, b)| (text(a), text(b))).collect();
        UnitSystem::new(&list)
    };
    let (_, problems) = define(&[("a", "2 b"), ("b", "c2"), ("c", "a")]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].code, Code::BadUnit);
    assert!(problems[0].message.contains("`a` is made of `b` is made of `c` is made of `a`"));
    assert_eq!(define(&[("a", "a")]).1.len(), 1);
    assert_eq!(define(&[("month", "30 day")]).1.len(), 1);
    assert_eq!(define(&[("a b", "base")]).1.len(), 1);
    assert_eq!(define(&[("a", "km//h")]).1.len(), 1);
    let chain: Vec<(String, String)> =
        (0..5_000).map(|i| (format!("u_{i}x"), format!("u_{}x", i + 1))).collect();
    let chain: Vec<(&str, &str)> = chain.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let (units, problems) = define(&chain);
    assert!(problems.is_empty());
    assert_eq!(units.parse("u_0x").expect("defined"), Unit::base("u_5000x"));
}

#[test]
fn units_are_inferred() {
    let base = "
        troops = 500 [thousand people]
        losses = 30 [thousand people/month]
        area = 4_000 [km2]
        share = 20 [%]
        bare = 7
    ";
    for (expression, unit) in [
        ("troops + 3", "thousand people"),
        ("3 + bare + troops", "thousand people"),
        ("troops / losses", "month"),
        ("troops * losses / troops", "thousand people/month"),
        ("2 * troops", "thousand people"),
        ("bare * troops", "thousand people"),
        ("1 / troops * troops", "1"),
        ("bare", "adapts"),
        ("2 * 3", "adapts"),
        ("area / (6000 [km2])", "1"),
        ("sqrt(area)", "km"),
        ("area ^ 0.5", "km"),
        ("area ^ 2", "km4"),
        ("area ^ -1", "1/km2"),
        ("(area / (1 [km2])) ^ bare", "1"),
        ("2 ^ bare", "adapts"),
        ("exp(-time / (3 [month]))", "1"),
        ("max(0, troops - 100)", "thousand people"),
        ("if troops > 400 then troops else 0", "thousand people"),
        ("(troops > 400) * losses", "thousand people/month"),
        ("in_force * losses", "thousand people/month"),
        ("happens(0.1 [1/year]) * troops", "thousand people"),
        ("clamp(troops, 0, 900 [thousand people])", "thousand people"),
        ("smooth(losses, 3)", "thousand people/month"),
        ("delay3(losses, 1 [year], 0)", "thousand people/month"),
        ("delay_fixed(losses, 90 [day], 0)", "thousand people/month"),
        ("total(losses)", "thousand people"),
        ("trend(troops, 1 [year])", "1/month"),
        ("forecast(troops, 6, 12)", "thousand people"),
        ("step(10 [km2], 6)", "km2"),
        ("ramp(losses, 3, 6)", "thousand people"),
        ("pulse(100 [km2], 6, 12)", "km2/month"),
        ("lookup(troops, (0, 0), (500, 1)) * area", "km2"),
        ("lookup(bare, (0, 0 [km2]), (500, 1))", "km2"),
        ("lookup(troops, 0, 0 [km2], 500, 1)", "km2"),
        ("lookup_invert(area, (0, 0), (500 [people], 1))", "people"),
        ("previous(troops, 0)", "thousand people"),
        ("sample_if_true(troops > 3, area, 0)", "km2"),
        ("troops at 2 [year]", "thousand people"),
        ("time", "month"),
        ("since_signature / time_step", "1"),
        ("weibull_hazard(0.5, 0.6)", "1/month"),
        ("troops * 5%", "thousand people"),
        ("share > 50%", "adapts"),
        ("share - 5 [%]", "%"),
        ("max(0, share)", "%"),
        ("xidz(troops, losses, 0)", "month"),
        ("zidz(troops, troops)", "1"),
        ("unknown_name * troops", "adapts"),
        ("unknown_name + troops", "thousand people"),
        ("noise_normal(losses)", "thousand people/month"),
        ("abs(-troops)", "thousand people"),
        ("sign(troops)", "adapts"),
        ("normal(troops, 3 [thousand people])", "thousand people"),
        ("gamma(2, 3 [month])", "month"),
        ("choice(1 [km], 0.3, 2, 0.7)", "km"),
        ("5 [km] to 20", "km"),
        ("5 ± 2 [km] + 0", "km"),
    ] {
        assert_eq!(inferred(&format!("{base}\nx = ({expression})")), unit, "{expression}");
    }
}

#[test]
fn used_before_declared() {
    let lines = "last = middle * 2\nmiddle = first + 1\nfirst = 3 [km]\nx = last / middle";
    assert_eq!(inferred(lines), "1");
    assert_eq!(inferred("a = b\nb = a\nx = a + 1 [km] + 0"), "km");
}

#[test]
fn a_factor_is_proposed_where_only_scales_differ() {
    let lines = "
        recruits = 30 [thousand people/month]
        losses = 400 [people/year]
        x = recruits - losses + 0
    ";
    let said = problem(lines);
    assert!(said.starts_with("Z201"), "{said}");
    assert!(said.contains("`recruits` is in [thousand people/month]"), "{said}");
    assert!(
        said.contains("`losses` in [people/year]") || said.contains("`losses` is in [people/year]")
    );
    assert!(said.contains("multiply `losses` by 1/12000 to get [thousand people/month]"), "{said}");

    let said = problem("a = 3 [people]\nx = a * 2 [thousand people]");
    assert!(
        said.contains("`x` is declared in [thousand people], but its expression is in [people]")
    );
    assert!(said.contains("multiply by 1/1000"), "{said}");
}

#[test]
fn one_mistake_one_message() {
    for lines in [
        "a = 3 [km]\nb = 2 [kg]\nx = a + b [km]\ny = x + a + 0",
        "a = 3 [km]\nb = 2 [kg]\nx = (a + b) * a + b\ny = x + a + 0",
        "a = 3 [km]\nb = 2 [kg]\nx = max(a, b, a) + 0",
        "a = 3 [km]\nx = a ^ 1.5 + 0",
        "a = 3 [km]\nb = 2\nx = a ^ b + 0",
        "a = 3 [km]\nx = sqrt(a) + a",
        "a = 3 [km]\nx = exp(a) + 0",
        "a = 3 [km]\nx = smooth(a, a) + 0",
        "a = 3 [km]\nx = if a > 3 then a else time",
        "a = 3 [km]\nx = a at (2 [km]) + 0",
        "a = 3 [km]\nx = happens(a) + 0",
        "a = 3 [km]\nx = lookup(a, (0 [kg], 1), (1, 2)) + 0",
        "a = 3 [km]\nx = a * 2 [kg]\ny = x + 3 [kg] + 0",
        "a = 3 [%]\nx = 1 - a",
        "a = 3 [km]\nx = a > 2 [kg] + 0",
        "a = 3 [km//h]\nx = a + 2 [kg] + 0",
        "a = 3\nx = a + 2 [kg//h] + 0",
        "a = time + 3 [km] + 0",
        "x = troops_a + 1\nq0 = 5 [people]\nq' = 3 [km]",
        "q0 = 5 [people]\nq' = 3 [people]",
        "q0 = 5 [people]\nq' = 3 [thousand people/month]",
    ] {
        let said = problem(lines);
        assert!(said.starts_with("Z20"), "{said}");
    }
}

#[test]
fn both_sides_are_labelled() {
    let mut scenario = scenario("a = 3 [km]\nb = 2 [kg]\nx = a + 2 * b");
    let written = "a + 2 * b";
    scenario.variables[2].value.expression =
        Text { text: written.to_owned(), span: Span::new(100, 100 + written.len()), exact: true };
    let (_, diagnostics) = checked(&scenario);
    let labels: Vec<(usize, usize, &str)> = diagnostics[0]
        .labels
        .iter()
        .map(|l| (l.span.start, l.span.end, l.message.as_str()))
        .collect();
    assert_eq!(labels, [(104, 109, "[kg]"), (100, 101, "[km]")]);
}

#[test]
fn stocks_and_rates_are_converted_to_the_step() {
    let mut s = scenario(
        "men0 = 500 [thousand people]
         men' = recruits - losses
         recruits = 360 [thousand people/year]
         losses = 12 [thousand people/year]",
    );
    s.hold = Some(Hold { hazard: Some(quantity("0.3 [1/year]")), ..Hold::default() });
    s.parties.push(Party {
        id: text("north"),
        ratifies: Some(quantity("60 [%]")),
        ..Party::default()
    });
    let (table, diagnostics) = checked(&s);
    assert!(diagnostics.is_empty(), "{:?}", said(&diagnostics));
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    near(table.conversion(Place::StockChange(0)), 1.0 / 12.0);
    near(table.conversion(Place::Hazard), 1.0 / 12.0);
    near(table.conversion(Place::Ratifies(0)), 0.01);
    near(table.conversion(Place::StockStart(0)), 1.0);
}

#[test]
fn arguments_are_converted_to_the_step() {
    let cases = [
        ("smooth(a, 1 [year])", "1 [year]", 12.0),
        ("smooth(a, 3 [month])", "3 [month]", 1.0),
        ("smooth(a, 3)", "3", 1.0),
        ("smooth(a, delay)", "delay", 12.0 * 7.0 / 365.25),
        ("a at 2 [year]", "2 [year]", 12.0),
        ("step(1, 6 [quarter])", "6 [quarter]", 3.0),
        ("happens(0.5 [1/year])", "0.5 [1/year]", 1.0 / 12.0),
        ("trend(a, 1 [year], 0.1 [1/year])", "0.1 [1/year]", 1.0 / 12.0),
        ("a * 5%", "5%", 0.01),
        ("exp(share)", "share", 0.01),
        ("weibull_hazard(0.5, 0.6, 2 [year])", "2 [year]", 12.0),
    ];
    for (expression, argument, factor) in cases {
        let lines = format!("a = 3\ndelay = 3 [week]\nshare = 4 [%]\nx = ({expression})");
        let scenario = scenario(&lines);
        let (table, diagnostics) = checked(&scenario);
        assert!(diagnostics.is_empty(), "{expression}: {:?}", said(&diagnostics));
        let start = 1 + expression.rfind(argument).expect("part of it");
        let found = table.factor(Place::Variable(3), &(start..start + argument.len()));
        assert!((found - factor).abs() < 1e-12, "{expression}: {found}, not {factor}");
    }
}

#[test]
fn a_time_axis_that_is_no_calendar() {
    let mut s = scenario("x = smooth(3 [km], 2 [turn]) * 1\ny = smooth(x, 2 [month]) + 0");
    s.time.unit = "turn".to_owned();
    let (_, diagnostics) = checked(&s);
    let said = said(&diagnostics);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("must be in [turn]"), "{said:?}");
}

#[test]
fn option_attributes_agree() {
    let option = |id: &str, troops: &str| IssueOption {
        id: text(id),
        attributes: vec![(text("troops"), quantity(troops))],
        ..IssueOption::default()
    };
    let mut s = scenario("x = force.troops * 2");
    s.issues.push(Issue {
        id: text("force"),
        options: vec![option("none", "0"), option("large", "30 [thousand people]")],
        ..Issue::default()
    });
    let (table, diagnostics) = checked(&s);
    assert!(diagnostics.is_empty(), "{:?}", said(&diagnostics));
    let unit = table.unit(Place::Variable(0)).expect("inferred");
    assert_eq!(unit.to_string(), "thousand people");
    s.issues[0].options.push(option("huge", "300 [people]"));
    let (_, diagnostics) = checked(&s);
    let said = said(&diagnostics);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("`force.huge.troops` is in [people]"), "{said:?}");
}

#[test]
fn series_inputs_and_measures_have_units() {
    let mut s = scenario("x = front + recent\ny = later + 0");
    s.series.push(Series { id: text("front"), unit: Some(text("km2")), ..Series::default() });
    s.inputs.push(Input { id: text("recent"), name: None, value: quantity("3 ± 1 [km2]") });
    s.measures.push(Measure { id: text("later"), name: None, value: quantity("x at end") });
    let (table, diagnostics) = checked(&s);
    assert!(diagnostics.is_empty(), "{:?}", said(&diagnostics));
    for place in [Place::Variable(0), Place::Variable(1), Place::Measure(0), Place::Input(0)] {
        assert_eq!(table.unit(place).map(ToString::to_string).as_deref(), Some("km2"));
    }
}

#[test]
fn misspelt_units_are_noticed() {
    for (lines, unit, meant) in [
        ("a = 3 [people]\nb = a + 1 [people]\nc = 2 [poeple]", "poeple", "people"),
        ("a = 3 [brigade]\nb = 1 [brigade]\nc = 2 [brigades]", "brigades", "brigade"),
        ("a = 3 [EUR]\nb = 1 [EUR]\nc = 2 [eur]", "eur", "EUR"),
        ("a = 3 [mnoth]", "mnoth", "month"),
    ] {
        let (_, diagnostics) = checked(&scenario(lines));
        let warning = diagnostics.iter().find(|d| d.code == Code::UnknownUnit).expect(lines);
        assert!(warning.message.contains(&format!("`{unit}`")), "{warning:?}");
        assert!(warning.message.contains(&format!("`{meant}`")), "{warning:?}");
    }
    for lines in ["a = 3 [km]\nb = 2 [kg]", "a = 3 [troops]\nb = 2 [months]", "a = 3 [tank]"] {
        assert!(checked(&scenario(lines)).1.is_empty(), "{lines}");
    }
}

#[test]
fn a_long_chain_of_variables_is_no_deep_recursion() {
    let mut lines = String::new();
    for i in 0..3_000 {
        lines.push_str(&format!("v{i}a = v{}a * 2\n", i + 1));
    }
    lines.push_str("v3000a = 3 [km]");
    let scenario = scenario(&lines);
    let (table, diagnostics) = checked(&scenario);
    assert!(diagnostics.is_empty());
    assert_eq!(table.unit(Place::Variable(0)), Some(&Unit::base("km")));
}

fn units() -> impl Strategy<Value = Unit> {
    let factor = (prop::sample::select(vec!["km", "year", "people", "EUR"]), -3..4_i32);
    (prop::collection::vec(factor, 0..5), prop::sample::select(vec![1.0, 1000.0, 0.01, 12.0]))
        .prop_map(|(factors, scale)| {
            factors.iter().fold(Unit::scaled(scale), |unit, (name, exponent)| {
                unit.multiply(&Unit::base(name).power(*exponent))
            })
        })
}

proptest! {
    #[test]
    fn any_unit_is_read_or_refused(written in ".*") {
        if let Err(problem) = UnitSystem::default().parse(&written) {
            prop_assert!(written.get(problem.range).is_some());
        }
    }

    #[test]
    fn shown_units_read_back(unit in units()) {
        let again = UnitSystem::default().parse(&unit.to_string());
        prop_assert!(again.as_ref().is_ok_and(|u| u.same(&unit)), "{} {:?}", unit, again);
    }

    #[test]
    fn units_form_a_group(a in units(), b in units()) {
        prop_assert!(a.multiply(&b).same(&b.multiply(&a)));
        prop_assert!(a.multiply(&b).divide(&b).same(&a));
        prop_assert!(a.multiply(&a).same(&a.power(2)));
        prop_assert!(a.power(-1).same(&Unit::one().divide(&a)));
        prop_assert!(a.power(2).square_root().is_some_and(|root| root.same(&a)));
        let sorted = a.multiply(&b).dimensions;
        prop_assert!(sorted.windows(2).all(|w| w[0].0 < w[1].0));
        prop_assert!(sorted.iter().all(|(_, e)| *e != 0));
    }
}

#[test]
fn every_function_can_be_checked() {
    let own = zopa_equations::function::ENTRIES.iter().map(|e| (e.name, e.minimum, e.maximum));
    let theory = zopa_theory::FUNCTIONS.iter().map(|f| {
        let count = f.arguments.len();
        (f.name, count, count)
    });
    for (name, minimum, maximum) in own.chain(theory) {
        for count in minimum..=maximum.min(minimum + 3) {
            for argument in ["a", "b", "bare", "3 [km]", "5%"] {
                let arguments = vec![argument; count].join(", ");
                let written = format!("(0 * {name}({arguments}))");
                let lines = format!("a = 3 [km]\nb = 2 [1/year]\nbare = 2\nx = {written}");
                let (_, diagnostics) = checked(&scenario(&lines));
                for diagnostic in &diagnostics {
                    assert_eq!(diagnostic.code, Code::UnitMismatch, "{written}");
                    assert!(!diagnostic.labels.is_empty(), "{written}");
                }
                if argument == "bare" {
                    assert!(diagnostics.is_empty(), "{written}: {:?}", said(&diagnostics));
                }
            }
        }
    }
}

#[test]
fn the_deepest_expression_is_checked_on_a_small_stack() {
    let work = || {
        for deep in [
            "max(1 [km], ".repeat(190) + "2 [kg]" + &")".repeat(190),
            "-".repeat(190) + "3 [km]",
            "if ".repeat(180) + "a" + &" then 1 else 2".repeat(180),
            "2^".repeat(190) + "2",
        ] {
            let (_, diagnostics) = checked(&scenario(&format!("x = ({deep})")));
            assert!(diagnostics.len() <= 1);
        }
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work).expect("a thread");
    thread.join().expect("no overflow");
}
