//! The time axis, lengths of time and dates on the axis.

use crate::compact;
use crate::fields;
use crate::literal::number;
use crate::reader::Reader;
use crate::suggestion::closest;
use crate::toml_tree::{Node, Value};
use jiff::civil::Date;
use zopa_scenario::{Code, Diagnostic, Method, Span, Text, TimeAxis};

/// Most reported steps of a time axis.
pub const STEP_LIMIT: f64 = 100_000.0;

/// Most integration steps per reported step.
const SUBSTEP_LIMIT: u64 = 1_000;

/// Seconds in each calendar unit; month = year / 12, week = 7 days, year = 365.25 days.
pub const CALENDAR: [(&str, f64); 8] = [
    ("second", 1.0),
    ("minute", 60.0),
    ("hour", 3_600.0),
    ("day", 86_400.0),
    ("week", 604_800.0),
    ("month", 2_629_800.0),
    ("quarter", 7_889_400.0),
    ("year", 31_557_600.0),
];

/// Seconds in a calendar unit; a plural `s` is read too.
fn seconds(unit: &str) -> Option<f64> {
    let find = |name: &str| CALENDAR.iter().find(|(known, _)| *known == name).map(|(_, s)| *s);
    find(unit).or_else(|| find(unit.strip_suffix('s')?))
}

impl Reader<'_> {
    /// The time axis, `"0 to 60 [month]"` or a table. A default axis where it cannot be read.
    pub fn time_axis(&mut self, node: &Node) -> Option<TimeAxis> {
        let (axis, places) = match &node.value {
            Value::Text(text) => {
                let text = self.contents(node, text);
                self.short_axis(&text, node.span)?
            }
            Value::Table(_) => {
                let open = self.open(node, &fields::TIME, node.span)?;
                let end_node = open.get("end")?;
                let unit = self.text(open.get("unit"))?;
                let start = self.number(open.get("start")).unwrap_or(0.0);
                let end = self.number(Some(end_node))?;
                let step = match open.get("step") {
                    Some(step) => self.number(Some(step))?,
                    None => 1.0,
                };
                let method = self.word(open.get("method"), &Method::ALL).map(|(m, _)| m);
                let substeps = self.count(open.get("substeps"), SUBSTEP_LIMIT).unwrap_or(1);
                let unit_text = self.without_brackets(unit);
                let axis = TimeAxis {
                    start,
                    end,
                    step,
                    unit: unit_text.text.clone(),
                    method: method.unwrap_or_default(),
                    substeps: substeps as u32,
                    span: node.span,
                };
                (axis, (end_node.span, unit_text.span))
            }
            _ => {
                self.wrong_type(node, "a time axis such as `\"0 to 60 [month]\"`");
                return None;
            }
        };
        self.checked_axis(axis, places)
    }

    fn short_axis(&mut self, text: &Text, span: Span) -> Option<(TimeAxis, (Span, Span))> {
        let parts = compact::split(text, &mut self.diagnostics);
        let expression = &parts.expression;
        if expression.text.is_empty() {
            return None;
        }
        let ends = expression
            .text
            .split_once(" to ")
            .and_then(|(start, end)| Some((number(start.trim())?, number(end.trim())?)));
        let Some((start, end)) = ends else {
            self.report(
                Diagnostic::new(Code::BadDate, "the time axis cannot be read")
                    .label(expression.span, "expected `FIRST to LAST`, two numbers")
                    .hint("write `time = \"0 to 60 [month]\"`; the day of time 0 is `as_of`"),
            );
            return None;
        };
        let Some(unit) = parts.unit else {
            self.report(
                Diagnostic::new(Code::BadDate, "the time axis has no unit")
                    .label(expression.span, "a unit of time should follow")
                    .hint(format!("write `\"{} [month]\"`", expression.text)),
            );
            return None;
        };
        let axis = TimeAxis { start, end, unit: unit.text, span, ..TimeAxis::default() };
        Some((axis, (expression.span, unit.span)))
    }

    fn checked_axis(&mut self, mut axis: TimeAxis, places: (Span, Span)) -> Option<TimeAxis> {
        let (range, unit) = places;
        if seconds(&axis.unit).is_none() {
            let problem = unknown_unit(&axis.unit, unit);
            self.report(problem);
            return None;
        }
        if !CALENDAR.iter().any(|(name, _)| *name == axis.unit) {
            axis.unit.pop();
        }
        let steps = (axis.end - axis.start) / axis.step;
        let problem = if !(axis.start.is_finite() && axis.end.is_finite() && axis.step.is_finite())
        {
            Diagnostic::new(Code::Horizon, "the time axis is not finite").at(range)
        } else if axis.step <= 0.0 {
            Diagnostic::new(Code::Horizon, "the step must be more than 0")
                .label(axis.span, format!("step {}", axis.step))
        } else if axis.end <= axis.start {
            Diagnostic::new(Code::Horizon, "the time axis ends before it begins")
                .label(range, format!("from {} to {}", axis.start, axis.end))
        } else if steps > STEP_LIMIT {
            Diagnostic::new(
                Code::Horizon,
                format!("{steps:.0} steps are more than the limit of {STEP_LIMIT:.0}"),
            )
            .label(range, format!("steps of {} {}", axis.step, axis.unit))
            .hint("use a longer step or a larger unit of time")
        } else if !whole(steps) {
            Diagnostic::new(Code::BadDate, "the time axis is not a whole number of steps")
                .label(range, format!("{steps} steps of {}", axis.step))
        } else {
            return Some(axis);
        };
        self.report(problem);
        None
    }

    /// A length of time in the unit of the axis.
    pub fn duration(&mut self, node: Option<&Node>, axis: Option<&TimeAxis>) -> Option<f64> {
        let node = node?;
        if let Value::Number(_) = node.value {
            return self.number(Some(node));
        }
        let quantity = self.quantity(node, &[])?;
        if quantity.expression.text.is_empty() {
            return None;
        }
        let Some(value) = number(&quantity.expression.text) else {
            self.report(
                Diagnostic::new(Code::ConstantNeeded, "a length of time must be a plain number")
                    .label(quantity.expression.span, "not a plain number")
                    .hint("write a number with its unit, such as `\"3 [month]\"`"),
            );
            return None;
        };
        let Some(unit) = quantity.unit else { return Some(value) };
        let Some(length) = seconds(&unit.text) else {
            let problem = unknown_unit(&unit.text, unit.span);
            self.report(problem);
            return None;
        };
        let axis_unit = axis.and_then(|axis| seconds(&axis.unit))?;
        Some(value * length / axis_unit)
    }
}

/// The time of a date on the axis: `as_of` is the first time.
pub fn time_of(date: Date, as_of: Date, axis: &TimeAxis) -> f64 {
    let days = date.duration_since(as_of).as_secs() as f64 / 86_400.0;
    let day = 86_400.0 / seconds(&axis.unit).unwrap_or(86_400.0);
    axis.start + days * day
}

/// Whether a ratio of times is a whole number, but for rounding.
pub fn whole(ratio: f64) -> bool {
    (ratio - ratio.round()).abs() <= 1e-6 * ratio.abs().max(1.0)
}

fn unknown_unit(unit: &str, place: Span) -> Diagnostic {
    let names = CALENDAR.map(|(name, _)| name);
    let problem = Diagnostic::new(Code::BadDate, format!("`{unit}` is not a unit of time"))
        .label(place, "expected a calendar unit");
    match closest(unit, names) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(format!("there is {}", crate::reader::listed(&names))),
    }
}
