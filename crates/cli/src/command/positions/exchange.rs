//! Trades of positions between issues.

use super::answer::ModelForecast;
use super::past;
use super::readings::EXCHANGE;
use zopa_exchange::positions::NamedPositions;
use zopa_positions::Issue;
use zopa_positions::calibration::Case;
use zopa_positions::position_exchange::{Exchange, PositionExchange, Trade};

/// Most rounds of trading.
const ROUNDS: usize = 10;

/// The position-exchange model on all issues; none where there are fewer than two.
pub fn run(positions: &NamedPositions, rounds: usize) -> Option<Exchange> {
    let issues: Vec<Issue> = positions.issues.iter().map(|issue| issue.issue.clone()).collect();
    if issues.len() < 2 {
        return None;
    }
    let model = PositionExchange { rounds: rounds.min(ROUNDS), ..PositionExchange::default() };
    model.run(&issues).ok()
}

/// The forecast of an issue: the outcome after one round of trades, as the model has been scored;
/// later rounds stand among its rounds.
pub fn forecast(
    positions: &NamedPositions,
    traded: &Exchange,
    issue: usize,
    past: &[Case],
) -> Option<ModelForecast> {
    let mut forecast = traded.forecast(issue)?;
    forecast.point = forecast.rounds.first()?.forecast;
    let issue = &positions.issues.get(issue)?.issue;
    Some(ModelForecast {
        name: EXCHANGE.to_owned(),
        summary: "outcome after one round of trades between issues".to_owned(),
        source: "Stokman and van Oosten (1994)".to_owned(),
        interval: past::interval(past, issue, forecast.point),
        inputs: None,
        forecast,
    })
}

/// A trade in words.
pub fn words(positions: &NamedPositions, trade: &Trade) -> String {
    let party = |party: usize| positions.parties[party].name.as_str();
    let issue = |issue: usize| positions.issues[issue].named.name.as_str();
    let side = |side: &zopa_positions::position_exchange::Side| {
        format!(
            "{} moves from {:.1} to {:.1} on {}",
            party(side.party),
            side.from,
            side.to,
            issue(side.issue)
        )
    };
    format!(
        "{}, {} (gain {:.2} and {:.2})",
        side(&trade.first),
        side(&trade.second),
        trade.first.gain,
        trade.second.gain
    )
}
