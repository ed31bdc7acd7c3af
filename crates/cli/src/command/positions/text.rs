//! The answer of `zopa positions` for the terminal.

use super::answer::{IssueAnswer, ModelForecast, remark};
use super::exchange;
use crate::output::{FAINT, HEADING, RESET};
use crate::wrap::wrapped;
use zopa_exchange::positions::NamedPositions;
use zopa_positions::position_exchange::Exchange;

/// Trades told.
const TRADES: usize = 5;
/// Moves told.
const MOVES: usize = 5;
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
    if let Some(spread) = &answer.readings {
        let line = format!(
            "Readings of the expected utility model, with Q 1 or 1/2 and stopped after any round, say \
             {:.0} to {:.0}: doubt about the model, not about the outcome.",
            spread.lowest, spread.highest
        );
        text.push_str(&wrapped("  ", &line, width));
    }
    text.push_str(&moves(positions, answer, width));
    if let Some(decisive) = &answer.decisive {
        let told: Vec<String> = decisive
            .ranking()
            .into_iter()
            .take(DECISIVE)
            .map(|swings| {
                let party = answer.party(positions, swings.stand);
                format!("{party} (up to {:.1} points)", swings.largest())
            })
            .collect();
        let line = format!("Whose change moves it most: {}.", told.join(", "));
        text.push_str(&wrapped("  ", &line, width));
    }
    text
}

/// Who moves in the first round that moves anyone, by the first model that tells because of whom.
fn moves(positions: &NamedPositions, answer: &IssueAnswer<'_>, width: usize) -> String {
    let tells = |model: &&ModelForecast| {
        model.forecast.rounds.iter().any(|round| round.moved_by.iter().any(Option::is_some))
    };
    let Some(model) = answer.models.iter().find(tells) else { return String::new() };
    let rounds = model.forecast.rounds.iter().enumerate();
    let mut all = 0;
    let mut told = Vec::new();
    let mut first = None;
    for (number, round) in rounds {
        for (stand, by) in round.moved_by.iter().enumerate() {
            let Some(by) = by else { continue };
            all += 1;
            if *first.get_or_insert(number) != number || told.len() == MOVES {
                continue;
            }
            let manner =
                model.manners.get(number).and_then(|row| row.get(stand).copied().flatten());
            told.push(format!(
                "{} to {:.1} because of {}{}",
                answer.party(positions, stand),
                round.positions.get(stand).copied().unwrap_or_default(),
                answer.party(positions, *by),
                manner.map_or(String::new(), |manner| format!(" ({manner})"))
            ));
        }
    }
    let line = format!(
        "Who moves first by {}, in round {}: {}{}.",
        model.name,
        first.unwrap_or_default() + 1,
        told.join("; "),
        if all > told.len() {
            format!("; {} more moves in all rounds", all - told.len())
        } else {
            String::new()
        }
    );
    wrapped("  ", &line, width)
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
