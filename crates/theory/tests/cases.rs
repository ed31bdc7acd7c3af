//! Every stated answer, evaluated through the public catalogue.

use zopa_theory::find;

/// Rows: id, topic, named inputs, output, expected value, absolute tolerance, source. Rows
/// called `own…` are siblings worked out by hand from the same formulas.
const CASES: &str = include_str!("cases.csv");

#[test]
fn every_row_gives_its_answer() {
    let mut evaluated = 0;
    let mut wrong = Vec::new();
    for line in CASES.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [id, name, inputs, output, expected, tolerance, _source] = cells[..] else {
            panic!("seven cells in `{line}`");
        };
        let topic = find(name).unwrap_or_else(|| panic!("{id}: no topic {name}"));
        let given: Vec<(&str, f64)> = inputs
            .split_whitespace()
            .map(|pair| {
                let (key, value) = pair.split_once('=').expect("key=value");
                (key, value.parse().expect("a number"))
            })
            .collect();
        let values = topic.compute(&given).unwrap_or_else(|error| panic!("{id}: {error}"));
        let at = topic.output(output).unwrap_or_else(|| panic!("{id}: no output {output}"));
        let expected: f64 = expected.parse().expect("a number");
        let tolerance: f64 = tolerance.parse().expect("a number");
        evaluated += 1;
        if (values[at] - expected).abs() > tolerance || values[at].is_nan() {
            wrong.push(format!("{id}: {} instead of {expected}", values[at]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(evaluated, 89);
}

/// The typed rows agree with the collection they come from, where that lies beside the project.
#[test]
#[allow(clippy::print_stderr)] // a skipped comparison says so
fn typed_rows_agree_with_the_collection() {
    let path = "../../../shared/cases/theory.csv";
    let Ok(collection) = std::fs::read_to_string(path) else {
        eprintln!("skipped: {path} is not here");
        return;
    };
    let mut compared = 0;
    for line in collection.lines().skip(1) {
        let id = line.split(',').next().unwrap_or_default();
        let typed = CASES.lines().find(|row| row.split(',').next() == Some(id));
        let typed = typed.unwrap_or_else(|| panic!("{id} is not typed in"));
        let expected = typed.split(',').nth(4).unwrap_or_default();
        assert!(line.contains(&format!(",{expected},")), "{id}: {expected}");
        compared += 1;
    }
    assert!(compared >= 64);
}

/// Names under which the collection and textbooks list the topics.
#[test]
fn topics_are_found_under_their_usual_names() {
    for (usual, name) in [
        ("Nash", "nash_bargaining"),
        ("asymmetric Nash", "asymmetric_nash"),
        ("square law", "lanchester_square"),
        ("linear (unaimed) law", "lanchester_linear"),
        ("mixed law (A under area fire, B under aimed fire)", "lanchester_mixed"),
        ("war as random walk", "fort_walk"),
        ("self-enforcement (grim)", "self_enforcement"),
        ("difference (logit) contest function", "difference_contest"),
        ("learning from offers", "learning_from_refusal"),
        ("logit equilibrium 2x2", "logit_equilibrium"),
        ("two-level game", "two_level_game"),
        ("exogenous breakdown risk", "breakdown_risk"),
        ("expectation of an aid cut", "expected_aid_cut"),
        ("sanctions threat in the war value", "war_value"),
        ("Weibull k=0.5", "weibull_spell"),
    ] {
        assert_eq!(find(usual).map(|topic| topic.name), Some(name), "{usual}");
    }
}
