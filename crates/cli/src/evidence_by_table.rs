//! How far the numbers of a scenario rest on evidence, by table of the file.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use zopa_ensemble::Evidence;
use zopa_equations::Compiled;
use zopa_equations::formula::Place;

/// Numbers by what they rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// With a source.
    pub sourced: u64,
    /// Of these, with several sources kept side by side.
    pub conflicts: u64,
    /// Marked as assumptions.
    pub assumptions: u64,
    /// With neither.
    pub gaps: u64,
}

impl Counts {
    /// Of all numbers.
    pub fn of(evidence: &Evidence) -> Counts {
        Counts {
            sourced: evidence.sourced,
            conflicts: evidence.conflicts,
            assumptions: evidence.assumptions,
            gaps: evidence.gaps,
        }
    }

    /// Numbers counted.
    pub fn total(&self) -> u64 {
        self.sourced + self.assumptions + self.gaps
    }

    /// As data.
    pub fn data(&self) -> Value {
        json!({
            "sourced": self.sourced,
            "conflicts": self.conflicts,
            "assumptions": self.assumptions,
            "gaps": self.gaps,
        })
    }
}

/// Numbers by table, in the order of the language; only tables with numbers.
pub fn by_table(evidence: &Evidence, compiled: &Compiled) -> Vec<(&'static str, Counts)> {
    let places: BTreeMap<&str, Place> =
        compiled.formulas.iter().map(|f| (f.name.as_str(), f.place)).collect();
    let mut counts = BTreeMap::<&str, Counts>::new();
    for row in &evidence.rows {
        let table = places.get(row.name.as_str()).map_or("series", |place| table(*place));
        let counts = counts.entry(table).or_default();
        match row.status.as_str() {
            "conflict" => {
                counts.sourced += 1;
                counts.conflicts += 1;
            }
            "sourced" => counts.sourced += 1,
            "assumption" => counts.assumptions += 1,
            _ => counts.gaps += 1,
        }
    }
    ["party", "issue", "input", "stock", "variable", "series", "measure", "negotiation", "hold"]
        .into_iter()
        .filter_map(|table| Some((table, *counts.get(table)?)))
        .collect()
}

fn table(place: Place) -> &'static str {
    match place {
        Place::Input(_) => "input",
        Place::StockStart(_)
        | Place::StockChange(_)
        | Place::StockMinimum(_)
        | Place::StockMaximum(_) => "stock",
        Place::Variable(_) => "variable",
        Place::Attribute(..) | Place::OptionValue(..) | Place::Salience(..) => "issue",
        Place::Interaction(..)
        | Place::Deal(_)
        | Place::NoDeal(_)
        | Place::Ratifies(_)
        | Place::Power(_) => "party",
        Place::Measure(_) => "measure",
        Place::OffTable(_) | Place::Chance => "negotiation",
        Place::Hazard | Place::Durability | Place::Reset(_) => "hold",
    }
}
