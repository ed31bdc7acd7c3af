//! How talks are held, and whether a deal holds.

use crate::{Quantity, SourceReference, Span, Text};

/// The solution that picks a package from the zone of possible agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Solution {
    /// Nash: largest product of gains.
    #[default]
    Nash,
    /// Asymmetric Nash: gains weighed by `power`.
    AsymmetricNash,
    /// Kalai-Smorodinsky: leximin of gains over ideal gains.
    KalaiSmorodinsky,
    /// Egalitarian: leximin of gains.
    Egalitarian,
    /// Utilitarian: largest sum of values.
    Utilitarian,
    /// Maximin: largest smallest gain.
    Maximin,
}

impl Solution {
    /// Every solution with its word in the scenario file.
    pub const ALL: [(Solution, &'static str); 6] = [
        (Solution::Nash, "nash"),
        (Solution::AsymmetricNash, "asymmetric_nash"),
        (Solution::KalaiSmorodinsky, "kalai_smorodinsky"),
        (Solution::Egalitarian, "egalitarian"),
        (Solution::Utilitarian, "utilitarian"),
        (Solution::Maximin, "maximin"),
    ];

    /// The word used in the scenario file.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(s, _)| *s == self).map_or("nash", |(_, w)| w)
    }
}

/// How talks are held.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Negotiation {
    /// Time between rounds, in the scenario's unit of time; a whole number of steps.
    pub every: f64,
    /// Time of the first round.
    pub first: Option<f64>,
    /// Packages taken off the table: `issue.option`, or any condition on a package.
    pub off_table: Vec<Text>,
    /// The solution concept.
    pub solution: Solution,
    /// Probability that a round with a package on the table ends in a signature, as an expression
    /// of `surplus` and the state; 1 when absent. Ratification multiplies it.
    pub chance: Option<Quantity>,
    /// The package that stands for the status quo before any deal: option by issue; the first
    /// option of an issue that is not named.
    pub reference: Vec<(Text, Text)>,
    /// Where it is declared.
    pub span: Span,
}

/// A stock set to another value when a deal breaks down.
#[derive(Debug, Clone, PartialEq)]
pub struct Reset {
    /// The stock.
    pub stock: Text,
    /// Its value after the breakdown.
    pub value: Quantity,
}

/// A historical survival curve to compare with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SurvivalReference {
    /// What it is a curve of.
    pub name: Text,
    /// Pairs of time since signature (scenario's unit) and share surviving.
    pub points: Vec<(f64, f64)>,
    /// Number of cases, where known.
    pub cases: Option<u64>,
    /// Evidence.
    pub sources: Vec<SourceReference>,
    /// Where it is declared.
    pub span: Span,
}

/// Whether a deal holds, and what resumes when it does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hold {
    /// Hazard of breakdown per unit of time while a deal is in force.
    pub hazard: Option<Quantity>,
    /// Expected share of deals of a package that still hold after some stated time: an expression
    /// on a package, used to show durability against acceptability.
    pub durability: Option<Quantity>,
    /// Values that stocks take when the deal breaks down.
    pub resumes: Vec<Reset>,
    /// Time after a breakdown before talks can be held again.
    pub pause: f64,
    /// Historical survival to compare with.
    pub compare: Vec<SurvivalReference>,
    /// Where it is declared.
    pub span: Span,
}
