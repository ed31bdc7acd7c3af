//! A conflict for the graph model as declared: options or listed states, moves, preferences, and
//! how parties see each other.
//!
//! Wherever a state stands, it is written as letters in the order of the options (`NYNNN`), as an
//! identifier, or as a statement on options that holds in one feasible state only. A pattern has
//! the letters `Y`, `N` and `-`, one per option. None of these texts is parsed here.

use crate::{SourceReference, Span, Text};

/// Which way an option can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum OptionDirection {
    /// It can be taken up and given up.
    #[default]
    Both,
    /// It can only be taken up.
    Forward,
    /// It can only be given up.
    Back,
}

impl OptionDirection {
    /// Every direction with its word in the scenario file.
    pub const ALL: [(OptionDirection, &'static str); 3] = [
        (OptionDirection::Both, "both"),
        (OptionDirection::Forward, "forward"),
        (OptionDirection::Back, "back"),
    ];
}

/// An option of a conflict, `[option.ID]`. The order of options is that of the letters of a state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeclaredOption {
    /// Identifier, used in statements.
    pub id: Text,
    /// Name shown to readers.
    pub name: Text,
    /// The party that controls it.
    pub party: Text,
    /// Which way it can be changed.
    pub direction: OptionDirection,
    /// Evidence.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// Several names that belong together, such as a coalition or a set of options.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NameSet {
    /// The names.
    pub names: Vec<Text>,
    /// Where the set stands.
    pub span: Span,
}

/// Moves that are ruled out: from any state of one description to any of another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForbiddenMove {
    /// Pattern or statement of the states left.
    pub from: Text,
    /// Pattern or statement of the states entered.
    pub to: Text,
    /// The party that cannot make the move; every party where absent.
    pub party: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// The moves of a party in a graph that is listed by hand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListedMoves {
    /// The party.
    pub party: Text,
    /// For each state left, the states that the party can reach from it in one move.
    pub reachable: Vec<(Text, Vec<Text>)>,
}

/// `[stability]`: what makes options a conflict, and results known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stability {
    /// The state in which the conflict stands.
    pub status_quo: Option<Text>,
    /// Patterns or statements of states that cannot be.
    pub infeasible: Vec<Text>,
    /// Statements that hold in every feasible state.
    pub always: Vec<Text>,
    /// Sets of options of which at most one is taken.
    pub exclusive: Vec<NameSet>,
    /// Sets of options of which at least one is taken.
    pub at_least_one: Vec<NameSet>,
    /// Moves that are ruled out.
    pub forbidden: Vec<ForbiddenMove>,
    /// Identifier and pattern or statement of states that count as one.
    pub coalesced: Vec<(Text, Text)>,
    /// Identifiers of states.
    pub names: Vec<(Text, Text)>,
    /// Words for states, by identifier or letters.
    pub labels: Vec<(Text, Text)>,
    /// Coalitions to analyse.
    pub coalitions: Vec<NameSet>,
    /// States listed by hand instead of options.
    pub states: Vec<Text>,
    /// Moves listed by hand, by party.
    pub moves: Vec<ListedMoves>,
    /// Levers that become options.
    pub levers: Vec<Text>,
    /// Number of draws for preferences over levers.
    pub draws: Option<u64>,
    /// Results that sources state.
    pub known: Vec<KnownResult>,
    /// Evidence for the model as a whole.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// A result that a source states, `[[stability.known]]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnownResult {
    /// The concept as it is abbreviated: `R`, `GMR`, `L2`, `GMR_b`, `CR{moe,uniroyal}`, …
    pub concept: Text,
    /// The equilibria, where stated.
    pub equilibria: Option<Vec<Text>>,
    /// By party, the states that are stable for it, where stated.
    pub stable: Vec<(Text, Vec<Text>)>,
    /// Where it is stated.
    pub sources: Vec<SourceReference>,
    /// Why the definition gives something else, where it does.
    pub disagrees: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// One place in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub enum RankedPlace {
    /// States that are equally preferred; one or more.
    Tie(Vec<Text>, Span),
    /// `">>"`: what stands before is strongly preferred to what stands after.
    StrongGap(Span),
}

/// One place in a list of statements.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementPlace {
    /// A statement on options.
    Statement(Text),
    /// `">>"`: a difference in a statement before the mark is a strong one.
    StrongGap(Span),
}

/// A number that is given for a name or a pair of states.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedNumber {
    /// The name, or a pair such as `s1 > s2`.
    pub name: Text,
    /// The number.
    pub value: f64,
    /// Where the number stands.
    pub span: Span,
}

/// What a party's preference over states rests on.
#[derive(Debug, Clone, PartialEq)]
pub enum PreferenceBase {
    /// A ranking of all states, best first.
    Ranking(Vec<RankedPlace>),
    /// Option prioritising: statements, most important first.
    Statements(Vec<StatementPlace>),
    /// Option weighting: a number for each option that is taken.
    Weights(Vec<NamedNumber>),
    /// Comparisons of pairs: `s3 > s7`, `s4 >> s8`, `s1 ~ s2`, `s5 ? s6`.
    Pairs {
        /// The comparisons.
        comparisons: Vec<Text>,
        /// Whether `>` and `~` are closed by transitivity.
        closed: bool,
    },
}

/// A party's attitude to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum DeclaredAttitude {
    /// It wants what the other wants.
    Positive,
    /// The other's wishes do not count.
    #[default]
    Neutral,
    /// It wants what the other does not want.
    Negative,
}

impl DeclaredAttitude {
    /// Every attitude with its word in the scenario file.
    pub const ALL: [(DeclaredAttitude, &'static str); 3] = [
        (DeclaredAttitude::Positive, "positive"),
        (DeclaredAttitude::Neutral, "neutral"),
        (DeclaredAttitude::Negative, "negative"),
    ];
}

/// `[preference.PARTY]`: how a party prefers states to one another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeclaredPreference {
    /// The party.
    pub party: Text,
    /// What it rests on, and where that stands.
    pub base: Option<(PreferenceBase, Span)>,
    /// Pairs that are unknown all the same: `s1 ? s2`.
    pub unknown: Vec<Text>,
    /// Degrees of preference of pairs (fuzzy).
    pub degree: Vec<NamedNumber>,
    /// The threshold from which on a difference of degrees counts.
    pub threshold: Option<f64>,
    /// Probabilities of preference of pairs.
    pub probability: Vec<NamedNumber>,
    /// Attitudes to other parties.
    pub attitude: Vec<(Text, DeclaredAttitude)>,
    /// For levers as options: the measure or variable that the party wants much of, after a minus
    /// little of.
    pub value: Option<Text>,
    /// Evidence.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// `[view.PARTY]`: how a party sees the conflict where it sees it wrongly.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeclaredView {
    /// The party.
    pub party: Text,
    /// Patterns, statements or states that it does not see.
    pub unseen: Vec<Text>,
    /// What it takes the preferences of parties to be.
    pub preferences: Vec<DeclaredPreference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}
