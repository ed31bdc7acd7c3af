//! The simple models issue by issue against the computed forecasts for decisions of the European
//! Union.

use super::definitions::product;
use super::{Held, deu, held, models, point};
use zopa_positions::agenda_setter::{AgendaSetter, Votes, VotingRule};
use zopa_positions::compromise::{Compromise, PowerMean};
use zopa_positions::mean::{Mean, SalienceMean};
use zopa_positions::median::Median;
use zopa_positions::nash_bargaining::NashBargaining;
use zopa_positions::{Issue, IssueError, Model};

/// The best point of a grid of tenths next to the solution, as the computed forecasts have it; the
/// reference point where no point of the grid gives all a gain.
fn on_tenths(issue: &Issue, model: &NashBargaining) -> f64 {
    let solution = model.forecast(issue).unwrap().point;
    let tenth = (solution * 10.0).floor();
    let near = [tenth - 1.0, tenth, tenth + 1.0, tenth + 2.0].map(|tenth| tenth / 10.0);
    near.into_iter()
        .filter(|&y| (0.0..=100.0).contains(&y))
        .filter_map(|y| product(issue, model, y).map(|n| (n, y)))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(solution, |(_, y)| y)
}

#[test]
#[allow(clippy::print_stderr, reason = "says why nothing was compared")]
fn computed_forecasts_issue_by_issue() {
    let (Some(issues), Some(by_votes)) =
        (deu::issues(deu::Power::ShapleyShubik), deu::issues(deu::Power::Votes))
    else {
        eprintln!("skipped: the decisions of the European Union are not beside the checkout");
        return;
    };
    assert_eq!(issues.len(), 331);
    let mut compared = std::collections::BTreeMap::new();
    for (decision, votes) in issues.iter().zip(&by_votes) {
        let issue = &decision.issue;
        let setter = {
            let (votes, quota) = deu::council(&decision.membership);
            let of = votes.iter().map(|(_, votes)| votes).sum();
            let rule = match decision.council_vote.as_str() {
                "Unan" => VotingRule::Unanimity,
                _ => VotingRule::Share { needed: quota, of },
            };
            AgendaSetter::closed(deu::COMMISSION, Votes::Listed(votes), rule)
        };
        // Every model answers on all 331, with or without a computed forecast.
        let (states, rule) = (setter.votes.clone(), setter.rule);
        let mut every = models();
        let consultation = AgendaSetter::consultation(deu::COMMISSION, states.clone(), rule);
        every.push(held(consultation, true, true));
        let codecision = AgendaSetter::codecision(deu::COMMISSION, states, rule, deu::PARLIAMENT);
        every.push(held(codecision, true, true));
        for Held { model, .. } in every {
            match model.forecast(issue) {
                Ok(forecast) => assert!((0.0..=100.0).contains(&forecast.point)),
                Err(IssueError::NoReferencePoint) => assert!(issue.reference_point.is_none()),
                Err(error) => {
                    assert_eq!(error, IssueError::NoRole, "{} {}", decision.id, model.name());
                }
            }
        }
        let Some(&outcome) = decision.computed.get("outcome") else { continue };
        assert_eq!(Some(outcome), decision.outcome);
        assert_eq!(decision.computed["n_actors"], issue.stands.len() as f64);
        let exact: [(&'static str, &dyn Model, &Issue); 8] = [
            ("mean", &Mean, issue),
            ("median", &Median::PLAIN, issue),
            ("salience_mean", &SalienceMean, issue),
            ("power_mean_ss", &PowerMean, issue),
            ("compromise_ss", &Compromise, issue),
            ("compromise_votes", &Compromise, &votes.issue),
            ("weighted_median_ss", &Median::WEIGHTED, issue),
            ("agenda_setter", &setter, &decision.every_position),
        ];
        let mut found = Vec::new();
        for (column, model, issue) in exact {
            if decision.computed.contains_key(column) {
                found.push((column, point(model, issue)));
            }
        }
        found.push(("nash_far_quadratic", on_tenths(issue, &NashBargaining::FAR_QUADRATIC)));
        found.push(("nash_far_linear", on_tenths(issue, &NashBargaining::FAR_LINEAR)));
        if decision.computed.contains_key("nash_at_reference") {
            found.push(("nash_at_reference", on_tenths(issue, &NashBargaining::AT_REFERENCE)));
        }
        for (column, forecast) in found {
            let listed = decision.computed[column];
            // Four decimals are given.
            assert!(
                (forecast - listed).abs() < 0.5001e-4,
                "{} {column}: {forecast} against {listed}",
                decision.id
            );
            *compared.entry(column).or_insert(0) += 1;
        }
    }
    let number = |column: &str| compared[column];
    for column in
        ["mean", "median", "salience_mean", "power_mean_ss", "compromise_ss", "compromise_votes"]
    {
        assert_eq!(number(column), 322);
    }
    assert_eq!(number("weighted_median_ss"), 322);
    assert_eq!((number("nash_far_linear"), number("nash_far_quadratic")), (322, 322));
    assert_eq!((number("nash_at_reference"), number("agenda_setter")), (235, 230));
}
