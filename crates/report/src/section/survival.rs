//! How long the first deal holds, beside the historical record.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, SurvivalPoint};

use super::{absent, no_deals};
use crate::chart::{Chart, Drawn, Interval, Scale, Series};
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wilson;
use crate::wording::{UNDEFINED, count, percent, share_of, span, time};

/// Survival: finding, numbers, curve.
pub fn body(answer: &Answer) -> Markup {
    let Some((key, point)) = last(answer) else {
        return absent(&format!(
            "Whether a deal would hold is not reported. {}",
            if matches!(super::any_deal(answer), Some(true)) {
                "The scenario does not state how deals break down."
            } else {
                no_deals(answer)
            }
        ));
    };
    html! {
        p.lead { (title(answer, key, point)) "." }
        p {
            "Still in force after "
            @for (i, (key, point)) in milestones(answer).iter().enumerate() {
                @if i > 0 { "; " }
                (span(key, &answer.time_unit)) ": " strong { (interval(answer, point)) }
            }
            "."
        }
        @for sentence in compared(answer) { p { (sentence) } }
        (figure(answer, against_record(answer).unwrap_or_else(|| title(answer, key, point))).markup())
    }
}

/// The last time at which survival is known.
pub fn last(answer: &Answer) -> Option<(&str, &SurvivalPoint)> {
    answer.survival.iter().filter(|(_, point)| point.p.is_finite()).last()
}

/// Deals observed from the start.
pub fn deals(answer: &Answer) -> u64 {
    answer.survival.iter().map(|(_, point)| point.at_risk).max().unwrap_or(0)
}

/// The finding.
pub fn title(answer: &Answer, key: &str, point: &SurvivalPoint) -> String {
    format!(
        "{} still hold {} after signature",
        crate::wording::sentence(&share_of(point.p, deals(answer), "deals")),
        span(key, &answer.time_unit)
    )
}

fn interval(answer: &Answer, point: &SurvivalPoint) -> String {
    crate::wording::percent_with_interval(&zopa_ensemble::answer::Proportion {
        p: point.p,
        low: point.low,
        high: point.high,
        n: deals(answer),
    })
}

/// At most five times: the usual ones, or else spread over the curve.
fn milestones(answer: &Answer) -> Vec<(&str, &SurvivalPoint)> {
    let known: Vec<_> = answer
        .survival
        .iter()
        .filter(|(key, point)| point.p.is_finite() && key.parse::<f64>().is_ok_and(|t| t > 0.0))
        .collect();
    let usual: Vec<_> = known
        .iter()
        .copied()
        .filter(|(key, _)| ["6", "12", "24", "36", "60"].contains(key))
        .collect();
    if usual.len() > 1 {
        return usual;
    }
    if known.len() <= 5 {
        return known;
    }
    (1..=5).map(|i| known[(i * known.len()).div_ceil(5) - 1]).collect()
}

/// A historical curve at the last time that the run covers too.
struct Meeting<'a> {
    time: f64,
    name: &'a str,
    past: f64,
    cases: Option<u64>,
    point: &'a SurvivalPoint,
}

fn meetings(answer: &Answer) -> Vec<Meeting<'_>> {
    let curve: Vec<(f64, &SurvivalPoint)> = answer
        .survival
        .iter()
        .filter_map(|(key, point)| Some((key.parse::<f64>().ok()?, point)))
        .filter(|(t, point)| t.is_finite() && point.p.is_finite())
        .collect();
    let end = curve.last().map_or(f64::NAN, |(t, _)| *t);
    answer
        .survival_reference
        .iter()
        .filter_map(|reference| {
            let &(t, past) = reference
                .points
                .iter()
                .rfind(|(t, past)| *t > 0.0 && *t <= end && past.is_finite())?;
            let (_, point) = curve.iter().rfind(|(own, _)| *own <= t)?;
            Some(Meeting { time: t, name: &reference.name, past, cases: reference.cases, point })
        })
        .collect()
}

/// The run beside each historical curve.
fn compared(answer: &Answer) -> Vec<String> {
    meetings(answer)
        .iter()
        .map(|meeting| {
            format!(
                "After {} the historical record “{}” stands at {}; this run at {}.",
                span(&time(meeting.time), &answer.time_unit),
                meeting.name,
                percent(meeting.past, meeting.cases.unwrap_or(100)),
                interval(answer, meeting.point)
            )
        })
        .collect()
}

/// The first historical curve at the last time that the run covers too, in a few words.
pub fn record(answer: &Answer) -> Option<String> {
    let meetings = meetings(answer);
    let Meeting { time: t, past, cases, .. } = meetings.first()?;
    Some(format!(
        "historical record {} after {}",
        percent(*past, cases.unwrap_or(100)),
        span(&time(*t), &answer.time_unit)
    ))
}

/// The finding of the chart: the run against the first historical curve.
fn against_record(answer: &Answer) -> Option<String> {
    let meetings = meetings(answer);
    let meeting = meetings.first()?;
    // Without a number of cases the record is taken as it stands.
    let (low, high) = match meeting.cases {
        Some(cases) => wilson::interval(meeting.past, cases),
        None => (meeting.past, meeting.past),
    };
    let how = if meeting.point.low > high {
        "longer than"
    } else if meeting.point.high < low {
        "less long than"
    } else {
        "about as long as"
    };
    Some(format!("Deals of this run hold {how} the historical record “{}”", meeting.name))
}

fn figure(answer: &Answer, title: String) -> Figure {
    let unit = &answer.time_unit;
    let timed: Vec<(f64, &SurvivalPoint)> = answer
        .survival
        .iter()
        .filter_map(|(key, point)| Some((key.parse::<f64>().ok()?, point)))
        .collect();
    let mut points: Vec<(f64, f64)> = timed.iter().map(|(t, point)| (*t, point.p)).collect();
    let mut band: Vec<(f64, f64)> =
        timed.iter().map(|(_, point)| (point.low, point.high)).collect();
    if points.first().is_some_and(|(t, _)| *t > 0.0) {
        // Every deal is in force when it is signed.
        points.insert(0, (0.0, 1.0));
        band.insert(0, (1.0, 1.0));
    }
    let mut series = vec![Series {
        name: "This run".into(),
        points,
        interval: Interval::Bands(vec![band]),
        style: 0,
        drawn: Drawn::Stair,
        labels: Vec::new(),
    }];
    for (i, reference) in answer.survival_reference.iter().enumerate() {
        series.push(Series {
            name: match reference.cases {
                Some(cases) => format!("Historical: {} ({} cases)", reference.name, count(cases)),
                None => format!("Historical: {}", reference.name),
            },
            points: reference.points.clone(),
            interval: reference.cases.map_or(Interval::None, |cases| {
                let ends = reference.points.iter().map(|(_, p)| wilson::interval(*p, cases));
                Interval::Vertical(ends.collect())
            }),
            style: i + 1,
            drawn: Drawn::LineAndMarks,
            labels: Vec::new(),
        });
    }
    let sources: Vec<String> =
        answer.survival_reference.iter().flat_map(|reference| reference.sources.clone()).collect();
    Figure {
        id: "survival-figure".into(),
        title,
        subtitle: format!(
            "Share of {} first deals still in force by time since signature, with a 95 % band{}",
            count(deals(answer)),
            if answer.survival_reference.is_empty() {
                ""
            } else {
                ", beside the historical record"
            }
        ),
        description: format!(
            "A falling stair with a shaded band for this run{}.",
            match answer.survival_reference.len() {
                0 => String::new(),
                1 => " and one dashed line with marks for the historical record".into(),
                n => format!(" and {n} lines with marks for the historical record"),
            }
        ),
        chart: Some(Chart {
            series,
            x: Scale::times("Time since signature", unit, timed.last().map_or(0.0, |(t, _)| *t)),
            y: Scale::shares("Deals still in force"),
            height: 360,
            zero: false,
        }),
        table: table(answer),
        method: format!(
            "Kaplan and Meier's estimate over the draws with a deal: a deal that is still in force at the end \
             of its draw counts as observed until then. The band is Greenwood's, on the log-log scale, at \
             95 %.{}",
            if sources.is_empty() {
                String::new()
            } else {
                format!(
                    " Historical curves: {}; their bars are Wilson's interval for as many cases, as if each \
                     had been observed throughout.",
                    sources.join(", ")
                )
            }
        ),
        command: answer.manifest.command.clone(),
    }
}

fn table(answer: &Answer) -> Table {
    let mut columns = vec![
        Column::text("Time since signature"),
        Column::share("Still in force"),
        Column::number("Deals observed"),
    ];
    columns.extend(answer.survival_reference.iter().map(|r| Column::number(r.name.as_str())));
    let n = deals(answer);
    let rows = answer
        .survival
        .iter()
        .map(|(key, point)| {
            let mut row = vec![
                Cell::text(span(key, &answer.time_unit)),
                Cell::Share(zopa_ensemble::answer::Proportion {
                    p: point.p,
                    low: point.low,
                    high: point.high,
                    n,
                }),
                Cell::count(point.at_risk),
            ];
            let t = key.parse::<f64>().ok();
            row.extend(answer.survival_reference.iter().map(|reference| {
                match reference.points.iter().find(|(own, _)| Some(*own) == t) {
                    Some(&(_, p)) if p.is_finite() => {
                        Cell::Number(p, percent(p, reference.cases.unwrap_or(100)))
                    }
                    Some(_) => Cell::text(UNDEFINED),
                    None => Cell::text("–"),
                }
            }));
            row
        })
        .collect();
    Table::new("Deals still in force, by time since signature", columns, rows)
}
