//! The switches of the expected utility model: the points on which its text is silent or its programs disagree.

/// What the support for one side of a contest is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denominator {
    /// All votes cast in this contest (Scholz, Calbert and Smith 2011, eq. 31).
    Pair,
    /// All votes cast in the contests of every ordered pair of parties (as their figures were run).
    AllPairs,
}

/// What counts as support for one side of a contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numerator {
    /// The votes of those who stand closer to it (eq. 30).
    Supporters,
    /// Those votes less the votes of the opponents, at least 0 (dmasad).
    NetOfOpponents,
}

/// Whose risk exponent a party uses when it judges a challenge by the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exponent {
    /// The other's own (eq. 25b).
    Own,
    /// The viewer's, for both sides (as the figures of the paper were run).
    Viewer,
}

/// Whose salience weighs the contest when the other challenges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChallengeSalience {
    /// That of the challenged party: its probability of resisting (eq. 6).
    Responder,
    /// That of the challenger: eq. 25b as printed, a misprint by its own derivation.
    Literal,
}

/// What distances are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The spread of the positions at the start.
    Initial,
    /// The spread of the positions in the current round.
    Current,
}

/// What a confrontation that the other side wins does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confrontation {
    /// The loser takes the winner's position (the paper).
    LoserMoves,
    /// Nobody moves (schelling).
    NobodyMoves,
}

/// Where a compromise lies. `a` < 0 is the mover's expected utility, `b` > -`a` the other's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compromise {
    /// The mover goes the share |a/b| of the way (eq. 36).
    Ratio,
    /// Both positions averaged with the weights |a| and |b|: the share b/(b - a) of the way
    /// (decisionmechanics/eum).
    WeightedAverage,
}

/// Which of several offers a party takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Confrontation before compromise before capitulation, then the smallest move.
    LeastMove,
    /// The same, but of compromises the one whose weighted average position is lowest on the
    /// scale (as the figures of the paper were run). It depends on the direction of the axis.
    LowestAverage,
    /// The offer of the proposer with the highest expected utility, then the smallest move.
    HighestProposerUtility,
}

/// T: whether a rival who is left alone comes closer (1) or goes further away (0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LeftAlone {
    /// 1 where the median is closer than the rival (figures 1 to 4 of the paper).
    ByDistance,
    /// The same for all pairs, in [0, 1].
    Constant(f64),
}

/// When parties take the positions they have agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// All at the end of the round.
    Together,
    /// Each in the order of the issue, the later ones facing the earlier ones' new positions;
    /// the expected utilities are those at the start of the round.
    OneAfterTheOther,
}

/// When the rounds end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stop {
    /// After this many rounds (the paper).
    Rounds(usize),
    /// When the weighted median has moved by less than `shift` points of the scale
    /// `times` rounds in a row (the first round is not compared with the start), at the latest
    /// after `cap` rounds (schelling).
    MedianSettles {
        /// Points of the issue's own scale.
        shift: f64,
        /// Rounds in a row.
        times: usize,
        /// Most rounds.
        cap: usize,
    },
}

impl Stop {
    /// Most rounds that are played; never above 10,000.
    pub fn at_most(&self) -> usize {
        match *self {
            Stop::Rounds(rounds) => rounds.min(10_000),
            Stop::MedianSettles { cap, .. } => cap.min(10_000),
        }
    }
}

/// Which summary of the final positions is the forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Lower weighted median, weights capability times salience.
    Median,
    /// Mean with the same weights.
    Mean,
}

/// One reading of the model: every switch set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Denominator of the probability of success.
    pub denominator: Denominator,
    /// Numerator of the probability of success.
    pub numerator: Numerator,
    /// Whether voters' distances are raised to their own risk exponents in the second pass.
    pub risk_in_votes: bool,
    /// Whose exponent judges a challenge by the other.
    pub exponent: Exponent,
    /// Whose salience weighs a challenge by the other.
    pub salience: ChallengeSalience,
    /// What distances are divided by.
    pub span: Span,
    /// What a lost confrontation does.
    pub confrontation: Confrontation,
    /// Where compromises lie.
    pub compromise: Compromise,
    /// Whether a party that stands to lose more than the other gains gives in.
    pub capitulation: bool,
    /// Which offer is taken.
    pub choice: Choice,
    /// T.
    pub left_alone: LeftAlone,
    /// Q, in [0, 1]: probability that a rival who is not challenged stays where it is.
    pub stays: f64,
    /// When positions change.
    pub update: Update,
    /// When the rounds end.
    pub stop: Stop,
}

impl Reading {
    /// The paper as printed, its misprint in eq. 25b put right (Scholz, Calbert and Smith 2011).
    pub const PRINTED: Reading = Reading {
        denominator: Denominator::Pair,
        numerator: Numerator::Supporters,
        risk_in_votes: false,
        exponent: Exponent::Own,
        salience: ChallengeSalience::Responder,
        span: Span::Initial,
        confrontation: Confrontation::LoserMoves,
        compromise: Compromise::Ratio,
        capitulation: true,
        choice: Choice::LeastMove,
        left_alone: LeftAlone::ByDistance,
        stays: 1.0,
        update: Update::Together,
        stop: Stop::Rounds(10),
    };

    /// The paper to the letter: the challenger's salience in eq. 25b.
    pub const LITERAL: Reading =
        Reading { salience: ChallengeSalience::Literal, ..Reading::PRINTED };

    /// What reproduces the paper's own figures; also the program jmckib, whose capitulation can
    /// never happen.
    pub const AS_RUN: Reading = Reading {
        denominator: Denominator::AllPairs,
        risk_in_votes: true,
        exponent: Exponent::Viewer,
        capitulation: false,
        choice: Choice::LowestAverage,
        ..Reading::PRINTED
    };

    /// The program schelling with its default stop.
    pub const SCHELLING: Reading = Reading {
        span: Span::Current,
        confrontation: Confrontation::NobodyMoves,
        choice: Choice::HighestProposerUtility,
        stop: Stop::MedianSettles { shift: 0.5, times: 2, cap: 20 },
        ..Reading::PRINTED
    };

    /// Q within [0, 1]; 1 where it is not a number.
    pub(super) fn q(&self) -> f64 {
        if self.stays.is_nan() { 1.0 } else { self.stays.clamp(0.0, 1.0) }
    }

    /// T where it is a constant, within [0, 1].
    pub(super) fn constant_t(&self) -> Option<f64> {
        match self.left_alone {
            LeftAlone::ByDistance => None,
            LeftAlone::Constant(t) if t.is_nan() => Some(1.0),
            LeftAlone::Constant(t) => Some(t.clamp(0.0, 1.0)),
        }
    }
}
