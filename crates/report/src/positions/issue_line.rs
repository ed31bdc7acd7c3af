//! An issue as a line: parties, forecasts with intervals, reference point and outcome.

use maud::{Markup, html};

use super::answer::{IssueRow, PositionsAnswer, StandRow};
use super::findings::{forecast, headline, interval80};
use super::frame::{Picture, tabular};
use super::naming::{self, interval, value};
use super::scale::{Scale, place};
use crate::table::{Cell, Column, Table};
use crate::wording::number;

/// Length of the line.
const PLOT: f64 = 570.0;
const ROW: f64 = 25.0;
/// Radius of the mark of the most capable party.
const LARGEST: f64 = 13.0;

/// The picture of an issue with its tables.
pub fn figure(answer: &PositionsAnswer, i: usize, issue: &IssueRow) -> Markup {
    let title = forecast(issue).unwrap_or_else(|| "No model forecasts this issue".into());
    let rows = ordered(issue);
    let at = Place::of(answer, issue, rows.len());
    let picture = Picture {
        id: format!("line-{}", i + 1),
        title,
        subtitle: format!(
            "Scale from {}; {}, {}. The area of a mark is the party's capability, its tint the salience; \
             bars are calibrated 80\u{a0}% intervals.",
            interval(issue, (issue.low, issue.high)),
            naming::parties(issue.stands.len()),
            naming::counted(issue.models.len(), "forecast"),
        ),
        key: key(issue),
        drawing: drawing(answer, issue, &rows, &at),
        size: (at.right + 40.0, at.bottom),
        description: description(answer, issue, &rows),
        table: stands_table(answer, issue, &rows),
        method: "Positions, saliences and capabilities are those of the input. Parties are in the order of \
                 their positions. The 80\u{a0}% interval adds the errors that the model made on past decisions, \
                 scaled by how far apart the parties stand."
            .into(),
    };
    html! {
        (picture.markup())
        @if !issue.models.is_empty() { (forecasts(i, issue)) }
        @if !issue.decisive.is_empty() { (decisive(answer, i, issue)) }
    }
}

/// Where the parts of the picture are.
struct Place {
    /// Lower end of the line.
    left: f64,
    /// Upper end of the line.
    right: f64,
    /// Above the first party.
    top: f64,
    /// Below the last forecast.
    end: f64,
    /// Height of the picture.
    bottom: f64,
}

impl Place {
    fn of(answer: &PositionsAnswer, issue: &IssueRow, parties: usize) -> Place {
        let names = issue.stands.iter().map(|stand| naming::party(answer, stand.party));
        let models = issue.models.iter().map(|model| model.name.as_str());
        let left = naming::room(names.chain(models)).max(60.0) + 26.0;
        let lines = labels(issue, left, left + PLOT).iter().map(|label| label.line + 1).max();
        let top = 32.0 + 20.0 * lines.unwrap_or(0) as f64;
        let end = top + ROW * (parties + issue.models.len()) as f64 + 26.0;
        let below = match (issue.outcome, issue.reference_point) {
            (None, None) => 6.0,
            (Some(_), None) | (None, Some(_)) => 20.0,
            _ => 34.0,
        };
        Place { left, right: left + PLOT, top, end, bottom: end + below }
    }
}

/// The stands with a position, lowest first.
fn ordered(issue: &IssueRow) -> Vec<&StandRow> {
    let mut rows: Vec<&StandRow> =
        issue.stands.iter().filter(|stand| stand.position.is_finite()).collect();
    rows.sort_by(|a, b| a.position.total_cmp(&b.position));
    rows
}

fn drawing(answer: &PositionsAnswer, issue: &IssueRow, rows: &[&StandRow], at: &Place) -> Markup {
    let scale = Scale::of(issue, at.left, at.right);
    let models_top = at.top + ROW * rows.len() as f64 + 20.0;
    let most = rows.iter().map(|row| row.capability).filter(|c| c.is_finite()).fold(0.0, f64::max);
    let radius = |capability: f64| {
        let share = if most > 0.0 { (capability / most).clamp(0.0, 1.0) } else { 1.0 };
        if share.is_finite() { (LARGEST * libm::sqrt(share)).max(2.5) } else { 2.5 }
    };
    let end = at.end;
    html! {
        @if let Some((low, high)) = headline(issue).and_then(interval80) {
            @if let (Some(a), Some(b)) = (scale.at(low), scale.at(high)) {
                rect.band x=(place(a)) y=(place(at.top - 8.0)) width=(place(b - a)) height=(place(end - at.top + 8.0)) {}
            }
        }
        (axis(issue, &scale, at))
        @for (known, class, label) in [(issue.reference_point, "reference", "reference point"), (issue.outcome, "outcome", "outcome")] {
            @if let Some(x) = known.and_then(|known| scale.at(known)) {
                line.(class) x1=(place(x)) y1=(place(at.top - 8.0)) x2=(place(x)) y2=(place(end)) {
                    title { (label) " " (known.map_or(String::new(), |known| value(issue, known))) }
                }
                @let anchor = if x > (at.left + at.right) / 2.0 { "end" } else { "start" };
                @let y = if class == "outcome" || issue.outcome.is_none() { end + 13.0 } else { end + 27.0 };
                text.(class) x=(place(x)) y=(place(y)) text-anchor=(anchor) { (label) " " (known.map_or(String::new(), |known| value(issue, known))) }
            }
        }
        @for (row, stand) in rows.iter().enumerate() {
            @let y = at.top + ROW * row as f64 + ROW / 2.0;
            @if let Some(x) = scale.at(stand.position) {
                g.stand data-party=(stand.party) {
                    title {
                        (naming::party(answer, stand.party)) ": position " (value(issue, stand.position)) ", salience "
                        (number(stand.salience)) ", capability " (number(stand.capability))
                    }
                    text.name x=(place(at.left - 20.0)) y=(place(y + 4.0)) text-anchor="end" { (naming::short(naming::party(answer, stand.party))) }
                    line.guide x1=(place(at.left - 14.0)) y1=(place(y)) x2=(place(x)) y2=(place(y)) {}
                    circle.under cx=(place(x)) cy=(place(y)) r=(place(radius(stand.capability))) {}
                    circle.party cx=(place(x)) cy=(place(y)) r=(place(radius(stand.capability))) fill-opacity=(tint(stand.salience)) {}
                }
            }
        }
        line.between x1="12" y1=(place(models_top - 10.0)) x2=(place(at.right)) y2=(place(models_top - 10.0)) {}
        @for (row, model) in issue.models.iter().enumerate() {
            @let y = models_top + ROW * row as f64 + ROW / 2.0;
            g.forecast {
                title { (naming::model(model)) ": " (value(issue, model.forecast)) @if let Some(i) = interval80(model) { ", 80\u{a0}% interval " (interval(issue, i)) } }
                text.name x=(place(at.left - 20.0)) y=(place(y + 4.0)) text-anchor="end" { (naming::short(&naming::model(model))) }
                @if let Some((low, high)) = interval80(model) {
                    @if let (Some(a), Some(b)) = (scale.at(low), scale.at(high)) {
                        line.interval x1=(place(a)) y1=(place(y)) x2=(place(b)) y2=(place(y)) {}
                    }
                }
                @if let Some(x) = scale.at(model.forecast) {
                    path.point d={ "M" (place(x)) " " (place(y - 6.5)) "l6.5 6.5-6.5 6.5-6.5-6.5z" } {}
                }
            }
        }
    }
}

/// A label of a point of the scale.
struct Label {
    /// Where the point is.
    x: f64,
    /// Where the text begins.
    start: f64,
    /// Line of text, counted upwards from the scale.
    line: usize,
    /// The label, cut to what fits.
    text: String,
}

/// Labels of points, each in the lowest line in which it meets no other.
fn labels(issue: &IssueRow, left: f64, right: f64) -> Vec<Label> {
    const LETTER: f64 = 6.8;
    const LETTERS: usize = 44;
    let scale = Scale::of(issue, left, right);
    let mut points: Vec<(f64, &str)> = issue
        .points
        .iter()
        .filter_map(|(x, label)| scale.at(*x).map(|x| (x, label.as_str())))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ends: Vec<f64> = Vec::new();
    let mut labels = Vec::with_capacity(points.len());
    for (x, label) in points {
        let mut text: String = label.chars().take(LETTERS).collect();
        if text.len() < label.len() {
            text = text.trim_end().to_owned() + "…";
        }
        let width = LETTER * text.chars().count() as f64;
        let start = (x - width / 2.0).min(right + 30.0 - width).max(left.min(x));
        let line = ends.iter().position(|end| *end + 10.0 < start).unwrap_or(ends.len());
        if line == ends.len() {
            ends.push(0.0);
        }
        ends[line] = start + width;
        labels.push(Label { x, start, line, text });
    }
    labels
}

/// The line with its marks: numbers below it, labels of points above.
fn axis(issue: &IssueRow, scale: &Scale, at: &Place) -> Markup {
    let line = at.top - 22.0;
    let labels = labels(issue, at.left, at.right);
    html! {
        @for label in &labels {
            path.label-mark d={ "M" (place(label.x)) " " (place(line)) "v" (place(-12.0 - 20.0 * label.line as f64)) } {}
        }
        @for label in &labels {
            text.label x=(place(label.start)) y=(place(line - 16.0 - 20.0 * label.line as f64)) { (label.text) }
        }
        line.scale x1=(place(at.left)) y1=(place(line)) x2=(place(at.right)) y2=(place(line)) {}
        @for mark in scale.marks() {
            @if let Some(x) = scale.at(mark) {
                line.grid x1=(place(x)) y1=(place(line)) x2=(place(x)) y2=(place(at.end)) {}
                text.tick x=(place(x)) y=(place(line + 14.0)) text-anchor="middle" { (value(issue, mark)) }
            }
        }
    }
}

/// Opacity of a mark: the more salient, the darker.
fn tint(salience: f64) -> String {
    let salience = if salience.is_finite() { salience.clamp(0.0, 1.0) } else { 0.0 };
    format!("{:.2}", 0.12 + 0.88 * salience)
}

fn key(issue: &IssueRow) -> Markup {
    html! {
        ul.key aria-label="Key of the issue line" {
            li {
                svg.swatch viewBox="0 0 58 26" width="58" height="26" aria-hidden="true" focusable="false" {
                    circle.party cx="8" cy="13" r="4" fill-opacity="0.5" {}
                    circle.party cx="34" cy="13" r="12" fill-opacity="0.5" {}
                }
                " party: little to great capability"
            }
            li {
                svg.swatch viewBox="0 0 50 18" width="50" height="18" aria-hidden="true" focusable="false" {
                    circle.party cx="10" cy="9" r="7.5" fill-opacity="0.12" {}
                    circle.party cx="34" cy="9" r="7.5" fill-opacity="1" {}
                }
                " low to high salience"
            }
            @if !issue.models.is_empty() {
                li {
                    svg.swatch viewBox="0 0 46 16" width="46" height="16" aria-hidden="true" focusable="false" {
                        line.interval x1="1" y1="8" x2="45" y2="8" {}
                        path.point d="M23 1.5l6.5 6.5-6.5 6.5-6.5-6.5z" {}
                    }
                    " forecast and 80\u{a0}% interval"
                }
            }
            @if issue.reference_point.is_some() {
                li {
                    svg.swatch viewBox="0 0 12 18" width="12" height="18" aria-hidden="true" focusable="false" { line.reference x1="6" y1="0" x2="6" y2="18" {} }
                    " reference point"
                }
            }
            @if issue.outcome.is_some() {
                li {
                    svg.swatch viewBox="0 0 12 18" width="12" height="18" aria-hidden="true" focusable="false" { line.outcome x1="6" y1="0" x2="6" y2="18" {} }
                    " outcome"
                }
            }
        }
    }
}

fn description(answer: &PositionsAnswer, issue: &IssueRow, rows: &[&StandRow]) -> String {
    let stands: Vec<String> = rows
        .iter()
        .take(12)
        .map(|stand| {
            format!("{} at {}", naming::party(answer, stand.party), value(issue, stand.position))
        })
        .collect();
    let mut text = format!("Parties: {}.", stands.join(", "));
    if rows.len() > 12 {
        text += &format!(" {} more.", rows.len() - 12);
    }
    if let Some(x) = issue.reference_point {
        text += &format!(" Reference point {}.", value(issue, x));
    }
    if let Some(x) = issue.outcome {
        text += &format!(" Outcome {}.", value(issue, x));
    }
    text
}

fn stands_table(answer: &PositionsAnswer, issue: &IssueRow, rows: &[&StandRow]) -> Table {
    let columns = vec![
        Column::text("Party"),
        Column::number("Position"),
        Column::number("Salience"),
        Column::number("Capability"),
    ];
    let cells = |stand: &&StandRow| {
        vec![
            Cell::text(naming::party(answer, stand.party)),
            naming::cell(issue, stand.position),
            Cell::number(stand.salience),
            Cell::number(stand.capability),
        ]
    };
    Table::new("Where the parties stand", columns, rows.iter().map(cells).collect())
}

/// The forecasts as a table.
fn forecasts(i: usize, issue: &IssueRow) -> Markup {
    let distance = |x: f64| {
        let length = issue.high - issue.low;
        issue.outcome.filter(|_| length > 0.0).map(|outcome| (x - outcome).abs() / length * 100.0)
    };
    let mut columns = vec![
        Column::text("Model"),
        Column::number("Forecast"),
        Column::number("80\u{a0}% interval"),
        Column::number("Rounds"),
    ];
    if issue.outcome.is_some() {
        columns.insert(3, Column::number("Error, % of scale"));
    }
    columns.extend([Column::text("What to know"), Column::text("Source")]);
    let rows = issue.models.iter().map(|model| {
        let mut row = vec![
            Cell::text(naming::model(model)),
            naming::cell(issue, model.forecast),
            Cell::text(interval80(model).map_or_else(|| "–".into(), |i| interval(issue, i))),
            if model.rounds.is_empty() {
                Cell::text("–")
            } else {
                Cell::count(model.rounds.len() as u64)
            },
        ];
        if issue.outcome.is_some() {
            row.insert(3, distance(model.forecast).map_or_else(|| Cell::text("–"), Cell::number));
        }
        row.extend([Cell::Parts(model.remarks.clone()), Cell::text(model.source.as_str())]);
        row
    });
    let table = Table::new("Forecasts by model", columns, rows.collect());
    let title = match super::findings::spread(issue) {
        Some((low, high)) if low < high => {
            format!("The choice of the model moves the forecast by {}", value(issue, high - low))
        }
        _ if issue.models.len() == 1 => "One model was asked".into(),
        _ => "All models agree".into(),
    };
    tabular(
        &format!("models-{}", i + 1),
        &title,
        "In points of the scale. Intervals come from errors on past cases; a dash means that none is known.",
        &table,
        "",
    )
}

/// Who is decisive.
fn decisive(answer: &PositionsAnswer, i: usize, issue: &IssueRow) -> Markup {
    let mut rows: Vec<_> = issue.decisive.iter().filter(|row| row.swing.is_finite()).collect();
    rows.sort_by(|a, b| b.swing.abs().total_cmp(&a.swing.abs()));
    let title = super::findings::largest_swing(issue).map_or_else(
        || "No single party can swing the forecast".to_owned(),
        |row| format!("{} can swing the forecast most", naming::party(answer, row.party)),
    );
    let table = Table::new(
        "Largest change of the forecast when one party changes",
        vec![Column::text("Party"), Column::number("Swing, points of the scale")],
        rows.iter()
            .map(|row| {
                vec![Cell::text(naming::party(answer, row.party)), naming::cell(issue, row.swing)]
            })
            .collect(),
    );
    tabular(
        &format!("decisive-{}", i + 1),
        &title,
        "Change of the forecast told in the headline; a minus sign means towards the lower end.",
        &table,
        "One party's capability, salience or position is changed at a time and the model is asked again; the largest change counts.",
    )
}

#[cfg(test)]
mod tests {
    use super::labels;
    use crate::positions::IssueRow;

    #[test]
    fn labels_that_would_meet_stand_in_different_lines() {
        let points = vec![
            (0.0, "no force at all".to_owned()),
            (10.0, "an unarmed mission of observers".to_owned()),
            (90.0, "far off".to_owned()),
            (100.0, "a very long label that does not fit beside anything else".to_owned()),
        ];
        let issue = IssueRow { high: 100.0, points, ..IssueRow::default() };
        let labels = labels(&issue, 100.0, 600.0);
        let lines: Vec<usize> = labels.iter().map(|label| label.line).collect();
        assert_eq!(lines[..3], [0, 1, 0]);
        assert!(labels[3].line > 0 && labels[3].text.ends_with('…'));
        for (k, a) in labels.iter().enumerate() {
            for b in labels[k + 1..].iter().filter(|b| b.line == a.line) {
                assert!(a.start + 6.8 * a.text.chars().count() as f64 <= b.start);
            }
        }
    }
}
