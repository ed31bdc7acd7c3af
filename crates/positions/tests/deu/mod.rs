//! The data set of controversial decisions of the European Union (DEU), read for tests.
//!
//! Arregui and Perarnaud (2021), doi:10.34810/data53; Thomson et al. (2006, 2012). 331 issues of the
//! first two waves, with the forecasts that were computed for those of them that have an outcome.
//!
//! How an issue is read:
//! - a party is an index into [`PARTIES`];
//! - a party without a salience takes no stand (46 of 6,253 positions); the models that need no
//!   salience and were computed with all positions use [`DeuIssue::every_position`];
//! - salience is divided by 100; 73 stands have a salience of 0 and count only in models that ignore
//!   salience;
//! - capabilities are those of [`deu_capabilities`].

// Not every test program uses all of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use zopa_positions::voting_power::VotingGame;
use zopa_positions::{Issue, Stand};

/// Where the shared files lie.
pub const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

/// The parties: Commission, Parliament, member states.
pub const PARTIES: [&str; 30] = [
    "com", "ep", "at", "be", "bu", "cr", "cy", "cz", "de", "dk", "ee", "el", "es", "fi", "fr",
    "hu", "ie", "it", "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk", "uk",
];

/// The Commission's index.
pub const COMMISSION: usize = 0;

/// The Parliament's index.
pub const PARLIAMENT: usize = 1;

/// Votes in the Council and the votes needed: Accession Treaty of 1994.
pub const EU15: (&[(&str, u64)], u64) = (
    &[
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
    ],
    62,
);

/// Votes in the Council and the votes needed: Treaty of Nice with the Accession Treaty of 2005.
pub const EU27: (&[(&str, u64)], u64) = (
    &[
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
    ],
    255,
);

/// The quota of the Council of 28 (2013): 260 of 352 votes, Croatia having 7.
pub const EU28_QUOTA: u64 = 260;

/// An issue of the data set.
#[derive(Debug, Clone)]
pub struct DeuIssue {
    pub id: String,
    pub proposal: String,
    /// EU15, EU27 or EU28.
    pub membership: String,
    /// CNS (consultation) or COD (co-decision).
    pub procedure: String,
    /// QMV, QMV(10) or Unan.
    pub council_vote: String,
    pub outcome: Option<f64>,
    /// The stands with salience, capabilities from [`deu_capabilities`].
    pub issue: Issue,
    /// The stands of all that have a position, salience missing or not; a missing one reads as 1.
    pub every_position: Issue,
    /// The computed forecasts by column, where there are any.
    pub computed: BTreeMap<String, f64>,
}

/// Party by its name in the files.
pub fn party(name: &str) -> usize {
    PARTIES.iter().position(|party| *party == name).expect("a party of the data set")
}

/// Votes of the members of the Council of this membership, as (party, votes), and the quota.
pub fn council(membership: &str) -> (Vec<(usize, u64)>, u64) {
    let ((votes, quota), joined) = match membership {
        "EU15" => (EU15, None),
        "EU27" => (EU27, None),
        "EU28" => ((EU27.0, EU28_QUOTA), Some(("cr", 7))),
        _ => panic!("membership {membership}"),
    };
    (votes.iter().copied().chain(joined).map(|(name, votes)| (party(name), votes)).collect(), quota)
}

/// What a party's capability is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// Shapley-Shubik index of the Council in force.
    ShapleyShubik,
    /// Normalised Banzhaf index of the Council in force.
    Banzhaf,
    /// Votes in the Council.
    Votes,
}

/// Capability of each party under a membership: its index, or votes, in the Council under the
/// qualified majority of votes (also where the issue was decided by unanimity), absent members
/// counted in; Commission and Parliament each as much as the strongest state; others 0.
pub fn deu_capabilities(membership: &str, power: Power) -> [f64; PARTIES.len()] {
    let (votes, quota) = council(membership);
    let listed: Vec<u64> = votes.iter().map(|(_, votes)| *votes).collect();
    let values: Vec<f64> = match power {
        Power::Votes => listed.iter().map(|&votes| votes as f64).collect(),
        Power::ShapleyShubik => {
            VotingGame::new(listed, quota).unwrap().power().unwrap().shapley_shubik
        }
        Power::Banzhaf => {
            VotingGame::new(listed, quota).unwrap().power().unwrap().banzhaf_normalised
        }
    };
    let mut capabilities = [0.0; PARTIES.len()];
    for ((party, _), value) in votes.iter().zip(&values) {
        capabilities[*party] = *value;
    }
    let strongest = values.iter().fold(0.0_f64, |strongest, &value| strongest.max(value));
    capabilities[COMMISSION] = strongest;
    capabilities[PARLIAMENT] = strongest;
    capabilities
}

/// Rows of a table by column name; no field of these files has quotes.
pub fn table(path: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let text = std::fs::read_to_string(format!("{SHARED}/{path}")).ok()?;
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next()?.split(',').collect();
    Some(
        lines
            .map(|line| {
                let named = columns.iter().zip(line.split(','));
                named.map(|(column, field)| ((*column).to_owned(), field.to_owned())).collect()
            })
            .collect(),
    )
}

/// The issues in the order of the file, with capabilities of this kind; None where the data are
/// not there.
pub fn issues(power: Power) -> Option<Vec<DeuIssue>> {
    let number = |text: &String| (!text.is_empty()).then(|| text.parse::<f64>().unwrap());
    let mut computed: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for row in table("data/deu/forecasts_computed.csv")? {
        let columns = row
            .iter()
            .filter(|(column, _)| *column != "issue" && *column != "membership")
            .filter_map(|(column, field)| number(field).map(|value| (column.clone(), value)));
        computed.insert(row["issue"].clone(), columns.collect());
    }
    let mut positions: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in table("data/deu/positions.csv")? {
        positions.entry(row["issue"].clone()).or_default().push(row);
    }
    let mut capabilities = BTreeMap::new();
    let read = table("data/deu/issues.csv")?.into_iter().map(|row| {
        let membership = row["membership"].clone();
        let capabilities = capabilities
            .entry(membership.clone())
            .or_insert_with(|| deu_capabilities(&membership, power));
        let empty = Issue {
            low: 0.0,
            high: 100.0,
            stands: Vec::new(),
            reference_point: number(&row["reference_point"]),
        };
        let (mut issue, mut every_position) = (empty.clone(), empty);
        for stated in &positions[&row["issue"]] {
            let party = party(&stated["actor"]);
            let stand = Stand {
                party,
                position: number(&stated["position"]).unwrap(),
                salience: 1.0,
                capability: capabilities[party],
            };
            every_position.stands.push(stand);
            if let Some(salience) = number(&stated["salience"]) {
                issue.stands.push(Stand { salience: salience / 100.0, ..stand });
            }
        }
        DeuIssue {
            id: row["issue"].clone(),
            proposal: row["proposal"].clone(),
            membership,
            procedure: row["procedure"].clone(),
            council_vote: row["council_vote"].clone(),
            outcome: number(&row["outcome"]),
            issue,
            every_position,
            computed: computed.get(&row["issue"]).cloned().unwrap_or_default(),
        }
    });
    Some(read.collect())
}
