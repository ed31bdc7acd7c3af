//! The switches of the expected utility model: the points on which its text is silent or its
//! programs disagree.

use super::presets::SETTLES;

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
    /// That of the challenger in the octants, that of the challenged party in the threats that
    /// make risk exponents (decisionmechanics/eum).
    LiteralInOctants,
}

/// What distances are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The spread of the positions at the start.
    Initial,
    /// The spread of the positions in the current round.
    Current,
    /// The length of the issue's own scale.
    Scale,
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
    /// A party faces only the challenger with the highest expected utility of all, then the
    /// nearest, and stays where it is if it would not lose to that one (dmasad).
    StrongestChallenger,
}

/// What stands for the rival's destination where it is left alone: mu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Centre {
    /// The lower weighted median (the paper).
    Median,
    /// The weighted mean (dmasad).
    Mean,
}

/// The sign of the term of a rival who is left alone, with the weight 1 - Q.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlternativeSign {
    /// It is what a challenge forgoes (eq. 25a).
    Subtracted,
    /// The reverse, a slip (dmasad).
    Added,
}

/// From whose place a party judges what happens if the other does not challenge it: the distance
/// to mu and T in its estimate of the other's challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlternativeOf {
    /// The other's, who makes the challenge (eq. 25b).
    Challenger,
    /// The viewer's own (decisionmechanics/eum).
    Viewer,
}

/// Parties at one position. With Q = 1 they expect nothing of challenging each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Neighbours {
    /// They do not challenge each other.
    AtPeace,
    /// They challenge each other like any others; who loses to one of them stays, since its offer
    /// moves least (decisionmechanics/eum).
    Contest,
}

/// T: whether a rival who is left alone comes closer (1) or goes further away (0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LeftAlone {
    /// 1 where the median is closer than the rival (figures 1 to 4 of the paper).
    ByDistance,
    /// The same for all pairs, in [0, 1].
    Constant(f64),
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
    /// What stands for mu.
    pub centre: Centre,
    /// Sign of the (1 - Q) term.
    pub alternative_sign: AlternativeSign,
    /// Whose (1 - Q) term a party finds in the other's challenge.
    pub alternative_of: AlternativeOf,
    /// Whether parties at one position challenge each other.
    pub neighbours: Neighbours,
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
        centre: Centre::Median,
        alternative_sign: AlternativeSign::Subtracted,
        alternative_of: AlternativeOf::Challenger,
        neighbours: Neighbours::AtPeace,
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
        stop: SETTLES,
        ..Reading::PRINTED
    };

    /// The program dmasad with its default Q = 1 and T = 1.
    pub const DMASAD: Reading = Reading {
        numerator: Numerator::NetOfOpponents,
        choice: Choice::StrongestChallenger,
        left_alone: LeftAlone::Constant(1.0),
        centre: Centre::Mean,
        alternative_sign: AlternativeSign::Added,
        ..Reading::PRINTED
    };

    /// The program decisionmechanics/eum with its default Q = 0.5.
    pub const EUM: Reading = Reading {
        salience: ChallengeSalience::LiteralInOctants,
        compromise: Compromise::WeightedAverage,
        alternative_of: AlternativeOf::Viewer,
        neighbours: Neighbours::Contest,
        stays: 0.5,
        ..Reading::PRINTED
    };

    /// Weight of the (1 - Q) term: what is taken off an expected utility.
    pub(super) fn alternative(&self) -> f64 {
        match self.alternative_sign {
            AlternativeSign::Subtracted => 1.0 - self.q(),
            AlternativeSign::Added => self.q() - 1.0,
        }
    }

    /// Whether E_ji depends on i beyond its position and salience, or on other terms than E_ij.
    pub(super) fn seen_otherwise(&self) -> bool {
        self.exponent == Exponent::Viewer
            || (self.alternative_of == AlternativeOf::Viewer && self.q() < 1.0)
    }

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
