//! The moving part: time axis, inputs, stocks, variables and series.

use crate::{Quantity, SourceReference, Span, Text};

/// How stocks are integrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Method {
    /// Euler's method, first order.
    #[default]
    Euler,
    /// Heun's method, second order.
    RungeKutta2,
    /// The classical Runge-Kutta method, fourth order.
    RungeKutta4,
}

impl Method {
    /// Every method with its word in the scenario file.
    pub const ALL: [(Method, &'static str); 3] =
        [(Method::Euler, "euler"), (Method::RungeKutta2, "rk2"), (Method::RungeKutta4, "rk4")];
}

/// The time axis: `time = "0 to 60 [month]"`, with an optional step, method and sub-steps.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeAxis {
    /// First time.
    pub start: f64,
    /// Last time.
    pub end: f64,
    /// Length of a reported step.
    pub step: f64,
    /// Unit of time (`month`, `year`, `day`, …).
    pub unit: String,
    /// Integration method.
    pub method: Method,
    /// Integration steps per reported step.
    pub substeps: u32,
    /// Where it is declared.
    pub span: Span,
}

impl Default for TimeAxis {
    fn default() -> Self {
        TimeAxis {
            start: 0.0,
            end: 0.0,
            step: 1.0,
            unit: "month".to_owned(),
            method: Method::Euler,
            substeps: 1,
            span: Span::default(),
        }
    }
}

/// A number from outside the model: a constant, a distribution, or a formula of other inputs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Input {
    /// Name.
    pub id: Text,
    /// Label shown to readers.
    pub name: Option<Text>,
    /// Constant or distribution.
    pub value: Quantity,
}

/// A stock: `d(stock)/dt = change`, starting from `start`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stock {
    /// Name.
    pub id: Text,
    /// Label shown to readers.
    pub name: Option<Text>,
    /// Value at the first time; its unit is the stock's unit.
    pub start: Quantity,
    /// Net flow, in the stock's unit per unit of time.
    pub change: Quantity,
    /// Lower bound kept after each step.
    pub minimum: Option<Quantity>,
    /// Upper bound kept after each step.
    pub maximum: Option<Quantity>,
    /// Where it is declared.
    pub span: Span,
}

/// An auxiliary variable.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Variable {
    /// Name.
    pub id: Text,
    /// Label shown to readers.
    pub name: Option<Text>,
    /// Its equation.
    pub value: Quantity,
}

/// Interpolation between the points of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interpolation {
    /// Straight lines.
    #[default]
    Linear,
    /// The last value holds until the next.
    Step,
}

/// One point of a series; `time` is in the scenario's unit of time, relative to `as_of` at the
/// first time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// Time in model units (dates before `as_of` are negative).
    pub time: f64,
    /// Value.
    pub value: f64,
}

/// A series of dated values; flat outside its points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// Name.
    pub id: Text,
    /// Points in order of time.
    pub points: Vec<SeriesPoint>,
    /// Interpolation between points.
    pub interpolation: Interpolation,
    /// Unit of the values.
    pub unit: Option<Text>,
    /// Evidence.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}
