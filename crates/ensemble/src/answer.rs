//! The answer of a run as data: what `--json` prints and the report shows.

use serde::{Deserialize, Serialize};

/// Entries by key in a stated order; written as a JSON object.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keyed<T>(pub Vec<(String, T)>);

impl<T> Keyed<T> {
    /// The entry with this key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// Entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v))
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Keyed<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(k, v)| (k, v)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Keyed<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Keyed<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Keyed(entries))
            }
        }
        deserializer.deserialize_map(Visitor(std::marker::PhantomData))
    }
}

/// How a result was made.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// BLAKE3 hash of the scenario text.
    pub scenario_hash: String,
    /// Name of the scenario file as given.
    pub scenario_file: String,
    /// Seed.
    pub seed: u64,
    /// Sampling design: `monte_carlo`, `latin_hypercube` or `sobol`.
    pub design: String,
    /// Draws asked for.
    pub draws: u64,
    /// Draws completed.
    pub draws_done: u64,
    /// Whether the run was stopped before all draws were done.
    pub partial: bool,
    /// Levers pulled and inputs set, in the order given.
    pub settings: Vec<String>,
    /// The command that makes this result again.
    pub command: String,
}

/// An estimated share of draws with its 95 % interval (Wilson's score interval).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Proportion {
    /// Share.
    pub p: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Number of draws it is a share of.
    pub n: u64,
}

/// A mean over draws with its 95 % interval, and the spread of the draws.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Estimate {
    /// Label shown to readers.
    pub name: String,
    /// Unit; empty where there is none.
    pub unit: String,
    /// Mean over the draws in which it is defined.
    pub mean: f64,
    /// Lower end of the 95 % interval of the mean.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Number of draws in which it is defined.
    pub n: u64,
    /// Quantiles over draws by level: `"0.05"`, `"0.25"`, `"0.5"`, `"0.75"`, `"0.95"`.
    pub quantiles: Keyed<f64>,
}

/// What a party gets.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PartyAnswer {
    /// Label shown to readers.
    pub name: String,
    /// Its seat in this run.
    pub seat: String,
    /// Value of the deal at its signature, over draws with a deal.
    pub deal: Estimate,
    /// Value of no deal at that moment, over the same draws.
    pub no_deal: Estimate,
    /// Deal less no deal, over the same draws.
    pub gain: Estimate,
    /// Value of no deal in the first round, over all draws.
    pub no_deal_at_start: Estimate,
}

/// Whether deals hold.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct SurvivalPoint {
    /// Share of signed deals still in force (Kaplan-Meier).
    pub p: f64,
    /// Lower end of the 95 % interval (Greenwood, log-log).
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Deals still observed at that time.
    pub at_risk: u64,
}

/// A historical curve to compare survival with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ReferenceCurve {
    /// What it is a curve of.
    pub name: String,
    /// Pairs of time and share.
    pub points: Vec<(f64, f64)>,
    /// Number of cases.
    pub cases: Option<u64>,
    /// Sources.
    pub sources: Vec<String>,
}

/// One package in the trade-off of durability against acceptability.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TradeOffPoint {
    /// Option by issue.
    pub package: Keyed<String>,
    /// Mean durability over draws, as the scenario states it.
    pub durability: f64,
    /// Share of draws in which every signatory prefers it to no deal in the first round.
    pub accepted: Proportion,
    /// Share of draws in which each signatory does.
    pub accepted_by: Keyed<f64>,
}

/// Durability against acceptability, over packages, in the first round.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TradeOff {
    /// Draws used.
    pub draws: u64,
    /// Packages examined.
    pub packages: u64,
    /// Packages that no other beats in both, by falling acceptability.
    pub frontier: Vec<TradeOffPoint>,
    /// For bins of durability: centre of the bin, number of packages, the best share accepted by
    /// all, and the mean share by which each signatory accepts.
    pub bins: Vec<TradeOffBin>,
}

/// A bin of packages of like durability.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TradeOffBin {
    /// Lower end of durability.
    pub from: f64,
    /// Upper end.
    pub to: f64,
    /// Packages in it.
    pub packages: u64,
    /// Largest share of draws in which all signatories accept one of them.
    pub accepted_best: f64,
    /// Mean share of draws in which each signatory accepts.
    pub accepted_by: Keyed<f64>,
}

/// A variable over time: quantiles over draws at each reported step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Path {
    /// Label shown to readers.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Times.
    pub times: Vec<f64>,
    /// Means over draws.
    pub mean: Vec<f64>,
    /// Quantiles by level, one value per time.
    pub quantiles: Keyed<Vec<f64>>,
}

/// How much an uncertain input weighs in an outcome.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Driver {
    /// The input.
    pub input: String,
    /// Label shown to readers.
    pub name: String,
    /// First-order index: share of the outcome's variance that goes with this input alone.
    pub first_order: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Rank correlation with the outcome; its sign is the direction.
    pub rank_correlation: f64,
    /// Whether the index can be told from zero.
    pub distinct: bool,
    /// Sources of the input; empty for an assumption.
    pub sources: Vec<String>,
}

/// Drivers of one outcome, strongest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Drivers {
    /// The outcome in words.
    pub outcome: String,
    /// Inputs, strongest first.
    pub inputs: Vec<Driver>,
    /// How it was computed.
    pub method: String,
}

/// One source as used.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SourceUse {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// Date.
    pub date: String,
    /// Grade.
    pub grade: String,
    /// Address.
    pub url: String,
    /// Number of quantities that cite it.
    pub cited: u64,
}

/// One number with its evidence.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// Name of the quantity.
    pub name: String,
    /// As written.
    pub value: String,
    /// Citations as written, such as `article:57`.
    pub sources: Vec<String>,
    /// `sourced`, `conflict` (several sources), `assumption` or `gap` (nothing stated).
    pub status: String,
    /// The author's note.
    pub note: String,
}

/// The evidence under the answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// Sources.
    pub sources: Vec<SourceUse>,
    /// Numbers.
    pub rows: Vec<EvidenceRow>,
    /// Numbers with a source.
    pub sourced: u64,
    /// Numbers with several sources that differ.
    pub conflicts: u64,
    /// Numbers marked as assumptions.
    pub assumptions: u64,
    /// Numbers with neither.
    pub gaps: u64,
}

/// The answer of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// Title of the scenario.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// The day on which the account stands.
    pub as_of: String,
    /// Unit of time.
    pub time_unit: String,
    /// How it was made.
    pub manifest: Manifest,
    /// Findings in plain words, the most important first.
    pub findings: Vec<String>,
    /// Chance that a first deal has been signed by each time.
    pub deal_by: Keyed<Proportion>,
    /// Share of draws with a zone of possible agreement in the first round.
    pub zone_at_start: Proportion,
    /// Mean share of the packages on the table that lie in the zone in the first round.
    pub zone_share_at_start: f64,
    /// Terms of the first deal: issue, option, share of draws with a deal.
    pub terms: Keyed<Keyed<Proportion>>,
    /// Labels of issues.
    pub issue_names: Keyed<String>,
    /// Labels of options, as `issue.option`.
    pub option_names: Keyed<String>,
    /// The most frequent whole packages, with their share of draws with a deal.
    pub packages: Vec<(Keyed<String>, Proportion)>,
    /// Where there is no deal by the end: what stood in the way in the last round: a party's
    /// identifier (its consent fails at the package that comes closest), `ratification`, or `chance`.
    pub binding: Keyed<Proportion>,
    /// Parties.
    pub parties: Keyed<PartyAnswer>,
    /// Survival of the first deal by time since signature.
    pub survival: Keyed<SurvivalPoint>,
    /// Historical curves to compare with.
    pub survival_reference: Vec<ReferenceCurve>,
    /// Durability against acceptability, where the scenario states durability.
    pub trade_off: Option<TradeOff>,
    /// Paths of stocks and chosen variables.
    pub paths: Keyed<Path>,
    /// Measures.
    pub measures: Keyed<Estimate>,
    /// What the answer rests on.
    pub drivers: Vec<Drivers>,
    /// The evidence.
    pub evidence: Evidence,
    /// What the model cannot say.
    pub limits: Vec<String>,
    /// Remarks of the run itself, such as a partial ensemble or a sketch's error.
    pub remarks: Vec<String>,
}
