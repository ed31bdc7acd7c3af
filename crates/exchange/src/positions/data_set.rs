//! Sets of past cases: positions on many issues with what came to be, on which forecasts are
//! scored.
//!
//! Two tables. Of issues: `issue`, and of `proposal` (what belongs together when issues are drawn
//! or held out), `name`, `membership`, `procedure`, `council_vote`, `reference_point`, `outcome`,
//! `low`, `high` (else 0 to 100) whatever is there. Of positions: `issue`, `actor`, `position`,
//! `salience`, and `capability` unless the issues have a `membership`: then capabilities are
//! Shapley-Shubik indices of the Council of the European Union in force, Commission (`com`) and
//! Parliament (`ep`) each as strong as the strongest state.
//!
//! This is the form of the data on controversial decisions of the European Union (Thomson et al.
//! 2006, 2012; Arregui and Perarnaud 2021, doi:10.34810/data53).
//!
//! - A party without a salience takes no stand; [`NamedIssue::every_position`] has it. A party
//!   without a position takes no stand at all.
//! - `NA`, `.` and `-` stand for what is not known.
//! - Where the Commission takes a stand and the way the Council voted is known, the Commission is
//!   the agenda setter: under `Unan` every state must consent, else the quota of votes in force is
//!   carried over to the states that take a stand.

mod council;

use super::cells::{Column, Sheet, row_span, shortened, text_span, unreadable};
use super::gathering::{Placed, Problems, SalienceUnit, Stated, StatedIssue, gather, warning};
use super::{NamedIssue, NamedPositions};
use crate::Named;
use crate::csv::table::Cell;
use std::collections::BTreeMap;
use zopa_positions::agenda_setter::{AgendaSetter, Votes, VotingRule};
use zopa_positions::{Issue, Stand};
use zopa_scenario::{Code, Diagnostic, suggestion};

/// Past cases.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataSet {
    /// Parties and issues, with outcomes and, as groups, proposals.
    pub positions: NamedPositions,
    /// Further facts on each issue, in the same order.
    pub cases: Vec<PastCase>,
    /// The party that is the Commission, which sets the agenda, where it is one of the parties.
    pub commission: Option<usize>,
    /// The party that is the Parliament.
    pub parliament: Option<usize>,
}

/// What a data set says of an issue beside its positions; texts are empty where it does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PastCase {
    /// The members in force, such as `EU15`.
    pub membership: String,
    /// The legislative procedure, such as `COD`.
    pub procedure: String,
    /// How the Council decided, such as `QMV` or `Unan`.
    pub council_vote: String,
    /// Votes in the Council in force, where the membership is stated.
    pub council: Option<Council>,
}

/// Votes in a council.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Council {
    /// Votes of each member that is a party of the data, by the party's index.
    pub votes: Vec<(usize, u64)>,
    /// Votes of all members.
    pub total: u64,
    /// Votes that a qualified majority needs.
    pub quota: u64,
}

/// What reading a data set gives: the cases unless there was an error, and all problems.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataSetReading {
    /// The cases; `None` where any problem is an error.
    pub data_set: Option<DataSet>,
    /// Problems with places in the table of issues.
    pub issues_diagnostics: Vec<Diagnostic>,
    /// Problems with places in the table of positions.
    pub positions_diagnostics: Vec<Diagnostic>,
}

const ISSUE: usize = 0;
const PROPOSAL: usize = 1;
const NAME: usize = 2;
const MEMBERSHIP: usize = 3;
const PROCEDURE: usize = 4;
const COUNCIL_VOTE: usize = 5;
const REFERENCE_POINT: usize = 6;
const OUTCOME: usize = 7;
const LOW: usize = 8;
const HIGH: usize = 9;
const ISSUE_COLUMNS: [Column; 10] = [
    Column { names: &["issue"], needed: true },
    Column { names: &["proposal", "group", "negotiation"], needed: false },
    Column { names: &["name"], needed: false },
    Column { names: &["membership"], needed: false },
    Column { names: &["procedure"], needed: false },
    Column { names: &["council_vote"], needed: false },
    Column { names: &["reference_point", "reference"], needed: false },
    Column { names: &["outcome"], needed: true },
    Column { names: &["low", "issue_low"], needed: false },
    Column { names: &["high", "issue_high"], needed: false },
];
/// Columns of issues that may stand there unused.
const SILENT: [&str; 8] =
    ["instrument", "council", "introduced", "final_act", "n_positions", "wave", "note", "source"];

/// What stands in a cell for what is not known.
const UNKNOWN: [&str; 4] = ["NA", "N/A", ".", "-"];

const ACTOR: usize = 1;
const POSITION: usize = 2;
const SALIENCE: usize = 3;
const CAPABILITY: usize = 4;

/// Reads a data set from the texts of its two tables; `name` is its title. Linear in their length.
///
/// ```
/// let issues = "issue,proposal,outcome\na1,a,40\na2,a,\n";
/// let positions = "issue,actor,position,salience,capability\n\
///                  a1,X,0,50,2\na1,Y,100,80,1\na2,X,30,10,2\na2,Y,0,,1\n";
/// let read = zopa_exchange::positions::data_set::read(issues, positions, "cases");
/// let data_set = read.data_set.expect("cases");
/// assert_eq!(data_set.positions.issues[0].outcome, Some(40.0));
/// assert_eq!(data_set.positions.issues[0].issue.stands[1].salience, 0.8);
/// assert_eq!(data_set.positions.issues[1].issue.stands.len(), 1);
/// let every_position = data_set.positions.issues[1].every_position.as_ref().expect("stands");
/// assert_eq!(every_position.stands.len(), 2);
/// ```
pub fn read(issues: &str, positions: &str, name: &str) -> DataSetReading {
    let mut problems = Problems::default();
    problems.issues.extend(unreadable(issues));
    problems.stands.extend(unreadable(positions));
    if !problems.issues.is_empty() || !problems.stands.is_empty() {
        let Problems { stands, issues } = problems;
        return DataSetReading {
            data_set: None,
            issues_diagnostics: issues,
            positions_diagnostics: stands,
        };
    }
    let data_set = data_set(issues, positions, name, &mut problems);
    let Problems { stands, issues } = problems;
    let sound =
        ![&stands, &issues].into_iter().any(|all| zopa_scenario::diagnostic::any_error(all));
    DataSetReading {
        data_set: data_set.filter(|_| sound),
        issues_diagnostics: issues,
        positions_diagnostics: stands,
    }
}

fn data_set(issues: &str, positions: &str, name: &str, problems: &mut Problems) -> Option<DataSet> {
    let issues = Sheet::read(issues, &ISSUE_COLUMNS, &SILENT, &mut problems.issues);
    let by_council = issues.as_ref().is_some_and(|sheet| sheet.columns[MEMBERSHIP].is_some());
    let columns = [
        Column { names: &["issue"], needed: true },
        Column { names: &["actor", "party"], needed: true },
        Column { names: &["position"], needed: true },
        Column { names: &["salience"], needed: true },
        Column {
            names: &["capability", "power", "influence", "weight"],
            needed: issues.is_some() && !by_council,
        },
    ];
    let silent = ["name", "note", "source", "wave"];
    let positions = Sheet::read(positions, &columns, &silent, &mut problems.stands);
    let (issues, positions) = (issues?, positions?);
    let (mut stated, mut cases, issue_of) = cases(&issues, &mut problems.issues);
    let mut capabilities = BTreeMap::new();
    let (parties, mut party_of) = parties(&positions, by_council);
    for row in &positions.rows {
        let diagnostics = &mut problems.stands;
        let Some(issue) = needed(&positions, row, ISSUE, "issue", diagnostics) else { continue };
        let Some(actor) = needed(&positions, row, ACTOR, "actor", diagnostics) else { continue };
        let Some(&at) = issue_of.get(issue.text.trim()) else {
            let id = issue.text.trim();
            let message = format!("the table of issues has no `{}`", shortened(id));
            let mut problem = Diagnostic::new(Code::UnknownReference, message).at(text_span(issue));
            if let Some(near) = suggestion::closest(id, issue_of.keys().map(String::as_str)) {
                problem = problem.hint(format!("did you mean `{near}`?"));
            }
            diagnostics.push(problem);
            continue;
        };
        let place = text_span(actor);
        let party = *party_of.entry(actor.text.trim()).or_insert(0);
        let Some(position) = known(&positions, row, POSITION, diagnostics) else { continue };
        let salience = known(&positions, row, SALIENCE, diagnostics);
        let capability = if by_council {
            let membership = &cases[at].membership;
            let known = capabilities
                .entry(membership.clone())
                .or_insert_with(|| council::capabilities(membership));
            let index = council::PARTIES.iter().position(|(id, _)| *id == parties[party].id);
            if index.is_none() {
                let id = &parties[party].id;
                let message = format!("`{}` is no member of the Council, com or ep", shortened(id));
                diagnostics.push(Diagnostic::new(Code::UnknownReference, message).at(place));
            }
            // Another membership is a problem of the issue.
            known.zip(index).map(|(known, index)| (known[index], place))
        } else {
            needed(&positions, row, CAPABILITY, "capability", diagnostics)
                .and_then(|_| positions.number(row, CAPABILITY, diagnostics))
        };
        if let Some(capability) = capability {
            stated[at].stands.push(Stated { party, place, position, salience, capability });
        }
    }
    let mut gathered = gather(name, parties, &stated, SalienceUnit::FoundSilently, problems);
    let role = |id: &str| gathered.parties.iter().position(|party| party.id == id);
    let (commission, parliament) = (role("com"), role("ep"));
    for case in &mut cases {
        case.council = council::council(&case.membership).map(|(votes, quota)| {
            let present = votes.iter().filter_map(|(id, votes)| Some((role(id)?, *votes)));
            let total = votes.iter().map(|(_, votes)| votes).sum();
            Council { votes: present.collect(), total, quota }
        });
    }
    for ((case, stated), gathered) in cases.iter().zip(&stated).zip(&mut gathered.issues) {
        complete(gathered, stated, case, commission);
        if stated.stands.is_empty() {
            let message = format!("no party takes a stand on `{}`", shortened(&stated.named.id));
            problems.issues.push(warning(Code::NoPosition, message).at(stated.place));
        }
    }
    Some(DataSet { positions: gathered, cases, commission, parliament })
}

/// Adds what only a data set says: all positions, and who proposes under which rule.
fn complete(
    gathered: &mut NamedIssue,
    stated: &StatedIssue,
    case: &PastCase,
    commission: Option<usize>,
) {
    let stand = |stated: &Stated| Stand {
        party: stated.party,
        position: stated.position.0,
        salience: 1.0,
        capability: stated.capability.0,
    };
    let stands: Vec<Stand> = stated.stands.iter().map(stand).collect();
    let proposes = commission.filter(|setter| stands.iter().any(|stand| stand.party == *setter));
    let Issue { low, high, reference_point, .. } = gathered.issue;
    gathered.every_position = Some(Issue { low, high, stands, reference_point });
    let (Some(setter), Some(council)) = (proposes, &case.council) else { return };
    if case.council_vote.is_empty() {
        return;
    }
    let rule = if case.council_vote.to_lowercase().starts_with("unan") {
        VotingRule::Unanimity
    } else {
        VotingRule::Share { needed: council.quota, of: council.total }
    };
    let votes = Votes::Listed(council.votes.clone());
    gathered.agenda = Some(AgendaSetter::closed(setter, votes, rule));
}

/// The number in a row's cell, where it is known.
fn known(
    sheet: &Sheet,
    row: &[Cell],
    column: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Placed> {
    let cell = sheet.cell(row, column)?;
    if UNKNOWN.contains(&cell.text.trim()) {
        return None;
    }
    sheet.number(row, column, diagnostics)
}

/// The issues, what is said of each, and where each stands.
fn cases(
    sheet: &Sheet,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<StatedIssue>, Vec<PastCase>, BTreeMap<String, usize>) {
    let mut stated: Vec<StatedIssue> = Vec::new();
    let mut cases = Vec::new();
    let mut issue_of: BTreeMap<String, usize> = BTreeMap::new();
    for row in &sheet.rows {
        let Some(issue) = needed(sheet, row, ISSUE, "issue", diagnostics) else { continue };
        let id = issue.text.trim().to_owned();
        let place = text_span(issue);
        if let Some(first) = issue_of.get(&id) {
            let message = format!("`{}` has two rows", shortened(&id));
            diagnostics.push(
                Diagnostic::new(Code::DuplicateKey, message)
                    .label(place, "again here")
                    .label(stated[*first].place, "first here"),
            );
            continue;
        }
        let text = |column| sheet.cell(row, column).map_or("", |cell| cell.text.trim()).to_owned();
        let membership = text(MEMBERSHIP);
        let by_council = sheet.columns[MEMBERSHIP].is_some();
        if by_council && !council::MEMBERSHIPS.contains(&membership.as_str()) {
            let message = format!("the votes of `{}` are not known", shortened(&membership));
            let span = sheet.cell(row, MEMBERSHIP).map_or_else(|| row_span(row), text_span);
            let known = council::MEMBERSHIPS.join(", ");
            let problem = Diagnostic::new(Code::UnknownReference, message).at(span);
            diagnostics.push(problem.hint(format!("known are {known}")));
        }
        let name = match text(NAME) {
            name if name.is_empty() => id.clone(),
            name => name,
        };
        let end = |value: Option<Placed>, otherwise: f64| value.or(Some((otherwise, place)));
        let low = sheet.number(row, LOW, diagnostics);
        let high = sheet.number(row, HIGH, diagnostics);
        issue_of.insert(id.clone(), stated.len());
        stated.push(StatedIssue {
            named: Named { id, name },
            place,
            low: end(low, 0.0),
            high: end(high, 100.0),
            reference_point: known(sheet, row, REFERENCE_POINT, diagnostics),
            outcome: known(sheet, row, OUTCOME, diagnostics),
            group: text(PROPOSAL),
            stands: Vec::new(),
            uncertain: BTreeMap::new(),
        });
        cases.push(PastCase {
            membership,
            procedure: text(PROCEDURE),
            council_vote: match text(COUNCIL_VOTE) {
                vote if UNKNOWN.contains(&vote.as_str()) => String::new(),
                vote => vote,
            },
            council: None,
        });
    }
    (stated, cases, issue_of)
}

/// The parties that the table names: those of the Council in a fixed order, then the others as
/// they appear.
fn parties(sheet: &Sheet, by_council: bool) -> (Vec<Named>, BTreeMap<&str, usize>) {
    let actors = || sheet.rows.iter().filter_map(|row| sheet.cell(row, ACTOR));
    let named: std::collections::BTreeSet<&str> = actors().map(|cell| cell.text.trim()).collect();
    let mut parties = Vec::new();
    let mut party_of = BTreeMap::new();
    if by_council {
        for (id, name) in council::PARTIES.into_iter().filter(|(id, _)| named.contains(id)) {
            party_of.insert(id, parties.len());
            parties.push(Named { id: id.to_owned(), name: name.to_owned() });
        }
    }
    for cell in actors() {
        party_of.entry(cell.text.trim()).or_insert_with_key(|id| {
            parties.push(Named { id: (*id).to_owned(), name: (*id).to_owned() });
            parties.len() - 1
        });
    }
    (parties, party_of)
}

/// The cell of a row that must not be blank.
fn needed<'row>(
    sheet: &Sheet,
    row: &'row [Cell],
    column: usize,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'row Cell> {
    let cell = sheet.cell(row, column);
    if cell.is_none() {
        let blank = sheet.columns[column].and_then(|column| row.get(column));
        let span = blank.map_or_else(|| row_span(row), |cell| cell.span);
        let message = format!("the row has no {what}");
        diagnostics.push(Diagnostic::new(Code::MissingField, message).at(span));
    }
    cell
}
