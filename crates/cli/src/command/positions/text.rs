//! The answer of `zopa positions` for the terminal.

use super::answer::{IssueAnswer, ModelForecast, remark};
use super::digits::Digits;
use super::exchange;
use crate::output::{FAINT, HEADING, RESET, count};
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
    traded: Option<(&Exchange, &[usize])>,
    width: usize,
) -> String {
    let mut text = format!("{HEADING}{}{RESET}\n", positions.title);
    if !positions.summary.is_empty() {
        text.push_str(&wrapped("  ", &positions.summary, width));
    }
    for answer in answers {
        text.push_str(&issue(positions, answer, width));
    }
    if let Some((exchange, issues)) = traded {
        text.push_str(&trades(positions, exchange, issues, width));
    }
    text
}

fn issue(positions: &NamedPositions, answer: &IssueAnswer<'_>, width: usize) -> String {
    let (given, named) = (&answer.named.issue, &answer.named.named);
    let digits = Digits::of(given);
    let mut text = format!(
        "\n{HEADING}{}{RESET}{FAINT}  {} to {}, {}{RESET}\n",
        named.name,
        given.low,
        given.high,
        count(given.stands.len(), "party")
    );
    if let Some(first) = answer.models.first() {
        let interval = first.interval.map_or(String::new(), |(low, high)| {
            let (low, high) = (digits.told(low), digits.told(high));
            format!("; 80 % interval by what it missed on past decisions {low} to {high}")
        });
        let others = match answer.others().map(|(low, high)| (digits.told(low), digits.told(high)))
        {
            None => String::new(),
            Some((low, high)) if low == high => format!(". Other models say {low}"),
            Some((low, high)) => format!(". Other models say {low} to {high}"),
        };
        let point = digits.told(first.forecast.point);
        let line = format!("{point} by the {} model{interval}{others}.", first.name);
        text.push_str(&wrapped("  ", &line, width));
    }
    if let Some(outcome) = answer.named.outcome {
        text.push_str(&format!("  What came to be: {}\n", digits.told(outcome)));
    }
    let names = answer.models.iter().map(|model| model.name.as_str());
    let names = names.chain(answer.without.iter().map(|(name, _)| name.as_str()));
    let names = names.map(|name| name.chars().count()).max().unwrap_or(5).max(5);
    let wide = [given.low, given.high].map(|end| digits.fine(end).len());
    let wide = wide.into_iter().max().unwrap_or(5).max(5);
    if !answer.models.is_empty() {
        text.push_str(&format!("  {:<names$}  {:>8}  80 % interval\n", "model", "forecast"));
    }
    for model in &answer.models {
        let range = |(low, high): (f64, f64)| {
            format!("{:>wide$} to {:>wide$}", digits.fine(low), digits.fine(high))
        };
        let none = format!("{:>width$}", "–", width = 2 * wide + 4);
        let interval = model.interval.map_or(none, range);
        let point = digits.fine(model.forecast.point);
        let mut line = format!("  {:<names$}  {point:>8}  {interval}", model.name);
        if let Some((low, high)) = model.inputs {
            let (low, high) = (digits.fine(low), digits.fine(high));
            line.push_str(&format!("  inputs alone {low} to {high}"));
        }
        text.push_str(&format!("{line}\n"));
        for one in &model.forecast.remarks {
            let remark = wrapped("      ", &remark(one, digits), width);
            text.push_str(&format!("{FAINT}{remark}{RESET}"));
        }
    }
    for (name, why) in &answer.without {
        text.push_str(&format!("{FAINT}  {name:<names$}  no forecast: {why}{RESET}\n"));
    }
    if let Some(spread) = &answer.readings {
        let line = format!(
            "Readings of the expected utility model, with Q 1 or 1/2 and stopped after any round, say \
             {} to {}: doubt about the model, not about the outcome.",
            digits.told(spread.lowest),
            digits.told(spread.highest)
        );
        text.push_str(&wrapped("  ", &line, width));
    }
    text.push_str(&moves(positions, answer, width));
    if let Some(decisive) = &answer.decisive {
        let told: Vec<String> = decisive
            .ranking()
            .into_iter()
            .take(DECISIVE)
            .filter(|swings| swings.largest() >= digits.least())
            .map(|swings| {
                let party = answer.party(positions, swings.stand);
                format!("{party} (by up to {})", digits.fine(swings.largest()))
            })
            .collect();
        let model = answer.models.first().map_or("", |model| model.name.as_str());
        let line = if told.is_empty() {
            format!("No change of one party moves the forecast of {model}.")
        } else {
            format!("Whose change moves the forecast of {model} most: {}.", told.join(", "))
        };
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
    let digits = Digits::of(&answer.named.issue);
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
                "{} to {} because of {}{}",
                answer.party(positions, stand),
                digits.fine(round.positions.get(stand).copied().unwrap_or_default()),
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

/// The trades of the first round that touch the issues shown, and where the rounds lead.
fn trades(
    positions: &NamedPositions,
    exchange: &Exchange,
    issues: &[usize],
    width: usize,
) -> String {
    let mut text = format!("\n{HEADING}Trades between issues{RESET}\n");
    let Some(first) = exchange.rounds.first() else { return String::new() };
    let shown: Vec<_> = first
        .trades
        .iter()
        .filter(|trade| issues.contains(&trade.first.issue) || issues.contains(&trade.second.issue))
        .collect();
    if shown.is_empty() {
        text.push_str("  No two parties gain by trading positions.\n");
    } else {
        let line = "Gains are points of a scale of 0 to 100, times salience.";
        text.push_str(&format!("{FAINT}{}{RESET}", wrapped("  ", line, width)));
    }
    for trade in shown.iter().take(TRADES) {
        text.push_str(&wrapped("  ", &exchange::words(positions, trade), width));
    }
    if shown.len() > TRADES {
        text.push_str(&format!("  … and {} more in the first round\n", shown.len() - TRADES));
    }
    let last = exchange.rounds.last().filter(|_| exchange.rounds.len() > 1);
    for &index in issues {
        let issue = &positions.issues[index];
        let digits = Digits::of(&issue.issue);
        let after = last.map_or(String::new(), |last| {
            format!(
                ", {} after {}",
                digits.fine(last.outcomes_after[index]),
                count(exchange.rounds.len(), "round")
            )
        });
        text.push_str(&format!(
            "  {}: {} before trading, {} after one round{after}\n",
            issue.named.name,
            digits.fine(first.outcomes_before[index]),
            digits.fine(first.outcomes_after[index]),
        ));
    }
    text
}
