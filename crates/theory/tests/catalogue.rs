//! The catalogue as a whole: names, examples, totality.

use std::collections::BTreeSet;

use proptest::prelude::*;
use zopa_theory::{CATALOGUE, FUNCTIONS, TheoryError, find, function};

#[test]
fn names_are_unique_and_found() {
    let plain = |name: &str| {
        name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect::<String>()
    };
    let mut seen = BTreeSet::new();
    for topic in CATALOGUE {
        assert!(seen.insert(plain(topic.name)), "{} twice", topic.name);
        for alias in topic.aliases {
            assert!(seen.insert(plain(alias)), "{alias} twice");
            assert_eq!(find(alias).unwrap().name, topic.name);
        }
        assert_eq!(find(&topic.name.to_uppercase().replace('_', " ")).unwrap().name, topic.name);
        for text in [topic.title, topic.formula, topic.assumptions, topic.source] {
            assert!(!text.is_empty(), "{} lacks a text", topic.name);
        }
        let arguments: BTreeSet<&str> = topic.arguments.iter().map(|a| a.name).collect();
        assert_eq!(arguments.len(), topic.arguments.len(), "{} repeats an argument", topic.name);
        for argument in topic.arguments {
            assert!(topic.argument(argument.name).is_some());
            assert!(argument.low < argument.high, "{} {}", topic.name, argument.name);
        }
        let outputs: BTreeSet<&str> = topic.outputs.iter().map(|o| o.name).collect();
        assert_eq!(outputs.len(), topic.outputs.len(), "{} repeats an output", topic.name);
    }
    let mut names = BTreeSet::new();
    for scalar in FUNCTIONS {
        assert!(names.insert(scalar.name), "{} twice", scalar.name);
        assert_eq!(function(scalar.name).unwrap().name, scalar.name);
        assert!((scalar.evaluate)(&[]).is_nan(), "{} takes no arguments", scalar.name);
    }
}

#[test]
fn every_example_holds() {
    for topic in CATALOGUE {
        let (values, output, expected) = topic.example;
        let results = (topic.evaluate)(values).unwrap_or_else(|e| panic!("{}: {e}", topic.name));
        assert_eq!(results.len(), topic.outputs.len(), "{}", topic.name);
        let error = (results[output] - expected).abs();
        assert!(error <= 1e-8 * (1.0 + expected.abs()), "{}: {}", topic.name, results[output]);
    }
}

#[test]
fn wrong_questions_are_errors() {
    let range = find("bargaining_range").unwrap();
    let missing = range.compute(&[("p", 0.5), ("cA", 0.1)]);
    assert_eq!(missing, Err(TheoryError::MissingArgument { argument: "cB" }));
    let unknown = range.compute(&[("price", 0.5)]);
    assert_eq!(unknown, Err(TheoryError::UnknownArgument { name: "price".to_owned() }));
    let outside = range.compute(&[("p", 1.5), ("cA", 0.1), ("cB", 0.1)]).unwrap_err();
    assert_eq!(outside.to_string(), "`p` is 1.5; it must be from 0 to 1");
    assert!(matches!((range.evaluate)(&[0.5]), Err(TheoryError::ArgumentCount { .. })));
    // `A` and `a` differ in Lanchester's laws only by what follows: A0 is no shorthand for A.
    let reinforced = find("iwo jima").unwrap();
    assert_eq!(reinforced.argument("a"), reinforced.argument("A"));
}

/// Values that include the corners people type.
fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(1.0),
        Just(0.5),
        Just(-1.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(f64::MAX),
        Just(f64::MIN_POSITIVE),
        0.0..1.0,
        0.0..20.0,
        -1e6..1e6,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// No topic panics, and each gives one result per output.
    #[test]
    fn topics_are_total(values in prop::collection::vec(any_value(), 16), cut in 0..17_usize) {
        for topic in CATALOGUE {
            // The logit equilibrium follows a path and is slow at extreme payoffs.
            let slow = topic.name == "convergence" || topic.name == "logit_equilibrium";
            if slow && cut > 2 {
                continue;
            }
            let length = if cut < 15 { topic.arguments.len() } else { cut - 15 };
            if let Ok(results) = (topic.evaluate)(&values[..length]) {
                prop_assert_eq!(results.len(), topic.outputs.len());
            }
        }
        for scalar in FUNCTIONS {
            let _: f64 = (scalar.evaluate)(&values[..scalar.arguments.len()]);
        }
    }
}
