//! Names of units that look misspelt.

use super::check::Checker;
use super::system::is_known;
use std::collections::BTreeMap;
use zopa_scenario::{Code, Diagnostic};

/// Warns of a base unit that is written in one place only and looks like another name of a unit.
pub(super) fn warn(checker: &mut Checker<'_>) {
    let mut uses: BTreeMap<&str, (usize, zopa_scenario::Span)> = BTreeMap::new();
    for (name, span) in &checker.written {
        uses.entry(name).or_insert((0, *span)).0 += 1;
    }
    let built_in = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
        .into_iter()
        .chain(["hundred", "thousand", "million", "billion", "trillion", "percent"]);
    let defined: Vec<&str> = checker.system.defined().collect();
    let mut found = Vec::new();
    for (name, (count, span)) in &uses {
        if *count != 1 || is_known(name) || checker.system.defines(name) {
            continue;
        }
        // Of two names used once each, the later one is doubted.
        let used = uses.iter().filter(|(other, (n, place))| {
            *other != name && (*n > 1 || (place.start, **other) < (span.start, *name))
        });
        let other = used
            .map(|(other, _)| *other)
            .chain(defined.iter().copied())
            .chain(built_in.clone())
            .find(|other| other != name && alike(name, other));
        if let Some(other) = other {
            found.push(
                Diagnostic::new(
                    Code::UnknownUnit,
                    format!("the unit `{name}` stands here only and looks like `{other}`"),
                )
                .at(*span)
                .hint(format!(
                    "write `{other}`, or declare in `[units]` that `{name}` is meant: `{name} = \"base\"`"
                )),
            );
        }
    }
    checker.diagnostics.extend(found);
}

/// Whether two names differ by case, a plural or a slip of the pen (short names: the first two).
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    if a == b {
        return true;
    }
    let plural =
        |x: &str, y: &str| x.strip_suffix("es") == Some(y) || x.strip_suffix('s') == Some(y);
    if plural(&a, &b) || plural(&b, &a) {
        return true;
    }
    let length = a.chars().count().min(b.chars().count());
    let allowed = match length {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    strsim::damerau_levenshtein(&a, &b) <= allowed
}
