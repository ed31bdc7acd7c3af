//! What was found, in plain words.

use maud::{Markup, html};

use super::answer::{IssueRow, ModelRow, PositionsAnswer};
use super::naming;
use crate::wording::number;

/// Issues told in the findings before the rest is counted.
const TOLD: usize = 6;

/// The findings and the remarks.
pub fn body(answer: &PositionsAnswer) -> Markup {
    let found = findings(answer);
    html! {
        @if found.is_empty() { p.absent { "No issue was forecast." } }
        ol.findings { @for finding in &found { li { (finding) "." } } }
        @for remark in &answer.remarks { p.note { (remark) } }
    }
}

/// The findings as sentences without their full stop.
pub fn findings(answer: &PositionsAnswer) -> Vec<String> {
    let mut found: Vec<String> =
        answer.issues.iter().take(TOLD).filter_map(|issue| told(answer, issue)).collect();
    if answer.issues.len() > TOLD {
        found.push(match answer.issues.len() - TOLD {
            1 => "1 more issue is told below".into(),
            more => format!("{more} more issues are told below"),
        });
    }
    found.extend(known(answer));
    found.extend(trade(answer));
    found.extend(warned(answer));
    found
}

/// The forecast told in the headline: the first.
pub fn headline(issue: &IssueRow) -> Option<&ModelRow> {
    issue.models.iter().find(|model| model.forecast.is_finite())
}

/// Lowest and highest forecast.
pub fn spread(issue: &IssueRow) -> Option<(f64, f64)> {
    let given = issue.model_spread.filter(|(low, high)| low.is_finite() && high.is_finite());
    given.or_else(|| {
        let all = issue.models.iter().map(|model| model.forecast).filter(|x| x.is_finite());
        let (low, high) =
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        (low <= high).then_some((low, high))
    })
}

/// The interval of a model, where it is known.
pub fn interval80(model: &ModelRow) -> Option<(f64, f64)> {
    model.interval80.filter(|(low, high)| low.is_finite() && high.is_finite() && low <= high)
}

/// The range over draws of uncertain inputs, where it is known.
pub fn inputs80(model: &ModelRow) -> Option<(f64, f64)> {
    model.inputs80.filter(|(low, high)| low.is_finite() && high.is_finite() && low <= high)
}

/// Forecast, interval and range over the models in one sentence.
pub fn forecast(issue: &IssueRow) -> Option<String> {
    let model = headline(issue)?;
    let mut text = format!(
        "{} forecasts {}{}",
        crate::wording::sentence(&naming::enclosed(&naming::told(model))),
        naming::value(issue, model.forecast),
        naming::near(issue, model.forecast)
    );
    if let Some(interval) = interval80(model) {
        text += &format!(
            ", with 80\u{a0}% between {}",
            naming::interval(issue, interval).replace(" to ", " and ")
        );
    }
    if let Some((low, high)) = spread(issue).filter(|_| issue.models.len() > 1) {
        text += &if low == high {
            "; all models agree".into()
        } else {
            format!("; models range from {}", naming::interval(issue, (low, high)))
        };
    }
    Some(text)
}

fn told(answer: &PositionsAnswer, issue: &IssueRow) -> Option<String> {
    let mut text = format!("{}: {}", naming::issue(issue), forecast(issue)?);
    if let Some(row) = largest_swing(issue) {
        text += &format!(
            "; most depends on {}, which can swing the forecast by {}",
            naming::party(answer, row.party),
            naming::value(issue, row.swing.abs())
        );
    }
    Some(text)
}

/// The party on which the forecast depends most.
pub fn largest_swing(issue: &IssueRow) -> Option<super::answer::DecisiveRow> {
    let known = issue.decisive.iter().filter(|row| row.swing.is_finite() && row.swing != 0.0);
    known.copied().reduce(|a, b| if b.swing.abs() > a.swing.abs() { b } else { a })
}

/// How far forecasts were from outcomes that are known.
fn known(answer: &PositionsAnswer) -> Option<String> {
    let pairs: Vec<(f64, &ModelRow, f64, f64)> = answer
        .issues
        .iter()
        .filter_map(|issue| {
            let length = issue.high - issue.low;
            let outcome = issue.outcome.filter(|x| x.is_finite() && length > 0.0)?;
            let model = headline(issue)?;
            Some((outcome, model, (model.forecast - outcome).abs() / length * 100.0, length))
        })
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let error = pairs.iter().map(|pair| pair.2).sum::<f64>() / pairs.len() as f64;
    let held: Vec<bool> = pairs
        .iter()
        .filter_map(|(outcome, model, ..)| {
            interval80(model).map(|(low, high)| (low..=high).contains(outcome))
        })
        .collect();
    let mut text = if pairs.len() == 1 {
        format!(
            "The outcome is known on 1 issue: the forecast missed it by {}\u{a0}% of the scale",
            number(error)
        )
    } else {
        format!(
            "The outcome is known on {} issues: forecasts missed it by {}\u{a0}% of the scale on average",
            pairs.len(),
            number(error)
        )
    };
    if let [held] = held[..] {
        text += if held {
            "; it fell into the 80\u{a0}% interval"
        } else {
            "; it fell outside the 80\u{a0}% interval"
        };
    } else if !held.is_empty() {
        text += &format!(
            "; {} of {} outcomes fell into the 80\u{a0}% interval",
            held.iter().filter(|held| **held).count(),
            held.len()
        );
    }
    Some(text)
}

fn trade(answer: &PositionsAnswer) -> Option<String> {
    let trades = naming::trades(answer);
    trades.first()?;
    Some(super::exchange_network::finding(answer, &trades))
}

fn warned(answer: &PositionsAnswer) -> Option<String> {
    let all: usize = answer.issues.iter().map(|issue| issue.models.len()).sum();
    let warned = answer
        .issues
        .iter()
        .flat_map(|issue| &issue.models)
        .filter(|model| !model.remarks.is_empty())
        .count();
    (warned > 0).then(|| {
        let carry = if warned == 1 { "carries" } else { "carry" };
        format!(
            "{warned} of {} {carry} a warning, told beside it",
            naming::counted(all, "forecast")
        )
    })
}
