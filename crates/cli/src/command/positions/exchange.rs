//! Trades of positions between issues.

use zopa_exchange::positions::NamedPositions;
use zopa_positions::Issue;
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
