//! Additive utilities issue by issue against the list of all packages.

use proptest::prelude::*;
use std::collections::BTreeMap;
use zopa_bargaining::{AdditiveError, Outcomes, Scope, Solution, additive_pareto, pareto, solve};

/// All packages with the last issue fastest, as whole numbers.
fn listed(issues: &[Vec<Vec<f64>>], parties: usize) -> Vec<Vec<f64>> {
    let mut packages = vec![vec![0.0; parties]];
    for options in issues {
        packages = packages
            .iter()
            .flat_map(|p| {
                options.iter().map(move |v| p.iter().zip(v).map(|(a, b)| a + b).collect())
            })
            .collect();
    }
    packages
}

fn columns(packages: &[Vec<f64>], parties: usize) -> Vec<Vec<f64>> {
    (0..parties).map(|i| packages.iter().map(|p| p[i]).collect()).collect()
}

prop_compose! {
    fn issues()(parties in 1usize..=5, options in prop::collection::vec(1usize..=4, 1..=5))
        (parties in Just(parties),
         issues in options.into_iter().map(|v| prop::collection::vec(prop::collection::vec(-4i32..=4, parties), v)).collect::<Vec<_>>(),
         disagreement in prop::collection::vec(-6i32..=6, parties))
        -> (usize, Vec<Vec<Vec<f64>>>, Vec<f64>) {
        let real = |v: Vec<i32>| v.into_iter().map(f64::from).collect::<Vec<f64>>();
        let issues = issues.into_iter().map(|o| o.into_iter().map(real).collect()).collect();
        (parties, issues, real(disagreement))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn additive_pareto_is_pareto_of_the_list((parties, issues, disagreement) in issues()) {
        let packages = listed(&issues, parties);
        let columns = columns(&packages, parties);
        let outcomes = Outcomes::new(columns.iter().map(Vec::as_slice).collect(), disagreement.clone()).unwrap();
        for (scope, d) in [(Scope::All, None), (Scope::Zone, Some(&disagreement[..]))] {
            let plain = pareto(&outcomes, scope);
            let key = |u: &[f64]| u.iter().map(|&u| u as i64).collect::<Vec<i64>>();
            let expected: BTreeMap<Vec<i64>, u128> = (0..plain.points())
                .map(|k| (key(&packages[plain.attained_by(k)[0]]), plain.attained_by(k).len() as u128))
                .collect();
            let set = additive_pareto(&issues, d).unwrap();
            let found: BTreeMap<Vec<i64>, u128> =
                (0..set.points()).map(|k| (key(set.utilities(k)), set.attained_by(k))).collect();
            prop_assert_eq!(found.len(), set.points());
            prop_assert_eq!(found, expected);
            for k in 0..set.points() {
                let index = set.options(k).iter().zip(&issues).fold(0, |n, (&v, o)| n * o.len() + v as usize);
                prop_assert_eq!(&packages[index][..], set.utilities(k));
            }
            if set.points() > 0 {
                let efficient: Vec<Vec<f64>> = (0..parties).map(|i| set.column(i)).collect();
                let small = Outcomes::new(efficient.iter().map(Vec::as_slice).collect(), disagreement.clone()).unwrap();
                for rule in [Solution::Nash, Solution::KalaiSmorodinsky, Solution::Egalitarian, Solution::Utilitarian] {
                    let vectors = |found: Option<zopa_bargaining::Choice>, all: &Outcomes<'_>| {
                        let mut vectors: Vec<Vec<i64>> = found.iter().flat_map(|c| &c.ties).map(|&o| key(&all.utilities(o))).collect();
                        vectors.sort();
                        vectors.dedup();
                        vectors
                    };
                    prop_assert_eq!(
                        vectors(solve(&small, &rule).unwrap(), &small),
                        vectors(solve(&outcomes, &rule).unwrap(), &outcomes)
                    );
                }
            }
        }
    }
}

#[test]
fn refused_inputs() {
    assert_eq!(additive_pareto(&[], None), Err(AdditiveError::Empty));
    assert_eq!(additive_pareto(&[vec![]], None), Err(AdditiveError::NoOptions { issue: 0 }));
    assert_eq!(additive_pareto(&[vec![vec![]]], None), Err(AdditiveError::Empty));
    let ragged = [vec![vec![1.0, 2.0], vec![1.0]]];
    assert_eq!(
        additive_pareto(&ragged, None),
        Err(AdditiveError::UnequalParties { issue: 0, option: 1 })
    );
    assert_eq!(additive_pareto(&[vec![vec![f64::NAN]]], None), Err(AdditiveError::NotFinite));
    let one = [vec![vec![1.0]]];
    assert_eq!(
        additive_pareto(&one, Some(&[])),
        Err(AdditiveError::DisagreementLength { given: 0, parties: 1 })
    );
    assert_eq!(additive_pareto(&one, Some(&[2.0])).unwrap().points(), 0);
    assert_eq!(additive_pareto(&one, Some(&[1.0])).unwrap().points(), 1);
}
