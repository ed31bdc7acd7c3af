//! "Did you mean": the known name nearest to an unknown one.

/// Names longer than this are not compared.
const LONGEST: usize = 64;

/// The candidate nearest to `name`, where one is near enough: equal but for case, `-` and `_`, or
/// at most a third of the letters away by Damerau-Levenshtein distance (ties by Jaro-Winkler).
///
/// ```
/// use zopa_scenario::suggestion::closest;
/// assert_eq!(closest("salence", ["value", "salience"]), Some("salience"));
/// assert_eq!(closest("zebra", ["value", "salience"]), None);
/// ```
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let plain = |s: &str| s.to_lowercase().replace('-', "_");
    let wanted = plain(name);
    let mut best: Option<(usize, f64, &str)> = None;
    for candidate in candidates.into_iter().filter(|c| c.len() <= LONGEST) {
        let other = plain(candidate);
        let distance = strsim::damerau_levenshtein(&wanted, &other);
        let allowed = (wanted.chars().count().max(other.chars().count()) / 3).max(1);
        if distance > allowed || (distance > 0 && wanted.chars().count() < 2) {
            continue;
        }
        let likeness = strsim::jaro_winkler(&wanted, &other);
        if best.is_none_or(|(d, l, _)| distance < d || (distance == d && likeness > l)) {
            best = Some((distance, likeness, candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
}
