//! An issue as a line: parties, forecasts with intervals, reference point and outcome.

use maud::{Markup, html};

use super::answer::{IssueRow, PositionsAnswer, StandRow};
use super::findings::{forecast, headline, inputs80, interval80};
use super::frame::{Drawing, FittedPicture, NARROW, WIDE, tabular};
use super::naming::{self, interval, value};
use super::scale::{Scale, place};
use crate::table::{Cell, Column, Table};
use crate::wording::number;

/// Height of a row with its name beside the line.
const ROW: f64 = 25.0;
/// Height of a row with its name above the line.
const TALL_ROW: f64 = 37.0;
/// Height of a line of a name.
const LINE: f64 = 14.0;
/// Radius of the mark of the most capable party.
const LARGEST: f64 = 13.0;
/// Room beyond the ends of the line.
const BEYOND: f64 = 16.0;

/// The picture of an issue with its tables.
pub fn figure(answer: &PositionsAnswer, i: usize, issue: &IssueRow) -> Markup {
    let title = forecast(issue).unwrap_or_else(|| "No model forecasts this issue".into());
    let rows = ordered(issue);
    let drawn = |narrow: bool| {
        let at = Place::of(answer, issue, rows.len(), narrow);
        Drawing { marks: drawing(answer, issue, &rows, &at), height: at.bottom }
    };
    let picture = FittedPicture {
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
        wide: drawn(false),
        narrow: drawn(true),
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
    /// Names stand above the lines instead of beside them.
    narrow: bool,
    /// Letters in a line of a name.
    letters: usize,
    /// Lower end of the line.
    left: f64,
    /// Upper end of the line.
    right: f64,
    /// Above the first party.
    top: f64,
    /// Height of a row.
    row: f64,
    /// Below the last forecast.
    end: f64,
    /// Height of the picture.
    bottom: f64,
}

impl Place {
    fn of(answer: &PositionsAnswer, issue: &IssueRow, parties: usize, narrow: bool) -> Place {
        let parties_named = issue.stands.iter().map(|stand| naming::party(answer, stand.party));
        let models: Vec<String> = issue.models.iter().map(naming::model).collect();
        let names: Vec<&str> = parties_named.chain(models.iter().map(String::as_str)).collect();
        // Above the line there is room for about 37 letters and the value.
        let letters = if narrow { 31 } else { naming::SHORT };
        let lines = names.iter().map(|name| naming::lines(name, letters).len()).max().unwrap_or(1);
        let more = LINE * lines.saturating_sub(1) as f64;
        let (left, right, row) = if narrow {
            (BEYOND, NARROW - BEYOND, TALL_ROW + more)
        } else {
            let room = naming::room(names.into_iter());
            (room.max(60.0) + 22.0, WIDE - BEYOND, (more + LINE + 3.0).max(ROW))
        };
        let lines = labels(issue, left, right).iter().map(|label| label.line + 1).max();
        let top = 32.0 + 20.0 * lines.unwrap_or(0) as f64;
        let end = top + row * (parties + issue.models.len()) as f64 + 26.0;
        let below = match (issue.outcome, issue.reference_point) {
            (None, None) => 6.0,
            (Some(_), None) | (None, Some(_)) => 20.0,
            _ => 36.0,
        };
        Place { narrow, letters, left, right, top, row, end, bottom: end + below }
    }

    /// Height of the marks in a row that begins at `y`.
    fn mark(&self, y: f64) -> f64 {
        if self.narrow { y + self.row - 12.0 } else { y + self.row / 2.0 }
    }

    /// A name beside or above the marks, above them with the value at the right.
    fn name(&self, y: f64, name: &str, value: &str) -> Markup {
        let lines = naming::lines(name, self.letters);
        let (x, first, anchor) = if self.narrow {
            (2.0, y + 12.0, None)
        } else {
            let first = self.mark(y) + 4.5 - LINE / 2.0 * (lines.len() as f64 - 1.0);
            (self.left - 17.0, first, Some("end"))
        };
        html! {
            text x=(place(x)) y=(place(first)) text-anchor=[anchor] {
                @for (n, line) in lines.iter().enumerate() {
                    @if n == 0 { (line) } @else { tspan x=(place(x)) dy=(place(LINE)) { (line) } }
                }
            }
            @if self.narrow {
                text.figure x=(place(NARROW - 2.0)) y=(place(y + 12.0)) text-anchor="end" { (value) }
            }
        }
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
    let models_top = at.top + at.row * rows.len() as f64 + 20.0;
    let most = rows.iter().map(|row| row.capability).filter(|c| c.is_finite()).fold(0.0, f64::max);
    let largest = if at.narrow { LARGEST - 3.0 } else { LARGEST };
    let radius = |capability: f64| {
        let share = if most > 0.0 { (capability / most).clamp(0.0, 1.0) } else { 1.0 };
        if share.is_finite() { (largest * libm::sqrt(share)).max(2.5) } else { 2.5 }
    };
    let end = at.end;
    let mut guides = String::new();
    for (row, stand) in rows.iter().enumerate() {
        if let Some(x) = scale.at(stand.position) {
            let to = (x - radius(stand.capability)).max(at.left - 11.0);
            let y = at.mark(at.top + at.row * row as f64);
            guides += &format!("M{} {}H{}", place(at.left - 11.0), place(y), place(to));
        }
    }
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
                @let y = if class == "outcome" || issue.outcome.is_none() { end + 14.0 } else { end + 30.0 };
                text.(class) x=(place(x)) y=(place(y)) text-anchor=(anchor) { (label) " " (known.map_or(String::new(), |known| value(issue, known))) }
            }
        }
        path.guide d=(guides) {}
        @for (row, stand) in rows.iter().enumerate() {
            @let top = at.top + at.row * row as f64;
            @let y = at.mark(top);
            @if let Some(x) = scale.at(stand.position) {
                g.stand data-party=(stand.party) {
                    @if !at.narrow {
                        title {
                            (naming::party(answer, stand.party)) ": position " (value(issue, stand.position)) ", salience "
                            (number(stand.salience)) ", capability " (number(stand.capability))
                        }
                    }
                    (at.name(top, naming::party(answer, stand.party), &value(issue, stand.position)))
                    circle.party cx=(place(x)) cy=(place(y)) r=(place(radius(stand.capability))) fill-opacity=(tint(stand.salience)) {}
                }
            }
        }
        line.between x1="2" y1=(place(models_top - 10.0)) x2=(place(at.right)) y2=(place(models_top - 10.0)) {}
        @for (row, model) in issue.models.iter().enumerate() {
            @let top = models_top + at.row * row as f64;
            @let y = at.mark(top);
            g.forecast {
                @if !at.narrow {
                    title { (naming::model(model)) ": " (value(issue, model.forecast)) @if let Some(i) = interval80(model) { ", 80\u{a0}% interval " (interval(issue, i)) } }
                }
                (at.name(top, &naming::model(model), &value(issue, model.forecast)))
                @if let Some((low, high)) = interval80(model) {
                    @if let (Some(a), Some(b)) = (scale.at(low), scale.at(high)) {
                        path.interval d={ "M" (place(a)) " " (place(y)) "H" (place(b)) } {}
                    }
                }
                @if let Some((low, high)) = inputs80(model) {
                    @if let (Some(a), Some(b)) = (scale.at(low), scale.at(high)) {
                        path.inputs d={ "M" (place(a)) " " (place(y)) "H" (place(b)) } {}
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

/// Width of a letter of a label.
const LABEL_LETTER: f64 = 7.7;

/// Labels of points, each in the lowest line in which it meets no other.
fn labels(issue: &IssueRow, left: f64, right: f64) -> Vec<Label> {
    let letters = (((right - left + 2.0 * BEYOND) / LABEL_LETTER) as usize).min(44);
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
        let mut text: String = label.chars().take(letters).collect();
        if text.len() < label.len() {
            text.pop();
            text = text.trim_end().to_owned() + "…";
        }
        let width = LABEL_LETTER * text.chars().count() as f64;
        let start =
            (x - width / 2.0).min(right + BEYOND - 4.0 - width).max(left.min(x) - BEYOND + 2.0);
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
    let lines = scale.marks().into_iter().filter_map(|mark| scale.at(mark));
    let grid: String =
        lines.map(|x| format!("M{} {}V{}", place(x), place(line), place(at.end))).collect();
    html! {
        @for label in &labels {
            path.label-mark d={ "M" (place(label.x)) " " (place(line)) "v" (place(-12.0 - 20.0 * label.line as f64)) } {}
        }
        @for label in &labels {
            text.label x=(place(label.start)) y=(place(line - 16.0 - 20.0 * label.line as f64)) { (label.text) }
        }
        line.scale x1=(place(at.left)) y1=(place(line)) x2=(place(at.right)) y2=(place(line)) {}
        path.grid d=(grid) {}
        @for (k, mark) in scale.marks().into_iter().enumerate() {
            @if let Some(x) = scale.at(mark) {
                @let (x_text, anchor) = match k {
                    0 => (x - BEYOND + 2.0, "start"),
                    4 => (x + BEYOND - 2.0, "end"),
                    _ => (x, "middle"),
                };
                text.tick x=(place(x_text)) y=(place(line + 15.0)) text-anchor=(anchor) { (value(issue, mark)) }
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
            @if issue.models.iter().any(|model| inputs80(model).is_some()) {
                li {
                    svg.swatch viewBox="0 0 46 16" width="46" height="16" aria-hidden="true" focusable="false" {
                        line.inputs x1="1" y1="8" x2="45" y2="8" {}
                    }
                    " 80\u{a0}% range as uncertain inputs vary"
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
    let drawn = issue.models.iter().any(|model| inputs80(model).is_some());
    let range = |range: Option<(f64, f64)>| {
        Cell::text(range.map_or_else(|| "–".into(), |range| interval(issue, range)))
    };
    let mut columns = vec![
        Column::text("Model"),
        Column::number("Forecast"),
        Column::number("80\u{a0}% interval"),
    ];
    if drawn {
        columns.push(Column::number("80\u{a0}% range of uncertain inputs"));
    }
    if issue.outcome.is_some() {
        columns.push(Column::number("Error, % of scale"));
    }
    columns.extend([Column::number("Rounds"), Column::text("What to know")]);
    let rows = issue.models.iter().map(|model| {
        let mut row = vec![
            Cell::text(crate::wording::sentence(&naming::model(model))),
            naming::cell(issue, model.forecast),
            range(interval80(model)),
        ];
        if drawn {
            row.push(range(inputs80(model)));
        }
        if issue.outcome.is_some() {
            row.push(distance(model.forecast).map_or_else(|| Cell::text("–"), Cell::number));
        }
        row.push(match model.rounds.len() {
            0 => Cell::text("–"),
            rounds => Cell::count(rounds as u64),
        });
        row.push(Cell::Parts(model.remarks.clone()));
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
    let mut note = "In points of the scale. Intervals come from errors on past cases; a dash means that none is \
                    known. What each model does is told under The models."
        .to_owned();
    if let Some((family, low, high)) = &issue.readings_spread {
        note += &format!(
            " Readings of the {family} model, with Q 1 or ½ and stopped after any round, say {}: doubt about \
             the model, not about the outcome.",
            super::naming::interval(issue, (*low, *high))
        );
    }
    if drawn {
        note += " The range of uncertain inputs holds 80\u{a0}% of the forecasts as the inputs are drawn anew; the \
                 interval does not include it.";
    }
    html! {
        (tabular(&format!("forecasts-{}", i + 1), &title, &note, &table, ""))
        @if !issue.without.is_empty() {
            p.note { "No forecast: " (without(issue)) "." }
        }
    }
}

/// The models without a forecast, those of one reason together.
fn without(issue: &IssueRow) -> String {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, reason) in &issue.without {
        let name = naming::model_named(name);
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, names)) => names.push(name),
            None => reasons.push((reason, vec![name])),
        }
    }
    let told: Vec<String> = reasons
        .iter()
        .map(|(reason, names)| format!("{} ({})", names.join("; "), reason.trim_end_matches('.')))
        .collect();
    told.join("; ")
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
    use super::{BEYOND, LABEL_LETTER, labels};
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
        let found = labels(&issue, 100.0, 600.0);
        let lines: Vec<usize> = found.iter().map(|label| label.line).collect();
        assert_eq!(lines[..3], [0, 1, 0]);
        assert!(found[3].line > 0 && found[3].text.ends_with('…'));
        for (k, a) in found.iter().enumerate() {
            for b in found[k + 1..].iter().filter(|b| b.line == a.line) {
                assert!(a.start + LABEL_LETTER * a.text.chars().count() as f64 <= b.start);
            }
        }
        for label in labels(&issue, BEYOND, 284.0) {
            let end = label.start + LABEL_LETTER * label.text.chars().count() as f64;
            assert!(label.start >= 0.0 && end <= 300.0, "{} to {end}", label.start);
        }
    }
}
