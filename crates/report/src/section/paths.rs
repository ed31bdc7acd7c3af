//! Paths of stocks and chosen variables over time, with bands over draws.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, Path};

use super::absent;
use crate::chart::{Chart, Drawn, Interval, Scale, Series};
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wording::{count, number, plural, sentence, span, time};

/// One figure a path, side by side where the page is wide.
pub fn body(answer: &Answer) -> Markup {
    let known: Vec<(usize, &Path)> = answer
        .paths
        .iter()
        .map(|(_, path)| path)
        .enumerate()
        .filter(|(_, path)| middle(path).iter().any(|y| y.is_finite()) && !path.times.is_empty())
        .collect();
    if known.is_empty() {
        return absent("The run recorded no path over time.");
    }
    html! {
        p.lead {
            "The lines are medians over draws; half of the draws lie within the darker band, nine in ten within "
            "the lighter."
        }
        div.pairs { @for (i, path) in known { (figure(answer, i, path).markup()) } }
    }
}

fn quantile<'a>(path: &'a Path, level: &str) -> &'a [f64] {
    path.quantiles.get(level).map_or(&[], Vec::as_slice)
}

/// The median, or the mean where there is none.
fn middle(path: &Path) -> &[f64] {
    let median = quantile(path, "0.5");
    if median.is_empty() { &path.mean } else { median }
}

fn band(path: &Path, low: &str, high: &str) -> Vec<(f64, f64)> {
    quantile(path, low).iter().copied().zip(quantile(path, high).iter().copied()).collect()
}

/// The finding: start, end and spread at the end.
fn title(path: &Path, name: &str) -> String {
    let known: Vec<f64> = middle(path).iter().copied().filter(|y| y.is_finite()).collect();
    let (Some(&first), Some(&last)) = (known.first(), known.last()) else {
        return format!("{name} is not defined");
    };
    let (start, end) = (number(first), number(last));
    let unit = if path.unit.is_empty() { String::new() } else { format!(" {}", path.unit) };
    if start == end {
        format!("{name}: the same at the end as at the start, {end}{unit}")
    } else {
        let moves = if last > first { "up" } else { "down" };
        format!("{name}: {moves} from {start} to {end}{unit}")
    }
}

fn figure(answer: &Answer, i: usize, path: &Path) -> Figure {
    let name = if path.name.is_empty() {
        answer.paths.iter().nth(i).map_or("", |(key, _)| key).to_owned()
    } else {
        sentence(&path.name)
    };
    let points: Vec<(f64, f64)> =
        path.times.iter().copied().zip(middle(path).iter().copied()).collect();
    let levels = ["0.05", "0.25", "0.5", "0.75", "0.95"];
    let mut columns =
        vec![Column::text(format!("Time ({})", plural(&answer.time_unit))), Column::number("Mean")];
    columns.extend(["5 %", "25 %", "Median", "75 %", "95 %"].into_iter().map(Column::number));
    let rows = path
        .times
        .iter()
        .enumerate()
        .map(|(step, &t)| {
            let at = |values: &[f64]| Cell::number(values.get(step).copied().unwrap_or(f64::NAN));
            let mut row = vec![Cell::text(time(t)), at(&path.mean)];
            row.extend(levels.iter().map(|level| at(quantile(path, level))));
            row
        })
        .collect();
    let unit = if path.unit.is_empty() { String::new() } else { format!(", in {}", path.unit) };
    let end = points.iter().rev().find(|(_, y)| y.is_finite()).map_or(f64::NAN, |(t, _)| *t);
    let spread = match (quantile(path, "0.05").last(), quantile(path, "0.95").last()) {
        (Some(low), Some(high)) if low.is_finite() && high.is_finite() => format!(
            " Nine in ten draws end between {} and {} after {}.",
            number(*low),
            number(*high),
            span(&time(end), &answer.time_unit)
        ),
        _ => String::new(),
    };
    Figure {
        id: format!("path-figure-{}", i + 1),
        title: title(path, &name),
        subtitle: format!(
            "Median over {} draws{unit}, with bands for 50 % and 90 % of the draws.{spread}",
            count(answer.manifest.draws_done)
        ),
        description: "A line over time with a darker band inside a lighter one.".into(),
        chart: Some(Chart {
            series: vec![Series {
                name: String::new(),
                points,
                interval: Interval::Bands(vec![
                    band(path, "0.05", "0.95"),
                    band(path, "0.25", "0.75"),
                ]),
                style: i,
                drawn: Drawn::Line,
                labels: Vec::new(),
            }],
            x: Scale::times("Time", &answer.time_unit, end),
            y: Scale::numbers(path.unit.clone()),
            height: 280,
            zero: false,
        }),
        table: Table::new(format!("{name} over time"), columns, rows),
        method: "At each time, the quantiles of the value over all draws, whether or not they hold a deal. A \
                 band is not a path: single draws cross it."
            .into(),
        command: answer.manifest.command.clone(),
    }
}
