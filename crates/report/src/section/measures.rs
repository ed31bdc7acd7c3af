//! The measures that the scenario defines.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, Estimate};

use super::absent;
use crate::figure::Figure;
use crate::table::{Cell, Column, Table};
use crate::wording::{count, estimate, number_with_interval};

/// Measures: finding, numbers, table.
pub fn body(answer: &Answer) -> Markup {
    let Some((first_key, first)) = answer.measures.iter().next() else {
        return absent("The scenario defines no measure.");
    };
    let title = format!("{}: {} on average", label(first_key, first), estimate(first));
    html! { p.lead { (title) "." } (figure(answer, widest(answer).unwrap_or(title)).markup()) }
}

/// The label of a measure, or its key.
pub fn label<'a>(key: &'a str, measure: &'a Estimate) -> &'a str {
    if measure.name.is_empty() { key } else { &measure.name }
}

/// The finding of the table: the measure in which single draws differ most for its size.
fn widest(answer: &Answer) -> Option<String> {
    let width = |measure: &Estimate| -> Option<f64> {
        let at = |level: &str| measure.quantiles.get(level).copied();
        let width = (at("0.95")? - at("0.05")?) / measure.mean.abs();
        width.is_finite().then_some(width)
    };
    let known: Vec<(&str, f64)> = answer
        .measures
        .iter()
        .filter_map(|(key, measure)| Some((label(key, measure), width(measure)?)))
        .collect();
    let (name, _) = known.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (known.len() > 1).then(|| format!("For its size, “{name}” differs most from draw to draw"))
}

fn figure(answer: &Answer, title: String) -> Figure {
    let levels = ["0.05", "0.25", "0.5", "0.75", "0.95"];
    let mut columns = vec![Column::text("Measure"), Column::text("Unit"), Column::number("Mean")];
    columns
        .extend(["5 %", "25 %", "Median", "75 %", "95 %", "Draws"].into_iter().map(Column::number));
    let rows = answer
        .measures
        .iter()
        .map(|(key, measure)| {
            let mut row = vec![
                Cell::text(label(key, measure)),
                Cell::text(measure.unit.as_str()),
                Cell::Number(
                    measure.mean,
                    number_with_interval(measure.mean, measure.low, measure.high),
                ),
            ];
            row.extend(levels.iter().map(|level| {
                Cell::number(measure.quantiles.get(level).copied().unwrap_or(f64::NAN))
            }));
            row.push(Cell::count(measure.n));
            row
        })
        .collect();
    Figure {
        id: "measures-figure".into(),
        title,
        subtitle: format!(
            "Means with 95 % intervals, and quantiles over up to {} draws, of the {} measures of the scenario",
            count(answer.manifest.draws_done),
            count(answer.measures.0.len() as u64)
        ),
        description: String::new(),
        chart: None,
        table: Table::new("Measures", columns, rows),
        method: "Each measure is computed once a draw. The interval is that of the mean; the quantiles show how \
                 much single draws differ. A measure is averaged over the draws in which it is defined."
            .into(),
        command: answer.manifest.command.clone(),
    }
}
