//! All passes over a scenario file: read, compile, and every problem together.

use crate::scenario_file::ScenarioFile;
use std::collections::BTreeSet;
use zopa_equations::Compiled;
use zopa_exchange::NamedConflict;
use zopa_exchange::declared::Implicit;
use zopa_exchange::positions::NamedPositions;
use zopa_scenario::diagnostic::any_error;
use zopa_scenario::{Code, Diagnostic, Scenario};

/// What the passes found.
pub struct Passed {
    /// The scenario; absent where the file is not TOML.
    pub scenario: Option<Scenario>,
    /// The scenario compiled; absent where there is none or it is too large.
    pub compiled: Option<Compiled>,
    /// The conflict that the scenario declares for stability analysis, where it does.
    pub conflict: Option<NamedConflict>,
    /// The same without its states listed, where it allows that.
    pub implicit: Option<Implicit>,
    /// The positions on contested issues that the scenario declares, where it does.
    pub positions: Option<NamedPositions>,
    /// Problems of all passes, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Passed {
    /// Number of errors and warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.diagnostics.iter().filter(|d| d.is_error()).count();
        (errors, self.diagnostics.len() - errors)
    }

    /// Whether the scenario can be run.
    pub fn sound(&self) -> bool {
        !any_error(&self.diagnostics) && self.compiled.as_ref().is_some_and(|c| c.model.is_some())
    }
}

/// Reads and compiles.
pub fn pass(file: &ScenarioFile) -> Passed {
    let reading = zopa_syntax::read_bytes(&file.bytes);
    // What exceeds a limit is not compiled: that could take very long.
    let too_large = reading.diagnostics.iter().any(|d| d.code == Code::TooLarge);
    let compiled = reading.scenario.as_ref().filter(|_| !too_large).map(zopa_equations::compile);
    let further = compiled.as_ref().map(|c| c.diagnostics.as_slice()).unwrap_or_default();
    let built =
        reading.scenario.as_ref().filter(|_| !too_large).map(zopa_exchange::declared::build);
    let built = built.unwrap_or_default();
    let placed = reading
        .scenario
        .as_ref()
        .filter(|_| !too_large)
        .map(zopa_exchange::positions::declared::build)
        .unwrap_or_default();
    let further: Vec<Diagnostic> =
        further.iter().cloned().chain(built.diagnostics).chain(placed.diagnostics).collect();
    let diagnostics = joined(&reading.diagnostics, &further);
    Passed {
        scenario: reading.scenario,
        compiled,
        conflict: built.conflict,
        implicit: built.implicit,
        positions: placed.positions,
        diagnostics,
    }
}

/// The problems of reading and of compiling, without those of the second that only follow from
/// the first or repeat it.
fn joined(reading: &[Diagnostic], compiling: &[Diagnostic]) -> Vec<Diagnostic> {
    let dropped_parts = reading.iter().any(|d| {
        d.is_error()
            && matches!(
                d.code,
                Code::NotToml
                    | Code::DuplicateKey
                    | Code::WrongType
                    | Code::UnknownField
                    | Code::MissingField
                    | Code::Unreadable
                    | Code::BadName
            )
    });
    let already: BTreeSet<Code> = reading.iter().map(|d| d.code).collect();
    let follows = |d: &Diagnostic| match d.code {
        // A part that could not be read declares no name.
        Code::UnknownName
        | Code::UnknownReference
        | Code::Unused
        | Code::MissingState
        | Code::NoPreference
        | Code::BadPattern
        | Code::UnknownOption
        | Code::UnknownState
        | Code::MissingSalience
        | Code::MissingPosition
        | Code::MissingCapability
        | Code::MissingVotes
        | Code::NoPosition => dropped_parts,
        // Both passes know these limits.
        Code::PackageSpace | Code::Horizon | Code::TooLarge | Code::NoParties => {
            already.contains(&d.code)
        }
        Code::OptionValues | Code::BadCorrelation | Code::DuplicateName => {
            already.contains(&d.code)
        }
        _ => false,
    };
    let mut all: Vec<Diagnostic> = reading.to_vec();
    all.extend(compiling.iter().filter(|d| !follows(d)).cloned());
    all.sort_by_key(|d| d.labels.first().map_or(0, |label| label.span.start));
    let mut seen = BTreeSet::new();
    all.retain(|d| {
        let place = d.labels.first().map(|label| label.span);
        seen.insert((d.code, place, d.message.clone()))
    });
    all
}
