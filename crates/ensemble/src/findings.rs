//! Findings in plain words, computed from the numbers of an answer.

use crate::answer::{Answer, Proportion};

/// A share in words, no more precise than the number of draws allows.
pub fn share_in_words(share: &Proportion) -> String {
    let p = share.p;
    match () {
        () if share.n == 0 => "in no draw that could show it".to_owned(),
        () if p == 0.0 => format!("in none of {} draws", share.n),
        () if p == 1.0 => format!("in all {} draws", share.n),
        () if p < 0.01 => "in fewer than 1 in 100".to_owned(),
        () if p < 0.05 => "in fewer than 1 in 20".to_owned(),
        () if p < 0.075 => format!("in about 1 in {}", (1.0 / p).round()),
        () if p > 0.99 => "almost always".to_owned(),
        () if p >= 0.95 => "in more than 19 in 20".to_owned(),
        () if (10.0 * p).round() == 5.0 => "in about half".to_owned(),
        () => format!("in about {} in 10", (10.0 * p).round()),
    }
}

fn percent(p: &Proportion) -> String {
    format!("{:.0} % ({:.0}-{:.0})", 100.0 * p.p, 100.0 * p.low, 100.0 * p.high)
}

/// The findings of an answer, the most important first.
pub(crate) fn findings(answer: &Answer) -> Vec<String> {
    let mut list = Vec::new();
    let unit = &answer.time_unit;
    if let Some((end, last)) = answer.deal_by.0.last() {
        let mut text = format!(
            "A deal is signed within {end} {unit}s {} ({})",
            share_in_words(last),
            percent(last)
        );
        if let Some((early, first)) = answer.deal_by.0.first().filter(|(t, _)| t != end) {
            text.push_str(&format!(
                "; within {early}, {} ({})",
                share_in_words(first),
                percent(first)
            ));
        }
        list.push(format!("{text}."));
    }
    if answer.zone_at_start.n > 0 {
        list.push(format!(
            "In the first round some package is better than no deal for every signatory {} ({}).",
            share_in_words(&answer.zone_at_start),
            percent(&answer.zone_at_start)
        ));
    }
    if let Some((who, share)) = answer.binding.0.first() {
        let what = match who.as_str() {
            "ratification" => "ratification".to_owned(),
            "chance" => "the chance of signature, not the terms".to_owned(),
            "nothing_on_table" => "that nothing is left on the table".to_owned(),
            "no_round" => "that no round was held".to_owned(),
            id => {
                let name = answer.parties.get(id).map_or(id, |p| p.name.as_str());
                format!("the consent of {name}")
            }
        };
        list.push(format!(
            "Where there is no deal, what fails most often is {what}: {} ({}).",
            share_in_words(share),
            percent(share)
        ));
    }
    let fixed: Vec<String> = answer
        .terms
        .iter()
        .filter_map(|(issue, options)| {
            let (option, share) = options.iter().max_by(|a, b| a.1.p.total_cmp(&b.1.p))?;
            if share.n == 0 || share.p < 0.6 {
                return None;
            }
            let issue_name = answer.issue_names.get(issue).map_or(issue, String::as_str);
            let option_name = answer
                .option_names
                .get(&format!("{issue}.{option}"))
                .map_or(option, String::as_str);
            Some(format!("{issue_name}: {option_name} ({:.0} %)", 100.0 * share.p))
        })
        .collect();
    if !fixed.is_empty() {
        list.push(format!("Most signed deals have in common: {}.", fixed.join("; ")));
    }
    let gains: Vec<String> = answer
        .parties
        .iter()
        .filter(|(_, p)| p.gain.n > 0)
        .map(|(_, p)| format!("{} {:+.2}", p.name, p.gain.mean))
        .collect();
    if !gains.is_empty() {
        list.push(format!(
            "Against no deal, a signed deal is worth on average: {}.",
            gains.join(", ")
        ));
    }
    let horizon = answer
        .survival
        .iter()
        .filter(|(_, point)| point.at_risk >= 10)
        .last()
        .map(|(time, point)| (time.to_owned(), *point));
    if let Some((time, point)) = horizon {
        list.push(format!(
            "Of deals signed, about {:.0} in 100 ({:.0}-{:.0}) still hold after {time} {unit}s.",
            100.0 * point.p,
            100.0 * point.low,
            100.0 * point.high
        ));
    }
    if let Some(trade) = &answer.trade_off
        && let (Some(low), Some(high)) = (trade.bins.first(), trade.bins.last())
        && trade.bins.len() > 1
    {
        let refusing = high
            .accepted_by
            .iter()
            .min_by(|a, b| a.1.total_cmp(b.1))
            .map(|(id, share)| {
                let name = answer.parties.get(id).map_or(id, |p| p.name.as_str());
                format!(
                    "; {name} prefers them to no deal in {:.0} % of draws on average",
                    100.0 * share
                )
            })
            .unwrap_or_default();
        list.push(format!(
                    "The most durable packages ({:.0}-{:.0} % expected to hold) are acceptable to all in at most {:.0} % of draws, the least durable ({:.0}-{:.0} %) in at most {:.0} %{refusing}.",
                    100.0 * high.from, 100.0 * high.to, 100.0 * high.accepted_best,
                    100.0 * low.from, 100.0 * low.to, 100.0 * low.accepted_best
                ));
    }
    if let Some(driver) = answer.drivers.first() {
        let strong: Vec<String> = driver
            .inputs
            .iter()
            .filter(|d| d.distinct)
            .take(3)
            .map(|d| {
                let basis = if d.sources.is_empty() { ", an assumption" } else { "" };
                format!("{} ({:.0} %{basis})", d.name, 100.0 * d.first_order)
            })
            .collect();
        if !strong.is_empty() {
            list.push(format!("What weighs most in {}: {}.", driver.outcome, strong.join(", ")));
        }
    }
    if list.is_empty() {
        for (_, measure) in answer.measures.iter().take(3) {
            list.push(format!(
                "{}: {:.3} {} on average ({:.3} to {:.3}).",
                measure.name, measure.mean, measure.unit, measure.low, measure.high
            ));
        }
    }
    list
}
