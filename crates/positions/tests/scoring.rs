//! Scores and combinations of models against their definitions, and on decisions of the European
//! Union.

// Figures and skipped cases are told to who runs the tests.
#![allow(clippy::print_stdout)]

mod deu;

use proptest::prelude::*;
use zopa_positions::calibration::{crps_of_weighted, folds_by_group};
use zopa_positions::scoring::{Accuracy, score};
use zopa_positions::stacking::{Cases, Loss, StackingError, cross_validate, fit};
use zopa_positions::uncertainty::quantile;
use zopa_sampling::Site;
use zopa_sampling::stream::uniform;

// ---------------------------------------------------------------- scores

fn some_forecasts() -> impl Strategy<Value = (Vec<[Option<f64>; 3]>, Vec<usize>, Vec<f64>)> {
    let forecast = prop::option::weighted(0.8, 0.0..100.0_f64);
    let row = ([forecast.clone(), forecast.clone(), forecast], 0..6_usize, 0.0..100.0_f64);
    prop::collection::vec(row, 1..25).prop_map(|rows| {
        let mut split = (Vec::new(), Vec::new(), Vec::new());
        for (forecasts, group, outcome) in rows {
            split.0.push(forecasts);
            split.1.push(group * 10);
            split.2.push(outcome);
        }
        split
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn scores_equal_their_definition((rows, groups, outcomes) in some_forecasts()) {
        let models: Vec<Vec<Option<f64>>> =
            (0..3).map(|m| rows.iter().map(|row| row[m]).collect()).collect();
        let lists: Vec<&[Option<f64>]> = models.iter().map(Vec::as_slice).collect();
        let table = score(&lists, &groups, &outcomes, 0, 50, 9);
        let mut names = groups.clone();
        names.sort_unstable();
        names.dedup();
        for m in 0..3 {
            let error = |m: usize, k: usize| rows[k][m].map(|f| (f - outcomes[k]).abs());
            let all: Vec<usize> = (0..rows.len()).collect();
            let mean = |issues: &[usize]| {
                let e: Vec<f64> = issues.iter().filter_map(|&k| error(m, k)).collect();
                e.iter().sum::<f64>() / e.len() as f64
            };
            let difference = |issues: &[usize]| {
                let pairs = issues.iter().filter_map(|&k| Some(error(m, k)? - error(0, k)?));
                let d: Vec<f64> = pairs.collect();
                d.iter().sum::<f64>() / d.len() as f64
            };
            let Accuracy { issues, .. } = table[m];
            prop_assert_eq!(issues, all.iter().filter(|&&k| error(m, k).is_some()).count());
            if issues == 0 {
                prop_assert_eq!(table[m].rank, 0);
                continue;
            }
            prop_assert!((table[m].mean_absolute_error - mean(&all)).abs() < 1e-9);
            let better = (0..3).filter(|&o| {
                table[o].issues > 0 && table[o].mean_absolute_error < table[m].mean_absolute_error
            });
            prop_assert_eq!(table[m].rank, 1 + better.count());
            // The bootstrap, one issue after the other.
            let (mut means, mut differences) = (Vec::new(), Vec::new());
            for draw in 0..50 {
                let mut drawn = Vec::new();
                for step in 0..names.len() {
                    let u = uniform(9, draw, Site::named("bootstrap.groups"), step as u32);
                    let name = names[(u * names.len() as f64) as usize];
                    drawn.extend(all.iter().copied().filter(|&k| groups[k] == name));
                }
                means.push(mean(&drawn));
                differences.push(difference(&drawn));
            }
            for (mut list, given) in
                [(means, table[m].interval), (differences, table[m].difference_interval)]
            {
                list.retain(|value| value.is_finite());
                list.sort_by(f64::total_cmp);
                prop_assert!((quantile(&list, 0.025) - given.0).abs() < 1e-9);
                prop_assert!((quantile(&list, 0.975) - given.1).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn scores_do_not_depend_on_threads_and_never_fail() {
    let model: Vec<Option<f64>> = (0..40).map(|k| Some(f64::from(k))).collect();
    let groups: Vec<usize> = (0..40).map(|k| k / 3).collect();
    let outcomes: Vec<f64> = (0..40).map(|k| f64::from(k % 7) * 10.0).collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| score(&[&model], &groups, &outcomes, 0, 1000, 3))
    };
    assert_eq!(with(1), with(3));
    assert!(score(&[], &groups, &outcomes, 0, 10, 1).is_empty());
    let empty = score(&[&[]], &[], &[], 5, 10, 1)[0];
    assert_eq!(empty, Accuracy::default());
    let unknown = score(&[&model], &groups, &[f64::NAN; 40], 0, 10, 1)[0];
    assert_eq!(unknown, Accuracy::default());
}

// ---------------------------------------------------------------- stacking

fn grid(models: usize, steps: usize) -> Vec<Vec<f64>> {
    let mut all = Vec::new();
    for a in 0..=steps {
        for b in 0..=steps - a {
            let rest = steps - a - b;
            if models == 2 && b > 0 {
                continue;
            }
            let mut weights = vec![a as f64, rest as f64];
            if models == 3 {
                weights.push(b as f64);
            }
            all.push(weights.into_iter().map(|w| w / steps as f64).collect());
        }
    }
    all
}

/// The mean loss, written from the definitions.
fn mean_loss(rows: &[Vec<Vec<f64>>], outcomes: &[f64], loss: Loss, weights: &[f64]) -> f64 {
    let of = |row: &Vec<Vec<f64>>, y: f64| {
        let mean = |sample: &Vec<f64>| sample.iter().sum::<f64>() / sample.len() as f64;
        let combined: f64 = row.iter().zip(weights).map(|(s, w)| w * mean(s)).sum();
        match loss {
            Loss::Squared => (combined - y) * (combined - y),
            Loss::Absolute => (combined - y).abs(),
            Loss::Crps => {
                let points: Vec<(f64, f64)> = row
                    .iter()
                    .zip(weights)
                    .flat_map(|(s, w)| s.iter().map(move |&x| (x, w / s.len() as f64)))
                    .collect();
                crps_of_weighted(&points, y).unwrap()
            }
        }
    };
    rows.iter().zip(outcomes).map(|(row, &y)| of(row, y)).sum::<f64>() / rows.len() as f64
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn weights_are_the_best_of_the_grid(
        models in 2..4_usize,
        data in prop::collection::vec(
            (prop::collection::vec(prop::collection::vec(0.0..100.0_f64, 1..4), 3), 0.0..100.0_f64),
            1..12,
        ),
    ) {
        let rows: Vec<Vec<Vec<f64>>> = data.iter().map(|d| d.0[..models].to_vec()).collect();
        let outcomes: Vec<f64> = data.iter().map(|d| d.1).collect();
        let groups: Vec<usize> = (0..rows.len()).collect();
        let cases = Cases::distributions(rows.clone(), outcomes.clone(), groups).unwrap();
        for loss in [Loss::Squared, Loss::Absolute, Loss::Crps] {
            let weights = fit(&cases, loss, 0.0);
            prop_assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            prop_assert!(weights.iter().all(|&w| w >= 0.0));
            let found = mean_loss(&rows, &outcomes, loss, &weights);
            let cases_loss: f64 =
                (0..cases.len()).map(|k| cases.loss(k, loss, &weights)).sum::<f64>();
            prop_assert!((cases_loss / cases.len() as f64 - found).abs() < 1e-8);
            let least = grid(models, 60)
                .iter()
                .map(|w| mean_loss(&rows, &outcomes, loss, w))
                .fold(f64::INFINITY, f64::min);
            let slack = if loss == Loss::Absolute { 1e-3 } else { 1e-8 };
            prop_assert!(found <= least + slack, "{:?}: {} against {}", loss, found, least);
        }
        // A heavy penalty makes the weights equal.
        for w in fit(&cases, Loss::Crps, 1e9) {
            prop_assert!((w - 1.0 / models as f64).abs() < 1e-4);
        }
    }
}

#[test]
fn wrong_cases_are_named() {
    let points =
        |rows: Vec<Vec<f64>>, outcomes, groups| Cases::points(rows, outcomes, groups).err();
    assert_eq!(points(vec![], vec![], vec![]), Some(StackingError::Empty));
    assert_eq!(
        points(vec![vec![1.0, 2.0], vec![1.0]], vec![0.0; 2], vec![0, 1]),
        Some(StackingError::Incomplete { case: 1 })
    );
    assert_eq!(
        points(vec![vec![1.0]], vec![f64::NAN], vec![0]),
        Some(StackingError::NotFinite { case: 0 })
    );
    let one = Cases::points(vec![vec![1.0], vec![2.0]], vec![0.0; 2], vec![4, 4]).unwrap();
    assert_eq!(cross_validate(&one, Loss::Squared, &[], 5, 1), Err(StackingError::TooFewGroups));
}

#[test]
fn a_fold_does_not_see_its_own_outcomes() {
    let rows: Vec<Vec<f64>> = (0..12).map(|k| vec![f64::from(k), 30.0 - f64::from(k)]).collect();
    let groups: Vec<usize> = (0..12).map(|k| k / 2).collect();
    let mut outcomes: Vec<f64> = (0..12).map(|k| f64::from(k) * 2.0).collect();
    let run = |outcomes: &Vec<f64>| {
        let cases = Cases::points(rows.clone(), outcomes.clone(), groups.clone()).unwrap();
        cross_validate(&cases, Loss::Absolute, &[0.0, 1.0, 10.0], 3, 2).unwrap()
    };
    let before = run(&outcomes);
    let held = before.folds[0];
    assert_eq!(before.folds, folds_by_group(&groups, 3, 2));
    for (outcome, fold) in outcomes.iter_mut().zip(&before.folds) {
        if *fold == held {
            *outcome = 100.0 - *outcome;
        }
    }
    let after = run(&outcomes);
    assert_eq!(before.weights[held], after.weights[held]);
    assert_eq!(before.penalties[held], after.penalties[held]);
    assert_eq!(before.forecasts[0], after.forecasts[0]);
    assert!(before.weights != after.weights);
}

// ---------------------------------------------------------------- decisions of the Union

#[test]
fn accuracy_and_stacking_on_union_decisions() {
    let Some(issues) = deu::issues(deu::Power::ShapleyShubik) else {
        println!("skipped: the data set is not there");
        return;
    };
    let issues: Vec<_> = issues
        .into_iter()
        .filter(|issue| issue.outcome.is_some() && !issue.computed.is_empty())
        .collect();
    let mut names: Vec<&str> = issues.iter().map(|issue| issue.proposal.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let groups: Vec<usize> =
        issues.iter().map(|i| names.partition_point(|n| *n < i.proposal.as_str())).collect();
    let outcomes: Vec<f64> = issues.iter().map(|issue| issue.outcome.unwrap()).collect();
    let columns = [
        ("compromise_ss", 23.003),
        ("mean", 23.627),
        ("nash_far_linear", 22.923),
        ("power_mean_ss", 23.140),
        ("salience_mean", 23.641),
        ("weighted_median_ss", 29.040),
        ("exchange_round1", 25.016),
        ("eum_as-run_q1_mean_r1", 25.420),
        ("eum_printed_q1_median_r1", 31.036),
        ("nash_at_reference", 44.438),
    ];
    let models: Vec<Vec<Option<f64>>> = columns
        .iter()
        .map(|(name, _)| issues.iter().map(|i| i.computed.get(*name).copied()).collect())
        .collect();
    let lists: Vec<&[Option<f64>]> = models.iter().map(Vec::as_slice).collect();
    let table = score(&lists, &groups, &outcomes, 0, 1000, 1);
    for ((name, all), row) in columns.iter().zip(&table) {
        println!("{name} (all issues {all}): {row:?}");
        // The issues given are nine tenths of all.
        assert!((row.mean_absolute_error - all).abs() < 1.5, "{name}");
        assert!(row.interval.0 < *all && *all < row.interval.1);
        assert!(row.interval.0 < row.mean_absolute_error);
        assert!(row.difference_interval.0 <= row.difference);
        assert!(row.difference <= row.difference_interval.1);
    }
    assert_eq!(table[0].difference_interval, (0.0, 0.0));
    assert!(table[8].difference_interval.0 > 0.0);

    let rows: Vec<Vec<f64>> = (0..issues.len())
        .map(|k| [0, 1, 2, 5, 7].iter().map(|&m| models[m][k].unwrap()).collect())
        .collect();
    let cases = Cases::points(rows, outcomes.clone(), groups.clone()).unwrap();
    for loss in [Loss::Squared, Loss::Absolute] {
        let stacked = cross_validate(&cases, loss, &[0.0, 10.0, 100.0], 10, 1).unwrap();
        let error: f64 = stacked.forecasts.iter().zip(&outcomes).map(|(f, y)| (f - y).abs()).sum();
        println!(
            "stacked by {loss:?}: mean absolute error {:.3}, weights {:?}",
            error / outcomes.len() as f64,
            stacked.weights[0]
        );
        assert!(error / outcomes.len() as f64 <= 24.0);
    }
}
