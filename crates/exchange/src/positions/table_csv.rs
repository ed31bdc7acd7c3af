//! The usual file of the field: a table with a row for each party, or for each party and issue.
//!
//! | column | also | content |
//! |---|---|---|
//! | `actor` | `party`, `name`, `player`, `stakeholder` | the party |
//! | `position` | `pos`, `pstn` | its position on the issue's scale |
//! | `salience` | `sal` | how much it cares, from 0 to 1, or from 0 to 100 |
//! | `capability` | `influence`, `power`, `weight`, `capabilities` | how much it weighs, 0 or more, any unit |
//! | `issue` | `topic`, `dimension` | the issue; absent: one issue |
//! | `issue_low`, `issue_high` | `low`, `high`, `scale_low`, `scale_high`, `min`, `max` | ends of the scale |
//! | `reference_point` | `reference` | what happens without agreement |
//! | `outcome` | `actual_outcome` | what came to be |
//! | `group` | `proposal`, `negotiation` | what the issue belongs to |
//!
//! Columns stand in any order, names in any case; commas, semicolons or tabs separate them; between
//! the latter two a comma may be the decimal point. Only the first four are needed. What is said of
//! an issue may stand in one of its rows or in all.
//!
//! Decided here, where files leave it open: without stated ends the scale runs from 0 to 100 if all
//! lies within, else over the span of the positions (with a warning). Where at least half of the
//! saliences exceed 1, all run from 0 to 100 (with a warning); where fewer do, those are out of range.
//! A salience of 0 counts only in models that ignore salience.

use super::PositionsReading;
use super::cells::{Column, Sheet, row_span, shortened, text_span};
use super::gathering::{Placed, Problems, SalienceUnit, Stated, StatedIssue, gather};
use crate::Named;
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic, Span};

const ACTOR: usize = 0;
const POSITION: usize = 1;
const SALIENCE: usize = 2;
const CAPABILITY: usize = 3;
const ISSUE: usize = 4;
const LOW: usize = 5;
const HIGH: usize = 6;
const REFERENCE_POINT: usize = 7;
const OUTCOME: usize = 8;
const GROUP: usize = 9;
const COLUMNS: [Column; 10] = [
    Column { names: &["actor", "party", "name", "player", "stakeholder"], needed: true },
    Column { names: &["position", "pos", "pstn"], needed: true },
    Column { names: &["salience", "sal"], needed: true },
    Column { names: &["capability", "influence", "power", "weight", "capabilities"], needed: true },
    Column { names: &["issue", "topic", "dimension"], needed: false },
    Column { names: &["issue_low", "low", "scale_low", "min"], needed: false },
    Column { names: &["issue_high", "high", "scale_high", "max"], needed: false },
    Column { names: &["reference_point", "reference"], needed: false },
    Column { names: &["outcome", "actual_outcome"], needed: false },
    Column { names: &["group", "proposal", "negotiation"], needed: false },
];
/// Columns that may stand there unused.
const SILENT: [&str; 7] = ["name", "description", "note", "notes", "source", "comment", "id"];

/// Reads the table; `name` is its title, and that of its issue where it has no column of issues.
/// Parties and issues are called as in the file and stand in the order of first mention.
///
/// ```
/// let text = "Party;Power;Position;Salience\nA;2;0,5;80\nB;1;40;100\n";
/// let reading = zopa_exchange::positions::table_csv::read(text, "tariff");
/// let issue = &reading.positions.expect("positions").issues[0].issue;
/// assert_eq!((issue.low, issue.high), (0.0, 100.0));
/// assert_eq!((issue.stands[0].position, issue.stands[0].salience), (0.5, 0.8));
/// ```
pub fn read(text: &str, name: &str) -> PositionsReading {
    let mut problems = Problems::default();
    let read = Sheet::read(text, &COLUMNS, &SILENT, &mut problems.stands);
    let positions = read.map(|sheet| {
        let (parties, issues) = stated(&sheet, name, &mut problems.stands);
        gather(name, parties, &issues, SalienceUnit::Found, &mut problems)
    });
    let mut diagnostics = problems.stands;
    diagnostics.extend(problems.issues);
    diagnostics.sort_by_key(|problem| problem.labels.first().map(|label| label.span));
    let sound = !zopa_scenario::diagnostic::any_error(&diagnostics);
    PositionsReading { positions: positions.filter(|_| sound), diagnostics }
}

fn stated(
    sheet: &Sheet,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Named>, Vec<StatedIssue>) {
    let mut parties = Vec::new();
    let mut party_of = BTreeMap::new();
    let mut issues: Vec<StatedIssue> = Vec::new();
    let mut issue_of: BTreeMap<String, usize> = BTreeMap::new();
    for row in &sheet.rows {
        let Some(actor) = needed(sheet, row, ACTOR, diagnostics) else { continue };
        let id = if sheet.columns[ISSUE].is_some() {
            let Some(cell) = needed(sheet, row, ISSUE, diagnostics) else { continue };
            cell.text.trim().to_owned()
        } else if name.trim().is_empty() {
            "issue".to_owned()
        } else {
            name.trim().to_owned()
        };
        let at = *issue_of.entry(id).or_insert_with_key(|id| {
            let named = Named { id: id.clone(), name: id.clone() };
            let place = sheet.cell(row, ISSUE).unwrap_or(actor).span;
            issues.push(StatedIssue { named, place, ..Default::default() });
            issues.len() - 1
        });
        let issue = &mut issues[at];
        for (column, slot) in [
            (LOW, &mut issue.low),
            (HIGH, &mut issue.high),
            (REFERENCE_POINT, &mut issue.reference_point),
            (OUTCOME, &mut issue.outcome),
        ] {
            let value = sheet.number(row, column, diagnostics);
            once(slot, value, COLUMNS[column].names[0], &issue.named, diagnostics);
        }
        if let Some(group) = sheet.cell(row, GROUP) {
            issue.group = group.text.trim().to_owned();
        }
        let party = party_of.entry(actor.text.trim().to_owned()).or_insert_with_key(|id| {
            parties.push(Named { id: id.clone(), name: id.clone() });
            parties.len() - 1
        });
        let place = text_span(actor);
        let mut number = |column| {
            needed(sheet, row, column, diagnostics)?;
            sheet.number(row, column, diagnostics)
        };
        let (position, salience, capability) =
            (number(POSITION), number(SALIENCE), number(CAPABILITY));
        if let (Some(position), Some(capability)) = (position, capability) {
            issue.stands.push(Stated { party: *party, place, position, salience, capability });
        }
    }
    (parties, issues)
}

/// The cell of a row that must not be blank.
fn needed<'row>(
    sheet: &Sheet,
    row: &'row [crate::csv::table::Cell],
    column: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'row crate::csv::table::Cell> {
    let cell = sheet.cell(row, column);
    if cell.is_none() {
        let blank = sheet.columns[column].and_then(|column| row.get(column));
        let span = blank.map_or_else(|| row_span(row), |cell| cell.span);
        let actor = sheet.cell(row, ACTOR).map_or_else(
            || "the row".to_owned(),
            |cell| format!("`{}`", shortened(cell.text.trim())),
        );
        let message = format!("{actor} has no {}", COLUMNS[column].names[0]);
        diagnostics.push(Diagnostic::new(Code::MissingField, message).at(span));
    }
    cell
}

/// Keeps what is said of an issue, which must be the same in all rows that say it.
fn once(
    slot: &mut Option<Placed>,
    value: Option<Placed>,
    what: &str,
    issue: &Named,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match (*slot, value) {
        (None, Some(_)) => *slot = value,
        (Some((first, first_place)), Some((value, place))) if first != value => {
            let message = format!("`{}` has two values of {what}: {first} and {value}", issue.id);
            let labels: [(Span, &str); 2] = [(place, "another here"), (first_place, "first here")];
            diagnostics.push(
                labels
                    .into_iter()
                    .fold(Diagnostic::new(Code::DuplicateKey, message), |problem, (span, text)| {
                        problem.label(span, text)
                    }),
            );
        }
        _ => {}
    }
}
