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
//! | `position_low`, `position_high` | | bounds that hold 80 % of what the position may be |
//! | `salience_low`, …, `capability_high` | | the same of the other numbers |
//!
//! Columns stand in any order, names in any case; commas, semicolons or tabs separate them; between
//! the latter two a comma may be the decimal point. Only the first four are needed. What is said of
//! an issue may stand in one of its rows or in all.
//!
//! A cell of position, salience or capability may hold a distribution in the words of the scenario
//! language, in quotes where it has commas: `90 ± 5`, `"triangular(0, 0, 10)"`; its median is the
//! central value. Bounds make a triangular distribution with its mode at the number itself and a
//! tenth of its mass beyond each bound; where it leaves what the number can be it is cut there.
//!
//! Decided here, where files leave it open: without stated ends the scale runs from 0 to 100 if all
//! lies within and either something stands at 100 or all spans at least 20 points, else over the
//! span of the positions (with a warning; numbers up to 1 are no hundredths). Where at least half
//! of the saliences exceed 1, all run from 0 to 100 (with a warning); where fewer do, those are out
//! of range. A salience of 0 counts only in models that ignore salience.

use super::PositionsReading;
use super::cells::{Column, Sheet, row_span, shortened, text_span};
use super::declared::constant::Constant;
use super::gathering::{
    Placed, Problems, SalienceUnit, Spread, Stated, StatedIssue, Uncertainty, gather,
};
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
/// Lower and upper bounds of position, salience and capability.
const BOUNDS: [(usize, usize); 3] = [(10, 11), (12, 13), (14, 15)];
const COLUMNS: [Column; 16] = [
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
    Column { names: &["position_low"], needed: false },
    Column { names: &["position_high"], needed: false },
    Column { names: &["salience_low"], needed: false },
    Column { names: &["salience_high"], needed: false },
    Column { names: &["capability_low"], needed: false },
    Column { names: &["capability_high"], needed: false },
];
/// Most issues of a table: every two of them are compared.
const MOST_ISSUES: usize = 1_000;
/// Problems after which reading stops.
const MOST_PROBLEMS: usize = 100;
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
        if diagnostics.len() > MOST_PROBLEMS {
            let message = format!("more than {MOST_PROBLEMS} problems: the rest is not read");
            diagnostics.push(Diagnostic::new(Code::TooLarge, message).at(row_span(row)));
            break;
        }
        // What follows a cell that was cut stands in the wrong columns.
        if let Some(problem) = sheet.torn(row, &[POSITION, SALIENCE, CAPABILITY]) {
            diagnostics.push(problem);
            continue;
        }
        let Some(actor) = needed(sheet, row, ACTOR, diagnostics) else { continue };
        let id = if sheet.columns[ISSUE].is_some() {
            let Some(cell) = needed(sheet, row, ISSUE, diagnostics) else { continue };
            cell.text.trim().to_owned()
        } else if name.trim().is_empty() {
            "issue".to_owned()
        } else {
            name.trim().to_owned()
        };
        if issues.len() == MOST_ISSUES && !issue_of.contains_key(&id) {
            let message = format!("the table has more than {MOST_ISSUES} issues");
            let place = sheet.cell(row, ISSUE).unwrap_or(actor);
            diagnostics.push(Diagnostic::new(Code::TooLarge, message).at(text_span(place)));
            break;
        }
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
        let mut numbers = [None, None, None];
        let columns = [POSITION, SALIENCE, CAPABILITY];
        for ((slot, column), bounds) in numbers.iter_mut().zip(columns).zip(BOUNDS) {
            if needed(sheet, row, column, diagnostics).is_some() {
                *slot = number(sheet, row, column, bounds, diagnostics);
            }
        }
        let [position, salience, capability] = numbers;
        if let (Some((position, at)), Some((capability, weight))) = (position, capability) {
            let (salience, care) = salience.map_or((None, None), |(s, spread)| (Some(s), spread));
            if at.is_some() || care.is_some() || weight.is_some() {
                let said = Uncertainty { position: at, salience: care, capability: weight };
                issue.uncertain.insert(issue.stands.len(), said);
            }
            issue.stands.push(Stated { party: *party, place, position, salience, capability });
        }
    }
    (parties, issues)
}

/// The number in a cell, or the median of the distribution there, and what is said of its
/// uncertainty.
fn number(
    sheet: &Sheet,
    row: &[crate::csv::table::Cell],
    column: usize,
    (lower, upper): (usize, usize),
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Placed, Option<Spread>)> {
    let (constant, place) = sheet.constant(row, column, diagnostics)?;
    let low = sheet.number(row, lower, diagnostics);
    let high = sheet.number(row, upper, diagnostics);
    let what = COLUMNS[column].names[0];
    let value = match &constant {
        Constant::Number(value) => *value,
        Constant::Family(..) => {
            if let Some((_, bound)) = low.or(high) {
                let message = format!("{what} is a distribution and has bounds besides");
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateKey, message)
                        .label(bound, "bounds")
                        .label(place, "distribution"),
                );
                return None;
            }
            let (settled, _) = constant.settle(place, diagnostics)?;
            let spread = Spread { distribution: constant, place, cut: false };
            return Some(((settled.centre, place), Some(spread)));
        }
    };
    let spread = match (low, high) {
        (None, None) => None,
        (Some((_, bound)), None) | (None, Some((_, bound))) => {
            let message = format!("{what} has one bound only");
            let problem = Diagnostic::new(Code::MissingField, message);
            diagnostics.push(problem.label(bound, "and the other bound?"));
            return None;
        }
        (Some((low, low_place)), Some((high, high_place))) => {
            if !(low <= value && value <= high) {
                diagnostics.push(outside_bounds(
                    what,
                    (value, place),
                    (low, low_place),
                    (high, high_place),
                ));
                return None;
            }
            (low < high).then(|| {
                let ends = around(low, value, high);
                let distribution = Constant::Family("triangular", ends.to_vec());
                Spread { distribution, place: low_place, cut: true }
            })
        }
    };
    Some(((value, place), spread))
}

/// The problem of a number that does not lie between its bounds, at the bound that is wrong.
fn outside_bounds(what: &str, number: Placed, low: Placed, high: Placed) -> Diagnostic {
    let (value, place) = number;
    let of = |message: String| Diagnostic::new(Code::OutsideScale, message);
    let problem = if low.0 > high.0 {
        of(format!("{what}_low {} is above {what}_high {}", low.0, high.0))
            .label(low.1, format!("expected at most {}", high.0))
            .label(high.1, "the upper bound")
    } else if value < low.0 {
        of(format!("{what}_low {} is above the {what} {value}", low.0))
            .label(low.1, format!("expected at most {value}"))
            .label(place, format!("the {what}"))
    } else {
        of(format!("{what}_high {} is below the {what} {value}", high.0))
            .label(high.1, format!("expected at least {value}"))
            .label(place, format!("the {what}"))
    };
    problem.hint(format!("the {what} lies between its bounds: correct one of them"))
}

/// Lower end, mode and upper end of the triangular distribution with this mode and a tenth of its
/// mass below `low` and above `high`.
///
/// With ends a and b the mass below `low` is (low - a)^2 / ((b - a)(mode - a)); fixed-point steps
/// from a generous width halve the distance at least.
fn around(low: f64, mode: f64, high: f64) -> [f64; 3] {
    const TAIL: f64 = 0.1;
    let (mut a, mut b) = (low - (high - low), high + (high - low));
    for _ in 0..200 {
        let width = b - a;
        let next = low - (TAIL * width * (mode - a)).sqrt();
        b = high + (TAIL * width * (b - mode)).sqrt();
        a = next;
    }
    [a, mode, b]
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
        let (code, label) = match column {
            POSITION => (Code::MissingPosition, "where does it stand?"),
            SALIENCE => (Code::MissingSalience, "how much does it care?"),
            CAPABILITY => (Code::MissingCapability, "how much does it weigh?"),
            _ => (Code::MissingField, "nothing here"),
        };
        let problem = Diagnostic::new(code, message).label(span, label);
        diagnostics.push(match column {
            POSITION => problem.hint("leave the row out if the party takes no position"),
            SALIENCE => problem.hint("a party that does not care has salience 0"),
            _ => problem,
        });
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
