//! Capabilities in decisions of the European Union: power in the Council in force.
//!
//! Votes and quotas: Accession Treaty of 1994; Treaty of Nice with the Accession Treaties of 2005 and
//! 2012.

use zopa_positions::voting_power::VotingGame;

/// Commission, Parliament and member states as the data set calls them, with their names.
pub(super) const PARTIES: [(&str, &str); 30] = [
    ("com", "Commission"),
    ("ep", "Parliament"),
    ("at", "Austria"),
    ("be", "Belgium"),
    ("bu", "Bulgaria"),
    ("cr", "Croatia"),
    ("cy", "Cyprus"),
    ("cz", "Czechia"),
    ("de", "Germany"),
    ("dk", "Denmark"),
    ("ee", "Estonia"),
    ("el", "Greece"),
    ("es", "Spain"),
    ("fi", "Finland"),
    ("fr", "France"),
    ("hu", "Hungary"),
    ("ie", "Ireland"),
    ("it", "Italy"),
    ("lt", "Lithuania"),
    ("lu", "Luxembourg"),
    ("lv", "Latvia"),
    ("mt", "Malta"),
    ("nl", "Netherlands"),
    ("pl", "Poland"),
    ("pt", "Portugal"),
    ("ro", "Romania"),
    ("se", "Sweden"),
    ("si", "Slovenia"),
    ("sk", "Slovakia"),
    ("uk", "United Kingdom"),
];

/// The memberships for which votes are known.
pub(super) const MEMBERSHIPS: [&str; 3] = ["EU15", "EU27", "EU28"];

/// Votes in the Council of 15; 62 of 87 decide.
const EU15: [(&str, u64); 15] = [
    ("at", 4),
    ("be", 5),
    ("de", 10),
    ("dk", 3),
    ("el", 5),
    ("es", 8),
    ("fi", 3),
    ("fr", 10),
    ("ie", 3),
    ("it", 10),
    ("lu", 2),
    ("nl", 5),
    ("pt", 5),
    ("se", 4),
    ("uk", 10),
];

/// Votes in the Council of 28; 260 of 352 decide. Without the last, Croatia, 255 of 345.
const EU28: [(&str, u64); 28] = [
    ("at", 10),
    ("be", 12),
    ("bu", 10),
    ("cy", 4),
    ("cz", 12),
    ("de", 29),
    ("dk", 7),
    ("ee", 4),
    ("el", 12),
    ("es", 27),
    ("fi", 7),
    ("fr", 29),
    ("hu", 12),
    ("ie", 7),
    ("it", 29),
    ("lt", 7),
    ("lu", 4),
    ("lv", 4),
    ("mt", 3),
    ("nl", 13),
    ("pl", 27),
    ("pt", 12),
    ("ro", 14),
    ("se", 10),
    ("si", 4),
    ("sk", 7),
    ("uk", 29),
    ("cr", 7),
];

/// The votes of each member under a membership, and the votes needed.
pub(super) fn council(membership: &str) -> Option<(&'static [(&'static str, u64)], u64)> {
    match membership {
        "EU15" => Some((&EU15, 62)),
        "EU27" => Some((&EU28[..27], 255)),
        "EU28" => Some((&EU28, 260)),
        _ => None,
    }
}

/// The capability of each of [`PARTIES`] under a membership: its Shapley-Shubik index under the
/// qualified majority of votes (also where unanimity decided), absent members counted in;
/// Commission and Parliament each as much as the strongest state; others 0. `None` for another
/// membership.
pub(super) fn capabilities(membership: &str) -> Option<[f64; PARTIES.len()]> {
    let (votes, quota) = council(membership)?;
    let game = VotingGame::new(votes.iter().map(|(_, votes)| *votes).collect(), quota).ok()?;
    let indices = game.power().ok()?.shapley_shubik;
    let strongest = indices.iter().fold(0.0_f64, |strongest, index| strongest.max(*index));
    Some(PARTIES.map(|(id, _)| match votes.iter().position(|(member, _)| *member == id) {
        Some(member) => indices[member],
        None if id == "com" || id == "ep" => strongest,
        None => 0.0,
    }))
}
