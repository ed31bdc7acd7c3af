//! Reading the head of a scenario, its sources, units, inputs, stocks, variables, series,
//! measures and correlations.

use crate::fields;
use crate::names::Named;
use crate::reader::Reader;
use crate::suggestion::closest;
use crate::time::time_of;
use crate::toml_tree::{Node, Table, Value};
use jiff::civil::Date;
use zopa_scenario::{
    Code, Correlation, Diagnostic, Input, Interpolation, Measure, Quantity, Scenario, Series,
    SeriesPoint, Source, Span, Stock, Text, TimeAxis, Variable,
};

impl Reader<'_> {
    /// `[scenario]`. Gives the time axis where it could be read.
    pub fn head(&mut self, node: &Node, scenario: &mut Scenario) -> Option<TimeAxis> {
        let open = self.open(node, &fields::SCENARIO, node.span)?;
        scenario.title = self.text(open.get("title")).unwrap_or_default();
        scenario.summary = self.text(open.get("summary"));
        scenario.as_of = self.date(open.get("as_of"));
        self.day_unknown = open.get("as_of").is_some() && scenario.as_of.is_none();
        scenario.limits = self.texts(open.get("limits"));
        scenario.show = self.texts(open.get("show"));
        scenario.teaching_example = self.boolean(open.get("teaching_example"));
        let axis = open.get("time").and_then(|time| self.time_axis(time));
        scenario.time = axis.clone().unwrap_or_default();
        axis
    }

    /// Reports a missing time axis, unless the file describes a conflict in the graph model in which
    /// nothing moves in time (`timeless`).
    pub fn check_axis_stated(&mut self, head: &Node, timeless: bool) {
        let Value::Table(table) = &head.value else { return };
        let misspelt = table.entries.iter().any(|entry| {
            fields::SCENARIO.field(&entry.key).is_none()
                && closest(&entry.key, fields::SCENARIO.names()) == Some("time")
        });
        let stated = table.get("time").is_some() || misspelt;
        if stated || timeless {
            return;
        }
        let meaning = fields::SCENARIO.field("time").map_or("", |field| field.meaning);
        self.report(
            Diagnostic::new(Code::MissingField, "[scenario] needs `time`")
                .label(head.span, "`time` is missing")
                .hint(format!("`time`: {meaning}")),
        );
    }

    /// `[units]`.
    pub fn units(&mut self, node: &Node) -> Vec<(Text, Text)> {
        self.texts_by_name(node)
            .into_iter()
            .map(|(name, definition)| (name, self.without_brackets(definition)))
            .collect()
    }

    /// Texts by name.
    pub fn texts_by_name(&mut self, node: &Node) -> Vec<(Text, Text)> {
        let Value::Table(table) = &node.value else {
            self.wrong_type(node, "a table of texts");
            return Vec::new();
        };
        let mut found = Vec::new();
        for entry in &table.entries {
            if let Some(text) = self.text(Some(&entry.node)) {
                found.push((self.key(entry), text));
            }
        }
        found
    }

    /// The tables of `[kind.ID]`, in order: identifier, table, place.
    pub fn by_id<'n>(&mut self, node: &'n Node, kind: &str) -> Vec<Named<'n>> {
        let Value::Table(table) = &node.value else {
            self.wrong_type(node, &format!("tables `[{kind}.ID]`"));
            return Vec::new();
        };
        self.entries(table)
    }

    fn entries<'n>(&mut self, table: &'n Table) -> Vec<Named<'n>> {
        table
            .entries
            .iter()
            .map(|entry| Named {
                id: self.key(entry),
                node: &entry.node,
                declared: entry.declared(),
            })
            .collect()
    }

    /// `[source.ID]`.
    pub fn source(&mut self, declared: &Named<'_>) -> Option<Source> {
        let open = self.open(declared.node, &fields::SOURCES, declared.declared)?;
        Some(Source {
            id: declared.id.clone(),
            title: self.text(open.get("title")).unwrap_or_default(),
            author: self.text(open.get("author")),
            publisher: self.text(open.get("publisher")),
            date: self.date(open.get("date")),
            url: self.text(open.get("url")),
            grade: self.text(open.get("grade")),
            licence: self.text(open.get("licence")),
            note: self.text(open.get("note")),
            span: declared.declared,
        })
    }

    /// The label and the quantity of an input, variable or measure.
    /// A name whose quantity cannot be read stays declared.
    fn named_quantity(&mut self, declared: &Named<'_>) -> (Option<Text>, Quantity) {
        self.check_name(&declared.id, true);
        if let Value::Table(_) = declared.node.value {
            match self.open(declared.node, &fields::NAMED_QUANTITY, declared.declared) {
                Some(open) => {
                    let name = self.text(open.get("name"));
                    let value = self.long_quantity(&open, declared.node.span);
                    (name, value.unwrap_or_default())
                }
                None => (None, Quantity::default()),
            }
        } else {
            (None, self.quantity(declared.node, &[]).unwrap_or_default())
        }
    }

    /// `[input]`.
    pub fn inputs(&mut self, node: &Node) -> Vec<Input> {
        let declared = self.named(node, &fields::NAMED_QUANTITY);
        let read = |d: Named<'_>| {
            let (name, value) = self.named_quantity(&d);
            Input { id: d.id, name, value }
        };
        declared.into_iter().map(read).collect()
    }

    /// `[variable]`.
    pub fn variables(&mut self, node: &Node) -> Vec<Variable> {
        let declared = self.named(node, &fields::NAMED_QUANTITY);
        let read = |d: Named<'_>| {
            let (name, value) = self.named_quantity(&d);
            Variable { id: d.id, name, value }
        };
        declared.into_iter().map(read).collect()
    }

    /// `[measure]`.
    pub fn measures(&mut self, node: &Node) -> Vec<Measure> {
        let declared = self.named(node, &fields::NAMED_QUANTITY);
        let read = |d: Named<'_>| {
            let (name, value) = self.named_quantity(&d);
            Measure { id: d.id, name, value }
        };
        declared.into_iter().map(read).collect()
    }

    /// `[stock]`.
    pub fn stocks(&mut self, node: &Node) -> Vec<Stock> {
        let declared = self.named(node, &fields::STOCK);
        declared.into_iter().filter_map(|d| self.stock(d)).collect()
    }

    fn stock(&mut self, declared: Named<'_>) -> Option<Stock> {
        self.check_name(&declared.id, true);
        let open = self.open(declared.node, &fields::STOCK, declared.declared)?;
        let mut part = |name| open.get(name).and_then(|node| self.quantity(node, &[]));
        let start = part("start").unwrap_or_default();
        let change = part("change").unwrap_or_default();
        let minimum = part("minimum");
        let maximum = part("maximum");
        // The type has one place for remarks: the starting value.
        let note = self.text(open.get("note"));
        Some(Stock {
            id: declared.id,
            name: self.text(open.get("name")),
            start: Quantity { note: start.note.clone().or(note), ..start },
            change,
            minimum,
            maximum,
            span: declared.declared,
        })
    }

    /// `[series]`.
    pub fn all_series(
        &mut self,
        node: &Node,
        as_of: Option<Date>,
        axis: Option<&TimeAxis>,
    ) -> Vec<Series> {
        let declared = self.named(node, &fields::SERIES);
        declared.into_iter().filter_map(|d| self.series(d, as_of, axis)).collect()
    }

    fn series(
        &mut self,
        declared: Named<'_>,
        as_of: Option<Date>,
        axis: Option<&TimeAxis>,
    ) -> Option<Series> {
        self.check_name(&declared.id, true);
        let open = self.open(declared.node, &fields::SERIES, declared.declared)?;
        let unit = self.text(open.get("unit"));
        let mut points = Vec::new();
        for (time, value, place) in self.points(open.get("points"), as_of, axis) {
            points.push((SeriesPoint { time, value }, place));
        }
        points.sort_by(|a, b| a.0.time.total_cmp(&b.0.time));
        for pair in points.windows(2) {
            if pair[0].0.time == pair[1].0.time {
                self.report(
                    Diagnostic::new(Code::BadDate, "two points of a series at one time")
                        .label(pair[1].1, "again here")
                        .label(pair[0].1, "first here"),
                );
            }
        }
        let interpolation = self.word(open.get("interpolation"), &fields::INTERPOLATIONS);
        Some(Series {
            id: declared.id,
            points: points.into_iter().map(|(point, _)| point).collect(),
            interpolation: interpolation.map_or(Interpolation::Linear, |(i, _)| i),
            unit: unit.map(|unit| self.without_brackets(unit)),
            sources: self.sources(open.get("source")),
            note: self.text(open.get("note")),
            span: declared.declared,
        })
    }

    /// Pairs of time and value, with their places.
    pub fn points(
        &mut self,
        node: Option<&Node>,
        as_of: Option<Date>,
        axis: Option<&TimeAxis>,
    ) -> Vec<(f64, f64, Span)> {
        let Some(node) = node else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong_type(node, "a list of points `[time, value]`");
            return Vec::new();
        };
        if items.is_empty() {
            self.report(
                Diagnostic::new(Code::WrongType, "expected at least one point `[time, value]`")
                    .label(node.span, "no points"),
            );
        }
        items.iter().filter_map(|item| self.point(item, as_of, axis)).collect()
    }

    fn point(
        &mut self,
        node: &Node,
        as_of: Option<Date>,
        axis: Option<&TimeAxis>,
    ) -> Option<(f64, f64, Span)> {
        let pair = match &node.value {
            Value::List(pair) => pair.as_slice(),
            _ => &[],
        };
        let [time, value] = pair else {
            self.wrong_type(node, "a point `[time, value]`");
            return None;
        };
        let time = match time.value {
            Value::Date(_) | Value::Text(_) => {
                let date = self.date(Some(time));
                if as_of.is_none() && date.is_some() && !self.day_unknown {
                    self.day_unknown = true;
                    self.report(
                        Diagnostic::new(Code::BadDate, "a date needs `as_of` in [scenario]")
                            .label(time.span, "which time this is cannot be told")
                            .hint("state `as_of`, the day of the first time"),
                    );
                }
                match (date, as_of, axis) {
                    (Some(date), Some(as_of), Some(axis)) => Some(time_of(date, as_of, axis)),
                    _ => None,
                }
            }
            _ => self.number(Some(time)),
        };
        let value = self.number(Some(value));
        Some((time?, value?, node.span))
    }

    /// `[[correlation]]`.
    pub fn correlations(&mut self, node: &Node) -> Vec<Correlation> {
        let mut found = Vec::new();
        for item in self.tables(node, "[[correlation]]") {
            found.extend(self.correlation(item));
        }
        found
    }

    fn correlation(&mut self, node: &Node) -> Option<Correlation> {
        let open = self.open(node, &fields::CORRELATION, node.span)?;
        let rank = self.number(open.get("rank"));
        let sources = self.sources(open.get("source"));
        let between = open.get("between")?;
        let mut names = self.texts(Some(between)).into_iter();
        let (Some(first), Some(second), None) = (names.next(), names.next(), names.next()) else {
            if matches!(&between.value, Value::List(items) if items.len() != 2) {
                self.report(
                    Diagnostic::new(Code::WrongType, "a correlation is between two inputs")
                        .label(between.span, "expected two names"),
                );
            }
            return None;
        };
        Some(Correlation { first, second, rank: rank?, span: node.span, sources })
    }

    /// The items of a list of tables.
    pub fn tables<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            _ => {
                self.wrong_type(node, &format!("a list of tables ({what})"));
                &[]
            }
        }
    }
}
