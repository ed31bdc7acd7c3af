//! The answer of `zopa positions` for the terminal.

use super::answer::{IssueAnswer, remark};
use super::exchange;
use crate::output::{FAINT, HEADING, RESET};
use crate::wrap::wrapped;
use zopa_exchange::positions::NamedPositions;
use zopa_positions::position_exchange::Exchange;

/// Trades told.
const TRADES: usize = 5;
/// Parties told as decisive.
const DECISIVE: usize = 3;

/// The whole answer.
pub fn text(
    positions: &NamedPositions,
    answers: &[IssueAnswer<'_>],
    traded: Option<&Exchange>,
    width: usize,
) -> String {
    let mut text = format!("{HEADING}{}{RESET}\n", positions.title);
    if !positions.summary.is_empty() {
        text.push_str(&wrapped("  ", &positions.summary, width));
    }
    for answer in answers {
        text.push_str(&issue(positions, answer, width));
    }
    if let Some(exchange) = traded {
        text.push_str(&trades(positions, exchange, width));
    }
    text
}

fn issue(positions: &NamedPositions, answer: &IssueAnswer<'_>, width: usize) -> String {
    let (given, named) = (&answer.named.issue, &answer.named.named);
    let mut text = format!(
        "\n{HEADING}{}{RESET}{FAINT}  {} to {}, {} parties{RESET}\n",
        named.name,
        given.low,
        given.high,
        given.stands.len()
    );
    if let Some(first) = answer.models.first() {
        let interval = first.interval.map_or(String::new(), |(low, high)| {
            format!("; 80 % interval by what it missed on past decisions {low:.0} to {high:.0}")
        });
        let spread = answer.spread().map_or(String::new(), |(low, high)| {
            format!(". Other models say {low:.0} to {high:.0}")
        });
        let line =
            format!("{:.0} by the {} model{interval}{spread}.", first.forecast.point, first.name);
        text.push_str(&wrapped("  ", &line, width));
    }
    if let Some(outcome) = answer.named.outcome {
        text.push_str(&format!("  What came to be: {outcome:.0}\n"));
    }
    let names = answer.models.iter().map(|m| m.name.chars().count()).max().unwrap_or(5).max(5);
    text.push_str(&format!("  {:<names$}  forecast  80 % interval\n", "model"));
    for model in &answer.models {
        let interval = model
            .interval
            .map_or("          –".to_owned(), |(low, high)| format!("{low:>5.1} to {high:>5.1}"));
        let mut line =
            format!("  {:<names$}  {:>8.1}  {interval}", model.name, model.forecast.point);
        if let Some((low, high)) = model.inputs {
            line.push_str(&format!("  inputs alone {low:.1} to {high:.1}"));
        }
        text.push_str(&format!("{line}\n"));
        for one in &model.forecast.remarks {
            let remark = wrapped("      ", &remark(one), width);
            text.push_str(&format!("{FAINT}{remark}{RESET}"));
        }
    }
    for (name, why) in &answer.without {
        text.push_str(&format!("{FAINT}  {name:<names$}  no forecast: {why}{RESET}\n"));
    }
    if let Some(decisive) = &answer.decisive {
        let told: Vec<String> = decisive
            .ranking()
            .into_iter()
            .take(DECISIVE)
            .map(|stand| {
                format!(
                    "{} (up to {:.1} points)",
                    answer.party(positions, stand),
                    decisive.parties[stand].largest()
                )
            })
            .collect();
        let line = format!("Whose change moves it most: {}.", told.join(", "));
        text.push_str(&wrapped("  ", &line, width));
    }
    text
}

fn trades(positions: &NamedPositions, exchange: &Exchange, width: usize) -> String {
    let mut text = format!("\n{HEADING}Trades between issues{RESET}\n");
    let all: Vec<_> = exchange.rounds.iter().flat_map(|round| &round.trades).collect();
    if all.is_empty() {
        text.push_str("  No two parties gain by trading positions.\n");
    }
    for trade in all.iter().take(TRADES) {
        text.push_str(&wrapped("  ", &exchange::words(positions, trade), width));
    }
    if all.len() > TRADES {
        text.push_str(&format!("  … and {} more\n", all.len() - TRADES));
    }
    if let (Some(first), Some(last)) = (exchange.rounds.first(), exchange.rounds.last()) {
        for (index, issue) in positions.issues.iter().enumerate() {
            text.push_str(&format!(
                "  {}: {:.1} before trading, {:.1} after\n",
                issue.named.name, first.outcomes_before[index], last.outcomes_after[index]
            ));
        }
    }
    text
}
