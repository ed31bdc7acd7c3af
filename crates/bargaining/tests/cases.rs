//! Worked cases: four small tables typed in, one of five parties and 1024 packages read if present.

#![allow(clippy::print_stderr)]

use std::path::Path;
use zopa_bargaining::{Outcomes, Scope, Solution, pareto, solve, zone};

struct Case<'a> {
    columns: &'a [&'a [f64]],
    disagreement: &'a [f64],
    feasible: usize,
    pareto: &'a [usize],
    ideal: &'a [f64],
    /// Nash, Kalai-Smorodinsky, egalitarian, utilitarian, relative utilitarian, maximin.
    solutions: [&'a [usize]; 6],
}

fn check(case: &Case<'_>) {
    let outcomes = Outcomes::new(case.columns.to_vec(), case.disagreement.to_vec()).unwrap();
    let zone = zone(&outcomes);
    assert_eq!(zone.feasible.len(), case.feasible);
    assert_eq!(pareto(&outcomes, Scope::Zone).packages(), case.pareto);
    for (found, stated) in zone.ideal.as_deref().unwrap().iter().zip(case.ideal) {
        assert!((found - stated).abs() < 1e-12, "{found} {stated}");
    }
    let rules = [
        Solution::Nash,
        Solution::KalaiSmorodinsky,
        Solution::Egalitarian,
        Solution::Utilitarian,
        Solution::RelativeUtilitarian,
        Solution::Maximin,
    ];
    for (rule, stated) in rules.iter().zip(case.solutions) {
        let choice = solve(&outcomes, rule).unwrap().unwrap();
        assert_eq!(choice.ties, stated, "{rule:?}");
        assert_eq!(choice.pick, stated[0]);
    }
}

/// Ideal points over the zone and over all packages differ here: (0.8, 0.75) and (1, 1).
#[test]
fn ideal_is_taken_over_the_zone() {
    check(&Case {
        columns: &[&[1.0, 0.8, 0.6, 0.35, 0.1], &[0.1, 0.4, 0.6, 0.75, 1.0]],
        disagreement: &[0.3, 0.38],
        feasible: 3,
        pareto: &[1, 2, 3],
        ideal: &[0.8, 0.75],
        solutions: [&[2], &[2], &[2], &[1, 2], &[2], &[2]],
    });
}

/// The smallest spread of relative gains would select package 2, which is nearly dominated.
#[test]
fn kalai_smorodinsky_is_leximin_not_smallest_spread() {
    check(&Case {
        columns: &[&[1.0, 0.0, 0.5, 0.49, 0.9], &[0.0, 1.0, 0.45, 0.9, 0.2]],
        disagreement: &[0.0, 0.0],
        feasible: 5,
        pareto: &[0, 1, 2, 3, 4],
        ideal: &[1.0, 1.0],
        solutions: [&[3]; 6],
    });
}

/// Two issues with five values: the first party cares 4 : 1, the second 1 : 3.
#[test]
fn issues_of_unequal_weight_are_traded() {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for border in 0..5 {
        for aid in 0..5 {
            let (border, aid) = (f64::from(border) / 4.0, f64::from(aid) / 4.0);
            first.push(0.8 * border + 0.2 * aid);
            second.push(0.25 * (1.0 - border) + 0.75 * (1.0 - aid));
        }
    }
    check(&Case {
        columns: &[&first, &second],
        disagreement: &[0.3, 0.3],
        feasible: 12,
        pareto: &[10, 15, 20, 21, 22],
        ideal: &[0.9, 0.875],
        solutions: [&[20]; 6],
    });
}

/// A pie of ten slices of which both demand six: no zone, and one slice short at the middle.
#[test]
fn empty_zone_has_a_nearest_miss() {
    let first: Vec<f64> = (0..=10).map(|k| f64::from(k) / 10.0).collect();
    let second: Vec<f64> = first.iter().map(|u| 1.0 - u).collect();
    let outcomes = Outcomes::new(vec![&first, &second], vec![0.6, 0.6]).unwrap();
    let zone = zone(&outcomes);
    assert!(zone.is_empty() && zone.share == 0.0 && zone.ideal.is_none());
    assert_eq!(zone.nearest_miss.package, 5);
    assert!((zone.nearest_miss.shortfall - 0.1).abs() < 1e-12);
    assert!((zone.best_surplus + 0.1).abs() < 1e-12);
    assert!(pareto(&outcomes, Scope::Zone).packages().is_empty());
    assert_eq!(pareto(&outcomes, Scope::All).points(), 11);
    assert_eq!(solve(&outcomes, &Solution::Nash), Ok(None));
}

/// A party that can only reach its disagreement value does not empty the product.
#[test]
fn party_that_cannot_gain_is_left_out_of_the_product() {
    let outcomes = Outcomes::new(
        vec![&[1.0, 2.0, 5.0], &[5.0, 4.0, 0.0], &[1.0, 1.0, 1.0]],
        vec![0.0, 0.0, 1.0],
    )
    .unwrap();
    let choice = solve(&outcomes, &Solution::Nash).unwrap().unwrap();
    assert_eq!((choice.pick, choice.ties), (1, vec![1]));
    assert_eq!(choice.relative_gains, [0.4, 0.8, 1.0]);
    // Every product is zero: the leximin of relative gains decides.
    let corner = Outcomes::new(vec![&[0.0, 2.0, 0.0], &[3.0, 0.0, 0.0]], vec![0.0, 0.0]).unwrap();
    assert_eq!(solve(&corner, &Solution::Nash).unwrap().unwrap().ties, [0, 1]);
}

fn indices(value: &serde_json::Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(|v| v.as_u64().unwrap() as usize).collect()
}

/// Five parties, five issues with four values each, disagreement 0.25 for all.
#[test]
fn five_parties() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/deals");
    let Ok(text) = std::fs::read_to_string(folder.join("own_five_party.json")) else {
        eprintln!("skipped: the table of five parties is not beside the checkout");
        return;
    };
    let case: serde_json::Value = serde_json::from_str(&text).unwrap();
    let table = std::fs::read_to_string(folder.join("own_five_party.csv")).unwrap();
    let mut columns = vec![Vec::new(); 5];
    for line in table.lines().skip(1) {
        for (column, field) in columns.iter_mut().zip(line.split(',').skip(6)) {
            column.push(field.parse::<f64>().unwrap());
        }
    }
    assert_eq!(columns[4].len(), 1024);
    let outcomes =
        Outcomes::new(columns.iter().map(Vec::as_slice).collect(), vec![0.25; 5]).unwrap();
    let reference = &case["reference"];
    let zone = zone(&outcomes);
    assert_eq!(zone.feasible.len(), 407);
    assert_eq!(zone.share, 0.3974609375);
    for (found, stated) in
        zone.ideal.unwrap().iter().zip(case["ideal_rational"].as_array().unwrap())
    {
        assert!((found - stated.as_f64().unwrap()).abs() < 1e-12);
    }
    let efficient = pareto(&outcomes, Scope::Zone);
    assert_eq!((efficient.points(), efficient.packages()), (109, indices(&reference["pareto"])));
    for (name, rule) in [
        ("nash", Solution::Nash),
        ("ks_leximin", Solution::KalaiSmorodinsky),
        ("egal_leximin", Solution::Egalitarian),
        ("egal_maximin", Solution::Maximin),
        ("utilitarian", Solution::Utilitarian),
        ("relative_utilitarian", Solution::RelativeUtilitarian),
    ] {
        let choice = solve(&outcomes, &rule).unwrap().unwrap();
        assert_eq!(choice.ties, indices(&reference[name]), "{name}");
    }
}
