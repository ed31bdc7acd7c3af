//! Charts: series in Okabe and Ito's colours, told apart by dash and shape as well.

use maud::{Markup, html};
use plotly::common::{
    DashType, ErrorData, ErrorType, Fill, Line, LineShape, Marker, MarkerSymbol, Mode,
};
use plotly::layout::{Axis, AxisRange, HoverMode, Margin, RangeMode};
use plotly::{Layout, Scatter, Trace};

/// Source of the colours: Okabe and Ito (2008), “Color Universal Design”. The script replaces
/// each by its partner on a dark page.
const INKS: [Ink; 6] = [
    Ink { class: "ink-1", colour: "#0072B2", band: "rgba(0,114,178,0.16)" },
    Ink { class: "ink-2", colour: "#D55E00", band: "rgba(213,94,0,0.16)" },
    Ink { class: "ink-3", colour: "#00805D", band: "rgba(0,128,93,0.16)" },
    Ink { class: "ink-4", colour: "#B0568A", band: "rgba(176,86,138,0.16)" },
    Ink { class: "ink-5", colour: "#595959", band: "rgba(89,89,89,0.16)" },
    Ink { class: "ink-6", colour: "#8A6100", band: "rgba(138,97,0,0.16)" },
];

struct Ink {
    class: &'static str,
    colour: &'static str,
    band: &'static str,
}

const DASHES: [(DashType, &str); 4] = [
    (DashType::Solid, "none"),
    (DashType::Dash, "7 4"),
    (DashType::Dot, "2 3"),
    (DashType::DashDot, "7 3 2 3"),
];

const SHAPES: [MarkerSymbol; 6] = [
    MarkerSymbol::Circle,
    MarkerSymbol::Square,
    MarkerSymbol::Diamond,
    MarkerSymbol::TriangleUp,
    MarkerSymbol::Cross,
    MarkerSymbol::Hexagon,
];

/// How a series is drawn.
#[derive(Clone, Copy, PartialEq)]
pub enum Drawn {
    /// A line with marks at its points.
    LineAndMarks,
    /// A line.
    Line,
    /// A stair: the value holds until the next point.
    Stair,
    /// Marks.
    Marks,
    /// Hollow marks.
    HollowMarks,
}

/// Uncertainty about the points of a series.
#[derive(Clone)]
pub enum Interval {
    /// None.
    None,
    /// Bars along the vertical, from low to high.
    Vertical(Vec<(f64, f64)>),
    /// Bars along the horizontal, from low to high.
    Horizontal(Vec<(f64, f64)>),
    /// Bands behind the line, the widest first.
    Bands(Vec<Vec<(f64, f64)>>),
}

/// A series of points.
pub struct Series {
    /// Name in the key; empty to leave it out.
    pub name: String,
    /// Points.
    pub points: Vec<(f64, f64)>,
    /// Their uncertainty.
    pub interval: Interval,
    /// Which colour, dash and shape.
    pub style: usize,
    /// How it is drawn.
    pub drawn: Drawn,
    /// Labels written at the points; empty for none.
    pub labels: Vec<String>,
}

/// An axis.
pub struct Scale {
    /// Title with unit.
    pub title: String,
    /// The largest share, where the values are shares shown as percentages.
    share: Option<f64>,
    /// Distance between ticks, and whether the axis begins at zero.
    time: Option<f64>,
    /// Rows named at whole numbers, for an axis of names.
    rows: Vec<String>,
}

impl Scale {
    /// An axis of numbers.
    pub fn numbers(title: impl Into<String>) -> Self {
        Scale { title: title.into(), share: None, time: None, rows: Vec::new() }
    }

    /// An axis of shares.
    pub fn shares(title: impl Into<String>) -> Self {
        Scale { title: title.into(), share: Some(1.0), time: None, rows: Vec::new() }
    }

    /// An axis of shares that ends at 10, 25, 50 or 100 %, whichever holds the largest.
    pub fn shares_up_to(title: impl Into<String>, largest: f64) -> Self {
        let top = [0.1, 0.25, 0.5].into_iter().find(|top| largest <= *top).unwrap_or(1.0);
        Scale { title: title.into(), share: Some(top), time: None, rows: Vec::new() }
    }

    /// An axis of times from zero to `end`; months are marked by halves or whole years.
    pub fn times(title: &str, unit: &str, end: f64) -> Self {
        let unit = crate::wording::plural(unit);
        let step = match end {
            _ if unit != "months" => None,
            e if e <= 6.0 => Some(1.0),
            e if e <= 18.0 => Some(3.0),
            e if e <= 36.0 => Some(6.0),
            e if e <= 72.0 => Some(12.0),
            e if e <= 144.0 => Some(24.0),
            _ => None,
        };
        let title = if unit.is_empty() { title.to_owned() } else { format!("{title} ({unit})") };
        Scale { title, share: None, time: Some(step.unwrap_or(0.0)), rows: Vec::new() }
    }

    /// An axis of names, the first on top.
    pub fn names(names: Vec<String>) -> Self {
        Scale { title: String::new(), share: None, time: None, rows: names }
    }
}

/// A chart of series on two axes.
pub struct Chart {
    /// Series, drawn in order.
    pub series: Vec<Series>,
    /// Horizontal axis.
    pub x: Scale,
    /// Vertical axis.
    pub y: Scale,
    /// Height in pixels.
    pub height: usize,
    /// Whether zero is marked by a line.
    pub zero: bool,
}

impl Chart {
    /// Whether there is anything to draw.
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| !series.points.iter().any(|&point| is_drawable(point)))
    }

    /// The figure as JSON for `Plotly.newPlot`, safe inside a script element.
    pub fn json(&self) -> String {
        let mut traces: Vec<Box<dyn Trace>> = Vec::new();
        for series in &self.series {
            traces.extend(bands(series));
            traces.push(points(series));
        }
        let layout = Layout::new()
            .height(self.height)
            .show_legend(false)
            .hover_mode(HoverMode::Closest)
            .margin(Margin::new().left(56).right(18).top(14).bottom(52))
            .x_axis(axis(&self.x, self.zero))
            .y_axis(axis(&self.y, self.zero && self.y.rows.is_empty()));
        // Serialising numbers and strings does not fail.
        let data = serde_json::to_string(&traces).unwrap_or_else(|_| "[]".into());
        let layout = serde_json::to_string(&layout).unwrap_or_else(|_| "{}".into());
        inside_script(&format!("{{\"data\":{data},\"layout\":{layout}}}"))
    }

    /// The key: each name beside its colour, dash and shape.
    pub fn key(&self) -> Markup {
        let named: Vec<&Series> = self.series.iter().filter(|s| !s.name.is_empty()).collect();
        html! {
            @if !named.is_empty() {
                ul.key aria-label="Key of the chart" {
                    @for series in named { li { (swatch(series)) " " (series.name) } }
                }
            }
        }
    }
}

fn is_drawable((x, y): (f64, f64)) -> bool {
    x.is_finite() && y.is_finite()
}

/// JSON with the characters that could end a script element written as escapes.
pub fn inside_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('\u{2028}', "\\u2028")
}

fn line(series: &Series) -> Line {
    let ink = &INKS[series.style % INKS.len()];
    let shape = if series.drawn == Drawn::Stair { LineShape::Hv } else { LineShape::Linear };
    Line::new()
        .color(ink.colour)
        .width(2.5)
        .shape(shape)
        .dash(DASHES[series.style % DASHES.len()].0.clone())
}

fn points(series: &Series) -> Box<dyn Trace> {
    let ink = &INKS[series.style % INKS.len()];
    let kept: Vec<usize> =
        (0..series.points.len()).filter(|&i| is_drawable(series.points[i])).collect();
    let x: Vec<f64> = kept.iter().map(|&i| series.points[i].0).collect();
    let y: Vec<f64> = kept.iter().map(|&i| series.points[i].1).collect();
    let lined = matches!(series.drawn, Drawn::LineAndMarks | Drawn::Line | Drawn::Stair);
    let marked = !matches!(series.drawn, Drawn::Line | Drawn::Stair);
    let labelled = series.labels.len() == series.points.len() && !series.labels.is_empty();
    let mode = match (lined, marked, labelled) {
        (true, true, true) => Mode::LinesMarkersText,
        (true, true, false) => Mode::LinesMarkers,
        (true, false, true) => Mode::LinesText,
        (true, false, false) => Mode::Lines,
        (false, _, true) => Mode::MarkersText,
        (false, _, false) => Mode::Markers,
    };
    let symbol = match series.drawn {
        Drawn::HollowMarks => MarkerSymbol::CircleOpen,
        _ => SHAPES[series.style % SHAPES.len()].clone(),
    };
    let mut marker = Marker::new().symbol(symbol).size(9).color(ink.colour);
    if series.drawn == Drawn::HollowMarks {
        marker = marker.line(Line::new().color(ink.colour).width(2.0));
    }
    let mut trace = Scatter::new(x, y)
        .name(plain(&series.name))
        .mode(mode)
        .line(line(series))
        .marker(marker)
        .hover_template("(%{x}, %{y})<extra></extra>");
    if labelled {
        let labels: Vec<String> = kept.iter().map(|&i| plain(&series.labels[i])).collect();
        trace = trace.text_array(labels).text_position(plotly::common::Position::TopLeft);
    }
    let error = |ends: &[(f64, f64)], value: fn((f64, f64)) -> f64| {
        let of = |i: usize| ends.get(i).copied().filter(|&end| is_drawable(end));
        let above = kept
            .iter()
            .map(|&i| of(i).map_or(0.0, |(_, high)| (high - value(series.points[i])).max(0.0)));
        let below = kept
            .iter()
            .map(|&i| of(i).map_or(0.0, |(low, _)| (value(series.points[i]) - low).max(0.0)));
        ErrorData::new(ErrorType::Data)
            .symmetric(false)
            .array(above.collect())
            .array_minus(below.collect())
            .color(ink.colour)
            .thickness(1.5)
            .width(4)
    };
    match &series.interval {
        Interval::Vertical(ends) => trace = trace.error_y(error(ends, |(_, y)| y)),
        Interval::Horizontal(ends) => trace = trace.error_x(error(ends, |(x, _)| x)),
        Interval::None | Interval::Bands(_) => {}
    }
    trace
}

/// Each band is a line along its low end and one along its high end with the space between filled.
fn bands(series: &Series) -> Vec<Box<dyn Trace>> {
    let Interval::Bands(bands) = &series.interval else { return Vec::new() };
    let ink = &INKS[series.style % INKS.len()];
    let shape = if series.drawn == Drawn::Stair { LineShape::Hv } else { LineShape::Linear };
    let mut traces: Vec<Box<dyn Trace>> = Vec::new();
    for band in bands {
        let kept: Vec<(f64, f64, f64)> = series
            .points
            .iter()
            .zip(band)
            .filter(|&(&(x, _), &ends)| x.is_finite() && is_drawable(ends))
            .map(|(&(x, _), &(low, high))| (x, low, high))
            .collect();
        let times: Vec<f64> = kept.iter().map(|k| k.0).collect();
        let edge = |values: Vec<f64>| {
            Scatter::new(times.clone(), values)
                .mode(Mode::Lines)
                .line(Line::new().color(ink.colour).width(0.0).shape(shape.clone()))
                .hover_info(plotly::common::HoverInfo::Skip)
        };
        traces.push(edge(kept.iter().map(|k| k.1).collect()));
        traces.push(
            edge(kept.iter().map(|k| k.2).collect()).fill(Fill::ToNextY).fill_color(ink.band),
        );
    }
    traces
}

fn axis(scale: &Scale, zero: bool) -> Axis {
    let mut axis =
        Axis::new().auto_margin(true).fixed_range(true).zero_line(zero).separate_thousands(true);
    if !scale.title.is_empty() {
        axis = axis.title(plain(&scale.title));
    }
    if let Some(top) = scale.share {
        let parts = if top == 1.0 { 4 } else { 5 };
        let marks: Vec<f64> = (0..=parts).map(|i| f64::from(i) * top / f64::from(parts)).collect();
        // Room above the top for the labels at the points.
        axis = axis
            .range(AxisRange::new(0.0, 1.07 * top))
            .tick_text(
                marks
                    .iter()
                    .map(|mark| format!("{} %", crate::wording::number(mark * 100.0)))
                    .collect(),
            )
            .tick_values(marks)
            .hover_format(".0%");
    }
    if let Some(step) = scale.time {
        axis = axis.range_mode(RangeMode::ToZero);
        if step > 0.0 {
            axis = axis.tick0(0.0).dtick(step);
        }
    }
    if !scale.rows.is_empty() {
        let last = scale.rows.len() as f64 - 1.0;
        axis = axis
            .tick_values((0..scale.rows.len()).map(|i| i as f64).collect())
            .tick_text(scale.rows.iter().map(|row| wrapped(row)).collect())
            .range(AxisRange::new(last + 0.5, -0.5));
    }
    axis
}

/// Text for a chart: Plotly reads a subset of HTML, so its signs are escaped.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A label in lines of about 18 letters, three at most.
fn wrapped(label: &str) -> String {
    const LETTERS: usize = 18;
    let mut lines: Vec<String> = vec![String::new()];
    for word in label.split_whitespace() {
        let last = lines.len() - 1;
        let length = lines[last].chars().count();
        if length > 0 && length + 1 + word.chars().count() > LETTERS {
            lines.push(word.to_owned());
        } else {
            if length > 0 {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    if lines.len() > 3 {
        lines.truncate(3);
        lines[2].push('…');
    }
    lines
        .iter()
        .map(|line| {
            let short: String = line.chars().take(LETTERS + 8).collect();
            plain(&short)
        })
        .collect::<Vec<_>>()
        .join("<br>")
}

fn swatch(series: &Series) -> Markup {
    let ink = &INKS[series.style % INKS.len()];
    let dash = DASHES[series.style % DASHES.len()].1;
    let lined = matches!(series.drawn, Drawn::LineAndMarks | Drawn::Line | Drawn::Stair);
    let banded = matches!(series.interval, Interval::Bands(_));
    html! {
        svg.swatch.(ink.class) viewBox="0 0 34 14" width="34" height="14" aria-hidden="true" focusable="false" {
            @if banded { rect.band x="0" y="1" width="34" height="12" {} }
            @if lined { line x1="1" y1="7" x2="33" y2="7" stroke-dasharray=(dash) {} }
            @match series.drawn {
                Drawn::HollowMarks => { circle.hollow cx="17" cy="7" r="4.5" {} }
                Drawn::Line | Drawn::Stair => {}
                _ => { (shape(series.style)) }
            }
        }
    }
}

fn shape(style: usize) -> Markup {
    html! {
        @match style % SHAPES.len() {
            0 => { circle.mark cx="17" cy="7" r="4.5" {} }
            1 => { rect.mark x="12.5" y="2.5" width="9" height="9" {} }
            2 => { path.mark d="M17 1.5 22.5 7 17 12.5 11.5 7z" {} }
            3 => { path.mark d="M17 2 22 11.5H12z" {} }
            4 => { path.mark d="M15 2h4v3h3v4h-3v3h-4v-3h-3V5h3z" {} }
            _ => { path.mark d="M12 4.5 17 2l5 2.5v5L17 12l-5-2.5z" {} }
        }
    }
}
