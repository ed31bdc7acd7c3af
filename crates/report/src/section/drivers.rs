//! The uncertain inputs that carry the most weight in each outcome.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, Driver, Drivers, Proportion};

use super::absent;
use crate::chart::{Chart, Drawn, Interval, Scale, Series};
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wording::{UNDEFINED, count, percent_with_interval};

/// Inputs shown in a chart.
const SHOWN: usize = 12;

/// One figure an outcome.
pub fn body(answer: &Answer) -> Markup {
    let outcomes: Vec<(usize, &Drivers)> =
        answer.drivers.iter().enumerate().filter(|(_, d)| !d.inputs.is_empty()).collect();
    if outcomes.is_empty() {
        return absent(
            "The run has no uncertain input, or too few draws, to tell which assumption weighs most.",
        );
    }
    html! {
        ul.lead { @for (_, drivers) in &outcomes { li { (title(answer, drivers)) "." } } }
        @for (i, drivers) in &outcomes { (figure(answer, *i, drivers).markup()) }
    }
}

/// The strongest input that can be told from zero.
pub fn leading(drivers: &Drivers) -> Option<&Driver> {
    drivers.inputs.iter().find(|driver| driver.distinct && driver.first_order.is_finite())
}

/// The label of an input, or its identifier.
pub fn name(driver: &Driver) -> &str {
    if driver.name.is_empty() { &driver.input } else { &driver.name }
}

fn weight(answer: &Answer, driver: &Driver) -> Proportion {
    let Driver { first_order, low, high, .. } = *driver;
    Proportion { p: first_order, low, high, n: answer.manifest.draws_done }
}

fn title(answer: &Answer, drivers: &Drivers) -> String {
    match leading(drivers) {
        Some(driver) => format!(
            "For {}, “{}” weighs most: {} of the variance goes with it alone",
            drivers.outcome,
            name(driver),
            percent_with_interval(&weight(answer, driver))
        ),
        None => format!(
            "For {}, no single input stands out from the noise of the draws",
            drivers.outcome
        ),
    }
}

/// The finding of the chart: how many inputs stand out.
fn tally(drivers: &Drivers) -> String {
    let distinct = drivers.inputs.iter().filter(|driver| driver.distinct).count();
    let (verb, of) = (if distinct == 1 { "weighs" } else { "weigh" }, drivers.inputs.len());
    if distinct == 0 {
        return format!(
            "None of {of} inputs weighs in {} beyond the noise of the draws",
            drivers.outcome
        );
    }
    format!("{distinct} of {of} inputs {verb} in {} beyond the noise of the draws", drivers.outcome)
}

fn direction(driver: &Driver) -> &'static str {
    if !driver.rank_correlation.is_finite() {
        UNDEFINED
    } else if !driver.distinct {
        "unclear"
    } else if driver.rank_correlation > 0.0 {
        "raises it"
    } else if driver.rank_correlation < 0.0 {
        "lowers it"
    } else {
        "both ways"
    }
}

fn figure(answer: &Answer, i: usize, drivers: &Drivers) -> Figure {
    let draws = answer.manifest.draws_done;
    let shown: Vec<&Driver> = drivers.inputs.iter().take(SHOWN).collect();
    let series = |name: &str, style: usize, drawn: Drawn, keep: &dyn Fn(&Driver) -> bool| {
        let rows: Vec<(usize, &&Driver)> =
            shown.iter().enumerate().filter(|(_, driver)| keep(driver)).collect();
        Series {
            name: name.into(),
            points: rows.iter().map(|(row, driver)| (driver.first_order, *row as f64)).collect(),
            interval: Interval::Horizontal(rows.iter().map(|(_, d)| (d.low, d.high)).collect()),
            style,
            drawn,
            labels: Vec::new(),
        }
    };
    let rising = |d: &Driver| d.distinct && d.rank_correlation > 0.0;
    let falling = |d: &Driver| d.distinct && !rising(d);
    let all = [
        series("Raises the outcome", 0, Drawn::Marks, &rising),
        series("Lowers the outcome", 1, Drawn::Marks, &falling),
        series("Cannot be told from zero", 4, Drawn::HollowMarks, &|d: &Driver| !d.distinct),
    ];
    let largest =
        shown.iter().map(|driver| driver.high).filter(|high| high.is_finite()).fold(0.0, f64::max);
    let scale = Scale::shares_up_to("Share of the variance", largest);
    let rows = drivers
        .inputs
        .iter()
        .map(|driver| {
            vec![
                Cell::text(name(driver)),
                Cell::Share(weight(answer, driver)),
                Cell::text(direction(driver)),
                Cell::Number(
                    driver.rank_correlation,
                    if driver.rank_correlation.is_finite() {
                        format!("{:.2}", driver.rank_correlation).replace('-', "−")
                    } else {
                        UNDEFINED.into()
                    },
                ),
                if driver.sources.is_empty() {
                    Cell::Status("assumption", "assumption".into())
                } else {
                    Cell::Status("sourced", driver.sources.join(", "))
                },
            ]
        })
        .collect();
    Figure {
        id: format!("drivers-figure-{}", i + 1),
        title: tally(drivers),
        subtitle: format!(
            "First-order index of each uncertain input over {} draws, with 95 % intervals{}",
            count(draws),
            if drivers.inputs.len() > SHOWN {
                format!("; the {SHOWN} strongest of {}", drivers.inputs.len())
            } else {
                String::new()
            }
        ),
        description: format!(
            "A mark for each of {} inputs, strongest on top, with a horizontal bar for its interval.",
            shown.len()
        ),
        chart: Some(Chart {
            series: all.into_iter().filter(|series| !series.points.is_empty()).collect(),
            x: scale,
            y: Scale::names(shown.iter().map(|driver| name(driver).to_owned()).collect()),
            height: 90 + 44 * shown.len(),
            zero: true,
        }),
        table: Table::new(
            format!("Weight of the inputs in {}", drivers.outcome),
            vec![
                Column::text("Input"),
                Column::share("Share of the variance"),
                Column::text("More of it"),
                Column::number("Rank correlation"),
                Column::text("Rests on"),
            ],
            rows,
        ),
        method: format!(
            "{}{}The first-order index is the share of the outcome's variance that goes with one input alone; \
             what inputs do together is not counted.",
            drivers.method,
            if drivers.method.is_empty() { "" } else { " " }
        ),
        command: answer.manifest.command.clone(),
    }
}
