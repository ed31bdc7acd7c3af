//! What the page of a forecast of positions shows.

use serde::Serialize;

use crate::stability::{PartyRow, ResultTable};

/// Forecasts of positions as the page shows them. Parties and issues are meant by their position
/// in [`parties`](Self::parties) and [`issues`](Self::issues); what points beyond them is left
/// out, as is every number that is not finite.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PositionsAnswer {
    /// What the case is called.
    pub title: String,
    /// One or two sentences on it.
    pub summary: String,
    /// Citations of the description.
    pub sources: Vec<String>,
    /// The parties.
    pub parties: Vec<PartyRow>,
    /// The contested issues.
    pub issues: Vec<IssueRow>,
    /// Trades on pairs of issues from which both partners would gain.
    pub trades: Vec<TradeRow>,
    /// Further results as tables.
    pub tables: Vec<ResultTable>,
    /// Sentences to be read with the findings: caveats, limits, what was left out.
    pub remarks: Vec<String>,
    /// How it was computed: names and values in order (version, file, hash, seed, draws, …).
    pub manifest: Vec<(String, String)>,
    /// The command that makes the answer again.
    pub command: String,
}

/// A contested issue with its forecasts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct IssueRow {
    /// Identifier.
    pub id: String,
    /// Name shown to readers.
    pub name: String,
    /// Lower end of the scale.
    pub low: f64,
    /// Upper end of the scale.
    pub high: f64,
    /// Points of the scale that have a label.
    pub points: Vec<(f64, String)>,
    /// Where the parties stand.
    pub stands: Vec<StandRow>,
    /// What happens without agreement, where it is known.
    pub reference_point: Option<f64>,
    /// What came to be, where it is known.
    pub outcome: Option<f64>,
    /// The forecasts; the first is the one told in the headline.
    pub models: Vec<ModelRow>,
    /// Lowest and highest forecast over the models.
    pub model_spread: Option<(f64, f64)>,
    /// Lowest and highest forecast over the readings of one family of models, with its name.
    pub readings_spread: Option<(String, f64, f64)>,
    /// How far the forecast swings when a party changes.
    pub decisive: Vec<DecisiveRow>,
    /// Models that were asked and have no forecast, with the reason.
    pub without: Vec<(String, String)>,
}

/// A party's stand on an issue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct StandRow {
    /// The party.
    pub party: usize,
    /// Its position on the scale of the issue.
    pub position: f64,
    /// How much it cares, in (0, 1].
    pub salience: f64,
    /// Its capability in any unit.
    pub capability: f64,
}

/// A model's forecast of an issue.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ModelRow {
    /// Name: `compromise`, `expected_utility_as_run`, …; a reading with its settings after a
    /// colon: `expected_utility_printed:q=0.5`.
    pub name: String,
    /// What it does, in one line.
    pub summary: String,
    /// Author and year.
    pub source: String,
    /// The point forecast on the scale of the issue.
    pub forecast: f64,
    /// Calibrated interval that holds the outcome in 80 % of past cases.
    pub interval80: Option<(f64, f64)>,
    /// Range that holds 80 % of the forecasts where uncertain inputs are drawn anew.
    pub inputs80: Option<(f64, f64)>,
    /// Positions after each round by stand, in the order of the stands; the stands themselves are
    /// the start and not repeated.
    pub rounds: Vec<Vec<f64>>,
    /// For each round and stand: the stand because of which it moved, where the model tells.
    pub moved_by: Vec<Vec<Option<usize>>>,
    /// How each of those moved, in a word: `confrontation`, where the model tells.
    pub manners: Vec<Vec<Option<String>>>,
    /// Where positions come back to what they were: the first round of the circle and its length
    /// in rounds.
    pub cycle: Option<(usize, usize)>,
    /// What the reader must know of this forecast.
    pub remarks: Vec<String>,
}

/// How far the forecast swings when a party changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct DecisiveRow {
    /// The party.
    pub party: usize,
    /// Largest change of the forecast in points of the scale; the sign is its direction.
    pub swing: f64,
}

/// A trade on two issues: `party` gains on `issue` and gives way on `other_issue`, `other` the
/// reverse.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TradeRow {
    /// One partner.
    pub party: usize,
    /// The other partner.
    pub other: usize,
    /// The issue on which `party` gets its way.
    pub issue: usize,
    /// The issue on which `other` gets its way.
    pub other_issue: usize,
    /// Gain of `party`: points of the scale of 0 to 100 times salience.
    pub gain: f64,
    /// Gain of `other` in the same unit.
    pub other_gain: f64,
    /// What third parties gain (positive) or lose (negative), in the same unit.
    pub third: Vec<(usize, f64)>,
}
