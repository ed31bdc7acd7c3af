//! The vocabulary of a scenario: parties, issues, options, packages, stocks, levers, measures,
//! claims and sources. Data only: no text is parsed here, nothing is computed, printed or read.
//!
//! A [`Scenario`] is what an analyst wrote, with the place of every piece in the text, so that
//! any later pass can point at it with a [`Diagnostic`].

pub mod claim;
pub mod code;
pub mod diagnostic;
pub mod dynamics;
pub mod evidence;
pub mod issue;
pub mod lever;
pub mod negotiation;
pub mod party;
pub mod positions;
pub mod quantity;
pub mod span;
pub mod stability;
pub mod suggestion;

pub use claim::{Claim, Direction, Expectation, Measure};
pub use code::Code;
pub use diagnostic::{Diagnostic, Label, Severity};
pub use dynamics::{Input, Interpolation, Method, Series, SeriesPoint, Stock, TimeAxis, Variable};
pub use evidence::{Source, SourceReference};
pub use issue::{Issue, IssueOption, PartyRow, PartyScalar};
pub use lever::{Lever, LeverChange};
pub use negotiation::{Hold, Negotiation, Reset, Solution, SurvivalReference};
pub use party::{Interaction, Party, Seat};
pub use positions::{DeclaredPosition, Procedure, Voting, VotingIndex, VotingRule};
pub use quantity::{Quantity, Text};
pub use span::Span;
pub use stability::Stability;

use jiff::civil::Date;

/// A whole scenario as written, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scenario {
    /// What the scenario is called.
    pub title: Text,
    /// One or two sentences on what is modelled.
    pub summary: Option<Text>,
    /// The day on which the account stands; later data must not be used.
    pub as_of: Option<Date>,
    /// The time axis of the dynamics.
    pub time: TimeAxis,
    /// What the model cannot say, in the author's words; shown with every answer.
    pub limits: Vec<Text>,
    /// Variables whose paths over time are kept and shown, besides all stocks.
    pub show: Vec<Text>,
    /// The author marks every number as a teaching example: no sources are asked for.
    pub teaching_example: bool,
    /// Units declared in `[units]`: name and definition (`"base"`, or a unit expression such as
    /// `"1e9 EUR"`).
    pub units: Vec<(Text, Text)>,
    /// Sources of evidence.
    pub sources: Vec<Source>,
    /// Parties.
    pub parties: Vec<Party>,
    /// Issues under negotiation.
    pub issues: Vec<Issue>,
    /// Uncertain or known numbers from outside the model.
    pub inputs: Vec<Input>,
    /// Stocks.
    pub stocks: Vec<Stock>,
    /// Auxiliary variables.
    pub variables: Vec<Variable>,
    /// Dated or time-indexed series.
    pub series: Vec<Series>,
    /// Levers.
    pub levers: Vec<Lever>,
    /// Measures of the outcome.
    pub measures: Vec<Measure>,
    /// Causal claims of the account.
    pub claims: Vec<Claim>,
    /// How talks are held.
    pub negotiation: Option<Negotiation>,
    /// Whether a deal holds.
    pub hold: Option<Hold>,
    /// Rank correlations between inputs.
    pub correlations: Vec<Correlation>,
    /// Options of the conflict in the graph model.
    pub options: Vec<stability::DeclaredOption>,
    /// The conflict in the graph model.
    pub stability: Option<Stability>,
    /// Preferences over states.
    pub preferences: Vec<stability::DeclaredPreference>,
    /// How parties see the conflict.
    pub views: Vec<stability::DeclaredView>,
    /// Positions of parties on contested issues.
    pub positions: Vec<DeclaredPosition>,
    /// Capability of parties on every issue that states none.
    pub capability: Vec<PartyScalar>,
    /// Voting weights with a quota, from which capabilities follow.
    pub voting: Option<Voting>,
}

/// A stated rank correlation between two uncertain inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlation {
    /// First input.
    pub first: Text,
    /// Second input.
    pub second: Text,
    /// Spearman rank correlation in (-1, 1).
    pub rank: f64,
    /// Where the pair stands.
    pub span: Span,
    /// Evidence.
    pub sources: Vec<SourceReference>,
}

impl Scenario {
    /// Number of packages: the product of the numbers of options of all issues (1 without issues),
    /// or `None` where it overflows `u64`.
    pub fn package_count(&self) -> Option<u64> {
        self.issues.iter().try_fold(1_u64, |n, issue| n.checked_mul(issue.options.len() as u64))
    }

    /// Whether the file declares a conflict in the graph model: options, states listed by hand or
    /// anything else that only stability analysis uses.
    pub fn declares_stability(&self) -> bool {
        !self.options.is_empty()
            || self.stability.is_some()
            || !self.preferences.is_empty()
            || !self.views.is_empty()
    }

    /// Whether the file says where parties stand on contested issues, or how much they weigh there.
    pub fn declares_positions(&self) -> bool {
        !self.positions.is_empty() || !self.capability.is_empty() || self.voting.is_some()
    }

    /// Whether anything needs a time axis: stocks, equations, series, measures, levers, talks or
    /// what holds a deal.
    pub fn moves_in_time(&self) -> bool {
        !self.stocks.is_empty()
            || !self.variables.is_empty()
            || !self.series.is_empty()
            || !self.measures.is_empty()
            || !self.levers.is_empty()
            || !self.claims.is_empty()
            || self.negotiation.is_some()
            || self.hold.is_some()
    }

    /// The party with this identifier.
    pub fn party(&self, id: &str) -> Option<&Party> {
        self.parties.iter().find(|p| p.id.text == id)
    }

    /// The issue with this identifier.
    pub fn issue(&self, id: &str) -> Option<&Issue> {
        self.issues.iter().find(|i| i.id.text == id)
    }

    /// The source with this identifier.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id.text == id)
    }
}
