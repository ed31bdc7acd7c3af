//! Trades of positions between issues.

use super::answer::ModelForecast;
use super::digits::Digits;
use super::past;
use zopa_exchange::positions::NamedPositions;
use zopa_positions::calibration::Case;
use zopa_positions::position_exchange::{Exchange, PositionExchange, Side, Trade};
use zopa_positions::{Issue, Remark};

/// Most rounds of trading.
const ROUNDS: usize = 10;

/// A reading of position exchange on all issues; none where there are fewer than two.
pub fn run(
    positions: &NamedPositions,
    model: &PositionExchange,
    rounds: usize,
) -> Option<Exchange> {
    let issues: Vec<Issue> = positions.issues.iter().map(|issue| issue.issue.clone()).collect();
    if issues.len() < 2 {
        return None;
    }
    let model = PositionExchange { rounds: rounds.min(ROUNDS), ..*model };
    model.run(&issues).ok()
}

/// The forecast of an issue: the outcome after one round of trades, as the model has been scored;
/// later rounds stand among its rounds.
pub fn forecast(
    name: &str,
    positions: &NamedPositions,
    traded: &Exchange,
    issue: usize,
    past: &[Case],
) -> Option<ModelForecast> {
    let mut forecast = traded.forecast(issue)?;
    forecast.point = forecast.rounds.first()?.forecast;
    // What is known of the last round is not about the first.
    forecast.remarks.retain(|remark| *remark == Remark::Tie);
    let issue = &positions.issues.get(issue)?.issue;
    Some(ModelForecast {
        name: name.to_owned(),
        summary: "outcome after one round of trades between issues".to_owned(),
        source: "Stokman and van Oosten (1994)".to_owned(),
        interval: past::interval(past, issue, forecast.point),
        inputs: None,
        manners: Vec::new(),
        forecast,
    })
}

/// Third parties named on each side.
const THIRD: usize = 2;

/// A trade in words, with what it does to third parties.
pub fn words(positions: &NamedPositions, trade: &Trade) -> String {
    let party = |party: usize| positions.parties[party].name.as_str();
    let side = |side: &Side| {
        let issue = &positions.issues[side.issue];
        let digits = Digits::of(&issue.issue);
        format!(
            "{} moves from {} to {} on {}",
            party(side.party),
            digits.fine(side.from),
            digits.fine(side.to),
            issue.named.name
        )
    };
    let mut others: Vec<(usize, f64)> =
        trade.externalities.iter().copied().filter(|(_, gain)| gain.abs() >= 0.05).collect();
    others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let told = |chosen: Vec<&(usize, f64)>| {
        let named: Vec<String> =
            chosen.iter().map(|(who, gain)| format!("{} {gain:+.1}", party(*who))).collect();
        named.join(", ")
    };
    let helped = told(others.iter().filter(|(_, gain)| *gain > 0.0).take(THIRD).collect());
    let hurt = told(others.iter().rev().filter(|(_, gain)| *gain < 0.0).take(THIRD).collect());
    let third: Vec<&str> =
        [helped.as_str(), hurt.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    let third = if third.is_empty() {
        String::new()
    } else {
        format!("; others most concerned: {}", third.join(", "))
    };
    format!(
        "{}, {} (gain {:.2} and {:.2}{third})",
        side(&trade.first),
        side(&trade.second),
        trade.first.gain,
        trade.second.gain
    )
}
