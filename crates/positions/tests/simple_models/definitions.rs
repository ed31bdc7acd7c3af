//! The simple models against definitions written out plainly.

use super::{issue, point};
use proptest::prelude::*;
use zopa_positions::agenda_setter::{AgendaSetter, Votes, VotingRule};
use zopa_positions::compromise::{Compromise, PowerMean};
use zopa_positions::legislative_bargaining::{LegislativeBargaining, divide};
use zopa_positions::mean::{Mean, SalienceMean, Weighting};
use zopa_positions::median::{Median, TieRule};
use zopa_positions::nash_bargaining::{Disagreement, KalaiSmorodinsky, Loss, NashBargaining};
use zopa_positions::{Issue, Model, Remark, Stand};

/// Utility as the loss states it, distance in lengths of the scale.
fn utility(loss: Loss, distance: f64) -> f64 {
    match loss {
        Loss::Linear => 1.0 - distance,
        Loss::Quadratic => 1.0 - distance.powi(2),
    }
}

/// Each party's utility from failure.
fn failure(issue: &Issue, model: &NashBargaining) -> Vec<f64> {
    let length = issue.high - issue.low;
    issue
        .stands
        .iter()
        .map(|stand| match model.disagreement {
            Disagreement::FailureWorst { distance } => utility(model.loss, distance),
            Disagreement::ReferencePoint => {
                let reference = issue.reference_point.unwrap();
                utility(model.loss, (reference - stand.position).abs() / length)
            }
        })
        .collect()
}

/// The logarithm of the weighted Nash product, from the definition; None where a party with
/// weight does not gain.
pub fn product(issue: &Issue, model: &NashBargaining, outcome: f64) -> Option<f64> {
    let length = issue.high - issue.low;
    let mut sum = 0.0;
    for (stand, failure) in issue.stands.iter().zip(failure(issue, model)) {
        if stand.weight() == 0.0 {
            continue;
        }
        let gain = utility(model.loss, (outcome - stand.position).abs() / length) - failure;
        if gain <= 1e-12 {
            return None;
        }
        sum += stand.weight() * gain.ln();
    }
    Some(sum)
}

/// The smallest share of the possible gain as a function of the outcome, from the definition, the
/// best of each party sought on a grid.
fn smallest_share<'a>(
    issue: &'a Issue,
    model: &'a KalaiSmorodinsky,
    grid: &[f64],
) -> impl Fn(f64) -> f64 + 'a {
    let as_nash = NashBargaining {
        loss: model.loss,
        disagreement: model.disagreement,
        weighting: Weighting::CapabilitySalience,
    };
    let length = issue.high - issue.low;
    let gain = move |stand: &Stand, failure: f64, y: f64| {
        utility(model.loss, (y - stand.position).abs() / length) - failure
    };
    // The end at which a party gains nothing belongs to the others' best.
    let failures = failure(issue, &as_nash);
    let allowed: Vec<f64> = grid
        .iter()
        .copied()
        .filter(|&y| {
            let mut parties = issue.stands.iter().zip(&failures);
            parties
                .all(|(stand, failure)| stand.weight() == 0.0 || gain(stand, *failure, y) >= -1e-12)
        })
        .collect();
    let parties: Vec<(Stand, f64, f64)> = issue
        .stands
        .iter()
        .zip(failures)
        .filter(|(stand, _)| stand.weight() > 0.0)
        .map(|(stand, failure)| {
            let gains = allowed.iter().map(|&y| gain(stand, failure, y));
            (*stand, failure, gains.fold(f64::NEG_INFINITY, f64::max))
        })
        .collect();
    move |outcome| {
        let share =
            |(stand, failure, best): &(Stand, f64, f64)| gain(stand, *failure, outcome) / best;
        parties.iter().map(share).fold(f64::INFINITY, f64::min)
    }
}

fn fine_grid() -> Vec<f64> {
    (0..=4000).map(|step| f64::from(step) / 40.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn means_and_medians_follow_their_definitions(issue in issue()) {
        for weighting in Weighting::ALL {
            let weighted: Vec<(f64, f64)> = issue
                .stands
                .iter()
                .map(|stand| (stand.position, match weighting {
                    Weighting::Equal => 1.0,
                    Weighting::Salience => stand.salience,
                    Weighting::Capability => stand.capability,
                    Weighting::CapabilitySalience => stand.capability * stand.salience,
                }))
                .collect();
            let total: f64 = weighted.iter().map(|(_, weight)| weight).sum();
            let mean = weighted.iter().map(|(x, weight)| x * weight).sum::<f64>() / total;
            prop_assert!((weighting.mean(&issue).unwrap() - mean).abs() < 1e-12);

            // The medians are the positions with weight that minimise the weighted distance; these
            // weights and positions make every sum exact.
            let distance =
                |y: f64| weighted.iter().map(|(x, weight)| weight * (x - y).abs()).sum::<f64>();
            let with_weight = weighted.iter().filter(|(_, weight)| *weight > 0.0);
            let positions: Vec<f64> = with_weight.map(|(x, _)| *x).collect();
            let least = positions.iter().map(|&x| distance(x)).fold(f64::INFINITY, f64::min);
            let medians = positions.into_iter().filter(|&x| distance(x) == least);
            let (low, high) = medians.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
                (low.min(x), high.max(x))
            });
            for (ties, expected) in [
                (TieRule::Lower, low), (TieRule::Upper, high), (TieRule::Middle, (low + high) / 2.0)
            ] {
                let forecast = Median { weighting, ties }.forecast(&issue).unwrap();
                prop_assert_eq!(forecast.point, expected);
                let remarks =
                    if low < high { vec![Remark::MedianTie { low, high }] } else { vec![] };
                prop_assert_eq!(forecast.remarks, remarks);
            }
        }
        prop_assert_eq!(point(&Mean, &issue), Weighting::Equal.mean(&issue).unwrap());
        prop_assert_eq!(point(&SalienceMean, &issue), Weighting::Salience.mean(&issue).unwrap());
        prop_assert_eq!(point(&PowerMean, &issue), Weighting::Capability.mean(&issue).unwrap());
        let compromise = Weighting::CapabilitySalience.mean(&issue).unwrap();
        prop_assert_eq!(point(&Compromise, &issue), compromise);
    }

    #[test]
    fn no_point_of_a_grid_beats_the_bargaining_solutions(issue in issue()) {
        let grid = fine_grid();
        for model in [
            NashBargaining::FAR_LINEAR,
            NashBargaining::FAR_QUADRATIC,
            NashBargaining { disagreement: Disagreement::FailureWorst { distance: 1.5 }, ..NashBargaining::FAR_LINEAR },
            NashBargaining::AT_REFERENCE,
            NashBargaining::AT_REFERENCE_QUADRATIC,
        ] {
            let forecast = model.forecast(&issue).unwrap();
            let best = grid.iter().filter_map(|&y| product(&issue, &model, y)).fold(None, |best: Option<f64>, n| {
                Some(best.map_or(n, |best| best.max(n)))
            });
            match best {
                Some(best) => {
                    let found = product(&issue, &model, forecast.point).unwrap();
                    prop_assert!(found >= best - 1e-11, "{} {} {found} {best}", model.name(), forecast.point);
                    let alone = issue.stands.iter().filter(|s| s.weight() > 0.0).count() == 1;
                    prop_assert_eq!(forecast.remarks.len(), usize::from(alone));
                }
                None => {
                    prop_assert_eq!(forecast.point, issue.reference_point.unwrap());
                    prop_assert!(matches!(forecast.remarks[..], [Remark::FellBack(_)]));
                }
            }
            let shares = KalaiSmorodinsky { loss: model.loss, disagreement: model.disagreement };
            let forecast = shares.forecast(&issue).unwrap();
            if best.is_some() {
                let share = smallest_share(&issue, &shares, &grid);
                let found = share(forecast.point);
                // The best gains come from the same grid.
                for &y in grid.iter().filter(|&&y| product(&issue, &model, y).is_some()) {
                    prop_assert!(share(y) <= found + 1e-11, "{} {y} {} {found}", shares.name(), share(y));
                }
            } else {
                prop_assert_eq!(forecast.point, issue.reference_point.unwrap());
            }
        }
    }

    #[test]
    fn the_agenda_setter_takes_the_nearest_point_that_passes(
        issue in issue(), needed in 1_u64..=10, setter in 0_usize..8, veto in 0_usize..8,
        listed in prop::collection::vec(0_u64..5, 8),
    ) {
        let n = issue.stands.len();
        let (setter, veto) = (setter % n, veto % n);
        let votes: Vec<(usize, u64)> = (0..n).map(|party| (party, listed[party])).collect();
        let present: u64 = votes.iter().map(|(_, votes)| votes).sum();
        prop_assume!(present > 0);
        let reference = issue.reference_point.unwrap();
        let at = |party: usize| issue.stands[party].position;
        for rule in [
            VotingRule::Share { needed, of: 10 },
            VotingRule::AtLeast { votes: needed },
            VotingRule::Unanimity,
        ] {
            let agrees = |party: usize, y: f64| (y - at(party)).abs() <= (reference - at(party)).abs();
            let passes = |y: f64| {
                let for_it: u64 =
                    votes.iter().filter(|(p, _)| agrees(*p, y)).map(|(_, votes)| votes).sum();
                match rule {
                    VotingRule::Share { needed, of } => for_it * of >= needed * present,
                    VotingRule::AtLeast { votes } => for_it >= votes,
                    VotingRule::Unanimity => for_it == present,
                }
            };
            let voters = || votes.iter().filter(|(_, votes)| *votes > 0).map(|(p, _)| at(*p));
            let lowest = voters().fold(f64::INFINITY, f64::min);
            let highest = voters().fold(f64::NEG_INFINITY, f64::max);
            let closed = AgendaSetter::closed(setter, Votes::Listed(votes.clone()), rule);
            let consultation = AgendaSetter::consultation(setter, closed.votes.clone(), rule);
            let codecision = AgendaSetter::codecision(setter, closed.votes.clone(), rule, veto);
            let allowed: [(&AgendaSetter, &dyn Fn(f64) -> bool); 3] = [
                (&closed, &|y| passes(y)),
                (&consultation, &|y| passes(y) && (lowest..=highest).contains(&y)),
                (&codecision, &|y| passes(y) && agrees(veto, y)),
            ];
            for (model, allowed) in allowed {
                // Whole positions: the answer is a whole number.
                let nearest = (0..=100_u32)
                    .map(f64::from)
                    .filter(|&y| allowed(y))
                    .min_by(|a, b| (a - at(setter)).abs().total_cmp(&(b - at(setter)).abs()));
                let forecast = model.forecast(&issue).unwrap();
                prop_assert_eq!(
                    forecast.point, nearest.unwrap_or(reference), "{} {:?}", model.name(), rule
                );
            }
        }
    }

    #[test]
    fn several_rules_and_a_blocking_minority(
        issue in issue(), setter in 0_usize..8, needed in 1_u64..=10, members in 1_u64..=8,
        blocking in 0_usize..5, listed in prop::collection::vec(0_u64..5, 8),
    ) {
        let n = issue.stands.len();
        let setter = setter % n;
        let votes: Vec<(usize, u64)> = (0..n).map(|party| (party, listed[party])).collect();
        let present: u64 = votes.iter().map(|(_, votes)| votes).sum();
        prop_assume!(present > 0);
        let share = VotingRule::Share { needed, of: 10 };
        let mut model = AgendaSetter::closed(setter, Votes::Listed(votes.clone()), share);
        model.also.push((Votes::Equal, VotingRule::AtLeast { votes: members }));
        model.blocking_members = blocking;
        let reference = issue.reference_point.unwrap();
        let at = |party: usize| issue.stands[party].position;
        let passes = |y: f64| {
            let agrees = |party: usize| (y - at(party)).abs() <= (reference - at(party)).abs();
            let for_it: u64 = votes.iter().filter(|(p, _)| agrees(*p)).map(|(_, v)| v).sum();
            let in_favour = (0..n).filter(|p| agrees(*p)).count();
            (for_it * 10 >= needed * present && in_favour as u64 >= members)
                || (blocking > 1 && n - in_favour < blocking)
        };
        let nearest = (0..=100_u32)
            .map(f64::from)
            .filter(|&y| passes(y))
            .min_by(|a, b| (a - at(setter)).abs().total_cmp(&(b - at(setter)).abs()));
        let forecast = model.forecast(&issue).unwrap();
        prop_assert_eq!(forecast.point, nearest.unwrap_or(reference));
    }

    #[test]
    fn legislative_bargaining_is_an_equilibrium(
        issue in issue(), discount in 0.0..=1.0_f64,
        quota in prop::sample::select(vec![0.5, 0.6, 2.0 / 3.0, 0.75, 1.0]),
        quadratic in any::<bool>(), far in any::<bool>(),
    ) {
        let loss = if quadratic { Loss::Quadratic } else { Loss::Linear };
        let waiting = if far { Disagreement::FAR } else { Disagreement::ReferencePoint };
        let mut model = LegislativeBargaining::new(discount, quota).unwrap();
        (model.loss, model.waiting) = (loss, waiting);
        let forecast = model.forecast(&issue).unwrap();
        prop_assert_eq!(&forecast.remarks, &vec![]);
        let total: f64 = forecast.lottery.iter().map(|(_, p)| p).sum();
        prop_assert!((total - 1.0).abs() < 1e-12);
        let mean: f64 = forecast.lottery.iter().map(|(y, p)| y * p).sum();
        prop_assert!((mean - forecast.point).abs() < 1e-10);

        let u = |stand: &Stand, y: f64| utility(loss, (y - stand.position).abs() / 100.0);
        let waits: Vec<f64> = issue.stands.iter().map(|stand| {
            let status_quo = if far { utility(loss, 1.01) } else { u(stand, issue.reference_point.unwrap()) };
            let expected: f64 = forecast.lottery.iter().map(|(y, p)| p * u(stand, *y)).sum();
            (1.0 - discount) * status_quo + discount * expected
        }).collect();
        let votes: f64 = issue.stands.iter().map(|stand| stand.capability).sum();
        // Whether an outcome passes, with a benefit or a cost of the doubt for the voters.
        let passes = |y: f64, doubt: f64| {
            let for_it: f64 = issue.stands.iter().zip(&waits)
                .filter(|(stand, waits)| u(stand, y) >= **waits + doubt)
                .map(|(stand, _)| stand.capability)
                .sum();
            if quota == 0.5 { for_it > votes / 2.0 } else { for_it >= votes * quota - 1e-9 }
        };
        for stand in issue.stands.iter().filter(|stand| stand.capability > 0.0) {
            // What the lottery holds for this party as proposer: its nearest outcome.
            let nearest = forecast.lottery.iter().map(|(y, _)| *y)
                .min_by(|a, b| (a - stand.position).abs().total_cmp(&(b - stand.position).abs()))
                .unwrap();
            prop_assert!(passes(nearest, -1e-7), "{nearest} does not pass: {:?}", forecast.lottery);
            for y in fine_grid() {
                if (y - stand.position).abs() < (nearest - stand.position).abs() - 1e-6 {
                    prop_assert!(!passes(y, 1e-7), "{} could have {y}, not {nearest}: {:?}", stand.position, forecast.lottery);
                }
            }
        }
    }
}

#[test]
fn patience_leads_to_the_median() {
    let stand = |party, position| Stand { party, position, salience: 1.0, capability: 1.0 };
    let stands =
        vec![stand(0, 0.0), stand(1, 30.0), stand(2, 45.0), stand(3, 70.0), stand(4, 100.0)];
    let issue = Issue { low: 0.0, high: 100.0, stands, reference_point: Some(0.0) };
    let lottery = |discount| {
        LegislativeBargaining::new(discount, 0.5).unwrap().forecast(&issue).unwrap().lottery
    };
    assert_eq!(lottery(1.0).len(), 1);
    assert_eq!(lottery(1.0)[0].0, 45.0);
    // No patience: whatever the median prefers to the status quo passes, 0 to 90.
    let impatient: Vec<f64> = lottery(0.0).iter().map(|(y, _)| *y).collect();
    for (found, expected) in impatient.iter().zip([0.0, 30.0, 45.0, 70.0, 90.0]) {
        assert!((found - expected).abs() < 1e-12);
    }
    // Under a quota full patience may leave more than one answer; one on the scale is given.
    let patient = LegislativeBargaining::new(1.0, 0.8).unwrap().forecast(&issue).unwrap();
    assert!((0.0..=100.0).contains(&patient.point));
    let width = |discount| {
        let lottery = lottery(discount);
        lottery[lottery.len() - 1].0 - lottery[0].0
    };
    assert!(width(0.5) > width(0.9) && width(0.9) > width(0.99));
}

#[test]
fn a_unit_is_divided_without_rest() {
    for members in 1..30 {
        for votes_needed in 1..=members {
            for discount in [0.0, 0.3, 0.9, 1.0] {
                let division = divide(members, votes_needed, discount).unwrap();
                let n = members as f64;
                let paid = division.partners as f64 * division.partner;
                assert!((division.proposer + paid - 1.0).abs() < 1e-14);
                // Drawn with 1/n, or else bought with (k - 1)/(n - 1).
                let bought = if members > 1 {
                    (n - 1.0) / n * division.partners as f64 / (n - 1.0)
                } else {
                    0.0
                };
                let expected = division.proposer / n + bought * division.partner;
                assert!((expected - division.expected).abs() < 1e-14);
                // A vote costs what waiting is worth.
                assert!((division.partner - discount * expected).abs() < 1e-14);
            }
        }
    }
    // The published case: n odd, simple majority.
    assert!((divide(101, 51, 0.8).unwrap().proposer - (1.0 - 0.8 * 100.0 / 202.0)).abs() < 1e-15);
    assert!(divide(3, 0, 0.5).is_err() && divide(3, 4, 0.5).is_err());
    assert!(divide(3, 2, f64::NAN).is_err() && divide(3, 2, 1.1).is_err());
    assert!(LegislativeBargaining::new(0.5, 0.4).is_err());
    assert!(LegislativeBargaining::new(f64::NAN, 0.5).is_err());
}
