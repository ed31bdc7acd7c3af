//! Monte Carlo over inputs and predictive distributions: exact measures against their definitions,
//! and the figures for decisions of the European Union.

// Figures and skipped cases are told to who runs the tests.
#![allow(clippy::print_stdout)]

mod deu;

use proptest::prelude::*;
use zopa_positions::calibration::{
    Case, Predictive, Scaling, cross_validate, crps_of_sample, crps_of_uniform, crps_of_weighted,
    folds_by_group, held_out, judge, weighted_spread,
};
use zopa_positions::compromise::Compromise;
use zopa_positions::uncertainty::{Input, UncertainIssue, monte_carlo, monte_carlo_of, quantile};
use zopa_positions::{Forecast, Issue, IssueError, Model, Stand};
use zopa_sampling::Distribution;

/// The CRPS by its integral: squares of the difference of step functions, by steps.
fn crps_by_integral(points: &[(f64, f64)], outcome: f64) -> f64 {
    let total: f64 = points.iter().map(|p| p.1).sum();
    let mut ends: Vec<f64> = points.iter().map(|p| p.0).chain([outcome]).collect();
    ends.sort_by(f64::total_cmp);
    ends.windows(2)
        .map(|w| {
            let below: f64 = points.iter().filter(|p| p.0 <= w[0]).map(|p| p.1).sum();
            let step = if outcome <= w[0] { 1.0 } else { 0.0 };
            let gap = below / total - step;
            (w[1] - w[0]) * gap * gap
        })
        .sum()
}

proptest! {
    #[test]
    fn crps_equals_its_integral(
        points in prop::collection::vec((0.0..100.0_f64, 0.1..3.0_f64), 1..12),
        outcome in -20.0..120.0_f64,
    ) {
        let direct = crps_by_integral(&points, outcome);
        prop_assert!((crps_of_weighted(&points, outcome).unwrap() - direct).abs() < 1e-9);
        let even: Vec<(f64, f64)> = points.iter().map(|p| (p.0, 1.0)).collect();
        let mut sorted: Vec<f64> = points.iter().map(|p| p.0).collect();
        sorted.sort_by(f64::total_cmp);
        let direct = crps_by_integral(&even, outcome);
        prop_assert!((crps_of_sample(&sorted, outcome) - direct).abs() < 1e-9);
    }

    #[test]
    fn uniform_crps_is_the_limit_of_samples(outcome in -20.0..120.0_f64) {
        let sample: Vec<f64> = (0..2000).map(|k| (k as f64 + 0.5) / 20.0).collect();
        let limit = crps_of_uniform(0.0, 100.0, outcome);
        prop_assert!((crps_of_sample(&sample, outcome) - limit).abs() < 1e-2);
    }
}

#[test]
fn folds_keep_groups_together_and_ignore_order() {
    let groups = [3, 3, 8, 8, 8, 1, 5, 5, 2, 9, 9, 9];
    let folds = folds_by_group(&groups, 3, 4);
    for (a, fa) in groups.iter().zip(&folds) {
        for (b, fb) in groups.iter().zip(&folds) {
            assert!(a != b || fa == fb);
        }
    }
    let reversed: Vec<usize> = groups.iter().rev().copied().collect();
    let mut back = folds_by_group(&reversed, 3, 4);
    back.reverse();
    assert_eq!(folds, back);
    assert!(folds.iter().all(|&f| f < 3) && (0..3).all(|f| folds.contains(&f)));
}

#[test]
fn no_case_learns_from_its_own_group() {
    // The only case with a wild residual is alone in its group: its own distribution lacks it.
    let case = |group, outcome| Case {
        group,
        low: 0.0,
        high: 100.0,
        forecast: 50.0,
        spread: 20.0,
        outcome,
    };
    let mut cases: Vec<Case> = (0..20).map(|g| case(g, 50.0)).collect();
    cases.push(case(99, 100.0));
    let predictives = held_out(&cases, Scaling::Absolute, 21, 1);
    assert_eq!(predictives[20].sorted.last(), Some(&50.0));
    assert!(predictives[..20].iter().all(|p| p.sorted.last() == Some(&100.0)));
}

fn issue() -> Issue {
    let stand =
        |party, position, salience, capability| Stand { party, position, salience, capability };
    Issue {
        low: 0.0,
        high: 100.0,
        stands: vec![stand(0, 10.0, 0.9, 2.0), stand(1, 60.0, 0.4, 1.0), stand(2, 100.0, 0.7, 3.0)],
        reference_point: None,
    }
}

#[test]
fn draws_do_not_depend_on_threads() {
    let uncertain = UncertainIssue::with_noise(&issue(), 10.0, 0.2, 0.15);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| monte_carlo(&Compromise, &uncertain, 5, 3000)).unwrap()
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn a_stand_of_numbers_shifts_no_draw_of_another() {
    let mut uncertain = UncertainIssue::with_noise(&issue(), 10.0, 0.2, 0.15);
    let before = uncertain.draw(1, 7).stands[2];
    uncertain.stands[0].position = Input::Number(10.0);
    assert_eq!(uncertain.draw(1, 7).stands[2], before);
    uncertain.stands[0].capability =
        Input::Distribution(Distribution::new_uniform(1.0, 3.0).unwrap());
    uncertain.stands[0].salience = Input::Draws(vec![0.25, 0.5]);
    let draw = uncertain.draw(1, 7);
    assert_eq!((draw.stands[0].salience, draw.stands[2]), (0.5, before));
}

#[test]
fn wrong_draws_are_counted_or_named() {
    let mut uncertain = UncertainIssue::with_noise(&issue(), 10.0, 0.2, 0.15);
    uncertain.stands[1].capability = Input::Draws(vec![1.0, f64::NAN]);
    let spread = monte_carlo(&Compromise, &uncertain, 1, 100).unwrap();
    assert_eq!((spread.outcomes.len(), spread.failed), (50, 50));
    uncertain.stands[1].capability = Input::Draws(Vec::new());
    assert!(matches!(
        monte_carlo(&Compromise, &uncertain, 1, 100),
        Err(IssueError::BadCapability { stand: 1, .. })
    ));
    assert_eq!(monte_carlo(&Compromise, &uncertain, 1, 0), Err(IssueError::NoStands));
}

#[test]
fn shares_and_quantiles() {
    let spread = monte_carlo_of(100, |k| Ok(Forecast::point(k as f64))).unwrap();
    assert_eq!(spread.shares_of_points(&[0.0, 50.0, 100.0]), {
        // 0..24 to the first, 25 halfway, 26..74 to the second, 75 halfway, 76..99 to the third.
        let expected = [0.255, 0.5, 0.245];
        let shares = spread.shares_of_points(&[0.0, 50.0, 100.0]);
        assert!(shares.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12));
        shares
    });
    assert!((spread.standard_deviation() - 28.866_070_047_722).abs() < 1e-9);
    assert_eq!((quantile(&[], 0.5), quantile(&[3.0], f64::NAN)), (0.0, 3.0));
}

// ---------------------------------------------------------------- decisions of the Union

#[test]
fn calibration_on_union_decisions() {
    let Some(issues) = deu::issues(deu::Power::ShapleyShubik) else {
        println!("skipped: the data set is not there");
        return;
    };
    let mut names: Vec<&str> = issues.iter().map(|issue| issue.proposal.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut cases = Vec::new();
    let (mut parties, mut noise) = (Vec::new(), Vec::new());
    let mut parties_crps = 0.0;
    for issue in &issues {
        let Some(outcome) = issue.outcome else { continue };
        let Ok(forecast) = Compromise.forecast(&issue.issue) else { continue };
        cases.push(Case {
            group: names.partition_point(|name| *name < issue.proposal.as_str()),
            low: 0.0,
            high: 100.0,
            forecast: forecast.point,
            spread: weighted_spread(&issue.issue),
            outcome,
        });
        let points: Vec<(f64, f64)> =
            issue.issue.stands.iter().map(|s| (s.position, s.weight())).collect();
        parties_crps += crps_of_weighted(&points, outcome).unwrap();
        // Weights in thousandths, as a list of equally likely outcomes.
        let total: f64 = points.iter().map(|p| p.1).sum();
        parties.push(Predictive::of(
            points
                .iter()
                .flat_map(|p| vec![p.0; (1000.0 * p.1 / total).round() as usize])
                .collect(),
        ));
        let uncertain = UncertainIssue::with_noise(&issue.issue, 10.0, 0.2, 0.15);
        let spread = monte_carlo(&Compromise, &uncertain, 1, 400).unwrap();
        noise.push(Predictive { sorted: spread.sorted });
    }
    let n = cases.len() as f64;
    let point: f64 = cases.iter().map(|c| (c.forecast - c.outcome).abs()).sum::<f64>() / n;
    let uniform: f64 =
        cases.iter().map(|c| crps_of_uniform(0.0, 100.0, c.outcome)).sum::<f64>() / n;
    let by_parties = judge(&cases, &parties, 0.8);
    let by_noise = judge(&cases, &noise, 0.8);
    println!("{n} issues: point {point:.3}, uniform {uniform:.3}");
    println!("parties: {:.3} exactly, {by_parties:?}", parties_crps / n);
    println!("input noise: {by_noise:?}");
    // Near the figures for all 351 issues.
    assert!((point - 23.0).abs() < 0.8);
    assert!((uniform - 19.5).abs() < 0.5);
    assert!((parties_crps / n - 18.2).abs() < 0.8);
    assert!((by_parties.coverage - 0.974).abs() < 0.02);
    assert!((by_noise.coverage - 0.08).abs() < 0.03 && (by_noise.width - 4.15).abs() < 0.5);

    let mut coverages = Vec::new();
    for seed in 1..=10 {
        let absolute = cross_validate(&cases, Scaling::Absolute, 10, seed, 0.8);
        let scaled = cross_validate(&cases, Scaling::BySpread, 10, seed, 0.8);
        println!("seed {seed}: absolute {absolute:?}");
        println!("seed {seed}: scaled {scaled:?}");
        for result in [absolute, scaled] {
            assert!((0.77..=0.83).contains(&result.coverage), "{result:?}");
        }
        assert!((absolute.crps - 16.4).abs() < 0.6 && (absolute.width - 69.9).abs() < 3.0);
        assert!((scaled.crps - 16.1).abs() < 0.6 && (scaled.width - 67.3).abs() < 3.0);
        assert!(scaled.crps < absolute.crps);
        coverages.push(scaled.coverage);
    }
    println!("coverage over ten divisions into folds: {coverages:?}");
}
