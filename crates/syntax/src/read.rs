//! Reading a whole scenario.

use crate::compact;
use crate::fields;
use crate::reader::Reader;
use crate::toml_tree::{self, Node, Table, Value};
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Quantity, Scenario, Span, Text};

/// Largest scenario file in bytes: 16 MiB.
pub const SIZE_LIMIT: usize = 16 << 20;

/// Most diagnostics of one reading.
const DIAGNOSTIC_LIMIT: usize = 1_000;

/// A scenario as far as it could be read, and everything found wrong, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The scenario; absent only where the file is not TOML.
    pub scenario: Option<Scenario>,
    /// Problems, by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a scenario file: as much as possible, with all problems together. Expressions are cut
/// out of their quantities but not parsed. Linear in the text but for sorting.
///
/// ```
/// let reading = zopa_syntax::read_scenario(
///     "[scenario]\ntitle = 'Wall'\ntime = '0 to 12 [month]'\n[input]\nnoise = '50 ± 5 [dB] @assumption'\n",
/// );
/// assert!(reading.diagnostics.is_empty());
/// let noise = &reading.scenario.unwrap().inputs[0];
/// assert_eq!(noise.value.expression.text, "50 ± 5");
/// assert_eq!(noise.value.unit.as_ref().unwrap().text, "dB");
/// ```
pub fn read_scenario(text: &str) -> Reading {
    let mut reader = Reader::new(text);
    if text.len() > SIZE_LIMIT {
        reader.report(Diagnostic::new(
            Code::Unreadable,
            format!("the file has {} bytes, more than the limit of {SIZE_LIMIT}", text.len()),
        ));
        return Reading { scenario: None, diagnostics: reader.diagnostics };
    }
    let mut diagnostics = Vec::new();
    let root = toml_tree::parse(text, &mut diagnostics);
    reader.diagnostics = diagnostics;
    let scenario = root.map(|root| {
        let scenario = reader.file(root);
        reader.check_names(&scenario);
        reader.check_references(&scenario);
        reader.check_numbers(&scenario);
        reader.check_stability(&scenario);
        scenario
    });
    Reading { scenario, diagnostics: in_order(reader.diagnostics) }
}

/// Reads a scenario from the bytes of a file, which may be no text at all.
pub fn read_bytes(bytes: &[u8]) -> Reading {
    let unreadable = |problem: Diagnostic| Reading { scenario: None, diagnostics: vec![problem] };
    if bytes.len() > SIZE_LIMIT {
        return unreadable(Diagnostic::new(
            Code::Unreadable,
            format!("the file has {} bytes, more than the limit of {SIZE_LIMIT}", bytes.len()),
        ));
    }
    if bytes.contains(&0) {
        return unreadable(
            Diagnostic::new(Code::Unreadable, "the file is binary, not text")
                .hint("a scenario is a TOML text in UTF-8"),
        );
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read_scenario(text),
        Err(error) => unreadable(
            Diagnostic::new(
                Code::Unreadable,
                format!(
                    "the file is not UTF-8 text: byte {} fits no character",
                    error.valid_up_to()
                ),
            )
            .hint("save it as UTF-8"),
        ),
    }
}

/// Reads a quantity given on the command line as in `--set NAME=QUANTITY`. Its places lie in no
/// file; problems carry [`Code::BadSetting`].
///
/// ```
/// let quantity = zopa_syntax::quantity_from_setting("0.6 ± 0.1 [1] @poll").unwrap();
/// assert_eq!(quantity.sources[0].source, "poll");
/// assert!(zopa_syntax::quantity_from_setting("").is_err());
/// ```
pub fn quantity_from_setting(text: &str) -> Result<Quantity, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let parts = compact::split(&Text::outside(text), &mut problems);
    if problems.is_empty() {
        let expression = match parts.expression.text.as_str() {
            "true" => Text::outside("1"),
            "false" => Text::outside("0"),
            _ => parts.expression,
        };
        return Ok(Quantity {
            expression,
            unit: parts.unit,
            sources: parts.sources,
            ..Quantity::default()
        });
    }
    let unplaced = |problem: Diagnostic| Diagnostic {
        hints: problem.hints,
        ..Diagnostic::new(Code::BadSetting, format!("`{text}`: {}", problem.message))
    };
    Err(problems.into_iter().map(unplaced).collect())
}

fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|problem| problem.labels.first().map(|label| label.span.start));
    let all = diagnostics.len();
    if all > DIAGNOSTIC_LIMIT {
        // Errors before warnings, so that a cut never hides why a file cannot be run.
        diagnostics.sort_by_key(|problem| !problem.is_error());
        diagnostics.truncate(DIAGNOSTIC_LIMIT);
        if let Some(last) = diagnostics.last_mut() {
            last.hints.push(format!("{} more problems are not shown", all - DIAGNOSTIC_LIMIT));
        }
    }
    diagnostics
}

impl Reader<'_> {
    fn file(&mut self, root: Table) -> Scenario {
        let mut scenario = Scenario::default();
        let node = Node { span: Span::new(0, 0), value: Value::Table(root) };
        let Some(open) = self.open(&node, &fields::FILE, Span::new(0, 0)) else { return scenario };
        let axis = open.get("scenario").and_then(|node| self.head(node, &mut scenario));
        let axis = axis.as_ref();
        if let Some(node) = open.get("units") {
            scenario.units = self.units(node);
        }
        if let Some(node) = open.get("source") {
            for declared in self.by_id(node, "source") {
                scenario.sources.extend(self.source(&declared));
            }
        }
        let mut party_sources = BTreeMap::new();
        if let Some(node) = open.get("party") {
            for declared in self.by_id(node, "party") {
                if let Some((party, sources)) = self.party(declared) {
                    party_sources.insert(party.id.text.clone(), sources);
                    scenario.parties.push(party);
                }
            }
        }
        if let Some(node) = open.get("issue") {
            for declared in self.by_id(node, "issue") {
                scenario.issues.extend(self.issue(declared, &party_sources));
            }
        }
        if let Some(node) = open.get("input") {
            scenario.inputs = self.inputs(node);
        }
        if let Some(node) = open.get("stock") {
            scenario.stocks = self.stocks(node);
        }
        if let Some(node) = open.get("variable") {
            scenario.variables = self.variables(node);
        }
        if let Some(node) = open.get("series") {
            scenario.series = self.all_series(node, scenario.as_of, axis);
        }
        if let Some(node) = open.get("lever") {
            for declared in self.by_id(node, "lever") {
                scenario.levers.extend(self.lever(declared));
            }
        }
        if let Some(node) = open.get("measure") {
            scenario.measures = self.measures(node);
        }
        if let Some(node) = open.get("claim") {
            for declared in self.by_id(node, "claim") {
                scenario.claims.extend(self.claim(declared));
            }
        }
        scenario.negotiation =
            open.get("negotiation").and_then(|node| self.negotiation(node, axis));
        scenario.hold = open.get("hold").and_then(|node| self.hold(node, axis));
        if let Some(node) = open.get("correlation") {
            scenario.correlations = self.correlations(node);
        }
        if let Some(node) = open.get("option") {
            for declared in self.by_id(node, "option") {
                scenario.options.extend(self.conflict_option(declared));
            }
        }
        scenario.stability = open.get("stability").and_then(|node| self.stability(node));
        if let Some(node) = open.get("preference") {
            for declared in self.by_id(node, "preference") {
                scenario.preferences.extend(self.preference(declared, &fields::PREFERENCE));
            }
        }
        if let Some(node) = open.get("view") {
            for declared in self.by_id(node, "view") {
                scenario.views.extend(self.view(declared));
            }
        }
        if let Some(node) = open.get("position") {
            for declared in self.by_id(node, "position") {
                scenario.positions.extend(self.position(declared, &party_sources));
            }
        }
        let weights = open.get("capability");
        scenario.capability = self.party_scalars(weights, &fields::CAPABILITY, &[], &party_sources);
        scenario.voting = open.get("voting").and_then(|node| self.voting(node, &party_sources));
        if let Some(head) = open.get("scenario") {
            let declared = ["option", "stability", "preference", "view"];
            let positions = ["position", "capability", "voting"];
            let declared = declared.iter().chain(&positions);
            let timeless = declared.into_iter().any(|table| open.get(table).is_some());
            self.check_axis_stated(head, timeless && !scenario.moves_in_time());
        }
        scenario
    }
}
