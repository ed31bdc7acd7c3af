//! The simple models under every change that must not matter, and with every wrong input.
//!
//! Against their definitions: `definitions`; issue by issue against the computed forecasts for
//! decisions of the European Union: `union_decisions`.

mod deu;

#[path = "simple_models/definitions.rs"]
mod definitions;
#[path = "simple_models/union_decisions.rs"]
mod union_decisions;

use proptest::prelude::*;
use zopa_positions::agenda_setter::{AgendaSetter, Votes, VotingRule};
use zopa_positions::compromise::{Compromise, PowerMean};
use zopa_positions::legislative_bargaining::LegislativeBargaining;
use zopa_positions::mean::{
    Mean, Midpoint, PartyPosition, ReferencePoint, SalienceMean, Weighting,
};
use zopa_positions::median::{Median, TieRule};
use zopa_positions::nash_bargaining::{KalaiSmorodinsky, Loss, NashBargaining};
use zopa_positions::{Issue, IssueError, Model, Remark, Stand};

/// What may be done to an issue without changing a model's forecast.
struct Held {
    model: Box<dyn Model>,
    /// Reversal of the scale, where no median ties.
    reversal: bool,
    /// Splitting a party in two with half the capability each.
    split: bool,
}

fn held(model: impl Model + 'static, reversal: bool, split: bool) -> Held {
    Held { model: Box::new(model), reversal, split }
}

fn majority() -> VotingRule {
    VotingRule::Share { needed: 51, of: 100 }
}

fn models() -> Vec<Held> {
    let mut models = vec![
        held(Mean, true, false),
        held(SalienceMean, true, false),
        held(Compromise, true, true),
        held(PowerMean, true, true),
        held(Midpoint, true, true),
        held(ReferencePoint, true, true),
        held(KalaiSmorodinsky::FAR, true, true),
        held(KalaiSmorodinsky::AT_REFERENCE, true, true),
        held(KalaiSmorodinsky::AT_REFERENCE_QUADRATIC, true, true),
        held(NashBargaining::FAR_LINEAR, true, true),
        held(NashBargaining::FAR_QUADRATIC, true, true),
        held(NashBargaining::AT_REFERENCE, true, true),
        held(NashBargaining::AT_REFERENCE_QUADRATIC, true, true),
        held(AgendaSetter::closed(0, Votes::Capability, majority()), true, true),
        held(AgendaSetter::closed(0, Votes::Equal, majority()), true, false),
        held(AgendaSetter::consultation(0, Votes::Capability, VotingRule::Unanimity), true, true),
        held(AgendaSetter::codecision(0, Votes::Capability, majority(), 0), true, true),
    ];
    for weighting in Weighting::ALL {
        let split = matches!(weighting, Weighting::Capability | Weighting::CapabilitySalience);
        models.push(held(Median { weighting, ties: TieRule::Lower }, false, split));
        models.push(held(Median { weighting, ties: TieRule::Middle }, true, split));
    }
    for loss in [Loss::Linear, Loss::Quadratic] {
        for quota in [0.5, 0.7] {
            let mut model = LegislativeBargaining::new(0.8, quota).unwrap();
            model.loss = loss;
            models.push(held(model, true, true));
        }
    }
    models
}

/// Issues on 0 to 100 with whole positions, so that ties are common, and a reference point.
fn issue() -> impl Strategy<Value = Issue> {
    let stand = (0..=20_u32, 1..=8_u32, 0..=6_u32);
    (prop::collection::vec(stand, 1..9), 0..=20_u32).prop_filter_map(
        "some weight",
        |(stands, reference)| {
            let stands = stands
                .into_iter()
                .enumerate()
                .map(|(party, (position, salience, capability))| Stand {
                    party,
                    position: f64::from(position * 5),
                    salience: f64::from(salience) / 8.0,
                    capability: f64::from(capability),
                })
                .collect();
            let reference_point = Some(f64::from(reference * 5));
            let issue = Issue { low: 0.0, high: 100.0, stands, reference_point };
            issue.check().is_ok().then_some(issue)
        },
    )
}

/// Every position, the scale and the reference point sent through a line.
fn moved(issue: &Issue, line: impl Fn(f64) -> f64) -> Issue {
    let (one, other) = (line(issue.low), line(issue.high));
    Issue {
        low: one.min(other),
        high: one.max(other),
        stands: issue
            .stands
            .iter()
            .map(|stand| Stand { position: line(stand.position), ..*stand })
            .collect(),
        reference_point: issue.reference_point.map(line),
    }
}

fn point(model: &dyn Model, issue: &Issue) -> f64 {
    model.forecast(issue).unwrap_or_else(|error| panic!("{}: {error}", model.name())).point
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_must_not_matter_does_not(issue in issue(), chosen in 0_usize..8) {
        for Held { model, reversal, split } in models() {
            let model = model.as_ref();
            let name = model.name();
            let forecast = point(model, &issue);
            let same = |label: &str, other: f64| {
                prop_assert!((forecast - other).abs() < 1e-7, "{name}, {label}: {forecast} {other}");
                Ok(())
            };
            prop_assert!((0.0..=100.0).contains(&forecast), "{}", name);

            let mut order = issue.clone();
            order.stands.rotate_left(chosen % issue.stands.len());
            order.stands.reverse();
            same("order", point(model, &order))?;

            let shifted = point(model, &moved(&issue, |x| 0.3 * x - 17.0));
            same("shift and stretch", (shifted + 17.0) / 0.3)?;

            if reversal {
                same("reversal", 100.0 - point(model, &moved(&issue, |x| 100.0 - x)))?;
            }

            let mut unit = issue.clone();
            for stand in &mut unit.stands {
                stand.capability *= 7.3e-3;
            }
            same("unit of capability", point(model, &unit))?;

            if split {
                let mut halves = issue.clone();
                let stand = &mut halves.stands[chosen % issue.stands.len()];
                stand.capability /= 2.0;
                let half = Stand { party: 100, ..*stand };
                halves.stands.push(half);
                same("split", point(model, &halves))?;
            }

            let mut twice = issue.clone();
            twice.stands.extend(
                issue.stands.iter().map(|stand| Stand { party: stand.party + 100, ..*stand }),
            );
            same("duplicates", point(model, &twice))?;
        }
    }

    #[test]
    fn agreement_is_the_forecast(issue in issue(), place in 0..=20_u32) {
        let place = f64::from(place * 5);
        let mut agreed = issue;
        for stand in &mut agreed.stands {
            stand.position = place;
        }
        for Held { model, .. } in models() {
            if !["midpoint", "reference_point"].contains(&model.name()) {
                prop_assert_eq!(point(model.as_ref(), &agreed), place, "{}", model.name());
            }
        }
    }

    #[test]
    fn two_camps_at_the_ends_are_a_forecast(issue in issue(), reference in 0..3_usize) {
        let mut camps = issue;
        camps.reference_point = Some([0.0, 50.0, 100.0][reference]);
        for stand in &mut camps.stands {
            stand.position = if stand.position < 50.0 { 0.0 } else { 100.0 };
        }
        for Held { model, .. } in models() {
            let forecast = point(model.as_ref(), &camps);
            prop_assert!((0.0..=100.0).contains(&forecast), "{} {}", model.name(), forecast);
        }
    }

    #[test]
    fn nonsense_is_refused_and_never_becomes_nonsense(
        stands in prop::collection::vec((any::<f64>(), any::<f64>(), any::<f64>()), 0..5),
        wild in prop::collection::vec(0..6_usize, 15),
        scale in 0..4_usize,
        reference in prop::option::of(any::<f64>()),
    ) {
        let wild_number = |k: usize, other: f64| {
            [other, 0.0, 1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE][k]
        };
        let (low, high) =
            [(0.0, 1.0), (-8e307, 8e307), (5.0, 5.0), (0.0, f64::INFINITY)][scale];
        let mut issue = Issue { low, high, stands: Vec::new(), reference_point: reference };
        for (party, (position, salience, capability)) in stands.into_iter().enumerate() {
            issue.stands.push(Stand {
                party,
                position: wild_number(wild[3 * party], position),
                salience: wild_number(wild[3 * party + 1], salience),
                capability: wild_number(wild[3 * party + 2], capability),
            });
        }
        for Held { model, .. } in models() {
            if let Ok(forecast) = model.forecast(&issue) {
                prop_assert!((low..=high).contains(&forecast.point), "{} {:?}", model.name(), issue);
                for (outcome, probability) in forecast.lottery {
                    prop_assert!((low..=high).contains(&outcome) && (0.0..=1.000001).contains(&probability));
                }
            }
        }
    }

    #[test]
    fn extremes_of_the_numbers_are_a_forecast(
        stands in prop::collection::vec((-1.0..=1.0_f64, 0..3_usize, 0..4_usize), 1..6),
        reference in -1.0..=1.0_f64,
        width in prop::sample::select(vec![8e307, 1.0, 1e-300]),
    ) {
        let stands = stands.into_iter().enumerate().map(|(party, (position, salience, capability))| Stand {
            party,
            position: position * width,
            salience: [1.0, 1e-300, 0.3][salience],
            capability: [0.0, 1e-300, 1.0, 1.7e308][capability],
        });
        let issue = Issue {
            low: -width,
            high: width,
            stands: stands.collect(),
            reference_point: Some(reference * width),
        };
        prop_assume!(issue.check().is_ok());
        for Held { model, .. } in models() {
            match model.forecast(&issue) {
                Ok(forecast) => prop_assert!(
                    (issue.low..=issue.high).contains(&forecast.point), "{}", model.name()
                ),
                Err(error) => prop_assert!(
                    matches!(error, IssueError::NoWeight | IssueError::NoRole),
                    "{} {error}", model.name()
                ),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A party with salience 0 counts only in models that ignore salience; nothing is divided by it.
    #[test]
    fn who_does_not_care_counts_only_where_salience_is_ignored(
        stands in prop::collection::vec((0..=10_u32, 0..=3_u32, 0..=3_u32), 1..7),
        reference in 0..=10_u32,
    ) {
        let stands: Vec<Stand> = stands.into_iter().enumerate()
            .map(|(party, (position, salience, capability))| Stand {
                party,
                position: f64::from(position * 10),
                salience: f64::from(salience) / 3.0,
                capability: f64::from(capability),
            })
            .collect();
        let reference_point = Some(f64::from(reference * 10));
        let issue = Issue { low: 0.0, high: 100.0, stands, reference_point };
        let tiny = |stand: &Stand| Stand { salience: stand.salience.max(1e-50), ..*stand };
        let nearly =
            Issue { stands: issue.stands.iter().map(tiny).collect(), ..issue.clone() };
        let weightless = issue.stands.iter().all(|stand| stand.weight() == 0.0);
        let catalogue = zopa_positions::catalogue(4);
        let simple = models();
        let all = catalogue.iter().map(|model| -> &dyn Model { model.as_ref() })
            .chain(simple.iter().map(|held| held.model.as_ref()));
        for model in all {
            match model.forecast(&issue) {
                Ok(forecast) => {
                    prop_assert!((0.0..=100.0).contains(&forecast.point), "{}", model.name());
                    for round in &forecast.rounds {
                        let inside = round.positions.iter().all(|y| (-1e-9..=100.000_001).contains(y));
                        prop_assert!(inside, "{} {:?}", model.name(), round);
                    }
                    // The bargaining solutions leave out who has no weight at all, and contests
                    // that end even turn on the smallest weight.
                    let leaps = ["nash", "kalai", "expected_utility"];
                    if !weightless && !leaps.iter().any(|part| model.name().contains(part)) {
                        let limit = model.forecast(&nearly).unwrap().point;
                        prop_assert!((forecast.point - limit).abs() < 1e-6,
                            "{}: {} {limit}", model.name(), forecast.point);
                    }
                }
                Err(IssueError::NoWeight) => prop_assert!(
                    weightless || issue.stands.iter().all(|s| s.capability == 0.0)
                        || issue.stands.iter().all(|s| s.salience == 0.0),
                    "{}", model.name()
                ),
                Err(error) => prop_assert_eq!(error, IssueError::NoRole, "{}", model.name()),
            }
        }
        let mean = Mean.forecast(&issue).unwrap().point;
        let sum: f64 = issue.stands.iter().map(|stand| stand.position).sum();
        prop_assert!((mean - sum / issue.stands.len() as f64).abs() < 1e-9);
    }
}

#[test]
fn what_matters_although_one_might_not_expect_it() {
    let stand = |party, position, capability| Stand { party, position, salience: 1.0, capability };
    let issue = |stands: Vec<Stand>| Issue { low: 0.0, high: 100.0, stands, reference_point: None };
    // A party split in two counts double in the plain mean and median.
    let whole = issue(vec![stand(0, 0.0, 1.0), stand(1, 90.0, 1.0)]);
    let split = issue(vec![stand(0, 0.0, 1.0), stand(1, 90.0, 0.5), stand(2, 90.0, 0.5)]);
    assert_eq!((point(&Mean, &whole), point(&Mean, &split)), (45.0, 60.0));
    assert_eq!((point(&Median::PLAIN, &whole), point(&Median::PLAIN, &split)), (45.0, 90.0));
    // The lower median of a tie depends on the direction of the scale, and says that it ties.
    let reversed = moved(&whole, |x| 100.0 - x);
    assert_eq!(point(&Median::WEIGHTED, &whole), 0.0);
    assert_eq!(100.0 - point(&Median::WEIGHTED, &reversed), 90.0);
    assert_eq!(
        Median::WEIGHTED.forecast(&whole).unwrap().remarks,
        [Remark::MedianTie { low: 0.0, high: 90.0 }]
    );
}

#[test]
fn what_is_missing_is_named() {
    let stand = Stand { party: 4, position: 30.0, salience: 1.0, capability: 1.0 };
    let alone = Issue { low: 0.0, high: 100.0, stands: vec![stand], reference_point: None };
    for Held { model, .. } in models() {
        let refused = model.forecast(&alone).err();
        let needs_role = model.name().starts_with("agenda_setter");
        let needs_reference = needs_role
            || ["at_reference", "legislative", "reference_point"]
                .iter()
                .any(|part| model.name().contains(part));
        let expected = needs_reference.then_some(IssueError::NoReferencePoint);
        assert_eq!(refused, expected, "{}", model.name());
        let known = Issue { reference_point: Some(0.0), ..alone.clone() };
        let expected = needs_role.then_some(IssueError::NoRole);
        assert_eq!(model.forecast(&known).err(), expected, "{}", model.name());
        let outside = Issue { low: 40.0, ..known };
        let expected = Some(IssueError::OutsideScale { stand: 0, position: 30.0 });
        assert_eq!(model.forecast(&outside).err(), expected, "{}", model.name());
    }
    assert_eq!(PartyPosition { party: 4 }.forecast(&alone).unwrap().point, 30.0);
    assert_eq!(PartyPosition { party: 0 }.forecast(&alone), Err(IssueError::NoRole));
}

#[test]
fn names_are_distinct() {
    let mut names = std::collections::BTreeSet::new();
    for weighting in Weighting::ALL {
        for ties in [TieRule::Lower, TieRule::Middle, TieRule::Upper] {
            assert!(names.insert(Median { weighting, ties }.name().to_owned()));
        }
    }
}
